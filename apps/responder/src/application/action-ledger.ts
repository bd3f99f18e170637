import { Topic, type ActionState } from '@attest/contracts';
import type { AuditActor, AuditLog } from '@attest/identity/audit';
import type { Identity } from '@attest/identity';
import type { Outbox } from '@attest/messaging';
import type { EntityManager, QueryDeepPartialEntity } from 'typeorm';
import { endedStates, requireMove } from '../domain/action-state.js';
import { ActionEntity } from '../infrastructure/action.entity.js';

/** Who or what makes a change, and why. */
export interface Change {
  actor: AuditActor;
  reason?: string | null;
  /** For the audit log, beside what it always holds. */
  details?: Record<string, unknown>;
  /** Other columns that change with the state. */
  patch?: Partial<ActionEntity>;
}

const longestOutcome = 4_000;

/** Attest itself, in the audit log. */
export const attestItself: AuditActor = { kind: 'machine', subject: 'attest:responder', name: 'Attest' };

/** A person, in the audit log. */
export function actorOf({ subject, name }: Pick<Identity, 'subject' | 'name'>): AuditActor {
  return { kind: 'person', subject, name };
}

/** TypeORM's own type of a row does not know columns of free JSON. */
export function columnsOf(action: Partial<ActionEntity>): QueryDeepPartialEntity<ActionEntity> {
  return { ...action } as QueryDeepPartialEntity<ActionEntity>;
}

const operations: Readonly<Record<ActionState, string>> = {
  PROPOSED: 'action.reopened',
  APPROVED: 'action.approved',
  INTENT: 'action.begun',
  SENT: 'action.sent',
  CONFIRMED: 'action.confirmed',
  FAILED: 'action.failed',
  UNKNOWN: 'action.lost',
  DECLINED: 'action.declined',
  UNDONE: 'action.undone',
};

/**
 * The only way an action changes: the row, its line in the audit log and the event leave in one transaction of the caller.
 * When the audit log cannot be written, nothing changes.
 */
export class ActionLedger {
  constructor(
    private readonly outbox: Outbox,
    readonly audit: AuditLog,
  ) {}

  /** The action, locked until the transaction ends, or null. */
  locked(manager: EntityManager, tenant: string, id: string): Promise<ActionEntity | null> {
    return manager.findOne(ActionEntity, { where: { tenant, id }, lock: { mode: 'pessimistic_write' } });
  }

  /** Brings an action in. */
  async propose(manager: EntityManager, action: ActionEntity, change: Change): Promise<ActionEntity> {
    const { operation, details } = { operation: 'action.proposed', details: change.details ?? {} };
    action.auditSequence = 0;
    await manager.insert(ActionEntity, columnsOf(action));
    return this.write(manager, action, null, operation, { ...change, details: { ...details, parameters: action.parameters, approvalHash: action.approvalHash, ...(action.undoes === null ? {} : { undoes: action.undoes }) } });
  }

  /**
   * Brings a locked action to another state.
   * @throws ResponderError WrongState
   */
  async move(manager: EntityManager, action: ActionEntity, to: ActionState, change: Change): Promise<ActionEntity> {
    requireMove(action.state, to, change.actor.kind);
    const from = action.state;
    const now = new Date();
    Object.assign(action, change.patch, { state: to, version: action.version + 1, updatedAt: now, endedAt: endedStates.includes(to) ? now : null });
    return this.write(manager, action, from, operations[to], change);
  }

  /** Writes down something that leaves the state as it is. */
  async note(manager: EntityManager, action: ActionEntity, operation: string, change: Change): Promise<ActionEntity> {
    Object.assign(action, change.patch, { version: action.version + 1, updatedAt: new Date() });
    return this.write(manager, action, action.state, operation, change);
  }

  private async write(manager: EntityManager, action: ActionEntity, from: ActionState | null, operation: string, { actor, reason, details }: Change): Promise<ActionEntity> {
    const { tenant, id, incidentId, target, version, state } = action;
    const row = await this.audit.append(manager, tenant, {
      actor,
      operation,
      subjectId: id,
      incidentId,
      details: { action: action.action, reverse: action.reverse, target, from, to: state, version, incidentRevision: action.incidentRevision, ...(action.connector === null ? {} : { connector: action.connector }), ...(reason ? { reason } : {}), ...details },
    });
    action.auditSequence = row.sequence;
    await manager.update(ActionEntity, { tenant, id }, columnsOf(action));
    await this.outbox.add(manager, {
      type: Topic.ActionChanged,
      tenant,
      key: incidentId,
      payload: {
        actionId: id,
        incidentId,
        incidentRevision: action.incidentRevision,
        action: action.action,
        category: action.category,
        target: { type: target.type, id: target.id, name: target.name },
        state,
        previousState: from,
        version,
        connector: action.connector,
        by: actor.kind === 'person' ? { subject: actor.subject, name: actor.name } : null,
        reason: reason ?? null,
        outcome: action.outcome?.sentence.slice(0, longestOutcome) ?? null,
        undoes: action.undoes,
        at: row.at,
        audit: { sequence: row.sequence, hash: row.hash },
      },
    });
    return action;
  }
}
