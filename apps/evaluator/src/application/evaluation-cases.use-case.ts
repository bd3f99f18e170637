import { randomUUID } from 'node:crypto';
import { unpackTextAsync, type FeedbackGiven } from '@attest/contracts';
import { evaluationCaseSchema, parseEvaluationCase, type EvaluationCase } from '@attest/evaluation-engine';
import type { Identity } from '@attest/identity';
import { storableJson, type AuditLog } from '@attest/identity/audit';
import type { ServiceDatabase } from '@attest/persistence';
import type { EntityManager, QueryDeepPartialEntity } from 'typeorm';
import { badInput, EvaluatorError, EvaluatorErrorCode } from '../domain/evaluator.error.js';
import type { CaseState } from '../domain/lesson-state.js';
import type { MadeCase } from '../domain/make-case.js';
import { Pseudonyms } from '../domain/pseudonyms.js';
import { requireRole } from '../domain/rights.js';
import { EvaluationCaseEntity } from '../infrastructure/evaluation-case.entity.js';
import { FeedbackEntity } from '../infrastructure/feedback.entity.js';
import type { CardStore, KnownCard } from './card-store.js';
import type { CaseMaker } from './case-maker.js';
import type { Page } from './feedback-reader.js';
import type { SnapshotStore } from './snapshot-store.js';

type Correction = FeedbackGiven['corrections'][number];

const severity: Readonly<Record<FeedbackGiven['verdict'], number>> = { harmful: 2, offTarget: 1, confirmed: 0 };
/** Cases come with their inputs, which can be large. */
const exportRows = 20;
const longestAbsent = 400;
/** Cards that are made of an incident. */
const ofIncidents: ReadonlySet<string> = new Set(['incidentSummary', 'guidedResponse', 'incidentReport']);

