import type { Alert, Incident } from '../graph/incident.js';
import type { Entity } from './entity.js';
import { identifyingKinds } from './entity.js';
import { displayValue } from './build-entity.js';
import { entitiesOf } from './entities-of.js';

/** An entity together with the record it was read from. */
export interface EntityMention {
  entity: Entity;
  alertId: string;
  /** Position in `alert.evidence`, from 0. */
  evidenceIndex: number;
}

/** One entity united over all evidence that speaks of it. Lists are sorted and without doubles. */
export interface MergedEntity extends Omit<Entity, 'relation'> {
  /** The worst verdict given to it as the subject of evidence: malicious, suspicious, noThreatsFound, unknown, others. */
  verdict?: string;
  verdicts: string[];
  remediationStatuses: string[];
  /** How evidence of other entities refers to it. */
  relations: string[];
  alertIds: string[];
  /** True when some evidence is about the entity itself, false when it is only mentioned. */
  subject: boolean;
  mentions: { alertId: string; evidenceIndex: number; relation?: string }[];
}

const VERDICTS = ['malicious', 'suspicious', 'noThreatsFound', 'unknown'];

/**
 * Unites mentions of the same entity: through any shared strong key (device id, SID, hash, ...), and through a shared weak
 * key (short host name, account without a domain) when the entities that have it do not differ in an identifying key.
 * The result does not depend on the order of the mentions; it is sorted by type and key. Time grows as n log n.
 */
export function mergeEntities(mentions: Iterable<EntityMention>): MergedEntity[] {
  const all = [...mentions];
  const union = new Union(all.map(({ entity }) => entity));
  union.uniteStrong();
  union.uniteWeak();
  const groups = new Map<number, EntityMention[]>();
  all.forEach((mention, index) => {
    const root = union.find(index);
    const group = groups.get(root);
    if (group) group.push(mention);
    else groups.set(root, [mention]);
  });
  const merged = [...groups.values()].map(unite);
  return merged.sort((a, b) => compare(a.type, b.type) || compare(a.key, b.key));
}

/** Entities of one alert with their records; see {@link entitiesOf}. */
export function mentionsOf(alert: Alert): EntityMention[] {
  return alert.evidence.flatMap((evidence, evidenceIndex) => entitiesOf(evidence).map((entity) => ({ entity, alertId: alert.id, evidenceIndex })));
}

/** All entities of an incident, united over its alerts; see {@link mergeEntities}. */
export function entitiesOfIncident(incident: Incident): MergedEntity[] {
  return mergeEntities(incident.alerts.flatMap(mentionsOf));
}

class Union {
  private readonly parent: number[];
  private readonly size: number[];
  private readonly identities: (Map<string, Set<string>> | undefined)[] = [];

  constructor(private readonly entities: readonly Entity[]) {
    this.parent = entities.map((_, index) => index);
    this.size = entities.map(() => 1);
  }

  find(index: number): number {
    let root = index;
    while (this.parent[root] !== root) root = this.parent[root] ?? root;
    for (let at = index; at !== root; ) {
      const next = this.parent[at] ?? root;
      this.parent[at] = root;
      at = next;
    }
    return root;
  }

  uniteStrong(): void {
    const first = new Map<string, number>();
    this.entities.forEach((entity, index) => {
      for (const key of entity.keys) {
        const name = `${entity.type}|${key}`;
        const other = first.get(name);
        if (other === undefined) first.set(name, index);
        else this.unite(index, other);
      }
    });
  }

  uniteWeak(): void {
    this.entities.forEach((entity, index) => this.learn(this.find(index), entity));
    const holders = new Map<string, number[]>();
    this.entities.forEach((entity, index) => {
      entity.weakKeys.forEach((key, rank) => {
        const name = `${rank}|${entity.type}|${key}`;
        const group = holders.get(name);
        if (group) group.push(index);
        else holders.set(name, [index]);
      });
    });
    for (const [, group] of [...holders].filter(([, list]) => list.length > 1).sort(([a], [b]) => compare(a, b))) {
      const roots = [...new Set(group.map((index) => this.find(index)))];
      const [head, ...rest] = roots;
      if (head === undefined || rest.length === 0) continue;
      const clashing = this.clashingKinds(roots, this.entities[group[0] ?? 0]?.type);
      const free = clashing.length === 0 ? roots : roots.filter((root) => clashing.every((kind) => !this.identities[root]?.has(kind)));
      for (const root of free.slice(1)) this.unite(root, free[0] ?? root);
    }
  }

  private clashingKinds(roots: readonly number[], type: Entity['type'] | undefined): string[] {
    const kinds = (type && identifyingKinds[type]) ?? [];
    return kinds.filter((kind) => {
      const known = roots.map((root) => this.identities[root]?.get(kind)).filter((values) => values !== undefined);
      if (known.length < 2) return false;
      const smallest = known.reduce((least, values) => (values.size < least.size ? values : least));
      return ![...smallest].some((value) => known.every((values) => values.has(value)));
    });
  }

