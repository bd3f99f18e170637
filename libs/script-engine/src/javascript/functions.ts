import type { AnyNode, Expression, Pattern } from 'acorn';
import { comCall } from '../vbscript/host/com-dispatch.js';
import { ComObject } from '../vbscript/host/com-object.js';
import { shellCommand } from '../vbscript/host/shell-command.js';
import { knownText, Unknown } from '../vbscript/host/unknown.js';
import { show, toText } from './convert.js';
import { promiseOf } from './object-methods.js';
import { getMember, setMember } from './members.js';
import type { JsMachine } from './machine.js';
import { hoist } from './hoist.js';
import { runBody } from './statements.js';
import { Cell, EnoughYields, JsArray, JsFunction, JsObject, Native, Scope } from './values.js';

/** Calls any value. What is not known is listed when it gets known text, and its callbacks are followed. */
export function callValue(machine: JsMachine, callee: unknown, self: unknown, args: readonly unknown[], label: string): unknown {
  machine.session.step();
  if (callee instanceof JsFunction) return callFunction(machine, callee, self, args);
  if (callee instanceof Native) return callee.call(machine, self, args);
  if (callee instanceof ComObject) {
    if (callee.kind === 'node:http') return callUnknown(machine, callee.label, args, true);
    if (args.some((arg) => typeof arg === 'string' && arg.length > 3) && callee.kind === 'object') machine.session.recorder.effect(`${callee.label}(${args.map((arg) => show(arg)).join(', ')})`, machine.here);
    const value = comCall(machine, callee, '', args);
    callbacks(machine, args, false);
    return value;
  }
  const text = callee instanceof Unknown ? callee.text : label;
  return callUnknown(machine, text, args, callee instanceof Unknown && callee.remote);
}

/** A call of something not known. */
export function callUnknown(machine: JsMachine, text: string, args: readonly unknown[], remote: boolean): Unknown {
  const shown = `${text}(${args.map((arg) => show(arg)).join(', ')})`;
  const telling = args.some((arg) => (typeof arg === 'string' && arg.length > 3) || (arg instanceof Unknown && arg.parts !== undefined && knownText(arg).length > 3));
  if (telling) machine.session.recorder.effect(shown, machine.here);
  callbacks(machine, args, remote);
  return new Unknown(shown, { remote: remote || args.some((arg) => arg instanceof Unknown && arg.remote) });
}

/** Follows functions handed to the outside with arguments not known. */
export function callbacks(machine: JsMachine, args: readonly unknown[], remote: boolean): void {
  for (const arg of args) {
    if (!(arg instanceof JsFunction) || arg.callbacks >= 2) continue;
    arg.callbacks++;
    const values = arg.params.map((param) => new Unknown(param.type === 'Identifier' ? param.name : 'argument', { remote }));
    machine.undecided(() => {
      callFunction(machine, arg, undefined, values);
      return undefined;
    }, () => undefined);
  }
}

/** Runs the body of a generator, which ends once it gave enough. */
function untilEnough<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof EnoughYields) return undefined;
    throw error;
  }
}

/** Calls a function of the script. */
export function callFunction(machine: JsMachine, callee: JsFunction, self: unknown, args: readonly unknown[], construct = false): unknown {
  const { session } = machine;
  const { kind } = callee;
  callee.called = true;
  session.step();
  if (!session.follows(callee, args.some(informs))) return new Unknown(`${callee.name === '' ? 'function' : callee.name}(…)`);
  const scope = new Scope(callee.scope, true, callee.params.length > 0);
  const given = new JsArray([...args]);
  const frame = machine.newFrame(kind.arrow ? kind.self : (self ?? machine.global), kind.arrow ? kind.args : given);
  frame.newTarget = construct;
  const answer = (value: unknown): unknown => (kind.async ? promiseOf(value) : value);
  const outer = { frame: machine.frame, trail: session.trail, tries: machine.tries };
  return machine.budget.nested(() =>
    machine.inside(callee.unit, scope, () => {
      machine.frame = frame;
      try {
        bindParameters(machine, callee.params, args, scope);
        if (kind.parent !== undefined) scope.cells.set('super', new Cell('super', kind.parent, session.none));
        if (!Array.isArray(callee.body)) {
          machine.here = callee.body as Expression;
          return answer(session.followed(callee, () => machine.evaluate(callee.body as Expression)));
        }
        hoist(machine, callee.body);
        const { body } = callee;
        const left = session.followed(callee, () => (kind.generator ? untilEnough(() => runBody(machine, body)) : runBody(machine, body)));
        if (kind.generator) return new JsArray(frame.yields ?? []);
        const value = left?.kind === 'return' ? left.value : undefined;
        return answer(frame.maybe.every((maybe) => Object.is(maybe, value)) ? value : new Unknown(`${callee.name === '' ? 'function' : callee.name}(…)`));
      } finally {
        machine.frame = outer.frame;
        machine.tries = outer.tries;
        session.trail = outer.trail.plus(session.trail);
      }
    }),
  );
}

