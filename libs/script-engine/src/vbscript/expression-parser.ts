import type { Budget } from '../core/budget.js';
import type { Expr } from './ast.js';
import { Lexer, type Token } from './lexer.js';

/** The text is not VBScript here. */
export class SyntaxProblem {
  constructor(
    readonly message: string,
    readonly at: number,
  ) {}
}

const precedence: Readonly<Record<string, number>> = {
  imp: 1, eqv: 2, xor: 3, or: 4, and: 5, '=': 7, '<>': 7, '><': 7, '<': 7, '>': 7, '<=': 7, '>=': 7, '=<': 7, '=>': 7, is: 7, like: 7, '&': 8, '+': 9, '-': 9, mod: 10, '\\': 11, '*': 12, '/': 12, '^': 14,
};
const reserved: ReadonlySet<string> = new Set(['if', 'then', 'else', 'elseif', 'end', 'for', 'next', 'do', 'loop', 'while', 'wend', 'select', 'case', 'function', 'sub', 'class', 'dim', 'redim', 'exit', 'until', 'mod', 'and', 'or', 'xor', 'is']);
const notLevel = 6;
const minusLevel = 13;

/** Parses expressions; the statement parser is built on it. */
export class ExpressionParser {
  protected token: Token;
  protected ahead: Token | undefined;
  protected readonly lexer: Lexer;

  constructor(
    protected readonly text: string,
    protected readonly budget: Budget,
    start = 0,
  ) {
    this.lexer = new Lexer(text, budget, start);
    this.token = this.lexer.next();
  }

  protected advance(): Token {
    const { token } = this;
    this.token = this.ahead ?? this.lexer.next();
    this.ahead = undefined;
    return token;
  }

  protected peek(): Token {
    this.ahead ??= this.lexer.next();
    return this.ahead;
  }

  protected skipLines(): void {
    while (this.token.k === 'nl') this.advance();
  }

  protected is(v: string, kind?: Token['k']): boolean {
    if (kind !== undefined) return this.token.k === kind;
    return (this.token.k === 'op' || this.token.k === 'id') && this.token.v === v;
  }

  protected accept(v: string): boolean {
    if (!this.is(v)) return false;
    this.advance();
    return true;
  }

  protected expect(v: string): void {
    if (!this.accept(v)) throw new SyntaxProblem(`"${v}" expected`, this.token.start);
  }

  protected atEnd(): boolean {
    return this.token.k === 'nl' || this.token.k === 'eof';
  }

  /** A whole expression; undefined when the text holds more or less than one. */
  only(): Expr | undefined {
    this.skipLines();
    const expr = this.expression();
    this.skipLines();
    return this.is('', 'eof') ? expr : undefined;
  }

  protected expression(least = 1): Expr {
    return this.binaryFrom(this.unary(least), least);
  }

  /** Goes on with operators after a left operand. */
  protected binaryFrom(first: Expr, least: number): Expr {
    let left = first;
    let level = 0;
    for (;;) {
      const op = this.token.k === 'op' || this.token.k === 'id' ? this.token.v : '';
      const next = Object.hasOwn(precedence, op) ? (precedence[op] as number) : 0;
      if (next === 0 || next < least) return left;
      this.advance();
      const right = this.expression(next + 1);
      if (left.k === 'chain' && level === next) {
        left.rest.push({ op, right });
        left.end = right.end;
      } else {
        this.budget.node();
        left = { k: 'chain', first: left, rest: [{ op, right }], start: left.start, end: right.end };
      }
      level = next;
    }
  }

  private unary(least: number): Expr {
    const { start } = this.token;
    const op = this.token.k === 'op' || this.token.k === 'id' ? this.token.v : '';
    if (op === 'not' && least <= 14) {
      this.advance();
      return this.budget.nested(() => this.unaryOf('not', this.expression(notLevel + 1), start));
    }
    if (op === '-' || op === '+') {
      this.advance();
      return this.budget.nested(() => this.unaryOf(op, this.expression(minusLevel), start));
    }
    return this.postfix(this.primary());
  }

