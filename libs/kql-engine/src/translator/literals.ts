import { parseDatetime } from './scalars/native/time-text.js';
import { sqlString, ticksPerSecond, type KustoType, type LiteralValue, type SqlValue } from './sql-value.js';

/** SQL for values that are known when the query is translated. */

const sqlTypes: Record<KustoType, string> = {
  bool: 'BOOLEAN',
  int: 'INTEGER',
  long: 'BIGINT',
  real: 'DOUBLE',
  decimal: 'DECIMAL(38,16)',
  string: 'VARCHAR',
  datetime: 'BIGINT',
  timespan: 'BIGINT',
  guid: 'VARCHAR',
  dynamic: 'JSON',
};

/** The DuckDB type that stands for a Kusto type. */
export function sqlTypeOf(type: KustoType): string {
  return sqlTypes[type];
}

/** The null of a type; for string the empty string, which is what Kusto has instead. */
export function nullOf(type: KustoType): SqlValue {
  if (type === 'string') return { sql: "''", type, literal: '', constant: true };
  return { sql: `(NULL::${sqlTypes[type]})`, type, literal: null, constant: true };
}

/** A string value. */
export function stringValue(text: string): SqlValue {
  return { sql: sqlString(text), type: 'string', literal: text, constant: true };
}

/** A long value. */
export function longValue(value: bigint | number): SqlValue {
  return integerValue(BigInt(value), 'long');
}

/** A bool value. */
export function boolValue(value: boolean): SqlValue {
  return { sql: value ? 'true' : 'false', type: 'bool', literal: value, constant: true };
}

/** A datetime or timespan of so many ticks. */
export function ticksValue(ticks: bigint, type: 'datetime' | 'timespan'): SqlValue {
  return { sql: `(${ticks}::BIGINT)`, type, literal: ticks, constant: true };
}

/** A dynamic value from JSON text. */
export function dynamicValue(json: string): SqlValue {
  const literal = JSON.parse(json) as LiteralValue;
  if (literal === null) return nullOf('dynamic');
  return { sql: `(${sqlString(json)}::JSON)`, type: 'dynamic', literal, constant: true };
}

/** A real value, the special ones included. */
export function realValue(value: number): SqlValue {
  let sql: string;
  if (Number.isNaN(value)) sql = "('nan'::DOUBLE)";
  else if (!Number.isFinite(value)) sql = value > 0 ? "('inf'::DOUBLE)" : "('-inf'::DOUBLE)";
  else sql = `(${Object.is(value, -0) ? '-0' : String(value)}${String(value).includes('e') ? '' : 'e0'})`;
  return { sql, type: 'real', literal: value, constant: true };
}

/** An int or long value, undefined when it does not fit. */
export function integerValue(value: bigint, type: 'int' | 'long'): SqlValue {
  const bits = type === 'int' ? 32 : 64;
  const wrapped = BigInt.asIntN(bits, value);
  // the smallest value cannot be written as a negated literal: its positive part does not fit the type
  const sql = wrapped === -(1n << BigInt(bits - 1)) ? `('${wrapped}'::${sqlTypes[type]})` : wrapped < 0n ? `(-(${-wrapped}::${sqlTypes[type]}))` : `(${wrapped}::${sqlTypes[type]})`;
  return { sql, type, literal: type === 'int' ? Number(wrapped) : wrapped, constant: true };
}

/** The literal of a type from the text between its parentheses, undefined when the text is no such value. */
export function literalFrom(type: KustoType, text: string): SqlValue | undefined {
  const value = text.trim();
  if (type !== 'string' && value.toLowerCase() === 'null') return nullOf(type);
  switch (type) {
    case 'string':
      return stringValue(text);
    case 'bool':
      return boolFrom(value);
    case 'int':
    case 'long':
      return integerFrom(value, type);
    case 'real':
      return realFrom(value);
    case 'decimal':
      return decimalFrom(value);
    case 'datetime': {
      const ticks = datetimeTicks(value);
      return ticks === undefined ? undefined : ticksValue(ticks, type);
    }
    case 'timespan': {
      const ticks = timespanTicks(value);
      return ticks === undefined ? undefined : ticksValue(ticks, type);
    }
    case 'guid':
      return guidFrom(value);
    case 'dynamic':
      return undefined;
  }
}

