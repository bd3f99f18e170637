import { cellText, isNumeric, type GridColumn, type GridRow } from './cell-text.js';

/** A condition on one column. */
export interface ColumnFilter {
  column: number;
  op: 'contains' | 'is' | 'isNot';
  text: string;
}

/** How a result is looked at: which rows, and in which order. The rows themselves stay as they came. */
export interface GridView {
  text: string;
  filters: readonly ColumnFilter[];
  sort?: { column: number; descending: boolean };
}

export const plainView: GridView = { text: '', filters: [] };

/** Numbers of the rows in view, in the order of the view. Rows that are equal keep the order of the result; empty cells come last. */
export function rowsInView(rows: readonly GridRow[], columns: readonly GridColumn[], view: GridView): number[] {
  const kept = filtered(rows, view);
  const { sort } = view;
  const column = sort && columns[sort.column];
  if (!sort || !column) return kept;
  const keys = rows.length === kept.length ? rows.map((row) => sortKey(row[sort.column], column.type)) : keysOf(rows, kept, sort.column, column.type);
  const sign = sort.descending ? -1 : 1;
  return kept.sort((a, b) => {
    const first = keys[a];
    const second = keys[b];
    if (first === second) return a - b;
    if (first === undefined) return 1;
    if (second === undefined) return -1;
    return first < second ? -sign : first > second ? sign : a - b;
  });
}

/** The view after a press on the head of a column: up, down, as it came. */
export function nextSort(sort: GridView['sort'], column: number): GridView['sort'] {
  if (sort?.column !== column) return { column, descending: false };
  return sort.descending ? undefined : { column, descending: true };
}

/** The view with one more condition; an earlier one of the same kind on the same column gives way. An empty `contains` takes it away. */
export function withFilter(view: GridView, filter: ColumnFilter): GridView {
  const others = view.filters.filter(({ column, op, text }) => column !== filter.column || (op === filter.op ? op === 'isNot' && text !== filter.text : op === 'isNot'));
  return { ...view, filters: filter.op === 'contains' && filter.text === '' ? others : [...others, filter] };
}

/** True when rows are hidden by conditions. */
export function isFilteredView(view: GridView): boolean {
  return view.text.trim() !== '' || view.filters.length > 0;
}

function filtered(rows: readonly GridRow[], view: GridView): number[] {
  const wanted = view.text.trim().toLowerCase();
  const tests = view.filters.map(testOf);
  const kept: number[] = [];
  rows.forEach((row, index) => {
    if (tests.every((test) => test(row)) && (wanted === '' || row.some((cell) => cellText(cell).toLowerCase().includes(wanted)))) kept.push(index);
  });
  return kept;
}

function testOf({ column, op, text }: ColumnFilter): (row: GridRow) => boolean {
  if (op === 'is') return (row) => cellText(row[column]) === text;
  if (op === 'isNot') return (row) => cellText(row[column]) !== text;
  const wanted = text.toLowerCase();
  return (row) => cellText(row[column]).toLowerCase().includes(wanted);
}

function keysOf(rows: readonly GridRow[], kept: readonly number[], column: number, type: string): (string | number | bigint | undefined)[] {
  const keys: (string | number | bigint | undefined)[] = [];
  for (const index of kept) keys[index] = sortKey(rows[index]?.[column], type);
  return keys;
}

/** Times are written so that their text sorts; whole numbers too long for a double come as text. */
function sortKey(value: unknown, type: string): string | number | bigint | undefined {
  if (value === null || value === undefined || value === '') return undefined;
  if (isNumeric(type)) {
    if (typeof value === 'number') return Number.isNaN(value) ? undefined : value;
    if (typeof value === 'string') return /^-?\d+$/.test(value) ? BigInt(value) : Number.isNaN(Number(value)) ? undefined : Number(value);
  }
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (type === 'timespan' && typeof value === 'string') return ticksOf(value) ?? value;
  return type === 'datetime' ? cellText(value) : cellText(value).toLowerCase();
}

function ticksOf(text: string): number | undefined {
  const [, sign, days = '0', hours, minutes, seconds, fraction = ''] = /^(-?)(?:(\d+)\.)?(\d+):(\d+):(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (hours === undefined) return undefined;
  const whole = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds) + Number(`0.${fraction || '0'}`);
  return sign === '-' ? -whole : whole;
}
