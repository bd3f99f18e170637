import { cellText, isNumeric, numberOf, type GridColumn, type GridRow } from './cell-text.js';
import { parseTime } from './time.js';

/** The ways rows can be drawn. */
export const chartKinds = ['line', 'area', 'scatter', 'column', 'bar', 'card'] as const;
export type ChartKind = (typeof chartKinds)[number];

/** What is drawn, by the names of columns. */
export interface ChartSpec {
  kind: ChartKind;
  x: string;
  y: readonly string[];
  series?: string;
}

/** One line or one colour of bars. */
export interface ChartSeries {
  name: string;
  points: { x: number; y: number }[];
}

/** Points along a measured axis. */
export interface XyData {
  axis: 'time' | 'number';
  series: ChartSeries[];
  /** Rows left out because x or y was no value. */
  skipped: number;
}

/** Amounts by category. */
export interface BarData {
  categories: { label: string; values: (number | undefined)[]; total: number }[];
  series: string[];
  /** Categories there are beyond those given. */
  more: number;
}

/** Colours told apart with ease; what is beyond them is gathered. */
export const mostSeries = 8;
const mostCategories = 40;
export const othersName = 'Others';

/** How the rows are best drawn, from their shape alone; undefined when a table says more. */
export function suggestChart(columns: readonly GridColumn[], rows: readonly GridRow[]): ChartSpec | undefined {
  const measures = columns.filter(({ type }) => isNumeric(type)).map(({ name }) => name);
  if (measures.length === 0 || rows.length === 0) return undefined;
  if (rows.length === 1 && columns.length === measures.length && measures.length <= 6) return { kind: 'card', x: measures[0] ?? '', y: measures };
  const time = columns.find(({ type }) => type === 'datetime');
  const words = columns.filter(({ type }) => type === 'string' || type === 'bool' || type === 'guid').map(({ name }) => name);
  if (rows.length < 2) return undefined;
  // Rows of events have many words and times; rows of a summary have few.
  if (words.length > 2 || columns.length > 8) return undefined;
  if (time) return { kind: 'line', x: time.name, y: words.length > 0 ? measures.slice(0, 1) : measures.slice(0, 4), ...(words[0] !== undefined && { series: words[0] }) };
  const span = columns.find(({ type }) => type === 'timespan');
  const x = words[0] ?? span?.name;
  if (x === undefined) return measures.length > 1 ? { kind: 'scatter', x: measures[0] ?? '', y: measures.slice(1, 2) } : undefined;
  return { kind: 'bar', x, y: measures.slice(0, words.length > 1 ? 1 : 3), ...(words[1] !== undefined && { series: words[1] }) };
}

/** The spec with columns that exist and can be drawn that way; undefined when none is left. */
export function usableSpec(spec: ChartSpec, columns: readonly GridColumn[]): ChartSpec | undefined {
  const typeOf = (name: string | undefined): string | undefined => columns.find((column) => column.name === name)?.type;
  const y = spec.y.filter((name) => isNumeric(typeOf(name) ?? ''));
  if (y.length === 0) return undefined;
  if (spec.kind === 'card') return { ...spec, y };
  const xType = typeOf(spec.x);
  if (xType === undefined) return undefined;
  const measured = xType === 'datetime' || isNumeric(xType);
  const kind = !measured && isXy(spec.kind) ? 'column' : spec.kind;
  return { kind, x: spec.x, y, ...(spec.series !== undefined && spec.series !== spec.x && typeOf(spec.series) !== undefined && { series: spec.series }) };
}

/** Whether the kind has a measured axis. */
export function isXy(kind: ChartKind): boolean {
  return kind === 'line' || kind === 'area' || kind === 'scatter';
}

/** The points of a chart with a measured axis, each line in the order of x. */
export function xyData(spec: ChartSpec, columns: readonly GridColumn[], rows: readonly GridRow[]): XyData {
  const at = placesOf(spec, columns);
  const axis = columns[at.x]?.type === 'datetime' ? 'time' : 'number';
  const lines = new Map<string, Map<number, number>>();
  const points = spec.kind === 'scatter' ? new Map<string, { x: number; y: number }[]>() : undefined;
  let skipped = 0;
  for (const row of rows) {
    const x = axis === 'time' ? parseTime(cellText(row[at.x])) : numberOf(row[at.x]);
    for (const { index, name } of at.y) {
      const y = numberOf(row[index]);
      if (x === undefined || y === undefined) {
        skipped += 1;
        continue;
      }
      const line = seriesName(row, at.series, name);
      if (points) points.set(line, [...(points.get(line) ?? []), { x, y }]);
      else {
        const held = lines.get(line) ?? new Map<number, number>();
        held.set(x, (held.get(x) ?? 0) + y);
        lines.set(line, held);
      }
    }
  }
  const all = points ? [...points].map(([name, list]) => ({ name, points: list })) : [...lines].map(([name, held]) => ({ name, points: [...held].map(([x, y]) => ({ x, y })).sort((a, b) => a.x - b.x) }));
  return { axis, series: gathered(all, points !== undefined), skipped };
}

