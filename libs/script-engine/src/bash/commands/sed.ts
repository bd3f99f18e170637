import type { RE2JS } from 're2js';
import type { Budget } from '../../core/budget.js';
import { characterOf } from './printf.js';
import { inputOf, joinLines, linesOf, made, type Filter } from './filter-input.js';
import { ScriptReader, type Address, type SedCommand } from './sed-script.js';
import { hasHole } from '../shell-text.js';

/** `sed` with its usual commands; what it does not model makes the output unknown. */
export const sed: Filter = (shell, call) => {
  const words = call.args.map((arg) => arg.text);
  let quiet = false;
  let extended = false;
  let inPlace = false;
  let zero = false;
  const scripts: string[] = [];
  const operands: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as string;
    if (word === '-e' || word === '--expression') scripts.push(words[++i] ?? '');
    else if (word.startsWith('--expression=')) scripts.push(word.slice(13));
    else if (word === '-f' || word === '--file') return undefined;
    else if (/^-[nErsuze]+$/.test(word) || /^--(?:quiet|silent|regexp-extended|null-data)$/.test(word)) {
      if (word.includes('n') && !word.startsWith('--n')) quiet = true;
      if (word.includes('E') || (word.includes('r') && !word.startsWith('--q')) || word.includes('regexp')) extended = true;
      if (word.includes('z') || word.includes('null')) zero = true;
      if (/^-\w*e$/.test(word)) scripts.push(words[++i] ?? '');
    } else if (/^-i/.test(word) || word.startsWith('--in-place')) inPlace = true;
    else operands.push(word);
  }
  if (scripts.length === 0) scripts.push(operands.shift() ?? '');
  const script = scripts.join('\n');
  if (hasHole(script) || script.length > 100_000) return undefined;
  const commands = new ScriptReader(script, extended, shell.budget).read();
  if (!commands) return undefined;
  const data = inputOf(shell, operands);
  if (!data) return undefined;
  if (hasHole(data.text)) return undefined;
  const { lines, ended } = zero ? { lines: [data.text], ended: false } : linesOf(shell, data.text);
  const out = new Machine(commands, lines, quiet, shell.budget).run();
  const outcome = made(shell, data, joinLines(shell, out, ended || out.length > lines.length), 'sed');
  if (inPlace && operands.length === 1 && outcome.out) {
    shell.writeFile(operands[0] as string, outcome.out, false, shell.span());
    return { status: 0 };
  }
  return outcome;
};

class Machine {
  private readonly out: string[] = [];
  private line = 0;
  private pattern = '';
  private hold = '';
  private substituted = false;
  private lastRegex: RE2JS | undefined;

  constructor(
    private readonly commands: SedCommand[],
    private readonly lines: readonly string[],
    private readonly quiet: boolean,
    private readonly budget: Budget,
  ) {}

  run(): string[] {
    let more = true;
    let again = false;
    while (more && (again || this.line < this.lines.length)) {
      if (!again) this.pattern = this.lines[this.line++] as string;
      again = false;
      this.substituted = false;
      const end = this.cycle();
      if (end === 'again') again = true;
      if (end !== 'deleted' && end !== 'stopped' && end !== 'again' && !this.quiet) this.out.push(this.pattern);
      if (end === 'quit' || end === 'stopped') more = false;
    }
    return this.out;
  }

  private cycle(): 'done' | 'deleted' | 'quit' | 'stopped' | 'again' {
    for (let i = 0; i < this.commands.length; i++) {
      this.budget.step(1 + (this.pattern.length >> 6));
      const command = this.commands[i] as SedCommand;
      if (this.selected(command) === command.negated) {
        if (command.end !== undefined) i = command.end - 1;
        continue;
      }
      switch (command.name) {
        case 's':
          this.substitute(command);
          break;
        case 'y':
          this.budget.allocate(this.pattern.length);
          this.pattern = Array.from(this.pattern, (character) => command.table?.get(character) ?? character).join('');
          break;
        case 'd':
          return 'deleted';
        case 'D': {
          const at = this.pattern.indexOf('\n');
          if (at < 0) return 'deleted';
          this.pattern = this.pattern.slice(at + 1);
          return 'again';
        }
        case 'p':
          this.out.push(this.pattern);
          break;
        case 'P':
          this.out.push(this.pattern.split('\n')[0] as string);
          break;
        case '=':
          this.out.push(String(this.line));
          break;
        case 'q':
          return 'quit';
        case 'Q':
          return 'stopped';
        case 'n':
          if (this.line >= this.lines.length) return this.quiet ? 'stopped' : 'quit';
          if (!this.quiet) this.out.push(this.pattern);
          this.pattern = this.lines[this.line++] as string;
          break;
        case 'N':
          if (this.line >= this.lines.length) return 'quit';
          this.budget.allocate(this.pattern.length);
          this.pattern += `\n${this.lines[this.line++]}`;
          break;
        case 'h':
          this.hold = this.pattern;
          break;
        case 'H':
          this.budget.allocate(this.hold.length + this.pattern.length);
          this.hold += `\n${this.pattern}`;
          break;
        case 'g':
          this.pattern = this.hold;
          break;
        case 'G':
          this.budget.allocate(this.hold.length + this.pattern.length);
          this.pattern += `\n${this.hold}`;
          break;
        case 'x':
          [this.pattern, this.hold] = [this.hold, this.pattern];
          break;
        case 'a':
          if (!this.quiet) this.out.push(this.pattern);
          this.out.push(command.text ?? '');
          return 'deleted';
        case 'i':
          this.out.push(command.text ?? '');
          break;
        case 'c':
          this.out.push(command.text ?? '');
          return 'deleted';
        case 'b':
        case 't': {
          if (command.name === 't' && !this.substituted) break;
          this.substituted = false;
          if (command.text === '') return 'done';
          const target = this.commands.findIndex((other) => other.name === ':' && other.text === command.text);
          if (target < 0) return 'done';
          i = target;
          break;
        }
      }
    }
    return 'done';
  }

