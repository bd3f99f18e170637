import { BudgetExceeded, type Budget } from '../core/budget.js';
import type { Expr, Param, Procedure, Stmt } from './ast.js';
import { ExpressionParser, SyntaxProblem } from './expression-parser.js';

/** A stretch that could not be read. */
export interface ParseProblem {
  message: string;
  at: number;
  depth: boolean;
}

type Ends = readonly string[];

/** Reads a script statement by statement; what it cannot read is skipped to the end of its line and noted. */
export class Parser extends ExpressionParser {
  readonly problems: ParseProblem[] = [];

  constructor(text: string, budget: Budget, start = 0) {
    super(text, budget, start);
  }

  program(): Stmt[] {
    const out: Stmt[] = [];
    while (this.token.k !== 'eof') {
      this.block([], out);
      if (!this.is('', 'eof')) this.advance();
    }
    return out;
  }

  /** Statements up to one of the closing words, which stays to be read. */
  private block(ends: Ends, out: Stmt[] = []): Stmt[] {
    for (;;) {
      this.skipLines();
      if (this.is('', 'eof') || this.closes(ends)) return out;
      const before = this.token.start;
      try {
        const statement = this.statement();
        if (statement !== undefined) out.push(statement);
        if (!this.atEnd() && !this.closes(ends)) throw new SyntaxProblem('end of statement expected', this.token.start);
      } catch (error) {
        this.recover(error, before);
      }
    }
  }

  private recover(error: unknown, before: number): void {
    const depth = error instanceof BudgetExceeded && error.limit === 'depth';
    if (!(error instanceof SyntaxProblem) && !depth) throw error;
    if (this.problems.length < 50) this.problems.push(error instanceof SyntaxProblem ? { message: error.message, at: error.at, depth: false } : { message: 'depth', at: before, depth: true });
    this.budget.step(8);
    if (this.token.k === 'nl' || this.token.k === 'eof') return;
    if (this.ahead === undefined || this.ahead.k !== 'nl') this.lexer.skipLine();
    this.ahead = undefined;
    this.token = this.lexer.next();
  }

  private closes(ends: Ends): boolean {
    if (this.token.k !== 'id') return false;
    const { v } = this.token;
    if (!['end', 'else', 'elseif', 'next', 'loop', 'wend', 'case'].includes(v)) return false;
    const full = v === 'end' ? `end ${this.peek().v}` : v;
    return ends.includes(full) || (ends.includes('case') && v === 'case');
  }

  private endOf(word: string): void {
    this.advance();
    if (word !== '') this.accept(word);
  }

  private statement(): Stmt | undefined {
    const { start } = this.token;
    // A directive for the compiler of VBA: both of its branches are read.
    if (this.token.k === 'op' && this.token.v === '#') {
      while (!this.atEnd()) this.advance();
      return undefined;
    }
    if (this.token.k === 'id') {
      const next = this.peek();
      const assigned = next.k === 'op' && (next.v === '=' || (next.v === '.' && !next.spaced));
      const known = assigned ? undefined : this.keyword(start);
      if (known !== undefined) return known === false ? undefined : ({ ...known, start, end: this.token.start } as Stmt);
    }
    return this.simple(start);
  }

  /** A statement with a leading keyword; false for those that do nothing here, undefined when there is none. */
  private keyword(start: number): Omit<Extract<Stmt, { k: 'none' }>, 'start' | 'end'> | Stmt | false | undefined {
    const at = { start, end: start };
    switch (this.token.v) {
      case 'dim':
      case 'redim':
      case 'static':
        return { ...this.dim(), ...at };
      case 'public':
      case 'private':
      case 'friend':
      case 'default': {
        this.advance();
        if (this.token.k === 'id' && ['sub', 'function', 'property', 'const', 'declare', 'default', 'type', 'enum', 'static', 'event', 'withevents'].includes(this.token.v)) return this.keyword(start);
        return { k: 'dim', names: this.names(), preserve: false, redim: false, ...at };
      }
      case 'const':
        this.advance();
        return { k: 'dim', names: this.names(), preserve: false, redim: false, ...at };
      case 'set':
      case 'let': {
        this.advance();
        const target = this.postfix(this.primary());
        this.expect('=');
        return { k: 'assign', target, value: this.expression(), ...at };
      }
      case 'call': {
        this.advance();
        return { k: 'call', expr: this.postfix(this.primary()), args: undefined, ...at };
      }
      case 'if':
        return this.nestedBlock(() => this.ifStatement(at));
      case 'select':
        return this.nestedBlock(() => this.selectStatement(at));
      case 'for':
        return this.nestedBlock(() => this.forStatement(at));
      case 'while': {
        this.advance();
        const cond = this.expression();
        const body = this.nestedBlock(() => this.block(['wend', 'end while']));
        this.endOf('while');
        return { k: 'loop', cond, until: false, after: false, body, ...at };
      }
      case 'do':
        return this.nestedBlock(() => this.doStatement(at));
      case 'sub':
      case 'function':
      case 'property':
        return this.nestedBlock(() => ({ k: 'procedure' as const, procedure: this.procedure(), ...at }));
      case 'class': {
        this.advance();
        const name = this.advance().v;
        const members = this.nestedBlock(() => this.block(['end class']));
        this.endOf('');
        this.accept('class');
        return { k: 'class', name, members, ...at };
      }
      case 'with': {
        this.advance();
        const object = this.expression();
        const body = this.nestedBlock(() => this.block(['end with']));
        this.endOf('');
        this.accept('with');
        return { k: 'with', object, body, ...at };
      }
      case 'exit': {
        this.advance();
        const what = this.advance().v;
        return { k: 'exit', what: what === 'for' ? 'for' : what === 'do' || what === 'while' ? 'do' : 'procedure', ...at };
      }
      case 'end': {
        this.advance();
        if (this.atEnd()) return { k: 'exit', what: 'end', ...at };
        this.advance();
        return false;
      }
      case 'on':
      case 'option':
      case 'randomize':
      case 'declare':
      case 'attribute':
      case 'type':
      case 'enum':
      case 'event':
      case 'goto':
      case 'resume':
      case 'implements':
      case 'erase':
      case 'stop':
      case 'next':
      case 'loop':
      case 'wend':
      case 'else':
      case 'elseif':
      case 'case':
        if (this.token.v === 'type' || this.token.v === 'enum') this.skipTo(`end ${this.token.v}`);
        while (!this.atEnd()) this.advance();
        return false;
      default:
        return undefined;
    }
  }

