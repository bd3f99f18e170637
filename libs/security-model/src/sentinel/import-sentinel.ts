import { SecurityModelError } from '../security-model.error.js';
import { isRecord } from '../parse/raw-copy.js';
import { parseIncident, type ParsedIncident } from '../parse/parse-incident.js';
import type { ParseWarning } from '../warning.js';
import { alertOf } from './sentinel-alert.js';
import { column, jsonOf, listColumn, objectColumn, textColumn, timeOf, type SentinelRecord } from './columns.js';
import { incidentGroup, newestRows, sentinelRows, type SentinelRow } from './sentinel-rows.js';

type Json = Record<string, unknown>;

/** What an export of Microsoft Sentinel held. `refused` are incidents that could not be read, with the reason. */
export interface SentinelImport {
  incidents: ParsedIncident[];
  refused: { path: string; error: SecurityModelError }[];
  warnings: ParseWarning[];
}

/**
 * Reads an export of Microsoft Sentinel (SecurityIncident and SecurityAlert rows, columns as JSON texts or as objects) into
 * incidents of the Microsoft Graph form. Of several rows of one incident the newest counts; alerts are joined by
 * `AlertIds`; the `$id`/`$ref` graph of the entities is resolved, and parent processes and image files that only hang below
 * another entity become evidence of their own. Takes the tables by name, a list of rows, `{value}` or `{tables}`.
 *
 * Throws {@link SecurityModelError} `NOT_AN_OBJECT` or `NO_SENTINEL_INCIDENT` when there is nothing to read.
 */
export function importSentinel(value: unknown): SentinelImport {
  const warnings: ParseWarning[] = [];
  const rows = sentinelRows(value, warnings);
  const incidents = newestRows(rows.incidents, incidentGroup);
  const alerts = new Map<string, SentinelRow>();
  for (const row of newestRows(rows.alerts, (row) => alertKey(row) ?? row.path)) {
    const key = alertKey(row);
    if (key === undefined) warnings.push({ path: row.path, message: 'The SecurityAlert row has no SystemAlertId.' });
    alerts.set(key ?? row.path, row);
  }
  const taken = new Set<string>();
  const result: SentinelImport = { incidents: [], refused: [], warnings };
  for (const row of incidents) {
    const own = alertsOf(row, alerts, incidents.length === 1, warnings);
    for (const [key] of own) taken.add(key);
    try {
      const parsed = parseIncident(incidentOf(row, own.map(([, alert]) => alert), warnings), row.path);
      result.incidents.push(parsed);
    } catch (error) {
      if (!(error instanceof SecurityModelError)) throw error;
      result.refused.push({ path: row.path, error });
    }
  }
  const left = [...alerts.keys()].filter((key) => !taken.has(key)).length;
  if (left > 0) warnings.push({ path: '$', message: `${left} SecurityAlert rows belong to no incident of the export and were left out.` });
  return result;
}

function alertKey(row: SentinelRow): string | undefined {
  return textColumn(row.record, 'SystemAlertId')?.toLowerCase();
}

function alertsOf(row: SentinelRow, alerts: ReadonlyMap<string, SentinelRow>, only: boolean, warnings: ParseWarning[]): [string, SentinelRow][] {
  const ids = [...new Set(listColumn(row.record, 'AlertIds').map((id) => id.toLowerCase()))];
  if (ids.length === 0 && only && column(row.record, 'AlertIds') === undefined) return [...alerts];
  const found: [string, SentinelRow][] = [];
  for (const id of ids) {
    const alert = alerts.get(id);
    if (alert) found.push([id, alert]);
  }
  const missing = ids.length - found.length;
  if (missing > 0) warnings.push({ path: `${row.path}.AlertIds`, message: `${missing} of ${ids.length} alerts of the incident are not in the export.` });
  return found;
}

const STATUS: Readonly<Record<string, string>> = { new: 'active', active: 'inProgress', closed: 'resolved' };
const CLASSIFICATION: Readonly<Record<string, string>> = {
  undetermined: 'unknown', truepositive: 'truePositive', benignpositive: 'informationalExpectedActivity', falsepositive: 'falsePositive',
};

function mapped(table: Readonly<Record<string, string>>, value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const key = value.toLowerCase().replace(/[\s_-]+/g, '');
  return Object.hasOwn(table, key) ? table[key] : value;
}

function incidentOf(row: SentinelRow, alerts: readonly SentinelRow[], warnings: ParseWarning[]): Json {
  const { record } = row;
  const id = textColumn(record, 'ProviderIncidentId') ?? textColumn(record, 'IncidentNumber') ?? textColumn(record, 'IncidentName');
  const owner = objectColumn(record, 'Owner');
  const additional = objectColumn(record, 'AdditionalData');
  const labels = recordsOf(column(record, 'Labels'));
  const label = (automatic: boolean): string[] =>
    labels
      .filter((entry) => /auto/i.test(textColumn(entry, 'labelType') ?? '') === automatic)
      .map((entry) => textColumn(entry, 'labelName'))
      .filter((name) => name !== undefined);
  const tenantId = textColumn(record, 'TenantId');
  return {
    id,
    tenantId,
    displayName: textColumn(record, 'Title'),
    description: textColumn(record, 'Description'),
    severity: textColumn(record, 'Severity'),
    status: mapped(STATUS, textColumn(record, 'Status')),
    classification: mapped(CLASSIFICATION, textColumn(record, 'Classification')),
    assignedTo: owner && textColumn(owner, 'assignedTo', 'userPrincipalName', 'email'),
    createdDateTime: timeOf(column(record, 'CreatedTime', 'TimeGenerated')),
    lastUpdateDateTime: timeOf(column(record, 'LastModifiedTime', 'TimeGenerated')),
    incidentWebUrl: (additional && textColumn(additional, 'providerIncidentUrl')) ?? textColumn(record, 'IncidentUrl'),
    lastModifiedBy: textColumn(record, 'ModifiedBy'),
    resolvingComment: textColumn(record, 'ClassificationComment'),
    customTags: label(false),
    systemTags: label(true),
    comments: recordsOf(column(record, 'Comments')).map((comment) => {
      const author = objectColumn(comment, 'author');
      return {
        comment: textColumn(comment, 'message'),
        createdByDisplayName: author && textColumn(author, 'name', 'userPrincipalName', 'email'),
        createdDateTime: timeOf(column(comment, 'createdTimeUtc')),
      };
    }),
    sentinel: {
      incidentNumber: column(record, 'IncidentNumber'), incidentName: textColumn(record, 'IncidentName'), providerName: textColumn(record, 'ProviderName'),
      classificationReason: textColumn(record, 'ClassificationReason'), firstActivityTime: timeOf(column(record, 'FirstActivityTime')),
      lastActivityTime: timeOf(column(record, 'LastActivityTime')), closedTime: timeOf(column(record, 'ClosedTime')),
    },
    alerts: alerts.map((alert) => alertOf(alert, id, tenantId, (message) => warnings.push({ path: `${alert.path}.Entities`, message }))),
  };
}

function recordsOf(value: unknown): SentinelRecord[] {
  const list = jsonOf(value);
  return Array.isArray(list) ? list.filter(isRecord) : [];
}
