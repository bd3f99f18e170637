import { fieldsOf, pad, ticksPerDay } from './time-text.js';

/** format_datetime() and format_timespan(): patterns of letters and the few separators that Kusto allows. */

const runs = /([a-zA-Z])\1*|[^a-zA-Z]/g;
const separators = ' /-:,._[]';
const datetimeRuns = /^(?:d{1,2}|f{1,7}|F{1,7}|h{1,2}|H{1,2}|m{1,2}|M{1,2}|s{1,2}|y{1,2}|yyyy|tt)$/;
const timespanRuns = /^(?:d{1,8}|f{1,7}|F{1,7}|h{1,2}|H{1,2}|m{1,2}|s{1,2})$/;

/** What is wrong with a format, or undefined. */
export function timeFormatError(format: string, kind: 'datetime' | 'timespan'): string | undefined {
  const known = kind === 'datetime' ? datetimeRuns : timespanRuns;
  for (const run of format.match(runs) ?? []) {
    if (/^[a-zA-Z]/.test(run) ? !known.test(run) : !separators.includes(run)) return `with ${JSON.stringify(run)} in the format`;
  }
  return undefined;
}

function fractionOf(run: string, fraction: number): string {
  const digits = pad(fraction, 7).slice(0, run.length);
  return run.startsWith('f') ? digits : digits.replace(/0+$/, '');
}

function checked(format: string, kind: 'datetime' | 'timespan'): void {
  const fault = timeFormatError(format, kind);
  if (fault !== undefined) throw new Error(`The format of a ${kind} is not supported ${fault}.`);
}

/** A datetime in a format. */
export function formatDatetimeAs(ticks: bigint, format: string): string {
  checked(format, 'datetime');
  const { year, month, day, hour, minute, second, fraction } = fieldsOf(ticks);
  const numbers: Readonly<Record<string, number>> = { d: day, h: ((hour + 11) % 12) + 1, H: hour, m: minute, M: month, s: second };
  return format.replace(runs, (run) => {
    const letter = run[0] ?? '';
    if (letter === 'f' || letter === 'F') return fractionOf(run, fraction);
    if (letter === 't') return hour < 12 ? 'AM' : 'PM';
    if (letter === 'y') return run.length === 4 ? pad(year, 4) : pad(year % 100, run.length);
    const number = numbers[letter];
    return number === undefined ? run : pad(number, run.length);
  });
}

/** A timespan in a format. */
export function formatTimespanAs(ticks: bigint, format: string): string {
  checked(format, 'timespan');
  const span = ticks < 0n ? -ticks : ticks;
  const hours = (span / 36_000_000_000n) % 24n;
  const numbers: Readonly<Record<string, bigint>> = { d: span / ticksPerDay, h: hours, H: hours, m: (span / 600_000_000n) % 60n, s: (span / 10_000_000n) % 60n };
  const text = format.replace(runs, (run) => {
    const letter = run[0] ?? '';
    if (letter === 'f' || letter === 'F') return fractionOf(run, Number(span % 10_000_000n));
    const number = numbers[letter];
    return number === undefined ? run : pad(number, run.length);
  });
  return ticks < 0n ? `-${text}` : text;
}
