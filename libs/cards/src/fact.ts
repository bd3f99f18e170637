/** Where a fact was read. Enough to open the record in the source, and to check a sentence against it. */
export type FactSource =
  | { kind: 'incident'; field: string }
  | { kind: 'alert'; alertId: string }
  | { kind: 'evidence'; alertId: string; evidenceIndex: number; evidenceType: string }
  | { kind: 'event'; table: string; row: number; reportId?: string; timestamp: string }
  | { kind: 'script'; sha256: string; layer: number; line: number; endLine: number }
  | { kind: 'derived'; from: string[]; rule: string };

/** A value of a fact: text, number, truth, or a list of texts. Times are ISO 8601 UTC text. */
export type FactValue = string | number | boolean | string[];

/**
 * A typed, machine-derived observation. `id` is stable for the same input; `type` is dotted (`alert.raised`,
 * `process.created`, `network.connected`); `time` the moment it speaks of (ISO 8601 UTC, as precise as the record);
 * `values` everything a sentence may say about it; `source` the record it came from.
 */
export interface Fact {
  id: string;
  type: string;
  time?: string;
  values: Record<string, FactValue>;
  source: FactSource;
}
