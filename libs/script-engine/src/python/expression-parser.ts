import type { Argument, Clause, Expr, Param } from './ast.js';
import { SyntaxProblem, type Token } from './lexer.js';
import { readStrings } from './string-literal.js';
import { TokenStream } from './token-stream.js';

const precedence: Readonly<Record<string, number>> = { '|': 1, '^': 2, '&': 3, '<<': 4, '>>': 4, '+': 5, '-': 5, '*': 6, '/': 6, '//': 6, '%': 6, '@': 6 };
const keywords: ReadonlySet<string> = new Set(['if', 'else', 'for', 'in', 'is', 'and', 'or', 'while', 'def', 'class', 'return', 'import', 'from', 'as', 'try', 'except', 'finally', 'with', 'pass', 'break', 'continue', 'raise', 'global', 'nonlocal', 'del', 'assert', 'elif', 'async']);

/** Parses expressions; the statement parser is built on it. */
export class ExpressionParser extends TokenStream {
  /** A whole expression, tuples without brackets included. */
  only(): Expr | undefined {
    while (this.kind('nl')) this.advance();
    const expr = this.expressions();
    while (this.kind('nl')) this.advance();
    return this.kind('eof') ? expr : undefined;
  }

  /** The expression inside a replacement field, and where it ends. */
  field(): { expr: Expr; end: number } {
    const expr = this.expressions();
    return { expr, end: this.token.start };
  }

  protected expressions(): Expr {
    const first = this.starred();
    if (!this.is(',')) return first;
    const items = [first];
    while (this.accept(',')) {
      if (this.endsList()) break;
      items.push(this.starred());
    }
    return { k: 'list', kind: 'tuple', items, start: first.start, end: (items[items.length - 1] as Expr).end };
  }

  private endsList(): boolean {
    return this.kind('nl') || this.kind('eof') || [')', ']', '}', '=', ':', ';', 'in'].some((mark) => this.is(mark)) || (this.token.k === 'op' && /^[-+*/%&|^@<>]{1,3}=$/.test(this.token.v));
  }

  protected starred(): Expr {
    const { start } = this.token;
    if (this.accept('*')) {
      const value = this.expression();
      return { k: 'star', value, start, end: value.end };
    }
    return this.expression();
  }

  protected expression(): Expr {
    const { start } = this.token;
    if (this.is('lambda')) return this.budget.nested(() => this.lambda());
    if (this.is('yield')) {
      this.advance();
      this.accept('from');
      const value = this.endsList() ? undefined : this.budget.nested(() => this.expressions());
      return { k: 'yield', value, start, end: this.token.start };
    }
    const value = this.disjunction();
    if (this.is(':=') && value.k === 'name') {
      this.advance();
      const given = this.budget.nested(() => this.expression());
      return { k: 'walrus', name: value.name, value: given, start, end: given.end };
    }
    if (!this.is('if')) return value;
    this.advance();
    const test = this.disjunction();
    this.expect('else');
    const no = this.budget.nested(() => this.expression());
    return { k: 'if', test, yes: value, no, start, end: no.end };
  }

  private lambda(): Expr {
    const { start } = this.advance();
    const params = this.parameters(':');
    this.expect(':');
    const body = this.expression();
    return { k: 'lambda', params, body, start, end: body.end };
  }

  protected parameters(close: string): Param[] {
    const params: Param[] = [];
    while (!this.is(close) && !this.kind('eof') && !this.kind('nl')) {
      if (this.accept('/')) {
        this.accept(',');
        continue;
      }
      const star = this.accept('**') ? '**' : this.accept('*') ? '*' : '';
      if (star === '*' && this.accept(',')) continue;
      const name = this.name();
      if (close === ')' && this.accept(':')) this.expression();
      params.push({ name, star, value: this.accept('=') ? this.expression() : undefined });
      if (!this.accept(',')) break;
    }
    return params;
  }

  private disjunction(): Expr {
    return this.logical('or', () => this.logical('and', () => this.inversion()));
  }

  private logical(op: 'and' | 'or', operand: () => Expr): Expr {
    const first = operand();
    if (!this.is(op)) return first;
    const parts = [first];
    while (this.accept(op)) parts.push(operand());
    return { k: 'bool', op, parts, start: first.start, end: (parts[parts.length - 1] as Expr).end };
  }

  private inversion(): Expr {
    const { start } = this.token;
    if (this.is('not')) {
      this.advance();
      const operand = this.budget.nested(() => this.inversion());
      return { k: 'unary', op: 'not', operand, start, end: operand.end };
    }
    return this.comparison();
  }

