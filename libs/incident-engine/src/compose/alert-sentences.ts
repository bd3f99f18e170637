import { holdsMarkup, MAX_STATEMENT_LENGTH } from '@attest/cards';
import type { AlertFact, EntityFact, FactSet } from '../incident-input.js';
import { outsideMailboxes } from './outsiders.js';
import { list } from './words.js';

/** Longest title a sentence quotes. */
const longestTitle = 110;

/** Lengths of values a sentence holds; shorter ones read like words, longer ones stand in the lists. */
const shortestValue = 3;
const longestValue = 120;

/** Types a sentence names people, places and things by, in this order. */
const people = ['user', 'mailbox'] as const;
const places = ['device', 'cloudResource', 'kubernetesResource', 'container'] as const;
const means = ['ip', 'url', 'file', 'process', 'malware', 'app', 'registryKey', 'domain'] as const;

/** Part of a sentence and the facts it needs beside the sentence's own. */
export interface Phrase {
  text: string;
  facts: string[];
}

/** What alerts name, weightiest first, without accounts and addresses that are only part of the system. */
export class Cast {
  private readonly byAlert = new Map<string, EntityFact[]>();
  private readonly outside: ReadonlySet<EntityFact>;

  constructor(set: FactSet) {
    this.outside = outsideMailboxes(set.entities);
    for (const entity of set.entities) {
      if (isBackground(entity)) continue;
      for (const id of entity.entity.alertIds) {
        const known = this.byAlert.get(id);
        if (known) known.push(entity);
        else this.byAlert.set(id, [entity]);
      }
    }
  }

  /** Entities of some types that an alert names, one per value. */
  of(alert: AlertFact, types: readonly string[], most: number): EntityFact[] {
    const found = (this.byAlert.get(alert.alert.id) ?? []).filter(({ entity }) => types.includes(entity.type) && entity.value.length >= shortestValue && entity.value.length <= longestValue);
    return onePerValue(types.flatMap((type) => found.filter(({ entity }) => entity.type === type))).slice(0, most);
  }

  /** `on A, for B, naming C`: where an alert was raised and what it names, short; with a space in front. */
  whereabouts(alert: AlertFact, most: number, withMail = true): Phrase {
    const device = inRole(this.of(alert, places, most + 6)).slice(0, most);
    const account = this.of(alert, people, most + 6).filter((item) => !this.outside.has(item)).slice(0, most);
    const [mail] = !withMail ? [] : this.of(alert, ['message', 'teamsMessage'], 1).filter(({ entity }) => mailPhrase(entity) !== undefined);
    const told = new Set([...device, ...account].map(({ entity }) => entity.value.toLowerCase()));
    const named = this.of(alert, means, most + 6).filter(({ entity, role }) => !told.has(entity.value.toLowerCase()) && !role.startsWith('address of ') && !(mail && role === 'sender address'));
    const urls = named.filter(({ entity }) => entity.type === 'url').map(({ entity }) => entity.value.toLowerCase());
    const twice = ({ type, value }: EntityFact['entity']): boolean => (type === 'domain' ? urls.some((url) => url.includes(`//${value.toLowerCase()}`)) : type === 'url' && /^http:/i.test(value) && urls.includes(value.toLowerCase().replace(/^http:/, 'https:')));
    const apart = named.filter(({ entity }) => !twice(entity));
    const thing = [...apart.filter(isGrave), ...apart.filter((item) => !isGrave(item))].slice(0, most);
    const part = (word: string, entities: readonly EntityFact[]): string => (entities.length > 0 ? `${word} ${list(entities.map(({ entity }) => entity.value))}` : '');
    const text = [part('on', device), part('for', account), part('naming', thing), mail ? `in ${mailPhrase(mail.entity) ?? ''}` : ''].filter(Boolean).join(', ');
    return { text: text === '' ? '' : ` ${text}`, facts: [...device, ...account, ...thing, ...(mail ? [mail] : [])].map(({ fact }) => fact.id) };
  }
}

