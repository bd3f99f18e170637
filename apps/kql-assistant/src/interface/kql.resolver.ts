import { Inject } from '@nestjs/common';
import { Args, Context, ID, Int, Query, Resolver } from '@nestjs/graphql';
import { CurrentIdentity, type Identity } from '@attest/identity';
import { KqlError } from '@attest/kql-engine';
import { HUNT_FACTS, type HuntFacts } from '../application/hunt-facts.js';
import { problemOf } from '../application/hunt-limits.js';
import { KqlHelpUseCase } from '../application/kql-help.use-case.js';
import { badInput } from '../domain/hunt.error.js';
import { HuntEntityInput } from './hunt.input.js';
import { isId, lineOf } from './hunt-input.mapper.js';
import { toColumns, toProblem } from './hunt.mapper.js';
import { HuntCheck, HuntCompletion, HuntEngine, HuntExample, HuntExplanation, HuntPivot, HuntSchema } from './kql.model.js';
import type { HuntRequestContext } from './request-context.js';

const mostCompletions = 200;

/** What helps a person to write a query. */
@Resolver()
export class KqlResolver {
  constructor(
    @Inject(KqlHelpUseCase) private readonly help: KqlHelpUseCase,
    @Inject(HUNT_FACTS) private readonly facts: HuntFacts,
  ) {}

  @Query(() => HuntCheck, { description: 'Checks a query without running it; never fails for what is in the query' })
  async checkKql(@CurrentIdentity() { tenant }: Identity, @Context() { signal }: HuntRequestContext, @Args('kql', { type: () => String }) kql: string): Promise<HuntCheck> {
    try {
      const { ok, diagnostics, columns, tables } = await this.help.check(tenant, kql, signal);
      return { ok, columns: toColumns(columns), tables, diagnostics: diagnostics.map((each) => ({ ...each, severity: each.severity as HuntCheck['diagnostics'][number]['severity'], fix: each.fix ?? null })) };
    } catch (error) {
      if (!(error instanceof KqlError)) throw error;
      const { code, message, start = 0, length = 0, line = 1, column = 1 } = problemOf(error);
      return { ok: false, columns: [], tables: [], diagnostics: [{ severity: 'error' as HuntCheck['diagnostics'][number]['severity'], code, message, start, length, line, column, fix: null }] };
    }
  }

  @Query(() => [HuntCompletion], { description: 'What could stand at a place of a query, best first. `position` counts UTF-16 units from 0' })
  async completeKql(
    @CurrentIdentity() { tenant }: Identity,
    @Context() { signal }: HuntRequestContext,
    @Args('kql', { type: () => String }) kql: string,
    @Args('position', { type: () => Int }) position: number,
    @Args('limit', { type: () => Int, defaultValue: 50 }) limit: number,
  ): Promise<HuntCompletion[]> {
    if (limit < 1 || limit > mostCompletions) throw badInput(`limit must be from 1 to ${mostCompletions}.`);
    const found = await this.help.complete(tenant, kql, position, limit, signal);
    return found.map((each) => ({ ...each, kind: each.kind as HuntCompletion['kind'], detail: each.detail ?? null, caret: each.caret ?? null }));
  }

  @Query(() => HuntExplanation, { description: 'What each clause of a query does, in plain language. With a hunt, literals of its question and incident are told from assumed ones' })
  async explainHunt(
    @CurrentIdentity() { tenant }: Identity,
    @Context() { signal }: HuntRequestContext,
    @Args('kql', { type: () => String }) kql: string,
    @Args('huntId', { type: () => ID, nullable: true }) huntId?: string,
  ): Promise<HuntExplanation> {
    if (huntId && !isId(huntId)) throw badInput('huntId is no id of this service.');
    try {
      const { lines, literals, tables } = await this.help.explain(tenant, kql, huntId ?? undefined, signal);
      return { lines, tables, problem: null, literals: literals.map((each) => ({ ...each, origin: each.origin as HuntExplanation['literals'][number]['origin'], column: each.column ?? null, detail: each.detail ?? null })) };
    } catch (error) {
      if (!(error instanceof KqlError)) throw error;
      return { lines: [], literals: [], tables: [], problem: toProblem(problemOf(error)) };
    }
  }

  @Query(() => HuntSchema, { description: 'Tables and columns one can ask for, with the values that occur in columns of few values' })
  async huntSchema(@CurrentIdentity() { tenant }: Identity): Promise<HuntSchema> {
    return { tables: (await this.help.schema(tenant)) as HuntSchema['tables'] };
  }

  @Query(() => [HuntPivot], { description: 'Ready hunts for something on the screen: a device, a user, an address, a file ...' })
  huntPivots(@Args('entity', { type: () => HuntEntityInput }) { type, value }: HuntEntityInput): HuntPivot[] {
    return this.help.pivots(lineOf('entity.type', type, 100), value);
  }

  @Query(() => [HuntExample], { description: 'Questions to begin with; with an incident, about what is in it' })
  huntExamples(@CurrentIdentity() { tenant }: Identity, @Args('incidentId', { type: () => ID, nullable: true }) incidentId?: string): Promise<HuntExample[]> {
    return this.help.examples(tenant, incidentId || undefined);
  }

  @Query(() => HuntEngine, { description: 'What limits hunts here, and where they run' })
  huntEngine(): HuntEngine {
    const { backend, model, limits } = this.facts;
    return { backend, model: model ?? null, maxRows: limits.maxRows, timeoutSeconds: Math.round(limits.timeoutMs / 1_000), maxQueryLength: limits.queryLength };
  }
}
