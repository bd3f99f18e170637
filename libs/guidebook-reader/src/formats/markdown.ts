import { listMark, type Block, type ReadDocument } from './block.js';
import { decodeText } from './decode-text.js';
import { textOfHtml } from './html-text.js';

const fence = /^ {0,3}(`{3,}|~{3,})/;
const heading = /^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$/;
const tableRule = /^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$/;

/** Markdown as blocks. HTML in it is dropped but for its text. */
export function readMarkdown(bytes: Uint8Array): ReadDocument {
  const { text, warnings } = decodeText(bytes);
  const { text: plain, dropped, firstLine } = textOfHtml(text.replace(/\r\n?/g, '\n'));
  if (dropped > 0) warnings.push(`HTML in the Markdown was taken out, the first of it at line ${firstLine}.`);
  const { title, lines, skipped } = withoutFrontMatter(plain.split('\n'));
  const blocks: Block[] = [];
  const reading = new MarkdownReading(blocks, skipped);
  for (const line of lines) reading.take(line);
  reading.flush();
  return { ...(title === undefined ? {} : { title }), blocks, warnings };
}

class MarkdownReading {
  private open: Block | undefined;
  private fenced: string | undefined;
  private indents: number[] = [];

  constructor(
    private readonly blocks: Block[],
    private line: number,
  ) {}

  take(raw: string): void {
    this.line += 1;
    const mark = fence.exec(raw)?.[1];
    if (this.fenced !== undefined) {
      if (mark?.startsWith(this.fenced)) this.fenced = undefined;
      else if (this.open) this.open.text += ` ${raw.trim()}`;
      return;
    }
    if (mark !== undefined) {
      this.fenced = mark;
      return;
    }
    const line = raw.replace(/^(?: {0,3}>\s?)+/, '');
    const named = heading.exec(line);
    if (line.trim() === '') this.pause();
    else if (named) this.push({ kind: 'heading', text: inline(named[2] ?? ''), level: named[1]?.length ?? 1 });
    else if (/^ {0,3}(=+|-+)\s*$/.test(line) && this.open?.kind === 'text') {
      this.open.kind = 'heading';
      this.open.level = line.includes('=') ? 1 : 2;
      this.flush();
    } else if (/^ {0,3}([-*_])(?:\s*\1){2,}\s*$/.test(line)) this.flush();
    else if (tableRule.test(line) && line.includes('|')) this.flush();
    else if (/^\s*\|.*\|\s*$/.test(line)) this.row(line);
    else this.content(line);
  }

  flush(): void {
    this.pause();
    this.indents = [];
  }

  /** A blank line ends a paragraph, but what is indented after it may still belong to the item. */
  private pause(): void {
    if (this.open) this.blocks.push({ ...this.open, text: this.open.text });
    this.open = undefined;
  }

  private content(line: string): void {
    const indent = (/^[ \t]*/.exec(line)?.[0] ?? '').replaceAll('\t', '    ').length;
    const item = listMark(line.trim());
    if (item !== null && item.text !== '') {
      while (this.indents.length > 0 && (this.indents.at(-1) ?? 0) >= indent + 1) this.indents.pop();
      if (this.indents.at(-1) !== indent) this.indents.push(indent);
      this.push({ kind: 'item', text: inline(item.text), level: this.indents.length - 1, ...(item.checkbox ? { checkbox: true } : {}) }, true);
    } else if (this.open) this.open.text += ` ${inline(line.trim())}`;
    else this.push({ kind: 'text', text: inline(line.trim()), level: 0 }, indent > 0);
  }

  private row(line: string): void {
    const cells = line.trim().replace(/^\||\|$/g, '').split(/(?<!\\)\|/).map((cell) => inline(cell.trim()));
    for (const cell of cells) if (cell !== '') this.push({ kind: 'text', text: cell, level: 0 });
    this.pause();
  }

  private push(block: Omit<Block, 'place'>, staysInList = false): void {
    this.pause();
    if (!staysInList) this.indents = [];
    const placed = { ...block, place: `line ${this.line}` };
    if (block.kind === 'heading') this.blocks.push(placed);
    else this.open = placed;
  }
}

/** The text of inline Markdown. A web address of a link is kept beside its text. */
function inline(text: string): string {
  return text
    .replace(/!\[[^\]]*\]\([^)]*\)/g, '')
    .replace(/\[([^\]]+)\]\(\s*<?([^)\s>]*)>?[^)]*\)/g, (_, label: string, target: string) => (/^https?:\/\//i.test(target) && target !== label ? `${label} (${target})` : label))
    .replace(/\[([^\]]+)\]\[[^\]]*\]/g, '$1')
    .replace(/(`+)(.+?)\1/g, '$2')
    .replace(/(\*\*|__)(?=\S)(.+?)(?<=\S)\1/g, '$2')
    .replace(/(?<![\w*])([*_])(?=\S)([^*_]+?)(?<=\S)\1(?![\w*])/g, '$2')
    .replace(/~~(.+?)~~/g, '$1')
    .replace(/\\([\\`*_{}[\]()#+.!|-])/g, '$1');
}

function withoutFrontMatter(lines: string[]): { title?: string; lines: string[]; skipped: number } {
  const end = lines[0]?.trim() === '---' ? lines.slice(1, 60).findIndex((line) => /^(?:---|\.\.\.)\s*$/.test(line)) : -1;
  if (end < 0) return { lines, skipped: 0 };
  const title = lines.slice(1, end + 1).map((line) => /^title:\s*["']?(.+?)["']?\s*$/i.exec(line)?.[1]).find((each) => each !== undefined);
  return { ...(title === undefined ? {} : { title }), lines: lines.slice(end + 2), skipped: end + 2 };
}
