import { convertTo, isNumeric, widerOf } from './coerce.js';
import { nullOf, longValue, realValue, ticksValue } from './literals.js';
import type { KustoType, SqlValue } from './sql-value.js';
import type { KqlNode, Scope } from './translation.js';
import type { Translator } from './translator.js';

/** The operators + - * / % with the types and rules of Kusto. */

type Operator = '+' | '-' | '*' | '/' | '%';

/** Whether the text is an arithmetic operator. */
export function isArithmetic(operator: string): operator is Operator {
  return operator.length === 1 && '+-*/%'.includes(operator);
}

/** `left operator right`. `bound` is the type that the binder gave the result. */
export function arithmetic(t: Translator, node: KqlNode, operator: Operator, leftValue: SqlValue, rightValue: SqlValue, scope: Scope, bound: KustoType | undefined): SqlValue {
  const [left, right] = statically(operator, leftValue, rightValue, bound, scope);
  if (left === undefined || right === undefined) throw t.unsupported(node, `The operator ${operator} between two dynamic values`);
  const folded = fold(operator, left, right);
  if (folded !== undefined) return folded;
  const constant = left.constant && right.constant;
  if (isNumeric(left.type) && isNumeric(right.type)) return numeric(operator, left, right, scope, constant);
  const time = timeArithmetic(operator, left, right, scope, constant);
  if (time === undefined) throw t.unsupported(node, `The operator ${operator} between ${left.type} and ${right.type}`);
  return time;
}

/** Gives dynamic operands the type that the other one asks for. */
function statically(operator: Operator, left: SqlValue, right: SqlValue, bound: KustoType | undefined, scope: Scope): [SqlValue?, SqlValue?] {
  if (left.type === 'dynamic' && right.type === 'dynamic') return [];
  if (left.type === 'dynamic') return [fromDynamic(left, wanted(operator, right.type, bound), scope), right];
  if (right.type === 'dynamic') return [left, fromDynamic(right, wanted(operator, left.type, bound), scope)];
  const asNumber = (value: SqlValue): SqlValue => (value.type === 'bool' ? convertTo(value, 'long') : value);
  return [asNumber(left), asNumber(right)];
}

/** The result is a long by the types; a fraction in the dynamic value would be lost without a word, so it stops the query. */
function fromDynamic(value: SqlValue, type: KustoType, scope: Scope): SqlValue {
  if (type !== 'long') return convertTo(value, type);
  const dynamic = scope.computed(value);
  const stop = `error('A dynamic value with a fraction in integer arithmetic: convert it with toreal() or tolong() first.')`;
  return { sql: `(CASE WHEN json_type(${dynamic.sql}) = 'DOUBLE' AND CAST(${dynamic.sql} AS DOUBLE) <> trunc(CAST(${dynamic.sql} AS DOUBLE)) THEN ${stop} ELSE ${convertTo(dynamic, 'long').sql} END)`, type, constant: value.constant };
}

function wanted(operator: Operator, other: KustoType, bound: KustoType | undefined): KustoType {
  if (other === 'datetime') return operator === '-' && bound !== 'datetime' ? 'datetime' : 'timespan';
  if (other === 'timespan') {
    if (operator === '*' || (operator === '/' && bound === 'timespan')) return 'real';
    return bound === 'datetime' ? 'datetime' : 'timespan';
  }
  return other === 'int' ? 'long' : other;
}

function numeric(operator: Operator, leftValue: SqlValue, rightValue: SqlValue, scope: Scope, constant: boolean): SqlValue {
  const wider = widerOf(leftValue.type, rightValue.type);
  const type = wider === 'int' ? 'long' : wider;
  const left = convertTo(leftValue, type);
  const right = convertTo(rightValue, type);
  if (operator === '%') return { sql: remainder(left, right, scope), type, constant };
  if (type === 'long') return integer(operator, left, right, constant);
  if (type === 'decimal' && (operator === '*' || operator === '/')) {
    return { sql: `TRY_CAST((CAST(${left.sql} AS DOUBLE) ${operator} CAST(${right.sql} AS DOUBLE)) AS DECIMAL(38,16))`, type, constant };
  }
  return { sql: `(${left.sql} ${operator} ${right.sql})`, type, constant };
}

/** The sums that longs come from, before they are wrapped: a chain of + and - is wrapped once, at its end. */
const sums = new WeakMap<SqlValue, string>();

/** Longs wrap around; DuckDB would stop. Small constants cannot make them overflow in practice, and then it stops rather than lies. */
function integer(operator: Exclude<Operator, '%'>, left: SqlValue, right: SqlValue, constant: boolean): SqlValue {
  if (operator === '/') return { sql: `(${left.sql} // ${right.sql})`, type: 'long', constant };
  if (operator === '*') return wrapped(`(${left.sql}::HUGEINT * ${right.sql}::HUGEINT)`, constant);
  if (isSmall(left) || isSmall(right)) {
    if (!sums.has(left) && !sums.has(right)) return { sql: `(${left.sql} ${operator} ${right.sql})`, type: 'long', constant };
  }
  const sum = `(${sums.get(left) ?? `${left.sql}::HUGEINT`} ${operator} ${sums.get(right) ?? `${right.sql}::HUGEINT`})`;
  const value = wrapped(sum, constant);
  sums.set(value, sum);
  return value;
}

function wrapped(sql: string, constant: boolean): SqlValue {
  return { sql: `CAST(((${sql} + 9223372036854775808) & 18446744073709551615) - 9223372036854775808 AS BIGINT)`, type: 'long', constant };
}

