import { SecurityModelError, SecurityModelErrorCode } from '../security-model.error.js';
import { isRecord } from '../parse/raw-copy.js';
import type { ParseWarning } from '../warning.js';
import { column, textColumn, timeOf, type SentinelRecord } from './columns.js';

/** A row and its JSON path in the input. */
export interface SentinelRow {
  record: SentinelRecord;
  path: string;
}

/** The rows of the two tables of an export. */
export interface SentinelRows {
  incidents: SentinelRow[];
  alerts: SentinelRow[];
}

/**
 * Finds the rows of an export: `{SecurityIncident: [...], SecurityAlert: [...]}`, a list of rows, `{value: [...]}`, or the
 * answer of the Log Analytics query API `{tables: [{name, columns, rows}]}`. A row that names no table is told by its columns.
 */
export function sentinelRows(value: unknown, warnings: ParseWarning[]): SentinelRows {
  const rows: SentinelRows = { incidents: [], alerts: [] };
  if (Array.isArray(value)) addAll(value, '$', undefined, rows, warnings);
  else if (isRecord(value)) {
    for (const [name, part] of Object.entries(value)) {
      const path = `$.${name.slice(0, 60)}`;
      if (Array.isArray(part) && name === 'tables') addTables(part, rows, warnings);
      else if (Array.isArray(part) && (name === 'value' || tableOf(name) !== undefined)) addAll(part, path, tableOf(name), rows, warnings);
      else if (isRecord(part) && tableOf(name) !== undefined) addAll([part], path, tableOf(name), rows, warnings);
    }
    if (rows.incidents.length + rows.alerts.length === 0 && tableOfRow(value) !== undefined) addAll([value], '$', undefined, rows, warnings);
  } else {
    throw new SecurityModelError(SecurityModelErrorCode.NotAnObject, '$', 'A Sentinel export must be an object or a list of rows.');
  }
  if (rows.incidents.length === 0) {
    throw new SecurityModelError(SecurityModelErrorCode.NoSentinelIncident, '$', 'The export holds no SecurityIncident row; export the SecurityIncident and the SecurityAlert table together.');
  }
  return rows;
}

type Table = keyof SentinelRows;

function tableOf(name: unknown): Table | undefined {
  const text = typeof name === 'string' ? name.toLowerCase().replace(/[^a-z]/g, '') : '';
  if (/^securityincidents?$/.test(text)) return 'incidents';
  return /^securityalerts?$/.test(text) ? 'alerts' : undefined;
}

function tableOfRow(row: SentinelRecord): Table | undefined {
  for (const name of ['Type', 'Table', '$table', 'TableName']) {
    const table = tableOf(column(row, name));
    if (table !== undefined) return table;
  }
  if (column(row, 'SystemAlertId', 'VendorOriginalId') !== undefined) return 'alerts';
  return column(row, 'IncidentNumber', 'IncidentName', 'ProviderIncidentId') === undefined ? undefined : 'incidents';
}

function addAll(list: readonly unknown[], path: string, table: Table | undefined, rows: SentinelRows, warnings: ParseWarning[]): void {
  list.forEach((item: unknown, index) => {
    const at = `${path}[${index}]`;
    const target = isRecord(item) ? (table ?? tableOfRow(item)) : undefined;
    if (isRecord(item) && target !== undefined) rows[target].push({ record: item, path: at });
    else warnings.push({ path: at, message: 'The row belongs neither to SecurityIncident nor to SecurityAlert and was left out.' });
  });
}

function addTables(tables: readonly unknown[], rows: SentinelRows, warnings: ParseWarning[]): void {
  tables.forEach((table: unknown, number) => {
    if (!isRecord(table) || !Array.isArray(table['columns']) || !Array.isArray(table['rows'])) return;
    const names = table['columns'].map((entry: unknown) => (isRecord(entry) ? String(entry['name']) : String(entry)));
    const list = table['rows'].map((cells: unknown) =>
      Array.isArray(cells) ? Object.fromEntries(names.map((name, index): [string, unknown] => [name, cells[index]])) : cells,
    );
    addAll(list, `$.tables[${number}].rows`, tableOf(table['name']), rows, warnings);
  });
}

/** The newest row of each group, in the order the groups first occur; by `LastModifiedTime`, then `TimeGenerated`, then position. */
export function newestRows(rows: readonly SentinelRow[], groupOf: (row: SentinelRow) => string): SentinelRow[] {
  const newest = new Map<string, SentinelRow>();
  for (const row of rows) {
    const group = groupOf(row);
    const known = newest.get(group);
    if (known === undefined || age(row) >= age(known)) newest.set(group, row);
  }
  return [...newest.values()];
}

function age(row: SentinelRow): string {
  const modified = timeOf(column(row.record, 'LastModifiedTime')) ?? '';
  const generated = timeOf(column(row.record, 'TimeGenerated')) ?? '';
  return `${modified || generated}|${generated}`;
}

/** Group of a SecurityIncident row: all rows of one incident share it. */
export function incidentGroup(row: SentinelRow): string {
  const workspace = textColumn(row.record, 'TenantId', 'WorkspaceId') ?? '';
  return `${workspace}|${textColumn(row.record, 'IncidentNumber') ?? textColumn(row.record, 'IncidentName') ?? textColumn(row.record, 'ProviderIncidentId') ?? row.path}`;
}
