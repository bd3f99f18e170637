import { unpackJson, unpackRows } from '@attest/contracts';
import { draftIncidentSummary, type IncidentSummaryDraft } from '@attest/incident-engine';
import type { EventRow, Incident } from '@attest/security-model';
import { serveJobs } from '@attest/service-host/jobs';
import type { PackedSummaryInput } from '../application/summary-maker.js';

/** Facts and the rules draft of one incident, off the thread that serves requests. */
serveJobs(({ incident, events, scripts }: PackedSummaryInput): IncidentSummaryDraft =>
  draftIncidentSummary({ incident: unpackJson<Incident>(incident), events: unpackRows<EventRow>(events), scripts }),
);
