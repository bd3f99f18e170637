import { parentPort } from 'node:worker_threads';
import { unpackJson, unpackRows } from '@attest/contracts';
import { draftGuidedResponse, profileOf } from '@attest/response-engine';
import type { EventRow, Incident } from '@attest/security-model';
import type { MadeResponse, PackedResponseInput } from '../application/response-maker.js';

/** The guided response of one incident, off the thread that serves requests. */
function make(input: PackedResponseInput): MadeResponse {
  const incident = unpackJson<Incident>(input.incident);
  const known = { incident, events: unpackRows<EventRow>(input.events), scripts: input.scripts, guidebooks: input.guidebooks };
  return { response: draftGuidedResponse(known), title: incident.displayName ?? `Incident ${incident.id}`, profile: profileOf(known) };
}

parentPort?.on('message', ({ id, input }: { id: number; input: PackedResponseInput }) => {
  try {
    parentPort?.postMessage({ id, result: make(input) });
  } catch (error) {
    parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
  }
});
