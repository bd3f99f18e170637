import { lazy, Suspense, useRef, useState } from 'react';
import { useQuery } from '@apollo/client/react';
import { Button, Select } from '@fluentui/react-components';
import { problemOf } from '../app/problem.js';
import { cardName } from '../feedback/feedback-words.js';
import { LessonsDocument, type LessonItemFragment, type LessonState } from '../graphql/generated/graphql.js';
import { label } from '../lib/labels.js';
import type { Tone } from '../lib/response-words.js';
import { Chip, ToneBadge } from '../ui/badges.js';
import { ShowMore } from '../ui/more.js';
import { EmptyState, ErrorState, RowsLoading } from '../ui/states.js';
import { Time } from '../ui/time.js';
import { Untrusted } from '../ui/untrusted.js';
import { useMore } from '../ui/use-more.js';
import { lessonStates } from './evaluation-address.js';
import type { ViewProps } from './evaluation-page.js';
import styles from './evaluation.module.css';

const LessonDialog = lazy(async () => ({ default: (await import('./lesson-dialog.js')).LessonDialog }));

const pageSize = 25;
const stateWords: Readonly<Record<LessonState, { text: string; tone: Tone; none: string }>> = {
  PENDING: { text: 'To review', tone: 'low', none: 'No lesson waits for a review' },
  APPROVED: { text: 'Approved', tone: 'good', none: 'No lesson is approved' },
  DECLINED: { text: 'Declined', tone: 'plain', none: 'No lesson was declined' },
  EXPIRED: { text: 'Lapsed', tone: 'plain', none: 'No lesson has lapsed' },
};

/** What people propose for next time, and what reviewers decided. */
export function LessonsView({ address, onChange }: ViewProps) {
  const wanted = address.lessons;
  const { data, error, loading, fetchMore, refetch } = useQuery(LessonsDocument, { variables: { first: pageSize, states: [wanted] }, fetchPolicy: 'cache-and-network', nextFetchPolicy: 'cache-first', notifyOnNetworkStatusChange: true });
  const [reviewing, setReviewing] = useState<{ lesson: LessonItemFragment; approve: boolean }>();
  const opener = useRef<HTMLElement>(null);
  const list = data?.lessons;
  const more = useMore(fetchMore, list?.pageInfo);
  // A lesson that was decided a moment ago stays in the cached list until it is read anew.
  const shown = list?.nodes.filter(({ state }) => state === wanted) ?? [];
  const review = (lesson: LessonItemFragment, approve: boolean) => (event: React.MouseEvent<HTMLElement>) => {
    opener.current = event.currentTarget;
    setReviewing({ lesson, approve });
  };
  return (
    <>
      <div className={styles.filters}>
        <Select value={wanted} onChange={(_, data) => onChange({ lessons: data.value as LessonState })} aria-label="State">
          {lessonStates.map((state) => (
            <option key={state} value={state}>
              {stateWords[state].text}
            </option>
          ))}
        </Select>
        <span className={styles.quiet}>An approved lesson is listed for people; nothing applies it by itself.</span>
      </div>
      {!list && (error ? <ErrorState title="The lessons cannot be shown" reason={problemOf(error)} onRetry={() => void refetch().catch(() => undefined)} /> : <RowsLoading what="lessons" rows={4} />)}
      {list && shown.length === 0 && (
        <EmptyState title={stateWords[wanted].none}>
          <p>Who gives feedback on a card can propose what should be done next time. A reviewer other than the author decides here.</p>
        </EmptyState>
      )}
      {shown.length > 0 && (
        <ul className={styles.rows} aria-label="Lessons" aria-busy={loading}>
          {shown.map((lesson) => (
            <li key={lesson.id} className={styles.row} data-lesson={lesson.id}>
              <div className={styles.rowHead}>
                <ToneBadge tone={stateWords[lesson.state].tone}>{stateWords[lesson.state].text}</ToneBadge>
                <Chip>{lesson.kind ? cardName(lesson.kind) : 'Every kind of card'}</Chip>
                {lesson.tag && (
                  <Chip>
                    <Untrusted>{label(lesson.tag)}</Untrusted>
                  </Chip>
                )}
                <span className={styles.rowWho}>
                  <Untrusted>{lesson.authorName}</Untrusted>, <Time value={lesson.createdAt} form="short" />
                </span>
              </div>
              <p className={styles.comment}>
                <Untrusted>{lesson.text}</Untrusted>
              </p>
              <p className={styles.quiet}>
                {lesson.expiresAt ? (
                  <>
                    {lesson.state === 'EXPIRED' ? 'Lapsed ' : 'Lapses '}
                    <Time value={lesson.expiresAt} form="short" />.
                  </>
                ) : (
                  'Does not lapse.'
                )}{' '}
                {lesson.reviewerName && (
                  <>
                    Reviewed by <Untrusted>{lesson.reviewerName}</Untrusted>
                    {lesson.reason && (
                      <>
                        : <Untrusted>{lesson.reason}</Untrusted>
                      </>
                    )}
                  </>
                )}
              </p>
              {lesson.state === 'PENDING' &&
                (lesson.mayReview ? (
                  <p className={styles.tools}>
                    <Button size="small" appearance="primary" onClick={review(lesson, true)}>
                      Approve …
                    </Button>
                    <Button size="small" onClick={review(lesson, false)}>
                      Decline …
                    </Button>
                  </p>
                ) : (
                  <p className={styles.quiet}>{lesson.mine ? 'You proposed it; somebody else has to review it.' : 'Reviewing it needs the role admin.'}</p>
                ))}
            </li>
          ))}
        </ul>
      )}
      {list?.pageInfo.hasNextPage && <ShowMore shown={list.nodes.length} total={list.totalCount} loading={loading} more={more} />}
      {reviewing && (
        <Suspense>
          <LessonDialog
            {...reviewing}
            onClose={() => {
              setReviewing(undefined);
              requestAnimationFrame(() => opener.current?.focus());
            }}
            onReviewed={() => {
              setReviewing(undefined);
              void refetch().catch(() => undefined);
              document.getElementById('view-lessons')?.focus();
            }}
          />
        </Suspense>
      )}
    </>
  );
}
