import { Inject } from '@nestjs/common';
import { Args, Context, ID, Int, Parent, Query, ResolveField, ResolveReference, Resolver } from '@nestjs/graphql';
import { CurrentIdentity, type Identity } from '@attest/identity';
import { RequestLoader } from '@attest/service-host';
import type { IncidentEntity } from '../infrastructure/incident.entity.js';
import { IncidentQueries, type IncidentOrder } from '../application/incident-queries.js';
import { ActivityConnection, AlertConnection, EventRowConnection, EvidenceConnection, IncidentConnection, toConnection } from './connections.model.js';
import { toActivity, toAlert, toEventRow, toEvidence } from './incident.mapper.js';
import { EventRow, Incident, IncidentComment, IncidentFilterInput, IncidentOrderEnum } from './incident.model.js';
import { Alert, Evidence } from './record.model.js';

/** Reads of incidents and their records. */
@Resolver(() => Incident)
export class IncidentResolver {
  private readonly byId: RequestLoader<IncidentEntity>;

  constructor(@Inject(IncidentQueries) private readonly queries: IncidentQueries) {
    this.byId = new RequestLoader(([tenant = ''], ids) => queries.byIds(tenant, ids));
  }

  @Query(() => IncidentConnection)
  async incidents(
    @CurrentIdentity() { tenant }: Identity,
    @Args('first', { type: () => Int, defaultValue: 25 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('filter', { type: () => IncidentFilterInput, nullable: true }) filter?: IncidentFilterInput,
    @Args('orderBy', { type: () => IncidentOrderEnum, defaultValue: 'LAST_UPDATE_DESC' }) orderBy: IncidentOrder = 'LAST_UPDATE_DESC',
  ): Promise<unknown> {
    return toConnection(await this.queries.incidents(tenant, first, after ?? undefined, filter ?? {}, orderBy), (row) => row);
  }

  @Query(() => Incident, { nullable: true })
  async incident(@CurrentIdentity() { tenant }: Identity, @Context() context: object, @Args('id', { type: () => ID }) id: string): Promise<unknown> {
    return (await this.byId.load(context, [tenant], id)) ?? null;
  }

  @ResolveReference()
  async resolveReference(reference: { id: string }, context: { identity?: Identity }): Promise<unknown> {
    if (!context.identity) return null;
    return (await this.byId.load(context, [context.identity.tenant], reference.id)) ?? null;
  }

  @ResolveField(() => AlertConnection, { description: 'Alerts in time order' })
  async alerts(@Parent() { id }: Incident, @CurrentIdentity() { tenant }: Identity, @Args('first', { type: () => Int, defaultValue: 25 }) first: number, @Args('after', { type: () => String, nullable: true }) after?: string): Promise<unknown> {
    return toConnection(await this.queries.alerts(tenant, id, first, after ?? undefined), toAlert);
  }

  @ResolveField(() => EvidenceConnection)
  async evidence(
    @Parent() { id }: Incident,
    @CurrentIdentity() { tenant }: Identity,
    @Args('first', { type: () => Int, defaultValue: 25 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('type', { type: () => String, nullable: true }) type?: string,
  ): Promise<unknown> {
    return toConnection(await this.queries.evidence(tenant, id, first, after ?? undefined, type ?? undefined), toEvidence);
  }

  @ResolveField(() => [IncidentComment])
  comments(@Parent() { id }: Incident, @CurrentIdentity() { tenant }: Identity): Promise<IncidentComment[]> {
    return this.queries.comments(tenant, id);
  }

  @ResolveField(() => ActivityConnection, { description: 'Newest first' })
  async activity(@Parent() { id }: Incident, @CurrentIdentity() { tenant }: Identity, @Args('first', { type: () => Int, defaultValue: 25 }) first: number, @Args('after', { type: () => String, nullable: true }) after?: string): Promise<unknown> {
    return toConnection(await this.queries.activity(tenant, id, first, after ?? undefined), toActivity);
  }

  @ResolveField(() => EventRowConnection)
  async eventRows(
    @Parent() { id }: Incident,
    @CurrentIdentity() { tenant }: Identity,
    @Args('first', { type: () => Int, defaultValue: 25 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('table', { type: () => String, nullable: true }) table?: string,
  ): Promise<unknown> {
    return toConnection(await this.queries.eventRows(tenant, id, first, after ?? undefined, table ?? undefined), toEventRow);
  }

  @ResolveField(() => EventRow, { nullable: true })
  async eventRow(@Parent() { id }: Incident, @CurrentIdentity() { tenant }: Identity, @Args('row', { type: () => Int }) row: number): Promise<EventRow | null> {
    const found = await this.queries.eventRow(tenant, id, row);
    return found ? toEventRow(found) : null;
  }
}

/** Evidence of an alert; all alerts of a page are answered by one query. */
@Resolver(() => Alert)
export class AlertResolver {
  private readonly evidenceOf: RequestLoader<Evidence[]>;

  constructor(@Inject(IncidentQueries) queries: IncidentQueries) {
    this.evidenceOf = new RequestLoader(async ([tenant = '', incidentId = ''], alertIds) => {
      const grouped = new Map<string, Evidence[]>();
      for (const row of await queries.evidenceOfAlerts(tenant, incidentId, alertIds)) {
        const known = grouped.get(row.alertId);
        if (known) known.push(toEvidence(row));
        else grouped.set(row.alertId, [toEvidence(row)]);
      }
      return grouped;
    });
  }

  @ResolveField(() => [Evidence])
  async evidence(@Parent() alert: Alert & { incidentId: string }, @CurrentIdentity() { tenant }: Identity, @Context() context: object): Promise<Evidence[]> {
    return (await this.evidenceOf.load(context, [tenant, alert.incidentId], alert.id)) ?? [];
  }
}
