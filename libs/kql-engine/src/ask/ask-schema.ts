import { readFileSync } from 'node:fs';
import { shippedSchema, type HuntingSchema } from '../schema/hunting-schema.js';
import type { KustoType } from '../translator/sql-value.js';

/** Tables and columns a question may be answered from. */
export interface AskSchema {
  tables: ReadonlyMap<string, ReadonlyMap<string, KustoType>>;
  /** Enumerated values by table and column. */
  values: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;
  /** The schema that queries are checked against. */
  hunting: HuntingSchema;
}

/** Enumerated values as data: by table, then by column. */
export type ValueCatalogue = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** What questions may be answered from: a schema, and the values its columns are known to hold. Values of columns that the schema lacks are left out. */
export function askSchemaOf(hunting: HuntingSchema, catalogue: ValueCatalogue = {}): AskSchema {
  const tables = new Map([...hunting.tables.values()].map(({ name, columns }): [string, ReadonlyMap<string, KustoType>] => [name, new Map(columns.map((column) => [column.name, column.type]))]));
  const values = new Map<string, ReadonlyMap<string, readonly string[]>>();
  for (const [table, own] of Object.entries(catalogue)) {
    const known = tables.get(table);
    if (known !== undefined) values.set(table, new Map(Object.entries(own).filter(([column]) => known.has(column))));
  }
  return { tables, values, hunting };
}

/** The enumerated values that ship with the product. */
export function shippedValues(): ValueCatalogue {
  return JSON.parse(readFileSync(new URL('../schema/data/advanced-hunting-values.json', import.meta.url), 'utf8')) as ValueCatalogue;
}

let shipped: AskSchema | undefined;

/** The schema that comes with the product: 64 advanced-hunting tables and their enumerated values. Always the same object. */
export function shippedAskSchema(): AskSchema {
  shipped ??= askSchemaOf(shippedSchema(), shippedValues());
  return shipped;
}

/** The column that says when a row happened, where the table has one. */
export function timeColumnOf(schema: AskSchema, table: string): string | undefined {
  const columns = schema.tables.get(table);
  return ['Timestamp', 'TimeGenerated', 'LastSeenTime'].find((name) => columns?.get(name) === 'datetime');
}
