import { BudgetExceeded } from '../core/budget.js';
import { Abrupt } from '../vbscript/host/journal.js';
import { LoopGuard } from '../vbscript/host/session.js';
import { Unknown } from '../vbscript/host/unknown.js';
import type { Expr, Stmt } from './ast.js';
import { attribute, setAttribute } from './attributes.js';
import { keyOf, show, toCondition, toSize } from './convert.js';
import { makeFunction, put } from './expressions.js';
import { itemsOf, iterate } from './iterate.js';
import type { PyMachine } from './machine.js';
import { importModule } from './modules.js';
import { binary } from './operators.js';
import { HostObject, PyBytes, PyClass, PyDict, PyFunction, PyList, PyNamespace, Scope, type Leave } from './values.js';

/** Runs statements in order. */
export function runBlock(machine: PyMachine, statements: readonly Stmt[]): Leave | undefined {
  const { session } = machine;
  for (const statement of statements) {
    session.step();
    session.trail = session.none;
    machine.here = statement;
    const left = tolerant(machine, statement);
    if (left !== undefined) return left;
  }
  return undefined;
}

/** A text too long, and nesting too deep at the top, end their statement only. */
function tolerant(machine: PyMachine, statement: Stmt): Leave | undefined {
  try {
    return run(machine, statement);
  } catch (error) {
    const limit = error instanceof BudgetExceeded ? error.limit : error instanceof RangeError ? 'depth' : undefined;
    if (limit !== 'stringLength' && !(limit === 'depth' && machine.scope === machine.globals)) throw error;
    machine.session.step(20_000);
    machine.session.recorder.missing('budget', `the limit "${limit}" was reached`, statement);
    if (statement.k === 'assign') for (const target of statement.targets) if (target.k === 'name') machine.assign(target.name, new Unknown(target.name));
    return undefined;
  }
}

function run(machine: PyMachine, statement: Stmt): Leave | undefined {
  switch (statement.k) {
    case 'expr':
      machine.evaluate(statement.expr);
      return undefined;
    case 'assign': {
      const value = machine.evaluate(statement.value);
      for (const target of statement.targets) assignTo(machine, target, value);
      return undefined;
    }
    case 'augment': {
      const before = machine.evaluate(statement.target);
      const given = machine.evaluate(statement.value);
      if (statement.op === '+' && before instanceof PyList && before.kind === 'list') {
        machine.session.journal.touch(before);
        before.trail = (before.trail ?? machine.session.none).plus(machine.session.trail);
        const items = itemsOf(machine, given);
        if (items === undefined) before.blur();
        else for (const item of items) before.items.push(item);
        return undefined;
      }
      const value = binary(machine.session, statement.op, before, given);
      if (statement.op === '+' && (typeof value === 'string' || value instanceof PyBytes)) machine.session.use('concatenation');
      assignTo(machine, statement.target, value);
      return undefined;
    }
    case 'if':
      return machine.budget.nested(() => arms(machine, statement, 0));
    case 'while':
      return machine.budget.nested(() => whileLoop(machine, statement));
    case 'for':
      return machine.budget.nested(() => forLoop(machine, statement));
    case 'def': {
      const made = makeFunction(machine, statement.name, statement.params, statement.body);
      machine.assign(statement.name, statement.decorators.reduceRight<unknown>((value, decorator) => decoratedBy(machine, decorator, value), made));
      return undefined;
    }
    case 'class': {
      const scope = new Scope(machine.scope);
      const bases = statement.bases.map(({ value }) => machine.evaluate(value));
      const outer = machine.scope;
      machine.scope = scope;
      try {
        machine.budget.nested(() => runBlock(machine, statement.body));
      } finally {
        machine.scope = outer;
      }
      machine.assign(statement.name, new PyClass(statement.name, scope, bases));
      return undefined;
    }
    case 'return': {
      const value = statement.value === undefined ? null : machine.evaluate(statement.value);
      if (machine.frame.undecided > 0) machine.frame.maybe.push(value);
      return { kind: 'return', value };
    }
    case 'import': {
      const root = statement.as === undefined ? (statement.module.split('.')[0] ?? statement.module) : statement.module;
      machine.assign(statement.as ?? root, importModule(root));
      return undefined;
    }
    case 'from':
      for (const { name, as } of statement.names) if (name !== '*') machine.assign(as, attribute(machine, importModule(statement.module), name, () => name));
      return undefined;
    case 'try':
      return machine.budget.nested(() => tryStatement(machine, statement));
    case 'with':
      for (const { value, target } of statement.items) {
        const held = machine.evaluate(value);
        if (target !== undefined) assignTo(machine, target, held);
      }
      return machine.budget.nested(() => runBlock(machine, statement.body));
    case 'raise':
      throw new Abrupt('throw', statement.value === undefined ? new Unknown('exception') : machine.evaluate(statement.value));
    case 'global':
      machine.scope.declared ??= new Map();
      for (const name of statement.names) machine.scope.declared.set(name, statement.outer ? 'outer' : 'global');
      return undefined;
    case 'leave':
      return { kind: statement.what };
    case 'pass':
      return undefined;
  }
}

