import type { AlertFact, EntityFact } from '@attest/incident-engine';
import type { AlertVerdict } from '../guided-response.js';
import type { Tie } from '../scene/alert-links.js';
import type { HostileRoot, HostileSign } from '../scene/hostile-processes.js';
import { entitiesOfAlert, rolesIn, ruleSources, spoken, text, verdictIn, type Scene } from '../scene/scene.js';
import { alertApproval, approvalOf, type Approval } from './approvals.js';
import { benignByRecord } from './benign-records.js';

/** A verdict before it is verified. */
export interface AlertJudgement {
  alert: AlertFact;
  verdict: AlertVerdict;
  determination: string | undefined;
  text: string;
  facts: string[];
  /** Row of the table "Verdict on an alert" in docs/guided-response.md. */
  rule: string;
}

const wordsOfSign: Readonly<Record<HostileSign, string>> = {
  downloadedProgram: 'came from the internet',
  droppedProgram: 'ran from a folder anyone may write to and reached out',
  productVerdict: 'is malicious',
  maliciousScript: 'ran a malicious script',
  officeShell: 'was started by an office program',
  webServerShell: 'was started by a web server',
  attackTool: 'is a credential tool',
  destructiveCommand: 'removed recovery points',
  lsassRead: 'read the memory of lsass.exe',
  injection: 'put code into another process',
  suspiciousService: 'was started by a suspicious service',
  masquerade: 'carries the name of a system program',
  remoteExecution: 'ran a malicious script from another machine',
  alertsMeet: 'is where several alerts meet',
};

/** Judges every alert, in the order of the alert facts. */
export function judgeAlerts(scene: Scene): AlertJudgement[] {
  const approved = approvalOf(scene.input.incident);
  const beside = approvedBeside(scene);
  const first = scene.set.alerts.map((alert) => judge(scene, alert, approved ?? beside(alert)));
  const known = trueAlertByEntity(scene, first);
  return first.map((judgement) => (judgement.verdict === 'undetermined' ? policyNote(secondLook(scene, judgement, known)) : judgement));
}

function judge(scene: Scene, alert: AlertFact, approved: Approval | undefined): AlertJudgement {
  const { classification, determination } = alert.alert;
  const id = alert.fact.id;
  const known = (['truePositive', 'falsePositive', 'informationalExpectedActivity'] as const).find(
    (value) => classification?.toLowerCase() === value.toLowerCase(),
  );
  if (known) return { alert, verdict: known, determination, text: `The alert has the classification ${known}.`, facts: [id], rule: 'V1' };
  const own = alertApproval(alert.alert) ?? approved;
  if (own)
    return {
      alert,
      verdict: own.determination === 'notMalicious' ? 'falsePositive' : 'informationalExpectedActivity',
      determination: own.determination,
      ...approvalReason(scene, own),
      rule: 'V2',
    };
  const benign = benignByRecord(scene, alert);
  if (benign) return { alert, ...benign };
  const link = scene.links.get(alert.alert.id);
  if (link?.tie) return { alert, verdict: 'truePositive', determination: undefined, ...tieReason(scene, alert, link.tie), rule: 'V4' };
  const fromRule = ruleSources.has(alert.alert.detectionSource ?? '');
  if (fromRule && scene.hasTelemetry && (scene.hostile.roots.length > 0 || (link?.others.length ?? 0) > 0) && endpointAlert(scene, alert))
    return { alert, verdict: 'falsePositive', determination: 'notMalicious', ...apartReason(scene, alert), rule: 'V5' };
  return byProduct(scene, alert, fromRule);
}

/** What people said of one alert holds for the alerts about the same device, account or address, if it was testing or planned work. */
function approvedBeside(scene: Scene): (alert: AlertFact) => Approval | undefined {
  const said = new Map<EntityFact, Approval>();
  for (const { alert } of scene.set.alerts) {
    const approval = alertApproval(alert);
    if (approval === undefined || approval.determination === 'notMalicious') continue;
    for (const entity of entitiesOfAlert(scene, alert.id))
      if (['device', 'user', 'ip'].includes(entity.entity.type) && entity.entity.attributes['wellKnown'] !== 'true' && !said.has(entity))
        said.set(entity, approval);
  }
  return ({ alert }) =>
    entitiesOfAlert(scene, alert.id)
      .map((entity) => said.get(entity))
      .find((approval) => approval !== undefined);
}

/** Whether telemetry of devices can speak about the alert at all. */
function endpointAlert(scene: Scene, alert: AlertFact): boolean {
  return (
    entitiesOfAlert(scene, alert.alert.id).some(({ entity }) => entity.type === 'device' || entity.type === 'process') &&
    scene.rows.some(({ table }) => table.startsWith('Device'))
  );
}

