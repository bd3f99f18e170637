import type { Budget } from '../core/budget.js';
import { linearRegex } from '../core/linear-regex.js';
import { formatString } from './format.js';
import { castTo } from './casts.js';
import { append, hasUnknown, PsChar, PsHash, PsObject, PsType, toBoolean, toList, toNumber, toText, Unknown, type Value } from './values.js';

/** The outcome of an operator: a value, or nothing when it cannot be told. */
type Outcome = Value | undefined;

/** Applies one binary operator. Undefined means that the result cannot be told from the operands. Throws BudgetExceeded. */
export function binary(op: string, left: Value, right: Value, budget: Budget): Outcome {
  budget.step();
  if (op === '-and' || op === '-or' || op === '-xor') return logical(op, toBoolean(left), toBoolean(right));
  if (op === '+' && !(left instanceof Unknown) && (Array.isArray(left) || left instanceof Uint8Array)) return joinArrays(left, right, budget);
  if (op === '-f') return hasUnknown(left) ? undefined : formatString(toText(left) ?? '', toList(right), budget);
  if (left instanceof Unknown || right instanceof Unknown) return undefined;
  if (op === '..') return range(left, right, budget);
  if (op === '+') return plus(left, right, budget);
  if (op === '*') return times(left, right, budget);
  if (op === '-' || op === '/' || op === '%' || op === '-band' || op === '-bor' || op === '-bxor' || op === '-shl' || op === '-shr') return arithmetic(op, left, right);
  return named(op.slice(1), left, right, budget);
}

function logical(op: string, left: boolean | undefined, right: boolean | undefined): Outcome {
  if (op === '-and') return left === false || right === false ? false : left === undefined || right === undefined ? undefined : true;
  if (op === '-or') return left === true || right === true ? true : left === undefined || right === undefined ? undefined : false;
  return left === undefined || right === undefined ? undefined : left !== right;
}

function joinArrays(left: Value[] | Uint8Array, right: Value, budget: Budget): Value {
  const tail = Array.isArray(right) || right instanceof Uint8Array ? right : right === null ? [null] : [right];
  budget.allocate(left.length + tail.length);
  return [...left, ...tail];
}

function plus(left: Value, right: Value, budget: Budget): Outcome {
  if (left === null) return right;
  if (left instanceof PsHash && right instanceof PsHash) {
    const out = new PsHash();
    for (const [key, entry] of [...left.entries, ...right.entries]) out.entries.set(key, entry);
    return out;
  }
  if (typeof left === 'number' || typeof left === 'boolean') {
    const n = toNumber(right);
    return n === undefined ? undefined : Number(left) + n;
  }
  if (left instanceof PsChar && (right instanceof PsChar || typeof right === 'string')) return toText(left) + (toText(right) ?? '');
  if (left instanceof PsChar) {
    const n = toNumber(right);
    return n === undefined ? undefined : left.code + n;
  }
  const a = toText(left);
  const b = toText(right);
  if (a === undefined || b === undefined) return undefined;
  if (a.length + b.length > budget.limits.stringLength) budget.allocate(a.length + b.length);
  return a + b;
}

function times(left: Value, right: Value, budget: Budget): Outcome {
  const n = toNumber(right);
  if (n === undefined) return undefined;
  if (typeof left === 'string' || left instanceof PsChar) {
    const text = toText(left) ?? '';
    if (n < 0) return undefined;
    budget.allocate(text.length * n);
    return text.repeat(Math.round(n));
  }
  if (Array.isArray(left)) {
    budget.allocate(left.length * n);
    const out: Value[] = [];
    for (let i = 0; i < n; i++) append(out, left);
    return out;
  }
  const a = toNumber(left);
  return a === undefined ? undefined : a * n;
}

function arithmetic(op: string, left: Value, right: Value): Outcome {
  const a = toNumber(left);
  const b = toNumber(right);
  if (a === undefined || b === undefined) return undefined;
  if (op === '-') return a - b;
  if (op === '/') return b === 0 ? undefined : a / b;
  if (op === '%') return b === 0 ? undefined : a % b;
  const small = Math.abs(a) < 2 ** 31 && Math.abs(b) < 2 ** 31;
  const x = small ? Math.round(a) : BigInt(Math.round(a));
  const y = small ? Math.round(b) : BigInt(Math.round(b));
  if (typeof x === 'number' && typeof y === 'number') {
    if (op === '-band') return x & y;
    if (op === '-bor') return x | y;
    if (op === '-bxor') return x ^ y;
    return op === '-shl' ? x << y : x >> y;
  }
  const p = BigInt(x);
  const q = BigInt(y);
  if (op === '-band') return Number(p & q);
  if (op === '-bor') return Number(p | q);
  if (op === '-bxor') return Number(p ^ q);
  return q > 63n ? 0 : op === '-shl' ? Number(BigInt.asIntN(64, p << q)) : Number(p >> q);
}

