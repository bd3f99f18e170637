import { Bytes, ComObject } from './host/com-object.js';
import { concat } from './host/concat.js';
import type { Session } from './host/session.js';
import { Unknown } from './host/unknown.js';
import { bankers, nothing, show, toNumber, toText } from './values.js';

function symbolic(op: string, left: unknown, right: unknown): Unknown {
  const remote = (left instanceof Unknown && left.remote) || (right instanceof Unknown && right.remote);
  return new Unknown(`${show(left)} ${op} ${show(right)}`, { remote });
}

/** One binary operator of VBScript. */
export function binary(session: Session, op: string, left: unknown, right: unknown): unknown {
  if (op === '&') {
    if (left instanceof Bytes && right instanceof Bytes) {
      session.budget.allocate(left.data.length + right.data.length);
      return new Bytes(new Uint8Array(Buffer.concat([left.data, right.data])));
    }
    return concat(session, toText(left), toText(right));
  }
  if (op === '+' && (typeof left === 'string' || left instanceof Unknown) && (typeof right === 'string' || right instanceof Unknown) && (left instanceof Unknown ? left.parts !== undefined || typeof right === 'string' : true)) return concat(session, left, right);
  if (op === 'is') {
    if (left instanceof Unknown || right instanceof Unknown) return symbolic('Is', left, right);
    return left === right || (left === nothing && right === undefined);
  }
  if (left instanceof Unknown || right instanceof Unknown || left instanceof ComObject || right instanceof ComObject || left instanceof Bytes || right instanceof Bytes) return symbolic(spelled[op] ?? op, left, right);
  if (['=', '<>', '><', '<', '>', '<=', '>=', '=<', '=>'].includes(op)) return compare(op, left, right);
  if (op === 'like') return symbolic('Like', left, right);
  if (left === null || right === null) return null;
  const a = toNumber(left);
  const b = toNumber(right);
  if (a === undefined || b === undefined) return symbolic(spelled[op] ?? op, left, right);
  return arithmetic(session, op, a, b, typeof left === 'boolean' && typeof right === 'boolean') ?? symbolic(spelled[op] ?? op, left, right);
}

const spelled: Readonly<Record<string, string>> = { and: 'And', or: 'Or', xor: 'Xor', mod: 'Mod', eqv: 'Eqv', imp: 'Imp', is: 'Is' };

function arithmetic(session: Session, op: string, a: number, b: number, booleans: boolean): unknown {
  const logical = (value: number): number | boolean => (booleans ? value !== 0 : value);
  switch (op) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return b === 0 ? undefined : a / b;
    case '\\':
      return bankers(b) === 0 ? undefined : Math.trunc(bankers(a) / bankers(b));
    case 'mod':
      return bankers(b) === 0 ? undefined : bankers(a) % bankers(b);
    case '^': {
      const power = a ** b;
      return Number.isFinite(power) ? power : undefined;
    }
    case 'and':
      return logical(bankers(a) & bankers(b));
    case 'or':
      return logical(bankers(a) | bankers(b));
    case 'xor':
      if (!booleans) session.use('Xor');
      return logical(bankers(a) ^ bankers(b));
    case 'eqv':
      return logical(~(bankers(a) ^ bankers(b)));
    case 'imp':
      return logical(~bankers(a) | bankers(b));
    default:
      return undefined;
  }
}

function compare(op: string, left: unknown, right: unknown): unknown {
  if (left === null || right === null) return null;
  let order: number;
  if (typeof left === 'string' && typeof right === 'string') order = left < right ? -1 : left > right ? 1 : 0;
  else if ((left === undefined && typeof right === 'string') || (right === undefined && typeof left === 'string')) {
    const a = String(left ?? '');
    const b = String(right ?? '');
    order = a < b ? -1 : a > b ? 1 : 0;
  } else {
    const a = toNumber(left);
    const b = toNumber(right);
    if (a === undefined || b === undefined) order = typeof left === 'string' ? 1 : -1;
    else order = a < b ? -1 : a > b ? 1 : 0;
  }
  switch (op) {
    case '=':
      return order === 0;
    case '<':
      return order < 0;
    case '>':
      return order > 0;
    case '<=':
    case '=<':
      return order <= 0;
    case '>=':
    case '=>':
      return order >= 0;
    default:
      return order !== 0;
  }
}

/** One unary operator of VBScript. */
export function unary(op: string, value: unknown): unknown {
  if (value instanceof Unknown) return new Unknown(`${op === 'not' ? 'Not ' : op}${value.text}`);
  if (op === 'not' && typeof value === 'boolean') return !value;
  if (value === null) return null;
  const number = toNumber(value);
  if (number === undefined) return new Unknown(`${op === 'not' ? 'Not ' : op}${show(value)}`);
  return op === 'not' ? ~bankers(number) : op === '-' ? -number : number;
}
