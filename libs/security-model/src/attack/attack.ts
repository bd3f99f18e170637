import { readFileSync } from 'node:fs';

/** A technique or sub-technique of MITRE ATT&CK for Enterprise. */
export interface AttackTechnique {
  /** `T1059` or `T1059.001`. */
  id: string;
  name: string;
  /** Tactic short names such as `credential-access`, in kill-chain order. */
  tactics: string[];
  platforms: string[];
  subtechnique: boolean;
  /** True when ATT&CK withdrew the id; name and tactics are the last ones. */
  revoked: boolean;
  deprecated: boolean;
}

/** A tactic of MITRE ATT&CK for Enterprise. */
export interface AttackTactic {
  /** `TA0006`. */
  id: string;
  /** `Credential Access`. */
  name: string;
  /** `credential-access`. */
  shortName: string;
}

interface AttackFile {
  tactics: AttackTactic[];
  techniques: (Omit<AttackTechnique, 'revoked' | 'deprecated'> & { revoked?: boolean; deprecated?: boolean })[];
}

/** Tactic short names in kill-chain order, from `reconnaissance` to `impact`. */
export const tacticOrder: readonly string[] = [
  'reconnaissance', 'resource-development', 'initial-access', 'execution', 'persistence', 'privilege-escalation', 'defense-evasion',
  'credential-access', 'discovery', 'lateral-movement', 'collection', 'command-and-control', 'exfiltration', 'impact',
];

const file = JSON.parse(readFileSync(new URL('../data/attack-techniques.json', import.meta.url), 'utf8')) as AttackFile;
const techniques = new Map<string, AttackTechnique>(
  file.techniques.map((technique) => [
    technique.id,
    {
      ...technique,
      tactics: [...technique.tactics].sort((a, b) => tacticRank(a) - tacticRank(b)),
      revoked: technique.revoked === true,
      deprecated: technique.deprecated === true,
    },
  ]),
);
const tactics = new Map(file.tactics.map((tactic) => [tactic.shortName, tactic]));
const TACTIC_NAMES = new Map<string, string>(file.tactics.flatMap(({ id, name, shortName }) => [id, name, shortName].map((text) => [fold(text), shortName])));

/** Alert categories of Microsoft products that are no tactic by name; a category not listed maps to none. */
const CATEGORIES: Readonly<Record<string, string>> = {
  c2: 'command-and-control',
  commandcontrol: 'command-and-control',
  preattack: 'reconnaissance',
  credentialtheft: 'credential-access',
  credentialstealing: 'credential-access',
  lateralmovements: 'lateral-movement',
  privilegeelevation: 'privilege-escalation',
  weaponization: 'resource-development',
  delivery: 'initial-access',
  installation: 'persistence',
  exploit: 'execution',
  exploitation: 'execution',
  ransomware: 'impact',
  defenceevasion: 'defense-evasion',
};

function fold(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, '');
}

/**
 * The technique of an id such as `T1059.001`; case, surrounding space and `T1059/001` are forgiven. Undefined when ATT&CK has
 * no such id. Revoked and deprecated ids are found and marked.
 * Source: ATT&CK Enterprise, (c) 2025 The MITRE Corporation, see data/attack-LICENSE.txt.
 */
export function attackTechnique(id: string): AttackTechnique | undefined {
  return techniques.get(id.trim().toUpperCase().replace('/', '.'));
}

/** The technique a sub-technique belongs to; the technique itself when it is none; undefined when ATT&CK has no such id. */
export function parentTechnique(id: string): AttackTechnique | undefined {
  const own = attackTechnique(id);
  const parent = attackTechnique(id.trim().split(/[./]/)[0] ?? '');
  return own?.subtechnique === false ? own : parent;
}

/** Tactic short names of a technique id in kill-chain order; of the parent when the sub-technique is unknown; else empty. */
export function tacticsOf(id: string): string[] {
  return [...(attackTechnique(id)?.tactics ?? parentTechnique(id)?.tactics ?? [])];
}

/** The tactic of a short name (`credential-access`); undefined when there is none. */
export function attackTactic(shortName: string): AttackTactic | undefined {
  return tactics.get(shortName);
}

/** Position of a tactic short name in {@link tacticOrder}; a name that is not there comes after all. */
export function tacticRank(shortName: string): number {
  const rank = tacticOrder.indexOf(shortName);
  return rank < 0 ? tacticOrder.length : rank;
}

/**
 * Tactic short name of an alert category in any spelling (`CredentialAccess`, `Credential access`, `credential-access`,
 * `TA0006`). Undefined for categories that name no tactic, such as `Malware`, `SuspiciousActivity` or `Unknown`.
 */
export function tacticOfCategory(category: string | undefined): string | undefined {
  if (category === undefined || category.length > 100) return undefined;
  const name = fold(category);
  return TACTIC_NAMES.get(name) ?? (Object.hasOwn(CATEGORIES, name) ? CATEGORIES[name] : undefined);
}
