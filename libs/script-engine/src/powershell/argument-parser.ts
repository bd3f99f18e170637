import type { ArgumentNode, Node } from './ast.js';
import { ExpressionParser } from './expression-parser.js';
import { numberValue } from './number-value.js';
import { isDash, isDoubleQuote, isSingleQuote } from './scanner.js';

/** Arguments of commands: words that may be bare. */
export abstract class ArgumentParser extends ExpressionParser {
  /** Arguments of a command up to the end of its pipeline element. */
  protected commandArguments(): { args: ArgumentNode[]; output: Node | undefined } {
    const args: ArgumentNode[] = [];
    let output: Node | undefined;
    for (;;) {
      this.skipSpace();
      this.budget.node();
      const c = this.peek();
      if (c === '' || '|;)}\n\r'.includes(c) || c === '&') return { args, output };
      const redirect = /^[*1-6]?>>?(?:&[12])?/.exec(this.source.slice(this.pos, this.pos + 6));
      if (redirect !== null) {
        this.pos += redirect[0].length;
        this.skipSpace();
        if (!redirect[0].includes('&')) output = this.argument();
        continue;
      }
      if (c === '<') {
        this.pos++;
        continue;
      }
      if (this.startsWith('--%')) {
        const start = (this.pos += 3);
        while (this.pos < this.source.length && !'\r\n|'.includes(this.peek())) this.pos++;
        args.push({ value: { k: 'string', value: this.source.slice(start, this.pos).trim(), start, end: this.pos } });
        continue;
      }
      args.push(this.parameter() ?? this.splat() ?? { value: this.argument() });
    }
  }

  private parameter(): ArgumentNode | undefined {
    if (!isDash(this.peek())) return undefined;
    const match = /^[A-Za-z?_][\w`?]*(:?)/.exec(this.source.slice(this.pos + 1, this.pos + 200));
    if (match === null) return undefined;
    this.pos += 1 + match[0].length;
    const name = match[0].replace(/[`:]/g, '').toLowerCase();
    if (match[1] !== ':') {
      // `-foo=bar`, `-a.b`: an argument of a program, not a parameter.
      if (!/^[\s|;)}&,({$@'"\u2018-\u201e]?$/.test(this.peek())) {
        const start = this.pos - match[0].length - 1;
        this.pos = start;
        return { value: this.argument() };
      }
      return { name };
    }
    this.skipSpace();
    return { name, value: this.argument() };
  }

  private splat(): ArgumentNode | undefined {
    if (this.peek() !== '@' || !/\w/.test(this.peek(1))) return undefined;
    this.pos++;
    const name = this.variableName();
    return name === undefined ? this.fail('a variable name was expected') : { splat: name };
  }

  /** One argument, or several joined by commas. */
  protected argument(): Node {
    const first = this.argumentItem();
    let items: Node[] | undefined;
    for (;;) {
      const back = this.pos;
      this.skipSpace();
      if (this.peek() !== ',') {
        this.pos = back;
        break;
      }
      this.pos++;
      this.skipSpace(true);
      if (this.peek() === '' || '|;)}'.includes(this.peek())) break;
      items ??= [first];
      items.push(this.argumentItem());
      this.budget.node();
    }
    return items === undefined ? first : { k: 'array', items, start: first.start, end: this.pos };
  }

  private argumentItem(): Node {
    const c = this.peek();
    const start = this.pos;
    const opens = c === '(' || c === '{' || isSingleQuote(c) || isDoubleQuote(c) || (c === '@' && ('({'.includes(this.peek(1)) || isSingleQuote(this.peek(1)) || isDoubleQuote(this.peek(1)))) || (c === '$' && /[\w({?$^\u0080-\uffff]/.test(this.peek(1)));
    if (!opens) return this.bareWord(start, []);
    const node = this.postfix(this.primary());
    return this.endsArgument() ? node : this.bareWord(start, [node]);
  }

  private endsArgument(): boolean {
    const c = this.peek();
    return c === '' || /[\s|;,(){}&<>]/.test(c) || (c === '`' && /[\r\n]/.test(this.peek(1)));
  }

  /** A word of argument mode: quotes may stand inside, variables are expanded. */
  protected bareWord(start: number, parts: (string | Node)[]): Node {
    while (!this.endsArgument() || (this.peek() === '&' && /\w/.test(this.peek(1)) && parts.length > 0 && typeof parts.at(-1) === 'string' && /^https?:/i.test(String(parts[0])))) {
      this.budget.node();
      const c = this.peek();
      if (c === '`') parts.push(this.escaped());
      else if (isSingleQuote(c)) parts.push(this.singleQuoted());
      else if (isDoubleQuote(c)) parts.push(this.doubleQuoted());
      else if (c === '$' && /[\w({?\u0080-\uffff]/.test(this.peek(1))) parts.push(this.dollar());
      else {
        const from = this.pos++;
        while (this.pos < this.source.length && !/[\s|;,(){}&<>`$'"\u2018-\u201e]/.test(this.peek())) this.pos++;
        parts.push(this.source.slice(from, this.pos));
      }
    }
    if (this.pos === start) return this.fail('an argument was expected');
    const flat = parts.map((part) => (typeof part !== 'string' && part.k === 'string' ? part.value : part));
    if (flat.every((part) => typeof part === 'string')) {
      const text = flat.join('');
      if (/^[+-]?(?:0x[0-9a-f]{1,15}|\d{1,15}(?:\.\d{1,15})?)(?:kb|mb|gb)?$/i.test(text)) return { k: 'number', value: numberValue(text), text, start, end: this.pos };
      return { k: 'string', value: text, start, end: this.pos };
    }
    return { k: 'expandable', parts: flat, start, end: this.pos };
  }
}
