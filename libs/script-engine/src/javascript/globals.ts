import { decodeBase64 } from '../core/codecs.js';
import { Abrupt } from '../vbscript/host/journal.js';
import { createObject } from '../vbscript/host/com-dispatch.js';
import { ComObject } from '../vbscript/host/com-object.js';
import { Unknown } from '../vbscript/host/unknown.js';
import { show, toBytes, toCondition, toKey, toNumber, toText } from './convert.js';
import { brief } from './expressions.js';
import { callbacks } from './functions.js';
import type { JsMachine } from './machine.js';
import { getMember } from './members.js';
import { moduleMembers, requireModule } from './node-modules.js';
import { objectMethods, promiseOf } from './object-methods.js';
import type { Method } from './string-methods.js';
import { JsArray, JsFunction, JsObject, JsRegExp, Native } from './values.js';

const known = (name: string, work: (text: string, machine: JsMachine, args: readonly unknown[]) => unknown): Method => (machine, _self, args) => {
  const text = toText(args[0]);
  if (typeof text !== 'string') return new Unknown(`${name}(${show(text)})`, { remote: text.remote });
  machine.budget.allocate(text.length);
  if (text.length > 4096) machine.session.step(text.length >> 8);
  return work(text, machine, args);
};

const numeric = (name: string, work: (...numbers: number[]) => number): Method => (_machine, _self, args) => {
  const numbers = args.map(toNumber);
  return numbers.some((number) => number === undefined) ? new Unknown(`Math.${name}(${args.map((arg) => show(arg)).join(', ')})`) : work(...(numbers as number[]));
};

function entriesOf(value: unknown): [string, unknown][] {
  if (value instanceof JsArray) return value.items.map((item, index) => [String(index), item]);
  return value instanceof JsObject ? [...value.props].filter(([key]) => !key.startsWith(' ')) : [];
}

function fromJson(machine: JsMachine, value: unknown): unknown {
  machine.session.step();
  if (Array.isArray(value)) return new JsArray(value.map((item) => machine.budget.nested(() => fromJson(machine, item))));
  if (typeof value !== 'object' || value === null) return value;
  const made = new JsObject();
  for (const [key, item] of Object.entries(value)) made.props.set(key, machine.budget.nested(() => fromJson(machine, item)));
  return made;
}

function toJson(machine: JsMachine, value: unknown): unknown {
  machine.session.step();
  if (value instanceof JsArray) return value.items.map((item) => machine.budget.nested(() => toJson(machine, item)));
  if (value instanceof JsObject) return Object.fromEntries(entriesOf(value).map(([key, item]) => [key, machine.budget.nested(() => toJson(machine, item))]));
  return value instanceof Unknown || value instanceof ComObject ? `${show(value)}` : value instanceof JsFunction || value instanceof Native ? undefined : value;
}

function fromCharCode(machine: JsMachine, args: readonly unknown[]): unknown {
  machine.budget.allocate(args.length);
  machine.session.step(args.length >> 3);
  machine.session.use('String.fromCharCode');
  const out: string[] = [];
  for (const arg of args) {
    const code = toNumber(arg);
    if (code === undefined) return new Unknown(`String.fromCharCode(${show(arg)})`, { remote: arg instanceof Unknown && arg.remote });
    out.push(String.fromCharCode(code));
  }
  return out.join('');
}

function arrayFrom(machine: JsMachine, args: readonly unknown[]): unknown {
  const [source, callback] = args;
  let items: unknown[];
  if (source instanceof JsArray) items = [...source.items];
  else if (typeof source === 'string') items = [...source];
  else if (source instanceof JsObject && source.inner !== undefined) items = source.className === 'Set' ? [...source.inner.keys()] : [...source.inner].map((pair) => new JsArray(pair));
  else if (source instanceof JsObject) {
    const length = toNumber(source.props.get('length')) ?? 0;
    machine.budget.allocate(length > 0 ? length : 0);
    items = Array.from({ length: length > 0 ? length : 0 }, (_, index) => source.props.get(String(index)));
  } else return new Unknown(`Array.from(${show(source)})`);
  machine.budget.allocate(items.length);
  return new JsArray(callback === undefined ? items : items.map((item, index) => (machine.session.step(), machine.call(callback, undefined, [item, index], 'callback'))));
}

