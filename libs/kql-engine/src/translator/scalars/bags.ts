import type { FunctionContext, ScalarFunction, SqlValue } from '../sql-value.js';
import { asDynamic, asText } from './convert.js';
import { atPath, canonicalJson, hasKey, keysOf, mergeBags, pathSteps, removeKeys, setKey, withoutEmpty, zipBag } from './native/bags.js';
import { dynamicText, readDynamic, readJson, writeDynamic, type Json } from './native/json-value.js';
import type { NativeValue } from './native/native-function.js';
import { argument, callNative, type FunctionTable, literalText, made, native, textLiteral, withCount } from './support.js';
import { typedText } from './strings.js';

/** Functions of property bags. */

const json = (value: NativeValue | undefined): Json => readDynamic((value ?? null) as string | null);

const filled = native('bag_without_empty', ['text'], 'text', (bag) => writeDynamic(withoutEmpty(json(bag))));

/** A bag of named values; with `ignoreEmpty` without those that are null or empty strings. */
export function packBag(pairs: readonly (readonly [string, SqlValue])[], ignoreEmpty: boolean): SqlValue {
  const bag = objectOf(pairs.map(([key, value]) => [textLiteral(key), value] as const));
  return ignoreEmpty ? callNative(filled, 'dynamic', [bag]) : bag;
}

function objectOf(pairs: readonly (readonly [SqlValue, SqlValue])[]): SqlValue {
  const last = new Map(pairs.map(([key, value]) => [key.sql, [key, value] as const]));
  const parts = [...last.values()].map(([key, value]) => `${key.sql}, ${asDynamic(value).sql}`);
  return made('dynamic', `json_object(${parts.join(', ')})`, pairs.flat());
}

const pack: ScalarFunction = (args, context) => {
  if (args.length % 2 !== 0) throw context.invalid('takes pairs of a key and a value');
  const pairs: [SqlValue, SqlValue][] = [];
  for (let index = 0; index < args.length; index += 2) pairs.push([asText(argument(args, index, context)), argument(args, index + 1, context)]);
  return objectOf(pairs);
};

const keyed = native('bag_has_key', ['text', 'text'], 'bool', (bag, key) => hasKey(json(bag), String(key)));
const keys = native('bag_keys', ['text'], 'text', (bag) => writeDynamic(keysOf(json(bag))));
const merged = native('bag_merge', [], 'text', (...bags) => writeDynamic(mergeBags(bags.map(json))), 'text');
const removed = native('bag_remove_keys', ['text', 'text'], 'text', (bag, list) => writeDynamic(removeKeys(json(bag), json(list))));
const set = native('bag_set_key', ['text', 'text', 'text'], 'text', (bag, key, value) => writeDynamic(setKey(json(bag), String(key), json(value))));
const zipped = native('bag_zip', ['text', 'text'], 'text', (names, values) => writeDynamic(zipBag(json(names), json(values))));
const canonical = native('dynamic_to_json', ['text'], 'text', (value) => (value === null ? '' : canonicalJson(json(value))));

const extracted = native('extract_json', ['text', 'text'], 'text', (path, text) => {
  const steps = pathSteps(String(path));
  const value = readJson(String(text));
  if (steps === null || value === undefined) return '';
  return dynamicText(atPath(value, steps) ?? null);
});

const extractJson: ScalarFunction = withCount(2, 3, (args, context: FunctionContext) => {
  const [path, text] = [asText(argument(args, 0, context)), asText(argument(args, 1, context))];
  const literal = literalText(path);
  if (literal !== undefined && pathSteps(literal) === null) throw context.unsupported('with this JSON path');
  return typedText(callNative(extracted, 'string', [path, text]), args[2], context);
});

export const bagFunctions: FunctionTable = {
  bag_pack: pack,
  pack,
  pack_dictionary: pack,
  bag_has_key: withCount(2, 2, (args, context) => callNative(keyed, 'bool', [asDynamic(argument(args, 0, context)), asText(argument(args, 1, context))])),
  bag_keys: withCount(1, 1, (args) => callNative(keys, 'dynamic', args.map(asDynamic))),
  bag_merge: withCount(1, 64, (args) => callNative(merged, 'dynamic', args.map(asDynamic))),
  bag_remove_keys: withCount(2, 2, (args) => callNative(removed, 'dynamic', args.map(asDynamic))),
  bag_set_key: withCount(3, 3, (args, context) =>
    callNative(set, 'dynamic', [asDynamic(argument(args, 0, context)), asText(argument(args, 1, context)), asDynamic(argument(args, 2, context))])),
  bag_zip: withCount(2, 2, (args) => callNative(zipped, 'dynamic', args.map(asDynamic))),
  dynamic_to_json: withCount(1, 1, (args) => callNative(canonical, 'string', args.map(asDynamic))),
  extract_json: extractJson,
  extractjson: extractJson,
};
