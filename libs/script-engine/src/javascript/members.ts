import { comCall, comGet, comSet } from '../vbscript/host/com-dispatch.js';
import { Bytes, ComObject } from '../vbscript/host/com-object.js';
import { Abrupt } from '../vbscript/host/journal.js';
import { Unknown } from '../vbscript/host/unknown.js';
import { arrayMethods } from './array-methods.js';
import { show, toKey } from './convert.js';
import { callbacks } from './functions.js';
import type { JsMachine } from './machine.js';
import { objectMethods } from './object-methods.js';
import { stringMethods } from './string-methods.js';
import { JsArray, JsFunction, JsObject, JsRegExp, Native } from './values.js';

const constructors: Readonly<Record<string, string>> = { string: 'String', number: 'Number', boolean: 'Boolean' };

/** An error of the script's own making: missing functions, members of nothing. */
export function typeError(message: string): JsObject {
  const error = new JsObject('Error');
  error.props.set('name', 'TypeError');
  error.props.set('message', message);
  return error;
}

/** Reads a property of any value. `label` gives its expression when it is not known. */
export function getMember(machine: JsMachine, object: unknown, key: unknown, label: () => string): unknown {
  if (object === undefined || object === null) {
    if (machine.tries > 0) throw new Abrupt('throw', typeError(`Cannot read properties of ${String(object)}`));
    return new Unknown(label());
  }
  const name = toKey(key);
  if (object instanceof ComObject) return name === undefined ? new Unknown(label()) : hostGet(machine, object, name);
  if (object instanceof Unknown) return new Unknown(/^[\w$]+$/.test(name ?? '') ? `${object.text}.${name}` : label(), { remote: object.remote });
  if (name === undefined) return new Unknown(label());
  if (typeof object === 'string') {
    if (/^\d{1,9}$/.test(name)) return object[Number(name)];
    if (name === 'length') return object.length;
    return method(machine, 'string', name) ?? (name === 'constructor' ? machine.builtin('String') : undefined);
  }
  if (object instanceof JsArray) {
    if (object.trail !== undefined) machine.session.reads(object.trail);
    if (/^\d{1,9}$/.test(name)) return object.items[Number(name)];
    if (name === 'length' || name === 'byteLength') return object.items.length;
    if (object.props?.has(name) === true) return object.props.get(name);
    if (name === 'buffer') return object;
    return method(machine, 'array', name) ?? (name === 'constructor' ? machine.builtin(object.bytes ?? 'Array') : undefined);
  }
  if (object instanceof Bytes) return getMember(machine, new JsArray([...object.data], 'Uint8Array'), key, label);
  if (object instanceof JsObject) return objectGet(machine, object, name, label);
  if (object instanceof JsFunction || object instanceof Native) return functionGet(machine, object, name);
  if (object instanceof JsRegExp) {
    if (name === 'source' || name === 'flags' || name === 'lastIndex') return object[name];
    if (name === 'global') return object.flags.includes('g');
    return method(machine, 'regexp', name) ?? (name === 'constructor' ? machine.builtin('RegExp') : undefined);
  }
  if (typeof object === 'number' || typeof object === 'boolean') return method(machine, typeof object === 'number' ? 'number' : 'boolean', name) ?? (name === 'constructor' ? machine.builtin(constructors[typeof object] as string) : undefined);
  return new Unknown(label());
}

const cache = new Map<string, Native>();

