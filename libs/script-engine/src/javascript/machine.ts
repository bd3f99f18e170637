import type { AnyNode, Program } from 'acorn';
import type { Budget } from '../core/budget.js';
import { createObject } from '../vbscript/host/com-dispatch.js';
import { ComObject, type ComHost } from '../vbscript/host/com-object.js';
import { Recorder, type Span } from '../vbscript/host/recorder.js';
import { Session } from '../vbscript/host/session.js';
import { Unknown } from '../vbscript/host/unknown.js';
import { VirtualFiles } from '../vbscript/host/virtual-files.js';
import { show, toNumber, toText } from './convert.js';
import { evaluate } from './expressions.js';
import { dependsOnCall } from './depends-on-call.js';
import { callValue } from './functions.js';
import { globalValue } from './globals.js';
import { parseScript } from './parse-script.js';
import { simplifyJavascript } from './simplify.js';
import { hoist } from './hoist.js';
import { runBody } from './statements.js';
import { Cell, JsArray, JsFunction, JsObject, Scope, type Frame, type Leave, type Unit } from './values.js';

const mostInner = 400;

/** Follows a script without running anything of it. */
export class JsMachine implements ComHost {
  readonly session: Session;
  readonly files = new VirtualFiles();
  readonly globals = new Scope(undefined, true);
  readonly global = new JsObject('global');
  readonly functions: JsFunction[] = [];
  /** What expressions gave that always give the same; `false` when they do not. */
  readonly folds = new Map<object, string | number | false>();
  readonly visitedHandlers = new Set<object>();
  /** Whether the Windows Script Host is spoken to: then command lines are for cmd.exe. */
  windows = false;
  scope: Scope = this.globals;
  frame: Frame = this.newFrame(this.global, undefined);
  unit: Unit;
  here: Span = { start: 0, end: 0 };
  /** The value of the last expression statement, for eval. */
  completion: unknown;
  tries = 0;
  private inner = 0;
  private readonly parsed = new Map<string, Program['body']>();
  private readonly known = new Map<string, unknown>();

  constructor(
    readonly budget: Budget,
    recorder: Recorder,
  ) {
    this.session = new Session(budget, recorder);
    this.unit = { text: recorder.source, recorder, body: [] };
  }

  newFrame(self: unknown, args: JsArray | undefined): Frame {
    return { self, args, newTarget: false, maybe: [], loops: [], undecided: 0, yields: undefined };
  }

  span(): Span {
    return this.here;
  }

  show(value: unknown): string {
    return show(value);
  }

  text(value: unknown): string | Unknown {
    return toText(value);
  }

  number(value: unknown): number | undefined {
    return toNumber(value);
  }

  list(items: unknown[]): JsArray {
    this.budget.allocate(items.length);
    return new JsArray(items);
  }

  items(value: unknown): readonly unknown[] | undefined {
    return value instanceof JsArray ? value.items : undefined;
  }

  label(progId: string): string {
    return /^\s*(?:winmgmts|script|scriptlet)\S{0,9}:/i.test(progId) ? `GetObject(${show(progId)})` : `new ActiveXObject(${show(progId)})`;
  }

  /** An object of the Windows host by its ProgID. */
  object(progId: unknown, how: string): unknown {
    this.windows = true;
    const text = toText(progId ?? '');
    if (text instanceof Unknown) {
      this.session.recorder.missing('unknownValue', 'the class of an object', this.here);
      return new Unknown(`${how}(${show(text)})`);
    }
    return createObject(this, text, text === '' ? `${how}()` : this.label(text));
  }

  /** The variable of a name, innermost scope first. */
  find(name: string): Cell | undefined {
    for (let scope: Scope | undefined = this.scope; scope !== undefined; scope = scope.parent) {
      const cell = scope.cells.get(name);
      if (cell !== undefined) return cell;
    }
    return undefined;
  }

  /** The value of a global that the script did not set: of the language, of the host, or unknown. */
  builtin(name: string): unknown {
    if (this.known.has(name)) return this.known.get(name);
    const value = globalValue(this, name);
    this.known.set(name, value);
    return value;
  }

  declare(scope: Scope, name: string, value: unknown): Cell {
    const known = scope.cells.get(name);
    if (known !== undefined) {
      this.write(known, value);
      return known;
    }
    const cell = new Cell(name, value, this.session.trail);
    scope.cells.set(name, cell);
    return cell;
  }

  write(cell: Cell, value: unknown): void {
    this.session.journal.touch(cell);
    cell.value = value;
    cell.trail = this.session.trail;
  }

  /** Notes what an expression gave, for the simplified text. */
  fold(node: AnyNode, value: unknown): void {
    const known = this.folds.get(node);
    if (known === false) return;
    if (known === undefined && dependsOnCall(this.scope, node, 0)) this.folds.set(node, false);
    else if (typeof value !== 'string' && !(typeof value === 'number' && Number.isFinite(value))) this.folds.set(node, false);
    else if (known === undefined) this.folds.set(node, value);
    else if (known !== value) this.folds.set(node, false);
  }

