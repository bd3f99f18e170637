import { KqlError, KqlErrorCode } from '../kql.error.js';
import { datetimeText, timespanText } from '../translator/ticks-text.js';
import type { KustoType } from '../translator/sql-value.js';
import type { HuntCell } from './hunt-backend.js';

/**
 * What DuckDB gave for a column of that Kusto type, as a cell. `exact` is for writers of JSON: numbers inside dynamic values that
 * JavaScript would print differently (1.0, more than 2^53) are what `JSON.rawJSON` makes.
 */
export function cellOf(value: unknown, type: KustoType, exact = false): HuntCell {
  if (value === null || value === undefined) return type === 'string' ? '' : null;
  switch (type) {
    case 'bool':
      return Boolean(value);
    case 'int':
    case 'long':
      return typeof value === 'bigint' ? longCell(value) : realCell(Number(value));
    case 'real':
      return realCell(Number(value));
    case 'decimal':
      return Number(String(value));
    case 'datetime':
      return datetimeText(BigInt(value as bigint));
    case 'timespan':
      return timespanText(BigInt(value as bigint));
    case 'dynamic':
      return dynamicCell(String(value), exact);
    default:
      return String(value);
  }
}

function longCell(value: bigint): HuntCell {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

/** JSON has no NaN and no infinity: they are written as Kusto's JSON has them. */
function realCell(value: number): HuntCell {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  return value;
}

/** The engine's own form of an hll or t-digest is not Kusto's: what is read out of one is exact, the sketch itself is never shown. */
const sketch = /^\{"\$(?:hll|tdigest)":/;

/** A number that could print differently: with a fraction or exponent, or with more digits than a double keeps. */
const delicate = /\d[.eE]|\d{16}/;

type Reviver = (this: unknown, key: string, value: unknown, context: { source?: string }) => unknown;
/** Of ECMAScript 2026, which the types of our target do not have yet. */
const { parse, rawJSON } = JSON as unknown as { parse(text: string, reviver: Reviver): unknown; rawJSON(text: string): unknown };
const keepDigits: Reviver = (_key, value, { source }) => (typeof value === 'number' && source !== undefined && String(value) !== source ? rawJSON(source) : value);

function dynamicCell(json: string, exact: boolean): HuntCell {
  if (sketch.test(json)) throw new KqlError(KqlErrorCode.Unsupported, 'A sketch (hll, tdigest) cannot be a result of this engine; read a count or percentile out of it.');
  try {
    return (exact && delicate.test(json) ? parse(json, keepDigits) : JSON.parse(json)) as HuntCell;
  } catch {
    return json;
  }
}
