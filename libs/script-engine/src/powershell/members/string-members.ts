import { castTo } from '../casts.js';
import type { Machine } from '../machine.js';
import { hasUnknown, PsChar, toList, toNumber, toText, type Value } from '../values.js';
import { formatString } from '../format.js';

/** A method of [string]; undefined when we do not model it or an argument is unknown. Throws BudgetExceeded. */
export function callString(machine: Machine, text: string, name: string, args: Value[]): Value | undefined {
  if (args.some((arg) => hasUnknown(arg))) return undefined;
  const { budget, trail } = machine;
  const first = args[0] ?? null;
  const number = (i: number): number | undefined => (args[i] === undefined ? undefined : toNumber(args[i] as Value));
  const word = toText(first);
  const made = (result: Value, rule: string): Value => {
    trail.made(result, rule, text);
    return result;
  };
  budget.step(1 + (text.length >> 8));
  switch (name) {
    case 'replace': {
      const by = toText(args[1] ?? null);
      if (word === undefined || by === undefined || word === '') return undefined;
      const count = text.split(word).length - 1;
      budget.allocate(text.length + count * Math.max(0, by.length - word.length));
      return made(text.replaceAll(word, () => by), 'replace');
    }
    case 'split':
      return split(machine, text, args);
    case 'substring': {
      const start = number(0);
      const length = number(1);
      if (start === undefined || start < 0 || start > text.length) return undefined;
      return made(length === undefined ? text.slice(start) : text.slice(start, start + length), 'substring');
    }
    case 'tochararray': {
      const chars = castTo('char[]', text, budget);
      return chars === undefined ? undefined : made(chars, 'char array');
    }
    case 'insert': {
      const at = number(0);
      const piece = toText(args[1] ?? null);
      if (at === undefined || piece === undefined || at < 0 || at > text.length) return undefined;
      budget.allocate(text.length + piece.length);
      return made(text.slice(0, at) + piece + text.slice(at), 'insert');
    }
    case 'remove': {
      const at = number(0);
      if (at === undefined || at < 0 || at > text.length) return undefined;
      const count = number(1);
      return made(text.slice(0, at) + (count === undefined ? '' : text.slice(at + count)), 'remove');
    }
    case 'tolower':
    case 'tolowerinvariant':
      return made(text.toLowerCase(), 'case');
    case 'toupper':
    case 'toupperinvariant':
      return made(text.toUpperCase(), 'case');
    case 'trim':
    case 'trimstart':
    case 'trimend': {
      const set = args.flatMap((arg) => toList(arg)).map((arg) => toText(arg) ?? '').join('');
      const drops = (c: string): boolean => (set === '' ? /\s/.test(c) : set.includes(c));
      let from = 0;
      let to = text.length;
      if (name !== 'trimend') while (from < to && drops(text[from] as string)) from++;
      if (name !== 'trimstart') while (to > from && drops(text[to - 1] as string)) to--;
      return made(text.slice(from, to), 'trim');
    }
    case 'padleft':
    case 'padright': {
      const width = number(0) ?? 0;
      budget.allocate(width);
      const fill = toText(args[1] ?? ' ') ?? ' ';
      return name === 'padleft' ? text.padStart(width, fill) : text.padEnd(width, fill);
    }
    case 'startswith':
      return word === undefined ? undefined : text.startsWith(word);
    case 'endswith':
      return word === undefined ? undefined : text.endsWith(word);
    case 'contains':
      return word === undefined ? undefined : text.includes(word);
    case 'indexof':
      return word === undefined ? undefined : text.indexOf(word, number(1) ?? 0);
    case 'lastindexof':
      return word === undefined ? undefined : text.lastIndexOf(word);
    case 'indexofany':
      return Math.min(...toList(first).map((c) => text.indexOf(toText(c) ?? '')).filter((i) => i >= 0));
    case 'equals':
      return word === text;
    case 'compareto':
      return word === undefined ? undefined : text < word ? -1 : text > word ? 1 : 0;
    case 'chars':
    case 'get_chars': {
      const at = number(0);
      return at === undefined || at < 0 || at >= text.length ? undefined : new PsChar(text.charCodeAt(at));
    }
    case 'get_length':
      return text.length;
    case 'tostring':
    case 'normalize':
    case 'clone':
    case 'trimnull':
      return text;
    case 'getenumerator':
      return castTo('char[]', text, budget);
    case 'format':
      return formatString(text, args, budget);
    case 'toint32':
    case 'toint':
      return toNumber(text);
    default:
      return undefined;
  }
}

function split(machine: Machine, text: string, args: Value[]): Value | undefined {
  const limit = args.slice(1).map((arg) => (typeof arg === 'number' && arg > 1 ? arg : undefined)).find((n) => n !== undefined);
  const dropEmpty = args.slice(1).some((arg) => arg === 1 || (typeof arg === 'string' && /removeempty/i.test(arg)));
  const given = args[0];
  machine.budget.allocate(text.length);
  let parts: string[];
  if (given === undefined) parts = text.split(/\s/);
  else {
    // A string is a set of characters to .NET Framework; an array of longer strings is a list of separators.
    const separators = toList(given).map((item) => toText(item) ?? '');
    const isList = Array.isArray(given) && separators.some((item) => item.length > 1);
    const set = isList ? separators.filter((item) => item !== '') : [...new Set(separators.join(''))];
    if (set.length === 0) parts = text.split(/\s/);
    else if (set.length === 1) parts = text.split(set[0] as string);
    else parts = cut(text, set);
  }
  if (limit !== undefined && parts.length > limit) {
    const head = parts.slice(0, limit - 1);
    const used = head.reduce((sum, part) => sum + part.length + 1, 0);
    parts = [...head, text.slice(used)];
  }
  if (dropEmpty) parts = parts.filter((part) => part !== '');
  machine.trail.made(parts, 'split', text);
  return parts;
}

function cut(text: string, separators: readonly string[]): string[] {
  const byFirst = new Map<string, string[]>();
  for (const each of separators) byFirst.set(each[0] as string, [...(byFirst.get(each[0] as string) ?? []), each]);
  const out: string[] = [];
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const hit = byFirst.get(text[i] as string)?.find((each) => text.startsWith(each, i));
    if (hit === undefined) continue;
    out.push(text.slice(from, i));
    i += hit.length - 1;
    from = i + 1;
  }
  out.push(text.slice(from));
  return out;
}
