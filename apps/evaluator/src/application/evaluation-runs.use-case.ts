import { createHash, randomUUID } from 'node:crypto';
import { evaluationKinds, metrics } from '@attest/evaluation-engine';
import { EvaluationRunnerError, modelNamed, mostCandidates, parseEvaluationResult, productVersion, shippedSets } from '@attest/evaluation-runner/files';
import type { Identity } from '@attest/identity';
import { storableJson, type AuditLog } from '@attest/identity/audit';
import { type ServiceDatabase, takeTurn } from '@attest/persistence';
import { canonicalJson } from '@attest/security-model';
import { In, type EntityManager, type QueryDeepPartialEntity } from 'typeorm';
import { badInput, EvaluatorError, EvaluatorErrorCode } from '../domain/evaluator.error.js';
import { reviewedSet, type AskedRun } from '../domain/evaluation-run.js';
import { requireRole } from '../domain/rights.js';
import { EvaluationCaseEntity } from '../infrastructure/evaluation-case.entity.js';
import { EvaluationRunEntity } from '../infrastructure/evaluation-run.entity.js';
import type { Page } from './feedback-reader.js';

/** What can be asked for here. */
export interface RunChoices {
  /** Sets that ship; none where the folder `evaluation` is not there. */
  shipped: string[];
  reviewed: number;
  /** The configured model; any other of its endpoint can be named too. */
  model: string | null;
  version: string;
  commit: string | null;
}

/** One value of a metric, for a plot. */
export interface RunPoint {
  runId: string;
  at: Date;
  version: string;
  commit: string | null;
  sets: string[];
  candidate: string;
  value: number;
  low: number | null;
  high: number | null;
}

/** A run without what it comes to. */
export type ListedRun = Omit<EvaluationRunEntity, 'result'> & { passed: boolean | null };

const mostSets = 20;
const mostWaiting = 20;
const mostRepeat = 20;
const longestModel = 120;
const mostPoints = 1_000;
const dayMs = 86_400_000;

