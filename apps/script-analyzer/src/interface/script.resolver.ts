import { Inject } from '@nestjs/common';
import { Args, Context, ID, Int, Mutation, Parent, Query, ResolveField, ResolveReference, Resolver } from '@nestjs/graphql';
import { CurrentIdentity, type Identity } from '@attest/identity';
import { RequestLoader } from '@attest/service-host';
import type { VerifiedCard } from '@attest/cards';
import type { ScriptAnalysis as Analysis } from '@attest/script-engine';
import { AnalyzeScriptUseCase, unknownScript } from '../application/analyze-script.use-case.js';
import { badInput, filterOf, isHash, languageNamed, pageOf } from './script-input.mapper.js';
import type { ScriptFilter } from '../application/script-filter.js';
import { notHere, toExplanation, toLayers, toScriptAnalysis, toTechniques } from './script.mapper.js';
import { ScriptAnalysis, ScriptAnalysisConnection, ScriptedIncident, ScriptExplanation, ScriptFact, ScriptFilterInput, ScriptGap, ScriptIndicator, ScriptLanguageName, ScriptLayer, ScriptTechnique } from './script.model.js';

/** Scripts, by hash and in lists, and their analyses. */
@Resolver(() => ScriptAnalysis)
export class ScriptAnalysisResolver {
  private readonly scripts: RequestLoader<ScriptAnalysis>;
  private readonly results: RequestLoader<{ analysis: Analysis; card: VerifiedCard }>;

  constructor(@Inject(AnalyzeScriptUseCase) private readonly useCase: AnalyzeScriptUseCase) {
    this.scripts = new RequestLoader(async ([tenant = ''], hashes) => {
      const known = hashes.filter(isHash);
      const found = known.length === 0 ? [] : await useCase.store.scripts(tenant, known);
      return new Map(found.map((entity) => [entity.sha256, toScriptAnalysis(entity)]));
    });
    this.results = new RequestLoader(async ([tenant = ''], hashes) => {
      const entries = await Promise.all(hashes.map(async (each) => [each, await useCase.store.result(tenant, each)] as const));
      return new Map(entries.flatMap(([each, result]) => (result === null ? [] : [[each, result] as const])));
    });
  }

  @ResolveReference()
  async reference(stub: { sha256: string }, context: { identity: Identity }): Promise<ScriptAnalysis> {
    return (await this.scripts.load(context, [context.identity.tenant], stub.sha256)) ?? notHere(stub.sha256);
  }

  @Query(() => ScriptAnalysis, { nullable: true, description: 'A script by the SHA-256 of its bytes' })
  async scriptAnalysis(@Args('sha256', { type: () => ID }) sha256: string, @CurrentIdentity() identity: Identity): Promise<ScriptAnalysis | null> {
    const found = isHash(sha256) ? await this.useCase.script(identity.tenant, sha256) : null;
    return found === null ? null : toScriptAnalysis(found);
  }

