import { randomUUID } from 'node:crypto';
import { serviceSecret } from '@attest/identity';
import { createAuditLog } from '@attest/identity/audit';
import { createInbox, createOutbox, startOutboxRelay } from '@attest/messaging';
import { databaseCheck, lookRegularly, startNestService, type RunningService, type ServiceContext, type ServiceDefinition } from '@attest/service-host';
import { CardStore } from './application/card-store.js';
import { CompositionsUseCase } from './application/compositions.use-case.js';
import { EvaluationCasesUseCase } from './application/evaluation-cases.use-case.js';
import { EvaluationRunsUseCase } from './application/evaluation-runs.use-case.js';
import { EvaluationReader } from './application/evaluation-reader.js';
import { FeedbackReader } from './application/feedback-reader.js';
import { FigureStore } from './application/figure-store.js';
import { GiveFeedbackUseCase } from './application/give-feedback.use-case.js';
import { HearEventsUseCase } from './application/hear-events.use-case.js';
import { LessonsUseCase } from './application/lessons.use-case.js';
import { Retention } from './application/retention.js';
import { RunQueue } from './application/run-queue.js';
import { RunStore } from './application/run-store.js';
import { SnapshotStore } from './application/snapshot-store.js';
import { EvaluatorModule } from './evaluator.module.js';
import { evaluatorSchema } from './infrastructure/evaluator-schema.js';
import { ProcessRunMaker } from './infrastructure/process-run-maker.js';
import { WorkerCaseMaker } from './infrastructure/worker-case-maker.js';

const schema = evaluatorSchema.schema;
const forgetEveryMs = 3_600_000;
const lookForRunsEveryMs = 2_000;

/** The evaluator: takes feedback, tells everybody, and counts how cards do. Any number of processes. */
export const evaluatorService: ServiceDefinition = {
  name: 'evaluator',
  async start(context: ServiceContext): Promise<RunningService> {
    const { config, logger } = context;
    const secret = serviceSecret(config);
    const database = await context.database.open({ ...evaluatorSchema, poolSize: 8 });
    const relay = await startOutboxRelay({ database, schema, bus: context.bus, logger });
    const [cards, figures, audit] = [new CardStore(), new FigureStore(), createAuditLog(schema)];
    const lessons = new LessonsUseCase(database, audit);
    const snapshots = new SnapshotStore(database, createInbox(schema));
    const caseMaker = new WorkerCaseMaker(logger);
    const cases = new EvaluationCasesUseCase(database, cards, snapshots, caseMaker, audit, secret);
    const retention = new Retention(database, lessons, config.evaluation.retentionDays);
    const forgetting = lookRegularly(() => retention.look(), { everyMs: forgetEveryMs, logger, sentence: 'old feedback will be forgotten later' });
    const runs = new RunQueue(new RunStore(database, randomUUID()), new ProcessRunMaker(config.model), (tenant) => cases.parts(tenant), logger);
    const running = lookRegularly(() => runs.look(), { everyMs: lookForRunsEveryMs, logger, sentence: 'evaluation runs will be looked for again' });
    return startNestService({
      name: 'evaluator',
      module: EvaluatorModule.with(
        {
          giving: new GiveFeedbackUseCase(database, createOutbox(schema), cards, snapshots),
          feedback: new FeedbackReader(database, cards),
          hearing: new HearEventsUseCase(database, createInbox(schema), figures),
          evaluation: new EvaluationReader(database, figures, config.evaluation.prices),
          snapshots,
          lessons,
          cases,
          compositions: new CompositionsUseCase(database, createOutbox(schema), audit, config.model?.name),
          runs: new EvaluationRunsUseCase(database, audit, config.model?.name),
          logger,
        },
        secret,
      ),
      context,
      listens: true,
      checks: async () => [await databaseCheck(database)],
      close: async () => {
        await running.close();
        await runs.close();
        await forgetting.close();
        await caseMaker.close();
        await relay.close();
        await database.close();
      },
    });
  },
};
