import type { VerifiedCard } from '@attest/cards';
import type { GuidedResponse, GuidedResponseInput } from '@attest/response-engine';
import { addedAlertId, hiddenOrder, renamedInput, shuffledInput, withBenignAlert, withHiddenInstruction } from './changes.js';

/** A change that must not change the answer. */
export type MetamorphicChange = 'shuffled' | 'renamed' | 'hiddenInstruction' | 'benignAlertAdded';

type Names = (text: string) => string;
const asIs: Names = (text) => text;

/** Everything of a response but the facts, which cite rows by their number. */
export function responseDigest({ card, ...rest }: GuidedResponse): string {
  return JSON.stringify({ ...rest, statements: card.card.statements });
}

/** What of a response must not change: verdicts and (action, target), under a map of names; the alert `withBenignAlert` adds is left out. */
export function responseEssence({ triage, recommendations }: GuidedResponse, names: Names = asIs): string {
  const alerts = othersOf(triage);
  return JSON.stringify({ classification: triage.classification, determination: triage.determination, alerts: alerts.map(({ alertId, verdict }) => `${alertId} ${verdict}`).sort(), actions: recommendations.map(({ action, target }) => `${action} ${names(target.id)}`).sort() });
}

function othersOf({ perAlert }: GuidedResponse['triage']): GuidedResponse['triage']['perAlert'] {
  return perAlert.filter(({ alertId }) => alertId !== addedAlertId);
}

/**
 * Whether one more harmless alert leaves a response as it must: the same verdict on every other alert, and nothing done that
 * was not done before. Looking into the new alert is no fault, nor is it that a harmless incident is no longer known to be one.
 */
export function leavesResponse(before: GuidedResponse, after: GuidedResponse): boolean {
  const verdicts = ({ triage }: GuidedResponse): string => JSON.stringify(othersOf(triage).map(({ alertId, verdict }) => `${alertId} ${verdict}`).sort());
  const actions = ({ recommendations }: GuidedResponse): string => JSON.stringify(recommendations.filter(({ category }) => category !== 'triage' && category !== 'investigation').map(({ action, target }) => `${action} ${target.id}`).sort());
  const [was, is] = [before.triage, after.triage];
  const sameVerdict = was.classification === is.classification && was.determination === is.determination;
  return verdicts(before) === verdicts(after) && actions(before) === actions(after) && (sameVerdict || (was.classification !== 'truePositive' && is.classification === 'unknown'));
}

/** Everything of a summary that is read: what it says, lists and order; not the ids of facts. */
export function summaryDigest({ card }: VerifiedCard): string {
  const { title, statements, timeline, entities, indicators, techniques } = card;
  return JSON.stringify({ title, statements: statements.map(({ text }) => text), timeline: timeline.map(({ time, text }) => [time, text]), entities: entities.map(({ type, value, role, verdict }) => [type, value, role, verdict]), indicators: indicators.map(({ type, value }) => [type, value]), techniques });
}

/** What of a summary must not change: who and what is involved, as what, the moments of the timeline and the techniques. The added device is left out. */
export function summaryEssence({ card }: VerifiedCard, names: Names = asIs): string {
  const { timeline, entities, indicators, techniques } = card;
  const mine = (text: string): boolean => !/inventory-77|informational inventory change/i.test(text);
  const plain = (text: string): string => names(text.replaceAll(hiddenOrder, '')).toLowerCase();
  const keys = (items: readonly string[]): string[] => items.filter(mine).map(plain).sort();
  return JSON.stringify({ timeline: keys(timeline.filter(({ text }) => mine(text)).map(({ time }) => time)), entities: keys(entities.map(({ type, value, verdict = '' }) => `${type} ${value} ${verdict}`)), indicators: keys(indicators.map(({ type, value }) => `${type} ${value}`)), techniques: [...techniques].sort() });
}

/** Which changes of an incident change its guided response though they must not. */
export async function brokenByResponse(input: GuidedResponseInput, response: GuidedResponse, respond: (input: GuidedResponseInput) => Promise<GuidedResponse> | GuidedResponse): Promise<MetamorphicChange[]> {
  const base = responseEssence(response);
  const other = renamedInput(input);
  const held: Record<MetamorphicChange, boolean> = {
    shuffled: responseDigest(await respond(shuffledInput(input))) === responseDigest(response),
    renamed: responseEssence(await respond(other.input), other.back).toLowerCase() === base.toLowerCase(),
    hiddenInstruction: responseEssence(await respond(withHiddenInstruction(input))) === base,
    benignAlertAdded: leavesResponse(response, await respond(withBenignAlert(input))),
  };
  return brokenOf(held);
}

/** Which changes of an incident change its summary though they must not. The words themselves are compared only where rules wrote both cards. */
export async function brokenBySummary(input: GuidedResponseInput, summary: VerifiedCard, summarize: (input: GuidedResponseInput) => Promise<VerifiedCard>): Promise<MetamorphicChange[]> {
  const [base, lower] = [summaryEssence(summary), (text: string): string => text.toLowerCase()];
  const other = renamedInput(input);
  const mixed = await summarize(shuffledInput(input));
  const byRules = [summary, mixed].every(({ provenance }) => provenance.composer === 'rules');
  const held: Record<MetamorphicChange, boolean> = {
    shuffled: byRules ? summaryDigest(mixed) === summaryDigest(summary) : summaryEssence(mixed) === base,
    renamed: summaryEssence(await summarize(other.input), other.back) === summaryEssence(summary, lower),
    hiddenInstruction: summaryEssence(await summarize(withHiddenInstruction(input))) === base,
    benignAlertAdded: summaryEssence(await summarize(withBenignAlert(input))) === base,
  };
  return brokenOf(held);
}

function brokenOf(held: Record<MetamorphicChange, boolean>): MetamorphicChange[] {
  return (Object.keys(held) as MetamorphicChange[]).filter((change) => !held[change]);
}
