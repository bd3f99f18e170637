import { asDynamic, convert } from '../scalars/convert.js';
import { projected, type NamedValue, type Relation } from '../relation.js';
import { sqlName, type KustoType, type SqlValue } from '../sql-value.js';
import { elements, kindOf, namedParameters, parameterText } from '../syntax.js';
import type { KqlNode, Output, Scope, Translation } from '../translation.js';

/** `make-series`: aggregates over bins of an axis as arrays, one row for each group, gaps filled with a default. */

type MakeSeriesNode = Kusto.Language.Syntax.MakeSeriesOperator;

/** The axis: where it begins and ends (exclusive), and its step; undefined where the data of a group decides. */
interface Axis {
  readonly value: SqlValue;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly step: string;
  /** The rows that count. */
  readonly inside: readonly string[];
}

/** Kusto makes no longer series. */
const mostBins = 1_048_576;

const axisTypes: ReadonlySet<KustoType> = new Set(['datetime', 'timespan', 'int', 'long', 'real', 'decimal']);

function stepType(axis: KustoType): KustoType {
  return axis === 'datetime' ? 'timespan' : axis;
}

/** The largest multiple of the step, counted from `base`, that is no greater: as a number of steps. */
function binOf(value: string, base: string | undefined, step: string, type: KustoType): string {
  const distance = base === undefined ? value : `(${value} - ${base})`;
  if (type === 'real') return `CAST(floor(${distance} / ${step}) AS BIGINT)`;
  return `((${distance} - ((${distance} % ${step}) + ${step}) % ${step}) // ${step})`;
}

function bound(node: KqlNode, type: KustoType, t: Translation): string {
  const value = t.expression(node);
  if (value.type !== type) return convert(value, type).sql;
  return value.sql;
}

function edge(clause: { Expression: unknown } | null | undefined, type: KustoType, t: Translation): string | undefined {
  return clause === null || clause === undefined ? undefined : bound(clause.Expression as KqlNode, type, t);
}

/** Integers count as long, decimals as real: the axis has one type of each kind. */
function axisValue(node: KqlNode, scope: Scope, t: Translation): Output {
  const output = t.outputs([node], scope)[0];
  if (output === undefined || !axisTypes.has(output.value.type)) throw t.unsupported(node, `make-series on values of type ${output?.value.type ?? 'unknown'}`);
  const { type } = output.value;
  const wide = type === 'int' ? convert(output.value, 'long') : type === 'decimal' ? convert(output.value, 'real') : output.value;
  return { ...output, value: scope.computed(wide) };
}

function readAxis(node: MakeSeriesNode, value: SqlValue, t: Translation): Axis {
  const type = value.type;
  const range = node.RangeClause as unknown as KqlNode;
  if (kindOf(range) === 'MakeSeriesInRangeClause') {
    const [start, stop, step] = elements((range as Kusto.Language.Syntax.MakeSeriesInRangeClause).Arguments?.Expressions);
    if (start === undefined || stop === undefined || step === undefined) throw t.invalid(range, 'in range needs a start, a stop and a step');
    return rangeAxis(value, bound(start, type, t), bound(stop, type, t), bound(step, stepType(type), t));
  }
  const clause = range as Kusto.Language.Syntax.MakeSeriesFromToStepClause;
  const from = edge(clause.MakeSeriesFromClause, type, t);
  const to = edge(clause.MakeSeriesToClause, type, t);
  const step = edge(clause.MakeSeriesStepClause, stepType(type), t);
  if (step === undefined) throw t.invalid(range, 'make-series needs a step');
  const inside = [`${value.sql} IS NOT NULL`];
  if (from !== undefined) inside.push(`${value.sql} >= ${from}`);
  if (to !== undefined) inside.push(`${value.sql} < ${to}`);
  return { value, from, to, step, inside };
}

