import { createHash, randomUUID } from 'node:crypto';
import type { Guidebook } from '@attest/guidebook-reader';
import type { Identity, Role } from '@attest/identity';
import { storableJson, type AuditLog } from '@attest/identity/audit';
import type { EntityManager } from 'typeorm';
import { holds, requireRole } from '../domain/action-rules.js';
import { guidebookMoves, guidebookSentence, guidebookStep, type GuidebookMove } from '../domain/guidebook-state.js';
import { badInput, ResponderError, ResponderErrorCode } from '../domain/responder.error.js';
import { GuidebookEntity } from '../infrastructure/guidebook.entity.js';
import { actorOf } from './action-ledger.js';
import type { GuidebookStore } from './guidebook-store.js';

/** Reads the bytes of a guide; rejects with a GuidebookError. */
export interface ReadsGuidebooks {
  read(bytes: Uint8Array, fileName: string): Promise<Guidebook>;
}

/** A move a person may see offered, and why not when they may not. */
export interface OfferedMove {
  move: GuidebookMove;
  allowed: boolean;
  code: string | null;
  sentence: string | null;
}

const uploadRole: Role = 'responder';
/** What a guide says is put before everybody's recommendations. */
const decisionRole: Role = 'admin';
const mostGuides = 200;
const mostActive = 50;
const longestName = 255;

/** Guides of the tenant: upload, review, and which of them are active. Each change has its row in the audit log, or does not happen. */
export class ManageGuidebooksUseCase {
  constructor(
    readonly store: GuidebookStore,
    private readonly reader: ReadsGuidebooks,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Reads a guide and keeps it for review. The same file twice is one guide.
   * @throws ResponderError RoleMissing, BadInput, TooManyGuidebooks
   * @throws GuidebookError when the file is refused
   */
  async upload(identity: Identity, bytes: Uint8Array, fileName: string): Promise<GuidebookEntity> {
    this.requireUploader(identity);
    const name = fileName.replace(/^.*[\\/]/, '').trim();
    if (name === '' || name.length > longestName) throw badInput(`fileName takes the name of the file, at most ${longestName} characters.`);
    const guidebook = storableJson(await this.reader.read(bytes, name));
    const { tenant } = identity;
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return this.store.database.inTenant(tenant, async (manager) => {
      await this.store.takeTurn(manager, tenant);
      const before = await this.store.ofContent(manager, tenant, sha256);
      if (before !== null) return before;
      if ((await this.store.count(manager, tenant, false)) >= mostGuides) throw new ResponderError(ResponderErrorCode.TooManyGuidebooks, `There are ${mostGuides} guides already. Delete one first.`);
      const now = new Date();
      const entity = Object.assign(new GuidebookEntity(), {
        ...guidebook, tenant, id: randomUUID(), fileName: storableJson(name), bytes: bytes.length, sha256, state: 'PENDING_REVIEW' as const, version: 1, createdAt: now, updatedAt: now,
        history: [{ state: 'PENDING_REVIEW' as const, subject: identity.subject, name: identity.name, at: now.toISOString() }],
      });
      await this.store.insert(manager, entity);
      await this.write(manager, identity, entity, 'guidebook.uploaded', { from: null });
      return entity;
    });
  }

  /**
   * Takes a guide through moves, all or none. Moves that led there before are no error.
   * @throws ResponderError RoleMissing, GuidebookUnknown, WrongState, TooManyGuidebooks
   */
  move(identity: Identity, id: string, moves: readonly GuidebookMove[]): Promise<GuidebookEntity> {
    requireRole(identity, decisionRole);
    const { tenant } = identity;
    return this.store.database.inTenant(tenant, async (manager) => {
      await this.store.takeTurn(manager, tenant);
      const entity = await this.store.locked(manager, tenant, id);
      if (entity === null) throw new ResponderError(ResponderErrorCode.GuidebookUnknown, 'There is no such guide.');
      for (const move of moves) await this.step(manager, identity, entity, move);
      return entity;
    });
  }

  /** Refuses before the body of an upload is read. @throws ResponderError RoleMissing */
  requireUploader(identity: Identity): void {
    requireRole(identity, uploadRole);
  }

  /** What could be done with a guide now, and whether this person may. */
  offered(identity: Identity, entity: GuidebookEntity): OfferedMove[] {
    const allowed = holds(identity, decisionRole);
    return guidebookMoves
      .filter((move) => guidebookStep(entity.state, move) !== null)
      .map((move) => (allowed ? { move, allowed, code: null, sentence: null } : { move, allowed, code: ResponderErrorCode.RoleMissing, sentence: `This needs the role ${decisionRole}.` }));
  }

  private async step(manager: EntityManager, identity: Identity, entity: GuidebookEntity, move: GuidebookMove): Promise<void> {
    const { state: from, tenant } = entity;
    const step = guidebookStep(from, move);
    if (step === null) throw new ResponderError(ResponderErrorCode.WrongState, `${guidebookSentence[from]} That cannot be done with it now.`);
    if (step.to === 'ACTIVE' && (await this.store.count(manager, tenant, true)) >= mostActive) throw new ResponderError(ResponderErrorCode.TooManyGuidebooks, `${mostActive} guides are active already. Deactivate one first.`);
    const now = new Date();
    Object.assign(entity, {
      state: step.to, version: entity.version + 1, updatedAt: now,
      history: [...entity.history, { state: step.to, subject: identity.subject, name: identity.name, at: now.toISOString() }],
      ...(step.to === 'DELETED' ? { sections: [], warnings: [] } : {}),
    });
    await this.store.update(manager, entity);
    await this.write(manager, identity, entity, step.operation, { from });
    if (from === 'ACTIVE' || step.to === 'ACTIVE') await this.store.remakeAll(manager, tenant);
  }

  private async write(manager: EntityManager, identity: Identity, { tenant, id, title, fileName, sha256, state, version, sections }: GuidebookEntity, operation: string, details: Record<string, unknown>): Promise<void> {
    const tasks = sections.reduce((sum, each) => sum + each.tasks.length, 0);
    await this.audit.append(manager, tenant, { actor: actorOf(identity), operation, subjectId: id, details: { ...details, to: state, version, title, fileName, sha256, tasks } });
  }
}
