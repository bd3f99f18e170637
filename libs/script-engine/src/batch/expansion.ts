import type { Budget } from '../core/budget.js';
import type { Symbols } from './symbols.js';

/** A statement grew past what cmd would take by far; it is left out. */
export class StatementTooLong extends Error {}

const longestText = 1024 * 1024;

interface Run {
  at: number;
  source: number;
  sourceEnd: number;
  exact: boolean;
}

/** A line after percent expansion that still knows where each character came from. */
export class ExpandedLine {
  constructor(
    readonly text: string,
    private readonly runs: readonly Run[],
    private readonly whole?: { start: number; end: number },
  ) {}

  /** Source offset of the character at this index. */
  start(index: number): number {
    if (this.whole) return this.whole.start;
    const run = this.runAt(index);
    return run ? (run.exact ? Math.min(run.source + index - run.at, run.sourceEnd) : run.source) : 0;
  }

  /** Source offset behind the character before this index. */
  end(index: number): number {
    if (this.whole) return this.whole.end;
    const run = this.runAt(Math.max(0, index - 1));
    return run ? (run.exact ? Math.min(run.source + index - run.at, run.sourceEnd) : run.sourceEnd) : 0;
  }

  private runAt(index: number): Run | undefined {
    let low = 0;
    let high = this.runs.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.runs[middle] as Run).at <= index) low = middle;
      else high = middle - 1;
    }
    return this.runs[low];
  }
}

/** The arguments of a batch file or of a called label: `%0` to `%9` and `%*`. */
export interface BatchArguments {
  values: string[];
  all: string;
}

/** How a line is expanded. */
export interface PercentOptions {
  /** Line of a file: `%%` is one percent sign, what is not defined vanishes. Otherwise a typed line, which keeps it. */
  batch: boolean;
  args?: BatchArguments;
  /** Where the line starts in the source, or the one stretch all of it comes from. */
  source: number | { start: number; end: number };
  /** Names to keep as written although the line is one of a file. */
  keeps?: (name: string) => boolean;
}

const integer = /^\s*([+-]?)\s*(0x[0-9a-f]+|\d+)/i;

function cutNumber(text: string): number {
  const match = integer.exec(text);
  if (!match) return 0;
  const digits = match[2] as string;
  const value = /^0x/i.test(digits) ? parseInt(digits, 16) : /^0[0-7]+$/.test(digits) ? parseInt(digits, 8) : parseInt(digits, 10);
  return match[1] === '-' ? -value : value;
}

function lower(text: string): string {
  const low = text.toLowerCase();
  return low.length === text.length ? low : text.replace(/[A-Z]+/g, (part) => part.toLowerCase());
}

/** The expansions of cmd: percent (phase 1), FOR variables (phase 4) and delayed (phase 5). */
export class Expander {
  constructor(
    private readonly symbols: Symbols,
    private readonly read: (name: string) => string | undefined,
    private readonly budget: Budget,
    private readonly note: (rule: string) => void,
  ) {}

  /** Phase 1. */
  percent(line: string, options: PercentOptions): ExpandedLine {
    const whole = typeof options.source === 'number' ? undefined : options.source;
    const base = typeof options.source === 'number' ? options.source : 0;
    if (!line.includes('%')) return new ExpandedLine(line, [{ at: 0, source: base, sourceEnd: base + line.length, exact: true }], whole);
    const out: string[] = [];
    const runs: Run[] = [];
    const limit = Math.max(longestText, line.length * 2);
    let length = 0;
    const put = (text: string, from: number, to: number, exact: boolean): void => {
      if (text.length === 0) return;
      length += text.length;
      if (length > limit) throw new StatementTooLong();
      const last = runs.at(-1);
      if (last?.exact && exact && last.sourceEnd === base + from) last.sourceEnd = base + to;
      else if (!whole) runs.push({ at: length - text.length, source: base + from, sourceEnd: base + to, exact });
      out.push(text);
    };
    let close = -1;
    let colon = -1;
    let i = 0;
    while (i < line.length) {
      const at = line.indexOf('%', i);
      if (at < 0) {
        put(line.slice(i), i, line.length, true);
        break;
      }
      put(line.slice(i, at), i, at, true);
      this.budget.step();
      i = at + 1;
      const next = line[i];
      if (options.batch && next === '%') {
        put('%', at, ++i, false);
        continue;
      }
      if (options.batch && options.args) {
        const argument = this.argument(line, i, options.args);
        if (argument) {
          put(argument.value, at, argument.end, false);
          i = argument.end;
          continue;
        }
      }
      if (close <= at && close !== line.length) close = indexOr(line, '%', i);
      if (colon <= at && colon !== line.length) colon = indexOr(line, ':', i);
      if (close === line.length || close === i) {
        if (!options.batch) put('%', at, i, true);
        continue;
      }
      const name = line.slice(i, colon > i && colon < close ? colon : close);
      const value = this.read(name);
      if (value === undefined) {
        if (!options.batch || options.keeps?.(name)) put('%', at, i, true);
        else i = i + name.length + 1;
        continue;
      }
      if (i + name.length === close) {
        this.note('batch: percent expansion');
        put(value, at, close + 1, false);
      } else put(this.modified(name, value, line.slice(colon + 1, close)), at, close + 1, false);
      i = close + 1;
    }
    this.budget.allocate(length);
    return new ExpandedLine(out.join(''), runs, whole);
  }