/**
 * The older `in range (start, stop, step)` bins by multiples of the step and includes the stop. What it does with values
 * of the first bin before the start, and of the last after the stop, is not documented: such values stop the query.
 */
function rangeAxis(value: SqlValue, start: string, stop: string, step: string): Axis {
  const type = value.type;
  const first = `(${binOf(start, undefined, step, type)} * ${step})`;
  const bin = `(${binOf(value.sql, undefined, step, type)} * ${step})`;
  const unclear = `(${value.sql} < ${start} OR ${value.sql} > ${stop})`;
  const message = "'make-series in range: values between the start or stop and the edge of their bin; use from, to and step'";
  const counted = `${bin} >= ${first} AND ${bin} <= ${stop} AND (CASE WHEN ${unclear} THEN error(${message}) ELSE true END)`;
  return { value, from: first, to: `(${stop} + ${type === 'real' ? `${step} * 1e-9` : '1'})`, step, inside: [`${value.sql} IS NOT NULL`, counted] };
}

interface Series {
  readonly name: string;
  readonly value: SqlValue;
  readonly byDefault: string;
}

function readSeries(node: MakeSeriesNode, scope: Scope, t: Translation): Series[] {
  return elements<Kusto.Language.Syntax.MakeSeriesExpression>(node.Aggregates).map((each) => {
    const expression = each.Expression as KqlNode;
    const named = kindOf(expression) === 'SimpleNamedExpression';
    const inner = named ? ((expression as Kusto.Language.Syntax.SimpleNamedExpression).Expression as KqlNode) : expression;
    const value = t.aggregate(inner, scope);
    return { name: '', value, byDefault: defaultOf(each.DefaultExpression, value.type, t) };
  });
}

function defaultOf(clause: Kusto.Language.Syntax.DefaultExpressionClause | null, type: KustoType, t: Translation): string {
  if (clause === null || clause === undefined) return type === 'dynamic' || type === 'string' || type === 'guid' ? 'NULL::JSON' : asDynamic(convert({ sql: '0::BIGINT', type: 'long', literal: 0n, constant: true }, type)).sql;
  const value = t.expression(clause.Expression as KqlNode);
  const widened = value.type === 'real' && (type === 'long' || type === 'int') ? value : convert(value, type);
  return asDynamic(widened).sql;
}

/** Translates `make-series`. */
export function translateMakeSeries(node: MakeSeriesNode, input: Relation, t: Translation): Relation {
  const kind = parameterText(namedParameters(node.Parameters).get('kind'))?.toLowerCase();
  if (kind !== undefined && kind !== 'nonempty') throw t.unsupported(node, `kind=${kind} of make-series`);
  const scope = t.scope(input);
  const axisOutput = axisValue((node.OnClause as Kusto.Language.Syntax.MakeSeriesOnClause).Expression as KqlNode, scope, t);
  const axis = readAxis(node, axisOutput.value, t);
  const keys = t.outputs(elements((node.ByClause as Kusto.Language.Syntax.MakeSeriesByClause | null)?.Expressions), scope);
  const series = readSeries(node, scope, t);
  const names = seriesNames(node, scope, t);
  const sql = seriesSql({ axis, keys, series, source: scope.relation, nonEmpty: kind === 'nonempty' }, t);
  const type = axis.value.type;
  const start = axis.from ?? (type === 'real' ? '0.0::DOUBLE' : '0');
  const point = asDynamic({ sql: `(${start} + n * ${axis.step})`, type, constant: false }).sql;
  const outputs: NamedValue[] = [
    ...keys.map((key, index): NamedValue => ({ name: key.name, value: { sql: sqlName(`k${index}`), type: key.value.type, constant: false } })),
    ...series.map((_, index): NamedValue => ({ name: names[index] ?? '', value: { sql: sqlName(`s${index}`), type: 'dynamic', constant: false } })),
    { name: axisOutput.name, value: { sql: `to_json(list_transform("ns", lambda n: ${point}))`, type: 'dynamic', constant: false } },
  ];
  return projected({ sql, columns: [], order: [], serialized: false }, outputs);
}

