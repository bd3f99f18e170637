import type { BlockNode, Node } from './ast.js';
import { numberValue } from './number-value.js';
import { isDash, isDoubleQuote, isSingleQuote } from './scanner.js';
import { StringParser } from './string-parser.js';

const comparisons = new Set(
  'eq ne gt ge lt le like notlike match notmatch contains notcontains in notin replace split join is isnot as shl shr'.split(' ').flatMap((op) => (/^(is|isnot|as|shl|shr|join)$/.test(op) ? [op] : [op, `c${op}`, `i${op}`])),
);
/** Binary operators by precedence, the loosest first (about_Operator_Precedence). */
const levels: readonly ReadonlySet<string>[] = [new Set(['-and', '-or', '-xor']), new Set(['-band', '-bor', '-bxor']), new Set([...comparisons].map((op) => `-${op}`)), new Set(['+', '-']), new Set(['*', '/', '%']), new Set(['-f']), new Set(['..'])];
const unaryWords = new Set(['-not', '-bnot', '-split', '-csplit', '-isplit', '-join']);

/** Expressions. */
export abstract class ExpressionParser extends StringParser {
  private commaEnds = false;

  abstract statementsUntil(close: string): Node[];
  abstract block(): BlockNode;
  abstract pipeline(): Node;

  expression(level = 0): Node {
    this.budget.node();
    if (level === levels.length) return this.arrayLiteral();
    const first = this.expression(level + 1);
    let rest: { op: string; right: Node }[] | undefined;
    for (;;) {
      const op = this.operatorOf(levels[level] as ReadonlySet<string>);
      if (op === undefined) break;
      this.skipSpace(true);
      rest ??= [];
      rest.push({ op, right: this.expression(level + 1) });
      this.budget.node();
    }
    return rest === undefined ? first : { k: 'binary', first, rest, start: first.start, end: (rest.at(-1)?.right as Node).end };
  }

  /** Takes an operator of the given level when one stands here. */
  private operatorOf(level: ReadonlySet<string>): string | undefined {
    const back = this.pos;
    this.skipSpace();
    const c = this.peek();
    if (c === '') return this.rewind(back);
    if (isDash(c)) {
      const word = this.dashWord();
      if (word !== undefined && level.has(word)) {
        this.pos += word.length;
        return word;
      }
      if (word === undefined && level.has('-') && !isDash(this.peek(1)) && this.peek(1) !== '=') {
        this.pos++;
        return '-';
      }
      return this.rewind(back);
    }
    if (c === '.' && this.peek(1) === '.' && level.has('..')) {
      this.pos += 2;
      return '..';
    }
    if ('+*/%'.includes(c) && level.has(c) && this.peek(1) !== '=' && !(c === '+' && this.peek(1) === '+')) {
      this.pos++;
      return c;
    }
    return this.rewind(back);
  }

  private rewind(to: number): undefined {
    this.pos = to;
    return undefined;
  }

  /** `-word` at this place, in lower case, when it is an operator. */
  private dashWord(): string | undefined {
    const match = /^[A-Za-z]{1,12}/.exec(this.source.slice(this.pos + 1, this.pos + 14));
    if (match === null) return undefined;
    const word = `-${match[0].toLowerCase()}`;
    return unaryWords.has(word) || levels.some((level) => level.has(word)) ? word : undefined;
  }

