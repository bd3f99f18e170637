import { asDynamic, convert } from '../../scalars/convert.js';
import { type Json, realJson, writeJson } from '../../scalars/native/json-value.js';
import type { NativeValue } from '../../scalars/native/native-function.js';
import { native, nativeSql } from '../../scalars/support.js';
import type { FunctionContext, KustoType, ScalarFunction, SqlValue } from '../../sql-value.js';
import type { TupleFunction } from '../../translation.js';
import { fittedLine } from './series-fit.js';
import { columnsOf } from './series-measures.js';
import { realSeries, requiredSeries } from './series-values.js';

/**
 * A series as season, trend and rest, for a period that the query gives. How Kusto finds a period by itself, and how it
 * scores what is out of line, is not documented: those calls are refused.
 */

const unknownPeriod = 'how Kusto finds a period is not documented; give the number of bins of a period, or 0 for none';

function mean(values: readonly number[]): number {
  return values.reduce((sum, each) => sum + each, 0) / values.length;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] as number) : mean(sorted.slice(middle - 1, middle + 1));
}

/** The median of all bins in the same place of their period, for each bin. `known` bins count. */
function season(values: readonly number[], period: number, known: number): number[] {
  if (period === 0) return values.map(() => 0);
  if (period > known) throw new Error('A period longer than the series is not supported by this engine.');
  const phases = Array.from({ length: period }, (_, phase) => median(values.slice(0, known).filter((__, index) => index % period === phase)));
  return values.map((_, index) => phases[index % period] as number);
}

function trendOf(values: readonly number[], kind: string, known: number): number[] {
  const learned = values.slice(0, known);
  if (kind === 'none' || learned.length === 0) return values.map(() => 0);
  if (kind === 'avg') {
    const average = mean(learned);
    return values.map(() => average);
  }
  if (kind !== 'linefit') throw new Error(`A trend has to be 'avg', 'linefit' or 'none', not '${kind.slice(0, 40)}'.`);
  if (learned.length < 2) throw new Error('A line through fewer than two points is not supported by this engine.');
  const { slope, interception } = fittedLine(learned);
  return values.map((_, index) => interception + slope * index);
}

function givenPeriod(period: NativeValue | undefined, name: string): number {
  const bins = Number(period ?? -1);
  if (bins < 0) throw new Error(`${name} without a period is not supported by this engine: ${unknownPeriod}.`);
  return bins;
}

const components: readonly (readonly [string, KustoType])[] = [['baseline', 'dynamic'], ['seasonal', 'dynamic'], ['trend', 'dynamic'], ['residual', 'dynamic']];

const decompose = native('series_decompose', ['text', 'long', 'text', 'long'], 'text', (text, period, kind, ahead) => {
  const bins = givenPeriod(period, 'series_decompose');
  const values = requiredSeries(text, 'series_decompose');
  if (values === null) return null;
  const known = values.length - Number(ahead ?? 0);
  if (known < 0 || known > values.length) throw new Error('The points to leave out have to be between 0 and the length of the series.');
  const seasonal = season(values, values.length === 0 ? 0 : bins, known);
  const trend = trendOf(values.map((each, index) => each - (seasonal[index] ?? 0)), String(kind ?? 'avg'), known);
  const baseline = seasonal.map((each, index) => each + (trend[index] ?? 0));
  const residual = values.map((each, index) => each - (baseline[index] ?? 0));
  return writeJson(new Map<string, Json>([['baseline', baseline], ['seasonal', seasonal], ['trend', trend], ['residual', residual]].map(([name, of]) => [name as string, (of as number[]).map(realJson)])));
});

const seasonal = native('series_seasonal', ['text', 'long'], 'text', (text, period) => {
  if (Number(period ?? -1) === -1) givenPeriod(-1, 'series_seasonal');
  const values = requiredSeries(text, 'series_seasonal');
  return values === null ? null : realSeries(season(values, values.length === 0 ? 0 : Math.max(0, Number(period)), values.length));
});

/** The period as SQL; refused where the query leaves it to Kusto. */
function periodSql(period: SqlValue | undefined, context: FunctionContext): string {
  if (period === undefined || Number(period.literal) === -1) throw context.unsupported(`without a period, as ${unknownPeriod}`);
  return convert(period, 'long').sql;
}

function textSql(value: SqlValue | undefined, byDefault: string): string {
  return value === undefined ? `'${byDefault}'` : convert(value, 'string').sql;
}

function parts(series: SqlValue | undefined, period: SqlValue | undefined, trend: SqlValue | undefined, ahead: SqlValue | undefined, context: FunctionContext, args: readonly SqlValue[]): readonly SqlValue[] {
  if (series === undefined) throw context.invalid('needs a series');
  const call = nativeSql(decompose, [asDynamic(series).sql, periodSql(period, context), textSql(trend, 'avg'), ahead === undefined ? '0' : convert(ahead, 'long').sql]);
  return columnsOf({ sql: `CAST(${call} AS JSON)`, type: 'dynamic', constant: args.every((each) => each.constant) }, components);
}

const seriesSeasonal: ScalarFunction = (args, context) => {
  const [series, period] = args;
  if (series === undefined) throw context.invalid('needs a series');
  return { sql: `CAST(${nativeSql(seasonal, [asDynamic(series).sql, periodSql(period, context)])} AS JSON)`, type: 'dynamic', constant: args.every((each) => each.constant) };
};

function undocumented(reason: string): (args: readonly SqlValue[], context: FunctionContext) => never {
  return (_args, context) => {
    throw context.unsupported(`because ${reason}`);
  };
}

/** Parts of a series with one result. */
export const decomposeFunctions: Readonly<Record<string, ScalarFunction>> = {
  series_seasonal: seriesSeasonal,
  series_outliers: undocumented('how Kusto scores outliers is not documented'),
  series_fit_2lines_dynamic: undocumented('which bins the two lines share is not documented'),
};

/** Parts of a series, each a column; the forecast is the baseline learned without the last points. */
export const decomposeTuples: Readonly<Record<string, TupleFunction>> = {
  series_decompose: (args, context) => parts(args[0], args[1], args[2], args[3], context, args),
  series_decompose_forecast: (args, context) => parts(args[0], args[2], args[3], args[1], context, args),
  series_decompose_anomalies: undocumented('how Kusto scores anomalies is not documented; series_decompose with a given period, and a threshold on its residual, is supported'),
  series_fft: undocumented('which of series_fft and series_ifft divides by the length is not documented'),
  series_ifft: undocumented('which of series_fft and series_ifft divides by the length is not documented'),
  series_fit_2lines: undocumented('which bins the two lines share is not documented'),
  series_periods_detect: undocumented('how Kusto scores periods is not documented'),
  series_periods_validate: undocumented('how Kusto scores periods is not documented'),
};
