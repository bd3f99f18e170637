import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AttestConfig } from '@attest/config';
import { createLogger, createMetrics } from '@attest/observability';
import { createDatabase } from '@attest/persistence';
import { createBus, requireDatabaseUrl } from './bus.js';
import { onShutdown } from './shutdown.js';
import { startFault } from './start-fault.js';
import type { Check, RunningService, ServiceDefinition } from './service.js';

/**
 * Runs one service as a process: opens its database and bus, starts it, listens on the configured port with
 * `/healthz`, `/readyz` and `/metrics` in front, and ends cleanly on SIGINT, SIGTERM or when its launcher is gone.
 * Exits with 1 and one sentence on standard error when it cannot start.
 */
export async function runService(definition: ServiceDefinition): Promise<void> {
  try {
    const config = AttestConfig.fromEnvironment();
    const logger = createLogger(definition.name, config.logLevel);
    const metrics = createMetrics();
    const databaseUrl = requireDatabaseUrl(config);
    const database = createDatabase(databaseUrl);
    const bus = createBus(config, databaseUrl, definition.name, logger);
    await bus.ensureTopics();
    const service = await definition.start({ config, database, bus, logger, metrics });
    const ready = async (): Promise<Check[]> => {
      const health = await bus.health();
      return [{ name: 'bus', ok: health.ok, detail: health.detail }, ...(await service.checks())];
    };
    const server = await listen(service, ready, () => metrics.metrics(), config.port, config.host);
    const { port } = server.address() as AddressInfo;
    logger.info({ port }, `${definition.name} is ready`);
    onShutdown(logger, async () => {
      await new Promise<void>((done) => {
        server.close(() => done());
        server.closeIdleConnections();
      });
      await service.close();
      await bus.close();
      await database.close();
    });
  } catch (error) {
    process.stderr.write(`${definition.name} could not start: ${startFault(error)}\n`);
    process.exit(1);
  }
}

function listen(service: RunningService, ready: () => Promise<Check[]>, metrics: () => Promise<string>, port: number, host: string): Promise<Server> {
  const server = createServer((request, response) => {
    const answer = (status: number, type: string, body: string): void => {
      response.writeHead(status, { 'content-type': type }).end(body);
    };
    const path = request.url?.split('?')[0];
    if (path === '/healthz') return answer(200, 'application/json', '{"status":"ok"}');
    if (path === '/readyz') {
      void ready().then(
        (checks) => answer(checks.every((c) => c.ok) ? 200 : 503, 'application/json', JSON.stringify({ checks })),
        () => answer(503, 'application/json', '{"checks":[]}'),
      );
      return;
    }
    if (path === '/metrics') {
      void metrics().then((text) => answer(200, 'text/plain; version=0.0.4', text), () => answer(500, 'text/plain', ''));
      return;
    }
    service.http(request, response);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}
