import { utcInstant, type Alert, type Incident } from '@attest/security-model';

/** What lists show of an incident, derived from its content. */
export interface IncidentOverview {
  severityRank: number;
  alertCount: number;
  evidenceCount: number;
  serviceSources: string[];
  firstActivityDateTime: string | null;
  lastActivityDateTime: string | null;
}

const severityRanks: Readonly<Record<string, number>> = { informational: 1, low: 2, medium: 3, high: 4 };

/** Rank of a severity for sorting; unknown ones come last. */
export function severityRank(severity: string | undefined): number {
  return severityRanks[severity ?? ''] ?? 0;
}

/** Counts, services and the span of activity. */
export function overviewOf(incident: Incident): IncidentOverview {
  const first = extreme(incident.alerts.map((alert) => alert.firstActivityDateTime), -1);
  const last = extreme(incident.alerts.map((alert) => alert.lastActivityDateTime ?? alert.firstActivityDateTime), 1);
  return {
    severityRank: severityRank(incident.severity),
    alertCount: incident.alerts.length,
    evidenceCount: incident.alerts.reduce((sum, alert) => sum + alert.evidence.length, 0),
    serviceSources: [...new Set(incident.alerts.map((alert) => alert.serviceSource).filter((source) => source !== undefined))].sort(),
    firstActivityDateTime: first,
    lastActivityDateTime: last,
  };
}

/** Alerts in the order of their first activity. */
export function inTimeOrder(alerts: readonly Alert[]): Alert[] {
  const moment = (alert: Alert): number => instant(alert.firstActivityDateTime ?? alert.createdDateTime) ?? Number.MAX_SAFE_INTEGER;
  return alerts.map((alert) => ({ alert, at: moment(alert) })).sort((a, b) => a.at - b.at || (a.alert.id < b.alert.id ? -1 : 1)).map(({ alert }) => alert);
}

function extreme(times: readonly (string | undefined)[], direction: 1 | -1): string | null {
  let best: { text: string; at: number } | undefined;
  for (const text of times) {
    const at = instant(text);
    if (text !== undefined && at !== undefined && (best === undefined || (at - best.at) * direction > 0)) best = { text, at };
  }
  return best?.text ?? null;
}

function instant(text: string | undefined): number | undefined {
  const iso = utcInstant(text);
  return iso === undefined ? undefined : Date.parse(iso);
}
