const MONTHS = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'];
const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const MONTH = '(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)';
const CLOCK = '(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?(?: ?(am|pm|a\\.m\\.|p\\.m\\.))?';
const ZONE = '(?: ?(z|utc|gmt|[+-]\\d{2}:?\\d{2})(?![\\p{L}\\p{N}]))?';
const EDGE = '(?<![\\p{L}\\p{N}._:\\\\/-])';
const END = '(?![\\p{L}\\p{N}_]|[-.]\\d|:[\\p{L}\\d:])';

/** A moment or day that a sentence names. `prefixes` are the readings it allows, each a prefix of an ISO 8601 UTC instant. */
export interface TimeMention {
  text: string;
  start: number;
  end: number;
  kind: 'instant' | 'date' | 'clock' | 'weekday' | 'relative';
  prefixes: string[];
}

/** ISO 8601 instant or date in UTC without its final `Z`, or undefined when the text is something else. */
export function parseInstant(text: string): string | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:[T t](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?: ?(?:[Zz]|UTC|utc|([+-])(\d{2}):?(\d{2})))?)?$/.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second, fraction, sign, zoneHour, zoneMinute] = match;
  if (Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > 31) return undefined;
  if (hour === undefined) return `${year}-${month}-${day}`;
  if (Number(hour) > 23 || Number(minute) > 59) return undefined;
  const rest = `${second === undefined ? '' : `:${second}`}${fraction === undefined ? '' : `.${fraction}`}`;
  if (sign === undefined || (zoneHour === '00' && zoneMinute === '00')) return `${year}-${month}-${day}T${hour}:${minute}${rest}`;
  const offset = (Number(zoneHour) * 60 + Number(zoneMinute)) * (sign === '+' ? 1 : -1);
  const moved = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute)) - offset * 60_000);
  return Number.isNaN(moved.getTime()) ? undefined : `${moved.toISOString().slice(0, 16)}${rest}`;
}

/** Milliseconds since the epoch of an instant from `parseInstant`. */
export function toMillis(instant: string): number {
  return Date.parse(instant.length === 10 ? `${instant}T00:00:00Z` : `${instant.length === 16 ? `${instant}:00` : instant.slice(0, 23)}Z`);
}

function two(value: number | string): string {
  return String(value).padStart(2, '0');
}

function monthNumber(name: string): number {
  return MONTHS.findIndex((month) => month.startsWith(name.slice(0, 3))) + 1;
}

function clockOf(groups: (string | undefined)[], at: number): string | undefined {
  const [hourText, minute, second, fraction, half] = groups.slice(at, at + 5);
  let hour = Number(hourText);
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return undefined;
    hour = (hour % 12) + (half.startsWith('p') ? 12 : 0);
  }
  if (hour > 23 || Number(minute) > 59 || Number(second ?? 0) > 60) return undefined;
  return `${two(hour)}:${minute}${second === undefined ? '' : `:${second}`}${fraction === undefined ? '' : `.${fraction}`}`;
}

