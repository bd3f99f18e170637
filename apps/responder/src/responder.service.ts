import type { ResponseConfig } from '@attest/config';
import { ConfigError, responseSettings } from '@attest/config';
import { serviceSecret, type Role } from '@attest/identity';
import { createAuditLog } from '@attest/identity/audit';
import { GuidebookReader } from '@attest/guidebook-reader';
import { createInbox, createOutbox, startOutboxRelay } from '@attest/messaging';
import { responseAction } from '@attest/security-model';
import { databaseCheck, lookRegularly, ScriptResultStore, startNestService, type RunningService, type ServiceContext, type ServiceDefinition } from '@attest/service-host';
import { ActionExecutor, type ExecutorOptions } from './application/action-executor.js';
import { ActionLedger } from './application/action-ledger.js';
import { ActionQueue } from './application/action-queue.js';
import { ActionReader } from './application/action-reader.js';
import { ActionSync } from './application/action-sync.js';
import { DecideActionUseCase } from './application/decide-action.use-case.js';
import { GuideIncidentUseCase } from './application/guide-incident.use-case.js';
import { GuidebookStore } from './application/guidebook-store.js';
import { ManageGuidebooksUseCase } from './application/manage-guidebooks.use-case.js';
import { ResponseStore } from './application/response-store.js';
import type { ApprovalRules } from './domain/action-rules.js';
import { createActionMetrics } from './infrastructure/action-metrics.js';
import { connectorsFor } from './infrastructure/connectors/index.js';
import { responderSchema } from './infrastructure/responder-schema.js';
import { WorkerResponseMaker } from './infrastructure/worker-response-maker.js';
import { ResponderModule } from './responder.module.js';

const schema = responderSchema.schema;
const tellEveryMs = 1_000;

/** How actions are carried out, by the longest time a call may take. */
export function executorOptions(timeoutMs: number): ExecutorOptions {
  return { concurrency: 8, timeoutMs, leaseMs: timeoutMs * 3, settleMs: Math.min(15_000, timeoutMs), idleMs: 500, backoffMs: 1_000, longestBackoffMs: 120_000 };
}

/** The responder: a guided response to every incident, and actions that are carried out once. Any number of processes. */
export const responderService: ServiceDefinition = {
  name: 'responder',
  async start(context: ServiceContext): Promise<RunningService> {
    const { config, logger } = context;
    const rules = rulesOf(config.response);
    const database = await context.database.open({ ...responderSchema, poolSize: 10 });
    const relay = await startOutboxRelay({ database, schema, bus: context.bus, logger });
    const [outbox, inbox, audit] = [createOutbox(schema), createInbox(schema), createAuditLog(schema)];
    const ledger = new ActionLedger(outbox, audit);
    const reader = new ActionReader(database, audit);
    const connectors = connectorsFor(config.response, database);
    const metrics = createActionMetrics(context.metrics, reader);
    const options = { ...executorOptions(config.response.timeoutMs), ended: metrics.ended };
    const executor = new ActionExecutor(new ActionQueue(database, options.leaseMs), ledger, connectors, options, logger);
    const maker = new WorkerResponseMaker(logger);
    const guideReader = new GuidebookReader();
    const guidebooks = new ManageGuidebooksUseCase(new GuidebookStore(database), guideReader, audit);
    const guiding = new GuideIncidentUseCase(new ResponseStore(database, outbox, inbox, new ActionSync(ledger)), new ScriptResultStore(database, inbox, schema), guidebooks.store, maker, logger);
    const deciding = new DecideActionUseCase(database, ledger, connectors, rules, () => executor.wake());
    const scripts = lookRegularly((signal) => guiding.tellScripts(signal), { everyMs: tellEveryMs, logger, sentence: 'responses to analysed scripts will be tried again' });
    executor.start();
    return startNestService({
      name: 'responder',
      module: ResponderModule.with({ guiding, guidebooks, deciding, reader, connectors, facts: { connector: config.response.target.connector, fourEyes: config.response.fourEyes }, logger }, serviceSecret(config)),
      context,
      listens: true,
      checks: async () => [await databaseCheck(database)],
      close: async () => {
        await executor.close();
        await scripts.close();
        await relay.close();
        await maker.close();
        await guideReader.close();
        await database.close();
      },
    });
  },
};

/** @throws ConfigError for a role of an action that the catalogue does not have */
function rulesOf({ fourEyes, roles }: ResponseConfig): ApprovalRules {
  for (const action of Object.keys(roles)) {
    if (responseAction(action) === undefined) throw new ConfigError(responseSettings.responseRoles.variable, `about actions of the catalogue; ${action} is none`);
  }
  return { fourEyes, roles: roles as Record<string, Role> };
}
