import type { Budget } from '../core/budget.js';
import { BudgetExceeded } from '../core/budget.js';
import type { Expr } from './ast.js';
import { Bytes, ComObject, type ComHost } from './host/com-object.js';
import { concat } from './host/concat.js';
import { comCall, comGet, comSet, createObject } from './host/com-dispatch.js';
import { Abrupt } from './host/journal.js';
import { Recorder, type Span } from './host/recorder.js';
import { Session, type LoopGuard } from './host/session.js';
import { Unknown } from './host/unknown.js';
import { VirtualFiles } from './host/virtual-files.js';
import { constants } from './builtins.js';
import { callFunction } from './calls.js';
import { ExpressionParser, SyntaxProblem } from './expression-parser.js';
import { binary, unary } from './operators.js';
import { Parser } from './parser.js';
import { simplifyVbscript } from './simplify.js';
import { hoist, runBlock } from './statements.js';
import { Cell, ClassValue, Instance, nothing, ProcedureValue, show, sourceOf, toNumber, toText, VbArray, type Unit } from './values.js';

/** What a running procedure keeps. */
export interface Frame {
  readonly scope: Map<string, Cell>;
  readonly self: Instance | undefined;
  readonly result: Cell | undefined;
  /** Whether the procedure takes arguments. */
  readonly params: boolean;
  /** Results of exits that may have happened. */
  readonly maybe: unknown[];
  readonly loops: { what: 'for' | 'do'; guard: LoopGuard }[];
  readonly withs: unknown[];
  undecided: number;
}

const mostInner = 400;

/** Follows a script without running anything of it. */
export class VbMachine implements ComHost {
  readonly session: Session;
  readonly files = new VirtualFiles();
  readonly globals = new Map<string, Cell>();
  readonly procedures: ProcedureValue[] = [];
  frame: Frame;
  unit: Unit;
  here: Span = { start: 0, end: 0 };
  private inner = 0;
  private readonly wscript: ComObject;

  constructor(
    readonly budget: Budget,
    recorder: Recorder,
  ) {
    this.session = new Session(budget, recorder);
    this.unit = { text: recorder.source, recorder, statements: [] };
    this.frame = this.newFrame(this.globals, undefined, undefined);
    this.wscript = new ComObject('wscript', 'WScript');
  }

  newFrame(scope: Map<string, Cell>, self: Instance | undefined, result: Cell | undefined, params = false): Frame {
    return { scope, self, result, params, maybe: [], loops: [], withs: [], undecided: 0 };
  }

  span(): Span {
    return this.here;
  }

  show(value: unknown): string {
    return show(value);
  }

  text(value: unknown): string | Unknown {
    return toText(value instanceof Cell ? value.value : value);
  }

  number(value: unknown): number | undefined {
    return toNumber(value);
  }

  list(items: unknown[]): VbArray {
    this.budget.allocate(items.length);
    return new VbArray(items);
  }

  items(value: unknown): readonly unknown[] | undefined {
    return value instanceof VbArray ? value.items : undefined;
  }

  label(progId: string): string {
    return `${/^\s*(?:winmgmts|script|new|clsid|scriptlet)\S{0,9}:/i.test(progId) ? 'GetObject' : 'CreateObject'}(${show(progId)})`;
  }

  /** A variable by its name in lower case. */
  find(name: string): Cell | undefined {
    return this.frame.scope.get(name) ?? this.frame.self?.scope.get(name) ?? this.globals.get(name);
  }

  /** Declares or finds a variable to write to. */
  cell(name: string): Cell {
    const known = this.find(name);
    if (known !== undefined) return known;
    const made = new Cell(name, undefined, this.session.none);
    this.frame.scope.set(name, made);
    return made;
  }

  write(cell: Cell, value: unknown): void {
    this.session.journal.touch(cell);
    cell.value = value;
    cell.trail = this.session.trail;
  }

  evaluate(expr: Expr): unknown {
    this.session.step();
    const before = this.session.recorder.lineCount;
    const value = this.compute(expr);
    if (expr.k !== 'lit' && expr.fold !== false) this.note(expr, this.session.recorder.lineCount === before ? value : undefined);
    return value;
  }

  private note(expr: Expr, value: unknown): void {
    if (typeof value !== 'string' && typeof value !== 'number') expr.fold = false;
    else if (expr.fold === undefined) expr.fold = this.frame.params && this.names(expr, 0) ? false : value;
    else if (expr.fold !== value) expr.fold = false;
  }

