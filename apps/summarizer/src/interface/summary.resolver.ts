import { Inject } from '@nestjs/common';
import { Args, Context, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { CurrentIdentity, type Identity } from '@attest/identity';
import { RequestLoader } from '@attest/service-host';
import { SummarizeIncidentUseCase } from '../application/summarize-incident.use-case.js';
import { toIncidentSummary } from './summary.mapper.js';
import { Fact, IncidentSummary, SummarizedIncident } from './summary.model.js';

/** Adds `summary` to the incident that the incidents service owns. */
@Resolver(() => SummarizedIncident)
export class SummaryResolver {
  private readonly summaries: RequestLoader<IncidentSummary>;

  constructor(@Inject(SummarizeIncidentUseCase) private readonly useCase: SummarizeIncidentUseCase) {
    this.summaries = new RequestLoader(async ([tenant = ''], ids) => {
      const found = await useCase.summaries(tenant, ids);
      return new Map([...found].map(([id, { card, upToDate }]) => [id, toIncidentSummary(card, upToDate)]));
    });
  }

  @ResolveField(() => IncidentSummary, { nullable: true, description: 'The current summary; null until the first one is made' })
  async summary(@Parent() incident: SummarizedIncident, @CurrentIdentity() identity: Identity, @Context() context: object): Promise<IncidentSummary | null> {
    return (await this.summaries.load(context, [identity.tenant], incident.id)) ?? null;
  }

  @Query(() => IncidentSummary, { nullable: true, description: 'A summary of any version, by its id' })
  async incidentSummary(@Args('id', { type: () => ID }) id: string, @CurrentIdentity() identity: Identity): Promise<IncidentSummary | null> {
    const found = await this.useCase.summary(identity.tenant, id);
    return found ? toIncidentSummary(found.card, found.upToDate) : null;
  }

  @Mutation(() => IncidentSummary, { description: 'Makes the summary again from the newest content of the incident' })
  async regenerateSummary(@Args('incidentId', { type: () => ID }) incidentId: string, @CurrentIdentity() identity: Identity): Promise<IncidentSummary> {
    return toIncidentSummary(await this.useCase.regenerate(identity.tenant, incidentId), true);
  }
}

/** The facts of a summary, all or some. */
@Resolver(() => IncidentSummary)
export class SummaryFactsResolver {
  @ResolveField(() => [Fact])
  facts(@Parent() summary: IncidentSummary, @Args('ids', { type: () => [ID], nullable: true }) ids?: string[]): Fact[] {
    if (!ids) return summary.allFacts;
    const wanted = new Set(ids);
    return summary.allFacts.filter((fact) => wanted.has(fact.id));
  }
}
