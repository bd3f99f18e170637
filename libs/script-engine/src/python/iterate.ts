import type { PyMachine } from './machine.js';
import { PyBytes, PyCycle, PyDict, PyList, PyRange } from './values.js';

/** The items of a value; undefined when they are not known. Ranges are given step by step. */
export function iterate(machine: PyMachine, value: unknown): Iterable<unknown> | undefined {
  if (value instanceof PyList) {
    if (value.trail !== undefined) machine.session.reads(value.trail);
    return [...value.items];
  }
  if (typeof value === 'string') {
    machine.budget.allocate(value.length);
    return [...value];
  }
  if (value instanceof PyBytes) return value.data;
  if (value instanceof PyDict) return value.open ? undefined : [...value.entries.values()].map(([key]) => key);
  if (value instanceof PyRange) return steps(value);
  if (value instanceof PyCycle) return endless(value.items);
  return undefined;
}

function* steps(range: PyRange): Generator<number> {
  const { length } = range;
  for (let i = 0; i < length; i++) yield range.start + i * range.step;
}

function* endless(items: readonly unknown[]): Generator<unknown> {
  while (items.length > 0) yield* items;
}

/** The items of a value written out, within the budget; undefined when they are not known. */
export function itemsOf(machine: PyMachine, value: unknown): unknown[] | undefined {
  if (value instanceof PyRange) machine.budget.allocate(value.length * 4);
  const sequence = value instanceof PyCycle ? undefined : iterate(machine, value);
  if (sequence === undefined) return undefined;
  const items = [...sequence];
  machine.session.step(items.length >> 4);
  return items;
}
