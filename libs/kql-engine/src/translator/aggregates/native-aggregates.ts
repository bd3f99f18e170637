import { isBag, type Json, type JsonBag, JsonNumber, readDynamic, writeJson } from '../scalars/native/json-value.js';
import type { NativeValue } from '../scalars/native/native-function.js';
import { native } from '../scalars/support.js';

/** What aggregates do with the rows of a group once SQL has put them into one JSON array. */

function arrayOf(text: NativeValue | undefined): Json[] {
  const value = readDynamic(typeof text === 'string' ? text : null);
  return Array.isArray(value) ? value : [];
}

/** The place, from 1, of the first of the ordered weights with which at least `percent` of all weight is reached. */
export const weightedRank = native('weighted_rank', ['text', 'real'], 'long', (weights, percent) => {
  const all = arrayOf(weights).map((each) => (each instanceof JsonNumber ? each.value : 0));
  if (all.length === 0) return null;
  const wanted = (Number(percent) * all.reduce((sum, each) => sum + each, 0)) / 100;
  let reached = 0;
  for (const [index, weight] of all.entries()) {
    reached += weight;
    if (reached >= wanted) return BigInt(index + 1);
  }
  return BigInt(all.length);
});

/** The different elements of an array, in the order of first appearance. Elements that are arrays count with their own elements. */
export const distinctElements = native('distinct_elements', ['text', 'long'], 'text', (array, most) => {
  const seen = new Map<string, Json>();
  for (const each of arrayOf(array).flatMap((value) => (Array.isArray(value) ? value.filter((element) => element !== null) : [value]))) {
    const identity = writeJson(each);
    if (!seen.has(identity)) seen.set(identity, each);
    if (seen.size >= Number(most)) break;
  }
  return writeJson([...seen.values()]);
});

/** One bag of all bags of an array; where a key stands twice the first one counts. */
export const mergedBags = native('merged_bags', ['text', 'long'], 'text', (array, most) => {
  const merged: JsonBag = new Map();
  for (const each of arrayOf(array)) {
    if (!isBag(each)) continue;
    for (const [key, value] of each) if (!merged.has(key) && merged.size < Number(most)) merged.set(key, value);
  }
  return writeJson(merged);
});

const hllKey = '$hll';
const tdigestKey = '$tdigest';

/**
 * Sketches hold everything they stand for, so that what is read out of them is exact: an hll the different values, a
 * t-digest the values with their weights.
 */
export function mergeSketches(sketches: readonly Json[]): Json {
  const values = new Map<string, Json>();
  const weights = new Map<number, number>();
  let kind: string | undefined;
  for (const sketch of sketches) {
    if (!isBag(sketch)) continue;
    for (const each of listAt(sketch, hllKey)) values.set(writeJson(each), each);
    for (const [value, weight] of pairsOf(sketch)) weights.set(value, (weights.get(value) ?? 0) + weight);
    kind ??= [...sketch.keys()][0];
  }
  if (kind === hllKey) return new Map([[hllKey, [...values.values()]]]);
  if (kind !== tdigestKey) return null;
  const pairs = [...weights].sort(([left], [right]) => left - right);
  return new Map([[tdigestKey, pairs.map(([value, weight]) => [realNumber(value), realNumber(weight)])]]);
}

function realNumber(value: number): JsonNumber {
  return new JsonNumber(String(value));
}

function listAt(sketch: JsonBag, key: string): Json[] {
  const list = sketch.get(key);
  return Array.isArray(list) ? list : [];
}

/** The values of a t-digest in order, each with its weight. */
export function pairsOf(sketch: Json): [number, number][] {
  if (!isBag(sketch)) return [];
  return listAt(sketch, tdigestKey).flatMap((pair): [number, number][] => {
    const [value, weight] = Array.isArray(pair) ? pair : [];
    return value instanceof JsonNumber && weight instanceof JsonNumber ? [[value.value, weight.value]] : [];
  });
}

/** How many different values an hll stands for; undefined when it is none. */
export function hllSize(sketch: Json): number | undefined {
  return isBag(sketch) && sketch.has(hllKey) ? listAt(sketch, hllKey).length : undefined;
}

/** The different values of an hll, each as text. */
export function hllValues(sketch: Json): string[] {
  return isBag(sketch) ? listAt(sketch, hllKey).map(writeJson) : [];
}

export function isTdigest(sketch: Json): boolean {
  return isBag(sketch) && sketch.has(tdigestKey);
}

export const mergedSketches = native('merged_sketches', ['text'], 'text', (array) => {
  const merged = mergeSketches(arrayOf(array));
  return merged === null ? null : writeJson(merged);
});

/** What buildschema has seen at one place: simple types, and the schemas of bags and of the elements of arrays. */
interface Seen {
  readonly simple: Set<string>;
  bag?: Map<string, Seen>;
  elements?: Seen;
}

function nothingSeen(): Seen {
  return { simple: new Set() };
}

function look(value: Json, seen: Seen): void {
  if (value === null) return;
  if (Array.isArray(value)) {
    seen.elements ??= nothingSeen();
    for (const each of value) look(each, seen.elements);
  } else if (isBag(value)) {
    seen.bag ??= new Map();
    for (const [key, item] of value) {
      const below = seen.bag.get(key) ?? nothingSeen();
      seen.bag.set(key, below);
      look(item, below);
    }
  } else {
    seen.simple.add(simpleType(value));
  }
}

function simpleType(value: boolean | string | JsonNumber): string {
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'string';
  return value.integer ? 'long' : 'double';
}

function schemaJson(seen: Seen): Json {
  const kinds: Json[] = [...seen.simple];
  const bag: JsonBag = new Map([...(seen.bag ?? [])].map(([key, below]) => [key, schemaJson(below)]));
  if (seen.elements !== undefined) bag.set('`indexer`', schemaJson(seen.elements));
  if (seen.bag !== undefined || seen.elements !== undefined) kinds.push(bag);
  return kinds.length === 1 ? (kinds[0] ?? null) : kinds;
}

/** The schema that all values of an array fit, as buildschema() shows it. */
export const schemaOf = native('schema_of', ['text'], 'text', (array) => {
  const values = arrayOf(array);
  if (values.length === 0) return null;
  const seen = nothingSeen();
  for (const value of values) look(value, seen);
  return writeJson(schemaJson(seen));
});

