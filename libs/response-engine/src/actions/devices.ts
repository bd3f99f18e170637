import type { EntityFact } from '@attest/incident-engine';
import { hostName, isDomainController, isServer } from '../scene/assets.js';
import { text } from '../scene/scene.js';
import { rootFact, signWords } from '../triage/alert-verdicts.js';
import { alertsNaming, commentFor, countReason, entitiesOfTrue, gradeReason, hasRole, tellingReason, type Case, type Proposal } from './proposal.js';

/** Tactics that a device taken over shows; others are of passing by. */
const takenOver: ReadonlySet<string> = new Set([
  'execution',
  'persistence',
  'privilege-escalation',
  'defense-evasion',
  'credential-access',
  'lateral-movement',
  'command-and-control',
  'collection',
  'exfiltration',
  'impact',
]);
/** Techniques that only code of the attacker on the device itself shows. */
const onDevice = /^T(?:1055|1003|1053|1059|1486|1490|1496|1505\.003|1091|1204|1218|1547|1543|1546|1555|1562|1569|1570|1574|1134|1071|1105|1620)\b/;
/** Techniques of trying to come in or of looking from outside: a device that only these name withstood, or nobody knows better. */
const attempts = /^T(?:1110|1595|1590|1592|1046|1018)\b/;

/** Techniques that show on a domain controller and are done from another device. */
const usesStolen = /^T(?:1003|1021|1134|1187|1207|1550|1558|1569)\b/;

interface DeviceView {
  device: EntityFact;
  compromised: boolean;
  score: number;
  controller: boolean;
  server: boolean;
}

/** Isolation, package and scan. Rules D1 to D6 of docs/guided-response.md. */
export function proposeForDevices(caseOf: Case): void {
  const views = entitiesOfTrue(caseOf, 'device')
    .map((device) => viewOf(caseOf, device))
    .sort((a, b) => b.score - a.score || (a.device.entity.value < b.device.entity.value ? -1 : 1));
  const taken = views.filter(({ compromised }) => compromised).slice(0, 12);
  taken.forEach((view, index) => isolate(caseOf, view, index));
  const watched = taken.filter(({ device }) => !withoutSensor(device));
  const [first] = watched.filter(({ controller }) => !controller).concat(watched);
  if (first) investigate(caseOf, first);
  for (const { device, controller } of views.filter(({ compromised }) => !compromised).slice(0, 4)) {
    caseOf.withheld.push({
      action: 'isolateDevice',
      target: targetOf(device),
      why: controller
        ? 'It is a domain controller that the attack only reached out to; nothing shows that it was taken over.'
        : 'Nothing shows that code of an attacker ran on it.',
    });
  }
  const [prevented] = views.filter(({ compromised }) => !compromised);
  if (
    taken.length === 0 &&
    prevented &&
    caseOf.trueAlerts.some(
      ({ alert }) => prevented.device.entity.alertIds.includes(alert.id) && (alert.detectionSource === 'antivirus' || /malware/i.test(alert.category ?? '')),
    )
  )
    caseOf.proposals.push(scan(caseOf, prevented, 30, 'D6'));
}

function viewOf(caseOf: Case, device: EntityFact): DeviceView {
  const { scene } = caseOf;
  const { entity } = device;
  const { all, high } = alertsNaming(caseOf, entity);
  const root = scene.hostile.roots.some(({ node }) => isNode(device, node.device));
  const role = hasRole(caseOf, entity, /^(?:compromised|attacker)$/i);
  const acting = all.filter(
    ({ alert, tactic, fact }) =>
      subjectIn(caseOf, device, alert.id) &&
      !prevented(caseOf, alert.id) &&
      !preliminary(alert.title) &&
      (alert.mitreTechniques.some((id) => onDevice.test(id)) ||
        fact.values['processes'] !== undefined ||
        (takenOver.has(tactic ?? '') && !onlyAttempts(alert.mitreTechniques))),
  );
  const grave = acting.filter(({ alert }) => alert.severity === 'high' && endpoint(alert.serviceSource));
  const medium = acting.filter(
    ({ alert }) => alert.severity === 'medium' && endpoint(alert.serviceSource) && alert.mitreTechniques.some((id) => onDevice.test(id)),
  );
  const directory = acting.filter(({ alert }) => alert.severity === 'high' && fromDirectory(caseOf, device, alert.id));
  const compromised = role || root || grave.length >= 1 || medium.length >= 2 || directory.length >= 1;
  return {
    device,
    compromised,
    controller: isDomainController(scene, device),
    server: isServer(scene, device),
    score: (root ? 40 : 0) + (role ? 20 : 0) + high.length * 3 + all.length,
  };
}

