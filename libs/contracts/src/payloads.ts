import { z } from 'zod';
import { Topic } from './topics.js';

/**
 * incident.changed.v1: self-contained, so that no consumer asks the incidents service to do its work.
 * `incident` is the normalised incident in Microsoft Graph security form with alerts expanded (JSON, gzip, base64);
 * `events` the telemetry rows stored for it (JSON Lines, gzip, base64; each row has `Table` and `Timestamp`).
 * `revision` counts changes of this incident from 1; `eventRowsOmitted` says how many rows were left out for size.
 */
export const incidentChangedSchema = z.object({
  incidentId: z.string().min(1),
  revision: z.number().int().positive(),
  digest: z.string().length(64),
  change: z.enum(['imported', 'updated', 'eventsAdded']),
  severity: z.string(),
  status: z.string(),
  alertCount: z.number().int().nonnegative(),
  incident: z.string(),
  events: z.string(),
  eventRows: z.number().int().nonnegative(),
  eventRowsOmitted: z.number().int().nonnegative(),
});

/** Payload of incident.changed.v1, parsed. */
export type IncidentChanged = z.infer<typeof incidentChangedSchema>;

/**
 * events.added.v1, keyed by the incident: telemetry rows were stored for an incident, each once. Every row travels here, in
 * parts of a few thousand, while incident.changed.v1 carries at most those nearest to the alerts. `events` are JSON Lines
 * (gzip, base64); each row has `Table`, `Timestamp` and under `$row` its number within the incident.
 */
export const eventsAddedSchema = z.object({
  incidentId: z.string().min(1),
  events: z.string(),
  eventRows: z.number().int().positive(),
});

/** Payload of events.added.v1, parsed. */
export type EventsAdded = z.infer<typeof eventsAddedSchema>;

/** card.generated.v1: a card was stored. Carries what a listener shows or counts; the card itself is read by id. */
export const cardGeneratedSchema = z.object({
  cardId: z.uuid(),
  kind: z.string().min(1),
  subjectId: z.string().min(1),
  subjectRevision: z.number().int().nonnegative(),
  version: z.number().int().positive(),
  composer: z.enum(['rules', 'model']),
  digest: z.string().length(64),
  dropped: z.number().int().nonnegative(),
});

/** Payload of card.generated.v1, parsed. */
export type CardGenerated = z.infer<typeof cardGeneratedSchema>;

const scriptLanguage = z.enum(['powershell', 'batch', 'bash', 'vbscript', 'javascript', 'python', 'unknown']);

/**
 * script.submitted.v1, keyed by the SHA-256 of the script's bytes: a script or command line to analyse. `content` is the bytes
 * (gzip, base64). `incidentId` names the incident it was seen in; `again` asks for a new analysis of a known script.
 */
export const scriptSubmittedSchema = z.object({
  sha256: z.string().length(64),
  content: z.string(),
  size: z.number().int().nonnegative(),
  language: scriptLanguage.optional(),
  fileName: z.string().max(1_000).optional(),
  incidentId: z.string().min(1).optional(),
  again: z.boolean().optional(),
});

/** Payload of script.submitted.v1, parsed. */
export type ScriptSubmitted = z.infer<typeof scriptSubmittedSchema>;

/**
 * script.analyzed.v1, keyed by the script's SHA-256: what came out, in short; the whole is read by its hash. Said once for
 * every incident the script was seen in, and once without an incident for a person who submitted it.
 */
export const scriptAnalyzedSchema = z.object({
  sha256: z.string().length(64),
  incidentId: z.string().min(1).optional(),
  language: scriptLanguage,
  verdict: z.enum(['malicious', 'suspicious', 'benign', 'unknown']),
  layers: z.number().int().nonnegative(),
  techniques: z.array(z.string()).max(200),
  /** The facts that decide the verdict first, at most 20. */
  facts: z.array(z.object({ type: z.string(), phrase: z.string(), layer: z.number().int(), line: z.number().int() })).max(20),
  indicators: z.array(z.object({ type: z.string(), value: z.string(), layer: z.number().int(), line: z.number().int() })).max(100),
  notDecoded: z.number().int().nonnegative(),
});

/** Payload of script.analyzed.v1, parsed. */
export type ScriptAnalyzed = z.infer<typeof scriptAnalyzedSchema>;

/** States of a response action; a change goes only along the edges that docs/response-actions.md draws. */
export const actionStates = ['PROPOSED', 'APPROVED', 'INTENT', 'SENT', 'CONFIRMED', 'FAILED', 'UNKNOWN', 'DECLINED', 'UNDONE'] as const;

/** One of {@link actionStates}. */
export type ActionState = (typeof actionStates)[number];

/**
 * action.changed.v1, keyed by the incident: a response action changed its state. `version` counts the changes of this action
 * from 1, so a listener can drop what is older than it has; `audit` names the row of the audit log written with it.
 */
export const actionChangedSchema = z.object({
  actionId: z.uuid(),
  incidentId: z.string().min(1),
  incidentRevision: z.number().int().nonnegative(),
  /** Id of the catalogue of response actions. */
  action: z.string().min(1),
  category: z.string().min(1),
  target: z.object({ type: z.string(), id: z.string(), name: z.string() }),
  state: z.enum(actionStates),
  previousState: z.enum(actionStates).nullable(),
  version: z.number().int().positive(),
  connector: z.string().nullable(),
  /** The person who caused it; null when Attest did by itself. */
  by: z.object({ subject: z.string(), name: z.string() }).nullable(),
  reason: z.string().nullable(),
  /** The action this one takes back. */
  undoes: z.uuid().nullable(),
  at: z.iso.datetime(),
  audit: z.object({ sequence: z.number().int().positive(), hash: z.string().length(64) }),
});

/** Payload of action.changed.v1, parsed. */
export type ActionChanged = z.infer<typeof actionChangedSchema>;

/** The payload schema of each topic: the one parse point of every consumer. */
export const payloadSchemas = {
  [Topic.IncidentChanged]: incidentChangedSchema,
  [Topic.EventsAdded]: eventsAddedSchema,
  [Topic.CardGenerated]: cardGeneratedSchema,
  [Topic.ScriptSubmitted]: scriptSubmittedSchema,
  [Topic.ScriptAnalyzed]: scriptAnalyzedSchema,
  [Topic.ActionChanged]: actionChangedSchema,
} as const;

/** Payload type of a topic. */
export type PayloadOf<T extends Topic> = z.infer<(typeof payloadSchemas)[T]>;
