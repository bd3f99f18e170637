import { Inject } from '@nestjs/common';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { CurrentIdentity, type Identity } from '@attest/identity';
import { ManageTemplateUseCase } from '../application/manage-template.use-case.js';
import { PeriodReportUseCase } from '../application/period-report.use-case.js';
import { PeriodReport } from './period.model.js';
import { ReportTemplateInput } from './report.input.js';
import { periodOf } from './reporter-input.mapper.js';
import { ReportTemplate } from './template.model.js';

/** What is of the tenant, not of an incident: how its reports look, and what a period held. */
@Resolver()
export class TenantReportsResolver {
  constructor(
    @Inject(ManageTemplateUseCase) private readonly templates: ManageTemplateUseCase,
    @Inject(PeriodReportUseCase) private readonly periods: PeriodReportUseCase,
  ) {}

  @Query(() => ReportTemplate, { description: 'How reports of the tenant look' })
  reportTemplate(@CurrentIdentity() { tenant }: Identity): Promise<ReportTemplate> {
    return this.templates.template(tenant);
  }

  @Mutation(() => ReportTemplate, { description: 'Changes how reports look from now on; needs the role admin' })
  updateReportTemplate(@CurrentIdentity() identity: Identity, @Args('input', { type: () => ReportTemplateInput }) input: ReportTemplateInput): Promise<ReportTemplate> {
    return this.templates.update(identity, input);
  }

  @Query(() => PeriodReport, { description: 'The incidents created from one moment (included) to another (not included), each ISO 8601, at most 400 days apart' })
  async periodReport(@CurrentIdentity() { tenant }: Identity, @Args('from', { type: () => String }) from: string, @Args('to', { type: () => String }) to: string): Promise<PeriodReport> {
    const period = periodOf(from, to);
    const { figures, report } = await this.periods.make(tenant, period);
    const { logo: _logo, ...shown } = report;
    return { ...period, figures, report: shown };
  }
}
