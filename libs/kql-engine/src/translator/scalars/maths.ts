import type { KustoType, ScalarFunction, SqlValue } from '../sql-value.js';
import { asLong, asReal, convert } from './convert.js';
import { betaDensity, betaInverse, erf, erfc, gammaFunction, incompleteBeta, logGamma, welchTest } from './native/special-functions.js';
import { argument, callNative, type FunctionTable, literalInteger, made, native, nullOf, once, withCount } from './support.js';

/** Mathematical and bitwise functions. */

function real(make: (x: string) => string): ScalarFunction {
  return withCount(1, 1, (args, context) => {
    const value = argument(args, 0, context);
    return made('real', once(asReal(value).sql, make), [value]);
  });
}

function reals(count: number, make: (...x: string[]) => string): ScalarFunction {
  return withCount(count, count, (args) => made('real', make(...args.map((value) => asReal(value).sql)), args));
}

function nativeReal(name: string, count: number, run: (...x: number[]) => number | null): ScalarFunction {
  const called = native(name, Array.from({ length: count }, () => 'real' as const), 'real', (...args) => (args.includes(null) ? null : run(...(args as number[]))));
  return withCount(count, count, (args) => callNative(called, 'real', args.map(asReal)));
}

function longs(count: number, make: (...x: string[]) => string): ScalarFunction {
  return withCount(count, count, (args) => made('long', make(...args.map((value) => asLong(value).sql)), args));
}

function test(make: (x: string) => string): ScalarFunction {
  return withCount(1, 1, (args, context) => made('bool', make(asReal(argument(args, 0, context)).sql), args));
}

const shiftLeft = native('shift_left', ['long', 'long'], 'long', (value, count) => {
  if (typeof value !== 'bigint' || typeof count !== 'bigint') return null;
  return count < 0n ? null : BigInt.asIntN(64, value << (count % 64n));
});
const shiftRight = native('shift_right', ['long', 'long'], 'long', (value, count) => {
  if (typeof value !== 'bigint' || typeof count !== 'bigint') return null;
  return count < 0n ? null : value >> (count % 64n);
});

const abs: ScalarFunction = withCount(1, 1, (args, context) => {
  const value = argument(args, 0, context);
  if (value.type === 'int') return made('long', `abs(${asLong(value).sql})`, args);
  if (value.type === 'dynamic' || value.type === 'string') return made('real', `abs(${asReal(value).sql})`, args);
  return made(value.type, `abs(${value.sql})`, args);
});

const ceiling: ScalarFunction = withCount(1, 1, (args, context) => {
  const value = argument(args, 0, context);
  if (value.type === 'int' || value.type === 'long') return value;
  if (value.type === 'decimal') return made('decimal', `CAST(ceil(${value.sql}) AS DECIMAL(38,16))`, args);
  return made('real', `ceil(${asReal(value).sql})`, args);
});

const round: ScalarFunction = withCount(1, 2, (args, context) => {
  const value = argument(args, 0, context);
  const precision = args[1];
  const digits = precision === undefined ? '0' : `CAST(${asLong(precision).sql} AS INTEGER)`;
  if (value.type === 'int' || value.type === 'long') {
    const least = literalInteger(precision);
    if (precision === undefined || (least !== undefined && least >= 0)) return value;
    return made(value.type, `CAST(round(${value.sql}, ${digits}) AS ${value.type === 'int' ? 'INTEGER' : 'BIGINT'})`, args);
  }
  if (value.type === 'decimal') {
    const places = precision === undefined ? 0 : literalInteger(precision);
    if (places === undefined) throw context.unsupported('with a precision that is not a literal on a decimal');
    return made('decimal', `CAST(round(${value.sql}, ${places}) AS DECIMAL(38,16))`, args);
  }
  return made('real', `round(${asReal(value).sql}, ${digits})`, args);
});

function domain(condition: (x: string) => string, result: (x: string) => string): (x: string) => string {
  return (x) => `CASE WHEN ${condition(x)} THEN ${result(x)} ELSE NULL END`;
}

