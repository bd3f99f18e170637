import type { EntityFact } from '../incident-input.js';

const mostNames = 8;

/** The account a process runs as is found under its names, and is another entity. */
const account = /^[^\s\\/:"]+@[^\s\\/:"]+$|^[\w .-]+\\[\w.$-]+$/;

/** What else an entity is called, with the ids that other tools ask for, at most eight; left out is what only spells its value another way. */
export function otherNames({ entity: { type, value }, fact }: EntityFact): string[] {
  const known = fact.values['names'];
  if (!Array.isArray(known)) return [];
  const own = value.toLowerCase();
  const local = /[\\@]/.test(own) ? own.replace(/^.*\\|@.*$/g, '') : own.replace(/\..*$/, '');
  const seen = new Set([own, local]);
  const others = known.map(String).filter((name) => {
    const plain = name.toLowerCase();
    if (type === 'process' && account.test(plain)) return false;
    if (seen.has(plain) || plain.endsWith(`\\${local}`)) return false;
    seen.add(plain);
    return true;
  });
  return others.slice(0, mostNames);
}
