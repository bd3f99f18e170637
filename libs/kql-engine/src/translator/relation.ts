import { sqlName, type KustoType, type SqlValue } from './sql-value.js';

/**
 * A tabular expression in SQL. KQL names tell upper from lower case and DuckDB's do not, so every column has an `id`
 * besides its name: the SQL name, unique in the relation without regard to case. Work with ids in SQL, with names
 * towards the user.
 */
export interface Relation {
  /** A complete SELECT whose output columns are the ids of `columns` and of `order`. Stands as `(sql)` in FROM. */
  readonly sql: string;
  readonly columns: readonly RelationColumn[];
  /**
   * The order of the rows, first key first; empty when nothing is known. A key may be no column of `columns`: it is
   * carried along hidden, so every operator that keeps rows has to select `carried(relation)` too.
   */
  readonly order: readonly SortKey[];
  /** Whether the query asked for an order (sort, top, serialize, range ...), so that prev, next and row_number may be used. */
  readonly serialized: boolean;
  /** The hidden column that tells when a row came in, where the rows are still those of one table. Read it by `ingestedId`. */
  readonly ingested?: { readonly id: string; readonly sql: string };
  /** The table and the conditions, while the rows are those of one stored table and only filtered. Read it by `selectedRows`. */
  readonly scan?: { readonly sql: string; readonly table: string; readonly conditions: readonly string[] };
  /** What make-graph made: then there are no rows, only what graph operators read. */
  readonly graph?: Graph;
}

/** A property graph, with the type of the keys of its nodes. Each part is SQL with its columns and hidden ones: see make-graph. */
export interface Graph {
  readonly nodes: { readonly sql: string; readonly columns: readonly RelationColumn[] };
  readonly edges: { readonly sql: string; readonly columns: readonly RelationColumn[] };
  readonly key: KustoType;
}

/** A column of a relation. */
export interface RelationColumn {
  readonly name: string;
  readonly type: KustoType;
  /** The SQL name, not quoted. */
  readonly id: string;
}

/** One key of an order. */
export interface SortKey {
  readonly id: string;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

/** An output column to be computed: its name and its value. */
export interface NamedValue {
  readonly name: string;
  readonly value: SqlValue;
}

/** One row without columns: what operators at the head of a query work on. Known by its identity. */
export const unitRelation: Relation = { sql: 'SELECT 1 AS "~"', columns: [], order: [], serialized: false };

/** The column as a value, with a table alias before it where there is one. */
export function columnValue(column: RelationColumn, alias?: string): SqlValue {
  return { sql: alias === undefined ? sqlName(column.id) : `${alias}.${sqlName(column.id)}`, type: column.type, constant: false };
}

/** The column of that name, in exactly that case. */
export function columnNamed(relation: Relation, name: string): RelationColumn | undefined {
  return relation.columns.find((column) => column.name === name);
}

/** The ids of the order keys that are no columns. */
export function carried(relation: Relation): string[] {
  const visible = new Set(relation.columns.map((column) => column.id));
  return [...new Set(relation.order.map((key) => key.id))].filter((id) => !visible.has(id));
}

/** `ORDER BY ...` for the order of the relation, or '' when it has none. */
export function orderBy(relation: Pick<Relation, 'order'>, alias?: string): string {
  if (relation.order.length === 0) return '';
  const keys = relation.order.map((key) => `${alias === undefined ? '' : `${alias}.`}${sqlName(key.id)} ${key.descending ? 'DESC' : 'ASC'} NULLS ${key.nullsFirst ? 'FIRST' : 'LAST'}`);
  return `ORDER BY ${keys.join(', ')}`;
}

/** Gives out ids that differ without regard to case from each other and from those taken. */
export class IdSource {
  private readonly taken = new Set<string>();

  constructor(taken: Iterable<string> = []) {
    for (const id of taken) this.taken.add(id.toLowerCase());
  }

