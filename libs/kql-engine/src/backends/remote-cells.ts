import { kustoTypeOf } from '../schema/hunting-schema.js';
import type { KustoType } from '../translator/sql-value.js';
import type { HuntCell, HuntColumn, HuntRequest } from './hunt-backend.js';

/** A column as a service names its type; what it does not name is dynamic. */
export function remoteColumn(name: unknown, type: unknown): HuntColumn {
  return { name: String(name ?? ''), type: kustoTypeOf(String(type ?? '')) ?? 'dynamic' };
}

/** A cell of a service's JSON in the form of {@link HuntCell}. */
export function remoteCell(value: unknown, type: KustoType): HuntCell {
  if (value === null || value === undefined) return type === 'string' ? '' : null;
  switch (type) {
    case 'bool':
      return typeof value === 'boolean' ? value : typeof value === 'number' ? value !== 0 : /^(true|1)$/i.test(String(value));
    case 'int':
    case 'long':
      return wholeNumber(value);
    case 'real':
    case 'decimal':
      return typeof value === 'number' ? value : Number.isFinite(Number(value)) && String(value).trim() !== '' ? Number(value) : String(value);
    case 'datetime':
      return instant(String(value));
    case 'dynamic':
      return dynamicValue(value);
    default:
      return typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value);
  }
}

function wholeNumber(value: unknown): HuntCell {
  if (typeof value === 'number') return value;
  const text = String(value);
  return Number.isSafeInteger(Number(text)) && text.trim() !== '' ? Number(text) : text;
}

/** ISO 8601 in UTC with seven digits of a second. */
function instant(text: string): string {
  const parts = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.(\d+))?(Z|[+-]\d\d:?\d\d)?$/i.exec(text.trim());
  if (parts === null) return text;
  const [, day, time, fraction = '', zone = 'Z'] = parts as unknown as [string, string, string, string | undefined, string | undefined];
  const seconds = time.length === 5 ? `${time}:00` : time;
  const digits = fraction.padEnd(7, '0').slice(0, 7);
  if (zone.toUpperCase() === 'Z') return `${day}T${seconds}.${digits}Z`;
  const shifted = Date.parse(`${day}T${seconds}${zone}`);
  return Number.isNaN(shifted) ? text : `${new Date(shifted).toISOString().slice(0, 19)}.${digits}Z`;
}

/** Some services send dynamic values as JSON, some as the text of it. */
function dynamicValue(value: unknown): HuntCell {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value as HuntCell;
  try {
    return JSON.parse(value) as HuntCell;
  } catch {
    return value;
  }
}

/** At most `maxRows` of `rows`, and whether there were more. */
export function cappedRows<T>(rows: readonly T[], request: HuntRequest, most: number): { rows: readonly T[]; truncated: boolean } {
  const limit = Math.min(request.maxRows ?? most, most);
  return { rows: rows.slice(0, limit), truncated: rows.length > limit || rows.length >= most };
}
