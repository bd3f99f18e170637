import type { EntityFact } from '@attest/incident-engine';
import { utcInstant } from '@attest/security-model';
import type { Case } from '../actions/proposal.js';
import { entitiesOfTrue } from '../actions/proposal.js';
import type { DraftedMessage, Triage } from '../guided-response.js';
import { text } from '../scene/scene.js';

/** A message, and the sentence that has to hold for it to be shown: whom and what it names, and when. */
export interface MessageDraft {
  message: DraftedMessage;
  claim: string;
}

/** Actions that a person notices and has to be told of. */
const touching: ReadonlySet<string> = new Set(['disableUser', 'revokeSessions', 'forcePasswordReset', 'confirmUserCompromised']);

/** People written to about one incident. */
const most = 3;

/**
 * Plain messages to the people an incident concerns: what happened to their account or device, what happens next, what to do and
 * whom to ask. No jargon, no link to click, no names of tools. Only facts of the incident are told; nothing is sent.
 */
export function draftMessages(caseOf: Case, classification: Triage['classification']): MessageDraft[] {
  if (classification === 'truePositive') {
    const actions = new Map<string, Set<string>>();
    for (const { action, target } of caseOf.proposals)
      if (target.type === 'user' && touching.has(action)) actions.set(target.name, (actions.get(target.name) ?? new Set()).add(action));
    const insider = new Set(caseOf.proposals.filter(({ rule }) => rule === 'U5').map(({ target }) => target.name));
    const made = new Set(caseOf.proposals.filter(({ rule }) => rule === 'U4').map(({ target }) => target.name));
    return entitiesOfTrue(caseOf, 'user')
      .filter((user) => actions.has(nameOf(user)) && !insider.has(nameOf(user)) && !made.has(nameOf(user)))
      .slice(0, most)
      .map((user) => toVictim(caseOf, user, actions.get(nameOf(user)) ?? new Set()));
  }
  if (classification !== 'unknown') return [];
  return caseOf.scene.set.entities
    .filter(({ entity }) => entity.type === 'user' && entity.attributes['wellKnown'] !== 'true' && !entity.value.endsWith('$'))
    .slice(0, 1)
    .map((user) => question(caseOf, user));
}

function toVictim(caseOf: Case, user: EntityFact, actions: ReadonlySet<string>): MessageDraft {
  const moment = momentOf(caseOf, user);
  const when = moment?.words;
  const mail = entitiesOfTrue(caseOf, 'message').some(({ entity }) => sharesAlert(entity.alertIds, user.entity.alertIds));
  const device = caseOf.proposals.find(
    ({ action, target }) =>
      (action === 'isolateDevice' || action === 'containUnmanagedDevice') &&
      caseOf.scene.set.entities.some(
        ({ entity }) => entity.type === 'device' && entity.value === target.name && sharesAlert(entity.alertIds, user.entity.alertIds),
      ),
  );
  const lines = [
    greeting(user),
    '',
    `we saw signs that someone else used your account${when === undefined ? '' : ` on ${when}`}.`,
    '',
    'What we do now:',
    ...(actions.has('disableUser') ? ['- We may lock your account for a while. You then cannot sign in; that is on purpose.'] : []),
    ...(actions.has('revokeSessions') ? ['- We may sign you out everywhere. You then have to sign in again.'] : []),
    ...(actions.has('forcePasswordReset') ? ['- You will be asked to choose a new password.'] : []),
    ...(device ? [`- We may cut ${device.target.name} off from the network. Please leave it switched on.`] : []),
    '',
    'What we ask of you:',
    ...(mail
      ? ['- If you opened a link or an attachment in an unexpected mail, or typed your password anywhere, tell us. Nobody will blame you.']
      : ['- If you entered your password somewhere unusual, or were asked to confirm a sign-in you did not start, tell us. Nobody will blame you.']),
    '- Do not reuse your old password anywhere.',
    '- Answer only by phone or in person at the number you know; we will never ask for your password.',
    '',
    'Your security team',
  ];
  const machine = caseOf.scene.set.entities.find(({ entity }) => entity.type === 'device' && entity.value === device?.target.name);
  return drafted(user, moment, 'Your account: please read', lines, machine);
}

function question(caseOf: Case, user: EntityFact): MessageDraft {
  const moment = momentOf(caseOf, user);
  const when = moment?.words;
  const lines = [
    greeting(user),
    '',
    `we saw something unusual with your account${when === undefined ? '' : ` on ${when}`} and would like to know whether it was you.`,
    '',
    '- Did you sign in, change something or install something at that time?',
    '- Were you travelling, or did you use another device or network?',
    '',
    'If it was not you, call us at the number you know. We will never ask for your password.',
    '',
    'Your security team',
  ];
  return drafted(user, moment, 'Was this you?', lines, undefined);
}

function drafted(user: EntityFact, moment: Moment | undefined, subject: string, lines: readonly string[], device: EntityFact | undefined): MessageDraft {
  const facts = [user.fact.id, ...(moment ? [moment.fact] : []), ...(device ? [device.fact.id] : [])];
  const names = device === undefined ? nameOf(user) : `${nameOf(user)} and ${device.entity.value}`;
  return {
    message: { to: nameOf(user), subject, text: lines.join('\n'), facts },
    claim: `Alerts name ${names}${moment === undefined ? '' : ` on ${moment.words}`}.`,
  };
}

function greeting(user: EntityFact): string {
  const display = text(user.entity.attributes['displayName']);
  const plain = display !== undefined && /^[\p{L}][\p{L}\p{M}' .-]{1,60}$/u.test(display) ? display : undefined;
  return plain === undefined ? 'Hello,' : `Hello ${plain},`;
}

interface Moment {
  words: string;
  fact: string;
}

/** When the first alert that names the account saw activity: `12 May 2026 at 08:20 UTC`. */
function momentOf({ scene }: Case, { entity }: EntityFact): Moment | undefined {
  const named = scene.set.alerts.find(({ alert, at }) => at !== undefined && entity.alertIds.includes(alert.id));
  const first = utcInstant(named?.fact.time);
  if (named === undefined || first === undefined) return undefined;
  const date = new Date(first);
  const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
  return { words: `${date.getUTCDate()} ${months[date.getUTCMonth()] ?? ''} ${date.getUTCFullYear()} at ${first.slice(11, 16)} UTC`, fact: named.fact.id };
}

function nameOf({ entity }: EntityFact): string {
  return text(entity.attributes['userPrincipalName']) ?? text(entity.attributes['accountName']) ?? entity.value;
}

function sharesAlert(a: readonly string[], b: readonly string[]): boolean {
  return a.some((id) => b.includes(id));
}
