import { Unknown } from '../vbscript/host/unknown.js';
import { VirtualFile } from '../vbscript/host/virtual-files.js';
import { attribute, setAttribute } from './attributes.js';
import { callbacks, quit, showArguments } from './calls.js';
import { sortItems } from './collection-methods.js';
import { normal, repr, show, toCondition, toInt, toSize, toText } from './convert.js';
import { distinct, put } from './expressions.js';
import { formatValue } from './format.js';
import { itemsOf, iterate } from './iterate.js';
import type { PyMachine } from './machine.js';
import { importModule } from './modules.js';
import { binary } from './operators.js';
import { decodeWith, encodeWith } from './text-codecs.js';
import { Cell, HostObject, PyBytes, PyClass, PyCode, PyCycle, PyDict, PyFloat, PyFunction, PyGenerator, PyInstance, PyList, PyNamespace, PyNative, PyRange, Scope } from './values.js';

type Work = ConstructorParameters<typeof PyNative>[1];

const unknownCall = (name: string, args: readonly unknown[], named: ReadonlyMap<string, unknown> = new Map()): Unknown => new Unknown(`${name}(${showArguments(args, named)})`, { remote: args.some((arg) => (arg instanceof Unknown || arg instanceof HostObject) && arg.remote) });

function integer(args: readonly unknown[]): unknown {
  const [value = 0, base] = args;
  if (value instanceof PyFloat) return Number.isFinite(value.value) ? Math.trunc(value.value) : unknownCall('int', args);
  const int = toInt(value);
  if (int !== undefined) return int;
  const text = (typeof value === 'string' ? value : value instanceof PyBytes ? Buffer.from(value.data).toString('latin1') : '').trim().replaceAll('_', '').toLowerCase();
  const radix = base === undefined ? 10 : (toSize(base) ?? 10);
  const sign = text.startsWith('-') ? -1n : 1n;
  const prefix = /^[-+]?0([xbo])/.exec(text)?.[1];
  const real = radix === 0 ? (prefix === 'x' ? 16 : prefix === 'b' ? 2 : prefix === 'o' ? 8 : 10) : radix;
  const digits = text.replace(/^[-+]/, '').replace(real === 16 ? /^0x/ : real === 2 ? /^0b/ : real === 8 ? /^0o/ : /^(?!)/, '');
  if (digits === '' || digits.length > 200_000 || !(real >= 2 && real <= 36) || ![...digits.slice(0, 200_000)].every((char) => Number.parseInt(char, 36) < real)) return unknownCall('int', args);
  if (digits.length <= 10) return Number(sign) * Number.parseInt(digits, real);
  if (real === 16 || real === 2 || real === 8) return normal(sign * BigInt(`0${real === 16 ? 'x' : real === 2 ? 'b' : 'o'}${digits}`));
  return real === 10 && digits.length < 20_000 ? normal(sign * BigInt(digits)) : digits.length < 4000 ? normal(sign * [...digits].reduce((all, char) => all * BigInt(real) + BigInt(Number.parseInt(char, 36)), 0n)) : unknownCall('int', args);
}

function bytesOf(machine: PyMachine, args: readonly unknown[], mutable: boolean): unknown {
  const [value, encoding] = args;
  if (value === undefined) return new PyBytes(new Uint8Array(), mutable);
  if (typeof value === 'string') {
    const made = encodeWith(machine, value, typeof encoding === 'string' ? encoding : 'utf-8');
    return made instanceof PyBytes ? new PyBytes(made.data, mutable) : unknownCall('bytes', args);
  }
  if (value instanceof PyBytes) return new PyBytes(value.data.slice(), mutable);
  const size = toSize(value);
  if (size !== undefined) {
    machine.budget.allocate(Math.max(0, size));
    return new PyBytes(new Uint8Array(Math.max(0, size)), mutable);
  }
  const items = itemsOf(machine, value);
  if (items?.every((item) => typeof item === 'number' && item >= 0 && item < 256) !== true) return unknownCall('bytes', args);
  machine.budget.allocate(items.length);
  return new PyBytes(Uint8Array.from(items as number[]), mutable);
}

