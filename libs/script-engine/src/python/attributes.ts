import { Unknown } from '../vbscript/host/unknown.js';
import { builtin } from './builtins.js';
import { callFunction } from './calls.js';
import { collectionMethods } from './collection-methods.js';
import { show } from './convert.js';
import type { PyMachine } from './machine.js';
import { moduleMember } from './modules.js';
import { textMethods } from './text-methods.js';
import { HostObject, PyBytes, PyClass, PyFloat, PyFunction, PyInstance, PyList, PyNamespace, PyNative } from './values.js';

/** A method of a value: the value comes first among its arguments. */
export type Method = (machine: PyMachine, self: unknown, args: readonly unknown[], named: ReadonlyMap<string, unknown>) => unknown;

function bound(name: string, method: Method, self: unknown): PyNative {
  return new PyNative(name, (machine, args, named) => method(machine, self, args, named));
}

/** Reads an attribute of any value. `label` gives its expression when it is not known. */
export function attribute(machine: PyMachine, object: unknown, name: string, label: () => string): unknown {
  if (object instanceof HostObject) {
    if (object.label === 'sys.modules') return new Unknown(label());
    if (name === '__dict__') return object.label === 'builtins' ? new PyNamespace('builtins') : new PyNamespace('module', object);
    return moduleMember(`${object.label}.${name}`, object) ?? new HostObject(`${object.label}.${name}`, object.remote, object.file);
  }
  if (object instanceof Unknown) return new Unknown(/^\w+$/.test(name) ? `${object.text}.${name}` : label(), { remote: object.remote });
  if (object instanceof PyNamespace) {
    if (name === '__dict__') return object;
    if (object.of !== undefined) return attribute(machine, object.of, name, label);
    return object.kind === 'builtins' ? (builtin(name) ?? new Unknown(label())) : machine.lookup(name);
  }
  if (name === '__class__') return builtin(typeof object === 'string' ? 'str' : object instanceof PyBytes ? 'bytes' : object instanceof PyList ? object.kind : typeof object === 'number' ? 'int' : 'object') ?? new Unknown(label());
  const table = typeof object === 'string' || object instanceof PyBytes ? textMethods : collectionMethods(object);
  const method = table !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;
  if (method !== undefined) return bound(name, method, object);
  if (object instanceof PyInstance) return instanceAttribute(machine, object, name, label);
  if (object instanceof PyClass) return classAttribute(object, name, 0) ?? new Unknown(label());
  if (object instanceof PyNative) {
    if (name === '__name__') return object.name;
    if (name === '__self__') return new PyNamespace('builtins');
    return moduleMember(`${object.name}.${name}`, undefined) ?? (object.name === 'str' || object.name === 'bytes' ? unbound(name) : undefined) ?? new Unknown(label());
  }
  if (object instanceof PyFunction) return name === '__name__' ? object.name : name === '__globals__' ? new PyNamespace('globals') : new Unknown(label());
  if ((typeof object === 'number' || typeof object === 'bigint' || object instanceof PyFloat) && name === 'real') return object;
  return new Unknown(label());
}

/** `str.join` and the like, called with the value as first argument. */
function unbound(name: string): PyNative | undefined {
  const method = Object.hasOwn(textMethods, name) ? textMethods[name] : undefined;
  return method === undefined ? undefined : new PyNative(name, (machine, args, named) => method(machine, args[0], args.slice(1), named));
}

function classAttribute(of: PyClass, name: string, depth: number): unknown {
  const cell = of.scope.cells.get(name);
  if (cell !== undefined) return cell.value;
  if (depth > 20) return undefined;
  for (const base of of.bases) {
    const found = base instanceof PyClass ? classAttribute(base, name, depth + 1) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function instanceAttribute(machine: PyMachine, object: PyInstance, name: string, label: () => string): unknown {
  if (object.attributes.has(name)) return object.attributes.get(name);
  const found = classAttribute(object.of, name, 0);
  if (found instanceof PyFunction) return new PyNative(name, (_machine, args, named) => callFunction(machine, found, [object, ...args], named));
  if (found !== undefined) return found;
  const open = object.of.bases.find((base) => base instanceof HostObject || base instanceof Unknown);
  if (name === '__init__' || open === undefined) return new Unknown(label());
  return new HostObject(`${show(object)}.${name}`);
}

/** Sets an attribute of any value. */
export function setAttribute(machine: PyMachine, object: unknown, name: string, value: unknown): void {
  if (object instanceof PyInstance) {
    machine.session.journal.touch(object);
    if (object.attributes.size > 1000) machine.budget.allocate(1000);
    object.attributes.set(name, value);
  } else if (object instanceof PyClass) {
    const cell = object.scope.cells.get(name);
    if (cell !== undefined) cell.value = value;
  } else if (object instanceof HostObject) machine.effect(`${object.label}.${name} = ${show(value)}`);
}
