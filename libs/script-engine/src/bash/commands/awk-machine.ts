import type { Budget } from '../../core/budget.js';
import { decodeEscapes } from '../ansi-escapes.js';
import { compiled } from '../glob-pattern.js';
import type { Runner } from '../runner.js';
import { charactersOf, joinVia, known, mendBytes } from '../shell-text.js';
import type { AwkNode, AwkRule, AwkStatement } from './awk-program.js';
import { posixToRegex } from './posix-regex.js';
import { AwkUnknown, arithmetic, looksNumeric, number, plainFunction, text, type AwkValue } from './awk-values.js';
import { characterOf, formatPrintf } from './printf.js';

type Leave = 'break' | 'continue' | 'next' | 'exit' | undefined;

/** Runs an awk program over its input; throws {@link AwkUnknown} where it leaves what is modelled. */
export class AwkMachine {
  private readonly variables = new Map<string, AwkValue>([['FS', ' '], ['OFS', ' '], ['ORS', '\n'], ['RS', '\n'], ['SUBSEP', '\u001c']]);
  private readonly arrays = new Map<string, Map<string, AwkValue>>();
  private fields: string[] = [''];
  private readonly out: string[] = [];
  private length = 0;
  private readonly inRange = new Set<AwkRule>();
  private readonly piped = new Map<string, string[]>();
  private readonly budget: Budget;
  /** It ran commands of its own. */
  ran = false;

  constructor(
    private readonly rules: readonly AwkRule[],
    separator: string,
    preset: ReadonlyMap<string, string>,
    private readonly shell: Runner,
    private readonly via: readonly string[],
  ) {
    this.budget = shell.budget;
    this.variables.set('FS', separator);
    for (const [name, value] of preset) this.variables.set(name, value);
  }

  /** What the program prints. */
  run(input: string): string {
    let left: Leave;
    for (const rule of this.rules) if (rule.when === 'BEGIN' && rule.body && left !== 'exit') left = this.statement(rule.body);
    if (left !== 'exit' && this.rules.some((rule) => rule.when !== 'BEGIN')) {
      const separator = String(this.variables.get('RS') ?? '\n');
      const records = separator === '' ? input.split(/\n{2,}/) : separator.length === 1 ? input.split(separator) : (() => { throw new AwkUnknown(); })();
      if (records.at(-1) === '') records.pop();
      let number = 0;
      for (const record of records) {
        this.variables.set('NR', ++number);
        this.variables.set('FNR', number);
        this.setRecord(record);
        if (this.record() === 'exit') break;
      }
    }
    for (const rule of this.rules) if (rule.when === 'END' && rule.body) if (this.statement(rule.body) === 'exit') break;
    for (const [command, pieces] of this.piped) this.runCommand(command, pieces.join(''));
    return mendBytes(this.out.join(''));
  }

  private record(): Leave {
    for (const rule of this.rules) {
      this.budget.step();
      if (rule.when === 'BEGIN' || rule.when === 'END' || !this.applies(rule)) continue;
      if (!rule.body) this.print(this.fields[0] as string, '\n');
      else {
        const left = this.statement(rule.body);
        if (left === 'next' || left === 'exit') return left;
      }
    }
    return undefined;
  }

  private applies(rule: AwkRule): boolean {
    const { when, until } = rule;
    if (when === undefined || typeof when === 'string') return true;
    if (!until) return this.truth(when);
    if (!this.inRange.has(rule)) {
      if (!this.truth(when)) return false;
      this.inRange.add(rule);
    }
    if (this.truth(until)) this.inRange.delete(rule);
    return true;
  }

  private setRecord(record: string): void {
    this.budget.step(1 + (record.length >> 5));
    this.fields = [record, ...this.cut(record, String(this.variables.get('FS') ?? ' '))];
    this.variables.set('NF', this.fields.length - 1);
  }

