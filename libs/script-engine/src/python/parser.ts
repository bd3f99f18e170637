import { BudgetExceeded } from '../core/budget.js';
import type { Expr, Stmt } from './ast.js';
import { ExpressionParser } from './expression-parser.js';
import { SyntaxProblem } from './lexer.js';

/** A stretch that could not be read. */
export interface ParseProblem {
  message: string;
  at: number;
  depth: boolean;
}

const augmented: ReadonlySet<string> = new Set(['+=', '-=', '*=', '/=', '//=', '%=', '&=', '|=', '^=', '>>=', '<<=', '**=', '@=']);

/** Reads a script statement by statement; what it cannot read is skipped to the end of its line and noted. */
export class Parser extends ExpressionParser {
  readonly problems: ParseProblem[] = [];

  program(): Stmt[] {
    const out: Stmt[] = [];
    while (!this.kind('eof')) {
      if (this.kind('nl') || this.kind('indent') || this.kind('dedent')) this.advance();
      else this.line(out);
    }
    return out;
  }

  /** The statements of one line. */
  private line(out: Stmt[]): void {
    const { start } = this.token;
    try {
      for (;;) {
        const compound = this.compound();
        if (compound !== undefined) {
          out.push(compound);
          return;
        }
        out.push(this.simple());
        if (!this.accept(';')) break;
        if (this.kind('nl') || this.kind('eof')) break;
      }
      if (!this.kind('nl') && !this.kind('eof') && !this.kind('dedent')) throw new SyntaxProblem('end of statement expected', this.token.start);
      if (this.kind('nl')) this.advance();
    } catch (error) {
      const depth = error instanceof BudgetExceeded && error.limit === 'depth';
      if (!(error instanceof SyntaxProblem) && !depth) throw error;
      if (this.problems.length < 50) this.problems.push(error instanceof SyntaxProblem ? { message: error.message, at: error.at, depth: false } : { message: 'depth', at: start, depth: true });
      this.budget.step(8);
      this.ahead = undefined;
      if (!this.kind('nl')) this.lexer.recover();
      this.token = this.lexer.next();
    }
  }

  private block(): Stmt[] {
    this.expect(':');
    return this.budget.nested(() => {
      const out: Stmt[] = [];
      if (!this.kind('nl')) {
        this.line(out);
        return out;
      }
      this.advance();
      if (!this.kind('indent')) return out;
      this.advance();
      while (!this.kind('dedent') && !this.kind('eof')) {
        if (this.kind('nl')) this.advance();
        else if (this.kind('indent')) {
          this.advance();
          while (!this.kind('dedent') && !this.kind('eof')) {
            if (this.kind('nl')) this.advance();
            else this.line(out);
          }
          if (this.kind('dedent')) this.advance();
        } else this.line(out);
      }
      if (this.kind('dedent')) this.advance();
      return out;
    });
  }

  private compound(): Stmt | undefined {
    const { start } = this.token;
    const at = { start, end: start };
    if (this.is('@')) {
      const decorators: Expr[] = [];
      while (this.accept('@')) {
        decorators.push(this.expression());
        while (this.kind('nl')) this.advance();
      }
      const made = this.compound();
      return made?.k === 'def' ? { ...made, decorators } : made;
    }
    if (this.token.k !== 'id') return undefined;
    switch (this.token.v) {
      case 'async':
        this.advance();
        return this.compound();
      case 'if':
        return this.ifStatement(at);
      case 'while': {
        this.advance();
        const test = this.expression();
        const end = this.token.start;
        const body = this.block();
        return { k: 'while', test, body, other: this.accept('else') ? this.block() : [], start, end };
      }
      case 'for': {
        this.advance();
        const target = this.targets();
        this.expect('in');
        const over = this.expressions();
        const end = this.token.start;
        const body = this.block();
        return { k: 'for', target, over, body, other: this.accept('else') ? this.block() : [], start, end };
      }
      case 'def': {
        this.advance();
        const name = this.name();
        this.expect('(');
        const params = this.parameters(')');
        this.expect(')');
        if (this.accept('->')) this.expression();
        const end = this.token.start;
        return { k: 'def', name, params, body: this.block(), decorators: [], start, end };
      }
      case 'class': {
        this.advance();
        const name = this.name();
        const bases: Extract<Stmt, { k: 'class' }>['bases'] = [];
        if (this.accept('(')) {
          while (!this.is(')') && !this.kind('eof')) {
            const value = this.starred();
            if (this.accept('=')) this.expression();
            else bases.push({ name: undefined, star: '', value });
            if (!this.accept(',')) break;
          }
          this.expect(')');
        }
        const end = this.token.start;
        return { k: 'class', name, bases, body: this.block(), start, end };
      }
      case 'try':
        return this.tryStatement(at);
      case 'with': {
        this.advance();
        const items: Extract<Stmt, { k: 'with' }>['items'] = [];
        const grouped = this.is('(') && this.accept('(');
        do {
          if (this.is(')')) break;
          const value = this.expression();
          items.push({ value, target: this.accept('as') ? this.targetOfWith() : undefined });
        } while (this.accept(','));
        if (grouped) {
          this.expect(')');
          if (this.accept('as')) {
            const [first] = items;
            if (first !== undefined) first.target = this.targetOfWith();
          }
        }
        const end = this.token.start;
        return { k: 'with', items, body: this.block(), start, end };
      }
      default:
        return undefined;
    }
  }

