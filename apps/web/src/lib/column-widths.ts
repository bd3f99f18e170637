import { cellShown, type GridColumn, type GridRow } from './cell-text.js';

/** Narrowest and widest a column may be drawn, in pixels. */
export const narrowest = 64;
export const widest = 1_200;

const perCharacter = 7.1;
const looked = 150;
const ordinary = 340;

/** Widths that show most of what the first rows hold, by column. */
export function columnWidths(columns: readonly GridColumn[], rows: readonly GridRow[]): number[] {
  const sample = rows.slice(0, looked);
  return columns.map(({ name, type }, index) => {
    const lengths = sample.map((row) => Math.min(90, cellShown(row[index], type, 'utc').length)).sort((a, b) => a - b);
    // One very long value must not make a column of short ones wide.
    const most = lengths[Math.floor(lengths.length * 0.95)] ?? lengths.at(-1) ?? 0;
    return clampWidth(Math.min(ordinary, Math.ceil(Math.max(most * perCharacter + 26, name.length * perCharacter + 46))));
  });
}

/** The width that shows the longest of the first rows whole. */
export function fittingWidth(column: GridColumn, index: number, rows: readonly GridRow[]): number {
  const most = rows.slice(0, 2_000).reduce((longest, row) => Math.max(longest, Math.min(400, cellShown(row[index], column.type, 'utc').length)), column.name.length + 3);
  return clampWidth(Math.ceil(most * perCharacter + 26));
}

export function clampWidth(width: number): number {
  return Math.max(narrowest, Math.min(widest, Math.round(width)));
}
