import type { Budget } from '../core/budget.js';
import { numberText, PsChar, toNumber, toText, Unknown, type Value } from './values.js';

/** Composite formatting of .NET: `{0,10:X2}`. Undefined when an argument used is unknown or missing. Throws BudgetExceeded. */
export function formatString(format: string, args: readonly Value[], budget: Budget): string | undefined {
  const pieces: string[] = [];
  let length = 0;
  for (let i = 0; i < format.length; ) {
    const open = format.slice(i).search(/[{}]/);
    const at = open < 0 ? format.length : i + open;
    pieces.push(format.slice(i, at));
    length += at - i;
    if (open < 0) break;
    const c = format[at] as string;
    if (format[at + 1] === c) {
      pieces.push(c);
      i = at + 2;
      continue;
    }
    const item = /^\{\s*(\d{1,6})\s*(?:,\s*(-?\d{1,6})\s*)?(?::([^{}]{0,100}))?\}/.exec(format.slice(at, at + 140));
    if (item === null) return undefined;
    const value = args[Number(item[1])];
    if (value === undefined || value instanceof Unknown) return undefined;
    const text = formatOne(value, item[3] ?? '');
    if (text === undefined) return undefined;
    const width = Number(item[2] ?? 0);
    length += Math.max(text.length, Math.abs(width));
    if (length > budget.limits.stringLength) budget.allocate(length);
    pieces.push(width < 0 ? text.padEnd(-width) : text.padStart(width));
    i = at + item[0].length;
    budget.step();
  }
  budget.allocate(length);
  return pieces.join('');
}

/** One value under a .NET format; undefined for formats we do not model. */
export function formatOne(value: Value, spec: string): string | undefined {
  if (spec === '') return toText(value);
  const match = /^([xXdDnNfFgG])(\d{0,2})$/.exec(spec);
  if (match === null || value instanceof PsChar || typeof value === 'string') return value instanceof PsChar || typeof value === 'string' ? toText(value) : /^0+$/.test(spec) ? numberText(toNumber(value) ?? 0).padStart(spec.length, '0') : undefined;
  const n = toNumber(value);
  if (n === undefined) return undefined;
  const digits = match[2] === '' ? undefined : Number(match[2]);
  switch (match[1]) {
    case 'x':
      return (n < 0 ? n >>> 0 : n).toString(16).padStart(digits ?? 0, '0');
    case 'X':
      return (n < 0 ? n >>> 0 : n).toString(16).toUpperCase().padStart(digits ?? 0, '0');
    case 'd':
    case 'D':
      return (n < 0 ? '-' : '') + String(Math.abs(Math.trunc(n))).padStart(digits ?? 0, '0');
    case 'n':
    case 'N':
      return n.toLocaleString('en-US', { minimumFractionDigits: digits ?? 2, maximumFractionDigits: digits ?? 2 });
    case 'f':
    case 'F':
      return n.toFixed(digits ?? 2);
    default:
      return numberText(n);
  }
}
