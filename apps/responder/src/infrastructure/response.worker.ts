import { unpackJson, unpackRows } from '@attest/contracts';
import { guideIncident } from '@attest/response-engine';
import type { EventRow, Incident } from '@attest/security-model';
import { serveJobs } from '@attest/service-host/jobs';
import type { MadeResponse, PackedResponseInput } from '../application/response-maker.js';

/** The guided response of one incident, off the thread that serves requests. The engine reads no clock: what it took is measured here. */
serveJobs(({ incident: packed, events, scripts, guidebooks }: PackedResponseInput): MadeResponse => {
  const started = performance.now();
  const incident = unpackJson<Incident>(packed);
  const title = incident.displayName ?? `Incident ${incident.id}`;
  const { response, profile } = guideIncident({ incident, events: unpackRows<EventRow>(events), scripts, guidebooks });
  const provenance = { ...response.card.provenance, ms: Math.round(performance.now() - started) };
  return { response: { ...response, card: { ...response.card, provenance } }, profile, title };
});