/** Without telemetry the product's own grading decides; a tenant's rule has to be stronger to be believed. */
function byProduct(scene: Scene, alert: AlertFact, fromRule: boolean): AlertJudgement {
  const { severity = 'unknown' } = alert.alert;
  const id = alert.fact.id;
  const entities = entitiesOfAlert(scene, alert.alert.id);
  for (const { entity, fact } of entities) {
    const role = rolesIn(scene, entity, alert).find((name) => /^(?:attacker|commandAndControl|compromised)$/i.test(name));
    if (role !== undefined)
      return {
        alert,
        verdict: 'truePositive',
        determination: undefined,
        text: `The product gives ${entity.value} the role ${role}.`,
        facts: [fact.id, id],
        rule: 'V6',
      };
    if (verdictIn(scene, entity, alert) === 'malicious')
      return {
        alert,
        verdict: 'truePositive',
        determination: undefined,
        text: `The product calls ${spoken(entity)} malicious.`,
        facts: [fact.id, id],
        rule: 'V6',
      };
    if (entity.type === 'message' && entity.verdict === 'suspicious' && entity.remediationStatuses.includes('pendingApproval'))
      return {
        alert,
        verdict: 'truePositive',
        determination: undefined,
        text: `The product calls ${spoken(entity)} suspicious, and an action on it is pending approval.`,
        facts: [fact.id, id],
        rule: 'V6',
      };
  }
  if (namedThreat(alert))
    return { alert, verdict: 'truePositive', determination: undefined, text: `Antivirus raised it with ${severity} severity and names the threat.`, facts: [id], rule: 'V7' };
  const strong = severity === 'high' || (severity === 'medium' && !fromRule && !riskOnly(alert.alert));
  if (strong)
    return { alert, verdict: 'truePositive', determination: undefined, text: `The product raised it with ${severity} severity.`, facts: [id], rule: 'V7' };
  return {
    alert,
    verdict: 'undetermined',
    determination: undefined,
    text: `The alert has ${severity} severity, and it is not known whether it is true.`,
    facts: [id],
    rule: 'V9',
  };
}

/** Antivirus found a file it has a name for, whatever it thinks of the harm. */
function namedThreat({ alert }: AlertFact): boolean {
  return alert.detectionSource === 'antivirus' && (alert.threatFamilyName ?? alert.threatDisplayName) !== undefined;
}

/** Titles of sign-in risks that ordinary travel, new devices and forgotten passwords raise too. What a sensor on a device finds rare is more than a risk. */
function riskOnly({ title = '', serviceSource }: AlertFact['alert']): boolean {
  if (/unfamiliar|atypical|impossible travel|infrequent|new country|new device|failed (?:sign|log)/i.test(title)) return true;
  return serviceSource !== 'microsoftDefenderForEndpoint' && /unusual|uncommon|first[- ]time|rare/i.test(title);
}

/** Types of entities that tie an alert to others. */
const tying: ReadonlySet<string> = new Set(['user', 'device', 'ip', 'message', 'file', 'process', 'mailbox', 'container', 'kubernetesResource', 'sasToken']);
/** Cloud resources that are one machine, store or service; a subscription or a group holds many that have nothing to do with each other. */
const oneResource = /\/providers\/[^/]+\/[^/]+\/[^/]+/i;

/** For each entity the first true alert that names it; one of a tenant's rule counts only when evidence has a part of an attacker. */
function trueAlertByEntity(scene: Scene, judged: readonly AlertJudgement[]): Map<EntityFact, AlertJudgement> {
  const found = new Map<EntityFact, AlertJudgement>();
  for (const judgement of judged) {
    if (judgement.verdict !== 'truePositive' || (judgement.rule !== 'V6' && ruleSources.has(judgement.alert.alert.detectionSource ?? ''))) continue;
    for (const entity of entitiesOfAlert(scene, judgement.alert.alert.id)) if (!found.has(entity)) found.set(entity, judgement);
  }
  return found;
}

/** An alert that decides nothing by itself is as true as the product's alerts it shares its entities with. */
function secondLook(scene: Scene, judgement: AlertJudgement, known: ReadonlyMap<EntityFact, AlertJudgement>): AlertJudgement {
  for (const shared of entitiesOfAlert(scene, judgement.alert.alert.id)) {
    const other = known.get(shared);
    if (!other || !ties(shared) || shared.entity.attributes['wellKnown'] === 'true') continue;
    return {
      ...judgement,
      verdict: 'truePositive',
      text: `It names ${spoken(shared.entity)}, as does the alert "${other.alert.alert.title ?? ''}".`,
      facts: [shared.fact.id, judgement.alert.fact.id, other.alert.fact.id],
      rule: 'V8',
    };
  }
  return judgement;
}

function ties({ entity: { type, attributes } }: EntityFact): boolean {
  if (type === 'app') return attributes['kind'] !== 'cloud application';
  return tying.has(type) || (type === 'cloudResource' && (attributes['kind'] !== 'Azure' || oneResource.test(text(attributes['resourceId']) ?? '')));
}

