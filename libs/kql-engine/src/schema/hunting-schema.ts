import { readFileSync } from 'node:fs';
import type { HuntColumn } from '../backends/hunt-backend.js';
import { KqlError, KqlErrorCode } from '../kql.error.js';
import type { KustoType } from '../translator/sql-value.js';
import { enrichmentFunctions } from './enrichment-functions.js';

/** A table that queries may name. `retired` is a name that the product no longer has but published queries use. */
export interface HuntingTable {
  readonly name: string;
  readonly columns: readonly HuntColumn[];
  readonly retired?: boolean;
}

/** A function that queries may call by name: its parameter list and its body in KQL, as `.create function` takes them. */
export interface HuntingFunction {
  readonly name: string;
  readonly parameters: string;
  readonly body: string;
  /** The body only tells the shape of the result; the engine carries the function out itself. */
  readonly enrichment?: boolean;
}

/**
 * What a query may name. Plain data: it may be sent to a worker thread. Treat it as frozen; what is derived from it is
 * remembered by identity.
 */
export interface HuntingSchema {
  readonly tables: ReadonlyMap<string, HuntingTable>;
  readonly functions: readonly HuntingFunction[];
  /** Other spellings of a column (key) and the spelling the table has (value), by table or for every table under `*`. */
  readonly columnAliases: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Tables as data: a table's columns as a record of types, of `{type}` objects, or as a list in order. */
export type SchemaDefinition = Readonly<Record<string, Readonly<Record<string, string | { readonly type: string }>> | readonly { readonly name: string; readonly type: string }[]>>;

interface SchemaMeta {
  table_status?: Record<string, string>;
  column_aliases?: Record<string, Record<string, string>>;
}

let shipped: HuntingSchema | undefined;

/** The advanced-hunting schema that ships with Attest: 64 tables. Read on first use; always the same object. */
export function shippedSchema(): HuntingSchema {
  if (shipped === undefined) {
    const meta = readData('advanced-hunting-schema.meta.json') as SchemaMeta;
    const { tables } = schemaFromDefinition(readData('advanced-hunting-schema.json') as SchemaDefinition);
    const marked = [...tables.values()].map((table) => (meta.table_status?.[table.name] === 'retired-name' ? { ...table, retired: true } : table));
    shipped = { tables: new Map(marked.map((table) => [table.name, table])), functions: enrichmentFunctions, columnAliases: meta.column_aliases ?? {} };
  }
  return shipped;
}

/** A file of `src/schema/data`, which the build copies beside the compiled code. */
export function readData(file: string): unknown {
  return JSON.parse(readFileSync(new URL(`./data/${file}`, import.meta.url), 'utf8'));
}

/** A schema with nothing in it. */
export const emptySchema: HuntingSchema = { tables: new Map(), functions: [], columnAliases: {} };

/**
 * A schema of the given tables and no functions.
 * @throws KqlError (Invalid) for a type that Kusto does not have, or for a name that is empty or holds control characters.
 */
export function schemaFromDefinition(definition: SchemaDefinition): HuntingSchema {
  const tables = new Map<string, HuntingTable>();
  for (const [name, columns] of Object.entries(definition)) {
    const listed = Array.isArray(columns) ? (columns as readonly { name: string; type: string }[]) : Object.entries(columns).map(([column, of]) => ({ name: column, type: typeOf(of) }));
    const unique = new Map(listed.map((column) => [validName(column.name), { name: column.name, type: kustoTypeNamed(column.type, `${name}.${column.name}`) }]));
    tables.set(validName(name), { name, columns: [...unique.values()] });
  }
  return { tables, functions: [], columnAliases: {} };
}

/**
 * `base` with what `over` adds. A table that both have gets the columns of `over` when `mode` is `replace` (the tenant's
 * own schema is the truth), and its own with those of `over` added or retyped when it is `extend` (a data file has a
 * few columns more).
 */
export function overlaySchema(base: HuntingSchema, over: HuntingSchema, mode: 'replace' | 'extend' = 'replace'): HuntingSchema {
  const tables = new Map(base.tables);
  for (const table of over.tables.values()) {
    const known = tables.get(table.name);
    tables.set(table.name, known === undefined || mode === 'replace' ? table : { ...known, columns: merged(known.columns, table.columns) });
  }
  const functions = new Map([...base.functions, ...over.functions].map((each) => [each.name, each]));
  const columnAliases: Record<string, Record<string, string>> = {};
  for (const source of [base.columnAliases, over.columnAliases]) {
    for (const [table, aliases] of Object.entries(source)) columnAliases[table] = { ...columnAliases[table], ...aliases };
  }
  return { tables, functions: [...functions.values()], columnAliases };
}

/** The spelling that `table` has for `name`: `name` itself, or the column it is an alias of; undefined when there is neither. */
export function columnNamed(schema: HuntingSchema, table: string, name: string): HuntColumn | undefined {
  const columns = schema.tables.get(table)?.columns;
  if (columns === undefined) return undefined;
  const spelled = columns.find((column) => column.name === name);
  if (spelled !== undefined) return spelled;
  const alias = schema.columnAliases[table]?.[name] ?? schema.columnAliases['*']?.[name];
  return alias === undefined ? undefined : columns.find((column) => column.name === alias);
}

function merged(base: readonly HuntColumn[], over: readonly HuntColumn[]): HuntColumn[] {
  const columns = new Map([...base, ...over].map((column) => [column.name, column]));
  return [...columns.values()];
}

function typeOf(of: unknown): string {
  return typeof of === 'string' ? of : String((of as { type?: unknown } | null)?.type);
}

function validName(name: string): string {
  if (typeof name !== 'string' || name === '' || name.length > 1024 || /[\u0000-\u001f\u007f]/.test(name)) throw new KqlError(KqlErrorCode.Invalid, `The schema has a name that is empty, too long or holds control characters: ${JSON.stringify(String(name).slice(0, 40))}.`);
  return name;
}

const typeNames: ReadonlyMap<string, KustoType> = new Map<string, KustoType>([
  ...(['bool', 'int', 'long', 'real', 'decimal', 'string', 'datetime', 'timespan', 'dynamic', 'guid'] as const).map((type) => [type, type] as const),
  ['boolean', 'bool'], ['int32', 'int'], ['int64', 'long'], ['double', 'real'], ['float', 'real'], ['single', 'real'], ['sqldecimal', 'decimal'],
  ['date', 'datetime'], ['time', 'timespan'], ['object', 'dynamic'], ['json', 'dynamic'], ['uuid', 'guid'], ['uniqueid', 'guid'],
  ['sbyte', 'bool'],
]);

/** The Kusto type of that name, in Kusto's own words and those of .NET that its services answer with, in any case and with `System.` before it. */
export function kustoTypeOf(name: string): KustoType | undefined {
  return typeNames.get(name.toLowerCase().replace(/^system\.(data\.sqltypes\.)?/, ''));
}

function kustoTypeNamed(name: string, column: string): KustoType {
  const type = kustoTypeOf(name);
  if (type === undefined) throw new KqlError(KqlErrorCode.Invalid, `The schema gives ${column} the type "${name}", which Kusto does not have.`);
  return type;
}
