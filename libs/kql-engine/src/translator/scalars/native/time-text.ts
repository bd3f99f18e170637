import { unixEpochTicks } from '../../sql-value.js';

/** Reading and writing of datetime and timespan. Both are ticks of 100 ns; a datetime counts from 0001-01-01. */

export const ticksPerDay = 864_000_000_000n;
export const lastDatetime = 3_155_378_975_999_999_999n;

const ticksPerMillisecond = 10_000n;
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** The fields of a moment. `month` and `day` count from 1, `fraction` is ticks within the second. */
export interface TimeFields {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  fraction: number;
}

/** The ticks of a calendar moment; null when there is no such moment. */
export function ticksOf({ year, month, day, hour, minute, second, fraction }: TimeFields): bigint | null {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1) return null;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return null;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1) return null;
  date.setUTCHours(hour, minute, second);
  return BigInt(date.getTime()) * ticksPerMillisecond + unixEpochTicks + BigInt(fraction);
}

/** The calendar fields of a datetime. */
export function fieldsOf(ticks: bigint): TimeFields {
  const date = new Date(Number((ticks - (ticks % ticksPerMillisecond) - unixEpochTicks) / ticksPerMillisecond));
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    fraction: Number(ticks % 10_000_000n),
  };
}

const clock = String.raw`(?<hour>\d{1,2}):(?<minute>\d{1,2})(?::(?<second>\d{1,2})(?:[.,](?<fraction>\d+))?)?(?:\s*(?<half>am|pm))?`;
const zone = String.raw`(?:\s*(?<zone>z|utc|gmt|[+-]\d{1,2}:?\d{2}|est|edt|cst|cdt|mst|mdt|pst|pdt|ut))?`;
const weekday = String.raw`(?:(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?,?\s+)?`;
const month = String.raw`(?<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?`;
const datetimeForms: readonly RegExp[] = [
  String.raw`(?<year>\d{4})(?:[-/.](?<month>\d{1,2})(?:[-/.](?<day>\d{1,2})(?:(?:t|\s+)${clock})?)?)?${zone}`,
  String.raw`(?<month>\d{1,2})[-/](?<day>\d{1,2})[-/](?<year>\d{4}|\d{2})(?:(?:t|\s+)${clock})?${zone}`,
  String.raw`${weekday}(?<day>\d{1,2})[-\s]+${month}[-\s,]+(?<year>\d{4}|\d{2})(?:\s+${clock})?${zone}`,
  String.raw`${weekday}${month}[-\s]+(?<day>\d{1,2})(?:,\s*|\s+)(?<year>\d{4})(?:\s+${clock})?${zone}`,
  String.raw`${weekday}${month}\s+(?<day>\d{1,2})\s+${clock}\s+(?<year>\d{4})${zone}`,
].map((form) => new RegExp(`^\\s*${form}\\s*$`, 'i'));

const zoneHours: Readonly<Record<string, number>> = { est: -5, edt: -4, cst: -6, cdt: -5, mst: -7, mdt: -6, pst: -8, pdt: -7 };

function zoneMinutes(text: string | undefined): number | null {
  if (text === undefined) return 0;
  const hours = zoneHours[text.toLowerCase()];
  if (hours !== undefined) return hours * 60;
  const match = /^([+-])(\d{1,2}):?(\d{2})$/.exec(text);
  if (match === null) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  if (minutes > 14 * 60 || Number(match[3]) > 59) return null;
  return match[1] === '-' ? -minutes : minutes;
}