function newArray(machine: JsMachine, args: readonly unknown[]): JsArray {
  const [length] = args;
  if (args.length !== 1 || typeof length !== 'number') return new JsArray([...args]);
  const size = Math.max(0, Math.min(length, 4294967295));
  machine.budget.allocate(size);
  return new JsArray(new Array<unknown>(Math.trunc(size)).fill(undefined));
}

function printed(name: string): Method {
  return (machine, _self, args) => {
    machine.session.recorder.effect(`${name}(${args.map((arg) => show(arg)).join(', ')})`, machine.here);
    return name === 'prompt' || name === 'confirm' ? new Unknown(`${name}(…)`) : undefined;
  };
}

function timer(name: string): Method {
  return (machine, _self, args) => {
    const [first] = args;
    if (typeof first === 'string' || (first instanceof Unknown && first.parts !== undefined)) {
      machine.session.recorder.effect(`${name}(${brief(first)})`, machine.here);
      machine.runScript(first, 'javascript', name, { scope: machine.globals });
    } else if (first instanceof JsFunction && first.callbacks < 2) {
      first.callbacks++;
      machine.call(first, undefined, args.slice(2));
    }
    return new Unknown(`${name}(…)`);
  };
}

/** Functions by name, members of global objects with a dot. */
const functions: Readonly<Record<string, Method>> = {
  parseInt: known('parseInt', (text, _machine, args) => Number.parseInt(text.slice(0, 2000), args[1] === undefined ? undefined : toNumber(args[1]))),
  parseFloat: known('parseFloat', (text) => Number.parseFloat(text.slice(0, 2000))),
  isNaN: (_machine, _self, args) => (toNumber(args[0]) === undefined ? new Unknown(`isNaN(${show(args[0])})`) : Number.isNaN(toNumber(args[0]))),
  isFinite: (_machine, _self, args) => (toNumber(args[0]) === undefined ? new Unknown(`isFinite(${show(args[0])})`) : Number.isFinite(toNumber(args[0]))),
  unescape: known('unescape', (text, machine) => (machine.session.use('unescape'), unescape(text))),
  escape: known('escape', (text, machine) => (machine.budget.allocate(text.length * 6), escape(text))),
  decodeURIComponent: known('decodeURIComponent', (text, machine) => decoded(machine, text, decodeURIComponent)),
  decodeURI: known('decodeURI', (text, machine) => decoded(machine, text, decodeURI)),
  encodeURIComponent: known('encodeURIComponent', (text, machine) => (machine.budget.allocate(text.length * 9), encodeURIComponent(wellFormed(text)))),
  encodeURI: known('encodeURI', (text, machine) => (machine.budget.allocate(text.length * 9), encodeURI(wellFormed(text)))),
  atob: known('atob', (text, machine) => {
    const bytes = decodeBase64(text, machine.budget);
    if (bytes === undefined) throw new Abrupt('throw', 'InvalidCharacterError');
    machine.session.use('base64');
    return Buffer.from(bytes).toString('latin1');
  }),
  btoa: known('btoa', (text) => Buffer.from(text, 'latin1').toString('base64')),
  eval: (machine, _self, args) => {
    machine.session.recorder.effect(`eval(${brief(args[0])})`, machine.here);
    return machine.runScript(args[0], 'javascript', 'eval', { scope: machine.globals });
  },
  setTimeout: timer('setTimeout'), setInterval: timer('setInterval'), setImmediate: timer('setImmediate'), queueMicrotask: timer('queueMicrotask'), requestAnimationFrame: timer('requestAnimationFrame'), execScript: timer('execScript'),
  alert: printed('alert'), prompt: printed('prompt'), confirm: printed('confirm'), print: printed('print'), 'console.log': printed('console.log'), 'console.info': printed('console.info'), 'console.warn': printed('console.warn'), 'console.error': printed('console.error'), 'console.debug': printed('console.debug'),
  fetch: (machine, _self, args) => {
    machine.session.recorder.effect(`fetch(${args.map((arg) => show(arg)).join(', ')})`, machine.here);
    return new Unknown(`fetch(${show(args[0])})`, { remote: true });
  },
  GetObject: (machine, _self, args) => machine.object(args[0] === undefined || args[0] === '' ? args[1] : args[0], 'GetObject'),
  require: (_machine, _self, args) => requireModule(args[0]) ?? new Unknown(`require(${args.map((arg) => show(arg)).join(', ')})`),
  CollectGarbage: () => undefined, clearTimeout: () => undefined, clearInterval: () => undefined,
  ScriptEngine: () => 'JScript',
  'String.fromCharCode': (machine, _self, args) => fromCharCode(machine, args), 'String.fromCodePoint': (machine, _self, args) => (args.every((arg) => typeof arg === 'number' && arg >= 0 && arg <= 0x10ffff && Number.isInteger(arg)) ? (machine.session.use('String.fromCodePoint'), String.fromCodePoint(...(args as number[]).slice(0, 50_000))) : fromCharCode(machine, args)),
  'String.raw': (_machine, _self, args) => {
    const raw = args[0] instanceof JsArray ? args[0].props?.get('raw') : undefined;
    return raw instanceof JsArray ? raw.items.map((item, index) => String(item) + (index + 1 < raw.items.length ? String(toText(args[index + 1])) : '')).join('') : new Unknown('String.raw(…)');
  },
  'Array.isArray': (_machine, _self, args) => (args[0] instanceof Unknown ? new Unknown('Array.isArray(…)') : args[0] instanceof JsArray), 'Array.from': (machine, _self, args) => arrayFrom(machine, args), 'Array.of': (_machine, _self, args) => new JsArray([...args]),
  'Object.keys': (machine, _self, args) => opened(args[0]) ?? machine.list(entriesOf(args[0]).map(([key]) => key)), 'Object.getOwnPropertyNames': (machine, _self, args) => opened(args[0]) ?? machine.list(entriesOf(args[0]).map(([key]) => key)), 'Object.values': (machine, _self, args) => opened(args[0]) ?? machine.list(entriesOf(args[0]).map(([, value]) => value)), 'Object.entries': (machine, _self, args) => opened(args[0]) ?? machine.list(entriesOf(args[0]).map((pair) => new JsArray(pair))),
  'Object.assign': (machine, _self, args) => {
    const [target] = args;
    if (target instanceof JsObject) {
      machine.session.journal.touch(target);
      for (const source of args.slice(1)) for (const [key, value] of entriesOf(source)) target.props.set(key, value);
    }
    return target;
  },
  'Object.fromEntries': (_machine, _self, args) => {
    const made = new JsObject();
    if (args[0] instanceof JsArray) for (const pair of args[0].items) if (pair instanceof JsArray) made.props.set(toKey(pair.items[0]) ?? '', pair.items[1]);
    return made;
  },
  'Object.freeze': (_machine, _self, args) => args[0], 'Object.seal': (_machine, _self, args) => args[0], 'Object.create': (_machine, _self, args) => {
    const made = new JsObject();
    if (args[0] instanceof JsObject) made.proto = args[0];
    return made;
  },
  'Object.defineProperty': (machine, _self, args) => {
    const [target, key, descriptor] = args;
    const name = toKey(key);
    const holder = target instanceof JsFunction || target instanceof Native ? target.object : target;
    if (holder instanceof JsObject && descriptor instanceof JsObject && name !== undefined) {
      const getter = descriptor.props.get('get');
      machine.session.journal.touch(holder);
      if (getter instanceof JsFunction) (holder.getters ??= new Map<string, JsFunction>()).set(name, getter);
      else holder.props.set(name, descriptor.props.get('value'));
    }
    return target;
  },
  'Object.getPrototypeOf': (_machine, _self, args) => (args[0] instanceof JsObject ? (args[0].proto ?? new JsObject()) : new Unknown('Object.getPrototypeOf(…)')),
  'Reflect.apply': (machine, _self, args) => objectMethods.function['apply']?.(machine, args[0], [args[1], args[2]]), 'Reflect.get': (machine, _self, args) => getMember(machine, args[0], args[1], () => 'Reflect.get(…)'), 'Reflect.ownKeys': (machine, _self, args) => machine.list(entriesOf(args[0]).map(([key]) => key)),
  'JSON.parse': known('JSON.parse', (text, machine) => {
    try {
      return fromJson(machine, JSON.parse(text) as unknown);
    } catch (error) {
      if (error instanceof SyntaxError) throw new Abrupt('throw', 'SyntaxError');
      throw error;
    }
  }),
  'JSON.stringify': (machine, _self, args) => {
    const text = JSON.stringify(toJson(machine, args[0]), null, typeof args[2] === 'number' || typeof args[2] === 'string' ? args[2] : undefined) as string | undefined;
    machine.budget.allocate(text?.length ?? 0);
    return text;
  },
  'Buffer.from': (machine, _self, args) => bufferOf(machine, args), 'Buffer.alloc': (machine, _self, args) => (machine.budget.allocate(toNumber(args[0]) ?? 0), new JsArray(new Array<unknown>(Math.max(0, Math.trunc(toNumber(args[0]) ?? 0) || 0)).fill(0), 'Buffer')), 'Buffer.isBuffer': (_machine, _self, args) => args[0] instanceof JsArray && args[0].bytes === 'Buffer', 'Buffer.byteLength': (_machine, _self, args) => Buffer.byteLength(String(toText(args[0]))),
  'Buffer.concat': (machine, _self, args) => {
    const parts = args[0] instanceof JsArray ? args[0].items.flatMap((part) => [...(toBytes(part) ?? [])]) : [];
    machine.budget.allocate(parts.length);
    return new JsArray(parts, 'Buffer');
  },
  'Promise.resolve': (_machine, _self, args) => promiseOf(args[0]), 'Promise.all': (_machine, _self, args) => promiseOf(args[0] instanceof JsArray ? new JsArray(args[0].items.map((item) => (item instanceof JsObject && item.className === 'Promise' ? item.props.get(' value') : item))) : args[0]),
  'Uint8Array.from': (machine, _self, args) => {
    const list = arrayFrom(machine, args);
    return list instanceof JsArray ? new JsArray(list.items, 'Uint8Array') : list;
  },
  'Math.random': () => new Unknown('Math.random()'), 'Date.now': () => new Unknown('Date.now()'),
  'Number.isInteger': (_machine, _self, args) => Number.isInteger(args[0]), 'Number.isNaN': (_machine, _self, args) => Number.isNaN(args[0]),
};

