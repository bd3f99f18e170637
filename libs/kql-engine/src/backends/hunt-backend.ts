import type { KustoType } from '../translator/sql-value.js';

/** One column of a result. */
export interface HuntColumn {
  name: string;
  type: KustoType;
}

/** A query to run. It is checked and held to the allow-list before any backend runs it, remote ones too. */
export interface HuntRequest {
  kql: string;
  /** Rows outside this range of the table's time column are not seen. ISO 8601, `to` exclusive. */
  timeRange?: { from?: string; to?: string };
  /** At most this many rows come back; `truncated` tells when there were more. */
  maxRows?: number;
  /** Stopped with `KqlErrorCode.Timeout` after this long. */
  timeoutMs?: number;
  /** The moment `now()` and `ago()` mean, ISO 8601; default: the moment the query starts. Remote backends ignore it. */
  now?: string;
  /** Numbers inside dynamic values keep their digits (1.0, more than 2^53) as `JSON.rawJSON`, for a caller that writes JSON. The embedded engine only. */
  exact?: boolean;
  signal?: AbortSignal;
}

/**
 * Cells are JSON values: bool as boolean, int, long, real and decimal as number (long beyond 2^53 as string),
 * datetime as ISO 8601 with seven digits of a second and Z, timespan as [-][d.]hh:mm:ss[.fffffff], guid and string as
 * string, dynamic as the value itself. null where Kusto has null; a string is never null.
 */
export type HuntCell = string | number | boolean | null | readonly unknown[] | Readonly<Record<string, unknown>>;

/** What a query gave. */
export interface HuntResult {
  columns: HuntColumn[];
  rows: HuntCell[][];
  /** There were more rows than `maxRows`. */
  truncated: boolean;
  /** What `render` asked for, if it did: 'timechart', 'barchart', ... */
  visualization?: { kind: string; properties: Record<string, string> };
  ms: number;
}

/** Where queries run: the embedded engine, or a service that speaks KQL. */
export interface HuntBackend {
  readonly name: 'duckdb' | 'defender' | 'kusto' | 'clickhouse';
  /** Runs a checked query. @throws KqlError with the reason when it is refused, stopped or failed. */
  run(request: HuntRequest): Promise<HuntResult>;
  close(): Promise<void>;
}
