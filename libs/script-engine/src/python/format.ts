import type { Session } from '../vbscript/host/session.js';
import { concat } from '../vbscript/host/concat.js';
import { Unknown } from '../vbscript/host/unknown.js';
import { keyOf, repr, show, toInt, toText } from './convert.js';
import { PyDict, PyFloat, PyList } from './values.js';

const percent = /%(?:\((\w{1,80})\))?([#0\- +]{0,5})(\d{0,6})(?:\.(\d{1,3}))?[hlL]?([diouxXeEfFgGcrsa%])/g;

/** `text % values`; symbolic where a value is not known. */
export function percentFormat(session: Session, text: string, values: unknown): unknown {
  const list = values instanceof PyList && values.kind === 'tuple' ? values.items : [values];
  let next = 0;
  let at = 0;
  let out: string | Unknown = '';
  percent.lastIndex = 0;
  for (let match = percent.exec(text); match !== null; match = percent.exec(text)) {
    session.step();
    const [whole, name, flags = '', width = '', precision, type = 's'] = match;
    out = concat(session, out, text.slice(at, match.index));
    at = match.index + whole.length;
    if (type === '%') {
      out = concat(session, out, '%');
      continue;
    }
    const value = name !== undefined && values instanceof PyDict ? values.entries.get(keyOf(name) ?? '')?.[1] : list[next++];
    const shown = converted(value, type, precision === undefined ? undefined : Number(precision), flags);
    out = concat(session, out, typeof shown === 'string' ? padded(session, shown, Number(width || '0'), flags.includes('-') ? '<' : '>', flags.includes('0') && !flags.includes('-') && type !== 's' ? '0' : ' ') : shown);
    percent.lastIndex = at;
  }
  session.use('text formatting');
  return concat(session, out, text.slice(at));
}

function converted(value: unknown, type: string, precision: number | undefined, flags: string): string | Unknown {
  if (type === 'r' || type === 'a') return repr(value);
  if (type === 's') {
    const text = toText(value);
    return typeof text === 'string' && precision !== undefined ? text.slice(0, precision) : text;
  }
  if (type === 'c') return typeof value === 'number' && value >= 0 && value <= 0x10ffff ? String.fromCodePoint(value) : typeof value === 'string' ? value : new Unknown(show(value));
  const number = value instanceof PyFloat ? value.value : toInt(value);
  if (number === undefined) return new Unknown(show(value));
  const sign = flags.includes('+') && number >= 0 ? '+' : '';
  if (/[xXob]/.test(type)) {
    const base = type === 'o' ? 8 : type === 'b' ? 2 : 16;
    const digits = (typeof number === 'bigint' ? number : BigInt(Math.trunc(number))).toString(base);
    const prefix = flags.includes('#') ? (type === 'o' ? '0o' : type === 'b' ? '0b' : `0${type}`) : '';
    return sign + (digits.startsWith('-') ? `-${prefix}${digits.slice(1)}` : prefix + digits)[type === 'X' ? 'toUpperCase' : 'toLowerCase']();
  }
  if (/[diu]/.test(type)) return sign + (typeof number === 'bigint' ? number.toString() : String(Math.trunc(number)));
  const fixed = Math.min(precision ?? 6, 100);
  return sign + (/[fF]/.test(type) ? Number(number).toFixed(fixed) : /[eE]/.test(type) ? Number(number).toExponential(fixed) : String(Number(Number(number).toPrecision(Math.max(1, fixed)))));
}

function padded(session: Session, text: string, width: number, align: string, fill: string): string {
  if (text.length >= width) return text;
  session.budget.allocate(width);
  const missing = width - text.length;
  if (align === '<') return text + fill.repeat(missing);
  if (align === '^') return fill.repeat(missing >> 1) + text + fill.repeat(missing - (missing >> 1));
  return fill === '0' && /^[-+]/.test(text) ? text.slice(0, 1) + fill.repeat(missing) + text.slice(1) : fill.repeat(missing) + text;
}

const specification = /^(?:(.)?([<>=^]))?([-+ ]?)(#?)(0?)(\d{0,6})([,_]?)(?:\.(\d{1,3}))?([bcdeEfFgGnosxX%]?)$/su;

/** One value as a format specification says. */
export function formatValue(session: Session, value: unknown, spec: string): string | Unknown {
  if (spec === '') return toText(value);
  const match = specification.exec(spec);
  if (match === null) return new Unknown(`format(${show(value)}, ${show(spec)})`);
  const [, fill, align, sign = '', alternate = '', zero = '', width = '', , precision, type = ''] = match;
  const numeric = typeof value !== 'string';
  const shown = converted(value, type === '' || type === 'n' ? (numeric && typeof toText(value) !== 'string' ? 's' : value instanceof PyFloat ? (precision === undefined ? 's' : 'g') : numeric && toInt(value) !== undefined && typeof value !== 'boolean' ? 'd' : 's') : type, precision === undefined ? undefined : Number(precision), sign + alternate);
  if (typeof shown !== 'string') return shown;
  return padded(session, shown, Number(width || '0'), align === undefined || align === '=' ? (numeric ? '>' : '<') : align, fill ?? (zero === '' ? ' ' : '0'));
}

/** `text.format(…)`; fields may name positions, names, attributes that are indices, conversions and specifications. */
export function braceFormat(session: Session, text: string, args: readonly unknown[], named: ReadonlyMap<string, unknown>): unknown {
  const field = /\{\{|\}\}|\{([^{}!:]{0,200})(?:!([rsa]))?(?::([^{}]{0,60}))?\}/g;
  let next = 0;
  let at = 0;
  let out: string | Unknown = '';
  for (let match = field.exec(text); match !== null; match = field.exec(text)) {
    session.step();
    out = concat(session, out, text.slice(at, match.index));
    at = field.lastIndex;
    if (match[0] === '{{' || match[0] === '}}') {
      out = concat(session, out, match[0][0] as string);
      continue;
    }
    const [, name = '', conversion, spec = ''] = match;
    const [base = '', ...rest] = name.split(/[.[]/);
    let value: unknown = base === '' ? args[next++] : /^\d{1,6}$/.test(base) ? args[Number(base)] : named.has(base) ? named.get(base) : new Unknown(base);
    for (const part of rest) {
      const key = part.replace(/\]$/, '');
      value = value instanceof PyList && /^\d{1,6}$/.test(key) ? value.items[Number(key)] : value instanceof PyDict ? value.entries.get(keyOf(key) ?? '')?.[1] : new Unknown(`${show(value)}.${key}`);
    }
    out = concat(session, out, formatValue(session, conversion === 'r' ? repr(value) : value, spec));
  }
  session.use('text formatting');
  return concat(session, out, text.slice(at));
}
