import type { Session } from '../vbscript/host/session.js';
import { concat } from '../vbscript/host/concat.js';
import { Unknown } from '../vbscript/host/unknown.js';
import { equal, keyOf, normal, show, toCondition, toInt, toSize, toText } from './convert.js';
import { percentFormat } from './format.js';
import { HostObject, PyBytes, PyDict, PyFloat, PyList, PyRange } from './values.js';

const mostBits = 4_000_000;

function symbolic(op: string, left: unknown, right: unknown): Unknown {
  const remote = (value: unknown): boolean => (value instanceof Unknown || value instanceof HostObject) && value.remote;
  return new Unknown(`${show(left)} ${op} ${show(right)}`, { remote: remote(left) || remote(right) });
}

function bits(value: bigint): number {
  return value.toString(16).length * 4;
}

/** One binary operator. */
export function binary(session: Session, op: string, left: unknown, right: unknown): unknown {
  if (op === '%' && typeof left === 'string') return percentFormat(session, left, right);
  if (op === '%' && left instanceof PyBytes) {
    const text = percentFormat(session, Buffer.from(left.data).toString('latin1'), right);
    return typeof text === 'string' ? new PyBytes(new Uint8Array(Buffer.from(text, 'latin1'))) : text;
  }
  if (op === '+') {
    if (typeof left === 'string' && typeof right === 'string') return concat(session, left, right);
    if (left instanceof PyBytes && right instanceof PyBytes) {
      session.budget.allocate(left.data.length + right.data.length > session.budget.limits.stringLength ? left.data.length + right.data.length : Math.min(left.data.length, right.data.length));
      return new PyBytes(left.mutable ? new Uint8Array(Buffer.concat([left.data, right.data])) : append(session, left.data, right.data), left.mutable);
    }
    if (left instanceof PyList && right instanceof PyList) {
      session.budget.allocate((left.items.length + right.items.length) * 4);
      session.step((left.items.length + right.items.length) >> 4);
      return new PyList([...left.items, ...right.items], left.kind);
    }
    if ((typeof left === 'string' || left instanceof Unknown || left instanceof HostObject) && (typeof right === 'string' || right instanceof Unknown || right instanceof HostObject) && (typeof left === 'string' || typeof right === 'string' || (left instanceof Unknown && left.parts !== undefined))) return concat(session, toText(left), toText(right));
  }
  if (op === '*') {
    const repeated = repeat(session, left, right) ?? repeat(session, right, left);
    if (repeated !== undefined) return repeated;
  }
  if (left instanceof PyList && right instanceof PyList && left.kind === 'set' && ['-', '&', '|', '^'].includes(op)) return sets(op, left, right);
  const a = toInt(left);
  const b = toInt(right);
  if (a !== undefined && b !== undefined) return integers(session, op, a, b) ?? symbolic(op, left, right);
  const x = left instanceof PyFloat ? left.value : a === undefined ? undefined : Number(a);
  const y = right instanceof PyFloat ? right.value : b === undefined ? undefined : Number(b);
  if (x === undefined || y === undefined) return symbolic(op, left, right);
  return floats(op, x, y) ?? symbolic(op, left, right);
}

const backing = new WeakMap<Uint8Array, { buffer: Uint8Array; used: number }>();

/** Bytes joined. What is built step by step shares one growing buffer, as bytes never change. */
function append(session: Session, left: Uint8Array, right: Uint8Array): Uint8Array {
  const length = left.length + right.length;
  if (left.length < 1024) return new Uint8Array(Buffer.concat([left, right]));
  let owner = backing.get(left);
  if (owner === undefined || owner.used !== left.length || owner.buffer.length < length) {
    session.budget.allocate(length * 2);
    session.step(length >> 8);
    owner = { buffer: new Uint8Array(length * 2), used: left.length };
    owner.buffer.set(left);
  }
  owner.buffer.set(right, owner.used);
  owner.used = length;
  const made = owner.buffer.subarray(0, length);
  backing.set(made, owner);
  return made;
}