  private nestedBlock<T>(work: () => T): T {
    return this.budget.nested(work);
  }

  private skipTo(end: string): void {
    while (this.token.k !== 'eof') {
      if (this.token.k === 'id' && `${this.token.v} ${this.peek().v}` === end) return;
      this.advance();
    }
  }

  private dim(): Omit<Extract<Stmt, { k: 'dim' }>, 'start' | 'end'> {
    const redim = this.advance().v === 'redim';
    const preserve = this.accept('preserve');
    return { k: 'dim', names: this.names(), preserve, redim };
  }

  private names(): Extract<Stmt, { k: 'dim' }>['names'] {
    const names: Extract<Stmt, { k: 'dim' }>['names'] = [];
    do {
      const name = this.advance();
      if (name.k !== 'id') throw new SyntaxProblem('a name expected', name.start);
      let dims: Expr[] | undefined;
      if (this.is('(')) {
        this.advance();
        dims = [];
        while (!this.is(')') && !this.atEnd()) {
          const bound = this.expression();
          dims.push(this.accept('to') ? this.expression() : bound);
          if (!this.accept(',')) break;
        }
        this.expect(')');
      }
      this.typeName();
      names.push(this.accept('=') ? { name: name.v, dims, value: this.expression() } : { name: name.v, dims });
    } while (this.accept(','));
    return names;
  }

  private typeName(): void {
    if (!this.accept('as')) return;
    this.accept('new');
    this.advance();
    while (this.accept('.')) this.advance();
    if (this.accept('*')) this.advance();
  }

  private ifStatement(at: { start: number; end: number }): Stmt {
    this.advance();
    const cond = this.expression();
    this.accept('then');
    const arms: { cond: Expr; body: Stmt[] }[] = [];
    let other: Stmt[] = [];
    if (this.token.k === 'nl' && this.token.v === '\n') {
      arms.push({ cond, body: this.block(['end if', 'else', 'elseif']) });
      for (;;) {
        if (this.is('elseif')) {
          this.advance();
          const test = this.expression();
          this.accept('then');
          arms.push({ cond: test, body: this.block(['end if', 'else', 'elseif']) });
        } else if (this.is('else')) {
          this.advance();
          if (this.is('if') && this.token.spaced) {
            other = [this.ifStatement(at)];
            return { k: 'if', arms, other, ...at };
          }
          other = this.block(['end if', 'else', 'elseif']);
        } else break;
      }
      if (!this.is('', 'eof')) {
        this.endOf('');
        this.accept('if');
      }
      return { k: 'if', arms, other, ...at };
    }
    arms.push({ cond, body: this.inline() });
    if (this.accept('else')) other = this.inline();
    if (this.is('end') && this.peek().v === 'if') {
      this.advance();
      this.advance();
    }
    return { k: 'if', arms, other, ...at };
  }

  /** The statements of a one-line If: up to Else or the end of the line. */
  private inline(): Stmt[] {
    const out: Stmt[] = [];
    for (;;) {
      while (this.token.k === 'nl' && this.token.v === ':') this.advance();
      if (this.atEnd() || this.is('else') || (this.is('end') && this.peek().v === 'if')) return out;
      const statement = this.statement();
      if (statement !== undefined) out.push(statement);
      if (!this.atEnd() && !this.is('else') && !this.is('end')) throw new SyntaxProblem('end of statement expected', this.token.start);
    }
  }

