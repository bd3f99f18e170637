import { Inject } from '@nestjs/common';
import { Args, Context, ID, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { CurrentIdentity, type Identity } from '@attest/identity';
import { RequestLoader } from '@attest/service-host';
import { ActionReader } from '../application/action-reader.js';
import { GuideIncidentUseCase } from '../application/guide-incident.use-case.js';
import { requireRole } from '../domain/action-rules.js';
import type { ActionEntity } from '../infrastructure/action.entity.js';
import { ActionFilterInput } from './action.input.js';
import { toAction, toActions, type ShownAction } from './action.mapper.js';
import { ResponseAction, ResponseActionConnection } from './action.model.js';
import { afterIdOf, firstOf } from './responder-input.mapper.js';
import { filterOf } from './action-filter.mapper.js';
import { RecommendationCategoryName } from './response.enum.js';
import { toGuidedResponse } from './response.mapper.js';
import { GuidedIncident, GuidedResponse, Recommendation, ResponseFact } from './response.model.js';
import { SimilarIncident } from './similar-incident.model.js';

/** Adds what to do to the incident that the incidents service owns. */
@Resolver(() => GuidedIncident)
export class IncidentResponseResolver {
  private readonly responses: RequestLoader<GuidedResponse>;

  constructor(
    @Inject(GuideIncidentUseCase) private readonly useCase: GuideIncidentUseCase,
    @Inject(ActionReader) private readonly reader: ActionReader,
  ) {
    this.responses = new RequestLoader(async ([tenant = ''], ids) => new Map([...(await useCase.responses(tenant, ids))].map(([id, shown]) => [id, toGuidedResponse(shown)])));
  }

  @ResolveField(() => GuidedResponse, { nullable: true, description: 'The current guided response; null until the first one is made' })
  async guidedResponse(@Parent() incident: GuidedIncident, @CurrentIdentity() identity: Identity, @Context() context: object): Promise<GuidedResponse | null> {
    return (await this.responses.load(context, [identity.tenant], incident.id)) ?? null;
  }

  @ResolveField(() => ResponseActionConnection, { description: 'Its actions, changed last first' })
  async responseActions(
    @Parent() { id }: GuidedIncident,
    @CurrentIdentity() { tenant }: Identity,
    @Args('first', { type: () => Int, defaultValue: 50 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('filter', { type: () => ActionFilterInput, nullable: true }) filter?: ActionFilterInput,
  ): Promise<ResponseActionConnection> {
    return toActions(await this.reader.actions(tenant, { ...filterOf(filter), incidentId: id }, firstOf(first), afterIdOf(after)));
  }

  @Query(() => GuidedResponse, { name: 'guidedResponse', nullable: true, description: 'A guided response of any version, by its id' })
  async byId(@Args('id', { type: () => ID }) id: string, @CurrentIdentity() { tenant }: Identity): Promise<GuidedResponse | null> {
    const found = await this.useCase.response(tenant, id);
    return found === null ? null : toGuidedResponse(found);
  }

  @Mutation(() => GuidedResponse, { description: 'Makes the guided response again from the newest content of the incident' })
  async regenerateGuidedResponse(@Args('incidentId', { type: () => ID }) incidentId: string, @CurrentIdentity() identity: Identity): Promise<GuidedResponse> {
    requireRole(identity, 'hunter');
    return toGuidedResponse(await this.useCase.regenerate(identity.tenant, incidentId));
  }
}

/** Parts of a guided response. */
@Resolver(() => GuidedResponse)
export class GuidedResponseResolver {
  constructor(@Inject(GuideIncidentUseCase) private readonly useCase: GuideIncidentUseCase) {}

  @ResolveField(() => [SimilarIncident], { description: 'Incidents like this one now, the most alike first, at most 10 of the 1,000 changed last' })
  async similarIncidents(@Parent() { subjectId }: GuidedResponse, @CurrentIdentity() { tenant }: Identity): Promise<SimilarIncident[]> {
    return (await this.useCase.similar(tenant, subjectId)).map(({ incidentId, title, classification, firstActivity, score, because }) => ({
      incidentId, incident: { id: incidentId }, title, classification, firstActivity: firstActivity || null, score, reasons: because,
    }));
  }

  @ResolveField(() => [Recommendation], { description: 'By priority; all, or of some categories' })
  recommendations(@Parent() response: GuidedResponse, @Args('categories', { type: () => [RecommendationCategoryName], nullable: true }) categories?: RecommendationCategoryName[]): Recommendation[] {
    return categories ? response.allRecommendations.filter(({ category }) => categories.includes(category)) : response.allRecommendations;
  }

  @ResolveField(() => [ResponseFact], { description: 'All, or some' })
  facts(@Parent() response: GuidedResponse, @Args('ids', { type: () => [ID], nullable: true }) ids?: string[]): ResponseFact[] {
    if (!ids) return response.allFacts;
    const wanted = new Set(ids);
    return response.allFacts.filter(({ id }) => wanted.has(id));
  }

  @ResolveField(() => GuidedIncident, { nullable: true })
  incident(@Parent() { subjectId }: GuidedResponse): GuidedIncident {
    return { id: subjectId };
  }
}

/** The action of a recommendation, as it stands now. */
@Resolver(() => Recommendation)
export class RecommendationResolver {
  private readonly actions: RequestLoader<ActionEntity>;

  constructor(@Inject(ActionReader) reader: ActionReader) {
    this.actions = new RequestLoader(([tenant = '', incidentId = ''], ids) => reader.ofRecommendations(tenant, incidentId, ids));
  }

  @ResolveField(() => ResponseAction, { name: 'live', nullable: true, description: 'Its action as it stands now; null when it was done already' })
  async live(@Parent() { id, incidentId }: Recommendation, @CurrentIdentity() { tenant }: Identity, @Context() context: object): Promise<ShownAction | null> {
    const found = await this.actions.load(context, [tenant, incidentId], id);
    return found === undefined ? null : toAction(found);
  }
}