function repeat(session: Session, value: unknown, times: unknown): unknown {
  const count = toSize(times);
  if (count === undefined || typeof times === 'boolean') return undefined;
  const turns = Math.max(0, count);
  if (typeof value === 'string') {
    session.budget.allocate(value.length * turns);
    return value.repeat(value === '' ? 0 : turns);
  }
  if (value instanceof PyBytes) {
    session.budget.allocate(value.data.length * turns);
    return new PyBytes(new Uint8Array(Buffer.alloc(value.data.length * turns, value.data)), value.mutable);
  }
  if (!(value instanceof PyList)) return undefined;
  session.budget.allocate(value.items.length * turns * 4);
  const items: unknown[] = [];
  for (let i = 0; i < turns && value.items.length > 0; i++) for (const item of value.items) items.push(item);
  return new PyList(items, value.kind);
}

function sets(op: string, left: PyList, right: PyList): PyList {
  const a = new Map(left.items.map((item) => [keyOf(item), item]));
  const b = new Map(right.items.map((item) => [keyOf(item), item]));
  const onlyA = [...a].filter(([key]) => !b.has(key)).map(([, item]) => item);
  const onlyB = [...b].filter(([key]) => !a.has(key)).map(([, item]) => item);
  if (op === '-') return new PyList(onlyA, 'set');
  if (op === '&') return new PyList([...a].filter(([key]) => b.has(key)).map(([, item]) => item), 'set');
  return new PyList(op === '^' ? [...onlyA, ...onlyB] : [...a.values(), ...onlyB], 'set');
}

function integers(session: Session, op: string, a: number | bigint, b: number | bigint): unknown {
  if (typeof a === 'number' && typeof b === 'number') {
    const small = smallIntegers(session, op, a, b);
    if (small !== undefined) return small;
  }
  const x = BigInt(a);
  const y = BigInt(b);
  if (op === '*' || op === '**' || op === '<<') {
    const size = op === '*' ? bits(x) + bits(y) : op === '**' ? bits(x) * Number(y) : bits(x) + Number(y);
    if (size > mostBits || y < 0n) return op === '**' && y < 0n ? new PyFloat(Number(x) ** Number(y)) : undefined;
    session.step(1 + (size >> 8));
  } else session.step(1);
  switch (op) {
    case '+':
      return normal(x + y);
    case '-':
      return normal(x - y);
    case '*':
      return normal(x * y);
    case '**':
      return normal(x ** y);
    case '<<':
      return normal(x << y);
    case '>>':
      return y < 0n ? undefined : normal(x >> y);
    case '&':
      return normal(x & y);
    case '|':
      return normal(x | y);
    case '^':
      session.use('xor');
      return normal(x ^ y);
    case '/':
      return y === 0n ? undefined : new PyFloat(Number(x) / Number(y));
    case '//': {
      if (y === 0n) return undefined;
      const whole = x / y;
      return normal(x % y !== 0n && x < 0n !== y < 0n ? whole - 1n : whole);
    }
    case '%': {
      if (y === 0n) return undefined;
      const rest = x % y;
      return normal(rest !== 0n && rest < 0n !== y < 0n ? rest + y : rest);
    }
    default:
      return undefined;
  }
}

function smallIntegers(session: Session, op: string, a: number, b: number): unknown {
  const exact = (value: number): number | undefined => (Number.isSafeInteger(value) ? value : undefined);
  const word = a >= -0x80000000 && a <= 0x7fffffff && b >= -0x80000000 && b <= 0x7fffffff;
  switch (op) {
    case '+':
      return exact(a + b);
    case '-':
      return exact(a - b);
    case '*':
      return exact(a * b);
    case '%':
      return b === 0 ? undefined : ((a % b) + b) % b;
    case '//':
      return b === 0 ? undefined : exact(Math.floor(a / b));
    case '^':
      if (word) session.use('xor');
      return word ? a ^ b : undefined;
    case '&':
      return word ? a & b : undefined;
    case '|':
      return word ? a | b : undefined;
    case '>>':
      return word && b >= 0 && b < 32 ? a >> b : undefined;
    case '<<':
      return b >= 0 && b < 20 && Math.abs(a) < 2 ** 32 ? a * 2 ** b : undefined;
    default:
      return undefined;
  }
}

