import type { HuntColumn, KqlErrorCode } from '@attest/kql-engine';
import type { LandedRows } from '../../domain/landed-rows.js';
import type { ReadIncident } from '../../domain/read-incident.js';
import type { TenantTables } from '../../domain/tenant-schema.js';

/** A query in SQL, ready to run: plain data, so that one thread makes it and another runs it. */
export interface TranslatedHunt {
  sql: string;
  columns: HuntColumn[];
  visualization?: { kind: string; properties: Record<string, string> };
}

/** What the engine's thread is asked. */
export type EngineRequest =
  | { id: number; op: 'open'; tenant: string; origin: string; tables: TenantTables; dir?: string; memoryMb: number; threads: number }
  | { id: number; op: 'apply'; tenant: string; rows: LandedRows }
  | { id: number; op: 'run'; tenant: string; hunt: TranslatedHunt; maxRows: number; timeoutMs: number }
  | { id: number; op: 'rows'; tenant: string; sql: string; maxRows: number; timeoutMs: number }
  | { id: number; op: 'count'; tenant: string; sql: string; timeoutMs: number }
  | { id: number; op: 'readIncident'; packed: string }
  | { id: number; op: 'close' };

/** Beside requests: stop one, or go on with one after a chunk was stored. */
export type EngineSignal = { op: 'stop'; id: number } | { op: 'more'; id: number };

/** What it answers: chunks of a run first, then one end. */
export type EngineAnswer =
  | { id: number; kind: 'chunk'; firstRow: number; rowCount: number; content: Uint8Array }
  | { id: number; kind: 'opened'; sequence: bigint; tables: string[] }
  | { id: number; kind: 'ran'; rows: number; truncated: boolean }
  | { id: number; kind: 'counted'; rows: number }
  | { id: number; kind: 'found'; rows: unknown[][] }
  | { id: number; kind: 'incident'; incident: ReadIncident }
  | { id: number; kind: 'closed' }
  | { id: number; kind: 'failed'; code?: KqlErrorCode; message: string };
