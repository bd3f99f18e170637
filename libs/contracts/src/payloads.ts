import { z } from 'zod';
import { Topic } from './topics.js';

/** Somebody, or a part of Attest, who did something; `subject` is the id of a signed-in person. */
const actorSchema = z.object({ subject: z.string(), name: z.string() });

/** What was done with an incident in its system of record: imported, classified, assigned, given a status, commented. */
const incidentActivitySchema = z.object({
  at: z.iso.datetime(),
  kind: z.string().min(1),
  by: actorSchema.nullable(),
  /** The field that changed, with what it was and became. */
  field: z.string().nullable(),
  from: z.string().nullable(),
  to: z.string().nullable(),
});

/**
 * incident.changed.v1: self-contained, so that no consumer asks the incidents service to do its work.
 * `incident` is the normalised incident in Microsoft Graph security form with alerts expanded (JSON, gzip, base64);
 * `events` the telemetry rows stored for it (JSON Lines, gzip, base64; each row has `Table` and `Timestamp`).
 * `revision` counts changes of this incident from 1; `eventRowsOmitted` says how many rows were left out for size.
 * `activity` is what was done with it so far, oldest first, at most the last 1,000; absent in events of before it was told.
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
  activity: z.array(incidentActivitySchema).max(1_000).optional(),
});

/** One entry of {@link IncidentChanged.activity}. */
export type IncidentActivity = z.infer<typeof incidentActivitySchema>;

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

/** Kinds of cards. */
export const cardKinds = ['incidentSummary', 'guidedResponse', 'scriptAnalysis', 'incidentReport', 'kqlAnswer'] as const;

/**
 * card.generated.v1, keyed by the subject: a card was stored. `provenance` says how it came to be; `card` is the card as it was
 * shown (JSON, gzip, base64), left out when it would not fit a message: then it is read by its id. Beside the card of a script stands the
 * script, where it is text and fits.
 */
export const cardGeneratedSchema = z.object({
  cardId: z.uuid(),
  kind: z.string().min(1),
  subjectId: z.string().min(1),
  subjectRevision: z.number().int().nonnegative(),
  version: z.number().int().positive(),
  composer: z.enum(['rules', 'model']),
  digest: z.string().length(64),
  dropped: z.number().int().nonnegative(),
  provenance: z
    .object({
      engine: z.string(),
      model: z.string().nullable(),
      promptHash: z.string().nullable(),
      inputDigest: z.string(),
      /** Over the incident and its rows alone; absent where `inputDigest` is that, and of cards that are not made of an incident. */
      recordsDigest: z.string().optional(),
      /** Why a model was asked and rules composed. */
      fallback: z.string().nullable(),
      facts: z.number().int().nonnegative(),
      statements: z.number().int().nonnegative(),
      repaired: z.number().int().nonnegative(),
      ms: z.number().nonnegative().nullable(),
      promptTokens: z.number().int().nonnegative().nullable(),
      completionTokens: z.number().int().nonnegative().nullable(),
    })
    .optional(),
  card: z.string().optional(),
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
  /** The beginning of the last layer, when the script had more than one. */
  decoded: z.string().max(4_000).optional(),
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
  by: actorSchema.nullable(),
  reason: z.string().nullable(),
  /** How a call that failed, or whose end is unknown, came out, in a sentence; absent in events of before it was told. */
  outcome: z.string().max(4_000).nullable().optional(),
  /** The action this one takes back. */
  undoes: z.uuid().nullable(),
  at: z.iso.datetime(),
  audit: z.object({ sequence: z.number().int().positive(), hash: z.string().length(64) }),
});

/** Payload of action.changed.v1, parsed. */
export type ActionChanged = z.infer<typeof actionChangedSchema>;

/**
 * hunt.linked.v1, keyed by the incident: a hunt was kept with an incident (`removed` false) or taken from it again.
 */
export const huntLinkedSchema = z.object({
  linkId: z.uuid(),
  incidentId: z.string().min(1),
  removed: z.boolean(),
  kql: z.string(),
  question: z.string().nullable(),
  title: z.string().nullable(),
  note: z.string().nullable(),
  rows: z.number().int().nonnegative().nullable(),
  by: actorSchema.nullable(),
  at: z.iso.datetime(),
});

/** Payload of hunt.linked.v1, parsed. */
export type HuntLinked = z.infer<typeof huntLinkedSchema>;

