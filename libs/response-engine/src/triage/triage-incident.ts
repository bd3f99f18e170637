import type { AlertFact } from '@attest/incident-engine';
import { tacticRank } from '@attest/security-model';
import type { Triage } from '../guided-response.js';
import type { Scene } from '../scene/scene.js';
import type { AlertJudgement } from './alert-verdicts.js';
import { approvalReason, rootFact, signWords } from './alert-verdicts.js';
import { approvalOf } from './approvals.js';

type Draft = Omit<Triage, 'perAlert'>;

/** Advice for the incident as a whole, from what people said and from the verdicts on its alerts. Sentences are not verified yet. */
export function triageIncident(scene: Scene, judged: readonly AlertJudgement[]): Draft {
  const { incident } = scene.input;
  const overview = scene.set.overview.id;
  const known = (['truePositive', 'falsePositive', 'informationalExpectedActivity'] as const).find(
    (value) => incident.classification?.toLowerCase() === value.toLowerCase(),
  );
  if (known) {
    const determination = incident.determination ?? (known === 'truePositive' ? determinationOf(scene, judged) : 'notMalicious');
    return {
      classification: known,
      determination,
      confidence: 0.97,
      statements: [{ text: `A person classified the incident as ${known}.`, facts: [personFact(scene, known, overview), overview] }],
      rule: 'T1',
    };
  }
  const approval = approvalOf(incident);
  if (approval)
    return {
      classification: approval.determination === 'notMalicious' ? 'falsePositive' : 'informationalExpectedActivity',
      determination: approval.determination,
      confidence: approval.how === 'tag' ? 0.9 : 0.92,
      statements: [approvalReason(scene, approval)],
      rule: 'T2',
    };
  const of = (verdict: string): AlertJudgement[] => judged.filter((item) => item.verdict === verdict);
  const [trues, falses, informational, open] = [of('truePositive'), of('falsePositive'), of('informationalExpectedActivity'), of('undetermined')];
  const counts = scene.desk.derive(
    'triage.counts',
    'verdicts on the alerts',
    judged.map(({ alert }) => alert.fact.id),
    {
      alerts: judged.length,
      truePositives: trues.length,
      falsePositives: falses.length,
      informationalExpected: informational.length,
      undetermined: open.length,
      scope: trues.length === judged.length ? 'all' : undefined,
    },
  );
  if (trues.length > 0) {
    const determination = determinationOf(scene, trues);
    return {
      classification: 'truePositive',
      determination,
      confidence: confidenceOf(scene, trues),
      statements: trueStatements(scene, trues, judged.length, counts),
      rule: 'T3',
    };
  }
  if (informational.length > 0 && open.length === 0)
    return {
      classification: 'informationalExpectedActivity',
      determination: commonest(informational) ?? 'confirmedActivity',
      confidence: informational.some(({ rule }) => rule === 'B10') ? 0.6 : 0.85,
      statements: firstReasons(informational),
      rule: 'T4',
    };
  if (falses.length > 0 && open.length === 0)
    return {
      classification: 'falsePositive',
      determination: commonest(falses) ?? 'notMalicious',
      confidence: falses.every(({ rule }) => rule.startsWith('B')) ? 0.85 : 0.75,
      statements: firstReasons(falses),
      rule: 'T5',
    };
  return {
    classification: 'unknown',
    determination: 'notEnoughDataToValidate',
    confidence: 0.4,
    statements: [
      {
        text: `Of ${judged.length} ${judged.length === 1 ? 'alert' : 'alerts'}, the records decide about ${judged.length - open.length}.`,
        facts: [scene.desk.derive('triage.open', 'verdicts on the alerts', [counts], { alerts: judged.length, decided: judged.length - open.length }), counts],
      },
    ],
    rule: 'T6',
  };
}

function personFact(scene: Scene, classification: string, overview: string): string {
  return scene.desk.derive('incident.classified', 'classification field of the incident', [overview], { classification, by: 'a person' });
}

function firstReasons(judged: readonly AlertJudgement[]): Draft['statements'] {
  const seen = new Set<string>();
  return judged
    .filter(({ text }) => !seen.has(text) && seen.add(text))
    .slice(0, 3)
    .map(({ text, facts }) => ({ text, facts }));
}

