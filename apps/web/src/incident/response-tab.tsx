import { useState } from 'react';
import { Button, MessageBar, MessageBarBody, ProgressBar, Spinner } from '@fluentui/react-components';
import { problemOf } from '../app/problem.js';
import type { ActionItemFragment } from '../graphql/generated/graphql.js';
import { categoryWords, countStatuses, responseCategories, statusOf, type ResponseStatus } from '../lib/response-words.js';
import { ActionRow } from '../response/action-row.js';
import { LabNote } from '../response/action-state.js';
import { GuideTasks } from '../response/guide-tasks.js';
import { RecommendationCard, type Recommendation } from '../response/recommendation-card.js';
import { DraftedMessages, SimilarIncidents, SimilarMails, Withheld } from '../response/response-extras.js';
import { ResponseFooter } from '../response/response-footer.js';
import { StatusFilter } from '../response/status-filter.js';
import { TriageCard } from '../response/triage-card.js';
import { ErrorState, RowsLoading } from '../ui/states.js';
import { Untrusted } from '../ui/untrusted.js';
import { FactFocusProvider, useFactFocus } from './fact-focus.js';
import { FactPanel } from './fact-panel.js';
import type { TabProps } from './incident-page.js';
import { useResponse, type ResponseState } from './use-response.js';
import layout from './summary.module.css';
import styles from '../response/response.module.css';

/** What to do about the incident: the verdict, the recommended actions and how they stand, and what goes with them. */
export function ResponseTab({ incidentId }: TabProps) {
  const state = useResponse(incidentId);
  if (state.error) return <ErrorState title="The guided response cannot be shown" reason={problemOf(state.error)} onRetry={state.refresh} />;
  if (state.loading) return <RowsLoading what="the guided response" rows={6} />;
  if (!state.response) return <ResponsePending state={state} />;
  return (
    <FactFocusProvider numbers={state.numbers}>
      <Response incidentId={incidentId} state={state} response={state.response} />
    </FactFocusProvider>
  );
}

function Response({ incidentId, state, response }: { incidentId: string; state: ResponseState; response: NonNullable<ResponseState['response']> }) {
  const { active } = useFactFocus();
  const [chosen, setChosen] = useState<ResponseStatus[]>([]);
  const { recommendations } = response;
  const shown = recommendations.filter((each) => chosen.length === 0 || chosen.includes(statusOf(each)));
  const byId = new Map(state.actions.map((action) => [action.id, action]));
  const others = otherActions(recommendations, state.actions);
  const simulated = recommendations.some(({ live }) => live?.approval.simulated);
  const card = { cardId: response.id, kind: response.kind, subjectId: response.subjectId, version: response.version, statements: response.statements };
  return (
    <div className={layout.layout} data-fact={active ? 'open' : undefined}>
      <article className={layout.card} aria-label="Guided response" aria-busy={state.regenerating} data-version={response.version} data-testid="response-card">
        {state.regenerating && <ProgressBar className={layout.progress} aria-label="The guided response is being made again" />}
        <div role="status" className={layout.notices}>
          {!response.current && !state.regenerating && (
            <MessageBar intent="info" layout="multiline">
              <MessageBarBody>{`The incident has changed since. This card covers revision ${response.subjectRevision}; a new one is being prepared, and nothing of this one can be approved meanwhile.`}</MessageBarBody>
            </MessageBar>
          )}
          {response.provenance.fallback && (
            <MessageBar intent="warning" layout="multiline">
              <MessageBarBody>
                A model was asked, and rules composed this card instead: <Untrusted>{response.provenance.fallback}</Untrusted>
              </MessageBarBody>
            </MessageBar>
          )}
          {state.regenerateError !== undefined && (
            <MessageBar intent="error" layout="multiline">
              <MessageBarBody>{problemOf(state.regenerateError)}</MessageBarBody>
            </MessageBar>
          )}
        </div>
        <h2 className="visually-hidden">Guided response</h2>
        <TriageCard incidentId={incidentId} triage={response.triage} />
        <div className={styles.bar}>
          <StatusFilter counts={countStatuses(recommendations)} chosen={chosen} onChange={setChosen} />
          {simulated && <LabNote />}
        </div>
        <div className={styles.categories}>
          {response.guidebook && <GuideTasks guidebook={response.guidebook} />}
          {responseCategories.map((category) => {
            const list = shown.filter((each) => each.category === category);
            return (
              list.length > 0 && (
                <section key={category} aria-label={categoryWords[category].title} data-category={category}>
                  <h3 className={styles.categoryTitle}>
                    {categoryWords[category].title} <span className={styles.quiet}>{categoryWords[category].about}</span>
                  </h3>
                  <div className={styles.cards}>
                    {list.map((recommendation) => (
                      <RecommendationCard key={recommendation.id} recommendation={recommendation} undoing={byId.get(recommendation.live?.undoneBy ?? '')} card={card} onDecided={state.refresh} />
                    ))}
                  </div>
                </section>
              )
            );
          })}
          {recommendations.length === 0 && <p className={styles.nothing}>No action is recommended.</p>}
          {recommendations.length > 0 && shown.length === 0 && (
            <p className={styles.nothing}>
              No recommendation has this status. <Button size="small" onClick={() => setChosen([])}>Show all</Button>
            </p>
          )}
          {others.length > 0 && (
            <section aria-label="Other actions of this incident">
              <h3 className={styles.categoryTitle}>
                Other actions <span className={styles.quiet}>Of earlier responses</span>
              </h3>
              <ul className={styles.rows}>
                {others.map((action) => (
                  <ActionRow key={action.id} action={action} onDecided={state.refresh} />
                ))}
              </ul>
            </section>
          )}
        </div>
        <ResponseFooter response={response} state={state} card={card} />
      </article>
      <div className={layout.side}>
        {active && (
          <div className={layout.factPanel}>
            <FactPanel incidentId={incidentId} fact={active} card="response" />
          </div>
        )}
        <div className={layout.lists}>
          <Withheld withheld={response.withheld} />
          <DraftedMessages messages={response.messages} />
          <SimilarIncidents incidents={response.similarIncidents} />
          {response.similarMails && <SimilarMails incidentId={incidentId} hunt={response.similarMails} />}
        </div>
      </div>
    </div>
  );
}

/** Actions no recommendation of this card shows: of earlier responses. What takes another back is shown with that one. */
function otherActions(recommendations: readonly Recommendation[], actions: readonly ActionItemFragment[]): ActionItemFragment[] {
  const shown = new Set(recommendations.flatMap(({ live }) => (live ? [live.id] : [])));
  return actions.filter((action) => !shown.has(action.id) && !shown.has(action.undoes ?? ''));
}

function ResponsePending({ state }: { state: ResponseState }) {
  return (
    <section className={layout.pending} aria-label="Guided response" role="status">
      <Spinner size="small" labelPosition="after" label="The guided response is being prepared" />
      <p>Attest reads the records, computes facts from them, and recommends only actions on what the evidence names. It shows here by itself.</p>
      {state.regenerateError !== undefined && <p className={layout.problem}>{problemOf(state.regenerateError)}</p>}
      <Button onClick={state.regenerate} disabledFocusable={state.regenerating}>
        {state.regenerating ? 'Asking …' : 'Prepare it now'}
      </Button>
    </section>
  );
}
