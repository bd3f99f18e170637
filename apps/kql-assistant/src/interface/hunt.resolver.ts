import { Inject } from '@nestjs/common';
import { Args, Context, ID, Int, Mutation, Parent, Query, ResolveField, Resolver, Subscription } from '@nestjs/graphql';
import { CurrentIdentity, type Identity } from '@attest/identity';
import { AskHuntUseCase } from '../application/ask-hunt.use-case.js';
import { HuntStore } from '../application/hunt-store.js';
import { requireRows, RunHuntUseCase } from '../application/run-hunt.use-case.js';
import { badInput } from '../domain/hunt.error.js';
import { HuntContextInput, HuntFilterInput, HuntTimeRangeInput } from './hunt.input.js';
import { filterOf, isId, pageOf, requireRole, rowsOf, timeRangeOf } from './hunt-input.mapper.js';
import { toBatch, toConnection, toEmpty, toHunt, toRows, toRun, type ShownRun } from './hunt.mapper.js';
import { Hunt, HuntConnection, HuntEmptyResult, HuntRowBatch, HuntRowConnection, HuntRun } from './hunt.model.js';
import type { HuntRequestContext } from './request-context.js';

const rowsShown = 100;

/** Questions and their queries. */
@Resolver(() => Hunt)
export class HuntResolver {
  constructor(
    @Inject(AskHuntUseCase) private readonly asking: AskHuntUseCase,
    @Inject(HuntStore) private readonly hunts: HuntStore,
    @Inject(RunHuntUseCase) private readonly running: RunHuntUseCase,
  ) {}

  @Query(() => Hunt, { nullable: true, description: 'A hunt by its id: of anybody in the tenant, so that a link to it works' })
  async hunt(@Args('id', { type: () => ID }) id: string, @CurrentIdentity() { tenant }: Identity): Promise<Hunt | null> {
    const found = isId(id) ? await this.hunts.hunt(tenant, id) : null;
    return found === null ? null : toHunt(found);
  }

