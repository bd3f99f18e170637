import { formatClock, formatDate, parseTime, type Zone } from './time.js';

/** A column of a result, as the server names it. */
export interface GridColumn {
  name: string;
  /** Kusto type: string, long, datetime ... */
  type: string;
}

/** A row: cells in the order of the columns. */
export type GridRow = readonly unknown[];

const numeric = new Set(['int', 'long', 'real', 'decimal']);

/** Whether values of the type are numbers. */
export function isNumeric(type: string): boolean {
  return numeric.has(type);
}

/** A cell as text, whole and exact: what is copied, exported and searched. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  return JSON.stringify(value);
}

/** A cell as it is read: times in the chosen clock, numbers with separators. */
export function cellShown(value: unknown, type: string, zone: Zone): string {
  if (type === 'datetime' && typeof value === 'string') return timeShown(value, zone);
  if (typeof value === 'number' && isNumeric(type)) return numberShown(value);
  return cellText(value);
}

/** A number as it is read. */
export function numberShown(value: number): string {
  if (Number.isInteger(value)) return value.toLocaleString('en-GB');
  const size = Math.abs(value);
  return size !== 0 && (size < 0.001 || size >= 1e15) ? String(value) : value.toLocaleString('en-GB', { maximumFractionDigits: 4 });
}

/** A value as a number, for columns and charts; undefined when it is none. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/** Cells as lines of tab-separated text, as spreadsheets paste them; a tab or line end inside a cell becomes a space. */
export function asTabText(columns: readonly GridColumn[], rows: readonly GridRow[], withHead: boolean): string {
  const lines = rows.map((row) => columns.map((_, index) => harmless(cellText(row[index]).replaceAll(/[\t\r\n]+/g, ' '))).join('\t'));
  return [...(withHead ? [columns.map(({ name }) => name.replaceAll(/[\t\r\n]+/g, ' ')).join('\t')] : []), ...lines].join('\n');
}

/** A spreadsheet runs what begins like a formula; a leading apostrophe makes it text. Numbers stay numbers. */
function harmless(text: string): string {
  return /^[=+\-@]/.test(text) && !/^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text) ? `'${text}` : text;
}

function timeShown(text: string, zone: Zone): string {
  const time = parseTime(text);
  if (time === undefined) return text;
  const fraction = /\.(\d+)/.exec(text)?.[1]?.replace(/0+$/, '').slice(0, 3) ?? '';
  return `${formatDate(time, zone)} ${formatClock(time, zone)}${fraction && `.${fraction.padEnd(3, '0')}`}`;
}
