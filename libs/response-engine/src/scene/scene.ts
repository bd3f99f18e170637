import { collectIncidentFacts, scriptsOfIncident, telemetryRows, type AlertFact, type EntityFact, type FactSet, type Row } from '@attest/incident-engine';
import { mentionsOf, type EntityMention, type MergedEntity } from '@attest/security-model';
import type { GuidedResponseInput, KnownAsset } from '../guided-response.js';
import { AlertLinker, type AlertLink } from './alert-links.js';
import { FactDesk } from './fact-desk.js';
import { HostileProcesses } from './hostile-processes.js';
import { isSystemFile } from './system-files.js';

/** Everything the rules look at. */
export interface Scene {
  input: GuidedResponseInput;
  set: FactSet;
  rows: readonly Row[];
  hostile: HostileProcesses;
  links: ReadonlyMap<string, AlertLink>;
  desk: FactDesk;
  /** Lower-case name of a device or account to what the tenant knows of it. */
  assets: ReadonlyMap<string, KnownAsset>;
  /** Addresses that belong to devices of the evidence or that telemetry shows as their own. */
  ownAddresses: ReadonlyMap<string, string>;
  /** Whether events say more than alerts do. */
  hasTelemetry: boolean;
  /** Mentions of entities by alert id. */
  mentions: ReadonlyMap<string, readonly EntityMention[]>;
  /** Entities by the id of an alert that names them. */
  named: ReadonlyMap<string, readonly EntityFact[]>;
  /** Alerts by id. */
  alerts: ReadonlyMap<string, AlertFact>;
}

/** Detection sources of rules that the tenant wrote or imported: they match patterns and know nothing of a verdict. */
export const ruleSources: ReadonlySet<string> = new Set(['customDetection', 'scheduledAlerts', 'nrtAlerts', 'customTi']);

/** Looks at an incident once; all rules work on the result. Pure. */
export function sceneOf(input: GuidedResponseInput): Scene {
  const set = collectIncidentFacts(input);
  const rows = telemetryRows(input.events);
  const hostile = findHostile(input, set, rows);
  const linker = new AlertLinker(hostile, rows);
  return {
    input,
    set,
    rows,
    hostile,
    links: new Map(set.alerts.map((alert) => [alert.alert.id, linker.link(alert)])),
    desk: new FactDesk(),
    assets: new Map((input.assets ?? []).flatMap((asset) => [[asset.name.toLowerCase(), asset] as const])),
    ownAddresses: ownAddresses(set.entities, rows),
    hasTelemetry: rows.length > 0,
    named: namedBy(set.entities),
    alerts: new Map(set.alerts.map((alert) => [alert.alert.id, alert])),
    mentions: new Map(input.incident.alerts.map((alert) => [alert.id, mentionsOf(alert)])),
  };
}

/** First by signs that need no alert; when there are none, by where alerts of several rules meet in one process tree. */
function findHostile(input: GuidedResponseInput, set: FactSet, rows: readonly Row[]): HostileProcesses {
  const hints = { maliciousFiles: maliciousFiles(set.entities), maliciousScripts: maliciousScripts(input, set) };
  const first = new HostileProcesses(rows, { ...hints, suspects: new Set() });
  if (first.roots.length > 0 || rows.length === 0) return first;
  const suspects = meetingPoints(set.alerts, first, rows);
  return suspects.size === 0 ? first : new HostileProcesses(rows, { ...hints, suspects });
}

function maliciousFiles(entities: readonly EntityFact[]): Set<string> {
  const found = new Set<string>();
  for (const { entity } of entities) {
    if ((entity.type !== 'file' && entity.type !== 'process') || entity.verdict !== 'malicious') continue;
    const { sha1, sha256, path, fileName, signer } = entity.attributes;
    if (isSystemFile(text(path), text(fileName), text(signer))) continue;
    for (const value of [sha1, sha256, path]) if (value !== undefined) found.add(String(value).toLowerCase());
  }
  return found;
}

function maliciousScripts(input: GuidedResponseInput, set: FactSet): Set<string> {
  const malicious = new Set((input.scripts ?? []).filter(({ verdict }) => verdict === 'malicious').map(({ sha256 }) => sha256));
  if (malicious.size === 0 || set.scripts.length === 0) return malicious;
  const seen = scriptsOfIncident(input.incident, input.events);
  return new Set([...malicious].filter((sha256) => seen.has(sha256)));
}

const severityWeight: Readonly<Record<string, number>> = { high: 3, medium: 2, low: 1 };

