import type { Composer, VerifiedCard } from '@attest/cards';
import type { ScriptFindings } from '@attest/incident-engine';

/** Turns an incident into a verified summary card; heavy work happens off the caller's thread. */
export interface SummaryMaker {
  /** Without a composer the rules word it. */
  make(input: PackedSummaryInput, composer: Composer | undefined, signal?: AbortSignal): Promise<VerifiedCard>;
  close(): Promise<void>;
}

/** What a summary is made from, as it travels: packed by `@attest/contracts`. */
export interface PackedSummaryInput {
  incident: string;
  events: string;
  /** Results of script analysis known by now. */
  scripts?: ScriptFindings[];
}
