import { randomUUID } from 'node:crypto';
import { KqlError } from '@attest/kql-engine';
import type { Identity } from '@attest/identity';
import type { Logger } from '@attest/observability';
import { chartFor } from '../domain/chart.js';
import { HuntError, HuntErrorCode } from '../domain/hunt.error.js';
import type { DryRun, HuntContent, HuntStatus } from '../domain/hunt.js';
import type { IncidentEntity } from '../domain/read-incident.js';
import type { TenantTables } from '../domain/tenant-schema.js';
import type { HuntEntity } from '../infrastructure/hunt.entity.js';
import type { AskedKql, AskInput, Reading } from '../infrastructure/language/language-messages.js';
import type { LanguagePool } from '../infrastructure/language/language-pool.js';
import { emptyResultOf } from './empty-result.js';
import type { HuntEngine } from './hunt-engine.js';
import { longestQuestion, problemOf, type HuntLimits } from './hunt-limits.js';
import type { HuntStore } from './hunt-store.js';
import type { KnownIncident, LandingStore } from './landing-store.js';
import type { Turnstile } from './turnstile.js';

/** What a question may refer to. */
export interface AskContextIds {
  incidentId?: string;
  huntId?: string;
  choiceId?: string;
}

/** What came of a question, and who composed it. */
export interface Composed extends AskedKql {
  composer: 'RULES' | 'MODEL';
  model?: string;
  fallback?: string;
}

/** Turns a question into readings; by rules, or by a model whose queries passed the same checks. Never rejects for what a model does. */
export type Composer = (input: AskInput & { tables: TenantTables; tenant: string; huntId: string }, signal?: AbortSignal) => Promise<Composed>;

/** A dry run is a help: it may take less than a run. */
const dryRunMs = 15_000;

/** Turns questions into checked queries, tries them, and keeps both. */
export class AskHuntUseCase {
  constructor(
    private readonly hunts: HuntStore,
    private readonly landing: LandingStore,
    private readonly language: LanguagePool,
    private readonly engine: HuntEngine,
    private readonly compose: Composer,
    private readonly turnstile: Turnstile,
    private readonly limits: HuntLimits,
    private readonly logger: Logger,
  ) {}

  /** @throws HuntError EmptyQuestion, BadInput, HuntUnknown, IncidentUnknown, TooManyHunts */
  async ask(identity: Identity, asked: string, ids: AskContextIds, signal?: AbortSignal): Promise<HuntEntity> {
    const { tenant } = identity;
    const huntId = randomUUID();
    const started = performance.now();
    const now = new Date().toISOString();
    const previous = ids.huntId === undefined ? null : await this.hunts.hunt(tenant, ids.huntId);
    if (ids.huntId !== undefined && previous === null) throw new HuntError(HuntErrorCode.HuntUnknown, 'There is no hunt with this id to follow up on.');
    const incidentId = ids.incidentId ?? previous?.incidentId ?? undefined;
    const incident = incidentId === undefined ? null : await this.incident(tenant, incidentId);
    const question = questionIn(asked);
    const { tables, stored } = await this.engine.data(tenant);
    const composed = await this.readings(previous, ids.choiceId, { question, now, stored: stored ?? [], tables, tenant, huntId, ...(incident === null ? {} : { incident }) }, signal);
    const { best } = composed;
    const answered = composed.status === 'answered' && best !== undefined;
    const dryRun = answered ? await this.tryOut(tenant, best.kql, now, signal) : undefined;
    const content: HuntContent = {
      answer: sentenceFor(answered ? best : undefined, composed, dryRun),
      tables: answered ? best.tables : [],
      logic: answered ? best.logic : [],
      literals: answered ? withEntities(best.literals, incident?.entities) : [],
      choices: composed.choices.map(({ label, kql, tables: read, logic }, at) => ({ id: String(at + 1), label, kql, detail: logic.map(({ text }) => text).join(' ') || read.join(', ') })),
      ...(dryRun === undefined ? {} : { dryRun }),
      ...(answered ? await this.chart(best, tables, dryRun, signal) : {}),
      composer: composed.composer,
      ...(composed.model === undefined ? {} : { model: composed.model }),
      ...(composed.fallback === undefined ? {} : { fallback: composed.fallback }),
      suggestions: composed.suggestions,
      ms: Math.round(performance.now() - started),
      state: composed.state,
    };
    const status: HuntStatus = answered ? 'ANSWERED' : composed.choices.length > 0 ? 'CLARIFY' : 'UNANSWERED';
    return this.hunts.keep(identity, { id: huntId, question, kql: answered ? best.kql : null, status, incidentId: incidentId ?? null, previousId: previous?.id ?? null, content });
  }

  private async incident(tenant: string, incidentId: string): Promise<KnownIncident> {
    const incident = await this.landing.incident(tenant, incidentId);
    if (incident === null) throw new HuntError(HuntErrorCode.IncidentUnknown, `There is no incident ${incidentId.slice(0, 64)}.`);
    return incident;
  }

