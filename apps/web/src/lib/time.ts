/** The clock times are shown in. */
export type Zone = 'utc' | 'local';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

interface Parts {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

/** Milliseconds since 1970, or undefined when the text is no time. A missing zone is UTC, as Microsoft Graph writes it. */
export function parseTime(text: string | null | undefined): number | undefined {
  if (!text) return undefined;
  const zoned = /(?:z|[+-]\d\d:?\d\d)$/i.test(text) || !text.includes('T') ? text : `${text}Z`;
  const time = Date.parse(zoned);
  return Number.isNaN(time) ? undefined : time;
}

/** `17 Jul 2024`, in the chosen clock. */
export function formatDate(time: number, zone: Zone): string {
  const { day, month, year } = partsOf(time, zone);
  return `${day} ${months[month] ?? ''} ${year}`;
}

/** `10:49:35`, or `10:49` without seconds. */
export function formatClock(time: number, zone: Zone, seconds = true): string {
  const { hour, minute, second } = partsOf(time, zone);
  return `${two(hour)}:${two(minute)}${seconds ? `:${two(second)}` : ''}`;
}

/** `17 Jul 2024 10:49:35 UTC`; a local time names its offset, so a copied time is never ambiguous. */
export function formatFull(time: number, zone: Zone): string {
  return `${formatDate(time, zone)} ${formatClock(time, zone)} ${zoneName(time, zone)}`;
}

/** `17 Jul 2024 10:49`, for tables whose head names the clock. */
export function formatShort(time: number, zone: Zone): string {
  return `${formatDate(time, zone)} ${formatClock(time, zone, false)}`;
}

/** `UTC`, or `UTC+2` of the local clock at that moment. */
export function zoneName(time: number, zone: Zone): string {
  if (zone === 'utc') return 'UTC';
  const offset = -new Date(time).getTimezoneOffset();
  if (offset === 0) return 'UTC';
  const sign = offset < 0 ? '−' : '+';
  const minutes = Math.abs(offset) % 60;
  return `UTC${sign}${Math.floor(Math.abs(offset) / 60)}${minutes ? `:${two(minutes)}` : ''}`;
}

/** The two largest units of a length of time: `2 d 4 h`, `14 min 3 s`, `0 s`. */
export function formatDuration(milliseconds: number): string {
  const total = Math.max(0, Math.round(milliseconds / 1000));
  const units: [number, string][] = [
    [Math.floor(total / 86_400), 'd'],
    [Math.floor(total / 3600) % 24, 'h'],
    [Math.floor(total / 60) % 60, 'min'],
    [total % 60, 's'],
  ];
  const first = units.findIndex(([amount]) => amount > 0);
  if (first < 0) return '0 s';
  return units
    .slice(first, first + 2)
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(' ');
}

/** `just now`, `4 min ago`, `3 h ago`, `12 d ago`. A time ahead of the clock counts as now. */
export function formatAge(time: number, now: number): string {
  const age = now - time;
  if (age < 45_000) return 'just now';
  if (age < 3_600_000) return `${Math.max(1, Math.round(age / 60_000))} min ago`;
  if (age < 86_400_000) return `${Math.round(age / 3_600_000)} h ago`;
  return `${Math.round(age / 86_400_000)} d ago`;
}

function partsOf(time: number, zone: Zone): Parts {
  const date = new Date(time);
  return zone === 'utc'
    ? { year: date.getUTCFullYear(), month: date.getUTCMonth(), day: date.getUTCDate(), hour: date.getUTCHours(), minute: date.getUTCMinutes(), second: date.getUTCSeconds() }
    : { year: date.getFullYear(), month: date.getMonth(), day: date.getDate(), hour: date.getHours(), minute: date.getMinutes(), second: date.getSeconds() };
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
