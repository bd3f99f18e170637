import type { EvaluationKind } from '../cases/evaluation-case.js';

/** What a model thinks of a card, from 1 to 5. */
export interface Opinion {
  readability: number;
  usefulness: number;
}

/** A model that is asked what it thinks of cards, without being told who made them. Its opinion is shown and never gates; a rejection leaves the card without one. */
export interface Judge {
  judge(kind: EvaluationKind, sentences: readonly string[], signal?: AbortSignal): Promise<Opinion>;
}

/** The scores of one opinion: whole numbers from 1 to 5 or none at all. */
export async function opinionScores(judge: Judge, kind: EvaluationKind, sentences: readonly string[], signal?: AbortSignal): Promise<Record<'judgeReadability' | 'judgeUsefulness' | 'judgeFailed', number | null>> {
  try {
    const { readability, usefulness } = await judge.judge(kind, sentences, signal);
    if (![readability, usefulness].every((value) => Number.isInteger(value) && value >= 1 && value <= 5)) throw new RangeError('An opinion is a whole number from 1 to 5.');
    return { judgeReadability: readability, judgeUsefulness: usefulness, judgeFailed: 0 };
  } catch {
    signal?.throwIfAborted();
    return { judgeReadability: null, judgeUsefulness: null, judgeFailed: 1 };
  }
}
