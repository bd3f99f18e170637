import { collectIncidentFacts, type FactSet } from '@attest/incident-engine';
import { attackTechnique, parentTechnique } from '@attest/security-model';
import type { GuidedResponseInput } from '../guided-response.js';
import { isSystemFile } from '../scene/system-files.js';
import { text } from '../scene/scene.js';

/** What is remembered of an incident to find others like it: a few kilobytes, no texts of people. */
export interface IncidentProfile {
  incidentId: string;
  title: string;
  /** ISO 8601 of the first activity; empty when no alert tells a time. */
  firstActivity: string;
  classification: string;
  /** Entities that can tell two attacks apart, the weightiest first; `key` is canonical and unique within a type. */
  entities: { type: string; key: string; value: string }[];
  /** ATT&CK ids, sub-techniques as they are. */
  techniques: string[];
  /** SHA-256 of malicious and suspicious scripts. */
  scripts: string[];
  /** What those scripts do and whom they reach, as short phrases. */
  scriptTraits: string[];
}

/** An incident like another one, how much, and by what. */
export interface SimilarIncident {
  incidentId: string;
  title: string;
  classification: string;
  firstActivity: string;
  /** From 0 to 1. */
  score: number;
  shared: { entities: { type: string; value: string }[]; techniques: string[]; scripts: string[]; scriptTraits: string[] };
  /** One sentence a part: entities, techniques, scripts. */
  because: string[];
}

/** How much a shared entity says, by type: a hash more than a person. */
const worth: Readonly<Record<string, number>> = {
  file: 3,
  url: 2.5,
  domain: 2.5,
  ip: 2,
  app: 2.5,
  message: 2,
  mailbox: 1.2,
  user: 1.5,
  device: 1.5,
  malware: 2,
  registryValue: 1.5,
  cloudResource: 1.5,
  process: 1,
};
const mostEntities = 200;
/** Share of the score by part; parts that neither incident has are left out. */
const parts = { entities: 0.5, techniques: 0.3, scripts: 0.2 } as const;

/** The profile of an incident. Deterministic; the order of alerts, rows and results changes nothing. */
export function profileOf(input: GuidedResponseInput): IncidentProfile {
  return profileFrom(input, collectIncidentFacts(input));
}

/** As {@link profileOf}, from facts collected before. */
export function profileFrom({ incident }: GuidedResponseInput, set: FactSet): IncidentProfile {
  const entities = set.entities
    .filter(
      ({ entity }) =>
        worth[entity.type] !== undefined &&
        entity.attributes['wellKnown'] !== 'true' &&
        !(['file', 'process'].includes(entity.type) && isSystemFile(text(entity.attributes['path']), text(entity.attributes['fileName']) ?? entity.value)),
    )
    .slice(0, mostEntities)
    .map(({ entity }) => ({ type: entity.type, key: entity.type === 'process' ? `name:${entity.value.toLowerCase()}` : entity.key, value: entity.value }));
  const telling = set.scripts.map(({ result }) => result);
  return {
    incidentId: incident.id,
    title: incident.displayName ?? `Incident ${incident.id}`,
    firstActivity: set.overview.time ?? '',
    classification: incident.classification ?? 'unknown',
    entities: [...new Map(entities.map((entity) => [`${entity.type} ${entity.key}`, entity])).values()],
    techniques: [...new Set(incident.alerts.flatMap(({ mitreTechniques }) => mitreTechniques))].sort(),
    scripts: telling.map(({ sha256 }) => sha256).sort(),
    scriptTraits: [
      ...new Set(
        telling.flatMap(({ facts, indicators }) => [
          ...facts.map(({ type, phrase }) => `${type}: ${phrase}`),
          ...indicators.map(({ type, value }) => `${type} ${value.toLowerCase()}`),
        ]),
      ),
    ]
      .sort()
      .slice(0, 200),
  };
}

/**
 * Incidents that share entities, techniques or scripts with `profile`, the most alike first, each with what is shared. What many
 * incidents share counts little. Incidents below `least` (0.1) are left out; at most `most` (10) come back. Pure; grows with the
 * number of profiles times their size.
 */
export function similarIncidents(
  profile: IncidentProfile,
  others: readonly IncidentProfile[],
  { least = 0.1, most = 10 }: { least?: number; most?: number } = {},
): SimilarIncident[] {
  const candidates = [...new Map(others.filter(({ incidentId }) => incidentId !== profile.incidentId).map((other) => [other.incidentId, other])).values()];
  const rarity = rarityOf([profile, ...candidates]);
  return candidates
    .map((other) => compare(profile, other, rarity))
    .filter(({ score, because }) => score >= least && because.length > 0)
    .sort((a, b) => b.score - a.score || (a.incidentId < b.incidentId ? -1 : 1))
    .slice(0, most);
}

type Rarity = (item: string) => number;

