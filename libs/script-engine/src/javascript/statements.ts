import type { AnyNode, BlockStatement, Expression, Pattern, Program, Statement, VariableDeclaration } from 'acorn';
import { BudgetExceeded } from '../core/budget.js';
import { ComObject } from '../vbscript/host/com-object.js';
import { Abrupt } from '../vbscript/host/journal.js';
import { LoopGuard } from '../vbscript/host/session.js';
import { Unknown } from '../vbscript/host/unknown.js';
import { show, toCondition } from './convert.js';
import { makeClass } from './classes.js';
import { bindPattern } from './functions.js';
import { getMember } from './members.js';
import type { JsMachine } from './machine.js';
import { binary } from './operators.js';
import { Cell, JsArray, JsObject, Scope, type Leave } from './values.js';

type Body = Program['body'][number];

/** Runs statements in order. */
export function runBody(machine: JsMachine, body: readonly Body[]): Leave | undefined {
  for (const statement of body) {
    const left = runStatement(machine, statement);
    if (left !== undefined) return left;
  }
  return undefined;
}

function runStatement(machine: JsMachine, statement: Body): Leave | undefined {
  const { session } = machine;
  session.step();
  session.trail = session.none;
  machine.here = statement;
  try {
    return run(machine, statement, []);
  } catch (error) {
    const limit = error instanceof BudgetExceeded ? error.limit : error instanceof RangeError ? 'depth' : undefined;
    if (limit !== 'stringLength' && !(limit === 'depth' && machine.scope === machine.globals)) throw error;
    session.step(20_000);
    session.recorder.missing('budget', `the limit "${limit}" was reached`, statement);
    return undefined;
  }
}

function functionScope(machine: JsMachine): Scope {
  let { scope } = machine;
  while (!scope.isFunction && scope.parent !== undefined) scope = scope.parent;
  return scope;
}

function run(machine: JsMachine, node: Body, labels: readonly string[]): Leave | undefined {
  switch (node.type) {
    case 'ExpressionStatement':
      machine.completion = machine.evaluate(node.expression);
      return undefined;
    case 'VariableDeclaration':
      declarations(machine, node);
      return undefined;
    case 'ReturnStatement': {
      const value = node.argument ? machine.evaluate(node.argument) : undefined;
      if (machine.frame.undecided > 0) machine.frame.maybe.push(value);
      return { kind: 'return', value };
    }
    case 'IfStatement':
      return machine.budget.nested(() => ifStatement(machine, node));
    case 'BlockStatement':
      return machine.budget.nested(() => block(machine, node));
    case 'ForStatement':
      return machine.budget.nested(() => forLoop(machine, node, labels));
    case 'ForInStatement':
    case 'ForOfStatement':
      return machine.budget.nested(() => eachLoop(machine, node, labels));
    case 'WhileStatement':
    case 'DoWhileStatement':
      return machine.budget.nested(() => guarded(machine, labels, (guard) => loop(machine, guard, node.test, node.body, undefined, node.type === 'DoWhileStatement', labels)));
    case 'BreakStatement':
      return { kind: 'break', label: node.label?.name };
    case 'ContinueStatement':
      return { kind: 'continue', label: node.label?.name };
    case 'SwitchStatement':
      return machine.budget.nested(() => switchStatement(machine, node));
    case 'ThrowStatement':
      throw new Abrupt('throw', machine.evaluate(node.argument));
    case 'TryStatement':
      return machine.budget.nested(() => tryStatement(machine, node));
    case 'LabeledStatement': {
      const left = run(machine, node.body, [...labels, node.label.name]);
      return left?.kind === 'break' && left.label === node.label.name ? undefined : left;
    }
    case 'WithStatement':
      return runStatement(machine, node.body);
    case 'ClassDeclaration':
      machine.declare(machine.scope, node.id?.name ?? 'default', makeClass(machine, node));
      return undefined;
    case 'ExportNamedDeclaration':
      return node.declaration ? run(machine, node.declaration as Statement, []) : undefined;
    case 'ExportDefaultDeclaration':
      if (node.declaration.type !== 'FunctionDeclaration' && node.declaration.type !== 'ClassDeclaration') machine.evaluate(node.declaration as Expression);
      return undefined;
    case 'ImportDeclaration': {
      const module = machine.call(machine.builtin('require'), undefined, [node.source.value]);
      for (const specifier of node.specifiers) {
        const imported = specifier.type === 'ImportSpecifier' ? (specifier.imported.type === 'Identifier' ? specifier.imported.name : String(specifier.imported.value)) : undefined;
        machine.declare(machine.scope, specifier.local.name, imported === undefined ? module : getMember(machine, module, imported, () => imported));
      }
      return undefined;
    }
    default:
      return undefined;
  }
}

