import type { PlanLiteral, PlanOperator } from './hunt-plan.js';

/** A period a question speaks of, as a comparison of the time column. */
export interface TimeRange {
  operator: PlanOperator;
  values: PlanLiteral[];
  not?: boolean;
  /** The last sign of the thing lies further back: "not seen for 7 days". */
  stale?: true;
  start: number;
  end: number;
}

const units: Readonly<Record<string, string>> = { s: 's', sec: 's', second: 's', m: 'm', min: 'm', minute: 'm', h: 'h', hr: 'h', hour: 'h', d: 'd', day: 'd', w: 'w', wk: 'w', week: 'w', fortnight: 'f', mo: 'mo', month: 'mo', quarter: 'q', y: 'y', yr: 'y', year: 'y' };
const days: Readonly<Record<string, number>> = { w: 7, f: 14, mo: 30, q: 90, y: 365 };
const numbers: Readonly<Record<string, number>> = { a: 1, an: 1, one: 1, two: 2, couple: 2, three: 3, few: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10, twelve: 12, fourteen: 14, fifteen: 15, twenty: 20, thirty: 30, sixty: 60, ninety: 90 };
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const unit = '(seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|wks?|w|fortnights?|months?|mo|quarters?|years?|yrs?|y)';
const amount = '(\\d+|an?|one|two|couple(?: of)?|three|few|four|five|six|seven|eight|nine|ten|twelve|fourteen|fifteen|twenty|thirty|sixty|ninety)';
const clock = '(?:[T ,]*(?:at )?(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:\\.\\d+)?)?\\s*(am|pm)?\\s*(?:Z|UTC)?|[ ,]*(?:at )?(\\d{1,2})\\s*(am|pm))?';
const monthName = '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const moment = `(?:\\d{4}[-/]\\d{1,2}[-/]\\d{1,2}|\\d{1,2}[/.]\\d{1,2}[/.]\\d{4}|\\d{1,2}(?:st|nd|rd|th)?(?: of)? ${monthName},? ?\\d{4}|${monthName} \\d{1,2}(?!\\d)(?:st|nd|rd|th)?(?:,? ?\\d{4})?)${clock.replace(/\((?!\?)/g, '(?:')}`.replace(/\((?!\?)/g, '(?:');

/** `amount unit` as a Kusto timespan. */
function span(amountText: string, unitText: string): string | undefined {
  const count = /^\d+$/.test(amountText) ? Number(amountText) : numbers[amountText.toLowerCase().replace(/ of$/, '')];
  const lower = unitText.toLowerCase();
  const known = units[lower] ?? units[lower.replace(/s$/, '')];
  if (count === undefined || known === undefined || count > 100_000) return undefined;
  return days[known] === undefined ? `${count}${known}` : `${count * days[known]}d`;
}

interface Moment { text: string; wholeDay: boolean; wholeMonth?: boolean }

/** An absolute date in any of the usual writings, as ISO; US order for ambiguous slashes. */
function parseMoment(text: string, now: Date): Moment | undefined {
  const iso = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})/.exec(text);
  const slashed = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})/.exec(text);
  const dayFirst = new RegExp(`^(\\d{1,2})(?:st|nd|rd|th)?(?: of)? ${monthName},? ?(\\d{4})`, 'i').exec(text);
  const monthFirst = new RegExp(`^${monthName} (\\d{1,2})(?:st|nd|rd|th)?(?:,? ?(\\d{4}))?`, 'i').exec(text);
  const monthOf = (name = ''): number => months.indexOf(name.slice(0, 3).toLowerCase()) + 1;
  let parts: [year: number, month: number, day: number];
  let rest: string;
  if (iso !== null) [parts, rest] = [[Number(iso[1]), Number(iso[2]), Number(iso[3])], text.slice(iso[0].length)];
  else if (slashed !== null) {
    const [a, b] = [Number(slashed[1]), Number(slashed[2])];
    [parts, rest] = [a > 12 || slashed[0].includes('.') ? [Number(slashed[3]), b, a] : [Number(slashed[3]), a, b], text.slice(slashed[0].length)];
  } else if (dayFirst !== null) [parts, rest] = [[Number(dayFirst[3]), monthOf(dayFirst[2]), Number(dayFirst[1])], text.slice(dayFirst[0].length)];
  else if (monthFirst !== null) {
    let year = monthFirst[3] === undefined ? now.getUTCFullYear() : Number(monthFirst[3]);
    if (monthFirst[3] === undefined && Date.UTC(year, monthOf(monthFirst[1]) - 1, Number(monthFirst[2])) > now.getTime()) year -= 1;
    [parts, rest] = [[year, monthOf(monthFirst[1]), Number(monthFirst[2])], text.slice(monthFirst[0].length)];
  } else return undefined;
  const [year, month, day] = parts;
  if (month < 1 || month > 12 || day < 1 || day > 31) return undefined;
  const date = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  const time = /(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(am|pm)?/i.exec(rest);
  const bare = /(\d{1,2})\s*(am|pm)/i.exec(rest);
  if (time === null && bare === null) return { text: date, wholeDay: true };
  const half = (time?.[4] ?? bare?.[2])?.toLowerCase();
  const hour = (Number(time?.[1] ?? bare?.[1]) % (half === undefined ? 24 : 12)) + (half === 'pm' ? 12 : 0);
  return { text: `${date}T${String(hour).padStart(2, '0')}:${time?.[2] ?? '00'}${time?.[3] === undefined ? '' : `:${time[3]}`}Z`, wholeDay: false };
}