  private selectStatement(at: { start: number; end: number }): Stmt {
    this.advance();
    this.accept('case');
    const subject = this.expression();
    const arms: Extract<Stmt, { k: 'select' }>['arms'] = [];
    let other: Stmt[] = [];
    this.block(['case', 'end select']);
    while (this.is('case')) {
      this.advance();
      if (this.accept('else')) {
        other = this.block(['case', 'end select']);
        continue;
      }
      const tests: Extract<Stmt, { k: 'select' }>['arms'][number]['tests'] = [];
      do {
        this.accept('is');
        const op = this.token.k === 'op' && /^[<>=]/.test(this.token.v) ? this.advance().v : '=';
        const value = this.expression();
        tests.push(this.accept('to') ? { op, value, to: this.expression() } : { op, value });
      } while (this.accept(','));
      arms.push({ tests, body: this.block(['case', 'end select']) });
    }
    this.endOf('');
    this.accept('select');
    return { k: 'select', subject, arms, other, ...at };
  }

  private forStatement(at: { start: number; end: number }): Stmt {
    this.advance();
    if (this.accept('each')) {
      const variable = this.advance().v;
      this.typeName();
      this.expect('in');
      const over = this.expression();
      const body = this.block(['next']);
      this.closeNext();
      return { k: 'each', variable, over, body, ...at };
    }
    const variable = this.advance().v;
    this.typeName();
    this.expect('=');
    const from = this.expression();
    this.expect('to');
    const to = this.expression();
    const by = this.accept('step') ? this.expression() : undefined;
    const body = this.block(['next']);
    this.closeNext();
    return { k: 'for', variable, from, to, by, body, ...at };
  }

  private closeNext(): void {
    this.advance();
    if (this.token.k === 'id') this.advance();
  }

  private doStatement(at: { start: number; end: number }): Stmt {
    this.advance();
    const before = this.is('while') || this.is('until') ? { until: this.advance().v === 'until', cond: this.expression() } : undefined;
    const body = this.block(['loop']);
    this.advance();
    const after = this.is('while') || this.is('until') ? { until: this.advance().v === 'until', cond: this.expression() } : undefined;
    const test = before ?? after;
    return { k: 'loop', cond: test?.cond, until: test?.until ?? false, after: before === undefined && after !== undefined, body, ...at };
  }

  private procedure(): Procedure {
    let kind: Procedure['kind'] = this.advance().v === 'sub' ? 'sub' : 'function';
    if (this.is('get') || this.is('let') || this.is('set')) {
      if (this.peek().k === 'id') kind = this.advance().v === 'get' ? 'get' : 'let';
    }
    const name = this.advance();
    if (name.k !== 'id') throw new SyntaxProblem('a name expected', name.start);
    const params: Param[] = [];
    if (this.accept('(')) {
      while (!this.is(')') && !this.atEnd()) {
        let byVal = false;
        while (this.token.k === 'id' && ['byval', 'byref', 'optional', 'paramarray'].includes(this.token.v) && this.peek().k === 'id') byVal = this.advance().v === 'byval' || byVal;
        const param = this.advance();
        if (this.accept('(')) this.expect(')');
        this.typeName();
        if (this.accept('=')) this.expression();
        params.push({ name: param.v, byVal });
        if (!this.accept(',')) break;
      }
      this.expect(')');
    }
    this.typeName();
    const body = this.block(['end sub', 'end function', 'end property']);
    this.endOf('');
    if (!this.atEnd()) this.advance();
    return { name: name.v, text: name.text, params, body, kind };
  }

  /** An assignment or a call. */
  private simple(start: number): Stmt {
    const primary = this.primary();
    if (this.token.k === 'nl' && this.token.v === ':' && primary.k === 'id' && !this.token.spaced && this.peek().k === 'nl') return { k: 'none', start, end: this.token.start };
    const expr = this.postfix(primary);
    if (this.is('=')) {
      this.advance();
      return { k: 'assign', target: expr, value: this.expression(), start, end: this.token.start };
    }
    if (this.atEnd() || this.is('else')) return { k: 'call', expr, args: undefined, start, end: this.token.start };
    if (expr.k === 'call' && expr.args.length === 1 && expr.args[0] !== undefined) {
      const [only] = expr.args;
      const operand: Expr = { k: 'paren', inner: only, start: expr.target.end, end: expr.end };
      const first = this.binaryFrom(operand, 1);
      const rest = this.accept(',') ? this.arguments(() => this.atEnd()) : [];
      return { k: 'call', expr: expr.target, args: [first, ...rest], start, end: this.token.start };
    }
    const args = this.arguments(() => this.atEnd() || this.is('else'));
    return { k: 'call', expr, args, start, end: this.token.start };
  }
}
