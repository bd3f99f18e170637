import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { runCardPipeline, type Composer, type VerifiedCard } from '@attest/cards';
import type { Envelope, ScriptSubmitted } from '@attest/contracts';
import type { Logger } from '@attest/observability';
import { defaultLimits, explainScript, scriptEngine, type ScriptAnalysis, type ScriptLanguage } from '@attest/script-engine';
import { ScriptAnalyzerError, ScriptAnalyzerErrorCode, tooLarge } from '../domain/script-analyzer.error.js';
import type { ScriptEntity } from '../infrastructure/script.entity.js';
import type { ScriptFilter } from './script-filter.js';
import type { ScriptStore } from './script-store.js';

const unpack = promisify(gunzip);
const longestFileName = 255;

/** The consumer group of this service. */
export const scriptAnalyzerGroup = 'scriptAnalyzer';

/** Analyses bytes off the caller's thread. */
export interface Analyzer {
  analyze(bytes: Uint8Array, options: { language?: ScriptLanguage; fileName?: string }, signal?: AbortSignal): Promise<ScriptAnalysis>;
}

/** Analyses scripts: by itself when one is submitted, again when a person asks. */
export class AnalyzeScriptUseCase {
  constructor(
    readonly store: ScriptStore,
    private readonly analyzer: Analyzer,
    private readonly composerFor: (tenant: string, sha256: string) => Promise<Composer | undefined>,
    private readonly logger: Logger,
    /** Bytes of the largest script a person may send; never more than the engine reads. */
    readonly limitBytes: number = defaultLimits.inputBytes,
  ) {}

  /**
   * Takes a script in; its analysis follows by itself. Resolves with the script's SHA-256.
   * @throws ScriptAnalyzerError EmptyScript, TooLarge
   */
  async submit(tenant: string, bytes: Uint8Array, options: { language?: ScriptLanguage; fileName?: string } = {}): Promise<string> {
    if (bytes.length === 0) throw new ScriptAnalyzerError(ScriptAnalyzerErrorCode.EmptyScript, 'There is no script in this: it is empty.');
    if (bytes.length > this.limitBytes) throw tooLarge(this.limitBytes, bytes.length);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const fileName = fileNameOf(options.fileName);
    await this.store.submit(tenant, { sha256, bytes, excerpt: excerptOf(bytes), ...(options.language === undefined ? {} : { language: options.language }), ...(fileName === undefined ? {} : { fileName }) });
    return sha256;
  }

  /**
   * Asks for a new analysis of a known script, in the language given now (null: to be found out; undefined: as before).
   * @throws ScriptAnalyzerError ScriptUnknown
   */
  async analyzeAgain(tenant: string, sha256: string, language?: ScriptLanguage | null): Promise<void> {
    if (!(await this.store.again(tenant, sha256.toLowerCase(), language))) throw unknownScript(sha256);
  }

  /** Handles one `script.submitted.v1`: afterwards the script has one analysis and card, and everybody was told once. */
  async onSubmitted(envelope: Envelope<ScriptSubmitted>, signal: AbortSignal): Promise<void> {
    const { tenant, payload } = envelope;
    const cause = { group: scriptAnalyzerGroup, eventId: envelope.id, traceparent: envelope.traceparent };
    const bytes = new Uint8Array(await unpack(Buffer.from(payload.content, 'base64'), { maxOutputLength: defaultLimits.inputBytes + 1 }));
    const known = await this.store.receive(tenant, payload, excerptOf(bytes));
    if (known && payload.again !== true) {
      await this.store.finish(tenant, payload, undefined, undefined, cause);
      return;
    }
    const started = performance.now();
    const analysis = await this.analyzer.analyze(bytes, { ...(payload.language === undefined ? {} : { language: payload.language }), ...(payload.fileName === undefined ? {} : { fileName: payload.fileName }) }, signal);
    const card = await this.explain(tenant, analysis, signal);
    if (await this.store.finish(tenant, payload, analysis, card, cause)) {
      this.logger.info({ sha256: payload.sha256, incident: payload.incidentId, verdict: analysis.verdict, layers: analysis.layers.length, ms: Math.round(performance.now() - started) }, 'script analysed');
    }
  }

  /** The explanation: rules always, a model's wording when one is set; it is given facts, never the script. */
  private async explain(tenant: string, analysis: ScriptAnalysis, signal: AbortSignal): Promise<VerifiedCard> {
    const { facts, draft } = explainScript(analysis);
    // A model's time is for scripts that have something to tell.
    const composer = analysis.verdict === 'benign' ? undefined : await this.composerFor(tenant, analysis.sha256);
    return runCardPipeline({ facts, rulesDraft: draft, composer, inputDigest: analysis.sha256, engine: scriptEngine, signal, clock: () => performance.now() });
  }

  script(tenant: string, sha256: string): Promise<ScriptEntity | null> {
    return this.store.script(tenant, sha256.toLowerCase());
  }

  list(tenant: string, filter: ScriptFilter, first: number, after: string | undefined): ReturnType<ScriptStore['list']> {
    return this.store.list(tenant, filter, first, after);
  }
}

/** The refusal of a hash that no script of the tenant has. */
export function unknownScript(sha256: string): ScriptAnalyzerError {
  return new ScriptAnalyzerError(ScriptAnalyzerErrorCode.ScriptUnknown, `There is no script with the hash ${sha256.slice(0, 64)}.`);
}

/** The name without folders and without what cannot be shown on one line; none when nothing is left. */
function fileNameOf(given: string | undefined): string | undefined {
  const name = given?.split(/[\\/]/).at(-1)?.replace(/[\u0000-\u001f\u007f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, '').trim().slice(0, longestFileName);
  return name === '' ? undefined : name;
}

/** The beginning of a script as one line. */
function excerptOf(bytes: Uint8Array): string {
  return beginningOf(Buffer.from(bytes.subarray(0, 600)))
    .replace(/[\u0000-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\s]+/g, ' ')
    .trim()
    .slice(0, 160);
}

function beginningOf(head: Buffer): string {
  if (head[0] === 0xfe && head[1] === 0xff) return head.subarray(0, head.length & ~1).swap16().toString('utf16le');
  if (head[1] === 0 || (head[0] === 0xff && head[1] === 0xfe)) return head.toString('utf16le');
  return head.toString('utf8');
}