function range(left: Value, right: Value, budget: Budget): Outcome {
  const chars = left instanceof PsChar && right instanceof PsChar;
  const a = toNumber(left);
  const b = toNumber(right);
  if (a === undefined || b === undefined) return undefined;
  const from = Math.round(a);
  const to = Math.round(b);
  const count = Math.abs(to - from) + 1;
  budget.allocate(count);
  budget.step(count);
  return Array.from({ length: count }, (_, i) => {
    const n = from <= to ? from + i : from - i;
    return chars ? new PsChar(n) : n;
  });
}

/** Word operators. A leading `c` compares with case, `i` or nothing without. */
function named(word: string, left: Value, right: Value, budget: Budget): Outcome {
  if (word === 'as') return right instanceof PsType || typeof right === 'string' ? castTo(right instanceof PsType ? right.name : right, left, budget) : undefined;
  if (word === 'is' || word === 'isnot') return undefined;
  if (word === 'join') return join(left, toText(right), budget);
  const cased = word.startsWith('c') && word !== 'contains';
  const op = /^[ci](?:eq|ne|gt|ge|lt|le|like|notlike|match|notmatch|contains|notcontains|in|notin|replace|split)$/.test(word) ? word.slice(1) : word;
  if (op === 'split') return split(left, right, cased, budget);
  if (op === 'replace') return replace(left, right, cased, budget);
  if (op === 'in' || op === 'notin') return named(op === 'in' ? 'contains' : 'notcontains', right, left, budget);
  if (op === 'contains' || op === 'notcontains') {
    if (hasUnknown(left)) return undefined;
    const found = toList(left).some((item) => compare('eq', item, right, cased) === true);
    return op === 'contains' ? found : !found;
  }
  if (Array.isArray(left) || left instanceof Uint8Array) {
    const items = toList(left);
    budget.step(items.length);
    const kept: Value[] = [];
    for (const item of items) {
      const yes = matches(op, item, right, cased);
      if (yes === undefined) return undefined;
      if (yes) kept.push(item);
    }
    return kept;
  }
  return matches(op, left, right, cased);
}

function matches(op: string, left: Value, right: Value, cased: boolean): boolean | undefined {
  if (op === 'like' || op === 'notlike' || op === 'match' || op === 'notmatch') {
    const text = toText(left);
    const pattern = toText(right);
    if (text === undefined || pattern === undefined) return undefined;
    const regex = linearRegex(op.endsWith('like') ? wildcard(pattern) : pattern, { ignoreCase: !cased, dotAll: op.endsWith('like') });
    if (regex === undefined) return undefined;
    const found = regex.matcher(text).find();
    return op.startsWith('not') ? !found : found;
  }
  return compare(op, left, right, cased);
}

/** A wildcard pattern as a regular expression over the whole text. */
export function wildcard(pattern: string): string {
  return `^${pattern.replace(/[.+^${}()|\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.')}$`;
}

function compare(op: string, left: Value, right: Value, cased: boolean): boolean | undefined {
  if (hasUnknown(left) || hasUnknown(right)) return undefined;
  if (left instanceof PsObject || right instanceof PsObject) return left === null || right === null ? (op === 'eq' ? false : op === 'ne' ? true : undefined) : undefined;
  let a: string | number | undefined;
  let b: string | number | undefined;
  if (left === null || right === null) {
    if (op === 'eq') return left === right;
    if (op === 'ne') return left !== right;
  }
  if (typeof left === 'number' || typeof left === 'boolean') {
    a = Number(left);
    b = toNumber(right);
    if (b === undefined) return op === 'ne' ? true : op === 'eq' ? false : undefined;
  } else {
    a = toText(left);
    b = toText(right);
    if (!cased) {
      a = a?.toLowerCase();
      b = b?.toLowerCase();
    }
  }
  if (a === undefined || b === undefined) return undefined;
  switch (op) {
    case 'eq':
      return a === b;
    case 'ne':
      return a !== b;
    case 'gt':
      return a > b;
    case 'ge':
      return a >= b;
    case 'lt':
      return a < b;
    case 'le':
      return a <= b;
    default:
      return undefined;
  }
}

/** `-join`; undefined when a part is unknown. */
export function join(left: Value, separator: string | undefined, budget: Budget): Outcome {
  if (separator === undefined) return undefined;
  const parts: string[] = [];
  let length = 0;
  const items = toList(left);
  budget.step(items.length >> 3);
  for (const item of items) {
    const text = toText(item);
    if (text === undefined) return undefined;
    length += text.length + separator.length;
    parts.push(text);
  }
  budget.allocate(length);
  return parts.join(separator);
}

function split(left: Value, right: Value, cased: boolean, budget: Budget): Outcome {
  const [separator, max, options] = Array.isArray(right) ? right : [right];
  const pattern = toText(separator ?? null);
  if (pattern === undefined || separator instanceof Object === true) {
    if (!(separator instanceof PsChar)) return undefined;
  }
  const limit = toNumber(max ?? null) ?? 0;
  const simple = /simplematch/i.test(toText(options ?? null) ?? '');
  const out: Value[] = [];
  for (const item of toList(left)) {
    const text = toText(item);
    if (text === undefined) return undefined;
    budget.allocate(text.length);
    const pieces = splitText(text, simple ? escapeRegex(pattern ?? '') : (pattern ?? ''), cased, limit, budget);
    if (pieces === undefined) return undefined;
    for (const piece of pieces) out.push(piece);
  }
  return out;
}

