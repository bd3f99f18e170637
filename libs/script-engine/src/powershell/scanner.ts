import type { Budget } from '../core/budget.js';

/** The source is not PowerShell at this place. */
export class PowerShellSyntaxError extends Error {
  constructor(
    message: string,
    readonly at: number,
  ) {
    super(message);
  }
}

const singleQuotes = "'\u2018\u2019\u201a\u201b";
const doubleQuotes = '"\u201c\u201d\u201e';
const dashes = '-\u2013\u2014\u2015';

/** PowerShell takes typographic quotes and dashes for plain ones (about_Quoting_Rules). */
export const isSingleQuote = (c: string): boolean => c !== '' && singleQuotes.includes(c);
/** See {@link isSingleQuote}. */
export const isDoubleQuote = (c: string): boolean => c !== '' && doubleQuotes.includes(c);
/** See {@link isSingleQuote}. */
export const isDash = (c: string): boolean => c !== '' && dashes.includes(c);

const escapes: Readonly<Record<string, string>> = { 0: '\0', a: '\x07', b: '\b', e: '\x1b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** Reads characters of a PowerShell source; base of the parser. */
export class Scanner {
  pos = 0;
  private readonly openFrom: [number, number] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];

  constructor(
    readonly source: string,
    protected readonly budget: Budget,
  ) {}

  protected peek(ahead = 0): string {
    return this.source[this.pos + ahead] ?? '';
  }

  protected startsWith(text: string): boolean {
    return this.source.startsWith(text, this.pos);
  }

  protected fail(message: string): never {
    throw new PowerShellSyntaxError(message, this.pos);
  }

  protected expect(text: string): void {
    if (!this.startsWith(text)) this.fail(`expected ${text}`);
    this.pos += text.length;
  }

  /** White space, comments and line continuations; with `lines`, new lines as well. */
  protected skipSpace(lines = false): void {
    for (;;) {
      const c = this.peek();
      if (c === '') return;
      if (c === ' ' || c === '\t' || c === '\f' || c === '\v' || c === '\u00a0' || c === '\u0085' || c === '\ufeff' || c === '\u3000' || (c >= '\u2000' && c <= '\u200b')) this.pos++;
      else if (c === '`' && /[\r\n]/.test(this.peek(1))) this.pos += this.peek(1) === '\r' && this.peek(2) === '\n' ? 3 : 2;
      else if (c === '#') this.skipLine();
      else if (c === '<' && this.peek(1) === '#') {
        const close = this.source.indexOf('#>', this.pos + 2);
        this.pos = close < 0 ? this.source.length : close + 2;
      } else if (lines && (c === '\n' || c === '\r')) this.pos++;
      else return;
    }
  }

  protected skipLine(): void {
    while (this.pos < this.source.length && this.peek() !== '\n' && this.peek() !== '\r') this.pos++;
  }

  /** The character after a backtick in a double-quoted string or bare word; the position stands on the backtick. */
  protected escaped(): string {
    const c = this.peek(1);
    this.pos = Math.min(this.pos + 2, this.source.length);
    if (c === 'u' && this.peek() === '{') {
      const close = this.source.indexOf('}', this.pos);
      const hex = close > 0 && close - this.pos <= 7 ? this.source.slice(this.pos + 1, close) : '';
      if (/^[0-9a-fA-F]{1,6}$/.test(hex) && Number.parseInt(hex, 16) <= 0x10ffff) {
        this.pos = close + 1;
        return String.fromCodePoint(Number.parseInt(hex, 16));
      }
    }
    if (c === '\r' && this.peek() === '\n') {
      this.pos++;
      return '\r\n';
    }
    // PowerShell 5.1 knows no escape character `e: only a terminal sequence is meant as one.
    if (c === 'e' && this.peek() !== '[') return c;
    return escapes[c] ?? c;
  }

  protected isWordStart(c: string): boolean {
    return /[A-Za-z_\u0080-\uffff]/.test(c);
  }

  /** A single-quoted string; the position stands on its opening quote. */
  protected singleQuoted(): string {
    const start = ++this.pos;
    let from = start;
    let out = '';
    for (; this.pos < this.source.length; this.pos++) {
      if (!isSingleQuote(this.peek())) continue;
      if (isSingleQuote(this.peek(1))) {
        out += this.source.slice(from, this.pos + 1);
        this.pos++;
        from = this.pos + 1;
        continue;
      }
      out += this.source.slice(from, this.pos);
      this.pos++;
      return out;
    }
    this.pos = start;
    return this.fail('a string is not closed');
  }

  /** Position of the line that closes a here-string, or -1. */
  protected hereStringEnd(from: number, isQuote: (c: string) => boolean): number {
    // Where one search found nothing, no later one will: an unclosed here-string must not cost a search per line.
    if (from >= this.openFrom[isQuote === isSingleQuote ? 0 : 1]) return -1;
    for (let line = this.source.indexOf('\n', from); line >= 0; line = this.source.indexOf('\n', line + 1)) {
      if (isQuote(this.source[line + 1] ?? '') && this.source[line + 2] === '@') return line + 1;
    }
    this.openFrom[isQuote === isSingleQuote ? 0 : 1] = from;
    return -1;
  }
}
