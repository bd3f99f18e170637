import { lazy, Suspense, useRef, useState } from 'react';
import { useQuery } from '@apollo/client/react';
import { Button, Select } from '@fluentui/react-components';
import { ArrowDownloadRegular } from '@fluentui/react-icons/svg/arrow-download';
import { problemOf } from '../app/problem.js';
import { cardKinds, cardName, verdicts, verdictWords } from '../feedback/feedback-words.js';
import { FeedbackListDocument, type FeedbackListQuery, type FeedbackVerdict } from '../graphql/generated/graphql.js';
import { ShowMore } from '../ui/more.js';
import { EmptyState, ErrorState, RowsLoading } from '../ui/states.js';
import { useMore } from '../ui/use-more.js';
import { useSeen } from '../ui/use-seen.js';
import { visibleText } from '../lib/visible-text.js';
import type { ViewProps } from './evaluation-page.js';
import { FeedbackRow } from './feedback-row.js';
import styles from './evaluation.module.css';

const CaseDialog = lazy(async () => ({ default: (await import('./case-dialog.js')).CaseDialog }));

const pageSize = 25;

export type FeedbackEntry = FeedbackListQuery['feedback']['nodes'][number];

/** Everything people said in some days, newest first. */
export function FeedbackView({ address, onChange, days }: ViewProps) {
  const { kind, verdict, composer, model } = address;
  const { data, error, loading, fetchMore, refetch } = useQuery(FeedbackListDocument, {
    variables: { first: pageSize, filter: { kind: kind || null, verdict: verdict || null, composer: composer || null, model: model || null, ...days } },
    fetchPolicy: 'cache-and-network',
    nextFetchPolicy: 'cache-first',
    notifyOnNetworkStatusChange: true,
  });
  const list = data?.feedback;
  const more = useMore(fetchMore, list?.pageInfo);
  const models = useSeen([...(model ? [model] : []), ...(list?.nodes ?? []).flatMap((each) => each.model ?? [])]);
  const [making, setMaking] = useState<FeedbackEntry>();
  const opener = useRef<HTMLElement>(null);
  const range = new URLSearchParams(days).toString();
  const filtered = kind || verdict || composer || model;
  return (
    <>
      <div className={styles.filters}>
        <Select value={kind} onChange={(_, data) => onChange({ kind: data.value })} aria-label="Card">
          <option value="">Every card</option>
          {cardKinds.map((each) => (
            <option key={each} value={each}>
              {cardName(each)}
            </option>
          ))}
        </Select>
        <Select value={verdict} onChange={(_, data) => onChange({ verdict: data.value as FeedbackVerdict | '' })} aria-label="Verdict">
          <option value="">Every verdict</option>
          {verdicts.map((each) => (
            <option key={each} value={each}>
              {verdictWords[each].short}
            </option>
          ))}
        </Select>
        <Select value={composer} onChange={(_, data) => onChange({ composer: data.value, model: '' })} aria-label="Composer">
          <option value="">Every composer</option>
          <option value="rules">Rules</option>
          <option value="model">Model</option>
        </Select>
        {models.length > 0 && (
          <Select value={model} onChange={(_, data) => onChange({ model: data.value })} aria-label="Model">
            <option value="">Every model</option>
            {models.map((each) => (
              <option key={each} value={each}>
                {visibleText(each)}
              </option>
            ))}
          </Select>
        )}
        <span className={styles.exports}>
          <Button size="small" as="a" icon={<ArrowDownloadRegular />} href={`/api/feedback.csv?${range}`} download>
            CSV
          </Button>
          <Button size="small" as="a" icon={<ArrowDownloadRegular />} href={`/api/feedback.jsonl?${range}`} download>
            JSON Lines
          </Button>
        </span>
      </div>
      {!list && (error ? <ErrorState title="The feedback cannot be shown" reason={problemOf(error)} onRetry={() => void refetch().catch(() => undefined)} /> : <RowsLoading what="feedback" rows={5} />)}
      {list && list.nodes.length === 0 && (
        <EmptyState title={filtered ? 'No feedback matches' : 'Nobody said anything in these days'}>
          <p>{filtered ? 'Choose other days or fewer filters.' : 'Under each card stand three buttons. What people press and write there is listed here, and goes out as events to any team that listens.'}</p>
        </EmptyState>
      )}
      {list && list.nodes.length > 0 && (
        <ul className={styles.rows} aria-label="Feedback" aria-busy={loading}>
          {list.nodes.map((each) => (
            <FeedbackRow
              key={each.id}
              feedback={each}
              onMakeCase={(from) => {
                opener.current = from;
                setMaking(each);
              }}
            />
          ))}
        </ul>
      )}
      {list?.pageInfo.hasNextPage && <ShowMore shown={list.nodes.length} total={list.totalCount} loading={loading} more={more} />}
      {making && (
        <Suspense>
          <CaseDialog
            feedback={making}
            onClose={() => {
              setMaking(undefined);
              requestAnimationFrame(() => opener.current?.focus());
            }}
            onMade={() => onChange({ view: 'cases', cases: '' })}
          />
        </Suspense>
      )}
    </>
  );
}