/** Keys of processes below which alerts of at least three rules meet, one of them of high severity, outside of installed software. */
function meetingPoints(alerts: readonly AlertFact[], hostile: HostileProcesses, rows: readonly Row[]): Set<string> {
  const linker = new AlertLinker(hostile, rows);
  const trees = new Map<string, { titles: Map<string, number>; key: string }>();
  for (const fact of alerts) {
    for (const item of fact.alert.evidence) {
      if (item['@odata.type'] !== '#microsoft.graph.security.processEvidence') continue;
      let node = linker.node(item);
      for (
        let above = node && hostile.graph.parentOf(node), depth = 0;
        node && above && !starter.test(above.fileName) && depth < 50;
        above = hostile.graph.parentOf(node), depth++
      )
        node = above;
      if (!node || starter.test(node.fileName) || hostile.managed(node)) continue;
      const tree = trees.get(node.key) ?? { titles: new Map<string, number>(), key: node.key };
      tree.titles.set(fact.alert.title ?? fact.alert.id, severityWeight[fact.alert.severity ?? ''] ?? 0);
      trees.set(node.key, tree);
    }
  }
  const weighed = [...trees.values()].map(({ titles, key }) => ({
    key,
    rules: titles.size,
    weight: [...titles.values()].reduce((a, b) => a + b, 0),
    high: [...titles.values()].some((value) => value >= 3),
  }));
  return new Set(weighed.filter(({ rules, weight, high }) => rules >= 3 && weight >= 6 && high).map(({ key }) => key));
}

/** Programs that start everything; a tree begins below them. */
const starter =
  /^(?:explorer|services|svchost|userinit|winlogon|wininit|system|smss|taskeng|taskhostw|wmiprvse|sihost|runtimebroker|systemd|init|sshd|launchd)(?:\.exe)?$/i;

function ownAddresses(entities: readonly EntityFact[], rows: readonly Row[]): Map<string, string> {
  const own = new Map<string, string>();
  for (const { entity } of entities) {
    if (entity.type !== 'device') continue;
    for (const name of ['ipInterfaces', 'lastIpAddress', 'lastExternalIpAddress', 'ipAddress']) {
      for (const address of String(entity.attributes[name] ?? '').split(/[,;\s"[\]]+/)) if (address !== '') own.set(address.toLowerCase(), entity.value);
    }
  }
  for (const row of rows) {
    const device = row.device();
    if (device === undefined) continue;
    for (const name of ['LocalIP', 'PublicIP']) {
      const address = row.text(name);
      if (address !== undefined) own.set(address.toLowerCase(), device);
    }
  }
  return own;
}

/** Entities an alert names, as subject or in passing. */
export function entitiesOfAlert({ named }: Scene, alertId: string): readonly EntityFact[] {
  return named.get(alertId) ?? [];
}

function namedBy(entities: readonly EntityFact[]): Map<string, EntityFact[]> {
  const found = new Map<string, EntityFact[]>();
  for (const entity of entities) {
    for (const id of entity.entity.alertIds) {
      const list = found.get(id);
      if (list) list.push(entity);
      else found.set(id, [entity]);
    }
  }
  return found;
}

/** The roles the entity has as a subject of evidence of this alert. */
export function rolesIn({ mentions }: Scene, entity: MergedEntity, { alert }: AlertFact): string[] {
  const own = new Set([...entity.keys, ...entity.weakKeys]);
  return (mentions.get(alert.id) ?? [])
    .filter(
      ({ entity: mentioned }) =>
        mentioned.type === entity.type && mentioned.relation === undefined && [...mentioned.keys, ...mentioned.weakKeys].some((key) => own.has(key)),
    )
    .flatMap(({ entity: mentioned }) => [...mentioned.roles, ...mentioned.detailedRoles]);
}

/** The verdict evidence of this alert gives the entity as its subject. */
export function verdictIn({ mentions }: Scene, entity: MergedEntity, { alert }: AlertFact): string | undefined {
  const own = new Set([...entity.keys, ...entity.weakKeys]);
  const verdicts = (mentions.get(alert.id) ?? [])
    .filter(({ entity: mentioned }) => mentioned.type === entity.type && [...mentioned.keys, ...mentioned.weakKeys].some((key) => own.has(key)))
    .map(({ entity: { verdict } }) => verdict);
  return verdicts.includes('malicious') ? 'malicious' : verdicts.find((verdict) => verdict !== undefined);
}

/** How a sentence names an entity; the subject of a mail is somebody else's words and stands in quotes. */
export function spoken({ type, value, attributes }: MergedEntity): string {
  if (type !== 'message') return value;
  const subject = text(attributes['subject']);
  return subject === undefined || subject.includes('"') || subject.length > 160
    ? `a mail to ${text(attributes['recipient']) ?? 'a mailbox'}`
    : `a mail with the subject "${subject}"`;
}

/** A text attribute. */
export function text(value: string | number | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}
