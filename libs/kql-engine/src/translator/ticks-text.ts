import { ticksPerSecond, unixEpochTicks } from './sql-value.js';

/** Datetimes and timespans as text, the way Kusto's JSON shows them. */

const ticksPerDay = 864_000_000_000n;

/** `2020-01-01T00:00:00.0000000Z`; a moment outside the years 1 to 9999 has no text. */
export function datetimeText(ticks: bigint): string | null {
  if (ticks < 0n || ticks >= 3_652_059n * ticksPerDay) return null;
  const milliseconds = Number((ticks - (ticks % ticksPerSecond) - unixEpochTicks) / 10_000n);
  return `${new Date(milliseconds).toISOString().slice(0, 19)}.${String(ticks % ticksPerSecond).padStart(7, '0')}Z`;
}

/** `[-][d.]hh:mm:ss[.fffffff]`. */
export function timespanText(ticks: bigint): string {
  const value = ticks < 0n ? -ticks : ticks;
  const days = value / ticksPerDay;
  const seconds = (value % ticksPerDay) / ticksPerSecond;
  const clock = [seconds / 3600n, (seconds / 60n) % 60n, seconds % 60n].map((part) => String(part).padStart(2, '0')).join(':');
  const fraction = value % ticksPerSecond;
  return `${ticks < 0n ? '-' : ''}${days === 0n ? '' : `${days}.`}${clock}${fraction === 0n ? '' : `.${String(fraction).padStart(7, '0')}`}`;
}
