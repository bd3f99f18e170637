import { createHash, randomUUID } from 'node:crypto';
import type { ActionChanged, ActionState, CardGenerated, HuntLinked, IncidentActivity, IncidentChanged, ScriptAnalyzed } from '@attest/contracts';
import { packJson, packRows, Topic } from '@attest/contracts';
import type { Identity, Role } from '@attest/identity';
import { toGraphJson } from '@attest/security-model';
import { phishing } from '../../libs/report-engine/src/fixtures/report-fixtures.js';

/** Somebody. */
export function person(subject = 'ana', roles: Role[] = ['reader', 'hunter'], tenant = 'default'): Identity {
  return { subject, name: subject.charAt(0).toUpperCase() + subject.slice(1), tenant, roles };
}

/** A moment on the day of the incident. */
export function moment(minute: number): string {
  return new Date(Date.UTC(2025, 2, 10, 0, minute)).toISOString();
}

/** An entry of the activity of an incident. */
export function entry(minute: number, more: Partial<IncidentActivity> = {}): IncidentActivity {
  return { at: moment(minute), kind: 'fieldChanged', by: { subject: '', name: 'Ana' }, field: null, from: null, to: null, ...more };
}

/** What was done with the incident until it was resolved. */
export const closingActivity: IncidentActivity[] = [
  entry(0, { kind: 'imported', to: '3 alerts' }),
  entry(5, { field: 'assignedTo', to: 'ana@contoso.example' }),
  entry(9, { kind: 'commented', to: 'Please ask Marta what she opened.' }),
  entry(50, { field: 'classification', to: 'truePositive' }),
  entry(50, { field: 'status', from: 'active', to: 'resolved' }),
];

/** incident.changed.v1 of the phishing incident under an id of its own. */
export function incidentEvent(id: string, revision: number, more: { status?: string; activity?: IncidentActivity[]; fields?: Record<string, unknown>; rows?: object[] } = {}): IncidentChanged {
  const { status = 'active', activity = closingActivity.slice(0, 1), rows = [] } = more;
  const incident = toGraphJson(phishing({ id, status, ...more.fields }));
  return {
    incidentId: id, revision, digest: 'd'.repeat(64), change: 'updated', severity: 'high', status, alertCount: 3, incident: packJson(incident),
    events: packRows(rows.map((row, at) => ({ ...row, $row: at }))), eventRows: rows.length, eventRowsOmitted: 0, activity,
  };
}

let sequence = 0;

/** action.changed.v1: one change of an action. */
export function actionEvent(incidentId: string, actionId: string, version: number, state: ActionState, more: Partial<ActionChanged> = {}): ActionChanged {
  sequence += 1;
  return {
    actionId, incidentId, incidentRevision: 1, action: 'isolateDevice', category: 'containment', target: { type: 'device', id: 'id-of-pc7', name: 'pc7.contoso.example' }, state, previousState: null,
    version, connector: 'lab', by: null, reason: null, undoes: null, at: moment(sequence), audit: { sequence, hash: sequence.toString(16).padStart(64, '0') }, ...more,
  };
}

/** card.generated.v1 of a summary by rules. */
export function summaryEvent(incidentId: string, revision: number, more: Partial<CardGenerated> = {}): CardGenerated {
  return { cardId: randomUUID(), kind: 'incidentSummary', subjectId: incidentId, subjectRevision: revision, version: revision, composer: 'rules', digest: 'a'.repeat(64), dropped: 0, ...more };
}

/** script.analyzed.v1. */
export function scriptEvent(incidentId: string, sha: string, more: Partial<ScriptAnalyzed> = {}): ScriptAnalyzed {
  return { sha256: sha.repeat(64).slice(0, 64), incidentId, language: 'powershell', verdict: 'malicious', layers: 2, techniques: ['T1059.001'], facts: [], indicators: [], notDecoded: 0, decoded: 'iex (payload)', ...more };
}

/** hunt.linked.v1. */
export function huntEvent(incidentId: string, linkId: string, removed = false): HuntLinked {
  return { linkId, incidentId, removed, kql: 'DeviceProcessEvents | take 5', question: 'Who ran it?', title: 'Who ran it?', note: null, rows: 5, by: { subject: 'ben', name: 'Ben' }, at: moment(30) };
}

/** An event as a test publishes it. */
export type Happening = [topic: Topic, payload: object];

/** An id of something of an incident, the same every time. */
export function idOf(incidentId: string, name: string): string {
  const hex = createHash('sha256').update(`${incidentId} ${name}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Everything that is heard of one incident that is worked on and not yet resolved. */
export function storyOf(id: string): Happening[] {
  const [isolate, block, release, link, gone] = ['isolate', 'block', 'release', 'link', 'gone'].map((name) => idOf(id, name)) as [string, string, string, string, string];
  const ana = { subject: 'ana', name: 'Ana' };
  return [
    [Topic.IncidentChanged, incidentEvent(id, 1)],
    [Topic.IncidentChanged, incidentEvent(id, 2, { activity: closingActivity.slice(0, 2) })],
    [Topic.IncidentChanged, incidentEvent(id, 3, { activity: closingActivity.slice(0, 4), fields: { classification: 'truePositive' } })],
    [Topic.ActionChanged, actionEvent(id, isolate, 1, 'PROPOSED')],
    [Topic.ActionChanged, actionEvent(id, isolate, 2, 'APPROVED', { by: ana, reason: 'Encrypting' })],
    [Topic.ActionChanged, actionEvent(id, isolate, 3, 'CONFIRMED')],
    [Topic.ActionChanged, actionEvent(id, block, 1, 'DECLINED', { action: 'blockIndicator', by: ana, target: { type: 'ip', id: '203.0.113.77', name: '203.0.113.77' } })],
    [Topic.ActionChanged, actionEvent(id, release, 1, 'CONFIRMED', { action: 'releaseDevice', by: ana, undoes: isolate })],
    [Topic.ActionChanged, actionEvent(id, isolate, 4, 'UNDONE', { by: ana })],
    [Topic.ScriptAnalyzed, scriptEvent(id, 'a')],
    [Topic.HuntLinked, huntEvent(id, link)],
    [Topic.HuntLinked, huntEvent(id, gone)],
    [Topic.HuntLinked, huntEvent(id, gone, true)],
    [Topic.CardGenerated, summaryEvent(id, 2)],
    [Topic.CardGenerated, summaryEvent(id, 3)],
  ];
}