  private unaryOf(op: string, operand: Expr, start: number): Expr {
    return { k: 'unary', op, operand, start, end: operand.end };
  }

  protected primary(): Expr {
    const { token } = this;
    const { start, end } = token;
    if (token.k === 'str') {
      this.advance();
      return { k: 'lit', value: token.v, start, end };
    }
    if (token.k === 'num') {
      this.advance();
      return { k: 'lit', value: token.num, start, end };
    }
    if (token.k === 'date') {
      this.advance();
      return { k: 'date', start, end };
    }
    if (token.k === 'op' && token.v === '(') {
      this.advance();
      const inner = this.budget.nested(() => this.expression());
      const close = this.token.end;
      this.expect(')');
      return { k: 'paren', inner, start, end: close };
    }
    if (token.k === 'op' && token.v === '.') {
      this.advance();
      const name = this.advance();
      if (name.k !== 'id') throw new SyntaxProblem('a member name expected', name.start);
      return { k: 'member', object: undefined, name: name.text, start, end: name.end };
    }
    if (token.k !== 'id') throw new SyntaxProblem('an expression expected', start);
    if (reserved.has(token.v)) throw new SyntaxProblem(`"${token.text}" is no expression`, start);
    this.advance();
    switch (token.v) {
      case 'true':
        return { k: 'lit', value: true, start, end };
      case 'false':
        return { k: 'lit', value: false, start, end };
      case 'null':
        return { k: 'lit', value: null, start, end };
      case 'empty':
        return { k: 'lit', value: undefined, start, end };
      case 'nothing':
        return { k: 'nothing', start, end };
      case 'new': {
        const name = this.advance();
        let full = name.text;
        while (this.accept('.')) full += `.${this.advance().text}`;
        return { k: 'new', name: full, start, end: this.token.start };
      }
      default:
        return { k: 'id', name: token.v, text: token.text, start, end };
    }
  }

  /** Calls and members after an operand. */
  protected postfix(first: Expr): Expr {
    let expr = first;
    for (;;) {
      if (this.token.k === 'op' && this.token.v === '(') {
        if (expr.k === 'lit') return expr;
        const { args, end } = this.parenthesised();
        this.budget.node();
        expr = { k: 'call', target: expr, args, start: expr.start, end };
      } else if (this.token.k === 'op' && (this.token.v === '.' || this.token.v === '!') && !this.token.spaced) {
        this.advance();
        const name = this.advance();
        if (name.k !== 'id') throw new SyntaxProblem('a member name expected', name.start);
        this.budget.node();
        expr = { k: 'member', object: expr, name: name.text, start: expr.start, end: name.end };
      } else return expr;
      if (depthOf(expr) > 150) throw new SyntaxProblem('too long a row of members', this.token.start);
    }
  }

  protected parenthesised(): { args: (Expr | undefined)[]; end: number } {
    this.expect('(');
    const args = this.budget.nested(() => this.arguments(() => this.is(')')));
    const { end } = this.token;
    this.expect(')');
    return { args, end };
  }

  protected arguments(done: () => boolean): (Expr | undefined)[] {
    const args: (Expr | undefined)[] = [];
    if (done()) return args;
    for (;;) {
      if (this.is(',')) args.push(undefined);
      else if (done()) args.push(undefined);
      else {
        this.accept('byval');
        if (this.token.k === 'id' && this.peek().v === ':=') {
          this.advance();
          this.advance();
        }
        args.push(this.expression());
      }
      if (!this.accept(',')) return args;
    }
  }
}

function depthOf(expr: Expr): number {
  let depth = 0;
  for (let at: Expr | undefined = expr; at !== undefined && depth <= 200; depth++) at = at.k === 'call' ? at.target : at.k === 'member' ? at.object : undefined;
  return depth;
}
