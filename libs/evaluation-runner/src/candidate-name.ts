import { EvaluationRunnerError } from './evaluation-runner.error.js';

/** The model and the prompt that `model:NAME[@PROMPT]` names; the prompt is `current` without one. Throws `EvaluationRunnerError` for another word. */
export function modelNamed(word: string): { name: string; prompt: string } {
  const named = /^model:(.+?)(?:@([^@]+))?$/.exec(word);
  if (named === null) throw new EvaluationRunnerError('usage', `There is no candidate "${word}": it is rules, or model:NAME@PROMPT with a prompt file or the word current.`);
  return { name: named[1] as string, prompt: named[2] ?? 'current' };
}
