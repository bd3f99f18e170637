import { Inject } from '@nestjs/common';
import { Args, Context, ID, Int, Mutation, Parent, Query, ResolveField, ResolveReference, Resolver } from '@nestjs/graphql';
import { CurrentIdentity, type Identity } from '@attest/identity';
import { RequestLoader } from '@attest/service-host';
import { ActionReader } from '../application/action-reader.js';
import { ConnectorRegistry } from '../application/connector-registry.js';
import { DecideActionUseCase } from '../application/decide-action.use-case.js';
import { badInput } from '../domain/responder.error.js';
import { filterOf } from './action-filter.mapper.js';
import { ActionApprovalInput, ActionFilterInput, ActionInputValue } from './action.input.js';
import { toAction, toActions, toBulk, type ShownAction } from './action.mapper.js';
import { movesOf } from './action-moves.js';
import { ActionApproval, ActionMove, BulkApproval, ResponseAction, ResponseActionConnection } from './action.model.js';
import { GuidedIncident } from './response.model.js';
import { afterIdOf, firstOf, hashOf, idOf, inputsOf, isId, reasonOf } from './responder-input.mapper.js';

const mostAtOnce = 100;

/** Actions: what there is, and what people decide. */
@Resolver(() => ResponseAction)
export class ActionResolver {
  private readonly revisions: RequestLoader<number>;

  constructor(
    @Inject(ActionReader) private readonly reader: ActionReader,
    @Inject(DecideActionUseCase) private readonly deciding: DecideActionUseCase,
    @Inject(ConnectorRegistry) private readonly connectors: ConnectorRegistry,
  ) {
    this.revisions = new RequestLoader(([tenant = ''], ids) => reader.revisions(tenant, ids));
  }

  @ResolveReference()
  async reference({ id }: { id: string }, { identity }: { identity?: Identity }): Promise<ShownAction | null> {
    const found = identity && isId(id) ? await this.reader.action(identity.tenant, id) : null;
    return found === null ? null : toAction(found);
  }

  @Query(() => ResponseAction, { nullable: true, description: 'An action by its id' })
  async responseAction(@Args('id', { type: () => ID }) id: string, @CurrentIdentity() { tenant }: Identity): Promise<ShownAction | null> {
    const found = isId(id) ? await this.reader.action(tenant, id) : null;
    return found === null ? null : toAction(found);
  }

