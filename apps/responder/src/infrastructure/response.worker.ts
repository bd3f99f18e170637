import { unpackJson, unpackRows } from '@attest/contracts';
import { guideIncident } from '@attest/response-engine';
import type { EventRow, Incident } from '@attest/security-model';
import { serveJobs } from '@attest/service-host/jobs';
import type { MadeResponse, PackedResponseInput } from '../application/response-maker.js';

/** The guided response of one incident, off the thread that serves requests. */
serveJobs(({ incident: packed, events, scripts, guidebooks }: PackedResponseInput): MadeResponse => {
  const incident = unpackJson<Incident>(packed);
  const title = incident.displayName ?? `Incident ${incident.id}`;
  return { ...guideIncident({ incident, events: unpackRows<EventRow>(events), scripts, guidebooks }), title };
});
