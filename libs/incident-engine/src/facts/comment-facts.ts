import type { Fact } from '@attest/cards';
import { utcInstant, type Incident } from '@attest/security-model';
import type { CommentFact } from '../incident-input.js';
import { factValues } from './fact-values.js';

/**
 * Whether the name of who wrote or did something stands for a machine: automation of the product, an application, a
 * playbook. Decided by the name alone; names that tell nothing count as people.
 */
export function isAutomation(name: string): boolean {
  return /^(?:microsoft |api-app:|app:|automat|attest\b|system$|service ?principal|playbook|logic ?app|connector|attack disruption|defender |sentinel )|\bautomat(?:ion|ed|ic)\b|\balert correlation\b|\bbot\b|\$$|^(?:rules|lab|webhook|manual|policy)$/i.test(name.trim());
}

/** What people wrote at the incident and its alerts, in order of time; one that stands at many alerts counts once. The closing comment comes last. */
export function commentFacts(incident: Incident): CommentFact[] {
  const seen = new Map<string, Omit<CommentFact, 'fact'> & { source: Fact['source'] }>();
  const add = (comments: Incident['comments'], source: (index: number) => Fact['source']): void =>
    (comments ?? []).forEach(({ comment, createdByDisplayName, createdDateTime }, index) => {
      const [text, by, at] = [comment?.trim() ?? '', createdByDisplayName?.trim() ?? '', utcInstant(createdDateTime)];
      const key = `${at ?? ''}\n${by}\n${text}`;
      if (text !== '' && by !== '' && !isAutomation(by) && !seen.has(key)) seen.set(key, { text, by, at: at === undefined ? undefined : Date.parse(at), source: source(index) });
    });
  add(incident.comments, (index) => ({ kind: 'incident', field: `comments[${index}]` }));
  for (const alert of incident.alerts) add(alert.comments, () => ({ kind: 'alert', alertId: alert.id }));
  const ordered = [...seen].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, comment]) => comment);
  const closing = incident.resolvingComment?.trim() ?? '';
  if (closing !== '' && !ordered.some(({ text }) => text === closing)) ordered.push({ text: closing, by: '', at: undefined, source: { kind: 'incident', field: 'resolvingComment' } });
  return ordered.map(({ source, ...comment }, index) => ({
    ...comment,
    fact: { id: `n${index + 1}`, type: 'comment.written', ...(comment.at === undefined ? {} : { time: new Date(comment.at).toISOString() }), values: factValues({ by: comment.by, comment: comment.text }), source },
  }));
}
