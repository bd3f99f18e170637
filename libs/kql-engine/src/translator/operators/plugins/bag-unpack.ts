import { convert } from '../../scalars/convert.js';
import { isBag, JsonNumber, readDynamic, type Json } from '../../scalars/native/json-value.js';
import { native, nativeSql } from '../../scalars/support.js';
import { member } from '../../scalars/dynamic.js';
import { columnValue, projected, type NamedValue, type Relation } from '../../relation.js';
import type { KustoType, SqlValue } from '../../sql-value.js';
import { textOf } from '../../syntax.js';
import type { Translation } from '../../translation.js';
import { argumentOf, givenSchema, probed, requiredArgument, type PluginCall } from './plugin-call.js';

/** `evaluate bag_unpack(column)`: a column for each property of the bags. */

function typeName(value: Json): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'string';
  if (value instanceof JsonNumber) return value.integer ? 'long' : 'real';
  return 'dynamic';
}

/** The properties of a bag with their types, as text that SQL can split. */
const propertyTypes = native('property_types', ['text'], 'text', (text) => {
  const value = readDynamic(typeof text === 'string' ? text : null);
  return isBag(value) ? JSON.stringify([...value].map(([key, item]) => [key, typeName(item)])) : null;
});

/** One type for all values of a property: different kinds of numbers are real, other mixtures stay dynamic. */
function commonType(types: ReadonlySet<string>): KustoType {
  const known = [...types].filter((type) => type !== '');
  if (known.length === 1) return known[0] as KustoType;
  return known.length > 1 && known.every((type) => type === 'long' || type === 'real') ? 'real' : 'dynamic';
}

interface Property {
  readonly key: string;
  readonly type: KustoType;
}

/** The properties of all rows in the order of their names. */
function propertiesOf(bag: SqlValue, source: Relation, call: PluginCall, t: Translation): Property[] {
  const pairs = `SELECT unnest(CAST(CAST(${nativeSql(propertyTypes, [bag.sql])} AS JSON) AS JSON[])) AS p FROM (${source.sql})`;
  const rows = probed(`SELECT DISTINCT json_extract_string(p, '$[0]'), json_extract_string(p, '$[1]') FROM (${pairs}) ORDER BY 1, 2`, call, t);
  const types = new Map<string, Set<string>>();
  for (const [key, type] of rows) {
    if (key === null || key === undefined) continue;
    const known = types.get(key) ?? new Set();
    types.set(key, known.add(type ?? ''));
  }
  return [...types].map(([key, known]) => ({ key, type: commonType(known) })).sort((left, right) => (left.key < right.key ? -1 : 1));
}

type Conflict = 'error' | 'replace_source' | 'keep_source';

function conflictOption(call: PluginCall, t: Translation): Conflict {
  const node = argumentOf(call, 2, 'columnsConflict');
  const value = node === undefined ? 'error' : t.constant(node, 'The option columnsConflict');
  if (value !== 'error' && value !== 'replace_source' && value !== 'keep_source') throw t.invalid(call.node, `bag_unpack has no option columnsConflict = ${String(value)}`);
  return value;
}

function ignoredProperties(call: PluginCall, t: Translation): Set<string> {
  const node = argumentOf(call, 3, 'ignoredProperties');
  const value = node === undefined ? [] : t.constant(node, 'The option ignoredProperties');
  if (!Array.isArray(value)) throw t.invalid(call.node, 'The option ignoredProperties has to be an array');
  return new Set(value.map(String));
}

/** Translates bag_unpack. */
export function translateBagUnpack(call: PluginCall, input: Relation, t: Translation): Relation {
  const scope = t.scope(input);
  const bag = t.expression(requiredArgument(call, 0, t), scope);
  if (bag.type !== 'dynamic') throw t.invalid(call.node, 'bag_unpack needs a column of bags');
  const prefixNode = argumentOf(call, 1, 'OutputColumnPrefix');
  const prefix = prefixNode === undefined ? '' : String(t.constant(prefixNode, 'The prefix'));
  const kept = input.columns.filter((column) => columnValue(column).sql !== bag.sql).map((column): NamedValue => ({ name: column.name, value: columnValue(column) }));
  const schema = givenSchema(call, t);
  const value = (key: string, type: KustoType): SqlValue => convert(member(bag, key), type);
  if (schema !== undefined) {
    const own = schema.columns.map((column): NamedValue => {
      const source = kept.find((each) => each.name === column.name);
      if (source !== undefined && !schema.keepsInput) return { name: column.name, value: convert(source.value, column.type) };
      const key = column.name.startsWith(prefix) ? column.name.slice(prefix.length) : column.name;
      return { name: column.name, value: value(key, column.type) };
    });
    return projected(scope.relation, [...(schema.keepsInput ? kept : []), ...own]);
  }
  const conflict = conflictOption(call, t);
  const ignored = ignoredProperties(call, t);
  const result = [...kept];
  for (const { key, type } of propertiesOf(bag, scope.relation, call, t)) {
    if (ignored.has(key)) continue;
    const name = `${prefix}${key}`;
    const at = result.findIndex((each) => each.name === name);
    if (at !== -1 && conflict === 'error') throw t.invalid(call.node, `bag_unpack: ${textOf(call.args[0]).trim()} has a property ${key}, and there is a column of that name`);
    if (at === -1) result.push({ name, value: value(key, type) });
    else if (conflict === 'replace_source') result[at] = { name, value: value(key, type) };
  }
  return projected(scope.relation, result);
}
