import { Bytes, ComObject } from './host/com-object.js';
import { failed, textBuiltins, type Builtin } from './builtins-text.js';
import { bankers, Instance, nothing, toCondition, toNumber, toText, VbArray } from './values.js';

const number = (work: (value: number) => number): Builtin => (_session, args) => {
  const value = toNumber(args[0]);
  if (value === undefined) return failed;
  const out = work(value);
  return Number.isFinite(out) ? out : failed;
};

function based(value: unknown, base: 8 | 16): unknown {
  const number = toNumber(value);
  if (number === undefined) return failed;
  const whole = bankers(number);
  if (whole >= 0) return whole.toString(base).toUpperCase();
  return (whole >= -0x8000 ? whole & 0xffff : whole >>> 0).toString(base).toUpperCase();
}

function bound(args: readonly unknown[]): unknown {
  const [list, dimension] = args;
  if (list instanceof Bytes) return list.data.length - 1;
  if (!(list instanceof VbArray)) return failed;
  const size = list.dims[(toNumber(dimension ?? 1) ?? 1) - 1];
  return size === undefined ? failed : size - 1;
}

const typeNames: Readonly<Record<string, string>> = { string: 'String', number: 'Integer', boolean: 'Boolean', undefined: 'Empty' };

function typeName(value: unknown): string {
  if (value === null) return 'Null';
  if (value === nothing) return 'Nothing';
  if (value instanceof VbArray) return 'Variant()';
  if (value instanceof Bytes) return 'Byte()';
  if (typeof value === 'number' && !Number.isInteger(value)) return 'Double';
  if (typeof value === 'number' && Math.abs(value) > 0x7fff) return 'Long';
  return typeNames[typeof value] ?? (value instanceof Instance ? value.name : 'Object');
}

/** Builtins by their names in lower case; they are called with known values only. */
export const builtins: Readonly<Record<string, Builtin>> = {
  ...textBuiltins,
  abs: number(Math.abs), sgn: number(Math.sign), int: number(Math.floor), fix: number(Math.trunc), sqr: number(Math.sqrt), exp: number(Math.exp), log: number(Math.log), sin: number(Math.sin), cos: number(Math.cos), tan: number(Math.tan), atn: number(Math.atan),
  cint: number(bankers), clng: number(bankers), clnglng: number(bankers), cdbl: number((value) => value), csng: number((value) => Math.fround(value)), ccur: number((value) => value), cbyte: number((value) => (value < -0.5 || value > 255.5 ? Number.NaN : bankers(value))),
  val: (_session, args) => {
    const source = toText(args[0]);
    const found = typeof source === 'string' ? /^[\s]{0,99}(&h[0-9a-f]{1,8}|[+-]?\d{0,300}\.?\d{0,300})/i.exec(source)?.[1] : undefined;
    return found === undefined ? 0 : (toNumber(found) ?? 0);
  },
  round: (_session, args) => {
    const value = toNumber(args[0]);
    const digits = Math.min(15, Math.max(0, toNumber(args[1] ?? 0) ?? 0));
    return value === undefined ? failed : bankers(value * 10 ** digits) / 10 ** digits;
  },
  cstr: (_session, args) => toText(args[0]),
  str: (_session, args) => (typeof args[0] === 'number' ? `${args[0] >= 0 ? ' ' : ''}${args[0]}` : failed),
  cbool: (_session, args) => toCondition(args[0]) ?? failed,
  cvar: (_session, args) => args[0],
  hex: (_session, args) => based(args[0], 16),
  oct: (_session, args) => based(args[0], 8),
  array: (session, args) => {
    session.budget.allocate(args.length);
    return new VbArray([...args]);
  },
  ubound: (_session, args) => bound(args),
  lbound: (_session, args) => (args[0] instanceof VbArray || args[0] instanceof Bytes ? 0 : failed),
  isnumeric: (_session, args) => toNumber(args[0]) !== undefined,
  isarray: (_session, args) => args[0] instanceof VbArray || args[0] instanceof Bytes,
  isempty: (_session, args) => args[0] === undefined,
  isnull: (_session, args) => args[0] === null,
  isobject: (_session, args) => args[0] instanceof ComObject || args[0] instanceof Instance || args[0] === nothing,
  typename: (_session, args) => typeName(args[0]),
  vartype: (_session, args) => (args[0] === undefined ? 0 : args[0] === null ? 1 : typeof args[0] === 'string' ? 8 : typeof args[0] === 'boolean' ? 11 : args[0] instanceof VbArray ? 8204 : args[0] instanceof Bytes ? 8209 : typeof args[0] === 'number' ? (Number.isInteger(args[0]) ? 2 : 5) : 9),
  iif: (_session, args) => (toCondition(args[0]) === true ? args[1] : args[2]),
  choose: (_session, args) => args[toNumber(args[0]) ?? -1] ?? failed,
  rgb: (_session, args) => (toNumber(args[0]) ?? 0) + (toNumber(args[1]) ?? 0) * 256 + (toNumber(args[2]) ?? 0) * 65_536,
  scriptengine: () => 'VBScript',
  scriptenginemajorversion: () => 5,
};

/** Names that stand for a value. */
export const constants: Readonly<Record<string, unknown>> = {
  vbcrlf: '\r\n', vbnewline: '\r\n', vbcr: '\r', vblf: '\n', vbtab: '\t', vbnullchar: '\0', vbnullstring: '', vbformfeed: '\f', vbverticaltab: '\v', vbback: '\b', vbtrue: -1, vbfalse: 0, vbbinarycompare: 0, vbtextcompare: 1, vbobjecterror: -2147221504, vbstring: 8, vbarray: 8192, vbunicode: 64, vbfromunicode: 128, vbuppercase: 1, vblowercase: 2, vbhide: 0, vbnormalfocus: 1, vbokonly: 0, vbcritical: 16, vbinformation: 64, vbexclamation: 48, vbyesno: 4, vbyes: 6, vbno: 7, forreading: 1, forwriting: 2, forappending: 8, vbempty: 0, vbnull: 1, vbinteger: 2, vblong: 3,
};

/** Builtins that answer with what only a run would tell. */
export const symbolicBuiltins: ReadonlySet<string> = new Set(['now', 'date', 'time', 'timer', 'rnd', 'inputbox', 'environ', 'dateadd', 'datediff', 'datepart', 'dateserial', 'datevalue', 'timevalue', 'timeserial', 'day', 'month', 'year', 'hour', 'minute', 'second', 'weekday', 'weekdayname', 'monthname', 'formatdatetime', 'formatnumber', 'format', 'cdate', 'isdate', 'getlocale', 'setlocale', 'dir', 'curdir', 'freefile', 'loadpicture', 'command']);
