import type { BlockPhases, BlockNode, Node, ParamNode, SwitchClause } from './ast.js';
import { ArgumentParser } from './argument-parser.js';
import { isDash, isDoubleQuote, isSingleQuote } from './scanner.js';

/** Statements that have blocks. */
export abstract class StatementParser extends ArgumentParser {
  protected abstract classStatement(start: number): Node | undefined;
  abstract override statementsUntil(close: string, params?: ParamNode[], phases?: BlockPhases): Node[];

  protected keyword(): string {
    const match = /^[A-Za-z]{2,12}(?![\w\-.:\\/`])/.exec(this.source.slice(this.pos, this.pos + 14));
    return match === null ? '' : match[0].toLowerCase();
  }

  protected parameters(): ParamNode[] {
    this.expect('(');
    const params: ParamNode[] = [];
    for (;;) {
      this.skipSpace(true);
      const c = this.peek();
      this.budget.node();
      if (c === ')') {
        this.pos++;
        return params.some(({ position }) => position !== undefined) ? params.sort((a, b) => (a.position ?? params.length) - (b.position ?? params.length)) : params;
      }
      if (c === ',') {
        this.pos++;
        continue;
      }
      let type: string | undefined;
      let piped = false;
      let position: number | undefined;
      while (this.peek() === '[') {
        const from = this.pos;
        const name = this.typeName();
        if (name !== '#attribute') type ??= name;
        else {
          const attribute = this.source.slice(from, Math.min(this.pos, from + 400));
          piped ||= /ValueFromPipeline(?!ByPropertyName|\s{0,8}=\s{0,8}\$false)/i.test(attribute);
          const said = /\bPosition\s{0,8}=\s{0,8}(\d{1,3})\b/i.exec(attribute)?.[1];
          if (said !== undefined) position = Number(said);
        }
        this.skipSpace(true);
      }
      if (this.peek() !== '$') this.fail('a parameter was expected');
      const variable = this.dollar();
      if (variable.k !== 'variable') this.fail('a parameter was expected');
      this.skipSpace(true);
      let value: Node | undefined;
      if (this.peek() === '=') {
        this.pos++;
        this.skipSpace(true);
        value = this.withComma(true, () => this.expression());
      }
      params.push({ name: (variable as { name: string }).name, ...(piped ? { piped } : {}), ...(position === undefined ? {} : { position }), ...(type === undefined ? {} : { type }), ...(value === undefined ? {} : { value }) });
    }
  }

  block(): BlockNode {
    this.skipSpace(true);
    const start = this.pos;
    this.expect('{');
    const params: ParamNode[] = [];
    const phases: BlockPhases = { begin: [], process: [], end: [] };
    const body = this.statementsUntil('}', params, phases);
    return { params, body, ...(phases.begin.length + phases.process.length + phases.end.length > 0 ? { phases } : {}), start, end: this.pos };
  }

  protected nestedBlock(): BlockNode {
    return this.budget.nested(() => this.block());
  }

  private condition(): Node {
    this.skipSpace(true);
    this.expect('(');
    this.skipSpace(true);
    const node = this.budget.nested(() => this.withComma(false, () => this.statement()));
    this.skipSpace(true);
    this.expect(')');
    return node;
  }

  statement(): Node {
    this.budget.node();
    const start = this.pos;
    if (this.peek() === ':' && /^:[A-Za-z]\w*\s/.test(this.source.slice(start, start + 60))) {
      while (!/\s/.test(this.peek())) this.pos++;
      this.skipSpace(true);
    }
    const word = this.keyword();
    const read = word === '' ? undefined : this.compound(word, start);
    return read ?? this.pipeline();
  }

  private compound(word: string, start: number): Node | undefined {
    const skip = (): void => {
      this.pos = start + word.length;
    };
    switch (word) {
      case 'if':
        return this.ifStatement(start);
      case 'foreach':
        return this.foreachStatement(start);
      case 'for':
        skip();
        return this.forStatement(start);
      case 'while': {
        skip();
        const test = this.condition();
        const body = this.nestedBlock();
        return { k: 'while', test, body, until: false, bodyFirst: false, start, end: this.pos };
      }
      case 'do': {
        skip();
        const body = this.nestedBlock();
        this.skipSpace(true);
        const until = this.keyword() === 'until';
        this.pos += 5;
        return { k: 'while', test: this.condition(), body, until, bodyFirst: true, start, end: this.pos };
      }
      case 'switch':
        skip();
        return this.switchStatement(start);
      case 'function':
      case 'filter':
      case 'workflow':
      case 'configuration':
        skip();
        return this.functionStatement(start);
      case 'try':
        skip();
        return this.tryStatement(start);
      case 'class':
        return this.classStatement(start);
      case 'trap':
      case 'enum':
        return this.skipBlock(start);
      case 'using':
      case 'data':
        if (word === 'using') this.skipLine();
        else return undefined;
        return { k: 'string', value: '', start, end: this.pos };
      case 'return':
      case 'throw':
      case 'exit':
      case 'break':
      case 'continue': {
        skip();
        this.skipSpace();
        const ends = this.peek() === '' || ';\n\r})'.includes(this.peek());
        const value = ends ? undefined : this.pipeline();
        return { k: 'flow', how: word, value, start, end: this.pos };
      }
      default:
        return undefined;
    }
  }

  private ifStatement(start: number): Node {
    this.pos += 2;
    const clauses: { test: Node; body: BlockNode }[] = [{ test: this.condition(), body: this.nestedBlock() }];
    let otherwise: BlockNode | undefined;
    for (;;) {
      const back = this.pos;
      this.skipSpace(true);
      const word = this.keyword();
      this.budget.node();
      if (word === 'elseif') {
        this.pos += 6;
        clauses.push({ test: this.condition(), body: this.nestedBlock() });
      } else if (word === 'else') {
        this.pos += 4;
        otherwise = this.nestedBlock();
        break;
      } else {
        this.pos = back;
        break;
      }
    }
    return { k: 'if', clauses, otherwise, start, end: this.pos };
  }

  /** `foreach ($x in ...) {}`; `foreach` elsewhere is the alias of ForEach-Object. */
  private foreachStatement(start: number): Node | undefined {
    this.pos += 7;
    this.skipSpace(true);
    if (isDash(this.peek()) && /^.parallel\b/i.test(this.source.slice(this.pos, this.pos + 12))) {
      this.pos += 9;
      this.skipSpace(true);
    }
    if (this.peek() !== '(') {
      this.pos = start;
      return undefined;
    }
    this.pos++;
    this.skipSpace(true);
    const variable = this.dollar();
    this.skipSpace(true);
    if (variable.k !== 'variable' || this.keyword() !== 'in') {
      this.pos = start;
      return undefined;
    }
    this.pos += 2;
    this.skipSpace(true);
    const list = this.withComma(false, () => this.statement());
    this.skipSpace(true);
    this.expect(')');
    const body = this.nestedBlock();
    return { k: 'foreach', variable: variable.name, list, body, start, end: this.pos };
  }

  private forStatement(start: number): Node {
    this.skipSpace(true);
    this.expect('(');
    const part = (close: string): Node | undefined => {
      this.skipSpace(true);
      if (this.peek() === close) {
        this.pos++;
        return undefined;
      }
      const node = this.withComma(false, () => this.statement());
      while (this.peek() === ',' || /\s/.test(this.peek())) {
        this.pos++;
        if (this.pos >= this.source.length) break;
      }
      if (this.peek() === close) this.pos++;
      else if (this.peek() !== ')') this.fail('a for statement has three parts');
      return node;
    };
    const init = part(';');
    const test = part(';');
    const step = part(')');
    const body = this.nestedBlock();
    return { k: 'for', init, test, step, body, start, end: this.pos };
  }

  private switchStatement(start: number): Node {
    let mode = 'exact';
    for (this.skipSpace(true); isDash(this.peek()); this.skipSpace(true)) {
      const match = /^[A-Za-z]+/.exec(this.source.slice(this.pos + 1, this.pos + 30));
      if (match === null) this.fail('a switch option was expected');
      mode = /^(regex|wildcard)$/i.test(match?.[0] ?? '') ? (match?.[0] ?? '').toLowerCase() : mode;
      this.pos += 1 + (match?.[0].length ?? 0);
    }
    const subject = this.condition();
    this.skipSpace(true);
    this.expect('{');
    const clauses: SwitchClause[] = [];
    for (;;) {
      this.skipSpace(true);
      while (this.peek() === ';') {
        this.pos++;
        this.skipSpace(true);
      }
      this.budget.node();
      if (this.peek() === '}') break;
      if (this.peek() === '') this.fail('a switch is not closed');
      if (this.keyword() === 'default') {
        this.pos += 7;
        clauses.push({ body: this.nestedBlock() });
        continue;
      }
      const test = this.peek() === '{' ? ({ k: 'scriptblock', start: this.pos, block: this.nestedBlock(), end: this.pos } satisfies Node) : this.argument();
      clauses.push({ test, body: this.nestedBlock() });
    }
    this.pos++;
    return { k: 'switch', subject, mode, clauses, start, end: this.pos };
  }

  private functionStatement(start: number): Node {
    this.skipSpace(true);
    const match = /^[^\s({]+/.exec(this.source.slice(this.pos, this.pos + 300));
    if (match === null) return this.fail('a function name was expected');
    this.pos += match[0].length;
    this.skipSpace(true);
    const params = this.peek() === '(' ? this.parameters() : [];
    const block = this.nestedBlock();
    block.params.unshift(...params);
    const name = match[0].replace(/^(?:global|script|local|private):/i, '').toLowerCase();
    return { k: 'function', name, block, start, end: this.pos };
  }

  private tryStatement(start: number): Node {
    const body = this.nestedBlock();
    const handlers: BlockNode[] = [];
    let last: BlockNode | undefined;
    for (;;) {
      const back = this.pos;
      this.skipSpace(true);
      const word = this.keyword();
      this.budget.node();
      if (word === 'catch') {
        this.pos += 5;
        this.skipSpace(true);
        while (this.peek() === '[' || this.peek() === ',') {
          if (this.peek() === ',') this.pos++;
          else this.typeName();
          this.skipSpace(true);
        }
        handlers.push(this.nestedBlock());
      } else if (word === 'finally') {
        this.pos += 7;
        last = this.nestedBlock();
      } else {
        this.pos = back;
        return { k: 'try', body, handlers, last, start, end: this.pos };
      }
    }
  }

  /** Passes over `trap {}`, `enum X {}`: their text stays in the layer, their values do not matter. */
  protected skipBlock(start: number): Node | undefined {
    const open = this.source.indexOf('{', start);
    if (open < 0 || open - start > 300) return undefined;
    let depth = 0;
    for (this.pos = open; this.pos < this.source.length; this.pos++) {
      const c = this.peek();
      if (isSingleQuote(c)) {
        this.singleQuoted();
        this.pos--;
      } else if (isDoubleQuote(c)) {
        this.doubleQuoted();
        this.pos--;
      } else if (c === '#') {
        this.skipSpace();
        this.pos--;
      } else if (c === '{') depth++;
      else if (c === '}' && --depth === 0) {
        this.pos++;
        return { k: 'string', value: '', start, end: this.pos };
      }
    }
    return this.fail('a block is not closed');
  }
}
