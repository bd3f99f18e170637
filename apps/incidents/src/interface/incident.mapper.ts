import type { ActivityEntity, AlertEntity, EventRowEntity, EvidenceEntity } from '../infrastructure/record.entity.js';
import type { Activity, EventRow } from './incident.model.js';
import type { Incident } from '@attest/security-model';
import { scriptsOfIncident } from '@attest/incident-engine';
import type { Alert, Evidence } from './record.model.js';

type Json = Record<string, unknown>;

/** An alert as GraphQL shows it; evidence is filled in by its resolver. */
export function toAlert({ id, incidentId, document }: AlertEntity): Alert & { incidentId: string } {
  return {
    id,
    incidentId,
    title: text(document, 'title') ?? 'Untitled alert',
    description: text(document, 'description'),
    severity: text(document, 'severity'),
    status: text(document, 'status'),
    category: text(document, 'category'),
    classification: text(document, 'classification'),
    determination: text(document, 'determination'),
    serviceSource: text(document, 'serviceSource'),
    detectionSource: text(document, 'detectionSource'),
    mitreTechniques: texts(document, 'mitreTechniques'),
    createdDateTime: text(document, 'createdDateTime'),
    firstActivityDateTime: text(document, 'firstActivityDateTime'),
    lastActivityDateTime: text(document, 'lastActivityDateTime'),
    recommendedActions: text(document, 'recommendedActions'),
    alertWebUrl: text(document, 'alertWebUrl'),
    raw: document,
    evidence: [],
  };
}

/** An evidence item as GraphQL shows it. */
export function toEvidence({ alertId, index, type, entityType, entityValue, document }: EvidenceEntity): Evidence {
  return {
    alertId,
    index,
    type,
    title: entityValue ?? type,
    entityType,
    entityValue,
    verdict: text(document, 'verdict'),
    remediationStatus: text(document, 'remediationStatus'),
    roles: texts(document, 'roles'),
    detailedRoles: texts(document, 'detailedRoles'),
    createdDateTime: text(document, 'createdDateTime'),
    scriptAnalysis: scriptOf(document),
    raw: document,
  };
}

function scriptOf(document: Json): { sha256: string } | null {
  const [sha256] = scriptsOfIncident({ alerts: [{ evidence: [document] }] } as unknown as Incident, []).keys();
  return sha256 === undefined ? null : { sha256 };
}

/** An activity entry as GraphQL shows it. */
export function toActivity({ id, at, actor, kind, field, oldValue, newValue }: ActivityEntity): Activity {
  return { id: String(id), at: at.toISOString(), actor, kind, field, oldValue, newValue };
}

/** An event row as GraphQL shows it. */
export function toEventRow({ row, table, timestamp, values }: EventRowEntity): EventRow {
  return { row, table, timestamp, values };
}

function text(document: Json, field: string): string | null {
  const value = document[field];
  return typeof value === 'string' && value !== '' ? value : null;
}

function texts(document: Json, field: string): string[] {
  const value = document[field];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
