import type { EvaluationKind } from '../cases/evaluation-case.js';

/** How the values of a metric over cases become one. */
export type MetricFold = 'mean' | 'sum' | 'macroF1';

/** A metric of a capability. */
export interface Metric {
  fold: MetricFold;
  /** Whether a higher value is the better one. */
  better: 'higher' | 'lower';
  /** Heading of a narrow table. */
  short: string;
  /** What a model thinks: shown as such, and no limit may be on it. */
  opinion?: true;
}

const share = (short: string): Metric => ({ fold: 'mean', better: 'higher', short });
const count = (short: string): Metric => ({ fold: 'sum', better: 'lower', short });
const common = { failed: count('failed'), absentSaid: count('absent said'), corrected: share('corrected') };
const opinion: Readonly<Record<string, Metric>> = { judgeReadability: { ...share('judge read'), opinion: true }, judgeUsefulness: { ...share('judge use'), opinion: true }, judgeFailed: { ...count('judge failed'), opinion: true } };
const grounding = { ungrounded: count('ungrounded'), miscited: count('miscited'), citationPrecision: share('cite P'), citationRecall: share('cite R') };

/** Every metric of every capability, in the order of tables. docs/evaluation.md says what each means; a metric without a value in a run is left out. */
export const metrics: Readonly<Record<EvaluationKind, Readonly<Record<string, Metric>>>> = {
  incidentSummary: { ...grounding, entityRecall: share('entities'), entityRecallProse: share('in prose'), techniqueRecall: share('techn R'), techniqueF1: share('techn F1'), factRecall: share('facts'), factRecallTelemetry: share('telemetry'), timelineTau: share('tau'), tooLong: count('too long'), metamorphicBroken: count('metam.'), ...common, ...opinion },
  guidedResponse: { ...grounding, classification: share('classified'), determination: share('determ.'), triageMacroF1: { fold: 'macroF1', better: 'higher', short: 'triage F1' }, actionPrecision: share('action P'), actionRecall: share('action R'), actionF1: share('action F1'), ndcg5: share('nDCG@5'), harm: count('harm'), contained: count('contained'), executable: share('executable'), metamorphicBroken: count('metam.'), ...common, ...opinion },
  scriptAnalysis: { indicatorRecall: share('indic. R'), indicatorPrecision: share('indic. P'), techniqueRecall: share('techn R'), layersDecoded: share('layers'), citationsValid: share('cited'), languageRight: share('language'), verdictRight: share('verdict'), ...common },
  incidentReport: { parts: share('parts'), actionRecall: share('action R'), actionPrecision: share('action P'), ungrounded: count('ungrounded'), ...common, ...opinion },
  kqlAnswer: { answerRight: share('right'), runs: share('runs'), tableRight: share('table'), ...common },
};
