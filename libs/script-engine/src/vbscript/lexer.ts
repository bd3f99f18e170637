import type { Budget } from '../core/budget.js';

/** A word of VBScript. Separators of statements (line ends and colons) are `nl`. */
export interface Token {
  k: 'id' | 'num' | 'str' | 'date' | 'op' | 'nl' | 'eof';
  /** Lower case for identifiers. */
  v: string;
  text: string;
  num: number;
  start: number;
  end: number;
  /** White space before it. */
  spaced: boolean;
}

const word = /[A-Za-z_\u00aa-\uffff][\w\u00aa-\uffff]*/y;
const number = /&h([0-9a-f]+)&?|&o([0-7]+)&?|(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?[%&!#@^]?/iy;
const continuation = /_[ \t]*(?:\r\n|\n|\r)/y;
const date = /#[0-9A-Za-z][0-9A-Za-z:/\-., ]{0,40}#/y;

/** Reads words one at a time, so that a long line needs no list of them. */
export class Lexer {
  private fresh = true;

  constructor(
    private readonly text: string,
    private readonly budget: Budget,
    public at = 0,
  ) {}

  next(): Token {
    this.budget.node();
    const { text } = this;
    let spaced = false;
    for (;;) {
      const char = text[this.at];
      if (char === undefined) return this.make('eof', '', this.at, spaced);
      if (char === ' ' || char === '\t' || char === '\f' || char === '\v' || char === '\u00a0' || char === '\uFEFF' || char === '\0') {
        this.at++;
        spaced = true;
      } else if (char === '_' && this.matches(continuation) !== undefined) spaced = true;
      else if (char === "'" || (this.fresh && text.startsWith('<!--', this.at)) || (this.fresh && text.startsWith('-->', this.at)) || this.isRem(char)) this.skipLine();
      else break;
    }
    const start = this.at;
    const char = text[start] as string;
    if (char === '\n' || char === '\r' || char === ':') {
      this.at += char === '\r' && text[start + 1] === '\n' ? 2 : 1;
      this.fresh = true;
      return { k: 'nl', v: char === ':' ? ':' : '\n', text: '', num: 0, start, end: this.at, spaced };
    }
    this.fresh = false;
    if (char === '"' || char === '\u201c' || char === '\u201d') return this.string(spaced);
    if (char === '[') {
      const close = text.indexOf(']', start);
      if (close > start && close - start < 256) {
        this.at = close + 1;
        return this.make('id', text.slice(start + 1, close), start, spaced);
      }
    }
    const found = /[0-9.&]/.test(char) ? this.matches(number) : undefined;
    if (found !== undefined && found !== '&') {
      const value = /^&h/i.test(found) ? hexadecimal(found.slice(2).replace('&', '')) : /^&o/i.test(found) ? Number.parseInt(found.slice(2), 8) : Number.parseFloat(found);
      return { k: 'num', v: found, text: found, num: value, start, end: this.at, spaced };
    }
    const id = this.matches(word);
    if (id !== undefined) {
      if (text[this.at] === '$' || (text[this.at] === '%' && !/[\w"(]/.test(text[this.at + 1] ?? ''))) this.at++;
      return this.make('id', id, start, spaced);
    }
    if (char === '#') {
      const when = this.matches(date);
      if (when !== undefined) return this.make('date', when, start, spaced);
    }
    const two = text.slice(start, start + 2);
    const op = ['<>', '<=', '>=', '=<', '=>', '><', ':='].includes(two) ? two : char;
    this.at += op.length;
    return this.make('op', op, start, spaced);
  }

  /** Moves behind the end of the line, for going on after an error. */
  skipLine(): void {
    const rest = /[\r\n]/g;
    rest.lastIndex = this.at;
    this.at = rest.exec(this.text)?.index ?? this.text.length;
  }

  private isRem(char: string): boolean {
    return (char === 'r' || char === 'R') && this.fresh && /^rem(?![\w.(=])/i.test(this.text.slice(this.at, this.at + 4));
  }

  private string(spaced: boolean): Token {
    const start = this.at;
    const close = /["\u201c\u201d]|[\r\n]/g;
    const parts: string[] = [];
    let from = start + 1;
    for (;;) {
      close.lastIndex = from;
      const found = close.exec(this.text);
      const end = found?.index ?? this.text.length;
      parts.push(this.text.slice(from, end));
      if (found === null || found[0] === '\n' || found[0] === '\r') {
        this.at = end;
        break;
      }
      this.at = end + 1;
      if (!/["\u201c\u201d]/.test(this.text[end + 1] ?? '')) break;
      this.budget.step();
      parts.push('"');
      from = end + 2;
    }
    const value = parts.join('');
    this.budget.allocate(value.length);
    return { k: 'str', v: value, text: value, num: 0, start, end: this.at, spaced };
  }

  private matches(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  private make(k: Token['k'], text: string, start: number, spaced: boolean): Token {
    return { k, v: k === 'id' ? text.toLowerCase() : text, text, num: 0, start, end: this.at, spaced };
  }
}

/** `&HFFFF` is -1: four digits make a signed word, eight a signed double word. */
function hexadecimal(digits: string): number {
  const value = Number.parseInt(digits, 16);
  if (digits.length <= 4 && value > 0x7fff) return value - 0x10000;
  return digits.length <= 8 && value > 0x7fffffff ? value - 0x1_0000_0000 : value;
}
