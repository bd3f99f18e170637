import type { Alert, Incident } from '../graph/incident.js';
import type { Evidence } from '../graph/evidence.js';
import { digestOf } from '../digest.js';
import { SecurityModelError, SecurityModelErrorCode, incidentLimits } from '../security-model.error.js';
import type { ParseWarning } from '../warning.js';
import { GraphReader } from './graph-reader.js';
import { cleanText, isRecord } from './raw-copy.js';

/** An incident that was read, and what in it could not be read as it stood. */
export interface ParsedIncident {
  incident: Incident;
  warnings: ParseWarning[];
}

/** One item of a page: the incident, or why it was refused. `position` counts from 0; `path` is its JSON path. */
export type ParsedPageItem =
  | ({ ok: true; position: number; path: string } & ParsedIncident)
  | { ok: false; position: number; path: string; error: SecurityModelError };

/**
 * Reads an incident in the Microsoft Graph v1.0 security form (alerts expanded) from untrusted JSON.
 *
 * Guarantees: unknown evidence types, enumeration values and fields are kept, never refused; known enumeration values come in
 * Graph's spelling; null is absent; lists of the types are never missing; alert ids are unique (a missing one is derived from
 * the alert's content); texts hold no NUL and no lone surrogate; nothing is nested deeper than about 90 levels. A value of the
 * wrong type is kept in `unmapped` of its object, counts as absent, and gives a warning; numbers in texts are read with a
 * warning. Parsing the JSON of a parsed incident gives the same incident again.
 *
 * Throws {@link SecurityModelError}: `NOT_AN_OBJECT`, `MISSING_ID`, `ALERTS_NOT_A_LIST`, `TOO_MANY_ALERTS`, `TOO_MUCH_EVIDENCE`.
 */
export function parseIncident(value: unknown, path = '$'): ParsedIncident {
  if (!isRecord(value)) throw new SecurityModelError(SecurityModelErrorCode.NotAnObject, path, 'An incident must be a JSON object.');
  const id = idOf(value['id']);
  if (id === undefined) throw new SecurityModelError(SecurityModelErrorCode.MissingId, `${path}.id`, 'The incident has no id.');
  const rawAlerts = value['alerts'] ?? [];
  if (!Array.isArray(rawAlerts)) throw new SecurityModelError(SecurityModelErrorCode.AlertsNotAList, `${path}.alerts`, 'The alerts of the incident must be a list.');
  checkLimits(rawAlerts, path);
  const reader = new GraphReader();
  if (typeof value['id'] === 'number') reader.warn(`${path}.id`, 'A text was expected; the number was read as text.');
  const fields = reader.readObject('incident', value, path, 0, new Set(['id', 'alerts']));
  const alerts = readAlerts(rawAlerts, reader, `${path}.alerts`, fields);
  const incident: Incident = { comments: [], customTags: [], systemTags: [], ...fields, id, alerts };
  return { incident, warnings: reader.warnings };
}

/**
 * Reads what an import may hold: one incident, a list of incidents, or a Graph page `{value: [...]}`. Each item is read by
 * {@link parseIncident}; a refused item does not stop the others. Throws {@link SecurityModelError} `NOT_AN_OBJECT` or
 * `VALUE_NOT_A_LIST` when the whole is none of these.
 */
export function parseIncidentPage(value: unknown): ParsedPageItem[] {
  if (Array.isArray(value)) return value.map((item: unknown, position) => parseItem(item, position, `$[${position}]`));
  if (!isRecord(value)) {
    throw new SecurityModelError(SecurityModelErrorCode.NotAnObject, '$', 'The input must be an incident, a list of incidents, or a page with a "value" list.');
  }
  if (!Object.hasOwn(value, 'value') || Object.hasOwn(value, 'id')) return [parseItem(value, 0, '$')];
  const items = value['value'];
  if (!Array.isArray(items)) throw new SecurityModelError(SecurityModelErrorCode.ValueNotAList, '$.value', 'The "value" of a page must be a list of incidents.');
  return items.map((item: unknown, position) => parseItem(item, position, `$.value[${position}]`));
}

function parseItem(item: unknown, position: number, path: string): ParsedPageItem {
  try {
    return { ok: true, position, path, ...parseIncident(item, path) };
  } catch (error) {
    if (error instanceof SecurityModelError) return { ok: false, position, path, error };
    throw error;
  }
}

function idOf(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  const text = typeof value === 'string' ? cleanText(value).trim() : '';
  return text === '' ? undefined : text;
}

