import { projected, type NamedValue, type Relation } from '../../relation.js';
import { sqlName, type KustoType, type SqlValue } from '../../sql-value.js';
import type { Output, Scope, Translation } from '../../translation.js';
import { boundNames, requiredArgument, typedArgument, type PluginCall } from './plugin-call.js';

/** Plug-ins that count the users of time windows. Counts of different users are exact. */

interface Timeline {
  readonly scope: Scope;
  readonly id: SqlValue;
  readonly time: Output;
  readonly start: string;
  readonly end: string;
  readonly dimensions: readonly Output[];
}

const timeTypes: ReadonlySet<KustoType> = new Set(['datetime', 'long', 'timespan']);

function stepType(type: KustoType): KustoType {
  return type === 'datetime' ? 'timespan' : type;
}

function readTimeline(call: PluginCall, input: Relation, firstDimension: number, t: Translation): Timeline {
  const scope = t.scope(input);
  const id = scope.computed(t.expression(requiredArgument(call, 0, t), scope));
  const time = t.outputs([requiredArgument(call, 1, t)], scope)[0];
  if (time === undefined || !timeTypes.has(time.value.type)) throw t.unsupported(call.node, `${call.name} over a timeline of type ${time?.value.type ?? 'unknown'}`);
  const dimensions = t.outputs(call.args.slice(firstDimension), scope);
  return {
    scope,
    id,
    time: { ...time, value: scope.computed(time.value) },
    start: typedArgument(call, 2, time.value.type, t).sql,
    end: typedArgument(call, 3, time.value.type, t).sql,
    dimensions,
  };
}

/** Rows from start to end (which counts) with their bin, counted from the start. */
function binned({ scope, id, time, start, end, dimensions }: Timeline, step: string): string {
  const names = dimensions.map((each, index) => `${each.value.sql} AS "d${index}"`);
  const value = time.value.sql;
  return `SELECT ${[`${id.sql} AS "u"`, `(${value} - ${start}) // ${step} AS "b"`, ...names].join(', ')} FROM (${scope.relation.sql}) WHERE ${value} >= ${start} AND ${value} <= ${end}`;
}

function timeColumn({ time, start }: Timeline, step: string): NamedValue {
  return { name: time.name, value: { sql: `(${start} + "b" * ${step})`, type: time.value.type, constant: false } };
}

function dimensionColumns(timeline: Timeline): NamedValue[] {
  return timeline.dimensions.map((each, index) => ({ name: each.name, value: { sql: sqlName(`d${index}`), type: each.value.type, constant: false } }));
}

const long = (name: string, sql: string): NamedValue => ({ name, value: { sql, type: 'long', constant: false } });

const byBin = [{ id: 'b', descending: false, nullsFirst: false }];

/** `activity_counts_metrics(Id, Timeline, Start, End, Step, dimensions...)`. */
export function translateActivityCounts(call: PluginCall, input: Relation, t: Translation): Relation {
  const timeline = readTimeline(call, input, 5, t);
  const step = typedArgument(call, 4, stepType(timeline.time.value.type), t).sql;
  const dims = timeline.dimensions.map((_, index) => `"d${index}"`);
  const partition = dims.length === 0 ? '' : `PARTITION BY ${dims.join(', ')} `;
  const rows = `SELECT *, row_number() OVER (PARTITION BY ${['"u"', ...dims].join(', ')} ORDER BY "b") = 1 AS "new" FROM (${binned(timeline, step)})`;
  const group = ['"b"', ...dims].join(', ');
  const counts = `SELECT ${group}, count(*) AS "c", count(DISTINCT "u") AS "dc", count(DISTINCT "u") FILTER (WHERE "new") AS "nc" FROM (${rows}) GROUP BY ${group}`;
  const sql = `SELECT *, CAST(sum("nc") OVER (${partition}ORDER BY "b" ROWS UNBOUNDED PRECEDING) AS BIGINT) AS "ac" FROM (${counts})`;
  return projected({ sql, columns: [], order: byBin, serialized: false }, [
    timeColumn(timeline, step), ...dimensionColumns(timeline), long('count', '"c"'), long('dcount', '"dc"'), long('new_dcount', '"nc"'), long('aggregated_dcount', '"ac"'),
  ]);
}

