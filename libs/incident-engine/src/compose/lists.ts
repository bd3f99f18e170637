import type { CardEntity, Indicator } from '@attest/cards';
import { otherNames } from '../facts/other-names.js';
import type { EntityFact, FactSet } from '../incident-input.js';
import { outsideMailboxes } from './outsiders.js';
import { scriptIndicators } from './script-sentences.js';
import { isBackground, onePerValue } from './alert-sentences.js';

const mostEntities = 80;
const mostIndicators = 100;

const listed = new Set(['device', 'user', 'mailbox', 'ip', 'file', 'process', 'url', 'domain', 'message', 'app', 'registryKey', 'registryValue', 'cloudResource', 'malware', 'container', 'kubernetesResource', 'group', 'mailCluster', 'mailboxConfiguration', 'repository', 'containerImage']);

const indicatorType: Readonly<Record<string, Indicator['type']>> = { ip: 'ip', url: 'url', domain: 'domain', registryKey: 'registry', registryValue: 'registry', app: 'app' };

/** Entities of the evidence, the weightiest first, built-in accounts left out. */
export function composeEntities(set: FactSet): CardEntity[] {
  return set.entities
    .filter(({ entity }) => listed.has(entity.type) && entity.attributes['wellKnown'] !== 'true')
    .slice(0, mostEntities)
    .map((listed) => {
      const { entity, role, fact } = listed;
      const names = otherNames(listed);
      return {
        type: entity.type,
        value: entity.value,
        ...(names.length === 0 ? {} : { names }),
        role,
        ...(entity.verdict === undefined ? {} : { verdict: entity.verdict }),
        alertCount: entity.alertIds.length,
        facts: [fact.id],
      };
    });
}

/** Files of the operating system are everywhere; searching for them finds nothing. */
function isForeign({ verdict, attributes }: EntityFact['entity']): boolean {
  if (verdict === 'malicious') return true;
  return !/^(?:[a-z]:)?[\\/](?:windows|program files(?: \(x86\))?|usr[\\/](?:s?bin|lib)|s?bin|system)(?:[\\/]|$)/i.test(String(attributes['path'] ?? ''));
}

/** What to search or block elsewhere, at most `most`: other people's addresses, names and files, never the evidence devices' own. */
export function composeIndicators(set: FactSet, most = mostIndicators): Indicator[] {
  const indicators = new Map<string, Indicator>();
  const add = (type: Indicator['type'], value: string, fact: string): void => {
    const key = `${type} ${value.toLowerCase()}`;
    if (!indicators.has(key)) indicators.set(key, { type, value, facts: [fact] });
  };
  for (const { entity, role, fact } of set.entities) {
    const type = indicatorType[entity.type];
    if (type !== undefined && !role.startsWith('address of ')) add(type, entity.value, fact.id);
    if (entity.type === 'file' && isForeign(entity)) {
      for (const name of ['sha256', 'sha1']) {
        const hash = entity.attributes[name];
        if (hash !== undefined) add('hash', String(hash), fact.id);
      }
      if (entity.verdict === 'malicious' || entity.verdict === 'suspicious') add('file', entity.value, fact.id);
    }
    if (entity.type === 'mailbox' && role.startsWith('sender')) add('mail', entity.value, fact.id);
  }
  const own = new Set(set.entities.filter(({ role }) => role.startsWith('address of ')).map(({ entity }) => entity.value));
  for (const { fact } of set.observations) {
    const address = fact.values['RemoteIP'];
    if (fact.type === 'network.connected' && typeof address === 'string' && !own.has(address)) add('ip', address, fact.id);
    const origin = fact.values['origin'];
    if (typeof origin === 'string') add('url', origin, fact.id);
    const hash = fact.values['SHA256'];
    if ((fact.type === 'file.downloaded' || fact.type === 'file.created') && typeof hash === 'string' && !String(fact.values['FileName']).includes(':')) add('hash', hash, fact.id);
  }
  for (const { type, value, facts } of scriptIndicators(set)) add(type, value, facts[0] ?? '');
  return [...indicators.values()].slice(0, most);
}

/** Technique ids that alerts tag or observations derive, sorted. */
export function composeTechniques(set: FactSet): string[] {
  const ids = new Set<string>();
  for (const { alert } of set.alerts) for (const id of alert.mitreTechniques) if (/^T\d{4}(?:\.\d{3})?$/i.test(id)) ids.add(id.toUpperCase());
  for (const { fact } of set.observations) {
    const [id] = Array.isArray(fact.values['technique']) ? fact.values['technique'] : [];
    if (id !== undefined) ids.add(id);
  }
  return [...ids].sort();
}

/** Entities a reader acts on: of some types, weightiest first. */
export function keyEntities(set: FactSet, types: readonly string[], most: number): EntityFact[] {
  const outside = outsideMailboxes(set.entities);
  return onePerValue(set.entities.filter((item) => !outside.has(item) && types.includes(item.entity.type) && !isBackground(item) && item.entity.alertIds.length > 0 && item.entity.value.length <= 120)).slice(0, most);
}
