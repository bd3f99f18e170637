/** A line and what became of it. */
export interface DiffLine {
  kind: 'same' | 'added' | 'removed';
  text: string;
}

/** Cells of the table of common lines; what is larger is told as taken away and added whole. */
const mostCells = 4_000_000;

/**
 * The lines of two texts in one list: a longest common sequence stays, what is before it and not after is removed, the other way
 * round added. Beyond 2,000 differing lines a side, about, the middle is given as removed and added whole.
 */
export function diffLines(before: readonly string[], after: readonly string[]): DiffLine[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (end < before.length - start && end < after.length - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  const same = (lines: readonly string[]): DiffLine[] => lines.map((text) => ({ kind: 'same', text }));
  const middle = between(before.slice(start, before.length - end), after.slice(start, after.length - end));
  return [...same(before.slice(0, start)), ...middle, ...same(before.slice(before.length - end))];
}

function between(before: readonly string[], after: readonly string[]): DiffLine[] {
  const removed = (lines: readonly string[]): DiffLine[] => lines.map((text) => ({ kind: 'removed', text }));
  const added = (lines: readonly string[]): DiffLine[] => lines.map((text) => ({ kind: 'added', text }));
  if (before.length === 0 || after.length === 0 || before.length * after.length > mostCells) return [...removed(before), ...added(after)];
  const width = after.length + 1;
  const common = new Uint16Array((before.length + 1) * width);
  const at = (row: number, column: number): number => common[row * width + column] ?? 0;
  for (let row = before.length - 1; row >= 0; row--) {
    for (let column = after.length - 1; column >= 0; column--) {
      common[row * width + column] = before[row] === after[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const lines: DiffLine[] = [];
  let row = 0;
  let column = 0;
  while (row < before.length && column < after.length) {
    const [left = '', right = ''] = [before[row], after[column]];
    if (left === right) {
      lines.push({ kind: 'same', text: left });
      row++;
      column++;
    } else if (at(row + 1, column) >= at(row, column + 1)) {
      lines.push({ kind: 'removed', text: left });
      row++;
    } else {
      lines.push({ kind: 'added', text: right });
      column++;
    }
  }
  return [...lines, ...removed(before.slice(row)), ...added(after.slice(column))];
}
