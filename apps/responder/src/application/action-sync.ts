import { randomUUID } from 'node:crypto';
import type { Recommendation } from '@attest/response-engine';
import type { EntityManager } from 'typeorm';
import type { ActionContext } from '../domain/action.js';
import { approvalHash } from '../domain/approval.js';
import { ActionEntity } from '../infrastructure/action.entity.js';
import { attestItself, columnsOf, type ActionLedger } from './action-ledger.js';

/** What the newest response of an incident recommends. */
export interface Recommended {
  tenant: string;
  incidentId: string;
  revision: number;
  recommendations: readonly Recommendation[];
}

/** States in which an action may still, or again, be approved: it follows what is recommended. */
const approvable: readonly string[] = ['PROPOSED', 'FAILED', 'DECLINED', 'UNDONE'];

/** Keeps actions in line with what is recommended. What a person has decided stays as it was decided. */
export class ActionSync {
  constructor(private readonly ledger: ActionLedger) {}

  /** In the caller's transaction, which holds the incident's row. */
  async bringInLine(manager: EntityManager, recommended: Recommended): Promise<void> {
    const { tenant, incidentId, revision } = recommended;
    const known = await manager
      .createQueryBuilder(ActionEntity, 'a')
      .setLock('pessimistic_write')
      .where('a.tenant = :tenant AND a.incident_id = :incidentId AND a.recommendation_id IS NOT NULL', { tenant, incidentId })
      .orderBy('a.id')
      .getMany();
    const byRecommendation = new Map(known.map((action) => [action.recommendationId, action]));
    const wanted = new Set<string>();
    for (const recommendation of recommended.recommendations) {
      if (recommendation.status !== 'proposed' || wanted.has(recommendation.id)) continue;
      wanted.add(recommendation.id);
      const context = contextOf(recommendation);
      const action = byRecommendation.get(recommendation.id);
      if (action === undefined) await this.propose(manager, recommended, recommendation, context);
      else if (approvable.includes(action.state)) await this.renew(manager, action, revision, recommendation, context);
    }
    for (const action of known) {
      if (action.withdrawn || wanted.has(action.recommendationId ?? '') || !approvable.includes(action.state)) continue;
      if (action.state === 'PROPOSED') await this.ledger.note(manager, action, 'action.withdrawn', { actor: attestItself, details: { revision }, patch: { withdrawn: true, approvals: [], waiting: null } });
      else await manager.update(ActionEntity, { tenant, id: action.id }, { withdrawn: true });
    }
  }

  private async propose(manager: EntityManager, { tenant, incidentId, revision }: Recommended, recommendation: Recommendation, context: ActionContext): Promise<void> {
    const { action, target, parameters, category, priority } = recommendation;
    const destructive = isDestructive(recommendation);
    const exact = { incidentId, incidentRevision: revision, action, reverse: false, target, parameters, context };
    await this.ledger.propose(manager, { ...emptyAction(tenant), ...exact, recommendationId: recommendation.id, recommendation, category, destructive, priority, approvalHash: approvalHash(exact) }, { actor: attestItself });
  }

  private async renew(manager: EntityManager, action: ActionEntity, revision: number, recommendation: Recommendation, context: ActionContext): Promise<void> {
    const { target, parameters, category, priority } = recommendation;
    const destructive = isDestructive(recommendation);
    const exact = { incidentId: action.incidentId, incidentRevision: revision, action: action.action, reverse: false, target, parameters, context };
    const patch = { incidentRevision: revision, recommendation, target, parameters, context, category, destructive, priority, withdrawn: false, approvalHash: approvalHash(exact) };
    // Half an approval of what was is none of what is.
    if (action.state === 'PROPOSED' && action.approvals.length > 0 && patch.approvalHash !== action.approvalHash) {
      await this.ledger.note(manager, action, 'action.renewed', { actor: attestItself, details: { approvalHash: patch.approvalHash }, patch: { ...patch, approvals: [], waiting: null } });
    } else await manager.update(ActionEntity, { tenant: action.tenant, id: action.id }, columnsOf(patch));
  }
}

/** What loses something for good, or keeps people from working, needs a reason. */
function isDestructive({ destructive, disruption }: Recommendation): boolean {
  return destructive || disruption === 'high';
}

/** A file action is done on devices: those the recommendation names. */
function contextOf({ target }: Recommendation): ActionContext {
  return target.on && target.on.length > 0 ? { devices: target.on.map(({ id }) => id) } : {};
}

/** An action nobody has decided on. */
export function emptyAction(tenant: string): Omit<ActionEntity, 'incidentId' | 'incidentRevision' | 'action' | 'target' | 'parameters' | 'category' | 'destructive' | 'priority' | 'approvalHash'> {
  const now = new Date();
  return {
    tenant, id: randomUUID(), recommendationId: null, recommendation: null, reverse: false, context: {}, withdrawn: false, state: 'PROPOSED', version: 1,
    undoes: null, undoneBy: null, approvals: [], declined: null, record: null, connector: null, idempotency: null, run: 1, attempts: 0, callOpen: false,
    reference: null, result: null, outcome: null, waiting: null, nextAttemptAt: null, leaseUntil: null, lease: null, auditSequence: 0, createdAt: now, updatedAt: now, endedAt: null,
  };
}
