import { Inject } from '@nestjs/common';
import { Args, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { CurrentIdentity, type Identity } from '@attest/identity';
import { EvaluationCasesUseCase } from '../application/evaluation-cases.use-case.js';
import { EvaluationReader } from '../application/evaluation-reader.js';
import { HearEventsUseCase } from '../application/hear-events.use-case.js';
import { requireRole } from '../domain/rights.js';
import { EvaluationCase, EvaluationCaseConnection } from './evaluation-case.model.js';
import { Evaluation } from './evaluation.model.js';
import { EvaluationCaseStateName } from './evaluator.enum.js';
import { afterOf, correctionsOf, daysOf, firstOf, idOf, tagsOf } from './evaluator-input.mapper.js';
import { toCase, toCases, toEvaluation } from './evaluator.mapper.js';
import { FeedbackCorrectionInput } from './feedback.model.js';

/** How cards did, and the cases made of them. */
@Resolver()
export class EvaluationResolver {
  constructor(
    @Inject(EvaluationReader) private readonly reader: EvaluationReader,
    @Inject(EvaluationCasesUseCase) private readonly cases: EvaluationCasesUseCase,
    @Inject(HearEventsUseCase) private readonly hearing: HearEventsUseCase,
  ) {}

  @Query(() => Evaluation, { description: 'How the cards of some days did, by what people say and by how they came to be. Days in ISO 8601, both included, at most 400' })
  async evaluation(@CurrentIdentity() { tenant }: Identity, @Args('from', { type: () => String }) from: string, @Args('to', { type: () => String }) to: string): Promise<Evaluation> {
    const days = daysOf(from, to);
    return toEvaluation(days.from, days.to, await this.reader.of(tenant, days.from, days.to));
  }

  @Query(() => EvaluationCaseConnection, { description: 'Cases made from feedback, newest first' })
  async evaluationCases(
    @CurrentIdentity() { tenant }: Identity,
    @Args('first', { type: () => Int, defaultValue: 25 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('state', { type: () => EvaluationCaseStateName, nullable: true }) state?: EvaluationCaseStateName,
  ): Promise<EvaluationCaseConnection> {
    return toCases(await this.cases.list(tenant, state ?? undefined, firstOf(first), afterOf(after)));
  }

  @Mutation(() => EvaluationCase, { description: 'Makes a draft of a case from what people say of a card; made again, it takes their newest words' })
  async makeEvaluationCase(@CurrentIdentity() identity: Identity, @Args('cardId', { type: () => ID }) cardId: string, @Args('tags', { type: () => [String], defaultValue: [] }) tags: string[]): Promise<EvaluationCase> {
    return toCase(await this.cases.make(identity, idOf('cardId', cardId), tagsOf(tags)));
  }

  @Mutation(() => EvaluationCase, { description: 'Approves a draft, with other expected values when given, or puts it aside' })
  async reviewEvaluationCase(
    @CurrentIdentity() identity: Identity,
    @Args('id', { type: () => ID }) id: string,
    @Args('approve', { type: () => Boolean }) approve: boolean,
    @Args('expected', { type: () => [FeedbackCorrectionInput], nullable: true }) expected?: FeedbackCorrectionInput[],
  ): Promise<EvaluationCase> {
    return toCase(await this.cases.review(identity, idOf('id', id), approve, expected ? correctionsOf(expected) : undefined));
  }

  @Mutation(() => Int, { description: 'Drops the figures and counts them again from the first event kept; says how many events were counted' })
  replayEvaluation(@CurrentIdentity() identity: Identity): Promise<number> {
    requireRole(identity, 'admin');
    return this.hearing.replay(identity.tenant);
  }
}
