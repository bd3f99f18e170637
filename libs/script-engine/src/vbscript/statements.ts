import { BudgetExceeded } from '../core/budget.js';
import type { Expr, Stmt } from './ast.js';
import { callProcedure, callStatement } from './calls.js';
import { Bytes, ComObject } from './host/com-object.js';
import { comCall } from './host/com-dispatch.js';
import { Abrupt } from './host/journal.js';
import { LoopGuard } from './host/session.js';
import { Unknown } from './host/unknown.js';
import type { VbMachine } from './machine.js';
import { binary } from './operators.js';
import { Cell, ClassValue, Instance, ProcedureValue, show, sourceOf, toCondition, toNumber, VbArray } from './values.js';

/** How a block was left before its end. */
export type Signal = 'for' | 'do' | 'procedure' | undefined;

/** Makes the procedures and classes of a text known before it runs. */
export function hoist(machine: VbMachine, statements: readonly Stmt[], scope: Map<string, Cell>): void {
  for (const statement of statements) {
    machine.session.step();
    if (statement.k === 'procedure') {
      const value = new ProcedureValue(statement.procedure, machine.unit);
      machine.procedures.push(value);
      scope.set(statement.procedure.name, new Cell(statement.procedure.name, value, machine.session.none));
    } else if (statement.k === 'class') scope.set(statement.name, new Cell(statement.name, new ClassValue(statement.name, statement.members, machine.unit), machine.session.none));
  }
}

/** Runs statements in order. */
export function runBlock(machine: VbMachine, statements: readonly Stmt[]): Signal {
  const { session } = machine;
  for (const statement of statements) {
    session.step();
    session.trail = session.none;
    machine.here = statement;
    const signal = tolerant(machine, statement);
    if (signal !== undefined) return signal;
  }
  return undefined;
}

/** A text too long, and nesting too deep outside of procedures, end their statement only. */
function tolerant(machine: VbMachine, statement: Stmt): Signal {
  try {
    return run(machine, statement);
  } catch (error) {
    if (!(error instanceof BudgetExceeded) || !(error.limit === 'stringLength' || (error.limit === 'depth' && machine.frame.result === undefined))) throw error;
    machine.session.step(20_000);
    machine.session.recorder.missing('budget', `the limit "${error.limit}" was reached`, statement);
    if (statement.k === 'assign' && statement.target.k === 'id') machine.write(machine.cell(statement.target.name), new Unknown(sourceOf(machine.unit, statement.target)));
    return undefined;
  }
}

function run(machine: VbMachine, statement: Stmt): Signal {
  switch (statement.k) {
    case 'assign':
      assign(machine, statement.target, machine.evaluate(statement.value));
      return undefined;
    case 'call':
      callStatement(machine, statement.expr, statement.args);
      return undefined;
    case 'dim':
      dim(machine, statement);
      return undefined;
    case 'if':
      return machine.budget.nested(() => arms(machine, statement.arms.map((arm) => ({ test: () => machine.evaluate(arm.cond), body: arm.body })), 0, statement.other));
    case 'select':
      return machine.budget.nested(() => select(machine, statement));
    case 'for':
      return machine.budget.nested(() => countLoop(machine, statement));
    case 'each':
      return machine.budget.nested(() => eachLoop(machine, statement));
    case 'loop':
      return machine.budget.nested(() => conditionLoop(machine, statement));
    case 'with':
      return machine.budget.nested(() => {
        machine.frame.withs.push(machine.evaluate(statement.object));
        try {
          return runBlock(machine, statement.body);
        } finally {
          machine.frame.withs.pop();
        }
      });
    case 'exit':
      if (statement.what === 'end') throw new Abrupt('quit');
      if (statement.what === 'procedure' && machine.frame.undecided > 0 && machine.frame.result !== undefined) machine.frame.maybe.push(machine.frame.result.value);
      return statement.what;
    case 'procedure':
    case 'class':
    case 'none':
      return undefined;
  }
}

function dim(machine: VbMachine, statement: Extract<Stmt, { k: 'dim' }>): void {
  for (const { name, dims, value } of statement.names) {
    let cell = statement.redim ? machine.find(name) : machine.frame.scope.get(name);
    if (cell === undefined) {
      cell = new Cell(name, undefined, machine.session.none);
      machine.frame.scope.set(name, cell);
    }
    if (value !== undefined) machine.write(cell, machine.evaluate(value));
    else if (dims !== undefined) machine.write(cell, array(machine, dims, statement.preserve ? cell.value : undefined));
  }
}

