import type { Provenance } from '@attest/cards';
import type { GuidedResponseInput } from '@attest/response-engine';
import { parseEventRow, parseIncident, SecurityModelError, type EventRow } from '@attest/security-model';
import type { EvaluationCase, EvaluationKind } from '../cases/evaluation-case.js';
import { Evidence } from '../metrics/evidence.js';
import { reportTexts } from '../metrics/report-metrics.js';
import type { Candidate, EvaluationPorts, RawIncident } from './candidate.js';
import { opinionScores, type Judge } from './judge.js';
import { scoreAnswer, scoreReport, scoreResponse, scoreScript, scoreSummary, type CaseScore } from './score-case.js';

/** One candidate on one case, once. */
export interface CaseResult {
  case: string;
  kind: EvaluationKind;
  candidate: string;
  /** From 1; above 1 only with repeats. */
  run: number;
  reviewed: boolean;
  /** `failed`: the candidate gave nothing; `skipped`: the input is not here. */
  status: 'scored' | 'failed' | 'skipped';
  /** Why it failed or was skipped. */
  reason?: string;
  composer?: 'rules' | 'model';
  model?: string;
  promptHash?: string;
  fallback?: string;
  tokens?: { prompt: number; completion: number };
  scores: Record<string, number | null>;
  faults: string[];
  /** SHA-256 over what the candidate said; equal output, equal digest. Empty when there is none. */
  digest: string;
  ms: number;
  pairs?: [truth: string, said: string | undefined][];
}

/** What is run. */
export interface EvaluationRun {
  cases: readonly EvaluationCase[];
  candidates: readonly Candidate[];
  ports: EvaluationPorts;
  /** How often each case is given to each candidate. Default 1. The metamorphic checks are made the first time only. */
  repeat?: number;
  /** Asked what it thinks of each summary, response and report, when given. */
  judge?: Judge;
  signal?: AbortSignal;
}

/** The input of a case cannot be read: it is the case's fault. */
export class CaseInputError extends Error {
  override readonly name = 'CaseInputError';
}

interface IncidentCaseInput {
  input: GuidedResponseInput;
  evidence: Evidence;
}

type Outcome = CaseScore & Pick<CaseResult, 'composer' | 'model' | 'promptHash' | 'fallback' | 'tokens'>;

/**
 * Gives every case to every candidate and scores what comes back, case by case in the order given. A candidate that throws
 * fails the case; a case whose input is not here is skipped. Rejects with `CaseInputError` when a case's own input is unreadable,
 * with the reason of `signal` when aborted.
 */
export async function* runEvaluation({ cases, candidates, ports, repeat = 1, judge, signal }: EvaluationRun): AsyncGenerator<CaseResult> {
  for (const one of cases) {
    const prepared = await prepareCase(one, ports);
    for (const candidate of candidates) {
      for (let run = 1; run <= repeat; run++) {
        signal?.throwIfAborted();
        const head = { case: one.id, kind: one.kind, candidate: candidate.name, run, reviewed: one.reviewed };
        if ('skipped' in prepared) {
          yield { ...head, status: 'skipped', reason: prepared.skipped, scores: {}, faults: [], digest: '', ms: 0 };
          continue;
        }
        const started = ports.clock();
        try {
          const { outcome, ms, sentences } = await prepared.score(candidate, run === 1);
          const opinion = judge === undefined || sentences === undefined ? {} : await opinionScores(judge, one.kind, sentences, signal);
          yield { ...head, status: 'scored', ...outcome, scores: { ...outcome.scores, ...opinion, failed: 0 }, ms };
        } catch (error) {
          signal?.throwIfAborted();
          const reason = error instanceof Error ? error.message : String(error);
          yield { ...head, status: 'failed', reason, scores: { failed: 1 }, faults: [`failed: ${reason}`], digest: '', ms: ports.clock() - started };
        }
      }
    }
  }
}

/** Reads the input of a case as a run would, and says what is wrong with it. Resolves with the reason it would be skipped, if there is one. */
export async function checkCaseInput(one: EvaluationCase, ports: EvaluationPorts): Promise<string | undefined> {
  const prepared = await prepareCase(one, ports);
  return 'skipped' in prepared ? prepared.skipped : undefined;
}

/** What a candidate gave, scored; `sentences` are those of a card in prose. */
interface Scored {
  outcome: Outcome;
  ms: number;
  sentences?: string[];
}

type Prepared = { skipped: string } | { score(candidate: Candidate, first: boolean): Promise<Scored> };

