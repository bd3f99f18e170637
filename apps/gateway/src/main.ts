import { AttestConfig } from '@attest/config';
import { localAccount } from '@attest/identity';
import { createLogger, createMetrics } from '@attest/observability';
import { createBus, onShutdown, requireDatabaseUrl, startFault } from '@attest/service-host';
import { startGateway, webRoot } from './index.js';

try {
  const config = AttestConfig.fromEnvironment();
  const logger = createLogger('gateway', config.logLevel);
  const metrics = createMetrics();
  const account = await localAccount({ dataDir: config.dataDir, password: config.password });
  const bus = createBus(config, requireDatabaseUrl(config), 'gateway', logger);
  await bus.ensureTopics();
  const services = { incidents: { url: config.incidentsUrl }, summarizer: { url: config.summarizerUrl }, scriptAnalyzer: { url: config.scriptAnalyzerUrl }, kqlAssistant: { url: config.kqlAssistantUrl }, responder: { url: config.responderUrl }, reporter: { url: config.reporterUrl }, evaluator: { url: config.evaluatorUrl } };
  const gateway = await startGateway({ config, bus, logger, metrics, services, account, webRoot });
  onShutdown(logger, async () => {
    await gateway.close();
    await bus.close();
  });
  const secret = account.generated ? account.password : 'the password in ATTEST_PASSWORD';
  process.stdout.write(`Attest is ready at ${gateway.url}. Sign in as ${account.user} / ${secret}\n`);
} catch (error) {
  process.stderr.write(`gateway could not start: ${startFault(error)}\n`);
  process.exit(1);
}
