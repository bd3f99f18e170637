import type { Fact } from '@attest/cards';
import { attackTactic, mentionsOf, tacticOfCategory, tacticRank, tacticsOf, utcInstant, type Alert, type Incident, type MergedEntity } from '@attest/security-model';
import type { AlertFact } from '../incident-input.js';
import { factValues } from './fact-values.js';

/** Types of entities an alert fact names, and the key they stand under. */
const named: Readonly<Record<string, string>> = {
  device: 'devices', user: 'users', mailbox: 'mailboxes', ip: 'ips', file: 'files', process: 'processes', url: 'urls', domain: 'domains',
  app: 'apps', message: 'messages', registryKey: 'registryKeys', registryValue: 'registryValues', cloudResource: 'cloudResources', malware: 'threatNames',
  container: 'containers', kubernetesResource: 'kubernetesResources', group: 'groups', mailboxConfiguration: 'mailboxRules', repository: 'repositories',
};

/** One fact per alert, `a1` being the earliest: what it says, when, and whom and what it names. */
export function alertFacts(incident: Incident): AlertFact[] {
  const ordered = incident.alerts.map((alert) => ({ alert, at: momentOf(alert) })).sort((a, b) => (a.at ?? Infinity) - (b.at ?? Infinity) || compare(a.alert.title ?? '', b.alert.title ?? '') || compare(a.alert.id, b.alert.id));
  return ordered.map(({ alert, at }, index) => ({ fact: alertFact(alert, `a${index + 1}`), alert, at, tactic: alertTactic(alert) }));
}

/** Milliseconds since 1970 of the alert's first activity, else of its creation. */
export function momentOf(alert: Alert): number | undefined {
  const iso = utcInstant(alert.firstActivityDateTime) ?? utcInstant(alert.createdDateTime);
  return iso === undefined ? undefined : Date.parse(iso);
}

/** Tactic short name: of its category, else the earliest in kill-chain order that its techniques serve. */
function alertTactic(alert: Alert): string | undefined {
  const own = tacticOfCategory(alert.category);
  if (own !== undefined) return own;
  return alert.mitreTechniques.flatMap(tacticsOf).sort((a, b) => tacticRank(a) - tacticRank(b))[0];
}

function alertFact(alert: Alert, id: string): Fact {
  const lists: Record<string, string[]> = {};
  for (const { entity } of mentionsOf(alert)) {
    const key = named[entity.type];
    if (key === undefined) continue;
    (lists[key] ??= []).push(...spellings(entity));
  }
  const tactic = alertTactic(alert);
  const time = isoTime(alert.firstActivityDateTime) ?? isoTime(alert.createdDateTime);
  return {
    id,
    type: 'alert.raised',
    ...(time === undefined ? {} : { time }),
    values: factValues({
      alertId: alert.id,
      title: alert.title,
      untitled: (alert.title ?? '').trim() === '' ? true : undefined,
      severity: alert.severity,
      status: alert.status,
      classification: alert.classification,
      determination: alert.determination,
      category: alert.category,
      tactic: tactic === undefined ? undefined : (attackTactic(tactic)?.name ?? tactic),
      techniques: alert.mitreTechniques,
      serviceSource: alert.serviceSource,
      detectionSource: alert.detectionSource,
      threatNames: [alert.threatDisplayName, alert.threatFamilyName, alert.actorDisplayName].filter((name) => name !== undefined),
      firstActivity: isoTime(alert.firstActivityDateTime),
      lastActivity: isoTime(alert.lastActivityDateTime),
      description: alert.description,
      ...lists,
    }),
    source: { kind: 'alert', alertId: alert.id },
  };
}

/** How an entity may be written in a sentence. */
export function spellings(entity: Pick<MergedEntity, 'value' | 'type' | 'attributes'>): string[] {
  const { attributes } = entity;
  const extra = ['hostName', 'accountName', 'account', 'userPrincipalName', 'displayName', 'fileName', 'address', 'processId', 'sender', 'recipient', 'senderIp'].map((name) => attributes[name]);
  return [entity.value, ...extra.filter((value) => value !== undefined).map(String)];
}

/** The record's own text of a time, with the zone it lacks; undefined for placeholders. */
export function isoTime(text: string | undefined): string | undefined {
  if (utcInstant(text) === undefined || text === undefined) return undefined;
  return /(?:Z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