function boolFrom(text: string): SqlValue | undefined {
  const lower = text.toLowerCase();
  if (lower === 'true' || lower === 'false') return boolValue(lower === 'true');
  return /^[+-]?\d+$/.test(text) ? boolValue(BigInt(text) !== 0n) : undefined;
}

function integerFrom(text: string, type: 'int' | 'long'): SqlValue | undefined {
  const match = /^([+-]?)(0[xX][0-9a-fA-F]+|\d+)$/.exec(text);
  if (match === null) return undefined;
  const magnitude = BigInt(match[2] ?? '0');
  const value = match[1] === '-' ? -magnitude : magnitude;
  const hex = /^0x/i.test(match[2] ?? '');
  const bits = type === 'int' ? 32n : 64n;
  if (hex ? magnitude >= 1n << bits : value >= 1n << (bits - 1n) || value < -(1n << (bits - 1n))) return undefined;
  return integerValue(value, type);
}

function realFrom(text: string): SqlValue | undefined {
  const lower = text.toLowerCase();
  if (lower === 'nan') return realValue(NaN);
  if (/^[+-]?inf(inity)?$/.test(lower)) return realValue(lower.startsWith('-') ? -Infinity : Infinity);
  if (/^[+-]?0x[0-9a-f]+$/.test(lower)) return realValue(Number(lower));
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/.test(lower) ? realValue(Number(lower)) : undefined;
}

function decimalFrom(text: string): SqlValue | undefined {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return undefined;
  const sql = /e/i.test(text) ? `(CAST(${text}::DOUBLE AS DECIMAL(38,16)))` : `('${text}'::DECIMAL(38,16))`;
  return { sql, type: 'decimal', literal: Number(text), constant: true };
}

function guidFrom(text: string): SqlValue | undefined {
  const hex = text.replace(/^[({]|[)}]$/g, '').replaceAll('-', '').toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(hex)) return undefined;
  const guid = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  return { sql: sqlString(guid), type: 'guid', literal: guid, constant: true };
}

/** Ticks of each unit that a timespan literal may end with. */
const unitTicks: readonly (readonly [RegExp, bigint])[] = [
  [/^(d|day|days)$/, 864_000_000_000n],
  [/^(h|hr|hrs|hour|hours)$/, 36_000_000_000n],
  [/^(m|min|minute|minutes)$/, 600_000_000n],
  [/^(s|sec|second|seconds)$/, ticksPerSecond],
  [/^(ms|milli|millis|millisecond|milliseconds)$/, 10_000n],
  [/^(micro|micros|microsecond|microseconds)$/, 10n],
  [/^(nano|nanos|nanosecond|nanoseconds)$/, 0n],
  [/^(tick|ticks)$/, 1n],
];

/** Ticks of a timespan as literals have it: `1.5h`, `2d`, `1.02:03:04.5`, `12:30`, `3` (days). */
export function timespanTicks(text: string): bigint | undefined {
  const value = text.trim().replace(/^(['"])(.*)\1$/, '$2').trim();
  const unit = /^([+-]?)(\d+(?:\.\d+)?|\.\d+)\s*([a-z]+)$/i.exec(value);
  if (unit !== null) {
    const per = unitTicks.find(([pattern]) => pattern.test((unit[3] ?? '').toLowerCase()))?.[1];
    if (per === undefined) return undefined;
    const ticks = per === 0n ? BigInt(Math.round(Number(unit[2]) / 100)) : scaled(unit[2] ?? '0', per);
    return unit[1] === '-' ? -ticks : ticks;
  }
  const clock = /^([+-]?)(?:(\d+)[.:])?(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,7})\d*)?)?$/.exec(value);
  if (clock !== null) {
    const [, sign, days, hours, minutes, seconds, fraction] = clock;
    if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds ?? '0') > 59) return undefined;
    const whole = ((BigInt(days ?? '0') * 24n + BigInt(hours ?? '0')) * 60n + BigInt(minutes ?? '0')) * 60n + BigInt(seconds ?? '0');
    const ticks = whole * ticksPerSecond + BigInt((fraction ?? '').padEnd(7, '0'));
    return sign === '-' ? -ticks : ticks;
  }
  const days = /^([+-]?)(\d+)$/.exec(value);
  return days === null ? undefined : BigInt(`${days[1] === '-' ? '-' : ''}${days[2]}`) * 864_000_000_000n;
}

