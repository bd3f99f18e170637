import { concat } from '../vbscript/host/concat.js';
import { Unknown } from '../vbscript/host/unknown.js';
import type { Argument, Clause, Expr } from './ast.js';
import { attribute } from './attributes.js';
import { keyOf, repr, show, toCondition, toSize } from './convert.js';
import { formatValue } from './format.js';
import { itemsOf, iterate } from './iterate.js';
import type { PyMachine } from './machine.js';
import { binary, compare, unary } from './operators.js';
import { assignTo, guarded } from './statements.js';
import { EnoughYields, HostObject, PyBytes, PyDict, PyFloat, PyFunction, PyList, PyNamespace, PyRange, Scope } from './values.js';

/** The value of an expression. */
export function evaluate(machine: PyMachine, expr: Expr): unknown {
  if (expr.k === 'name') return machine.lookup(expr.name);
  if (expr.k !== 'chain' && expr.k !== 'call' && expr.k !== 'index' && expr.k !== 'format') return compute(machine, expr);
  const before = machine.session.recorder.lineCount;
  const value = compute(machine, expr);
  if (expr.fold !== false) fold(machine, expr, machine.session.recorder.lineCount === before ? value : undefined);
  return value;
}

function fold(machine: PyMachine, expr: Expr, value: unknown): void {
  const plain = value instanceof PyBytes && !value.mutable ? value.data : value;
  if (expr.fold === undefined && dependsOnCall(machine.scope, expr, 0)) expr.fold = false;
  else if (typeof plain !== 'string' && typeof plain !== 'number' && !(plain instanceof Uint8Array)) expr.fold = false;
  else if (expr.fold === undefined) expr.fold = plain;
  else if (expr.fold !== plain) expr.fold = false;
}

/** Whether an expression names something of a function with parameters: its value is that of one call only. */
function dependsOnCall(scope: Scope, expr: Expr, depth: number): boolean {
  if (scope.parent === undefined) return false;
  if (depth > 30) return true;
  const into = (child: Expr | undefined): boolean => child !== undefined && dependsOnCall(scope, child, depth + 1);
  switch (expr.k) {
    case 'const':
      return false;
    case 'name':
      for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) if (at.cells.has(expr.name)) return at.params;
      return false;
    case 'chain':
      return into(expr.first) || expr.rest.some(({ right }) => into(right));
    case 'call':
      return (expr.callee.k !== 'name' && into(expr.callee)) || expr.args.some(({ value }) => into(value));
    case 'attr':
      return into(expr.object);
    case 'index':
      return into(expr.object) || into(expr.index);
    case 'slice':
      return into(expr.from) || into(expr.to) || into(expr.by);
    case 'list':
      return expr.items.some(into);
    case 'unary':
      return into(expr.operand);
    case 'format':
      return expr.parts.some((part) => typeof part !== 'string' && into(part.value));
    default:
      return true;
  }
}

