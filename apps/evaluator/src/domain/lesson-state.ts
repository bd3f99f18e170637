/** Where a lesson stands. */
export type LessonState = 'PENDING' | 'APPROVED' | 'DECLINED' | 'EXPIRED';

/** The state in words, for people. */
export const lessonSentence: Readonly<Record<LessonState, string>> = {
  PENDING: 'The lesson waits for a reviewer.',
  APPROVED: 'A reviewer agreed. Nothing applies it by itself.',
  DECLINED: 'A reviewer did not agree.',
  EXPIRED: 'The time of the lesson is over.',
};

/** Where a case stands. */
export type CaseState = 'DRAFT' | 'REVIEWED' | 'DECLINED';

/** The state in words, for people. */
export const caseSentence: Readonly<Record<CaseState, string>> = {
  DRAFT: 'The case waits for a reviewer.',
  REVIEWED: 'The case is reviewed and exported.',
  DECLINED: 'The case was put aside.',
};
