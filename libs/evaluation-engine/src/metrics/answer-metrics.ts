/** Rows of an answer: what a query gave, or what the right one would give. */
export interface AnswerRows {
  columns: readonly { name: string }[];
  rows: readonly (readonly unknown[])[];
}

function cellText(cell: unknown): string {
  if (typeof cell === 'number') return cell.toPrecision(6);
  if (cell !== null && typeof cell === 'object') return Array.isArray(cell) ? `[${cell.map(cellText).sort().join(',')}]` : JSON.stringify(cell);
  return String(cell ?? '');
}

/**
 * Execution accuracy of one question: whether every column of `gold` has one of `ours` with the same cells in the same rows,
 * whatever it is called and in whatever order the rows are. More columns of ours are no fault. Numbers agree to six digits;
 * columns named in `ignored` are left out of `gold`.
 */
export function sameAnswer(gold: AnswerRows, ours: AnswerRows, ignored: readonly string[] = []): boolean {
  if (gold.rows.length !== ours.rows.length) return false;
  const column = (result: AnswerRows, index: number): string[] => result.rows.map((row) => cellText(row[index]));
  const sorted = (cells: readonly string[]): string => [...cells].sort().join('\u0001');
  const ourColumns = ours.columns.map(({ name }, index) => ({ name, cells: column(ours, index), free: true }));
  const chosen: [string[], string[]][] = [];
  for (const [index, { name }] of gold.columns.entries()) {
    if (ignored.includes(name)) continue;
    const cells = column(gold, index);
    const fits = ourColumns.filter((each) => each.free && sorted(each.cells) === sorted(cells));
    const match = fits.find((each) => each.name === name) ?? fits[0];
    if (match === undefined) return false;
    match.free = false;
    chosen.push([cells, match.cells]);
  }
  const lines = (side: 0 | 1): string => gold.rows.map((_, row) => chosen.map((pair) => pair[side][row]).join('\u0001')).sort().join('\u0002');
  return lines(0) === lines(1);
}

/** Rows as objects, as a case holds them, with the columns any of them has. */
export function answerOf(records: readonly Record<string, unknown>[]): AnswerRows {
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  return { columns: names.map((name) => ({ name })), rows: records.map((record) => names.map((name) => record[name] ?? null)) };
}
