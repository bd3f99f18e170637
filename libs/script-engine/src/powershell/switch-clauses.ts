import { linearRegex } from '../core/linear-regex.js';
import type { Machine } from './machine.js';
import { wildcard } from './operators.js';
import { collapse, PsBlock, toBoolean, toText, Unknown, type Value } from './values.js';

/** Whether a clause of a `switch` takes an item; undefined when that cannot be told. */
export function clauseMatches(machine: Machine, mode: string, item: Value, test: Value): boolean | undefined {
  if (item instanceof Unknown) return undefined;
  if (test instanceof PsBlock) return toBoolean(collapse(machine.runBlock(test, [], item)));
  const text = toText(item);
  const pattern = toText(test);
  if (text === undefined || pattern === undefined) return undefined;
  if (mode === 'exact') return text.toLowerCase() === pattern.toLowerCase();
  return linearRegex(mode === 'wildcard' ? wildcard(pattern) : pattern, { ignoreCase: true })?.matcher(text).find();
}
