import { Readable } from 'node:stream';
import { Inject } from '@nestjs/common';
import { Args, ID, Int, Mutation, Resolver } from '@nestjs/graphql';
import { CurrentIdentity, type Identity } from '@attest/identity';
import { ImportEventsUseCase } from '../application/import-events.use-case.js';
import { ImportIncidentsUseCase } from '../application/import-incidents.use-case.js';
import { UpdateIncidentUseCase } from '../application/update-incident.use-case.js';
import { EventImportResult, ImportIncidentsInput, ImportResult, Incident, UpdateIncidentInput } from './incident.model.js';

/** Everything that changes incidents. */
@Resolver(() => Incident)
export class IncidentChangesResolver {
  constructor(
    @Inject(ImportIncidentsUseCase) private readonly imports: ImportIncidentsUseCase,
    @Inject(ImportEventsUseCase) private readonly events: ImportEventsUseCase,
    @Inject(UpdateIncidentUseCase) private readonly updates: UpdateIncidentUseCase,
  ) {}

  @Mutation(() => ImportResult)
  importIncidents(@CurrentIdentity() { tenant, name }: Identity, @Args('input', { type: () => ImportIncidentsInput }) input: ImportIncidentsInput): Promise<ImportResult> {
    return this.imports.import(tenant, name, Readable.from([Buffer.from(input.content)]), input.format);
  }

  @Mutation(() => EventImportResult, { description: 'JSON Lines of advanced hunting rows. Larger imports: POST /api/incidents/:id/events' })
  importEvents(@CurrentIdentity() { tenant, name }: Identity, @Args('incidentId', { type: () => ID }) incidentId: string, @Args('content') content: string): Promise<EventImportResult> {
    return this.events.import(tenant, name, incidentId, Readable.from([Buffer.from(content)]));
  }

  @Mutation(() => Incident)
  updateIncident(
    @CurrentIdentity() { tenant, name }: Identity,
    @Args('id', { type: () => ID }) id: string,
    @Args('input', { type: () => UpdateIncidentInput }) input: UpdateIncidentInput,
    @Args('expectedRevision', { type: () => Int, nullable: true }) expectedRevision?: number,
  ): Promise<unknown> {
    return this.updates.update(tenant, name, id, input, expectedRevision ?? undefined);
  }

  @Mutation(() => Incident)
  addIncidentComment(@CurrentIdentity() { tenant, name }: Identity, @Args('id', { type: () => ID }) id: string, @Args('comment') comment: string): Promise<unknown> {
    return this.updates.comment(tenant, name, id, comment);
  }
}