const sequence = (name: string, make: (items: unknown[], machine: PyMachine, args: readonly unknown[], named: ReadonlyMap<string, unknown>) => unknown): Work => (machine, args, named) => {
  const items = args.length === 0 ? [] : itemsOf(machine, args[0]);
  return items === undefined ? unknownCall(name, args, named) : make(items, machine, args, named);
};

function zip(machine: PyMachine, args: readonly unknown[]): unknown {
  const sequences = args.map((arg) => iterate(machine, arg)?.[Symbol.iterator]());
  if (sequences.includes(undefined) || args.every((arg) => arg instanceof PyCycle)) return unknownCall('zip', args);
  const out: unknown[] = [];
  for (;;) {
    machine.session.step();
    const turn = (sequences as Iterator<unknown>[]).map((iterator) => iterator.next());
    if (turn.some(({ done }) => done === true)) return new PyList(out);
    if ((out.length & 4095) === 4095) machine.budget.allocate(4096 * 4);
    out.push(new PyList(turn.map(({ value }) => value), 'tuple'));
  }
}

function mapped(machine: PyMachine, args: readonly unknown[], named: ReadonlyMap<string, unknown>): unknown {
  const [work, first, ...others] = args;
  const lists = [first, ...others].map((arg) => iterate(machine, arg)?.[Symbol.iterator]());
  if (lists.includes(undefined) || first instanceof PyCycle) {
    callbacks(machine, [work], named, first instanceof Unknown && first.remote);
    return unknownCall('map', args, named);
  }
  const out: unknown[] = [];
  for (;;) {
    machine.session.step();
    const turn = (lists as Iterator<unknown>[]).map((iterator) => iterator.next());
    if (turn.some(({ done }) => done === true)) return new PyList(out);
    if ((out.length & 4095) === 4095) machine.budget.allocate(4096 * 4);
    out.push(machine.call(work, turn.map(({ value }) => value)));
  }
}

function filtered(machine: PyMachine, args: readonly unknown[]): unknown {
  const items = itemsOf(machine, args[1]);
  if (items === undefined) return unknownCall('filter', args);
  const out: unknown[] = [];
  for (const item of items) {
    const decided = toCondition(args[0] === null ? item : machine.call(args[0], [item]));
    if (decided === undefined) return unknownCall('filter', args);
    if (decided) out.push(item);
  }
  return new PyList(out);
}

function extreme(name: 'min' | 'max'): Work {
  return (machine, args, named) => {
    const items = args.length === 1 ? itemsOf(machine, args[0]) : [...args];
    const sorted = items === undefined ? undefined : sortItems(machine, items, new Map([...named].filter(([key]) => key === 'key')));
    return sorted === undefined || sorted.length === 0 ? unknownCall(name, args, named) : name === 'min' ? sorted[0] : sorted[sorted.length - 1];
  };
}

/** A class out of its name, bases and members. */
function madeClass(machine: PyMachine, name: string, bases: PyList, members: PyDict): PyClass {
  const scope = new Scope(undefined);
  for (const [key, value] of members.entries.values()) if (typeof key === 'string') scope.cells.set(key, new Cell(key, value, machine.session.trail));
  return new PyClass(name, scope, bases.items);
}

function taken(machine: PyMachine, generator: PyGenerator): unknown {
  if (generator.items.length === 0) return unknownCall('next', [generator]);
  machine.session.journal.touch(generator);
  return generator.items.shift();
}

