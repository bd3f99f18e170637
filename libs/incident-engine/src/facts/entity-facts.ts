import { mentionsOf, mergeEntities, type EntityMention, type MergedEntity } from '@attest/security-model';
import type { AlertFact, EntityFact } from '../incident-input.js';
import type { Incident } from '@attest/security-model';
import { isExecutable, isUserWritable } from '../telemetry/paths.js';
import { spellings } from './alert-facts.js';
import { factValues } from './fact-values.js';

const severityWeight: Readonly<Record<string, number>> = { high: 3, medium: 2, low: 1, informational: 0.5 };

/** Entities that stand for someone or something an analyst acts on come before technical detail. */
const typeWeight: Readonly<Record<string, number>> = { user: 1.4, device: 1.4, mailbox: 1.1, ip: 1.2, url: 1.1, file: 1, process: 1, message: 0.7, app: 1, domain: 0.9, cloudResource: 1.2, malware: 0.6 };

/** One fact per entity of the evidence, the weightiest first. */
export function entityFacts(incident: Incident, alerts: readonly AlertFact[]): EntityFact[] {
  const byId = new Map(alerts.map((alert) => [alert.alert.id, alert]));
  const mentions = incident.alerts.flatMap(mentionsOf);
  const spelled = firstSpelled(mentions);
  const merged = mergeEntities(mentions).filter((entity) => entity.type !== 'unknown' && entity.value !== '');
  const own = ownAddresses(merged);
  const weighed = merged.map((entity) => {
    const named = entity.alertIds.map((id) => byId.get(id)).filter((alert) => alert !== undefined);
    const moments = named.map(({ at }) => at).filter((at) => at !== undefined);
    return { entity, weight: weightOf(entity, named), firstSeen: moments.length > 0 ? moments.reduce((a, b) => Math.min(a, b)) : undefined };
  });
  weighed.sort((a, b) => b.weight - a.weight || (a.entity.type + a.entity.key < b.entity.type + b.entity.key ? -1 : 1));
  return weighed.map(({ entity, weight, firstSeen }, index) => {
    const role = roleOf(entity, own);
    return { entity, weight, firstSeen, role, fact: entityFact(entity, `e${index + 1}`, role, spelled.get(`${entity.type} ${entity.value.toLowerCase()}`)) };
  });
}

function weightOf(entity: MergedEntity, alerts: readonly AlertFact[]): number {
  const severities = alerts.reduce((sum, { alert }) => sum + (severityWeight[alert.severity ?? ''] ?? 1), 0);
  const roles = entity.roles.some((role) => /attacker|compromised|commandAndControl/i.test(role)) ? 4 : 0;
  const verdict = entity.verdict === 'malicious' ? 4 : entity.verdict === 'suspicious' ? 1.5 : 0;
  const built = entity.attributes['wellKnown'] === 'true' || entity.value.endsWith('$') ? 0.2 : 1;
  const path = String(entity.attributes['path'] ?? '');
  const dropped = (entity.type === 'file' || entity.type === 'process') && isExecutable(entity.value) && isUserWritable(path) ? 5 : 0;
  const passing = entity.type === 'file' && /\.(?:tmp|log|etl|dat|db|txt|lock)$/i.test(entity.value) ? 0.4 : 1;
  return ((severities + roles + verdict + dropped) * (typeWeight[entity.type] ?? 0.8) + alerts.length) * built * passing * (entity.subject ? 1 : 0.6);
}

/** Addresses that devices of the evidence have themselves: never the other side. */
function ownAddresses(entities: readonly MergedEntity[]): Map<string, string> {
  const own = new Map<string, string>();
  for (const { type, value, attributes } of entities) {
    if (type !== 'device') continue;
    for (const name of ['ipInterfaces', 'lastIpAddress', 'lastExternalIpAddress', 'ipAddress']) {
      for (const address of String(attributes[name] ?? '').split(/[,\s]+/)) if (address !== '') own.set(address.toLowerCase(), value);
    }
  }
  return own;
}

