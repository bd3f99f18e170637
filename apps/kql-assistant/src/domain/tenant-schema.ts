import { columnNamed, overlaySchema, schemaFromDefinition, shippedSchema, type HuntingSchema, type SchemaDefinition } from '@attest/kql-engine/hosting';
import type { TableShape } from './table-shape.js';

/** What a tenant's tables have beyond those of advanced hunting: plain data, for worker threads. `key` tells two apart. */
export interface TenantTables {
  key: string;
  definition: SchemaDefinition;
}

/** Nothing beyond advanced hunting. */
export const emptyTables: TenantTables = { key: '{}', definition: {} };

/** The tables and columns of a tenant that advanced hunting does not have. Where it has one, its type stands. */
export function tenantTables(shapes: ReadonlyMap<string, TableShape>): TenantTables {
  const definition: Record<string, TableShape> = {};
  for (const [table, columns] of [...shapes].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const added = Object.entries(columns).filter(([column]) => columnNamed(shippedSchema(), table, column) === undefined);
    if (added.length > 0) definition[table] = Object.fromEntries(added);
  }
  return { key: JSON.stringify(definition), definition };
}

const known = new Map<string, HuntingSchema>();
const mostKnown = 50;

/** The schema of a tenant. The same object for the same tables: what is derived from a schema is remembered by identity. */
export function schemaOf({ key, definition }: TenantTables): HuntingSchema {
  let schema = known.get(key);
  if (schema === undefined) {
    schema = overlaySchema(shippedSchema(), schemaFromDefinition(definition), 'extend');
    if (known.size >= mostKnown) known.clear();
    known.set(key, schema);
  }
  return schema;
}