function floats(op: string, x: number, y: number): PyFloat | undefined {
  switch (op) {
    case '+':
      return new PyFloat(x + y);
    case '-':
      return new PyFloat(x - y);
    case '*':
      return new PyFloat(x * y);
    case '/':
      return y === 0 ? undefined : new PyFloat(x / y);
    case '//':
      return y === 0 ? undefined : new PyFloat(Math.floor(x / y));
    case '%':
      return y === 0 ? undefined : new PyFloat(((x % y) + y) % y);
    case '**':
      return new PyFloat(x ** y);
    default:
      return undefined;
  }
}

/** One comparison. */
export function compare(op: string, left: unknown, right: unknown): unknown {
  if (op === '==' || op === '!=' || op === '<>') {
    const same = equal(left, right);
    return same === undefined ? symbolic(op, left, right) : same === (op === '==');
  }
  if (op === 'is' || op === 'is not') {
    if (left instanceof Unknown || right instanceof Unknown || left instanceof HostObject || right instanceof HostObject) return symbolic(op, left, right);
    return (equal(left, right) === true) === (op === 'is');
  }
  if (op === 'in' || op === 'not in') {
    const found = contains(right, left);
    return found === undefined ? symbolic(op, left, right) : found === (op === 'in');
  }
  const order = ordered(left, right);
  if (order === undefined) return symbolic(op, left, right);
  return op === '<' ? order < 0 : op === '>' ? order > 0 : op === '<=' ? order <= 0 : order >= 0;
}

/** Negative, zero or positive as the first comes before, with or after the second; undefined when that is not known. */
export function ordered(left: unknown, right: unknown): number | undefined {
  const number = (value: unknown): number | bigint | undefined => (value instanceof PyFloat ? value.value : toInt(value));
  const a = number(left);
  const b = number(right);
  if (a !== undefined && b !== undefined) return a < b ? -1 : a > b ? 1 : 0;
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : left > right ? 1 : 0;
  if (left instanceof PyBytes && right instanceof PyBytes) return Buffer.compare(left.data, right.data);
  if (!(left instanceof PyList) || !(right instanceof PyList)) return undefined;
  for (let i = 0; i < Math.min(left.items.length, right.items.length, 1000); i++) {
    const order = left.items[i] instanceof PyList ? undefined : ordered(left.items[i], right.items[i]);
    if (order === undefined || order !== 0) return order;
  }
  return left.items.length - right.items.length;
}

function contains(holder: unknown, value: unknown): boolean | undefined {
  if (value instanceof Unknown || value instanceof HostObject) return undefined;
  if (typeof holder === 'string') return typeof value === 'string' ? holder.includes(value) : undefined;
  if (holder instanceof PyBytes) return value instanceof PyBytes ? Buffer.from(holder.data).includes(Buffer.from(value.data)) : typeof value === 'number' ? holder.data.includes(value) : undefined;
  if (holder instanceof PyRange) return typeof value === 'number' && value >= Math.min(holder.start, holder.stop) && value < Math.max(holder.start, holder.stop) && (value - holder.start) % holder.step === 0;
  if (holder instanceof PyDict) return holder.open ? undefined : holder.entries.has(keyOf(value) ?? '');
  if (!(holder instanceof PyList)) return undefined;
  let open = false;
  for (const item of holder.items) {
    const same = equal(item, value);
    if (same === true) return true;
    open ||= same === undefined;
  }
  return open ? undefined : false;
}

/** One unary operator. */
export function unary(op: string, value: unknown): unknown {
  if (op === 'not') {
    const decided = toCondition(value);
    return decided === undefined ? new Unknown(`not ${show(value)}`) : !decided;
  }
  if (value instanceof PyFloat && op !== '~') return op === '-' ? new PyFloat(-value.value) : value;
  const number = toInt(value);
  if (number === undefined) return new Unknown(`${op}${show(value)}`);
  if (op === '+') return number;
  if (op === '-') return typeof number === 'bigint' ? normal(-number) : -number;
  return typeof number === 'bigint' ? normal(~number) : -number - 1;
}
