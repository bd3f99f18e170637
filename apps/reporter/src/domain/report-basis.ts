/** What a report was made from: enough to tell later what has changed since. */
export interface ReportBasis {
  /** Revision of the incident. */
  revision: number;
  /** How much had been done with the incident: moment of the last entry of its activity (ISO 8601, empty without one). */
  activity: string;
  /** Version of each action, by its id. */
  actions: Record<string, number>;
  /** Digest of the summary that a model composed; null when rules did. */
  summary: string | null;
  /** Verdict on each script, by its SHA-256. */
  scripts: Record<string, string>;
  /** Ids of the hunts kept with the incident. */
  hunts: string[];
}
