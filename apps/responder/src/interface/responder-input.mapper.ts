import { badInput } from '../domain/responder.error.js';
import type { ActionInputValue } from './action.input.js';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const longestReason = 4_000;
const longestInput = 1_000;

/** True for an id as this service makes them. */
export function isId(text: string): boolean {
  return uuid.test(text);
}

/** @throws ResponderError BadInput */
export function idOf(name: string, id: string): string {
  if (!isId(id)) throw badInput(`${name} is no id of this service.`);
  return id.toLowerCase();
}

/** @throws ResponderError BadInput */
export function hashOf(hash: string): string {
  if (!/^[0-9a-f]{64}$/.test(hash)) throw badInput('hash takes approval.hash of the action as it was shown.');
  return hash;
}

/** A text of a person, or null. @throws ResponderError BadInput */
export function reasonOf(text: string | null | undefined): string | null {
  const reason = text?.replaceAll('\0', '').trim() ?? '';
  if (reason.length > longestReason) throw badInput(`A reason may have ${longestReason.toLocaleString('en-GB')} characters.`);
  return reason === '' ? null : reason;
}

/** @throws ResponderError BadInput */
export function inputsOf(inputs: readonly ActionInputValue[] | null | undefined): Record<string, string> {
  const given = inputs ?? [];
  if (given.length > 20 || given.some(({ value }) => value.length > longestInput || value.includes('\0'))) throw badInput(`At most 20 inputs of ${longestInput.toLocaleString('en-GB')} characters are taken.`);
  return Object.fromEntries(given.map(({ name, value }) => [name, value.trim()]));
}

/** @throws ResponderError BadInput */
export function firstOf(first: number): number {
  if (first < 1 || first > 100) throw badInput('first must be from 1 to 100.');
  return first;
}

/** @throws ResponderError BadInput */
export function afterIdOf(after: string | null | undefined): string | undefined {
  if (after && !isId(after)) throw badInput('after takes the endCursor of the page before.');
  return after ?? undefined;
}

/** @throws ResponderError BadInput */
export function afterSequenceOf(after: string | null | undefined): number | undefined {
  if (after && !/^\d{1,15}$/.test(after)) throw badInput('after takes the endCursor of the page before.');
  return after ? Number(after) : undefined;
}

/** PostgreSQL text holds no NUL. @throws ResponderError BadInput */
export function plainOf(name: string, text: string | null | undefined, longest = 200): string | undefined {
  if (!text?.trim()) return undefined;
  if (text.includes('\0') || text.length > longest) throw badInput(`${name} takes at most ${longest} characters.`);
  return text.trim();
}
