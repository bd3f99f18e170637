import { once } from 'node:events';
import { Controller, Get, Inject, Param, Res } from '@nestjs/common';
import type { Response } from 'express';
import { CurrentIdentity, type Identity } from '@attest/identity';
import type { HuntColumn } from '@attest/kql-engine';
import { csvLine } from '@attest/service-host';
import { HuntStore } from '../application/hunt-store.js';
import { requireRows } from '../application/run-hunt.use-case.js';
import { RunStore } from '../application/run-store.js';
import { jsonObject } from '../domain/delimited.js';
import { HuntError, HuntErrorCode } from '../domain/hunt.error.js';
import { isId } from './hunt-input.mapper.js';

/** The rows of a run or a linked hunt as a file, streamed. */
@Controller('api/hunts')
export class HuntsController {
  constructor(
    @Inject(RunStore) private readonly runs: RunStore,
    @Inject(HuntStore) private readonly hunts: HuntStore,
  ) {}

  @Get(':id/rows.csv')
  async csv(@CurrentIdentity() { tenant }: Identity, @Param('id') id: string, @Res() response: Response): Promise<void> {
    const columns = await this.columnsOf(tenant, id);
    begin(response, 'text/csv; charset=utf-8; header=present', `hunt-${id}.csv`);
    // Spreadsheets read UTF-8 only when it is marked.
    await write(response, `\ufeff${csvLine(columns.map(({ name }) => name))}`);
    for await (const rows of this.runs.parts(tenant, id)) await write(response, rows.map(csvLine).join(''));
    response.end();
  }

  @Get(':id/rows.json')
  async json(@CurrentIdentity() { tenant }: Identity, @Param('id') id: string, @Res() response: Response): Promise<void> {
    const names = (await this.columnsOf(tenant, id)).map(({ name }) => name);
    begin(response, 'application/json; charset=utf-8', `hunt-${id}.json`);
    let between = '[';
    for await (const rows of this.runs.parts(tenant, id)) {
      await write(response, `${between}${rows.map((row) => jsonObject(names, row)).join(',\n')}`);
      between = ',\n';
    }
    response.end(between === '[' ? '[]\n' : ']\n');
  }

  private async columnsOf(tenant: string, id: string): Promise<HuntColumn[]> {
    const run = isId(id) ? await this.runs.run(tenant, id) : null;
    if (run !== null) {
      if (run.status === 'RUNNING') throw new HuntError(HuntErrorCode.RunNotEnded, 'The run has not ended yet. Take its rows when it has.');
      requireRows(run);
      return run.columns;
    }
    const linked = isId(id) ? await this.hunts.linked(tenant, id) : null;
    if (linked === null) throw new HuntError(HuntErrorCode.RunUnknown, 'There is no run with this id.');
    return linked.columns;
  }
}

function begin(response: Response, type: string, fileName: string): void {
  response.setHeader('Content-Type', type);
  response.setHeader('Content-Disposition', `attachment; filename="${fileName}"`);
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('X-Content-Type-Options', 'nosniff');
}

/** Waits while the other side is slow; stops when it is gone. */
async function write(response: Response, text: string): Promise<void> {
  if (response.destroyed) throw new HuntError(HuntErrorCode.Cancelled, 'The download was stopped.');
  if (!response.write(text)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
}