function opened(value: unknown): Unknown | undefined {
  return value instanceof Unknown || value instanceof ComObject || (value instanceof JsObject && (value.className === 'global' || value.props.has(' open'))) ? new Unknown(`Object.keys(${show(value)})`) : undefined;
}

/** Lone surrogates would make the encoders throw. */
function wellFormed(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}

function decoded(machine: JsMachine, text: string, work: (text: string) => string): string {
  machine.session.use('URI decoding');
  try {
    return work(text);
  } catch {
    throw new Abrupt('throw', 'URIError');
  }
}

function bufferOf(machine: JsMachine, args: readonly unknown[]): unknown {
  const [source, encoding] = args;
  const bytes = toBytes(source);
  if (bytes !== undefined) return new JsArray([...bytes], 'Buffer');
  const text = toText(source);
  if (typeof text !== 'string') return new Unknown(`Buffer.from(${show(text)})`, { remote: text.remote });
  machine.budget.allocate(text.length);
  const name = String(encoding === undefined ? 'utf8' : toText(encoding)).toLowerCase();
  if (/^base64/.test(name) || name === 'hex') machine.session.use(name === 'hex' ? 'hex' : 'base64');
  const as: BufferEncoding = /^base64/.test(name) ? 'base64' : name === 'hex' ? 'hex' : /^utf-?16|^ucs/.test(name) ? 'utf16le' : /^latin|^binary/.test(name) ? 'latin1' : 'utf8';
  return new JsArray([...Buffer.from(text, as)], 'Buffer');
}

