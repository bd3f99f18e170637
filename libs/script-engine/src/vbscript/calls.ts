import type { Expr } from './ast.js';
import { builtins, symbolicBuiltins } from './builtins.js';
import { failed } from './builtins-text.js';
import { callOnUnknown, callsWithoutArguments, comCall, comGet } from './host/com-dispatch.js';
import { Bytes, ComObject } from './host/com-object.js';
import { runCommand } from './host/com-system.js';
import { join, Unknown } from './host/unknown.js';
import type { VbMachine } from './machine.js';
import { runBlock } from './statements.js';
import { Cell, Instance, ProcedureValue, show, sourceOf, toNumber, toText, VbArray } from './values.js';

type Args = readonly (Expr | undefined)[];

/** Calls what an expression names, or a procedure at hand with values. */
export function callFunction(machine: VbMachine, expr: Expr | undefined, procedure?: ProcedureValue, values: readonly unknown[] = []): unknown {
  if (procedure !== undefined) return callProcedure(machine, procedure, values.map((value) => new Cell('', value, machine.session.none)));
  if (expr === undefined) return undefined;
  if (expr.k === 'member') return memberOf(machine, expr, undefined);
  if (expr.k !== 'call') return machine.evaluate(expr);
  const { target, args } = expr;
  if (target.k === 'member') return memberOf(machine, target, args);
  if (target.k === 'id') return named(machine, target, args, expr);
  const value = machine.evaluate(target);
  return indexed(machine, value, valuesOf(machine, args), expr);
}

/** Runs an expression for its effect, as a statement does. */
export function callStatement(machine: VbMachine, expr: Expr, args: Args | undefined): unknown {
  if (expr.k === 'call' && args === undefined) return callFunction(machine, expr);
  if (expr.k === 'member') return memberOf(machine, expr, args ?? []);
  if (expr.k === 'id') return named(machine, expr, args ?? [], expr);
  return machine.evaluate(expr);
}

function valuesOf(machine: VbMachine, args: Args): unknown[] {
  return args.map((arg) => (arg === undefined ? undefined : machine.plain(machine.evaluate(arg))));
}

function named(machine: VbMachine, target: Extract<Expr, { k: 'id' }>, args: Args, expr: Expr): unknown {
  const local = machine.find(target.name);
  const global = machine.globals.get(target.name);
  const cell = local !== undefined && local === machine.frame.result && args.length > 0 && !(local.value instanceof VbArray) ? global : local;
  if (cell !== undefined) {
    if (cell.value instanceof ProcedureValue) return callProcedure(machine, cell.value, references(machine, args));
    machine.session.reads(cell.trail);
    if (args.length === 0) return cell.value;
    return indexed(machine, cell.value, valuesOf(machine, args), expr);
  }
  return builtin(machine, target, args);
}

/** Arguments for a procedure of the script: variables by reference. */
function references(machine: VbMachine, args: Args): Cell[] {
  return args.map((arg) => {
    if (arg?.k === 'id') {
      const cell = machine.find(arg.name);
      if (cell !== undefined && !(cell.value instanceof ProcedureValue)) return cell;
    }
    const { value, trail } = machine.session.apart(() => (arg === undefined ? undefined : machine.evaluate(arg)));
    return new Cell('', value, trail);
  });
}

function informs(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || value instanceof Bytes || value instanceof VbArray || (value instanceof Unknown && value.parts !== undefined);
}