/** The method of a kind of value, as a function that works on `this`. */
function method(_machine: JsMachine, kind: 'string' | 'array' | 'number' | 'boolean' | 'object' | 'function' | 'regexp', name: string): Native | undefined {
  const key = `${kind} ${name}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const table = kind === 'string' ? stringMethods : kind === 'array' ? arrayMethods : objectMethods[kind];
  const work = table !== undefined && Object.hasOwn(table, name) ? table[name] : Object.hasOwn(objectMethods.object, name) ? objectMethods.object[name] : undefined;
  if (work === undefined) return undefined;
  const made = new Native(name, work);
  cache.set(key, made);
  return made;
}

/** Properties of the host: COM objects for JScript, modules for Node. */
function hostGet(machine: JsMachine, object: ComObject, name: string): unknown {
  if (object.kind === 'environmentof') return new Unknown(`process.env.${name}`);
  if (object.kind === 'wscript' || object.kind.startsWith('node:')) {
    const value = machine.builtin(`${object.kind}.${name}`);
    if (value !== undefined) return value;
  }
  if (object.kind === 'object' && Object.hasOwn(objectMethods.promise, name)) return new Native(name, objectMethods.promise[name] as Native['call']);
  return comGet(machine, object, name);
}

/** Calls a method of the host. */
export function hostCall(machine: JsMachine, object: ComObject, name: string, args: readonly unknown[]): unknown {
  if (object.kind === 'wscript' || object.kind.startsWith('node:')) {
    const value = machine.builtin(`${object.kind}.${name}`);
    if (value instanceof Native) return value.call(machine, object, args);
  }
  return comCall(machine, object, name, args);
}

function objectGet(machine: JsMachine, object: JsObject, name: string, label: () => string): unknown {
  if (object.trail !== undefined) machine.session.reads(object.trail);
  if (object.className === 'global') {
    const cell = machine.globals.cells.get(name);
    if (cell !== undefined) {
      machine.session.reads(cell.trail);
      return cell.value;
    }
    return machine.builtin(name);
  }
  for (let at: JsObject | undefined = object, hops = 0; at !== undefined && hops < 50; at = at.proto, hops++) {
    const getter = at.getters?.get(name);
    if (getter !== undefined) return machine.call(getter, object, []);
    if (at.props.has(name)) return at.props.get(name);
  }
  if (object.className === 'Map' || object.className === 'Set') {
    if (name === 'size') return object.inner?.size ?? 0;
    const table = objectMethods.collection;
    if (Object.hasOwn(table, name)) return new Native(name, table[name] as Native['call']);
  }
  if (object.className === 'Promise' && Object.hasOwn(objectMethods.promise, name)) return new Native(name, objectMethods.promise[name] as Native['call']);
  if (name === 'constructor') return machine.builtin(['Map', 'Set', 'Promise', 'Error'].includes(object.className) ? object.className : 'Object');
  if (object.props.has(' open')) return new Unknown(label());
  return method(machine, 'object', name);
}

function functionGet(machine: JsMachine, object: JsFunction | Native, name: string): unknown {
  const { props, trail } = object.object;
  if (trail !== undefined) machine.session.reads(trail);
  if (props.has(name)) return props.get(name);
  if (name === 'name') return object.name;
  if (name === 'length') return object instanceof JsFunction ? object.params.length : 1;
  if (name === 'constructor') return machine.builtin('Function');
  if (name === 'prototype') {
    const made = new JsObject('Object');
    made.props.set('constructor', object);
    if (object instanceof Native) for (const [key, value] of prototypeOf(machine, object.name)) made.props.set(key, value);
    props.set('prototype', made);
    return made;
  }
  const own = object instanceof Native ? machine.builtin(`${object.name}.${name}`) : undefined;
  return own ?? method(machine, 'function', name);
}

function prototypeOf(machine: JsMachine, name: string): [string, unknown][] {
  const kind = name === 'String' ? 'string' : name === 'Array' ? 'array' : name === 'Function' ? 'function' : name === 'Object' ? 'object' : name === 'Number' ? 'number' : undefined;
  if (kind === undefined) return [];
  const table = kind === 'string' ? stringMethods : kind === 'array' ? arrayMethods : objectMethods[kind];
  return Object.keys(table).map((key) => [key, method(machine, kind, key)]);
}

/** Sets a property of any value. */
export function setMember(machine: JsMachine, object: unknown, key: unknown, value: unknown): void {
  const { session } = machine;
  const name = toKey(key);
  if (object instanceof ComObject) {
    if (object.kind === 'node:module' || object.kind === 'node:exports') return;
    comSet(machine, object, name ?? show(key), value);
    callbacks(machine, [value], object.kind === 'http');
    return;
  }
  if (object instanceof Unknown) {
    if (typeof value === 'string' && value.length > 3) session.recorder.effect(`${object.text}${/^[\w$]+$/.test(name ?? '') ? `.${name}` : `[${show(key)}]`} = ${show(value)}`, machine.here);
    return;
  }
  if (object instanceof JsArray) {
    session.journal.touch(object);
    if (session.trail !== session.none) object.trail = (object.trail ?? session.none).plus(session.trail);
    if (name === undefined) object.blur();
    else if (/^\d{1,9}$/.test(name)) setItem(machine, object, Number(name), value);
    else if (name === 'length' && typeof value === 'number' && value <= object.items.length && value >= 0) object.items.length = Math.trunc(value);
    else (object.props ??= new Map()).set(name, value);
    return;
  }
  const target = object instanceof JsFunction || object instanceof Native ? object.object : object;
  if (!(target instanceof JsObject)) return;
  if (target.className === 'global' && name !== undefined) {
    machine.declare(machine.globals, name, value);
    if (name === 'location' || /^on\w/.test(name)) session.recorder.effect(`${name} = ${show(value)}`, machine.here);
    return;
  }
  session.journal.touch(target);
  if (session.trail !== session.none) target.trail = (target.trail ?? session.none).plus(session.trail);
  if (target.props.size > 1000) machine.budget.allocate(1);
  if (name === undefined) target.props.set(' open', true);
  else target.props.set(name, value);
}

function setItem(machine: JsMachine, array: JsArray, index: number, value: unknown): void {
  if (index > array.items.length + 1_000_000) return;
  if (index >= array.items.length) {
    machine.budget.allocate(index - array.items.length + 1);
    while (array.items.length < index) array.items.push(undefined);
  }
  array.items[index] = array.bytes !== undefined && typeof value === 'number' ? value & 255 : value;
}