const mathFunctions = ['abs', 'ceil', 'floor', 'round', 'trunc', 'sqrt', 'cbrt', 'sin', 'cos', 'tan', 'asin', 'acos', 'atan', 'atan2', 'exp', 'log', 'log2', 'log10', 'pow', 'min', 'max', 'sign', 'imul', 'hypot', 'clz32', 'fround'] as const;

/** What `new` gives, and the plain call where that differs. */
const constructors: Readonly<Record<string, { call: Method; construct?: NonNullable<Native['construct']> }>> = {
  String: { call: (_machine, _self, args) => (args.length === 0 ? '' : toText(args[0])) },
  Number: { call: (_machine, _self, args) => (args.length === 0 ? 0 : (toNumber(args[0]) ?? new Unknown(`Number(${show(args[0])})`))) },
  Boolean: { call: (_machine, _self, args) => toCondition(args[0]) ?? new Unknown(`Boolean(${show(args[0])})`) },
  Array: { call: (machine, _self, args) => newArray(machine, args) },
  Object: { call: (_machine, _self, args) => args[0] ?? new JsObject() },
  Function: {
    call: (machine, _self, args) => {
      const code = args.length === 0 ? '' : args[args.length - 1];
      const params = args.slice(0, -1).flatMap((arg) => String(toText(arg)).split(',')).map((name) => name.trim()).filter((name) => name !== '');
      return machine.runScript(code, 'javascript', 'Function', { params });
    },
  },
  RegExp: { call: (_machine, _self, args) => (args[0] instanceof JsRegExp ? args[0] : new JsRegExp(args[0] === undefined ? '' : String(toText(args[0])), args[1] === undefined ? '' : String(toText(args[1])))) },
  Date: { call: () => new Unknown('Date()'), construct: (_machine, args) => new Unknown(`new Date(${args.map((arg) => show(arg)).join(', ')})`) },
  Map: { call: (_machine, _self, args) => collection('Map', args[0]) }, Set: { call: (_machine, _self, args) => collection('Set', args[0]) }, WeakMap: { call: () => collection('Map', undefined) },
  Uint8Array: { call: (machine, _self, args) => typed(machine, args) }, Uint8ClampedArray: { call: (machine, _self, args) => typed(machine, args) }, ArrayBuffer: { call: (machine, _self, args) => typed(machine, args) },
  Buffer: { call: (machine, _self, args) => bufferOf(machine, args) },
  ActiveXObject: { call: (machine, _self, args) => machine.object(args[0], 'new ActiveXObject') },
  XMLHttpRequest: { call: (machine) => createObject(machine, 'MSXML2.XMLHTTP', 'new XMLHttpRequest()') },
  Enumerator: { call: (_machine, _self, args) => new ComObject('object', `new Enumerator(${show(args[0])})`) },
  TextDecoder: { call: () => coder((machine, _self, args) => (toBytes(args[0]) === undefined ? new Unknown('decode(…)') : (machine.budget.allocate((toBytes(args[0]) as Uint8Array).length), Buffer.from(toBytes(args[0]) as Uint8Array).toString('utf8')))) },
  TextEncoder: { call: () => coder((machine, _self, args) => bufferOf(machine, args)) },
  Promise: {
    call: (machine, _self, args) => {
      let value: unknown = new Unknown('promise');
      const settle = new Native('resolve', (_machine, _this, given) => {
        value = given[0];
        return undefined;
      });
      machine.call(args[0], undefined, [settle, new Native('reject', () => undefined)], 'Promise');
      return promiseOf(value);
    },
  },
  Error: { call: (_machine, _self, args) => errorOf('Error', args[0]) }, TypeError: { call: (_machine, _self, args) => errorOf('TypeError', args[0]) }, RangeError: { call: (_machine, _self, args) => errorOf('RangeError', args[0]) }, SyntaxError: { call: (_machine, _self, args) => errorOf('SyntaxError', args[0]) },
};

