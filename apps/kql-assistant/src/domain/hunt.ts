/** A stretch of time rows are taken from. ISO 8601, `to` exclusive; `last` is a Kusto timespan and stands alone. */
export interface TimeRange {
  from?: string;
  to?: string;
  last?: string;
}

/** How a hunt stands: a query was found, the question is unclear, there is no query, or a person typed one. */
export type HuntStatus = 'ANSWERED' | 'CLARIFY' | 'UNANSWERED' | 'TYPED';

/** How a run stands. */
export type RunStatus = 'RUNNING' | 'DONE' | 'FAILED' | 'CANCELLED';

/** What is wrong with a query or why it was stopped, with the place in the query where there is one. */
export interface HuntProblem {
  code: string;
  message: string;
  line?: number;
  column?: number;
  start?: number;
  length?: number;
}

/** One clause of a query in plain language, and where it stands. */
export interface LogicLine {
  text: string;
  kql: string;
  start: number;
  length: number;
}

/** Where a literal came from: the words of the person, the incident, the catalogue of known values, an assumption, or the query as typed. */
export type LiteralSource = 'QUESTION' | 'INCIDENT' | 'CATALOGUE' | 'ASSUMED' | 'QUERY';

/** One literal of a query with its origin. */
export interface HuntLiteral {
  value: string;
  origin: LiteralSource;
  column?: string;
  detail?: string;
}

/** One way a question may be meant. */
export interface HuntChoice {
  id: string;
  label: string;
  detail?: string;
  kql?: string;
}

/** Kinds of chart. */
export type ChartKind = 'TIME' | 'LINE' | 'COLUMN' | 'BAR' | 'PIE' | 'AREA' | 'SCATTER' | 'CARD' | 'TABLE';

/** How rows are best shown, and why. */
export interface HuntChart {
  kind: ChartKind;
  x?: string;
  y: string[];
  series?: string;
  reason: string;
  title?: string;
}

/** A query that gives rows where the one asked for gave none. */
export interface RelaxedQuery {
  sentence: string;
  kql: string;
  rowCount: number;
}

/** Why a result is empty. */
export interface EmptyResult {
  sentence: string;
  clause?: LogicLine;
  relaxed: RelaxedQuery[];
}

/** How a query did when it was tried. */
export interface DryRun {
  rowCount: number | null;
  atLeast: boolean;
  ms: number;
  problem?: HuntProblem;
  empty?: EmptyResult;
}

/** What is kept of a hunt beside question and query. */
export interface HuntContent {
  answer: string;
  timeRange?: TimeRange;
  tables: string[];
  logic: LogicLine[];
  literals: HuntLiteral[];
  choices: HuntChoice[];
  dryRun?: DryRun;
  chart?: HuntChart;
  composer: 'RULES' | 'MODEL';
  model?: string;
  fallback?: string;
  suggestions: string[];
  ms: number;
  /** What a follow-up question builds on; for the engine alone. */
  state?: unknown;
}
