import type { PeriodFigures, PeriodInput, Report } from '@attest/report-engine';
import { actionLogOf } from '../domain/action-records.js';
import type { RecordStore } from './record-store.js';
import type { DocumentFormat, ReportMaker } from './report-maker.js';
import type { TemplateStore } from './template-store.js';

/** ISO 8601 UTC; `to` is not included. */
export interface Period {
  from: string;
  to: string;
}

/** Reports about the incidents of a period. They are made when asked for and not kept. */
export class PeriodReportUseCase {
  constructor(
    private readonly records: RecordStore,
    private readonly templates: TemplateStore,
    private readonly maker: ReportMaker,
  ) {}

  async make(tenant: string, period: Period): Promise<{ report: Report; figures: PeriodFigures }> {
    return this.maker.period(await this.input(tenant, period));
  }

  async document(tenant: string, period: Period, format: DocumentFormat): Promise<Uint8Array> {
    return this.maker.writePeriod(await this.input(tenant, period), format);
  }

  /** Title and extra sections of the template are about an incident, so they are left out. */
  private async input(tenant: string, { from, to }: Period): Promise<PeriodInput> {
    const { incidents, actions } = await this.records.period(tenant, from, to);
    const { language, template } = await this.templates.template(tenant);
    const { organisation, logo, tlp } = template;
    return {
      from, to, language,
      incidents: incidents.map(({ id, profile }) => ({ id, ...profile })),
      actions: actionLogOf(actions).records.map(({ id, action, state }) => ({ id, action, state })),
      template: { ...(organisation === undefined ? {} : { organisation }), ...(logo === undefined ? {} : { logo }), ...(tlp === undefined ? {} : { tlp }) },
    };
  }
}