function compute(machine: PyMachine, expr: Expr): unknown {
  switch (expr.k) {
    case 'const':
      return expr.float === true ? new PyFloat(Number(expr.value)) : expr.value instanceof Uint8Array ? new PyBytes(expr.value) : expr.value;
    case 'name':
      return machine.lookup(expr.name);
    case 'list':
      return list(machine, expr);
    case 'dict':
      return dictionary(machine, expr);
    case 'chain': {
      let value = machine.evaluate(expr.first);
      expr.rest.forEach(({ op, right }, index) => {
        if ((index & 15) === 15) machine.session.step();
        value = binary(machine.session, op, value, machine.evaluate(right));
      });
      if (expr.rest[0]?.op === '+' && (typeof value === 'string' || value instanceof PyBytes)) machine.session.use('concatenation');
      return value;
    }
    case 'compare':
      return comparison(machine, expr);
    case 'bool':
      return boolean(machine, expr);
    case 'unary':
      return unary(expr.op, machine.evaluate(expr.operand));
    case 'call':
      return call(machine, expr);
    case 'attr': {
      const object = machine.evaluate(expr.object);
      return attribute(machine, object, expr.name, () => machine.source(expr));
    }
    case 'index':
      return subscript(machine, machine.evaluate(expr.object), expr.index, expr);
    case 'slice':
      return new Unknown(machine.source(expr));
    case 'lambda':
      return makeFunction(machine, '', expr.params, expr.body);
    case 'if': {
      const decided = toCondition(machine.evaluate(expr.test));
      if (decided !== undefined) return machine.evaluate(decided ? expr.yes : expr.no);
      let yes: unknown;
      let no: unknown;
      machine.undecided(() => ((yes = machine.evaluate(expr.yes)), undefined), () => ((no = machine.evaluate(expr.no)), undefined));
      return Object.is(yes, no) ? yes : new Unknown(machine.source(expr));
    }
    case 'comp':
      return comprehension(machine, expr);
    case 'format': {
      let out: string | Unknown = '';
      for (const part of expr.parts) {
        if (typeof part === 'string') out = concat(machine.session, out, part);
        else {
          const value = machine.evaluate(part.value);
          const spec = part.spec === undefined ? '' : machine.evaluate(part.spec);
          out = concat(machine.session, out, formatValue(machine.session, part.conversion === 'r' || part.conversion === 'a' ? repr(value) : value, typeof spec === 'string' ? spec : ''));
        }
      }
      return out;
    }
    case 'star':
      return machine.evaluate(expr.value);
    case 'walrus': {
      const value = machine.evaluate(expr.value);
      machine.assign(expr.name, value);
      return value;
    }
    case 'yield': {
      const value = expr.value === undefined ? null : machine.evaluate(expr.value);
      machine.session.step();
      (machine.frame.yields ??= []).push(value);
      // One that has no end is followed as far as anybody would read it.
      if (machine.frame.yields.length >= mostYields) throw new EnoughYields();
      return new Unknown('yield');
    }
  }
}

const mostYields = 20_000;

/** Makes a function value. */
export function makeFunction(machine: PyMachine, name: string, params: PyFunction['params'], body: PyFunction['body']): PyFunction {
  const made = new PyFunction(name, params, params.map(({ value }) => (value === undefined ? undefined : machine.evaluate(value))), body, machine.scope, machine.unit);
  if (machine.functions.length < 3000) machine.functions.push(made);
  return made;
}

function list(machine: PyMachine, expr: Extract<Expr, { k: 'list' }>): PyList {
  const items: unknown[] = [];
  for (const item of expr.items) {
    if (item.k === 'star') items.push(...(iterate(machine, machine.evaluate(item.value)) ?? [new Unknown(machine.source(item))]));
    else items.push(machine.evaluate(item));
  }
  machine.budget.allocate(items.length);
  return new PyList(expr.kind === 'set' ? distinct(items) : items, expr.kind);
}

/** Items without those that were there before. */
export function distinct(items: readonly unknown[]): unknown[] {
  const seen = new Map<unknown, unknown>();
  for (const item of items) {
    const key = keyOf(item) ?? item;
    if (!seen.has(key)) seen.set(key, item);
  }
  return [...seen.values()];
}

/** Puts a value into a dictionary. */
export function put(dict: PyDict, key: unknown, value: unknown): void {
  const name = keyOf(key);
  if (name === undefined) dict.open = true;
  else dict.entries.set(name, [key, value]);
}

function dictionary(machine: PyMachine, expr: Extract<Expr, { k: 'dict' }>): PyDict {
  const made = new PyDict();
  for (const { key, value } of expr.entries) {
    const item = machine.evaluate(value);
    if (key !== undefined) put(made, machine.evaluate(key), item);
    else if (item instanceof PyDict) for (const [name, entry] of item.entries) made.entries.set(name, entry);
    else made.open = true;
  }
  return made;
}

