import { startsAsOrder } from '../tasks/imperative.js';
import { listMark, type Block } from './block.js';

/** A line of a text or of a page. An empty `text` is a gap. */
export interface Line {
  text: string;
  /** In characters, or in points of a page. */
  indent: number;
  place: string;
  /** Set when the look of the page says it is a heading; 1 is the largest. */
  headingLevel?: number;
}

const longestHeadingWords = 10;

/** Blocks of lines that carry no markup: lists by their marks, headings by how they stand. */
export function blocksOfLines(lines: readonly Line[]): Block[] {
  const blocks: Block[] = [];
  const indents: number[] = [];
  /** Where the look tells headings, short lines are no more than short lines. */
  const looks = lines.some((line) => line.headingLevel !== undefined);
  let open: Block | undefined;
  let openIndent = 0;
  const close = (): void => {
    if (open) blocks.push(open);
    open = undefined;
  };
  const start = (block: Block, indent: number): void => {
    close();
    open = block;
    openIndent = indent;
  };
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] as Line;
    if (line.text === '') {
      close();
      continue;
    }
    const level = headingLevel(lines, at, looks);
    if (level > 0) {
      close();
      indents.length = 0;
      blocks.push({ kind: 'heading', text: headingText(line.text), place: line.place, level });
      if (isRule(lines[at + 1]?.text ?? '')) at += 1;
      continue;
    }
    if (isRule(line.text)) {
      close();
      continue;
    }
    const item = listMark(line.text);
    if (item !== null) {
      if (item.text === '') continue;
      while (indents.length > 0 && (indents.at(-1) ?? 0) > line.indent + 1) indents.pop();
      if (indents.length === 0 || line.indent > (indents.at(-1) ?? 0) + 1) indents.push(line.indent);
      start({ kind: 'item', text: item.text, place: line.place, level: indents.length - 1, ...(item.checkbox ? { checkbox: true } : {}) }, line.indent);
    } else if (open && (open.kind === 'text' || line.indent >= openIndent)) open.text = joined(open.text, line.text);
    else start({ kind: 'text', text: line.text, place: line.place, level: 0 }, line.indent);
  }
  close();
  return blocks;
}

/** 0 when a line is no heading. */
function headingLevel(lines: readonly Line[], at: number, looks: boolean): number {
  const line = lines[at] as Line;
  const { text } = line;
  if (text.length > 120 || !/\p{L}/u.test(text)) return 0;
  const item = listMark(text);
  if (line.headingLevel !== undefined && (item === null || (item.numbered && !item.checkbox))) return line.headingLevel;
  const next = lines[at + 1]?.text ?? '';
  if (/^={3,}$/.test(next)) return 1;
  if (/^-{3,}$/.test(next) && item === null) return 2;
  const wordCount = text.split(/\s+/).length;
  if (wordCount > longestHeadingWords || /[.,;!?]$/.test(text)) return 0;
  const standsAlone = (lines[at - 1]?.text ?? '') === '' || isRule(lines[at - 1]?.text ?? '');
  if (!standsAlone) return 0;
  if (/^(?:phase|stage|part|chapter|section|appendix)\s+(?:\d+|[ivx]+|[a-z])\b/i.test(text)) return 2;
  const opensList = next === '' || isList(next);
  if (item !== null) return item.numbered && !item.checkbox && wordCount <= 7 && !startsAsOrder(item.text) && !isSibling(lines, at) ? numberedLevel(text) : 0;
  if (/^\p{Lu}[\p{Lu}\p{N}\s/&(),:'-]+$/u.test(text) && text.length > 5) return at < 3 ? 1 : 2;
  if (text.endsWith(':')) return opensList && !startsAsOrder(text) ? 3 : 0;
  if (looks || !opensList || !/^[\p{Lu}\p{N}]/u.test(text)) return 0;
  const firstOfAll = lines.slice(0, at).every((each) => each.text === '');
  return firstOfAll ? 1 : startsAsOrder(text) && !isList(nextText(lines, at)) ? 0 : numberedLevel(text);
}

/** A numbered line among numbered lines is a step, not a heading: the one before or after it counts on. */
function isSibling(lines: readonly Line[], at: number): boolean {
  const line = lines[at] as Line;
  const number = countOf(line.text);
  const near = lines.slice(at + 1, at + 4).find(({ text }) => text !== '');
  const far = lines.slice(Math.max(0, at - 4), at).reverse().find(({ text }) => text !== '');
  const counts = (other: Line | undefined, step: number): boolean => other !== undefined && other.indent === line.indent && countOf(other.text) === number + step;
  return counts(near, 1) || counts(far, -1);
}

/** The number, or the place of the letter in the alphabet, that a line starts with. */
function countOf(text: string): number {
  const [, number, letter] = /^\(?(?:step\s+|task\s+|action\s+)?(?:(?:\d{1,3}\.)*(\d{1,3})|([a-z]))\b/i.exec(text) ?? [];
  return number === undefined ? (letter?.toLowerCase().charCodeAt(0) ?? Number.NaN) : Number(number);
}

/** Level of a heading that is numbered: 2 and 2. are above 2.1. */
function numberedLevel(text: string): number {
  const parts = /^\(?\d{1,3}(?:\.\d{1,3})*/.exec(text)?.[0].split('.').length ?? 1;
  return Math.min(6, 1 + parts);
}

function nextText(lines: readonly Line[], at: number): string {
  return lines.slice(at + 1, at + 5).find(({ text }) => text !== '')?.text ?? '';
}

function isList(text: string): boolean {
  return listMark(text) !== null;
}

function isRule(text: string): boolean {
  return /^(?:[-=_*~#]\s?){3,}$/.test(text);
}

function headingText(text: string): string {
  return text.replace(/^#+\s*/, '').replace(/^(?:\d{1,3}(?:\.\d{1,3}){0,3}[.)]?|[A-Z][.)])\s+(?=\p{L})/u, '').replace(/\s*:$/, '');
}

function joined(before: string, text: string): string {
  return /\p{Ll}-$/u.test(before) && /^\p{Ll}/u.test(text) ? `${before.slice(0, -1)}${text}` : `${before} ${text}`;
}
