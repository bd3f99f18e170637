import { Bytes, ComObject } from '../vbscript/host/com-object.js';
import { showText, Unknown, type Dialect } from '../vbscript/host/unknown.js';
import { JsArray, JsFunction, JsObject, JsRegExp, Native } from './values.js';

/** How JavaScript writes text: plain quotes, a raw template when there are backslashes to spare. */
export const dialect: Dialect = {
  plus: ' + ',
  quote(text) {
    const short = text.length > 8000 ? `${text.slice(0, 8000)}…` : text;
    if (!short.includes('\\') && !/[\x00-\x1f\u2028\u2029]/.test(short) && (!short.includes('"') || !short.includes("'"))) return short.includes('"') ? `'${short}'` : `"${short}"`;
    if (!/[`\x00-\x08\x0a-\x1f\u2028\u2029]|\$\{/.test(short) && !short.endsWith('\\')) return short.includes('\\') ? `String.raw\`${short}\`` : `\`${short}\``;
    const quote = short.includes('"') && !short.includes("'") ? "'" : '"';
    return quote + short.replace(/[\\"'\x00-\x1f\u2028\u2029]/g, (char) => (char === '\n' ? '\\n' : char === '\r' ? '\\r' : char === '\t' ? '\\t' : char === '\\' ? '\\\\' : char === '"' || char === "'" ? (char === quote ? `\\${char}` : char) : `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)) + quote;
  },
};

/** A value as an expression. */
export function show(value: unknown, depth = 0): string {
  if (typeof value === 'string' || value instanceof Unknown) return showText(value, dialect);
  if (value === null || value === undefined || typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value instanceof ComObject) return value.label;
  if (value instanceof Bytes) return `bytes(${value.data.length})`;
  if (value instanceof JsFunction) return value.name === '' ? 'function () {…}' : value.name;
  if (value instanceof Native) return value.name;
  if (value instanceof JsRegExp) return `/${value.source}/${value.flags}`;
  if (depth > 2) return '…';
  if (value instanceof JsArray) return value.bytes === undefined ? `[${value.items.slice(0, 20).map((item) => show(item, depth + 1)).join(', ')}${value.items.length > 20 ? ', …' : ''}]` : `bytes(${value.items.length})`;
  if (value instanceof JsObject) return value.className === 'global' ? 'globalThis' : `{ ${[...value.props].slice(0, 20).map(([key, item]) => `${/^[\w$]+$/.test(key) ? key : dialect.quote(key)}: ${show(item, depth + 1)}`).join(', ')} }`;
  return '…';
}

/** A value as text, as `String(value)` gives it. */
export function toText(value: unknown, depth = 0): string | Unknown {
  if (typeof value === 'string' || value instanceof Unknown) return value;
  if (value === null || value === undefined || typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value instanceof ComObject) return new Unknown(value.label);
  if (value instanceof JsRegExp) return `/${value.source === '' ? '(?:)' : value.source}/${value.flags}`;
  if (value instanceof JsFunction) return value.unit.text.slice(value.kind.start, value.kind.end);
  if (value instanceof Native) return `function ${value.name}() { [native code] }`;
  if (value instanceof JsArray) {
    if (value.bytes === 'Buffer') return Buffer.from(value.items.map(Number)).toString('utf8');
    if (value.props?.has(' tag') === true) return `[object ${String(value.props.get(' tag'))}]`;
    if (depth > 20) return new Unknown('…');
    const parts: string[] = [];
    for (const item of value.items) {
      const part = item === undefined || item === null ? '' : toText(item, depth + 1);
      if (typeof part !== 'string') return new Unknown(show(value));
      parts.push(part);
    }
    return parts.join(',');
  }
  if (value instanceof JsObject) {
    if (value.className === 'Error') {
      const message = value.props.get('message');
      return typeof message === 'string' ? `${String(value.props.get('name') ?? 'Error')}: ${message}` : new Unknown('error');
    }
    return value.props.has('toString') ? new Unknown(show(value)) : `[object ${value.className === 'global' ? 'Window' : value.className}]`;
  }
  return new Unknown('…');
}

/** A value as a number; undefined when it is not known. */
export function toNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'string') return value.length > 400 ? Number.NaN : Number(value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value === null) return 0;
  if (value === undefined) return Number.NaN;
  if (value instanceof Unknown || value instanceof ComObject) return undefined;
  const text = toText(value);
  return typeof text === 'string' ? (text.length > 400 ? Number.NaN : Number(text)) : undefined;
}

/** A value as a condition; undefined when it is not known. */
export function toCondition(value: unknown): boolean | undefined {
  if (value instanceof Unknown) {
    // Joined with a known text that is not empty, it is true.
    return value.parts?.some((part) => typeof part === 'string' && part !== '') === true ? true : undefined;
  }
  if (value instanceof ComObject) return value.kind === 'object' ? undefined : true;
  if (typeof value === 'object' || typeof value === 'function') return value !== null;
  return Boolean(value);
}

/** An object's text or number for an operator; primitives stay. */
export function toPrimitive(value: unknown): unknown {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function') || value instanceof Unknown) return value;
  return toText(value);
}

/** The key of a property; undefined when it is not known. */
export function toKey(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  const text = toText(value);
  return typeof text === 'string' ? text : undefined;
}

/** The bytes that a value holds. */
export function toBytes(value: unknown): Uint8Array | undefined {
  if (value instanceof Bytes) return value.data;
  if (!(value instanceof JsArray) || !value.items.every((item) => typeof item === 'number')) return undefined;
  return Uint8Array.from(value.items as number[]);
}
