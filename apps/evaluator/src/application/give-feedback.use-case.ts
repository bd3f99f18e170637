import { randomUUID } from 'node:crypto';
import { Topic, type FeedbackGiven } from '@attest/contracts';
import type { Identity } from '@attest/identity';
import { canonicalJson, storableJson } from '@attest/identity/audit';
import type { Outbox } from '@attest/messaging';
import type { ServiceDatabase } from '@attest/persistence';
import type { EntityManager, QueryDeepPartialEntity } from 'typeorm';
import { EvaluatorError, EvaluatorErrorCode } from '../domain/evaluator.error.js';
import { checkFeedback, type SaidFeedback } from '../domain/feedback-rules.js';
import { unknownEngine } from '../domain/figures.js';
import { requireRole } from '../domain/rights.js';
import { FeedbackEntity } from '../infrastructure/feedback.entity.js';
import { shapeOf, type CardStore, type KnownCard } from './card-store.js';
import type { SnapshotStore } from './snapshot-store.js';

/** Takes feedback in: the row and its event leave in one transaction. */
export class GiveFeedbackUseCase {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly outbox: Outbox,
    private readonly cards: CardStore,
    private readonly snapshots: SnapshotStore,
  ) {}

  /**
   * Says something of a card or a part of it, or says it differently. Saying the same again changes nothing.
   * @throws EvaluatorError CardUnknown, BadFeedback, RoleMissing
   */
  give(identity: Identity, cardId: string, given: SaidFeedback): Promise<FeedbackEntity> {
    requireRole(identity, 'reader');
    const said = storableJson({ ...given, comment: given.comment?.trim() || null });
    const { tenant } = identity;
    return this.database.inTenant(tenant, async (manager) => {
      const card = await this.cards.locked(manager, tenant, cardId);
      if (card === null) throw new EvaluatorError(EvaluatorErrorCode.CardUnknown, 'Attest does not know this card yet, or no longer keeps it. A new card is known after a moment.');
      checkFeedback(said, await shapeOf(card));
      const before = await this.before(manager, identity, cardId, said.part);
      if (before !== null && !before.withdrawn && saysTheSame(before, said)) return before;
      return this.keep(manager, identity, card, said, before);
    });
  }

  /** Takes back what one said of a card or a part of it; its texts are gone then. False when there was nothing to take back. */
  withdraw(identity: Identity, cardId: string, part: string | null): Promise<boolean> {
    requireRole(identity, 'reader');
    const { tenant } = identity;
    return this.database.inTenant(tenant, async (manager) => {
      const card = await this.cards.locked(manager, tenant, cardId);
      const before = await this.before(manager, identity, cardId, part);
      if (card === null || before === null || before.withdrawn) return false;
      await this.keep(manager, identity, card, { part, verdict: before.verdict, faults: [], comment: null, corrections: [] }, before, true);
      return true;
    });
  }

  private before(manager: EntityManager, { tenant, subject }: Identity, cardId: string, part: string | null): Promise<FeedbackEntity | null> {
    return manager.findOneBy(FeedbackEntity, { tenant, cardId, part: part ?? '', subject });
  }

  private async keep(manager: EntityManager, { tenant, subject, name }: Identity, card: KnownCard, said: SaidFeedback, before: FeedbackEntity | null, withdrawn = false): Promise<FeedbackEntity> {
    const { event } = card;
    const entity = Object.assign(new FeedbackEntity(), {
      tenant, subject, name, withdrawn, ...said,
      id: before?.id ?? randomUUID(), cardId: event.cardId, part: said.part ?? '', kind: event.kind, subjectId: event.subjectId,
      composer: event.composer, model: event.provenance?.model ?? '', version: (before?.version ?? 0) + 1, at: new Date(),
    });
    const columns = { ...entity } as QueryDeepPartialEntity<FeedbackEntity>;
    if (before === null) await manager.insert(FeedbackEntity, columns);
    else await manager.update(FeedbackEntity, { tenant, id: entity.id }, columns);
    if (!withdrawn) await this.snapshots.keep(manager, tenant, event.subjectId, event.subjectRevision);
    await this.outbox.add(manager, { type: Topic.FeedbackGiven, tenant, key: event.cardId, payload: payloadOf(entity, card) });
    return entity;
  }
}

function saysTheSame(before: FeedbackEntity, said: SaidFeedback): boolean {
  const content = ({ verdict, faults, comment, corrections }: Omit<SaidFeedback, 'part'>): string => canonicalJson([verdict, [...faults].sort(), comment, corrections]);
  return content(before) === content(said);
}

function payloadOf(entity: FeedbackEntity, { event }: KnownCard): FeedbackGiven {
  const { provenance } = event;
  return {
    feedbackId: entity.id,
    version: entity.version,
    withdrawn: entity.withdrawn,
    verdict: entity.verdict,
    faults: entity.faults,
    comment: entity.comment,
    corrections: entity.corrections,
    by: { subject: entity.subject, name: entity.name },
    at: entity.at.toISOString(),
    card: {
      cardId: event.cardId,
      kind: event.kind as FeedbackGiven['card']['kind'],
      part: entity.part === '' ? null : entity.part,
      subjectId: event.subjectId,
      subjectRevision: event.subjectRevision,
      version: event.version,
      digest: event.digest,
      composer: event.composer,
      engine: provenance?.engine ?? unknownEngine,
      model: provenance?.model ?? null,
      promptHash: provenance?.promptHash ?? null,
      inputDigest: provenance?.inputDigest ?? '',
    },
  };
}
