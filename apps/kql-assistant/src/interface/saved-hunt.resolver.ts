import { Inject } from '@nestjs/common';
import { Args, ID, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { CurrentIdentity, type Identity } from '@attest/identity';
import { HuntStore, type SavedDraft } from '../application/hunt-store.js';
import { LinkHuntUseCase } from '../application/link-hunt.use-case.js';
import { queryIn } from '../application/hunt-limits.js';
import { RunStore } from '../application/run-store.js';
import { SaveHuntInput, UpdateSavedHuntInput } from './hunt.input.js';
import { isId, lineOf, noteOf, pageOf, requireRole, rowsOf, textOf, timeRangeOf } from './hunt-input.mapper.js';
import { toConnection, toLinked, toRows, toSaved } from './hunt.mapper.js';
import { HuntRowConnection } from './hunt.model.js';
import { HuntedIncident, IncidentHunt, IncidentHuntConnection, SavedHunt, SavedHuntConnection } from './saved-hunt.model.js';
import { badInput } from '../domain/hunt.error.js';

const longestName = 200;
const longestNote = 4_000;

/** Saved queries. */
@Resolver(() => SavedHunt)
export class SavedHuntResolver {
  constructor(@Inject(HuntStore) private readonly hunts: HuntStore) {}

  @Query(() => SavedHuntConnection, { description: 'My saved queries and those shared in the tenant, by name' })
  async savedHunts(
    @CurrentIdentity() identity: Identity,
    @Args('first', { type: () => Int, defaultValue: 25 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('text', { type: () => String, nullable: true }) text?: string,
  ): Promise<SavedHuntConnection> {
    const page = pageOf(first, after);
    return toConnection(await this.hunts.savedHunts(identity, textOf(text), page.first, page.after), (each) => toSaved(each, identity));
  }

  @Query(() => SavedHunt, { nullable: true, description: 'A saved query by its id: mine, or one that is shared' })
  async savedHunt(@Args('id', { type: () => ID }) id: string, @CurrentIdentity() identity: Identity): Promise<SavedHunt | null> {
    const found = isId(id) ? await this.hunts.savedHunt(identity, id) : null;
    return found === null ? null : toSaved(found, identity);
  }

  @Mutation(() => SavedHunt)
  async saveHunt(@CurrentIdentity() identity: Identity, @Args('input', { type: () => SaveHuntInput }) input: SaveHuntInput): Promise<SavedHunt> {
    requireRole(identity, 'hunter');
    const { name, description, kql, timeRange, shared } = input;
    const draft: SavedDraft = { name: lineOf('name', name, longestName), description: noteOf('description', description, longestNote), kql: queryIn(kql), timeRange: timeRangeOf(timeRange), shared };
    return toSaved(await this.hunts.save(identity, draft), identity);
  }

  @Mutation(() => SavedHunt, { description: 'Changes what is given; only who saved it may' })
  async updateSavedHunt(@CurrentIdentity() identity: Identity, @Args('id', { type: () => ID }) id: string, @Args('input', { type: () => UpdateSavedHuntInput }) input: UpdateSavedHuntInput): Promise<SavedHunt> {
    requireRole(identity, 'hunter');
    const { name, description, kql, timeRange, shared } = input;
    const change: Partial<SavedDraft> = {
      ...(typeof name === 'string' ? { name: lineOf('name', name, longestName) } : {}),
      ...(description === undefined ? {} : { description: noteOf('description', description, longestNote) }),
      ...(typeof kql === 'string' ? { kql: queryIn(kql) } : {}),
      ...(timeRange === undefined ? {} : { timeRange: timeRangeOf(timeRange) }),
      ...(typeof shared === 'boolean' ? { shared } : {}),
    };
    return toSaved(await this.hunts.update(identity, savedId(id), change), identity);
  }

  @Mutation(() => Boolean)
  async deleteSavedHunt(@CurrentIdentity() identity: Identity, @Args('id', { type: () => ID }) id: string): Promise<boolean> {
    requireRole(identity, 'hunter');
    await this.hunts.remove(identity, savedId(id));
    return true;
  }
}

/** Hunts kept with incidents. */
@Resolver(() => IncidentHunt)
export class IncidentHuntResolver {
  constructor(
    @Inject(HuntStore) private readonly hunts: HuntStore,
    @Inject(RunStore) private readonly runs: RunStore,
    @Inject(LinkHuntUseCase) private readonly linking: LinkHuntUseCase,
  ) {}

  @Query(() => IncidentHunt, { nullable: true, description: 'A linked hunt by its id' })
  async incidentHunt(@Args('id', { type: () => ID }) id: string, @CurrentIdentity() { tenant }: Identity): Promise<IncidentHunt | null> {
    const found = isId(id) ? await this.hunts.linked(tenant, id) : null;
    return found === null ? null : toLinked(found);
  }

  @Mutation(() => IncidentHunt, { description: 'Keeps a run with an incident, as a record: all its rows, or those of the given numbers (from 0)' })
  async linkHunt(
    @CurrentIdentity() identity: Identity,
    @Args('runId', { type: () => ID }) runId: string,
    @Args('incidentId', { type: () => ID }) incidentId: string,
    @Args('title', { type: () => String, nullable: true }) title?: string,
    @Args('note', { type: () => String, nullable: true }) note?: string,
    @Args('rows', { type: () => [Int], nullable: true }) rows?: number[],
  ): Promise<IncidentHunt> {
    requireRole(identity, 'hunter');
    if (!isId(runId)) throw badInput('runId is no id of this service.');
    return toLinked(await this.linking.link(identity, { runId, incidentId, title: title ? lineOf('title', title, longestName) : undefined, note: noteOf('note', note, longestNote), rows: rows ?? null }));
  }

  @Mutation(() => Boolean)
  async unlinkHunt(@CurrentIdentity() identity: Identity, @Args('id', { type: () => ID }) id: string): Promise<boolean> {
    requireRole(identity, 'hunter');
    return isId(id) ? this.hunts.unlink(identity, id) : false;
  }

  @ResolveField(() => HuntedIncident, { nullable: true })
  incident(@Parent() { incidentId }: IncidentHunt): HuntedIncident {
    return { id: incidentId };
  }

  @ResolveField(() => HuntRowConnection)
  async rows(@Parent() { id, rowCount }: IncidentHunt, @CurrentIdentity() { tenant }: Identity, @Args('first', { type: () => Int, defaultValue: 100 }) first: number, @Args('after', { type: () => String, nullable: true }) after?: string): Promise<HuntRowConnection> {
    const page = rowsOf(first, after, 100);
    return toRows(await this.runs.rows(tenant, id, page.from, page.first), page.from, rowCount);
  }
}

/** Adds `hunts` to the incident that the incidents service owns. */
@Resolver(() => HuntedIncident)
export class IncidentHuntsResolver {
  constructor(@Inject(HuntStore) private readonly store: HuntStore) {}

  @ResolveField(() => IncidentHuntConnection, { description: 'Hunts linked to it, newest first' })
  async hunts(@Parent() { id }: HuntedIncident, @CurrentIdentity() { tenant }: Identity, @Args('first', { type: () => Int, defaultValue: 25 }) first: number, @Args('after', { type: () => String, nullable: true }) after?: string): Promise<IncidentHuntConnection> {
    const page = pageOf(first, after);
    return toConnection(await this.store.linkedTo(tenant, id, page.first, page.after), toLinked);
  }
}

function savedId(id: string): string {
  if (!isId(id)) throw badInput('id is no id of this service.');
  return id;
}