function trueStatements(scene: Scene, trues: readonly AlertJudgement[], all: number, counts: string): Draft['statements'] {
  const statements: Draft['statements'] = [];
  const [root] = scene.hostile.roots;
  if (root) {
    const fact = rootFact(scene, root);
    const where = root.row.device() === undefined ? '' : ` on ${root.row.device()}`;
    statements.push({ text: `${root.node.fileName}${where} ${signWords(root.sign)}.`, facts: [fact] });
  }
  for (const { entity, fact } of scene.set.entities) {
    const role = [...entity.roles].sort().find((name) => /^(?:compromised|attacker|commandAndControl)$/i.test(name));
    if (role === undefined || statements.length > 2 || !trues.some(({ alert }) => entity.alertIds.includes(alert.alert.id))) continue;
    statements.push({ text: `The product gives ${entity.value} the role ${role}.`, facts: [fact.id] });
  }
  for (const { result, fact } of scene.set.scripts.filter(({ result }) => result.verdict === 'malicious').slice(0, 1))
    statements.push({ text: `The analysis of one ${result.language} script says malicious.`, facts: [fact.id] });
  const [gravest] = [...trues].sort((a, b) => rank(b) - rank(a) || depth(b) - depth(a));
  if (gravest && statements.length < 3 && gravest.alert.alert.title !== undefined)
    statements.push({
      text: `The alert "${gravest.alert.alert.title}" has ${gravest.alert.alert.severity ?? 'unknown'} severity.`,
      facts: [gravest.alert.fact.id],
    });
  statements.push({
    text:
      all === 1
        ? 'The one alert is a true positive.'
        : trues.length === all
          ? `All ${all} alerts are true positives.`
          : `Of ${all} alerts, ${trues.length} are true positives.`,
    facts: [counts],
  });
  return statements;
}

function rank({ alert }: AlertJudgement): number {
  return { high: 3, medium: 2, low: 1 }[String(alert.alert.severity)] ?? 0;
}

/** How late in an attack the alert's tactic stands. */
function depth({ alert: { tactic } }: AlertJudgement): number {
  return tactic === undefined ? -1 : tacticRank(tactic);
}