function array(machine: VbMachine, dims: readonly Expr[], before: unknown): unknown {
  const sizes = dims.map((bound) => toNumber(machine.evaluate(bound)));
  if (sizes.some((size) => size === undefined)) return new Unknown('array');
  const counts = sizes.map((size) => Math.max(0, Math.round(size as number) + 1));
  const total = dims.length === 0 ? 0 : counts.reduce((all, count) => all * count, 1);
  machine.budget.allocate(total);
  const items: unknown[] = new Array<unknown>(total).fill(undefined);
  if (before instanceof VbArray) for (let i = 0; i < Math.min(total, before.items.length); i++) items[i] = before.items[i];
  return new VbArray(items, dims.length === 0 ? [0] : counts);
}

/** Puts a value where an expression points. */
export function assign(machine: VbMachine, target: Expr, value: unknown): void {
  const { session } = machine;
  if (target.k === 'id') {
    const cell = machine.cell(target.name);
    machine.write(cell, value instanceof VbArray ? copyOf(machine, value) : value);
    return;
  }
  if (target.k === 'call') {
    const holder = target.target.k === 'id' ? machine.find(target.target.name)?.value : machine.evaluate(target.target);
    const indices = target.args.map((arg) => (arg === undefined ? undefined : machine.evaluate(arg)));
    if (holder instanceof VbArray) {
      session.journal.touch(holder);
      holder.trail = (holder.trail ?? session.none).plus(session.trail);
      const at = holder.offset(indices.map((index) => toNumber(index) ?? Number.NaN));
      if (at >= 0) holder.items[at] = value;
      else if (indices.some((index) => toNumber(index) === undefined)) holder.blur();
    } else if (holder instanceof ComObject) {
      if (holder.kind === 'scripting.dictionary' || holder.kind === 'environment') comCall(machine, holder, '', [...indices, value]);
      else session.recorder.effect(`${holder.label}(${indices.map(show).join(', ')}) = ${show(value)}`, machine.here);
    } else if (target.target.k === 'member') session.recorder.effect(`${sourceOf(machine.unit, target)} = ${show(value)}`, machine.here);
    return;
  }
  if (target.k !== 'member') return;
  const object = target.object === undefined ? machine.frame.withs.at(-1) : machine.evaluate(target.object);
  const name = target.name.toLowerCase();
  if (object instanceof Instance) {
    const setter = object.scope.get(`let ${name}`)?.value;
    if (setter instanceof ProcedureValue) {
      callProcedure(machine, setter, [new Cell('', value, session.trail)]);
      return;
    }
    const field = object.scope.get(name) ?? new Cell(name, undefined, session.none);
    object.scope.set(name, field);
    machine.write(field, value);
  } else if (object instanceof ComObject) machine.setMember(object, target.name, value);
  else session.recorder.effect(`${object instanceof Unknown ? object.text : target.object === undefined ? '' : sourceOf(machine.unit, target.object)}.${target.name} = ${show(value)}`, machine.here);
}

function copyOf(machine: VbMachine, value: VbArray): VbArray {
  machine.budget.allocate(value.items.length);
  const copy = new VbArray([...value.items], [...value.dims]);
  copy.trail = value.trail;
  return copy;
}

interface Arm {
  test: () => unknown;
  body: readonly Stmt[];
}

function arms(machine: VbMachine, all: readonly Arm[], from: number, other: readonly Stmt[]): Signal {
  for (let i = from; i < all.length; i++) {
    const arm = all[i] as Arm;
    const decided = toCondition(machine.plain(arm.test()));
    if (decided === undefined) return machine.budget.nested(() => undecided(machine, () => runBlock(machine, arm.body), () => arms(machine, all, i + 1, other)));
    if (decided) return runBlock(machine, arm.body);
  }
  return runBlock(machine, other);
}

/** Follows both sides of a branch that cannot be decided. */
export function undecided(machine: VbMachine, first: () => Signal, second: () => Signal): Signal {
  const { frame } = machine;
  let doneFirst = false;
  let doneSecond = false;
  frame.undecided++;
  try {
    const [a, b] = machine.session.journal.choice<Signal>(
      () => {
        const signal = machine.session.speculate(first);
        doneFirst = true;
        return signal;
      },
      () => {
        const signal = machine.session.speculate(second);
        doneSecond = true;
        return signal;
      },
      (signal) => signal !== undefined,
    );
    if (!doneFirst) return b;
    if (!doneSecond) return a;
    if (a !== undefined && b !== undefined) return b;
    const left = a ?? b;
    if (left === 'for' || left === 'do') frame.loops.findLast(({ what }) => what === left)?.guard.mayHaveEnded();
    return undefined;
  } finally {
    frame.undecided--;
    machine.frame = frame;
  }
}

