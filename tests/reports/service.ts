import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { graphql } from 'graphql';
import { AttestConfig } from '@attest/config';
import { Topic, type CardGenerated, type Envelope } from '@attest/contracts';
import { identityHeader, signIdentity, type Identity } from '@attest/identity';
import { createEmbeddedBus } from '@attest/messaging';
import { createLogger, createMetrics } from '@attest/observability';
import { createDatabase, startEmbeddedPostgres } from '@attest/persistence';
import { reporterService } from '@attest/reporter';
import { eventually } from '@attest/testing';
import { person } from './world.js';

/** Answer of a subgraph. */
export interface Answer<T> {
  data?: T;
  errors?: { message: string; extensions: Record<string, unknown> }[];
}

/** The reporter on an embedded PostgreSQL, seen through its doors. */
export interface ReporterService {
  ask<T>(query: string, variables?: Record<string, unknown>, asker?: Identity): Promise<Answer<T>>;
  /** GET of a REST address, by somebody. */
  get(path: string, asker?: Identity): Promise<{ status: number; body: Buffer; headers: Headers }>;
  /** Publishes an event and waits until it was heard. */
  publish(type: Topic, payload: object, tenant?: string, id?: string): Promise<void>;
  /** Cards it announced. */
  announced: Envelope<CardGenerated>[];
  close(): Promise<void>;
}

const secret = 'a secret between services in tests';

/** Starts it. */
export async function startReporter(): Promise<ReporterService> {
  const folder = await mkdtemp(join(tmpdir(), 'attest-reporter-'));
  const dataDir = join(folder, 'postgres');
  const logger = createLogger('test', 'info', join(folder, 'log'));
  const postgres = await startEmbeddedPostgres({ dataDir });
  const database = createDatabase(postgres.url);
  const bus = createEmbeddedBus({ url: postgres.url, logger, pollMs: 100 });
  await bus.ensureTopics();
  const config = new AttestConfig({ ATTEST_SERVICE_SECRET: secret, ATTEST_DATA_DIR: folder });
  const running = await reporterService.start({ config, database, bus, logger, metrics: createMetrics() });
  const announced: Envelope<CardGenerated>[] = [];
  await bus.subscribe({ group: 'test', from: 'earliest', topics: [Topic.CardGenerated], handler: async (envelope) => void announced.push(envelope as Envelope<CardGenerated>) });
  const server = createServer(running.http);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const inspection = await database.open({ schema: 'reporter', entities: [], migrations: [], poolSize: 1 });
  return {
    announced,
    async ask(source, variableValues, asker = person()) {
      return (await graphql({ schema: running.schema, source, variableValues, contextValue: { identity: asker } })) as never;
    },
    async get(path, asker = person()) {
      const { port } = server.address() as AddressInfo;
      const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { [identityHeader]: await signIdentity(asker, secret) } });
      return { status: response.status, body: Buffer.from(await response.arrayBuffer()), headers: response.headers };
    },
    async publish(type, payload, tenant = 'default', id = randomUUID()) {
      const { incidentId, subjectId } = payload as { incidentId?: string; subjectId?: string };
      await bus.publish([{ id, type, version: 1, tenant, key: incidentId ?? subjectId ?? id, occurredAt: new Date().toISOString(), payload }]);
      await eventually(`event ${id} to be handled`, async () => (await inspection.acrossTenants((manager) => manager.query<unknown[]>('SELECT 1 FROM reporter.inbox WHERE event_id = $1', [id]))).length > 0, 60_000);
    },
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