  private comparison(): Expr {
    const first = this.binary(1);
    const rest: { op: string; right: Expr }[] = [];
    for (;;) {
      const op = this.comparisonOperator();
      if (op === undefined) break;
      rest.push({ op, right: this.binary(1) });
    }
    return rest.length === 0 ? first : { k: 'compare', first, rest, start: first.start, end: (rest[rest.length - 1] as { right: Expr }).right.end };
  }

  private comparisonOperator(): string | undefined {
    const { v } = this.token;
    if (this.token.k === 'op' && ['<', '>', '==', '>=', '<=', '!=', '<>'].includes(v)) return this.advance().v;
    if (this.accept('in')) return 'in';
    if (this.is('not') && this.peek().v === 'in') {
      this.advance();
      this.advance();
      return 'not in';
    }
    if (this.accept('is')) return this.accept('not') ? 'is not' : 'is';
    return undefined;
  }

  private binary(least: number): Expr {
    let left = this.unary();
    let level = 0;
    for (;;) {
      const op = this.token.k === 'op' ? this.token.v : '';
      const next = Object.hasOwn(precedence, op) ? (precedence[op] as number) : 0;
      if (next === 0 || next < least) return left;
      this.advance();
      const right = this.binary(next + 1);
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

  private unary(): Expr {
    const { start } = this.token;
    if (this.token.k === 'op' && ['-', '+', '~'].includes(this.token.v)) {
      const op = this.advance().v;
      const operand = this.budget.nested(() => this.unary());
      return { k: 'unary', op, operand, start, end: operand.end };
    }
    if (this.is('await')) {
      this.advance();
      return this.budget.nested(() => this.unary());
    }
    const base = this.postfix(this.primary());
    if (!this.is('**')) return base;
    this.advance();
    const right = this.budget.nested(() => this.unary());
    return { k: 'chain', first: base, rest: [{ op: '**', right }], start, end: right.end };
  }

  private postfix(first: Expr): Expr {
    let expr = first;
    for (let depth = 0; ; depth++) {
      if (depth > 400) throw new SyntaxProblem('too long a row of members', this.token.start);
      if (this.accept('.')) {
        const { end } = this.token;
        expr = { k: 'attr', object: expr, name: this.name(), start: expr.start, end };
      } else if (this.is('(')) {
        const callee = expr;
        expr = this.budget.nested(() => this.call(callee));
      } else if (this.is('[')) {
        this.advance();
        const object = expr;
        const index = this.budget.nested(() => this.subscript());
        const { end } = this.token;
        this.expect(']');
        expr = { k: 'index', object, index, start: object.start, end };
      } else return expr;
      this.budget.node();
    }
  }

  private call(callee: Expr): Expr {
    this.expect('(');
    const args: Argument[] = [];
    while (!this.is(')') && !this.kind('eof')) {
      const star = this.accept('**') ? '**' : this.accept('*') ? '*' : '';
      let name: string | undefined;
      if (star === '' && this.token.k === 'id' && this.peek().k === 'op' && this.peek().v === '=') {
        name = this.advance().v;
        this.advance();
      }
      let value = this.expression();
      if (this.is('for') || this.is('async')) value = this.comprehension('gen', undefined, value, value.start);
      args.push({ name, star, value });
      if (!this.accept(',')) break;
    }
    const { end } = this.token;
    this.expect(')');
    return { k: 'call', callee, args, start: callee.start, end };
  }

  private subscript(): Expr {
    const items = [this.sliceItem()];
    const tuple = this.is(',');
    while (this.accept(',')) if (!this.is(']')) items.push(this.sliceItem());
    const [first] = items as [Expr];
    return tuple ? { k: 'list', kind: 'tuple', items, start: first.start, end: this.token.start } : first;
  }

  private sliceItem(): Expr {
    const { start } = this.token;
    const part = (): Expr | undefined => (this.is(':') || this.is(']') || this.is(',') ? undefined : this.starred());
    const from = part();
    if (!this.is(':')) return from ?? { k: 'const', value: null, start, end: start };
    this.advance();
    const to = part();
    const by = this.accept(':') ? part() : undefined;
    return { k: 'slice', from, to, by, start, end: this.token.start };
  }

  private primary(): Expr {
    const { token } = this;
    const { start, end } = token;
    if (token.k === 'str') return this.strings();
    if (token.k === 'num') {
      this.advance();
      return { k: 'const', value: token.value ?? 0, ...(token.float === true ? { float: true } : {}), start, end };
    }
    if (token.k === 'op') {
      if (token.v === '(') return this.budget.nested(() => this.parenthesised());
      if (token.v === '[') return this.budget.nested(() => this.bracketed());
      if (token.v === '{') return this.budget.nested(() => this.braced());
      if (token.v === '...') {
        this.advance();
        return { k: 'const', value: null, start, end };
      }
    }
    if (token.k !== 'id' || keywords.has(token.v)) throw new SyntaxProblem('an expression expected', start);
    this.advance();
    if (token.v === 'True' || token.v === 'False') return { k: 'const', value: token.v === 'True', start, end };
    if (token.v === 'None') return { k: 'const', value: null, start, end };
    return { k: 'name', name: token.v, start, end };
  }

  private parenthesised(): Expr {
    const { start } = this.advance();
    if (this.is(')')) {
      const { end } = this.advance();
      return { k: 'list', kind: 'tuple', items: [], start, end };
    }
    let inner = this.expressions();
    if (this.is('for') || this.is('async')) inner = this.comprehension('gen', undefined, inner, start);
    const { end } = this.token;
    this.expect(')');
    return { ...inner, start, end };
  }

  private bracketed(): Expr {
    const { start } = this.advance();
    const items: Expr[] = [];
    while (!this.is(']') && !this.kind('eof')) {
      const item = this.starred();
      if (items.length === 0 && (this.is('for') || this.is('async'))) {
        const made = this.comprehension('list', undefined, item, start);
        const { end } = this.token;
        this.expect(']');
        return { ...made, end };
      }
      items.push(item);
      if (!this.accept(',')) break;
    }
    const { end } = this.token;
    this.expect(']');
    return { k: 'list', kind: 'list', items, start, end };
  }

  private braced(): Expr {
    const { start } = this.advance();
    const entries: { key: Expr | undefined; value: Expr }[] = [];
    let set = false;
    while (!this.is('}') && !this.kind('eof')) {
      if (this.accept('**')) entries.push({ key: undefined, value: this.expression() });
      else {
        const key = this.starred();
        if (this.accept(':')) {
          const value = this.expression();
          if (entries.length === 0 && (this.is('for') || this.is('async'))) return this.closed(this.comprehension('dict', key, value, start));
          entries.push({ key, value });
        } else {
          if (entries.length === 0 && (this.is('for') || this.is('async'))) return this.closed(this.comprehension('set', undefined, key, start));
          set = true;
          entries.push({ key: undefined, value: key });
        }
      }
      if (!this.accept(',')) break;
    }
    const { end } = this.token;
    this.expect('}');
    return set ? { k: 'list', kind: 'set', items: entries.map(({ value }) => value), start, end } : { k: 'dict', entries, start, end };
  }

  private closed(expr: Expr): Expr {
    const { end } = this.token;
    this.expect('}');
    return { ...expr, end };
  }

  private comprehension(kind: 'list' | 'set' | 'dict' | 'gen', key: Expr | undefined, value: Expr, start: number): Expr {
    const clauses: Clause[] = [];
    while (this.is('for') || this.is('async')) {
      this.accept('async');
      this.expect('for');
      const target = this.targets();
      this.expect('in');
      const over = this.disjunction();
      const conditions: Expr[] = [];
      while (this.accept('if')) conditions.push(this.disjunction());
      clauses.push({ target, over, conditions });
    }
    return { k: 'comp', kind, key, value, clauses, start, end: this.token.start };
  }

  /** The names a loop assigns to. */
  protected targets(): Expr {
    const { start } = this.token;
    const item = (): Expr => {
      const at = this.token.start;
      if (this.accept('*')) return { k: 'star', value: this.postfix(this.primary()), start: at, end: this.token.start };
      return this.postfix(this.primary());
    };
    const items = [item()];
    const tuple = this.is(',');
    while (this.accept(',')) if (!this.is('in')) items.push(item());
    return tuple ? { k: 'list', kind: 'tuple', items, start, end: this.token.start } : (items[0] as Expr);
  }

  /** String literals side by side are one. */
  private strings(): Expr {
    const tokens: Token[] = [];
    while (this.kind('str')) tokens.push(this.advance());
    return readStrings(this.text, tokens, this.budget, (at) => new ExpressionParser(this.text, this.budget, at, true).field());
  }
}
