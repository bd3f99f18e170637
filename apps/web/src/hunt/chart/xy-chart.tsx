import { useMemo, useState } from 'react';
import { zoneChoice } from '../../app/preferences.js';
import { amountText, numberTicks, scale, timeTicks, timeTickText, type Scale } from '../../lib/chart-scale.js';
import type { ChartKind, XyData } from '../../lib/chart-data.js';
import { numberShown } from '../../lib/cell-text.js';
import { formatFull } from '../../lib/time.js';
import { visibleText } from '../../lib/visible-text.js';
import { YAxis } from './bar-chart.js';
import { Legend } from './legend.js';
import { useWidth } from './use-width.js';
import styles from './chart.module.css';

interface XyChartProps {
  data: XyData;
  kind: ChartKind;
  label: string;
}

const height = 300;
const margin = { top: 10, right: 16, bottom: 28, left: 52 };
const mostDots = 3_000;

/** Lines, areas or points along time or an amount. The pointer or the arrow keys read the values at a place. */
export function XyChart({ data, kind, label }: XyChartProps) {
  const zone = zoneChoice.use();
  const [box, width] = useWidth<HTMLDivElement>();
  const [at, setAt] = useState<number>();
  const xs = useMemo(() => [...new Set(data.series.flatMap(({ points }) => points.map((point) => point.x)))].sort((a, b) => a - b), [data]);
  const ys = useMemo(() => data.series.flatMap(({ points }) => points.map((point) => point.y)), [data]);
  const low = ys.reduce((least, y) => Math.min(least, y), Number.POSITIVE_INFINITY);
  const high = ys.reduce((most, y) => Math.max(most, y), Number.NEGATIVE_INFINITY);
  if (xs.length === 0) return <p className={styles.nothing}>None of these rows has both values.</p>;
  const first = xs[0] ?? 0;
  const last = xs.at(-1) ?? first;
  const yTicks = numberTicks(low, high, 5);
  const y = scale(yTicks[0] ?? 0, yTicks.at(-1) ?? 1, height - margin.bottom, margin.top);
  const x = scale(first, last, margin.left + 6, Math.max(margin.left + 40, width - margin.right));
  const wanted = Math.max(2, Math.floor((width - margin.left) / 110));
  const xTicks = data.axis === 'time' ? timeTicks(first, last, wanted, zone) : numberTicks(first, last, wanted).filter((tick) => tick >= first && tick <= last);
  const tickText = (tick: number): string => (data.axis === 'time' ? timeTickText(tick, last - first, zone) : amountText(tick));
  const index = at === undefined ? undefined : Math.max(0, Math.min(at, xs.length - 1));
  const here = index === undefined ? undefined : xs[index];
  const values = here === undefined ? [] : data.series.flatMap((series, number) => series.points.filter((point) => point.x === here).map((point) => ({ name: series.name, number, y: point.y }))).slice(0, 10);
  const place = here === undefined ? '' : data.axis === 'time' ? formatFull(here, zone) : numberShown(here);
  const nearest = (pixel: number): number => {
    let best = 0;
    xs.forEach((each, number) => {
      if (Math.abs(x.place(each) - pixel) < Math.abs(x.place(xs[best] ?? 0) - pixel)) best = number;
    });
    return best;
  };
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const to = { ArrowRight: (index ?? -1) + 1, ArrowLeft: (index ?? xs.length) - 1, Home: 0, End: xs.length - 1, Escape: undefined }[event.key];
    if (to === undefined && event.key !== 'Escape') return;
    event.preventDefault();
    setAt(to);
  };
  return (
    <>
      <Legend names={data.series.map(({ name }) => name)} />
      <div ref={box} className={styles.canvas} style={{ height }} tabIndex={0} role="group" aria-label="Chart. The arrow keys read its values" onKeyDown={onKeyDown} onPointerMove={(event) => setAt(nearest(event.clientX - event.currentTarget.getBoundingClientRect().left))} onPointerLeave={() => setAt(undefined)}>
        {width > 0 && (
          <svg width={width} height={height} role="img" aria-label={visibleText(label)}>
            <YAxis ticks={yTicks} place={y.place} right={width - margin.right} />
            {xTicks.map((tick) => (
              <g key={tick} aria-hidden="true">
                <line x1={x.place(tick)} x2={x.place(tick)} y1={height - margin.bottom} y2={height - margin.bottom + 4} className={styles.zeroLine} />
                <text x={x.place(tick)} y={height - 8} textAnchor="middle" className={styles.axisText}>
                  {tickText(tick)}
                </text>
              </g>
            ))}
            {data.series.map((series, number) => (
              <Line key={series.name} points={series.points} number={number} kind={kind} x={x} y={y} />
            ))}
            {here !== undefined && <line x1={x.place(here)} x2={x.place(here)} y1={margin.top} y2={height - margin.bottom} className={styles.cursor} />}
            {values.map((value, number) => (
              <circle key={number} cx={x.place(here ?? 0)} cy={y.place(value.y)} r={4.5} className={styles.dot} data-series={value.number} />
            ))}
          </svg>
        )}
        {here !== undefined && (
          <div className={styles.tip} data-left={x.place(here) > width / 2 || undefined} style={x.place(here) > width / 2 ? { right: width - x.place(here) + 10 } : { left: x.place(here) + 10 }} aria-hidden="true">
            <p>{place}</p>
            {values.map((value, number) => (
              <p key={number}>
                <span className={styles.swatch} data-series={value.number} />
                {`${visibleText(value.name).slice(0, 40) || 'empty'}: ${numberShown(value.y)}`}
              </p>
            ))}
          </div>
        )}
      </div>
      <p role="status" className="visually-hidden">
        {here === undefined ? '' : `${place}: ${values.map((value) => `${visibleText(value.name) || 'empty'} ${numberShown(value.y)}`).join(', ')}`}
      </p>
    </>
  );
}

function Line({ points, number, kind, x, y }: { points: readonly { x: number; y: number }[]; number: number; kind: ChartKind; x: Scale; y: Scale }) {
  const path = points.map((point, index) => `${index === 0 ? 'M' : 'L'}${x.place(point.x).toFixed(1)} ${y.place(point.y).toFixed(1)}`).join('');
  const ends = points.length > 0 ? ` L${x.place(points.at(-1)?.x ?? 0).toFixed(1)} ${y.place(0)} L${x.place(points[0]?.x ?? 0).toFixed(1)} ${y.place(0)} Z` : '';
  return (
    <g>
      {kind === 'area' && <path d={path + ends} className={styles.area} data-series={number} />}
      {kind !== 'scatter' && <path d={path} className={styles.line} data-series={number} />}
      {(kind === 'scatter' || points.length <= 60) && points.slice(0, mostDots).map((point, index) => <circle key={index} cx={x.place(point.x)} cy={y.place(point.y)} r={kind === 'scatter' ? 3.5 : 2.5} className={styles.dot} data-series={number} />)}
    </g>
  );
}
