import { Inject } from '@nestjs/common';
import { Args, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { CurrentIdentity, type Identity } from '@attest/identity';
import { LessonsUseCase } from '../application/lessons.use-case.js';
import { lessonSentence } from '../domain/lesson-state.js';
import type { LessonEntity } from '../infrastructure/lesson.entity.js';
import { LessonStateName } from './evaluator.enum.js';
import { afterOf, firstOf, idOf, proposedOf, reasonOf } from './evaluator-input.mapper.js';
import { Lesson, LessonConnection, ProposeLessonInput } from './lesson.model.js';

/** What people propose for next time. */
@Resolver()
export class LessonResolver {
  constructor(@Inject(LessonsUseCase) private readonly useCase: LessonsUseCase) {}

  @Query(() => LessonConnection, { description: 'Lessons, newest first; all, or of some states' })
  async lessons(
    @CurrentIdentity() identity: Identity,
    @Args('first', { type: () => Int, defaultValue: 25 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('states', { type: () => [LessonStateName], nullable: true }) states?: LessonStateName[],
  ): Promise<LessonConnection> {
    const { items, total, more } = await this.useCase.list(identity.tenant, states ?? undefined, firstOf(first), afterOf(after));
    return { nodes: items.map((each) => this.shown(each, identity)), totalCount: total, pageInfo: { hasNextPage: more, endCursor: items.at(-1)?.id ?? null } };
  }

  @Mutation(() => Lesson, { description: 'Proposes a lesson; a reviewer decides, and nothing applies it by itself' })
  async proposeLesson(@CurrentIdentity() identity: Identity, @Args('input', { type: () => ProposeLessonInput }) input: ProposeLessonInput): Promise<Lesson> {
    return this.shown(await this.useCase.propose(identity, proposedOf(input)), identity);
  }

  @Mutation(() => Lesson, { description: 'Approves or declines a lesson of somebody else; declining needs a reason' })
  async reviewLesson(
    @CurrentIdentity() identity: Identity,
    @Args('id', { type: () => ID }) id: string,
    @Args('approve', { type: () => Boolean }) approve: boolean,
    @Args('reason', { type: () => String, nullable: true }) reason?: string,
  ): Promise<Lesson> {
    return this.shown(await this.useCase.review(identity, idOf('id', id), approve, reasonOf(reason)), identity);
  }

  private shown(entity: LessonEntity, identity: Identity): Lesson {
    const { id, text, kind, tag, cardId, authorName, reviewerName, reason } = entity;
    const state = this.useCase.stateOf(entity);
    return Object.assign(new Lesson(), {
      id, text, kind, tag, cardId, authorName, reviewerName, reason,
      state: state as LessonStateName,
      stateSentence: lessonSentence[state],
      mine: entity.authorSubject === identity.subject,
      mayReview: this.useCase.mayReview(identity, entity),
      expiresAt: entity.expiresAt?.toISOString() ?? null,
      createdAt: entity.createdAt.toISOString(),
      reviewedAt: entity.reviewedAt?.toISOString() ?? null,
    });
  }
}
