import type { HuntBackend, HuntCell, HuntColumn } from '@attest/kql-engine';
import { gzipSync } from 'node:zlib';
import type { EngineHost, FreshData } from '../infrastructure/engine/engine-host.js';
import type { OutsideQuestion } from '../infrastructure/language/language-messages.js';
import type { LanguagePool } from '../infrastructure/language/language-pool.js';
import type { LogicLine, TimeRange } from '../domain/hunt.js';
import { emptyTables, type TenantTables } from '../domain/tenant-schema.js';
import type { RowChunk } from './run-store.js';

/** A query to run. */
export interface HuntOrder {
  kql: string;
  timeRange?: TimeRange;
  maxRows: number;
  timeoutMs: number;
  /** The moment `now()` means, ISO 8601. */
  now: string;
  signal?: AbortSignal;
}

/** Hears of a running hunt: its columns before any rows, rows in order. */
export interface HuntListener {
  columns(columns: HuntColumn[]): Promise<void>;
  rows(chunk: RowChunk): Promise<void>;
}

/** How a hunt ended. */
export interface HuntOutcome {
  rows: number;
  truncated: boolean;
  visualization?: { kind: string; properties: Record<string, string> };
}

/** Queries that find out why a result is empty, each with the number of its rows. */
export interface EmptyTrial {
  /** The first condition after which nothing is left; undefined when the source is empty or it is not a condition. */
  clause?: LogicLine;
  /** Nothing was there before any condition. */
  sourceEmpty: boolean;
  relaxed: { kql: string; removed: LogicLine; rowCount: number }[];
}

/** Where the hunts of a tenant run. Every query is checked and held to the allow-list before it runs anywhere. */
export interface HuntEngine {
  readonly backend: string;
  /** The tables of a tenant, and which of them hold rows; undefined where the backend does not tell. */
  data(tenant: string): Promise<{ tables: TenantTables; stored: string[] | undefined }>;
  /** @throws KqlError */
  run(tenant: string, order: HuntOrder, listener: HuntListener): Promise<HuntOutcome>;
  /** How many rows a query gives; undefined where asking would cost as much as running. @throws KqlError */
  count(tenant: string, order: Omit<HuntOrder, 'maxRows'>): Promise<number | undefined>;
  /** Why a query gives nothing; undefined where that cannot be tried. @throws KqlError */
  whyEmpty(tenant: string, order: Omit<HuntOrder, 'maxRows'>): Promise<EmptyTrial | undefined>;
  close(): Promise<void>;
}

const mostRelaxed = 4;

/** Rows a translation may ask for. */
const mostDiscovered = 2_000;

/** Hunts over the rows of incidents, on the embedded engine. */
export class EmbeddedHuntEngine implements HuntEngine {
  readonly backend = 'duckdb';

  constructor(
    private readonly language: LanguagePool,
    private readonly host: EngineHost,
  ) {}

  async data(tenant: string): Promise<FreshData> {
    return this.host.fresh(tenant);
  }

  async run(tenant: string, order: HuntOrder, listener: HuntListener): Promise<HuntOutcome> {
    const input = await this.inputOf(tenant, order);
    const hunt = await this.language.call('translate', input, order.signal, this.rowsFor(tenant, order));
    await listener.columns(hunt.columns);
    const { rows, truncated } = await this.host.run(tenant, hunt, order, (chunk) => listener.rows(chunk));
    return { rows, truncated, ...(hunt.visualization === undefined ? {} : { visualization: hunt.visualization }) };
  }

  async count(tenant: string, order: Omit<HuntOrder, 'maxRows'>): Promise<number> {
    const { sql } = await this.language.call('probe', await this.inputOf(tenant, order), order.signal, this.rowsFor(tenant, order));
    return this.host.count(tenant, sql, order.timeoutMs, order.signal);
  }