  /** An empty pattern is the one used last. */
  private regex(regex: RE2JS | 'last' | undefined): RE2JS | undefined {
    if (regex !== 'last') this.lastRegex = regex ?? this.lastRegex;
    return this.lastRegex;
  }

  private matches(address: Address): boolean {
    switch (address.kind) {
      case 'line':
        return this.line === address.line;
      case 'last':
        return this.line === this.lines.length;
      case 'step':
        return address.step === 0 ? this.line === address.first : this.line >= address.first && (this.line - address.first) % address.step === 0;
      case 'match':
        this.budget.step(1 + (this.pattern.length >> 4));
        return this.regex(address.regex)?.matcher(this.pattern).find() ?? false;
      case 'plus':
        return false;
    }
  }

  private selected(command: SedCommand): boolean {
    const { first, second } = command;
    if (!first) return true;
    if (!second) return this.matches(first);
    if (command.since !== undefined) {
      const over = second.kind === 'line' ? this.line >= second.line : second.kind === 'plus' ? this.line >= command.since + second.count : this.matches(second);
      if (over) command.since = undefined;
      return true;
    }
    const zero = first.kind === 'line' && first.line === 0;
    if (!zero && !this.matches(first)) return false;
    if (zero && this.line > 1) return false;
    command.since = this.line;
    if ((second.kind === 'line' && second.line <= this.line) || (second.kind === 'plus' && second.count === 0) || (zero && this.matches(second)) || (second.kind === 'last' && this.line === this.lines.length)) command.since = undefined;
    return true;
  }

  private substitute(command: SedCommand): void {
    const { replacement = '', flags = '' } = command;
    const regex = this.regex(command.regex);
    if (!regex) return;
    const matcher = regex.matcher(this.pattern);
    const wanted = parseInt(/\d+/.exec(flags)?.[0] ?? '1', 10);
    const all = flags.includes('g');
    const out: string[] = [];
    let last = 0;
    let count = 0;
    let length = this.pattern.length;
    this.budget.step(1 + (this.pattern.length >> 3));
    while (matcher.find()) {
      this.budget.step();
      count++;
      if (count < wanted) continue;
      const groups = Array.from({ length: matcher.groupCount() + 1 }, (_, index) => matcher.group(index) ?? '');
      const text = fill(replacement, groups);
      length += text.length;
      if (length > this.budget.limits.stringLength) this.budget.allocate(length);
      out.push(this.pattern.slice(last, matcher.start()), text);
      last = matcher.end();
      if (!all) break;
    }
    if (out.length === 0) return;
    this.substituted = true;
    this.budget.allocate(length);
    out.push(this.pattern.slice(last));
    this.pattern = out.join('');
    if (flags.includes('p')) this.out.push(this.pattern);
  }
}

/** The right side of `s///` with its groups and case changes. */
function fill(replacement: string, groups: readonly string[]): string {
  if (!/[\\&]/.test(replacement)) return replacement;
  let out = '';
  let mode = '';
  let once = '';
  const put = (text: string): void => {
    let now = mode === 'U' ? text.toUpperCase() : mode === 'L' ? text.toLowerCase() : text;
    if (once !== '' && now !== '') {
      now = (once === 'u' ? now[0]?.toUpperCase() : now[0]?.toLowerCase()) + now.slice(1);
      once = '';
    }
    out += now;
  };
  for (let i = 0; i < replacement.length; i++) {
    const character = replacement[i] as string;
    if (character === '&') put(groups[0] ?? '');
    else if (character !== '\\') put(character);
    else {
      const next = replacement[++i];
      if (next === undefined) put('\\');
      else if (/\d/.test(next)) put(groups[parseInt(next, 10)] ?? '');
      else if (/[ULE]/.test(next)) mode = next === 'E' ? '' : next;
      else if (/[ul]/.test(next)) once = next;
      else if (next === 'n') put('\n');
      else if (next === 't') put('\t');
      else if (next === 'x') {
        const digits = /^[0-9a-fA-F]{1,2}/.exec(replacement.slice(i + 1, i + 3))?.[0];
        if (digits === undefined) put('x');
        else {
          put(characterOf(parseInt(digits, 16)));
          i += digits.length;
        }
      } else put(next);
    }
  }
  return out;
}
