import { utcInstant } from '../entities/canonical.js';
import { isRecord, rawCopy } from '../parse/raw-copy.js';

/** One row of an advanced-hunting table. Columns keep the names of the table (`DeviceName`, `ActionType`, ...). */
export interface EventRow {
  /** Name of the advanced-hunting table, such as `DeviceProcessEvents`. */
  Table: string;
  /** ISO 8601 UTC with `Z`, as precise as the source. */
  Timestamp: string;
  [column: string]: unknown;
}

/** The row, or why it was refused: `line` counts from 1. */
export type ParsedEventRow = { ok: true; row: EventRow } | { ok: false; line: number; reason: string };

const COLUMNS = 500;
const TABLE_KEYS = ['Table', 'table', '$table', 'Type', 'TableName', 'SourceTable'];
const TIME_KEYS = ['Timestamp', 'timestamp', 'TimeGenerated'];

/**
 * Reads one event row: an object with a table name (`Table`, or `$table`, `Type`, `TableName`) and a time (`Timestamp`, or
 * `TimeGenerated`). A text is read as the JSON of one. Guarantees a table name of letters, digits and `_`, a valid time in
 * UTC, clean texts, and no `__proto__` column; null columns are left out. Never throws.
 */
export function parseEventRow(value: unknown, line: number): ParsedEventRow {
  const refuse = (reason: string): ParsedEventRow => ({ ok: false, line, reason });
  let record = value;
  if (typeof value === 'string') {
    try {
      record = JSON.parse(value) as unknown;
    } catch {
      return refuse('The line is not valid JSON.');
    }
  }
  if (!isRecord(record)) return refuse('The line is not a JSON object.');
  const source = record;
  if (Object.keys(source).length > COLUMNS) return refuse(`The row has more than ${COLUMNS} columns.`);
  const tableKey = TABLE_KEYS.find((key) => Object.hasOwn(source, key) && source[key] !== null);
  if (tableKey === undefined) return refuse('The row has no "Table" column that names its advanced hunting table.');
  const table = source[tableKey];
  if (typeof table !== 'string' || !/^[A-Za-z][A-Za-z0-9_]{0,127}$/.test(table)) return refuse(`The column "${tableKey}" does not hold the name of a table.`);
  const timeKey = TIME_KEYS.find((key) => Object.hasOwn(source, key) && source[key] !== null);
  if (timeKey === undefined) return refuse('The row has no "Timestamp" column.');
  const timestamp = utcTimestamp(source[timeKey]);
  if (timestamp === undefined) return refuse(`The column "${timeKey}" does not hold a date and time in ISO 8601.`);
  const row: EventRow = { Table: table, Timestamp: timestamp };
  const copy = rawCopy(source, '$', () => undefined) as Record<string, unknown>;
  for (const [column, cell] of Object.entries(copy)) {
    if (cell === null || column === tableKey || column === 'Timestamp' || column === 'Table' || column === timeKey) continue;
    row[column] = cell;
  }
  return { ok: true, row };
}

/** ISO 8601 UTC with `Z` and the digits of the source; undefined when the value is no date-time. A missing zone is UTC. */
export function utcTimestamp(value: unknown): string | undefined {
  const instant = utcInstant(value);
  if (instant === undefined || typeof value !== 'string') return undefined;
  const text = value.trim();
  const fraction = /\.(\d+)/.exec(text)?.[1];
  if (fraction === undefined || fraction.length <= 3) return instant;
  return `${instant.slice(0, 20)}${fraction.slice(0, 9)}Z`;
}

/**
 * Value of a column that holds JSON in a text, as `AdditionalFields` does: the object or list, also when the cell already is
 * one; undefined when the text is no JSON object or list.
 */
export function jsonColumn(value: unknown): Record<string, unknown> | unknown[] | undefined {
  if (isRecord(value) || Array.isArray(value)) return value;
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return undefined;
  try {
    const parsed: unknown = JSON.parse(value);
    return isRecord(parsed) || Array.isArray(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}
