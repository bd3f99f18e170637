import { randomUUID } from 'node:crypto';
import type { Identity } from '@attest/identity';
import { storableJson, type AuditLog } from '@attest/identity/audit';
import { type ServiceDatabase, takeTurn } from '@attest/persistence';
import type { EntityManager } from 'typeorm';
import { badInput, EvaluatorError, EvaluatorErrorCode } from '../domain/evaluator.error.js';
import type { LessonState } from '../domain/lesson-state.js';
import { holds, requireRole } from '../domain/rights.js';
import { LessonEntity } from '../infrastructure/lesson.entity.js';
import type { Page } from './feedback-reader.js';

/** A lesson as it is proposed. */
export interface ProposedLesson {
  text: string;
  kind: string | null;
  tag: string | null;
  cardId: string | null;
  expiresAt: Date | null;
}

const longestLesson = 2_000;
const mostPending = 1_000;

/** Lessons: proposed by anybody, reviewed by an admin who did not propose them, listed, and applied by nobody. */
export class LessonsUseCase {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly audit: AuditLog,
  ) {}

  /** @throws EvaluatorError BadInput, TooMany, RoleMissing */
  propose(identity: Identity, proposed: ProposedLesson): Promise<LessonEntity> {
    requireRole(identity, 'reader');
    const { tenant, subject, name } = identity;
    const text = storableJson(proposed.text.trim());
    if (text === '') throw badInput('text says what should be done next time; it is empty.');
    if (text.length > longestLesson) throw badInput(`text may have ${longestLesson.toLocaleString('en-GB')} characters.`);
    if (proposed.expiresAt !== null && proposed.expiresAt.getTime() <= Date.now()) throw badInput('expiresAt must be in the future.');
    return this.database.inTenant(tenant, async (manager) => {
      await takeTurn(manager, `attest lessons ${tenant}`);
      if ((await manager.countBy(LessonEntity, { tenant, state: 'PENDING' })) >= mostPending) throw new EvaluatorError(EvaluatorErrorCode.TooMany, `${mostPending.toLocaleString('en-GB')} lessons wait for review already. Review some first.`);
      const entity = Object.assign(new LessonEntity(), {
        ...proposed, text, tenant, id: randomUUID(), state: 'PENDING' as const, authorSubject: subject, authorName: name, reviewerName: null, reason: null, reviewedAt: null, createdAt: new Date(),
      });
      await manager.insert(LessonEntity, entity);
      await this.write(manager, identity, entity, 'lesson.proposed');
      return entity;
    });
  }

  /** @throws EvaluatorError RoleMissing, LessonUnknown, OwnLesson, WrongState, ReasonMissing */
  review(identity: Identity, id: string, approve: boolean, reason: string | null): Promise<LessonEntity> {
    requireRole(identity, 'admin');
    const { tenant } = identity;
    return this.database.inTenant(tenant, async (manager) => {
      const entity = await manager.findOne(LessonEntity, { where: { tenant, id }, lock: { mode: 'pessimistic_write' } });
      if (entity === null) throw new EvaluatorError(EvaluatorErrorCode.LessonUnknown, 'There is no lesson with this id.');
      if (entity.authorSubject === identity.subject) throw new EvaluatorError(EvaluatorErrorCode.OwnLesson, 'Another person has to review what you proposed.');
      if (this.stateOf(entity) !== 'PENDING') throw new EvaluatorError(EvaluatorErrorCode.WrongState, 'Only a lesson that waits can be reviewed.');
      if (!approve && reason === null) throw new EvaluatorError(EvaluatorErrorCode.ReasonMissing, 'Say why the lesson is declined.');
      Object.assign(entity, { state: approve ? 'APPROVED' : 'DECLINED', reason, reviewerName: identity.name, reviewedAt: new Date() });
      await manager.update(LessonEntity, { tenant, id }, { ...entity });
      await this.write(manager, identity, entity, approve ? 'lesson.approved' : 'lesson.declined');
      return entity;
    });
  }

  /** The state now: the look that writes expiry down comes only now and then. */
  stateOf({ state, expiresAt }: LessonEntity): LessonState {
    return (state === 'PENDING' || state === 'APPROVED') && expiresAt !== null && expiresAt.getTime() <= Date.now() ? 'EXPIRED' : state;
  }

  mayReview(identity: Identity, entity: LessonEntity): boolean {
    return holds(identity, 'admin') && entity.authorSubject !== identity.subject && this.stateOf(entity) === 'PENDING';
  }

  /** Newest first; of some states when any are named. */
  list(tenant: string, states: readonly LessonState[] | undefined, first: number, after: string | undefined): Promise<Page<LessonEntity>> {
    return this.database.inTenant(tenant, async (manager) => {
      await this.expire(manager);
      const query = manager.createQueryBuilder(LessonEntity, 'l').where('l.tenant = :tenant', { tenant });
      if (states !== undefined && states.length > 0) query.andWhere('l.state IN (:...states)', { states: [...states] });
      const total = await query.getCount();
      if (after !== undefined) query.andWhere('(l.created_at, l.id) < (SELECT created_at, id FROM evaluator.lesson WHERE tenant = :tenant AND id = :after)', { after });
      const found = await query.orderBy('l.createdAt', 'DESC').addOrderBy('l.id', 'DESC').limit(first + 1).getMany();
      return { items: found.slice(0, first), total, more: found.length > first };
    });
  }

  /** Writes down which lessons of the transaction's tenants have come to their end. */
  async expire(manager: EntityManager): Promise<void> {
    await manager.query("UPDATE evaluator.lesson SET state = 'EXPIRED' WHERE state IN ('PENDING', 'APPROVED') AND expires_at <= now()");
  }

  private async write(manager: EntityManager, { tenant, subject, name }: Identity, { id, text, kind, tag, state, reason }: LessonEntity, operation: string): Promise<void> {
    await this.audit.append(manager, tenant, { actor: { kind: 'person', subject, name }, operation, subjectId: id, details: { text, kind, tag, state, reason } });
  }
}