/** Cases made from feedback: drafted by anybody, reviewed by an admin, exported with pseudonyms. */
export class EvaluationCasesUseCase {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly cards: CardStore,
    private readonly snapshots: SnapshotStore,
    private readonly maker: CaseMaker,
    private readonly audit: AuditLog,
    private readonly secret: string,
  ) {}

  /**
   * Makes a draft from what people say of a card: what it was made from, where that is kept, else its digest, and what is right.
   * One case a card: a draft is made again, a reviewed one stays.
   * @throws EvaluatorError CardUnknown, NoFeedback, BadInput, WrongState, RoleMissing
   */
  make(identity: Identity, cardId: string, tags: readonly string[]): Promise<EvaluationCaseEntity> {
    requireRole(identity, 'reader');
    const { tenant } = identity;
    return this.database.inTenant(tenant, async (manager) => {
      const card = await this.cards.locked(manager, tenant, cardId);
      if (card === null) throw new EvaluatorError(EvaluatorErrorCode.CardUnknown, 'Attest does not know this card, or no longer keeps it.');
      const said = await manager.find(FeedbackEntity, { where: { tenant, cardId, withdrawn: false }, order: { at: 'DESC', id: 'ASC' } });
      const leading = [...said].sort((a, b) => severity[b.verdict] - severity[a.verdict])[0];
      if (leading === undefined) throw new EvaluatorError(EvaluatorErrorCode.NoFeedback, 'Nobody has said anything of this card yet. A case is made from feedback.');
      const before = await manager.findOneBy(EvaluationCaseEntity, { tenant, cardId });
      if (before?.state === 'REVIEWED') throw new EvaluatorError(EvaluatorErrorCode.WrongState, 'The case of this card is reviewed already.');
      const id = before?.id ?? randomUUID();
      const draft = caseOf(id, card, leading);
      await this.snapshots.keep(manager, tenant, card.event.subjectId, card.event.subjectRevision);
      const { corrections: expected, tags: ownTags, state: inputState, input } = await this.made(manager, tenant, id, card, said, correctionsOf(said), tags);
      const names = new Pseudonyms(this.secret, id);
      const feedback = { verdict: leading.verdict, faults: leading.faults, person: names.of('person', leading.subject), tenant: names.of('tenant', tenant) };
      const entity = Object.assign(new EvaluationCaseEntity(), {
        tenant, id, cardId, kind: card.event.kind, inputDigest: card.event.provenance?.inputDigest ?? '', inputState, state: 'DRAFT' as const, tags: ownTags, expected,
        body: checked(withExpected({ ...draft, tags: ownTags, feedback }, expected, false)), madeByName: identity.name, reviewerName: null, reviewedAt: null, createdAt: before?.createdAt ?? new Date(),
      });
      await this.keep(manager, entity, before === null);
      await manager.query('UPDATE evaluator.evaluation_case SET input = $3 WHERE tenant = $1 AND id = $2', [tenant, id, input === null ? null : Buffer.from(input)]);
      await this.write(manager, identity, entity, 'case.made');
      return entity;
    });
  }

  /**
   * Approves a draft, with other expected values when some are given, or puts it aside.
   * @throws EvaluatorError RoleMissing, CaseUnknown, WrongState, BadInput
   */
  review(identity: Identity, id: string, approve: boolean, given: readonly Correction[] | undefined): Promise<EvaluationCaseEntity> {
    requireRole(identity, 'admin');
    const { tenant } = identity;
    return this.database.inTenant(tenant, async (manager) => {
      const entity = await manager.findOne(EvaluationCaseEntity, { where: { tenant, id }, lock: { mode: 'pessimistic_write' } });
      if (entity === null) throw new EvaluatorError(EvaluatorErrorCode.CaseUnknown, 'There is no case with this id.');
      if (entity.state !== 'DRAFT') throw new EvaluatorError(EvaluatorErrorCode.WrongState, 'Only a draft can be reviewed.');
      const card = await this.cards.byId(manager, tenant, entity.cardId);
      const said = await manager.findBy(FeedbackEntity, { tenant, cardId: entity.cardId });
      const expected = given === undefined ? entity.expected : (await this.made(manager, tenant, id, card, said, storableJson([...given]), [])).corrections;
      const body = approve ? checked(withExpected(entity.body as EvaluationCase, expected, true)) : entity.body;
      Object.assign(entity, { state: approve ? 'REVIEWED' : 'DECLINED', expected, body, reviewerName: identity.name, reviewedAt: new Date() });
      await this.keep(manager, entity, false);
      await this.write(manager, identity, entity, approve ? 'case.reviewed' : 'case.declined');
      return entity;
    });
  }

  /** Newest first. */
  list(tenant: string, state: CaseState | undefined, first: number, after: string | undefined): Promise<Page<EvaluationCaseEntity>> {
    return this.database.inTenant(tenant, async (manager) => {
      const query = manager.createQueryBuilder(EvaluationCaseEntity, 'c').where('c.tenant = :tenant', { tenant });
      if (state !== undefined) query.andWhere('c.state = :state', { state });
      const total = await query.getCount();
      if (after !== undefined) query.andWhere('(c.created_at, c.id) < (SELECT created_at, id FROM evaluator.evaluation_case WHERE tenant = :tenant AND id = :after)', { after });
      const found = await query.orderBy('c.createdAt', 'DESC').addOrderBy('c.id', 'DESC').limit(first + 1).getMany();
      return { items: found.slice(0, first), total, more: found.length > first };
    });
  }

  /** The reviewed cases as they are exported, with their inputs, in parts. */
  async *parts(tenant: string): AsyncGenerator<unknown[], void, void> {
    for (let after: string | undefined; ; ) {
      const last = after;
      const rows = await this.database.inTenant(tenant, (manager) =>
        manager.query<{ id: string; body: EvaluationCase; input: Buffer | null }[]>("SELECT id, body, input FROM evaluator.evaluation_case WHERE tenant = $1 AND state = 'REVIEWED' AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3", [tenant, last ?? null, exportRows]),
      );
      const end = rows.at(-1);
      if (end === undefined) return;
      for (const { body, input } of rows) yield [input === null ? body : { ...body, input: JSON.parse(await unpackTextAsync(input)) as unknown }];
      after = end.id;
    }
  }

  /** What goes into a case, without the names of people and tenant. */
  private async made(manager: EntityManager, tenant: string, caseId: string, card: KnownCard | null, said: readonly FeedbackEntity[], corrections: Correction[], tags: readonly string[]): Promise<MadeCase> {
    const { kind = '', subjectId = '', subjectRevision = 0, provenance } = card?.event ?? {};
    const snapshot = ofIncidents.has(kind) ? await this.snapshots.of(manager, tenant, subjectId, subjectRevision) : null;
    return this.maker.make({
      secret: this.secret, tenant, caseId, kind, corrections, tags,
      digest: provenance?.recordsDigest ?? provenance?.inputDigest ?? '',
      at: (card?.at ?? new Date()).toISOString(),
      incident: snapshot?.incident ?? null,
      events: snapshot?.events ?? null,
      card: card?.body ?? null,
      actions: kind === 'incidentReport' && card !== null ? await this.snapshots.actions(manager, tenant, subjectId, card.at) : [],
      people: said.flatMap(({ name, subject }) => [name, subject]),
    });
  }

  private async keep(manager: EntityManager, entity: EvaluationCaseEntity, isNew: boolean): Promise<void> {
    const columns = { ...entity } as QueryDeepPartialEntity<EvaluationCaseEntity>;
    if (isNew) await manager.insert(EvaluationCaseEntity, columns);
    else await manager.update(EvaluationCaseEntity, { tenant: entity.tenant, id: entity.id }, columns);
  }

  private async write(manager: EntityManager, { tenant, subject, name }: Identity, { id, cardId, kind, state, tags }: EvaluationCaseEntity, operation: string): Promise<void> {
    await this.audit.append(manager, tenant, { actor: { kind: 'person', subject, name }, operation, subjectId: id, details: { cardId, kind, state, tags } });
  }
}

