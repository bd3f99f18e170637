import { type FunctionContext, type KustoType, type SqlValue, sqlString } from '../sql-value.js';
import { placeOf, textOf } from './origins.js';
import { parseDatetime, parseTimespan } from './native/time-text.js';
import { readDynamic, realJson, JsonNumber, writeJson } from './native/json-value.js';
import { duckTypeOf, made, native, nativeSql, nullOf, once, textLiteral } from './support.js';

/** Conversions between all Kusto types, with the null rules of tostring(), tolong(), todatetime() ... */

native('todatetime', ['text'], 'long', (text) => (typeof text === 'string' ? parseDatetime(text) : null));
native('totimespan', ['text'], 'long', (text) => (typeof text === 'string' ? parseTimespan(text) : null));

/** A real as Kusto prints it: the shortest digits that read back the same, with an exponent of at least two digits. */
export function realText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  const [digits = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  if (value !== 0 && (power >= 15 || power <= -5)) {
    return `${digits}E${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
  }
  const text = value === 0 ? '0' : String(value).includes('e') ? value.toFixed(-power + digits.replace(/[-.]/g, '').length - 1) : String(value);
  return text.includes('.') ? text : `${text}.0`;
}

native('real_text', ['real'], 'text', (value) => (typeof value === 'number' ? realText(value) : null));
native('real_json', ['real'], 'text', (value) => (typeof value === 'number' ? writeJson(realJson(value)) : null));

const dynamicReal = native('dynamic_real', ['text'], 'real', (text) => {
  const value = readDynamic(text as string | null);
  if (value instanceof JsonNumber) return value.value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'string') return null;
  return realOfText(value);
});

function realOfText(text: string): number | null {
  const trimmed = text.trim();
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(trimmed)) return Number(trimmed);
  if (/^nan$/i.test(trimmed)) return Number.NaN;
  if (/^\+?inf(?:inity)?$/i.test(trimmed)) return Number.POSITIVE_INFINITY;
  return /^-inf(?:inity)?$/i.test(trimmed) ? Number.NEGATIVE_INFINITY : null;
}

const integerPattern = String.raw`'\s*[-+]?[0-9]{1,19}\s*'`;
const realPattern = String.raw`'\s*[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?\s*'`;
const isoDatetime = String.raw`'[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,7})?Z?'`;

/** Macros behind the conversions. */
export const convertMacros: readonly string[] = [
  `kql_text_bool(x) AS CASE WHEN x THEN 'true' WHEN NOT x THEN 'false' ELSE '' END`,
  `kql_text_real(x) AS CASE WHEN x IS NULL THEN '' WHEN x = 0 OR (abs(x) >= 1e-4 AND abs(x) < 1e15) THEN CAST(x + 0.0::DOUBLE AS VARCHAR) ELSE kql_real_text(x) END`,
  String.raw`kql_text_decimal(x) AS coalesce(regexp_replace(CAST(x AS VARCHAR), '\.?0+$', ''), '')`,
  `kql_text_datetime(x) AS coalesce(strftime(make_timestamp((x // 10) - 62135596800000000), '%Y-%m-%dT%H:%M:%S.%f') || CAST(x % 10 AS VARCHAR) || 'Z', '')`,
  `kql_text_timespan(x) AS CASE WHEN x IS NULL THEN '' ELSE (CASE WHEN x < 0 THEN '-' ELSE '' END)
    || (CASE WHEN abs(x // 864000000000) > 0 THEN CAST(abs(x // 864000000000) AS VARCHAR) || '.' ELSE '' END)
    || lpad(CAST(abs(x // 36000000000) % 24 AS VARCHAR), 2, '0') || ':' || lpad(CAST(abs(x // 600000000) % 60 AS VARCHAR), 2, '0')
    || ':' || lpad(CAST(abs(x // 10000000) % 60 AS VARCHAR), 2, '0')
    || (CASE WHEN x % 10000000 <> 0 THEN '.' || lpad(CAST(abs(x % 10000000) AS VARCHAR), 7, '0') ELSE '' END) END`,
  `kql_text_dynamic(x) AS coalesce(json_extract_string(x, '$'), '')`,
  `kql_long_text(x) AS CASE WHEN regexp_full_match(x, ${integerPattern}) THEN TRY_CAST(x AS BIGINT)
    WHEN regexp_full_match(x, '\\s*0[xX][0-9a-fA-F]{1,16}\\s*') THEN kql_hex_long(x) ELSE NULL END`,
  `kql_real_of_text(x) AS CASE WHEN regexp_full_match(x, ${realPattern}) THEN TRY_CAST(x AS DOUBLE)
    WHEN lower(trim(x)) IN ('nan', 'inf', '+inf', '-inf', 'infinity', '+infinity', '-infinity') THEN TRY_CAST(trim(x) AS DOUBLE) ELSE NULL END`,
  `kql_decimal_text(x) AS CASE WHEN regexp_full_match(x, ${realPattern}) THEN TRY_CAST(x AS DECIMAL(38,16)) ELSE NULL END`,
  `kql_bool_text(x) AS CASE lower(trim(x)) WHEN 'true' THEN true WHEN 'false' THEN false ELSE kql_long_text(x) <> 0 END`,
  `kql_long_real(x) AS CASE WHEN isfinite(x) THEN TRY_CAST(trunc(x) AS BIGINT) ELSE NULL END`,
  `kql_datetime_text(x) AS CASE WHEN regexp_full_match(x, ${isoDatetime}) THEN epoch_us(TRY_CAST(left(x, 26) AS TIMESTAMP)) * 10 + 621355968000000000 + coalesce(TRY_CAST(x[27] AS BIGINT), 0)
    WHEN x = '' THEN NULL ELSE kql_todatetime(x) END`,
  `kql_timespan_text(x) AS CASE WHEN x = '' THEN NULL ELSE kql_totimespan(x) END`,
  String.raw`kql_guid_text(x) AS CASE WHEN regexp_full_match(x, '\s*[{(]?[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}[})]?\s*')
    THEN regexp_replace(lower(regexp_replace(x, '[^0-9a-fA-F]', '', 'g')), '^(.{8})(.{4})(.{4})(.{4})(.{12})$', '\1-\2-\3-\4-\5') ELSE NULL END`,
  `kql_json_null(x) AS CASE WHEN CAST(x AS VARCHAR) = 'null' THEN NULL ELSE x END`,
  `kql_parse_json(x) AS CASE WHEN x = '' THEN NULL WHEN json_valid(x) AND NOT regexp_matches(x, '^\\s*[-+]?[NnIi](a|n)') THEN kql_json_null(json(x)) ELSE to_json(x) END`,
  `kql_json_real(x) AS CASE WHEN isfinite(x) THEN (CASE WHEN abs(x) < 1e15 AND (abs(x) >= 1e-4 OR x = 0) THEN to_json(x) ELSE CAST(kql_real_json(x) AS JSON) END)
    WHEN x IS NULL THEN NULL ELSE CAST(kql_real_json(x) AS JSON) END`,
  `kql_dynamic_long(x) AS CASE json_type(x) WHEN 'DOUBLE' THEN kql_long_real(CAST(x AS DOUBLE)) WHEN 'BOOLEAN' THEN CAST(CAST(x AS BOOLEAN) AS BIGINT)
    ELSE kql_long_text(json_extract_string(x, '$')) END`,
  `kql_dynamic_bool(x) AS CASE json_type(x) WHEN 'DOUBLE' THEN CAST(x AS DOUBLE) <> 0 ELSE kql_bool_text(json_extract_string(x, '$')) END`,
];

native('hex_long', ['text'], 'long', (text) => {
  if (typeof text !== 'string') return null;
  return BigInt.asIntN(64, BigInt(text.trim()));
});


type Conversion = (sql: string) => string;

const integerTo: Partial<Record<KustoType, Conversion>> = {
  bool: (x) => `(${x} <> 0)`,
  int: (x) => `TRY_CAST(${x} AS INTEGER)`,
  long: (x) => `CAST(${x} AS BIGINT)`,
  real: (x) => `CAST(${x} AS DOUBLE)`,
  decimal: (x) => `CAST(${x} AS DECIMAL(38,16))`,
  datetime: (x) => `CAST(${x} AS BIGINT)`,
  timespan: (x) => `CAST(${x} AS BIGINT)`,
  string: (x) => `coalesce(CAST(${x} AS VARCHAR), '')`,
  dynamic: (x) => `to_json(${x})`,
};

const conversions: Readonly<Record<KustoType, Partial<Record<KustoType, Conversion>>>> = {
  bool: {
    int: (x) => `CAST(${x} AS INTEGER)`,
    long: (x) => `CAST(${x} AS BIGINT)`,
    real: (x) => `CAST(CAST(${x} AS INTEGER) AS DOUBLE)`,
    decimal: (x) => `CAST(CAST(${x} AS INTEGER) AS DECIMAL(38,16))`,
    string: (x) => `kql_text_bool(${x})`,
    dynamic: (x) => `to_json(${x})`,
  },
  int: integerTo,
  long: integerTo,
  real: {
    bool: (x) => `(${x} <> 0)`,
    int: (x) => `TRY_CAST(kql_long_real(${x}) AS INTEGER)`,
    long: (x) => `kql_long_real(${x})`,
    decimal: (x) => `TRY_CAST(${x} AS DECIMAL(38,16))`,
    string: (x) => `kql_text_real(${x})`,
    dynamic: (x) => `kql_json_real(${x})`,
  },
  decimal: {
    bool: (x) => `(${x} <> 0)`,
    int: (x) => `TRY_CAST(trunc(${x}) AS INTEGER)`,
    long: (x) => `TRY_CAST(trunc(${x}) AS BIGINT)`,
    real: (x) => `CAST(${x} AS DOUBLE)`,
    string: (x) => `kql_text_decimal(${x})`,
    dynamic: (x) => `CASE WHEN ${x} IS NULL THEN NULL ELSE to_json(kql_text_decimal(${x})) END`,
  },
  string: {
    bool: (x) => `kql_bool_text(${x})`,
    int: (x) => `TRY_CAST(kql_long_text(${x}) AS INTEGER)`,
    long: (x) => `kql_long_text(${x})`,
    real: (x) => `kql_real_of_text(${x})`,
    decimal: (x) => `kql_decimal_text(${x})`,
    datetime: (x) => `kql_datetime_text(${x})`,
    timespan: (x) => `kql_timespan_text(${x})`,
    guid: (x) => `kql_guid_text(${x})`,
    dynamic: (x) => `to_json(${x})`,
  },
  datetime: {
    long: (x) => x,
    string: (x) => `kql_text_datetime(${x})`,
    dynamic: (x) => `CASE WHEN ${x} IS NULL THEN NULL ELSE to_json(kql_text_datetime(${x})) END`,
  },
  timespan: {
    long: (x) => x,
    real: (x) => `CAST(${x} AS DOUBLE)`,
    string: (x) => `kql_text_timespan(${x})`,
    dynamic: (x) => `CASE WHEN ${x} IS NULL THEN NULL ELSE to_json(kql_text_timespan(${x})) END`,
  },
  guid: {
    string: (x) => `coalesce(${x}, '')`,
    dynamic: (x) => `to_json(${x})`,
  },
  dynamic: {
    bool: (x) => `kql_dynamic_bool(${x})`,
    int: (x) => `TRY_CAST(kql_dynamic_long(${x}) AS INTEGER)`,
    long: (x) => `kql_dynamic_long(${x})`,
    real: (x) => nativeSql(dynamicReal, [x]),
    decimal: (x) => `kql_decimal_text(json_extract_string(${x}, '$'))`,
    datetime: (x) => `kql_datetime_text(json_extract_string(${x}, '$'))`,
    timespan: (x) => `kql_timespan_text(json_extract_string(${x}, '$'))`,
    guid: (x) => `kql_guid_text(json_extract_string(${x}, '$'))`,
    string: (x) => `kql_text_dynamic(${x})`,
  },
};

/** `value` as a value of another type, as tostring(), tolong(), todatetime() ... convert; null where it cannot be one. */
export function convert(value: SqlValue, to: KustoType): SqlValue {
  if (value.type === to) return value;
  if (value.literal === null) return nullOf(to);
  const literal = convertLiteral(value, to);
  if (literal !== undefined) return literal;
  if (to === 'string' && value.type === 'dynamic') return made(to, dynamicText(value), [value]);
  const sql = conversions[value.type][to];
  if (sql === undefined) return { ...nullOf(to), constant: value.constant };
  return made(to, once(value.sql, sql), [value]);
}

function dynamicText(value: SqlValue): string {
  const [text, place] = [textOf(value), placeOf(value)];
  if (text !== undefined) return `coalesce(${text}, '')`;
  return place === undefined ? `kql_text_dynamic(${value.sql})` : `coalesce(json_extract_string(${place.base}, ${sqlString(`$${place.path}`)}), '')`;
}

/** Whether Kusto has a conversion between the types at all. */
export function canConvert(from: KustoType, to: KustoType): boolean {
  return from === to || conversions[from][to] !== undefined;
}

function convertLiteral(value: SqlValue, to: KustoType): SqlValue | undefined {
  const { literal, type } = value;
  if (type === 'string' && typeof literal === 'string') {
    if (to === 'datetime' || to === 'timespan') {
      const ticks = to === 'datetime' ? parseDatetime(literal) : parseTimespan(literal);
      return ticks === null ? nullOf(to) : { sql: `(${ticks})::BIGINT`, type: to, literal: ticks, constant: true };
    }
    return undefined;
  }
  if ((type === 'int' || type === 'long') && (typeof literal === 'bigint' || typeof literal === 'number')) {
    if (to === 'string') return textLiteral(String(literal));
    if (to === 'real') return { sql: `(${literal})::DOUBLE`, type: to, literal: Number(literal), constant: true };
    if (to === 'long' || to === 'timespan' || to === 'datetime') {
      return { sql: `(${literal})::BIGINT`, type: to, literal: BigInt(literal), constant: true };
    }
  }
  if (type === 'bool' && typeof literal === 'boolean' && to === 'string') return textLiteral(literal ? 'true' : 'false');
  return undefined;
}

/** tostring(). */
export function asText(value: SqlValue): SqlValue {
  return convert(value, 'string');
}

/** The value as JSON: a string becomes a JSON string, it is not parsed. */
export function asDynamic(value: SqlValue): SqlValue {
  return convert(value, 'dynamic');
}

export function asLong(value: SqlValue): SqlValue {
  return convert(value, 'long');
}

export function asReal(value: SqlValue): SqlValue {
  return convert(value, 'real');
}

/** A constant that is a type name, as `typeof(long)` arrives. */
export function typeNamed(value: SqlValue, context: FunctionContext): KustoType {
  const name = typeof value.literal === 'string' ? value.literal.toLowerCase() : '';
  const named = typeNames[name];
  if (named === undefined) throw context.invalid('needs a type such as typeof(long)');
  return named;
}

const typeNames: Readonly<Record<string, KustoType>> = {
  ...Object.fromEntries((Object.keys(duckTypeOf) as KustoType[]).map((type) => [type, type])),
  boolean: 'bool', double: 'real', date: 'datetime', time: 'timespan', uuid: 'guid', uniqueid: 'guid',
};
