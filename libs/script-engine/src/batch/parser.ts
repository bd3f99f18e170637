import type { Budget } from '../core/budget.js';
import type { ExpandedLine } from './expansion.js';
import { type BlockNode, type ForNode, type IfNode, isDelimiter, type Node, type Redirection } from './syntax.js';

const operators = ['&', '||', '&&', '|'] as const;

/**
 * Phase 2 of cmd: special characters, quotes, carets, operators, blocks, redirections. Takes lines after percent
 * expansion and asks for more while a block or a caret at the end of a line is open.
 */
export class Parser {
  private i = 0;
  private parens = 0;
  private ended = false;
  /** A caret was taken away. */
  sawCaret = false;

  constructor(
    private line: ExpandedLine,
    private readonly nextLine: () => ExpandedLine | undefined,
    private readonly budget: Budget,
  ) {}

  /** The statement that starts on the first line; undefined for empty lines, labels and comments. */
  statement(): Node | undefined {
    const items: Node[] = [];
    const start = this.line.start(0);
    for (;;) {
      const before = this.i;
      const line = this.line;
      const node = this.chain(0);
      if (node) items.push(node);
      if (this.atEnd() || this.char() === ')') break;
      if (this.i === before && this.line === line) this.i++;
    }
    return items.length <= 1 ? items[0] : { type: 'chain', operator: '&', items, start, end: this.here() };
  }

  private char(): string | undefined {
    return this.line.text[this.i];
  }

  private atEnd(): boolean {
    return this.i >= this.line.text.length;
  }

  private here(): number {
    return this.line.end(this.i);
  }

  private chain(level: number): Node | undefined {
    const start = this.line.start(this.i);
    const operator = operators[level];
    const items: Node[] = [];
    const deeper = (): Node | undefined => (level === 3 ? this.command() : this.chain(level + 1));
    const first = deeper();
    if (first) items.push(first);
    while (this.takeOperator(level)) {
      const item = deeper();
      if (item) items.push(item);
    }
    if (items.length <= 1 || !operator) return items[0];
    return { type: 'chain', operator, items, start, end: this.here() };
  }

  private takeOperator(level: number): boolean {
    this.skipDelimiters();
    const char = this.char();
    if (char !== '&' && char !== '|') return false;
    const double = this.line.text[this.i + 1] === char;
    if (level !== (char === '&' ? (double ? 2 : 0) : double ? 1 : 3)) return false;
    this.i += double ? 2 : 1;
    return true;
  }

  private skipDelimiters(also = ''): void {
    let char = this.char();
    while (isDelimiter(char) || (char !== undefined && also.includes(char))) char = this.line.text[++this.i];
  }

  private command(): Node | undefined {
    this.budget.node();
    const redirections: Redirection[] = [];
    this.skipDelimiters('@');
    while (this.redirection(redirections)) this.skipDelimiters('@');
    const char = this.char();
    const start = this.line.start(this.i);
    if (char === undefined || char === '&' || char === '|' || char === ')') {
      return redirections.length > 0 ? { type: 'command', text: '', redirections, start, end: this.here() } : undefined;
    }
    if (char === '(') return this.block(redirections, start);
    if (char === ':') {
      this.i = this.line.text.length;
      return undefined;
    }
    const word = this.keyword();
    if (word?.name === 'rem') {
      this.i = word.end;
      this.skipDelimiters();
      const next = this.char();
      if (next !== '&' && next !== '|') this.i = this.line.text.length;
      return undefined;
    }
    if (word) {
      const saved = { i: this.i, line: this.line };
      this.i = word.end;
      const node = word.name === 'if' ? this.ifNode(start) : this.forNode(start);
      if (node) return node;
      if (this.line === saved.line) this.i = saved.i;
    }
    const text = this.text(redirections);
    return { type: 'command', text, redirections, start, end: this.here() };
  }

