import type { Budget } from '../core/budget.js';
import { BudgetExceeded } from '../core/budget.js';
import { decodeText } from '../core/codecs.js';
import { Recorder, type Span } from '../vbscript/host/recorder.js';
import { Session } from '../vbscript/host/session.js';
import { Unknown } from '../vbscript/host/unknown.js';
import { VirtualFiles } from '../vbscript/host/virtual-files.js';
import type { Expr } from './ast.js';
import { builtin } from './builtins.js';
import { callValue } from './calls.js';
import { show, toText } from './convert.js';
import { ExpressionParser } from './expression-parser.js';
import { evaluate } from './expressions.js';
import { SyntaxProblem } from './lexer.js';
import { Parser } from './parser.js';
import { simplifyPython } from './simplify.js';
import { runBlock } from './statements.js';
import { Cell, HostObject, PyBytes, PyCode, Scope, type Frame, type Leave, type PyFunction, type Unit } from './values.js';

const mostInner = 400;

/** Follows a script without running anything of it. */
export class PyMachine {
  readonly session: Session;
  readonly files = new VirtualFiles();
  readonly globals = new Scope(undefined);
  readonly functions: PyFunction[] = [];
  readonly visitedHandlers = new Set<object>();
  scope: Scope = this.globals;
  frame: Frame = this.newFrame();
  unit: Unit;
  here: Span = { start: 0, end: 0 };
  private inner = 0;

  constructor(
    readonly budget: Budget,
    recorder: Recorder,
  ) {
    this.session = new Session(budget, recorder);
    this.unit = { text: recorder.source, recorder, body: [] };
  }

  newFrame(): Frame {
    return { maybe: [], loops: [], undecided: 0, yields: undefined };
  }

  find(name: string): Cell | undefined {
    if (this.scope.declared?.get(name) === 'global') return this.globals.cells.get(name);
    for (let scope: Scope | undefined = this.scope; scope !== undefined; scope = scope.parent) {
      const cell = scope.cells.get(name);
      if (cell !== undefined) return cell;
    }
    return undefined;
  }

  /** The value of a name: a variable, a builtin, or unknown. */
  lookup(name: string): unknown {
    const cell = this.find(name);
    if (cell !== undefined) {
      this.session.reads(cell.trail);
      return cell.value;
    }
    return builtin(name) ?? new Unknown(name);
  }

  assign(name: string, value: unknown): void {
    const declared = this.scope.declared?.get(name);
    const cell = declared === 'global' ? this.globals.cells.get(name) : declared === 'outer' ? this.find(name) : this.scope.cells.get(name);
    if (cell === undefined) (declared === 'global' ? this.globals : this.scope).cells.set(name, new Cell(name, value, this.session.trail));
    else {
      this.session.journal.touch(cell);
      cell.value = value;
      cell.trail = this.session.trail;
    }
  }

  evaluate(expr: Expr): unknown {
    return evaluate(this, expr);
  }

  call(callee: unknown, args: readonly unknown[], named: ReadonlyMap<string, unknown> = new Map()): unknown {
    return callValue(this, callee, args, named);
  }

  /** A call to the outside. */
  effect(text: string): void {
    this.session.recorder.effect(text, this.here);
  }

  /** The source of an expression, short. */
  source(expr: { start: number; end: number }): string {
    return this.unit.text.slice(expr.start, Math.min(expr.end, expr.start + 300)).replace(/\s+/g, ' ').trim();
  }

  /** Reads a text as a script and makes its simplified form ready. */
  parse(text: string, recorder: Recorder): Unit {
    const parser = new Parser(text, this.budget);
    const body = parser.program();
    for (const { message, at, depth } of parser.problems) recorder.missing(depth ? 'budget' : 'malformed', depth ? 'the limit "depth" was reached' : message, { start: at, end: Math.min(text.length, at + 1) });
    const unit: Unit = { text, recorder, body };
    recorder.simplify = () => simplifyPython(unit, this.budget);
    return unit;
  }

  /** Takes over code that the script makes while it runs: exec and eval. */
  runScript(given: unknown, sink: 'exec' | 'eval'): unknown {
    const code = given instanceof PyCode ? given.text : given;
    // A compiled text is what its mode says, whichever of the two runs it.
    const eval_ = given instanceof PyCode ? given.mode === 'eval' : sink === 'eval';
    if (code instanceof HostObject && code.label.startsWith('marshal.')) return null;
    const text = code instanceof PyBytes ? decodeText(code.data, 'utf-8') : toText(code);
    const { recorder, trail } = this.session;
    if (text instanceof Unknown) {
      recorder.missing(text.remote ? 'remoteContent' : 'unknownValue', `the code given to ${sink}`, this.here);
      return new Unknown(`${sink}(${show(text)})`, { remote: text.remote });
    }
    const rules = [...trail.rules, sink];
    const { here } = this;
    if (++this.inner > mostInner) {
      recorder.payload(text, 'python', rules, here);
      return new Unknown(`${sink}(…)`);
    }
    const child = new Recorder(text, 'python', this.budget);
    child.rule(sink);
    const plumbing = eval_ && text.length < 40 && /^[\w\s.'"+-]*$/.test(text);
    try {
      return this.budget.nested(() => {
        if (eval_) {
          const expr = parseExpression(text, this.budget);
          if (expr === undefined) return new Unknown(`eval(${show(text.slice(0, 100))})`);
          return this.inside({ text, recorder: child, body: [] }, this.scope, () => this.evaluate(expr));
        }
        const unit = this.parse(text, child);
        this.inside(unit, this.scope, () => runBlock(this, unit.body));
        return null;
      });
    } finally {
      if (!plumbing) recorder.payload(text, 'python', rules, here, { child });
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
    const { frame, scope } = this;
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
      if (left !== undefined && left.kind !== 'return') frame.loops.at(-1)?.mayHaveEnded();
      return undefined;
    } finally {
      frame.undecided--;
      this.frame = frame;
      this.scope = scope;
    }
  }
}

function parseExpression(text: string, budget: Budget): Expr | undefined {
  try {
    return new ExpressionParser(text.trimStart(), budget, 0, true).only();
  } catch (error) {
    if (error instanceof SyntaxProblem || (error instanceof BudgetExceeded && error.limit === 'depth')) return undefined;
    throw error;
  }
}
