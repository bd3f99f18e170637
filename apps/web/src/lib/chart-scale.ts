import { formatClock, formatDate, type Zone } from './time.js';

/** A straight map from values to pixels, and the marks to draw along it. */
export interface Scale {
  from: number;
  to: number;
  place: (value: number) => number;
}

/** Maps `from`..`to` onto `start`..`end`; a range without length stands in the middle. */
export function scale(from: number, to: number, start: number, end: number): Scale {
  const span = to - from;
  return { from, to, place: (value) => (span === 0 ? (start + end) / 2 : start + ((value - from) / span) * (end - start)) };
}

/** Round marks from below `least` to above `most`, about `wanted` of them, zero always among them. */
export function numberTicks(least: number, most: number, wanted: number): number[] {
  const low = Math.min(0, least);
  const top = Math.max(0, most);
  // Below this, steps can no longer be told apart.
  const high = top - low < 1e-100 ? low + 1 : top;
  const step = roundStep((high - low) / Math.max(1, wanted));
  const first = Math.floor(low / step);
  const last = Math.ceil(high / step - 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

const minute = 60_000;
const day = 1_440 * minute;
const timeSteps = [1_000, 5_000, 15_000, 30_000, minute, 5 * minute, 15 * minute, 30 * minute, 60 * minute, 180 * minute, 360 * minute, 720 * minute, day, 2 * day, 7 * day, 14 * day, 30 * day, 91 * day, 182 * day, 365 * day];

/** Marks at whole seconds, hours or days of the chosen clock within a range of times, at most about `wanted`. */
export function timeTicks(from: number, to: number, wanted: number, zone: Zone): number[] {
  const step = timeSteps.find((each) => (to - from) / each <= wanted) ?? Math.ceil((to - from) / wanted / day) * day;
  const offset = zone === 'utc' ? 0 : new Date(from).getTimezoneOffset() * minute;
  const first = Math.ceil((from - offset) / step) * step + offset;
  const ticks: number[] = [];
  for (let tick = first; tick <= to; tick += step) ticks.push(tick);
  return ticks;
}

/** A mark of the time axis: the clock within a day, else the date. */
export function timeTickText(tick: number, span: number, zone: Zone): string {
  if (span <= 3 * minute) return formatClock(tick, zone);
  const clock = formatClock(tick, zone, false);
  if (span <= day) return clock;
  const date = formatDate(tick, zone).replace(/ \d+$/, '');
  if (span <= 5 * day) return clock === '00:00' ? date : `${date} ${clock}`;
  return span <= 300 * day ? date : formatDate(tick, zone);
}

/** A mark of the amount axis: `12k`, `3.5M`. */
export function amountText(value: number): string {
  const size = Math.abs(value);
  for (const [unit, letter] of [[1e12, 'T'], [1e9, 'G'], [1e6, 'M'], [1e3, 'k']] as const) {
    if (size >= unit) return `${Number((value / unit).toFixed(2))}${letter}`;
  }
  return String(Number(value.toPrecision(6)));
}

function roundStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const share = rough / power;
  return (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10) * power;
}