  /** Whether an expression names something of the procedure that runs: its value is that of one call only. */
  private names(expr: Expr | undefined, depth: number): boolean {
    if (expr === undefined) return false;
    if (depth > 30) return true;
    switch (expr.k) {
      case 'id':
        return this.frame.scope.has(expr.name);
      case 'paren':
        return this.names(expr.inner, depth + 1);
      case 'unary':
        return this.names(expr.operand, depth + 1);
      case 'chain':
        return this.names(expr.first, depth + 1) || expr.rest.some(({ right }) => this.names(right, depth + 1));
      case 'call':
        return this.names(expr.target, depth + 1) || expr.args.some((arg) => this.names(arg, depth + 1));
      case 'member':
        return this.names(expr.object, depth + 1);
      default:
        return false;
    }
  }

  private compute(expr: Expr): unknown {
    switch (expr.k) {
      case 'lit':
        return expr.value;
      case 'nothing':
        return nothing;
      case 'date':
        return new Unknown(sourceOf(this.unit, expr));
      case 'paren':
        return this.evaluate(expr.inner);
      case 'id':
        return this.identifier(expr);
      case 'unary':
        return unary(expr.op, this.plain(this.evaluate(expr.operand)));
      case 'chain':
        return this.chain(expr);
      case 'new':
        return this.create(expr.name);
      case 'call':
      case 'member':
        return callFunction(this, expr);
    }
  }

  /** The value behind an object with a default property. */
  plain(value: unknown): unknown {
    return value instanceof Cell ? value.value : value;
  }

  private chain(expr: Extract<Expr, { k: 'chain' }>): unknown {
    let value = this.plain(this.evaluate(expr.first));
    let joined = 0;
    for (const { op, right } of expr.rest) {
      const other = this.plain(this.evaluate(right));
      this.session.step();
      if (op === '&' && !(value instanceof Bytes)) {
        value = concat(this.session, toText(value), toText(other));
        joined++;
      } else value = binary(this.session, op, value, other);
    }
    if ((joined > 0 || expr.rest[0]?.op === '+') && typeof value === 'string') this.session.use('concatenation');
    return value;
  }

  private identifier(expr: Extract<Expr, { k: 'id' }>): unknown {
    const { name } = expr;
    const cell = this.find(name);
    if (cell !== undefined) {
      if (cell.value instanceof ProcedureValue) return callFunction(this, { k: 'call', target: expr, args: [], start: expr.start, end: expr.end });
      this.session.reads(cell.trail);
      return cell.value;
    }
    if (name === 'wscript') return this.wscript;
    if (name === 'me' && this.frame.self !== undefined) return this.frame.self;
    if (Object.hasOwn(constants, name)) return constants[name];
    if (hostObjects.has(name)) return new ComObject(name, expr.text);
    return callFunction(this, { k: 'call', target: expr, args: [], start: expr.start, end: expr.end });
  }

  /** `New` of a class of the script or of the host. */
  create(name: string): unknown {
    const known = this.globals.get(name.toLowerCase())?.value;
    if (known instanceof ClassValue) {
      const instance = new Instance(known.name);
      for (const member of known.members) {
        this.session.step();
        if (member.k === 'dim') for (const { name: field } of member.names) instance.scope.set(field, new Cell(field, undefined, this.session.none));
        else if (member.k === 'procedure') {
          const key = member.procedure.kind === 'let' ? `let ${member.procedure.name}` : member.procedure.name;
          instance.scope.set(key, new Cell(key, new ProcedureValue(member.procedure, known.unit, instance), this.session.none));
        }
      }
      const start = instance.scope.get('class_initialize')?.value;
      if (start instanceof ProcedureValue) callFunction(this, undefined, start, []);
      return instance;
    }
    if (name.toLowerCase() === 'regexp') return createObject(this, 'VBScript.RegExp', 'New RegExp');
    return createObject(this, name, `New ${name}`);
  }

  /** Reads a member of a value. */
  member(object: unknown, name: string, args: readonly unknown[] | undefined): unknown {
    if (object instanceof ComObject) {
      if (object.kind === 'wscript') return this.wscriptMember(name, args ?? []);
      return args === undefined ? comGet(this, object, name) : comCall(this, object, name, args);
    }
    return undefined;
  }

  setMember(object: ComObject, name: string, value: unknown): void {
    comSet(this, object, name, value);
  }

