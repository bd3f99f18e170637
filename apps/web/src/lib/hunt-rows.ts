import type { GridRow } from './cell-text.js';

/** A stretch of the rows of a result, as it arrives. */
export interface RowBatch {
  from: number;
  rows: readonly unknown[];
}

/** The rows after a batch. A batch that came before, as after a lost connection, changes nothing; one that leaves a gap is refused. */
export function withBatch(rows: readonly GridRow[], batch: RowBatch): readonly GridRow[] | undefined {
  if (batch.from > rows.length || batch.from < 0) return undefined;
  const fresh = batch.rows.slice(rows.length - batch.from);
  return fresh.length === 0 ? rows : rows.concat(fresh.map((row) => (Array.isArray(row) ? (row as GridRow) : [row])));
}
