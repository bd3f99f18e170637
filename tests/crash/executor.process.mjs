import { createAuditLog } from '@attest/identity/audit';
import { ActionExecutor } from '../../apps/responder/dist/application/action-executor.js';
import { ActionLedger } from '../../apps/responder/dist/application/action-ledger.js';
import { ActionQueue } from '../../apps/responder/dist/application/action-queue.js';
import { ConnectorRegistry } from '../../apps/responder/dist/application/connector-registry.js';
import { DefenderConnector } from '../../apps/responder/dist/infrastructure/connectors/defender-connector.js';
import { LabConnector } from '../../apps/responder/dist/infrastructure/connectors/lab-connector.js';
import { ManualConnector } from '../../apps/responder/dist/infrastructure/connectors/manual-connector.js';
import { WebhookConnector } from '../../apps/responder/dist/infrastructure/connectors/webhook-connector.js';
import { ActionEntity } from '../../apps/responder/dist/infrastructure/action.entity.js';
import { createOutbox } from '../../libs/messaging/dist/sql-outbox.js';
import { createLogger } from '../../libs/observability/dist/logger.js';
import { createDatabase } from '../../libs/persistence/dist/typeorm-database.js';

/**
 * An executor with every connector, for killing; it runs from the build, and loads no more than it
 * needs, so that it can be killed often. Argument: where everything is, as
 * JSON. With `dieAt` it kills itself at a named step of an action.
 */
const { databaseUrl, apiUrl, webhookUrl, secret, credentials, options, dieAt } = JSON.parse(process.argv[2]);
const database = await createDatabase(databaseUrl).open({ schema: 'responder', entities: [ActionEntity], migrations: [], poolSize: 6 });
const ledger = new ActionLedger(createOutbox('responder'), createAuditLog('responder'));
const lab = new LabConnector(database, 30);
const others = [
  new WebhookConnector({ name: 'webhook-key', url: `${webhookUrl}/key`, secret, honoursKey: true }),
  new WebhookConnector({ name: 'webhook-none', url: `${webhookUrl}/none`, secret, honoursKey: false }),
  new DefenderConnector({ graphUrl: apiUrl, endpointUrl: apiUrl, endpointScope: `${apiUrl}/.default`, credentials: { ...credentials, loginUrl: apiUrl }, pollMs: 30 }),
];
const step = (name, actionId) => {
  if (dieAt?.step === name && dieAt.actionId === actionId) process.kill(process.pid, 'SIGKILL');
};
const executor = new ActionExecutor(new ActionQueue(database, options.leaseMs), ledger, new ConnectorRegistry(lab, new ManualConnector(), others), { ...options, step }, createLogger('executor', 'error'));
executor.start();
process.stdout.write('ready\n');