  async whyEmpty(tenant: string, order: Omit<HuntOrder, 'maxRows'>): Promise<EmptyTrial> {
    const { prefixes, relaxed } = await this.language.call('relax', await this.inputOf(tenant, order), order.signal, this.rowsFor(tenant, order));
    const until = performance.now() + order.timeoutMs;
    const count = (sql: string): Promise<number> => this.host.count(tenant, sql, Math.max(1, until - performance.now()), order.signal);
    let clause: LogicLine | undefined;
    let sourceEmpty = false;
    for (const [at, prefix] of prefixes.entries()) {
      if ((await count(prefix.sql)) > 0) continue;
      if (at === 0) sourceEmpty = true;
      else clause = prefix.clause;
      break;
    }
    const found: EmptyTrial['relaxed'] = [];
    // The condition that emptied it first: taking it out is the likeliest to help.
    for (const { kql, sql, removed } of sourceEmpty ? [] : [...relaxed].sort((a, b) => Number(b.removed.start === clause?.start) - Number(a.removed.start === clause?.start))) {
      if (found.length >= mostRelaxed) break;
      const rowCount = await count(sql);
      if (rowCount > 0) found.push({ kql, removed, rowCount });
    }
    return { ...(clause === undefined ? {} : { clause }), sourceEmpty, relaxed: found };
  }

  async close(): Promise<void> {
    await this.host.close();
  }

  /** Answers what a translation has to know of the rows, as for the columns of a pivot. */
  private rowsFor(tenant: string, { timeoutMs, signal }: Omit<HuntOrder, 'maxRows'>): (question: OutsideQuestion) => Promise<unknown> {
    return (question) => (question.kind === 'rows' ? this.host.rows(tenant, question.sql, { maxRows: mostDiscovered, timeoutMs, ...(signal === undefined ? {} : { signal }) }) : Promise.reject(new Error('There is no model here.')));
  }

  private async inputOf(tenant: string, { kql, timeRange, now, signal }: Omit<HuntOrder, 'maxRows'>): Promise<{ kql: string; tables: TenantTables; stored: string[]; now: string; range?: { from?: bigint; to?: bigint } }> {
    const { tables, stored } = await this.host.fresh(tenant);
    const range = timeRange === undefined ? undefined : await this.language.call('range', { ...timeRange, now }, signal);
    return { kql, tables, stored, now, ...(range === undefined ? {} : { range }) };
  }
}

const chunkRows = 1_000;

/** Hunts in a service that speaks KQL itself. Its backend sends nothing that the language thread did not let through. */
export class RemoteHuntEngine implements HuntEngine {
  readonly backend: string;

  constructor(
    private readonly language: LanguagePool,
    private readonly service: HuntBackend,
  ) {
    this.backend = service.name;
  }

  data(): Promise<{ tables: TenantTables; stored: undefined }> {
    return Promise.resolve({ tables: emptyTables, stored: undefined });
  }

  async run(_tenant: string, { kql, timeRange, maxRows, timeoutMs, now, signal }: HuntOrder, listener: HuntListener): Promise<HuntOutcome> {
    const range = await this.rangeOf(timeRange, now, signal);
    const result = await this.service.run({ kql, maxRows, timeoutMs, ...(range === undefined ? {} : { timeRange: range }), ...(signal === undefined ? {} : { signal }) });
    await listener.columns(result.columns);
    for (let at = 0; at < result.rows.length; at += chunkRows) {
      const rows: readonly HuntCell[][] = result.rows.slice(at, at + chunkRows);
      await listener.rows({ firstRow: at, rowCount: rows.length, content: gzipSync(JSON.stringify(rows), { level: 1 }) });
    }
    return { rows: result.rows.length, truncated: result.truncated, ...(result.visualization === undefined ? {} : { visualization: result.visualization }) };
  }

  /** Every call counts against the quota of the service. */
  count(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  whyEmpty(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  close(): Promise<void> {
    return this.service.close();
  }

  private async rangeOf(timeRange: TimeRange | undefined, now: string, signal: AbortSignal | undefined): Promise<{ from?: string; to?: string } | undefined> {
    if (timeRange === undefined) return undefined;
    const { from, to } = await this.language.call('range', { ...timeRange, now }, signal);
    const text = (ticks: bigint): string => new Date(Number((ticks - 621_355_968_000_000_000n) / 10_000n)).toISOString();
    return { ...(from === undefined ? {} : { from: text(from) }), ...(to === undefined ? {} : { to: text(to) }) };
  }
}
