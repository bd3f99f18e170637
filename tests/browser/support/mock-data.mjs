import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Incidents for the mock gateway: read from folders in the Graph form, or made up, hostile text included. */

/** Reads every folder below `root` that holds an incident.json[.gz] and perhaps events.jsonl[.gz]. */
export function readIncidents(root) {
  if (!root || !existsSync(root)) return [];
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(root, entry.name))
    .filter((folder) => existsSync(join(folder, 'incident.json')) || existsSync(join(folder, 'incident.json.gz')))
    .map((folder) => toIncident(JSON.parse(textOf(folder, 'incident.json')), rowsOf(textOf(folder, 'events.jsonl'))));
}

function textOf(folder, name) {
  if (existsSync(join(folder, name))) return readFileSync(join(folder, name), 'utf8');
  if (existsSync(join(folder, `${name}.gz`))) return gunzipSync(readFileSync(join(folder, `${name}.gz`))).toString('utf8');
  return '';
}

function rowsOf(text) {
  return text
    .split('\n')
    .filter(Boolean)
    .map((line, row) => {
      const { Table, ...values } = JSON.parse(line);
      return { row, table: Table ?? 'Unknown', timestamp: values.Timestamp ?? values.TimeGenerated ?? null, values };
    });
}

/** One incident of the Graph form as the mock keeps it. */
export function toIncident(graph, eventRows = []) {
  const alerts = graph.alerts
    .map((alert) => ({
      ...alert,
      mitreTechniques: alert.mitreTechniques ?? [],
      evidence: (alert.evidence ?? []).map((item, index) => toEvidence(alert.id, item, index)),
      raw: alert,
    }))
    .sort((a, b) => String(a.firstActivityDateTime).localeCompare(String(b.firstActivityDateTime)));
  const times = alerts.flatMap((alert) => [alert.firstActivityDateTime, alert.lastActivityDateTime]).filter(Boolean).sort();
  return {
    ...graph,
    customTags: graph.customTags ?? [],
    systemTags: graph.systemTags ?? [],
    comments: [],
    source: 'GRAPH',
    revision: 1,
    firstActivityDateTime: times[0] ?? null,
    lastActivityDateTime: times.at(-1) ?? null,
    serviceSources: [...new Set(alerts.map((alert) => alert.serviceSource).filter(Boolean))],
    alerts,
    eventRows,
    activity: [{ id: '1', at: graph.createdDateTime, actor: 'analyst', kind: 'imported' }],
  };
}

function toEvidence(alertId, raw, index) {
  const type = String(raw['@odata.type'] ?? 'unknownEvidence').split('.').at(-1);
  const value = raw.deviceDnsName ?? raw.ipAddress ?? raw.url ?? raw.primaryAddress ?? raw.userAccount?.userPrincipalName ?? raw.userAccount?.accountName ?? raw.fileDetails?.fileName ?? raw.imageFile?.fileName ?? raw.registryKey ?? raw.subject ?? raw.displayName ?? type;
  return {
    alertId,
    index,
    type,
    title: String(value),
    verdict: raw.verdict ?? null,
    remediationStatus: raw.remediationStatus ?? null,
    roles: raw.roles ?? [],
    detailedRoles: raw.detailedRoles ?? [],
    createdDateTime: raw.createdDateTime ?? null,
    entityType: type.replace(/Evidence$/, ''),
    entityValue: String(value),
    raw,
  };
}

const hostile = 'Invoice \u202Efdp.exe <img src=x onerror=alert(1)> ![a](https://evil.example/x.png) [click](https://evil.example)';

/** Made-up incidents to fill the queue; the first carries hostile text in every field a person may read. */
export function madeUpIncidents(amount) {
  const severities = ['high', 'medium', 'low', 'informational'];
  const statuses = ['active', 'inProgress', 'resolved'];
  return Array.from({ length: amount }, (_, index) => {
    const start = Date.UTC(2026, 10, 20, 3, 0, 0) - index * 5_400_000;
    const at = (minutes) => new Date(start + minutes * 60_000).toISOString();
    const name = index === 0 ? hostile : `Suspicious sign-in followed by mailbox rule on account ${index}`;
    const alerts = Array.from({ length: 1 + (index % 4) }, (__, alert) => ({
      id: `made-${index}-${alert}`,
      title: index === 0 ? hostile : ['Password spray', 'Suspicious inbox manipulation rule', 'Anonymous IP address', 'Mass download'][alert],
      description: index === 0 ? hostile : 'Seen by the product.',
      severity: severities[(index + alert) % 4],
      status: 'new',
      category: 'InitialAccess',
      serviceSource: 'microsoftDefenderForCloudApps',
      detectionSource: 'microsoftDefenderForCloudApps',
      mitreTechniques: ['T1110.003'],
      createdDateTime: at(alert * 4),
      firstActivityDateTime: at(alert * 4),
      lastActivityDateTime: at(alert * 4 + 2),
      evidence: [
        { '@odata.type': '#microsoft.graph.security.userEvidence', verdict: 'suspicious', remediationStatus: 'none', roles: ['compromised'], userAccount: { userPrincipalName: index === 0 ? hostile : `user${index}@contoso.example` } },
        { '@odata.type': '#microsoft.graph.security.ipEvidence', verdict: 'malicious', remediationStatus: 'active', roles: ['source'], ipAddress: `203.0.113.${index % 250}` },
      ],
    }));
    return toIncident(
      {
        id: String(1000 + index),
        displayName: name,
        description: null,
        severity: severities[index % 4],
        status: statuses[index % 3],
        classification: null,
        determination: null,
        assignedTo: index % 3 === 1 ? 'Ana Bowman' : null,
        customTags: index % 5 === 0 ? ['BEC'] : [],
        systemTags: [],
        createdDateTime: at(0),
        lastUpdateDateTime: at(60),
        incidentWebUrl: null,
        alerts,
      },
      [{ row: 0, table: 'AADSignInEventsBeta', timestamp: at(1), values: { Timestamp: at(1), AccountUpn: index === 0 ? hostile : `user${index}@contoso.example`, IPAddress: `203.0.113.${index % 250}`, ErrorCode: 50126 } }],
    );
  });
}
