import { lower } from './normalise.js';

/** A word and whether the text denies it. */
export interface Polarised {
  word: string;
  negated: boolean;
}

const NEGATORS = new Set([
  'not', 'no', 'never', 'none', 'nothing', 'nobody', 'neither', 'nor', 'without', 'cannot', 'nowhere', 'failed', 'fails', 'fail',
  'failure', 'unable', 'hardly', 'barely', 'unsuccessful', 'unsuccessfully', 'absent', 'lacks', 'lacked', 'missing', 'pending',
]);
const SENTENCE_NEGATORS = new Set(['not', 'no', 'never', 'none', 'nothing', 'nobody', 'neither', 'nor', 'without', 'cannot', 'nowhere']);
const REACH = 6;
/** `failed to isolate`: these deny only what follows at once. */
const SHORT = new Set(['failed', 'fails', 'fail', 'failure', 'unable', 'unsuccessful', 'unsuccessfully', 'absent', 'missing', 'pending']);
const SHORT_REACH = 2;
const CLAUSE_END = new Set(['but', 'however', 'although', 'though', 'while', 'then', 'which', 'who', 'before', 'after', 'until', 'when', 'because', ';', ',', '.']);
const UN = /^(?:un|non|de)(?=(?:isolat|contain|block|prevent|quarantin|remediat|resolv|mitigat|confirm|approv|authori[sz]|encrypt|compromis|patch|successful|suspicious|malicious))/;

/** Words that deny: `not`, `never`, `didn't` and their kind. */
export function isNegator(word: string): boolean {
  return SENTENCE_NEGATORS.has(word) || word.endsWith("n't");
}

/** The words of a text in order, each with whether a negation reaches it within its clause (`unblocked` is `blocked`, denied). */
export function negations(text: string): Polarised[] {
  const out: Polarised[] = [];
  let reach = 0;
  for (const raw of lower(text).match(/[\p{L}\p{M}]+(?:'[\p{L}]+)?|[;,.]/gu) ?? []) {
    if (CLAUSE_END.has(raw)) {
      reach = 0;
      if (/^[;,.]$/.test(raw)) continue;
    }
    const prefix = UN.exec(raw);
    const word = prefix ? raw.slice(prefix[0].length) : raw;
    const denies = NEGATORS.has(raw) || raw.endsWith("n't");
    out.push({ word, negated: denies || (reach > 0) !== (prefix !== null) });
    if (denies) reach = SHORT.has(raw) ? SHORT_REACH : REACH;
    else reach = Math.max(0, reach - 1);
  }
  return out;
}
