import { fieldsOf, ticksOf, ticksPerDay } from './time-text.js';
import { unixEpochTicks } from '../../sql-value.js';

/** Local time of named time zones. */

const formatters = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, bigint>();
const mostOffsets = 50_000;

function formatterOf(zone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(zone);
  if (formatter === undefined) {
    try {
      formatter = new Intl.DateTimeFormat('en-US', {
        timeZone: zone, hourCycle: 'h23', era: 'short', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
      });
    } catch {
      throw new Error(`There is no time zone named ${JSON.stringify(zone)}.`);
    }
    formatters.set(zone, formatter);
  }
  return formatter;
}

/** How far the zone is ahead of UTC at a moment, in ticks. Zones change at whole quarters of an hour. */
function offsetAt(utc: bigint, zone: string): bigint {
  const quarter = utc - (utc % 9_000_000_000n);
  const key = `${quarter} ${zone}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const formatter = formatterOf(zone);
  const parts: Record<string, string> = {};
  for (const { type, value } of formatter.formatToParts(Number((quarter - unixEpochTicks) / 10_000n))) parts[type] = value;
  const local = ticksOf({
    year: Number(parts.year), month: Number(parts.month), day: Number(parts.day), hour: Number(parts.hour), minute: Number(parts.minute), second: Number(parts.second), fraction: 0,
  });
  const offset = local === null || parts.era?.startsWith('B') === true ? 0n : local - quarter;
  if (offsets.size > mostOffsets) offsets.clear();
  offsets.set(key, offset);
  return offset;
}

/**
 * The moment that clocks of a zone show as `local`. A time that clocks skip or show twice is read with the offset after the change.
 */
export function localToUtc(local: bigint, zone: string): bigint | null {
  if (fieldsOf(local).year < 2 || fieldsOf(local).year > 9998) return null;
  const earlier = offsetAt(local - ticksPerDay, zone);
  const later = offsetAt(local + ticksPerDay, zone);
  if (earlier === later) return local - later;
  if (offsetAt(local - later, zone) === later) return local - later;
  return offsetAt(local - earlier, zone) === earlier ? local - earlier : local - later;
}