/** `decimal * per`, exactly, rounded to the nearest tick. */
function scaled(decimal: string, per: bigint): bigint {
  const [whole = '0', fraction = ''] = decimal.split('.');
  const scale = 10n ** BigInt(fraction.length);
  return (BigInt(`${whole === '' ? '0' : whole}${fraction}`) * per + scale / 2n) / scale;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Ticks of a datetime as literals have it: ISO 8601 and its parts, month/day/year, and the RFC 822 forms. */
export function datetimeTicks(text: string): bigint | undefined {
  const value = text.trim().replace(/^(['"])(.*)\1$/, '$2').trim();
  const iso = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:(?:[T\s]\s*|(?<=\d)[T ])(.+))?$/i.exec(value);
  if (iso !== null) return withTime(Number(iso[1]), Number(iso[2] ?? '1'), Number(iso[3] ?? '1'), iso[4]);
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?:\s+(.+))?$/.exec(value);
  if (american !== null) return withTime(Number(american[3]), Number(american[1]), Number(american[2]), american[4]);
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(value);
  if (compact !== null) return withTime(Number(compact[1]), Number(compact[2]), Number(compact[3]), undefined);
  const rfc = /^(?:[a-z]{3,9},?\s+)?(\d{1,2})[\s-]([a-z]{3})[a-z]*[\s-](\d{2,4})(?:\s+(.+))?$/i.exec(value);
  if (rfc !== null) {
    const year = Number(rfc[3]);
    return withTime(year < 100 ? (year < 50 ? 2000 : 1900) + year : year, months.indexOf((rfc[2] ?? '').toLowerCase()) + 1, Number(rfc[1]), rfc[4]);
  }
  const dashed = /^(\d{1,2})-(\d{1,2})-(\d{4})(?:[T\s]+(.+))?$/i.exec(value);
  if (dashed !== null) return withTime(Number(dashed[3]), Number(dashed[1]), Number(dashed[2]), dashed[4]);
  const listed = /^(\d{4})\s*[,./]\s*(\d{1,2})\s*[,./]\s*(\d{1,2})(?:[T\s]+(.+))?$/i.exec(value);
  if (listed !== null) return withTime(Number(listed[1]), Number(listed[2]), Number(listed[3]), listed[4]);
  return parseDatetime(value) ?? undefined;
}

function withTime(year: number, month: number, day: number, time: string | undefined): bigint | undefined {
  const date = dateTicks(year, month, day);
  if (date === undefined || time === undefined) return date;
  const match = /^(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:[.,](\d{1,7})\d*)?)?)?\s*(am|pm)?\s*(z|gmt|utc|ut|[+-]\d{1,2}(?::?\d{2})?)?$/i.exec(time.trim());
  if (match === null || (match[2] === undefined && match[5] === undefined)) return undefined;
  const [, hourText, minutes = '0', seconds = '0', fraction = '', half, zone] = match;
  let hour = Number(hourText);
  if (half !== undefined && hour >= 1 && hour <= 12) hour = (hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
  if (hour > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined;
  const ticks = BigInt((hour * 60 + Number(minutes)) * 60 + Number(seconds)) * ticksPerSecond + BigInt(fraction.padEnd(7, '0'));
  return date + ticks - zoneTicks(zone);
}

function zoneTicks(zone: string | undefined): bigint {
  const match = /^([+-])(\d{1,2}):?(\d{2})?$/.exec(zone ?? '');
  if (match === null) return 0n;
  const minutes = BigInt(Number(match[2]) * 60 + Number(match[3] ?? '0'));
  return (match[1] === '-' ? -minutes : minutes) * 60n * ticksPerSecond;
}

function dateTicks(year: number, month: number, day: number): bigint | undefined {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1) return undefined;
  return BigInt(date.getTime()) * 10_000n + 621_355_968_000_000_000n;
}
