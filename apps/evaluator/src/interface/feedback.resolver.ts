import { Inject } from '@nestjs/common';
import { Args, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { CurrentIdentity, type Identity } from '@attest/identity';
import { FeedbackReader } from '../application/feedback-reader.js';
import { GiveFeedbackUseCase } from '../application/give-feedback.use-case.js';
import { afterOf, filterOf, firstOf, idOf, saidOf } from './evaluator-input.mapper.js';
import { toFeedback, toFeedbacks, toSummary } from './evaluator.mapper.js';
import { CardFeedback, CardFeedbackSummary, FeedbackConnection, FeedbackFilterInput, GiveFeedbackInput } from './feedback.model.js';

/** What people say of cards. */
@Resolver()
export class FeedbackResolver {
  constructor(
    @Inject(FeedbackReader) private readonly reader: FeedbackReader,
    @Inject(GiveFeedbackUseCase) private readonly giving: GiveFeedbackUseCase,
  ) {}

  @Query(() => CardFeedbackSummary, { description: 'What people say of a card and its parts, and what I said' })
  async cardFeedback(@Args('cardId', { type: () => ID }) cardId: string, @CurrentIdentity() { tenant, subject }: Identity): Promise<CardFeedbackSummary> {
    const id = idOf('cardId', cardId);
    return toSummary(id, await this.reader.ofCard(tenant, subject, id), subject);
  }

  @Query(() => FeedbackConnection, { description: 'Feedback of the tenant, changed last first; what was withdrawn is not shown' })
  async feedback(
    @CurrentIdentity() { tenant, subject }: Identity,
    @Args('first', { type: () => Int, defaultValue: 25 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('filter', { type: () => FeedbackFilterInput, nullable: true }) filter?: FeedbackFilterInput,
  ): Promise<FeedbackConnection> {
    return toFeedbacks(await this.reader.list(tenant, filterOf(filter), firstOf(first), afterOf(after)), subject);
  }

  @Mutation(() => CardFeedback, { description: 'Says something of a card or one part of it, or says it differently: one per person, card version and part' })
  async giveFeedback(@CurrentIdentity() identity: Identity, @Args('input', { type: () => GiveFeedbackInput }) input: GiveFeedbackInput): Promise<CardFeedback> {
    return toFeedback(await this.giving.give(identity, idOf('cardId', input.cardId), saidOf(input)), identity.subject);
  }

  @Mutation(() => Boolean, { description: 'Takes back what I said of a card or one part of it; false when there was nothing' })
  withdrawFeedback(@CurrentIdentity() identity: Identity, @Args('cardId', { type: () => ID }) cardId: string, @Args('part', { type: () => String, nullable: true }) part?: string): Promise<boolean> {
    return this.giving.withdraw(identity, idOf('cardId', cardId), part || null);
  }
}
