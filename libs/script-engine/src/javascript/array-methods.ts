import { decodeText } from '../core/codecs.js';
import { join, Unknown } from '../vbscript/host/unknown.js';
import { toBytes, toCondition, toNumber, toText } from './convert.js';
import type { JsMachine } from './machine.js';
import { binary } from './operators.js';
import type { Method } from './string-methods.js';
import { JsArray, JsFunction, Native } from './values.js';

const whole = (value: unknown, otherwise: number): number => {
  if (value === undefined) return otherwise;
  const number = toNumber(value);
  return number === undefined || Number.isNaN(number) ? 0 : Math.trunc(number);
};

type ArrayMethod = (machine: JsMachine, self: JsArray, args: readonly unknown[]) => unknown;

/** A method for arrays only; `call` on something else gives an unknown. */
const on = (work: ArrayMethod): Method => (machine, self, args) => {
  if (typeof self === 'string') return work(machine, new JsArray([...self]), args);
  return self instanceof JsArray ? work(machine, self, args) : new Unknown('array method');
};

const changing = (work: ArrayMethod): Method => on((machine, self, args) => {
  machine.session.journal.touch(self);
  if (machine.session.trail !== machine.session.none) self.trail = (self.trail ?? machine.session.none).plus(machine.session.trail);
  return work(machine, self, args);
});

function made(machine: JsMachine, self: JsArray, items: unknown[]): JsArray {
  machine.budget.allocate(items.length);
  machine.session.step(items.length >> 5);
  const out = new JsArray(items, self.bytes);
  out.trail = self.trail;
  return out;
}

/** Calls back for every item until the work says stop. */
function each(machine: JsMachine, self: JsArray, args: readonly unknown[], work: (result: unknown, item: unknown, index: number) => boolean | undefined): void {
  const [callback] = args;
  for (let index = 0; index < self.items.length; index++) {
    machine.session.step();
    const item = self.items[index];
    if (work(machine.call(callback, args[1], [item, index, self], 'callback'), item, index) === false) return;
  }
}

function joined(machine: JsMachine, self: JsArray, by: string): string | Unknown {
  const parts: (string | Unknown)[] = [];
  let size = 0;
  let open = false;
  for (const item of self.items) {
    const part = item === undefined || item === null ? '' : toText(item);
    size += by.length + (typeof part === 'string' ? part.length : 0);
    open ||= typeof part !== 'string';
    parts.push(part);
  }
  machine.session.step(1 + (self.items.length >> 2));
  machine.budget.allocate(size);
  if (self.items.length > 1) machine.session.use('join');
  if (!open) return parts.join(by);
  return parts.slice(0, 400).reduce<string | Unknown>((all, part, index) => join(index === 0 ? '' : join(all, by), part), '');
}

function sorted(machine: JsMachine, self: JsArray, args: readonly unknown[]): unknown {
  const [compare] = args;
  machine.session.step(self.items.length * 4);
  if (compare === undefined) {
    const keys = new Map<unknown, string>(self.items.map((item) => [item, item === undefined ? '\uffff' : String(toText(item))]));
    self.items.sort((a, b) => ((keys.get(a) as string) < (keys.get(b) as string) ? -1 : (keys.get(a) as string) > (keys.get(b) as string) ? 1 : 0));
    return self;
  }
  let known = true;
  self.items.sort((a, b) => {
    machine.session.step();
    const order = toNumber(machine.call(compare, undefined, [a, b], 'compare'));
    known &&= order !== undefined;
    return order === undefined || Number.isNaN(order) ? 0 : order;
  });
  if (!known) self.blur();
  return self;
}

function bufferText(machine: JsMachine, self: JsArray, encoding: unknown): unknown {
  const bytes = toBytes(self);
  if (bytes === undefined) return new Unknown('buffer');
  machine.budget.allocate(bytes.length * 2);
  const name = String(encoding === undefined ? 'utf8' : toText(encoding)).toLowerCase();
  if (name === 'base64' || name === 'base64url' || name === 'hex') return Buffer.from(bytes).toString(name);
  if (name === 'ascii') return Buffer.from(bytes).toString('ascii');
  return decodeText(bytes, /^utf-?16|^ucs/.test(name) ? 'utf-16le' : /^latin1|^binary/.test(name) ? 'latin1' : 'utf-8');
}

function iterator(list: JsArray): JsArray {
  list.props = new Map([[' tag', 'Array Iterator']]);
  return list;
}

function equal(a: unknown, b: unknown): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b));
}

