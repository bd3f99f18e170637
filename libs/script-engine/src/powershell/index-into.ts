import type { Node } from './ast.js';
import type { Machine } from './machine.js';
import { hasUnknown, PsChar, PsHash, PsObject, toList, toNumber, toText, Unknown, type Value } from './values.js';

/** The item or items of a value at an index or a list of them; a symbol when that cannot be told. Throws BudgetExceeded. */
export function indexInto(machine: Machine, target: Value, index: Value, link: Node): Value {
  if (target instanceof PsHash) return target.entries.get((toText(index) ?? '').toLowerCase())?.value ?? null;
  if (target instanceof Unknown || hasUnknown(index)) return machine.symbol(link, target instanceof Unknown && target.remote);
  const text = typeof target === 'string' ? target : undefined;
  const list = text === undefined ? (target instanceof PsObject ? target.items : toList(target)) : undefined;
  if (text === undefined && list === undefined) return machine.symbol(link);
  const at = (i: number): Value => {
    const length = text?.length ?? (list as Value[]).length;
    const n = i < 0 ? length + i : i;
    if (n < 0 || n >= length) return null;
    return text !== undefined ? new PsChar(text.charCodeAt(n)) : ((list as Value[])[n] as Value);
  };
  const indexes = Array.isArray(index) || index instanceof Uint8Array ? toList(index) : undefined;
  if (indexes === undefined) {
    const n = toNumber(index);
    return n === undefined ? machine.symbol(link) : at(Math.round(n));
  }
  machine.budget.allocate(indexes.length);
  machine.budget.step(indexes.length >> 2);
  const out: Value[] = [];
  for (const each of indexes) {
    const n = toNumber(each);
    if (n === undefined) return machine.symbol(link);
    const value = at(Math.round(n));
    if (value !== null || text === undefined) out.push(value);
  }
  machine.trail.made(out, 'index list', target);
  return out;
}