function informs(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || (value instanceof JsArray && value.items.length > 0) || (value instanceof Unknown && value.parts !== undefined);
}

function bindParameters(machine: JsMachine, params: readonly Pattern[], args: readonly unknown[], scope: Scope): void {
  params.forEach((param, index) => {
    if (param.type === 'Identifier') scope.cells.set(param.name, new Cell(param.name, args[index], machine.session.trail));
    else if (param.type === 'RestElement') bindPattern(machine, param.argument, new JsArray(args.slice(index)), scope);
    else bindPattern(machine, param, args[index], scope);
  });
}

/** Gives the names of a pattern their values: as new names of a scope, or to what they name already. */
export function bindPattern(machine: JsMachine, pattern: Pattern, value: unknown, scope: Scope | undefined): void {
  machine.session.step();
  switch (pattern.type) {
    case 'Identifier':
      if (scope === undefined) assignName(machine, pattern.name, value);
      else machine.declare(scope, pattern.name, value);
      return;
    case 'MemberExpression':
      if (pattern.object.type !== 'Super') setMember(machine, machine.evaluate(pattern.object), memberKey(machine, pattern), value);
      return;
    case 'AssignmentPattern':
      bindPattern(machine, pattern.left, value === undefined ? machine.evaluate(pattern.right) : value, scope);
      return;
    case 'ArrayPattern':
      pattern.elements.forEach((element, index) => {
        if (element === null) return;
        if (element.type === 'RestElement') bindPattern(machine, element.argument, value instanceof JsArray ? new JsArray(value.items.slice(index)) : new Unknown('rest'), scope);
        else bindPattern(machine, element, value instanceof JsArray ? value.items[index] : typeof value === 'string' ? value[index] : new Unknown(`${show(value)}[${index}]`, { remote: value instanceof Unknown && value.remote }), scope);
      });
      return;
    case 'ObjectPattern':
      for (const property of pattern.properties) {
        if (property.type === 'RestElement') bindPattern(machine, property.argument, new Unknown('rest'), scope);
        else {
          const key = property.computed ? machine.evaluate(property.key) : property.key.type === 'Identifier' ? property.key.name : property.key.type === 'Literal' ? String(property.key.value) : '';
          bindPattern(machine, property.value, getMember(machine, value, key, () => `${show(value)}.${show(key)}`), scope);
        }
      }
      return;
    default:
      return;
  }
}

/** The key of a member expression, evaluated. */
export function memberKey(machine: JsMachine, node: Extract<AnyNode, { type: 'MemberExpression' }>): unknown {
  if (node.property.type === 'PrivateIdentifier') return `#${node.property.name}`;
  return !node.computed && node.property.type === 'Identifier' ? node.property.name : machine.evaluate(node.property);
}

/** Assigns to a name; names nobody declared become global. */
export function assignName(machine: JsMachine, name: string, value: unknown): void {
  const cell = machine.find(name);
  if (cell !== undefined) machine.write(cell, value);
  else {
    machine.declare(machine.globals, name, value);
    if (name === 'location') machine.session.recorder.effect(`location = ${show(value)}`, machine.here);
  }
}

/** `new` of any value. */
export function construct(machine: JsMachine, callee: unknown, args: readonly unknown[], label: string): unknown {
  machine.session.step();
  if (callee instanceof Native) return callee.construct === undefined ? callee.call(machine, undefined, args) : callee.construct(machine, args);
  if (callee instanceof JsFunction) {
    const made = new JsObject('Object');
    const proto = callee.object.props.get('prototype');
    made.proto = proto instanceof JsObject ? proto : undefined;
    initialise(machine, callee, made);
    const value = callFunction(machine, callee, made, args, true);
    return value instanceof JsObject || value instanceof JsArray || value instanceof JsFunction ? value : made;
  }
  const shown = `new ${callee instanceof Unknown ? callee.text : label}(${args.map((arg) => show(arg)).join(', ')})`;
  if (args.some((arg) => typeof arg === 'string' && arg.length > 3)) machine.session.recorder.effect(shown, machine.here);
  callbacks(machine, args, false);
  return new ComObject('object', shown);
}

function initialise(machine: JsMachine, callee: JsFunction, made: JsObject): void {
  if (callee.kind.parent instanceof JsFunction) machine.budget.nested(() => initialise(machine, callee.kind.parent as JsFunction, made));
  for (const { name, value } of callee.kind.fields ?? []) {
    machine.session.step();
    made.props.set(name, value === undefined ? undefined : machine.inside(callee.unit, callee.scope, () => {
      const { frame } = machine;
      machine.frame = machine.newFrame(made, undefined);
      try {
        return machine.evaluate(value);
      } finally {
        machine.frame = frame;
      }
    }));
  }
}

/** Hands on a command line of Node. */
export function nodeCommand(machine: JsMachine, command: unknown, sink: string): void {
  shellCommand(machine.session, toText(command ?? ''), machine.here, sink, machine.windows);
}