function hourOf(hour: number, half: string | undefined): number {
  if (half === undefined) return hour;
  if (hour < 1 || hour > 12) return -1;
  return (hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
}

/** The datetime that `text` says, in ticks: ISO 8601, RFC 822, RFC 850 and the usual American forms. Null when it says none. */
export function parseDatetime(text: string): bigint | null {
  for (const form of datetimeForms) {
    const fields = form.exec(text)?.groups;
    if (fields === undefined) continue;
    const yearText = fields.year ?? '';
    const year = yearText.length === 2 ? Number(yearText) + (Number(yearText) < 50 ? 2000 : 1900) : Number(yearText);
    const offset = zoneMinutes(fields.zone);
    const local = ticksOf({
      year,
      month: fields.name === undefined ? Number(fields.month ?? 1) : months.indexOf(fields.name.toLowerCase()) + 1,
      day: Number(fields.day ?? 1),
      hour: hourOf(Number(fields.hour ?? 0), fields.half),
      minute: Number(fields.minute ?? 0),
      second: Number(fields.second ?? 0),
      fraction: Number((fields.fraction ?? '').slice(0, 7).padEnd(7, '0')),
    });
    if (local === null || offset === null) return null;
    const ticks = local - BigInt(offset) * 600_000_000n;
    return ticks < 0n || ticks > lastDatetime ? null : ticks;
  }
  return null;
}

const unitTicks: Readonly<Record<string, bigint>> = {
  d: ticksPerDay, day: ticksPerDay, days: ticksPerDay,
  h: 36_000_000_000n, hr: 36_000_000_000n, hrs: 36_000_000_000n, hour: 36_000_000_000n, hours: 36_000_000_000n,
  m: 600_000_000n, min: 600_000_000n, minute: 600_000_000n, minutes: 600_000_000n,
  s: 10_000_000n, sec: 10_000_000n, second: 10_000_000n, seconds: 10_000_000n,
  ms: 10_000n, milli: 10_000n, millis: 10_000n, millisec: 10_000n, millisecond: 10_000n, milliseconds: 10_000n,
  micro: 10n, micros: 10n, microsec: 10n, microsecond: 10n, microseconds: 10n,
  nano: 0n, nanos: 0n, nanosec: 0n, nanosecond: 0n, nanoseconds: 0n,
  tick: 1n, ticks: 1n,
};
const unitForm = /^\s*([+-]?)(\d*)(?:\.(\d+))?\s*([a-z]+)\s*$/i;
const clockForm = /^\s*([+-]?)(?:(\d{1,8})[.:](?=\d{1,2}:\d{1,2}:))?(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,7}))?)?\s*$/;
const daysForm = /^\s*([+-]?)(\d{1,8})\s*$/;

function unitTimespan(sign: string, whole: string, part: string, unit: string): bigint | null {
  const size = unitTicks[unit.toLowerCase()];
  if (size === undefined || (whole === '' && part === '')) return null;
  const digits = part.slice(0, 18);
  const scale = 10n ** BigInt(digits.length);
  const count = BigInt(whole || '0') * scale + BigInt(digits || '0');
  const ticks = size === 0n ? count / scale / 100n : (count * size) / scale;
  return sign === '-' ? -ticks : ticks;
}

/** The timespan that `text` says, in ticks: `1.02:03:04.5`, `03:04`, `2` (days), `1.5h`. Null when it says none. */
export function parseTimespan(text: string): bigint | null {
  const unit = unitForm.exec(text);
  if (unit !== null) {
    const ticks = unitTimespan(unit[1] ?? '', unit[2] ?? '', unit[3] ?? '', unit[4] ?? '');
    return ticks === null || ticks > 2n ** 63n - 1n || ticks < -(2n ** 63n) ? null : ticks;
  }
  const days = daysForm.exec(text);
  if (days !== null) return BigInt(days[2] ?? '0') * ticksPerDay * (days[1] === '-' ? -1n : 1n);
  const match = clockForm.exec(text);
  if (match === null) return null;
  const [, sign, day = '0', hour = '0', minute = '0', second = '0', fraction = ''] = match;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  const seconds = (BigInt(day) * 24n + BigInt(hour)) * 3600n + BigInt(minute) * 60n + BigInt(second);
  const ticks = seconds * 10_000_000n + BigInt(fraction.padEnd(7, '0'));
  if (ticks > 2n ** 63n - 1n) return null;
  return sign === '-' ? -ticks : ticks;
}

export function pad(value: number | bigint, width: number): string {
  return String(value).padStart(width, '0');
}

/** A datetime as ISO 8601 with seven digits of a second and Z. */
export function formatDatetime(ticks: bigint): string {
  const { year, month: monthOfYear, day, hour, minute, second, fraction } = fieldsOf(ticks);
  return `${pad(year, 4)}-${pad(monthOfYear, 2)}-${pad(day, 2)}T${pad(hour, 2)}:${pad(minute, 2)}:${pad(second, 2)}.${pad(fraction, 7)}Z`;
}

/** A timespan as [-][d.]hh:mm:ss[.fffffff]. */
export function formatTimespan(ticks: bigint): string {
  const span = ticks < 0n ? -ticks : ticks;
  const days = span / ticksPerDay;
  const fraction = span % 10_000_000n;
  const seconds = (span / 10_000_000n) % 86_400n;
  const time = `${pad(seconds / 3600n, 2)}:${pad((seconds / 60n) % 60n, 2)}:${pad(seconds % 60n, 2)}`;
  return `${ticks < 0n ? '-' : ''}${days > 0n ? `${days}.` : ''}${time}${fraction > 0n ? `.${pad(fraction, 7)}` : ''}`;
}
