import { createHash } from 'node:crypto';
import type { Incident } from '@attest/security-model';

/** Most scripts and command lines submitted for one revision of an incident. */
export const scriptLimit = 5_000;

const rowColumns = ['ProcessCommandLine', 'InitiatingProcessCommandLine'] as const;
/** Fields of AdditionalFields in which Defender puts script text (DeviceEvents: PowerShellCommand, AmsiScriptContent, ScheduledTask). */
const scriptFields = ['ScriptContent', 'Command', 'ScriptBlockText', 'DecodedCommandLine'] as const;

/**
 * The scripts and command lines of an incident and its event rows, by the SHA-256 of their UTF-8 bytes, in order of
 * appearance. A program name without arguments is no script.
 */
export function scriptsOfIncident(incident: Incident, rows: Iterable<unknown>): Map<string, string> {
  const found = new Map<string, string>();
  const add = (value: unknown): void => {
    if (typeof value !== 'string' || found.size >= scriptLimit || !/\S\s+\S/.test(value) || value.length > 10_000_000) return;
    found.set(scriptHash(value), value);
  };
  for (const alert of incident.alerts ?? []) {
    for (const evidence of alert.evidence ?? []) add((evidence as { processCommandLine?: unknown }).processCommandLine);
  }
  for (const row of rows) {
    if (typeof row !== 'object' || row === null) continue;
    const values = row as Record<string, unknown>;
    for (const column of rowColumns) add(values[column]);
    const extra = fieldsOf(values['AdditionalFields']);
    for (const field of scriptFields) add(extra[field]);
  }
  return found;
}

/** The hash a script is known by. */
export function scriptHash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
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
