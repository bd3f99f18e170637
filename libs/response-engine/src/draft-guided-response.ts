import { CardVerifier, type DraftCard, type DroppedStatement, type Fact, type Statement, type VerifiedCard } from '@attest/cards';
import { digestOf } from '@attest/security-model';
import { complete } from './actions/complete.js';
import { proposeForDevices } from './actions/devices.js';
import { proposeForFiles } from './actions/files.js';
import { huntsFor } from './actions/hunts.js';
import { proposeForMails } from './actions/mails.js';
import { proposeForNetwork } from './actions/network.js';
import type { Case, Proposal } from './actions/proposal.js';
import { proposeForUsers } from './actions/users.js';
import type { GuidedResponse, GuidedResponseInput, Triage, WithheldAction } from './guided-response.js';
import { matchGuidebook } from './guidebook/match-guidebook.js';
import { draftMessages } from './messages/draft-messages.js';
import { sceneOf, type Scene } from './scene/scene.js';
import { profileFrom, type IncidentProfile } from './similar/similar-incidents.js';
import { similarMailHunt } from './similar/similar-mails.js';
import { judgeAlerts, type AlertJudgement } from './triage/alert-verdicts.js';
import { trueAlertIds, triageIncident } from './triage/triage-incident.js';

/** Name and version of this engine, in the provenance of every card it makes. */
export const responseEngine = 'attest-response-engine/0.1.0';

/** Most actions told as withheld. */
const mostWithheld = 16;

/**
 * The guided response of an incident: triage, recommended actions with proven reasons, and what was withheld and why. Pure and
 * deterministic. The rules are written down in docs/guided-response.md; each result names the row that made it.
 */
export function draftGuidedResponse(input: GuidedResponseInput): GuidedResponse {
  return draftFor(sceneOf(input));
}

/** The guided response of an incident and what finds others like it, from one look at its records. */
export function guideIncident(input: GuidedResponseInput): { response: GuidedResponse; profile: IncidentProfile } {
  const scene = sceneOf(input);
  return { response: draftFor(scene), profile: profileFrom(input, scene.set) };
}

function draftFor(scene: Scene): GuidedResponse {
  const { input } = scene;
  const judged = judgeAlerts(scene);
  const triage = triageIncident(scene, judged);
  const acts = triage.classification === 'truePositive';
  const trueIds = acts ? actionable(judged) : new Set<string>();
  const caseOf: Case = { scene, judged, trueAlerts: scene.set.alerts.filter(({ alert }) => trueIds.has(alert.id)), trueIds, proposals: [], withheld: [] };
  if (acts) {
    proposeForFiles(caseOf);
    proposeForDevices(caseOf);
    proposeForUsers(caseOf);
    proposeForNetwork(caseOf);
    proposeForMails(caseOf);
  } else caseOf.withheld.push(...withheldBecause(scene, triage.classification));
  const hunt = acts ? similarMailHunt(scene, trueIds) : null;
  if (triage.classification === 'unknown' || (acts && caseOf.proposals.length === 0))
    caseOf.proposals.push(
      ...huntsFor(scene, new Set(judged.filter(({ verdict }) => verdict === 'undetermined' || verdict === 'truePositive').map(({ alert }) => alert.alert.id))),
    );
  caseOf.proposals.push(...triageProposals(scene, triage));
  const drafts = draftMessages(caseOf, triage.classification);
  const facts = [...scene.set.facts, ...scene.desk.facts()];
  const verifier = new CardVerifier(facts);
  const completed = complete(caseOf.proposals, verifier);
  const dropped = [...completed.dropped];
  const statements = triage.statements.filter((statement) => keep(statement, verifier, dropped));
  const verified: Triage = { ...triage, statements, perAlert: judged.map((judgement) => alertTriage(judgement, verifier, dropped)) };
  const response = {
    incidentId: input.incident.id,
    triage: verified,
    recommendations: completed.recommendations,
    withheld: unique([...caseOf.withheld, ...completed.withheld]).slice(0, mostWithheld),
    similarMails: hunt && hunt.statements.every((statement) => keep(statement, verifier, dropped)) ? hunt : null,
    messages: drafts.filter(({ message, claim }) => keep({ text: claim, facts: message.facts }, verifier, dropped)).map(({ message }) => message),
    guidebook: matchGuidebook(scene, input.guidebooks ?? []),
  };
  return { ...response, card: cardOf(response, facts, verifier, dropped, input) };
}

/** Alerts that actions may rest on. One that people closed as true is among them. */
function actionable(judged: readonly AlertJudgement[]): ReadonlySet<string> {
  const ids = trueAlertIds(judged);
  return ids.size > 0 ? ids : new Set(judged.filter(({ verdict }) => verdict === 'undetermined').map(({ alert }) => alert.alert.id));
}

