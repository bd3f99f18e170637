import type { Fact } from '@attest/cards';
import type { Alert, EventRow, Incident, MergedEntity } from '@attest/security-model';

/** What facts are collected from. Rows may come in any order; the order changes nothing but the row numbers cited. */
export interface IncidentInput {
  incident: Incident;
  events: readonly EventRow[];
  /** Results of script analysis; those of scripts this incident does not hold are left out. */
  scripts?: readonly ScriptFindings[];
}

/** The result of one script's analysis, as `script.analyzed.v1` tells it. */
export interface ScriptFindings {
  sha256: string;
  language: string;
  verdict: string;
  layers: number;
  techniques: string[];
  /** The facts that decide the verdict first. `phrase` is a verb phrase: `turns Defender off`. */
  facts: { type: string; phrase: string; layer: number; line: number }[];
  indicators: { type: string; value: string }[];
}

/** A telling script: what it does, and the record that carries it. */
export interface ScriptFact {
  result: ScriptFindings;
  /** Each behaviour once, the gravest first. */
  phrases: string[];
  fact: Fact;
  carrier: Fact;
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

/** What a person wrote at the incident or an alert, and the fact that holds it. */
export interface CommentFact {
  fact: Fact;
  text: string;
  /** Name of who wrote it; empty for the closing comment, which Graph keeps without one. */
  by: string;
  /** Milliseconds since 1970; undefined when the record tells no time. */
  at: number | undefined;
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
  /** Comments of people, the oldest first. */
  comments: CommentFact[];
  observations: Observation[];
  /** Counts the scripts by verdict; undefined before any is analysed. */
  scriptOverview: Fact | undefined;
  scripts: ScriptFact[];
}