  private cut(text: string, separator: string): string[] {
    if (text === '') return [];
    if (separator === ' ') return text.trim().split(/[ \t\n]+/).filter((field) => field !== '');
    if (separator === '') return charactersOf(text);
    if (separator.length === 1) return text.split(separator);
    const regex = this.regex(separator);
    const out: string[] = [];
    const matcher = regex.matcher(text);
    let last = 0;
    while (matcher.find()) {
      this.budget.step();
      if (matcher.end() === matcher.start()) continue;
      out.push(text.slice(last, matcher.start()));
      last = matcher.end();
    }
    out.push(text.slice(last));
    return out;
  }

  private regex(source: string): NonNullable<ReturnType<typeof compiled>> {
    const converted = posixToRegex(source, true);
    const regex = converted === undefined ? undefined : compiled(converted, {}, this.budget);
    if (!regex) throw new AwkUnknown();
    return regex;
  }

  private print(text: string, end: string): void {
    this.length += text.length + end.length;
    if (this.length > this.budget.limits.stringLength) this.budget.allocate(this.length);
    this.out.push(text, end);
  }

  private statement(statement: AwkStatement): Leave {
    this.budget.step();
    switch (statement.kind) {
      case 'block':
        for (const item of statement.list) {
          const left = this.budget.nested(() => this.statement(item));
          if (left) return left;
        }
        return undefined;
      case 'expression':
        this.value(statement.of);
        return undefined;
      case 'print': {
        const raw = statement.args.map((arg) => this.value(arg));
        const values = raw.map(text);
        const shown = statement.formatted ? this.format(raw) : values.length === 0 ? (this.fields[0] as string) : values.join(String(this.variables.get('OFS') ?? ' '));
        if (shown === undefined) throw new AwkUnknown();
        const end = statement.formatted ? '' : String(this.variables.get('ORS') ?? '\n');
        if (statement.pipe) {
          const command = text(this.value(statement.pipe));
          this.piped.set(command, [...(this.piped.get(command) ?? []), shown + end]);
        } else this.print(shown, end);
        return undefined;
      }
      case 'if': {
        const branch = this.truth(statement.test) ? statement.yes : statement.no;
        return branch ? this.budget.nested(() => this.statement(branch)) : undefined;
      }
      case 'loop':
        return this.budget.nested(() => this.loop(statement));
      case 'each': {
        for (const key of [...(this.arrays.get(statement.array)?.keys() ?? [])]) {
          this.variables.set(statement.name, key);
          const left = this.budget.nested(() => this.statement(statement.body));
          if (left === 'break') break;
          if (left === 'next' || left === 'exit') return left;
        }
        return undefined;
      }
      case 'delete':
        if (statement.keys.length === 0) this.arrays.delete(statement.name);
        else this.arrays.get(statement.name)?.delete(this.key(statement.keys));
        return undefined;
      default:
        return statement.kind;
    }
  }

  private loop(statement: Extract<AwkStatement, { kind: 'loop' }>): Leave {
    if (statement.first) this.statement(statement.first);
    for (let turn = 0; ; turn++) {
      this.budget.step(2);
      if (turn > 100_000) throw new AwkUnknown();
      if (!(statement.testLast && turn === 0) && statement.test && !this.truth(statement.test)) return undefined;
      const left = this.statement(statement.body);
      if (left === 'break') return undefined;
      if (left === 'next' || left === 'exit') return left;
      if (statement.next) this.statement(statement.next);
    }
  }

  private key(keys: readonly AwkNode[]): string {
    return keys.map((key) => text(this.value(key))).join('\u001c');
  }

  private truth(node: AwkNode): boolean {
    if (node.kind === 'regex') return this.regex(node.text).matcher(this.fields[0] as string).find();
    const value = this.value(node);
    return typeof value === 'number' ? value !== 0 : node.kind === 'field' && looksNumeric(value) ? Number(value) !== 0 : value !== '';
  }

