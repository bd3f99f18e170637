/** A record a fact was read from, as it stands in the address of the page. */
export type RecordRef = { kind: 'alert'; alertId: string } | { kind: 'evidence'; alertId: string; index: number } | { kind: 'event'; row: number };

/** The source of a fact as the server tells it. */
export interface SourceFields {
  kind: string;
  alertId?: string | null;
  evidenceIndex?: number | null;
  row?: number | null;
}

/** Tab of the incident page that shows a record. */
export const tabOfRecord = { alert: 'alerts', evidence: 'evidence', event: 'events' } as const;

/** The record of a fact; undefined for facts of the incident itself and derived ones. */
export function recordOf(source: SourceFields): RecordRef | undefined {
  if (source.kind === 'alert' && source.alertId) return { kind: 'alert', alertId: source.alertId };
  if (source.kind === 'evidence' && source.alertId && typeof source.evidenceIndex === 'number') return { kind: 'evidence', alertId: source.alertId, index: source.evidenceIndex };
  if (source.kind === 'event' && typeof source.row === 'number') return { kind: 'event', row: source.row };
  return undefined;
}

/** `alert:ID`, `evidence:INDEX:ID`, `event:ROW`. */
export function formatRecord(record: RecordRef): string {
  if (record.kind === 'alert') return `alert:${record.alertId}`;
  if (record.kind === 'evidence') return `evidence:${record.index}:${record.alertId}`;
  return `event:${record.row}`;
}

/** Reads what `formatRecord` wrote; undefined for anything else. */
export function parseRecord(text: string | null): RecordRef | undefined {
  const alert = /^alert:(.+)$/s.exec(text ?? '')?.[1];
  if (alert) return { kind: 'alert', alertId: alert };
  const evidence = /^evidence:(\d{1,9}):(.+)$/s.exec(text ?? '');
  if (evidence?.[1] && evidence[2]) return { kind: 'evidence', alertId: evidence[2], index: Number(evidence[1]) };
  const event = /^event:(\d{1,9})$/.exec(text ?? '')?.[1];
  if (event) return { kind: 'event', row: Number(event) };
  return undefined;
}