/** `sliding_window_counts(Id, Timeline, Start, End, LookbackWindow, Step, dimensions...)`: windows of whole steps that end with each bin. */
export function translateSlidingWindow(call: PluginCall, input: Relation, t: Translation): Relation {
  const timeline = readTimeline(call, input, 6, t);
  const type = stepType(timeline.time.value.type);
  const [window, step] = [typedArgument(call, 4, type, t), typedArgument(call, 5, type, t)];
  if (typeof window.literal !== 'bigint' || typeof step.literal !== 'bigint' || step.literal <= 0n || window.literal % step.literal !== 0n || window.literal < step.literal) {
    throw t.unsupported(call.node, 'sliding_window_counts with a window that is not a whole number of steps');
  }
  const steps = window.literal / step.literal;
  const { time, start, end, scope, id, dimensions } = timeline;
  const names = dimensions.map((each, index) => `${each.value.sql} AS "d${index}"`);
  const offset = `${time.value.sql} - ${start}`;
  const bin = `(${offset} - (((${offset}) % ${step.sql}) + ${step.sql}) % ${step.sql}) // ${step.sql}`;
  const inside = `${time.value.sql} > ${start} - ${window.sql} AND ${time.value.sql} <= ${end}`;
  const rows = `SELECT ${[`${id.sql} AS "u"`, `${bin} AS "own"`, ...names].join(', ')} FROM (${scope.relation.sql}) WHERE ${inside}`;
  const spread = `SELECT *, unnest(range(greatest("own", 0), least("own" + ${steps}, (${end} - ${start}) // ${step.sql} + 1))) AS "b" FROM (${rows})`;
  const group = ['"b"', ...dimensions.map((_, index) => `"d${index}"`)].join(', ');
  const sql = `SELECT ${group}, count(*) AS "c", count(DISTINCT "u") AS "dc" FROM (${spread}) GROUP BY ${group}`;
  return projected({ sql, columns: [], order: byBin, serialized: false }, [
    timeColumn(timeline, step.sql), ...dimensionColumns(timeline), long('Count', '"c"'), long('Dcount', '"dc"'),
  ]);
}

/**
 * `active_users_count(Id, Timeline, Start, End, LookbackWindow, Period, ActivePeriods, Bin, dimensions...)`: users that were
 * seen in so many periods of the window that ends with their event.
 */
export function translateActiveUsers(call: PluginCall, input: Relation, t: Translation): Relation {
  const timeline = readTimeline(call, input, 8, t);
  const type = stepType(timeline.time.value.type);
  const [window, period, step] = [typedArgument(call, 4, type, t).sql, typedArgument(call, 5, type, t).sql, typedArgument(call, 7, type, t).sql];
  const periods = typedArgument(call, 6, 'long', t).sql;
  const { time, start, end, scope, id, dimensions } = timeline;
  const names = dimensions.map((each, index) => `${each.value.sql} AS "d${index}"`);
  const offset = `(${time.value.sql} - ${start})`;
  const place = `(${offset} - ((${offset} % ${period}) + ${period}) % ${period}) // ${period}`;
  const rows = `SELECT ${[`${id.sql} AS "u"`, `${time.value.sql} AS "at"`, `${place} AS "p"`, ...names].join(', ')} FROM (${scope.relation.sql}) WHERE ${time.value.sql} > ${start} - ${window} AND ${time.value.sql} <= ${end}`;
  const dims = dimensions.map((_, index) => `"d${index}"`);
  const same = ['a."u" IS NOT DISTINCT FROM b."u"', ...dims.map((each) => `a.${each} IS NOT DISTINCT FROM b.${each}`)].join(' AND ');
  const keys = ['a."u"', 'a."at"', ...dims.map((each) => `a.${each}`)].join(', ');
  const active = `WITH e AS MATERIALIZED (${rows}) SELECT ${keys}, count(DISTINCT b."p") AS "n" FROM (SELECT DISTINCT * FROM e WHERE "at" >= ${start}) a JOIN e b ON ${same} AND b."at" <= a."at" AND b."at" > a."at" - ${window} GROUP BY ${keys}`;
  const group = ['"b"', ...dims].join(', ');
  const sql = `SELECT ${group}, count(DISTINCT "u") AS "dc" FROM (SELECT *, ("at" - ${start}) // ${step} AS "b" FROM (${active}) WHERE "n" >= ${periods}) GROUP BY ${group}`;
  return projected({ sql, columns: [], order: byBin, serialized: false }, [timeColumn(timeline, step), ...dimensionColumns(timeline), long('dcount', '"dc"')]);
}