/** Devices first, where it came from before where it went; of the many resources that evidence of a cloud nests, those with a role. */
function inRole(entities: readonly EntityFact[]): EntityFact[] {
  const rank = ({ entity, role }: EntityFact): number => (entity.type === 'device' ? (role.startsWith('destination') ? 1 : 0) : entity.roles.length > 0 ? 2 : 3);
  return [...entities].sort((a, b) => rank(a) - rank(b));
}

/** What the product gives a bad name is told before what is only there. */
function isGrave({ role }: EntityFact): boolean {
  return /^(?:attacker|command and control|malicious) /.test(role);
}

/** Longest subject a sentence quotes, and words that would read as the verdict of somebody else. */
const longestSubject = 70;
const speaksUp = /\b(?:benign|remediat\w*|resolved|classif\w*|false positive|approved|contained)\b/i;

/** Words for who reads the incident by machine: what holds them is said to be there, and not repeated. */
export const speaksToReader = /\b(?:ignore|disregard|forget (?:all|every|your|the)|override|instruct\w*|assistant|copilot|prompts?|system message|language model|you (?:are|must|should|will|have)|your (?:task|role|answer|output|summary))\b/i;

/** `a mail with the subject "..."`; undefined where the subject is long, holds quotation marks or markup, or speaks to the reader of the incident. */
export function messageName({ attributes }: Pick<EntityFact['entity'], 'attributes'>): string | undefined {
  const subject = String(attributes['subject'] ?? '').replace(/\s+/g, ' ').trim();
  return subject.length < 2 || subject.length > longestSubject || /["\u201c\u201d]/.test(subject) || speaksUp.test(subject) || speaksToReader.test(subject) || holdsMarkup(subject) ? undefined : `a mail with the subject "${subject}"`;
}

/** `a mail from A with the subject "..."`, `a Teams message from A`; undefined where there is nothing to tell it by. */
function mailPhrase(entity: EntityFact['entity']): string | undefined {
  const sender = String(entity.attributes['sender'] ?? '');
  if (entity.type === 'teamsMessage') return sender === '' || sender.length > 80 ? undefined : `a Teams message from ${sender}`;
  return messageName(entity)?.replace(/^a mail/, () => (sender === '' || sender.length > 80 ? 'a mail' : `a mail from ${sender}`));
}

/** The sentence around where an alert was raised, with as much of it as the verifier's limit allows. */
export function fittingPhrase(cast: Cast, alert: AlertFact, sentence: (where: string) => string): Phrase {
  for (const [most, withMail] of [[2, true], [2, false], [1, false]] as const) {
    const where = cast.whereabouts(alert, most, withMail);
    const text = sentence(where.text);
    if (text.length <= MAX_STATEMENT_LENGTH) return { text, facts: where.facts };
  }
  return { text: sentence(''), facts: [] };
}

/** Built-in and computer accounts say nothing about who is concerned. */
export function isBackground({ entity }: EntityFact): boolean {
  return entity.attributes['wellKnown'] === 'true' || (entity.type === 'user' && entity.value.endsWith('$'));
}

/** The first of each value, whatever its type. */
export function onePerValue(entities: readonly EntityFact[]): EntityFact[] {
  return [...new Map([...entities].reverse().map((item) => [item.entity.value.toLowerCase(), item])).values()].reverse();
}

/** The title in quotation marks, cut when it is a page. */
export function quoted(alert: AlertFact): string {
  if ((alert.alert.title ?? '').trim() === '') return '(untitled)';
  const title = (alert.alert.title ?? '').replace(/["\u201c\u201d]/g, "'").replace(/\s+/g, ' ').trim();
  return `"${title.length > longestTitle ? title.slice(0, longestTitle).trimEnd() : title}"`;
}

/** One line of the timeline for an alert, or for several of one title. */
export function timelinePhrase(cast: Cast, alerts: readonly AlertFact[]): Phrase {
  const [first] = alerts;
  if (!first) return { text: '', facts: [] };
  const severity = first.alert.severity === undefined || first.alert.severity === 'unknown' ? '' : ` (${first.alert.severity})`;
  const raised = alerts.length > 1 ? `were raised ${alerts.length} times` : 'was raised';
  return fittingPhrase(cast, first, (where) => `${quoted(first)}${severity} ${alerts.length > 1 ? raised.replace('were', 'was') : raised}${where}.`);
}