function rarityOf(profiles: readonly IncidentProfile[]): Rarity {
  const seen = new Map<string, number>();
  for (const profile of profiles)
    for (const item of new Set([...entityItems(profile).keys(), ...techniqueItems(profile).keys(), ...profile.scripts, ...profile.scriptTraits]))
      seen.set(item, (seen.get(item) ?? 0) + 1);
  return (item) => 1 / (1 + Math.log2(Math.max(1, (seen.get(item) ?? 1) - 1)));
}

function entityItems({ entities }: IncidentProfile): Map<string, number> {
  return new Map(entities.map(({ type, key }) => [`${type} ${key}`, worth[type] ?? 1]));
}

/** Sub-techniques, and their parents for less. */
function techniqueItems({ techniques }: IncidentProfile): Map<string, number> {
  const items = new Map<string, number>();
  for (const id of techniques) {
    items.set(id, 1);
    const parent = parentTechnique(id)?.id;
    if (parent !== undefined && !items.has(parent)) items.set(parent, 0.5);
  }
  return items;
}

function compare(profile: IncidentProfile, other: IncidentProfile, rarity: Rarity): SimilarIncident {
  const entities = overlap(entityItems(profile), entityItems(other), rarity);
  const techniques = overlap(techniqueItems(profile), techniqueItems(other), rarity);
  const scriptItems = ({ scripts, scriptTraits }: IncidentProfile): Map<string, number> =>
    new Map([...scriptTraits.map((trait) => [trait, 1] as const), ...scripts.map((script) => [script, 4] as const)]);
  const scripts = overlap(scriptItems(profile), scriptItems(other), rarity);
  const known = (Object.keys(parts) as (keyof typeof parts)[]).filter((part) => ({ entities, techniques, scripts })[part].of > 0);
  const whole = known.reduce((sum, part) => sum + parts[part], 0);
  const score = whole === 0 ? 0 : known.reduce((sum, part) => sum + parts[part] * { entities, techniques, scripts }[part].share, 0) / whole;
  const sharedEntities = profile.entities
    .filter(({ type, key }) => entities.items.includes(`${type} ${key}`))
    .map(({ type, value }) => ({ type, value }))
    .sort((a, b) => (worth[b.type] ?? 0) - (worth[a.type] ?? 0));
  const sharedTechniques = techniques.items.filter((id) => !techniques.items.some((other) => other.startsWith(`${id}.`))).sort();
  const sharedScripts = profile.scripts.filter((script) => scripts.items.includes(script));
  const sharedTraits = profile.scriptTraits.filter((trait) => scripts.items.includes(trait));
  const because: string[] = [];
  if (sharedEntities.length > 0)
    because.push(
      `Both name ${listed(
        sharedEntities.map(({ value }) => value),
        3,
      )}.`,
    );
  if (sharedTechniques.length > 0)
    because.push(
      `Both show ${listed(
        sharedTechniques.map((id) => attackTechnique(id)?.name ?? id),
        3,
      )}.`,
    );
  if (sharedScripts.length > 0) because.push(sharedScripts.length === 1 ? 'Both ran the same script.' : `Both ran the same ${sharedScripts.length} scripts.`);
  else if (sharedTraits.length > 0)
    because.push(
      `Their scripts do the same: ${listed(
        sharedTraits.map((trait) => trait.replace(/^\w+: /, '')),
        2,
      )}.`,
    );
  return {
    incidentId: other.incidentId,
    title: other.title,
    classification: other.classification,
    firstActivity: other.firstActivity,
    score: Math.round(score * 1000) / 1000,
    because,
    shared: {
      entities: sharedEntities.slice(0, 20),
      techniques: sharedTechniques.slice(0, 20),
      scripts: sharedScripts.slice(0, 20),
      scriptTraits: sharedTraits.slice(0, 20),
    },
  };
}

/** Weighted share of what either has that both have, so that one shared hash among a few things counts much. */
function overlap(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>, rarity: Rarity): { share: number; items: string[]; of: number } {
  const weigh = (item: string): number => Math.max(a.get(item) ?? 0, b.get(item) ?? 0) * rarity(item);
  const items = [...a.keys()].filter((item) => b.has(item));
  const both = items.reduce((sum, item) => sum + weigh(item), 0);
  const smaller = Math.min(
    [...a.keys()].reduce((sum, item) => sum + weigh(item), 0),
    [...b.keys()].reduce((sum, item) => sum + weigh(item), 0),
  );
  const either = [...new Set([...a.keys(), ...b.keys()])].reduce((sum, item) => sum + weigh(item), 0);
  return { share: either === 0 || smaller === 0 ? 0 : Math.sqrt((both / either) * (both / smaller)), items, of: a.size > 0 && b.size > 0 ? either : 0 };
}

function listed(names: readonly string[], most: number): string {
  const shown = names.slice(0, most);
  const rest = names.length - shown.length;
  const items = rest > 0 ? [...shown, `${rest} more`] : shown;
  return items.length === 1 ? String(items[0]) : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}
