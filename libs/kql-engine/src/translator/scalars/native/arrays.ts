import { isBag, type Json, jsonIdentity, JsonNumber, longJson, realJson } from './json-value.js';

/** Functions of dynamic arrays. What is no array gives null. */

/** Distinct elements in their first order. */
export function distinct(items: readonly Json[]): Json[] {
  const seen = new Map<string, Json>();
  for (const item of items) {
    const key = jsonIdentity(item);
    if (!seen.has(key)) seen.set(key, item);
  }
  return [...seen.values()];
}

export function union(sets: readonly Json[]): Json {
  const arrays = sets.filter(Array.isArray);
  return arrays.length === 0 ? null : distinct(arrays.flat());
}

export function intersection([first, ...others]: readonly Json[]): Json {
  if (!Array.isArray(first) || !others.every(Array.isArray)) return null;
  const sets = others.map((other) => new Set((other as Json[]).map(jsonIdentity)));
  return distinct(first).filter((item) => sets.every((set) => set.has(jsonIdentity(item))));
}

export function difference([first, ...others]: readonly Json[]): Json {
  if (!Array.isArray(first)) return null;
  const taken = new Set(others.flatMap((other) => (Array.isArray(other) ? other.map(jsonIdentity) : [])));
  return distinct(first).filter((item) => !taken.has(jsonIdentity(item)));
}

export function sameSet(left: Json, right: Json): boolean | null {
  if (!Array.isArray(left) || !Array.isArray(right)) return null;
  const [a, b] = [new Set(left.map(jsonIdentity)), new Set(right.map(jsonIdentity))];
  return a.size === b.size && [...a].every((item) => b.has(item));
}

export function jaccard(left: Json, right: Json): number | null {
  if (!Array.isArray(left) || !Array.isArray(right)) return null;
  const [a, b] = [new Set(left.map(jsonIdentity)), new Set(right.map(jsonIdentity))];
  const shared = [...a].filter((item) => b.has(item)).length;
  return shared / (a.size + b.size - shared);
}

function truth(value: Json): boolean | null {
  if (typeof value === 'boolean') return value;
  return value instanceof JsonNumber ? value.value !== 0 : null;
}

/** Element by element one of two values; a scalar stands for every element. */
export function arrayIff(conditions: Json, yes: Json, no: Json): Json {
  if (!Array.isArray(conditions)) return null;
  const pick = (from: Json, index: number): Json => (Array.isArray(from) ? (from[index] ?? null) : from);
  return conditions.map((item, index) => {
    const chosen = truth(item);
    if (chosen === null) return null;
    return pick(chosen ? yes : no, index);
  });
}

export function arrayIndexOf(array: Json, value: Json, start: number, length: number, occurrence: number): bigint | null {
  if (!Array.isArray(array) || length < -1 || occurrence < 1) return null;
  const from = start < 0 ? Math.max(array.length + start, 0) : start;
  const end = length === -1 ? array.length : Math.min(from + length, array.length);
  const sought = jsonIdentity(value);
  let seen = 0;
  for (let index = from; index < end; index += 1) {
    if (jsonIdentity(array[index] ?? null) !== sought) continue;
    seen += 1;
    if (seen === occurrence) return BigInt(index);
  }
  return -1n;
}

export function rotateLeft(array: Json, count: number): Json {
  if (!Array.isArray(array) || array.length === 0) return Array.isArray(array) ? array : null;
  const by = ((count % array.length) + array.length) % array.length;
  return [...array.slice(by), ...array.slice(0, by)];
}

export function shiftLeft(array: Json, count: number, fill: Json): Json {
  if (!Array.isArray(array)) return null;
  return array.map((_, index) => {
    const from = index + count;
    return from < 0 || from >= array.length ? fill : (array[from] ?? null);
  });
}

/** The elements from `start` to `end`, both included; negative ones count from the end. */
export function slice(array: Json, start: number, end: number): Json {
  if (!Array.isArray(array)) return null;
  const first = start < 0 ? Math.max(array.length + start, 0) : start;
  const last = end < 0 ? array.length + end : end;
  return array.slice(first, Math.max(last + 1, first));
}