  /** Phase 4: the variables of the FOR commands around. */
  forVariables(text: string, active: ReadonlyMap<string, string>): string {
    if (active.size === 0 || !text.includes('%')) return text;
    const out: string[] = [];
    let from = 0;
    let length = 0;
    const put = (value: string, at: number, end: number): void => {
      out.push(text.slice(from, at), value);
      length += at - from + value.length;
      if (length > Math.max(longestText, text.length * 2)) throw new StatementTooLong();
      from = end;
    };
    for (let at = text.indexOf('%'); at >= 0; at = text.indexOf('%', Math.max(at + 1, from))) {
      this.budget.step();
      const plain = text[at + 1];
      if (plain !== undefined && active.has(plain)) {
        put(active.get(plain) as string, at, at + 2);
        continue;
      }
      if (plain !== '~') continue;
      const letters = /^(?:[fdpnxsatz]*\$[^:%]{1,40}:|[fdpnxsatz]*)/i.exec(text.slice(at + 2, at + 64))?.[0] ?? '';
      for (let count = letters.length; count >= 0; count--) {
        const variable = text[at + 2 + count];
        if (variable === undefined || !active.has(variable)) continue;
        const modifiers = letters.slice(0, count);
        put(this.pathParts(active.get(variable) as string, modifiers, `%~${modifiers}${variable}`), at, at + 3 + count);
        break;
      }
    }
    this.budget.allocate(length);
    return out.length === 0 ? text : out.join('') + text.slice(from);
  }

  /** Phase 5. */
  delayed(text: string, batch: boolean): string {
    if (!text.includes('!')) return text;
    const out: string[] = [];
    let length = 0;
    const put = (part: string): void => {
      length += part.length;
      if (length > Math.max(longestText, text.length * 2)) throw new StatementTooLong();
      out.push(part);
    };
    const special = /[!^]/g;
    let i = 0;
    while (i < text.length) {
      special.lastIndex = i;
      const at = special.exec(text)?.index ?? text.length;
      put(text.slice(i, at));
      if (at >= text.length) break;
      this.budget.step();
      if (text[at] === '^') {
        put(text[at + 1] ?? '');
        i = at + 2;
        continue;
      }
      let open = at;
      while (text[open + 1] === '!') open++;
      const close = text.indexOf('!', open + 1);
      if (close < 0) {
        i = open + 1;
        continue;
      }
      const inside = text.slice(open + 1, close);
      const colon = inside.indexOf(':', 1);
      const name = colon < 0 ? inside : inside.slice(0, colon);
      const value = this.read(name);
      if (value === undefined) {
        // A typed line keeps the reference as text, which samples step over by cutting from the end.
        if (!batch) put(this.symbols.make('', 'undefined', { inner: `!${inside}!` }));
      } else if (colon < 0) {
        this.note('batch: delayed expansion');
        put(value);
      } else {
        this.note('batch: delayed expansion');
        put(this.modified(name, value, inside.slice(colon + 1)));
      }
      i = close + 1;
    }
    this.budget.allocate(length);
    return out.join('');
  }

  /** A value with `~start,length` or `old=new` applied. */
  modified(name: string, value: string, modifier: string): string {
    const only = value.length === 1 ? this.symbols.get(value)?.options : undefined;
    if (only) {
      const options = only.map((option) => (option === '' ? '' : this.modified(name, option, modifier)));
      return this.symbols.make(`%${name}:${this.symbols.render(modifier)}%`, 'unknown', { options });
    }
    const open = this.symbols.open(value);
    const result = this.symbols.has(modifier) ? undefined : modifier.startsWith('~') ? this.cut(open, modifier) : this.replace(open, modifier);
    const kind = this.symbols.in(open + modifier).every((symbol) => symbol.kind === 'environment') ? 'environment' : 'unknown';
    return result ?? this.symbols.make(`%${name}:${this.symbols.render(modifier)}%`, kind);
  }

