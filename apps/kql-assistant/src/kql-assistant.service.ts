import { availableParallelism } from 'node:os';
import type { HuntTarget } from '@attest/config';
import { serviceSecret } from '@attest/identity';
import { DefenderBackend, KustoBackend, type Admission, type HuntBackend } from '@attest/kql-engine';
import { ModelArms } from '@attest/llm';
import { createInbox, createOutbox, startOutboxRelay } from '@attest/messaging';
import { CompositionStore, databaseCheck, startNestService, type RunningService, type ServiceContext, type ServiceDefinition } from '@attest/service-host';
import { AskHuntUseCase } from './application/ask-hunt.use-case.js';
import { EmbeddedHuntEngine, RemoteHuntEngine, type HuntEngine } from './application/hunt-engine.js';
import { longestQuery, type HuntLimits } from './application/hunt-limits.js';
import { HuntStore } from './application/hunt-store.js';
import { KqlHelpUseCase } from './application/kql-help.use-case.js';
import { LandRowsUseCase } from './application/land-rows.use-case.js';
import { LandingStore } from './application/landing-store.js';
import { LinkHuntUseCase } from './application/link-hunt.use-case.js';
import { RunHuntUseCase } from './application/run-hunt.use-case.js';
import { RunStore } from './application/run-store.js';
import { Turnstile } from './application/turnstile.js';
import { emptyTables } from './domain/tenant-schema.js';
import { draftDigestFor } from './application/draft-digest.js';
import { createFreshener } from './infrastructure/freshener.js';
import { EngineHost } from './infrastructure/engine/engine-host.js';
import { HuntEntity, IncidentHuntEntity, RunEntity, SavedHuntEntity } from './infrastructure/hunt.entity.js';
import { createHuntMetrics } from './infrastructure/hunt-metrics.js';
import { LanguagePool } from './infrastructure/language/language-pool.js';
import { CreateHunts1765000000000 } from './infrastructure/migrations/1765000000000-create-hunts.js';
import { AddComposition1767200000000 } from './infrastructure/migrations/1767200000000-add-composition.js';
import { composerFor } from './infrastructure/question-composer.js';
import { KqlAssistantModule } from './kql-assistant.module.js';

const schema = 'kql_assistant';

/** Rows of old runs are looked for so often. */
const expiryMs = 10 * 60_000;

/** The KQL assistant: questions become checked queries, queries rows. Any number of processes, each with replicas of its own. */
export const kqlAssistantService: ServiceDefinition = {
  name: 'kqlAssistant',
  async start(context: ServiceContext): Promise<RunningService> {
    const { config, logger } = context;
    const database = await context.database.open({ schema, entities: [HuntEntity, RunEntity, SavedHuntEntity, IncidentHuntEntity], migrations: [CreateHunts1765000000000, AddComposition1767200000000], poolSize: 8 });
    const relay = await startOutboxRelay({ database, schema, bus: context.bus, logger });
    const landing = new LandingStore(database, createInbox(schema));
    const runs = new RunStore(database);
    const hunts = new HuntStore(database, runs, createOutbox(schema));
    const language = new LanguagePool({ threads: Math.max(1, Math.min(4, availableParallelism() - 1)), timeoutMs: 20_000, heapMb: 768 });
    const host = new EngineHost(landing, { dir: config.hunt.dir, memoryMb: config.hunt.memoryMb, threads: Math.max(1, Math.min(4, availableParallelism())) }, logger);
    const engine = engineFor(config.hunt.target, language, host);
    const limits: HuntLimits = { maxRows: config.hunt.maxRows, timeoutMs: config.hunt.timeoutMs, keepHours: config.hunt.keepHours, queryLength: longestQuery };
    const turnstile = new Turnstile(config.hunt.concurrency);
    const metrics = createHuntMetrics(context.metrics, turnstile);
    const running = new RunHuntUseCase(runs, hunts, engine, turnstile, limits, logger, metrics.ended);
    const compositions = new CompositionStore(database, schema, 'kqlAnswer');
    const arms = new ModelArms(config.model);
    const composer = composerFor(language, async (tenant, huntId) => arms.chat(await compositions.armFor(tenant, huntId)), logger, draftDigestFor(engine, turnstile));
    const freshener = createFreshener(engine, logger);
    const parts = {
      asking: new AskHuntUseCase(hunts, landing, language, engine, composer, turnstile, limits, logger),
      running,
      linking: new LinkHuntUseCase(hunts, runs, landing),
      help: new KqlHelpUseCase(language, engine, landing, hunts),
      landing: new LandRowsUseCase(landing, host, logger, freshener.landed),
      hunts,
      runs,
      compositions,
      facts: { backend: engine.backend, model: config.model?.name, limits },
      logger,
    };
    const expiry = setInterval(() => void runs.expire().catch((error: unknown) => logger.warn({ err: error }, 'rows of old hunts could not be removed')), expiryMs);
    expiry.unref();
    return startNestService({
      name: 'kqlAssistant',
      module: KqlAssistantModule.with(parts, serviceSecret(config)),
      context,
      listens: true,
      checks: async () => [await databaseCheck(database)],
      close: async () => {
        clearInterval(expiry);
        freshener.close();
        running.close();
        await relay.close();
        await language.close();
        await engine.close();
        await host.close();
        await database.close();
      },
    });
  },
};

function engineFor(target: HuntTarget, language: LanguagePool, host: EngineHost): HuntEngine {
  if (target.backend === 'duckdb') return new EmbeddedHuntEngine(language, host);
  return new RemoteHuntEngine(language, remoteBackend(target, language));
}

function remoteBackend(target: Exclude<HuntTarget, { backend: 'duckdb' }>, language: LanguagePool): HuntBackend {
  const { tenantId, clientId, clientSecret, loginUrl } = target.credentials;
  const credentials = { tenantId, clientId, clientSecret, authority: loginUrl };
  const admit: Admission = (kql, signal) => language.call('admit', { kql, tables: emptyTables }, signal);
  return target.backend === 'defender' ? new DefenderBackend({ credentials, admit, graphUrl: `${target.url}/v1.0` }) : new KustoBackend({ credentials, admit, clusterUrl: target.url, database: target.database });
}
