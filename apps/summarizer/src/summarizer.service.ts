import { createInbox, createOutbox, startOutboxRelay } from '@attest/messaging';
import { serviceSecret } from '@attest/identity';
import { ModelArms } from '@attest/llm';
import { CompositionStore, databaseCheck, lookRegularly, ScriptResultStore, startNestService, type RunningService, type ServiceContext, type ServiceDefinition } from '@attest/service-host';
import { CardStore } from './application/card-store.js';
import { SummarizeIncidentUseCase } from './application/summarize-incident.use-case.js';
import { CardEntity } from './infrastructure/card.entity.js';
import { CreateCards1763900000000 } from './infrastructure/migrations/1763900000000-create-cards.js';
import { AddScriptResults1764300000000 } from './infrastructure/migrations/1764300000000-add-script-results.js';
import { AddComposition1767200000000 } from './infrastructure/migrations/1767200000000-add-composition.js';
import { SubjectEntity } from './infrastructure/subject.entity.js';
import { createSummaryMaker } from './infrastructure/worker-summary-maker.js';
import { SummarizerModule } from './summarizer.module.js';

const schema = 'summarizer';
const tellEveryMs = 1_000;

/** The summarizer: a summary of every incident, by itself, verified. */
export const summarizerService: ServiceDefinition = {
  name: 'summarizer',
  async start(context: ServiceContext): Promise<RunningService> {
    const database = await context.database.open({ schema, entities: [CardEntity, SubjectEntity], migrations: [CreateCards1763900000000, AddScriptResults1764300000000, AddComposition1767200000000] });
    const relay = await startOutboxRelay({ database, schema, bus: context.bus, logger: context.logger });
    const maker = createSummaryMaker(context.logger);
    const compositions = new CompositionStore(database, schema, 'incidentSummary');
    const arms = new ModelArms(context.config.model);
    const composerFor = async (tenant: string, incidentId: string) => arms.composer(await compositions.armFor(tenant, incidentId));
    const inbox = createInbox(schema);
    const useCase = new SummarizeIncidentUseCase(new CardStore(database, createOutbox(schema), inbox), new ScriptResultStore(database, inbox, schema), maker, composerFor, context.logger);
    const scripts = lookRegularly((signal) => useCase.tellScripts(signal), { everyMs: tellEveryMs, logger: context.logger, sentence: 'summaries of analysed scripts will be tried again' });
    return startNestService({
      name: 'summarizer',
      module: SummarizerModule.with(useCase, compositions, serviceSecret(context.config)),
      context,
      listens: true,
      checks: async () => [await databaseCheck(database)],
      close: async () => {
        await scripts.close();
        await relay.close();
        await maker.close();
        await database.close();
      },
    });
  },
};