  private value(node: AwkNode): AwkValue {
    this.budget.step();
    switch (node.kind) {
      case 'number':
        return Number(node.text);
      case 'string':
        return decodeEscapes(node.text.replace(/\\\//g, '/'), 'format').text;
      case 'regex':
        return this.truth(node) ? 1 : 0;
      case 'name':
        return this.variables.get(node.text) ?? '';
      case 'field': {
        const index = number(this.value(node.of));
        if (index < 0 || index > 1_000_000) throw new AwkUnknown();
        return this.fields[index] ?? '';
      }
      case 'index':
        return this.arrays.get(node.text)?.get(this.key(node.keys)) ?? '';
      case 'in':
        return this.arrays.get(node.text)?.has(text(this.value(node.key))) ? 1 : 0;
      case 'choice':
        return this.truth(node.test) ? this.value(node.yes) : this.value(node.no);
      case 'unary':
        return node.operator === '!' ? (this.truth(node.of) ? 0 : 1) : node.operator === '-' ? -number(this.value(node.of)) : number(this.value(node.of));
      case 'before':
      case 'after': {
        const before = number(this.value(node.of));
        const after = before + (node.operator === '++' ? 1 : -1);
        this.set(node.of, after);
        return node.kind === 'before' ? after : before;
      }
      case 'assign': {
        const right = this.value(node.right);
        const value = node.operator === '' ? right : arithmetic(node.operator, number(this.value(node.left)), number(right));
        this.set(node.left, value);
        return value;
      }
      case 'binary':
        return this.binary(node);
      case 'call':
        return this.call(node.text, node.args);
    }
  }

  private set(target: AwkNode, value: AwkValue): void {
    if (target.kind === 'name') {
      this.variables.set(target.text, value);
      if (target.text === 'NF') {
        if (number(value) > 100_000 || number(value) < 0) throw new AwkUnknown();
        const list = this.fields.slice(1);
        list.length = number(value);
        this.rebuild(Array.from(list, (field) => field ?? ''));
      }
    } else if (target.kind === 'index') {
      let array = this.arrays.get(target.text);
      if (!array) this.arrays.set(target.text, (array = new Map()));
      array.set(this.key(target.keys), value);
    } else if (target.kind === 'field') {
      const index = number(this.value(target.of));
      if (index === 0) this.setRecord(text(value));
      else {
        if (index < 0 || index > 100_000) throw new AwkUnknown();
        const list = this.fields.slice(1);
        while (list.length < index) list.push('');
        list[index - 1] = text(value);
        this.rebuild(list);
      }
    } else throw new AwkUnknown();
  }

  private rebuild(list: string[]): void {
    this.budget.step(1 + list.length);
    this.fields = [list.join(String(this.variables.get('OFS') ?? ' ')), ...list];
    this.variables.set('NF', list.length);
  }

  private binary(node: Extract<AwkNode, { kind: 'binary' | 'assign' }>): AwkValue {
    const { operator } = node;
    if (operator === '&&') return this.truth(node.left) && this.truth(node.right) ? 1 : 0;
    if (operator === '||') return this.truth(node.left) || this.truth(node.right) ? 1 : 0;
    const left = this.value(node.left);
    if (operator === '~' || operator === '!~') {
      const source = node.right.kind === 'regex' ? node.right.text : text(this.value(node.right));
      return this.regex(source).matcher(text(left)).find() === (operator === '~') ? 1 : 0;
    }
    const right = this.value(node.right);
    if (operator === ' ') {
      const [a, b] = [text(left), text(right)];
      this.budget.allocate(a.length + b.length);
      return a + b;
    }
    if (/^[<>=!]=?$/.test(operator)) {
      const numeric = [left, right].every((value) => typeof value === 'number' || looksNumeric(value)) && (typeof left === 'number' || typeof right === 'number' || node.left.kind === 'field' || node.right.kind === 'field');
      const order = numeric ? number(left) - number(right) : text(left) < text(right) ? -1 : text(left) > text(right) ? 1 : 0;
      const truth = operator === '<' ? order < 0 : operator === '<=' ? order <= 0 : operator === '>' ? order > 0 : operator === '>=' ? order >= 0 : operator === '==' ? order === 0 : order !== 0;
      return truth ? 1 : 0;
    }
    return arithmetic(operator, number(left), number(right));
  }

  private call(name: string, args: readonly AwkNode[]): AwkValue {
    const at = (index: number): string => (args[index] ? text(this.value(args[index])) : '');
    switch (name) {
      case 'length': {
        const [first] = args;
        if (first?.kind === 'name' && this.arrays.has(first.text)) return this.arrays.get(first.text)?.size ?? 0;
        return charactersOf(first ? at(0) : (this.fields[0] as string)).length;
      }
      case 'sprintf': {
        const shown = this.format(args.map((arg) => this.value(arg)));
        if (shown === undefined) throw new AwkUnknown();
        return shown;
      }
      case 'split': {
        const [, target] = args;
        if (target?.kind !== 'name') throw new AwkUnknown();
        const separator = args[2] ? (args[2].kind === 'regex' ? args[2].text : at(2)) : String(this.variables.get('FS') ?? ' ');
        const pieces = this.cut(at(0), separator);
        this.budget.step(pieces.length);
        this.arrays.set(target.text, new Map(pieces.map((piece, index) => [String(index + 1), piece])));
        return pieces.length;
      }
      case 'match': {
        const source = args[1]?.kind === 'regex' ? args[1].text : at(1);
        const matcher = this.regex(source).matcher(at(0));
        const found = matcher.find();
        this.variables.set('RSTART', found ? matcher.start() + 1 : 0);
        this.variables.set('RLENGTH', found ? matcher.end() - matcher.start() : -1);
        return found ? matcher.start() + 1 : 0;
      }
      case 'sub':
      case 'gsub':
        return this.substitute(args, name === 'gsub');
      case 'system':
        this.runCommand(at(0), undefined);
        return 0;
      case 'close':
      case 'fflush':
        return 0;
      default:
        return plainFunction(name, args.map((_, index) => at(index)));
    }
  }

  /** `printf`: with `%c` a number is a character, not its first digit. */
  private format(values: readonly AwkValue[]): string | undefined {
    const [format = '', ...rest] = values;
    const kinds = text(format).match(/%[-+ #0]*\d*(?:\.\d+)?[a-zA-Z%]/g)?.filter((kind) => !kind.endsWith('%')) ?? [];
    const args = kinds.map((kind, index) => {
      const value = rest[index] ?? '';
      // A field that looks like a number is one.
      return kind.endsWith('c') && (typeof value === 'number' || /^\s*\d{2,7}\s*$/.test(value)) ? characterOf(Number(value)) : text(value);
    });
    // Escapes went with the string literal; a backslash that is left is one.
    return formatPrintf(this.shell, text(format).replaceAll('\\', '\\\\'), args);
  }

  private substitute(args: readonly AwkNode[], all: boolean): number {
    const [pattern, replacement, target] = args;
    if (!pattern || !replacement) throw new AwkUnknown();
    const place: AwkNode = target ?? { kind: 'field', of: { kind: 'number', text: '0' } };
    const source = text(this.value(place));
    const regex = this.regex(pattern.kind === 'regex' ? pattern.text : text(this.value(pattern)));
    const filler = text(this.value(replacement));
    const matcher = regex.matcher(source);
    const out: string[] = [];
    let last = 0;
    let count = 0;
    let length = source.length;
    this.budget.step(1 + (source.length >> 3));
    while (matcher.find()) {
      this.budget.step();
      count++;
      const piece = filler.replace(/\\\\&|\\&|&/g, (found) => (found === '&' ? (matcher.group(0) ?? '') : '&'));
      length += piece.length;
      if (length > this.budget.limits.stringLength) this.budget.allocate(length);
      out.push(source.slice(last, matcher.start()), piece);
      last = matcher.end();
      if (!all) break;
    }
    if (count === 0) return 0;
    this.budget.allocate(length);
    this.set(place, out.join('') + source.slice(last));
    return count;
  }

  /** `system(X)` and `print | X`: the text goes to a shell. */
  private runCommand(command: string, input: string | undefined): void {
    this.ran = true;
    this.shell.handOver(known(command, joinVia(this.via, ['awk'])), 'awk system', 'bash');
    if (input !== undefined && /^(?:\S*\/)?(?:ba|da|z|k)?sh(?:\s+-)?$/.test(command.trim())) this.shell.handOver(known(input, joinVia(this.via, ['awk'])), command.trim(), 'bash');
  }
}
