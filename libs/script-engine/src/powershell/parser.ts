import { BudgetExceeded, type Budget } from '../core/budget.js';
import type { BlockPhases, Node, ParamNode, ParsedScript } from './ast.js';
import { ClassParser } from './class-parser.js';
import { isDash, isDoubleQuote, isSingleQuote, PowerShellSyntaxError } from './scanner.js';

const assignment = /^(?:=|\+=|-=|\*=|\/=|%=|\?\?=)(?!=)/;

/**
 * Parses PowerShell 2 to 7 by switching between expression and command mode as the language does (about_Parsing).
 * Never throws but {@link BudgetExceeded}: a statement that cannot be read is reported and passed over.
 */
export function parsePowerShell(source: string, budget: Budget): ParsedScript {
  return new PowerShellParser(source, budget).script();
}

class PowerShellParser extends ClassParser {
  private readonly errors: ParsedScript['errors'] = [];
  private readAgain = 0;

  script(): ParsedScript {
    const body: Node[] = [];
    const params: ParamNode[] = [];
    try {
      while (this.pos < this.source.length) {
        for (const node of this.statementsUntil('', params)) body.push(node);
        // A closing bracket without its opening: passed over.
        if (this.pos < this.source.length) this.pos++;
      }
    } catch (error) {
      if (!(error instanceof BudgetExceeded)) throw error;
      this.errors.push({ start: this.pos, end: this.source.length, message: `budget:${error.limit}` });
    }
    return { block: { params, body, start: 0, end: this.source.length }, errors: this.errors };
  }

  statementsUntil(close: string, params: ParamNode[] = [], phases?: BlockPhases): Node[] {
    const body: Node[] = [];
    for (;;) {
      this.skipSpace(true);
      this.budget.node();
      const c = this.peek();
      if (c === '') {
        if (close !== '') this.fail(`expected ${close}`);
        return body;
      }
      if (c === ';') {
        this.pos++;
        continue;
      }
      if (c === close) {
        this.pos++;
        return body;
      }
      if (c === ')' || c === '}') {
        if (close !== '') this.fail(`expected ${close}`);
        return body;
      }
      const start = this.pos;
      try {
        const special = this.blockKeyword(params, phases);
        if (special !== undefined) {
          for (const node of special) body.push(node);
          continue;
        }
        body.push(this.statement());
        this.skipSpace();
        const next = this.peek();
        if (next !== '' && !';\n\r)}&'.includes(next)) this.fail('the statement does not end here');
        if (next === '&') this.pos++;
      } catch (error) {
        if (!(error instanceof PowerShellSyntaxError)) throw error;
        if (close !== '' && this.pos >= this.source.length) throw error;
        this.errors.push({ start, end: Math.max(error.at, start + 1), message: error.message });
        this.pos = this.afterError(start, error.at);
      }
    }
  }

  /** The next place a statement may begin: a line end, or a `;` on the same line. */
  private afterError(start: number, at: number): number {
    const lineEnd = this.source.indexOf('\n', start);
    const near = lineEnd >= 0 && lineEnd < at;
    // A bracket left open swallows what follows: read on from the next line, as long as that does not add up.
    if (near) this.readAgain += at - lineEnd;
    const from = near && this.readAgain < this.source.length * 2 + 100_000 ? lineEnd : Math.max(start + 1, Math.min(at, this.source.length));
    const next = /[;\n]/g;
    next.lastIndex = from;
    const match = next.exec(this.source);
    return match === null ? this.source.length : match.index + 1;
  }

