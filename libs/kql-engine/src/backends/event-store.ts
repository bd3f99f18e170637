import type { DuckDBConnection } from '@duckdb/node-api';
import { sqlTypeOf, nullOf } from '../translator/literals.js';
import { IdSource, type Relation } from '../translator/relation.js';
import { sqlName, sqlString, type KustoType } from '../translator/sql-value.js';
import { overlaySchema, type HuntingSchema, type HuntingTable } from '../schema/hunting-schema.js';
import type { TableSource } from '../translator/translator.js';
import type { EventInbox } from './event-inbox.js';
import { ingestion, insertSql, linesOfFile, rowsOfFile, rowsOfObjects, tableId, type RowsOf, type StoredColumn } from './event-sql.js';

/**
 * The tables of events in DuckDB. Rows come as JSON; each value is put into the type that its column has. Columns that
 * the schema does not have are left out and counted; tables that it does not have are made from their rows.
 */

/** What became of the rows of an append. */
export interface AppendResult {
  rows: number;
  /** Lines that are no JSON object or name no table. */
  invalid: number;
  /** Values left out because the table has no such column, by `Table.Column`. */
  unknownColumns: Record<string, number>;
}

/** So much text is worth the way through a file. */
const worthAFile = 64 * 1024;

/** The tables of one DuckDB database. Not for two writers at once: `append` has to be awaited before the next. */
export class EventStore {
  private readonly stored = new Map<string, readonly StoredColumn[]>();
  private hasStage = false;
  private current: HuntingSchema;

  private constructor(
    private readonly connection: DuckDBConnection,
    schema: HuntingSchema,
    private readonly inbox: EventInbox | undefined,
  ) {
    this.current = schema;
  }

  /** The store of the database of `connection`; tables that a file already has are used again. With an inbox many rows are taken in several times faster. */
  static async open(connection: DuckDBConnection, schema: HuntingSchema, inbox?: EventInbox): Promise<EventStore> {
    const store = new EventStore(connection, schema, inbox);
    await store.readCatalog();
    return store;
  }

  /** The schema with the tables that were made from rows. */
  get schema(): HuntingSchema {
    return this.current;
  }

  /** Everything that a query may name. */
  sources(range?: { from?: bigint; to?: bigint }): TableSource[] {
    return [...this.current.tables.values()].map((table) => ({ name: table.name, relation: () => this.relation(table, range) }));
  }

  /** How to read a table, or undefined when the schema has none of that name. */
  source(name: string, range?: { from?: bigint; to?: bigint }): TableSource | undefined {
    const table = this.current.tables.get(name);
    return table === undefined ? undefined : { name, relation: () => this.relation(table, range) };
  }

  /**
   * Adds rows given as JSON Lines, as text or as UTF-8. A row names its table in `Table`; where it does not, `fallbackTable` is meant. Rows of
   * unknown tables wait until `makeUnknownTables`.
   */
  async append(lines: string | Uint8Array, fallbackTable?: string): Promise<AppendResult> {
    const result: AppendResult = { rows: 0, invalid: 0, unknownColumns: {} };
    const fallback = fallbackTable === undefined ? 'NULL' : sqlString(fallbackTable);
    const large = lines.length >= worthAFile ? await this.inbox?.write(lines) : undefined;
    try {
      const source = large === undefined ? await this.parsed(lines) : `SELECT json AS j FROM ${linesOfFile(large.file, large.longestLine)}`;
      const found = await this.survey(source, fallback, result);
      const [[name, keys] = ['', new Map<string, number>()]] = found;
      const only = found.size === 1 && result.invalid === 0 ? this.current.tables.get(name) : undefined;
      // one table and nothing amiss, as files and most pages of rows are: the file is read straight into the table
      if (only !== undefined && large !== undefined && isPlain(keys)) await this.insert(only, keys, result, rowsOfFile(large.file, large.longestLine));
      else await this.sort(found, source, fallback, result);
    } finally {
      await large?.remove();
    }
    return result;
  }

  /** Lines as JSON `j` in a table of their own; null where they are none. */
  private async parsed(lines: string | Uint8Array): Promise<string> {
    const text = typeof lines === 'string' ? lines : Buffer.from(lines.buffer, lines.byteOffset, lines.byteLength).toString('utf8');
    await this.connection.run(`CREATE OR REPLACE TEMP TABLE "~parsed" AS SELECT j FROM (SELECT l, TRY_CAST(l AS JSON) AS j FROM (SELECT unnest(string_split($1, chr(10))) AS l)) WHERE j IS NOT NULL OR trim(l, chr(13) || ' ') <> ''`, [text]);
    return 'SELECT j FROM "~parsed"';
  }

