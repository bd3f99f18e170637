import { once } from 'node:events';
import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { Response } from 'express';
import { CurrentIdentity, type Identity } from '@attest/identity';
import { ActionReader } from '../application/action-reader.js';

/** The audit log as a file, streamed. */
@Controller('api/actions')
export class AuditController {
  constructor(@Inject(ActionReader) private readonly reader: ActionReader) {}

  /** Every row of the tenant from the first, as JSON Lines: what `attest audit verify` checks. */
  @Get('audit.jsonl')
  async jsonLines(@CurrentIdentity() { tenant }: Identity, @Res() response: Response): Promise<void> {
    response.setHeader('Content-Type', 'application/x-ndjson; charset=utf-8');
    response.setHeader('Content-Disposition', 'attachment; filename="attest-audit.jsonl"');
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('X-Content-Type-Options', 'nosniff');
    for await (const rows of this.reader.auditParts(tenant)) {
      if (response.destroyed) return;
      if (!response.write(rows.map((row) => `${JSON.stringify(row)}\n`).join(''))) await Promise.race([once(response, 'drain'), once(response, 'close')]);
    }
    response.end();
  }
}