/** Calls a procedure of the script. */
export function callProcedure(machine: VbMachine, value: ProcedureValue, args: readonly Cell[]): unknown {
  const { procedure } = value;
  const { session } = machine;
  value.called = true;
  session.step(2);
  if (!session.follows(value, args.some((arg) => informs(arg.value)))) return new Unknown(`${procedure.text}(…)`);
  const outer = machine.frame;
  const outerTrail = session.trail;
  const result = new Cell(procedure.name, undefined, session.none);
  const scope = new Map<string, Cell>();
  scope.set(procedure.name, result);
  procedure.params.forEach((param, index) => {
    const given = args[index];
    scope.set(param.name, given === undefined || param.byVal ? new Cell(param.name, given?.value, given?.trail ?? session.none) : given);
  });
  const frame = machine.newFrame(scope, value.owner, result, procedure.params.length > 0);
  machine.inside(value.unit, () => {
    machine.frame = frame;
    try {
      machine.budget.nested(() => session.followed(value, () => runBlock(machine, procedure.body)));
    } finally {
      machine.frame = outer;
    }
  });
  session.trail = outerTrail.plus(result.trail);
  return frame.maybe.every((maybe) => Object.is(maybe, result.value)) ? result.value : new Unknown(`${procedure.text}(…)`);
}

function indexed(machine: VbMachine, value: unknown, args: readonly unknown[], expr: Expr): unknown {
  if (value instanceof VbArray) {
    if (value.trail !== undefined) machine.session.reads(value.trail);
    const indices = args.map((arg) => toNumber(arg) ?? Number.NaN);
    if (indices.some(Number.isNaN)) return new Unknown(sourceOf(machine.unit, expr));
    const at = value.offset(indices);
    return at < 0 ? new Unknown(sourceOf(machine.unit, expr)) : value.items[at];
  }
  if (value instanceof ComObject) return comCall(machine, value, '', args);
  if (value instanceof Bytes) return value.data[toNumber(args[0]) ?? -1] ?? new Unknown(sourceOf(machine.unit, expr));
  if (value instanceof ProcedureValue) return callFunction(machine, undefined, value, args);
  if (value instanceof Unknown) return new Unknown(`${value.text}(${args.map(show).join(', ')})`, { remote: value.remote });
  if (value instanceof Instance) {
    const call = value.scope.get('default')?.value;
    return call instanceof ProcedureValue ? callFunction(machine, undefined, call, args) : new Unknown(sourceOf(machine.unit, expr));
  }
  return new Unknown(sourceOf(machine.unit, expr));
}

function memberOf(machine: VbMachine, expr: Extract<Expr, { k: 'member' }>, args: Args | undefined): unknown {
  const of = expr.object;
  const { value: object, trail } = machine.session.apart(() => (of === undefined ? machine.frame.withs.at(-1) : machine.evaluate(of)));
  // How the name of an object was put together says nothing about what is given to it.
  if (!(object instanceof ComObject)) machine.session.reads(trail);
  if (object instanceof Instance) {
    const cell = object.scope.get(expr.name.toLowerCase());
    if (cell?.value instanceof ProcedureValue) return callProcedure(machine, cell.value, references(machine, args ?? []));
    if (cell === undefined) return new Unknown(sourceOf(machine.unit, expr));
    machine.session.reads(cell.trail);
    return args === undefined || args.length === 0 ? cell.value : indexed(machine, cell.value, valuesOf(machine, args), expr);
  }
  const values = args === undefined ? undefined : valuesOf(machine, args);
  if (object instanceof ComObject) {
    if (object.kind === 'wscript') return machine.member(object, expr.name, values);
    if (values === undefined) return callsWithoutArguments(object, expr.name) ? comCall(machine, object, expr.name, []) : comGet(machine, object, expr.name);
    return comCall(machine, object, expr.name, values);
  }
  const unknown = object instanceof Unknown ? object : new Unknown(expr.object === undefined ? '' : sourceOf(machine.unit, expr.object));
  return values === undefined ? new Unknown(`${unknown.text}.${expr.name}`, { remote: unknown.remote }) : callOnUnknown(machine, unknown, expr.name, values);
}