/**
 * `rolling_percentile(Value, Percentile, Index, BinSize, BinsPerWindow, dimensions...)`: nearest rank over the bins of a
 * window that ends with each bin.
 */
export function translateRollingPercentile(call: PluginCall, input: Relation, t: Translation): Relation {
  const scope = t.scope(input);
  const value = t.expression(requiredArgument(call, 0, t), scope);
  const index = t.outputs([requiredArgument(call, 2, t)], scope)[0];
  if (index === undefined || !timeTypes.has(index.value.type) || !['long', 'int', 'real', 'datetime', 'timespan'].includes(value.type)) throw t.unsupported(call.node, 'rolling_percentile over values of these types');
  const dimensions = t.outputs(call.args.slice(5), scope);
  const percentile = Number(t.constant(requiredArgument(call, 1, t), 'The percentile'));
  const bins = typedArgument(call, 4, 'long', t).sql;
  const step = typedArgument(call, 3, stepType(index.value.type), t).sql;
  if (!(percentile >= 0 && percentile <= 100)) throw t.invalid(call.node, 'rolling_percentile needs a percentile between 0 and 100');
  const names = dimensions.map((each, at) => `${each.value.sql} AS "d${at}"`);
  const at = index.value.sql;
  const bin = `(${at} - ((${at} % ${step}) + ${step}) % ${step}) // ${step}`;
  const rows = `SELECT ${[`${value.sql} AS "v"`, `${bin} AS "b"`, ...names].join(', ')} FROM (${scope.relation.sql}) WHERE ${at} IS NOT NULL`;
  const dims = dimensions.map((_, place) => `"d${place}"`);
  const same = ['v."b" <= w."b"', `v."b" > w."b" - ${bins}`, ...dims.map((each) => `v.${each} IS NOT DISTINCT FROM w.${each}`)].join(' AND ');
  const keys = ['w."b"', ...dims.map((each) => `w.${each}`)].join(', ');
  const windows = `SELECT DISTINCT ${['"b"', ...dims].join(', ')} FROM r`;
  const sql = `WITH r AS MATERIALIZED (${rows}) SELECT ${keys}, quantile_disc(v."v", ${percentile / 100}) AS "p" FROM (${windows}) w JOIN r v ON ${same} GROUP BY ${keys}`;
  const type: KustoType = value.type === 'int' ? 'long' : value.type;
  const name = boundNames(call).at(-1) ?? 'rolling_percentile';
  return projected({ sql, columns: [], order: byBin, serialized: false }, [
    { name: index.name, value: { sql: `("b" * ${step})`, type: index.value.type, constant: false } },
    ...dimensions.map((each, place): NamedValue => ({ name: each.name, value: { sql: sqlName(`d${place}`), type: each.value.type, constant: false } })),
    { name, value: { sql: type === 'long' ? 'CAST("p" AS BIGINT)' : '"p"', type, constant: false } },
  ]);
}
