import { Unknown } from '../vbscript/host/unknown.js';
import { show, toBytes, toKey, toNumber, toText } from './convert.js';
import { callbacks } from './functions.js';
import type { JsMachine } from './machine.js';
import { matchArray, matchesOf, type Method } from './string-methods.js';
import { JsArray, JsFunction, JsObject, JsRegExp, Native } from './values.js';

/** A settled promise. */
export function promiseOf(value: unknown): JsObject {
  if (value instanceof JsObject && value.className === 'Promise') return value;
  const made = new JsObject('Promise');
  made.props.set(' value', value);
  return made;
}

const promised = (self: unknown): unknown => (self instanceof JsObject && self.className === 'Promise' ? self.props.get(' value') : self);

function numberText(machine: JsMachine, self: unknown, args: readonly unknown[]): unknown {
  const number = toNumber(self);
  const radix = args[0] === undefined ? 10 : toNumber(args[0]);
  if (number === undefined || radix === undefined || !(radix >= 2 && radix <= 36)) return new Unknown('toString(…)');
  if (radix !== 10) machine.session.use('radix');
  return number.toString(radix);
}

function listOf(value: unknown): unknown[] {
  if (value instanceof JsArray) return value.items;
  const bytes = toBytes(value);
  return bytes === undefined ? [] : [...bytes];
}

function run(machine: JsMachine, pattern: JsRegExp, args: readonly unknown[]): { text: string; from: number; found: ReturnType<typeof matchesOf> } | undefined {
  const text = toText(args[0]);
  if (typeof text !== 'string') return undefined;
  const sticky = /[gy]/.test(pattern.flags);
  const from = sticky ? pattern.lastIndex : 0;
  return { text, from, found: matchesOf(machine, pattern, from > 0 ? text.slice(from) : text, false) };
}

/** Methods of all other kinds of value. */
export const objectMethods = {
  string: undefined,
  array: undefined,
  number: { toString: numberText, toFixed: (_machine, self, args) => (toNumber(self) ?? 0).toFixed(Math.min(100, Math.max(0, toNumber(args[0]) ?? 0))), valueOf: ((_machine, self) => self) satisfies Method } as Record<string, Method>,
  boolean: { toString: ((_machine, self) => String(self)) satisfies Method, valueOf: ((_machine, self) => self) satisfies Method } as Record<string, Method>,
  object: {
    toString: ((_machine, self) => (self instanceof JsObject ? `[object ${self.className === 'global' ? 'Window' : self.className}]` : toText(self))) satisfies Method,
    valueOf: ((_machine, self) => self) satisfies Method,
    hasOwnProperty: ((_machine, self, args) => {
      const key = toKey(args[0]);
      if (key === undefined) return new Unknown('hasOwnProperty(…)');
      if (self instanceof JsArray) return /^\d{1,9}$/.test(key) ? Number(key) < self.items.length : key === 'length';
      return self instanceof JsObject ? self.props.has(key) : false;
    }) satisfies Method,
  } as Record<string, Method>,
  function: {
    call: (machine, self, args) => machine.call(self, args[0], args.slice(1), show(self)),
    apply: (machine, self, args) => {
      const list = args[1];
      if (list instanceof Unknown) return new Unknown(`${show(self)}.apply(…)`, { remote: list.remote });
      machine.budget.allocate(listOf(list).length);
      return machine.call(self, args[0], listOf(list), show(self));
    },
    bind: (_machine, self, args) => new Native(show(self), (machine, _self, more) => machine.call(self, args[0], [...args.slice(1), ...more], show(self))),
    toString: ((_machine, self) => toText(self)) satisfies Method,
  } as Record<string, Method>,
  regexp: {
    test: (machine, self, args) => {
      if (!(self instanceof JsRegExp)) return false;
      const done = run(machine, self, args);
      return done?.found === undefined ? new Unknown('test(…)') : done.found.length > 0;
    },
    exec: (machine, self, args) => {
      if (!(self instanceof JsRegExp)) return null;
      const done = run(machine, self, args);
      if (done?.found === undefined) return new Unknown('exec(…)');
      const [first] = done.found;
      if (first === undefined) {
        self.lastIndex = 0;
        return null;
      }
      if (/[gy]/.test(self.flags)) self.lastIndex = done.from + Math.max(first.end, first.index + 1);
      return matchArray({ ...first, index: first.index + done.from }, done.text);
    },
    toString: ((_machine, self) => toText(self)) satisfies Method,
  } as Record<string, Method>,
  promise: {
    then: (machine, self, args) => {
      const value = promised(self);
      return promiseOf(args[0] instanceof JsFunction || args[0] instanceof Native ? promised(machine.call(args[0], undefined, [value], 'then')) : value);
    },
    catch: (machine, self, args) => {
      callbacks(machine, args, false);
      return self;
    },
    finally: (machine, self, args) => {
      if (args[0] instanceof JsFunction) machine.call(args[0], undefined, [], 'finally');
      return self;
    },
  } as Record<string, Method>,
  collection: {
    get: (_machine, self, args) => (self instanceof JsObject ? self.inner?.get(args[0]) : undefined),
    has: (_machine, self, args) => (self instanceof JsObject ? (self.inner?.has(args[0]) ?? false) : false),
    set: (machine, self, args) => {
      if (self instanceof JsObject) {
        machine.session.journal.touch(self);
        self.inner?.set(args[0], args[1]);
      }
      return self;
    },
    add: (machine, self, args) => {
      if (self instanceof JsObject) {
        machine.session.journal.touch(self);
        self.inner?.set(args[0], args[0]);
      }
      return self;
    },
    delete: (machine, self, args) => {
      if (!(self instanceof JsObject)) return false;
      machine.session.journal.touch(self);
      return self.inner?.delete(args[0]) ?? false;
    },
    keys: (machine, self) => machine.list(self instanceof JsObject ? [...(self.inner?.keys() ?? [])] : []),
    values: (machine, self) => machine.list(self instanceof JsObject ? [...(self.inner?.values() ?? [])] : []),
    entries: (machine, self) => machine.list(self instanceof JsObject ? [...(self.inner ?? [])].map((pair) => new JsArray(pair)) : []),
    forEach: (machine, self, args) => {
      if (self instanceof JsObject) for (const [key, value] of [...(self.inner ?? [])]) machine.call(args[0], undefined, [value, key, self], 'forEach');
      return undefined;
    },
  } as Record<string, Method>,
};
