import { cardKinds, verdicts } from '../feedback/feedback-words.js';
import type { EvaluationCaseState, FeedbackVerdict, LessonState } from '../graphql/generated/graphql.js';

/** Views of the evaluation, as they stand in its address. */
export const evaluationViews = ['figures', 'feedback', 'lessons', 'cases', 'runs', 'settings'] as const;

export type EvaluationView = (typeof evaluationViews)[number];

export const viewWords: Readonly<Record<EvaluationView, string>> = { figures: 'Figures', feedback: 'Feedback', lessons: 'Lessons', cases: 'Cases', runs: 'Runs', settings: 'Settings' };

/** Ranges offered by their length in days. */
export const rangeDays = [7, 30, 90] as const;

export const lessonStates = ['PENDING', 'APPROVED', 'DECLINED', 'EXPIRED'] as const satisfies readonly LessonState[];
export const caseStates = ['DRAFT', 'REVIEWED', 'DECLINED'] as const satisfies readonly EvaluationCaseState[];

/** What the evaluation shows. Days are `2026-05-31`, in UTC, both inclusive; empty while the range is counted back from today. */
export interface EvaluationAddress {
  view: EvaluationView;
  days: number;
  from: string;
  to: string;
  kind: string;
  verdict: FeedbackVerdict | '';
  composer: string;
  model: string;
  lessons: LessonState;
  cases: EvaluationCaseState | '';
  /** Keys of the rows that are compared, at most two. */
  compare: readonly string[];
  /** The run whose figures are shown. */
  run: string;
  /** What is plotted over runs, such as `guidedResponse.actionF1`. */
  metric: string;
}

const day = 86_400_000;
const mostDays = 366;

/** Reads an address; what is unknown there counts as not chosen. */
export function readAddress(params: URLSearchParams): EvaluationAddress {
  const from = dayOf(params.get('from'));
  const to = dayOf(params.get('to'));
  const whole = from !== '' && to !== '' && from <= to;
  return {
    view: evaluationViews.find((view) => view === params.get('view')) ?? 'figures',
    days: rangeDays.find((days) => String(days) === params.get('days')) ?? 30,
    from: whole ? from : '',
    to: whole ? to : '',
    kind: cardKinds.find((kind) => kind === params.get('kind')) ?? '',
    verdict: verdicts.find((verdict) => verdict.toLowerCase() === params.get('verdict')) ?? '',
    composer: ['rules', 'model'].find((composer) => composer === params.get('composer')) ?? '',
    model: (params.get('model') ?? '').trim().slice(0, 200),
    lessons: lessonStates.find((state) => state.toLowerCase() === params.get('lessons')) ?? 'PENDING',
    cases: caseStates.find((state) => state.toLowerCase() === params.get('cases')) ?? '',
    compare: [...new Set(params.getAll('compare'))].slice(0, 2),
    run: /^[0-9a-f-]{36}$/.exec(params.get('run') ?? '')?.[0] ?? '',
    metric: /^[a-zA-Z]{1,40}\.[a-zA-Z0-9]{1,60}$/.exec(params.get('metric') ?? '')?.[0] ?? '',
  };
}

/** The address of what is shown. What is not chosen is left out. */
export function writeAddress(address: EvaluationAddress): URLSearchParams {
  const { view, days, from, to, kind, verdict, composer, model, lessons, cases, compare, run, metric } = address;
  const params = new URLSearchParams();
  if (view !== 'figures') params.set('view', view);
  if (from && to) {
    params.set('from', from);
    params.set('to', to);
  } else if (days !== 30) params.set('days', String(days));
  if (kind) params.set('kind', kind);
  if (verdict) params.set('verdict', verdict.toLowerCase());
  if (composer) params.set('composer', composer);
  if (model) params.set('model', model);
  if (lessons !== 'PENDING') params.set('lessons', lessons.toLowerCase());
  if (cases) params.set('cases', cases.toLowerCase());
  for (const key of compare) params.append('compare', key);
  if (run) params.set('run', run);
  if (metric) params.set('metric', metric);
  return params;
}

/** The first and last day of what is shown, in UTC. `now` is in milliseconds. */
export function shownDays({ days, from, to }: Pick<EvaluationAddress, 'days' | 'from' | 'to'>, now: number): { from: string; to: string } {
  if (from && to) return { from, to };
  return { from: dayText(now - (days - 1) * day), to: dayText(now) };
}

/** Why two days make no range, in a sentence; undefined when they do. */
export function rangeProblem(from: string, to: string): string | undefined {
  if (dayOf(from) === '' || dayOf(to) === '') return 'Give both days.';
  if (from > to) return 'The first day is after the last.';
  return (Date.parse(to) - Date.parse(from)) / day >= mostDays ? `Choose at most ${mostDays} days.` : undefined;
}

function dayText(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

function dayOf(text: string | null): string {
  if (!text || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return '';
  const time = Date.parse(text);
  return !Number.isNaN(time) && dayText(time) === text ? text : '';
}
