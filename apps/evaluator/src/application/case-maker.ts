import type { CaseSource, MadeCase } from '../domain/make-case.js';

/** Gives what goes into a case other names; heavy work happens off the caller's thread. */
export interface CaseMaker {
  make(source: CaseSource): Promise<MadeCase>;
  close(): Promise<void>;
}
