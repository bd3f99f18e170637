/** A line of a text and the offset of its first character. */
export interface CodeLine {
  text: string;
  start: number;
}

/** The lines of a text, whichever way they end. */
export function linesOf(text: string): CodeLine[] {
  const lines: CodeLine[] = [];
  let start = 0;
  for (const match of text.matchAll(/\r\n|\n|\r/g)) {
    lines.push({ text: text.slice(start, match.index), start });
    start = match.index + match[0].length;
  }
  lines.push({ text: text.slice(start), start });
  return lines;
}

/** Number, from 1, of the line that holds an offset. */
export function lineAt(lines: readonly CodeLine[], offset: number): number {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lines[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low + 1;
}

/** A stretch of `most` of `length` things, from its beginning unless `wanted` (from 0) would lie outside it. */
export function windowAround(length: number, most: number, wanted: number | undefined): { from: number; to: number } {
  const from = wanted === undefined || wanted < most ? 0 : Math.max(0, Math.min(wanted - Math.floor(most / 3), length - most));
  return { from, to: Math.min(length, from + most) };
}

/** Two stretches, where the first cuts the second; undefined when they do not meet. */
export function overlap(a: { start: number; end: number }, b: { start: number; end: number }): { start: number; end: number } | undefined {
  const start = Math.max(a.start, b.start);
  const end = Math.min(a.end, b.end);
  return start < end ? { start, end } : undefined;
}
