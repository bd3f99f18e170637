import { amountText, numberTicks, scale } from '../../lib/chart-scale.js';
import type { BarData } from '../../lib/chart-data.js';
import { numberShown } from '../../lib/cell-text.js';
import { visibleText } from '../../lib/visible-text.js';
import { Legend } from './legend.js';
import { useWidth } from './use-width.js';
import styles from './chart.module.css';

interface BarChartProps {
  data: BarData;
  upright: boolean;
  label: string;
  onPick?: (category: string) => void;
}

/** Bars by category: lying for words, upright for what has an order of its own. */
export function BarChart({ data, upright, label, onPick }: BarChartProps) {
  return (
    <>
      <Legend names={data.series} />
      {upright ? <Columns data={data} label={label} /> : <Bars data={data} label={label} onPick={onPick} />}
    </>
  );
}

function nameOf(label: string): string {
  return visibleText(label) || 'empty';
}

function readout({ label, values, total }: BarData['categories'][number], series: readonly string[]): string {
  const parts = series.length > 1 ? series.flatMap((name, index) => (values[index] === undefined ? [] : [`${nameOf(name)} ${numberShown(values[index])}`])) : [];
  return `${nameOf(label)}: ${numberShown(total)}${parts.length > 0 ? ` (${parts.join(', ')})` : ''}`;
}

function Bars({ data, label, onPick }: Omit<BarChartProps, 'upright'>) {
  const most = Math.max(...data.categories.map(({ values }) => values.reduce<number>((sum, value) => sum + Math.abs(value ?? 0), 0)), 0) || 1;
  return (
    <ol className={styles.bars} aria-label={visibleText(label)}>
      {data.categories.map((category) => {
        const content = (
          <>
            <span className={styles.barName}>{nameOf(category.label)}</span>
            <span className={styles.barTrack} aria-hidden="true">
              {category.values.map((value, index) => value !== undefined && value !== 0 && <span key={index} className={styles.barPart} data-series={index} style={{ width: `${(Math.abs(value) / most) * 100}%` }} />)}
            </span>
            <span className={styles.barAmount}>{numberShown(category.total)}</span>
          </>
        );
        return (
          <li key={category.label}>
            {onPick ? (
              <button type="button" className={styles.bar} onClick={() => onPick(category.label)} title={`${readout(category, data.series)}. Press to see these rows`} aria-label={`${readout(category, data.series)}. Show these rows`}>
                {content}
              </button>
            ) : (
              <span className={styles.bar} title={readout(category, data.series)}>
                {content}
              </span>
            )}
          </li>
        );
      })}
    </ol>
  );
}

const height = 300;
const margin = { top: 10, right: 12, bottom: 62, left: 52 };

function Columns({ data, label }: { data: BarData; label: string }) {
  const [box, width] = useWidth<HTMLDivElement>();
  const inner = Math.max(40, width - margin.left - margin.right);
  const highs = data.categories.map(({ values }) => values.reduce<number>((sum, value) => sum + Math.max(0, value ?? 0), 0));
  const lows = data.categories.map(({ values }) => values.reduce<number>((sum, value) => sum + Math.min(0, value ?? 0), 0));
  const ticks = numberTicks(Math.min(0, ...lows), Math.max(0, ...highs), 5);
  const y = scale(ticks[0] ?? 0, ticks.at(-1) ?? 1, height - margin.bottom, margin.top);
  const step = inner / Math.max(1, data.categories.length);
  const labelled = Math.max(1, Math.ceil(26 / step));
  return (
    <div ref={box} className={styles.canvas} style={{ height }}>
      {width > 0 && (
        <svg width={width} height={height} role="img" aria-label={visibleText(label)}>
          <YAxis ticks={ticks} place={y.place} right={width - margin.right} />
          {data.categories.map((category, index) => {
            let up = 0;
            let down = 0;
            const left = margin.left + index * step + step * 0.12;
            return (
              <g key={category.label}>
                <title>{readout(category, data.series)}</title>
                <rect x={margin.left + index * step} y={margin.top} width={step} height={height - margin.top - margin.bottom} className={styles.hit} />
                {category.values.map((value, series) => {
                  if (value === undefined || value === 0) return null;
                  const base = value > 0 ? up : down;
                  if (value > 0) up += value;
                  else down += value;
                  const top = y.place(Math.max(base, base + value));
                  return <rect key={series} x={left} y={top} width={Math.max(1, step * 0.76)} height={Math.max(1, y.place(Math.min(base, base + value)) - top)} className={styles.columnPart} data-series={series} />;
                })}
                {index % labelled === 0 && (
                  <text className={styles.axisText} textAnchor="end" transform={`translate(${margin.left + (index + 0.5) * step + 4},${height - margin.bottom + 12}) rotate(-32)`}>
                    {nameOf(category.label).slice(0, 16)}
                  </text>
                )}
              </g>
            );
          })}
        </svg>
      )}
    </div>
  );
}

/** Marks and lines of the axis of amounts. */
export function YAxis({ ticks, place, right }: { ticks: readonly number[]; place: (value: number) => number; right: number }) {
  return (
    <g aria-hidden="true">
      {ticks.map((tick) => (
        <g key={tick}>
          <line x1={margin.left} x2={right} y1={place(tick)} y2={place(tick)} className={tick === 0 ? styles.zeroLine : styles.gridLine} />
          <text x={margin.left - 8} y={place(tick) + 4} textAnchor="end" className={styles.axisText}>
            {amountText(tick)}
          </text>
        </g>
      ))}
    </g>
  );
}
