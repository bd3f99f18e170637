import type { Budget } from '../core/budget.js';

/** The text is not Python here. */
export class SyntaxProblem {
  constructor(
    readonly message: string,
    readonly at: number,
  ) {}
}

/** A word of Python. */
export interface Token {
  k: 'id' | 'num' | 'str' | 'op' | 'nl' | 'indent' | 'dedent' | 'eof';
  v: string;
  start: number;
  end: number;
  value?: number | bigint;
  float?: boolean;
  /** For strings: lower-case prefix and where the content stands. */
  prefix?: string;
  from?: number;
  to?: number;
}

const word = /[A-Za-z_\u00aa-\uffff][\w\u00aa-\uffff]*/y;
const number = /0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?[jJlL]?/y;
const opening = /(?:[rbfu]|[rfb]r|r[fb]|br|rb|ur)?("""|'''|"|')/iy;
const operators = ['**=', '//=', '>>=', '<<=', '...', '!=', '->', ':=', '+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=', '@=', '==', '<=', '>=', '<>', '**', '//', '<<', '>>'];

/** Reads words one at a time, with line ends and changes of indentation outside of brackets. */
export class Lexer {
  private readonly indents = [0];
  private depth = 0;
  private fresh: boolean;
  private pending = 0;

  constructor(
    private readonly text: string,
    private readonly budget: Budget,
    public at = 0,
    /** Only an expression: line ends count as white space. */
    private readonly inline = false,
  ) {
    this.fresh = !inline;
  }

  next(): Token {
    this.budget.node();
    if (this.pending > 0) {
      this.pending--;
      return this.make('dedent', this.at);
    }
    if (this.fresh && this.depth === 0) {
      const token = this.indentation();
      if (token !== undefined) return token;
    }
    const { text } = this;
    for (;;) {
      const char = text[this.at];
      if (char === undefined) return this.end();
      if (char === ' ' || char === '\t' || char === '\f' || char === '\0' || char === '\uFEFF' || char === '\u00a0') this.at++;
      else if (char === '\\' && /[\r\n]/.test(text[this.at + 1] ?? '')) this.at += text.startsWith('\r\n', this.at + 1) ? 3 : 2;
      else if (char === '#') this.skipLine();
      else if ((char === '\r' || char === '\n') && (this.inline || this.depth > 0)) this.at++;
      else break;
    }
    const start = this.at;
    const char = text[start] as string;
    if (char === '\r' || char === '\n') {
      this.at += char === '\r' && text[start + 1] === '\n' ? 2 : 1;
      this.fresh = true;
      return this.make('nl', start);
    }
    const string = this.matches(opening);
    if (string !== undefined) return this.string(start, string);
    if (/[\d.]/.test(char) && !(char === '.' && !/\d/.test(text[start + 1] ?? ''))) {
      const found = this.matches(number);
      if (found !== undefined) return this.numeral(found, start);
    }
    const id = this.matches(word);
    if (id !== undefined) return { k: 'id', v: id, start, end: this.at };
    const op = operators.find((candidate) => text.startsWith(candidate, start)) ?? char;
    this.at += op.length;
    if (op === '(' || op === '[' || op === '{') this.depth++;
    else if (op === ')' || op === ']' || op === '}') this.depth = Math.max(0, this.depth - 1);
    return { k: 'op', v: op, start, end: this.at };
  }

  /** Moves behind the end of the line and forgets open brackets, for going on after an error. */
  recover(): void {
    this.skipLine();
    this.depth = 0;
  }

  private skipLine(): void {
    const rest = /[\r\n]/g;
    rest.lastIndex = this.at;
    this.at = rest.exec(this.text)?.index ?? this.text.length;
  }

  /** The indentation of a new line; undefined when it did not change. */
  private indentation(): Token | undefined {
    const { text } = this;
    let width = 0;
    for (;;) {
      const char = text[this.at];
      if (char === ' ' || char === '\f' || char === '\uFEFF' || char === '\u00a0' || char === '\0') {
        if (char === ' ' || char === '\u00a0') width++;
        this.at++;
      } else if (char === '\t') {
        width = (width >> 3) * 8 + 8;
        this.at++;
      } else if (char === '\r' || char === '\n') {
        this.at++;
        width = 0;
      } else if (char === '#') this.skipLine();
      else if (char === '\\' && /[\r\n]/.test(text[this.at + 1] ?? '')) this.at += 2;
      else if (char === undefined) return undefined;
      else break;
    }
    this.fresh = false;
    const now = this.indents[this.indents.length - 1] as number;
    if (width === now) return undefined;
    if (width > now) {
      this.indents.push(width);
      return this.make('indent', this.at);
    }
    while ((this.indents[this.indents.length - 1] as number) > width) {
      this.indents.pop();
      this.pending++;
    }
    if ((this.indents[this.indents.length - 1] as number) < width) this.indents.push(width);
    this.pending--;
    return this.make('dedent', this.at);
  }

  private end(): Token {
    if (!this.inline && !this.fresh) {
      this.fresh = true;
      this.depth = 0;
      return this.make('nl', this.at);
    }
    if (this.indents.length > 1) {
      this.indents.pop();
      return this.make('dedent', this.at);
    }
    return this.make('eof', this.at);
  }

  private string(start: number, found: string): Token {
    const quote = /["']+$/.exec(found)?.[0] ?? '"';
    const from = this.at;
    const close = quote.length === 3 ? (quote === '"""' ? /"""|\\/g : /'''|\\/g) : quote === '"' ? /["\\\r\n]/g : /['\\\r\n]/g;
    for (let at = from; ; ) {
      close.lastIndex = at;
      const match = close.exec(this.text);
      if (match === null || match[0] === '\r' || match[0] === '\n') {
        this.at = match?.index ?? this.text.length;
        break;
      }
      if (match[0] === '\\') {
        at = match.index + (this.text.startsWith('\r\n', match.index + 1) ? 3 : 2);
        continue;
      }
      this.at = match.index + quote.length;
      return { k: 'str', v: '', start, end: this.at, prefix: found.slice(0, -quote.length).toLowerCase(), from, to: match.index };
    }
    return { k: 'str', v: '', start, end: this.at, prefix: found.slice(0, -quote.length).toLowerCase(), from, to: this.at };
  }

  private numeral(found: string, start: number): Token {
    const digits = found.replaceAll('_', '');
    this.budget.step(1 + (digits.length >> 4));
    const token: Token = { k: 'num', v: found, start, end: this.at };
    if (/[jJ]$/.test(digits) || (!/^0[xX]/.test(digits) && /[.eE]/.test(digits))) return { ...token, value: Number.parseFloat(digits), float: true };
    const plain = /^0\d/.test(digits) && /^0[0-7]+[lL]?$/.test(digits) ? `0o${digits.slice(1)}` : digits;
    const whole = plain.replace(/[lL]$/, '');
    if (whole.length > 60_000) return { ...token, value: Number.NaN, float: true };
    const big = whole.length < 15 ? Number(whole) : BigInt(/^0\d/.test(whole) ? whole.replace(/^0+/, '') : whole);
    return { ...token, value: typeof big === 'bigint' && big <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(big) : big };
  }

  private matches(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  private make(k: Token['k'], start: number): Token {
    return { k, v: '', start, end: this.at };
  }
}
