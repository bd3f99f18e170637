import type { Fact } from '@attest/cards';
import type { Alert, EventRow, Incident, MergedEntity } from '@attest/security-model';

/** What facts are collected from. Rows may come in any order; the order changes nothing but the row numbers cited. */
export interface IncidentInput {
  incident: Incident;
  events: readonly EventRow[];
}

/** An alert and the fact that speaks of it. */
export interface AlertFact {
  fact: Fact;
  alert: Alert;
  /** Milliseconds since 1970 of its first activity; undefined when the alert tells no time. */
  at: number | undefined;
  tactic: string | undefined;
}

/** An entity of the evidence and the fact that speaks of it. */
export interface EntityFact {
  fact: Fact;
  entity: MergedEntity;
  /** What it is in this incident, in words. */
  role: string;
  /** Weight for ranking: alerts that name it, their severity, its roles. */
  weight: number;
  /** Milliseconds since 1970 of the first alert that names it. */
  firstSeen: number | undefined;
}

/** Something telemetry shows: one sentence, the fact behind it, and how telling it is. */
export interface Observation {
  fact: Fact;
  at: number;
  text: string;
  score: number;
  tactic: string | undefined;
  device: string | undefined;
}

/** Everything known about an incident, each piece with its fact. */
export interface FactSet {
  facts: Fact[];
  overview: Fact;
  alerts: AlertFact[];
  entities: EntityFact[];
  observations: Observation[];
}
