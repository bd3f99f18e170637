import type { IncidentActivity } from '@attest/contracts';
import type { PeriodIncident } from '@attest/report-engine';
import { entitiesOfIncident, utcInstant, type Incident } from '@attest/security-model';

/** What reports about many incidents know of one. */
export type IncidentProfile = Omit<PeriodIncident, 'id'>;

/** Names kept of each kind. */
const mostNames = 200;

const isClosed = (status: string | null | undefined): boolean => /^resolved$/i.test(status ?? '');

/** Reads what {@link IncidentProfile} holds out of an incident and what was done with it. Pure. */
export function profileOf(incident: Incident, activity: readonly IncidentActivity[]): IncidentProfile {
  const entities = entitiesOfIncident(incident);
  const named = (type: string): string[] => [...new Set(entities.filter((entity) => entity.type === type && entity.value !== '').map(({ value }) => value))].sort().slice(0, mostNames);
  return {
    title: incident.displayName ?? '',
    severity: incident.severity ?? 'unknown',
    status: incident.status ?? 'unknown',
    classification: incident.classification === 'unknown' ? '' : (incident.classification ?? ''),
    determination: incident.determination ?? '',
    createdAt: utcInstant(incident.createdDateTime) ?? '',
    resolvedAt: isClosed(incident.status) ? (closings(activity).at(-1)?.at ?? lastResolved(incident)) : '',
    techniques: [...new Set(incident.alerts.flatMap(({ mitreTechniques }) => mitreTechniques ?? []))].sort().slice(0, mostNames),
    devices: named('device'),
    users: named('user'),
  };
}

/** When every alert says it is resolved, the last of them. */
function lastResolved({ alerts }: Incident): string {
  const moments = alerts.map(({ resolvedDateTime }) => utcInstant(resolvedDateTime));
  return moments.length > 0 && moments.every((moment) => moment !== undefined) ? (moments.sort().at(-1) ?? '') : '';
}

/** The times somebody resolved the incident in Attest, oldest first. */
export function closings(activity: readonly IncidentActivity[]): IncidentActivity[] {
  return activity.filter(({ field, to }) => field === 'status' && isClosed(to));
}

/** An incident as it was last heard of. */
export interface HeardIncident {
  revision: number;
  status: string;
  activity: readonly IncidentActivity[];
}

/**
 * Whether an incident was resolved between two states of it. One that is heard of first as it comes in resolved was not resolved
 * here: importing ten thousand old incidents makes no ten thousand reports.
 */
export function wasClosed(before: HeardIncident | undefined, now: HeardIncident): boolean {
  if (!isClosed(now.status)) return false;
  if (before === undefined) return now.revision > 1;
  return !isClosed(before.status) || closings(now.activity).length > closings(before.activity).length;
}
