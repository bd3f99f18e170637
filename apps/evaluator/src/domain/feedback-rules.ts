import { cardKinds, feedbackFaults, feedbackVerdicts, type FeedbackGiven } from '@attest/contracts';
import { EvaluatorError, EvaluatorErrorCode } from './evaluator.error.js';

/** What a person says, before it is checked. */
export type SaidFeedback = Pick<FeedbackGiven, 'verdict' | 'faults' | 'comment' | 'corrections'> & { part: string | null };

/** What is known of a card that feedback is checked against. */
export interface CardShape {
  kind: string;
  /** Statements of the whole card; null when its event did not tell. */
  statements: number | null;
  /** Statements of each part; null when parts are not known. */
  parts: ReadonlyMap<string, number> | null;
}

const longestText = 4_000;
const longestPart = 200;
const mostCorrections = 100;

/**
 * Checks feedback against its card.
 * @throws EvaluatorError BadFeedback, saying what and where
 */
export function checkFeedback(said: SaidFeedback, card: CardShape): void {
  if (!(cardKinds as readonly string[]).includes(card.kind)) throw refused('Cards of this kind take no feedback.');
  if (!feedbackVerdicts.includes(said.verdict)) throw refused('verdict is none that is known.');
  if (said.part !== null) checkPart(said.part, card);
  if (said.verdict === 'confirmed' && said.faults.length > 0) throw refused('faults: a confirmed card has none.');
  if (said.faults.some((fault) => !feedbackFaults.includes(fault))) throw refused('faults names one that is not known.');
  if (new Set(said.faults).size !== said.faults.length) throw refused('faults names one twice.');
  if ((said.comment ?? '').length > longestText) throw refused(`comment may have ${said4000} characters.`);
  if (said.corrections.length > mostCorrections) throw refused(`corrections: at most ${mostCorrections}.`);
  const statements = said.part === null ? card.statements : (card.parts?.get(said.part) ?? null);
  for (const [at, { statement, shown, right }] of said.corrections.entries()) {
    const place = `corrections[${at}]`;
    if (shown.trim() === '') throw refused(`${place}.shown says what the card showed; it is empty.`);
    if (shown.length > longestText) throw refused(`${place}.shown may have ${said4000} characters.`);
    if ((right ?? '').length > longestText) throw refused(`${place}.right may have ${said4000} characters.`);
    if (statement !== null && (!Number.isInteger(statement) || statement < 0 || (statements !== null && statement >= statements))) {
      throw refused(`${place}.statement: ${statements === null ? 'statements are counted from 0' : statements === 0 ? 'there is no statement here' : statements === 1 ? 'the only statement here is 0' : `there are ${statements} statements here, counted from 0`}.`);
    }
  }
}

const said4000 = longestText.toLocaleString('en-GB');

function checkPart(part: string, card: CardShape): void {
  if (part.trim() === '' || part.length > longestPart) throw refused(`part takes 1 to ${longestPart} characters.`);
  if (card.parts !== null && !card.parts.has(part)) throw refused('part: the card has no such part.');
}

function refused(sentence: string): EvaluatorError {
  return new EvaluatorError(EvaluatorErrorCode.BadFeedback, sentence);
}