  /** An id for a column of that name: the name itself where it is free. */
  next(name: string): string {
    const base = name === '' ? '_' : name.replaceAll('\0', '_');
    let id = base;
    for (let n = 1; this.taken.has(id.toLowerCase()); n += 1) id = `${base}~${n}`;
    this.taken.add(id.toLowerCase());
    return id;
  }
}

/**
 * The relation with exactly these columns, computed row by row from `source`. Keeps the order: the keys are carried
 * along hidden where they are none of the new columns.
 */
export function projected(source: Relation, items: readonly NamedValue[], where?: string): Relation {
  const ingested = ingestedId(source);
  const ids = new IdSource([...source.order.map((key) => key.id), ...(ingested === undefined ? [] : [ingested])]);
  const columns: RelationColumn[] = [];
  const select: string[] = [];
  const bare = new Map<string, string>();
  const keyIds = new Set(source.order.map((key) => key.id));
  for (const { name, value } of items) {
    const own = [...keyIds].find((id) => value.sql === sqlName(id) && id === name && !bare.has(id));
    const id = own ?? ids.next(name);
    if (own !== undefined) bare.set(own, id);
    columns.push({ name, type: value.type, id });
    select.push(value.sql === sqlName(id) ? value.sql : `${value.sql} AS ${sqlName(id)}`);
  }
  for (const id of keyIds) if (!bare.has(id)) select.push(sqlName(id));
  if (ingested !== undefined) select.push(sqlName(ingested));
  const condition = where === undefined ? '' : ` WHERE ${where}`;
  const sql = `SELECT ${select.length === 0 ? '1 AS "~"' : select.join(', ')} FROM (${source.sql})${condition}`;
  return { sql, columns, order: source.order, serialized: source.serialized, ...stillIngested(source, sql) };
}

/** The id of the hidden column with the time at which rows came in, if the SQL of the relation still has it. */
export function ingestedId(relation: Relation): string | undefined {
  return relation.ingested?.sql === relation.sql ? relation.ingested.id : undefined;
}

/** For a relation made from `source` that still selects the hidden column of ingestion: says so. */
export function stillIngested(source: Relation, sql: string): Pick<Relation, 'ingested'> {
  const id = ingestedId(source);
  return { ingested: id === undefined ? undefined : { id, sql } };
}

/** The relation restricted to the rows for which the SQL condition is true. */
export function filtered(source: Relation, condition: string): Relation {
  const sql = `SELECT * FROM (${source.sql}) WHERE ${condition}`;
  const { scan } = source;
  const still = scan?.sql === source.sql ? { scan: { sql, table: scan.table, conditions: [...scan.conditions, condition] } } : {};
  return { ...source, sql, ...stillIngested(source, sql), ...still };
}

/** From so many columns on it pays to find the rows first and to read their columns then. */
const manyColumns = 8;

/** SQL of the rows of a relation that is the result: in two steps where a wide table is only filtered. */
export function selectedRows(relation: Relation): string {
  const { scan } = relation;
  if (scan?.sql !== relation.sql || scan.conditions.length === 0 || relation.columns.length < manyColumns) return `(${relation.sql})`;
  return `${scan.table} WHERE rowid IN (SELECT rowid FROM ${scan.table} WHERE ${scan.conditions.map((condition) => `(${condition})`).join(' AND ')})`;
}

/** All columns of the relation as named values, for `projected`. */
export function allColumns(source: Relation): NamedValue[] {
  return source.columns.map((column) => ({ name: column.name, value: columnValue(column) }));
}

/** `source` with the columns added, or replaced where a column has that name already (in its old place, as extend does). */
export function extended(source: Relation, items: readonly NamedValue[]): Relation {
  if (items.length === 0) return source;
  const result = allColumns(source);
  for (const item of items) {
    const at = result.findIndex((each) => each.name === item.name);
    if (at === -1) result.push(item);
    else result[at] = item;
  }
  return projected(source, result);
}

/**
 * The relation with the order turned into one hidden BIGINT column, for work that needs the place of a row as one
 * value. The relation keeps its order by that column. Without a known order the place is arbitrary but stable.
 */
export function numbered(source: Relation, id: string): Relation {
  const sql = `SELECT *, row_number() OVER (${orderBy(source)}) AS ${sqlName(id)} FROM (${source.sql})`;
  return { ...source, sql, order: [{ id, descending: false, nullsFirst: false }] };
}
