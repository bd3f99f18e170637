import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { graphql } from 'graphql';
import { AttestConfig } from '@attest/config';
import { packJson, packRows, Topic, type Envelope } from '@attest/contracts';
import { identityHeader, signIdentity, type Identity } from '@attest/identity';
import { createEmbeddedBus, type EventBus } from '@attest/messaging';
import { createLogger, createMetrics } from '@attest/observability';
import { createDatabase, startEmbeddedPostgres } from '@attest/persistence';
import { responderService } from '@attest/responder';
import type { RunningService } from '@attest/service-host';
import { eventually } from '@attest/testing';
import { person } from './world.js';

/** Answer of a subgraph. */
export interface Answer<T> {
  data?: T;
  errors?: { message: string; extensions: Record<string, unknown> }[];
}

/** The responder on an embedded PostgreSQL, seen through its doors. */
export interface ResponderService {
  running: RunningService;
  bus: EventBus;
  url: string;
  ask<T>(query: string, variables?: Record<string, unknown>, asker?: Identity): Promise<Answer<T>>;
  /** GET of a REST address, by somebody. */
  get(path: string, asker?: Identity): Promise<{ status: number; text: string; headers: Headers }>;
  /** POST of bytes to a REST address, by somebody. */
  post(path: string, bytes: Uint8Array, asker?: Identity, headers?: Record<string, string>): Promise<{ status: number; body: Record<string, unknown> }>;
  /** Brings an incident in and waits until it was looked at. */
  change(incident: unknown, revision: number, options?: { tenant?: string; rows?: readonly object[]; eventId?: string }): Promise<void>;
  publish(type: Topic, key: string, payload: unknown, tenant?: string): Promise<void>;
  close(): Promise<void>;
}

const secret = 'a secret between services in tests';
const everybody = person('ana', ['reader', 'hunter', 'responder', 'admin']);

/** Starts it. */
export async function startResponder(environment: Record<string, string> = {}): Promise<ResponderService> {
  const folder = await mkdtemp(join(tmpdir(), 'attest-responder-'));
  const dataDir = join(folder, 'postgres');
  const logger = createLogger('test', 'info', join(folder, 'log'));
  const postgres = await startEmbeddedPostgres({ dataDir });
  const database = createDatabase(postgres.url);
  const bus = createEmbeddedBus({ url: postgres.url, logger, pollMs: 100 });
  await bus.ensureTopics();
  const config = new AttestConfig({ ATTEST_SERVICE_SECRET: secret, ATTEST_DATA_DIR: folder, ...environment });
  const running = await responderService.start({ config, database, bus, logger, metrics: createMetrics() });
  const server = createServer(running.http);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const inspection = await database.open({ schema: 'responder', entities: [], migrations: [], poolSize: 1 });
  const publish = async (type: Topic, key: string, payload: unknown, tenant = 'default', id: string = randomUUID()): Promise<void> => {
    const envelope: Envelope = { id, type, version: 1, tenant, key, occurredAt: new Date().toISOString(), payload };
    await bus.publish([envelope]);
    await eventually(`event ${id} to be handled`, async () => (await inspection.acrossTenants((manager) => manager.query<unknown[]>('SELECT 1 FROM responder.inbox WHERE event_id = $1', [id]))).length > 0, 60_000);
  };
  return {
    running,
    bus,
    url: postgres.url,
    async ask(source, variableValues, asker = everybody) {
      return (await graphql({ schema: running.schema, source, variableValues, contextValue: { identity: asker } })) as never;
    },
    async get(path, asker = everybody) {
      const { port } = server.address() as AddressInfo;
      const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { [identityHeader]: await signIdentity(asker, secret) } });
      return { status: response.status, text: await response.text(), headers: response.headers };
    },
    async post(path, bytes, asker = everybody, headers = {}) {
      const { port } = server.address() as AddressInfo;
      const response = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', body: Buffer.from(bytes), headers: { ...headers, [identityHeader]: await signIdentity(asker, secret) } });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    },
    change: (incident, revision, { tenant, rows = [], eventId } = {}) => {
      const { id } = incident as { id: string };
      const payload = {
        incidentId: id, revision, digest: 'd'.repeat(64), change: 'updated', severity: 'high', status: 'active', alertCount: 1, incident: packJson(incident),
        events: packRows(rows.map((row, at) => ({ ...row, $row: at }))), eventRows: rows.length, eventRowsOmitted: 0,
      };
      return publish(Topic.IncidentChanged, id, payload, tenant, eventId);
    },
    publish,
    async close() {
      server.close();
      server.closeAllConnections();
      await running.close();
      await bus.close(2_000);
      await database.close();
      await postgres.stop();
      const location = await readFile(join(dataDir, 'LOCATION'), 'utf8').catch(() => undefined);
      if (location) await rm(location.trim(), { recursive: true, force: true });
      await rm(folder, { recursive: true, force: true });
    },
  };
}