function roleOf(entity: MergedEntity, own: ReadonlyMap<string, string>): string {
  const has = (pattern: RegExp): boolean => [...entity.roles, ...entity.detailedRoles].some((role) => pattern.test(role));
  const kind = kindWord(entity);
  const holder = entity.type === 'ip' ? own.get(entity.value.toLowerCase()) : undefined;
  if (holder !== undefined) return `address of ${holder}`;
  if (has(/attacker/i)) return `attacker ${kind}`;
  if (has(/commandAndControl|command and control/i)) return `command and control ${kind}`;
  if (has(/compromised/i)) return `compromised ${kind}`;
  if (entity.verdict === 'malicious') return `malicious ${kind}`;
  if (entity.verdict === 'suspicious') return `suspicious ${kind}`;
  if (has(/destination|target|impacted/i) && has(/source/i)) return `source and destination ${kind}`;
  if (has(/destination|target|impacted/i)) return `destination ${kind}`;
  if (has(/source/i)) return `source ${kind}`;
  const relation = entity.subject ? undefined : entity.relations[0];
  if (relation === 'sender' || relation === 'recipient' || relation === 'senderIp') return relation === 'senderIp' ? 'sender address' : `${relation} mailbox`;
  return entity.subject ? `${kind} named by alerts` : `${kind} mentioned in evidence`;
}

function kindWord({ type }: MergedEntity): string {
  const words: Readonly<Record<string, string>> = { user: 'account', ip: 'address', message: 'mail', app: 'application', registryKey: 'registry key', registryValue: 'registry value', cloudResource: 'cloud resource', url: 'URL', mailCluster: 'mail cluster', logonSession: 'session', logonRequest: 'sign-in request', kubernetesResource: 'Kubernetes resource', mailboxConfiguration: 'mailbox rule' };
  return words[type] ?? type.replace(/([A-Z])/g, ' $1').toLowerCase();
}

/** For each value the evidence that spells it so: a citation must lead to a record that holds what the sentence says. */
function firstSpelled(mentions: readonly EntityMention[]): Map<string, EntityMention> {
  const found = new Map<string, EntityMention>();
  for (const mention of mentions) {
    const key = `${mention.entity.type} ${mention.entity.value.toLowerCase()}`;
    const known = found.get(key);
    if (!known || known.alertId > mention.alertId || (known.alertId === mention.alertId && known.evidenceIndex > mention.evidenceIndex)) found.set(key, mention);
  }
  return found;
}

function entityFact(entity: MergedEntity, id: string, role: string, spelled: EntityMention | undefined): EntityFact['fact'] {
  const mention = spelled ?? entity.mentions[0];
  return {
    id,
    type: `entity.${entity.type}`,
    values: factValues({
      value: entity.value,
      names: [...spellings(entity), ...entity.names],
      role,
      roles: [...entity.roles, ...entity.detailedRoles],
      verdict: entity.verdict,
      remediationStatus: entity.remediationStatuses,
      alertCount: entity.alertIds.length,
      commandLine: text(entity.attributes['commandLine']),
      operatingSystem: text(entity.attributes['osPlatform']),
      home: homeOf(entity),
      deviceRole: text(entity.attributes['deviceRole']),
    }),
    source: mention ? { kind: 'evidence', alertId: mention.alertId, evidenceIndex: mention.evidenceIndex, evidenceType: `${entity.type}Evidence` } : { kind: 'incident', field: 'alerts' },
  };
}

/** Where a cloud resource lives: `Amazon account 111122223333`, `cluster aks-prod`; undefined where its evidence tells nothing. */
export function homeOf({ type, value, attributes }: Pick<MergedEntity, 'type' | 'value' | 'attributes'>): string | undefined {
  const { kind, accountId, projectId, resourceId } = attributes;
  if (type === 'kubernetesResource') return kind === 'Cluster' ? `cluster ${value}` : undefined;
  if (type !== 'cloudResource') return undefined;
  if (accountId !== undefined) return `Amazon account ${String(accountId)}`;
  if (projectId !== undefined) return `Google Cloud project ${String(projectId)}`;
  const subscription = /^\/subscriptions\/([^/]+)/i.exec(String(resourceId ?? ''))?.[1];
  return subscription === undefined ? undefined : `Azure subscription ${subscription}`;
}

function text(value: string | number | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}