/** What a person can say of a card. */
export const feedbackVerdicts = ['confirmed', 'offTarget', 'harmful'] as const;

/** What was wrong with a card. */
export const feedbackFaults = ['missing', 'wrongEntity', 'wrongOrder', 'wrongVerdict', 'unsafe', 'unclear', 'other'] as const;

/**
 * feedback.given.v1, keyed by the card: a person said what they think of a card, or of one part of it, changed it, or took it back
 * (`withdrawn`). `version` counts what this person said of this card from 1: the highest stands. `card` says which card it was.
 */
export const feedbackGivenSchema = z.object({
  feedbackId: z.uuid(),
  version: z.number().int().positive(),
  withdrawn: z.boolean(),
  verdict: z.enum(feedbackVerdicts),
  faults: z.array(z.enum(feedbackFaults)).max(7),
  comment: z.string().max(4_000).nullable(),
  /** Statements and values that were wrong, with what is right where the person said it. */
  corrections: z
    .array(z.object({ statement: z.number().int().nonnegative().nullable(), shown: z.string().max(4_000), right: z.string().max(4_000).nullable() }))
    .max(100),
  by: actorSchema,
  at: z.iso.datetime(),
  card: z.object({
    cardId: z.uuid(),
    kind: z.enum(cardKinds),
    /** One recommendation, say; null for the whole card. */
    part: z.string().max(200).nullable(),
    subjectId: z.string().min(1),
    subjectRevision: z.number().int().nonnegative(),
    version: z.number().int().positive(),
    digest: z.string().length(64),
    composer: z.enum(['rules', 'model']),
    engine: z.string(),
    model: z.string().nullable(),
    promptHash: z.string().nullable(),
    inputDigest: z.string(),
  }),
});

/** Payload of feedback.given.v1, parsed. */
export type FeedbackGiven = z.infer<typeof feedbackGivenSchema>;

/** Kinds of cards whose composer a tenant can set: those a model can word. */
export const composedKinds = ['incidentSummary', 'scriptAnalysis', 'kqlAnswer'] as const;

/** One of {@link composedKinds}. */
export type ComposedKind = (typeof composedKinds)[number];

/** Bytes of UTF-8 a prompt may have. */
export const longestPromptBytes = 16 * 1024;

/** One way of composing cards. `model` names a model at the configured endpoint, null the configured one; `prompt` is a template, null the one that ships. */
const compositionArmSchema = z.object({
  composer: z.enum(['rules', 'model']),
  model: z.string().min(1).max(200).nullable(),
  prompt: z.string().min(1).max(longestPromptBytes).nullable(),
});

/** One way of composing cards, parsed. */
export type CompositionArm = z.infer<typeof compositionArmSchema>;

/**
 * composition.changed.v1, keyed by the kind: an admin set who composes the cards of a kind from now on. `revision` counts the
 * settings of a tenant and kind from 1: the highest stands, whatever the order they arrive in. `current` is null where the
 * configuration of the service decides (the model when there is one, else rules); `share` percent of subjects go to the canary.
 */
export const compositionChangedSchema = z.object({
  kind: z.enum(composedKinds),
  revision: z.number().int().positive(),
  current: compositionArmSchema.nullable(),
  canary: z.object({ arm: compositionArmSchema.nullable(), share: z.number().int().min(1).max(50) }).nullable(),
  by: actorSchema,
  reason: z.string().min(1).max(4_000),
  at: z.iso.datetime(),
});

/** Payload of composition.changed.v1, parsed. */
export type CompositionChanged = z.infer<typeof compositionChangedSchema>;

/** The payload schema of each topic: the one parse point of every consumer. */
export const payloadSchemas = {
  [Topic.IncidentChanged]: incidentChangedSchema,
  [Topic.EventsAdded]: eventsAddedSchema,
  [Topic.CardGenerated]: cardGeneratedSchema,
  [Topic.ScriptSubmitted]: scriptSubmittedSchema,
  [Topic.ScriptAnalyzed]: scriptAnalyzedSchema,
  [Topic.ActionChanged]: actionChangedSchema,
  [Topic.HuntLinked]: huntLinkedSchema,
  [Topic.FeedbackGiven]: feedbackGivenSchema,
  [Topic.CompositionChanged]: compositionChangedSchema,
} as const;

/** Payload type of a topic. */
export type PayloadOf<T extends Topic> = z.infer<(typeof payloadSchemas)[T]>;
