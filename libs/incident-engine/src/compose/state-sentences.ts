import { holdsMarkup, MAX_STATEMENT_LENGTH, type Statement } from '@attest/cards';
import { handlingOf, type Handling } from '../facts/handling.js';
import type { EntityFact, FactSet } from '../incident-input.js';
import { isBackground, messageName, onePerValue, speaksToReader } from './alert-sentences.js';
import { count, day, list } from './words.js';

/** Longest part of a comment that is quoted. */
const longestQuote = 160;

/** Alerts whose classification is cited one by one. */
const mostCited = 40;

/** What a person writes who did something about it. */
const answered = /\b(?:revok|reset|isolat|contain|block|disabl|quarantin|remov|delet|re-?imag|remediat|clean|rotat)\w*/i;

/** Types told in this order: who and where before what. */
const told = ['user', 'device', 'mailbox', 'app', 'cloudResource', 'kubernetesResource', 'container', 'file', 'process', 'message', 'url', 'domain', 'ip'] as const;

/** Whether it is still going on: what the product did and left undone, and what it was classified as. */
export function composeOutcome(set: FactSet): Statement[] {
  return set.alerts.length === 0 ? [] : [...handled(set), ...judged(set)];
}

/** What is not finished, and the last word of a person; each named as such. */
export function composeOpen(set: FactSet): Statement[] {
  return set.alerts.length === 0 ? [] : [...standing(set), ...said(set)];
}

/** What automation did, from the remediation status of evidence; silence is told where something is grave. */
function handled(set: FactSet): Statement[] {
  const { overview, entities, comments } = set;
  const groups = new Map<Handling, EntityFact[]>();
  for (const item of onePerValue(told.flatMap((type) => entities.filter((one) => one.entity.type === type && !isBackground(one) && nameOf(one) !== undefined)))) {
    const handling = handlingOf(item.entity);
    if (handling !== undefined) groups.set(handling, [...(groups.get(handling) ?? []), item]);
  }
  const statements: Statement[] = [];
  const tell = (parts: readonly Handling[], make: (name: (handling: Handling) => string) => string): void => {
    const given = parts.filter((part) => groups.has(part));
    if (given.length === 0) return;
    for (let most = 4; most >= 1; most--) {
      const named = (handling: Handling): EntityFact[] => (groups.get(handling) ?? []).slice(0, most);
      const text = make((handling) => some(named(handling).map((item) => nameOf(item) ?? ''), groups.get(handling)?.length ?? 0));
      const facts = [...(disrupted(set) ? [overview.id] : []), ...given.flatMap((part) => named(part).map(({ fact }) => fact.id))];
      if (text.length > MAX_STATEMENT_LENGTH) continue;
      statements.push({ section: 'lead', text, facts });
      return;
    }
  };
  const done = (['remediated', 'blocked'] as const).filter((part) => groups.has(part));
  const opening = disrupted(set) ? 'Attack disruption and other automation' : 'The product';
  tell(done, (name) => `${opening} ${list(done.map((part) => `${part} ${name(part)}`))}.`);
  tell(['open'], (name) => `By its records ${name('open')} ${one(groups, 'open') ? 'is' : 'are'} still active.`);
  tell(['waiting'], (name) => `An action on ${name('waiting')} is pending approval.`);
  tell(['running'], (name) => `An action on ${name('running')} is running.`);
  tell(['partly'], (name) => `The product partially remediated ${name('partly')}.`);
  tell(['declined'], (name) => `An action on ${name('declined')} was declined.`);
  if (statements.length > 0) return statements;
  if (disrupted(set)) return [{ section: 'lead', text: 'The incident is marked for attack disruption, but the evidence does not tell what was done.', facts: [overview.id] }];
  const grave = entities.some(({ entity }) => entity.verdict === 'malicious' || entity.roles.some((role) => /^(?:compromised|attacker|commandAndControl)$/i.test(role)));
  return grave && !isClosed(set) && !comments.some(({ text }) => answered.test(text)) ? [{ section: 'lead', text: 'Nothing is recorded as remediated yet.', facts: [overview.id] }] : [];
}

function one(groups: ReadonlyMap<Handling, readonly EntityFact[]>, handling: Handling): boolean {
  return groups.get(handling)?.length === 1;
}

/** Names, and that there are others; a number would have to be proven. */
function some(names: readonly string[], all: number): string {
  return all > names.length ? `${names.join(', ')} and others` : list(names);
}

function nameOf({ entity }: EntityFact): string | undefined {
  if (entity.type === 'message') return messageName(entity);
  return entity.value.length >= 3 && entity.value.length <= 100 ? entity.value : undefined;
}

function disrupted({ overview }: FactSet): boolean {
  return /attack ?_?disruption/i.test([overview.values['title'], overview.values['tags']].flat().join(' '));
}