function comparison(machine: PyMachine, expr: Extract<Expr, { k: 'compare' }>): unknown {
  let left = machine.evaluate(expr.first);
  let open: unknown;
  for (const { op, right } of expr.rest) {
    const value = machine.evaluate(right);
    const result = compare(op, left, value);
    if (result === false) return false;
    if (result !== true) open = result;
    left = value;
  }
  return open ?? true;
}

function boolean(machine: PyMachine, expr: Extract<Expr, { k: 'bool' }>): unknown {
  let value: unknown = expr.op === 'and';
  for (let i = 0; i < expr.parts.length; i++) {
    value = machine.evaluate(expr.parts[i] as Expr);
    const decided = toCondition(value);
    if (decided === undefined) {
      for (const part of expr.parts.slice(i + 1)) machine.undecided(() => (machine.evaluate(part), undefined), () => undefined);
      return i + 1 === expr.parts.length ? value : new Unknown(machine.source(expr));
    }
    if (decided !== (expr.op === 'and')) return value;
  }
  return value;
}

function callArguments(machine: PyMachine, nodes: readonly Argument[]): { args: unknown[]; named: Map<string, unknown> } {
  const args: unknown[] = [];
  const named = new Map<string, unknown>();
  for (const { name, star, value: node } of nodes) {
    const value = machine.evaluate(node);
    if (star === '*') {
      const items = iterate(machine, value);
      if (items === undefined) args.push(new Unknown(`*${show(value)}`));
      else for (const item of items) args.push(item);
    } else if (star === '**') {
      if (value instanceof PyDict) for (const [key, item] of value.entries.values()) if (typeof key === 'string') named.set(key, item);
    } else if (name === undefined) args.push(value);
    else named.set(name, value);
  }
  return { args, named };
}

function call(machine: PyMachine, expr: Extract<Expr, { k: 'call' }>): unknown {
  const { value: callee, trail } = machine.session.apart(() => machine.evaluate(expr.callee));
  if (!(callee instanceof HostObject)) machine.session.reads(trail);
  const { args, named } = callArguments(machine, expr.args);
  return machine.call(callee, args, named);
}

/** The value at an index, key or slice. */
function subscript(machine: PyMachine, object: unknown, index: Expr, expr: Expr): unknown {
  if (object instanceof PyList || object instanceof PyDict) {
    if (object.trail !== undefined) machine.session.reads(object.trail);
  }
  if (index.k === 'slice') return slice(machine, object, index, expr);
  const key = machine.evaluate(index);
  const label = (): Unknown => new Unknown(machine.source(expr), { remote: (object instanceof Unknown || object instanceof HostObject) && object.remote });
  if (object instanceof PyDict) return object.entries.get(keyOf(key) ?? '?')?.[1] ?? (object.entries.has(keyOf(key) ?? '?') ? null : label());
  if (object instanceof PyNamespace) return typeof key === 'string' ? (key === '__builtins__' ? new PyNamespace('builtins') : attribute(machine, object, key, () => machine.source(expr))) : label();
  if (object instanceof HostObject && typeof key === 'string') {
    if (object.label === 'sys.modules') return new HostObject(key);
    if (object.label === 'os.environ') return new Unknown(`os.environ[${show(key)}]`);
    return new HostObject(`${object.label}[${show(key)}]`, object.remote);
  }
  const at = toSize(key);
  if (at === undefined) return label();
  const pick = (length: number): number => (at < 0 ? at + length : at);
  if (typeof object === 'string') return object[pick(object.length)] ?? label();
  if (object instanceof PyBytes) return object.data[pick(object.data.length)] ?? label();
  if (object instanceof PyList) {
    const place = pick(object.items.length);
    return place >= 0 && place < object.items.length ? object.items[place] : label();
  }
  if (object instanceof PyRange) return pick(object.length) < object.length ? object.start + object.step * pick(object.length) : label();
  return label();
}

