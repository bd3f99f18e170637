import { type SqlValue, sqlString } from '../sql-value.js';
import { asDynamic, asLong, asText } from './convert.js';
import { type JsonPlace, listOf, placeOf, withPlace, withText } from './origins.js';
import { literalInteger, made, nullOf, once } from './support.js';

/** Access to the members and elements of dynamic values. Missing ones are null. */

/** Macros behind member access. */
export const dynamicMacros: readonly string[] = [
  `kql_member(x, k) AS CASE WHEN json_type(x) = 'OBJECT' THEN kql_json_null(json_extract(x, '/' || replace(replace(k, '~', '~0'), '/', '~1'))) ELSE NULL END`,
  `kql_element(x, i) AS CASE WHEN json_type(x) = 'ARRAY' THEN kql_json_null(json_extract(x, i)) ELSE NULL END`,
];

function at(place: JsonPlace, from: readonly SqlValue[]): SqlValue {
  return withPlace(made('dynamic', `kql_json_null(json_extract(${place.base}, ${sqlString(`$${place.path}`)}))`, from), place);
}

/** `value.name` and `value["name"]`. */
export function member(value: SqlValue, name: string): SqlValue {
  const bag = asDynamic(value);
  if (bag.literal === null) return nullOf('dynamic');
  // a quoted * is a wildcard all the same
  if (/["\\*\0]/.test(name) || name === '') return made('dynamic', once(bag.sql, (x) => `kql_member(${x}, ${sqlString(name)})`), [value]);
  const place = placeOf(bag);
  return at({ base: place?.base ?? bag.sql, path: `${place?.path ?? ''}."${name}"` }, [value]);
}

/** `value[index]`: an element counted from 0, or from the end when negative, or a member when the index is a string. */
export function element(value: SqlValue, index: SqlValue): SqlValue {
  if (index.type === 'string') {
    if (typeof index.literal === 'string') return member(value, index.literal);
    return made('dynamic', once(asDynamic(value).sql, (x) => `kql_member(${x}, ${index.sql})`), [value, index]);
  }
  if (index.type === 'dynamic') {
    const sql = once(asDynamic(value).sql, (x) =>
      `CASE WHEN json_type(${x}) = 'OBJECT' THEN kql_member(${x}, ${asText(index).sql}) ELSE kql_element(${x}, ${asLong(index).sql}) END`);
    return made('dynamic', sql, [value, index]);
  }
  const list = listOf(value);
  if (list !== undefined) {
    const place = asLong(index).sql;
    const text = `(${list})[${place} + (CASE WHEN ${place} < 0 THEN 0 ELSE 1 END)]`;
    return withText(made('dynamic', `to_json(${text})`, [value, index]), text);
  }
  const literal = literalInteger(index);
  const bag = asDynamic(value);
  if (literal === undefined) return made('dynamic', once(bag.sql, (x) => `kql_element(${x}, ${asLong(index).sql})`), [value, index]);
  const place = placeOf(bag);
  return at({ base: place?.base ?? bag.sql, path: `${place?.path ?? ''}[${literal < 0 ? '#' : ''}${literal}]` }, [value, index]);
}