  @Query(() => HuntConnection, { name: 'hunts', description: 'My own hunts, newest first' })
  async list(
    @CurrentIdentity() identity: Identity,
    @Args('first', { type: () => Int, defaultValue: 25 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('filter', { type: () => HuntFilterInput, nullable: true }) filter?: HuntFilterInput,
  ): Promise<HuntConnection> {
    const page = pageOf(first, after);
    return toConnection(await this.hunts.hunts(identity, filterOf(filter), page.first, page.after), toHunt);
  }

  @Mutation(() => Hunt, { description: 'Turns a question into a checked query, tries it, and keeps both in the history' })
  async askHunt(
    @CurrentIdentity() identity: Identity,
    @Context() { signal }: HuntRequestContext,
    @Args('question', { type: () => String }) question: string,
    @Args('context', { type: () => HuntContextInput, nullable: true }) context?: HuntContextInput,
  ): Promise<Hunt> {
    requireRole(identity, 'hunter');
    const { incidentId, huntId, choiceId } = context ?? {};
    if (choiceId && !huntId) throw badInput('choiceId needs the huntId of the hunt that offered it.');
    const ids = { ...(incidentId ? { incidentId } : {}), ...(huntId ? { huntId: idOf('huntId', huntId) } : {}), ...(choiceId ? { choiceId } : {}) };
    return toHunt(await this.asking.ask(identity, question, ids, signal));
  }

  @Mutation(() => Int, { description: 'Removes a hunt of mine from my history; without an id, all of them. How many there were' })
  forgetHunts(@CurrentIdentity() identity: Identity, @Args('huntId', { type: () => ID, nullable: true }) huntId?: string): Promise<number> {
    return this.hunts.forget(identity, huntId ? idOf('huntId', huntId) : undefined);
  }

  @ResolveField(() => HuntRun, { nullable: true, description: 'The newest run of it' })
  async lastRun(@Parent() { id }: Hunt, @CurrentIdentity() { tenant }: Identity): Promise<ShownRun | null> {
    const found = await this.running.runs.newestOf(tenant, id);
    return found === null ? null : toRun(found);
  }
}

/** Runs of queries and their rows. */
@Resolver(() => HuntRun)
export class HuntRunResolver {
  constructor(@Inject(RunHuntUseCase) private readonly running: RunHuntUseCase) {}

  @Query(() => HuntRun, { nullable: true, description: 'A run by its id; its rows are kept until `rowsUntil`' })
  async huntRun(@Args('id', { type: () => ID }) id: string, @CurrentIdentity() { tenant }: Identity): Promise<ShownRun | null> {
    const found = isId(id) ? await this.running.runs.run(tenant, id) : null;
    return found === null ? null : toRun(found);
  }

  @Mutation(() => HuntRun, {
    description:
      'Runs a query. With `wait` (default) the answer comes when it has ended and aborting the request stops it; without, at once,\nand `huntRows(runId)` streams what it finds. `first` rows come with the answer (`HuntRun.rows` without arguments), at most 1,000;\n' +
      'the others by `huntRun(id) { rows(first, after) }`, by `huntRows` or by REST. A query that fails gives a run of status FAILED.',
  })
  async runHunt(
    @CurrentIdentity() identity: Identity,
    @Context() { signal }: HuntRequestContext,
    @Args('kql', { type: () => String }) kql: string,
    @Args('first', { type: () => Int, defaultValue: rowsShown }) first: number,
    @Args('wait', { type: () => Boolean, defaultValue: true }) wait: boolean,
    @Args('timeRange', { type: () => HuntTimeRangeInput, nullable: true }) timeRange?: HuntTimeRangeInput,
    @Args('maxRows', { type: () => Int, nullable: true }) maxRows?: number,
    @Args('huntId', { type: () => ID, nullable: true }) huntId?: string,
    @Args('incidentId', { type: () => ID, nullable: true }) incidentId?: string,
  ): Promise<ShownRun> {
    requireRole(identity, 'hunter');
    rowsOf(first, undefined, rowsShown);
    if (maxRows !== undefined && maxRows !== null && maxRows < 1) throw badInput('maxRows must be at least 1.');
    const order = { kql, timeRange: timeRangeOf(timeRange), maxRows: maxRows ?? undefined, huntId: huntId ? idOf('huntId', huntId) : undefined, incidentId: incidentId || undefined };
    const { run, end } = await this.running.begin(identity, order, wait ? signal : undefined);
    return toRun(wait ? await end : run, first);
  }

  @Mutation(() => HuntRun, { description: 'Stops a run that has not ended; others stay as they are' })
  async cancelHunt(@CurrentIdentity() identity: Identity, @Args('runId', { type: () => ID }) runId: string): Promise<ShownRun> {
    requireRole(identity, 'hunter');
    return toRun(await this.running.cancel(identity.tenant, idOf('runId', runId)));
  }

  @Subscription(() => HuntRowBatch, {
    description: 'The rows of a run in batches as they come, from row `from` on; the last batch has `done`. When nobody listens any more to a run that nobody waits for, it is stopped',
    resolve: (batch: HuntRowBatch) => batch,
  })
  huntRows(@CurrentIdentity() { tenant }: Identity, @Args('runId', { type: () => ID }) runId: string, @Args('from', { type: () => Int, defaultValue: 0 }) from: number): AsyncGenerator<HuntRowBatch, void, void> {
    if (from < 0) throw badInput('from counts from 0.');
    return batches(this.running, tenant, idOf('runId', runId), from);
  }

  @ResolveField(() => HuntRowConnection, { description: 'In their order; `first` at most 1,000. Without `first`: what runHunt was asked for, else 100' })
  async rows(
    @Parent() { entity, first: asked }: ShownRun,
    @CurrentIdentity() { tenant }: Identity,
    @Args('first', { type: () => Int, nullable: true }) first?: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
  ): Promise<HuntRowConnection> {
    requireRows(entity);
    const page = rowsOf(first, after, asked ?? rowsShown);
    return toRows(await this.running.runs.rows(tenant, entity.id, page.from, page.first), page.from, entity.rowCount);
  }

  @ResolveField(() => HuntEmptyResult, { nullable: true, description: 'With 0 rows: why' })
  async empty(@Parent() { entity }: ShownRun, @Context() { signal }: HuntRequestContext): Promise<HuntEmptyResult | null> {
    return toEmpty(await this.running.whyEmpty(entity, signal));
  }
}

/** Leaving has to reach a run that gives no rows: a generator alone would be left at its next row only. */
function batches(running: RunHuntUseCase, tenant: string, runId: string, from: number): AsyncGenerator<HuntRowBatch, void, void> {
  const gone = new AbortController();
  const rows = running.listen(tenant, runId, from, gone.signal);
  const leave = async (): Promise<IteratorResult<HuntRowBatch, void>> => {
    gone.abort();
    await rows.return();
    return { done: true, value: undefined };
  };
  return {
    next: async () => {
      const each = await rows.next();
      return each.done === true ? { done: true, value: undefined } : { done: false, value: toBatch(each.value) };
    },
    return: leave,
    throw: async (error: unknown) => {
      await leave();
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    [Symbol.asyncDispose]: async () => void (await leave()),
  };
}

function idOf(name: string, id: string): string {
  if (!isId(id)) throw badInput(`${name} is no id of this service.`);
  return id.toLowerCase();
}