  private keyword(): { name: 'if' | 'for' | 'rem'; end: number } | undefined {
    let name = '';
    let j = this.i;
    const text = this.line.text;
    while (name.length < 4) {
      const char = text[j] === '^' ? text[j + 1] : text[j];
      if (char === undefined || !/[a-z]/i.test(char)) break;
      name += char.toLowerCase();
      j += text[j] === '^' ? 2 : 1;
    }
    if (name !== 'if' && name !== 'for' && name !== 'rem') return undefined;
    const next = text[j];
    if (next !== undefined && !isDelimiter(next) && next !== '/' && next !== '^' && !(name === 'rem' && /[&|.:]/.test(next))) return undefined;
    if (j > this.i + name.length) this.sawCaret = true;
    return { name, end: j };
  }

  private continueLine(): boolean {
    const next = this.nextLine();
    if (!next) {
      this.ended = true;
      return false;
    }
    this.line = next;
    this.i = 0;
    return true;
  }

  /** The rest of a simple command. */
  private text(redirections: Redirection[]): string {
    const out: string[] = [];
    let from = this.i;
    const begin = this.i;
    let quoted = false;
    for (;;) {
      const char = this.char();
      if (char === undefined) break;
      if (quoted) {
        if (char === '"') quoted = false;
        this.i++;
      } else if (char === '"') {
        quoted = true;
        this.i++;
      } else if (char === '^') {
        out.push(this.line.text.slice(from, this.i++));
        this.sawCaret = true;
        this.budget.step();
        if (this.atEnd() && !this.continueLine()) {
          from = this.i;
          break;
        }
        from = this.i;
        if (!this.atEnd()) this.i++;
      } else if (char === '&' || char === '|' || (char === ')' && this.parens > 0)) break;
      else if (char === '<' || char === '>') {
        const digit = this.handleBefore(Math.max(from, begin));
        out.push(this.line.text.slice(from, digit ? this.i - 1 : this.i));
        if (digit) this.i--;
        this.redirection(redirections);
        from = this.i;
      } else this.i++;
    }
    out.push(this.line.text.slice(from, this.i));
    return out.join('');
  }

