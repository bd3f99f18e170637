import { ComObject } from '../vbscript/host/com-object.js';
import type { Session } from '../vbscript/host/session.js';
import { Unknown } from '../vbscript/host/unknown.js';
import { concat } from '../vbscript/host/concat.js';
import { show, toCondition, toNumber, toPrimitive, toText } from './convert.js';
import { JsArray, JsFunction, JsObject, Native } from './values.js';

function symbolic(op: string, left: unknown, right: unknown): Unknown {
  return new Unknown(`${show(left)} ${op} ${show(right)}`, { remote: (left instanceof Unknown && left.remote) || (right instanceof Unknown && right.remote) });
}

/** One binary operator. */
export function binary(session: Session, op: string, left: unknown, right: unknown): unknown {
  if (op === '===' || op === '!==' || op === '==' || op === '!=') return equality(op, left, right);
  if (op === 'instanceof') return left instanceof JsArray && right instanceof Native ? right.name === 'Array' || right.name === 'Object' : symbolic(op, left, right);
  if (op === 'in') {
    const key = toText(left);
    if (typeof key === 'string' && right instanceof JsObject && right.className !== 'global') return right.props.has(key);
    return typeof key === 'string' && right instanceof JsArray ? /^\d{1,9}$/.test(key) && Number(key) < right.items.length : symbolic(op, left, right);
  }
  const a = toPrimitive(left);
  const b = toPrimitive(right);
  if (op === '+' && (typeof a === 'string' || typeof b === 'string' || (a instanceof Unknown && (a.parts !== undefined || a.inline !== undefined)) || (b instanceof Unknown && b.parts !== undefined))) {
    const joined = concat(session, toText(a), toText(b));
    return joined;
  }
  if (a instanceof Unknown || b instanceof Unknown || a instanceof ComObject || b instanceof ComObject) return symbolic(op, left, right);
  if (typeof a === 'string' && typeof b === 'string' && (op === '<' || op === '>' || op === '<=' || op === '>=')) return op === '<' ? a < b : op === '>' ? a > b : op === '<=' ? a <= b : a >= b;
  const x = toNumber(a);
  const y = toNumber(b);
  if (x === undefined || y === undefined) return symbolic(op, left, right);
  return arithmetic(session, op, x, y);
}

function arithmetic(session: Session, op: string, x: number, y: number): unknown {
  switch (op) {
    case '+':
      return x + y;
    case '-':
      return x - y;
    case '*':
      return x * y;
    case '/':
      return x / y;
    case '%':
      return x % y;
    case '**':
      return x ** y;
    case '&':
      return x & y;
    case '|':
      return x | y;
    case '^':
      session.use('xor');
      return x ^ y;
    case '<<':
      return x << y;
    case '>>':
      return x >> y;
    case '>>>':
      return x >>> y;
    case '<':
      return x < y;
    case '>':
      return x > y;
    case '<=':
      return x <= y;
    case '>=':
      return x >= y;
    default:
      return new Unknown(op);
  }
}

function equality(op: string, left: unknown, right: unknown): unknown {
  if (left instanceof Unknown || right instanceof Unknown) return left === right ? op[0] === '=' : symbolic(op, left, right);
  if ((left instanceof ComObject || right instanceof ComObject) && left !== right) return symbolic(op, left, right);
  const strict = op.length === 3;
  const objects = isObject(left) && isObject(right);
  let equal: boolean;
  if (strict || objects) equal = left === right;
  else if (left === null || left === undefined || right === null || right === undefined) equal = (left ?? undefined) === (right ?? undefined);
  else {
    const a = toPrimitive(left);
    const b = toPrimitive(right);
    if (a instanceof Unknown || b instanceof Unknown) return symbolic(op, left, right);
    equal = typeof a === typeof b ? a === b : toNumber(a) === toNumber(b);
  }
  return op[0] === '=' ? equal : !equal;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/** One unary operator. */
export function unary(op: string, value: unknown): unknown {
  if (op === 'void') return undefined;
  if (op === '!') {
    const decided = toCondition(value);
    return decided === undefined ? new Unknown(`!${show(value)}`) : !decided;
  }
  if (op === 'typeof') {
    if (value instanceof Unknown || value instanceof ComObject) return new Unknown(`typeof ${show(value)}`);
    if (value instanceof JsFunction || value instanceof Native) return 'function';
    return value === undefined ? 'undefined' : typeof value;
  }
  const number = toNumber(value);
  if (number === undefined) return new Unknown(`${op}${show(value)}`);
  return op === '-' ? -number : op === '+' ? number : op === '~' ? ~number : new Unknown(`${op} ${show(value)}`);
}
