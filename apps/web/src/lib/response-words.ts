import { label, lowerFirst } from './labels.js';

/** Where an action stands, as the server says it. */
export type ActionStateName = 'PROPOSED' | 'APPROVED' | 'INTENT' | 'SENT' | 'CONFIRMED' | 'FAILED' | 'UNKNOWN' | 'DECLINED' | 'UNDONE';

/** Colour of a state, a verdict, a priority. */
export type Tone = 'high' | 'medium' | 'low' | 'info' | 'good' | 'plain';

/** Parts of a guided response in the order of reading. */
export const responseCategories = ['TRIAGE', 'CONTAINMENT', 'INVESTIGATION', 'REMEDIATION'] as const;

export const categoryWords: Readonly<Record<(typeof responseCategories)[number], { title: string; about: string }>> = {
  TRIAGE: { title: 'Triage', about: 'What the incident is' },
  CONTAINMENT: { title: 'Containment', about: 'Stop it from going on' },
  INVESTIGATION: { title: 'Investigation', about: 'Find out the rest' },
  REMEDIATION: { title: 'Remediation', about: 'Clean up and put right' },
};

/** A state in one or two words and its colour. */
export const stateWords: Readonly<Record<ActionStateName, { text: string; tone: Tone }>> = {
  PROPOSED: { text: 'To decide', tone: 'low' },
  APPROVED: { text: 'Approved', tone: 'info' },
  INTENT: { text: 'Being sent', tone: 'info' },
  SENT: { text: 'Sent', tone: 'info' },
  CONFIRMED: { text: 'Confirmed', tone: 'good' },
  FAILED: { text: 'Failed', tone: 'high' },
  UNKNOWN: { text: 'Unknown', tone: 'medium' },
  DECLINED: { text: 'Declined', tone: 'plain' },
  UNDONE: { text: 'Taken back', tone: 'plain' },
};

/** Statuses recommendations are filtered by. */
export const responseStatuses = ['toDecide', 'underWay', 'needsPerson', 'done', 'declined', 'alreadyDone'] as const;

export type ResponseStatus = (typeof responseStatuses)[number];

export const statusWords: Readonly<Record<ResponseStatus, string>> = {
  toDecide: 'To decide',
  underWay: 'Under way',
  needsPerson: 'Failed or unknown',
  done: 'Confirmed',
  declined: 'Declined or taken back',
  alreadyDone: 'Done by automation',
};

const statusOfState: Readonly<Record<ActionStateName, ResponseStatus>> = {
  PROPOSED: 'toDecide',
  APPROVED: 'underWay',
  INTENT: 'underWay',
  SENT: 'underWay',
  CONFIRMED: 'done',
  FAILED: 'needsPerson',
  UNKNOWN: 'needsPerson',
  DECLINED: 'declined',
  UNDONE: 'declined',
};

/** The status a recommendation is filtered by: what automation did before, else the state of its action. */
export function statusOf(recommendation: { status: string; live: { state: ActionStateName } | null }): ResponseStatus {
  if (recommendation.status === 'alreadyDone') return 'alreadyDone';
  return recommendation.live ? statusOfState[recommendation.live.state] : 'toDecide';
}

/** How many recommendations have each status. */
export function countStatuses(recommendations: readonly Parameters<typeof statusOf>[0][]): Readonly<Record<ResponseStatus, number>> {
  const counts: Record<ResponseStatus, number> = { toDecide: 0, underWay: 0, needsPerson: 0, done: 0, declined: 0, alreadyDone: 0 };
  for (const recommendation of recommendations) counts[statusOf(recommendation)] += 1;
  return counts;
}

/** Colour of a classification of an incident or an alert. */
export function classificationTone(value: string): Tone {
  if (value === 'truePositive') return 'high';
  if (value === 'falsePositive') return 'good';
  return value === 'informationalExpectedActivity' ? 'info' : 'plain';
}

/** `0.874` reads `87 %`. */
export function percent(share: number): string {
  return `${Math.round(Math.min(1, Math.max(0, share)) * 100)} %`;
}

const connectors: Readonly<Record<string, string>> = { lab: 'the lab', manual: 'a person, by hand', webhook: 'the webhook', defender: 'Microsoft Defender' };

/** Who carries an action out, within a sentence. */
export function connectorName(connector: string): string {
  return (Object.hasOwn(connectors, connector) ? connectors[connector] : undefined) ?? connector;
}

/** How an action is taken back, as a short sentence. */
export function undoText({ reversible, undo, undoNote }: { reversible: boolean; undo?: string | null; undoNote?: string | null }): string {
  if (!reversible) return 'Cannot be taken back';
  if (undo) return `Undo: ${lowerFirst(label(undo))}`;
  // A note of the catalogue may name the call that takes the action back; a person is told only that there is one.
  return undoNote ? `Undo: ${lowerFirst(undoNote.replace(/\.$/, ''))}` : 'Can be taken back';
}

/** The steps an action goes through, each passed, present or to come. Where it ended otherwise, that end stands last. */
export function stepsOf(state: ActionStateName): { text: string; at: 'passed' | 'now' | 'ahead' }[] {
  const path: ActionStateName[] =
    state === 'DECLINED' ? ['PROPOSED', 'DECLINED'] : state === 'UNDONE' ? ['PROPOSED', 'APPROVED', 'SENT', 'CONFIRMED', 'UNDONE'] : ['PROPOSED', 'APPROVED', state === 'INTENT' ? 'INTENT' : 'SENT', state === 'FAILED' || state === 'UNKNOWN' ? state : 'CONFIRMED'];
  const now = path.indexOf(state);
  return path.map((each, index) => ({ text: each === 'PROPOSED' ? 'Proposed' : stateWords[each].text, at: index < now || (index === now && ends.has(state)) ? 'passed' : index === now ? 'now' : 'ahead' }));
}

const ends: ReadonlySet<ActionStateName> = new Set(['CONFIRMED', 'DECLINED', 'UNDONE']);