/** Cuts an array before each of the indexes. */
export function splitAt(array: Json, indexes: Json): Json {
  if (!Array.isArray(array)) return null;
  const wanted = (Array.isArray(indexes) ? indexes : [indexes]).flatMap((item) => (item instanceof JsonNumber ? [Math.trunc(item.value)] : []));
  const cuts = wanted.map((index) => Math.min(Math.max(index < 0 ? array.length + index : index, 0), array.length));
  const pieces: Json[] = [];
  let from = 0;
  for (const cut of cuts) {
    const to = Math.max(cut, from);
    pieces.push(array.slice(from, to));
    from = to;
  }
  return [...pieces, array.slice(from)];
}

export function sum(array: Json): number | null {
  if (!Array.isArray(array)) return null;
  let total = 0;
  for (const item of array) {
    if (!(item instanceof JsonNumber)) return null;
    total += item.value;
  }
  return total;
}

function rank(value: Json): number {
  if (value instanceof JsonNumber) return 0;
  if (typeof value === 'string') return 1;
  return 2;
}

function compare(left: Json, right: Json): number {
  const difference = rank(left) - rank(right);
  if (difference !== 0) return difference;
  if (left instanceof JsonNumber && right instanceof JsonNumber) {
    if (left.integer && right.integer) {
      const [a, b] = [BigInt(left.text), BigInt(right.text)];
      return a < b ? -1 : Number(a > b);
    }
    return left.value - right.value;
  }
  const [a, b] = [typeof left === 'string' ? left : jsonIdentity(left), typeof right === 'string' ? right : jsonIdentity(right)];
  return a < b ? -1 : Number(a > b);
}

/** Sorts the first array and brings the others into the same order; shorter ones are filled with null. */
export function sortArrays(arrays: readonly Json[], descending: boolean, nullsLast: boolean): Json[] {
  const [first] = arrays;
  if (!Array.isArray(first)) return arrays.map(() => null);
  const order = first.map((_, index) => index).sort((i, j) => {
    const [left = null, right = null] = [first[i], first[j]];
    if (left === null || right === null) {
      if (left === right) return i - j;
      return (left === null) === nullsLast ? 1 : -1;
    }
    return (descending ? -compare(left, right) : compare(left, right)) || i - j;
  });
  return arrays.map((array) => (Array.isArray(array) ? order.map((index) => array[index] ?? null) : null));
}

export function zip(arrays: readonly Json[]): Json {
  const lists = arrays.map((array) => (Array.isArray(array) ? array : [array]));
  const length = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length }, (_, index) => lists.map((list) => list[index] ?? null));
}

const mostElements = 1_048_576;

/** The whole numbers from `start` to `stop`; at most 1,048,576 of them. */
export function longRange(start: bigint, stop: bigint, step: bigint): bigint[] | null {
  if (step === 0n) return null;
  const items: bigint[] = [];
  for (let at = start; (step > 0n ? at <= stop : at >= stop) && items.length < mostElements; at += step) items.push(at);
  return items;
}

export function realRange(start: number, stop: number, step: number): Json {
  if (step === 0 || !Number.isFinite(start) || !Number.isFinite(stop) || !Number.isFinite(step)) return null;
  const items: Json[] = [];
  for (let at = start; (step > 0 ? at <= stop : at >= stop) && items.length < mostElements; at += step) items.push(realJson(at));
  return items;
}

export function repeated(value: Json, count: number): Json {
  return Array.from({ length: Math.min(Math.max(count, 0), mostElements) }, () => value);
}

export function arrayOfLongs(items: readonly bigint[] | null): Json {
  return items === null ? null : items.map((item) => longJson(item));
}

/** Every path of a value, with [0] for the elements of an array. */
export function treePath(value: Json): Json {
  if (!isBag(value) && !Array.isArray(value)) return null;
  const paths: string[] = [];
  const seen = new Set<string>();
  const walk = (node: Json, at: string): void => {
    if (at !== '' && !seen.has(at)) {
      seen.add(at);
      paths.push(at);
    }
    if (Array.isArray(node)) for (const item of node) walk(item, `${at}[0]`);
    else if (isBag(node)) for (const [key, item] of node) walk(item, `${at}['${key}']`);
  };
  walk(value, '');
  return paths;
}
