import type { FeedbackFault, FeedbackItemFragment, FeedbackVerdict, GiveFeedbackInput, ProposeLessonInput } from '../graphql/generated/graphql.js';
import type { CardReference } from '../ui/card-slot.js';

/** Longest free text, correction and lesson, in characters. */
export const mostText = 4_000;
export const mostLesson = 2_000;

/** What somebody proposes for next time. */
export interface LessonDraft {
  wanted: boolean;
  text: string;
  scope: 'kind' | 'tag' | 'everything';
  tag: string;
  /** Days until it lapses; 0 for never. */
  days: number;
}

/** What stands in the dialog. `right` holds what is right for each chosen statement, by its number on the card. */
export interface FeedbackDraft {
  verdict: FeedbackVerdict;
  faults: readonly FeedbackFault[];
  right: ReadonlyMap<number, string>;
  comment: string;
  lesson: LessonDraft;
}

const noLesson: LessonDraft = { wanted: false, text: '', scope: 'kind', tag: '', days: 90 };

/** Begins with what the person said before, if anything; the verdict is the one they pressed. */
export function draftOf(verdict: FeedbackVerdict, before: FeedbackItemFragment | undefined): FeedbackDraft {
  return {
    verdict,
    faults: before?.faults ?? [],
    right: new Map((before?.corrections ?? []).flatMap(({ statement, right }) => (statement === null ? [] : [[statement, right ?? ''] as const]))),
    comment: before?.comment ?? '',
    lesson: noLesson,
  };
}

/** What goes to the server. A confirmed card has no faults and no corrections, whatever was ticked before. */
export function feedbackInput(draft: FeedbackDraft, card: CardReference): GiveFeedbackInput {
  const confirmed = draft.verdict === 'CONFIRMED';
  const statements = card.statements ?? [];
  const corrections = [...draft.right].sort(([a], [b]) => a - b).flatMap(([statement, right]) => {
    const shown = statements[statement]?.text;
    return shown === undefined ? [] : [{ statement, shown: shown.slice(0, mostText), right: right.trim() || null }];
  });
  return {
    cardId: card.cardId,
    part: card.part ?? null,
    verdict: draft.verdict,
    faults: confirmed ? [] : [...draft.faults],
    comment: draft.comment.trim() || null,
    corrections: confirmed ? [] : corrections,
  };
}

/** The lesson as it is proposed; undefined when none is. `now` is the moment expiry counts from, in milliseconds. */
export function lessonInput({ lesson }: FeedbackDraft, card: CardReference, now: number): ProposeLessonInput | undefined {
  const text = lesson.text.trim();
  if (!lesson.wanted || !text) return undefined;
  return {
    cardId: card.cardId,
    text,
    kind: lesson.scope === 'everything' ? null : card.kind,
    tag: lesson.scope === 'tag' ? lesson.tag.trim() : null,
    expiresAt: lesson.days > 0 ? new Date(now + lesson.days * 86_400_000).toISOString() : null,
  };
}

/** What keeps the dialog from being sent, in a sentence for the field that lacks it. */
export function draftProblems({ lesson }: FeedbackDraft): { lesson?: string; tag?: string } {
  if (!lesson.wanted) return {};
  return {
    ...(lesson.text.trim() === '' && { lesson: 'Say what should be done next time, or untick the lesson.' }),
    ...(lesson.scope === 'tag' && lesson.tag.trim() === '' && { tag: 'Name the tag of the incidents it is for.' }),
  };
}
