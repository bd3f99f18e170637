import type { Identity, Role } from '@attest/identity';
import type { ServiceDatabase } from '@attest/persistence';
import type { EntityManager } from 'typeorm';
import { roleFor, requireRole, type ApprovalRules } from '../domain/action-rules.js';
import { requireMove, stateSentence } from '../domain/action-state.js';
import { approvalHash } from '../domain/approval.js';
import { ResponderError, ResponderErrorCode } from '../domain/responder.error.js';
import { undoOf } from '../domain/undo.js';
import type { ActionEntity } from '../infrastructure/action.entity.js';
import { undone } from './action-executor.js';
import { actorOf, type ActionLedger } from './action-ledger.js';
import { emptyAction } from './action-sync.js';
import { ApprovalDesk, type Approval, type ApprovalPlan } from './approval-desk.js';
import type { ConnectorRegistry } from './connector-registry.js';

/** What became of one action of many. */
export interface BulkOutcome {
  actionId: string;
  action: ActionEntity | null;
  plan: ApprovalPlan | null;
  refusal: { code: string; sentence: string } | null;
}

/** What people decide about actions. Every decision is checked under the lock of its action: of many at once one has effect. */
export class DecideActionUseCase {
  private readonly desk: ApprovalDesk;

  constructor(
    private readonly database: ServiceDatabase,
    private readonly ledger: ActionLedger,
    connectors: ConnectorRegistry,
    private readonly rules: ApprovalRules,
    private readonly wake: () => void,
  ) {
    this.desk = new ApprovalDesk(ledger, connectors, rules);
  }

  /**
   * Approves an action as it was shown. Approving again what is approved already changes nothing.
   * @throws ResponderError ActionUnknown, RoleMissing, StaleApproval, WrongState, ReasonMissing, SecondPersonNeeded, InputMissing, BadInput
   */
  async approve(identity: Identity, approval: Approval): Promise<ActionEntity> {
    const action = await this.locked(identity, approval.actionId, (manager, row) => this.desk.approve(manager, row, identity, approval));
    this.wake();
    return action;
  }

  /** Approves many, each by itself. With `dryRun` nothing changes; each says what would happen. */
  async bulkApprove(identity: Identity, approvals: readonly Approval[], dryRun: boolean): Promise<BulkOutcome[]> {
    const outcomes: BulkOutcome[] = [];
    for (const approval of approvals) {
      const { actionId } = approval;
      try {
        let plan: ApprovalPlan | null = null;
        const action = await this.locked(identity, actionId, async (manager, row) => {
          plan = await this.desk.plan(manager, row, identity, approval);
          return dryRun ? row : this.desk.approve(manager, row, identity, approval);
        });
        outcomes.push({ actionId, action, plan, refusal: null });
      } catch (error) {
        if (!(error instanceof ResponderError)) throw error;
        outcomes.push({ actionId, action: null, plan: null, refusal: { code: error.code, sentence: error.message } });
      }
    }
    if (!dryRun) this.wake();
    return outcomes;
  }

  /** What stands in the way of a person's approval, or null. */
  refusalOf(identity: Identity, action: ActionEntity, newestRevision: number): { code: string; sentence: string } | null {
    return this.desk.refusalOf(identity, action, newestRevision);
  }

  /** The role an action of the catalogue needs. */
  roleOf(action: string): Role {
    return roleFor(action, this.rules);
  }

  /** What an approval asks for. */
  demandsOf(action: ActionEntity): ReturnType<ApprovalDesk['demandsOf']> {
    return this.desk.demandsOf(action);
  }

  /**
   * Declines a proposed action, or takes an approval back as long as nothing was sent.
   * @throws ResponderError ActionUnknown, RoleMissing, WrongState
   */
  decline(identity: Identity, actionId: string, reason: string | null): Promise<ActionEntity> {
    return this.locked(identity, actionId, (manager, row) => {
      if (row.state === 'DECLINED') return Promise.resolve(row);
      if (row.callOpen) throw new ResponderError(ResponderErrorCode.WrongState, 'An earlier call may have been heard, so this cannot be declined any more. Record what you find.');
      const { subject, name } = identity;
      return this.ledger.move(manager, row, 'DECLINED', { actor: actorOf(identity), reason, patch: { declined: { subject, name, at: new Date().toISOString(), reason }, waiting: null, nextAttemptAt: null } });
    });
  }

  /**
   * Puts a declined or undone action up for a decision again, as a new order.
   * @throws ResponderError ActionUnknown, RoleMissing, WrongState, ReasonMissing
   */
  reopen(identity: Identity, actionId: string, reason: string | null): Promise<ActionEntity> {
    return this.locked(identity, actionId, (manager, row) => {
      requireReason(reason);
      return this.ledger.move(manager, row, 'PROPOSED', { actor: actorOf(identity), reason, patch: { ...freshRun(row), approvals: [], declined: null, undoneBy: null, connector: null, idempotency: null } });
    });
  }