function isolate(caseOf: Case, { device, controller, server }: DeviceView, place: number): void {
  const { scene } = caseOf;
  const { entity } = device;
  const target = targetOf(device);
  if (entity.attributes['mdeDeviceId'] === undefined) {
    caseOf.withheld.push({
      action: 'isolateDevice',
      target,
      why: 'The evidence holds no Defender device id, so that the call cannot be made; a person has to find the device.',
    });
    return;
  }
  const unmanaged = withoutSensor(device);
  const reasons = reasonsFor(caseOf, device);
  const done = isolatedBefore(device);
  caseOf.proposals.push({
    action: unmanaged ? 'containUnmanagedDevice' : 'isolateDevice',
    target,
    reasons,
    rule: controller ? 'D3' : server ? 'D2' : 'D1',
    parameters: { Comment: commentFor(scene), IsolationType: unmanaged ? 'UnManagedDevice' : controller ? 'Selective' : 'Full' },
    weight: (controller ? 62 : 100) - Math.min(place, 9),
    requiresApproval: true,
    ...(controller
      ? {
          warning:
            'This is a domain controller. Sign-in, DNS and replication stop for everyone who depends on it. Make sure that another controller serves the domain, and let the owner of the directory approve.',
        }
      : server
        ? { warning: 'This is a server. What runs on it stops for everyone who uses it. Let its owner approve.' }
        : {}),
    ...(done ? { doneBy: done } : {}),
  });
}

/** Defender knows the device and has no sensor on it: nothing can be run there. */
function withoutSensor({ entity }: EntityFact): boolean {
  return /^(?:canBeOnboarded|unsupported)$/.test(text(entity.attributes['onboardingStatus']) ?? '');
}

function investigate(caseOf: Case, view: DeviceView): void {
  const { device } = view;
  if (device.entity.attributes['mdeDeviceId'] === undefined) return;
  caseOf.proposals.push({
    action: 'collectInvestigationPackage',
    target: targetOf(device),
    reasons: reasonsFor(caseOf, device),
    rule: 'D4',
    parameters: { Comment: commentFor(caseOf.scene) },
    weight: 48,
  });
  // What is in a file is quarantined; a scan looks for the rest when no file is known.
  if (!caseOf.proposals.some(({ action }) => action === 'stopAndQuarantineFile')) caseOf.proposals.push(scan(caseOf, view, 45, 'D5'));
}

function scan({ scene, ...rest }: Case, { device }: DeviceView, weight: number, rule: string): Proposal {
  return {
    action: 'runAntivirusScan',
    target: targetOf(device),
    reasons: reasonsFor({ scene, ...rest }, device),
    rule,
    parameters: { Comment: commentFor(scene), ScanType: rule === 'D6' ? 'Quick' : 'Full' },
    weight,
  };
}

