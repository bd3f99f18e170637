import type { FeedbackFault, FeedbackVerdict } from '../graphql/generated/graphql.js';
import type { Tone } from '../lib/response-words.js';

/** The three verdicts in the order they are offered. */
export const verdicts = ['CONFIRMED', 'OFF_TARGET', 'HARMFUL'] as const satisfies readonly FeedbackVerdict[];

/** A verdict on a button, in full, and its colour. */
export const verdictWords: Readonly<Record<FeedbackVerdict, { short: string; full: string; tone: Tone }>> = {
  CONFIRMED: { short: 'Confirmed', full: 'Confirmed, it looks great', tone: 'good' },
  OFF_TARGET: { short: 'Off-target', full: 'Off-target, inaccurate', tone: 'medium' },
  HARMFUL: { short: 'Harmful', full: 'Potentially harmful, inappropriate', tone: 'high' },
};

/** What can have been wrong, in the order it is asked. */
export const faultWords: Readonly<Record<FeedbackFault, string>> = {
  MISSING: 'Something is missing',
  WRONG_ENTITY: 'It names the wrong entity',
  WRONG_ORDER: 'The order is wrong',
  WRONG_VERDICT: 'The verdict is wrong',
  UNSAFE: 'It would do harm',
  UNCLEAR: 'It is unclear',
  OTHER: 'Something else',
};

const cards: Readonly<Record<string, string>> = {
  incidentSummary: 'Incident summary',
  guidedResponse: 'Guided response',
  scriptAnalysis: 'Script analysis',
  incidentReport: 'Incident report',
  kqlAnswer: 'Hunt answer',
};

/** A kind of card by its name; a kind not known here stays as it came. */
export function cardName(kind: string): string {
  return (Object.hasOwn(cards, kind) ? cards[kind] : undefined) ?? kind;
}

/** Kinds of cards that are evaluated, for filters. */
export const cardKinds: readonly string[] = Object.keys(cards);

/** How many of each verdict. */
export interface VerdictCounts {
  confirmed: number;
  offTarget: number;
  harmful: number;
}

/** What others said of a card or part, in a sentence; empty while nobody else did. `mine` is the own verdict, which the counts hold. */
export function othersSaid(counts: VerdictCounts | undefined, mine: FeedbackVerdict | undefined): string {
  if (!counts) return '';
  const own = (verdict: FeedbackVerdict): number => (mine === verdict ? 1 : 0);
  const parts = [
    [counts.confirmed - own('CONFIRMED'), 'confirmed'],
    [counts.offTarget - own('OFF_TARGET'), 'off-target'],
    [counts.harmful - own('HARMFUL'), 'harmful'],
  ] as const;
  const said = parts.filter(([amount]) => amount > 0).map(([amount, word]) => `${amount.toLocaleString('en-GB')} ${word}`);
  return said.length === 0 ? '' : `From others: ${said.join(', ')}`;
}
