import { createHash } from 'node:crypto';
import type { FactSource } from '@attest/cards';
import type { Incident } from '@attest/security-model';

/** Most scripts and command lines of one revision of an incident. */
export const scriptLimit = 5_000;

/** Fields of AdditionalFields in which Defender puts script text (DeviceEvents: PowerShellCommand, AmsiScriptContent, ScheduledTask). */
const scriptFields = ['ScriptContent', 'Command', 'ScriptBlockText', 'DecodedCommandLine'] as const;

/** A script of an incident and the first record that carries it: of event rows the earliest, else of the evidence. */
export interface SeenScript {
  text: string;
  source: Extract<FactSource, { kind: 'event' | 'evidence' }>;
  /** ISO 8601, as the record says it. */
  time: string | undefined;
  device: string | undefined;
  account: string | undefined;
}

/**
 * The scripts and command lines of an incident and its event rows, by the SHA-256 of their UTF-8 bytes, in order of
 * appearance. A program name without arguments is no script.
 */
export function scriptsOfIncident(incident: Incident, rows: Iterable<unknown>): Map<string, SeenScript> {
  const found = new Map<string, SeenScript>();
  const add = (text: unknown, seen: Omit<SeenScript, 'text'>): void => {
    if (typeof text !== 'string' || !/\S\s+\S/.test(text) || text.length > 10_000_000) return;
    const sha256 = scriptHash(text);
    const before = found.get(sha256);
    if (before ? earlier(seen, before) : found.size < scriptLimit) found.set(sha256, { text, ...seen });
  };
  for (const alert of incident.alerts ?? []) {
    (alert.evidence ?? []).forEach((evidence, evidenceIndex) => {
      const { processCommandLine, '@odata.type': type } = evidence as { processCommandLine?: unknown; '@odata.type'?: string };
      add(processCommandLine, { source: { kind: 'evidence', alertId: alert.id, evidenceIndex, evidenceType: String(type ?? '').split('.').at(-1) ?? '' }, time: undefined, device: undefined, account: undefined });
    });
  }
  let place = -1;
  for (const row of rows) {
    place += 1;
    if (typeof row !== 'object' || row === null) continue;
    const values = row as Record<string, unknown>;
    const time = text(values['Timestamp']);
    const seen = (account: unknown): Omit<SeenScript, 'text'> => ({
      source: { kind: 'event', table: text(values['Table']) ?? '', row: typeof values['$row'] === 'number' ? values['$row'] : place, timestamp: time ?? '' },
      time,
      device: text(values['DeviceName']),
      account: text(account),
    });
    add(values['ProcessCommandLine'], seen(values['AccountName']));
    add(values['InitiatingProcessCommandLine'], seen(values['InitiatingProcessAccountName']));
    const extra = fieldsOf(values['AdditionalFields']);
    for (const field of scriptFields) add(extra[field], seen(values['InitiatingProcessAccountName']));
  }
  return found;
}

/** The hash a script is known by. */
export function scriptHash(script: string): string {
  return createHash('sha256').update(script).digest('hex');
}

/** Of equal scripts the earliest event speaks, whatever order the rows come in; a row tells more than evidence. */
function earlier(a: Omit<SeenScript, 'text'>, b: SeenScript): boolean {
  if (a.source.kind !== b.source.kind) return a.source.kind === 'event';
  if (a.source.kind === 'evidence' && b.source.kind === 'evidence') return a.source.alertId < b.source.alertId;
  return (a.time ?? '9') < (b.time ?? '9') || (a.time === b.time && (a.device ?? '') < (b.device ?? ''));
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

function fieldsOf(value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  if (typeof value !== 'string' || !value.startsWith('{')) return {};
  try {
    return JSON.parse(value) as Record<string, unknown>;
  } catch {
    return {};
  }
}
