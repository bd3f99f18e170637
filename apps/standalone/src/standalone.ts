import { join } from 'node:path';
import { AttestConfig } from '@attest/config';
import { evaluatorService } from '@attest/evaluator';
import { startGateway, webRoot } from '@attest/gateway';
import { localAccount } from '@attest/identity';
import { incidentsService } from '@attest/incidents';
import { createLogger, createMetrics } from '@attest/observability';
import { createDatabase, startEmbeddedPostgres } from '@attest/persistence';
import { createBus, onShutdown, requireFreePort, type RunningService } from '@attest/service-host';
import { kqlAssistantService } from '@attest/kql-assistant';
import { reporterService } from '@attest/reporter';
import { responderService } from '@attest/responder';
import { scriptAnalyzerService } from '@attest/script-analyzer';
import { summarizerService } from '@attest/summarizer';
import { loadSamples } from './sample.js';

/**
 * Starts every service in this process: embedded PostgreSQL and bus unless others are configured, then the services,
 * then the gateway on one port, then the sample incidents when the installation is empty.
 * `say` hears one sentence per step. Ends by itself on the usual signals.
 */
export async function startStandalone(say: (sentence: string) => void): Promise<void> {
  const started = performance.now();
  const config = AttestConfig.fromEnvironment();
  const logFile = join(config.dataDir, 'attest.log');
  const logger = createLogger('standalone', config.logLevel, logFile);
  const closers: (() => Promise<void>)[] = [];
  const closeAll = async (): Promise<void> => {
    for (const close of closers.reverse()) await close();
  };
  onShutdown(logger, closeAll);
  try {
    await requireFreePort(config);
    const account = await localAccount({ dataDir: config.dataDir, password: config.password });
    say(config.databaseUrl ? 'Connecting to PostgreSQL ...' : 'Starting the embedded PostgreSQL ...');
    const databaseUrl = config.databaseUrl ?? (await embeddedDatabase(config, closers));
    const database = createDatabase(databaseUrl);
    closers.push(() => database.close());
    const metrics = createMetrics();
    const bus = createBus(config, databaseUrl, 'standalone', logger);
    closers.push(() => bus.close());
    await bus.ensureTopics();
    say('Starting the services ...');
    const services: RunningService[] = [];
    for (const definition of [incidentsService, summarizerService, scriptAnalyzerService, kqlAssistantService, responderService, reporterService, evaluatorService]) {
      const service = await definition.start({ config, database, bus, logger: logger.child({ service: definition.name }), metrics });
      closers.push(() => service.close());
      services.push(service);
    }
    const gateway = await startGateway({
      config,
      bus,
      logger: logger.child({ service: 'gateway' }),
      metrics,
      account,
      webRoot,
      services: Object.fromEntries(services.map((service) => [service.name, service])) as Record<RunningService['name'], RunningService>,
    });
    closers.push(() => gateway.close());
    if (config.sample) {
      const doors = { url: gateway.url, user: account.user, password: account.password };
      const loaded = await loadSamples(doors);
      if (loaded > 0) say(`Loaded ${loaded} sample incidents.`);
    }
    say('');
    say(`Ready in ${((performance.now() - started) / 1000).toFixed(1)} s`);
    say(`Address   ${gateway.url.replace('127.0.0.1', 'localhost')}`);
    say(`Sign in   ${account.user} / ${account.password}`);
    say(`Composer  ${config.model ? `model ${config.model.name}, every statement verified` : 'rules; set ATTEST_MODEL_URL and ATTEST_MODEL_NAME to connect a model'}`);
    say(`Log       ${logFile}`);
    say('Stop      Ctrl-C');
  } catch (error) {
    logger.error({ err: error }, 'could not start');
    await closeAll().catch(() => undefined);
    throw error;
  }
}

async function embeddedDatabase(config: AttestConfig, closers: (() => Promise<void>)[]): Promise<string> {
  const postgres = await startEmbeddedPostgres({ dataDir: join(config.dataDir, 'postgres') });
  closers.push(() => postgres.stop());
  return postgres.url;
}
