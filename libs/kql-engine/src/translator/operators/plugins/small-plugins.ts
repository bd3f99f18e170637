import { hllValues } from '../../aggregates/native-aggregates.js';
import { native, nativeSql } from '../../scalars/support.js';
import { allColumns, columnNamed, filtered, numbered, projected, type Relation } from '../../relation.js';
import { sqlName } from '../../sql-value.js';
import type { Translation } from '../../translation.js';
import { dynamicOf } from '../series/series-values.js';
import { requiredArgument, typedArgument, type PluginCall } from './plugin-call.js';

/** Plug-ins of a few lines. */

const intersection = native('hll_intersection', [], 'long', (...sketches) => {
  const [first, ...rest] = sketches.map((each) => new Set(hllValues(dynamicOf(each))));
  return BigInt([...(first ?? [])].filter((value) => rest.every((other) => other.has(value))).length);
}, 'text');

/** `evaluate dcount_intersect(hll, ...)`: how many values the first, the first two ... have in common. */
export function translateDcountIntersect(call: PluginCall, input: Relation, t: Translation): Relation {
  const scope = t.scope(input);
  const sketches = call.args.map((node) => t.expression(node, scope).sql);
  if (sketches.length < 2) throw t.invalid(call.node, 'dcount_intersect needs two sketches or more');
  const counts = sketches.map((_, index) => ({ name: `s${index}`, value: { sql: nativeSql(intersection, sketches.slice(0, index + 1)), type: 'long' as const, constant: false } }));
  return projected(scope.relation, [...allColumns(input), ...counts]);
}

/** `evaluate rows_near(condition, before, after)`: the rows that fit, and those near them. */
export function translateRowsNear(call: PluginCall, input: Relation, t: Translation): Relation {
  if (input.order.length === 0) throw t.invalid(call.node, 'rows_near needs rows in an order');
  const place = `~${t.uniqueName('o')}`;
  const scope = t.scope(numbered(input, place));
  const condition = scope.computed({ sql: t.condition(requiredArgument(call, 0, t), scope), type: 'bool', constant: false });
  const before = typedArgument(call, 1, 'long', t).sql;
  const after = call.args[2] === undefined ? before : typedArgument(call, 2, 'long', t).sql;
  const near = `coalesce(max(CASE WHEN ${condition.sql} THEN 1 ELSE 0 END) OVER (ORDER BY ${sqlName(place)} ROWS BETWEEN ${after} PRECEDING AND ${before} FOLLOWING), 0) = 1`;
  const found = scope.computed({ sql: `(${near})`, type: 'bool', constant: false });
  return projected(filtered(scope.relation, found.sql), allColumns(input));
}

/** `evaluate schema_merge()`: the schemas of several getschema as one. Columns have to agree in place and type. */
export function translateSchemaMerge(call: PluginCall, input: Relation, t: Translation): Relation {
  if (call.args.length > 0 || call.named.size > 0) throw t.unsupported(call.node, 'schema_merge with options');
  const ids = ['ColumnName', 'ColumnOrdinal', 'DataType', 'ColumnType'].map((name) => {
    const column = columnNamed(input, name);
    if (column === undefined) throw t.invalid(call.node, `schema_merge needs the column ${name}`);
    return sqlName(column.id);
  });
  const [name, ordinal, data, type] = ids as [string, string, string, string];
  const same = `(CASE WHEN count(DISTINCT ${ordinal}) > 1 OR count(DISTINCT ${type}) > 1 THEN error('schema_merge: the schemas disagree about a column') ELSE min(${ordinal}) END)`;
  const sql = `SELECT ${name} AS "n", ${same} AS "o", min(${data}) AS "d", min(${type}) AS "t" FROM (${input.sql}) GROUP BY 1`;
  const ordinalType = columnNamed(input, 'ColumnOrdinal')?.type ?? 'long';
  return projected({ sql, columns: [], order: [{ id: 'o', descending: false, nullsFirst: false }], serialized: false }, [
    { name: 'ColumnName', value: { sql: '"n"', type: 'string', constant: false } },
    { name: 'ColumnOrdinal', value: { sql: '"o"', type: ordinalType, constant: false } },
    { name: 'DataType', value: { sql: '"d"', type: 'string', constant: false } },
    { name: 'ColumnType', value: { sql: '"t"', type: 'string', constant: false } },
  ]);
}