/** A policy that its owner graded low and that nothing else bears out notes what people do at work. */
function policyNote(judgement: AlertJudgement): AlertJudgement {
  const { alert, fact } = judgement.alert;
  if (judgement.verdict !== 'undetermined' || alert.serviceSource !== 'dataLossPrevention' || !/^(?:low|informational)$/.test(alert.severity ?? '')) return judgement;
  return {
    ...judgement,
    verdict: 'informationalExpectedActivity',
    determination: 'confirmedActivity',
    text: `The policy match has ${alert.severity} severity.`,
    facts: [fact.id],
    rule: 'B10',
  };
}

/** The sentence for what people said, with their words. */
export function approvalReason(scene: Scene, approval: Approval): { text: string; facts: string[] } {
  const kind =
    approval.determination === 'securityTesting' ? 'security testing' : approval.determination === 'notMalicious' ? 'a false positive' : 'expected activity';
  const words = approval.words.slice(0, 200);
  const fact = scene.desk.field(approval.field, 'incident.approval', {
    conclusion: approval.determination === 'notMalicious' ? 'false positive' : `approved expected ${kind}`,
    text: words,
    by: approval.by,
    how: approval.how,
  });
  if (approval.how === 'comment') return { text: `${approval.by ?? 'A person'} called it ${kind}.`, facts: [fact] };
  return { text: `The tag "${words}" marks it as ${kind}.`, facts: [fact] };
}

/** The fact about where an attack enters a device. */
export function rootFact(scene: Scene, root: HostileRoot): string {
  const addresses = [...scene.hostile.addresses].filter(([, row]) => row.device()?.toLowerCase() === root.node.device).map(([address]) => address);
  return scene.desk.row(root.row, 'process.hostile', {
    process: root.node.fileName,
    processId: root.node.pid,
    device: root.row.device(),
    account: root.node.account,
    path: root.node.path,
    sign: root.sign,
    reason: wordsOfSign[root.sign],
    addresses,
    conclusion:
      root.sign === 'productVerdict' || root.sign === 'maliciousScript' || root.sign === 'remoteExecution'
        ? 'malicious'
        : root.sign === 'suspiciousService'
          ? 'suspicious'
          : undefined,
  });
}

/** What gave a process away, as the end of a sentence that begins with its name. */
export function signWords(sign: HostileSign): string {
  return wordsOfSign[sign];
}

function tieReason(scene: Scene, alert: AlertFact, tie: Tie): { text: string; facts: string[] } {
  const root = tie.kind === 'process' ? tie.hostile.root : scene.hostile.roots[0];
  if (!root) return { text: 'It names what the product calls malicious.', facts: [alert.fact.id] };
  const above = rootFact(scene, root);
  const start = root.node.fileName;
  const say = (text: string, values: Record<string, string>): { text: string; facts: string[] } => ({
    text,
    facts: [scene.desk.derive('alert.tie', 'process tree of the attack', [above, alert.fact.id], { ...values, root: start }), above, alert.fact.id],
  });
  switch (tie.kind) {
    case 'process': {
      const { node, kind } = tie.hostile;
      if (kind === 'root') return say(`${start} (process ${root.node.pid}) ${wordsOfSign[root.sign]}.`, { process: node.fileName });
      if (kind === 'injected') return say(`${start} put code into ${node.fileName} (process ${node.pid}).`, { process: node.fileName, processId: node.pid });
      return say(`${node.fileName} (process ${node.pid}) ran below ${start}.`, { process: node.fileName, processId: node.pid });
    }
    case 'file':
      return say(`It names ${tie.name}, a program of the process tree of ${start}.`, { file: tie.name });
    case 'address':
      return say(`It names ${tie.address}, which ${start} reached or came from.`, { address: tie.address });
    case 'name':
      return say(`It names ${tie.name}, which belongs to the process tree of ${start}.`, { name: tie.name });
  }
}

function apartReason(scene: Scene, alert: AlertFact): { text: string; facts: string[] } {
  const [root] = scene.hostile.roots;
  const link = scene.links.get(alert.alert.id);
  const names = [...new Set((link?.others ?? []).map(({ fileName }) => fileName))].slice(0, 3);
  const [node] = link?.others ?? [];
  const parent = node && scene.hostile.graph.parentOf(node);
  const seen = node?.created ? [scene.desk.row(node.created, 'process.created')] : [];
  if (root) {
    const above = rootFact(scene, root);
    const fact = scene.desk.derive('alert.apart', 'process tree of the attack', [above, alert.fact.id, ...seen], {
      processes: names,
      root: root.node.fileName,
      conclusion: 'false',
    });
    const what = names.length === 0 ? 'What it matched' : names.length === 1 ? String(names[0]) : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
    return { text: `${what} ran outside the process tree of ${root.node.fileName}.`, facts: [fact, above, ...seen, alert.fact.id] };
  }
  const fact = scene.desk.derive('alert.apart', 'no process of an attack in telemetry', [alert.fact.id, ...seen], {
    process: node?.fileName,
    parent: parent?.fileName,
    conclusion: 'false',
  });
  return {
    text: parent ? `${node?.fileName ?? 'It'} was started by ${parent.fileName}, as the system does.` : `${node?.fileName ?? 'It'} ran as part of the system.`,
    facts: [fact, ...seen, alert.fact.id],
  };
}