function reasonsFor(caseOf: Case, device: EntityFact, fitting?: RegExp): Proposal['reasons'] {
  const { scene } = caseOf;
  const reasons: Proposal['reasons'] = [];
  for (const root of scene.hostile.roots.filter(({ node }) => isNode(device, node.device)).slice(0, 1)) {
    const fact = rootFact(scene, root);
    reasons.push({ text: `${root.node.fileName} ran on ${device.entity.value} and ${signWords(root.sign)}.`, facts: [fact, device.fact.id] });
    const [address] = [...scene.hostile.addresses].filter(([, row]) => isNode(device, row.device()?.toLowerCase() ?? ''));
    if (address) reasons.push({ text: `It connected to ${address[0]}.`, facts: [fact, scene.desk.row(address[1], 'network.connected')] });
  }
  const grade = gradeReason(device);
  const script = scene.set.scripts.find(
    ({ result, carrier }) =>
      result.verdict === 'malicious' &&
      (carrier.source.kind === 'evidence'
        ? device.entity.alertIds.includes(carrier.source.alertId)
        : isNode(device, String(carrier.values['device'] ?? '').toLowerCase())),
  );
  const told = tellingReason(caseOf, device, fitting);
  return [
    ...reasons,
    ...(grade ? [grade] : []),
    ...(script ? [{ text: `The analysis of one ${script.result.language} script says malicious.`, facts: [script.fact.id] }] : []),
    ...(told ? [told] : []),
    countReason(caseOf, device),
  ];
}

/** The device as actions name it. */
export function targetOf({ entity }: EntityFact): { type: string; id: string; name: string } {
  return { type: 'device', id: text(entity.attributes['mdeDeviceId']) ?? entity.value, name: entity.value };
}

/** Whether telemetry's name of a device is that of the entity. */
export function isNode({ entity }: EntityFact, device: string): boolean {
  const names = [entity.value, ...entity.names].map((name) => name.toLowerCase());
  return names.includes(device) || names.includes(hostName(device)) || names.map(hostName).includes(hostName(device));
}

function subjectIn({ scene }: Case, { entity }: EntityFact, alertId: string): boolean {
  const mention = entity.mentions.find((item) => item.alertId === alertId && item.relation === undefined);
  if (mention) {
    const roles = scene.alerts.get(alertId)?.alert.evidence[mention.evidenceIndex]?.roles ?? [];
    return !roles.length || !roles.every((role) => /destination|contextual|attacked|scanned/i.test(role));
  }
  return entity.mentions.some((item) => item.alertId === alertId && (item.relation === 'device' || item.relation === undefined));
}

/** The alert's malicious part was stopped before it ran. */
function prevented({ scene }: Case, alertId: string): boolean {
  const alert = scene.alerts.get(alertId)?.alert;
  if (!alert) return false;
  const statuses = alert.evidence.map(({ remediationStatus }) => remediationStatus).filter((status) => status !== undefined && status !== 'none');
  const stopped = statuses.length > 0 && statuses.every((status) => /^(?:prevented|blocked|remediated)$/.test(status ?? ''));
  return stopped || /\b(?:was|were|has been) (?:prevented|blocked|quarantined)\b/i.test(alert.title ?? '');
}

/** Looking around is not having taken over. */
function preliminary(title: string | undefined): boolean {
  return /\b(?:port ?scan|network scan|scanning|reconnaissance|exploration|lookups?|enumeration)\b/i.test(title ?? '');
}

function onlyAttempts(techniques: readonly string[]): boolean {
  return techniques.length > 0 && techniques.every((id) => attempts.test(id));
}

/** Defender for Identity names the device as the source of stolen or forged credentials: the attacker works on it. */
function fromDirectory({ scene }: Case, { entity }: EntityFact, alertId: string): boolean {
  const alert = scene.alerts.get(alertId)?.alert;
  if (alert?.serviceSource !== 'microsoftDefenderForIdentity' || !alert.mitreTechniques.some((id) => usesStolen.test(id))) return false;
  return entity.mentions.some((item) => item.alertId === alertId && item.relation === undefined && (alert.evidence[item.evidenceIndex]?.roles ?? []).includes('source'));
}

/** Products that watch devices; Defender for Cloud does for its servers. */
function endpoint(source: string | undefined): boolean {
  return source === undefined || /Endpoint|microsoft365Defender|Sentinel|DefenderForCloud$|unknown/i.test(source);
}

function isolatedBefore({ entity }: EntityFact): Proposal['doneBy'] {
  return entity.remediationStatuses.includes('remediated') && !entity.remediationStatuses.includes('active')
    ? { by: 'attack disruption', what: 'the device was contained' }
    : undefined;
}
