import type { RE2JS } from 're2js';
import type { Budget } from '../../core/budget.js';
import { compiled } from '../glob-pattern.js';
import { posixToRegex } from './posix-regex.js';

/** Which lines a command is for. */
export type Address = { readonly kind: 'line'; readonly line: number } | { readonly kind: 'last' } | { readonly kind: 'step'; readonly first: number; readonly step: number } | { readonly kind: 'match'; readonly regex: RE2JS | 'last' } | { readonly kind: 'plus'; readonly count: number };

/** One command of a sed script. */
export interface SedCommand {
  readonly first: Address | undefined;
  readonly second: Address | undefined;
  readonly negated: boolean;
  readonly name: string;
  readonly regex?: RE2JS | 'last';
  readonly replacement?: string;
  readonly flags?: string;
  readonly table?: ReadonlyMap<string, string>;
  readonly text?: string;
  /** Where a block ends. */
  end?: number;
  /** The line a range began at, while it lasts. */
  since?: number | undefined;
}

/** Reads a sed script; undefined when it has something that is not modelled. */
export class ScriptReader {
  private at = 0;
  private readonly commands: SedCommand[] = [];

  constructor(
    private readonly script: string,
    private readonly extended: boolean,
    private readonly budget: Budget,
  ) {}

  read(): SedCommand[] | undefined {
    const open: number[] = [];
    while (this.at < this.script.length) {
      this.budget.step();
      if (/[\s;]/.test(this.script[this.at] as string)) {
        this.at++;
        continue;
      }
      if (this.script[this.at] === '#') {
        this.at = this.lineEnd();
        continue;
      }
      const first = this.address();
      if (first === null) return undefined;
      let second: Address | undefined | null;
      if (first && this.script[this.at] === ',') {
        this.at++;
        second = this.address();
        if (!second) return undefined;
      }
      this.spaces();
      const negated = this.script[this.at] === '!';
      if (negated) this.at++;
      this.spaces();
      const name = this.script[this.at++];
      const base = { first, second: second ?? undefined, negated };
      if (name === undefined) return undefined;
      if (name === '{') open.push(this.commands.push({ ...base, name }) - 1);
      else if (name === '}') {
        const start = open.pop();
        const block = start === undefined ? undefined : this.commands[start];
        if (!block) return undefined;
        block.end = this.commands.length;
      } else if ('dDpPnNhHgGxq=Q'.includes(name)) {
        this.commands.push({ ...base, name });
        if (/[qQ]/.test(name)) while (/[\s\d]/.test(this.script[this.at] ?? 'x') && this.script[this.at] !== '\n') this.at++;
      } else if (name === 's') {
        if (!this.substitution(base)) return undefined;
      } else if (name === 'y') {
        if (!this.transliteration(base)) return undefined;
      } else if (name === 'a' || name === 'i' || name === 'c') {
        const end = this.lineEnd();
        this.commands.push({ ...base, name, text: this.script.slice(this.at, end).replace(/^\s*\\?\n?\s*/, '') });
        this.at = end;
      } else if (name === ':' || name === 'b' || name === 't') {
        const label = /^\s*([^\s;}]*)/.exec(this.script.slice(this.at, this.at + 200));
        this.at += label?.[0].length ?? 0;
        this.commands.push({ ...base, name, text: label?.[1] ?? '' });
      } else return undefined;
    }
    return open.length === 0 ? this.commands : undefined;
  }

  private lineEnd(): number {
    const end = this.script.indexOf('\n', this.at);
    return end < 0 ? this.script.length : end;
  }

  private spaces(): void {
    while (this.script[this.at] === ' ' || this.script[this.at] === '\t') this.at++;
  }

  /** Undefined for no address, null for one that cannot be read. */
  private address(): Address | undefined | null {
    const rest = this.script.slice(this.at, this.at + 40);
    const step = /^(\d+)~(\d+)/.exec(rest);
    if (step) {
      this.at += step[0].length;
      return { kind: 'step', first: parseInt(step[1] as string, 10), step: parseInt(step[2] as string, 10) };
    }
    const line = /^\+?(\d+)/.exec(rest);
    if (line) {
      this.at += line[0].length;
      const count = parseInt(line[1] as string, 10);
      return rest.startsWith('+') ? { kind: 'plus', count } : { kind: 'line', line: count };
    }
    if (rest.startsWith('$')) {
      this.at++;
      return { kind: 'last' };
    }
    if (!rest.startsWith('/') && !rest.startsWith('\\')) return undefined;
    if (rest.startsWith('\\')) this.at++;
    const delimiter = this.script[this.at] as string;
    this.at++;
    const pattern = this.until(delimiter);
    if (pattern === undefined) return null;
    let ignoreCase = false;
    while (this.script[this.at] === 'I') {
      ignoreCase = true;
      this.at++;
    }
    const regex = this.compile(pattern, ignoreCase);
    return regex ? { kind: 'match', regex } : null;
  }

  private until(delimiter: string): string | undefined {
    let text = '';
    while (this.at < this.script.length) {
      const character = this.script[this.at] as string;
      if (character === delimiter) {
        this.at++;
        return text;
      }
      if (character === '\\' && this.at + 1 < this.script.length) {
        const next = this.script[this.at + 1] as string;
        text += next === delimiter ? (/[A-Za-z0-9&]/.test(delimiter) ? delimiter : /[.*[\]^$+?(){}|]/.test(delimiter) ? `\\${delimiter}` : delimiter) : `\\${next}`;
        this.at += 2;
      } else {
        text += character;
        this.at++;
      }
    }
    return undefined;
  }

  private compile(pattern: string, ignoreCase: boolean): RE2JS | 'last' | undefined {
    if (pattern === '') return 'last';
    const source = posixToRegex(pattern, this.extended);
    return source === undefined ? undefined : compiled(source, { ignoreCase, dotAll: true }, this.budget);
  }

  private substitution(base: Pick<SedCommand, 'first' | 'second' | 'negated'>): boolean {
    const delimiter = this.script[this.at++];
    if (delimiter === undefined || delimiter === '\n' || delimiter === '\\') return false;
    const pattern = this.until(delimiter);
    const replacement = pattern === undefined ? undefined : this.until(delimiter);
    if (pattern === undefined || replacement === undefined) return false;
    const flags = /^[gpiIeMm0-9]*/.exec(this.script.slice(this.at, this.at + 20))?.[0] ?? '';
    this.at += flags.length;
    if (/[em]/i.test(flags) || this.script[this.at] === 'w') return false;
    const regex = this.compile(pattern, /i/i.test(flags));
    if (!regex) return false;
    this.commands.push({ ...base, name: 's', regex, replacement, flags });
    return true;
  }

  private transliteration(base: Pick<SedCommand, 'first' | 'second' | 'negated'>): boolean {
    const delimiter = this.script[this.at++];
    if (delimiter === undefined) return false;
    const from = this.until(delimiter);
    const to = from === undefined ? undefined : this.until(delimiter);
    if (from === undefined || to === undefined) return false;
    const unescape = (text: string): string[] => Array.from(text.replace(/\\([^])/g, (_, character: string) => ({ n: '\n', t: '\t' })[character] ?? character));
    const [left, right] = [unescape(from), unescape(to)];
    if (left.length !== right.length) return false;
    this.commands.push({ ...base, name: 'y', table: new Map(left.map((character, index) => [character, right[index] as string])) });
    return true;
  }
}
