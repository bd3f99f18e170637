import type { HuntColumn } from '@attest/kql-engine';
import type { ChartKind, HuntChart } from './hunt.js';

const numeric: ReadonlySet<string> = new Set(['int', 'long', 'real', 'decimal']);

const kinds: Readonly<Record<string, ChartKind>> = {
  timechart: 'TIME', linechart: 'LINE', columnchart: 'COLUMN', barchart: 'BAR', piechart: 'PIE', areachart: 'AREA', stackedareachart: 'AREA',
  scatterchart: 'SCATTER', card: 'CARD', table: 'TABLE', anomalychart: 'TIME', ladderchart: 'TIME',
};

/** Bars beyond so many cannot be read. */
const mostBars = 60;

/** How rows of these columns are best shown: as `render` says, else by their columns and number. */
export function chartFor(columns: readonly HuntColumn[], rowCount: number, visualization?: { kind: string; properties: Record<string, string> }): HuntChart {
  const times = columns.filter(({ type }) => type === 'datetime');
  const numbers = columns.filter(({ type }) => numeric.has(type));
  const texts = columns.filter(({ type }) => type === 'string' || type === 'bool' || type === 'guid' || type === 'dynamic');
  const asked = visualization === undefined ? undefined : kinds[visualization.kind.toLowerCase()];
  if (asked !== undefined) {
    const { xcolumn, ycolumns, series, title } = visualization?.properties ?? {};
    const listed = (text: string | undefined): string[] => (text ?? '').split(',').map((each) => each.trim()).filter((each) => columns.some(({ name }) => name === each));
    const [x = (times[0] ?? texts[0] ?? columns[0])?.name] = listed(xcolumn);
    const given = listed(ycolumns);
    const y = given.length > 0 ? given : numbers.map(({ name }) => name).filter((name) => name !== x);
    const [split = texts.find(({ name }) => name !== x)?.name] = listed(series);
    return { kind: asked, ...(x === undefined ? {} : { x }), y, ...(split === undefined || asked === 'CARD' || asked === 'TABLE' ? {} : { series: split }), reason: 'The query asks for it with render.', ...(title === undefined ? {} : { title }) };
  }
  const [time] = times;
  const [number] = numbers;
  const [text] = texts;
  if (columns.length === 1 && number !== undefined && rowCount === 1) return { kind: 'CARD', y: [number.name], reason: 'The result is one number.' };
  if (times.length === 1 && time !== undefined && number !== undefined && texts.length <= 1 && columns.length <= 5 && rowCount > 1) {
    return { kind: 'TIME', x: time.name, y: (text === undefined ? numbers : [number]).map(({ name }) => name), ...(text === undefined ? {} : { series: text.name }), reason: `${number.name} over ${time.name}${text === undefined ? '' : `, a line for each ${text.name}`}.` };
  }
  if (times.length === 0 && texts.length === 1 && text !== undefined && number !== undefined && numbers.length <= 3 && rowCount > 1 && rowCount <= mostBars) {
    return { kind: 'BAR', x: text.name, y: numbers.map(({ name }) => name), reason: `${number.name} for each ${text.name}.` };
  }
  return { kind: 'TABLE', y: [], reason: rowCount > mostBars && texts.length > 0 && number !== undefined ? 'There are too many values for a chart.' : 'The rows are records, not figures.' };
}