  private handleBefore(from: number): boolean {
    const text = this.line.text;
    return this.i - 1 >= from && /[0-9]/.test(text[this.i - 1] ?? '') && (this.i - 2 < 0 || isDelimiter(text[this.i - 2]) || /["()&|]/.test(text[this.i - 2] as string));
  }

  private redirection(into: Redirection[]): boolean {
    const text = this.line.text;
    let j = this.i;
    const digit = /[0-9]/.test(text[j] ?? '') && /[<>]/.test(text[j + 1] ?? '') ? Number(text[j++]) : undefined;
    const sign = text[j];
    if (sign !== '<' && sign !== '>') return false;
    this.budget.node();
    j++;
    let operator: Redirection['operator'] = sign;
    if (sign === '>' && text[j] === '>') {
      operator = '>>';
      j++;
    }
    this.i = j;
    const handle = digit ?? (sign === '<' ? 0 : 1);
    if (this.char() === '&') {
      this.i++;
      this.skipDelimiters();
      into.push({ handle, operator: 'duplicate', target: /[0-9]/.test(this.char() ?? '') ? (this.line.text[this.i++] as string) : '' });
      return true;
    }
    this.skipDelimiters();
    into.push({ handle, operator, target: this.token() });
    return true;
  }

  /** One word: up to an unquoted delimiter or operator. */
  private token(stop = ''): string {
    const out: string[] = [];
    let from = this.i;
    let quoted = false;
    for (;;) {
      const char = this.char();
      if (char === undefined) break;
      if (char === '"') quoted = !quoted;
      else if (!quoted) {
        if (char === '^') {
          out.push(this.line.text.slice(from, this.i++));
          this.sawCaret = true;
          if (this.atEnd() && !this.continueLine()) {
            from = this.i;
            break;
          }
          from = this.i;
          if (!this.atEnd()) this.i++;
          continue;
        }
        if (isDelimiter(char) || char === '&' || char === '|' || char === '<' || char === '>' || (char === ')' && this.parens > 0) || stop.includes(char)) break;
      }
      this.i++;
    }
    out.push(this.line.text.slice(from, this.i));
    return out.join('');
  }

  private block(redirections: Redirection[], start: number): BlockNode {
    this.i++;
    this.parens++;
    const body: Node[] = [];
    this.budget.nested(() => {
      for (;;) {
        this.skipDelimiters('@');
        if (this.atEnd()) {
          if (this.ended || !this.continueLine()) break;
          continue;
        }
        if (this.char() === ')') {
          this.i++;
          break;
        }
        const before = this.i;
        const line = this.line;
        const node = this.chain(0);
        if (node) body.push(node);
        if (this.i === before && this.line === line) this.i++;
      }
    });
    this.parens--;
    do this.skipDelimiters();
    while (this.redirection(redirections));
    return { type: 'block', body, redirections, start, end: this.here() };
  }

  private ifNode(start: number): IfNode | undefined {
    let negated = false;
    let ignoreCase = false;
    let word: string;
    for (;;) {
      this.skipDelimiters();
      if (this.atEnd()) return undefined;
      word = this.token();
      const low = word.toLowerCase();
      if (low === '/i') ignoreCase = true;
      else if (low === 'not') negated = !negated;
      else break;
    }
    let operator = word.toLowerCase();
    let left = '';
    if (operator === 'defined' || operator === 'exist' || operator === 'errorlevel' || operator === 'cmdextversion') this.skipDelimiters();
    else {
      left = word;
      while (this.char() === ' ' || this.char() === '\t') this.i++;
      if (this.char() === '=') operator = '==';
      else {
        this.skipDelimiters();
        operator = this.token().toLowerCase();
        if (!/^(?:equ|neq|lss|leq|gtr|geq)$/.test(operator)) return undefined;
      }
      this.skipDelimiters();
    }
    const right = this.token();
    const then = this.budget.nested(() => this.chain(0));
    this.skipDelimiters();
    let otherwise: Node | undefined;
    if (/^\^?e\^?l\^?s\^?e(?![a-z0-9_.-])/i.test(this.line.text.slice(this.i, this.i + 10))) {
      this.token('(');
      otherwise = this.budget.nested(() => this.chain(0));
    }
    return { type: 'if', negated, ignoreCase, operator, left, right, then, otherwise, start, end: this.here() };
  }

  private forNode(start: number): ForNode | undefined {
    let kind: ForNode['kind'] = 'plain';
    let options = '';
    const atVariable = (): boolean => this.char() === '%' || (this.char() === '^' && this.line.text[this.i + 1] === '%');
    this.skipDelimiters();
    let word = this.token();
    while (word.startsWith('/')) {
      const letter = (word[1] ?? '').toLowerCase();
      if (letter !== 'l' && letter !== 'f' && letter !== 'd' && letter !== 'r') return undefined;
      kind = letter;
      options = word.slice(2);
      this.skipDelimiters();
      if ((letter === 'f' || letter === 'r') && !atVariable() && this.char() !== '/') options += this.token();
      this.skipDelimiters();
      word = this.token();
    }
    const variable = word[0] === '%' ? word[1] : undefined;
    if (variable === undefined) return undefined;
    this.skipDelimiters();
    if (this.token('(').toLowerCase() !== 'in') return undefined;
    this.skipDelimiters();
    if (this.char() !== '(') return undefined;
    this.i++;
    const list = this.list();
    if (list === undefined) return undefined;
    this.skipDelimiters();
    if (this.token('(').toLowerCase() !== 'do') return undefined;
    const body = this.budget.nested(() => this.chain(0));
    return { type: 'for', kind, options, variable, list, body, start, end: this.here() };
  }

  /** What stands between the parentheses of FOR … IN (…). */
  private list(): string | undefined {
    const out: string[] = [];
    let from = this.i;
    let quoted = false;
    for (;;) {
      const char = this.char();
      if (char === undefined) {
        out.push(this.line.text.slice(from), ' ');
        if (!this.continueLine()) return undefined;
        from = 0;
        quoted = false;
      } else if (char === '"') {
        quoted = !quoted;
        this.i++;
      } else if (quoted) this.i++;
      else if (char === ')') {
        out.push(this.line.text.slice(from, this.i++));
        return out.join('');
      } else if (char === '^') {
        out.push(this.line.text.slice(from, this.i++));
        this.sawCaret = true;
        if (this.atEnd() && !this.continueLine()) return undefined;
        from = this.i;
        if (!this.atEnd()) this.i++;
      } else this.i++;
    }
  }
}
