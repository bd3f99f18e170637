import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { runCardPipeline, type Composer, type VerifiedCard } from '@attest/cards';
import type { Envelope, ScriptSubmitted } from '@attest/contracts';
import type { Logger } from '@attest/observability';
import { defaultLimits, explainScript, scriptEngine, type ScriptAnalysis, type ScriptLanguage } from '@attest/script-engine';
import { ScriptAnalyzerError, ScriptAnalyzerErrorCode } from '../domain/script-analyzer.error.js';
import type { ScriptEntity } from '../infrastructure/script.entity.js';
import type { ScriptFilter, ScriptStore } from './script-store.js';

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
    private readonly composer: Composer | undefined,
    private readonly logger: Logger,
  ) {}

  /**
   * Takes a script in; its analysis follows by itself. Resolves with the script's SHA-256.
   * @throws ScriptAnalyzerError EmptyScript, TooLarge
   */
  async submit(tenant: string, bytes: Uint8Array, options: { language?: ScriptLanguage; fileName?: string; again?: boolean } = {}): Promise<string> {
    if (bytes.length === 0) throw new ScriptAnalyzerError(ScriptAnalyzerErrorCode.EmptyScript, 'There is no script in this: it is empty.');
    if (bytes.length > defaultLimits.inputBytes) throw new ScriptAnalyzerError(ScriptAnalyzerErrorCode.TooLarge, `A script may have ${defaultLimits.inputBytes / 1024 / 1024} MB; this one has ${(bytes.length / 1024 / 1024).toFixed(1)} MB.`);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    await this.store.submit(tenant, sha256, bytes, excerptOf(bytes), options);
    return sha256;
  }

  /**
   * Asks for a new analysis of a known script.
   * @throws ScriptAnalyzerError ScriptUnknown
   */
  async analyzeAgain(tenant: string, sha256: string, language?: ScriptLanguage): Promise<void> {
    const bytes = await this.store.content(tenant, sha256);
    if (bytes === null) throw new ScriptAnalyzerError(ScriptAnalyzerErrorCode.ScriptUnknown, `There is no script with the hash ${sha256.slice(0, 64)}.`);
    await this.submit(tenant, bytes, { again: true, ...(language === undefined ? {} : { language }) });
  }

  /** Handles one `script.submitted.v1`: afterwards the script has one analysis and card, and everybody was told once. */
  async onSubmitted(envelope: Envelope<ScriptSubmitted>, signal: AbortSignal): Promise<void> {
    const { tenant, payload } = envelope;
    const cause = { group: scriptAnalyzerGroup, eventId: envelope.id, traceparent: envelope.traceparent };
    const bytes = new Uint8Array(gunzipSync(Buffer.from(payload.content, 'base64'), { maxOutputLength: defaultLimits.inputBytes + 1 }));
    const known = await this.store.receive(tenant, payload, excerptOf(bytes));
    if (known && payload.again !== true) {
      await this.store.finish(tenant, payload, undefined, undefined, cause);
      return;
    }
    const started = performance.now();
    const analysis = await this.analyzer.analyze(bytes, { ...(payload.language === undefined ? {} : { language: payload.language }), ...(payload.fileName === undefined ? {} : { fileName: payload.fileName }) }, signal);
    const card = await this.explain(analysis, signal);
    if (await this.store.finish(tenant, payload, analysis, card, cause)) {
      this.logger.info({ sha256: payload.sha256, incident: payload.incidentId, verdict: analysis.verdict, layers: analysis.layers.length, ms: Math.round(performance.now() - started) }, 'script analysed');
    }
  }

  /** The explanation: rules always, the model's wording when one is configured; it is given facts, never the script. */
  private explain(analysis: ScriptAnalysis, signal: AbortSignal): Promise<VerifiedCard> {
    const { facts, draft } = explainScript(analysis);
    // A model's time is for scripts that have something to tell.
    const composer = analysis.verdict === 'benign' ? undefined : this.composer;
    return runCardPipeline({ facts, rulesDraft: draft, composer, inputDigest: analysis.sha256, engine: scriptEngine, signal, clock: () => performance.now() });
  }

  script(tenant: string, sha256: string): Promise<ScriptEntity | null> {
    return this.store.script(tenant, sha256.toLowerCase());
  }

  list(tenant: string, filter: ScriptFilter, first: number, after: string | undefined): ReturnType<ScriptStore['list']> {
    return this.store.list(tenant, filter, first, after);
  }
}

/** The beginning of a script as one line. */
function excerptOf(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.subarray(0, 600));
  const text = head[1] === 0 || (head[0] === 0xff && head[1] === 0xfe) ? head.toString('utf16le') : head.toString('utf8');
  return text.replace(/[\u0000-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\s]+/g, ' ').trim().slice(0, 160);
}