function builtin(machine: VbMachine, target: Extract<Expr, { k: 'id' }>, args: Args): unknown {
  const { name, text } = target;
  const { session } = machine;
  const values = valuesOf(machine, args);
  const [first] = values;
  switch (name) {
    case 'createobject':
      return machine.object(first, 'CreateObject');
    case 'getobject':
      return machine.object(first === undefined || first === '' ? values[1] : first, 'GetObject');
    case 'execute':
    case 'executeglobal':
      session.recorder.effect(`${text} ${brief(first)}`, machine.here);
      return machine.runScript(first, 'vbscript', name === 'execute' ? 'Execute' : 'ExecuteGlobal');
    case 'eval':
      return machine.runScript(first, 'vbscript', 'Eval', true);
    case 'getref': {
      const wanted = toText(first);
      const found = typeof wanted === 'string' ? machine.globals.get(wanted.toLowerCase())?.value : undefined;
      return found instanceof ProcedureValue ? found : new Unknown(`GetRef(${show(first)})`);
    }
    case 'shell':
      session.recorder.effect(`Shell(${values.map(show).join(', ')})`, machine.here);
      runCommand(machine, toText(first), 'Shell');
      return new Unknown('Shell(…)');
    case 'msgbox':
      session.recorder.effect(`MsgBox(${values.map(show).join(', ')})`, machine.here);
      return new Unknown('MsgBox(…)');
    case 'environ':
      return typeof first === 'string' && /^[\w()]+$/.test(first) ? new Unknown(`Environ(${show(first)})`, { inline: `%${first}%` }) : new Unknown(`Environ(${show(first)})`);
    case 'err':
    case 'randomize':
    case 'doevents':
      return undefined;
    default:
      break;
  }
  if (symbolicBuiltins.has(name)) return new Unknown(`${text}(${values.map(show).join(', ')})`);
  const work = Object.hasOwn(builtins, name) ? builtins[name] : undefined;
  if (work !== undefined) return known(machine, text, work, values);
  if (args.length === 0) return undefined;
  const shown = `${text}(${values.map(show).join(', ')})`;
  // A function of a library, or of a host that is not known.
  if (values.some((value) => (typeof value === 'string' && value.length > 3) || (value instanceof Unknown && value.parts !== undefined))) session.recorder.effect(shown, machine.here);
  return new Unknown(shown);
}

function brief(code: unknown): string {
  const shown = show(typeof code === 'string' && code.length > 300 ? `${code.slice(0, 300)}…` : code);
  return shown.length > 700 ? `${shown.slice(0, 700)}…` : shown;
}

const takesObjects: ReadonlySet<string> = new Set(['isobject', 'typename', 'isempty', 'isnull', 'isarray', 'array', 'vartype', 'ubound', 'lbound', 'cvar', 'iif', 'lenb', 'midb', 'ascb', 'leftb', 'rightb', 'len', 'strconv', 'filter', 'join']);

/** Calls a builtin; one that is asked about something unknown gives the call itself. */
function known(machine: VbMachine, text: string, work: (typeof builtins)[string], values: readonly unknown[]): unknown {
  const lower = text.toLowerCase();
  const ready = values.map((value) => (value instanceof ComObject && !takesObjects.has(lower) ? toText(value) : value));
  const unknown = ready.find((value): value is Unknown => value instanceof Unknown);
  if (unknown !== undefined && lower !== 'array') {
    if (['cstr', 'trim', 'cvar', 'ltrim', 'rtrim'].includes(lower)) return unknown;
    return new Unknown(`${text}(${values.map(show).join(', ')})`, { remote: unknown.remote });
  }
  if (lower === 'join' && ready[0] instanceof VbArray && ready[0].items.length <= 2000 && ready[0].items.some((item) => item instanceof Unknown || item instanceof ComObject)) {
    const by = ready[1] === undefined ? ' ' : toText(ready[1]);
    return ready[0].items.reduce<string | Unknown>((all, item, index) => join(index === 0 ? '' : join(all, by), toText(item)), '');
  }
  const out = work(machine.session, ready);
  return out === failed ? new Unknown(`${text}(${values.map(show).join(', ')})`) : out;
}
