/** Where a run stands. */
export type EvaluationRunState = 'QUEUED' | 'RUNNING' | 'DONE' | 'FAILED' | 'CANCELLED';

/** The set of the tenant's own reviewed cases. */
export const reviewedSet = 'reviewed';

/** What is asked for. */
export interface AskedRun {
  sets: string[];
  candidates: string[];
  repeat: number;
}

/** How often a run that was lost with its process is tried in all. */
export const mostAttempts = 2;

/** The state in words, for people. */
export function runSentence(state: EvaluationRunState, done: number, total: number, isImported: boolean): string {
  const amount = total === 0 ? '' : ` ${done.toLocaleString('en-GB')} of ${total.toLocaleString('en-GB')} done.`;
  switch (state) {
    case 'QUEUED': return 'The run waits for its turn; one is made at a time.';
    case 'RUNNING': return `The run is under way.${amount}`;
    case 'DONE': return isImported ? 'The result of a run elsewhere.' : 'The run is done.';
    case 'FAILED': return 'The run could not be made.';
    case 'CANCELLED': return `Somebody cancelled the run.${amount}`;
  }
}