  private targetOfWith(): Expr {
    return this.expression();
  }

  private ifStatement(at: { start: number; end: number }): Stmt {
    this.advance();
    const arms = [{ test: this.expression(), body: [] as Stmt[] }];
    const end = this.token.start;
    (arms[0] as (typeof arms)[number]).body = this.block();
    let other: Stmt[] = [];
    for (;;) {
      if (this.accept('elif')) {
        const test = this.expression();
        arms.push({ test, body: this.block() });
      } else if (this.accept('else')) {
        other = this.block();
        break;
      } else break;
    }
    return { k: 'if', arms, other, ...at, end };
  }

  private tryStatement(at: { start: number; end: number }): Stmt {
    this.advance();
    const body = this.block();
    const handlers: Extract<Stmt, { k: 'try' }>['handlers'] = [];
    let other: Stmt[] = [];
    let last: Stmt[] = [];
    while (this.accept('except')) {
      this.accept('*');
      let name: string | undefined;
      if (!this.is(':')) {
        this.expressions();
        if (this.accept('as')) name = this.name();
      }
      handlers.push({ name, body: this.block() });
    }
    if (this.accept('else')) other = this.block();
    if (this.accept('finally')) last = this.block();
    return { k: 'try', body, handlers, other, last, ...at, end: at.start + 3 };
  }

  private simple(): Stmt {
    const { start } = this.token;
    const at = (): { start: number; end: number } => ({ start, end: this.token.start });
    const { v } = this.token;
    if (this.token.k === 'id') {
      switch (v) {
        case 'pass':
          this.advance();
          return { k: 'pass', ...at() };
        case 'break':
        case 'continue':
          this.advance();
          return { k: 'leave', what: v, ...at() };
        case 'return': {
          this.advance();
          const value = this.kind('nl') || this.is(';') || this.kind('eof') ? undefined : this.expressions();
          return { k: 'return', value, ...at() };
        }
        case 'raise': {
          this.advance();
          const value = this.kind('nl') || this.is(';') || this.kind('eof') ? undefined : this.expressions();
          if (this.accept('from')) this.expression();
          return { k: 'raise', value, ...at() };
        }
        case 'global':
        case 'nonlocal': {
          this.advance();
          const names = [this.name()];
          while (this.accept(',')) names.push(this.name());
          return { k: 'global', names, outer: v === 'nonlocal', ...at() };
        }
        case 'del':
          this.advance();
          this.expressions();
          return { k: 'pass', ...at() };
        case 'assert': {
          this.advance();
          const expr = this.expressions();
          return { k: 'expr', expr, ...at() };
        }
        case 'import':
          return this.importStatement(start);
        case 'from':
          return this.fromStatement(start);
        case 'print':
        case 'exec': {
          const next = this.peek();
          if (next.k === 'str' || next.k === 'num' || (next.k === 'id' && !['in', 'is', 'and', 'or', 'if', 'not'].includes(next.v))) {
            const { end } = this.advance();
            const value = this.expressions();
            if (this.accept('in')) this.expressions();
            return { k: 'expr', expr: { k: 'call', callee: { k: 'name', name: v, start, end }, args: [{ name: undefined, star: '', value }], start, end: value.end }, ...at() };
          }
          break;
        }
        default:
          break;
      }
    }
    const first = this.expressions();
    if (this.token.k === 'op' && augmented.has(this.token.v)) {
      const op = this.advance().v.slice(0, -1);
      const value = this.expressions();
      return { k: 'augment', target: first, op, value, ...at() };
    }
    if (this.is(':') && (first.k === 'name' || first.k === 'attr' || first.k === 'index')) {
      this.advance();
      this.expression();
      if (!this.is('=')) return { k: 'pass', ...at() };
    }
    if (!this.is('=')) return { k: 'expr', expr: first, ...at() };
    const chain = [first];
    while (this.accept('=')) chain.push(this.expressions());
    const value = chain.pop() as Expr;
    return { k: 'assign', targets: chain, value, ...at() };
  }

  private dotted(): string {
    let out = '';
    while (this.is('.') || this.is('...')) out += this.advance().v;
    if (this.kind('id') && !this.is('import')) {
      out += this.name();
      while (this.accept('.')) out += `.${this.name()}`;
    }
    return out;
  }

  private importStatement(start: number): Stmt {
    this.advance();
    const one = (): Stmt => {
      const module = this.dotted();
      const as = this.accept('as') ? this.name() : undefined;
      return { k: 'import', module, as, start, end: this.token.start };
    };
    const first = one();
    if (!this.is(',')) return first;
    const body = [first];
    while (this.accept(',')) body.push(one());
    return { k: 'if', arms: [{ test: { k: 'const', value: true, start, end: start }, body }], other: [], start, end: this.token.start };
  }

  private fromStatement(start: number): Stmt {
    this.advance();
    const module = this.dotted();
    this.expect('import');
    const names: { name: string; as: string }[] = [];
    const grouped = this.accept('(');
    do {
      if (this.is(')')) break;
      const name = this.accept('*') ? '*' : this.name();
      names.push({ name, as: this.accept('as') ? this.name() : name });
    } while (this.accept(','));
    if (grouped) this.expect(')');
    return { k: 'from', module, names, start, end: this.token.start };
  }
}