function declarations(machine: JsMachine, node: VariableDeclaration): void {
  const scope = node.kind === 'var' ? functionScope(machine) : machine.scope;
  for (const { id, init } of node.declarations) {
    machine.session.step();
    machine.session.trail = machine.session.none;
    if (!init && node.kind === 'var') continue;
    const value = init ? machine.evaluate(init) : undefined;
    if (node.kind !== 'var' && id.type === 'Identifier') scope.cells.set(id.name, new Cell(id.name, value, machine.session.trail));
    else bindPattern(machine, id, value, scope);
  }
}

function block(machine: JsMachine, node: BlockStatement): Leave | undefined {
  const lexical = node.body.some((statement) => (statement.type === 'VariableDeclaration' && statement.kind !== 'var') || statement.type === 'ClassDeclaration');
  if (!lexical) return runBody(machine, node.body);
  const { scope } = machine;
  machine.scope = new Scope(scope, false);
  try {
    return runBody(machine, node.body);
  } finally {
    machine.scope = scope;
  }
}

function ifStatement(machine: JsMachine, node: Extract<AnyNode, { type: 'IfStatement' }>): Leave | undefined {
  const decided = toCondition(machine.evaluate(node.test));
  const yes = (): Leave | undefined => runStatement(machine, node.consequent);
  const no = (): Leave | undefined => (node.alternate ? runStatement(machine, node.alternate) : undefined);
  return decided === undefined ? machine.undecided(yes, no) : decided ? yes() : no();
}

function guarded(machine: JsMachine, labels: readonly string[], work: (guard: LoopGuard) => Leave | undefined, items = false): Leave | undefined {
  const guard = new LoopGuard(machine.session, items);
  const { frame, scope, here } = machine;
  frame.loops.push({ guard, labels });
  try {
    return work(guard);
  } finally {
    frame.loops.pop();
    guard.close();
    machine.scope = scope;
    if (guard.cut) machine.session.recorder.missing('budget', 'a loop was not followed to its end', here);
  }
}

/** What a body's end means for its loop: go on, leave the loop, or pass on. */
function turnEnd(left: Leave | undefined, labels: readonly string[]): 'on' | 'out' | Leave {
  if (left === undefined) return 'on';
  const mine = left.label === undefined || labels.includes(left.label);
  if (left.kind === 'continue' && mine) return 'on';
  if (left.kind === 'break' && mine) return 'out';
  return left;
}

function loop(machine: JsMachine, guard: LoopGuard, test: Expression | null | undefined, body: Statement, after: (() => void) | undefined, bodyFirst: boolean, labels: readonly string[]): Leave | undefined {
  const goesOn = (): boolean | undefined => {
    machine.session.trail = machine.session.none;
    return test ? toCondition(machine.evaluate(test)) : true;
  };
  if (!bodyFirst) {
    const first = goesOn();
    if (first === false) return undefined;
    if (first === undefined) return perhaps(machine, guard, body, labels);
  }
  for (;;) {
    if (!guard.turn()) return undefined;
    const end = turnEnd(runStatement(machine, body), labels);
    if (end === 'out') return undefined;
    if (end !== 'on') return end;
    after?.();
    const again = goesOn();
    if (again === undefined) guard.mayHaveEnded();
    if (again !== true) return undefined;
  }
}

/** A body that runs an unknown number of times: once, or not at all. */
function perhaps(machine: JsMachine, guard: LoopGuard, body: Statement, labels: readonly string[]): Leave | undefined {
  guard.mayHaveEnded();
  return machine.undecided(() => {
    const end = turnEnd(runStatement(machine, body), labels);
    return typeof end === 'string' ? undefined : end;
  }, () => undefined);
}

function forLoop(machine: JsMachine, node: Extract<AnyNode, { type: 'ForStatement' }>, labels: readonly string[]): Leave | undefined {
  const lexical = node.init?.type === 'VariableDeclaration' && node.init.kind !== 'var';
  const closures = lexical && /\bfunction\b|=>/.test(machine.unit.text.slice(node.body.start, Math.min(node.body.end, node.body.start + 20_000)));
  return guarded(machine, labels, (guard) => {
    if (lexical) machine.scope = new Scope(machine.scope, false);
    if (node.init?.type === 'VariableDeclaration') declarations(machine, node.init);
    else if (node.init) machine.evaluate(node.init);
    return loop(machine, guard, node.test, node.body, () => {
      machine.session.trail = machine.session.none;
      if (closures) {
        // Each turn has variables of its own, which closures keep.
        const next = new Scope(machine.scope.parent, false);
        for (const [name, cell] of machine.scope.cells) next.cells.set(name, new Cell(name, cell.value, cell.trail));
        machine.scope = next;
      }
      if (node.update) machine.evaluate(node.update);
    }, false, labels);
  });
}