function select(machine: VbMachine, statement: Extract<Stmt, { k: 'select' }>): Signal {
  const subject = machine.plain(machine.evaluate(statement.subject));
  const test = ({ op, value, to }: (typeof statement.arms)[number]['tests'][number]): unknown => {
    const other = machine.plain(machine.evaluate(value));
    if (to === undefined) return binary(machine.session, op, subject, other);
    return binary(machine.session, 'and', binary(machine.session, '>=', subject, other), binary(machine.session, '<=', subject, machine.plain(machine.evaluate(to))));
  };
  const any = (tests: (typeof statement.arms)[number]['tests']): unknown => {
    let open: unknown = false;
    for (const one of tests) {
      const result = test(one);
      if (toCondition(result) === true) return true;
      if (toCondition(result) === undefined) open = result;
    }
    return open;
  };
  return arms(machine, statement.arms.map(({ tests, body }) => ({ test: () => any(tests), body })), 0, statement.other);
}

function guarded(machine: VbMachine, what: 'for' | 'do', work: (guard: LoopGuard) => Signal, items = false): Signal {
  const guard = new LoopGuard(machine.session, items);
  const { frame } = machine;
  frame.loops.push({ what, guard });
  try {
    return work(guard);
  } finally {
    frame.loops.pop();
    guard.close();
    if (guard.cut) machine.session.recorder.missing('budget', 'a loop was not followed to its end', machine.here);
  }
}

/** A body that runs an unknown number of times: once, or not at all. */
function perhaps(machine: VbMachine, guard: LoopGuard, what: 'for' | 'do', body: readonly Stmt[]): Signal {
  guard.mayHaveEnded();
  return undecided(machine, () => {
    const signal = runBlock(machine, body);
    return signal === what ? undefined : signal;
  }, () => undefined);
}

function countLoop(machine: VbMachine, statement: Extract<Stmt, { k: 'for' }>): Signal {
  const from = toNumber(machine.plain(machine.evaluate(statement.from)));
  const to = toNumber(machine.plain(machine.evaluate(statement.to)));
  const by = statement.by === undefined ? 1 : toNumber(machine.plain(machine.evaluate(statement.by)));
  const cell = machine.cell(statement.variable);
  return guarded(machine, 'for', (guard) => {
    if (from === undefined || to === undefined || by === undefined) {
      machine.write(cell, new Unknown(statement.variable));
      return perhaps(machine, guard, 'for', statement.body);
    }
    machine.write(cell, from);
    for (let at = from; by >= 0 ? at <= to : at >= to; ) {
      if (!guard.turn()) break;
      const signal = runBlock(machine, statement.body);
      if (signal === 'for') break;
      if (signal !== undefined) return signal;
      const next = toNumber(cell.value);
      if (next === undefined) {
        guard.mayHaveEnded();
        break;
      }
      at = next + by;
      machine.session.trail = machine.session.none;
      machine.write(cell, at);
    }
    return undefined;
  });
}

function eachLoop(machine: VbMachine, statement: Extract<Stmt, { k: 'each' }>): Signal {
  const over = machine.plain(machine.evaluate(statement.over));
  const { trail } = machine.session;
  const cell = machine.cell(statement.variable);
  const items = over instanceof VbArray ? over.items : over instanceof Bytes ? [...over.data] : over instanceof ComObject && over.kind === 'scripting.dictionary' ? (comCall(machine, over, 'keys', []) as VbArray).items : undefined;
  return guarded(machine, 'for', (guard) => {
    if (items === undefined) {
      const label = over instanceof ComObject ? over.label : show(over);
      machine.write(cell, over instanceof ComObject ? new ComObject(over.kind === 'wmi' ? 'wmi' : 'object', `${label}(…)`) : new Unknown(statement.variable));
      return perhaps(machine, guard, 'for', statement.body);
    }
    for (const item of items) {
      if (!guard.turn()) break;
      machine.session.trail = trail;
      machine.write(cell, item);
      const signal = runBlock(machine, statement.body);
      if (signal === 'for') break;
      if (signal !== undefined) return signal;
    }
    return undefined;
  }, true);
}

function conditionLoop(machine: VbMachine, statement: Extract<Stmt, { k: 'loop' }>): Signal {
  const { cond, until, after, body } = statement;
  const goesOn = (): boolean | undefined => {
    if (cond === undefined) return true;
    machine.session.trail = machine.session.none;
    const decided = toCondition(machine.plain(machine.evaluate(cond)));
    return decided === undefined ? undefined : decided !== until;
  };
  return guarded(machine, 'do', (guard) => {
    if (!after) {
      const first = goesOn();
      if (first === false) return undefined;
      if (first === undefined) return perhaps(machine, guard, 'do', body);
    }
    for (;;) {
      if (!guard.turn()) return undefined;
      const signal = runBlock(machine, body);
      if (signal === 'do') return undefined;
      if (signal !== undefined) return signal;
      const again = goesOn();
      if (again === undefined) guard.mayHaveEnded();
      if (again !== true) return undefined;
    }
  });
}
