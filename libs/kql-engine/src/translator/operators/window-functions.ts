import { convert } from '../scalars/convert.js';
import { JsonNumber, readDynamic } from '../scalars/native/json-value.js';
import { native, nativeSql, nullOf } from '../scalars/support.js';
import type { KustoType, SqlValue } from '../sql-value.js';
import type { WindowContext, WindowFunction } from '../translation.js';

/** Functions that look at other rows of a serialized relation. */

const untilHere = 'ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW';
const wholeGroup = 'ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING';

function required(args: readonly SqlValue[], index: number, context: WindowContext): SqlValue {
  const value = args[index];
  if (value === undefined) throw context.invalid('has too few arguments');
  return value;
}

function result(sql: string, type: KustoType): SqlValue {
  return { sql: `(${sql})`, type, constant: false };
}

function neighbour(function_: 'lag' | 'lead'): WindowFunction {
  return (args, context) => {
    const value = required(args, 0, context);
    const offset = args[1] === undefined ? 1 : wholeNumber(args[1], context);
    const byDefault = args[2] === undefined ? nullOf(value.type) : convert(args[2], value.type);
    return result(`${function_}(${value.sql}, ${offset}, ${byDefault.sql}) OVER (${context.over})`, value.type);
  };
}

function wholeNumber(value: SqlValue, context: WindowContext): number {
  const number = typeof value.literal === 'bigint' || typeof value.literal === 'number' ? Number(value.literal) : Number.NaN;
  if (!Number.isInteger(number) || number < 0) throw context.unsupported('with a number that is not constant');
  return number;
}

/** `PARTITION BY` a running count of the rows at which `restart` is true, before the order. */
function restarted(restart: SqlValue | undefined, context: WindowContext): string {
  if (restart === undefined || restart.literal === false) return context.over;
  const at = context.computed({ sql: restart.sql, type: 'bool', constant: false });
  const group = context.computed(result(`coalesce(sum(CASE WHEN ${at.sql} THEN 1 ELSE 0 END) OVER (${context.over} ${untilHere}), 0)`, 'long'));
  return `PARTITION BY ${group.sql} ${context.over}`;
}

const rowNumber: WindowFunction = (args, context) => {
  const start = args[0] === undefined ? '1' : convert(args[0], 'long').sql;
  return result(`row_number() OVER (${restarted(args[1], context)}) - 1 + ${start}`, 'long');
};

const rowCumsum: WindowFunction = (args, context) => {
  const term = required(args, 0, context);
  const type = term.type;
  if (type !== 'int' && type !== 'long' && type !== 'real' && type !== 'decimal' && type !== 'timespan') throw context.unsupported(`over values of type ${type}`);
  const duckType = { int: 'INTEGER', long: 'BIGINT', real: 'DOUBLE', decimal: 'DECIMAL(38,16)', timespan: 'BIGINT' }[type];
  return result(`CAST(sum(${term.sql}) OVER (${restarted(args[1], context)} ${untilHere}) AS ${duckType})`, type);
};

/** Whether the term differs from that of the row before; the first row differs. */
function changed(term: SqlValue, over: string, context: WindowContext): SqlValue {
  const before = `row_number() OVER (${over}) = 1 OR ${term.sql} IS DISTINCT FROM lag(${term.sql}) OVER (${over})`;
  return context.computed(result(before, 'bool'));
}

const rowRankDense: WindowFunction = (args, context) => {
  const over = restarted(args[1], context);
  const change = changed(context.computed(required(args, 0, context)), over, context);
  return result(`CAST(sum(CASE WHEN ${change.sql} THEN 1 ELSE 0 END) OVER (${over} ${untilHere}) AS BIGINT)`, 'long');
};

const rowRankMin: WindowFunction = (args, context) => {
  const over = restarted(args[1], context);
  const change = changed(context.computed(required(args, 0, context)), over, context);
  const number = context.computed(result(`row_number() OVER (${over})`, 'long'));
  return result(`max(CASE WHEN ${change.sql} THEN ${number.sql} END) OVER (${over} ${untilHere})`, 'long');
};

/** The first value of the session that the value at `index` belongs to: a session ends when a value is too far from its first. */
const sessionStart = native('session_start', ['text', 'long', 'long'], 'long', (values, index, most) => {
  const array = readDynamic(typeof values === 'string' ? values : null);
  if (!Array.isArray(array)) return null;
  let first: bigint | null = null;
  for (const each of array.slice(0, Number(index))) {
    const value = each instanceof JsonNumber ? BigInt(each.text) : null;
    if (value !== null && (first === null || value - first > BigInt(most as bigint))) first = value;
  }
  return first;
});

const rowWindowSession: WindowFunction = (args, context) => {
  const value = context.computed(required(args, 0, context));
  const fromFirst = required(args, 1, context);
  const between = required(args, 2, context);
  if (value.type !== 'datetime' || fromFirst.type !== 'timespan' || between.type !== 'timespan') throw context.invalid('needs a datetime and two timespans');
  const restart = args[3] === undefined ? 'false' : `coalesce(${context.computed(args[3]).sql}, false)`;
  const gap = `coalesce(${value.sql} - lag(${value.sql}) OVER (${context.over}) > ${between.sql}, true)`;
  const breaks = context.computed(result(`${restart} OR ${gap}`, 'bool'));
  const group = context.computed(result(`sum(CASE WHEN ${breaks.sql} THEN 1 ELSE 0 END) OVER (${context.over} ${untilHere})`, 'long'));
  const over = `PARTITION BY ${group.sql} ${context.over}`;
  const first = context.computed(result(`first_value(${value.sql}) OVER (${over} ${wholeGroup})`, 'datetime'));
  const last = context.computed(result(`last_value(${value.sql}) OVER (${over} ${wholeGroup})`, 'datetime'));
  const place = context.computed(result(`row_number() OVER (${over})`, 'long'));
  const long = `${last.sql} - ${first.sql} > ${fromFirst.sql}`;
  const all = context.computed(result(`CASE WHEN ${long} THEN CAST(to_json(list(${value.sql}) OVER (${over} ${wholeGroup})) AS VARCHAR) END`, 'string'));
  return result(`CASE WHEN ${long} THEN ${nativeSql(sessionStart, [all.sql, place.sql, fromFirst.sql])} ELSE ${first.sql} END`, 'datetime');
};

/** The window functions by their name in KQL. */
export const windowFunctions: Readonly<Record<string, WindowFunction>> = {
  prev: neighbour('lag'),
  next: neighbour('lead'),
  row_number: rowNumber,
  row_cumsum: rowCumsum,
  row_rank_dense: rowRankDense,
  row_rank_min: rowRankMin,
  row_window_session: rowWindowSession,
};
