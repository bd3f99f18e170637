import type { IncomingMessage } from 'node:http';
import { Controller, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { CurrentIdentity, type Identity } from '@attest/identity';
import { ImportEventsUseCase, type EventImportResult } from '../application/import-events.use-case.js';
import { ImportIncidentsUseCase, type ImportResult } from '../application/import-incidents.use-case.js';
import { openUpload } from '../application/upload.js';
import { IncidentsError, IncidentsErrorCode } from '../domain/incidents.error.js';

/** Uploads, streamed: JSON or JSON Lines, plain or gzip. */
@Controller('api/incidents')
export class IncidentsController {
  constructor(
    @Inject(ImportIncidentsUseCase) private readonly imports: ImportIncidentsUseCase,
    @Inject(ImportEventsUseCase) private readonly events: ImportEventsUseCase,
  ) {}

  @Post()
  @HttpCode(200)
  async importIncidents(@CurrentIdentity() { tenant, name }: Identity, @Req() request: IncomingMessage, @Query('format') format = 'graph'): Promise<ImportResult> {
    const wanted = format.toUpperCase();
    if (wanted !== 'GRAPH' && wanted !== 'SENTINEL') throw new IncidentsError(IncidentsErrorCode.FieldNotAccepted, 'format takes graph or sentinel.', 'format');
    return this.imports.import(tenant, name, await openUpload(request), wanted);
  }

  @Post(':id/events')
  @HttpCode(200)
  async importEvents(@CurrentIdentity() { tenant, name }: Identity, @Param('id') id: string, @Req() request: IncomingMessage): Promise<EventImportResult> {
    return this.events.import(tenant, name, id, await openUpload(request));
  }
}
