import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { graphql } from 'graphql';
import { AttestConfig } from '@attest/config';
import { Topic, type Envelope, type ScriptAnalyzed, type ScriptSubmitted } from '@attest/contracts';
import type { Identity } from '@attest/identity';
import { createEmbeddedBus, type EventBus } from '@attest/messaging';
import { createLogger, createMetrics } from '@attest/observability';
import { createDatabase, startEmbeddedPostgres } from '@attest/persistence';
import { scriptAnalyzerService } from '@attest/script-analyzer';
import type { RunningService } from '@attest/service-host';

/** The script analyzer on an embedded PostgreSQL, seen through its doors. */
export interface Service {
  ask<T>(query: string, variables?: Record<string, unknown>, tenant?: string): Promise<{ data?: T | null; errors?: readonly { message: string; extensions?: Record<string, unknown> }[] }>;
  publish(envelopes: Envelope<ScriptSubmitted>[]): Promise<void>;
  /** What was announced, in order of arrival. */
  analyzed: Envelope<ScriptAnalyzed>[];
  cards: Envelope[];
  running: RunningService;
  bus: EventBus;
  /** Address of its database, for what no door can do. */
  databaseUrl: string;
  logFile: string;
  close(): Promise<void>;
}

/** Between the services of a test. */
export const secret = 'a secret between services in tests';

const analyst = (tenant: string): Identity => ({ subject: 'test', name: 'tester', tenant, roles: ['reader', 'hunter', 'responder', 'admin'] });

/** Starts it. */
export async function startScriptAnalyzer(environment: Record<string, string> = {}): Promise<Service> {
  const folder = await mkdtemp(join(tmpdir(), 'attest-scripts-'));
  const logFile = join(folder, 'log');
  const logger = createLogger('test', 'info', logFile);
  const dataDir = join(folder, 'postgres');
  const postgres = await startEmbeddedPostgres({ dataDir });
  const database = createDatabase(postgres.url);
  const bus = createEmbeddedBus({ url: postgres.url, logger, pollMs: 100 });
  await bus.ensureTopics();
  const analyzed: Envelope<ScriptAnalyzed>[] = [];
  const cards: Envelope[] = [];
  await bus.subscribe({
    topics: [Topic.ScriptAnalyzed, Topic.CardGenerated],
    group: 'test',
    from: 'earliest',
    handler: async (envelope) => {
      if (envelope.type === Topic.ScriptAnalyzed) analyzed.push(envelope as Envelope<ScriptAnalyzed>);
      else cards.push(envelope);
    },
  });
  const config = new AttestConfig({ ATTEST_SERVICE_SECRET: secret, ATTEST_DATA_DIR: folder, ...environment });
  const service = await scriptAnalyzerService.start({ config, database, bus, logger, metrics: createMetrics() });
  return {
    analyzed,
    cards,
    running: service,
    bus,
    databaseUrl: postgres.url,
    logFile,
    publish: (envelopes) => bus.publish(envelopes),
    async ask(source, variableValues, tenant = 'default') {
      return (await graphql({ schema: service.schema, source, variableValues, contextValue: { identity: analyst(tenant) } })) as never;
    },
    async close() {
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
