import { serviceSecret } from '@attest/identity';
import { createInbox, createOutbox, startOutboxRelay } from '@attest/messaging';
import { databaseCheck, lookRegularly, ScriptResultStore, startNestService, type RunningService, type ServiceContext, type ServiceDefinition } from '@attest/service-host';
import { MakeReportUseCase } from './application/make-report.use-case.js';
import { ManageTemplateUseCase } from './application/manage-template.use-case.js';
import { PeriodReportUseCase } from './application/period-report.use-case.js';
import { ReadReportsUseCase } from './application/read-reports.use-case.js';
import { RecordStore } from './application/record-store.js';
import { ReportStore } from './application/report-store.js';
import { TemplateStore } from './application/template-store.js';
import { reporterSchema } from './infrastructure/reporter-schema.js';
import { WorkerReportMaker } from './infrastructure/worker-report-maker.js';
import { ReporterModule } from './reporter.module.js';

const schema = reporterSchema.schema;
const lookEveryMs = 1_000;

/** The reporter: the report of every incident, made when asked for and when it is resolved. Any number of processes. */
export const reporterService: ServiceDefinition = {
  name: 'reporter',
  async start(context: ServiceContext): Promise<RunningService> {
    const { config, logger } = context;
    const database = await context.database.open(reporterSchema);
    const relay = await startOutboxRelay({ database, schema, bus: context.bus, logger });
    const inbox = createInbox(schema);
    const maker = new WorkerReportMaker(logger);
    const records = new RecordStore(database, inbox);
    const reports = new ReportStore(database, createOutbox(schema));
    const templates = new TemplateStore(database);
    const making = new MakeReportUseCase(records, new ScriptResultStore(database, inbox, schema), templates, reports, maker, logger);
    const parts = { making, reading: new ReadReportsUseCase(records, reports, maker), templates: new ManageTemplateUseCase(templates), periods: new PeriodReportUseCase(records, templates, maker), logger };
    const closings = lookRegularly((signal) => making.makeClosed(signal), { everyMs: lookEveryMs, logger, sentence: 'reports of resolved incidents will be tried again' });
    return startNestService({
      name: 'reporter',
      module: ReporterModule.with(parts, serviceSecret(config)),
      context,
      listens: true,
      checks: async () => [await databaseCheck(database)],
      close: async () => {
        await closings.close();
        await relay.close();
        await maker.close();
        await database.close();
      },
    });
  },
};
