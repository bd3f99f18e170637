import { parentPort } from 'node:worker_threads';
import { unpackJson, unpackRows } from '@attest/contracts';
import { draftIncidentSummary } from '@attest/incident-engine';
import type { EventRow, Incident } from '@attest/security-model';
import type { PackedSummaryInput } from '../application/summary-maker.js';

/** Facts and the rules draft of one incident, off the thread that serves requests. */
parentPort?.on('message', ({ id, input }: { id: number; input: PackedSummaryInput }) => {
  try {
    const result = draftIncidentSummary({ incident: unpackJson<Incident>(input.incident), events: unpackRows<EventRow>(input.events), scripts: input.scripts });
    parentPort?.postMessage({ id, result });
  } catch (error) {
    parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
  }
});