  call(callee: unknown, self: unknown, args: readonly unknown[], label = ''): unknown {
    return callValue(this, callee, self, args, label);
  }

  evaluate(node: AnyNode): unknown {
    return evaluate(this, node);
  }

  /** The source of a node, short. */
  source(node: { start: number; end: number }): string {
    return this.unit.text.slice(node.start, Math.min(node.end, node.start + 300)).replace(/\s+/g, ' ').trim();
  }

  /** Reads a text as a script and makes its simplified form ready. */
  parse(text: string, recorder: Recorder): Unit {
    const cached = text.length < 4096 ? this.parsed.get(text) : undefined;
    if (cached !== undefined) return { text, recorder, body: cached };
    const { body, problem } = parseScript(text, this.budget);
    if (problem !== undefined) recorder.missing(problem.reason, problem.detail, { start: problem.at, end: Math.min(text.length, problem.at + 1) });
    else if (text.length < 4096 && this.parsed.size < 2000) this.parsed.set(text, body);
    const unit: Unit = { text, recorder, body };
    recorder.simplify = () => simplifyJavascript(unit, this.folds, this.budget);
    return unit;
  }

  /** Takes over code that the script makes while it runs: eval, Function, string timers. Gives the value of the code or, for functions, the function. */
  runScript(code: unknown, language: 'vbscript' | 'javascript', sink: string, how: { params?: string[]; scope?: Scope } = {}): unknown {
    if (typeof code !== 'string' && !(code instanceof Unknown) && sink === 'eval') return code;
    const text = toText(code);
    const { recorder, trail } = this.session;
    if (text instanceof Unknown) {
      recorder.missing(text.remote ? 'remoteContent' : 'unknownValue', `the code given to ${sink}`, this.here);
      return new Unknown(`${sink}(${show(text)})`, { remote: text.remote });
    }
    const rules = [...trail.rules, sink];
    const { here } = this;
    if (language === 'vbscript' || ++this.inner > mostInner) {
      recorder.payload(text, language, rules, here);
      return new Unknown(`${sink}(…)`);
    }
    const child = new Recorder(text, 'javascript', this.budget);
    child.rule(sink);
    const plumbing = text.length < 48 && /^\s*(?:return)?[\s/"'()\w.+-]{0,40};?\s*$/.test(text) && !/\w\(.|=/.test(text);
    if (how.params !== undefined) {
      const unit = this.budget.nested(() => this.parse(text, child));
      if (!plumbing) recorder.payload(text, 'javascript', rules, here, { child });
      const params = how.params.map((name) => ({ type: 'Identifier' as const, name, start: 0, end: 0 }));
      const made = new JsFunction('anonymous', params, unit.body, this.globals, unit, { arrow: false, async: false, generator: false, self: this.global, args: undefined, start: 0, end: text.length });
      this.functions.push(made);
      return made;
    }
    try {
      return this.budget.nested(() => {
        const unit = this.parse(text, child);
        return this.inside(unit, how.scope ?? this.scope, () => {
          this.completion = undefined;
          hoist(this, unit.body);
          const left = runBody(this, unit.body);
          return left?.kind === 'return' ? left.value : this.completion;
        });
      });
    } finally {
      if (!plumbing) recorder.payload(text, 'javascript', rules, here, { child });
    }
  }

  /** Works inside another text and scope. */
  inside<T>(unit: Unit, scope: Scope, work: () => T): T {
    const { unit: outerUnit, here, scope: outerScope } = this;
    const { recorder } = this.session;
    this.unit = unit;
    this.scope = scope;
    this.session.recorder = unit.recorder;
    try {
      return work();
    } finally {
      this.unit = outerUnit;
      this.here = here;
      this.scope = outerScope;
      this.session.recorder = recorder;
    }
  }

  /** Follows both sides of a branch that cannot be decided. */
  undecided(first: () => Leave | undefined, second: () => Leave | undefined): Leave | undefined {
    const { frame, scope, tries } = this;
    let doneFirst = false;
    let doneSecond = false;
    frame.undecided++;
    try {
      const [a, b] = this.session.journal.choice<Leave | undefined>(
        () => {
          const left = this.session.speculate(first);
          doneFirst = true;
          return left;
        },
        () => {
          this.scope = scope;
          this.frame = frame;
          const left = this.session.speculate(second);
          doneSecond = true;
          return left;
        },
        (left) => left !== undefined,
      );
      if (!doneFirst) return b;
      if (!doneSecond) return a;
      if (a !== undefined && b !== undefined) return b;
      const left = a ?? b;
      if (left !== undefined && left.kind !== 'return') frame.loops.at(-1)?.guard.mayHaveEnded();
      return undefined;
    } finally {
      frame.undecided--;
      this.frame = frame;
      this.scope = scope;
      this.tries = tries;
    }
  }

  /** Whether a value belongs to the host: its members are effects. */
  isHost(value: unknown): value is ComObject {
    return value instanceof ComObject;
  }
}
