import { Unknown } from '../vbscript/host/unknown.js';
import type { Method } from './attributes.js';
import { equal, keyOf, normal, show, toCondition, toInt, toSize } from './convert.js';
import { distinct, put } from './expressions.js';
import { itemsOf } from './iterate.js';
import type { PyMachine } from './machine.js';
import { ordered } from './operators.js';
import { PyBytes, PyDict, PyFloat, PyList } from './values.js';

type ListMethod = (machine: PyMachine, self: PyList, args: readonly unknown[], named: ReadonlyMap<string, unknown>) => unknown;

const changing = (work: ListMethod): Method => (machine, self, args, named) => {
  if (!(self instanceof PyList)) return new Unknown('list');
  machine.session.journal.touch(self);
  if (machine.session.trail !== machine.session.none) self.trail = (self.trail ?? machine.session.none).plus(machine.session.trail);
  return work(machine, self, args, named) ?? null;
};

const asking = (work: ListMethod): Method => (machine, self, args, named) => (self instanceof PyList ? work(machine, self, args, named) : new Unknown('list'));

/** Puts items in order; undefined when it is not known. */
export function sortItems(machine: PyMachine, items: readonly unknown[], named: ReadonlyMap<string, unknown>): unknown[] | undefined {
  const by = named.get('key');
  machine.session.step(items.length * 4);
  const keyed = items.map((item) => ({ item, key: by === undefined || by === null ? item : machine.call(by, [item]) }));
  let known = true;
  keyed.sort((a, b) => {
    const order = ordered(a.key, b.key);
    known &&= order !== undefined;
    return order ?? 0;
  });
  const sorted = keyed.map(({ item }) => item);
  if (toCondition(named.get('reverse') ?? false) === true) sorted.reverse();
  return known ? sorted : undefined;
}

const listMethods: Readonly<Record<string, Method>> = {
  append: changing((machine, self, args) => {
    if ((self.items.length & 1023) === 1023) machine.budget.allocate(1024);
    self.items.push(args[0]);
  }),
  add: changing((_machine, self, args) => {
    if (!self.items.some((item) => equal(item, args[0]) === true)) self.items.push(args[0]);
  }),
  extend: changing((machine, self, args) => {
    const items = itemsOf(machine, args[0]);
    if (items === undefined) self.blur();
    else {
      machine.budget.allocate(items.length * 4);
      for (const item of items) self.items.push(item);
    }
  }),
  insert: changing((machine, self, args) => {
    machine.session.step(self.items.length >> 8);
    self.items.splice(toSize(args[0]) ?? 0, 0, args[1]);
  }),
  pop: changing((machine, self, args) => {
    machine.session.step(self.items.length >> 10);
    const at = args.length === 0 ? -1 : (toSize(args[0]) ?? -1);
    return self.items.splice(at, 1)[0];
  }),
  remove: changing((machine, self, args) => {
    machine.session.step(self.items.length >> 6);
    const at = self.items.findIndex((item) => equal(item, args[0]) === true);
    if (at >= 0) self.items.splice(at, 1);
  }),
  reverse: changing((machine, self) => {
    machine.session.use('reverse');
    self.items.reverse();
  }),
  clear: changing((_machine, self) => {
    self.items = [];
  }),
  sort: changing((machine, self, _args, named) => {
    const sorted = sortItems(machine, self.items, named);
    if (sorted === undefined) self.blur();
    else self.items = sorted;
  }),
  update: changing((machine, self, args) => {
    self.items = distinct([...self.items, ...(itemsOf(machine, args[0]) ?? [])]);
  }),
  index: asking((machine, self, args) => (machine.session.step(self.items.length >> 6), self.items.findIndex((item) => equal(item, args[0]) === true))),
  count: asking((machine, self, args) => (machine.session.step(self.items.length >> 6), self.items.filter((item) => equal(item, args[0]) === true).length)),
  copy: asking((machine, self) => (machine.budget.allocate(self.items.length), new PyList([...self.items], self.kind))),
  __len__: asking((_machine, self) => self.items.length),
  __getitem__: asking((_machine, self, args) => self.items.at(toSize(args[0]) ?? 0)),
};