/** Runs of evaluation: asked for and cancelled by an admin, seen by everybody, kept with results from elsewhere. */
export class EvaluationRunsUseCase {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly audit: AuditLog,
    private readonly model: string | undefined,
  ) {}

  choices(tenant: string): Promise<RunChoices> {
    return this.database.inTenant(tenant, async (manager) => ({
      shipped: shippedSets(), reviewed: await manager.countBy(EvaluationCaseEntity, { tenant, state: 'REVIEWED' }), model: this.model ?? null, ...productVersion(),
    }));
  }

  /**
   * Queues a run; it begins when those before it have ended.
   * @throws EvaluatorError RoleMissing, BadInput, TooMany
   */
  start(identity: Identity, asked: AskedRun): Promise<EvaluationRunEntity> {
    requireRole(identity, 'admin');
    const { tenant, name } = identity;
    const [sets, candidates] = [setsOf(asked.sets), this.candidatesOf(asked.candidates)];
    if (!Number.isInteger(asked.repeat) || asked.repeat < 1 || asked.repeat > mostRepeat) throw badInput(`repeat must be a whole number from 1 to ${mostRepeat}.`);
    return this.database.inTenant(tenant, async (manager) => {
      await takeTurn(manager, `attest evaluation runs ${tenant}`);
      if ((await manager.countBy(EvaluationRunEntity, { tenant, state: In(['QUEUED', 'RUNNING']) })) >= mostWaiting) throw new EvaluatorError(EvaluatorErrorCode.TooMany, `${mostWaiting} runs wait already. Cancel some or wait for them.`);
      if (sets.every((set) => set === reviewedSet) && (await manager.countBy(EvaluationCaseEntity, { tenant, state: 'REVIEWED' })) === 0) throw badInput('sets: there is no reviewed case yet. Make cases from feedback and review them first.');
      const entity = this.entity({ tenant, askedByName: name, state: 'QUEUED', sets, candidates, repeat: asked.repeat });
      await this.insert(manager, entity);
      await this.write(manager, identity, entity, 'evaluationRun.started');
      return entity;
    });
  }

  /** Ends a run that waits or is under way. @throws EvaluatorError RoleMissing, RunUnknown, WrongState */
  cancel(identity: Identity, id: string): Promise<EvaluationRunEntity> {
    requireRole(identity, 'admin');
    const { tenant } = identity;
    return this.database.inTenant(tenant, async (manager) => {
      const entity = await manager.findOne(EvaluationRunEntity, { where: { tenant, id }, lock: { mode: 'pessimistic_write' } });
      if (entity === null) throw unknownRun();
      if (entity.state !== 'QUEUED' && entity.state !== 'RUNNING') throw new EvaluatorError(EvaluatorErrorCode.WrongState, 'The run has ended already.');
      Object.assign(entity, { state: 'CANCELLED', finishedAt: new Date(), owner: null });
      await manager.update(EvaluationRunEntity, { tenant, id }, { state: 'CANCELLED', finishedAt: entity.finishedAt, owner: null });
      await this.write(manager, identity, entity, 'evaluationRun.cancelled');
      return entity;
    });
  }

  /**
   * Keeps the result of a run made elsewhere; the same result again is the run that is kept already.
   * @throws EvaluatorError RoleMissing, BadInput
   */
  import(identity: Identity, text: string): Promise<EvaluationRunEntity> {
    requireRole(identity, 'admin');
    const { tenant, name } = identity;
    const parsed = parseEvaluationResult(text);
    if (!parsed.ok) throw badInput(parsed.problem);
    const result = storableJson(parsed.value);
    const at = new Date(result.at);
    if (at.getTime() > Date.now() + dayMs) throw badInput('The result is of a time that has not come yet.');
    const digest = createHash('sha256').update(canonicalJson(result)).digest('hex');
    return this.database.inTenant(tenant, async (manager) => {
      await takeTurn(manager, `attest evaluation runs ${tenant}`);
      const known = await manager.findOneBy(EvaluationRunEntity, { tenant, digest, imported: true });
      if (known !== null) return known;
      const { sets, repeat, version, commit, candidates } = result;
      const done = result.cases * candidates.length * repeat;
      const entity = this.entity({ tenant, askedByName: name, state: 'DONE', imported: true, sets, repeat, version, commit, result, digest, at, done, total: done, finishedAt: at, candidates: candidates.map(({ candidate }) => candidate) });
      await this.insert(manager, entity);
      await this.write(manager, identity, entity, 'evaluationRun.imported');
      return entity;
    });
  }

  /** Newest first, without their results. */
  list(tenant: string, first: number, after: string | undefined): Promise<Page<ListedRun>> {
    return this.database.inTenant(tenant, async (manager) => {
      const total = await manager.countBy(EvaluationRunEntity, { tenant });
      const query = manager.createQueryBuilder(EvaluationRunEntity, 'r').where('r.tenant = :tenant', { tenant });
      query.select(['tenant', 'id', 'state', 'imported', 'sets', 'candidates', 'repeat', 'askedByName', 'createdAt', 'startedAt', 'finishedAt', 'done', 'total', 'attempts', 'problem', 'at', 'version', 'commit'].map((column) => `r.${column}`));
      query.addSelect("r.result #>> '{gate,passed}'", 'passed');
      if (after !== undefined) query.andWhere('(r.created_at, r.id) < (SELECT created_at, id FROM evaluator.evaluation_run WHERE tenant = :tenant AND id = :after)', { after });
      const { entities, raw } = await query.orderBy('r.createdAt', 'DESC').addOrderBy('r.id', 'DESC').limit(first + 1).getRawAndEntities<{ passed: string | null }>();
      const items = entities.map((entity, at): ListedRun => ({ ...entity, passed: passedOf(raw[at]?.passed) }));
      return { items: items.slice(0, first), total, more: items.length > first };
    });
  }

  /** One run with its result. @throws EvaluatorError RunUnknown */
  async byId(tenant: string, id: string): Promise<EvaluationRunEntity> {
    const entity = await this.database.inTenant(tenant, (manager) => manager.findOneBy(EvaluationRunEntity, { tenant, id }));
    if (entity === null) throw unknownRun();
    return entity;
  }

  /** The values of a metric in the newest results, oldest first. @throws EvaluatorError BadInput */
  points(tenant: string, kind: string, metric: string): Promise<RunPoint[]> {
    const known = evaluationKinds.find((each) => each === kind);
    if (known === undefined || !Object.hasOwn(metrics[known], metric)) throw badInput('kind and metric name one that is measured, such as guidedResponse and actionF1.');
    return this.database.inTenant(tenant, async (manager) => {
      const rows = await manager.query<RunPoint[]>(
        `SELECT r.id AS "runId", r.at, r.version, r.commit_hash AS commit, r.sets, c->>'candidate' AS candidate, (k->'values'->>$3)::float8 AS value,
                (k->'intervals'->$3->>'low')::float8 AS low, (k->'intervals'->$3->>'high')::float8 AS high
           FROM evaluator.evaluation_run r, jsonb_array_elements(r.result->'candidates') c, jsonb_array_elements(c->'kinds') k
          WHERE r.tenant = $1 AND r.state = 'DONE' AND k->>'kind' = $2 AND k->'values'->>$3 IS NOT NULL
          ORDER BY r.at DESC, r.id, candidate LIMIT ${mostPoints}`,
        [tenant, kind, metric],
      );
      return rows.reverse();
    });
  }

  /** In the words of a run; a model of the web is asked with the prompt that ships. */
  private candidatesOf(words: readonly string[]): string[] {
    const candidates = [...new Set(words.map((word) => word.trim()).map((word) => (word === 'rules' ? word : fullName(word))))];
    if (candidates.length === 0 || candidates.length > mostCandidates) throw badInput(`candidates: 1 to ${mostCandidates} are compared.`);
    for (const word of candidates.filter((each) => each !== 'rules')) {
      const { name, prompt } = named(word);
      if (name.length > longestModel || /[\u0000-\u001f\u007f]/.test(name)) throw badInput(`candidates: the name of a model has at most ${longestModel} characters.`);
      if (prompt !== 'current') throw badInput('candidates: from here a model is asked with the prompt that ships; bin/attest eval run takes prompt files.');
      if (this.model === undefined) throw badInput('candidates: no model is configured. ATTEST_MODEL_URL and ATTEST_MODEL_NAME name one.');
    }
    return candidates;
  }

  private entity(part: Partial<EvaluationRunEntity>): EvaluationRunEntity {
    return Object.assign(new EvaluationRunEntity(), {
      id: randomUUID(), imported: false, createdAt: new Date(), startedAt: null, finishedAt: null, done: 0, total: 0, attempts: 0, owner: null, heartbeatAt: null,
      problem: null, at: null, version: null, commit: null, digest: null, result: null, ...part,
    });
  }

  private async insert(manager: EntityManager, entity: EvaluationRunEntity): Promise<void> {
    await manager.insert(EvaluationRunEntity, entity as QueryDeepPartialEntity<EvaluationRunEntity>);
  }

  private async write(manager: EntityManager, { tenant, subject, name }: Identity, { id, sets, candidates, repeat, commit }: EvaluationRunEntity, operation: string): Promise<void> {
    await this.audit.append(manager, tenant, { actor: { kind: 'person', subject, name }, operation, subjectId: id, details: { sets, candidates, repeat, commit } });
  }
}

