import { asDynamic } from '../../scalars/convert.js';
import { type Json, realJson, writeJson } from '../../scalars/native/json-value.js';
import { native, nativeSql } from '../../scalars/support.js';
import type { FunctionContext, KustoType, ScalarFunction, SqlValue } from '../../sql-value.js';
import type { TupleFunction } from '../../translation.js';
import { columnsOf, sampleVariance } from './series-measures.js';
import { requiredSeries } from './series-values.js';

/** Least-squares fits of a line or a polynomial. */

interface Fit {
  /** From the constant term up. */
  readonly coefficients: readonly number[];
  readonly fitted: readonly number[];
  readonly rsquare: number;
  readonly variance: number;
  readonly rvariance: number;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, each) => total + each, 0);
}

/** Fits a polynomial by orthogonal polynomials, which stays exact where powers of x grow large. */
function fit(x: readonly number[], y: readonly number[], degree: number): Fit {
  const basis: number[][] = [];
  const powers: number[][] = [];
  const weights: number[] = [];
  for (let order = 0; order <= degree; order += 1) {
    let values = order === 0 ? x.map(() => 1) : x.map((each, index) => each * (basis[order - 1]?.[index] ?? 0));
    let power = order === 0 ? [1] : [0, ...(powers[order - 1] ?? [])];
    for (let pass = 0; pass < 2; pass += 1) {
      for (const [at, other] of basis.entries()) {
        const share = sum(values.map((each, index) => each * (other[index] ?? 0))) / sum(other.map((each) => each * each));
        values = values.map((each, index) => each - share * (other[index] ?? 0));
        power = power.map((each, index) => each - share * (powers[at]?.[index] ?? 0));
      }
    }
    basis.push(values);
    powers.push(power);
    weights.push(sum(values.map((each, index) => each * (y[index] ?? 0))) / sum(values.map((each) => each * each)));
  }
  const coefficients = Array.from({ length: degree + 1 }, (_, at) => sum(weights.map((weight, order) => weight * (powers[order]?.[at] ?? 0))));
  const fitted = x.map((_, index) => sum(weights.map((weight, order) => weight * (basis[order]?.[index] ?? 0))));
  const residuals = y.map((each, index) => each - (fitted[index] ?? 0));
  const [variance, rvariance] = [sampleVariance(y), sampleVariance(residuals)];
  return { coefficients, fitted, rsquare: variance === 0 ? (rvariance === 0 ? 1 : 0) : 1 - rvariance / variance, variance, rvariance };
}

/** The line of least squares through the values at 0, 1, 2 ...; two values or more. */
export function fittedLine(values: readonly number[]): { slope: number; interception: number } {
  const { coefficients: [interception = 0, slope = 0] } = fit([...values.keys()], values, 1);
  return { slope, interception };
}

const reals = (values: readonly number[]): Json => values.map(realJson);

const line = native('series_fit_line', ['text'], 'text', (text) => {
  const y = requiredSeries(text, 'series_fit_line');
  if (y === null || y.length < 2) return null;
  const { coefficients, fitted, rsquare, variance, rvariance } = fit([...y.keys()], y, 1);
  return writeJson(new Map<string, Json>([
    ['rsquare', realJson(rsquare)], ['slope', realJson(coefficients[1] ?? 0)], ['variance', realJson(variance)],
    ['rvariance', realJson(rvariance)], ['interception', realJson(coefficients[0] ?? 0)], ['line_fit', reals(fitted)],
  ]));
});

const lineColumns: readonly (readonly [string, KustoType])[] = [
  ['rsquare', 'real'], ['slope', 'real'], ['variance', 'real'], ['rvariance', 'real'], ['interception', 'real'], ['line_fit', 'dynamic'],
];

const polynomial = native('series_fit_poly', ['text', 'text', 'long'], 'text', (text, places, degree) => {
  const y = requiredSeries(text, 'series_fit_poly');
  if (y === null) return null;
  const x = places === null ? [...y.keys()] : requiredSeries(places, 'series_fit_poly');
  const order = Number(degree);
  if (x === null || x.length !== y.length || y.length <= order || order < 1 || order > 7) return null;
  const { coefficients, fitted, rsquare, variance, rvariance } = fit(x, y, order);
  return writeJson(new Map<string, Json>([
    ['rsquare', realJson(rsquare)], ['coefficients', reals([...coefficients].reverse())], ['variance', realJson(variance)],
    ['rvariance', realJson(rvariance)], ['poly_fit', reals(fitted)],
  ]));
});

const polynomialColumns: readonly (readonly [string, KustoType])[] = [
  ['rsquare', 'real'], ['coefficients', 'dynamic'], ['variance', 'real'], ['rvariance', 'real'], ['poly_fit', 'dynamic'],
];

function bag(sql: string, args: readonly SqlValue[]): SqlValue {
  return { sql: `CAST(${sql} AS JSON)`, type: 'dynamic', constant: args.every((each) => each.constant) };
}

function lineBag(args: readonly SqlValue[], context: FunctionContext): SqlValue {
  const [series] = args;
  if (series === undefined || args.length > 1) throw context.invalid('takes one series');
  return bag(nativeSql(line, [asDynamic(series).sql]), args);
}

const fitPolynomial: TupleFunction = (args, context) => {
  const [y, second, third] = args;
  if (y === undefined) throw context.invalid('needs a series');
  const places = second?.type === 'dynamic' ? second : undefined;
  const degree = third ?? (places === undefined ? second : undefined);
  return columnsOf(bag(nativeSql(polynomial, [asDynamic(y).sql, places?.sql ?? 'NULL', degree?.sql ?? '1']), args), polynomialColumns);
};

/** Fits with one result. */
export const fitFunctions: Readonly<Record<string, ScalarFunction>> = { series_fit_line_dynamic: lineBag };

/** Fits with several output columns. */
export const fitTuples: Readonly<Record<string, TupleFunction>> = {
  series_fit_line: (args, context) => columnsOf(lineBag(args, context), lineColumns),
  series_fit_poly: fitPolynomial,
};