function open(machine: PyMachine, args: readonly unknown[], named: ReadonlyMap<string, unknown>): unknown {
  const mode = args[1] ?? named.get('mode') ?? 'r';
  const path = toText(args[0] ?? named.get('file') ?? '');
  const label = `open(${showArguments(args, named)})`;
  const name = typeof path === 'string' ? path : show(path);
  machine.effect(label);
  if (typeof mode !== 'string' || !/[wax+]/.test(mode)) return new HostObject(label, false, machine.files.get(name));
  const known = /a/.test(mode) ? machine.files.get(name) : undefined;
  const file = known ?? new VirtualFile(name, machine.session.recorder, machine.here);
  if (known === undefined) machine.files.put(file);
  return new HostObject(label, false, file);
}

const works: Readonly<Record<string, Work>> = {
  print: (machine, args, named) => (machine.effect(`print(${showArguments(args, named)})`), null),
  input: (machine, args, named) => (machine.effect(`input(${showArguments(args, named)})`), unknownCall('input', args, named)),
  len: (_machine, args) => {
    const [value] = args;
    return typeof value === 'string' ? [...value].length : value instanceof PyBytes ? value.data.length : value instanceof PyList ? value.items.length : value instanceof PyRange ? value.length : value instanceof PyDict && !value.open ? value.entries.size : unknownCall('len', args);
  },
  ord: (_machine, args) => (typeof args[0] === 'string' ? (args[0].codePointAt(0) ?? unknownCall('ord', args)) : args[0] instanceof PyBytes ? (args[0].data[0] ?? unknownCall('ord', args)) : unknownCall('ord', args)),
  chr: (machine, args) => {
    const code = toSize(args[0]);
    if (code === undefined || code < 0 || code > 0x10ffff) return unknownCall('chr', args);
    machine.session.use('chr');
    return String.fromCodePoint(code);
  },
  int: (machine, args) => (machine.session.step(1), integer(args)),
  float: (_machine, args) => (typeof args[0] === 'string' && args[0].length < 400 ? new PyFloat(Number(args[0])) : args[0] instanceof PyFloat ? args[0] : toInt(args[0]) === undefined ? unknownCall('float', args) : new PyFloat(Number(toInt(args[0])))),
  bool: (_machine, args) => (args.length === 0 ? false : (toCondition(args[0]) ?? unknownCall('bool', args))),
  str: (machine, args, named) => {
    const encoding = args[1] ?? named.get('encoding');
    if (args[0] instanceof PyBytes && typeof encoding === 'string') return decodeWith(machine, args[0].data, encoding) ?? unknownCall('str', args, named);
    return args.length === 0 ? '' : toText(args[0]);
  },
  repr: (_machine, args) => repr(args[0]), ascii: (_machine, args) => repr(args[0]),
  bytes: (machine, args) => bytesOf(machine, args, false), bytearray: (machine, args) => bytesOf(machine, args, true), memoryview: (_machine, args) => args[0],
  list: sequence('list', (items) => new PyList(items)), tuple: sequence('tuple', (items) => new PyList(items, 'tuple')), set: sequence('set', (items) => new PyList(distinct(items), 'set')), frozenset: sequence('frozenset', (items) => new PyList(distinct(items), 'set')), iter: (_machine, args) => args[0],
  dict: (machine, args, named) => {
    const made = new PyDict();
    const pairs = args.length === 0 ? [] : args[0] instanceof PyDict ? [...args[0].entries.values()].map((pair) => new PyList([...pair])) : itemsOf(machine, args[0]);
    if (pairs === undefined) made.open = true;
    else for (const pair of pairs) if (pair instanceof PyList) put(made, pair.items[0], pair.items[1]);
    for (const [name, value] of named) put(made, name, value);
    return made;
  },
  range: (_machine, args) => {
    const numbers = args.map(toSize);
    if (numbers.includes(undefined) || numbers[2] === 0) return unknownCall('range', args);
    return args.length === 1 ? new PyRange(0, numbers[0] as number, 1) : new PyRange(numbers[0] as number, numbers[1] as number, numbers[2] ?? 1);
  },
  map: mapped, filter: filtered, zip,
  enumerate: sequence('enumerate', (items, _machine, args, named) => new PyList(items.map((item, index) => new PyList([index + (toSize(args[1] ?? named.get('start') ?? 0) ?? 0), item], 'tuple')))),
  reversed: sequence('reversed', (items, machine) => (machine.session.use('reverse'), new PyList(items.reverse()))),
  sorted: sequence('sorted', (items, machine, args, named) => {
    const sorted = sortItems(machine, items, named);
    return sorted === undefined ? unknownCall('sorted', args, named) : new PyList(sorted);
  }),
  sum: sequence('sum', (items, machine, args) => items.reduce((all, item) => binary(machine.session, '+', all, item), args[1] ?? 0)),
  min: extreme('min'), max: extreme('max'),
  abs: (_machine, args) => (typeof args[0] === 'number' ? Math.abs(args[0]) : typeof args[0] === 'bigint' ? (args[0] < 0n ? -args[0] : args[0]) : args[0] instanceof PyFloat ? new PyFloat(Math.abs(args[0].value)) : unknownCall('abs', args)),
  round: (_machine, args) => (args[0] instanceof PyFloat && args.length === 1 ? Math.round(args[0].value) : (toInt(args[0]) ?? unknownCall('round', args))),
  pow: (machine, args) => {
    const [base, power, modulus] = args.map(toInt);
    if (base === undefined || power === undefined) return unknownCall('pow', args);
    if (args.length < 3 || modulus === undefined) return binary(machine.session, '**', base, power);
    let result = 1n;
    let [factor, rest] = [BigInt(base), BigInt(power)];
    const by = BigInt(modulus);
    if (by <= 0n || rest < 0n || rest.toString(16).length > 2048 || by.toString(16).length > 2048) return unknownCall('pow', args);
    factor %= by;
    for (; rest > 0n; rest >>= 1n) {
      machine.session.step(1 + (by.toString(16).length >> 4));
      if ((rest & 1n) === 1n) result = (result * factor) % by;
      factor = (factor * factor) % by;
    }
    return normal(result % by);
  },
  divmod: (machine, args) => new PyList([binary(machine.session, '//', args[0], args[1]), binary(machine.session, '%', args[0], args[1])], 'tuple'),
  hex: (_machine, args) => (toInt(args[0]) === undefined ? unknownCall('hex', args) : `0x${BigInt(toInt(args[0]) as number | bigint).toString(16)}`.replace('0x-', '-0x')), oct: (_machine, args) => (toInt(args[0]) === undefined ? unknownCall('oct', args) : `0o${BigInt(toInt(args[0]) as number | bigint).toString(8)}`), bin: (_machine, args) => (toInt(args[0]) === undefined ? unknownCall('bin', args) : `0b${BigInt(toInt(args[0]) as number | bigint).toString(2)}`),
  exec: (machine, args) => (machine.effect(`exec(${brief(args[0])})`), machine.runScript(args[0], 'exec')),
  eval: (machine, args) => (typeof args[0] === 'string' && args[0].length < 12 ? undefined : machine.effect(`eval(${brief(args[0])})`), machine.runScript(args[0], 'eval')),
  compile: (_machine, args, named) => new PyCode(args[0] ?? named.get('source'), String(args[2] ?? named.get('mode') ?? 'exec')),
  __import__: (_machine, args) => (typeof args[0] === 'string' ? importModule(args[0].split('.')[0] as string) : unknownCall('__import__', args)),
  getattr: (machine, args) => (typeof args[1] === 'string' ? attribute(machine, args[0], args[1], () => `getattr(${show(args[0])}, ${show(args[1])})`) : unknownCall('getattr', args)),
  setattr: (machine, args) => (typeof args[1] === 'string' ? setAttribute(machine, args[0], args[1], args[2]) : undefined, null),
  hasattr: (_machine, args) => unknownCall('hasattr', args),
  globals: () => new PyNamespace('globals'), locals: () => new PyNamespace('globals'), vars: (_machine, args) => (args.length === 0 || args[0] instanceof PyNamespace ? (args[0] ?? new PyNamespace('globals')) : args[0] instanceof HostObject ? attribute(_machine, args[0], '__dict__', () => 'vars(…)') : unknownCall('vars', args)),
  type: (machine, args) => (typeof args[0] === 'string' && args[1] instanceof PyList && args[2] instanceof PyDict ? madeClass(machine, args[0], args[1], args[2]) : args.length === 1 ? attribute(machine, args[0], '__class__', () => 'type(…)') : unknownCall('type', args)),
  isinstance: (_machine, args) => {
    const [value, of] = args;
    if (value instanceof Unknown || value instanceof HostObject || !(of instanceof PyNative || of instanceof PyClass)) return unknownCall('isinstance', args);
    if (of instanceof PyClass) return value instanceof PyInstance ? value.of === of || unknownCall('isinstance', args) : false;
    const kind = typeof value === 'string' ? 'str' : value instanceof PyBytes ? (value.mutable ? 'bytearray' : 'bytes') : value instanceof PyList ? value.kind : value instanceof PyDict ? 'dict' : typeof value === 'boolean' ? 'bool' : value instanceof PyFloat ? 'float' : 'int';
    return kind === of.name || (kind === 'bool' && of.name === 'int');
  },
  callable: (_machine, args) => args[0] instanceof PyFunction || args[0] instanceof PyNative || unknownCall('callable', args),
  open, file: open,
  next: (machine, args) => (args[0] instanceof PyGenerator ? taken(machine, args[0]) : (iterate(machine, args[0])?.[Symbol.iterator]().next().value ?? unknownCall('next', args))),
  any: sequence('any', (items, _machine, args) => (items.some((item) => toCondition(item) === true) ? true : items.some((item) => toCondition(item) === undefined) ? unknownCall('any', args) : false)),
  all: sequence('all', (items, _machine, args) => (items.some((item) => toCondition(item) === false) ? false : items.some((item) => toCondition(item) === undefined) ? unknownCall('all', args) : true)),
  format: (machine, args) => formatValue(machine.session, args[0], typeof args[1] === 'string' ? args[1] : ''),
  exit: quit, quit,
  super: () => new Unknown('super()'), object: () => new Unknown('object()'), id: (_machine, args) => unknownCall('id', args), hash: (_machine, args) => unknownCall('hash', args),
  execfile: (machine, args, named) => (machine.effect(`execfile(${showArguments(args, named)})`), null),
};