type DictMethod = (machine: PyMachine, self: PyDict, args: readonly unknown[], named: ReadonlyMap<string, unknown>) => unknown;
const onDict = (work: DictMethod): Method => (machine, self, args, named) => (self instanceof PyDict ? work(machine, self, args, named) : new Unknown('dict'));

const dictMethods: Readonly<Record<string, Method>> = {
  get: onDict((_machine, self, args) => {
    const key = keyOf(args[0]);
    if (key === undefined || (self.open && !self.entries.has(key))) return new Unknown(`dict.get(${show(args[0])})`);
    return self.entries.has(key) ? self.entries.get(key)?.[1] : (args[1] ?? null);
  }),
  __getitem__: onDict((_machine, self, args) => self.entries.get(keyOf(args[0]) ?? '')?.[1] ?? new Unknown('item')),
  keys: onDict((_machine, self) => (self.open ? new Unknown('dict.keys()') : new PyList([...self.entries.values()].map(([key]) => key)))),
  values: onDict((_machine, self) => (self.open ? new Unknown('dict.values()') : new PyList([...self.entries.values()].map(([, value]) => value)))),
  items: onDict((_machine, self) => (self.open ? new Unknown('dict.items()') : new PyList([...self.entries.values()].map((pair) => new PyList([...pair], 'tuple'))))),
  pop: onDict((machine, self, args) => {
    const key = keyOf(args[0]) ?? '';
    const value = self.entries.has(key) ? self.entries.get(key)?.[1] : (args[1] ?? null);
    machine.session.journal.touch(self);
    self.entries.delete(key);
    return value;
  }),
  setdefault: onDict((machine, self, args) => {
    const key = keyOf(args[0]) ?? '';
    if (!self.entries.has(key)) {
      machine.session.journal.touch(self);
      put(self, args[0], args[1] ?? null);
    }
    return self.entries.get(key)?.[1];
  }),
  update: onDict((machine, self, args, named) => {
    machine.session.journal.touch(self);
    if (args[0] instanceof PyDict) for (const [key, entry] of args[0].entries) self.entries.set(key, entry);
    else if (args.length > 0) self.open = true;
    for (const [name, value] of named) put(self, name, value);
    return null;
  }),
  copy: onDict((_machine, self) => {
    const made = new PyDict();
    made.entries = new Map(self.entries);
    made.open = self.open;
    return made;
  }),
};

/** A whole number as bytes. */
export function numberBytes(machine: PyMachine, self: unknown, args: readonly unknown[], named: ReadonlyMap<string, unknown>): unknown {
  const int = toInt(self);
  const length = toSize(args[0] ?? named.get('length') ?? 1);
  if (int === undefined || length === undefined || int < 0) return new Unknown('to_bytes(…)');
  machine.budget.allocate(length);
  machine.session.step(length >> 3);
  machine.session.use('number to bytes');
  const digits = BigInt(int).toString(16);
  const hex = digits.length % 2 === 0 ? digits : `0${digits}`;
  const data = Buffer.alloc(Math.max(0, length));
  const bytes = Buffer.from(hex, 'hex');
  bytes.copy(data, Math.max(0, length - bytes.length));
  return new PyBytes(new Uint8Array((args[1] ?? named.get('byteorder') ?? 'big') === 'little' ? data.reverse() : data));
}

const numberMethods: Readonly<Record<string, Method>> = {
  to_bytes: numberBytes,
  bit_length: (_machine, self) => (toInt(self) === undefined ? new Unknown('bit_length()') : toInt(self) === 0 ? 0 : BigInt(toInt(self) as number | bigint).toString(2).replace('-', '').length),
  __xor__: (_machine, self, [other]) => (typeof self === 'number' && typeof other === 'number' ? self ^ other : typeof self === 'bigint' && typeof other === 'bigint' ? normal(self ^ other) : new Unknown('xor')),
};

/** The methods of a value that is no text; undefined when it has none. */
export function collectionMethods(value: unknown): Readonly<Record<string, Method>> | undefined {
  if (value instanceof PyList) return listMethods;
  if (value instanceof PyDict) return dictMethods;
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof PyFloat ? numberMethods : undefined;
}