function shift(prefix: string, zone: string | undefined): string {
  if (zone === undefined || /^(?:z|utc|gmt)$/.test(zone)) return prefix;
  return parseInstant(`${prefix}${zone.includes(':') ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`}`) ?? prefix;
}

interface Reader {
  pattern: RegExp;
  kind: TimeMention['kind'];
  read: (groups: (string | undefined)[]) => string[];
}

function datesOf(groups: (string | undefined)[]): string[] {
  const [, year, month, day] = groups;
  return [`${year}-${two(month ?? '')}-${two(day ?? '')}`];
}

const DATE_FORMS: readonly { source: string; size: number; read: (groups: (string | undefined)[]) => string[] }[] = [
  { source: '(\\d{4})[-/](\\d{1,2})[-/](\\d{1,2})', size: 3, read: datesOf },
  {
    source: `(\\d{1,2})(?:st|nd|rd|th)?(?: of)?[ -](${MONTH})\\.?,?[ -](\\d{4})`,
    size: 3,
    read: ([, day, month, year]) => [`${year}-${two(monthNumber(month ?? ''))}-${two(day ?? '')}`],
  },
  {
    source: `(${MONTH})\\.? (\\d{1,2})(?:st|nd|rd|th)?,? (\\d{4})`,
    size: 3,
    read: ([, month, day, year]) => [`${year}-${two(monthNumber(month ?? ''))}-${two(day ?? '')}`],
  },
  {
    source: '(\\d{1,2})[./](\\d{1,2})[./](\\d{4})',
    size: 3,
    read: ([, first, second, year]) => [`${year}-${two(second ?? '')}-${two(first ?? '')}`, `${year}-${two(first ?? '')}-${two(second ?? '')}`],
  },
  { source: `(\\d{1,2})(?:st|nd|rd|th)?(?: of)? (${MONTH})(?!\\p{L})`, size: 2, read: ([, day, month]) => [`-${two(monthNumber(month ?? ''))}-${two(day ?? '')}`] },
  { source: `(${MONTH})\\.? (\\d{1,2})(?:st|nd|rd|th)?`, size: 2, read: ([, month, day]) => [`-${two(monthNumber(month ?? ''))}-${two(day ?? '')}`] },
];

const READERS: readonly Reader[] = [
  ...DATE_FORMS.map(
    ({ source, size, read }): Reader => ({
      pattern: new RegExp(`${EDGE}${source}(?:t|,? at |,? | )${CLOCK}${ZONE}${END}`, 'gu'),
      kind: 'instant',
      read: (groups) => {
        const clock = clockOf(groups, size + 1);
        return clock === undefined ? [] : read(groups).map((date) => shift(`${date}T${clock}`, groups[size + 6]));
      },
    }),
  ),
  ...DATE_FORMS.map(
    ({ source, size, read }): Reader => ({
      pattern: new RegExp(`${EDGE}${CLOCK}${ZONE},? (?:on )?(?:the )?${source}${END}`, 'gu'),
      kind: 'instant',
      read: (groups) => {
        const clock = clockOf(groups, 1);
        return clock === undefined ? [] : read([groups[0], ...groups.slice(7, 7 + size)]).map((date) => shift(`${date}T${clock}`, groups[6]));
      },
    }),
  ),
  ...DATE_FORMS.map(({ source, read }): Reader => ({ pattern: new RegExp(`${EDGE}${source}${END}`, 'gu'), kind: 'date', read })),
  {
    pattern: new RegExp(`${EDGE}(${MONTH}),? (\\d{4})${END}`, 'gu'),
    kind: 'date',
    read: ([, month, year]) => [`${year}-${two(monthNumber(month ?? ''))}-`],
  },
  {
    pattern: new RegExp(`${EDGE}${CLOCK}${ZONE}${END}`, 'gu'),
    kind: 'clock',
    read: (groups) => {
      const clock = clockOf(groups, 1);
      const zone = groups[6];
      if (clock === undefined || (zone !== undefined && !/^(?:z|utc|gmt)$/.test(zone))) return [];
      return [`T${clock}`];
    },
  },
  {
    pattern: new RegExp(`${EDGE}(\\d{1,2}) ?(am|pm)${END}`, 'gu'),
    kind: 'clock',
    read: ([, hour, half]) => [`T${two((Number(hour) % 12) + (half === 'pm' ? 12 : 0))}:`],
  },
  { pattern: new RegExp(`${EDGE}(${DAYS.join('|')})s?${END}`, 'gu'), kind: 'weekday', read: ([, day]) => [day ?? ''] },
  {
    pattern: new RegExp(`${EDGE}(?:yesterday|today|tomorrow|tonight|midnight|noon|(?:last|this|next|previous) (?:night|week|month|year|morning|evening|afternoon|weekend|quarter)|(?:january|february|april|june|july|august|september|october|november|december))${END}`, 'gu'),
    kind: 'relative',
    read: () => [],
  },
];

/** Finds every date and time of a lower-case comparable sentence, longest form first, outside the positions `taken` says. */
export function findTimes(sentence: string, taken: (position: number) => boolean): TimeMention[] {
  const found: TimeMention[] = [];
  const overlaps = (start: number, end: number): boolean => found.some((other) => start < other.end && other.start < end);
  for (const { pattern, kind, read } of READERS) {
    for (const match of sentence.matchAll(pattern)) {
      const start = match.index;
      const end = start + match[0].length;
      if (taken(start) || overlaps(start, end)) continue;
      found.push({ text: match[0], start, end, kind, prefixes: read([...match]) });
    }
  }
  return found;
}

function agreesWith(mention: TimeMention, instant: string): boolean {
  return mention.prefixes.some((prefix) => {
    if (mention.kind === 'weekday') return DAYS[new Date(toMillis(instant)).getUTCDay()] === prefix;
    const part = prefix.startsWith('-') ? instant.slice(4) : prefix.startsWith('T') ? instant.slice(10) : instant;
    if (part.startsWith(prefix)) return true;
    // A record may be less precise than 100 ns or padded with zeros; trailing zeros say nothing.
    return prefix.includes('.') && part.includes('.') && part.replace(/0+$/, '') === prefix.replace(/0+$/, '');
  });
}

/** The mentions no instant agrees with. A clock time in a sentence that names dates must belong to one of those dates. */
export function unsupportedTimes(mentions: readonly TimeMention[], instants: readonly string[]): TimeMention[] {
  const dates = mentions.filter((mention) => mention.kind === 'date');
  return mentions.filter((mention) => {
    const candidates =
      mention.kind === 'clock' && dates.length > 0 ? instants.filter((instant) => dates.some((date) => agreesWith(date, instant))) : instants;
    return !candidates.some((instant) => agreesWith(mention, instant));
  });
}
