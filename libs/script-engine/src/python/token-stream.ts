import type { Budget } from '../core/budget.js';
import { Lexer, SyntaxProblem, type Token } from './lexer.js';

/** The words of a text with one word of look-ahead. */
export class TokenStream {
  protected token: Token;
  protected ahead: Token | undefined;
  protected lexer: Lexer;

  constructor(
    protected readonly text: string,
    protected readonly budget: Budget,
    start = 0,
    inline = false,
  ) {
    this.lexer = new Lexer(text, budget, start, inline);
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

  protected is(v: string): boolean {
    return (this.token.k === 'op' || this.token.k === 'id') && this.token.v === v;
  }

  protected kind(k: Token['k']): boolean {
    return this.token.k === k;
  }

  protected accept(v: string): boolean {
    if (!this.is(v)) return false;
    this.advance();
    return true;
  }

  protected expect(v: string): void {
    if (!this.accept(v)) throw new SyntaxProblem(`"${v}" expected`, this.token.start);
  }

  protected name(): string {
    if (this.token.k !== 'id') throw new SyntaxProblem('a name expected', this.token.start);
    return this.advance().v;
  }
}
