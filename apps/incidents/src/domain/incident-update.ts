import { enumTables, enumValue, type Incident } from '@attest/security-model';
import { IncidentsError, IncidentsErrorCode } from './incidents.error.js';

/** Fields of an incident that people change in Attest; their values win over the source until the source changes them itself. */
export interface IncidentUpdate {
  status?: string | null;
  severity?: string | null;
  classification?: string | null;
  determination?: string | null;
  assignedTo?: string | null;
  customTags?: string[] | null;
}

/** Names of the fields of {@link IncidentUpdate}. */
export const writableFields = ['status', 'severity', 'classification', 'determination', 'assignedTo', 'customTags'] as const;

/** One of {@link writableFields}. */
export type WritableField = (typeof writableFields)[number];

const enumOf: Partial<Record<WritableField, keyof typeof enumTables>> = {
  status: 'incidentStatus',
  severity: 'alertSeverity',
  classification: 'alertClassification',
  determination: 'alertDetermination',
};

const longestText = 500;
const mostTags = 50;

/**
 * The update with enumeration values in Graph's spelling; fields left out stay out.
 * @throws IncidentsError FieldNotAccepted, naming the field and what it takes
 */
export function acceptUpdate(update: IncidentUpdate): IncidentUpdate {
  const accepted: IncidentUpdate = {};
  for (const field of writableFields) {
    const value = update[field];
    if (value === undefined) continue;
    if (field === 'customTags') accepted.customTags = acceptTags(update.customTags ?? []);
    else accepted[field] = acceptText(field, update[field] ?? null);
  }
  return accepted;
}

/** The incident as people see it: the source's fields with local values over them. */
export function withLocalValues(incident: Incident, local: IncidentUpdate): Incident {
  const merged: Record<string, unknown> = { ...incident };
  for (const field of writableFields) {
    const value = local[field];
    if (value === undefined) continue;
    if (value === null) delete merged[field];
    else merged[field] = value;
  }
  return merged as unknown as Incident;
}

/** Local values that still hold after the source sent the incident again: those of fields the source did not change itself. */
export function localValuesAfter(before: Incident, after: Incident, local: IncidentUpdate): IncidentUpdate {
  return Object.fromEntries(writableFields.filter((field) => local[field] !== undefined && JSON.stringify(before[field]) === JSON.stringify(after[field])).map((field) => [field, local[field]]));
}

function acceptText(field: Exclude<WritableField, 'customTags'>, value: string | null): string | null {
  if (value === null || value.trim() === '') return null;
  const table = enumOf[field];
  if (table === undefined) {
    if (value.length > longestText) throw new IncidentsError(IncidentsErrorCode.FieldNotAccepted, `${field} takes at most ${longestText} characters.`, field);
    return value.trim();
  }
  const known = (enumTables[table] as readonly string[]).filter((name) => name !== 'unknownFutureValue');
  const spelled = enumValue(table, value);
  if (!known.includes(spelled)) throw new IncidentsError(IncidentsErrorCode.FieldNotAccepted, `${field} takes one of: ${known.join(', ')}.`, field);
  return spelled;
}

function acceptTags(tags: readonly string[]): string[] {
  const clean = [...new Set(tags.map((tag) => tag.trim()).filter(Boolean))];
  if (clean.length > mostTags || clean.some((tag) => tag.length > 100)) throw new IncidentsError(IncidentsErrorCode.FieldNotAccepted, `customTags takes at most ${mostTags} tags of at most 100 characters.`, 'customTags');
  return clean;
}
