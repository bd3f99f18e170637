import type { Budget } from '../../core/budget.js';

/** A node of an awk program: its kind, then what belongs to it. */
export type AwkNode =
  | { readonly kind: 'number' | 'string' | 'regex' | 'name'; readonly text: string }
  | { readonly kind: 'field'; readonly of: AwkNode }
  | { readonly kind: 'index'; readonly text: string; readonly keys: readonly AwkNode[] }
  | { readonly kind: 'call'; readonly text: string; readonly args: readonly AwkNode[] }
  | { readonly kind: 'unary' | 'before' | 'after'; readonly operator: string; readonly of: AwkNode }
  | { readonly kind: 'binary' | 'assign'; readonly operator: string; readonly left: AwkNode; readonly right: AwkNode }
  | { readonly kind: 'choice'; readonly test: AwkNode; readonly yes: AwkNode; readonly no: AwkNode }
  | { readonly kind: 'in'; readonly key: AwkNode; readonly text: string };

/** A statement of an awk program. */
export type AwkStatement =
  | { readonly kind: 'expression'; readonly of: AwkNode }
  | { readonly kind: 'print'; readonly args: readonly AwkNode[]; readonly formatted: boolean; readonly pipe?: AwkNode }
  | { readonly kind: 'if'; readonly test: AwkNode; readonly yes: AwkStatement; readonly no?: AwkStatement }
  | { readonly kind: 'loop'; readonly first?: AwkStatement; readonly test?: AwkNode; readonly next?: AwkStatement; readonly body: AwkStatement; readonly testLast: boolean }
  | { readonly kind: 'each'; readonly name: string; readonly array: string; readonly body: AwkStatement }
  | { readonly kind: 'block'; readonly list: readonly AwkStatement[] }
  | { readonly kind: 'break' | 'continue' | 'next' | 'exit' }
  | { readonly kind: 'delete'; readonly name: string; readonly keys: readonly AwkNode[] };

/** A rule: when it applies and what it does; without a body it prints the line. */
export interface AwkRule {
  readonly when: 'BEGIN' | 'END' | AwkNode | undefined;
  readonly until: AwkNode | undefined;
  readonly body: AwkStatement | undefined;
}

class Unsupported extends Error {}

interface Token {
  readonly kind: 'number' | 'string' | 'regex' | 'name' | 'call' | 'operator' | 'newline' | 'end';
  readonly text: string;
}

const keywords = new Set(['if', 'else', 'while', 'for', 'do', 'in', 'print', 'printf', 'break', 'continue', 'next', 'exit', 'delete', 'BEGIN', 'END', 'function', 'func', 'return', 'getline']);

/** Reads an awk program; undefined when it has something that is not modelled. */
export function readAwk(source: string, budget: Budget): AwkRule[] | undefined {
  if (source.length > 50_000) return undefined;
  try {
    const tokens = scan(source);
    budget.step(1 + tokens.length);
    return new Reader(tokens, budget).rules();
  } catch (error) {
    if (error instanceof Unsupported) return undefined;
    throw error;
  }
}

function scan(source: string): Token[] {
  const out: Token[] = [];
  let i = 0;
  while (i < source.length) {
    const rest = source.slice(i, i + 400);
    const skip = /^(?:[ \t\r]+|\\\n|#[^\n]*)/.exec(rest);
    if (skip) {
      i += skip[0].length;
      continue;
    }
    const last = out.at(-1);
    const operand = last !== undefined && (last.kind === 'number' || last.kind === 'string' || (last.kind === 'name' && !keywords.has(last.text)) || (last.kind === 'operator' && /^[)\]$]$|^(?:\+\+|--)$/.test(last.text)));
    const character = source[i] as string;
    if (character === '\n') {
      out.push({ kind: 'newline', text: '\n' });
      i++;
    } else if (character === '"' || (character === '/' && !operand)) {
      let j = i + 1;
      while (j < source.length && source[j] !== character) j += source[j] === '\\' ? 2 : 1;
      if (j >= source.length) throw new Unsupported();
      out.push({ kind: character === '"' ? 'string' : 'regex', text: source.slice(i + 1, j) });
      i = j + 1;
    } else {
      const match = /^(?:(0[xX][0-9a-fA-F]+|\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+)|([A-Za-z_]\w*)|(\*\*=|\*\*|\+\+|--|\+=|-=|\*=|\/=|%=|\^=|==|<=|>=|!=|!~|&&|\|\||>>|[-+*/%^!<>=?:,;(){}[\]$~|]))/.exec(rest);
      if (!match) throw new Unsupported();
      i += match[0].length;
      if (match[1] !== undefined) out.push({ kind: 'number', text: match[1] });
      else if (match[2] !== undefined) out.push({ kind: source[i] === '(' && !keywords.has(match[2]) ? 'call' : 'name', text: match[2] });
      else out.push({ kind: 'operator', text: match[3] as string });
    }
  }
  return out;
}