function isSmall(value: SqlValue): boolean {
  return (typeof value.literal === 'bigint' || typeof value.literal === 'number') && Math.abs(Number(value.literal)) < 2 ** 40;
}

/** Kusto's modulo is never negative. */
function remainder(left: SqlValue, right: SqlValue, scope: Scope): string {
  if ((typeof right.literal === 'bigint' || typeof right.literal === 'number') && Number(right.literal) > 0) {
    return `(((${left.sql} % ${right.sql}) + ${right.sql}) % ${right.sql})`;
  }
  const by = scope.computed(right).sql;
  return `(((${left.sql} % ${by}) + abs(${by})) % abs(${by}))`;
}

function timeArithmetic(operator: Operator, left: SqlValue, right: SqlValue, scope: Scope, constant: boolean): SqlValue | undefined {
  const shape = `${left.type} ${operator} ${right.type}`;
  switch (shape) {
    case 'datetime + timespan':
    case 'timespan + datetime':
    case 'datetime - timespan':
      return { sql: `(${left.sql} ${operator} ${right.sql})`, type: 'datetime', constant };
    case 'datetime - datetime':
    case 'timespan + timespan':
    case 'timespan - timespan':
      return { sql: `(${left.sql} ${operator} ${right.sql})`, type: 'timespan', constant };
    case 'timespan / timespan':
    case 'datetime / timespan':
      return { sql: `(CAST(${left.sql} AS DOUBLE) / CAST(${right.sql} AS DOUBLE))`, type: 'real', constant };
    case 'timespan % timespan':
    case 'datetime % timespan':
      return { sql: remainder(left, right, scope), type: 'timespan', constant };
  }
  if (operator === '*' && left.type === 'timespan' && isNumeric(right.type)) return { sql: scaled(left, right, '*'), type: 'timespan', constant };
  if (operator === '*' && right.type === 'timespan' && isNumeric(left.type)) return { sql: scaled(right, left, '*'), type: 'timespan', constant };
  if (operator === '/' && left.type === 'timespan' && isNumeric(right.type)) return { sql: scaled(left, right, '/'), type: 'timespan', constant };
  return undefined;
}

function scaled(span: SqlValue, number: SqlValue, operator: '*' | '/'): string {
  if (number.type === 'int' || number.type === 'long') return operator === '*' ? `(${span.sql} * ${number.sql})` : `(${span.sql} // ${number.sql})`;
  return `TRY_CAST(trunc(CAST(${span.sql} AS DOUBLE) ${operator} CAST(${number.sql} AS DOUBLE)) AS BIGINT)`;
}

/** What is known now: `ago(1d) + 2h`, `7 * 1d`. Exact arithmetic on ticks and longs only. */
function fold(operator: Operator, left: SqlValue, right: SqlValue): SqlValue | undefined {
  if (left.literal === null || right.literal === null) return foldNull(left, right);
  const a = left.literal;
  const b = right.literal;
  if (typeof a === 'number' && typeof b === 'number' && left.type === 'real' && right.type === 'real' && operator !== '%') {
    return realValue(operator === '+' ? a + b : operator === '-' ? a - b : operator === '*' ? a * b : a / b);
  }
  if (left.type === 'timespan' && right.type === 'real' && typeof a === 'bigint' && typeof b === 'number' && operator === '*' && Number.isSafeInteger(b)) return fold('*', left, longValue(b));
  const integers = [left, right].every((value) => ['int', 'long', 'datetime', 'timespan'].includes(value.type));
  if (!integers || a === undefined || b === undefined) return undefined;
  const x = BigInt(a as bigint | number);
  const y = BigInt(b as bigint | number);
  const shape = `${left.type} ${operator} ${right.type}`.replaceAll('int', 'long');
  switch (shape) {
    case 'long + long':
      return longValue(x + y);
    case 'long - long':
      return longValue(x - y);
    case 'long * long':
      return longValue(x * y);
    case 'datetime + timespan':
    case 'timespan + datetime':
      return ticksValue(x + y, 'datetime');
    case 'datetime - timespan':
      return ticksValue(x - y, 'datetime');
    case 'datetime - datetime':
    case 'timespan - timespan':
      return ticksValue(x - y, 'timespan');
    case 'timespan + timespan':
      return ticksValue(x + y, 'timespan');
    case 'timespan * long':
    case 'long * timespan':
      return ticksValue(x * y, 'timespan');
    case 'timespan / long':
      return y === 0n ? undefined : ticksValue(x / y, 'timespan');
    default:
      return undefined;
  }
}

function foldNull(left: SqlValue, right: SqlValue): SqlValue | undefined {
  if (isNumeric(left.type) && isNumeric(right.type)) {
    const wider = widerOf(left.type, right.type);
    return nullOf(wider === 'int' ? 'long' : wider);
  }
  return undefined;
}

/** `-value` and `+value`. */
export function negated(t: Translator, node: KqlNode, operator: string, value: SqlValue): SqlValue {
  const operand = value.type === 'dynamic' ? convertTo(value, 'real') : value;
  if (!isNumeric(operand.type) && operand.type !== 'timespan') throw t.unsupported(node, `The operator ${operator} before ${value.type}`);
  if (operator === '+') return operand;
  if (typeof operand.literal === 'bigint') return operand.type === 'timespan' ? ticksValue(-operand.literal, 'timespan') : longValue(-operand.literal);
  if (typeof operand.literal === 'number' && operand.type === 'real') return realValue(-operand.literal);
  return { sql: `(-(${operand.sql}))`, type: operand.type, constant: operand.constant, ...(typeof operand.literal === 'number' ? { literal: -operand.literal } : {}) };
}
