import { isBag, type Json, type JsonBag, JsonNumber, writeJson } from './json-value.js';

/** Functions of property bags and JSON paths. */

/** The steps of a JSON path: names of members and indexes of elements. Null when it cannot be read. */
export function pathSteps(path: string): (string | number)[] | null {
  if (!path.startsWith('$')) return null;
  const steps: (string | number)[] = [];
  const step = /\.([^.[\]]+)|\[(-?\d+)\]|\[\s*'((?:[^'\\]|\\.)*)'\s*\]|\[\s*"((?:[^"\\]|\\.)*)"\s*\]/y;
  step.lastIndex = 1;
  while (step.lastIndex < path.length) {
    const match = step.exec(path);
    if (match === null) return null;
    const [, name, index, single, double] = match;
    if (index !== undefined) steps.push(Number(index));
    else steps.push(name ?? (single ?? double ?? '').replace(/\\(.)/g, '$1'));
  }
  return steps;
}

/** What stands at a path; undefined when nothing does. */
export function atPath(value: Json, steps: readonly (string | number)[]): Json | undefined {
  let node: Json | undefined = value;
  for (const step of steps) {
    if (typeof step === 'number') node = Array.isArray(node) ? node.at(step) : undefined;
    else node = node !== undefined && isBag(node) ? node.get(step) : undefined;
    if (node === undefined) return undefined;
  }
  return node;
}

/** A key of the bag itself, or the steps of a path that begins with $. */
function keySteps(key: string): string[] {
  const steps = /^\$[.[]/.test(key) ? pathSteps(key) : null;
  return steps?.every((step) => typeof step === 'string') ? (steps as string[]) : [key];
}

export function hasKey(bag: Json, key: string): boolean | null {
  if (!isBag(bag)) return null;
  return atPath(bag, keySteps(key)) !== undefined;
}

export function keysOf(bag: Json): Json {
  return isBag(bag) ? [...bag.keys()] : null;
}

export function mergeBags(bags: readonly Json[]): Json {
  const found = bags.filter(isBag);
  if (found.length === 0) return null;
  const merged: JsonBag = new Map();
  for (const bag of found) for (const [key, value] of bag) if (!merged.has(key)) merged.set(key, value);
  return merged;
}

function without(bag: JsonBag, [step = '', ...others]: readonly string[]): JsonBag {
  const copy = new Map(bag);
  const inner = copy.get(step);
  if (others.length === 0) copy.delete(step);
  else if (inner !== undefined && isBag(inner)) copy.set(step, without(inner, others));
  return copy;
}

export function removeKeys(bag: Json, keys: Json): Json {
  if (!isBag(bag) || !Array.isArray(keys)) return null;
  return keys.reduce<JsonBag>((rest, key) => (typeof key === 'string' ? without(rest, keySteps(key)) : rest), bag);
}

function withKey(bag: JsonBag, [step = '', ...others]: readonly string[], value: Json): JsonBag {
  const copy = new Map(bag);
  const inner = copy.get(step);
  copy.set(step, others.length === 0 ? value : withKey(inner !== undefined && isBag(inner) ? inner : new Map(), others, value));
  return copy;
}

export function setKey(bag: Json, key: string, value: Json): Json {
  return isBag(bag) ? withKey(bag, keySteps(key), value) : null;
}

export function zipBag(keys: Json, values: Json): Json {
  if (!Array.isArray(keys)) return null;
  const bag: JsonBag = new Map();
  keys.forEach((key, index) => {
    if (typeof key === 'string') bag.set(key, Array.isArray(values) ? (values[index] ?? null) : null);
  });
  return bag;
}

/** JSON with the keys of every bag in order. */
export function canonicalJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (!isBag(value)) return writeJson(value);
  const keys = [...value.keys()].sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalJson(value.get(key) ?? null)}`).join(',')}}`;
}

/** A bag without what is null, an empty string or, as Kusto has it, NaN. */
export function withoutEmpty(bag: Json): Json {
  if (!isBag(bag)) return bag;
  return new Map([...bag].filter(([, value]) => value !== null && value !== ''));
}

export function wholeNumber(value: Json): number | null {
  return value instanceof JsonNumber ? Math.trunc(value.value) : null;
}