function errorOf(name: string, message: unknown): JsObject {
  const made = new JsObject('Error');
  made.props.set('name', name);
  made.props.set('message', message ?? '');
  return made;
}

function coder(work: Method): JsObject {
  const made = new JsObject();
  made.props.set('decode', new Native('decode', work));
  made.props.set('encode', new Native('encode', work));
  return made;
}

function collection(kind: 'Map' | 'Set', from: unknown): JsObject {
  const made = new JsObject(kind);
  made.inner = new Map();
  if (from instanceof JsArray) for (const item of from.items) made.inner.set(kind === 'Map' && item instanceof JsArray ? item.items[0] : item, kind === 'Map' && item instanceof JsArray ? item.items[1] : item);
  return made;
}

function typed(machine: JsMachine, args: readonly unknown[]): JsArray {
  const [source] = args;
  if (source instanceof JsArray) return new JsArray(source.items.map((item) => (typeof item === 'number' ? item & 255 : item)), 'Uint8Array');
  const size = Math.max(0, toNumber(source) ?? 0) || 0;
  machine.budget.allocate(size);
  return new JsArray(new Array<unknown>(Math.trunc(size)).fill(0), 'Uint8Array');
}

const values: Readonly<Record<string, (machine: JsMachine) => unknown>> = {
  NaN: () => Number.NaN, Infinity: () => Number.POSITIVE_INFINITY, 'Math.PI': () => Math.PI, 'Math.E': () => Math.E, 'Number.MAX_SAFE_INTEGER': () => Number.MAX_SAFE_INTEGER, 'Number.MAX_VALUE': () => Number.MAX_VALUE,
  window: (machine) => machine.global, globalThis: (machine) => machine.global, self: (machine) => machine.global, global: (machine) => machine.global, top: (machine) => machine.global, frames: (machine) => machine.global,
  WScript: (machine) => (machine.windows = true, new ComObject('wscript', 'WScript')), WSH: (machine) => (machine.windows = true, new ComObject('wscript', 'WScript')),
  document: () => new ComObject('node:document', 'document'), location: () => new ComObject('object', 'location'), chrome: () => new ComObject('object', 'chrome'), process: () => new ComObject('node:process', 'process'), module: () => new ComObject('node:module', 'module'), exports: () => new ComObject('node:exports', 'exports'),
};

