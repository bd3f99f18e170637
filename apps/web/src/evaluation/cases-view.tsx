import { lazy, Suspense, useRef, useState } from 'react';
import { useQuery } from '@apollo/client/react';
import { Button, Select } from '@fluentui/react-components';
import { ArrowDownloadRegular } from '@fluentui/react-icons/svg/arrow-download';
import { problemOf } from '../app/problem.js';
import { cardName } from '../feedback/feedback-words.js';
import { EvaluationCasesDocument, type CaseItemFragment, type EvaluationCaseState } from '../graphql/generated/graphql.js';
import type { Tone } from '../lib/response-words.js';
import { visibleText } from '../lib/visible-text.js';
import { Chip, ToneBadge } from '../ui/badges.js';
import { CopyButton } from '../ui/copy-button.js';
import { ShowMore } from '../ui/more.js';
import { EmptyState, ErrorState, RowsLoading } from '../ui/states.js';
import { Time } from '../ui/time.js';
import { Untrusted } from '../ui/untrusted.js';
import { useMore } from '../ui/use-more.js';
import { Corrections } from './corrections.js';
import { caseStates } from './evaluation-address.js';
import type { ViewProps } from './evaluation-page.js';
import styles from './evaluation.module.css';

const ReviewCaseDialog = lazy(async () => ({ default: (await import('./review-case-dialog.js')).ReviewCaseDialog }));

const pageSize = 25;
const stateWords: Readonly<Record<EvaluationCaseState, { text: string; tone: Tone }>> = {
  DRAFT: { text: 'Draft', tone: 'low' },
  REVIEWED: { text: 'Reviewed', tone: 'good' },
  DECLINED: { text: 'Put aside', tone: 'plain' },
};

/** Cards with feedback made into cases that composers are measured by. */
export function CasesView({ address, onChange }: ViewProps) {
  const wanted = address.cases;
  const { data, error, loading, fetchMore, refetch } = useQuery(EvaluationCasesDocument, { variables: { first: pageSize, state: wanted || null }, fetchPolicy: 'cache-and-network', nextFetchPolicy: 'cache-first', notifyOnNetworkStatusChange: true });
  const [reviewing, setReviewing] = useState<CaseItemFragment>();
  const opener = useRef<HTMLElement>(null);
  const list = data?.evaluationCases;
  const more = useMore(fetchMore, list?.pageInfo);
  const close = (): void => {
    setReviewing(undefined);
    requestAnimationFrame(() => (opener.current?.isConnected ? opener.current : document.getElementById('view-cases'))?.focus());
  };
  return (
    <>
      <div className={styles.filters}>
        <Select value={wanted} onChange={(_, data) => onChange({ cases: data.value as EvaluationCaseState | '' })} aria-label="State">
          <option value="">Every case</option>
          {caseStates.map((state) => (
            <option key={state} value={state}>
              {stateWords[state].text}
            </option>
          ))}
        </Select>
        <span className={styles.exports}>
          <Button size="small" as="a" icon={<ArrowDownloadRegular />} href="/api/evaluation/cases.jsonl" download>
            Reviewed cases
          </Button>
          <CopyButton value="bin/attest eval run --set cases.jsonl --candidate rules" what="the command that measures by them" text="Copy the command" />
        </span>
      </div>
      {!list && (error ? <ErrorState title="The cases cannot be shown" reason={problemOf(error)} onRetry={() => void refetch().catch(() => undefined)} /> : <RowsLoading what="cases" rows={4} />)}
      {list && list.nodes.length === 0 && (
        <EmptyState title={wanted ? 'No case has this state' : 'There is no case yet'}>
          <p>Choose Make a case at a feedback: what the card was made from, what was wrong and what is right become a case. After a review it is exported, and every composer can be measured by it.</p>
        </EmptyState>
      )}
      {list && list.nodes.length > 0 && (
        <ul className={styles.rows} aria-label="Cases" aria-busy={loading}>
          {list.nodes.map((each) => (
            <li key={each.id} className={styles.row} data-case={each.id}>
              <div className={styles.rowHead}>
                <ToneBadge tone={stateWords[each.state].tone}>{stateWords[each.state].text}</ToneBadge>
                <b>{cardName(each.kind)}</b>
                <ToneBadge tone={each.inputInside ? 'good' : 'plain'}>{each.inputInside ? 'With its input' : 'Digest only'}</ToneBadge>
                {each.tags.map((tag) => (
                  <Chip key={tag}>
                    <Untrusted>{tag}</Untrusted>
                  </Chip>
                ))}
                <span className={styles.rowWho}>
                  <Untrusted>{each.madeByName}</Untrusted>, <Time value={each.createdAt} form="short" />
                </span>
              </div>
              <p className={styles.quiet}>
                <Untrusted>{each.stateSentence}</Untrusted> <Untrusted>{each.inputSentence}</Untrusted> {'Digest '}
                <Untrusted mono>{each.inputDigest.slice(0, 12)}</Untrusted>
              </p>
              <Corrections corrections={each.expected} />
              {each.expected.length === 0 && <p className={styles.quiet}>Nobody said what is right; the case holds what the card showed.</p>}
              {each.state === 'DRAFT' && (
                <p className={styles.tools}>
                  <Button
                    size="small"
                    aria-label={visibleText(`Review the case of ${cardName(each.kind).toLowerCase()}, input ${each.inputDigest.slice(0, 12)}`)}
                    onClick={(event) => {
                      opener.current = event.currentTarget;
                      setReviewing(each);
                    }}
                  >
                    Review …
                  </Button>
                </p>
              )}
            </li>
          ))}
        </ul>
      )}
      {list?.pageInfo.hasNextPage && <ShowMore shown={list.nodes.length} total={list.totalCount} loading={loading} more={more} />}
      {reviewing && (
        <Suspense>
          <ReviewCaseDialog
            case={reviewing}
            onClose={close}
            onReviewed={() => {
              close();
              void refetch().catch(() => undefined);
            }}
          />
        </Suspense>
      )}
    </>
  );
}