/** The names of the aggregates, as in summarize. */
function seriesNames(node: MakeSeriesNode, scope: Scope, t: Translation): string[] {
  const expressions = elements<Kusto.Language.Syntax.MakeSeriesExpression>(node.Aggregates).map((each) => each.Expression as KqlNode);
  const table = t.summarize(expressions, [], scope.relation);
  return table.columns.map((column) => column.name);
}

interface Parts {
  readonly axis: Axis;
  readonly keys: readonly Output[];
  readonly series: readonly Series[];
  readonly source: Relation;
  readonly nonEmpty: boolean;
}

function seriesSql({ axis, keys, series, source, nonEmpty }: Parts, t: Translation): string {
  const [bins, groups] = [t.uniqueName('b'), t.uniqueName('g')];
  const type = axis.value.type;
  const keySql = keys.map((key, index) => `${key.value.sql} AS "k${index}"`);
  const keyNames = keys.map((_, index) => `"k${index}"`);
  const binned = [
    ...keySql,
    `${binOf(axis.value.sql, axis.from, axis.step, type)} AS "b"`,
    ...series.map((each, index) => `${asDynamic(each.value).sql} AS "a${index}"`),
  ];
  const groupBy = [...keys.map((_, index) => String(index + 1)), String(keys.length + 1)].join(', ');
  const binSql = `SELECT ${binned.join(', ')} FROM (${source.sql}) WHERE ${axis.inside.join(' AND ')} GROUP BY ${groupBy}`;
  const first = axis.from === undefined ? 'min("b")' : '0';
  const last = axis.to === undefined ? 'max("b")' : lastBin(axis);
  const limits = `${[...keyNames, `${first} AS "lo"`, `${last} AS "hi"`].join(', ')}`;
  const empty = ` HAVING count(*) >= ${nonEmpty ? 0 : 1}`;
  const groupSql = `SELECT ${limits} FROM ${bins}${keys.length === 0 ? empty : ` GROUP BY ${keyNames.join(', ')}`}`;
  const size = `(CASE WHEN coalesce("hi" - "lo" + 1, 0) > ${mostBins} THEN error('make-series: a series would have more than ${mostBins} elements') ELSE "hi" + 1 END)`;
  const grid = `SELECT *, unnest(range(CAST("lo" AS BIGINT), CAST(${size} AS BIGINT))) AS "n" FROM ${groups}`;
  const on = [...keyNames.map((name) => `l.${name} IS NOT DISTINCT FROM r.${name}`), 'l."n" = r."b"'].join(' AND ');
  const lists = series.map((each, index) => `to_json(list(CASE WHEN r."b" IS NULL THEN ${each.byDefault} ELSE r."a${index}" END ORDER BY l."n")) AS "s${index}"`);
  const select = [...keyNames.map((name) => `l.${name}`), ...lists, 'list(l."n" ORDER BY l."n") AS "ns"'].join(', ');
  const grouping = keyNames.length === 0 ? ' HAVING count(*) > 0' : ` GROUP BY ${keyNames.map((name) => `l.${name}`).join(', ')}`;
  return `WITH ${bins} AS MATERIALIZED (${binSql}), ${groups} AS (${groupSql}) SELECT ${select} FROM (${grid}) l LEFT JOIN ${bins} r ON ${on}${grouping}`;
}

/** The last bin before the end, which does not belong to the series. */
function lastBin(axis: Axis): string {
  const base = axis.from;
  const distance = base === undefined ? `${axis.to}` : `(${axis.to} - ${base})`;
  if (axis.value.type === 'real') return `CAST(ceil(${distance} / ${axis.step}) - 1 AS BIGINT)`;
  return binOf(`(${axis.to} - 1)`, base, axis.step, axis.value.type);
}
