import { formatShort, parseTime, zoneName, type Zone } from './time.js';

/** Which rows a hunt sees: all, the newest, or those between two moments (ISO 8601, `to` not included). */
export type HuntTime = { kind: 'any' } | { kind: 'last'; last: string } | { kind: 'between'; from?: string; to?: string };

/** The same as the server takes it; nothing for all rows. */
export interface HuntTimeInput {
  from?: string;
  to?: string;
  last?: string;
}

/** The ranges offered, newest first. */
export const huntSpans: readonly { last: string; name: string }[] = [
  { last: '1h', name: 'Last hour' },
  { last: '24h', name: 'Last 24 hours' },
  { last: '7d', name: 'Last 7 days' },
  { last: '30d', name: 'Last 30 days' },
  { last: '90d', name: 'Last 90 days' },
];

export const anyTime: HuntTime = { kind: 'any' };

const lastForm = /^\d{1,5}(?:\.\d{1,3})?(?:d|h|m|s)$/;

/** Reads a range from anything: the server, a link, the store. What is none counts as any time. */
export function readHuntTime(value: unknown): HuntTime {
  if (typeof value !== 'object' || value === null) return anyTime;
  const { from, to, last } = value as Record<string, unknown>;
  if (typeof last === 'string' && lastForm.test(last)) return { kind: 'last', last };
  const start = moment(from);
  const end = moment(to);
  if (start === undefined && end === undefined) return anyTime;
  return { kind: 'between', ...(start !== undefined && { from: start }), ...(end !== undefined && { to: end }) };
}

/** The range as a variable of a query. */
export function huntTimeInput(time: HuntTime): HuntTimeInput | undefined {
  if (time.kind === 'any') return undefined;
  if (time.kind === 'last') return { last: time.last };
  return { ...(time.from !== undefined && { from: time.from }), ...(time.to !== undefined && { to: time.to }) };
}

/** The range in words. */
export function huntTimeName(time: HuntTime, zone: Zone): string {
  if (time.kind === 'any') return 'Any time';
  if (time.kind === 'last') return huntSpans.find(({ last }) => last === time.last)?.name ?? `Last ${time.last}`;
  const from = parseTime(time.from);
  const to = parseTime(time.to);
  if (from === undefined) return to === undefined ? 'Any time' : `Before ${formatShort(to, zone)} ${zoneName(to, zone)}`;
  if (to === undefined) return `Since ${formatShort(from, zone)} ${zoneName(from, zone)}`;
  return `${formatShort(from, zone)} to ${formatShort(to, zone)} ${zoneName(to, zone)}`;
}

/** Why two moments make no range; undefined when they do. */
export function rangeProblem(from: string, to: string, zone: Zone): string | undefined {
  const start = fromField(from, zone);
  const end = fromField(to, zone);
  if (start === undefined && end === undefined) return 'Give a beginning, an end or both.';
  if (start !== undefined && end !== undefined && start >= end) return 'The end must lie after the beginning.';
  return undefined;
}

/** The moment a date field means, in the chosen clock. */
export function fromField(text: string, zone: Zone): string | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?$/.test(text)) return undefined;
  const time = zone === 'utc' ? Date.parse(`${text}Z`) : new Date(text).getTime();
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

/** A moment as a date field shows it, in the chosen clock, to the minute. */
export function toField(iso: string | undefined, zone: Zone): string {
  const time = parseTime(iso);
  if (time === undefined) return '';
  const shifted = zone === 'utc' ? time : time - new Date(time).getTimezoneOffset() * 60_000;
  return new Date(shifted).toISOString().slice(0, 16);
}

/** The time an incident spans, widened on both sides so that what led to it and came of it is seen. */
export function aroundIncident(first: string | null | undefined, last: string | null | undefined): HuntTime | undefined {
  const start = parseTime(first);
  const end = parseTime(last ?? first);
  if (start === undefined || end === undefined) return undefined;
  const day = 86_400_000;
  return { kind: 'between', from: new Date(start - day).toISOString(), to: new Date(Math.max(start, end) + day).toISOString() };
}

export function sameHuntTime(a: HuntTime, b: HuntTime): boolean {
  return JSON.stringify(huntTimeInput(a) ?? null) === JSON.stringify(huntTimeInput(b) ?? null);
}

function moment(value: unknown): string | undefined {
  const time = typeof value === 'string' && value.length < 40 ? parseTime(value) : undefined;
  return time === undefined ? undefined : new Date(time).toISOString();
}
