/** Whether a case holds what its card was made from, and why not. */
export type CaseInputState = 'INSIDE' | 'NO_COPY' | 'CHANGED' | 'NO_SCRIPT' | 'IN_CONTEXT' | 'UNFIT';

/** The state in words, for people. */
export const inputSentence: Readonly<Record<CaseInputState, string>> = {
  INSIDE: 'What the card was made from is in the case, with other names.',
  NO_COPY: 'Only the digest of the input is in the case: Attest keeps no copy of it.',
  CHANGED: 'Only the digest of the input is in the case: the incident has changed since the card was made.',
  NO_SCRIPT: 'Only the digest of the input is in the case: the card came without its script.',
  IN_CONTEXT: 'Only the digest of the input is in the case: the question was asked within an incident or after another one.',
  UNFIT: 'Only the digest of the input is in the case: the input is larger than a case may be, or not of its form.',
};
