import type { Budget } from '../core/budget.js';
import { hasUnknown, PsBlock, PsChar, PsHash, PsObject, PsType, toBoolean, toBytes, toList, toNumber, toText, Unknown, type Value } from './values.js';

const integers: Readonly<Record<string, readonly [number, number]>> = {
  byte: [0, 255],
  sbyte: [-128, 127],
  int16: [-32_768, 32_767],
  short: [-32_768, 32_767],
  uint16: [0, 65_535],
  ushort: [0, 65_535],
  int: [-(2 ** 31), 2 ** 31 - 1],
  int32: [-(2 ** 31), 2 ** 31 - 1],
  uint32: [0, 2 ** 32 - 1],
  uint: [0, 2 ** 32 - 1],
  long: [-(2 ** 63), 2 ** 63],
  int64: [-(2 ** 63), 2 ** 63],
  uint64: [0, 2 ** 64],
  ulong: [0, 2 ** 64],
};

/** A type's name without `System.` and in lower case. */
export function typeKey(name: string): string {
  return name.toLowerCase().replace(/[\s`]/g, '').replace(/^system\./, '');
}

/** Converts as a PowerShell cast does. Undefined when the cast fails or cannot be told. Throws BudgetExceeded. */
export function castTo(typeName: string, value: Value, budget: Budget): Value | undefined {
  const type = typeKey(typeName);
  budget.step();
  if (type === 'void') return null;
  if (type.endsWith('[]')) return castArray(type.slice(0, -2), value, budget);
  if (value instanceof Unknown) return undefined;
  const range = integers[type];
  if (range !== undefined) {
    const n = toNumber(value);
    if (n === undefined) return undefined;
    const whole = bankers(n);
    return whole < range[0] || whole > range[1] ? undefined : whole;
  }
  switch (type) {
    case 'string':
      return hasUnknown(value) ? undefined : toText(value);
    case 'char':
      return toChar(value);
    case 'bool':
    case 'boolean':
      return toBoolean(value);
    case 'double':
    case 'float':
    case 'single':
    case 'decimal':
      return toNumber(value);
    case 'array':
      return Array.isArray(value) ? value : toList(value);
    case 'type': {
      const name = toText(value);
      return name === undefined ? undefined : new PsType(typeKey(name));
    }
    case 'scriptblock':
      return value instanceof PsBlock ? value : undefined;
    case 'regex':
    case 'text.regularexpressions.regex':
    case 'object':
    case 'psobject':
    case 'intptr':
      return value;
    case 'uri': {
      const text = toText(value);
      if (text === undefined) return undefined;
      const uri = new PsObject('uri', `[Uri]'${text}'`);
      uri.fields.set('originalstring', text).set('absoluteuri', text);
      return uri;
    }
    case 'hashtable':
    case 'ordered':
    case 'pscustomobject':
    case 'management.automation.pscustomobject':
      return value instanceof PsHash ? value : undefined;
    case 'xml':
      return undefined;
    default:
      return value instanceof PsObject || value instanceof PsHash ? value : undefined;
  }
}

function castArray(item: string, value: Value, budget: Budget): Value | undefined {
  if (value instanceof Unknown) return undefined;
  if (item === 'char') {
    const text = typeof value === 'string' ? value : undefined;
    if (text !== undefined) {
      budget.allocate(text.length);
      return Array.from({ length: text.length }, (_, i) => new PsChar(text.charCodeAt(i)));
    }
  }
  const items = toList(value);
  budget.allocate(items.length);
  budget.step(items.length >> 2);
  if (item === 'byte') return hasUnknown(value) ? undefined : toBytes(items.map((each) => (typeof each === 'string' ? (toNumber(each) ?? each) : each)));
  const out: Value[] = [];
  for (const each of items) {
    const cast = castTo(item, each, budget);
    if (cast === undefined) return undefined;
    out.push(cast);
  }
  return out;
}

function toChar(value: Value): Value | undefined {
  if (value instanceof PsChar) return value;
  if (typeof value === 'string') return value.length === 1 ? new PsChar(value.charCodeAt(0)) : undefined;
  const n = toNumber(value);
  return n === undefined || n < 0 || n > 65_535 ? undefined : new PsChar(bankers(n));
}

/** .NET rounds half to even. */
function bankers(n: number): number {
  const floor = Math.floor(n);
  const rest = n - floor;
  if (rest === 0.5) return floor % 2 === 0 ? floor : floor + 1;
  return Math.round(n);
}
