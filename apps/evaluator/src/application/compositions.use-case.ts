import { composedKinds, Topic, type ComposedKind, type CompositionArm } from '@attest/contracts';
import type { Identity } from '@attest/identity';
import { storableJson, type AuditLog } from '@attest/identity/audit';
import { promptHashOf } from '@attest/llm';
import type { Outbox } from '@attest/messaging';
import { type ServiceDatabase, takeTurn } from '@attest/persistence';
import type { EntityManager } from 'typeorm';
import { asConfigured, checkedArms, revisionBefore, sameArms, type CompositionArms } from '../domain/composition.js';
import { badInput, EvaluatorError, EvaluatorErrorCode } from '../domain/evaluator.error.js';
import { requireRole } from '../domain/rights.js';
import { CompositionEntity } from '../infrastructure/composition.entity.js';

/** Who composes the cards of a kind, with the newest revisions, newest first; revision 0 is the one before anything was set. */
export interface KnownComposition extends CompositionArms {
  kind: ComposedKind;
  revision: number;
  /** The revision a roll-back would bring back. */
  before: number | undefined;
  history: CompositionEntity[];
}

/** What a change of a setting says beside its arms: the revision it was made upon, and why. */
export interface CompositionChange {
  kind: ComposedKind;
  expectedRevision: number;
  reason: string | null;
}

const shownRevisions = 50;

/** Who composes the cards of a tenant: set, rolled back and promoted by admins, kept by revision, audited, and told to the services that compose. */
export class CompositionsUseCase {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly outbox: Outbox,
    private readonly audit: AuditLog,
    /** The model the services are configured with. */
    readonly configuredModel: string | undefined,
  ) {}

  list(tenant: string): Promise<KnownComposition[]> {
    return this.database.inTenant(tenant, async (manager) => {
      const known: KnownComposition[] = [];
      for (const kind of composedKinds) known.push(await this.known(manager, tenant, kind));
      return known;
    });
  }

  /** @throws EvaluatorError RoleMissing, Stale, ReasonMissing, BadInput, NoModel */
  set(identity: Identity, change: CompositionChange, arms: CompositionArms): Promise<KnownComposition> {
    return this.change(identity, change, 'composition.set', (known) => {
      const checked = storableJson(checkedArms(change.kind, arms, this.configuredModel));
      if (sameArms(known, checked)) throw badInput('This is what is set already.');
      return Promise.resolve({ ...checked, restores: null });
    });
  }

  /** Makes the canary the current arm. @throws EvaluatorError RoleMissing, Stale, ReasonMissing, WrongState */
  promote(identity: Identity, change: CompositionChange): Promise<KnownComposition> {
    return this.change(identity, change, 'composition.canaryPromoted', ({ canary }) => {
      if (canary === null) throw new EvaluatorError(EvaluatorErrorCode.WrongState, 'There is no canary to promote.');
      return Promise.resolve({ current: canary.arm, canary: null, restores: null });
    });
  }

  /** Brings the arms back that stood before those of now. @throws EvaluatorError RoleMissing, Stale, ReasonMissing, WrongState */
  rollBack(identity: Identity, change: CompositionChange): Promise<KnownComposition> {
    return this.change(identity, change, 'composition.rolledBack', async ({ kind, before }, manager) => {
      if (before === undefined) throw new EvaluatorError(EvaluatorErrorCode.WrongState, 'There is no setting before this one to roll back to.');
      const { current, canary } = before === 0 ? asConfigured : await manager.findOneByOrFail(CompositionEntity, { tenant: identity.tenant, kind, revision: before });
      return { current, canary, restores: before };
    });
  }

  private change(identity: Identity, { kind, expectedRevision, reason }: CompositionChange, operation: string, next: (known: KnownComposition, manager: EntityManager) => Promise<CompositionArms & { restores: number | null }>): Promise<KnownComposition> {
    requireRole(identity, 'admin');
    if (reason === null) throw new EvaluatorError(EvaluatorErrorCode.ReasonMissing, 'Say why it is changed; the history and the audit log keep it.');
    const { tenant, subject, name } = identity;
    return this.database.inTenant(tenant, async (manager) => {
      await takeTurn(manager, `attest composition ${kind} ${tenant}`);
      const known = await this.known(manager, tenant, kind);
      if (known.revision !== expectedRevision) throw new EvaluatorError(EvaluatorErrorCode.Stale, `Somebody changed this meanwhile: it has revision ${known.revision} now, not ${expectedRevision}. Look at it again.`);
      const { current, canary, restores } = await next(known, manager);
      const at = new Date();
      const entity = Object.assign(new CompositionEntity(), { tenant, kind, revision: known.revision + 1, current, canary, restores, byName: name, reason, at });
      await manager.insert(CompositionEntity, { ...entity });
      await this.audit.append(manager, tenant, { actor: { kind: 'person', subject, name }, operation, subjectId: kind, details: { revision: entity.revision, current: auditedArm(current), canary: canary === null ? null : { arm: auditedArm(canary.arm), share: canary.share }, restores, reason } });
      await this.outbox.add(manager, { type: Topic.CompositionChanged, tenant, key: kind, payload: { kind, revision: entity.revision, current, canary, by: { subject, name }, reason, at: at.toISOString() } });
      return this.known(manager, tenant, kind);
    });
  }

  private async known(manager: EntityManager, tenant: string, kind: ComposedKind): Promise<KnownComposition> {
    const history = await manager.find(CompositionEntity, { where: { tenant, kind }, order: { revision: 'DESC' }, take: shownRevisions });
    const [newest] = history;
    if (newest === undefined) return { kind, revision: 0, ...asConfigured, before: undefined, history };
    const steps = new Map((await manager.query<{ revision: number; restores: number }[]>('SELECT revision, restores FROM evaluator.composition WHERE tenant = $1 AND kind = $2 AND restores IS NOT NULL', [tenant, kind])).map(({ revision, restores }) => [revision, restores]));
    return { kind, revision: newest.revision, current: newest.current, canary: newest.canary, before: revisionBefore(newest, (revision) => steps.get(revision) ?? null), history };
  }
}

/** An arm as the audit log keeps it: the prompt by the hash that cards carry. */
function auditedArm(arm: CompositionArm | null): Record<string, unknown> | null {
  return arm === null ? null : { composer: arm.composer, model: arm.model, promptHash: arm.prompt === null ? null : promptHashOf(arm.prompt) };
}
