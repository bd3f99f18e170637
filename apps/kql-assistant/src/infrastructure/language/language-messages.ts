import type { HuntColumn, KqlErrorCode, KqlPosition } from '@attest/kql-engine';
import type { HuntLiteral, LogicLine } from '../../domain/hunt.js';
import type { IncidentEntity } from '../../domain/read-incident.js';
import type { TenantTables } from '../../domain/tenant-schema.js';
import type { TranslatedHunt } from '../engine/engine-messages.js';

/** Times in ticks of 100 ns since 0001-01-01. */
export interface TickRange {
  from?: bigint;
  to?: bigint;
}

/** One thing to say about a query, and where. */
export interface Diagnostic {
  severity: 'error' | 'warning' | 'hint';
  code: string;
  message: string;
  start: number;
  length: number;
  line: number;
  column: number;
  fix?: string;
}

/** What is known of a query without running it. */
export interface CheckedKql {
  ok: boolean;
  diagnostics: Diagnostic[];
  columns: HuntColumn[];
  tables: string[];
}

/** What could stand at a place of a query. */
export interface Completion {
  label: string;
  kind: 'TABLE' | 'COLUMN' | 'FUNCTION' | 'OPERATOR' | 'KEYWORD' | 'VARIABLE' | 'VALUE' | 'OTHER';
  detail?: string;
  insertText: string;
  start: number;
  length: number;
  caret?: number;
}

/** A query in plain language. */
export interface ExplainedKql {
  lines: LogicLine[];
  literals: HuntLiteral[];
  tables: string[];
}

/** A reading of a question, with its query. */
export interface Reading {
  label: string;
  kql: string;
  tables: string[];
  logic: LogicLine[];
  literals: HuntLiteral[];
}

/** What the words of a question gave. */
export interface AskedKql {
  status: 'answered' | 'clarify';
  best: Reading | undefined;
  choices: Reading[];
  suggestions: string[];
  state: unknown;
}

/** What a question may build on. */
export interface AskInput {
  question: string;
  now: string;
  /** Tables that hold rows. */
  stored: string[];
  incident?: { title: string; entities: IncidentEntity[] };
  /** The hunt before: its question, query and state. */
  previous?: { question: string | null; kql: string | null; state: unknown };
}

/** A query to try in place of one that gave nothing, in SQL that counts. */
export interface RelaxedSql {
  kql: string;
  sql: string;
  removed: LogicLine;
}

/** What an operation may ask of the thread it was called from, in the middle of its work. */
export type OutsideQuestion = { kind: 'rows'; sql: string } | { kind: 'model'; system: string; user: string } | { kind: 'digest'; kql: string };

/** What the language thread can do: each by name, with what it takes and gives. */
export interface LanguageOperations {
  check: (input: { kql: string; tables: TenantTables }) => CheckedKql;
  /** The text of a query that may run, as a service that speaks KQL takes it. */
  admit: (input: { kql: string; tables: TenantTables }) => string;
  complete: (input: { kql: string; position: number; limit: number; tables: TenantTables }) => Completion[];
  explain: (input: { kql: string; tables: TenantTables; question?: string; incident?: IncidentEntity[] }) => ExplainedKql;
  translate: (input: { kql: string; tables: TenantTables; stored: string[]; range?: TickRange; now: string }) => TranslatedHunt;
  /** SQL of the query up to where rows say whether anything was found, and of what it is without each condition. */
  relax: (input: { kql: string; tables: TenantTables; stored: string[]; range?: TickRange; now: string }) => { prefixes: { sql: string; clause: LogicLine }[]; relaxed: RelaxedSql[] };
  /** SQL of the query without steps at its end that always give a row. */
  probe: (input: { kql: string; tables: TenantTables; stored: string[]; range?: TickRange; now: string }) => { sql: string };
  ask: (input: AskInput & { tables: TenantTables }) => AskedKql;
  /** With `digests`, drafts are compared by the rows they give; each is a question to outside. */
  askModel: (input: AskInput & { tables: TenantTables; digests: boolean }) => AskedKql & { by: 'model' | 'rules'; fallback?: string };
  range: (input: { from?: string; to?: string; last?: string; now: string }) => TickRange;
}

/** A call of one of them. */
export interface LanguageRequest {
  id: number;
  op: keyof LanguageOperations;
  input: unknown;
}

/** The answer to a question of an operation, or that there is none. */
export interface OutsideAnswer {
  id: number;
  /** Which of its questions: an operation may ask several at a time. */
  ask: number;
  answer?: unknown;
  failed?: { code?: KqlErrorCode; message: string };
}

/** Its result, or why there is none, or a question in the middle of its work. */
export type LanguageAnswer = { id: number; result: unknown } | { id: number; error: { code?: KqlErrorCode; message: string; position?: KqlPosition } } | { id: number; question: OutsideQuestion; ask: number };
