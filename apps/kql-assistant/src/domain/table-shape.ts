import type { KustoType } from '@attest/kql-engine';

/** The columns of a table as its rows have them, by name. */
export type TableShape = Record<string, KustoType>;

/** Most tables beyond those of advanced hunting, and columns of one table, that hunts see. */
export const shapeLimits = { tables: 300, columns: 1_000 } as const;

/** Widens `shape` by the columns of a row; true when it changed. Types only ever get wider, so that every row fits. */
export function widen(shape: TableShape, row: Readonly<Record<string, unknown>>): boolean {
  let changed = false;
  for (const [column, value] of Object.entries(row)) {
    if (value === null || value === undefined) continue;
    const known = Object.hasOwn(shape, column) ? shape[column] : undefined;
    if (known === undefined && Object.keys(shape).length >= shapeLimits.columns) continue;
    const type = united(known, typeOf(column, value));
    if (type === known) continue;
    shape[column] = type;
    changed = true;
  }
  return changed;
}

function typeOf(column: string, value: unknown): KustoType {
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'number':
      return Number.isSafeInteger(value) ? 'long' : 'real';
    case 'object':
      return 'dynamic';
    default:
      return column === 'Timestamp' || column === 'TimeGenerated' ? 'datetime' : 'string';
  }
}

function united(known: KustoType | undefined, next: KustoType): KustoType {
  if (known === undefined || known === next) return next;
  if (known === 'dynamic' || next === 'dynamic') return 'dynamic';
  return (known === 'real' && next === 'long') || (known === 'long' && next === 'real') ? 'real' : 'string';
}
