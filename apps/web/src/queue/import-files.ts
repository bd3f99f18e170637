import { sentenceOf } from '../lib/error-sentence.js';

/** What a file is, by its name. */
export type ImportKind = 'incidents' | 'events' | 'unknown';

/** `.json` and `.json.gz` hold incidents, `.jsonl` and `.jsonl.gz` events. */
export function kindOf(name: string): ImportKind {
  if (/\.jsonl(?:\.gz)?$/i.test(name)) return 'events';
  if (/\.json(?:\.gz)?$/i.test(name)) return 'incidents';
  return 'unknown';
}

/** What became of one incident of a file. */
export interface ImportedIncident {
  id: string;
  outcome: string;
  revision: number;
  warnings: string[];
}

/** One incident of a file that was not taken, and where it stands in the file. */
export interface RefusedItem {
  position: string;
  reason: string;
}

/** What became of a file. */
export type ImportOutcome =
  | { kind: 'incidents'; incidents: ImportedIncident[]; refused: RefusedItem[] }
  | { kind: 'events'; incidentId: string; accepted: number; known: number; refused: number; firstRefusal?: string }
  | { kind: 'refused'; reason: string };

/** Sends one file, streamed by the browser. `onProgress` hears the sent share, 0 to 1. Never rejects: a failure is a refusal with its reason. */
export function sendFile(file: File, path: string, onProgress: (share: number) => void): Promise<{ status: number; body: string }> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    request.setRequestHeader('content-type', kindOf(file.name) === 'events' ? 'application/jsonl' : 'application/json');
    if (/\.gz$/i.test(file.name)) request.setRequestHeader('content-encoding', 'gzip');
    request.upload.onprogress = (event) => onProgress(event.lengthComputable ? event.loaded / event.total : 0);
    request.onload = () => resolve({ status: request.status, body: request.responseText });
    request.onerror = () => resolve({ status: 0, body: '' });
    request.send(file);
  });
}

/** Reads the server's answer to an incident file. */
export function readIncidentsAnswer(status: number, body: string): ImportOutcome {
  if (status < 200 || status > 299) return refusal(status, body);
  const answer = parse(body);
  const incidents = arrayOf(answer, 'incidents').map((entry) => ({
    id: String(entry.id ?? ''),
    outcome: String(entry.outcome ?? '').toLowerCase(),
    revision: Number(entry.revision ?? 0),
    warnings: Array.isArray(entry.warnings) ? entry.warnings.map(String) : [],
  }));
  const refused = arrayOf(answer, 'refused').map((entry) => ({ position: String(entry.position ?? ''), reason: String(entry.reason ?? '') }));
  return { kind: 'incidents', incidents, refused };
}

/** Reads the server's answer to an event file. */
export function readEventsAnswer(incidentId: string, status: number, body: string): ImportOutcome {
  if (status < 200 || status > 299) return refusal(status, body);
  const answer = parse(body);
  const first = answer.firstRefusal;
  return {
    kind: 'events',
    incidentId,
    accepted: Number(answer.accepted ?? 0),
    known: Number(answer.known ?? 0),
    refused: Number(answer.refused ?? 0),
    ...(first !== null && first !== undefined && { firstRefusal: typeof first === 'string' ? first : JSON.stringify(first) }),
  };
}

function refusal(status: number, body: string): ImportOutcome {
  return { kind: 'refused', reason: sentenceOf(body) ?? (status === 0 ? 'The connection broke before the server answered.' : `The server answered ${status}.`) };
}

function parse(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function arrayOf(value: Record<string, unknown>, name: string): Record<string, unknown>[] {
  const list = value[name];
  return Array.isArray(list) ? list.filter((entry): entry is Record<string, unknown> => typeof entry === 'object' && entry !== null) : [];
}
