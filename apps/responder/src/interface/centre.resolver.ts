import { Inject } from '@nestjs/common';
import { Args, ID, Int, Query, Resolver } from '@nestjs/graphql';
import { CurrentIdentity, type Identity } from '@attest/identity';
import { ActionReader } from '../application/action-reader.js';
import { RESPONDER_FACTS, type ResponderFacts } from '../application/responder-facts.js';
import { toAudit, toLabEntity } from './action.mapper.js';
import { ActionCentre, AuditConnection, LabTenant } from './centre.model.js';
import type { WaitingCode } from './response.enum.js';
import { afterSequenceOf, firstOf, idOf, plainOf } from './responder-input.mapper.js';

/** What the action centre shows beside the actions themselves. */
@Resolver()
export class CentreResolver {
  constructor(
    @Inject(ActionReader) private readonly reader: ActionReader,
    @Inject(RESPONDER_FACTS) private readonly facts: ResponderFacts,
  ) {}

  @Query(() => ActionCentre, { description: 'How many actions are where, and what waits for what' })
  async actionCentre(@CurrentIdentity() { tenant }: Identity): Promise<ActionCentre> {
    const { states, waiting } = await this.reader.centre(tenant);
    const down = waiting.find(({ code }) => code === 'CONNECTOR_DOWN') ?? waiting.find(({ code }) => code === 'RATE_LIMITED');
    return {
      proposed: states.PROPOSED ?? 0,
      underWay: (states.APPROVED ?? 0) + (states.INTENT ?? 0) + (states.SENT ?? 0),
      unknown: states.UNKNOWN ?? 0,
      confirmed: states.CONFIRMED ?? 0,
      failed: states.FAILED ?? 0,
      waiting: waiting.map((each) => ({ ...each, code: each.code as WaitingCode })),
      connector: { name: this.facts.connector, simulated: this.facts.connector === 'lab', down: down !== undefined, sentence: down?.sentence ?? null, since: down?.since ?? null },
      fourEyes: this.facts.fourEyes,
    };
  }

  @Query(() => LabTenant, { description: 'The simulated tenant as it is now' })
  async labTenant(@CurrentIdentity() { tenant }: Identity, @Args('kind', { type: () => String, nullable: true }) kind?: string, @Args('first', { type: () => Int, defaultValue: 100 }) first = 100): Promise<LabTenant> {
    const { items, total } = await this.reader.lab(tenant, plainOf('kind', kind), firstOf(first));
    return { simulated: true, entities: items.map(toLabEntity), totalCount: total };
  }

  @Query(() => AuditConnection, { description: 'The audit log, newest first: of the tenant, an incident or an action. Whole and to be verified by GET /api/actions/audit.jsonl' })
  async auditTrail(
    @CurrentIdentity() { tenant }: Identity,
    @Args('first', { type: () => Int, defaultValue: 50 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('incidentId', { type: () => ID, nullable: true }) incidentId?: string,
    @Args('actionId', { type: () => ID, nullable: true }) actionId?: string,
  ): Promise<AuditConnection> {
    const incident = plainOf('incidentId', incidentId);
    return toAudit(await this.reader.trail(tenant, { first: firstOf(first), after: afterSequenceOf(after), ...(incident === undefined ? {} : { incidentId: incident }), ...(actionId ? { subjectId: idOf('actionId', actionId) } : {}) }));
  }
}