  private learn(root: number, entity: Entity): void {
    const kinds = identifyingKinds[entity.type];
    if (!kinds) return;
    const known = (this.identities[root] ??= new Map<string, Set<string>>());
    for (const key of [...entity.keys, ...entity.weakKeys]) {
      const kind = key.slice(0, key.indexOf(':'));
      if (!kinds.includes(kind)) continue;
      const values = known.get(kind);
      if (values) values.add(key);
      else known.set(kind, new Set([key]));
    }
  }

  private unite(a: number, b: number): void {
    let big = this.find(a);
    let small = this.find(b);
    if (big === small) return;
    if ((this.size[big] ?? 0) < (this.size[small] ?? 0)) [big, small] = [small, big];
    this.parent[small] = big;
    this.size[big] = (this.size[big] ?? 0) + (this.size[small] ?? 0);
    const lost = this.identities[small];
    if (!lost) return;
    const kept = (this.identities[big] ??= new Map<string, Set<string>>());
    for (const [kind, values] of lost) {
      const into = kept.get(kind);
      if (into) for (const value of values) into.add(value);
      else kept.set(kind, values);
    }
    this.identities[small] = undefined;
  }
}

function unite(group: EntityMention[]): MergedEntity {
  const entities = tellingFirst(group.map(({ entity }) => entity));
  const head = entities[0];
  if (!head) throw new TypeError('a group of entities is never empty');
  const attributes: Record<string, string | number> = {};
  const spellings = new Set<string>();
  for (const entity of entities) {
    spellings.add(entity.value);
    for (const name of entity.names) spellings.add(name);
    for (const [name, value] of Object.entries(entity.attributes)) {
      attributes[name] ??= value;
    }
  }
  const value = displayValue(head.type, attributes) ?? head.value;
  spellings.delete(value);
  const keys = ranked(entities.map((entity) => entity.keys));
  const weakKeys = ranked(entities.map((entity) => entity.weakKeys));
  const verdicts = sorted(entities.map((entity) => entity.verdict));
  const verdict = VERDICTS.find((known) => verdicts.includes(known)) ?? verdicts[0];
  const statuses = sorted(entities.map((entity) => entity.remediationStatus));
  const remediationStatus = statuses.length === 1 ? statuses[0] : statuses.find((status) => status !== 'none');
  return {
    type: head.type,
    key: keys[0] ?? weakKeys[0] ?? head.key,
    keys,
    weakKeys,
    value,
    names: [...spellings].sort(compare),
    attributes,
    ...(verdict === undefined ? {} : { verdict }),
    ...(remediationStatus === undefined ? {} : { remediationStatus }),
    verdicts,
    remediationStatuses: statuses,
    roles: sorted(entities.flatMap((entity) => entity.roles)),
    detailedRoles: sorted(entities.flatMap((entity) => entity.detailedRoles)),
    relations: sorted(entities.map((entity) => entity.relation)),
    alertIds: sorted(group.map(({ alertId }) => alertId)),
    subject: entities.some((entity) => entity.relation === undefined),
    mentions: group
      .map(({ alertId, evidenceIndex, entity }) => ({ alertId, evidenceIndex, ...(entity.relation === undefined ? {} : { relation: entity.relation }) }))
      .sort((a, b) => compare(a.alertId, b.alertId) || a.evidenceIndex - b.evidenceIndex || compare(a.relation ?? '', b.relation ?? '')),
  };
}

const KIND_ORDER = ['mde', 'dns', 'aad', 'sid', 'upn', 'account', 'sha256', 'sha1', 'md5', 'proc', 'msg', 'acct', 'path', 'name'];

/** Keys of all lists, the kinds that identify best first. */
function ranked(lists: string[][]): string[] {
  const rank = (key: string): number => {
    const at = KIND_ORDER.indexOf(key.slice(0, key.indexOf(':')));
    return at < 0 ? KIND_ORDER.length : at;
  };
  const keys = lists.length === 1 ? (lists[0] ?? []) : [...new Set(lists.flat())];
  if (keys.length < 2) return [...keys];
  return [...keys].sort((a, b) => rank(a) - rank(b) || compare(a, b));
}

function sorted(values: (string | undefined)[]): string[] {
  if (values.length < 2) return values.filter((value) => value !== undefined);
  return [...new Set(values.filter((value) => value !== undefined))].sort(compare);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The entities with the most to tell first, subjects before mentions; an order that depends on their content only. */
function tellingFirst(entities: Entity[]): Entity[] {
  if (entities.length === 1) return entities;
  return entities
    .map((entity) => ({ entity, weight: Object.keys(entity.attributes).length + (entity.relation === undefined ? 100 : 0), text: JSON.stringify(entity.attributes) }))
    .sort((a, b) => b.weight - a.weight || compare(a.text, b.text))
    .map(({ entity }) => entity);
}