function slice(machine: PyMachine, object: unknown, index: Extract<Expr, { k: 'slice' }>, expr: Expr): unknown {
  const part = (node: Expr | undefined): number | undefined | 'open' => {
    if (node === undefined) return undefined;
    const value = machine.evaluate(node);
    return value === null ? undefined : (toSize(value) ?? 'open');
  };
  const [from, to, by] = [part(index.from), part(index.to), part(index.by)];
  const source = object instanceof PyRange ? new PyList(itemsOf(machine, object) ?? []) : object;
  const length = typeof source === 'string' ? source.length : source instanceof PyBytes ? source.data.length : source instanceof PyList ? source.items.length : undefined;
  if (length === undefined || from === 'open' || to === 'open' || by === 'open' || by === 0) return new Unknown(machine.source(expr), { remote: (object instanceof Unknown || object instanceof HostObject) && object.remote });
  const step = by ?? 1;
  const clamp = (value: number | undefined, otherwise: number): number => (value === undefined ? otherwise : Math.max(step < 0 ? -1 : 0, Math.min(step < 0 ? length - 1 : length, value < 0 ? value + length : value)));
  const start = clamp(from, step < 0 ? length - 1 : 0);
  const stop = clamp(to, step < 0 ? -1 : length);
  const count = Math.max(0, Math.ceil((stop - start) / step));
  machine.budget.allocate(count);
  if (step !== 1) machine.session.step(count >> 5);
  if (step === -1 && count > 1) machine.session.use('reverse');
  else if (step !== 1) machine.session.use('stride');
  if (step === 1) {
    if (typeof source === 'string') return source.slice(start, start + count);
    if (source instanceof PyBytes) return new PyBytes(source.data.slice(start, start + count), source.mutable);
    return new PyList((source as PyList).items.slice(start, start + count), (source as PyList).kind);
  }
  const places = Array.from({ length: count }, (_, i) => start + i * step);
  if (typeof source === 'string') return places.map((at) => source[at]).join('');
  if (source instanceof PyBytes) return new PyBytes(Uint8Array.from(places, (at) => source.data[at] as number), source.mutable);
  return new PyList(places.map((at) => (source as PyList).items[at]), (source as PyList).kind);
}

function comprehension(machine: PyMachine, expr: Extract<Expr, { k: 'comp' }>): unknown {
  const outer = machine.scope;
  machine.scope = new Scope(outer);
  const items: unknown[] = [];
  const dict = new PyDict();
  let open = false;
  const turn = (index: number): void => {
    const clause = expr.clauses[index] as Clause | undefined;
    if (clause === undefined) {
      if ((items.length & 4095) === 4095) machine.budget.allocate(4096);
      const key = expr.key === undefined ? undefined : machine.evaluate(expr.key);
      const value = machine.evaluate(expr.value);
      if (expr.kind === 'dict') put(dict, key, value);
      else items.push(value);
      return;
    }
    const over = machine.evaluate(clause.over);
    const sequence = iterate(machine, over);
    if (sequence === undefined) {
      open = true;
      assignTo(machine, clause.target, new Unknown(`${show(over)}[…]`, { remote: (over instanceof Unknown || over instanceof HostObject) && over.remote }));
      machine.undecided(() => (machine.budget.nested(() => turn(index + 1)), undefined), () => undefined);
      return;
    }
    guarded(machine, (guard) => {
      for (const item of sequence) {
        if (!guard.turn()) {
          open = true;
          break;
        }
        assignTo(machine, clause.target, item);
        let decided: boolean | undefined = true as boolean | undefined;
        for (const condition of clause.conditions) {
          const result = toCondition(machine.evaluate(condition));
          if (result === undefined && decided === true) decided = undefined;
          if (result === false) {
            decided = false;
            break;
          }
        }
        open ||= decided === undefined;
        if (decided !== false) machine.budget.nested(() => turn(index + 1));
      }
      return undefined;
    }, true);
  };
  try {
    turn(0);
  } finally {
    machine.scope = outer;
  }
  if (open) return new Unknown(machine.source(expr));
  if (expr.kind === 'dict') return dict;
  return new PyList(expr.kind === 'set' ? distinct(items) : items, expr.kind === 'set' ? 'set' : 'list');
}