const between = (x: string): string => `${x} BETWEEN -1 AND 1`;
const finiteTrigonometry = (name: string) => (x: string) => `CASE WHEN isinf(${x}) THEN 'NaN'::DOUBLE ELSE ${name}(${x}) END`;

function logarithm(name: string): ScalarFunction {
  return real((x) => `CASE WHEN isnan(${x}) THEN 'NaN'::DOUBLE WHEN ${x} > 0 THEN ${name}(${x}) WHEN ${x} = 0 THEN '-Infinity'::DOUBLE ELSE NULL END`);
}

/** The order of numeric types: an operation gives the later one of its operands. */
const widths: readonly KustoType[] = ['int', 'long', 'real', 'decimal'];

/** The type that numbers of two types are brought to. */
export function widest(left: KustoType, right: KustoType): KustoType {
  const wider = widths[Math.max(widths.indexOf(left), widths.indexOf(right))];
  return wider ?? 'real';
}

function floorTo(value: SqlValue, size: SqlValue, from: readonly SqlValue[]): SqlValue {
  const whole = value.type !== 'real' && value.type !== 'decimal';
  const sql = once(value.sql, (x) => once(size.sql, (step) => {
    if (whole) return `CASE WHEN ${step} > 0 THEN ${x} - (((${x} % ${step}) + ${step}) % ${step}) ELSE NULL END`;
    const floored = `floor(${x} / ${step}) * ${step}`;
    return `CASE WHEN ${step} > 0 THEN ${value.type === 'decimal' ? `CAST(floor(${x} / ${step}) AS DECIMAL(38,16)) * ${step}` : floored} ELSE NULL END`;
  }));
  return made(value.type, value.type === 'decimal' ? `CAST(${sql} AS DECIMAL(38,16))` : sql, from);
}

/** Brings value and size to one type for bin(). */
function binOperands(value: SqlValue, size: SqlValue): [SqlValue, SqlValue] {
  if (value.type === 'datetime' || value.type === 'timespan') {
    return [value, size.type === 'dynamic' ? convert(size, 'timespan') : { ...convert(size, 'long') }];
  }
  if (value.type === 'dynamic' || value.type === 'string') {
    if (size.type === 'timespan') return [convert(value, 'datetime'), size];
    return binOperands(convert(value, size.type === 'real' ? 'real' : 'long'), size);
  }
  const type = widest(value.type, size.type);
  return [convert(value, type), convert(size, type)];
}

const bin: ScalarFunction = withCount(2, 2, (args, context) => {
  const [value, size] = binOperands(argument(args, 0, context), argument(args, 1, context));
  return floorTo(value, size, args);
});

const binAt: ScalarFunction = withCount(3, 3, (args, context) => {
  const [value, size] = binOperands(argument(args, 0, context), argument(args, 1, context));
  const fixed = convert(argument(args, 2, context), value.type);
  if (value.type === 'real' || value.type === 'decimal') {
    const shifted = floorTo(made(value.type, `${value.sql} - ${fixed.sql}`, args), size, args);
    return made(value.type, `${shifted.sql} + ${fixed.sql}`, args);
  }
  const sql = once(value.sql, (x) => once(size.sql, (step) => once(fixed.sql, (at) =>
    `CASE WHEN ${step} > 0 THEN ${x} - ((((${x} - ${at}) % ${step}) + ${step}) % ${step}) ELSE NULL END`)));
  return made(value.type, sql, args);
});

/** Whether a value lies within a distance of a centre. */
const around: ScalarFunction = withCount(3, 3, (args, context) => {
  const [value, centre, delta] = [argument(args, 0, context), argument(args, 1, context), argument(args, 2, context)];
  const time = value.type === 'datetime' || value.type === 'timespan';
  const type = time ? value.type : widest(widest(value.type, centre.type), delta.type);
  const [x, at, by] = [convert(value, type), convert(centre, type), time ? delta : convert(delta, type)];
  return made('bool', `${x.sql} >= ${at.sql} - ${by.sql} AND ${x.sql} <= ${at.sql} + ${by.sql}`, args);
});

