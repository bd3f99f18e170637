import type { ActionState, IncidentActivity } from '@attest/contracts';
import { actionWords } from '@attest/report-engine';
import type { ReportBasis } from './report-basis.js';

/** An action as it stands now. */
export interface StandingAction {
  id: string;
  version: number;
  action: string;
  target: string;
  state: ActionState;
}

/** What is known now of what a report is made from. */
export interface KnownState {
  revision: number;
  activity: readonly IncidentActivity[];
  actions: readonly StandingAction[];
  summary: string | null;
  scripts: Readonly<Record<string, string>>;
  hunts: readonly string[];
}

/** Sentences told; the rest is counted. */
const most = 30;

const stateWords: Readonly<Record<ActionState, string>> = {
  PROPOSED: 'proposed', APPROVED: 'approved', INTENT: 'starting', SENT: 'sent', CONFIRMED: 'confirmed', FAILED: 'failed', UNKNOWN: 'of unknown outcome', DECLINED: 'declined', UNDONE: 'undone',
};

/** What a report would be made from now. */
export function basisOf({ revision, activity, actions, summary, scripts, hunts }: KnownState): ReportBasis {
  return { revision, activity: activity.at(-1)?.at ?? '', actions: Object.fromEntries(actions.map(({ id, version }) => [id, version])), summary, scripts: { ...scripts }, hunts: [...hunts] };
}

/** What has changed since a report was made, one short sentence each; empty when it would be made from the same. Pure. */
export function changesSince(basis: ReportBasis, now: KnownState): string[] {
  const changes = [...incidentChanges(basis, now), ...actionChanges(basis, now), ...scriptChanges(basis, now), ...huntChanges(basis, now)];
  if (now.summary !== null && now.summary !== basis.summary) changes.push('A newer summary was written.');
  return changes.length <= most ? changes : [...changes.slice(0, most - 1), `${changes.length - most + 1} more things changed.`];
}

function incidentChanges(basis: ReportBasis, { revision, activity }: KnownState): string[] {
  const done = activity.filter(({ at }) => at > basis.activity).map(sentenceOf);
  if (done.length > 0) return done;
  return revision > basis.revision ? [`The incident changed: it is at revision ${revision}, the report at ${basis.revision}.`] : [];
}

function sentenceOf({ kind, by, field, from, to }: IncidentActivity): string {
  const who = by?.name ?? 'Attest';
  if (kind === 'commented') return `${who} commented.`;
  if (field !== null) return `${who} changed ${fieldWords(field)}${from === null || from === '' ? '' : ` from ${short(from)}`} to ${short(to ?? '') || 'nothing'}.`;
  if (kind === 'eventsAdded') return `${who} added telemetry: ${short(to ?? '')}.`;
  if (kind === 'sourceChanged') return 'The source of the incident sent it again, changed.';
  return `The incident changed: ${short([kind, to].filter(Boolean).join(', '))}.`;
}

function fieldWords(field: string): string {
  return `the ${field.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()}`;
}

function actionChanges(basis: ReportBasis, { actions }: KnownState): string[] {
  return actions.flatMap(({ id, version, action, target, state }) => {
    const known = Object.hasOwn(basis.actions, id) ? (basis.actions[id] ?? 0) : 0;
    if (version <= known) return [];
    return [`${actionWords(action)} on ${short(target)} is ${known === 0 && state === 'PROPOSED' ? 'newly proposed' : `${stateWords[state]} now`}.`];
  });
}

function scriptChanges(basis: ReportBasis, { scripts }: KnownState): string[] {
  const entries = Object.entries(scripts);
  const fresh = entries.filter(([sha256]) => !Object.hasOwn(basis.scripts, sha256)).length;
  const judged = entries.filter(([sha256, verdict]) => Object.hasOwn(basis.scripts, sha256) && basis.scripts[sha256] !== verdict).length;
  return [...(fresh > 0 ? [`${fresh} more ${fresh === 1 ? 'script was' : 'scripts were'} analysed.`] : []), ...(judged > 0 ? [`The verdict on ${judged} ${judged === 1 ? 'script' : 'scripts'} changed.`] : [])];
}

function huntChanges(basis: ReportBasis, { hunts }: KnownState): string[] {
  const added = hunts.filter((id) => !basis.hunts.includes(id)).length;
  const removed = basis.hunts.filter((id) => !hunts.includes(id)).length;
  return [...(added > 0 ? [`${added} more ${added === 1 ? 'hunt was' : 'hunts were'} kept with the incident.`] : []), ...(removed > 0 ? [`${removed} ${removed === 1 ? 'hunt was' : 'hunts were'} taken from the incident.`] : [])];
}

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 80 ? `${[...line].slice(0, 79).join('')}…` : line;
}
