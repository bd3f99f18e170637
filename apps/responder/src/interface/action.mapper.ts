import type { AuditRow } from '@attest/identity/audit';
import type { LabThing, Page } from '../application/action-reader.js';
import type { BulkOutcome } from '../application/decide-action.use-case.js';
import { titleOf } from '../domain/action-rules.js';
import { stateSentence } from '../domain/action-state.js';
import type { Decision } from '../domain/action.js';
import type { ActionEntity } from '../infrastructure/action.entity.js';
import type { ActionDecision, BulkApproval, ResponseAction, ResponseActionConnection } from './action.model.js';
import type { AuditConnection, AuditRecord, LabEntity } from './centre.model.js';

/** An action as it is shown, with what its fields are worked out from. */
export type ShownAction = ResponseAction & { entity: ActionEntity };

/** An action as GraphQL shows it. */
export function toAction(entity: ActionEntity): ShownAction {
  const { recommendation, waiting, outcome, record } = entity;
  return {
    entity,
    id: entity.id,
    incidentId: entity.incidentId,
    incidentRevision: entity.incidentRevision,
    action: entity.action,
    title: titleOf(entity.action, entity.reverse),
    reverse: entity.reverse,
    category: entity.category,
    target: entity.target,
    parameters: entity.parameters,
    devices: entity.context.devices ?? [],
    destructive: entity.destructive,
    priority: entity.priority,
    reason: recommendation?.reason ?? null,
    expectedEffect: recommendation?.expectedEffect ?? null,
    warning: recommendation?.warning ?? null,
    recommended: !entity.withdrawn,
    state: entity.state as ResponseAction['state'],
    stateSentence: stateSentence[entity.state],
    version: entity.version,
    undoes: entity.undoes,
    undoneBy: entity.undoneBy,
    approvals: entity.approvals.map(toDecision),
    declined: entity.declined === null ? null : toDecision(entity.declined),
    record: record === null ? null : { name: record.name, at: record.at, done: record.done, evidence: record.evidence },
    connector: entity.connector,
    simulated: entity.connector === 'lab',
    idempotency: entity.idempotency as ResponseAction['idempotency'],
    attempts: entity.attempts,
    reference: entity.reference,
    result: entity.result,
    outcome,
    waiting: waiting === null ? null : { ...waiting, code: waiting.code as NonNullable<ResponseAction['waiting']>['code'] },
    nextAttemptAt: entity.nextAttemptAt?.toISOString() ?? null,
    createdAt: entity.createdAt.toISOString(),
    updatedAt: entity.updatedAt.toISOString(),
    endedAt: entity.endedAt?.toISOString() ?? null,
  };
}

function toDecision({ subject, name, at, reason }: Decision): ActionDecision {
  return { subject, name, at, reason };
}

/** A page of actions; the cursor is the id. */
export function toActions(page: Page<ActionEntity>): ResponseActionConnection {
  const nodes = page.items.map(toAction);
  return { nodes, edges: nodes.map((node) => ({ cursor: node.id, node })), pageInfo: { hasNextPage: page.more, endCursor: nodes.at(-1)?.id ?? null }, totalCount: page.total };
}

export function toBulk({ actionId, action, plan, refusal }: BulkOutcome): BulkApproval {
  return { actionId, ok: refusal === null, sentence: refusal?.sentence ?? plan?.sentence ?? '', code: refusal?.code ?? null, connector: plan?.connector ?? null, action: action === null ? null : toAction(action) };
}

export function toAudit(page: Page<AuditRow>): AuditConnection {
  const nodes = page.items.map((row): AuditRecord => ({ sequence: row.sequence, at: row.at, actorKind: row.actor.kind, actor: row.actor.name, operation: row.operation, actionId: row.subjectId, incidentId: row.incidentId ?? null, details: row.details, previous: row.previous, hash: row.hash }));
  return { nodes, pageInfo: { hasNextPage: page.more, endCursor: nodes.length > 0 ? String(nodes.at(-1)?.sequence) : null }, totalCount: page.total };
}

export function toLabEntity({ kind, id, name, state, changes, updatedAt }: LabThing): LabEntity {
  return { kind, id, name, state, changes, updatedAt: updatedAt.toISOString() };
}