const aliases: Readonly<Record<string, string>> = { unichr: 'chr', xrange: 'range', raw_input: 'input', unicode: 'str', long: 'int', buffer: 'bytes' };
const exceptions = /^(?:\w{1,40}Error|Exception|BaseException|KeyboardInterrupt|SystemExit|StopIteration|Warning)$/;
const made = new Map<string, PyNative>();

/** Code as an argument, short: the whole of it is a payload. */
function brief(code: unknown): string {
  const value = code instanceof PyCode ? code.text : code;
  if (value instanceof PyBytes) return show(new PyBytes(value.data.subarray(0, 300)));
  return show(typeof value === 'string' && value.length > 300 ? `${value.slice(0, 300)}…` : value);
}

/** A builtin by its name; undefined for other names. */
export function builtin(name: string): unknown {
  if (name === '__name__') return '__main__';
  if (name === '__builtins__' || name === '__builtin__') return new PyNamespace('builtins');
  if (name === '__file__') return new Unknown('__file__');
  if (name === '__doc__') return null;
  const real = Object.hasOwn(aliases, name) ? (aliases[name] as string) : name;
  const known = made.get(real);
  if (known !== undefined) return known;
  const work = Object.hasOwn(works, real) ? works[real] : undefined;
  if (work === undefined) return exceptions.test(name) ? new PyNative(name, (_machine, args, named) => unknownCall(name, args, named)) : undefined;
  const native = new PyNative(real, work);
  made.set(real, native);
  return native;
}

