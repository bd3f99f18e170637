import type { SqlValue } from '../sql-value.js';

/**
 * Where values come from, so that what is taken from them needs no detour: a member of a member is one path, and an element of a
 * list of strings needs no JSON. Known only for the very value that was made; a copy loses it and is merely slower.
 */

/** A place in a JSON document: `path` without the leading $. */
export interface JsonPlace {
  readonly base: string;
  readonly path: string;
}

const places = new WeakMap<SqlValue, JsonPlace>();
const lists = new WeakMap<SqlValue, string>();
const texts = new WeakMap<SqlValue, string>();

export function withPlace(value: SqlValue, place: JsonPlace): SqlValue {
  places.set(value, place);
  return value;
}

export function placeOf(value: SqlValue): JsonPlace | undefined {
  return places.get(value);
}

/** Notes the VARCHAR[] that a dynamic array was made from. */
export function withList(value: SqlValue, list: string): SqlValue {
  lists.set(value, list);
  return value;
}

export function listOf(value: SqlValue): string | undefined {
  return lists.get(value);
}

/** Notes the VARCHAR that a dynamic string was made from; NULL where the dynamic is. */
export function withText(value: SqlValue, text: string): SqlValue {
  texts.set(value, text);
  return value;
}

export function textOf(value: SqlValue): string | undefined {
  return texts.get(value);
}
