import { utcTimestamp } from '../events/event-row.js';
import { textOf } from '../entities/canonical.js';
import { isRecord } from '../parse/raw-copy.js';

/** A row or entity of Microsoft Sentinel. */
export type SentinelRecord = Record<string, unknown>;

/** First value that is there under one of the names; names are compared exactly, then without case. */
export function column(record: SentinelRecord, ...names: string[]): unknown {
  for (const name of names) {
    if (Object.hasOwn(record, name) && !isBlank(record[name])) return record[name];
  }
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  for (const [key, value] of Object.entries(record)) if (wanted.has(key.toLowerCase()) && !isBlank(value)) return value;
  return undefined;
}

function isBlank(value: unknown): boolean {
  return value === null || value === undefined || value === '';
}

/** Text of a column; undefined for placeholders. */
export function textColumn(record: SentinelRecord, ...names: string[]): string | undefined {
  return textOf(column(record, ...names));
}

/** Value of a column that is JSON in a text, or is an object or list already; `broken` is told when the text is no JSON. */
export function jsonOf(value: unknown, broken?: () => void): unknown {
  if (typeof value !== 'string') return value;
  const text = value.trim();
  if (text === '') return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'string' && /^\s*[[{]/.test(parsed) ? jsonOf(parsed, broken) : parsed;
  } catch {
    broken?.();
    return undefined;
  }
}

/** Texts of a column that holds a list, JSON of one, or texts separated by commas. */
export function listColumn(record: SentinelRecord, ...names: string[]): string[] {
  const value = column(record, ...names);
  if (typeof value === 'string' && !/^\s*\[/.test(value)) return value.split(/[,;]/).map(textOf).filter((text) => text !== undefined);
  const list = jsonOf(value);
  return Array.isArray(list) ? list.map(textOf).filter((text) => text !== undefined) : [];
}

/** Object of a column; undefined when it is none. */
export function objectColumn(record: SentinelRecord, ...names: string[]): SentinelRecord | undefined {
  const value = jsonOf(column(record, ...names));
  return isRecord(value) ? value : undefined;
}

/** Number of a column, also from text. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/** ISO 8601 UTC of a time as Log Analytics (`2024-06-26T15:49:16.7842679Z`) or the portal (`6/26/2024, 3:49:16.784 PM`) writes it. */
export function timeOf(value: unknown): string | undefined {
  const text = typeof value === 'string' ? value.trim() : undefined;
  if (text === undefined) return undefined;
  const portal = /^(\d{1,2})\/(\d{1,2})\/(\d{4}),? (\d{1,2}):(\d\d):(\d\d)(\.\d+)? ?([AP]M)?$/i.exec(text);
  if (!portal) return utcTimestamp(text);
  const [, month = '', day = '', year = '', hour = '', minute = '', second = '', fraction = '', half = ''] = portal;
  const hours = half === '' ? Number(hour) : (Number(hour) % 12) + (half.toUpperCase() === 'PM' ? 12 : 0);
  return utcTimestamp(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T${String(hours).padStart(2, '0')}:${minute}:${second}${fraction}Z`);
}