function commonest(judged: readonly AlertJudgement[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { determination } of judged)
    if (determination !== undefined && determination !== 'unknown') counts.set(determination, (counts.get(determination) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0];
}

function confidenceOf(scene: Scene, trues: readonly AlertJudgement[]): number {
  const high = trues.filter(({ alert }) => alert.alert.severity === 'high').length;
  const roles = scene.set.entities.some(({ entity }) => entity.roles.some((role) => /compromised|attacker|commandAndControl/i.test(role)));
  const sources = new Set(trues.map(({ alert }) => alert.alert.serviceSource)).size;
  const tree = scene.hostile.roots.some(({ sign }) => sign !== 'alertsMeet');
  const value = 0.6 + (tree ? 0.2 : 0) + (roles ? 0.12 : 0) + Math.min(0.12, high * 0.04) + (sources > 1 ? 0.06 : 0) + Math.min(0.06, trues.length * 0.01);
  return Math.round(Math.min(0.98, value) * 100) / 100;
}

const late: ReadonlySet<string> = new Set([
  'credential-access',
  'lateral-movement',
  'collection',
  'command-and-control',
  'exfiltration',
  'impact',
  'privilege-escalation',
]);
const services: Readonly<Record<string, string>> = {
  microsoftDefenderForEndpoint: 'endpoint',
  microsoftDefenderForIdentity: 'identity',
  azureAdIdentityProtection: 'identity',
  microsoftDefenderForOffice365: 'mail',
  microsoftDefenderForCloudApps: 'cloud',
  microsoftAppGovernance: 'cloud',
  microsoftDefenderForCloud: 'cloud',
};

/** A value of Graph's `alertDetermination` for a true incident: by what was attacked and how far it got. */
export function determinationOf(scene: Scene, trues: readonly AlertJudgement[]): string {
  const text = trues.map(({ alert: { alert } }) => `${alert.title} ${alert.threatFamilyName ?? ''} ${alert.threatDisplayName ?? ''}`).join(' ');
  const alerts = trues.map(({ alert }) => alert);
  const ids = new Set(alerts.map(({ alert }) => alert.id));
  const entities = scene.set.entities.filter(({ entity }) => entity.alertIds.some((id) => ids.has(id)));
  const insider =
    alerts.some(({ alert }) => /InsiderRisk|dataLossPrevention/i.test(alert.serviceSource ?? '')) ||
    entities.some(({ entity }) => entity.roles.includes('policyViolator'));
  if (insider && !scene.hostile.roots.length) return 'maliciousUserActivity';
  const kinds = new Set(alerts.map(({ alert }) => services[alert.serviceSource ?? ''] ?? 'several'));
  const tactics = new Set(alerts.map(({ tactic }) => tactic).filter((tactic) => tactic !== undefined));
  if (scene.hostile.addresses.size > 0) tactics.add('command-and-control');
  if (scene.hostile.roots.length > 0) tactics.add('execution');
  const deep = [...tactics].filter((tactic) => late.has(tactic)).length;
  const mail = entities.some(({ entity }) => entity.type === 'message') || /phish/i.test(text);
  const device = entities.some(({ entity }) => entity.type === 'device' && entity.subject);
  const user = entities.some(({ entity }) => entity.type === 'user' && entity.roles.includes('compromised'));
  if (!user && alerts.every(({ alert }) => alert.mitreTechniques.length > 0 && alert.mitreTechniques.every((id) => /^T(?:1110|1595)\b/.test(id))) && !mail)
    return 'maliciousUserActivity';
  if (/\bpua\b|unwanted (?:software|application)|adware|potentially unwanted/i.test(text) && trues.length <= 3) return 'unwantedSoftware';
  if (kinds.size >= 2 && (device || trues.length >= 4) && trues.length >= 3) return 'multiStagedAttack';
  if (alerts.every(({ alert }) => alert.detectionSource === 'microsoftDefenderForIoT') && !malware.test(text) && !entities.some(({ entity }) => entity.type === 'file' || entity.type === 'malware')) return 'maliciousUserActivity';
  if (device) return (tactics.size >= 3 && deep >= 1 && trues.length >= 3) || tactics.size >= 5 || deep >= 3 ? 'multiStagedAttack' : onlyDirectory(alerts) ? 'compromisedAccount' : 'malware';
  if (mail && !user && kinds.size === 1) return 'phishing';
  if (entities.some(({ entity }) => entity.type === 'app') && /consent|oauth/i.test(text) && !user) return 'phishing';
  if (trues.length >= 5 && tactics.size >= 3) return 'multiStagedAttack';
  if (user || entities.some(({ entity }) => entity.type === 'user'))
    return mail && !user ? 'phishing' : spray(text) && !user ? 'maliciousUserActivity' : 'compromisedAccount';
  if (entities.some(({ entity }) => entity.type === 'file') || malware.test(text)) return 'malware';
  return entities.some(({ entity }) => entity.roles.includes('compromised') && (entity.type === 'app' || identities.test(`${String(entity.attributes['resourceType'] ?? '')} ${String(entity.attributes['kind'] ?? '')}`))) ? 'compromisedAccount' : 'other';
}

/** What titles and names of threats call code that does harm. */
const malware = /\b(?:malware|ransomware|botnet|trojan|worm|backdoor|web ?shell|(?:crypto|coin|currency)[\s-]?min(?:er|ing))\b/i;
/** Types of cloud resources that stand for somebody who signs in. */
const identities = /\biam\b.*\b(?:user|role|access ?key|service ?account)|serviceAccount|managedIdentit/i;

/** Every alert was seen on the directory: an account acted there, and no file was found. */
function onlyDirectory(alerts: readonly AlertFact[]): boolean {
  return alerts.every(({ alert }) => alert.serviceSource === 'microsoftDefenderForIdentity');
}

function spray(text: string): boolean {
  return /spray|brute|failed/i.test(text);
}

/** Alerts judged true, by id. */
export function trueAlertIds(judged: readonly AlertJudgement[]): ReadonlySet<string> {
  return new Set(judged.filter(({ verdict }) => verdict === 'truePositive').map(({ alert }) => alert.alert.id));
}