/** Gives what an expression names a value. */
export function assignTo(machine: PyMachine, target: Expr, value: unknown): void {
  const { session } = machine;
  switch (target.k) {
    case 'name':
      machine.assign(target.name, value);
      return;
    case 'list': {
      const items = itemsOf(machine, value);
      const star = target.items.findIndex((item) => item.k === 'star');
      target.items.forEach((item, index) => {
        const unknown = new Unknown(`${show(value)}[${index}]`, { remote: (value instanceof Unknown || value instanceof HostObject) && value.remote });
        if (items === undefined) assignTo(machine, item.k === 'star' ? item.value : item, unknown);
        else if (item.k === 'star') assignTo(machine, item.value, new PyList(items.slice(index, items.length - (target.items.length - 1 - index))));
        else assignTo(machine, item, items[star >= 0 && index > star ? items.length - (target.items.length - index) : index] ?? null);
      });
      return;
    }
    case 'attr':
      setAttribute(machine, machine.evaluate(target.object), target.name, value);
      return;
    case 'index': {
      const object = machine.evaluate(target.object);
      if (target.index.k === 'slice') {
        if (object instanceof PyList || object instanceof PyBytes) {
          session.journal.touch(object);
          const whole = target.index.from === undefined && target.index.to === undefined && target.index.by === undefined;
          const items = whole ? itemsOf(machine, value) : undefined;
          if (object instanceof PyList && items !== undefined) object.items = items;
          else object.blur();
        }
        return;
      }
      const key = machine.evaluate(target.index);
      setItem(machine, object, key, value);
      return;
    }
    case 'star':
      assignTo(machine, target.value, value);
      return;
    default:
      return;
  }
}

function setItem(machine: PyMachine, object: unknown, key: unknown, value: unknown): void {
  const { session } = machine;
  if (object instanceof PyNamespace && typeof key === 'string') {
    const outer = machine.scope;
    machine.scope = machine.globals;
    machine.assign(key, value);
    machine.scope = outer;
  } else if (object instanceof PyDict) {
    session.journal.touch(object);
    object.trail = (object.trail ?? session.none).plus(session.trail);
    if (object.entries.size > 1000) machine.budget.allocate(257);
    put(object, key, value);
  } else if (object instanceof PyList || object instanceof PyBytes) {
    session.journal.touch(object);
    const at = toSize(key);
    const length = object instanceof PyList ? object.items.length : object.data.length;
    if (at === undefined) object.blur();
    else if (at < length && at >= -length) {
      const place = at < 0 ? at + length : at;
      if (object instanceof PyList) {
        object.trail = (object.trail ?? session.none).plus(session.trail);
        object.items[place] = value;
      } else if (typeof value === 'number') object.data[place] = value;
      else object.blur();
    }
  } else if (object instanceof HostObject) machine.effect(`${object.label}[${keyOf(key) === undefined ? '…' : show(key)}] = ${show(value)}`);
}

function arms(machine: PyMachine, statement: Extract<Stmt, { k: 'if' }>, from: number): Leave | undefined {
  for (let i = from; i < statement.arms.length; i++) {
    const arm = statement.arms[i] as (typeof statement.arms)[number];
    const decided = toCondition(machine.evaluate(arm.test));
    if (decided === undefined) return machine.budget.nested(() => machine.undecided(() => runBlock(machine, arm.body), () => arms(machine, statement, i + 1)));
    if (decided) return runBlock(machine, arm.body);
  }
  return runBlock(machine, statement.other);
}

