import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { graphql } from 'graphql';
import { AttestConfig } from '@attest/config';
import { Topic, type Envelope, type IncidentChanged } from '@attest/contracts';
import { identityHeader, signIdentity, type Identity } from '@attest/identity';
import { incidentsService } from '@attest/incidents';
import { createEmbeddedBus } from '@attest/messaging';
import { createLogger, createMetrics } from '@attest/observability';
import { createDatabase, startEmbeddedPostgres } from '@attest/persistence';

const secret = 'a secret between services in tests';

/** The incidents service on an embedded PostgreSQL, seen through its doors. */
export interface Service {
  post(path: string, body: Buffer | string, options?: { tenant?: string; anonymous?: boolean }): Promise<{ status: number; body: Record<string, unknown> }>;
  /** Begins an upload whose end does not come; it is left by what is returned. */
  begin(path: string, text: string): Promise<() => void>;
  ask(query: string, variables?: Record<string, unknown>, tenant?: string): Promise<{ data?: Record<string, never> | null; errors?: readonly { message: string; extensions?: Record<string, unknown> }[] }>;
  /** What was announced, in order of arrival. */
  announced: Envelope<IncidentChanged>[];
  /** Lets another service say something. */
  publish(envelope: Envelope): Promise<void>;
  close(): Promise<void>;
}

const analyst = (tenant: string): Identity => ({ subject: 'test', name: 'tester', tenant, roles: ['reader', 'hunter', 'responder', 'admin'] });

/** Starts it. */
export async function startIncidents(): Promise<Service> {
  const folder = await mkdtemp(join(tmpdir(), 'attest-incidents-'));
  const dataDir = join(folder, 'postgres');
  const postgres = await startEmbeddedPostgres({ dataDir });
  const database = createDatabase(postgres.url);
  const logger = createLogger('test', 'error');
  const bus = createEmbeddedBus({ url: postgres.url, logger, pollMs: 100 });
  await bus.ensureTopics();
  const announced: Envelope<IncidentChanged>[] = [];
  await bus.subscribe({ topics: [Topic.IncidentChanged], group: 'test', from: 'earliest', handler: (envelope) => Promise.resolve(void announced.push(envelope as Envelope<IncidentChanged>)) });
  const config = new AttestConfig({ ATTEST_SERVICE_SECRET: secret, ATTEST_DATA_DIR: folder });
  const service = await incidentsService.start({ config, database, bus, logger, metrics: createMetrics() });
  const server: Server = createServer(service.http);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    announced,
    publish: (envelope) => bus.publish([envelope]),
    async post(path, body, { tenant = 'default', anonymous = false } = {}) {
      const headers: Record<string, string> = anonymous ? {} : { [identityHeader]: await signIdentity(analyst(tenant), secret) };
      const response = await fetch(url + path, { method: 'POST', headers, body: typeof body === 'string' ? body : new Uint8Array(body) });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    },
    async begin(path, text) {
      const headers = { [identityHeader]: await signIdentity(analyst('default'), secret), 'content-length': text.length + 1_000 };
      const heard = once(server, 'request');
      const upload = request(url + path, { method: 'POST', headers });
      upload.on('error', () => undefined);
      upload.write(text);
      await heard;
      return () => void upload.destroy();
    },
    async ask(source, variableValues, tenant = 'default') {
      return (await graphql({ schema: service.schema, source, variableValues, contextValue: { identity: analyst(tenant) } })) as never;
    },
    async close() {
      await new Promise((done) => server.close(done));
      await service.close();
      await bus.close(2_000);
      await database.close();
      await postgres.stop();
      const location = await readFile(join(dataDir, 'LOCATION'), 'utf8').catch(() => undefined);
      if (location) await rm(location.trim(), { recursive: true, force: true });
      await rm(folder, { recursive: true, force: true });
    },
  };
}
