import { checkKql } from '../checker/checker.js';
import { askHunt, type AskContext, type HuntAnswer, type HuntCandidate } from './ask-hunt.js';
import { shippedAskSchema, type AskSchema } from './ask-schema.js';

/** Answers a question like `askHunt`; every query in the answer has passed the checker. What does not pass is left out. */
export function askChecked(question: string, context: AskContext = {}, schema: AskSchema = shippedAskSchema()): HuntAnswer {
  return onlyChecked(askHunt(question, context, schema), schema);
}

/** The answer with nothing in it that the checker refuses. @throws RangeError when nothing is left, which a test rules out. */
export function onlyChecked(answer: HuntAnswer, schema: AskSchema): HuntAnswer {
  const passes = ({ kql }: { kql: string }): boolean => checkKql(kql, schema.hunting).runnable;
  const alternatives = answer.alternatives.filter(passes);
  const choices = answer.choices?.filter(passes);
  const rest: Pick<HuntAnswer, 'alternatives' | 'choices'> = { alternatives, ...(choices === undefined || choices.length < 2 ? {} : { choices }) };
  const status = answer.status === 'clarify' && rest.choices === undefined ? 'answered' : answer.status;
  const { choices: _choices, ...plain } = answer;
  if (passes(answer)) return { ...plain, ...rest, status };
  const [next, ...others] = alternatives;
  if (next === undefined) throw new RangeError('No reading of the question gives a valid query.');
  const { score: _score, label: _label, ...body } = next as HuntCandidate;
  return { ...body, status: 'answered', alternatives: others, confidence: Math.min(answer.confidence, 0.3) };
}