/** The bars of a chart. Amounts of rows that share a category are added. Times and numbers keep their order, words stand by amount. */
export function barData(spec: ChartSpec, columns: readonly GridColumn[], rows: readonly GridRow[]): BarData {
  const at = placesOf(spec, columns);
  const categories = new Map<string, Map<string, number>>();
  const totals = new Map<string, number>();
  for (const row of rows) {
    const category = cellText(row[at.x]);
    for (const { index, name } of at.y) {
      const y = numberOf(row[index]);
      if (y === undefined) continue;
      const series = seriesName(row, at.series, name);
      const held = categories.get(category) ?? new Map<string, number>();
      held.set(series, (held.get(series) ?? 0) + y);
      categories.set(category, held);
      totals.set(series, (totals.get(series) ?? 0) + Math.abs(y));
    }
  }
  const ranked = [...totals].sort((a, b) => b[1] - a[1]).map(([name]) => name);
  const series = at.series === undefined ? at.y.map(({ name }) => name).filter((name) => totals.has(name)) : ranked;
  const shown = series.length > mostSeries ? [...series.slice(0, mostSeries - 1), othersName] : series;
  const list = [...categories].map(([label, held]) => {
    const values = shown.map((name) => (name === othersName && series.length > mostSeries ? sumOf(series.slice(mostSeries - 1).map((other) => held.get(other))) : held.get(name)));
    return { label, values, total: values.reduce<number>((sum, value) => sum + (value ?? 0), 0) };
  });
  const type = columns[at.x]?.type ?? 'string';
  if (isNumeric(type)) list.sort((a, b) => Number(a.label) - Number(b.label));
  else if (type === 'datetime' || type === 'timespan') list.sort((a, b) => (a.label < b.label ? -1 : 1));
  else list.sort((a, b) => b.total - a.total);
  return { categories: list.slice(0, mostCategories), series: shown, more: Math.max(0, list.length - mostCategories) };
}

/** The chart in words, for those who do not see it. */
export function chartWords(spec: ChartSpec, data: XyData | BarData): string {
  const measures = spec.y.join(', ');
  if ('categories' in data) {
    const top = data.categories.slice(0, 3).map(({ label, total }) => `${label || 'empty'} ${total.toLocaleString('en-GB')}`);
    return `${measures} by ${spec.x}: ${data.categories.length + data.more} bars. ${top.length > 0 ? `First: ${top.join('; ')}.` : ''}`.trim();
  }
  const ys = data.series.flatMap(({ points }) => points.map(({ y }) => y));
  const low = ys.reduce((least, y) => Math.min(least, y), Number.POSITIVE_INFINITY);
  const high = ys.reduce((most, y) => Math.max(most, y), Number.NEGATIVE_INFINITY);
  const lines = data.series.length === 1 ? '1 line' : `${data.series.length} lines`;
  return ys.length === 0 ? `${measures} by ${spec.x}: nothing to draw.` : `${measures} by ${spec.x}: ${lines}, ${ys.length.toLocaleString('en-GB')} points, from ${low.toLocaleString('en-GB')} to ${high.toLocaleString('en-GB')}.`;
}

function placesOf(spec: ChartSpec, columns: readonly GridColumn[]): { x: number; y: { index: number; name: string }[]; series: number | undefined } {
  const indexOf = (name: string): number => columns.findIndex((column) => column.name === name);
  return { x: indexOf(spec.x), y: spec.y.map((name) => ({ index: indexOf(name), name })), series: spec.series === undefined ? undefined : indexOf(spec.series) };
}

function seriesName(row: GridRow, series: number | undefined, measure: string): string {
  return series === undefined ? measure : cellText(row[series]);
}

function gathered(all: ChartSeries[], apart: boolean): ChartSeries[] {
  if (all.length <= mostSeries) return all;
  const weight = ({ points }: ChartSeries): number => points.reduce((sum, { y }) => sum + Math.abs(y), 0);
  const ranked = [...all].sort((a, b) => weight(b) - weight(a));
  const rest = ranked.slice(mostSeries - 1).flatMap(({ points }) => points);
  const sums = new Map<number, number>();
  for (const { x, y } of rest) sums.set(x, (sums.get(x) ?? 0) + y);
  return [...ranked.slice(0, mostSeries - 1), { name: othersName, points: apart ? rest : [...sums].map(([x, y]) => ({ x, y })).sort((a, b) => a.x - b.x) }];
}

function sumOf(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0);
}