  /** A choice that was offered is taken as it was offered; everything else is composed. */
  private async readings(previous: HuntEntity | null, choiceId: string | undefined, input: Parameters<Composer>[0], signal: AbortSignal | undefined): Promise<Composed> {
    if (choiceId !== undefined) {
      const choice = previous?.content.choices.find(({ id }) => id === choiceId);
      if (choice?.kql === undefined) throw new HuntError(HuntErrorCode.BadInput, 'choiceId names none of the choices of that hunt.');
      const { lines, literals, tables } = await this.language.call('explain', { kql: choice.kql, tables: input.tables, question: input.question, ...(input.incident === undefined ? {} : { incident: input.incident.entities }) }, signal);
      return { status: 'answered', best: { label: choice.label, kql: choice.kql, tables, logic: lines, literals }, choices: [], suggestions: [], state: null, composer: previous?.content.composer ?? 'RULES' };
    }
    return this.compose({ ...input, ...(previous === null ? {} : { previous: { question: previous.question, kql: previous.kql, state: previous.content.state } }) }, signal);
  }

  /** How the query does: a number of rows, or what is wrong. */
  private async tryOut(tenant: string, kql: string, now: string, signal: AbortSignal | undefined): Promise<DryRun> {
    const started = performance.now();
    const order = { kql, timeoutMs: Math.min(dryRunMs, this.limits.timeoutMs), now, ...(signal === undefined ? {} : { signal }) };
    const ms = (): number => Math.round(performance.now() - started);
    try {
      return await this.turnstile.pass(tenant, signal, async () => {
        const rowCount = await this.engine.count(tenant, order);
        const empty = rowCount === 0 ? await emptyResultOf(this.engine, tenant, order) : undefined;
        return { rowCount: rowCount ?? null, atLeast: false, ms: ms(), ...(empty === undefined ? {} : { empty }) };
      });
    } catch (error) {
      if (error instanceof HuntError && error.code === HuntErrorCode.TooManyHunts) throw error;
      if (!(error instanceof KqlError)) this.logger.error({ err: error }, 'a dry run failed');
      const problem = error instanceof KqlError || error instanceof HuntError ? problemOf(error) : { code: 'INTERNAL', message: 'The query could not be tried.' };
      return { rowCount: null, atLeast: false, ms: ms(), problem };
    }
  }

  private async chart({ kql }: Reading, tables: TenantTables, dryRun: DryRun | undefined, signal: AbortSignal | undefined): Promise<Pick<HuntContent, 'chart'>> {
    const { columns } = await this.language.call('check', { kql, tables }, signal);
    const render = /\|\s*render\s+([a-z]+)/i.exec(kql)?.[1];
    return columns.length === 0 ? {} : { chart: chartFor(columns, dryRun?.rowCount ?? 2, render === undefined ? undefined : { kind: render, properties: {} }) };
  }
}

function questionIn(asked: string): string {
  const question = asked.replace(/[\u0000-\u001f\u007f]+/g, ' ').trim();
  if (question === '') throw new HuntError(HuntErrorCode.EmptyQuestion, 'There is no question in this: it is empty.');
  if (question.length > longestQuestion) throw new HuntError(HuntErrorCode.BadInput, `A question may have ${longestQuestion.toLocaleString('en-GB')} characters; this one has ${question.length.toLocaleString('en-GB')}.`);
  return question;
}

/** A value that evidence of the incident names too says which evidence. */
function withEntities(literals: HuntContent['literals'], entities: readonly IncidentEntity[] | undefined): HuntContent['literals'] {
  if (entities === undefined) return literals;
  return literals.map((literal) => {
    if (literal.origin !== 'INCIDENT' || literal.detail !== undefined) return literal;
    const entity = entities.find(({ value, names }) => [value, ...names].some((name) => name.toLowerCase() === literal.value.toLowerCase()));
    return entity === undefined ? literal : { ...literal, detail: `${entity.type} ${entity.value}` };
  });
}

function sentenceFor(best: Reading | undefined, { choices }: AskedKql, dryRun: DryRun | undefined): string {
  if (best === undefined) return choices.length > 0 ? 'This can be meant in more than one way. Choose one, or say it with a table, a device, a user or a time.' : 'No query could be made of this. Name what to look for: a device, a user, an address, a file, or a kind of event.';
  const where = best.tables.length === 1 ? best.tables[0] : `${best.tables.slice(0, -1).join(', ')} and ${best.tables.at(-1) ?? ''}`;
  if (dryRun?.problem !== undefined) return `A query over ${where} was found, but it did not run to its end: ${dryRun.problem.message}`;
  if (dryRun?.rowCount === null || dryRun === undefined) return `A query over ${where} was found; it has not been run yet.`;
  if (dryRun.rowCount === 0) return `The query over ${where} finds nothing. ${dryRun.empty?.sentence ?? ''}`.trim();
  return `The query over ${where} finds ${dryRun.rowCount.toLocaleString('en-GB')} ${dryRun.rowCount === 1 ? 'row' : 'rows'}.`;
}