function triageProposals(scene: Scene, triage: Omit<Triage, 'perAlert'>): Proposal[] {
  const { incident } = scene.input;
  if (triage.classification === 'unknown' || triage.rule === 'T1') return [];
  const target = { type: 'incident', id: incident.id, name: incident.displayName ?? `Incident ${incident.id}` };
  return [
    {
      action: 'classifyIncident',
      target,
      parameters: { classification: triage.classification, determination: triage.determination },
      reasons: triage.statements,
      weight: 5,
      rule: triage.rule,
      requiresApproval: true,
    },
  ];
}

/** What a hasty reader would do about an incident that is not one. */
function withheldBecause(scene: Scene, classification: Triage['classification']): WithheldAction[] {
  const why =
    classification === 'unknown'
      ? 'The records do not decide whether this is an attack; nothing is contained on suspicion.'
      : 'The incident is no attack: containing would only harm those who work.';
  return scene.set.entities
    .filter(({ entity }) => (entity.type === 'device' || entity.type === 'user') && entity.attributes['wellKnown'] !== 'true')
    .slice(0, 4)
    .map(({ entity }) => ({
      action: entity.type === 'device' ? 'isolateDevice' : 'disableUser',
      target: { type: entity.type, id: entity.value, name: entity.value },
      why,
    }));
}

function alertTriage({ alert, verdict, text, facts, rule }: AlertJudgement, verifier: CardVerifier, dropped: DroppedStatement[]): Triage['perAlert'][number] {
  const cited = [...new Set(facts)];
  const plain = `The alert has the severity ${alert.alert.severity ?? 'unknown'}.`;
  const holds = keep({ text, facts: cited }, verifier, dropped);
  return { alertId: alert.alert.id, verdict, reason: holds ? text : plain, facts: holds ? cited : [alert.fact.id], rule };
}

function keep({ text, facts }: { text: string; facts: string[] }, verifier: CardVerifier, dropped: DroppedStatement[]): boolean {
  const verdict = verifier.statement({ text, facts, section: 'story' });
  if (!verdict.supported) dropped.push({ text, facts, reason: verdict.reason ?? 'The statement is not supported.', atoms: verdict.unsupported });
  return verdict.supported;
}

function unique(withheld: readonly WithheldAction[]): WithheldAction[] {
  const seen = new Set<string>();
  return withheld.filter(({ action, target }) => {
    const key = `${action} ${target.type} ${target.id.toLowerCase()}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** Words of a card; what does not fit stands in the recommendations. */
const mostStatements = 14;

function cardOf(
  response: Omit<GuidedResponse, 'card'>,
  facts: Fact[],
  verifier: CardVerifier,
  dropped: DroppedStatement[],
  input: GuidedResponseInput,
): VerifiedCard {
  const lead: Statement[] = response.triage.statements.map((statement, index) => ({ ...statement, section: index === 0 ? 'lead' : 'story' }));
  const reasons: Statement[] = response.recommendations
    .flatMap(({ statements }) => statements.slice(0, 1))
    .map((statement) => ({ ...statement, section: 'assets' }));
  const seen = new Set<string>();
  const statements = [...lead, ...reasons].filter(({ text }) => !seen.has(text) && seen.add(text)).slice(0, mostStatements);
  const overview = facts[0]?.id ?? 'i1';
  const draft: DraftCard = {
    kind: 'guidedResponse',
    title: input.incident.displayName ?? 'Guided response',
    titleFacts: [overview],
    statements,
    timeline: [],
    entities: [],
    indicators: [],
    techniques: [],
  };
  const { card, dropped: more } = verifier.verify(draft);
  const all = [...dropped, ...more];
  return {
    card: { ...card, title: card.title === '' ? 'Guided response' : card.title },
    facts,
    provenance: { composer: 'rules', engine: responseEngine, ...inputDigests(input), facts: facts.length, dropped: all.length, repaired: 0 },
    dropped: all,
  };
}

function inputDigests({ incident, events, scripts = [], assets = [], guidebooks = [] }: GuidedResponseInput): { inputDigest: string; recordsDigest: string } {
  const rows = events.map(({ $row: _row, ...columns }) => digestOf(columns)).sort();
  const records = { incident: { ...incident, alerts: [...incident.alerts].sort((a, b) => (a.id < b.id ? -1 : 1)) }, rows };
  const sorted = (items: readonly unknown[]): string[] => items.map((item) => digestOf(item)).sort();
  return { inputDigest: digestOf({ ...records, scripts: sorted(scripts), assets: sorted(assets), guidebooks: sorted(guidebooks) }), recordsDigest: digestOf(records) };
}