  @Query(() => ScriptAnalysisConnection, { description: 'Scripts, newest first' })
  async scriptAnalyses(
    @CurrentIdentity() identity: Identity,
    @Args('first', { type: () => Int, defaultValue: 25 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('filter', { type: () => ScriptFilterInput, nullable: true }) filter?: ScriptFilterInput,
  ): Promise<ScriptAnalysisConnection> {
    return pageOfScripts(this.useCase, identity.tenant, filterOf(filter), first, after);
  }

  @Query(() => Int, { description: 'Bytes of the largest script that is taken. By submitScript a request of 2 MB fits; larger ones come by POST /api/scripts' })
  scriptLimitBytes(): number {
    return this.useCase.limitBytes;
  }

  @Mutation(() => ScriptAnalysis, { description: 'Submits a script as text (read as UTF-8) or as base64 of its bytes; its analysis follows by itself. Larger ones: POST /api/scripts' })
  async submitScript(
    @CurrentIdentity() identity: Identity,
    @Args('text', { type: () => String, nullable: true }) text?: string,
    @Args('base64', { type: () => String, nullable: true }) base64?: string,
    @Args('language', { type: () => ScriptLanguageName, nullable: true }) language?: ScriptLanguageName,
    @Args('fileName', { type: () => String, nullable: true }) fileName?: string,
  ): Promise<ScriptAnalysis> {
    const bytes = bytesOf(text ?? undefined, base64 ?? undefined);
    const sha256 = await this.useCase.submit(identity.tenant, bytes, { ...languageNamed(language), ...(fileName ? { fileName } : {}) });
    return this.known(identity.tenant, sha256);
  }

  @Mutation(() => ScriptAnalysis, { description: 'Analyses a known script again, in the language given now if there is one; UNKNOWN finds out' })
  async analyzeScriptAgain(@CurrentIdentity() identity: Identity, @Args('sha256', { type: () => ID }) sha256: string, @Args('language', { type: () => ScriptLanguageName, nullable: true }) language?: ScriptLanguageName): Promise<ScriptAnalysis> {
    await this.useCase.analyzeAgain(identity.tenant, sha256, language ? (languageNamed(language).language ?? null) : undefined);
    return this.known(identity.tenant, sha256);
  }

  private async known(tenant: string, sha256: string): Promise<ScriptAnalysis> {
    const found = isHash(sha256) ? await this.useCase.script(tenant, sha256) : null;
    if (found === null) throw unknownScript(sha256);
    return toScriptAnalysis(found);
  }

  @ResolveField(() => [ScriptLayer])
  async layers(@Parent() script: ScriptAnalysis, @CurrentIdentity() identity: Identity, @Context() context: object): Promise<ScriptLayer[]> {
    const result = await this.results.load(context, [identity.tenant], script.sha256);
    return result ? toLayers(result.analysis) : [];
  }

  @ResolveField(() => [ScriptFact])
  async facts(@Parent() script: ScriptAnalysis, @CurrentIdentity() identity: Identity, @Context() context: object): Promise<ScriptFact[]> {
    return (await this.results.load(context, [identity.tenant], script.sha256))?.analysis.facts ?? [];
  }

  @ResolveField(() => [ID], { description: 'The facts that decide the verdict' })
  async verdictFacts(@Parent() script: ScriptAnalysis, @CurrentIdentity() identity: Identity, @Context() context: object): Promise<string[]> {
    return (await this.results.load(context, [identity.tenant], script.sha256))?.analysis.verdictFacts ?? [];
  }

  @ResolveField(() => [ScriptIndicator])
  async indicators(@Parent() script: ScriptAnalysis, @CurrentIdentity() identity: Identity, @Context() context: object): Promise<ScriptIndicator[]> {
    return (await this.results.load(context, [identity.tenant], script.sha256))?.analysis.indicators ?? [];
  }

  @ResolveField(() => [ScriptTechnique])
  async techniques(@Parent() script: ScriptAnalysis, @CurrentIdentity() identity: Identity, @Context() context: object): Promise<ScriptTechnique[]> {
    const result = await this.results.load(context, [identity.tenant], script.sha256);
    return result ? toTechniques(result.analysis) : [];
  }

  @ResolveField(() => [ScriptGap], { description: 'What was not decoded, and why' })
  async notDecoded(@Parent() script: ScriptAnalysis, @CurrentIdentity() identity: Identity, @Context() context: object): Promise<ScriptGap[]> {
    return (await this.results.load(context, [identity.tenant], script.sha256))?.analysis.notDecoded ?? [];
  }

  @ResolveField(() => ScriptExplanation, { nullable: true, description: 'What the script does, in plain language' })
  async card(@Parent() script: ScriptAnalysis, @CurrentIdentity() identity: Identity, @Context() context: object): Promise<ScriptExplanation | null> {
    const result = await this.results.load(context, [identity.tenant], script.sha256);
    return result ? toExplanation(script, result.card) : null;
  }

  @ResolveField(() => [ID], { description: 'Incidents it was seen in' })
  incidentIds(@Parent() script: ScriptAnalysis, @CurrentIdentity() identity: Identity): Promise<string[]> {
    return this.useCase.store.incidents(identity.tenant, script.sha256);
  }
}

/** Adds `scripts` to the incident that the incidents service owns. */
@Resolver(() => ScriptedIncident)
export class IncidentScriptsResolver {
  constructor(@Inject(AnalyzeScriptUseCase) private readonly useCase: AnalyzeScriptUseCase) {}

  @ResolveField(() => ScriptAnalysisConnection, { description: 'Scripts and command lines seen in the incident, newest first' })
  async scripts(@Parent() incident: ScriptedIncident, @CurrentIdentity() identity: Identity, @Args('first', { type: () => Int, defaultValue: 25 }) first: number, @Args('after', { type: () => String, nullable: true }) after?: string, @Args('filter', { type: () => ScriptFilterInput, nullable: true }) filter?: ScriptFilterInput): Promise<ScriptAnalysisConnection> {
    return pageOfScripts(this.useCase, identity.tenant, { ...filterOf(filter), incidentId: incident.id }, first, after);
  }
}

async function pageOfScripts(useCase: AnalyzeScriptUseCase, tenant: string, filter: ScriptFilter, first: number, after: string | undefined): Promise<ScriptAnalysisConnection> {
  const page = pageOf(first, after);
  const { scripts, total, more } = await useCase.list(tenant, filter, page.first, page.after);
  const nodes = scripts.map(toScriptAnalysis);
  return { nodes, totalCount: total, pageInfo: { hasNextPage: more, endCursor: nodes.at(-1)?.sha256 ?? null } };
}

/** Buffer skips what is no base64; a broken upload must not become another script. */
function bytesOf(text: string | undefined, base64: string | undefined): Uint8Array {
  if ((text === undefined) === (base64 === undefined)) throw badInput('Give the script either as text or as base64.');
  if (text !== undefined) return new Uint8Array(Buffer.from(text, 'utf8'));
  const packed = (base64 ?? '').replace(/\s+/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(packed) || packed.length % 4 !== 0) throw badInput('base64 is not base64.');
  return new Uint8Array(Buffer.from(packed, 'base64'));
}
