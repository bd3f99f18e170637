import type { Budget } from '../core/budget.js';
import { BudgetExceeded } from '../core/budget.js';

const mostWords = 200_000;

/** The words that a word's source becomes by brace expansion; undefined when it has none. Quotes and `$` expansions are stepped over. */
export function expandBraces(source: string, budget: Budget): string[] | undefined {
  if (!source.includes('{') || (!source.includes(',') && !source.includes('..'))) return undefined;
  const words = expand(source, budget);
  return words.length === 1 && words[0] === source ? undefined : words;
}

function expand(source: string, budget: Budget): string[] {
  budget.step(1 + (source.length >> 5));
  let from = 0;
  for (let tries = 0; ; tries++) {
    const open = nextOpen(source, from);
    // Every try may read to the end: braces that do not pair are no expansion.
    if (open < 0 || tries > 50) return [source];
    budget.step(1 + (source.length >> 5));
    const group = readGroup(source, open);
    if (!group) {
      from = open + 1;
      continue;
    }
    const prefix = source.slice(0, open);
    const middles = group.parts.length > 1 ? group.parts.flatMap((part) => budget.nested(() => expand(part, budget))) : sequence(group.parts[0] as string, budget);
    if (!middles) {
      from = open + 1;
      continue;
    }
    const rest = source.slice(group.end);
    const suffixes = rest === '' ? [''] : budget.nested(() => expand(rest, budget));
    const count = middles.length * suffixes.length;
    if (count > mostWords) throw new BudgetExceeded('stringLength');
    budget.allocate(count * (prefix.length + 1) + suffixes.length * middles.reduce((sum, middle) => sum + middle.length, 0));
    budget.step(count);
    const out: string[] = [];
    for (const middle of middles) for (const suffix of suffixes) out.push(prefix + middle + suffix);
    return out;
  }
}

/** Steps over a quoted or `$` construct that starts here; the index itself when none does. */
function skipQuoted(source: string, i: number): number {
  const character = source[i];
  if (character === '\\') return i + 2;
  if (character === "'") {
    const end = source.indexOf("'", i + 1);
    return end < 0 ? source.length : end + 1;
  }
  if (character === '"' || character === '`') {
    let j = i + 1;
    while (j < source.length && source[j] !== character) j += source[j] === '\\' ? 2 : 1;
    return j + 1;
  }
  if (character === '$' && source[i + 1] === "'") {
    let j = i + 2;
    while (j < source.length && source[j] !== "'") j += source[j] === '\\' ? 2 : 1;
    return j + 1;
  }
  if ((character === '$' || character === '<' || character === '>') && (source[i + 1] === '(' || (character === '$' && source[i + 1] === '{'))) {
    const open = source[i + 1] as string;
    const close = open === '(' ? ')' : '}';
    let depth = 0;
    let j = i + 1;
    while (j < source.length) {
      const now = source[j];
      if (now === '\\') j++;
      else if (now === open) depth++;
      else if (now === close && --depth === 0) return j + 1;
      else if (now === "'" && open === '(') {
        const end = source.indexOf("'", j + 1);
        j = end < 0 ? source.length : end;
      }
      j++;
    }
    return source.length;
  }
  return i;
}

function nextOpen(source: string, from: number): number {
  let i = from;
  while (i < source.length) {
    if (source[i] === '{') return i;
    const after = skipQuoted(source, i);
    i = after === i ? i + 1 : after;
  }
  return -1;
}

function readGroup(source: string, open: number): { parts: string[]; end: number } | undefined {
  const parts: string[] = [];
  let depth = 0;
  let start = open + 1;
  let i = open;
  while (i < source.length) {
    const character = source[i];
    if (character === '{') depth++;
    else if (character === '}') {
      depth--;
      if (depth === 0) {
        parts.push(source.slice(start, i));
        return { parts, end: i + 1 };
      }
    } else if (character === ',' && depth === 1) {
      parts.push(source.slice(start, i));
      start = i + 1;
    } else {
      const after = skipQuoted(source, i);
      if (after !== i) {
        i = after;
        continue;
      }
    }
    i++;
  }
  return undefined;
}

function sequence(body: string, budget: Budget): string[] | undefined {
  const match = /^(-?\d+|[A-Za-z])\.\.(-?\d+|[A-Za-z])(?:\.\.(-?\d+))?$/.exec(body);
  if (!match) return undefined;
  const [, first = '', last = '', by] = match;
  const letters = /^[A-Za-z]$/.test(first);
  if (letters !== /^[A-Za-z]$/.test(last)) return undefined;
  const from = letters ? first.charCodeAt(0) : parseInt(first, 10);
  const to = letters ? last.charCodeAt(0) : parseInt(last, 10);
  const step = Math.max(1, Math.abs(by === undefined ? 1 : parseInt(by, 10)));
  const count = Math.floor(Math.abs(to - from) / step) + 1;
  if (!Number.isFinite(count) || count > mostWords) throw new BudgetExceeded('stringLength');
  budget.allocate(count);
  budget.step(count);
  const width = !letters && (/^-?0\d/.test(first) || /^-?0\d/.test(last)) ? Math.max(first.length, last.length) : 0;
  const out: string[] = [];
  for (let i = 0; i < count; i++) {
    const value = from + (to >= from ? i : -i) * step;
    if (letters) out.push(String.fromCharCode(value).replace(/[\\`"'$]/g, '\\$&'));
    else out.push(value < 0 ? `-${String(-value).padStart(width - 1, '0')}` : String(value).padStart(width, '0'));
  }
  return out;
}