  /** The tables that rows name, each with its keys and how many rows have each; counts rows. */
  private async survey(source: string, fallback: string, result: AppendResult): Promise<Map<string, Map<string, number>>> {
    const found = new Map<string, Map<string, number>>();
    const keys = `SELECT t, unnest(ks) AS k FROM (SELECT ${namedTable(fallback)} AS t, list_append(coalesce(json_keys(j), []::VARCHAR[]), NULL) AS ks FROM (${source}))`;
    // no key stands for the row itself; what is no JSON has no keys
    for (const [table, key, count] of await this.rows(`SELECT t, k, count(*) FROM (${keys}) GROUP BY t, k`)) {
      if (typeof table !== 'string' || table === '') result.invalid += key === null ? Number(count) : 0;
      else if (key === null) result.rows += Number(count);
      else {
        const own = found.get(table) ?? new Map<string, number>();
        found.set(table, own.set(String(key), Number(count)));
      }
      if (typeof table === 'string' && table !== '' && !found.has(table)) found.set(table, new Map());
    }
    return found;
  }

  private async sort(found: ReadonlyMap<string, ReadonlyMap<string, number>>, source: string, fallback: string, result: AppendResult): Promise<void> {
    await this.connection.run(`CREATE OR REPLACE TEMP TABLE "~lines" AS SELECT j, ${namedTable(fallback)} AS t FROM (${source})`);
    for (const [name, keys] of found) {
      const rows = `(SELECT j FROM "~lines" WHERE t = ${sqlString(name)})`;
      const table = this.current.tables.get(name);
      if (table === undefined) await this.stage(name);
      else await this.insert(table, keys, result, rowsOfObjects(rows));
    }
    await this.connection.run('DROP TABLE "~lines"; DROP TABLE IF EXISTS "~parsed"');
  }

  private async insert(table: HuntingTable, keys: ReadonlyMap<string, number>, result: AppendResult, rows: RowsOf): Promise<void> {
    const columns = await this.storedColumns(table);
    await this.connection.run(insertSql(table.name, columns, new Set(keys.keys()), rows));
    const known = new Set([...columns.map((column) => column.name), 'Table']);
    for (const [key, count] of keys) if (!known.has(key)) result.unknownColumns[`${table.name}.${key}`] = count;
  }

  private async stage(name: string): Promise<void> {
    if (!this.hasStage) await this.connection.run('CREATE TEMP TABLE "~stage" (t VARCHAR, j JSON)');
    this.hasStage = true;
    await this.connection.run(`INSERT INTO "~stage" SELECT t, j FROM "~lines" WHERE t = ${sqlString(name)}`);
  }

  /** Makes the tables that rows named and the schema does not have, with the types that their values have. */
  async makeUnknownTables(): Promise<void> {
    if (!this.hasStage) return;
    const shapes = await this.rows(`SELECT t, k, list(DISTINCT kind), min(place) FROM (SELECT t, k, ${kindSql('v')} AS kind, place FROM (SELECT t, k, json_extract(j, '/' || replace(replace(k, '~', '~0'), '/', '~1')) AS v, place FROM (SELECT t, j, unnest(json_keys(j)) AS k, generate_subscripts(json_keys(j), 1) AS place FROM "~stage"))) GROUP BY t, k ORDER BY t, 4, k`);
    const tables = new Map<string, { name: string; type: KustoType }[]>();
    for (const [table, key, kinds] of shapes) {
      const columns = tables.get(String(table)) ?? [];
      tables.set(String(table), columns);
      if (key !== 'Table') columns.push({ name: String(key), type: typeOfKinds(kindsOf(kinds)) });
    }
    const made = new Map([...tables].map(([name, columns]): [string, HuntingTable] => [name, { name, columns }]));
    this.current = overlaySchema(this.current, { tables: made, functions: [], columnAliases: {} }, 'extend');
    for (const table of made.values()) await this.connection.run(insertSql(table.name, await this.storedColumns(table), undefined, rowsOfObjects(`(SELECT j FROM "~stage" WHERE t = ${sqlString(table.name)})`)));
    await this.connection.run('DROP TABLE "~stage"');
    this.hasStage = false;
  }

  /** The columns of the table as DuckDB has them; makes the table where it is not there yet. */
  private async storedColumns(table: HuntingTable): Promise<readonly StoredColumn[]> {
    const known = this.stored.get(table.name);
    if (known !== undefined) return known;
    const columns = columnsOf(table);
    await this.connection.run(`CREATE TABLE IF NOT EXISTS ${sqlName(tableId(table.name))} (${[...columns, ingestion].map((column) => `${sqlName(column.id)} ${sqlTypeOf(column.type)}`).join(', ')})`);
    this.stored.set(table.name, columns);
    return columns;
  }