async function prepareCase(one: EvaluationCase, ports: EvaluationPorts): Promise<Prepared> {
  const timed = async <T>(work: () => Promise<T>): Promise<{ output: T; ms: number }> => {
    const started = ports.clock();
    const output = await work();
    return { output, ms: ports.clock() - started };
  };
  switch (one.kind) {
    case 'incidentSummary':
    case 'guidedResponse':
    case 'incidentReport': {
      const raw = await rawIncidentOf(one, ports);
      if (raw === undefined) return { skipped: 'The input is known by its digest only, and no incident given has it.' };
      const prepared = await incidentInputOf(one, raw, ports);
      return { score: async (candidate, first) => scoreIncidentCase(one, candidate, prepared, first ? ports : undefined, timed) };
    }
    case 'scriptAnalysis': {
      const { text, fileName, language } = one.input;
      if (text === undefined) return { skipped: 'The script is known by its digest only.' };
      return {
        score: async (candidate) => {
          const { output, ms } = await timed(() => candidate.analyze({ text, ...(fileName === undefined ? {} : { fileName }), ...(language === undefined ? {} : { language }) }));
          return { outcome: { ...scoreScript(output, one.expected, text), composer: 'rules' }, ms };
        },
      };
    }
    case 'kqlAnswer': {
      const { question, now, rows } = one.input;
      if (question === undefined) return { skipped: 'The question is known by its digest only.' };
      const data = typeof rows === 'string' ? await ports.rows(rows) : (rows ?? []);
      if (data === undefined) throw new CaseInputError(`${one.id}: there are no rows called "${String(rows)}".`);
      const moment = now === undefined ? undefined : new Date(now);
      return {
        score: async (candidate) => {
          const { output, ms } = await timed(() => candidate.ask(question, moment));
          let refusal = '';
          const given = await ports.hunt(output.kql, data, moment).catch((error: unknown) => {
            refusal = error instanceof Error ? error.message : String(error);
            return undefined;
          });
          return { outcome: { ...scoreAnswer(output, one.expected, given, refusal), composer: output.composer, ...(output.fallback === undefined ? {} : { fallback: output.fallback }) }, ms };
        },
      };
    }
  }
}

type IncidentCase = Extract<EvaluationCase, { kind: 'incidentSummary' | 'guidedResponse' | 'incidentReport' }>;

async function scoreIncidentCase(one: IncidentCase, candidate: Candidate, { input, evidence }: IncidentCaseInput, ports: EvaluationPorts | undefined, timed: <T>(work: () => Promise<T>) => Promise<{ output: T; ms: number }>): Promise<Scored> {
  // A changed command line is another script, with another result.
  const again = <T>(make: (input: GuidedResponseInput) => Promise<T>) => ports && (async (changed: GuidedResponseInput): Promise<T> => make({ ...changed, scripts: await ports.scripts(changed) }));
  switch (one.kind) {
    case 'incidentSummary': {
      const { output, ms } = await timed(() => candidate.summarize(input));
      return { outcome: { ...(await scoreSummary(output, one.expected, evidence, input, again((changed) => candidate.summarize(changed)))), ...madeBy(output.provenance) }, ms, sentences: output.card.statements.map(({ text }) => text) };
    }
    case 'guidedResponse': {
      const { output, ms } = await timed(() => candidate.respond(input));
      return { outcome: { ...(await scoreResponse(output, one.expected, evidence, input, again((changed) => candidate.respond(changed)))), ...madeBy(output.card.provenance) }, ms, sentences: [...output.triage.statements, ...output.recommendations.flatMap(({ statements }) => statements)].map(({ text }) => text) };
    }
    case 'incidentReport': {
      const { actions } = one.input;
      const { output, ms } = await timed(() => candidate.report({ ...input, actions }));
      const withActions = new Evidence({ ...evidence.records, actions });
      const { composer, model, promptHash, fallback } = output.provenance;
      return { outcome: { ...scoreReport(output, one.expected, withActions, actions), composer, ...(model === undefined ? {} : { model }), ...(promptHash === undefined ? {} : { promptHash }), ...(fallback === undefined ? {} : { fallback }) }, ms, sentences: reportTexts(output) };
    }
  }
}

function madeBy({ composer, model, promptHash, fallback, tokens }: Provenance): Pick<CaseResult, 'composer' | 'model' | 'promptHash' | 'fallback' | 'tokens'> {
  return { composer, ...(model === undefined ? {} : { model }), ...(promptHash === undefined ? {} : { promptHash }), ...(fallback === undefined ? {} : { fallback }), ...(tokens === undefined ? {} : { tokens }) };
}

async function rawIncidentOf({ id, input }: IncidentCase, ports: EvaluationPorts): Promise<RawIncident | undefined> {
  if (input.digest !== undefined) return ports.incidentOf(input.digest);
  if (input.incident !== undefined) return { incident: input.incident, rows: (input.events ?? []).map((row) => JSON.stringify(row)) };
  const sample = await ports.sample(input.sample ?? '');
  if (sample === undefined) throw new CaseInputError(`${id}: there is no sample called "${input.sample ?? ''}".`);
  return sample;
}

/** The incident as the engines take it, and as evidence to look values up in. */
async function incidentInputOf({ id, input: { incident: own } }: IncidentCase, raw: RawIncident, ports: EvaluationPorts): Promise<IncidentCaseInput> {
  const isRecorded = own === undefined;
  try {
    const { incident } = parseIncident(raw.incident);
    const events = raw.rows.flatMap((row, index): EventRow[] => {
      const parsed = parseEventRow(row, index + 1);
      if (parsed.ok) return [{ ...parsed.row, $row: index }];
      // A recorded sample is read as an import reads it, which leaves such rows out; a case that holds its rows must have them right.
      if (isRecorded) return [];
      throw new CaseInputError(`${id}: row ${index + 1}: ${parsed.reason}`);
    });
    const scripts = await ports.scripts({ incident, events });
    return { input: { incident, events, scripts }, evidence: new Evidence({ incident: raw.incident, rows: raw.rows, scripts }) };
  } catch (error) {
    if (error instanceof SecurityModelError) throw new CaseInputError(`${id}: ${error.message}`);
    throw error;
  }
}