  private wscriptMember(name: string, args: readonly unknown[]): unknown {
    const lower = name.toLowerCase();
    if (lower === 'createobject' || lower === 'getobject') return this.object(args[0], `WScript.${lower === 'createobject' ? 'CreateObject' : 'GetObject'}`);
    if (lower === 'quit') throw new Abrupt('quit');
    if (lower === 'echo' || lower === 'sleep') {
      this.session.recorder.effect(`WScript.${lower === 'echo' ? 'Echo' : 'Sleep'}(${args.map(show).join(', ')})`, this.here);
      return undefined;
    }
    if (/^(?:scriptfullname|scriptname|fullname|path|name|version|interactive)$/.test(lower)) return new Unknown(`WScript.${name}`);
    if (args.length > 0) return comCall(this, this.wscript, name, args);
    return new ComObject('object', `WScript.${name}`);
  }

  /** CreateObject and GetObject. */
  object(progId: unknown, how: string): unknown {
    const text = toText(progId ?? '');
    if (text instanceof Unknown) {
      this.session.recorder.missing('unknownValue', 'the class of an object', this.here);
      return new Unknown(`${how}(${show(text)})`);
    }
    return createObject(this, text, text === '' ? `${how}()` : this.label(text));
  }

  /** Takes over code that the script makes while it runs: Execute, ExecuteGlobal, Eval and ScriptControl. */
  runScript(code: unknown, language: 'vbscript' | 'javascript', sink: string, expression = false): unknown {
    const text = toText(code);
    const { recorder, trail } = this.session;
    if (text instanceof Unknown) {
      if (!/^\s*$/.test(text.text)) recorder.missing(text.remote ? 'remoteContent' : 'unknownValue', `the code given to ${sink}`, this.here);
      return new Unknown(`${sink}(${show(text)})`, { remote: text.remote });
    }
    const rules = [...trail.rules, sink];
    if (language === 'javascript') {
      recorder.payload(text, 'javascript', rules, this.here);
      return new Unknown(`${sink}(…)`);
    }
    if (++this.inner > mostInner) {
      recorder.payload(text, 'vbscript', rules, this.here);
      return new Unknown(`${sink}(…)`);
    }
    const child = new Recorder(text, 'vbscript', this.budget);
    child.rule(sink);
    let unit: Unit = { text, recorder: child, statements: [] };
    let value: unknown;
    try {
      value = this.budget.nested(() => {
        if (expression) {
          const parsed = parseExpression(text, this.budget);
          if (parsed !== undefined) return this.inside(unit, () => this.evaluate(parsed));
        }
        unit = this.parse(text, child);
        return this.inside(unit, () => {
          hoist(this, unit.statements, sink === 'ExecuteGlobal' ? this.globals : this.frame.scope);
          runBlock(this, unit.statements);
          return undefined;
        });
      });
    } finally {
      recorder.payload(text, 'vbscript', rules, this.here, { child });
    }
    return expression && value === undefined ? new Unknown(`${sink}(…)`) : value;
  }

  /** Reads a text as a script. */
  parse(text: string, recorder: Recorder, start = 0): Unit {
    const parser = new Parser(text, this.budget, start);
    const statements = parser.program();
    for (const { message, at, depth } of parser.problems) recorder.missing(depth ? 'budget' : 'malformed', depth ? 'the limit "depth" was reached' : message, { start: at, end: Math.min(text.length, at + 1) });
    const unit: Unit = { text, recorder, statements };
    recorder.simplify = () => simplifyVbscript(unit, this.budget);
    return unit;
  }

  /** Works inside another text. */
  inside<T>(unit: Unit, work: () => T): T {
    const { unit: outerUnit, here } = this;
    const { recorder, trail } = this.session;
    this.unit = unit;
    this.session.recorder = unit.recorder;
    try {
      return work();
    } finally {
      this.unit = outerUnit;
      this.here = here;
      this.session.recorder = recorder;
      this.session.trail = trail;
    }
  }
}

const hostObjects: ReadonlySet<string> = new Set(['window', 'document', 'self', 'application', 'activedocument', 'thisdocument', 'thisworkbook', 'activeworkbook', 'activesheet', 'err', 'debug', 'location', 'navigator', 'parent', 'wsh', 'session', 'response', 'request', 'server']);

function parseExpression(text: string, budget: Budget): Expr | undefined {
  try {
    return new ExpressionParser(text, budget).only();
  } catch (error) {
    if (error instanceof SyntaxProblem) return undefined;
    if (error instanceof BudgetExceeded && error.limit === 'depth') return undefined;
    throw error;
  }
}