  private arrayLiteral(): Node {
    if (this.commaEnds) return this.unary();
    const start = this.pos;
    if (this.peek() === ',') {
      this.pos++;
      this.skipSpace(true);
      const item = this.unary();
      return { k: 'array', items: [item], start, end: item.end };
    }
    const first = this.unary();
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
      items ??= [first];
      items.push(this.unary());
      this.budget.node();
    }
    return items === undefined ? first : { k: 'array', items, start: first.start, end: (items.at(-1) as Node).end };
  }

  /** Prefix operators are collected first, so that a long row of them needs no depth. */
  private unary(): Node {
    const prefixes: { op: string; start: number }[] = [];
    for (;;) {
      this.budget.node();
      const start = this.pos;
      const c = this.peek();
      if (c === '!') prefixes.push({ op: '-not', start: this.pos++ });
      else if (isDash(c) || c === '+') {
        const word = isDash(c) ? this.dashWord() : undefined;
        if (word !== undefined && unaryWords.has(word)) {
          prefixes.push({ op: word, start });
          this.pos += word.length;
        } else if (word !== undefined) this.fail('an operator without its left side');
        else if ((isDash(c) && isDash(this.peek(1))) || (c === '+' && this.peek(1) === '+')) {
          prefixes.push({ op: c === '+' ? '++' : '--', start });
          this.pos += 2;
        } else prefixes.push({ op: c === '+' ? '+' : '-', start: this.pos++ });
      } else if (c === '[') {
        const type = this.typeName();
        this.skipSpaceBeforeCast();
        if (this.peek() === ':' && this.peek(1) === ':') return this.wrap(prefixes, this.postfix({ k: 'type', name: type, start, end: this.pos }));
        if (!this.startsOperand()) return this.wrap(prefixes, this.postfix({ k: 'type', name: type, start, end: this.pos }));
        prefixes.push({ op: `[${type}`, start });
      } else return this.wrap(prefixes, this.postfix(this.primary()));
      this.skipSpace(true);
    }
  }

  private skipSpaceBeforeCast(): void {
    const back = this.pos;
    this.skipSpace(true);
    if (!this.startsOperand() && !(this.peek() === ':' && this.peek(1) === ':')) this.pos = back;
  }

  private startsOperand(): boolean {
    const c = this.peek();
    return c === '$' || c === '@' || c === '(' || c === '[' || c === '{' || c === '!' || /[0-9]/.test(c) || isSingleQuote(c) || isDoubleQuote(c) || (isDash(c) && (/[0-9$([]/.test(this.peek(1)) || unaryWords.has(this.dashWord() ?? ''))) || (c === '.' && /[0-9]/.test(this.peek(1)));
  }

  private wrap(prefixes: { op: string; start: number }[], operand: Node): Node {
    let node = operand;
    for (const { op, start } of prefixes.reverse()) {
      node = op.startsWith('[') ? { k: 'cast', type: op.slice(1), operand: node, start, end: node.end } : { k: 'unary', op, operand: node, postfix: false, start, end: node.end };
    }
    return node;
  }

  /** `[Name]`, white space and assembly qualifiers dropped; the position stands on `[`. */
  protected typeName(): string {
    const start = this.pos;
    let depth = 0;
    for (; this.pos < this.source.length && this.pos - start < 2_000; this.pos++) {
      const c = this.peek();
      if (c === '[') depth++;
      else if (c === ']' && --depth === 0) {
        this.pos++;
        return this.source.slice(start + 1, this.pos - 1).replace(/[\s`]+/g, '');
      } else if (c === '(' || c === '"' || c === "'" || c === '=') return this.attribute(start);
      else if (!/[\w.+,\s&*`[\]\u0080-\uffff-]/.test(c)) break;
    }
    this.pos = start;
    return this.fail('a type name is not closed');
  }

  /** `[Attribute(...)]` says nothing about values: passed over. */
  private attribute(start: number): string {
    let depth = 0;
    this.pos = start;
    for (; this.pos < this.source.length; this.pos++) {
      const c = this.peek();
      if (isSingleQuote(c)) {
        this.singleQuoted();
        this.pos--;
      } else if (isDoubleQuote(c)) {
        this.doubleQuoted();
        this.pos--;
      } else if (c === '[' || c === '(' || c === '{') depth++;
      else if ((c === ']' || c === ')' || c === '}') && --depth === 0) {
        this.pos++;
        return '#attribute';
      }
    }
    this.pos = start;
    return this.fail('an attribute is not closed');
  }

  protected primary(): Node {
    const start = this.pos;
    const c = this.peek();
    if (isSingleQuote(c)) return { k: 'string', value: this.singleQuoted(), start, end: this.pos };
    if (isDoubleQuote(c)) return this.doubleQuoted();
    if (c === '$') return this.dollar();
    if (c === '@') return this.at();
    if (c === '(') return this.budget.nested(() => this.parenthesised());
    if (c === '{') return this.budget.nested((): Node => ({ k: 'scriptblock', block: this.withComma(false, () => this.block()), start, end: this.pos }));
    if (/[0-9]/.test(c) || (c === '.' && /[0-9]/.test(this.peek(1)))) return this.number();
    return this.fail('an expression was expected');
  }

  private parenthesised(): Node {
    const start = this.pos++;
    this.skipSpace(true);
    const body = this.withComma(false, () => this.statement());
    this.skipSpace(true);
    this.expect(')');
    return { k: 'paren', body, start, end: this.pos };
  }

  private number(): Node {
    const start = this.pos;
    const match = /^(?:0x[0-9a-f]+|(?:\d+(?:\.(?!\.)\d+)?|\.\d+)(?:e[+-]?\d+)?)(?:[ldu]|[uy]?[lsy])?(?:kb|mb|gb|tb|pb)?/i.exec(this.source.slice(start, start + 60));
    if (match === null) return this.fail('a number was expected');
    this.pos += match[0].length;
    return { k: 'number', value: numberValue(match[0]), text: match[0], start, end: this.pos };
  }

  protected dollar(): Node {
    const start = this.pos;
    if (this.peek(1) === '(') {
      this.pos += 2;
      const body = this.budget.nested(() => this.withComma(false, () => this.statementsUntil(')')));
      return { k: 'subexpression', body, array: false, start, end: this.pos };
    }
    this.pos++;
    const name = this.variableName();
    if (name === undefined) return this.fail('a variable name was expected');
    return { k: 'variable', name, start, end: this.pos };
  }

  /** A variable's name after `$` or `@`, in lower case. */
  protected variableName(): string | undefined {
    if (this.peek() === '{') {
      const close = this.source.indexOf('}', this.pos);
      if (close < 0) return undefined;
      const name = this.source.slice(this.pos + 1, close).replace(/`(.)/gs, '$1');
      this.pos = close + 1;
      return name.toLowerCase();
    }
    if ('$?^'.includes(this.peek()) && this.peek() !== '') return this.source[this.pos++];
    const match = /^(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*:(?!:)(?=[\w\u0080-\uffff?]))?[\w\u0080-\uffff?]+/.exec(this.source.slice(this.pos, this.pos + 300));
    if (match === null) return undefined;
    const name = match[0];
    this.pos += name.length;
    return name.toLowerCase();
  }

  private at(): Node {
    const start = this.pos;
    const next = this.peek(1);
    if (next === '(') {
      this.pos += 2;
      const body = this.budget.nested(() => this.withComma(false, () => this.statementsUntil(')')));
      return { k: 'subexpression', body, array: true, start, end: this.pos };
    }
    if (next === '{') return this.budget.nested(() => this.hash());
    if (isSingleQuote(next) || isDoubleQuote(next)) return this.hereString();
    return this.fail('an expression was expected');
  }

  private hash(): Node {
    const start = this.pos;
    this.pos += 2;
    const pairs: { key: Node; value: Node }[] = [];
    for (;;) {
      this.skipSpace(true);
      while (this.peek() === ';') {
        this.pos++;
        this.skipSpace(true);
      }
      if (this.peek() === '}') break;
      this.budget.node();
      const word = /^[A-Za-z_][\w-]*/.exec(this.source.slice(this.pos, this.pos + 200));
      let key: Node;
      if (word !== null) {
        key = { k: 'string', value: word[0], start: this.pos, end: this.pos + word[0].length };
        this.pos += word[0].length;
      } else key = this.expression(1);
      this.skipSpace();
      this.expect('=');
      this.skipSpace(true);
      pairs.push({ key, value: this.withComma(false, () => this.statement()) });
    }
    this.pos++;
    return { k: 'hash', pairs, start, end: this.pos };
  }

  abstract statement(): Node;

  /** Members, calls and indexes after a primary; flat loop, the chain grows to the left. */
  protected postfix(operand: Node): Node {
    let node = operand;
    for (;;) {
      this.budget.node();
      const c = this.peek();
      const isStatic = c === ':' && this.peek(1) === ':';
      if (isStatic || (c === '.' && this.peek(1) !== '.' && this.startsMember())) {
        this.pos += isStatic ? 2 : 1;
        this.skipSpace(true);
        const name = this.memberName();
        if (this.peek() === '(') node = { k: 'call', target: node, name, isStatic, args: this.budget.nested(() => this.callArguments()), start: node.start, end: this.pos };
        else node = { k: 'member', target: node, name, isStatic, start: node.start, end: this.pos };
      } else if (c === '[') {
        this.pos++;
        this.skipSpace(true);
        const index = this.budget.nested(() => this.withComma(false, () => this.expression()));
        this.skipSpace(true);
        this.expect(']');
        node = { k: 'index', target: node, index, start: node.start, end: this.pos };
      } else if (((c === '+' && this.peek(1) === '+') || (isDash(c) && isDash(this.peek(1)))) && (node.k === 'variable' || node.k === 'member' || node.k === 'index')) {
        this.pos += 2;
        node = { k: 'unary', op: c === '+' ? '++' : '--', operand: node, postfix: true, start: node.start, end: this.pos };
      } else if ((c === '\n' || c === '\r' || c === ' ') && this.chainGoesOn()) continue;
      else return node;
    }
  }

  /** A call chain may go on with `.name` on the next line. */
  private chainGoesOn(): boolean {
    const match = /^[ \t]*(?:\r?\n[ \t]*){1,3}(?=\.[A-Za-z])/.exec(this.source.slice(this.pos, this.pos + 200));
    if (match === null) return false;
    this.pos += match[0].length;
    return true;
  }

  private startsMember(): boolean {
    const next = this.peek(1);
    if (next === '<' && this.peek(2) === '#') return true;
    return this.isWordStart(next) || next === '$' || next === '(' || next === '`' || isSingleQuote(next) || isDoubleQuote(next) || (/\s/.test(next) && /^\s{1,80}[A-Za-z("'$]/.test(this.source.slice(this.pos + 1, this.pos + 90)));
  }

  private memberName(): Node {
    const start = this.pos;
    const c = this.peek();
    if (isSingleQuote(c) || isDoubleQuote(c) || c === '(') return this.primary();
    if (c === '$') return this.dollar();
    const match = /^[\w`\u0080-\uffff]+/.exec(this.source.slice(start, start + 300));
    if (match === null) return this.fail('a member name was expected');
    this.pos += match[0].length;
    return { k: 'string', value: match[0].replaceAll('`', ''), start, end: this.pos };
  }

  protected callArguments(): Node[] {
    this.expect('(');
    const args: Node[] = [];
    this.skipSpace(true);
    while (this.peek() !== ')') {
      this.budget.node();
      args.push(this.callArgument());
      this.skipSpace(true);
      if (this.peek() === ',') {
        this.pos++;
        this.skipSpace(true);
      } else if (this.peek() !== ')') this.fail('an argument list is not closed');
    }
    this.pos++;
    return args;
  }

  /** An argument is an expression in which the comma ends it. */
  private callArgument(): Node {
    return this.withComma(true, () => this.expression());
  }

  /** Whether a comma ends an expression here, or makes an array of it. */
  protected withComma<T>(ends: boolean, work: () => T): T {
    const before = this.commaEnds;
    this.commaEnds = ends;
    try {
      return work();
    } finally {
      this.commaEnds = before;
    }
  }
}