function pieces(text: string, length: number, budget: Budget): string[] | undefined {
  if (length < 1) return undefined;
  budget.allocate(text.length);
  const out: string[] = [];
  for (let at = 0; at <= text.length; at += length) out.push(text.slice(at, at + length));
  return out;
}

/** Splits by a regular expression of the sample; captured groups stay in the result, as .NET does. */
export function splitText(text: string, pattern: string, cased: boolean, limit: number, budget: Budget): string[] | undefined {
  const plain = /^(?:[^\\.+*?()[\]{}|^$]|\\[\W])+$/.test(pattern) ? pattern.replace(/\\(.)/g, '$1') : undefined;
  if (plain !== undefined && limit <= 0 && (cased || plain.toLowerCase() === plain.toUpperCase())) return text.split(plain);
  // `(?<=\G.{n})` cuts a text into pieces of n: RE2 knows no \G.
  const piece = limit <= 0 ? /^\(\?<=\\G\.(?:\{(\d{1,4})\}|(\.{0,8}))\)$/.exec(pattern) : null;
  if (piece !== null) return pieces(text, piece[1] === undefined ? (piece[2] ?? '').length + 1 : Number(piece[1]), budget);
  const regex = linearRegex(pattern, { ignoreCase: !cased });
  if (regex === undefined) return undefined;
  const matcher = regex.matcher(text);
  const out: string[] = [];
  let from = 0;
  while ((limit <= 0 || out.length < limit - 1) && matcher.find()) {
    budget.step(4);
    const start = matcher.start();
    const end = matcher.end();
    if (end === start) {
      if (start === 0 || start >= text.length) {
        if (pattern !== '') continue;
      }
    }
    out.push(text.slice(from, start));
    for (let group = 1; group <= matcher.groupCount(); group++) {
      const captured = matcher.group(group);
      if (captured !== null && captured !== undefined) out.push(captured);
    }
    from = end;
  }
  out.push(text.slice(from));
  return out;
}

/** Escapes what a regular expression would read as its own. */
export function escapeRegex(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function replace(left: Value, right: Value, cased: boolean, budget: Budget): Outcome {
  const [pattern, by] = Array.isArray(right) ? right : [right, ''];
  if (hasUnknown(pattern ?? null) || hasUnknown(by ?? null)) return undefined;
  const replacement = toText(by ?? null);
  const text = toText(pattern ?? null);
  if (replacement === undefined || text === undefined) return undefined;
  const one = (item: Value): string | undefined => {
    const subject = toText(item);
    return subject === undefined ? undefined : replaceText(subject, text, replacement, cased, budget);
  };
  if (!Array.isArray(left)) return one(left);
  const out: Value[] = [];
  for (const item of left) {
    const changed = one(item);
    if (changed === undefined) return undefined;
    out.push(changed);
  }
  return out;
}

/** Replaces every match of a sample's regular expression, `$1` and `${name}` filled in. */
export function replaceText(subject: string, pattern: string, replacement: string, cased: boolean, budget: Budget): string | undefined {
  if (subject.length > budget.limits.stringLength) budget.allocate(subject.length);
  const plain = /^(?:[^\\.+*?()[\]{}|^$]|\\[\W])+$/.test(pattern) ? pattern.replace(/\\(.)/gs, '$1') : undefined;
  let out: string;
  if (plain !== undefined && !replacement.includes('$') && (cased || plain.toLowerCase() === plain.toUpperCase())) {
    const count = subject.split(plain).length - 1;
    budget.allocate(subject.length + count * (replacement.length - plain.length));
    out = subject.replaceAll(plain, () => replacement);
  } else {
    const regex = linearRegex(pattern, { ignoreCase: !cased });
    if (regex === undefined) return undefined;
    const matcher = regex.matcher(subject);
    const pieces: string[] = [];
    let from = 0;
    let length = 0;
    while (matcher.find()) {
      budget.step(4);
      const filled = replacement.replace(/\$(?:\$|&|(\d{1,2})|\{(\w{1,64})\})/g, (whole: string, index: string | undefined, name: string | undefined) => {
        if (whole === '$$') return '$';
        if (whole === '$&') return matcher.group(0) ?? '';
        try {
          return (index !== undefined ? matcher.group(Number(index)) : /^\d+$/.test(name ?? '') ? matcher.group(Number(name)) : matcher.group(name ?? '')) ?? '';
        } catch {
          return whole;
        }
      });
      pieces.push(subject.slice(from, matcher.start()), filled);
      length += filled.length;
      if (length > budget.limits.stringLength) budget.allocate(length);
      from = matcher.end();
    }
    pieces.push(subject.slice(from));
    out = pieces.join('');
    budget.allocate(out.length);
  }
  return out;
}
