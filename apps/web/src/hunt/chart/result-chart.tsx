import { useId, useMemo, useState } from 'react';
import { Select } from '@fluentui/react-components';
import { barData, chartKinds, chartWords, isXy, suggestChart, usableSpec, xyData, type ChartKind, type ChartSpec } from '../../lib/chart-data.js';
import { isNumeric, numberOf, numberShown, type GridColumn, type GridRow } from '../../lib/cell-text.js';
import { count } from '../../lib/labels.js';
import { visibleText } from '../../lib/visible-text.js';
import { EmptyState } from '../../ui/states.js';
import { BarChart } from './bar-chart.js';
import { XyChart } from './xy-chart.js';
import styles from './chart.module.css';

const kindNames: Readonly<Record<ChartKind, string>> = { line: 'Lines', area: 'Areas', scatter: 'Points', column: 'Columns', bar: 'Bars', card: 'Numbers' };

interface ResultChartProps {
  columns: readonly GridColumn[];
  rows: readonly GridRow[];
  /** What the query or the server asks for. */
  wanted: ChartSpec | undefined;
  reason: string | undefined;
  onPick?: (column: string, value: string) => void;
}

/** Rows as a picture; what is drawn can be changed, and the table always says the same. */
export function ResultChart({ columns, rows, wanted, reason, onPick }: ResultChartProps) {
  const [own, setOwn] = useState<ChartSpec>();
  const measures = columns.filter(({ type }) => isNumeric(type));
  const first = measures[0];
  const spec = useMemo(() => {
    const asked = own ?? wanted ?? suggestChart(columns, rows);
    const usable = asked && usableSpec(asked, columns);
    if (usable || !first) return usable;
    const x = columns.find((column) => column.type === 'datetime') ?? columns.find((column) => column !== first) ?? first;
    return usableSpec({ kind: x.type === 'datetime' ? 'line' : 'bar', x: x.name, y: [first.name] }, columns);
  }, [own, wanted, columns, rows, first]);
  const data = useMemo(() => (!spec || spec.kind === 'card' ? undefined : isXy(spec.kind) ? xyData(spec, columns, rows) : barData(spec, columns, rows)), [spec, columns, rows]);
  if (!spec) {
    return (
      <EmptyState title="These rows have nothing to measure">
        <p>
          A chart needs a column of numbers. Add for example <code>| summarize count() by ActionType</code> to the query.
        </p>
      </EmptyState>
    );
  }
  const change = (part: Partial<ChartSpec>): void => setOwn({ ...spec, ...part });
  const words = data ? chartWords(spec, data) : spec.y.join(', ');
  return (
    <figure className={styles.figure}>
      <div className={styles.controls}>
        <Choice name="Form" value={spec.kind} options={chartKinds.map((kind) => [kind, kindNames[kind]])} onChange={(kind) => change({ kind: kind as ChartKind })} />
        <Choice name="Amount" value={spec.y[0] ?? ''} options={measures.map(({ name }) => [name, name])} onChange={(name) => change({ y: [name] })} />
        {spec.kind !== 'card' && <Choice name="By" value={spec.x} options={columns.map(({ name }) => [name, name])} onChange={(x) => change({ x })} />}
        {spec.kind !== 'card' && <Choice name="Split by" value={spec.series ?? ''} options={[['', 'Nothing'], ...columns.filter(({ name, type }) => name !== spec.x && !isNumeric(type)).map(({ name }): [string, string] => [name, name])]} onChange={(name) => change(name === '' ? { series: undefined } : { series: name, y: spec.y.slice(0, 1) })} />}
        {reason && !own && <span className={styles.reason}>{visibleText(reason)}</span>}
      </div>
      {spec.kind === 'card' && <Cards spec={spec} columns={columns} rows={rows} />}
      {data && 'categories' in data && <BarChart data={data} upright={spec.kind === 'column'} label={words} onPick={onPick && ((value) => onPick(spec.x, value))} />}
      {data && 'axis' in data && <XyChart data={data} kind={spec.kind} label={words} />}
      <figcaption className={styles.caption}>
        {visibleText(words)}
        {data && 'categories' in data && data.more > 0 && ` ${count(data.more, 'further bar')} not drawn.`}
        {data && 'axis' in data && data.skipped > 0 && ` ${count(data.skipped, 'row')} without a value left out.`}
      </figcaption>
    </figure>
  );
}

function Choice({ name, value, options, onChange }: { name: string; value: string; options: readonly (readonly [string, string])[]; onChange: (value: string) => void }) {
  const id = useId();
  return (
    <span className={styles.choice}>
      <label htmlFor={id}>{name}</label>
      <Select size="small" select={{ id }} value={value} onChange={(_, data) => onChange(data.value)}>
        {options.map(([option, text]) => (
          <option key={option} value={option}>
            {visibleText(text)}
          </option>
        ))}
      </Select>
    </span>
  );
}

function Cards({ spec, columns, rows }: { spec: ChartSpec; columns: readonly GridColumn[]; rows: readonly GridRow[] }) {
  return (
    <dl className={styles.cards}>
      {spec.y.map((name) => {
        const value = rows[0]?.[columns.findIndex((column) => column.name === name)];
        const number = numberOf(value);
        return (
          <div key={name} className={styles.card}>
            <dt>{visibleText(name)}</dt>
            <dd>{number === undefined ? '–' : numberShown(number)}</dd>
          </div>
        );
      })}
    </dl>
  );
}