const titles: Readonly<Record<string, string>> = { incidentSummary: 'an incident summary', guidedResponse: 'a guided response', scriptAnalysis: 'a script analysis', incidentReport: 'an incident report', kqlAnswer: 'a KQL answer' };

function caseOf(id: string, { event: { kind, provenance } }: KnownCard, { verdict }: FeedbackEntity): EvaluationCase {
  if (!/^[0-9a-f]{64}$/.test(provenance?.inputDigest ?? '')) throw badInput('The event of this card did not say what it was made from, so no case can be made of it.');
  const input = kind === 'incidentReport' ? { digest: provenance?.inputDigest, actions: [] } : { digest: provenance?.inputDigest };
  const how = { confirmed: 'confirmed', offTarget: 'found off target', harmful: 'found harmful' }[verdict];
  return { schema: evaluationCaseSchema, id: `feedback-${id}`, title: `${titles[kind] ?? 'a card'} that a person ${how}`.replace(/^a/, 'A'), tags: [], source: 'feedback', reviewed: false, kind, input, expected: {} } as EvaluationCase;
}

/** What people corrected goes into the case: a right value as a correction, a wrong one without it as a text that must not be said. */
function withExpected(body: EvaluationCase, expected: readonly Correction[], reviewed: boolean): EvaluationCase {
  const corrections = expected.flatMap(({ shown, right }) => (right === null ? [] : [{ shown, right }]));
  const absent = [...new Set(expected.flatMap(({ shown, right }) => (right === null && shown.length <= longestAbsent ? [shown] : [])))];
  return { ...body, reviewed, expected: { ...(corrections.length === 0 ? {} : { corrections }), ...(absent.length === 0 ? {} : { absent }) } } as EvaluationCase;
}

function checked(value: EvaluationCase): EvaluationCase {
  const parsed = parseEvaluationCase(value);
  if (parsed.ok) return parsed.value;
  const [{ place, reason } = { place: '', reason: 'The case cannot be written.' }] = parsed.problems;
  throw badInput(place === '' ? reason : `${place}: ${reason}`);
}

/** Corrections of all people, each once, at most as many as a case takes. */
function correctionsOf(said: readonly FeedbackEntity[]): Correction[] {
  const all = new Map(said.flatMap(({ corrections }) => corrections).map((correction) => [JSON.stringify([correction.shown, correction.right]), correction]));
  return [...all.values()].slice(0, 200);
}
