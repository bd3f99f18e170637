import { promisify } from 'node:util';
import { gunzip, gunzipSync, gzipSync } from 'node:zlib';
import { envelopeSchema, type Envelope } from './envelope.js';
import { payloadSchemas, type PayloadOf } from './payloads.js';
import type { Topic } from './topics.js';

/** An event that does not have its contract's shape. Never transient: it goes to the dead-letter topic. */
export class ContractViolation extends Error {
  constructor(readonly topic: string, readonly detail: string) {
    super(`Event on ${topic} does not match its contract: ${detail}`);
    this.name = 'ContractViolation';
  }
}

/**
 * Parses what arrived on a topic.
 * @throws ContractViolation naming the path that does not match
 */
export function parseEnvelope<T extends Topic>(topic: T, value: unknown): Envelope<PayloadOf<T>> {
  const envelope = envelopeSchema.safeParse(value);
  if (!envelope.success) throw new ContractViolation(topic, describe(envelope.error.issues));
  const payload = payloadSchemas[topic].safeParse(envelope.data.payload);
  if (!payload.success) throw new ContractViolation(topic, describe(payload.error.issues));
  return { ...envelope.data, payload: payload.data as PayloadOf<T> };
}

function describe(issues: readonly { path: PropertyKey[]; message: string }[]): string {
  return issues.slice(0, 3).map((i) => `${i.path.map(String).join('.') || '(root)'}: ${i.message}`).join('; ');
}

/** JSON, gzip, base64: how large values travel inside a payload. */
export function packJson(value: unknown): string {
  return gzipSync(Buffer.from(JSON.stringify(value)), { level: 6 }).toString('base64');
}

/** Largest text a packed value may unfold to, in bytes: a bound against decompression bombs. */
export const maxUnpackedBytes = 512 * 1024 * 1024;

const unpackBytes = promisify(gunzip);

/**
 * The text of gzip bytes.
 * @throws RangeError when it would unfold beyond {@link maxUnpackedBytes}
 */
export function unpackText(packed: Uint8Array): string {
  return gunzipSync(packed, { maxOutputLength: maxUnpackedBytes }).toString('utf8');
}

/** As {@link unpackText}, off the thread that asks. Rejects with RangeError when it would unfold beyond `most` bytes. */
export async function unpackTextAsync(packed: Uint8Array, most = maxUnpackedBytes): Promise<string> {
  return (await unpackBytes(packed, { maxOutputLength: most })).toString('utf8');
}

/**
 * Inverse of {@link packJson}.
 * @throws RangeError when it would unfold beyond {@link maxUnpackedBytes}
 */
export function unpackJson<T>(packed: string): T {
  return JSON.parse(unpackText(Buffer.from(packed, 'base64'))) as T;
}

/** Rows as JSON Lines, gzip, base64. */
export function packRows(rows: readonly unknown[]): string {
  return gzipSync(Buffer.from(rows.map((r) => JSON.stringify(r)).join('\n')), { level: 6 }).toString('base64');
}

/** Inverse of {@link packRows}. */
export function unpackRows<T>(packed: string): T[] {
  const text = unpackText(Buffer.from(packed, 'base64'));
  return text === '' ? [] : text.split('\n').map((line) => JSON.parse(line) as T);
}
