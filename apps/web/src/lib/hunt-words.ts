import type { HuntChartKind, HuntLiteralOrigin } from '../graphql/generated/graphql.js';
import type { ChartKind, ChartSpec } from './chart-data.js';

/** Where a value of a query comes from, in words. */
export const originNames: Readonly<Record<HuntLiteralOrigin, string>> = { QUESTION: 'question', INCIDENT: 'incident', CATALOGUE: 'catalogue', ASSUMED: 'assumed', QUERY: 'query' };

/** The same, said whole. */
export const originHints: Readonly<Record<HuntLiteralOrigin, string>> = {
  QUESTION: 'You wrote it in the question',
  INCIDENT: 'It stands in the incident',
  CATALOGUE: 'It is a known value of the column',
  ASSUMED: 'Nobody said it: Attest assumed it. Look at it before you trust the rows',
  QUERY: 'It was written in the query',
};

const kinds: Readonly<Record<HuntChartKind, ChartKind | undefined>> = { TIME: 'line', LINE: 'line', AREA: 'area', SCATTER: 'scatter', COLUMN: 'column', BAR: 'bar', PIE: 'bar', CARD: 'card', TABLE: undefined };

/** What to draw, as the server suggests it; nothing when a table says more. Shares of a pie are drawn as bars, which compare better. */
export function chartOf(chart: { kind: HuntChartKind; x: string | null; y: readonly string[]; series: string | null } | null | undefined): ChartSpec | undefined {
  const kind = chart && kinds[chart.kind];
  if (!chart || !kind || (chart.y.length === 0 && kind !== 'card')) return undefined;
  return { kind, x: chart.x ?? chart.y[0] ?? '', y: chart.y, ...(chart.series && { series: chart.series }) };
}

/** Where the literal stands in the query, whichever way it is written there; undefined when it does not stand there whole. */
export function literalPlace(kql: string, value: string): { start: number; end: number } | undefined {
  if (value === '') return undefined;
  for (const [form, inset] of [[`"${value}"`, 0], [`'${value}'`, 0], [JSON.stringify(value), 0]] as const) {
    const at = kql.indexOf(form);
    if (at >= 0) return { start: at + inset, end: at + form.length };
  }
  const bare = new RegExp(`(?<![\\w.])${value.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w.])`).exec(kql);
  return bare ? { start: bare.index, end: bare.index + value.length } : undefined;
}
