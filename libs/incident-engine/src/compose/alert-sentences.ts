import type { AlertFact, EntityFact, FactSet } from '../incident-input.js';
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

  constructor(set: FactSet) {
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
  whereabouts(alert: AlertFact, most: number): Phrase {
    const device = this.of(alert, places, most);
    const account = this.of(alert, people, most);
    const told = new Set([...device, ...account].map(({ entity }) => entity.value.toLowerCase()));
    const thing = this.of(alert, means, most + 2).filter(({ entity, role }) => !told.has(entity.value.toLowerCase()) && !role.startsWith('address of ')).slice(0, most);
    const part = (word: string, entities: readonly EntityFact[]): string => (entities.length > 0 ? `${word} ${list(entities.map(({ entity }) => entity.value))}` : '');
    const text = [part('on', device), part('for', account), part('naming', thing)].filter(Boolean).join(', ');
    return { text: text === '' ? '' : ` ${text}`, facts: [...device, ...account, ...thing].map(({ fact }) => fact.id) };
  }
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
  const title = (alert.alert.title ?? 'Untitled alert').replace(/["\u201c\u201d]/g, "'").replace(/\s+/g, ' ').trim();
  return `"${title.length > longestTitle ? title.slice(0, longestTitle).trimEnd() : title}"`;
}

/** One line of the timeline for an alert, or for several of one title. */
export function timelinePhrase(cast: Cast, alerts: readonly AlertFact[]): Phrase {
  const [first] = alerts;
  if (!first) return { text: '', facts: [] };
  const where = cast.whereabouts(first, 2);
  const severity = first.alert.severity === undefined || first.alert.severity === 'unknown' ? '' : ` (${first.alert.severity})`;
  const raised = alerts.length > 1 ? `were raised ${alerts.length} times` : 'was raised';
  return { text: `${quoted(first)}${severity} ${alerts.length > 1 ? raised.replace('were', 'was') : raised}${where.text}.`, facts: where.facts };
}
