import { readFileSync } from 'node:fs';

interface AttackNames {
  tactics: Record<string, string>;
  techniques: Record<string, string>;
}

let names: AttackNames | undefined;

function load(): AttackNames {
  names ??= JSON.parse(readFileSync(new URL('../data/attack-names.json', import.meta.url), 'utf8')) as AttackNames;
  return names;
}

/** Whether the id is a technique or sub-technique of ATT&CK Enterprise 18. */
export function techniqueExists(id: string): boolean {
  return Object.hasOwn(load().techniques, id.toUpperCase());
}

/** The ATT&CK name of a technique id, or undefined. */
export function techniqueName(id: string): string | undefined {
  const { techniques } = load();
  return Object.hasOwn(techniques, id.toUpperCase()) ? techniques[id.toUpperCase()] : undefined;
}

/** The ATT&CK name of a tactic's short name (`lateral-movement`), or undefined. */
export function tacticName(shortName: string): string | undefined {
  const { tactics } = load();
  return Object.hasOwn(tactics, shortName) ? tactics[shortName] : undefined;
}
