import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { graphql, parse, subscribe, type ExecutionResult } from 'graphql';
import { AttestConfig } from '@attest/config';
import { packJson, packRows, Topic, type Envelope, type EventsAdded, type IncidentChanged } from '@attest/contracts';
import type { Identity, Role } from '@attest/identity';
import { kqlAssistantService } from '@attest/kql-assistant';
import { createEmbeddedBus, type EventBus } from '@attest/messaging';
import { createLogger, createMetrics, type Metrics } from '@attest/observability';
import { createDatabase, startEmbeddedPostgres } from '@attest/persistence';
import type { RunningService } from '@attest/service-host';
import { eventually } from '@attest/testing';

/** What GraphQL answered. */
export interface Answer<T> {
  data?: T | null;
  errors?: readonly { message: string; extensions?: Record<string, unknown> }[];
}

/** Who asks. */
export interface Asker {
  tenant?: string;
  subject?: string;
  roles?: Role[];
  signal?: AbortSignal;
}

/** The KQL assistant on an embedded PostgreSQL, seen through its doors. */
export interface Service {
  ask<T>(query: string, variables?: Record<string, unknown>, asker?: Asker): Promise<Answer<T>>;
  listen(query: string, variables?: Record<string, unknown>, asker?: Asker): Promise<AsyncIterable<ExecutionResult> | ExecutionResult>;
  /** Brings event rows of an incident in, as the incidents service does, and waits until hunts see them. */
  land(rows: Record<string, unknown>[], options?: { incidentId?: string; tenant?: string; first?: number; eventId?: string }): Promise<void>;
  /** Brings an incident in. */
  change(incident: unknown, revision: number, options?: { tenant?: string; rows?: Record<string, unknown>[] }): Promise<void>;
  /** Starts another process's worth of the service on the same database and folder. */
  another(environment?: Record<string, string>): Promise<RunningService>;
  /** Ends the service and starts it again, by default where it was. */
  restart(between?: () => Promise<void>): Promise<void>;
  running: RunningService;
  metrics: Metrics;
  bus: EventBus;
  folder: string;
  databaseUrl: string;
  logFile: string;
  close(): Promise<void>;
}

/** Between the services of a test. */
export const secret = 'a secret between services in tests';

const identityOf = ({ tenant = 'default', subject = 'test', roles = ['reader', 'hunter', 'responder', 'admin'] }: Asker = {}): Identity => ({ subject, name: `Name of ${subject}`, tenant, roles });

/** Starts it. */
export async function startKqlAssistant(environment: Record<string, string> = {}): Promise<Service> {
  const folder = await mkdtemp(join(tmpdir(), 'attest-hunt-'));
  const logFile = join(folder, 'log');
  const logger = createLogger('test', 'info', logFile);
  const dataDir = join(folder, 'postgres');
  const postgres = await startEmbeddedPostgres({ dataDir });
  const database = createDatabase(postgres.url);
  const bus = createEmbeddedBus({ url: postgres.url, logger, pollMs: 100 });
  await bus.ensureTopics();
  const config = new AttestConfig({ ATTEST_SERVICE_SECRET: secret, ATTEST_DATA_DIR: folder, ...environment });
  const metrics = createMetrics();
  const others: (() => Promise<void>)[] = [];
  const counts = new Map<string, number>();
  const service: Service = {
    running: await kqlAssistantService.start({ config, database, bus, logger, metrics }),
    metrics,
    bus,
    folder,
    databaseUrl: postgres.url,
    logFile,
    async ask(source, variableValues, asker) {
      return (await graphql({ schema: service.running.schema, source, variableValues, contextValue: { identity: identityOf(asker), signal: asker?.signal } })) as never;
    },
    async listen(source, variableValues, asker) {
      return subscribe({ schema: service.running.schema, document: parse(source), variableValues, contextValue: { identity: identityOf(asker), signal: asker?.signal } });
    },
    async land(rows, { incidentId = 'i-1', tenant = 'default', first, eventId = randomUUID() } = {}) {
      const key = `${tenant} ${incidentId}`;
      const from = first ?? counts.get(key) ?? 0;
      counts.set(key, Math.max(counts.get(key) ?? 0, from + rows.length));
      const payload: EventsAdded = { incidentId, events: packRows(rows.map((row, at) => ({ ...row, $row: from + at }))), eventRows: rows.length };
      await bus.publish([envelopeOf(Topic.EventsAdded, incidentId, tenant, payload, eventId)]);
      await handled(eventId);
    },
    async change(incident, revision, { tenant = 'default', rows = [] } = {}) {
      const { id } = incident as { id: string };
      const eventId = randomUUID();
      const payload: IncidentChanged = {
        incidentId: id, revision, digest: 'd'.repeat(64), change: 'updated', severity: 'high', status: 'active', alertCount: 1, incident: packJson(incident),
        events: packRows(rows.map((row, at) => ({ ...row, $row: at }))), eventRows: rows.length, eventRowsOmitted: 0,
      };
      await bus.publish([envelopeOf(Topic.IncidentChanged, id, tenant, payload, eventId)]);
      await handled(eventId);
    },
    async another(more = {}) {
      const [own, line] = [createDatabase(postgres.url), createEmbeddedBus({ url: postgres.url, logger, pollMs: 100 })];
      const other = await kqlAssistantService.start({ config: new AttestConfig({ ATTEST_SERVICE_SECRET: secret, ATTEST_DATA_DIR: folder, ...environment, ...more }), database: own, bus: line, logger, metrics: createMetrics() });
      others.push(async () => {
        await other.close();
        await line.close(2_000);
        await own.close();
      });
      return other;
    },
    async restart(between) {
      await service.running.close();
      await between?.();
      service.running = await kqlAssistantService.start({ config, database: createDatabase(postgres.url), bus, logger, metrics: createMetrics() });
    },
    async close() {
      for (const end of others) await end();
      await service.running.close();
      await bus.close(2_000);
      await database.close();
      await postgres.stop();
      const location = await readFile(join(dataDir, 'LOCATION'), 'utf8').catch(() => undefined);
      if (location) await rm(location.trim(), { recursive: true, force: true });
      await rm(folder, { recursive: true, force: true });
    },
  };
  const inspection = await database.open({ schema: 'kql_assistant', entities: [], migrations: [], poolSize: 1 });
  const handled = (eventId: string): Promise<void> =>
    eventually(`event ${eventId} to be handled`, async () => (await inspection.acrossTenants((manager) => manager.query<unknown[]>('SELECT 1 FROM kql_assistant.inbox WHERE event_id = $1', [eventId]))).length > 0, 60_000);
  return service;
}

function envelopeOf(type: Topic, key: string, tenant: string, payload: unknown, id: string): Envelope {
  return { id, type, version: 1, tenant, key, occurredAt: new Date().toISOString(), payload };
}

/** A process event of a made-up device. */
export function processRow(at: string, values: Record<string, unknown> = {}): Record<string, unknown> {
  return { Table: 'DeviceProcessEvents', Timestamp: at, DeviceId: 'd'.repeat(40), DeviceName: 'ws-01.corp.example', ActionType: 'ProcessCreated', FileName: 'cmd.exe', ProcessCommandLine: 'cmd.exe /c whoami', AccountName: 'ana', ProcessId: 4_000, ...values };
}