/** What a loop goes through; undefined when that is not known. */
function itemsOf(machine: JsMachine, over: unknown, keys: boolean): unknown[] | undefined {
  if (keys) {
    if (over instanceof JsArray) return over.items.map((_, index) => String(index));
    return over instanceof JsObject && over.className !== 'global' && !over.props.has(' open') ? [...over.props.keys()] : over === undefined || over === null ? [] : undefined;
  }
  if (over instanceof JsArray) return [...over.items];
  if (typeof over === 'string') {
    machine.budget.allocate(over.length);
    return [...over];
  }
  if (over instanceof JsObject && over.inner !== undefined) return over.className === 'Set' ? [...over.inner.keys()] : [...over.inner].map((pair) => new JsArray(pair));
  return undefined;
}

function eachLoop(machine: JsMachine, node: Extract<AnyNode, { type: 'ForInStatement' | 'ForOfStatement' }>, labels: readonly string[]): Leave | undefined {
  const over = machine.evaluate(node.right);
  const { trail } = machine.session;
  const items = itemsOf(machine, over, node.type === 'ForInStatement');
  const bind = (value: unknown): void => {
    machine.session.trail = trail;
    if (node.left.type !== 'VariableDeclaration') bindPattern(machine, node.left as Pattern, value, undefined);
    else {
      const pattern = node.left.declarations[0]?.id;
      if (node.left.kind !== 'var') machine.scope = new Scope(machine.scope.parent === undefined || machine.scope.isFunction ? machine.scope : machine.scope, false);
      if (pattern !== undefined) bindPattern(machine, pattern, value, node.left.kind === 'var' ? functionScope(machine) : machine.scope);
    }
  };
  const { scope } = machine;
  return guarded(machine, labels, (guard) => {
    if (items === undefined) {
      bind(over instanceof ComObject ? new ComObject('object', `${over.label}[…]`) : new Unknown(`${show(over)}[…]`, { remote: over instanceof Unknown && over.remote }));
      return perhaps(machine, guard, node.body, labels);
    }
    for (const item of items) {
      if (!guard.turn()) break;
      machine.scope = scope;
      bind(item);
      const end = turnEnd(runStatement(machine, node.body), labels);
      if (end === 'out') break;
      if (end !== 'on') return end;
    }
    return undefined;
  }, true);
}

function switchStatement(machine: JsMachine, node: Extract<AnyNode, { type: 'SwitchStatement' }>): Leave | undefined {
  const value = machine.evaluate(node.discriminant);
  const from = (index: number): Leave | undefined => {
    for (let i = index; i < node.cases.length; i++) {
      const left = runBody(machine, node.cases[i]?.consequent ?? []);
      if (left?.kind === 'break' && left.label === undefined) return undefined;
      if (left !== undefined) return left;
    }
    return undefined;
  };
  const fallback = node.cases.findIndex(({ test }) => !test);
  const choose = (index: number): Leave | undefined => {
    for (let i = index; i < node.cases.length; i++) {
      const test = node.cases[i]?.test;
      if (!test) continue;
      machine.session.step();
      const decided = toCondition(binary(machine.session, '===', value, machine.evaluate(test)));
      if (decided === true) return from(i);
      if (decided === undefined) return machine.budget.nested(() => machine.undecided(() => from(i), () => choose(i + 1)));
    }
    return fallback < 0 ? undefined : from(fallback);
  };
  return choose(0);
}

function tryStatement(machine: JsMachine, node: Extract<AnyNode, { type: 'TryStatement' }>): Leave | undefined {
  const { scope, frame, tries } = machine;
  const loops = frame.loops.length;
  const reset = (): void => {
    machine.scope = scope;
    machine.frame = frame;
    machine.tries = tries;
    frame.loops.length = loops;
  };
  const handle = (value: unknown): Leave | undefined => {
    const { handler } = node;
    if (!handler) return undefined;
    reset();
    machine.scope = new Scope(scope, false);
    try {
      if (handler.param) bindPattern(machine, handler.param, value, machine.scope);
      return runBody(machine, handler.body.body);
    } finally {
      reset();
    }
  };
  let left: Leave | undefined;
  try {
    machine.tries++;
    left = runStatement(machine, node.block);
    reset();
    if (node.handler && !machine.visitedHandlers.has(node)) {
      // Nothing that is known went wrong, but what is not known might: the handler's calls count as well.
      machine.visitedHandlers.add(node);
      machine.session.journal.choice(() => (handle(new Unknown('error')), true), () => false, (ended) => ended);
      reset();
    }
  } catch (error) {
    if (!(error instanceof Abrupt) || error.kind !== 'throw' || !node.handler) throw error;
    machine.visitedHandlers.add(node);
    left = handle(error.value);
  } finally {
    reset();
  }
  const last = node.finalizer ? runStatement(machine, node.finalizer) : undefined;
  return last ?? left;
}