  /** Parts of a path as `%~dpnx1` names them; a symbol where they are not known. */
  pathParts(value: string, modifiers: string, display: string): string {
    let path = value.length >= 2 && value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value.replace(/^"/, '');
    if (modifiers === '') return path;
    const wanted = modifiers.toLowerCase();
    const whole = value.length === 1 ? this.symbols.get(value) : undefined;
    const unknown = (): string => this.symbols.make(whole?.display.startsWith('%%') ? `%${display}` : display, whole?.kind ?? 'environment');
    path = this.symbols.open(path);
    const absolute = /^[a-z]:[\\/]/i.test(path);
    const slash = Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/'));
    const base = path.slice(slash + 1);
    if (/[atz$]/.test(wanted) || (/[fdp]/.test(wanted) && !absolute) || this.symbols.has(base) || /[*?]/.test(base)) return unknown();
    if (/[f]/.test(wanted) || wanted === 's') return path;
    const dot = base.lastIndexOf('.');
    const parts = { d: path.slice(0, 2), p: path.slice(2, slash + 1), n: dot < 0 ? base : base.slice(0, dot), x: dot < 0 ? '' : base.slice(dot) };
    return (['d', 'p', 'n', 'x'] as const).map((part) => (wanted.includes(part) ? parts[part] : '')).join('');
  }

  private argument(line: string, at: number, args: BatchArguments): { value: string; end: number } | undefined {
    const next = line[at] as string;
    if (next === '*') return { value: args.all, end: at + 1 };
    if (next >= '0' && next <= '9') return { value: args.values[Number(next)] ?? '', end: at + 1 };
    if (next !== '~') return undefined;
    const match = /^~([fdpnxsatz]*)(?:\$[^:%]{1,40}:)?([0-9])/i.exec(line.slice(at, at + 64));
    if (!match) return undefined;
    const value = args.values[Number(match[2])] ?? '';
    const modifiers = match[1] as string;
    const symbol = value.length === 1 ? this.symbols.get(value) : undefined;
    const asked = symbol && /^%(\d+)$/.exec(symbol.display);
    const result = asked ? this.symbols.make(`%~${modifiers}${asked[1]}`, 'environment') : this.pathParts(value, modifiers, `%${match[0]}`);
    return { value: result, end: at + match[0].length };
  }

  /** Undefined when a cut falls where the length is not known. */
  private cut(value: string, modifier: string): string | undefined {
    this.note('batch: substring');
    const comma = modifier.indexOf(',');
    const start = cutNumber(comma < 0 ? modifier.slice(1) : modifier.slice(1, comma));
    const length = comma < 0 ? undefined : cutNumber(modifier.slice(comma + 1));
    const size = value.length;
    let head = size;
    let tail = size;
    if (this.symbols.has(value)) {
      head = 0;
      while (!this.symbols.get(value[head] as string)) head++;
      tail = 0;
      while (!this.symbols.get(value[size - 1 - tail] as string)) tail++;
    }
    const symbolic = head < size;
    if (symbolic && (start >= 0 ? start > head : -start > tail)) return undefined;
    const from = start >= 0 ? Math.min(start, size) : Math.max(0, size + start);
    let to = size;
    if (length !== undefined && length < 0) {
      if (symbolic && -length > tail) return undefined;
      to = size + length;
    } else if (length !== undefined) {
      if (symbolic && start >= 0 && start + length > head) return undefined;
      to = Math.min(size, from + length);
    }
    return to <= from ? '' : value.slice(from, to);
  }

  private replace(value: string, modifier: string): string | undefined {
    const equals = modifier.indexOf('=', 1);
    if (equals < 0) return undefined;
    this.note('batch: replacement');
    const all = modifier.startsWith('*') && equals > 1;
    const search = lower(modifier.slice(all ? 1 : 0, equals));
    const replacement = modifier.slice(equals + 1);
    const low = lower(value);
    if (this.symbols.has(value)) return undefined;
    if (all) {
      const at = low.indexOf(search);
      return at < 0 ? value : replacement + value.slice(at + search.length);
    }
    let count = 0;
    for (let at = low.indexOf(search); at >= 0; at = low.indexOf(search, at + search.length)) count++;
    if (count === 0) return value;
    this.budget.step(1 + (count >> 4));
    const length = value.length + count * (replacement.length - search.length);
    if (length > longestText) throw new StatementTooLong();
    this.budget.allocate(length);
    const out: string[] = [];
    let from = 0;
    for (let at = low.indexOf(search); at >= 0; at = low.indexOf(search, from)) {
      out.push(value.slice(from, at), replacement);
      from = at + search.length;
    }
    return out.join('') + value.slice(from);
  }
}

function indexOr(text: string, what: string, from: number): number {
  const at = text.indexOf(what, from);
  return at < 0 ? text.length : at;
}