function isClosed({ overview }: FactSet): boolean {
  return /^(?:resolved|redirected)$/i.test(String(overview.values['status']));
}

/** What people or the product classified the incident as, else its alerts. */
function judged({ overview, alerts }: FactSet): Statement[] {
  if (overview.values['classified'] === true) return [{ section: 'lead', text: `It was classified as ${verdictWords(overview.values['classification'], overview.values['determination'])}.`, facts: [overview.id] }];
  const of = alerts.filter(({ alert }) => alert.classification !== undefined && !/^unknown/i.test(alert.classification));
  const [first] = of;
  if (first === undefined || of.some(({ alert }) => alert.classification !== first.alert.classification)) return [];
  const same = of.every(({ alert }) => alert.determination === first.alert.determination);
  const words = verdictWords(first.alert.classification, same ? first.alert.determination : undefined);
  const who = of.length === alerts.length ? (alerts.length === 1 ? 'The alert was' : 'The alerts were') : of.length === 1 ? 'One alert was' : 'Some alerts were';
  return [{ section: 'lead', text: `${who} classified as ${words}.`, facts: [...of.slice(0, mostCited).map(({ fact }) => fact.id), overview.id] }];
}

function verdictWords(classification: unknown, determination: unknown): string {
  const plain = (value: unknown): string => (value === undefined || /^unknown/i.test(String(value)) ? '' : String(value).replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase());
  const why = plain(determination);
  return `${plain(classification)}${why === '' ? '' : ` (${why})`}`;
}

function standing(set: FactSet): Statement[] {
  const { overview, alerts } = set;
  const status = String(overview.values['status'] ?? 'unknown').replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  const unresolved = Number(overview.values['openAlerts'] ?? 0);
  const goal = overview.values['redirectIncidentId'];
  const owner = overview.values['assignedTo'];
  const assigned = typeof owner === 'string' && owner.length <= 80 && !holdsMarkup(owner) ? `, assigned to ${owner},` : '';
  const lead = status === 'redirected' && goal !== undefined ? `The incident is redirected to incident ${String(goal)}` : `The incident is ${status}${assigned}`;
  if (unresolved === 0 && status === 'resolved') return [{ section: 'open', text: `The incident${assigned} is resolved with ${alerts.length === 1 ? 'its alert' : `all ${count(alerts.length, 'alert')}`}.`, facts: [overview.id] }, ...lacking(set)];
  const rest = unresolved === 0 ? `${alerts.length === 1 ? 'its alert is' : `all ${count(alerts.length, 'alert')} are`} resolved` : unresolved === 1 ? '1 alert is still open' : `${unresolved} alerts are still open`;
  return [{ section: 'open', text: `${lead} ${unresolved === 0 && status !== 'resolved' ? 'but' : 'and'} ${rest}.`, facts: [overview.id] }, ...lacking(set)];
}

function lacking(set: FactSet): Statement[] {
  const { overview } = set;
  const text = [...(overview.values['classified'] === false ? ['it has not been classified'] : []), ...(overview.values['assigned'] === false && !isClosed(set) ? ['nobody is assigned to it'] : [])].join(' and ');
  return text === '' ? [] : [{ section: 'open', text: `${text.charAt(0).toUpperCase()}${text.slice(1)}.`, facts: [overview.id] }];
}

/** The last word of a person, quoted: why it was closed, or what was found out. What cannot be quoted is said to be there. */
function said({ comments }: FactSet): Statement[] {
  const last = comments.at(-1);
  if (last === undefined) return [];
  const quote = quoteOf(last.text);
  const by = last.by === '' || last.by.length > 60 || holdsMarkup(last.by) || speaksToReader.test(last.by) ? 'a person' : last.by;
  const text = last.by === '' ? (quote === '' ? 'There is a closing comment.' : `The closing comment is "${quote}".`) : `${last.at === undefined ? 'Last' : `On ${day(last.at)}`} ${by} left ${quote === '' ? 'a comment' : `the comment "${quote}"`}.`;
  return [{ section: 'open', text, facts: [last.fact.id] }];
}

/** The first sentences of a comment that fit, up to a quotation mark; nothing of one with markup, or that speaks to a machine. */
function quoteOf(text: string): string {
  const [line = ''] = text.replace(/\s+/g, ' ').trim().split(/["\u201c\u201d]/);
  const cut = line.length <= longestQuote ? line : line.slice(0, Math.max(line.lastIndexOf('. ', longestQuote) + 1, line.lastIndexOf(' ', longestQuote)));
  const quote = cut.trim().replace(/[.\s]+$/, '');
  return holdsMarkup(text) || speaksToReader.test(text) ? '' : quote;
}