/** Runs a loop under a guard. */
export function guarded(machine: PyMachine, work: (guard: LoopGuard) => Leave | undefined, items = false): Leave | undefined {
  const guard = new LoopGuard(machine.session, items);
  const { frame, here } = machine;
  frame.loops.push(guard);
  try {
    return work(guard);
  } finally {
    frame.loops.pop();
    guard.close();
    if (guard.cut) machine.session.recorder.missing('budget', 'a loop was not followed to its end', here);
  }
}

/** What a decorator of the script makes of a function; those of libraries leave it what it is. */
function decoratedBy(machine: PyMachine, expr: Expr, value: unknown): unknown {
  const named = expr.k === 'call' ? expr.callee : expr;
  if (named.k !== 'name') return value;
  const decorator = machine.evaluate(expr);
  if (!(decorator instanceof PyFunction) && !(decorator instanceof PyClass)) return value;
  const made = machine.call(decorator, [value]);
  return made instanceof Unknown || made === null ? value : made;
}

/** A body that runs an unknown number of times: once, or not at all. */
function perhaps(machine: PyMachine, guard: LoopGuard, body: readonly Stmt[]): Leave | undefined {
  guard.mayHaveEnded();
  return machine.undecided(() => {
    const left = runBlock(machine, body);
    return left?.kind === 'return' ? left : undefined;
  }, () => undefined);
}

function whileLoop(machine: PyMachine, statement: Extract<Stmt, { k: 'while' }>): Leave | undefined {
  return guarded(machine, (guard) => {
    for (let first = true; ; first = false) {
      machine.session.trail = machine.session.none;
      const decided = toCondition(machine.evaluate(statement.test));
      if (decided === false) return runBlock(machine, statement.other);
      if (decided === undefined) {
        if (first) return perhaps(machine, guard, statement.body);
        guard.mayHaveEnded();
        return undefined;
      }
      if (!guard.turn()) return undefined;
      const left = runBlock(machine, statement.body);
      if (left?.kind === 'break') return undefined;
      if (left?.kind === 'return') return left;
    }
  });
}

function forLoop(machine: PyMachine, statement: Extract<Stmt, { k: 'for' }>): Leave | undefined {
  const over = machine.evaluate(statement.over);
  const { trail } = machine.session;
  const items = iterate(machine, over);
  return guarded(machine, (guard) => {
    if (items === undefined) {
      assignTo(machine, statement.target, new Unknown(`${show(over)}[…]`, { remote: (over instanceof Unknown || over instanceof HostObject) && over.remote }));
      return perhaps(machine, guard, statement.body);
    }
    for (const item of items) {
      if (!guard.turn()) return undefined;
      machine.session.trail = trail;
      assignTo(machine, statement.target, item);
      const left = runBlock(machine, statement.body);
      if (left?.kind === 'break') return undefined;
      if (left?.kind === 'return') return left;
    }
    return runBlock(machine, statement.other);
  }, true);
}

function tryStatement(machine: PyMachine, statement: Extract<Stmt, { k: 'try' }>): Leave | undefined {
  const { scope, frame } = machine;
  const loops = frame.loops.length;
  const reset = (): void => {
    machine.scope = scope;
    machine.frame = frame;
    frame.loops.length = loops;
  };
  const handle = (value: unknown): Leave | undefined => {
    let left: Leave | undefined;
    for (const { name, body } of statement.handlers.slice(0, 1)) {
      if (name !== undefined) machine.assign(name, value);
      left = runBlock(machine, body);
    }
    return left;
  };
  let left: Leave | undefined;
  try {
    left = runBlock(machine, statement.body);
    reset();
    if (!machine.visitedHandlers.has(statement)) {
      // Nothing that is known went wrong, but what is not known might: the calls of the handlers count as well.
      machine.visitedHandlers.add(statement);
      for (const { name, body } of statement.handlers) {
        machine.session.journal.choice(() => {
          if (name !== undefined) machine.assign(name, new Unknown(name));
          runBlock(machine, body);
          return true;
        }, () => false, (ended) => ended);
        reset();
      }
    }
    left ??= runBlock(machine, statement.other);
  } catch (error) {
    if (!(error instanceof Abrupt) || (error.kind === 'quit' && statement.handlers.length === 0) || statement.handlers.length === 0) throw error;
    reset();
    machine.visitedHandlers.add(statement);
    if (error.kind === 'quit') throw error;
    left = handle(error.value);
  } finally {
    reset();
  }
  return runBlock(machine, statement.last) ?? left;
}
