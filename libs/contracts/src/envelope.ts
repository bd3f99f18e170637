import { z } from 'zod';

/**
 * What travels on every topic. `id` is unique per event and is what the inbox remembers; `key` is the partition
 * key (the incident id, the subject id); `occurredAt` is ISO 8601 UTC; `traceparent` is W3C Trace Context;
 * `causationId` is the id of the event that led to this one.
 */
export const envelopeSchema = z.object({
  id: z.uuid(),
  type: z.string().min(1),
  version: z.number().int().positive(),
  tenant: z.string().min(1),
  key: z.string().min(1),
  occurredAt: z.iso.datetime(),
  traceparent: z.string().optional(),
  causationId: z.uuid().optional(),
  payload: z.unknown(),
});

/** A parsed envelope whose payload is of the topic's type. */
export type Envelope<P = unknown> = Omit<z.infer<typeof envelopeSchema>, 'payload'> & { payload: P };
