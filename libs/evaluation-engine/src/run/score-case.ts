import { createHash } from 'node:crypto';
import type { Fact, VerifiedCard } from '@attest/cards';
import type { Report } from '@attest/report-engine';
import type { GuidedResponse, GuidedResponseInput } from '@attest/response-engine';
import type { ExpectedOf } from '../cases/evaluation-case.js';
import { brokenByResponse, brokenBySummary, summaryDigest } from '../metamorphic/essence.js';
import { answerOf, sameAnswer, type AnswerRows } from '../metrics/answer-metrics.js';
import { atomsOf, plainText } from '../metrics/atoms.js';
import type { Evidence } from '../metrics/evidence.js';
import { groundingOf, type Grounding } from '../metrics/grounding.js';
import { rateOf, retrievalOf } from '../metrics/rates.js';
import { missingParts, reportTexts, scoreReportActions, type ActionLine } from '../metrics/report-metrics.js';
import { containingActions, scoreActions } from '../metrics/response-metrics.js';
import { scoreCitations, scoreIndicators, scoreLayers, scoreTechniques, type AnalyzedScript } from '../metrics/script-metrics.js';
import { entitiesNamed, factsTold, parentTechniques, timelineTau, wordsOf } from '../metrics/summary-metrics.js';
import { editDistance } from '../statistics/edit-distance.js';
import type { ComposedQuery } from './candidate.js';

/** The values of one output: metrics by name (null: nothing to measure), what went wrong in words, and a digest of the output. */
export interface CaseScore {
  scores: Record<string, number | null>;
  faults: string[];
  digest: string;
  /** True and said verdict of each alert the case knows, for the macro F1 over all cases. */
  pairs?: [truth: string, said: string | undefined][];
}

const digestOf = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const yes = (right: boolean): number => (right ? 1 : 0);
const list = (what: string, items: readonly string[]): string[] => items.map((item) => `${what}: ${item}`);

/** Scores a summary. `again` makes the summary of a changed input; without it the metamorphic checks are left out. */
export async function scoreSummary(output: VerifiedCard, expected: ExpectedOf<'incidentSummary'>, evidence: Evidence, input: GuidedResponseInput, again?: (input: GuidedResponseInput) => Promise<VerifiedCard>): Promise<CaseScore> {
  const { card, facts } = output;
  const grounding = groundingOf([...card.statements, ...card.timeline], facts, evidence);
  const entities = expected.entities === undefined ? undefined : entitiesNamed(expected.entities, output);
  const techniques = expected.techniques === undefined ? undefined : retrievalOf(parentTechniques(expected.techniques), parentTechniques(card.techniques));
  const alerted = factsTold((expected.facts ?? []).filter(({ telemetryOnly }) => !telemetryOnly), output);
  const telemetry = factsTold((expected.facts ?? []).filter(({ telemetryOnly }) => telemetryOnly), output);
  const broken = again === undefined ? undefined : await brokenBySummary(input, output, again);
  const tooLong = wordsOf(output) > (expected.mostWords ?? 250);
  const said = saidScores([...card.statements, ...card.timeline].map(({ text }) => text), expected);
  return {
    scores: {
      ...groundingScores(grounding),
      entityRecall: entities?.card ?? null,
      entityRecallProse: entities?.prose ?? null,
      techniqueRecall: techniques?.recall ?? null,
      techniqueF1: techniques?.f1 ?? null,
      factRecall: alerted.recall,
      factRecallTelemetry: telemetry.recall,
      timelineTau: expected.timeline === undefined ? null : timelineTau(expected.timeline.map(({ time, source }) => ({ time, sources: [source] })), output),
      tooLong: yes(tooLong),
      metamorphicBroken: broken?.length ?? null,
      ...said.scores,
    },
    faults: [...groundingFaults(grounding), ...list('entity not named', entities?.missing ?? []), ...list('fact not told', [...alerted.missing, ...telemetry.missing].map(({ says }) => says.join(' + '))), ...list('changed by', broken ?? []), ...(tooLong ? [`too long: ${wordsOf(output)} words`] : []), ...said.faults],
    digest: digestOf(summaryDigest(output)),
  };
}

