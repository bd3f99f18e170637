import type { Fact } from '@attest/cards';
import type { Incident } from '@attest/security-model';
import type { AlertFact, EntityFact } from '../incident-input.js';
import { handlingOf } from './handling.js';
import { isoTime } from './alert-facts.js';
import { factValues } from './fact-values.js';

/** The fact about the incident as a whole, `i1`: its state and its counts. */
export function overviewFact(incident: Incident, alerts: readonly AlertFact[], entities: readonly EntityFact[], eventRows: number): Fact {
  const count = (test: (alert: AlertFact) => boolean): number => alerts.filter(test).length;
  const ofType = (type: string): number => entities.filter(({ entity }) => entity.type === type && entity.attributes['wellKnown'] !== 'true').length;
  const open = count(({ alert }) => !/^resolved$/i.test(alert.status ?? ''));
  const timed = alerts.filter(({ at }) => at !== undefined);
  const last = [...timed].sort((a, b) => lastMoment(b) - lastMoment(a))[0];
  return {
    id: 'i1',
    type: 'incident',
    ...(timed[0]?.fact.time === undefined ? {} : { time: timed[0].fact.time }),
    values: factValues({
      incidentId: incident.id,
      title: incident.displayName,
      severity: incident.severity,
      status: incident.status,
      classification: incident.classification,
      determination: incident.determination,
      redirectIncidentId: incident.redirectIncidentId,
      assignedTo: incident.assignedTo,
      assigned: incident.assignedTo !== undefined && incident.assignedTo !== '',
      classified: incident.classification !== undefined && incident.classification !== 'unknown',
      tags: [...incident.customTags, ...incident.systemTags],
      created: isoTime(incident.createdDateTime),
      firstActivity: timed[0]?.fact.time,
      lastActivity: last && (isoTime(last.alert.lastActivityDateTime) ?? last.fact.time),
      alerts: alerts.length,
      highSeverityAlerts: count(({ alert }) => alert.severity === 'high'),
      mediumSeverityAlerts: count(({ alert }) => alert.severity === 'medium'),
      lowSeverityAlerts: count(({ alert }) => alert.severity === 'low'),
      openAlerts: open,
      resolvedAlerts: alerts.length - open,
      devices: ofType('device'),
      accounts: ofType('user'),
      resources: ofType('cloudResource') + ofType('kubernetesResource') + ofType('container'),
      remediatedEntities: entities.filter(({ entity }) => /^(?:remediated|blocked|partly)$/.test(handlingOf(entity) ?? '')).length,
      eventRows,
      serviceSources: [...new Set(alerts.map(({ alert }) => alert.serviceSource).filter((source) => source !== undefined))].sort(),
    }),
    source: { kind: 'incident', field: 'incident' },
  };
}

function lastMoment({ alert, at }: AlertFact): number {
  const last = isoTime(alert.lastActivityDateTime);
  return last === undefined ? (at ?? 0) : Date.parse(last);
}
