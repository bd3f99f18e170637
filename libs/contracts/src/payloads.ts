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

/** The payload schema of each topic: the one parse point of every consumer. */
export const payloadSchemas = {
  [Topic.IncidentChanged]: incidentChangedSchema,
  [Topic.CardGenerated]: cardGeneratedSchema,
} as const;

/** Payload type of a topic. */
export type PayloadOf<T extends Topic> = z.infer<(typeof payloadSchemas)[T]>;