  @Query(() => ResponseActionConnection, { description: 'Actions of the tenant, changed last first' })
  async responseActions(
    @CurrentIdentity() { tenant }: Identity,
    @Args('first', { type: () => Int, defaultValue: 25 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('filter', { type: () => ActionFilterInput, nullable: true }) filter?: ActionFilterInput,
  ): Promise<ResponseActionConnection> {
    return toActions(await this.reader.actions(tenant, filterOf(filter), firstOf(first), afterIdOf(after)));
  }

  @Mutation(() => ResponseAction, { description: 'Approves an action as it was shown. Refused when it, or the incident, has changed since. Approving twice is approving once' })
  async approveAction(
    @CurrentIdentity() identity: Identity,
    @Args('actionId', { type: () => ID }) actionId: string,
    @Args('hash', { type: () => String, description: '`approval.hash` as it was shown' }) hash: string,
    @Args('reason', { type: () => String, nullable: true }) reason?: string,
    @Args('inputs', { type: () => [ActionInputValue], nullable: true }) inputs?: ActionInputValue[],
  ): Promise<ShownAction> {
    return toAction(await this.deciding.approve(identity, { actionId: idOf('actionId', actionId), hash: hashOf(hash), reason: reasonOf(reason), inputs: inputsOf(inputs) }));
  }

  @Mutation(() => [BulkApproval], { description: 'Approves up to 100 actions, each by itself. With `dryRun` nothing happens, and each says what would' })
  async bulkApprove(
    @CurrentIdentity() identity: Identity,
    @Args('approvals', { type: () => [ActionApprovalInput] }) approvals: ActionApprovalInput[],
    @Args('dryRun', { type: () => Boolean, defaultValue: true }) dryRun: boolean,
    @Args('reason', { type: () => String, nullable: true }) reason?: string,
  ): Promise<BulkApproval[]> {
    if (approvals.length === 0 || approvals.length > mostAtOnce) throw badInput(`From 1 to ${mostAtOnce} actions can be approved at once.`);
    const given = reasonOf(reason);
    const each = approvals.map(({ actionId, hash }) => ({ actionId: idOf('actionId', actionId), hash: hashOf(hash), reason: given, inputs: {} }));
    return (await this.deciding.bulkApprove(identity, each, dryRun)).map(toBulk);
  }

  @Mutation(() => ResponseAction, { description: 'Decides against an action, or takes an approval back as long as nothing was sent' })
  async declineAction(@CurrentIdentity() identity: Identity, @Args('actionId', { type: () => ID }) actionId: string, @Args('reason', { type: () => String, nullable: true }) reason?: string): Promise<ShownAction> {
    return toAction(await this.deciding.decline(identity, idOf('actionId', actionId), reasonOf(reason)));
  }

  @Mutation(() => ResponseAction, { description: 'Puts a declined or undone action up for a decision again' })
  async reopenAction(@CurrentIdentity() identity: Identity, @Args('actionId', { type: () => ID }) actionId: string, @Args('reason', { type: () => String }) reason: string): Promise<ShownAction> {
    return toAction(await this.deciding.reopen(identity, idOf('actionId', actionId), reasonOf(reason)));
  }

  @Mutation(() => ResponseAction, { description: 'Takes a carried out action back, by an action of its own, which is the answer' })
  async undoAction(@CurrentIdentity() identity: Identity, @Args('actionId', { type: () => ID }) actionId: string, @Args('reason', { type: () => String }) reason: string): Promise<ShownAction> {
    return toAction(await this.deciding.undo(identity, idOf('actionId', actionId), reasonOf(reason)));
  }

  @Mutation(() => ResponseAction, { description: 'A person says what happened: with an action that was theirs to do, or one whose outcome is unknown' })
  async recordManual(
    @CurrentIdentity() identity: Identity,
    @Args('actionId', { type: () => ID }) actionId: string,
    @Args('done', { type: () => Boolean }) done: boolean,
    @Args('evidence', { type: () => String, description: 'What shows it: where it can be seen, a ticket, a screenshot' }) evidence: string,
  ): Promise<ShownAction> {
    return toAction(await this.deciding.record(identity, idOf('actionId', actionId), done, reasonOf(evidence) ?? ''));
  }

  @Mutation(() => ResponseAction, { description: 'Lets an action that failed, or whose outcome is unknown, be sent again' })
  async retryAction(@CurrentIdentity() identity: Identity, @Args('actionId', { type: () => ID }) actionId: string, @Args('hash', { type: () => String }) hash: string, @Args('reason', { type: () => String }) reason: string): Promise<ShownAction> {
    return toAction(await this.deciding.retry(identity, idOf('actionId', actionId), hashOf(hash), reasonOf(reason)));
  }

  @ResolveField(() => ActionApproval)
  approval(@Parent() { entity }: ShownAction): ActionApproval {
    const { role, needsReason, needsTwo, inputs } = this.deciding.demandsOf(entity);
    const connector = entity.connector ?? this.connectors.route(entity.action, entity.reverse).connector;
    return { hash: entity.approvalHash, role, needsReason, needsTwo, inputs, connector, simulated: connector === 'lab' };
  }

  @ResolveField(() => [ActionMove], { description: 'What could be done about it now, and whether I may' })
  async moves(@Parent() { entity }: ShownAction, @CurrentIdentity() identity: Identity, @Context() context: object): Promise<ActionMove[]> {
    const newest = (await this.revisions.load(context, [identity.tenant], entity.incidentId)) ?? entity.incidentRevision;
    return movesOf(entity, identity, newest, this.deciding);
  }

  @ResolveField(() => GuidedIncident, { nullable: true })
  incident(@Parent() { incidentId }: ResponseAction): GuidedIncident {
    return { id: incidentId };
  }
}