type Rule = readonly [pattern: RegExp, read: (match: RegExpExecArray, now: Date) => Omit<TimeRange, 'start' | 'end'> | undefined];

function at(kind: PlanLiteral['kind'], text: string): PlanLiteral {
  return { kind, text, origin: 'question' };
}

function since(text: string | undefined, operator: PlanOperator = '>'): Omit<TimeRange, 'start' | 'end'> | undefined {
  return text === undefined ? undefined : { operator, values: [at('ago', text)] };
}

function pair(from: Moment | undefined, to: Moment | undefined, not = false): Omit<TimeRange, 'start' | 'end'> | undefined {
  if (from === undefined || to === undefined) return undefined;
  const end = to.wholeDay ? `${to.text}T23:59:59.9999999Z` : to.text;
  return { operator: 'between', values: [at('datetime', from.text), at('datetime', end)], ...(not ? { not } : {}) };
}

function compared(operator: PlanOperator, found: Moment | undefined): Omit<TimeRange, 'start' | 'end'> | undefined {
  return found === undefined ? undefined : { operator, values: [at('datetime', found.text)] };
}

function day(now: Date, back: number): string {
  return new Date(now.getTime() - back * 86_400_000).toISOString().slice(0, 10);
}

const lead = '(?:(?:in|for|over|during|within|from|of|since|across|throughout|on)\\s+)?(?:the\\s+|this\\s+)?';
const clockTime = '(\\d{1,2}(?::\\d{2})?\\s*(?:am|pm)?)';
const rules: readonly Rule[] = [
  [new RegExp(`\\b(?:between|from)\\s+${clockTime}\\s*(?:and|to|until|-)\\s*${clockTime}\\s*(?:UTC\\s*)?(?:on|of)\\s+(?:the\\s+)?(${moment})`, 'i'), (match, now) => {
    const date = parseMoment(match[3] ?? '', now);
    const half = /(am|pm)\s*$/i.exec(match[2] ?? '')?.[1] ?? '';
    const time = (text: string): Moment | undefined => (date === undefined ? undefined : parseMoment(`${date.text.slice(0, 10)} ${/am|pm/i.test(text) || text.includes(':') ? text : `${text}${half === '' ? ':00' : half}`}`, now));
    return pair(time((match[1] ?? '').trim()), time((match[2] ?? '').trim()));
  }],
  [new RegExp(`\\b(?:on\\s+)?(?:the\\s+)?(${moment})\\s*,?\\s+(?:between|from)\\s+${clockTime}\\s*(?:and|to|until|-)\\s*${clockTime}(?:\\s*UTC)?`, 'i'), (match, now) => {
    const date = parseMoment(match[1] ?? '', now);
    const time = (text: string): Moment | undefined => (date?.wholeDay !== true ? undefined : parseMoment(`${date.text} ${/am|pm|:/i.test(text) ? text : `${text}:00`}`, now));
    return pair(time((match[2] ?? '').trim()), time((match[3] ?? '').trim()));
  }],
  [new RegExp(`\\b(?:after|since|from|on or after|starting)\\s+(${moment})\\s*,?\\s*(?:but|and)?\\s*(?:before|until|prior to|up to)\\s+(${moment})`, 'i'), (match, now) => {
    const [from, to] = [parseMoment(match[1] ?? '', now), parseMoment(match[2] ?? '', now)];
    return from === undefined || to === undefined ? undefined : { operator: 'between', values: [at('datetime', from.text), at('datetime', to.text)] };
  }],
  [new RegExp(`\\b(?:(?:not|n't|never|no longer)\\s+(?:been\\s+)?(?:seen|active|reported|updated|used|reporting|checked in|communicated|connected|online|scanned|logged (?:on|in)|signed in|reported in)|inactive|silent|offline|stale|unused)\\s+(?:for|in|within|since|during|over)\\s+(?:over\\s+|more than\\s+|at least\\s+|the\\s+)*(?:last\\s+|past\\s+)?${amount}\\s*${unit}\\b`, 'i'), (match) => {
    const back = span(match[1] ?? '', match[2] ?? '');
    return back === undefined ? undefined : { operator: '<', values: [at('ago', back)], stale: true };
  }],
  [new RegExp(`\\b(not )?between\\s+(${moment})\\s*(?:and|to|until|-|–)\\s*(${moment})`, 'i'), (match, now) => pair(parseMoment(match[2] ?? '', now), parseMoment(match[3] ?? '', now), match[1] !== undefined)],
  [new RegExp(`\\bfrom\\s+(${moment})\\s*(?:to|until|till|through|and|-|–)\\s*(${moment})`, 'i'), (match, now) => pair(parseMoment(match[1] ?? '', now), parseMoment(match[2] ?? '', now))],
  [new RegExp(`\\b(?:on or after|no earlier than|starting(?: from| on)?|beginning(?: on)?|since|from)\\s+(${moment})(?:\\s+(?:on(?:wards?)?|or later))?`, 'i'), (match, now) => compared('>=', parseMoment(match[1] ?? '', now))],
  [new RegExp(`\\b(?:on or before|no later than|until|till|up to)\\s+(${moment})`, 'i'), (match, now) => compared('<=', parseMoment(match[1] ?? '', now))],
  [new RegExp(`\\b(?:after|later than|newer than)\\s+(${moment})`, 'i'), (match, now) => compared('>', parseMoment(match[1] ?? '', now))],
  [new RegExp(`\\b(?:before|prior to|earlier than|older than)\\s+(${moment})`, 'i'), (match, now) => compared('<', parseMoment(match[1] ?? '', now))],
  [new RegExp(`\\b(?:on|at|during|for|of|dated|in)\\s+(?:the\\s+)?(${moment})`, 'i'), (match, now) => whole(parseMoment(match[1] ?? '', now))],
  [new RegExp(`\\bbetween\\s+${amount}\\s+and\\s+${amount}\\s*${unit}\\s+ago\\b`, 'i'), (match) => {
    const [a, b] = [span(match[1] ?? '', match[3] ?? ''), span(match[2] ?? '', match[3] ?? '')];
    if (a === undefined || b === undefined) return undefined;
    const [far, near] = parseInt(a, 10) > parseInt(b, 10) ? [a, b] : [b, a];
    return { operator: 'between', values: [at('ago', far), at('ago', near)] };
  }],
  [new RegExp(`\\b(?:older than|more than|over|not (?:seen|active|updated|used) (?:for|in)(?: over| more than)?(?: the last| the past)?|before)\\s+${amount}\\s*${unit}(?:\\s+ago|\\s+old)?\\b(?=.*\\b(?:ago|old|older|stale|inactive)\\b|)`, 'i'), (match) => (/ago|old|before|not /i.test(match[0]) ? since(span(match[1] ?? '', match[2] ?? ''), '<') : undefined)],
  [new RegExp(`${lead}(?:next|coming|following|upcoming)\\s+(?:${amount}\\s*)?${unit}\\b|\\bwithin\\s+the\\s+next\\s+${amount}\\s*${unit}\\b`, 'i'), (match) => {
    const ahead = span(match[1] ?? match[3] ?? '1', match[2] ?? match[4] ?? '');
    return ahead === undefined ? undefined : { operator: 'between', values: [at('ago', '0d'), at('ago', `-${ahead}`)] };
  }],
  [new RegExp(`${lead}(?:last|past|previous|preceding|recent|prior|latest)\\s+${amount}[\\s-]*${unit}\\b`, 'i'), (match) => since(span(match[1] ?? '', match[2] ?? ''))],
  [new RegExp(`\\b(?:since|from)\\s+${amount}\\s*${unit}\\s+ago\\b`, 'i'), (match) => since(span(match[1] ?? '', match[2] ?? ''))],
  [new RegExp(`\\bsince\\s+(?:the\\s+last\\s+)?${amount}\\s*${unit}\\b(?!\\s+ago)`, 'i'), (match) => since(span(match[1] ?? '', match[2] ?? ''))],
  [new RegExp(`\\b${amount}\\s*${unit}\\s+ago\\b`, 'i'), (match) => since(span(match[1] ?? '', match[2] ?? ''))],
  [new RegExp(`${lead}(?:last|past|previous|recent)\\s+(hour|day|week|fortnight|month|quarter|year|minute)\\b(?! of\\b)`, 'i'), (match) => since(span('1', match[1] ?? ''))],
  [new RegExp(`\\b(?:in|within|during|over)\\s+(?:the\\s+)?${amount}\\s*${unit}\\b(?!\\s+(?:of|window|bins?|buckets?|period|intervals?|after|before))`, 'i'), (match) => since(span(match[1] ?? '', match[2] ?? ''))],
  [/\b(?:in|for|during|within)\s+(?:the\s+)?(\d+)(d|h|m)\b/i, (match) => since(span(match[1] ?? '', match[2] ?? ''))],
  [/\b(?:the )?day before yesterday\b/i, (_, now) => whole({ text: day(now, 2), wholeDay: true })],
  [/\b(?:since|after|from)\s+(?:last\s+)?(sunday|monday|tuesday|wednesday|thursday|friday|saturday)\b(?!\s+to\b)/i, (match, now) => compared('>=', { text: day(now, sinceWeekday(match[1], now)), wholeDay: true })],
  [/\b(?:(?:on|last|this|from)\s+){1,2}(sunday|monday|tuesday|wednesday|thursday|friday|saturday)\b/i, (match, now) => whole({ text: day(now, sinceWeekday(match[1], now)), wholeDay: true })],
  [/\b(?:since|from)\s+yesterday\b/i, (_, now) => compared('>=', { text: day(now, 1), wholeDay: true })],
  [/\byesterday(?:'s)?\b/i, (_, now) => whole({ text: day(now, 1), wholeDay: true })],
  [/\b(?:so far )?today(?:'s)?\b|\bsince midnight\b/i, (_, now) => compared('>=', { text: day(now, 0), wholeDay: true })],
  [/\b(?:so far |during |in )?this week\b/i, (_, now) => thisPeriod((now.getUTCDay() + 6) % 7, 7, now)],
  [/\b(?:so far |during |in )?this month\b/i, (_, now) => thisPeriod(now.getUTCDate() - 1, 30, now)],
  [/\b(?:so far |during |in )?this year\b|\byear to date\b/i, (_, now) => compared('>=', { text: `${now.getUTCFullYear()}-01-01`, wholeDay: true })],
  [/\b(?:in|during|within|of|for) (?:the )?(?:year )?((?:19|20)\d{2})\b(?![-/.:]|\s*(?:rows|records|results|samples|events|R2\b))/i, (match) => years(match[1] ?? '', match[1] ?? '')],
  [/\b(?:since|from) (?:the year )?((?:19|20)\d{2})\b(?![-/.:\d])/i, (match) => compared('>=', { text: `${match[1] ?? ''}-01-01`, wholeDay: true })],
  [/\b(?:before|prior to) (?:the year )?((?:19|20)\d{2})\b(?![-/.:\d])/i, (match) => compared('<', { text: `${match[1] ?? ''}-01-01`, wholeDay: true })],
  [/\b(?:after) (?:the year )?((?:19|20)\d{2})\b(?![-/.:\d])/i, (match) => compared('>', { text: `${match[1] ?? ''}-12-31T23:59:59.9999999Z`, wholeDay: false })],
  [new RegExp(`\\b(?:in|during|for|of)\\s+${monthName}\\s+(\\d{4})\\b`, 'i'), (match) => {
    const month = months.indexOf((match[1] ?? '').slice(0, 3).toLowerCase());
    const iso = (offset: number): string => new Date(Date.UTC(Number(match[2]), month + offset, 1)).toISOString().slice(0, 10);
    return { operator: 'between', values: [at('datetime', iso(0)), at('datetime', `${new Date(Date.UTC(Number(match[2]), month + 1, 0)).toISOString().slice(0, 10)}T23:59:59.9999999Z`)] };
  }],
  [new RegExp(`(${moment})\\s*(?:to|until|-|–)\\s*(${moment})`, 'i'), (match, now) => pair(parseMoment(match[1] ?? '', now), parseMoment(match[2] ?? '', now))],
  [new RegExp(`\\b(${moment})`, 'i'), (match, now) => whole(parseMoment(match[1] ?? '', now))],
];

const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** How many days ago the last such day began; on that day itself the one a week ago is meant. */
function sinceWeekday(name = '', now: Date): number {
  return (now.getUTCDay() - weekdays.indexOf(name.toLowerCase()) + 6) % 7 + 1;
}

/** The week or month so far; on its first day that would be next to nothing, and a whole one back is meant. */
function thisPeriod(passed: number, length: number, now: Date): Omit<TimeRange, 'start' | 'end'> | undefined {
  return passed === 0 ? since(`${length}d`) : compared('>=', { text: day(now, passed), wholeDay: true });
}

function years(from: string, to: string): Omit<TimeRange, 'start' | 'end'> {
  return { operator: 'between', values: [at('datetime', `${from}-01-01`), at('datetime', `${to}-12-31T23:59:59.9999999Z`)] };
}

function whole(found: Moment | undefined): Omit<TimeRange, 'start' | 'end'> | undefined {
  if (found === undefined) return undefined;
  if (!found.wholeDay) return { operator: '==', values: [at('datetime', found.text)] };
  return { operator: 'between', values: [at('datetime', found.text), at('timespan', '1d')] };
}

/** The period a question speaks of, if it does. Relative words are resolved when the query runs, "today" at `now`. */
export function findTimeRange(text: string, now: Date): TimeRange | undefined {
  for (const [pattern, read] of rules) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const range = read(match, now);
    if (range === undefined) continue;
    const trimmed = match[0].trimEnd();
    const span = [match.index, match.index + trimmed.length] as const;
    return { ...range, values: range.values.map((value) => ({ ...value, span })), start: span[0], end: span[1] };
  }
  return undefined;
}

/** "More than 10 ... within 5 minutes" counts in windows of 5 minutes, whenever they are; "within the last hour" does not. */
export function findTimeWindow(text: string): { step: string; start: number; end: number } | undefined {
  if (!/\b(?:more than|at least|over \d|exceed\w*|multiple|several|many|\d+ or more|greater than|> ?\d)/i.test(text)) return undefined;
  const match = new RegExp(`\\b(?:with)?in (?:a (?:window|period|span|timeframe) of |a |an |any |the same |one |the span of )?(?:${amount}[\\s-]*)?(minutes?|mins?|hours?|hrs?)\\b(?: (?:window|period|timeframe|interval)s?)?`, 'i').exec(text);
  const sameDay = /\b(?:with)?in (?:the same|a single|one|the course of (?:a|one)) day\b|\bon the same day\b/i.exec(text);
  if (match === null && sameDay !== null) return { step: '1d', start: sameDay.index, end: sameDay.index + sameDay[0].length };
  const step = match === null ? undefined : span(match[1] ?? '1', match[2] ?? '');
  return match === null || step === undefined ? undefined : { step, start: match.index, end: match.index + match[0].length };
}

/** The step of "by hour", "per day", "every 15 minutes", "in 10 minute windows". */
export function findTimeStep(text: string): { step: string; start: number; end: number } | undefined {
  const match = new RegExp(`\\b(?:per|by|each|every|for each|for every|(?:in|into|within)(?: an?)?|over time (?:by|per))\\s+(?:${amount}[\\s-]*)?${unit}\\b(?:\\s+(?:bins?|buckets?|windows?|intervals?|periods?))?`, 'i').exec(text);
  // With a capital inside a sentence it is part of a name: the subject "Weekly report".
  const named = /(?<!\w )\b(Hourly|Daily|Weekly|Monthly)\b|\b(hourly|daily|weekly|monthly)\b|\bover time\b/.exec(text);
  if (match !== null && (!/^(?:in|into|within)/i.test(match[0]) || /(?:bin|bucket|window|interval|period)s?$/i.test(match[0]))) {
    const step = span(match[1] ?? '1', match[2] ?? '');
    if (step !== undefined) return { step, start: match.index, end: match.index + match[0].length };
  }
  if (named === null) return undefined;
  const steps: Readonly<Record<string, string>> = { hourly: '1h', daily: '1d', weekly: '7d', monthly: '30d' };
  return { step: steps[(named[1] ?? named[2] ?? '').toLowerCase()] ?? '1d', start: named.index, end: named.index + named[0].length };
}
