import { Inject } from '@nestjs/common';
import { Args, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { CurrentIdentity, type Identity } from '@attest/identity';
import { CompositionsUseCase, type KnownComposition } from '../application/compositions.use-case.js';
import { armsOf, composedKindOf, toComposition } from './composition.mapper.js';
import { Composition, SetCompositionInput } from './composition.model.js';
import { reasonOf } from './evaluator-input.mapper.js';

/** Who composes the cards of each kind. */
@Resolver()
export class CompositionResolver {
  constructor(@Inject(CompositionsUseCase) private readonly useCase: CompositionsUseCase) {}

  @Query(() => [Composition], { description: 'Who composes the cards of the kinds a model can word' })
  async compositions(@CurrentIdentity() identity: Identity): Promise<Composition[]> {
    return (await this.useCase.list(identity.tenant)).map((each) => this.shown(each, identity));
  }

  @Mutation(() => Composition, { description: 'Sets who composes the cards of a kind from now on, with or without a canary' })
  async setComposition(@CurrentIdentity() identity: Identity, @Args('input', { type: () => SetCompositionInput }) input: SetCompositionInput): Promise<Composition> {
    const change = { kind: composedKindOf(input.kind), expectedRevision: input.expectedRevision, reason: reasonOf(input.reason) };
    return this.shown(await this.useCase.set(identity, change, armsOf(input)), identity);
  }

  @Mutation(() => Composition, { description: 'Brings back what was set before, from the next card on; again, what was set before that' })
  async rollBackComposition(
    @CurrentIdentity() identity: Identity,
    @Args('kind', { type: () => String }) kind: string,
    @Args('expectedRevision', { type: () => Int }) expectedRevision: number,
    @Args('reason', { type: () => String }) reason: string,
  ): Promise<Composition> {
    return this.shown(await this.useCase.rollBack(identity, { kind: composedKindOf(kind), expectedRevision, reason: reasonOf(reason) }), identity);
  }

  @Mutation(() => Composition, { description: 'Makes the canary the current arm' })
  async promoteCanary(
    @CurrentIdentity() identity: Identity,
    @Args('kind', { type: () => String }) kind: string,
    @Args('expectedRevision', { type: () => Int }) expectedRevision: number,
    @Args('reason', { type: () => String }) reason: string,
  ): Promise<Composition> {
    return this.shown(await this.useCase.promote(identity, { kind: composedKindOf(kind), expectedRevision, reason: reasonOf(reason) }), identity);
  }

  private shown(known: KnownComposition, identity: Identity): Composition {
    return toComposition(known, this.useCase.configuredModel, identity);
  }
}