  private relation(table: HuntingTable, range: { from?: bigint; to?: bigint } | undefined): Relation {
    const columns = this.stored.get(table.name);
    return relationOf(columns ?? columnsOf(table), columns !== undefined, tableId(table.name), range);
  }

  private async readCatalog(): Promise<void> {
    const found = await this.rows(`SELECT table_name, list(column_name ORDER BY column_index) FROM duckdb_columns() WHERE NOT internal AND schema_name = 'main' AND starts_with(table_name, 'kql ') GROUP BY table_name`);
    for (const [id] of found) {
      const table = this.current.tables.get(String(id).slice(4));
      if (table !== undefined) this.stored.set(table.name, columnsOf(table));
    }
  }

  private async rows(sql: string): Promise<unknown[][]> {
    return (await this.connection.runAndReadAll(sql)).getRows() as unknown[][];
  }
}

/**
 * How a query reads a table of a store in another thread: of its rows when `stored`, of none otherwise. The store must have
 * been opened with the same columns of the table.
 */
export function tableSourceOf(table: HuntingTable, stored: boolean, range?: { from?: bigint; to?: bigint }): TableSource {
  return { name: table.name, relation: () => relationOf(columnsOf(table), stored, tableId(table.name), range) };
}

function relationOf(columns: readonly StoredColumn[], stored: boolean, id: string, range: { from?: bigint; to?: bigint } | undefined): Relation {
  const select = [...columns, ingestion].map((column) => (stored ? sqlName(column.id) : `${nullOf(column.type).sql} AS ${sqlName(column.id)}`));
  const from = stored ? `FROM ${sqlName(id)}${rangeCondition(columns, range)}` : 'WHERE false';
  const sql = `SELECT ${select.join(', ')} ${from}`;
  const condition = rangeCondition(columns, range).replace(/^ WHERE /, '');
  const scan = stored ? { scan: { sql, table: sqlName(id), conditions: condition === '' ? [] : [condition] } } : {};
  return { sql, columns, order: [], serialized: false, ingested: { id: ingestion.id, sql }, ...scan };
}

function columnsOf(table: HuntingTable): StoredColumn[] {
  const ids = new IdSource([ingestion.id]);
  return table.columns.map((column) => ({ ...column, id: ids.next(column.name) }));
}

function rangeCondition(columns: readonly StoredColumn[], range: { from?: bigint; to?: bigint } | undefined): string {
  const time = columns.find((column) => column.type === 'datetime' && (column.name === 'Timestamp' || column.name === 'TimeGenerated'));
  if (time === undefined || range === undefined) return '';
  const parts = [range.from === undefined ? undefined : `${sqlName(time.id)} >= ${range.from}`, range.to === undefined ? undefined : `${sqlName(time.id)} < ${range.to}`];
  const condition = parts.filter((part) => part !== undefined).join(' AND ');
  return condition === '' ? '' : ` WHERE ${condition}`;
}

/** The table that a row `j` names; null for what is no object. */
function namedTable(fallback: string): string {
  return `CASE WHEN starts_with(CAST(j AS VARCHAR), '{') OR json_type(j) = 'OBJECT' THEN coalesce(j->>'$.Table', ${fallback}) END`;
}

/** DuckDB's names know no case: keys that differ in nothing else cannot be columns of one read. */
function isPlain(keys: ReadonlyMap<string, number>): boolean {
  return new Set([...keys.keys()].map((key) => key.toLowerCase())).size === keys.size;
}

/** What kind of value a JSON value is, for the type of a column that is made from its values. */
function kindSql(value: string): string {
  return `CASE json_type(${value}) WHEN 'VARCHAR' THEN CASE WHEN regexp_full_match(${value}->>'$', '[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?)?') THEN 'datetime' WHEN ${value}->>'$' = '' THEN 'empty' ELSE 'string' END
    WHEN 'BIGINT' THEN 'long' WHEN 'UBIGINT' THEN 'long' WHEN 'HUGEINT' THEN 'real' WHEN 'DOUBLE' THEN 'real' WHEN 'BOOLEAN' THEN 'bool' WHEN 'NULL' THEN 'empty' ELSE 'dynamic' END`;
}

function kindsOf(list: unknown): string[] {
  const { items } = list as { items?: readonly unknown[] };
  return (items ?? (list as readonly unknown[])).map(String);
}

function typeOfKinds(kinds: readonly string[]): KustoType {
  const known = new Set(kinds.filter((kind) => kind !== 'empty'));
  if (known.size === 0) return 'string';
  if (known.size === 1) return [...known][0] as KustoType;
  if (known.size === 2 && known.has('long') && known.has('real')) return 'real';
  if (known.has('dynamic') || (!known.has('string') && !known.has('datetime'))) return 'dynamic';
  return 'string';
}
