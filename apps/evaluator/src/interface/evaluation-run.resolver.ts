import { Inject } from '@nestjs/common';
import { Args, ID, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { evaluationKinds, metrics } from '@attest/evaluation-engine';
import { CurrentIdentity, type Identity } from '@attest/identity';
import { EvaluationRunsUseCase } from '../application/evaluation-runs.use-case.js';
import { holds } from '../domain/rights.js';
import { EvaluationRunStateName } from './evaluation-run.enum.js';
import { toOutcome, toPoint, toRun } from './evaluation-run.mapper.js';
import { EvaluationRun, EvaluationRunChoices, EvaluationRunConnection, EvaluationRunOutcome, EvaluationRunPoint, StartEvaluationRunInput } from './evaluation-run.model.js';
import { afterOf, firstOf, idOf } from './evaluator-input.mapper.js';

/** Runs of candidates over sets of cases. */
@Resolver(() => EvaluationRun)
export class EvaluationRunResolver {
  constructor(@Inject(EvaluationRunsUseCase) private readonly runs: EvaluationRunsUseCase) {}

  @Query(() => EvaluationRunChoices, { description: 'What a run can be made of here' })
  async evaluationRunChoices(@CurrentIdentity() identity: Identity): Promise<EvaluationRunChoices> {
    const measured = evaluationKinds.flatMap((kind) => Object.keys(metrics[kind]).map((name) => ({ kind, name })));
    return { ...(await this.runs.choices(identity.tenant)), mayStart: holds(identity, 'admin'), metrics: measured };
  }

  @Query(() => EvaluationRunConnection, { description: 'Evaluation runs, newest first' })
  async evaluationRuns(
    @CurrentIdentity() { tenant }: Identity,
    @Args('first', { type: () => Int, defaultValue: 25 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
  ): Promise<EvaluationRunConnection> {
    const { items, total, more } = await this.runs.list(tenant, firstOf(first), afterOf(after));
    return { nodes: items.map(toRun), totalCount: total, pageInfo: { hasNextPage: more, endCursor: items.at(-1)?.id ?? null } };
  }

  @Query(() => EvaluationRun, { description: 'One evaluation run' })
  async evaluationRun(@CurrentIdentity() { tenant }: Identity, @Args('id', { type: () => ID }) id: string): Promise<EvaluationRun> {
    return toRun(await this.runs.byId(tenant, idOf('id', id)));
  }

  @ResolveField(() => EvaluationRunOutcome, { nullable: true, description: 'What the run comes to; null before it is done' })
  async outcome(@Parent() { id, state }: EvaluationRun, @CurrentIdentity() { tenant }: Identity): Promise<EvaluationRunOutcome | null> {
    if (state !== EvaluationRunStateName.DONE) return null;
    const { result } = await this.runs.byId(tenant, id);
    return result && toOutcome(result);
  }

  @Query(() => [EvaluationRunPoint], { description: 'The values of a metric in the newest runs, oldest first, at most 1,000: what a plot over commits is made of' })
  async evaluationRunTrend(@CurrentIdentity() { tenant }: Identity, @Args('kind', { type: () => String }) kind: string, @Args('metric', { type: () => String }) metric: string): Promise<EvaluationRunPoint[]> {
    return (await this.runs.points(tenant, kind, metric)).map(toPoint);
  }

  @Mutation(() => EvaluationRun, { description: 'Queues a run; the result is that of bin/attest eval run over the same sets. Needs the role admin' })
  async startEvaluationRun(@CurrentIdentity() identity: Identity, @Args('input', { type: () => StartEvaluationRunInput }) { sets, candidates, repeat }: StartEvaluationRunInput): Promise<EvaluationRun> {
    return toRun(await this.runs.start(identity, { sets, candidates, repeat }));
  }

  @Mutation(() => EvaluationRun, { description: 'Ends a run that waits or is under way. Needs the role admin' })
  async cancelEvaluationRun(@CurrentIdentity() identity: Identity, @Args('id', { type: () => ID }) id: string): Promise<EvaluationRun> {
    return toRun(await this.runs.cancel(identity, idOf('id', id)));
  }

  @Mutation(() => EvaluationRun, { description: 'Keeps the result of a run made elsewhere: the last line of bin/attest eval run --json, as text of at most 1,000,000 characters. The same result again is kept once. Needs the role admin' })
  async importEvaluationRun(@CurrentIdentity() identity: Identity, @Args('result', { type: () => String }) result: string): Promise<EvaluationRun> {
    return toRun(await this.runs.import(identity, result));
  }
}
