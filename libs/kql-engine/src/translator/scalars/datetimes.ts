import type { FunctionContext, KustoType, ScalarFunction, SqlValue } from '../sql-value.js';
import { asLong, asReal, asText, convert } from './convert.js';
import { localToUtc } from './native/time-zone.js';
import { formatDatetimeAs, formatTimespanAs, timeFormatError } from './native/time-format.js';
import { ticksOf, ticksPerDay } from './native/time-text.js';
import { argument, callNative, checkCount, type FunctionTable, literalText, longLiteral, made, native, nullOf, once, withCount } from './support.js';
import { sqlString } from '../sql-value.js';

/** Functions of datetime and timespan. */

const day = '864000000000';
const epochMicroseconds = '62135596800000000';

export const datetimeMacros: readonly string[] = [
  `kql_stamp(x) AS make_timestamp((x // 10) - ${epochMicroseconds})`,
  `kql_ticks(x) AS epoch_us(x) * 10 + 621355968000000000`,
  `kql_in_range(x) AS CASE WHEN x BETWEEN 0 AND 3155378975999999999 THEN x ELSE NULL END`,
];

function asDatetime(value: SqlValue): SqlValue {
  return convert(value, 'datetime');
}

function ofDatetime(type: KustoType, make: (x: string) => string): ScalarFunction {
  return withCount(1, 1, (args, context) => made(type, once(asDatetime(argument(args, 0, context)).sql, make), args));
}

function intPart(make: (x: string) => string): ScalarFunction {
  return ofDatetime('int', (x) => `CAST(${make(x)} AS INTEGER)`);
}

type Start = (x: string, offset: string) => string;

const starts: Readonly<Record<string, Start>> = {
  day: (x, n) => `(${x} - ${x} % ${day}) + ${n} * ${day}`,
  week: (x, n) => `((${x} // ${day}) - (((${x} // ${day}) + 1) % 7) + ${n} * 7) * ${day}`,
  month: (x, n) => `kql_ticks(date_trunc('month', kql_stamp(${x})) + to_months(CAST(${n} AS INTEGER)))`,
  year: (x, n) => `kql_ticks(date_trunc('year', kql_stamp(${x})) + to_years(CAST(${n} AS INTEGER)))`,
};

function boundary(start: Start, end: boolean): ScalarFunction {
  return withCount(1, 2, (args, context) => {
    const offset = args[1] === undefined ? longLiteral(0) : asLong(args[1]);
    const shift = end ? `(${offset.sql} + 1)` : offset.sql;
    const sql = once(asDatetime(argument(args, 0, context)).sql, (x) => (end ? `${start(x, shift)} - 1` : start(x, shift)));
    return made('datetime', sql, args);
  });
}

function partName(value: SqlValue, context: FunctionContext): string {
  const name = literalText(value);
  if (name === undefined) throw context.unsupported('with a part that is no literal');
  const plain = name.toLowerCase().replaceAll('_', '');
  return plain.length > 3 && plain.endsWith('s') ? plain.slice(0, -1) : plain;
}

const parts: Readonly<Record<string, (x: string) => string>> = {
  year: (x) => `year(kql_stamp(${x}))`,
  quarter: (x) => `quarter(kql_stamp(${x}))`,
  month: (x) => `month(kql_stamp(${x}))`,
  weekofyear: (x) => `weekofyear(kql_stamp(${x}))`,
  week: (x) => `weekofyear(kql_stamp(${x}))`,
  day: (x) => `day(kql_stamp(${x}))`,
  dayofyear: (x) => `dayofyear(kql_stamp(${x}))`,
  hour: (x) => `(${x} // 36000000000) % 24`,
  minute: (x) => `(${x} // 600000000) % 60`,
  second: (x) => `(${x} // 10000000) % 60`,
  millisecond: (x) => `(${x} % 10000000) // 10000`,
  microsecond: (x) => `(${x} % 10000000) // 10`,
  nanosecond: (x) => `(${x} % 10000000) * 100`,
};

const datetimePart: ScalarFunction = withCount(2, 2, (args, context) => {
  const make = parts[partName(argument(args, 0, context), context)];
  if (make === undefined) throw context.invalid('names a part that datetimes do not have');
  return made('int', `CAST(${once(asDatetime(argument(args, 1, context)).sql, make)} AS INTEGER)`, args);
});

/** The ticks of the units of fixed length. */
const units: Readonly<Record<string, string>> = {
  week: '6048000000000', day, hour: '36000000000', minute: '600000000', second: '10000000', millisecond: '10000', microsecond: '10',
};
const monthsOf: Readonly<Record<string, number>> = { year: 12, quarter: 3, month: 1 };

const datetimeAdd: ScalarFunction = withCount(3, 3, (args, context) => {
  const part = partName(argument(args, 0, context), context);
  const count = asLong(argument(args, 1, context)).sql;
  const from = asDatetime(argument(args, 2, context)).sql;
  const months = monthsOf[part];
  if (months !== undefined) {
    return made('datetime', once(from, (x) => `kql_ticks(kql_stamp(${x}) + to_months(CAST(${count} * ${months} AS INTEGER))) + ${x} % 10`), args);
  }
  if (part === 'nanosecond') return made('datetime', `${from} + (${count} // 100)`, args);
  const unit = units[part];
  if (unit === undefined) throw context.invalid('names a part that cannot be added to a datetime');
  return made('datetime', `${from} + ${count} * ${unit}`, args);
});