  /**
   * Takes a carried out action back: by an action of its own, approved by the one who asks.
   * Asking again while that one is under way gives the same.
   * @throws ResponderError ActionUnknown, RoleMissing, WrongState, ReasonMissing, NotReversible
   */
  async undo(identity: Identity, actionId: string, reason: string | null): Promise<ActionEntity> {
    const action = await this.locked(identity, actionId, async (manager, row) => {
      if (row.undoneBy !== null) {
        const before = await this.ledger.locked(manager, row.tenant, row.undoneBy);
        if (before && before.state !== 'FAILED' && before.state !== 'DECLINED') return before;
      }
      if (row.state !== 'CONFIRMED') throw new ResponderError(ResponderErrorCode.WrongState, `${stateSentence[row.state]} Only what was carried out can be taken back.`);
      requireReason(reason);
      const plan = row.undoes === null ? undoOf(row, `Attest, incident ${row.incidentId}: ${reason}`) : undefined;
      if (plan === undefined) throw new ResponderError(ResponderErrorCode.NotReversible, undoSentence(row));
      requireRole(identity, roleFor(plan.action, this.rules));
      const incidentRevision = await this.desk.newestRevision(manager, row.tenant, row.incidentId, row.incidentRevision);
      const exact = { incidentId: row.incidentId, incidentRevision, action: plan.action, reverse: plan.reverse, target: row.target, parameters: plan.parameters, context: row.context };
      const proposed = await this.ledger.propose(
        manager,
        { ...emptyAction(row.tenant), ...exact, category: plan.category, destructive: plan.destructive, priority: 0, approvalHash: approvalHash(exact), undoes: row.id },
        { actor: actorOf(identity), reason },
      );
      const updated = await this.desk.approve(manager, proposed, identity, { actionId: proposed.id, hash: proposed.approvalHash, reason, inputs: {} });
      await manager.query('UPDATE responder.action SET undone_by = $3 WHERE tenant = $1 AND id = $2', [row.tenant, row.id, updated.id]);
      return updated;
    });
    this.wake();
    return action;
  }

  /**
   * A person says what happened: with an action that was theirs to do, or one whose outcome is unknown.
   * @throws ResponderError ActionUnknown, RoleMissing, WrongState, ReasonMissing
   */
  record(identity: Identity, actionId: string, done: boolean, evidence: string): Promise<ActionEntity> {
    return this.locked(identity, actionId, async (manager, row) => {
      const to = done ? 'CONFIRMED' : 'FAILED';
      requireMove(row.state, to, 'person');
      if (row.state === 'SENT' && row.connector !== 'manual') throw new ResponderError(ResponderErrorCode.WrongState, 'The target itself will say how this action ends.');
      if (evidence.trim() === '') throw new ResponderError(ResponderErrorCode.ReasonMissing, 'Say what shows it: what you did and where it can be seen.');
      const { subject, name } = identity;
      const record = { subject, name, at: new Date().toISOString(), done, evidence };
      const outcome = done ? null : { code: 'RECORDED_NOT_DONE', sentence: `${name} recorded that it was not done.` };
      const moved = await this.ledger.move(manager, row, to, { actor: actorOf(identity), reason: evidence, details: { record }, patch: { record, callOpen: false, lease: null, leaseUntil: null, nextAttemptAt: null, waiting: null, outcome } });
      if (done) await undone(manager, this.ledger, moved);
      return moved;
    });
  }

  /**
   * A person lets an action that failed, or whose outcome is unknown, be sent again.
   * @throws ResponderError ActionUnknown, RoleMissing, WrongState, ReasonMissing, StaleApproval
   */
  async retry(identity: Identity, actionId: string, hash: string, reason: string | null): Promise<ActionEntity> {
    const action = await this.locked(identity, actionId, async (manager, row) => {
      if (row.state !== 'FAILED' && row.state !== 'UNKNOWN') throw new ResponderError(ResponderErrorCode.WrongState, `${stateSentence[row.state]} Only what failed or is unknown can be tried again.`);
      requireReason(reason);
      // What may have been sent is still the same order; what failed is a new one, for the incident as it is now.
      if (row.state === 'FAILED') {
        await this.desk.requireFresh(manager, row, hash);
        Object.assign(row, freshRun(row));
      }
      return this.desk.queue(manager, row, identity, reason);
    });
    this.wake();
    return action;
  }

  private locked(identity: Identity, actionId: string, work: (manager: EntityManager, row: ActionEntity) => Promise<ActionEntity>): Promise<ActionEntity> {
    return this.database.inTenant(identity.tenant, async (manager) => {
      const row = await this.ledger.locked(manager, identity.tenant, actionId);
      if (row === null) throw new ResponderError(ResponderErrorCode.ActionUnknown, 'There is no action with this id.');
      requireRole(identity, roleFor(row.action, this.rules));
      return work(manager, row);
    });
  }
}

/** A new order: targets must not take it for the one before. */
function freshRun(row: ActionEntity): Partial<ActionEntity> {
  return { run: row.run + 1, attempts: 0, callOpen: false, reference: null, result: null, outcome: null, record: null, waiting: null, nextAttemptAt: null };
}

function requireReason(reason: string | null): asserts reason is string {
  if (reason === null) throw new ResponderError(ResponderErrorCode.ReasonMissing, 'Give a reason; it goes into the audit log.');
}

function undoSentence(row: ActionEntity): string {
  if (row.undoes !== null) return 'This action took another back. Open that one again to repeat it.';
  const note = row.recommendation?.undoNote;
  return note ? `Attest cannot take this action back. By hand: ${note}` : 'This action cannot be taken back.';
}
