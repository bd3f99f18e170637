import { availableParallelism } from 'node:os';
import { createInbox, createOutbox, startOutboxRelay } from '@attest/messaging';
import { ModelArms } from '@attest/llm';
import { serviceSecret } from '@attest/identity';
import { ScriptPool } from '@attest/script-engine/pool';
import { CompositionStore, databaseCheck, startNestService, type RunningService, type ServiceContext, type ServiceDefinition } from '@attest/service-host';
import { AnalyzeScriptUseCase } from './application/analyze-script.use-case.js';
import { ScriptStore } from './application/script-store.js';
import { AddScriptSearch1764100000000 } from './infrastructure/migrations/1764100000000-add-script-search.js';
import { CreateScripts1764000000000 } from './infrastructure/migrations/1764000000000-create-scripts.js';
import { AddComposition1767200000000 } from './infrastructure/migrations/1767200000000-add-composition.js';
import { ScriptEntity, ScriptIncidentEntity } from './infrastructure/script.entity.js';
import { ScriptAnalyzerModule } from './script-analyzer.module.js';

const schema = 'script_analyzer';

/** The script analyzer: an analysis of every script, once. More processes share the partitions of its topic by themselves. */
export const scriptAnalyzerService: ServiceDefinition = {
  name: 'scriptAnalyzer',
  async start(context: ServiceContext): Promise<RunningService> {
    const database = await context.database.open({ schema, entities: [ScriptEntity, ScriptIncidentEntity], migrations: [CreateScripts1764000000000, AddScriptSearch1764100000000, AddComposition1767200000000] });
    const relay = await startOutboxRelay({ database, schema, bus: context.bus, logger: context.logger });
    const workers = Math.max(1, availableParallelism() - 1);
    const pool = new ScriptPool({ workers });
    const compositions = new CompositionStore(database, schema, 'scriptAnalysis');
    const arms = new ModelArms(context.config.model);
    const composerFor = async (tenant: string, sha256: string) => arms.composer(await compositions.armFor(tenant, sha256));
    const useCase = new AnalyzeScriptUseCase(new ScriptStore(database, createOutbox(schema), createInbox(schema)), pool, composerFor, context.logger, context.config.scriptLimitBytes);
    return startNestService({
      name: 'scriptAnalyzer',
      module: ScriptAnalyzerModule.with(useCase, compositions, serviceSecret(context.config), context.logger),
      context,
      listens: true,
      concurrency: workers + 1,
      checks: async () => [await databaseCheck(database)],
      close: async () => {
        await relay.close();
        await pool.close();
        await database.close();
      },
    });
  },
};
