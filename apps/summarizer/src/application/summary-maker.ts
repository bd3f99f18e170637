import type { VerifiedCard } from '@attest/cards';
import type { EventRow, Incident } from '@attest/security-model';

/** What a summary is made from. */
export interface SummaryInput {
  incident: Incident;
  events: EventRow[];
}

/** Turns an incident into a verified summary card; heavy work happens off the caller's thread. */
export interface SummaryMaker {
  make(input: PackedSummaryInput, signal?: AbortSignal): Promise<VerifiedCard>;
  close(): Promise<void>;
}

/** The same, as it travels: packed by `@attest/contracts`. */
export interface PackedSummaryInput {
  incident: string;
  events: string;
}
