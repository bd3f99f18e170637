import { Inject } from '@nestjs/common';
import { Args, Context, ID, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { CurrentIdentity, type Identity } from '@attest/identity';
import { JsonScalar, RequestLoader } from '@attest/service-host';
import { MakeReportUseCase } from '../application/make-report.use-case.js';
import { ReadReportsUseCase } from '../application/read-reports.use-case.js';
import { MakeReportInput } from './report.input.js';
import { toReport, toReports } from './report.mapper.js';
import { IncidentReport, IncidentReportConnection, ReportComparison, ReportedIncident } from './report.model.js';
import { afterVersionOf, firstOf, incidentIdOf, optionsOf } from './reporter-input.mapper.js';
import type { LineChange, SectionChange } from './report.enum.js';

/** Adds its reports to the incident that the incidents service owns. */
@Resolver(() => ReportedIncident)
export class IncidentReportsResolver {
  private readonly newest: RequestLoader<IncidentReport>;

  constructor(
    @Inject(MakeReportUseCase) private readonly making: MakeReportUseCase,
    @Inject(ReadReportsUseCase) private readonly reading: ReadReportsUseCase,
  ) {
    this.newest = new RequestLoader(async ([tenant = ''], ids) => new Map([...(await reading.newest(tenant, ids))].map(([id, report]) => [id, toReport(report)])));
  }

  @ResolveField(() => IncidentReport, { nullable: true, description: 'The report made or asked for last; null until there is one' })
  async report(@Parent() { id }: ReportedIncident, @CurrentIdentity() { tenant }: Identity, @Context() context: object): Promise<IncidentReport | null> {
    return (await this.newest.load(context, [tenant], id)) ?? null;
  }

  @ResolveField(() => IncidentReportConnection, { description: 'Every report of it, newest first' })
  async reports(
    @Parent() { id }: ReportedIncident,
    @CurrentIdentity() { tenant }: Identity,
    @Args('first', { type: () => Int, defaultValue: 25 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
  ): Promise<IncidentReportConnection> {
    return toReports(await this.reading.list(tenant, id, firstOf(first), afterVersionOf(after)));
  }

  @Query(() => IncidentReport, { name: 'incidentReport', nullable: true, description: 'A report of any version, by its id' })
  async byId(@Args('id', { type: () => ID }) id: string, @CurrentIdentity() { tenant }: Identity): Promise<IncidentReport | null> {
    const found = await this.reading.byId(tenant, id);
    return found === null ? null : toReport(found);
  }

  @Query(() => ReportComparison, { description: 'What differs between two reports of one incident' })
  async compareReports(@Args('fromId', { type: () => ID }) fromId: string, @Args('toId', { type: () => ID }) toId: string, @CurrentIdentity() { tenant }: Identity): Promise<ReportComparison> {
    const { from, to, sections } = await this.reading.compare(tenant, fromId, toId);
    const shown = sections.map(({ id, title, change, lines }) => ({ id, title, change: change as SectionChange, lines: lines.map(({ kind, text }) => ({ kind: kind as LineChange, text })) }));
    return { from: toReport(from), to: toReport(to), sections: shown };
  }

  @Mutation(() => IncidentReport, { description: 'Makes the report of an incident from what is known of it now. When it would say what a report says already, that one is given' })
  async makeIncidentReport(@CurrentIdentity() identity: Identity, @Args('incidentId', { type: () => ID }) incidentId: string, @Args('input', { type: () => MakeReportInput, nullable: true }) input?: MakeReportInput): Promise<IncidentReport> {
    return toReport(await this.making.makeOnDemand(identity, incidentIdOf(incidentId), optionsOf(input)));
  }
}

/** Parts of a report that take a look at more than its own row. */
@Resolver(() => IncidentReport)
export class IncidentReportResolver {
  private readonly changes: RequestLoader<string[]>;

  constructor(@Inject(ReadReportsUseCase) private readonly reading: ReadReportsUseCase) {
    this.changes = new RequestLoader(([tenant = ''], ids) => reading.changes(tenant, ids));
  }

  @ResolveField(() => JsonScalar, { description: 'The whole report: sections with blocks, indicators, techniques and facts. Its texts are plain; nothing in them is markup' })
  report(@Parent() { entity }: IncidentReport): Promise<object> {
    return this.reading.shown(entity.tenant, entity.id);
  }

  @ResolveField(() => Boolean, { description: 'True while nothing has changed of what it was made from' })
  async current(@Parent() { entity }: IncidentReport, @Context() context: object): Promise<boolean> {
    return (await this.changes.load(context, [entity.tenant], entity.id))?.length === 0;
  }

  @ResolveField(() => [String], { description: 'What has changed since it was made, one short sentence each' })
  async changedSince(@Parent() { entity }: IncidentReport, @Context() context: object): Promise<string[]> {
    return (await this.changes.load(context, [entity.tenant], entity.id)) ?? [];
  }

  @ResolveField(() => ReportedIncident, { nullable: true })
  incident(@Parent() { entity }: IncidentReport): ReportedIncident {
    return { id: entity.incidentId };
  }
}
