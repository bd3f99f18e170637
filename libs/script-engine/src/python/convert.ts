import { showText, Unknown, type Dialect } from '../vbscript/host/unknown.js';
import { HostObject, PyBytes, PyClass, PyCode, PyDict, PyFloat, PyFunction, PyInstance, PyList, PyNative, PyRange } from './values.js';

const escapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' };

function escaped(text: string, quote: string): string {
  return quote + text.replace(/[\x00-\x1f\x7f\\\u2028\u2029]/g, (char) => escapes[char] ?? (char.charCodeAt(0) < 256 ? `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}` : `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)).replaceAll(quote, `\\${quote}`) + quote;
}

/** How Python writes text: raw literals when there are backslashes to spare. */
export const dialect: Dialect = {
  plus: ' + ',
  quote(text) {
    const short = text.length > 8000 ? `${text.slice(0, 8000)}…` : text;
    const quote = short.includes('"') && !short.includes("'") ? "'" : '"';
    if (short.includes('\\') && !short.endsWith('\\') && !short.includes(quote) && !/[\x00-\x08\x0a-\x1f\u2028\u2029]/.test(short)) return `r${quote}${short}${quote}`;
    return escaped(short, quote);
  },
};

/** Bytes as a literal. */
export function quoteBytes(data: Uint8Array): string {
  const text = Buffer.from(data.subarray(0, 2000)).toString('latin1');
  const quote = text.includes('"') && !text.includes("'") ? "'" : '"';
  return `b${escaped(text, quote).replace(/[\x80-\xff]/g, (char) => `\\x${char.charCodeAt(0).toString(16)}`)}${data.length > 2000 ? '…' : ''}`;
}

function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  return Number.isInteger(value) && Math.abs(value) < 1e16 ? `${value}.0` : String(value);
}

/** A value as an expression. */
export function show(value: unknown, depth = 0): string {
  if (typeof value === 'string' || value instanceof Unknown) return showText(value, dialect);
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (value === null || value === undefined) return 'None';
  if (value instanceof PyFloat) return floatText(value.value);
  if (value instanceof PyBytes) return value.mutable ? `bytearray(${quoteBytes(value.data)})` : quoteBytes(value.data);
  if (value instanceof HostObject) return value.label;
  if (value instanceof PyFunction) return value.name === '' ? 'lambda' : value.name;
  if (value instanceof PyNative || value instanceof PyClass) return value.name;
  if (value instanceof PyInstance) return `${value.of.name}(…)`;
  if (value instanceof PyRange) return `range(${value.start}, ${value.stop}${value.step === 1 ? '' : `, ${value.step}`})`;
  if (value instanceof PyCode) return 'compile(…)';
  if (depth > 3) return '…';
  if (value instanceof PyList) {
    const items = value.items.slice(0, 40).map((item) => show(item, depth + 1)).join(', ') + (value.items.length > 40 ? ', …' : '');
    return value.kind === 'list' ? `[${items}]` : value.kind === 'tuple' ? `(${items}${value.items.length === 1 ? ',' : ''})` : value.items.length === 0 ? 'set()' : `{${items}}`;
  }
  if (value instanceof PyDict) return `{${[...value.entries.values()].slice(0, 40).map(([key, item]) => `${show(key, depth + 1)}: ${show(item, depth + 1)}`).join(', ')}}`;
  return '…';
}

/** A value as `repr` writes it; symbolic when a part is not known. */
export function repr(value: unknown): string | Unknown {
  if (value instanceof Unknown || value instanceof HostObject) return new Unknown(`repr(${show(value)})`);
  if (typeof value === 'string') return escaped(value, value.includes("'") && !value.includes('"') ? '"' : "'");
  if (value instanceof PyBytes) return value.data.length > 2000 ? new Unknown('repr(bytes)') : quoteBytes(value.data).replace(/^b"([^']*)"$/, "b'$1'");
  if (value instanceof PyList || value instanceof PyDict) return value instanceof PyList && value.items.every((item) => typeof item === 'number') && value.items.length <= 40 ? show(value) : new Unknown(`repr(${show(value)})`);
  return show(value);
}

/** A value as `str` gives it. */
export function toText(value: unknown): string | Unknown {
  if (typeof value === 'string' || value instanceof Unknown) return value;
  if (value instanceof HostObject) return new Unknown(value.label, { remote: value.remote });
  return repr(value);
}

/** A value as a whole number; undefined when it is none or not known. */
export function toInt(value: unknown): number | bigint | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  return typeof value === 'boolean' ? (value ? 1 : 0) : undefined;
}

/** A value as a number for sizes and indices. */
export function toSize(value: unknown): number | undefined {
  const int = toInt(value);
  return int === undefined ? undefined : typeof int === 'bigint' ? (int > 0n ? Number.MAX_SAFE_INTEGER : Number.MIN_SAFE_INTEGER) : int;
}

/** A whole number in its small form. */
export function normal(value: bigint): number | bigint {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= BigInt(Number.MIN_SAFE_INTEGER) ? Number(value) : value;
}

/** A value as a condition; undefined when it is not known. */
export function toCondition(value: unknown): boolean | undefined {
  if (value instanceof Unknown) return value.parts?.some((part) => typeof part === 'string' && part !== '') === true ? true : undefined;
  if (value instanceof HostObject) return undefined;
  if (typeof value === 'bigint') return value !== 0n;
  if (value instanceof PyFloat) return value.value !== 0;
  if (value instanceof PyBytes) return value.data.length > 0;
  if (value instanceof PyList) return value.items.length > 0;
  if (value instanceof PyRange) return value.length > 0;
  if (value instanceof PyDict) return value.open ? undefined : value.entries.size > 0;
  return Boolean(value);
}

/** What a dictionary or set files a value under; undefined when it is not known. */
export function keyOf(value: unknown): string | undefined {
  if (typeof value === 'string') return `s${value}`;
  if (typeof value === 'number' || typeof value === 'bigint') return `n${value}`;
  if (typeof value === 'boolean') return `n${value ? 1 : 0}`;
  if (value === null || value === undefined) return 'None';
  if (value instanceof PyFloat) return `n${value.value}`;
  if (value instanceof PyBytes) return `b${Buffer.from(value.data).toString('latin1')}`;
  if (value instanceof PyList && value.kind === 'tuple') {
    const keys = value.items.map((item) => (item instanceof PyList ? undefined : keyOf(item)));
    return keys.includes(undefined) ? undefined : `t${keys.join('\0')}`;
  }
  return undefined;
}

/** Whether two known values are equal; undefined when that is not known. */
export function equal(left: unknown, right: unknown, depth = 0): boolean | undefined {
  if (left === right) return true;
  if (left instanceof Unknown || right instanceof Unknown || left instanceof HostObject || right instanceof HostObject) return undefined;
  if (left instanceof PyList && right instanceof PyList) {
    if (left.kind !== right.kind || left.items.length !== right.items.length) return false;
    if (depth > 10) return undefined;
    let all: boolean | undefined = true;
    for (let i = 0; i < left.items.length; i++) {
      const same = equal(left.items[i], right.items[i], depth + 1);
      if (same === false) return false;
      if (same === undefined) all = undefined;
    }
    return all;
  }
  if (left instanceof PyDict || right instanceof PyDict || left instanceof PyInstance || right instanceof PyInstance) return left instanceof PyDict && right instanceof PyDict ? undefined : false;
  const a = keyOf(left);
  return a !== undefined && a === keyOf(right);
}
