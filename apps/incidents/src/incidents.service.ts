import { createInbox, createOutbox, startOutboxRelay } from '@attest/messaging';
import { serviceSecret } from '@attest/identity';
import { startNestService, type RunningService, type ServiceContext, type ServiceDefinition } from '@attest/service-host';
import { ChangePublisher } from './application/change-publisher.js';
import { ImportEventsUseCase } from './application/import-events.use-case.js';
import { ImportIncidentsUseCase } from './application/import-incidents.use-case.js';
import { IncidentQueries } from './application/incident-queries.js';
import { NoteActionUseCase } from './application/note-action.use-case.js';
import { UpdateIncidentUseCase } from './application/update-incident.use-case.js';
import { IncidentContentEntity, IncidentEntity } from './infrastructure/incident.entity.js';
import { CreateIncidents1763900000001 } from './infrastructure/migrations/1763900000001-create-incidents.js';
import { CreateScriptSubmissions1764000000001 } from './infrastructure/migrations/1764000000001-create-script-submissions.js';
import { ActivityEntity, AlertEntity, CommentEntity, EventRowEntity, EvidenceEntity } from './infrastructure/record.entity.js';
import { IncidentsModule } from './incidents.module.js';

const schema = 'incidents';

/** An outbox that does not empty for this long means that nobody hears of changes. */
const stuckOutboxMs = 60_000;

/** The incidents service: the system of record. */
export const incidentsService: ServiceDefinition = {
  name: 'incidents',
  async start(context: ServiceContext): Promise<RunningService> {
    const entities = [IncidentEntity, IncidentContentEntity, AlertEntity, EvidenceEntity, EventRowEntity, ActivityEntity, CommentEntity];
    const database = await context.database.open({ schema, entities, migrations: [CreateIncidents1763900000001, CreateScriptSubmissions1764000000001] });
    const relay = await startOutboxRelay({ database, schema, bus: context.bus, logger: context.logger });
    const publisher = new ChangePublisher(createOutbox(schema));
    const parts = {
      queries: new IncidentQueries(database),
      imports: new ImportIncidentsUseCase(database, publisher),
      events: new ImportEventsUseCase(database, publisher),
      updates: new UpdateIncidentUseCase(database, publisher),
      actions: new NoteActionUseCase(database, createInbox(schema)),
      logger: context.logger,
    };
    return startNestService({
      name: 'incidents',
      module: IncidentsModule.with(parts, serviceSecret(context.config)),
      context,
      listens: true,
      checks: async () => {
        try {
          const age = await relay.oldestAgeMs();
          return [{ name: 'database', ok: true }, { name: 'outbox', ok: age < stuckOutboxMs, detail: `oldest event waits ${age} ms` }];
        } catch {
          return [{ name: 'database', ok: false, detail: 'The database does not answer.' }];
        }
      },
      close: async () => {
        await relay.close();
        await database.close();
      },
    });
  },
};