  /** `[CmdletBinding()]` and its like may stand on the line of `param`. */
  private skipAttributes(): void {
    while (this.peek() === '[') {
      const match = /^\[[A-Za-z.]{2,60}\((?:[^()'"]|'[^']*'|"[^"]*"){0,400}\)\]\s*(?=\[[A-Za-z.]{2,60}\(|param\b)/i.exec(this.source.slice(this.pos, this.pos + 600));
      if (match === null) return;
      this.pos += match[0].length;
    }
  }

  /** `param(...)`, `begin {}`, `process {}`, `end {}`; undefined when none stands here. */
  private blockKeyword(params: ParamNode[], phases: BlockPhases | undefined): Node[] | undefined {
    this.skipAttributes();
    const word = this.keyword();
    if (word === 'param') {
      const back = this.pos;
      this.pos += 5;
      this.skipSpace(true);
      if (this.peek() === '(') {
        params.push(...this.parameters());
        return [];
      }
      this.pos = back;
    }
    if (word === 'begin' || word === 'process' || word === 'end' || word === 'dynamicparam' || word === 'clean') {
      const back = this.pos;
      this.pos += word.length;
      this.skipSpace(true);
      if (this.peek() === '{') {
        const { body } = this.budget.nested(() => this.block());
        if (word === 'begin' || word === 'process' || word === 'end') for (const node of body) phases?.[word].push(node);
        return body;
      }
      this.pos = back;
    }
    return undefined;
  }

  pipeline(): Node {
    const start = this.pos;
    const elements: Node[] = [];
    for (;;) {
      const element = this.pipelineElement(elements.length === 0);
      this.budget.node();
      if (element.k === 'assign') return element;
      elements.push(element);
      this.skipSpace();
      if ((this.startsWith('&&') || this.startsWith('||')) && elements.length > 0) {
        const before = this.pos;
        this.pos += 2;
        this.skipSpace(true);
        const rest = this.budget.nested(() => this.statement());
        const left: Node = elements.length === 1 ? (elements[0] as Node) : { k: 'pipeline', elements, start, end: before };
        return { k: 'subexpression', body: [left, rest], array: false, start, end: this.pos };
      }
      if (this.peek() !== '|') break;
      this.pos++;
      this.skipSpace(true);
    }
    return elements.length === 1 ? (elements[0] as Node) : { k: 'pipeline', elements, start, end: this.pos };
  }

  private pipelineElement(first: boolean): Node {
    const start = this.pos;
    const c = this.peek();
    if (c === '&' || (c === '.' && /^\.[\s$"'({&]|^\.[\\/]?[A-Za-z_\\/]/.test(this.source.slice(start, start + 3)))) {
      const isPath = c === '.' && /^\.[\\/]/.test(this.source.slice(start, start + 2));
      if (!isPath) {
        this.pos++;
        this.skipSpace(true);
        return this.command(start, c === '&' ? '&' : '.');
      }
      return this.command(start, '');
    }
    if (!this.startsExpression()) return this.command(start, '');
    const target = this.expression();
    if (!first) return target;
    this.skipSpace();
    const op = assignment.exec(this.source.slice(this.pos, this.pos + 4));
    if (op !== null && assignable(target)) {
      this.pos += op[0].length;
      this.skipSpace(true);
      const value = this.budget.nested(() => this.statement());
      return { k: 'assign', target, op: op[0], value, start, end: this.pos };
    }
    const redirect = /^[*1-6]?>>?/.exec(this.source.slice(this.pos, this.pos + 4));
    if (redirect !== null) {
      const { output } = this.commandArguments();
      if (output !== undefined) return { k: 'pipeline', elements: [target, { k: 'command', name: { k: 'string', value: 'Out-File', start: output.start, end: output.start }, invocation: '', args: [{ value: output }], output: undefined, start, end: this.pos }], start, end: this.pos };
    }
    return target;
  }

  private startsExpression(): boolean {
    const c = this.peek();
    if (c === '$' || c === '@' || c === '(' || c === '[' || c === '{' || c === '!' || c === ',' || isSingleQuote(c) || isDoubleQuote(c)) return true;
    const ahead = this.source.slice(this.pos, this.pos + 40);
    if (/^(?:0x[0-9a-f]+|\d+(?:\.\d+)?|\.\d+)(?:[kmgtp]b|[ldu])?(?=[\s;|)}\],.+\-*/%[]|$)/i.test(ahead)) return true;
    if (isDash(c) || c === '+') return /^.(?:[$(\d['"+\-.\u2013-\u2015]|(?:not|bnot|join|[ci]?split)\b)/i.test(ahead);
    return false;
  }

  private command(start: number, invocation: '' | '&' | '.'): Node {
    const name = this.commandName(invocation);
    const { args, output } = this.commandArguments();
    return { k: 'command', name, invocation, args, output, start, end: this.pos };
  }

  private commandName(invocation: '' | '&' | '.'): Node {
    const c = this.peek();
    const start = this.pos;
    if (invocation !== '' && (c === '$' || c === '(' || c === '{' || c === '[' || isSingleQuote(c) || isDoubleQuote(c) || c === '@')) {
      const node = this.withComma(true, () => this.nameExpression());
      return this.peek() !== '' && !/[\s|;(){}&,]/.test(this.peek()) ? this.bareWord(start, [node]) : node;
    }
    const name = this.bareWord(start, []);
    return name.k === 'number' ? { k: 'string', value: name.text, start, end: name.end } : name;
  }

  private nameExpression(): Node {
    const c = this.peek();
    const start = this.pos;
    if (c === '[') return this.fail('a command name was expected');
    const primary: Node = c === '(' ? this.budget.nested(() => this.group()) : c === '$' ? this.dollar() : c === '{' ? { k: 'scriptblock', start, block: this.nestedBlock(), end: this.pos } : this.argumentPrimary();
    return this.postfix(primary);
  }

  private group(): Node {
    const start = this.pos++;
    this.skipSpace(true);
    const body = this.withComma(false, () => this.statement());
    this.skipSpace(true);
    this.expect(')');
    return { k: 'paren', body, start, end: this.pos };
  }

  private argumentPrimary(): Node {
    const start = this.pos;
    if (isDoubleQuote(this.peek())) return this.doubleQuoted();
    if (isSingleQuote(this.peek())) return { k: 'string', value: this.singleQuoted(), start, end: this.pos };
    return this.withComma(true, () => this.expression());
  }
}

function assignable(node: Node): boolean {
  return node.k === 'variable' || node.k === 'member' || node.k === 'index' || node.k === 'array' || (node.k === 'cast' && assignable(node.operand)) || (node.k === 'paren' && assignable(node.body));
}