/** How many boundaries of the unit lie before a moment. */
const counts: Readonly<Record<string, (x: string) => string>> = {
  year: (x) => `year(kql_stamp(${x}))`,
  quarter: (x) => `(year(kql_stamp(${x})) * 4 + quarter(kql_stamp(${x})))`,
  month: (x) => `(year(kql_stamp(${x})) * 12 + month(kql_stamp(${x})))`,
  week: (x) => `((${x} + ${day}) // 6048000000000)`,
  nanosecond: (x) => `(${x} * 100)`,
};

const datetimeDiff: ScalarFunction = withCount(3, 3, (args, context) => {
  const part = partName(argument(args, 0, context), context);
  const unit = units[part];
  const count = counts[part] ?? (unit === undefined ? undefined : (x: string) => `(${x} // ${unit})`);
  if (count === undefined) throw context.invalid('names a part that datetimes do not differ in');
  const [left, right] = [asDatetime(argument(args, 1, context)).sql, asDatetime(argument(args, 2, context)).sql];
  if (part === 'nanosecond') return made('long', `(${left} - ${right}) * 100`, args);
  return made('long', `CAST(${once(left, count)} - ${once(right, count)} AS BIGINT)`, args);
});

const fromParts = native('make_datetime', ['real', 'real', 'real', 'real', 'real', 'real'], 'long', (...values) => {
  if (values.includes(null)) return null;
  const [year = 0, month = 1, date = 1, hour = 0, minute = 0, second = 0] = (values as number[]).map((value, index) => (index < 5 ? Math.trunc(value) : value));
  const ticks = Math.round(second * 1e7);
  return ticksOf({ year, month, day: date, hour, minute, second: Math.floor(ticks / 1e7), fraction: ticks % 1e7 });
});

const makeDatetime: ScalarFunction = (args, context) => {
  const [only] = args;
  if (args.length === 1 && only !== undefined) return asDatetime(only);
  checkCount(args, 3, 6, context);
  const filled = [...args.map(asReal)];
  while (filled.length < 6) filled.push(asReal(longLiteral(0)));
  return callNative(fromParts, 'datetime', filled);
};

const timespanFromParts = native('make_timespan', ['real', 'real', 'real', 'real'], 'long', (...values) => {
  if (values.includes(null)) return null;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = values as number[];
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || seconds < 0 || seconds >= 60 || days < 0 || days > 10_675_199) return null;
  const whole = (BigInt(Math.trunc(days)) * 24n + BigInt(Math.trunc(hours))) * 60n + BigInt(Math.trunc(minutes));
  return whole * 600_000_000n + BigInt(Math.round(seconds * 1e7));
});

const makeTimespan: ScalarFunction = (args, context) => {
  const [only] = args;
  if (args.length === 1 && only !== undefined) return convert(only, 'timespan');
  checkCount(args, 2, 4, context);
  const zero = asReal(longLiteral(0));
  const [first = zero, second = zero, third = zero, fourth = zero] = args.map(asReal);
  return callNative(timespanFromParts, 'timespan', args.length === 4 ? [first, second, third, fourth] : [zero, first, second, third]);
};

const lastLong = 2n ** 63n - 1n;

function unixTime(perSecond: bigint): ScalarFunction {
  const [least, most] = [-62_135_596_800n * perSecond, 253_402_300_799n * perSecond];
  const low = least < -lastLong ? -lastLong : least;
  const high = most > lastLong ? lastLong : most;
  return withCount(1, 1, (args, context) => {
    const value = argument(args, 0, context);
    const real = value.type === 'real' || value.type === 'decimal';
    const number = real ? asReal(value).sql : asLong(value).sql;
    const scale = perSecond > 10_000_000n ? `// ${perSecond / 10_000_000n}` : `* ${10_000_000n / perSecond}`;
    const scaled = (x: string): string => (real ? `CAST(round(${x} * 10000000::DOUBLE / ${perSecond}) AS BIGINT)` : `(${x} ${scale})`);
    const sql = once(number, (x) => `CASE WHEN ${x} BETWEEN ${low} AND ${high} THEN ${scaled(x)} + 621355968000000000 ELSE NULL END`);
    return made('datetime', sql, args);
  });
}

function ticksLiteral(ticks: bigint, type: 'datetime' | 'timespan'): SqlValue {
  return { sql: `(${ticks})::BIGINT`, type, literal: ticks, constant: true };
}

function fromNow(sign: 1n | -1n, least: number): ScalarFunction {
  return withCount(least, 1, (args, context) => {
    const [offset] = args;
    if (offset === undefined) return ticksLiteral(context.nowTicks, 'datetime');
    const span = convert(offset, 'timespan');
    if (typeof span.literal === 'bigint') return ticksLiteral(context.nowTicks + sign * span.literal, 'datetime');
    return made('datetime', `(${context.nowTicks})::BIGINT ${sign === 1n ? '+' : '-'} ${span.sql}`, [offset]);
  });
}

