import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { graphql } from 'graphql';
import { AttestConfig } from '@attest/config';
import { packJson, Topic, type CardGenerated, type Envelope, type FeedbackGiven } from '@attest/contracts';
import { evaluatorService } from '@attest/evaluator';
import { identityHeader, signIdentity, type Identity, type Role } from '@attest/identity';
import { createEmbeddedBus, type EventBus } from '@attest/messaging';
import { createLogger, createMetrics } from '@attest/observability';
import { createDatabase, startEmbeddedPostgres, type ServiceDatabase } from '@attest/persistence';
import type { RunningService, ServiceDefinition } from '@attest/service-host';
import { eventually } from '@attest/testing';

/** Answer of a subgraph. */
export interface Answer<T> {
  data?: T;
  errors?: { message: string; extensions: Record<string, unknown> }[];
}

/** The evaluator on an embedded PostgreSQL, seen through its doors. */
export interface EvaluatorService {
  running: RunningService;
  bus: EventBus;
  /** Its schema, to look into. */
  inspection: ServiceDatabase;
  ask<T>(query: string, variables?: Record<string, unknown>, asker?: Identity): Promise<Answer<T>>;
  get(path: string, asker?: Identity): Promise<{ status: number; text: string; headers: Headers }>;
  /** Waits until each of some events was handled. */
  handled(envelopes: readonly Envelope[]): Promise<void>;
  /** Publishes envelopes and waits until each was handled. */
  hear(envelopes: readonly Envelope[]): Promise<void>;
  /** Brings a card in; answers with its id. */
  card(more?: Partial<CardGenerated>, whole?: unknown, options?: { tenant?: string; at?: string }): Promise<string>;
  /** Waits until everything that was said has been counted. */
  counted(): Promise<void>;
  /** Stops the service in good order and starts it again on the same database; `get` still asks the one before. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

const secret = 'a secret between services in tests';

/** Somebody. */
export function person(subject = 'ana', roles: Role[] = ['reader'], tenant = 'default'): Identity {
  return { subject, name: `${subject.charAt(0).toUpperCase()}${subject.slice(1)} Person`, tenant, roles };
}

/** An event of a card. */
export function cardEvent(more: Partial<CardGenerated> = {}): CardGenerated {
  return {
    cardId: randomUUID(), kind: 'incidentSummary', subjectId: 'i-1', subjectRevision: 1, version: 1, composer: 'rules', digest: 'd'.repeat(64), dropped: 1,
    provenance: { engine: 'incident-engine 1', model: null, promptHash: null, inputDigest: 'a'.repeat(64), fallback: null, facts: 12, statements: 3, repaired: 0, ms: 40, promptTokens: null, completionTokens: null },
    ...more,
  };
}

/** An event in its envelope. */
export function envelope(type: Topic, key: string, payload: CardGenerated | FeedbackGiven, { tenant = 'default', at = new Date().toISOString() }: { tenant?: string; at?: string } = {}): Envelope {
  return { id: randomUUID(), type, version: 1, tenant, key, occurredAt: at, payload };
}

/** A vote as the topic carries it. */
export function voteEvent(card: CardGenerated, subject: string, version: number, at: string, more: Partial<FeedbackGiven> = {}): FeedbackGiven {
  const { cardId, kind, subjectId, subjectRevision, digest, composer, provenance } = card;
  return {
    feedbackId: randomUUID(), version, withdrawn: false, verdict: 'confirmed', faults: [], comment: null, corrections: [], by: { subject, name: subject }, at,
    card: {
      cardId, subjectId, subjectRevision, digest, composer, kind: kind as 'incidentSummary', part: null, version: card.version, engine: provenance?.engine ?? 'unknown',
      model: provenance?.model ?? null, promptHash: provenance?.promptHash ?? null, inputDigest: provenance?.inputDigest ?? '',
    },
    ...more,
  };
}

/** Starts it, with other services beside it on the same bus and database. */
export async function startEvaluator(environment: Record<string, string> = {}, others: readonly ServiceDefinition[] = []): Promise<EvaluatorService> {
  const folder = await mkdtemp(join(tmpdir(), 'attest-evaluator-'));
  const dataDir = join(folder, 'postgres');
  const logger = createLogger('test', 'info', join(folder, 'log'));
  const postgres = await startEmbeddedPostgres({ dataDir });
  const database = createDatabase(postgres.url);
  const bus = createEmbeddedBus({ url: postgres.url, logger, pollMs: 50 });
  await bus.ensureTopics();
  const config = new AttestConfig({ ATTEST_SERVICE_SECRET: secret, ATTEST_DATA_DIR: folder, ...environment });
  const context = { config, database, bus, logger, metrics: createMetrics() };
  let running = await evaluatorService.start(context);
  const beside: RunningService[] = [];
  for (const other of others) beside.push(await other.start(context));
  const server = createServer(running.http);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const inspection = await database.open({ schema: 'evaluator', entities: [], migrations: [], poolSize: 1 });
  const handled: EvaluatorService['handled'] = async (envelopes) => {
    const ids = [...new Set(envelopes.map(({ id }) => id))];
    const count = (): Promise<boolean> => inspection.acrossTenants(async (manager) => (await manager.query<{ n: number }[]>('SELECT count(*)::int AS n FROM evaluator.inbox WHERE event_id = ANY($1)', [ids]))[0]?.n === ids.length);
    await eventually(`${ids.length} events to be handled`, count, 300_000);
  };
  const hear: EvaluatorService['hear'] = async (envelopes) => {
    await bus.publish(envelopes);
    await handled(envelopes);
  };
  return {
    running,
    bus,
    inspection,
    handled,
    hear,
    async restart() {
      await running.close();
      running = await evaluatorService.start(context);
    },
    async ask(source, variableValues, asker = person()) {
      return (await graphql({ schema: running.schema, source, variableValues, contextValue: { identity: asker } })) as never;
    },
    async get(path, asker = person()) {
      const { port } = server.address() as AddressInfo;
      const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { [identityHeader]: await signIdentity(asker, secret) } });
      return { status: response.status, text: await response.text(), headers: response.headers };
    },
    async card(more = {}, whole = undefined, options = {}) {
      const event = cardEvent({ ...more, ...(whole === undefined ? {} : { card: packJson(whole) }) });
      await hear([envelope(Topic.CardGenerated, event.subjectId, event, options)]);
      return event.cardId;
    },
    counted: () =>
      eventually('feedback to be counted', () =>
        inspection.acrossTenants(async (manager) => {
          const [row] = await manager.query<{ waiting: number }[]>(
            `SELECT (SELECT count(*) FROM evaluator.outbox)::int
               + (SELECT count(*) FROM evaluator.feedback f WHERE NOT EXISTS (SELECT 1 FROM evaluator.vote v WHERE v.tenant = f.tenant AND v.card_id = f.card_id AND v.part = f.part AND v.subject = f.subject AND v.version = f.version))::int AS waiting`,
          );
          return row?.waiting === 0;
        }),
      ),
    async close() {
      server.close();
      server.closeAllConnections();
      await running.close();
      for (const other of beside) await other.close();
      await bus.close(2_000);
      await database.close();
      await postgres.stop();
      const location = await readFile(join(dataDir, 'LOCATION'), 'utf8').catch(() => undefined);
      if (location) await rm(location.trim(), { recursive: true, force: true });
      await rm(folder, { recursive: true, force: true });
    },
  };
}
