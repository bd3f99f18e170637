import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { CurrentIdentity, type Identity } from '@attest/identity';
import { PeriodReportUseCase } from '../application/period-report.use-case.js';
import { ReadReportsUseCase } from '../application/read-reports.use-case.js';
import type { DocumentFormat } from '../application/report-maker.js';
import { badInput } from '../domain/reporter.error.js';
import { downloadFormats } from './report.mapper.js';
import { incidentIdOf, periodOf, versionOf } from './reporter-input.mapper.js';

const types: Readonly<Record<DocumentFormat, string>> = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  html: 'text/html; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
  json: 'application/json; charset=utf-8',
  stix: 'application/stix+json;version=2.1',
  csv: 'text/csv; charset=utf-8',
};

/** Endings of files, where they differ from the name of the form. */
const endings: Partial<Record<DocumentFormat, string>> = { stix: 'stix.json' };

const periodFormats: readonly DocumentFormat[] = ['html', 'pdf', 'md', 'json'];

/** A report holds words of strangers: whoever opens one in a browser runs nothing of it and loads nothing for it. */
const policy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Reports of incidents as files. */
@Controller('api/incidents')
export class IncidentDocumentsController {
  constructor(@Inject(ReadReportsUseCase) private readonly reading: ReadReportsUseCase) {}

  @Get(':id/:file')
  async document(@CurrentIdentity() { tenant }: Identity, @Param('id') id: string, @Param('file') file: string, @Query('version') version: unknown, @Res() response: Response): Promise<void> {
    const format = formatOf(file, 'report', downloadFormats);
    const { report, content } = await this.reading.document(tenant, incidentIdOf(id), versionOf(version), format);
    send(response, format, `incident-${safeName(report.incidentId)}-report-${report.version}`, content);
  }
}

/** Reports of periods as files. */
@Controller('api/reports')
export class PeriodDocumentsController {
  constructor(@Inject(PeriodReportUseCase) private readonly periods: PeriodReportUseCase) {}

  @Get(':file')
  async document(@CurrentIdentity() { tenant }: Identity, @Param('file') file: string, @Query('from') from: unknown, @Query('to') to: unknown, @Res() response: Response): Promise<void> {
    const format = formatOf(file, 'period', periodFormats);
    const period = periodOf(from, to);
    send(response, format, `incidents-${period.from.slice(0, 10)}-to-${period.to.slice(0, 10)}`, await this.periods.document(tenant, period, format));
  }
}

function formatOf(file: string, name: string, formats: readonly DocumentFormat[]): DocumentFormat {
  const format = formats.find((each) => file.toLowerCase() === `${name}.${each}`);
  if (format === undefined) throw badInput(`The file is one of: ${formats.map((each) => `${name}.${each}`).join(', ')}.`);
  return format;
}

/** A name that no header, shell or file system takes for anything else. */
function safeName(id: string): string {
  return id.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, 80).replace(/^-+|-+$/g, '') || 'unnamed';
}

function send(response: Response, format: DocumentFormat, name: string, content: Uint8Array): void {
  response.setHeader('Content-Type', types[format]);
  response.setHeader('Content-Disposition', `attachment; filename="${name}.${endings[format] ?? format}"`);
  response.setHeader('Content-Length', content.byteLength);
  response.setHeader('Content-Security-Policy', policy);
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Cache-Control', 'no-store');
  response.end(content);
}