/** Scores a guided response. */
export async function scoreResponse(output: GuidedResponse, expected: ExpectedOf<'guidedResponse'>, evidence: Evidence, input: GuidedResponseInput, again?: (input: GuidedResponseInput) => Promise<GuidedResponse>): Promise<CaseScore> {
  const { triage, recommendations, card } = output;
  const sentences = [...triage.statements, ...triage.perAlert.map(({ reason, facts }) => ({ text: reason, facts })), ...recommendations.flatMap(({ statements }) => statements)];
  const grounding = groundingOf(sentences, card.facts, evidence);
  const evidenceText = JSON.stringify([evidence.records.incident, input.incident]).toLowerCase();
  const actions = scoreActions(output, expected, evidenceText);
  const judged = expected.actions !== undefined;
  const contained = expected.noContainment ? containingActions(output) : [];
  const broken = again === undefined ? undefined : await brokenByResponse(input, output, again);
  const said = saidScores(sentences.map(({ text }) => text), expected);
  const verdicts = Object.entries(expected.alerts ?? {});
  const wrong = (name: string, value: string, right: readonly string[] | undefined): string[] => (right === undefined || right.includes(value) ? [] : [`${name}: ${value}, not ${right.join(' or ')}`]);
  return {
    scores: {
      ...groundingScores(grounding),
      classification: expected.classifications === undefined ? null : yes(expected.classifications.includes(triage.classification)),
      determination: expected.determinations === undefined ? null : yes(expected.determinations.includes(triage.determination)),
      actionPrecision: judged ? actions.precision : null,
      actionRecall: judged ? actions.recall : null,
      actionF1: judged ? actions.f1 : null,
      ndcg5: judged ? actions.ndcg5 : null,
      harm: actions.harm.length,
      contained: contained.length,
      executable: actions.executable,
      metamorphicBroken: broken?.length ?? null,
      ...said.scores,
    },
    faults: [...groundingFaults(grounding), ...wrong('classification', triage.classification, expected.classifications), ...wrong('determination', triage.determination, expected.determinations), ...list('harm', actions.harm), ...list('contains a harmless incident', contained), ...(judged ? [...list('action missed', actions.missed), ...list('action not asked for', actions.extra)] : []), ...(actions.executable < 1 ? ['an action could not be carried out as it stands'] : []), ...list('changed by', broken ?? []), ...said.faults],
    digest: digestOf(JSON.stringify({ triage, recommendations })),
    pairs: verdicts.map(([id, truth]) => [truth, triage.perAlert.find(({ alertId }) => alertId === id)?.verdict]),
  };
}

/** Scores an analysis of a script. */
export function scoreScript(output: AnalyzedScript, expected: ExpectedOf<'scriptAnalysis'>, text: string): CaseScore {
  const item = { text, layers: expected.layers ?? [], indicators: expected.indicators ?? [], techniques: expected.techniques ?? [] };
  const [indicators, layers, techniques, citations] = [scoreIndicators(item, output), scoreLayers(item, output), scoreTechniques(item, output), scoreCitations(output)];
  const said = saidScores([], expected);
  return {
    scores: {
      indicatorRecall: rateOf(indicators.found, indicators.planted),
      indicatorPrecision: expected.indicators === undefined ? null : rateOf(indicators.emitted - indicators.wrong, indicators.emitted),
      techniqueRecall: rateOf(techniques.found, techniques.planted),
      layersDecoded: rateOf(layers.decoded, layers.planted),
      citationsValid: rateOf(citations.checked - citations.bad, citations.checked),
      languageRight: expected.language === undefined ? null : yes(output.language === expected.language),
      verdictRight: expected.verdicts === undefined ? null : yes(expected.verdicts.includes(output.verdict ?? '')),
      ...said.scores,
    },
    faults: [...list('indicator missed', indicators.missed.map(({ type, value }) => `${type} ${value}`)), ...list('indicator not in the script', expected.indicators === undefined ? [] : indicators.wrongOnes.map(({ type, value }) => `${type} ${value}`)), ...list('technique missed', techniques.missed), ...list('not in the cited lines', citations.badOnes.map(({ value }) => value)), ...(layers.all ? [] : [`layers decoded: ${layers.decoded} of ${layers.planted}`]), ...(expected.verdicts === undefined || expected.verdicts.includes(output.verdict ?? '') ? [] : [`verdict: ${output.verdict}, not ${expected.verdicts.join(' or ')}`])],
    digest: digestOf(JSON.stringify({ language: output.language, verdict: output.verdict, layers: output.layers?.map(({ sha256 }) => sha256), indicators: output.indicators, techniques: output.techniques })),
  };
}

