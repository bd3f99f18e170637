import type { AlertRows } from './alert-rows.js';

/** What a replica is told since a sequence number: event rows, and alerts of incidents that replace those it has of them. */
export interface LandedRows {
  /** JSON Lines; each row has its table's name in `Table`. */
  lines: string;
  alerts: { incidentId: string; rows: AlertRows }[];
  /** The replica then stands here. */
  sequence: bigint;
}