/** Methods of arrays, buffers and typed arrays. */
export const arrayMethods: Readonly<Record<string, Method>> = {
  push: changing((machine, self, args) => {
    if ((self.items.length & 1023) === 0) machine.budget.allocate(1024);
    for (const arg of args) self.items.push(arg);
    return self.items.length;
  }),
  pop: changing((_machine, self) => self.items.pop()),
  shift: changing((machine, self) => {
    machine.session.use('rotated array');
    return self.items.shift();
  }),
  unshift: changing((machine, self, args) => {
    machine.session.step(1 + (self.items.length >> 8));
    return self.items.unshift(...args.slice(0, 10_000));
  }),
  splice: changing((machine, self, args) => {
    machine.session.step(1 + (self.items.length >> 8));
    return new JsArray(args.length === 1 ? self.items.splice(whole(args[0], 0)) : self.items.splice(whole(args[0], 0), whole(args[1], 0), ...args.slice(2, 10_000)));
  }),
  reverse: changing((machine, self) => {
    machine.session.use('reverse');
    machine.session.step(1 + (self.items.length >> 6));
    self.items.reverse();
    return self;
  }),
  toReversed: on((machine, self) => made(machine, self, self.items.toReversed())),
  sort: changing(sorted),
  fill: changing((machine, self, args) => {
    machine.session.step(1 + (self.items.length >> 6));
    self.items.fill(args[0], whole(args[1], 0), whole(args[2], self.items.length));
    return self;
  }),
  set: changing((machine, self, args) => {
    const from = args[0] instanceof JsArray ? args[0].items : [];
    machine.session.step(1 + (from.length >> 4));
    from.forEach((item, index) => {
      const at = whole(args[1], 0) + index;
      if (at < self.items.length) self.items[at] = item;
    });
    return undefined;
  }),
  slice: on((machine, self, args) => made(machine, self, self.items.slice(whole(args[0], 0), whole(args[1], self.items.length)))),
  subarray: on((machine, self, args) => made(machine, self, self.items.slice(whole(args[0], 0), whole(args[1], self.items.length)))),
  concat: on((machine, self, args) => {
    machine.budget.allocate(4 * args.reduce<number>((all, arg) => all + (arg instanceof JsArray ? arg.items.length : 1), self.items.length));
    const items = [...self.items];
    for (const arg of args) {
      const added = arg instanceof JsArray ? arg.items.length : 1;
      machine.session.step(added >> 4);
      if (arg instanceof JsArray) for (const item of arg.items) items.push(item);
      else items.push(arg);
    }
    return made(machine, self, items);
  }),
  join: on((machine, self, args) => {
    const by = args[0] === undefined ? ',' : toText(args[0]);
    return typeof by === 'string' ? joined(machine, self, by) : new Unknown('join(…)');
  }),
  toString: on((machine, self, args) => (self.bytes === 'Buffer' ? bufferText(machine, self, args[0]) : joined(machine, self, ','))),
  indexOf: on((machine, self, args) => (machine.session.step(1 + (self.items.length >> 8)), self.items.indexOf(args[0], whole(args[1], 0)))),
  lastIndexOf: on((machine, self, args) => (machine.session.step(1 + (self.items.length >> 8)), self.items.lastIndexOf(args[0]))),
  includes: on((machine, self, args) => (machine.session.step(1 + (self.items.length >> 8)), self.items.some((item) => equal(item, args[0])))),
  at: on((_machine, self, args) => self.items.at(whole(args[0], 0))),
  keys: on((machine, self) => made(machine, new JsArray([]), [...self.items.keys()])),
  values: on((machine, self) => made(machine, self, [...self.items])),
  entries: on((machine, self) => iterator(made(machine, new JsArray([]), self.items.map((item, index) => new JsArray([index, item]))))),
  flat: on((machine, self) => made(machine, self, self.items.flatMap((item) => (item instanceof JsArray ? item.items : [item])))),
  map: on((machine, self, args) => {
    const items: unknown[] = [];
    each(machine, self, args, (result) => void items.push(self.bytes !== undefined && typeof result === 'number' ? result & 255 : result));
    return made(machine, self, items);
  }),
  flatMap: on((machine, self, args) => {
    const items: unknown[] = [];
    each(machine, self, args, (result) => void items.push(...(result instanceof JsArray ? result.items : [result])));
    return made(machine, self, items);
  }),
  filter: on((machine, self, args) => {
    const items: unknown[] = [];
    let open = false;
    each(machine, self, args, (result, item) => {
      const decided = toCondition(result);
      open ||= decided === undefined;
      if (decided === true) items.push(item);
      return undefined;
    });
    return open ? new Unknown('filter(…)') : made(machine, self, items);
  }),
  forEach: on((machine, self, args) => {
    each(machine, self, args, () => undefined);
    return undefined;
  }),
  some: on((machine, self, args) => {
    let found: unknown = false;
    each(machine, self, args, (result) => {
      const decided = toCondition(result);
      if (decided === false) return undefined;
      found = decided ?? new Unknown('some(…)');
      return false;
    });
    return found;
  }),
  every: on((machine, self, args) => {
    let all: unknown = true;
    each(machine, self, args, (result) => {
      const decided = toCondition(result);
      if (decided === true) return undefined;
      all = decided ?? new Unknown('every(…)');
      return false;
    });
    return all;
  }),
  find: on((machine, self, args) => search(machine, self, args, (item) => item, undefined)),
  findIndex: on((machine, self, args) => search(machine, self, args, (_item, index) => index, -1)),
  reduce: on((machine, self, args) => reduced(machine, self.items, args)),
  reduceRight: on((machine, self, args) => reduced(machine, [...self.items].reverse(), args)),
  readUInt8: on((_machine, self, args) => self.items[whole(args[0], 0)]),
};

function search(machine: JsMachine, self: JsArray, args: readonly unknown[], pick: (item: unknown, index: number) => unknown, otherwise: unknown): unknown {
  let found = otherwise;
  each(machine, self, args, (result, item, index) => {
    const decided = toCondition(result);
    if (decided === false) return undefined;
    found = decided === true ? pick(item, index) : new Unknown('find(…)');
    return false;
  });
  return found;
}

function reduced(machine: JsMachine, items: readonly unknown[], args: readonly unknown[]): unknown {
  const [callback] = args;
  let value = args.length > 1 ? args[1] : items[0];
  for (let index = args.length > 1 ? 0 : 1; index < items.length; index++) {
    machine.session.step();
    value = callback instanceof JsFunction || callback instanceof Native ? machine.call(callback, undefined, [value, items[index], index], 'callback') : binary(machine.session, '+', value, new Unknown('callback(…)'));
  }
  return value;
}