function checkLimits(alerts: readonly unknown[], path: string): void {
  if (alerts.length > incidentLimits.alerts) {
    throw new SecurityModelError(
      SecurityModelErrorCode.TooManyAlerts, `${path}.alerts`,
      `The incident has ${alerts.length} alerts; at most ${incidentLimits.alerts} are taken.`,
    );
  }
  let evidence = 0;
  alerts.forEach((alert, index) => {
    evidence += isRecord(alert) && Array.isArray(alert['evidence']) ? alert['evidence'].length : 0;
    if (evidence > incidentLimits.evidence) {
      throw new SecurityModelError(
        SecurityModelErrorCode.TooMuchEvidence, `${path}.alerts[${index}].evidence`,
        `The incident has more than ${incidentLimits.evidence} evidence items; at most that many are taken.`,
      );
    }
  });
}

function readAlerts(rawAlerts: readonly unknown[], reader: GraphReader, path: string, fields: Record<string, unknown>): Alert[] {
  const alerts = new Map<string, Alert>();
  rawAlerts.forEach((raw, index) => {
    const at = `${path}[${index}]`;
    if (raw === null || raw === undefined) return;
    if (!isRecord(raw)) {
      reader.warn(at, 'An alert must be an object; the value is kept raw and not counted as an alert.');
      fields['unmapped'] = { ...(isRecord(fields['unmapped']) ? fields['unmapped'] : {}), [`alerts[${index}]`]: reader.copy(raw, at) };
      return;
    }
    const alert = readAlert(raw, reader, at);
    const twin = alerts.get(alert.id);
    if (twin === undefined) alerts.set(alert.id, alert);
    else if (digestOf(twin) === digestOf(alert)) reader.warn(at, 'The same alert stands earlier in the list; it is taken once.');
    else {
      const id = freeId(alert.id, alerts);
      reader.warn(`${at}.id`, `Another alert has the id "${alert.id.slice(0, 100)}"; this one is kept as "${id.slice(0, 110)}".`);
      alerts.set(id, { ...alert, id });
    }
  });
  return [...alerts.values()];
}

function freeId(id: string, taken: ReadonlyMap<string, unknown>): string {
  for (let number = 2; ; number += 1) if (!taken.has(`${id}~${number}`)) return `${id}~${number}`;
}

function readAlert(raw: Record<string, unknown>, reader: GraphReader, path: string): Alert {
  const fields = reader.readObject('alert', raw, path, 0, new Set(['id', 'evidence']));
  const evidence = readEvidenceList(raw['evidence'], reader, `${path}.evidence`, fields);
  const techniques = Array.isArray(fields['mitreTechniques']) ? fields['mitreTechniques'] : [];
  const content: Omit<Alert, 'id'> = { comments: [], systemTags: [], ...fields, mitreTechniques: techniqueIds(techniques), evidence };
  const stated = idOf(raw['id']);
  if (typeof raw['id'] === 'number' && stated !== undefined) reader.warn(`${path}.id`, 'A text was expected; the number was read as text.');
  if (stated !== undefined) return { ...content, id: stated };
  const derived = `derived-${digestOf(content).slice(0, 32)}`;
  reader.warn(`${path}.id`, `The alert has no id; "${derived}" was derived from its content.`);
  return { ...content, id: derived };
}

function techniqueIds(values: readonly unknown[]): string[] {
  const ids = values.filter((value) => typeof value === 'string').map((value) => value.trim());
  return [...new Set(ids.map((id) => (/^t\d{4}(?:[./]\d{3})?$/i.test(id) ? id.toUpperCase().replace('/', '.') : id)))].filter((id) => id !== '');
}

function readEvidenceList(value: unknown, reader: GraphReader, path: string, fields: Record<string, unknown>): Evidence[] {
  if (value === null || value === undefined) return [];
  const leave = (name: string, left: unknown): void => {
    fields['unmapped'] = { ...(isRecord(fields['unmapped']) ? fields['unmapped'] : {}), [name]: reader.copy(left, path) };
  };
  if (!Array.isArray(value)) {
    reader.warn(path, 'The evidence of an alert must be a list; the value is kept raw.');
    leave('evidence', value);
    return [];
  }
  const items: Evidence[] = [];
  value.forEach((item: unknown, index) => {
    if (item === null || item === undefined) return;
    if (isRecord(item)) items.push(reader.readEvidence(item, `${path}[${index}]`));
    else {
      reader.warn(`${path}[${index}]`, 'An evidence item must be an object; the value is kept raw.');
      leave(`evidence[${index}]`, item);
    }
  });
  return items;
}