const rand: ScalarFunction = withCount(0, 1, (args) => {
  const [most] = args;
  if (most === undefined) return { sql: '(random())', type: 'real', constant: false };
  return { sql: `(floor(random() * ${asReal(most).sql}))`, type: 'real', constant: false };
});

export const mathFunctions: FunctionTable = {
  abs,
  acos: real(domain(between, (x) => `acos(${x})`)),
  asin: real(domain(between, (x) => `asin(${x})`)),
  atan: real((x) => `atan(${x})`),
  atan2: reals(2, (y, x) => `atan2(${y}, ${x})`),
  around,
  beta_cdf: nativeReal('beta_cdf', 3, (x, a, b) => incompleteBeta(x, a, b)),
  beta_inv: nativeReal('beta_inv', 3, (p, a, b) => betaInverse(p, a, b)),
  beta_pdf: nativeReal('beta_pdf', 3, (x, a, b) => betaDensity(x, a, b)),
  bin,
  bin_at: binAt,
  floor: bin,
  binary_and: longs(2, (a, b) => `${a} & ${b}`),
  binary_or: longs(2, (a, b) => `${a} | ${b}`),
  binary_xor: longs(2, (a, b) => `xor(${a}, ${b})`),
  binary_not: longs(1, (a) => `~${a}`),
  binary_shift_left: withCount(2, 2, (args) => callNative(shiftLeft, 'long', args.map(asLong))),
  binary_shift_right: withCount(2, 2, (args) => callNative(shiftRight, 'long', args.map(asLong))),
  bitset_count_ones: longs(1, (a) => `CAST(bit_count(${a}) AS BIGINT)`),
  ceiling,
  cos: real(finiteTrigonometry('cos')),
  cot: real((x) => `CASE WHEN isinf(${x}) THEN 'NaN'::DOUBLE WHEN ${x} = 0 THEN 'Infinity'::DOUBLE ELSE 1 / tan(${x}) END`),
  degrees: real((x) => `degrees(${x})`),
  erf: nativeReal('erf', 1, erf),
  erfc: nativeReal('erfc', 1, erfc),
  exp: real((x) => `exp(${x})`),
  exp2: real((x) => `pow(2, ${x})`),
  exp10: real((x) => `pow(10, ${x})`),
  gamma: nativeReal('gamma', 1, gammaFunction),
  isfinite: test((x) => `isfinite(${x})`),
  isinf: test((x) => `isinf(${x})`),
  isnan: test((x) => `isnan(${x})`),
  log: logarithm('ln'),
  log2: logarithm('log2'),
  log10: logarithm('log10'),
  loggamma: nativeReal('loggamma', 1, logGamma),
  pi: withCount(0, 0, () => ({ sql: 'pi()', type: 'real', literal: Math.PI, constant: true })),
  pow: reals(2, (a, b) => `pow(${a}, ${b})`),
  radians: real((x) => `radians(${x})`),
  rand,
  round,
  sign: real((x) => `CASE WHEN isnan(${x}) THEN 'NaN'::DOUBLE ELSE CAST(sign(${x}) AS DOUBLE) END`),
  sin: real(finiteTrigonometry('sin')),
  sqrt: real(domain((x) => `${x} >= 0`, (x) => `sqrt(${x})`)),
  tan: real(finiteTrigonometry('tan')),
  welch_test: nativeReal('welch_test', 6, (...args) => welchTest(...(args as [number, number, number, number, number, number]))),
};

/** The smallest or largest of some values; nulls do not count. */
function extreme(name: 'least' | 'greatest'): ScalarFunction {
  return (args, context) => {
    const [first, ...others] = args;
    if (first === undefined) throw context.invalid('needs an argument');
    const known = args.filter((value) => value.literal !== null);
    let type = known[0]?.type ?? first.type;
    for (const { type: other } of known) if (other !== type) type = widest(type, other);
    if (others.length === 0) return convert(first, type);
    if (known.length === 0) return nullOf(type);
    return made(type, `${name}(${args.map((value) => convert(value, type).sql).join(', ')})`, args);
  };
}

export const extremeFunctions: FunctionTable = { min_of: extreme('least'), max_of: extreme('greatest') };
