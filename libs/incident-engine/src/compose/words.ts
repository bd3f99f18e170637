import { attackTactic } from '@attest/security-model';

/** `14:25 UTC`. */
export function clock(at: number): string {
  return `${new Date(at).toISOString().slice(11, 16)} UTC`;
}

/** `27 June 2024`. */
export function day(at: number): string {
  return new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
}

/** `a`, `a and b`, `a, b and c`. */
export function list(items: readonly string[]): string {
  if (items.length <= 1) return items[0] ?? '';
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** `1 alert`, `2 alerts`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** Name of a tactic as ATT&CK writes it. */
export function tacticName(shortName: string): string {
  return attackTactic(shortName)?.name ?? shortName;
}

/** A sentence's text as it stands behind other words: its first word small, unless it is a name. */
export function inSentence(text: string): string {
  return text.replace(/^(?:The|A|An|Mail|Credentials|Antivirus)(?= )/, (word) => word.toLowerCase());
}

/** Words of a text, as the card counts them. */
export function wordCount(text: string): number {
  return text.split(/\s+/).filter(Boolean).length;
}