class Reader {
  private at = 0;
  /** Inside `print` a `>` sends output elsewhere. */
  private printing = false;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly budget: Budget,
  ) {}

  rules(): AwkRule[] {
    const out: AwkRule[] = [];
    this.skipEnds();
    while (this.peek().kind !== 'end') {
      let when: AwkRule['when'];
      let until: AwkNode | undefined;
      const token = this.peek();
      if (token.text === 'function' || token.text === 'func') throw new Unsupported();
      if (token.kind === 'name' && (token.text === 'BEGIN' || token.text === 'END')) {
        when = token.text;
        this.at++;
      } else if (!this.is('{')) {
        when = this.expression();
        if (this.take(',')) until = this.expression();
      }
      out.push({ when, until, body: this.is('{') ? this.block() : undefined });
      this.skipEnds();
    }
    return out;
  }

  private peek(): Token {
    return this.tokens[this.at] ?? { kind: 'end', text: '' };
  }

  private is(text: string): boolean {
    const token = this.peek();
    return token.text === text && (token.kind === 'operator' || token.kind === 'name');
  }

  private take(text: string): boolean {
    if (!this.is(text)) return false;
    this.at++;
    return true;
  }

  private need(text: string): void {
    if (!this.take(text)) throw new Unsupported();
  }

  private skipEnds(): void {
    while (this.peek().kind === 'newline' || this.is(';')) this.at++;
  }

  private skipLines(): void {
    while (this.peek().kind === 'newline') this.at++;
  }

  private block(): AwkStatement {
    this.need('{');
    const list: AwkStatement[] = [];
    this.skipEnds();
    while (!this.take('}')) {
      if (this.peek().kind === 'end') throw new Unsupported();
      list.push(this.budget.nested(() => this.statement()));
      this.skipEnds();
    }
    return { kind: 'block', list };
  }

  private body(): AwkStatement {
    this.skipLines();
    if (this.take(';')) return { kind: 'block', list: [] };
    return this.budget.nested(() => this.statement());
  }

  private statement(): AwkStatement {
    if (this.is('{')) return this.block();
    if (this.take('if')) {
      this.need('(');
      const test = this.expression();
      this.need(')');
      const yes = this.body();
      const mark = this.at;
      this.skipEnds();
      if (this.take('else')) return { kind: 'if', test, yes, no: this.body() };
      this.at = mark;
      return { kind: 'if', test, yes };
    }
    if (this.take('while')) {
      this.need('(');
      const test = this.expression();
      this.need(')');
      return { kind: 'loop', test, body: this.body(), testLast: false };
    }
    if (this.take('do')) {
      const body = this.body();
      this.skipEnds();
      this.need('while');
      this.need('(');
      const test = this.expression();
      this.need(')');
      return { kind: 'loop', test, body, testLast: true };
    }
    if (this.take('for')) return this.forStatement();
    return this.simple();
  }

  private forStatement(): AwkStatement {
    this.need('(');
    const [name, word, array, close] = this.tokens.slice(this.at, this.at + 4);
    if (name?.kind === 'name' && word?.text === 'in' && array?.kind === 'name' && close?.text === ')') {
      this.at += 4;
      return { kind: 'each', name: name.text, array: array.text, body: this.body() };
    }
    const first = this.is(';') ? undefined : this.simple();
    this.need(';');
    this.skipLines();
    const test = this.is(';') ? undefined : this.expression();
    this.need(';');
    this.skipLines();
    const next = this.is(')') ? undefined : this.simple();
    this.need(')');
    return { kind: 'loop', ...(first ? { first } : {}), ...(test ? { test } : {}), ...(next ? { next } : {}), body: this.body(), testLast: false };
  }

  private simple(): AwkStatement {
    const token = this.peek();
    if (token.text === 'print' || token.text === 'printf') {
      this.at++;
      const wrapped = this.is('(') && this.wrapsAll();
      if (wrapped) this.at++;
      this.printing = !wrapped;
      const args = this.arguments();
      this.printing = false;
      if (wrapped) this.need(')');
      if (this.take('|')) return { kind: 'print', args, formatted: token.text === 'printf', pipe: this.binary(4) };
      if (this.is('>') || this.is('>>')) throw new Unsupported();
      return { kind: 'print', args, formatted: token.text === 'printf' };
    }
    if (token.kind === 'name' && (token.text === 'break' || token.text === 'continue' || token.text === 'next' || token.text === 'exit')) {
      this.at++;
      if (token.text === 'exit' && !this.ends()) this.expression();
      return { kind: token.text };
    }
    if (this.take('delete')) {
      const name = this.peek().text;
      this.at++;
      const keys: AwkNode[] = [];
      if (this.take('[')) {
        keys.push(...this.list(']'));
      }
      return { kind: 'delete', name, keys };
    }
    return { kind: 'expression', of: this.expression() };
  }

  private ends(): boolean {
    const token = this.peek();
    return token.kind === 'end' || token.kind === 'newline' || token.text === ';' || token.text === '}';
  }

  /** Whether the parenthesis that opens here closes at the end of the statement. */
  private wrapsAll(): boolean {
    let depth = 0;
    for (let i = this.at; i < this.tokens.length; i++) {
      const token = this.tokens[i] as Token;
      if (token.kind !== 'operator') continue;
      if (token.text === '(') depth++;
      if (token.text === ')' && --depth === 0) {
        const next = this.tokens[i + 1];
        return !next || next.kind === 'newline' || [';', '}', '|', '>', '>>'].includes(next.text);
      }
    }
    return false;
  }

  private arguments(): AwkNode[] {
    const out: AwkNode[] = [];
    while (!this.ends() && !this.is(')') && !this.is('|') && !this.is('>') && !this.is('>>')) {
      out.push(this.expression());
      if (!this.take(',')) break;
      this.skipLines();
    }
    return out;
  }

  private list(close: string): AwkNode[] {
    const out: AwkNode[] = [];
    const { printing } = this;
    this.printing = false;
    while (!this.take(close)) {
      out.push(this.expression());
      if (!this.take(',') && !this.is(close)) throw new Unsupported();
      this.skipLines();
    }
    this.printing = printing;
    return out;
  }

  private expression(): AwkNode {
    return this.budget.nested(() => this.assignment());
  }

  private assignment(): AwkNode {
    const left = this.choice();
    const token = this.peek();
    if (token.kind === 'operator' && /^(?:[-+*/%^]|\*\*)?=$/.test(token.text) && (left.kind === 'name' || left.kind === 'field' || left.kind === 'index')) {
      this.at++;
      return { kind: 'assign', operator: token.text.slice(0, -1), left, right: this.expression() };
    }
    return left;
  }

  private choice(): AwkNode {
    const test = this.binary(0);
    if (!this.take('?')) return test;
    this.skipLines();
    const yes = this.expression();
    this.skipLines();
    this.need(':');
    this.skipLines();
    return { kind: 'choice', test, yes, no: this.expression() };
  }

  private binary(level: number): AwkNode {
    const levels: readonly (readonly string[])[] = [['||'], ['&&'], ['~', '!~'], ['<', '<=', '>', '>=', '==', '!='], [' '], ['+', '-'], ['*', '/', '%']];
    const operators = levels[level];
    if (!operators) return this.unary();
    let left = this.binary(level + 1);
    for (;;) {
      const token = this.peek();
      if (level === 2 && this.take('in')) {
        left = { kind: 'in', key: left, text: this.peek().text };
        this.at++;
        continue;
      }
      if (operators[0] === ' ') {
        const starts = token.kind === 'number' || token.kind === 'string' || token.kind === 'call' || (token.kind === 'name' && !keywords.has(token.text)) || (token.kind === 'operator' && ['(', '$', '!', '-', '+', '++', '--'].includes(token.text));
        if (!starts || (token.kind === 'operator' && /^[-+]$/.test(token.text))) return left;
        left = { kind: 'binary', operator: ' ', left, right: this.binary(level + 1) };
        continue;
      }
      if (token.kind !== 'operator' || !operators.includes(token.text) || (this.printing && token.text === '>')) return left;
      this.at++;
      this.skipLines();
      left = { kind: 'binary', operator: token.text, left, right: this.binary(level + 1) };
    }
  }

  private unary(): AwkNode {
    const token = this.peek();
    if (token.kind === 'operator' && (token.text === '!' || token.text === '-' || token.text === '+')) {
      this.at++;
      return { kind: 'unary', operator: token.text, of: this.budget.nested(() => this.unary()) };
    }
    if (token.kind === 'operator' && (token.text === '++' || token.text === '--')) {
      this.at++;
      return { kind: 'before', operator: token.text, of: this.budget.nested(() => this.unary()) };
    }
    const base = this.postfix();
    if (this.is('^') || this.is('**')) {
      this.at++;
      return { kind: 'binary', operator: '^', left: base, right: this.budget.nested(() => this.unary()) };
    }
    return base;
  }

  private postfix(): AwkNode {
    const base = this.primary();
    const token = this.peek();
    if (token.kind === 'operator' && (token.text === '++' || token.text === '--') && (base.kind === 'name' || base.kind === 'index' || base.kind === 'field')) {
      this.at++;
      return { kind: 'after', operator: token.text, of: base };
    }
    return base;
  }

  private primary(): AwkNode {
    const token = this.peek();
    this.at++;
    if (token.kind === 'number' || token.kind === 'string' || token.kind === 'regex') return { kind: token.kind, text: token.text };
    if (token.kind === 'call') {
      this.need('(');
      return { kind: 'call', text: token.text, args: this.list(')') };
    }
    if (token.kind === 'name') {
      if (keywords.has(token.text)) throw new Unsupported();
      if (this.take('[')) return { kind: 'index', text: token.text, keys: this.list(']') };
      return { kind: 'name', text: token.text };
    }
    if (token.text === '$') return { kind: 'field', of: this.budget.nested(() => this.is('++') || this.is('--') || this.is('-') ? this.unary() : this.primary()) };
    if (token.text === '(') {
      const { printing } = this;
      this.printing = false;
      const inner = this.expression();
      this.printing = printing;
      this.need(')');
      return inner;
    }
    throw new Unsupported();
  }
}