/** The value of a global name, or of a member by its dotted name; members nobody knows are undefined. */
export function globalValue(machine: JsMachine, name: string): unknown {
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  if (value !== undefined) return value(machine);
  const maker = Object.hasOwn(constructors, name) ? constructors[name] : undefined;
  if (maker !== undefined) return new Native(name, maker.call, maker.construct ?? ((host, args) => maker.call(host, undefined, args)));
  const work = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (work !== undefined) return new Native(name.slice(name.lastIndexOf('.') + 1), work);
  if (name.startsWith('Math.') && (mathFunctions as readonly string[]).includes(name.slice(5))) {
    const key = name.slice(5) as (typeof mathFunctions)[number];
    return new Native(key, numeric(key, Math[key] as (...numbers: number[]) => number));
  }
  if (name.includes('.')) {
    const member = moduleMembers(name);
    if (typeof member !== 'function') return member;
    return new Native(name.slice(name.lastIndexOf('.') + 1), (host, self, args) => {
      const out = member(host, self, args);
      callbacks(host, args, /^node:https?\./.test(name));
      return out;
    });
  }
  if (name === 'Math' || name === 'JSON' || name === 'Reflect' || name === 'console') return namespace(machine, name);
  return new Unknown(name);
}

function namespace(machine: JsMachine, name: string): JsObject {
  const made = new JsObject(name);
  const keys = [...Object.keys(functions), ...Object.keys(values)].filter((key) => key.startsWith(`${name}.`));
  for (const key of name === 'Math' ? [...keys, ...mathFunctions.map((item) => `Math.${item}`)] : keys) made.props.set(key.slice(name.length + 1), machine.builtin(key));
  return made;
}
