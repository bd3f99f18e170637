import { nullOf, sqlTypeOf } from '../translator/literals.js';
import { sqlName, sqlString, unixEpochTicks, type KustoType } from '../translator/sql-value.js';

/** The SQL that puts rows of JSON into the tables of events. */

/** A column of a table of events in DuckDB. */
export interface StoredColumn {
  readonly name: string;
  readonly type: KustoType;
  readonly id: string;
}

/** When a row came in: a hidden column behind those of the schema, for ingestion_time(). */
export const ingestion = { name: '', type: 'datetime' as const, id: '~ingested' };

/** DuckDB's names know no case and its catalog has names of its own: tables of events stand under a prefix. */
export function tableId(name: string): string {
  return `kql ${name}`;
}

/**
 * Takes rows in. `rowsOf` gives SQL with the values of columns, found once in the JSON of each row. `keys` are those that
 * rows have: tables are wide and rows are not, so columns that no row has are not looked for.
 */
export function insertSql(table: string, columns: readonly StoredColumn[], keys: ReadonlySet<string> | undefined, rowsOf: RowsOf): string {
  const has = (column: StoredColumn): boolean => keys?.has(column.name) !== false;
  const present = columns.filter(has);
  const rows = rowsOf(present.length === 0 ? columns.slice(0, 1) : present);
  const values = columns.map((column) => (has(column) ? typedSql(rows.value(column), column.type) : nullOf(column.type).sql));
  const names = [...columns, ingestion].map((column) => sqlName(column.id));
  return `INSERT INTO ${sqlName(tableId(table))} (${names.join(', ')}) SELECT ${values.join(', ')}, epoch_us(now()) * 10 + ${unixEpochTicks} FROM (${rows.sql})`;
}

/** Rows with the values of columns: dynamic ones as JSON, all others as text. */
export type RowsOf = (columns: readonly StoredColumn[]) => { readonly sql: string; readonly value: (column: StoredColumn) => string };

const rawType = (column: StoredColumn): string => (column.type === 'dynamic' ? 'JSON' : 'VARCHAR');

/** Rows of a source of JSON objects `j`. */
export function rowsOfObjects(source: string): RowsOf {
  return (columns) => {
    const shape = JSON.stringify(Object.fromEntries(columns.map((column) => [column.name, rawType(column)])));
    return { sql: `SELECT json_transform(j, ${sqlString(shape)}) AS s FROM ${source}`, value: ({ name }) => `s[${sqlString(name)}]` };
  };
}

/** Rows of a file of JSON Lines; no line may be anything but an object. DuckDB reads it with all its threads. */
export function rowsOfFile(file: string, longestLine: number): RowsOf {
  return (columns) => {
    const shape = columns.map((column) => `${sqlString(column.name)}: '${rawType(column)}'`);
    const sql = `SELECT * FROM read_json(${sqlString(file)}, columns = {${shape.join(', ')}}, ${readOptions(longestLine)})`;
    return { sql, value: ({ name }) => sqlName(name) };
  };
}

/** Every line of a file as JSON `json`, null where it is none. */
export function linesOfFile(file: string, longestLine: number): string {
  return `read_ndjson_objects(${sqlString(file)}, ${readOptions(longestLine).replace("format = 'newline_delimited', ", '')})`;
}

/** Buffers are made for the longest line, for each thread. */
function readOptions(longestLine: number): string {
  return `format = 'newline_delimited', ignore_errors = true, maximum_object_size = ${Math.max(4 * 1024 * 1024, longestLine + 2)}`;
}

function typedSql(value: string, type: KustoType): string {
  switch (type) {
    case 'string':
      return `coalesce(${value}, '')`;
    case 'dynamic':
      return `CASE WHEN json_type(${value}) = 'VARCHAR' AND regexp_matches(${value}->>'$', '^\\s*[\\[{]') AND json_valid(${value}->>'$') THEN json(${value}->>'$') WHEN json_type(${value}) = 'NULL' THEN NULL ELSE ${value} END`;
    case 'datetime':
      return `kql_datetime_text(coalesce(${value}, ''))`;
    case 'timespan':
      return `kql_timespan_text(coalesce(${value}, ''))`;
    case 'bool':
      return `CASE lower(${value}) WHEN 'true' THEN true WHEN '1' THEN true WHEN 'false' THEN false WHEN '0' THEN false END`;
    case 'guid':
      return `lower(nullif(${value}, ''))`;
    default:
      return `TRY_CAST(nullif(${value}, '') AS ${sqlTypeOf(type)})`;
  }
}
