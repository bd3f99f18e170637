import type { Node } from './ast.js';
import { isDoubleQuote, isSingleQuote, Scanner } from './scanner.js';

/** Strings that hold variables and expressions. */
export abstract class StringParser extends Scanner {
  /** A variable or `$(...)`; the position stands on the `$`. */
  protected abstract dollar(): Node;

  protected hereString(): Node {
    const start = this.pos;
    const single = isSingleQuote(this.peek(1));
    const first = /^@.[ \t]*\r?\n/.exec(this.source.slice(start, start + 200));
    if (first === null) return this.fail('a here-string starts with a new line');
    const from = start + first[0].length;
    const close = this.hereStringEnd(from - 1, single ? isSingleQuote : isDoubleQuote);
    if (close < 0) return this.fail('a here-string is not closed');
    let to = Math.max(from, close - 1);
    if (this.source[to - 1] === '\r' && to > from) to--;
    if (single) {
      this.pos = close + 2;
      return { k: 'string', value: this.source.slice(from, to), start, end: this.pos };
    }
    this.pos = from;
    const parts = this.expandableParts(() => this.pos >= to);
    this.pos = close + 2;
    return this.expandableNode(parts, start);
  }

  protected doubleQuoted(): Node {
    const start = this.pos++;
    const parts = this.expandableParts(() => {
      if (this.pos >= this.source.length) return this.fail('a string is not closed');
      return isDoubleQuote(this.peek()) && !isDoubleQuote(this.peek(1));
    });
    this.pos++;
    return this.expandableNode(parts, start);
  }

  private expandableNode(parts: (string | Node)[], start: number): Node {
    if (parts.every((part) => typeof part === 'string')) return { k: 'string', value: parts.join(''), start, end: this.pos };
    return { k: 'expandable', parts, start, end: this.pos };
  }

  private expandableParts(atEnd: () => boolean): (string | Node)[] {
    const parts: (string | Node)[] = [];
    const pieces: string[] = [];
    let from = this.pos;
    const flush = (): void => {
      pieces.push(this.source.slice(from, this.pos));
    };
    while (!atEnd()) {
      const c = this.peek();
      if (c === '`') {
        flush();
        pieces.push(this.escaped());
        from = this.pos;
      } else if (isDoubleQuote(c) && isDoubleQuote(this.peek(1))) {
        this.pos++;
        flush();
        this.pos++;
        from = this.pos;
      } else if (c === '$' && (this.peek(1) === '(' || this.peek(1) === '{' || /[\w?$^\u0080-\uffff]/.test(this.peek(1)))) {
        flush();
        if (pieces.length > 0) parts.push(pieces.splice(0).join(''));
        parts.push(this.dollar());
        this.budget.node();
        from = this.pos;
      } else this.pos++;
    }
    flush();
    const last = pieces.join('');
    if (last !== '' || parts.length === 0) parts.push(last);
    return parts;
  }
}
