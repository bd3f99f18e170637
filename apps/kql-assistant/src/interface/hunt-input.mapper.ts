import type { Identity, Role } from '@attest/identity';
import { roles } from '@attest/identity';
import { badInput, HuntError, HuntErrorCode } from '../domain/hunt.error.js';
import type { TimeRange } from '../domain/hunt.js';
import type { HuntFilterInput, HuntTimeRangeInput } from './hunt.input.js';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const time = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,7})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;
const span = /^\d{1,9}(?:\.\d{1,9})?(?:d|h|m|s)$/;
const longestText = 500;
const mostRows = 1_000;

/** True for an id as this service makes them. */
export function isId(text: string): boolean {
  return uuid.test(text);
}

/**
 * The person may do it: each role includes the ones before it.
 * @throws HuntError RoleMissing
 */
export function requireRole(identity: Identity, role: Role): void {
  if (identity.roles.some((held) => roles.indexOf(held) >= roles.indexOf(role))) return;
  throw new HuntError(HuntErrorCode.RoleMissing, `This needs the role ${role}.`);
}

/** @throws HuntError BadInput */
export function timeRangeOf(input: HuntTimeRangeInput | null | undefined): TimeRange | null {
  const { from, to, last } = input ?? {};
  for (const [name, value] of [['from', from], ['to', to]] as const) {
    if (value && (!time.test(value) || Number.isNaN(Date.parse(value.replace(' ', 'T'))))) throw badInput(`timeRange.${name} takes a time in ISO 8601, such as 2026-11-23T03:00:00Z.`);
  }
  if (last && !span.test(last)) throw badInput('timeRange.last takes a timespan such as 24h or 7d.');
  if (last && (from || to)) throw badInput('timeRange takes either last, or from and to.');
  if (from && to && Date.parse(from) >= Date.parse(to)) throw badInput('timeRange.from must be before timeRange.to.');
  return from || to || last ? { ...(from ? { from } : {}), ...(to ? { to } : {}), ...(last ? { last } : {}) } : null;
}

/** @throws HuntError BadInput */
export function filterOf(input: HuntFilterInput | null | undefined): { incidentId?: string; text?: string } {
  return { ...(input?.incidentId ? { incidentId: plain('incidentId', input.incidentId) } : {}), ...(input?.text?.trim() ? { text: textOf(input.text) ?? '' } : {}) };
}

/** @throws HuntError BadInput */
export function textOf(text: string | null | undefined): string | undefined {
  if (!text?.trim()) return undefined;
  if (text.length > longestText) throw badInput(`text takes at most ${longestText} characters.`);
  return plain('text', text.trim());
}

/**
 * How many, and after which, a page is asked for.
 * @throws HuntError BadInput
 */
export function pageOf(first: number, after: string | null | undefined): { first: number; after: string | undefined } {
  if (first < 1 || first > 100) throw badInput('first must be from 1 to 100.');
  if (after && !isId(after)) throw badInput('after takes the endCursor of the page before.');
  return { first, after: after ?? undefined };
}

/**
 * Which rows of a result are asked for.
 * @throws HuntError BadInput
 */
export function rowsOf(first: number | null | undefined, after: string | null | undefined, fallback: number): { from: number; first: number } {
  const wanted = first ?? fallback;
  if (wanted < 1 || wanted > mostRows) throw badInput(`first must be from 1 to ${mostRows} for rows.`);
  if (after && !/^\d{1,9}$/.test(after)) throw badInput('after takes the endCursor of the page before.');
  return { from: after ? Number(after) + 1 : 0, first: wanted };
}

/**
 * One line of text a person gives something.
 * @throws HuntError BadInput
 */
export function lineOf(name: string, text: string, longest: number): string {
  const line = text.replace(/[\u0000-\u001f\u007f]+/g, ' ').trim();
  if (line === '') throw badInput(`${name} is empty.`);
  if (line.length > longest) throw badInput(`${name} may have ${longest.toLocaleString('en-GB')} characters.`);
  return line;
}

/**
 * A text of several lines, or none.
 * @throws HuntError BadInput
 */
export function noteOf(name: string, text: string | null | undefined, longest: number): string | null {
  const note = text?.replaceAll('\0', '').trim() ?? '';
  if (note.length > longest) throw badInput(`${name} may have ${longest.toLocaleString('en-GB')} characters.`);
  return note === '' ? null : note;
}

/** PostgreSQL text holds no NUL. */
function plain(name: string, text: string): string {
  if (text.includes('\0')) throw badInput(`${name} holds a NUL character.`);
  return text;
}