/** Each set once; `all` is every set that ships. */
function setsOf(words: readonly string[]): string[] {
  const shipped = shippedSets();
  const sets = [...new Set(words.flatMap((word) => (word === 'all' ? shipped : [word])))];
  const unknown = sets.find((set) => set !== reviewedSet && !shipped.includes(set));
  if (words.includes('all') || unknown !== undefined) {
    if (shipped.length === 0) throw badInput('sets: the sets that ship stand in the folder evaluation of a checkout, and this installation has none. There is the set reviewed.');
  }
  if (unknown !== undefined) throw badInput(`sets: there are ${[...shipped, reviewedSet].join(', ')}.`);
  if (sets.length === 0 || sets.length > mostSets) throw badInput('sets: name one at least.');
  return sets;
}

/** As the command line writes it in full, so that results of both are plotted as one. */
function fullName(word: string): string {
  const { name, prompt } = named(word);
  return `model:${name}@${prompt}`;
}

function named(word: string): { name: string; prompt: string } {
  try {
    return modelNamed(word);
  } catch (error) {
    if (error instanceof EvaluationRunnerError) throw badInput('candidates: a candidate is rules, or model:NAME.');
    throw error;
  }
}

function passedOf(text: string | null | undefined): boolean | null {
  return typeof text === 'string' ? text === 'true' : null;
}

function unknownRun(): EvaluatorError {
  return new EvaluatorError(EvaluatorErrorCode.RunUnknown, 'There is no run with this id.');
}

