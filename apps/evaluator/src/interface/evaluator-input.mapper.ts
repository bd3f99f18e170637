import type { FeedbackFilter } from '../application/feedback-reader.js';
import { badInput } from '../domain/evaluator.error.js';
import type { SaidFeedback } from '../domain/feedback-rules.js';
import type { FeedbackCorrectionInput, FeedbackFilterInput, GiveFeedbackInput } from './feedback.model.js';
import type { ProposedLesson } from '../application/lessons.use-case.js';
import type { ProposeLessonInput } from './lesson.model.js';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const time = /^(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;
const tag = /^[a-z0-9][a-z0-9._-]{0,119}$/;
const dayMs = 86_400_000;
const mostDays = 400;
const longestReason = 4_000;
const mostTags = 20;

/** True for an id as services make them. */
export function isId(text: string): boolean {
  return uuid.test(text);
}

/** @throws EvaluatorError BadInput */
export function idOf(name: string, id: string): string {
  if (!isId(id)) throw badInput(`${name} is no id.`);
  return id.toLowerCase();
}

/** @throws EvaluatorError BadInput */
export function firstOf(first: number): number {
  if (first < 1 || first > 100) throw badInput('first must be from 1 to 100.');
  return first;
}

/** @throws EvaluatorError BadInput */
export function afterOf(after: string | null | undefined): string | undefined {
  if (after && !isId(after)) throw badInput('after takes the endCursor of the page before.');
  return after ?? undefined;
}

/** @throws EvaluatorError BadInput */
export function plainOf(name: string, text: string | null | undefined, longest = 200): string | undefined {
  if (!text?.trim()) return undefined;
  if (text.includes('\0') || text.length > longest) throw badInput(`${name} takes at most ${longest} characters.`);
  return text.trim();
}

/** A text of a person, or null. @throws EvaluatorError BadInput */
export function reasonOf(text: string | null | undefined): string | null {
  return plainOf('reason', text, longestReason) ?? null;
}

/** A day (its beginning, or its end with `end`) or a time. @throws EvaluatorError BadInput */
export function timeOf(name: string, text: string, end = false): Date {
  const [, day] = time.exec(text) ?? [];
  const at = Date.parse(text);
  if (day === undefined || Number.isNaN(at)) throw badInput(`${name} takes a day such as 2026-11-23 or a time such as 2026-11-23T03:00:00Z.`);
  return new Date(end && text === day ? at + dayMs : at);
}

/** The days of a time range, both included. @throws EvaluatorError BadInput */
export function daysOf(from: string, to: string): { from: string; to: string } {
  const [first, last] = [timeOf('from', from), timeOf('to', to)];
  if (first > last) throw badInput('from must not be after to.');
  if (last.getTime() - first.getTime() > mostDays * dayMs) throw badInput(`At most ${mostDays} days are looked at.`);
  return { from: first.toISOString().slice(0, 10), to: last.toISOString().slice(0, 10) };
}

/** @throws EvaluatorError BadInput */
export function filterOf(input: FeedbackFilterInput | null | undefined): FeedbackFilter {
  const [kind, composer, model] = (['kind', 'composer', 'model'] as const).map((name) => plainOf(name, input?.[name]));
  return {
    ...(kind === undefined ? {} : { kind }),
    ...(composer === undefined ? {} : { composer }),
    ...(model === undefined ? {} : { model }),
    ...(input?.verdict ? { verdict: input.verdict as FeedbackFilter['verdict'] } : {}),
    ...(input?.cardId ? { cardId: idOf('cardId', input.cardId) } : {}),
    ...(input?.from ? { from: timeOf('from', input.from) } : {}),
    ...(input?.to ? { to: timeOf('to', input.to, true) } : {}),
  };
}

export function correctionsOf(inputs: readonly FeedbackCorrectionInput[]): SaidFeedback['corrections'] {
  return inputs.map(({ statement, shown, right }) => ({ statement: statement ?? null, shown, right: right ?? null }));
}

export function saidOf({ part, verdict, faults, comment, corrections }: GiveFeedbackInput): SaidFeedback {
  return { part: part || null, verdict: verdict as SaidFeedback['verdict'], faults: faults as SaidFeedback['faults'], comment: comment ?? null, corrections: correctionsOf(corrections) };
}

/** @throws EvaluatorError BadInput */
export function proposedOf(input: ProposeLessonInput): ProposedLesson {
  return {
    text: input.text,
    kind: plainOf('kind', input.kind) ?? null,
    tag: plainOf('tag', input.tag) ?? null,
    cardId: input.cardId ? idOf('cardId', input.cardId) : null,
    expiresAt: input.expiresAt ? timeOf('expiresAt', input.expiresAt, true) : null,
  };
}

/** @throws EvaluatorError BadInput */
export function tagsOf(tags: readonly string[]): string[] {
  const all = [...new Set(tags.map((each) => each.trim()).filter(Boolean))];
  if (all.length > mostTags || all.some((each) => !tag.test(each))) throw badInput(`tags: at most ${mostTags}, of small letters, digits, dots, dashes and underscores.`);
  return all;
}
