/** Which capability made a card. */
export type CardKind = 'incidentSummary' | 'scriptAnalysis' | 'guidedResponse';

/** Part of the card a statement belongs to; the order of the parts is the order of reading. */
export type StatementSection = 'lead' | 'origin' | 'story' | 'assets' | 'open';

/** One sentence of a card and the ids of the facts that carry it. Never empty of facts. */
export interface Statement {
  text: string;
  facts: string[];
  section: StatementSection;
}

/** One line of the timeline. `time` is ISO 8601 UTC; `tactic` an ATT&CK tactic short name where the facts tell one. */
export interface TimelineEntry {
  time: string;
  text: string;
  facts: string[];
  tactic?: string;
  severity?: string;
}

/** An entity of the card. `type` as in Microsoft Graph evidence (`device`, `user`, `ip`, `file`, ...); `role` in the incident's words. */
export interface CardEntity {
  type: string;
  value: string;
  /** Other names and ids of it, as a SID, a process id or a display name; cards of before they were told have none. */
  names?: string[];
  role: string;
  verdict?: string;
  alertCount?: number;
  facts: string[];
}

/** An observable to search or block elsewhere. `value` is the real value; display it defanged. */
export interface Indicator {
  type: 'ip' | 'domain' | 'url' | 'file' | 'hash' | 'mail' | 'registry' | 'process' | 'app' | 'userAgent';
  value: string;
  facts: string[];
}

/** What was composed, before it is verified. */
export interface DraftCard {
  kind: CardKind;
  title: string;
  titleFacts: string[];
  statements: Statement[];
  timeline: TimelineEntry[];
  entities: CardEntity[];
  indicators: Indicator[];
  techniques: string[];
}

/** A statement that did not survive verification, and why. Kept for counting and for the reader who asks. */
export interface DroppedStatement {
  text: string;
  facts: string[];
  reason: string;
  atoms: string[];
}

/** How a card came to be. Everything but `ms` and `tokens` is a function of the input in `rules` mode. */
export interface Provenance {
  composer: 'rules' | 'model';
  /** Set when a model was asked and the card fell back to rules: one sentence saying why. */
  fallback?: string;
  engine: string;
  model?: string;
  promptHash?: string;
  /** SHA-256 over the canonical input. */
  inputDigest: string;
  /** SHA-256 over the incident and its rows alone, where results or guides went in beside them; without it `inputDigest` is that. */
  recordsDigest?: string;
  tokens?: { prompt: number; completion: number };
  ms?: number;
  facts: number;
  dropped: number;
  /** Statements that rules rewrote after the model's wording failed verification. */
  repaired: number;
}

/** A verified card with everything needed to check it. */
export interface VerifiedCard {
  card: DraftCard;
  facts: import('./fact.js').Fact[];
  provenance: Provenance;
  dropped: DroppedStatement[];
}
