import { once } from 'node:events';
import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { CurrentIdentity, type Identity } from '@attest/identity';
import { csvLine } from '@attest/service-host';
import { EvaluationCasesUseCase } from '../application/evaluation-cases.use-case.js';
import { EvaluationReader } from '../application/evaluation-reader.js';
import { FeedbackReader, type FeedbackFilter } from '../application/feedback-reader.js';
import { badInput } from '../domain/evaluator.error.js';
import type { FeedbackEntity } from '../infrastructure/feedback.entity.js';
import { timeOf } from './evaluator-input.mapper.js';

const jsonLines = 'application/x-ndjson; charset=utf-8';
const columns = ['id', 'at', 'cardId', 'part', 'kind', 'subjectId', 'composer', 'model', 'verdict', 'faults', 'comment', 'corrections', 'byName', 'version'] as const;

/** Feedback, cases and figures as files, streamed. */
@Controller('api')
export class ExportsController {
  constructor(
    @Inject(FeedbackReader) private readonly feedback: FeedbackReader,
    @Inject(EvaluationCasesUseCase) private readonly cases: EvaluationCasesUseCase,
    @Inject(EvaluationReader) private readonly evaluation: EvaluationReader,
  ) {}

  /** One JSON object a line, oldest first. */
  @Get('feedback.jsonl')
  async feedbackLines(@CurrentIdentity() { tenant }: Identity, @Res() response: Response, @Query('from') from?: unknown, @Query('to') to?: unknown): Promise<void> {
    const filter = timesOf(from, to);
    begin(response, jsonLines, 'attest-feedback.jsonl');
    for await (const rows of this.feedback.parts(tenant, filter)) {
      if (!(await written(response, rows.map((row) => `${JSON.stringify(exported(row))}\n`).join('')))) return;
    }
    response.end();
  }

  /** For a spreadsheet: no cell runs as a formula. */
  @Get('feedback.csv')
  async feedbackTable(@CurrentIdentity() { tenant }: Identity, @Res() response: Response, @Query('from') from?: unknown, @Query('to') to?: unknown): Promise<void> {
    const filter = timesOf(from, to);
    begin(response, 'text/csv; charset=utf-8; header=present', 'attest-feedback.csv');
    // Spreadsheets read UTF-8 only when it is marked.
    response.write(`\ufeff${csvLine(columns)}`);
    for await (const rows of this.feedback.parts(tenant, filter)) {
      const lines = rows.map(exported).map((row) => csvLine(columns.map((name) => (name === 'faults' ? row.faults.join(' ') : row[name]))));
      if (!(await written(response, lines.join('')))) return;
    }
    response.end();
  }

  /** The reviewed cases, one a line, in the format of docs/evaluation.md. */
  @Get('evaluation/cases.jsonl')
  async caseLines(@CurrentIdentity() { tenant }: Identity, @Res() response: Response): Promise<void> {
    begin(response, jsonLines, 'attest-cases.jsonl');
    for await (const cases of this.cases.parts(tenant)) {
      if (!(await written(response, cases.map((each) => `${JSON.stringify(each)}\n`).join('')))) return;
    }
    response.end();
  }

  /** Every figure, one row a line: equal figures have equal bytes. */
  @Get('evaluation/figures.jsonl')
  async figureLines(@CurrentIdentity() { tenant }: Identity, @Res() response: Response): Promise<void> {
    const text = await this.evaluation.text(tenant);
    begin(response, jsonLines, 'attest-figures.jsonl');
    response.end(text);
  }
}

function exported({ id, at, cardId, part, kind, subjectId, composer, model, verdict, faults, comment, corrections, name, version }: FeedbackEntity) {
  return { id, at: at.toISOString(), cardId, part: part || null, kind, subjectId, composer, model: model || null, verdict, faults, comment, corrections, byName: name, version };
}

function timesOf(from: unknown, to: unknown): FeedbackFilter {
  for (const [name, value] of [['from', from], ['to', to]] as const) if (value !== undefined && typeof value !== 'string') throw badInput(`${name} is given once.`);
  return { ...(typeof from === 'string' && from !== '' ? { from: timeOf('from', from) } : {}), ...(typeof to === 'string' && to !== '' ? { to: timeOf('to', to, true) } : {}) };
}

function begin(response: Response, type: string, fileName: string): void {
  response.setHeader('Content-Type', type);
  response.setHeader('Content-Disposition', `attachment; filename="${fileName}"`);
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('X-Content-Type-Options', 'nosniff');
}

/** Waits while the other side is slow; false when it is gone. */
async function written(response: Response, text: string): Promise<boolean> {
  if (response.destroyed) return false;
  if (!response.write(text)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
  return true;
}