/** Scores a report against the action log it was given. */
export function scoreReport(output: Report, expected: ExpectedOf<'incidentReport'>, evidence: Evidence, log: readonly ActionLine[]): CaseScore {
  const missing = missingParts(output, expected.parts);
  const wanted = expected.parts?.length ?? missingParts({ ...output, sections: [] }).length;
  const actions = scoreReportActions(output, log);
  const texts = reportTexts(output);
  const derived = derivedTechniques(output.facts as readonly Pick<Fact, 'source' | 'values'>[]);
  const ungrounded = [...new Set(texts.flatMap(atomsOf))].filter((atom) => !evidence.all.includes(atom) && !derived.has(atom));
  const said = saidScores(texts, expected);
  return {
    scores: { parts: rateOf(wanted - missing.length, wanted), actionRecall: actions.recall, actionPrecision: actions.precision ?? (actions.logged === 0 ? null : 0), ungrounded: ungrounded.length, ...said.scores },
    faults: [...list('part missing', missing), ...list('action not in the report as logged', actions.missing), ...list('action not in the log', actions.invented), ...list('in no record', ungrounded), ...said.faults],
    digest: digestOf(output.id),
  };
}

/** Techniques that rules derive from event rows: no record writes them out, and the report marks and cites them. */
function derivedTechniques(facts: readonly Pick<Fact, 'source' | 'values'>[]): Set<string> {
  return new Set(facts.filter(({ source }) => source.kind === 'event').flatMap(({ values }) => [values['technique'] ?? []].flat().slice(0, 1).map((id) => String(id).toLowerCase())));
}

/** Scores a query by the rows it gives; `given` is undefined when it did not run. */
export function scoreAnswer(output: ComposedQuery, expected: ExpectedOf<'kqlAnswer'>, given: AnswerRows | undefined, refusal: string): CaseScore {
  const right = expected.rows === undefined || (given !== undefined && sameAnswer(answerOf(expected.rows), given));
  const tables = expected.tables?.every((table) => output.tables.includes(table));
  const said = saidScores([output.kql], expected);
  return {
    scores: { answerRight: expected.rows === undefined ? null : yes(right), runs: yes(given !== undefined), tableRight: tables === undefined ? null : yes(tables), ...said.scores },
    faults: [...(given === undefined ? [`does not run: ${refusal}`] : right ? [] : [`other rows (${given.rows.length}, not ${expected.rows?.length}): ${output.kql.replace(/\s+/g, ' ').slice(0, 300)}`]), ...(tables === false ? [`tables: ${output.tables.join(', ')}`] : []), ...said.faults],
    digest: digestOf(output.kql),
  };
}

function groundingScores({ ungrounded, citationPrecision, citationRecall, notCarried }: Grounding): Record<string, number | null> {
  return { ungrounded: ungrounded.length, miscited: notCarried.length, citationPrecision, citationRecall };
}

function groundingFaults({ ungrounded, notCarried }: Grounding): string[] {
  return [...list('in no record', ungrounded), ...list('not in its records', notCarried.map(({ text }) => text))];
}

/** A sentence at most a fifth of its words away says the same. */
const nearEnough = 0.2;

function saidScores(texts: readonly string[], { absent, corrections }: { absent?: readonly string[]; corrections?: readonly { shown: string; right: string }[] }): Pick<CaseScore, 'scores' | 'faults'> {
  const whole = plainText(texts.join('\n'));
  const wrongly = (absent ?? []).filter((text) => whole.includes(plainText(text)));
  const plain = texts.map(plainText);
  // A correction is of a sentence or of a name in one: where the wrong thing still stands, the right one has to stand beside it.
  const holds = ({ shown, right }: { shown: string; right: string }): boolean => {
    const [wrong, wanted] = [plainText(shown.trim()), plainText(right.trim())];
    const isSaid = plain.some((text) => text.includes(wanted) || editDistance(text, wanted).normalised <= nearEnough);
    return (wanted === '' || isSaid) && !plain.some((text) => text.includes(wrong) && (wanted === '' || !text.includes(wanted)));
  };
  const open = (corrections ?? []).filter((one) => !holds(one));
  return {
    scores: { absentSaid: absent === undefined ? null : wrongly.length, corrected: corrections === undefined ? null : rateOf(corrections.length - open.length, corrections.length) },
    faults: [...list('must not be said', wrongly), ...list('not corrected', open.map(({ shown }) => shown))],
  };
}
