import { listMark } from './block.js';
import type { Line } from './line-blocks.js';

/** A piece of text on a page, in points. */
export interface PdfPiece {
  text: string;
  x: number;
  y: number;
  width: number;
  size: number;
  font: string;
}

interface PageLine {
  text: string;
  x: number;
  end: number;
  y: number;
  size: number;
  /** Of the longest part. */
  font: string;
  page: number;
}

const pageNumber = /^(?:page\s+)?\d{1,4}(?:\s*(?:\/|of)\s*\d{1,4})?$|^[-–]\s*\d{1,4}\s*[-–]$/i;

/** Between words of one line, in heights of a letter. */
const widestGap = 2.2;

/** Lines of pages, without what every page repeats; headings are what is larger than the text, or short and in another font. */
export function linesOfPages(pages: readonly (readonly PdfPiece[])[]): Line[] {
  const lines = pages.flatMap((pieces, at) => linesOf(pieces, at + 1));
  const kept = withoutRepeats(lines, pages.length);
  const body = mostOf(kept, ({ size }) => size);
  const font = mostOf(kept, (line) => line.font);
  const sizes = [...new Set(kept.filter(({ size }) => isLarger(size, body ?? 0)).map(({ size }) => size))].sort((left, right) => right - left);
  const out: Line[] = [];
  const edges = rightEdges(kept);
  let before: PageLine | undefined;
  for (const line of kept) {
    if (before && startsAnew(before, line, edges)) out.push({ text: '', indent: 0, place: `page ${line.page}` });
    const level = levelOf(line, { body: body ?? 0, font: font ?? '', sizes });
    const continued = level !== undefined && before !== undefined && before.page === line.page && before.size === line.size && before.font === line.font && out.at(-1)?.headingLevel === level;
    // A heading may take two lines.
    if (continued) (out.at(-1) as Line).text += ` ${line.text}`;
    else out.push({ text: line.text, indent: Math.round(line.x), place: `page ${line.page}`, ...(level === undefined ? {} : { headingLevel: level }) });
    before = line;
  }
  return out;
}

function linesOf(pieces: readonly PdfPiece[], page: number): PageLine[] {
  const lines: PageLine[] = [];
  let parts: PdfPiece[] = [];
  const close = (): void => {
    // Many programs write the mark of an item after its text.
    const sorted = [...parts].sort((left, right) => left.x - right.x);
    for (const cell of cellsOf(sorted)) {
      const [first] = cell;
      const text = textOf(cell);
      if (first === undefined || text === '') continue;
      const longest = cell.reduce((best, part) => (part.text.length > best.text.length ? part : best), first);
      const end = Math.max(...cell.map((part) => part.x + part.width));
      lines.push({ text, x: first.x, end, y: longest.y, size: longest.size, font: longest.font, page });
    }
    parts = [];
  };
  for (const piece of pieces) {
    if (piece.text.trim() === '') continue;
    const last = parts.at(-1);
    if (last && Math.abs(piece.y - last.y) > Math.max(2, Math.max(piece.size, last.size) * 0.4)) close();
    parts.push(piece);
  }
  close();
  return lines;
}

/** Parts of a line that stand far from each other are cells of a table; the mark of an item belongs to what follows it. */
function cellsOf(parts: readonly PdfPiece[]): PdfPiece[][] {
  const cells: PdfPiece[][] = [];
  for (const part of parts) {
    const cell = cells.at(-1);
    const last = cell?.at(-1);
    if (cell && last && (part.x - last.x - last.width < part.size * widestGap || listMark(`${textOf(cell)} x`)?.text === 'x')) cell.push(part);
    else cells.push([part]);
  }
  return cells;
}

function textOf(parts: readonly PdfPiece[]): string {
  let text = '';
  let end: number | undefined;
  for (const part of parts) {
    const gap = end === undefined ? 0 : part.x - end;
    if (text !== '' && !text.endsWith(' ') && !part.text.startsWith(' ') && gap > Math.max(1, part.size * 0.12)) text += ' ';
    text += part.text;
    end = part.x + part.width;
  }
  return text.replace(/\s+/g, ' ').trim();
}

/** Headers, footers and page numbers: at the edge of most pages. */
function withoutRepeats(lines: readonly PageLine[], pages: number): PageLine[] {
  const key = ({ text }: PageLine): string => text.replace(/\d+/g, '#');
  const seen = new Map<string, Set<number>>();
  for (const line of lines) seen.set(key(line), (seen.get(key(line)) ?? new Set()).add(line.page));
  return lines.filter((line) => !pageNumber.test(line.text) && !(pages > 2 && (seen.get(key(line))?.size ?? 0) >= Math.max(3, pages * 0.6) && listMark(line.text) === null));
}

function mostOf<T>(lines: readonly PageLine[], pick: (line: PageLine) => T): T | undefined {
  const weights = new Map<T, number>();
  for (const line of lines) weights.set(pick(line), (weights.get(pick(line)) ?? 0) + line.text.length);
  return [...weights].reduce<[T, number] | undefined>((best, each) => (best === undefined || each[1] > best[1] ? each : best), undefined)?.[0];
}

function isLarger(size: number, body: number): boolean {
  return size > body * 1.12;
}

function levelOf(line: PageLine, { body, font, sizes }: { body: number; font: string; sizes: readonly number[] }): number | undefined {
  if (line.text.length > 120) return undefined;
  if (isLarger(line.size, body)) return Math.min(5, sizes.indexOf(line.size) + 1);
  const wordCount = line.text.split(' ').length;
  return line.font !== font && wordCount <= 8 && !/[.,;!?]$/.test(line.text) && line.size >= body * 0.95 ? 6 : undefined;
}

/** How far lines reach to the right, by page. */
function rightEdges(lines: readonly PageLine[]): ReadonlyMap<number, number> {
  const edges = new Map<number, number>();
  for (const { page, end } of lines) edges.set(page, Math.max(edges.get(page) ?? 0, end));
  return edges;
}

/** A new paragraph: another page after a whole sentence, another column, a wider gap than lines have, or a line that ended although the next word had room. */
function startsAnew(before: PageLine, line: PageLine, edges: ReadonlyMap<number, number>): boolean {
  if (before.page !== line.page) return /[.!?:]$/.test(before.text) || !/^\p{Ll}/u.test(line.text);
  const gap = before.y - line.y;
  if (before.x - line.x > line.size * 5) return true;
  if (gap < line.size * 0.4 || gap > Math.max(before.size, line.size) * 1.75 || Math.abs(before.size - line.size) > 0.6) return true;
  const [word = ''] = line.text.split(' ', 1);
  const wordWidth = ((line.end - line.x) / line.text.length) * (word.length + 1);
  return before.end + wordWidth + before.size * 2 < (edges.get(before.page) ?? 0);
}