const zoneOf = native('local_to_utc', ['long', 'text'], 'long', (ticks, zone) => {
  if (typeof ticks !== 'bigint' || typeof zone !== 'string') return null;
  return localToUtc(ticks, zone);
});

const utcToLocal: ScalarFunction = withCount(2, 2, (args, context) => {
  const [from, zone] = [asDatetime(argument(args, 0, context)).sql, asText(argument(args, 1, context)).sql];
  return made('datetime', once(from, (x) => `kql_ticks(timezone(${zone}, timezone('UTC', kql_stamp(${x})))) + ${x} % 10`), args);
});

const strftimeCodes: Readonly<Record<string, string>> = {
  yyyy: '%Y', yy: '%y', MM: '%m', M: '%-m', dd: '%d', d: '%-d', HH: '%H', H: '%-H', hh: '%I', h: '%-I', mm: '%M', m: '%-M', ss: '%S', s: '%-S', tt: '%p',
};
const datetimeFormatter = native('format_datetime', ['long', 'text'], 'text', (ticks, format) => {
  if (typeof ticks !== 'bigint' || typeof format !== 'string') return null;
  return formatDatetimeAs(ticks, format);
});
const timespanFormatter = native('format_timespan', ['long', 'text'], 'text', (ticks, format) => {
  if (typeof ticks !== 'bigint' || typeof format !== 'string') return null;
  return formatTimespanAs(ticks, format);
});

function checkedFormat(value: SqlValue, kind: 'datetime' | 'timespan', context: FunctionContext): string | undefined {
  const format = literalText(value);
  const fault = format === undefined ? undefined : timeFormatError(format, kind);
  if (fault !== undefined) throw context.unsupported(fault);
  return format;
}

const formatDatetime: ScalarFunction = withCount(2, 2, (args, context) => {
  const moment = asDatetime(argument(args, 0, context));
  const format = checkedFormat(argument(args, 1, context), 'datetime', context);
  const codes = format?.match(/([a-zA-Z])\1*|[^a-zA-Z]+/g)?.map((run) => (/[a-zA-Z]/.test(run) ? strftimeCodes[run] : run));
  if (codes === undefined || codes.includes(undefined)) return callNative(datetimeFormatter, 'string', [moment, asText(argument(args, 1, context))]);
  return made('string', `coalesce(strftime(kql_stamp(${moment.sql}), ${sqlString(codes.join(''))}), '')`, args);
});

const formatTimespan: ScalarFunction = withCount(2, 2, (args, context) => {
  checkedFormat(argument(args, 1, context), 'timespan', context);
  return callNative(timespanFormatter, 'string', [convert(argument(args, 0, context), 'timespan'), asText(argument(args, 1, context))]);
});

const month = intPart((x) => `month(kql_stamp(${x}))`);
const week = intPart((x) => `weekofyear(kql_stamp(${x}))`);
const start = (unit: string, end: boolean): ScalarFunction => boundary(starts[unit] ?? (() => nullOf('datetime').sql), end);

export const datetimeFunctions: FunctionTable = {
  now: fromNow(1n, 0),
  ago: fromNow(-1n, 1),
  dayofweek: ofDatetime('timespan', (x) => `(((${x} // ${ticksPerDay}) + 1) % 7) * ${ticksPerDay}`),
  dayofmonth: intPart((x) => `day(kql_stamp(${x}))`),
  dayofyear: intPart((x) => `dayofyear(kql_stamp(${x}))`),
  hourofday: intPart((x) => `(${x} // 36000000000) % 24`),
  week_of_year: week,
  weekofyear: week,
  monthofyear: month,
  getmonth: month,
  getyear: intPart((x) => `year(kql_stamp(${x}))`),
  startofday: start('day', false),
  startofweek: start('week', false),
  startofmonth: start('month', false),
  startofyear: start('year', false),
  endofday: start('day', true),
  endofweek: start('week', true),
  endofmonth: start('month', true),
  endofyear: start('year', true),
  datetime_part: datetimePart,
  datepart: datetimePart,
  datetime_add: datetimeAdd,
  datetime_diff: datetimeDiff,
  make_datetime: makeDatetime,
  make_timespan: makeTimespan,
  unixtime_seconds_todatetime: unixTime(1n),
  unixtime_milliseconds_todatetime: unixTime(1_000n),
  unixtime_microseconds_todatetime: unixTime(1_000_000n),
  unixtime_nanoseconds_todatetime: unixTime(1_000_000_000n),
  datetime_utc_to_local: utcToLocal,
  datetime_local_to_utc: withCount(2, 2, (args, context) =>
    callNative(zoneOf, 'datetime', [asDatetime(argument(args, 0, context)), asText(argument(args, 1, context))])),
  format_datetime: formatDatetime,
  format_timespan: formatTimespan,
};
