import { Inject } from '@nestjs/common';
import { Args, ID, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { guidebookLimits } from '@attest/guidebook-reader';
import { CurrentIdentity, type Identity } from '@attest/identity';
import { ManageGuidebooksUseCase } from '../application/manage-guidebooks.use-case.js';
import { toGuidebook, toGuidebooks, toMove, type ShownGuidebook } from './guidebook.mapper.js';
import { Guidebook, GuidebookConnection, GuidebookMove, GuidebookStateName } from './guidebook.model.js';
import { afterIdOf, firstOf, idOf, isId } from './responder-input.mapper.js';

/** Guides of the tenant. They are uploaded by POST /api/guidebooks. */
@Resolver(() => Guidebook)
export class GuidebookResolver {
  constructor(@Inject(ManageGuidebooksUseCase) private readonly useCase: ManageGuidebooksUseCase) {}

  @Query(() => Guidebook, { nullable: true, description: 'A guide by its id' })
  async guidebook(@Args('id', { type: () => ID }) id: string, @CurrentIdentity() { tenant }: Identity): Promise<ShownGuidebook | null> {
    const found = isId(id) ? await this.useCase.store.byId(tenant, id) : null;
    return found === null ? null : toGuidebook(found);
  }

  @Query(() => GuidebookConnection, { description: 'Guides, newest first; all, or of some states' })
  async guidebooks(
    @CurrentIdentity() { tenant }: Identity,
    @Args('first', { type: () => Int, defaultValue: 50 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('states', { type: () => [GuidebookStateName], nullable: true }) states?: GuidebookStateName[],
  ): Promise<GuidebookConnection> {
    return toGuidebooks(await this.useCase.store.list(tenant, states ?? undefined, firstOf(first), afterIdOf(after)));
  }

  @Query(() => Int, { description: 'Bytes of the largest guide that is taken by POST /api/guidebooks' })
  guidebookLimitBytes(): number {
    return guidebookLimits.bytes;
  }

  @Mutation(() => Guidebook, { description: 'A guide was reviewed and is right; with `activate` it is matched with incidents from now on' })
  async approveGuidebook(@CurrentIdentity() identity: Identity, @Args('id', { type: () => ID }) id: string, @Args('activate', { type: () => Boolean, defaultValue: false }) activate: boolean): Promise<ShownGuidebook> {
    return toGuidebook(await this.useCase.move(identity, idOf('id', id), activate ? ['approve', 'activate'] : ['approve']));
  }

  @Mutation(() => Guidebook, { description: 'Has an approved guide matched with incidents; responses are made again' })
  async activateGuidebook(@CurrentIdentity() identity: Identity, @Args('id', { type: () => ID }) id: string): Promise<ShownGuidebook> {
    return toGuidebook(await this.useCase.move(identity, idOf('id', id), ['activate']));
  }

  @Mutation(() => Guidebook, { description: 'Keeps a guide and matches it with nothing; responses are made again' })
  async deactivateGuidebook(@CurrentIdentity() identity: Identity, @Args('id', { type: () => ID }) id: string): Promise<ShownGuidebook> {
    return toGuidebook(await this.useCase.move(identity, idOf('id', id), ['deactivate']));
  }

  @Mutation(() => Guidebook, { description: 'Deletes a guide and its texts. The audit log keeps that it was there' })
  async deleteGuidebook(@CurrentIdentity() identity: Identity, @Args('id', { type: () => ID }) id: string): Promise<ShownGuidebook> {
    return toGuidebook(await this.useCase.move(identity, idOf('id', id), ['delete']));
  }

  @ResolveField(() => [GuidebookMove], { description: 'What could be done with it now, and whether I may' })
  moves(@Parent() { entity }: ShownGuidebook, @CurrentIdentity() identity: Identity): GuidebookMove[] {
    return this.useCase.offered(identity, entity).map(toMove);
  }
}
