import { useCallback, useEffect, useRef, useState } from 'react';
import { useApolloClient, useQuery } from '@apollo/client/react';
import { problemOf } from '../app/problem.js';
import { CardFeedbackDocument, GiveFeedbackDocument, ProposeLessonDocument, WithdrawFeedbackDocument, type CardFeedbackQuery, type FeedbackItemFragment } from '../graphql/generated/graphql.js';
import type { CardReference } from '../ui/card-slot.js';
import { usePoll } from '../ui/use-poll.js';
import { feedbackInput, lessonInput, type FeedbackDraft } from './feedback-draft.js';

/** What was said of a card or of one part of it, and what can be done about it. */
export interface CardFeedbackState {
  summary: CardFeedbackQuery['cardFeedback'] | undefined;
  /** What the person said of exactly this card or part. */
  mine: FeedbackItemFragment | undefined;
  /** Not asked for the first time yet: a card that was just made is known a moment later. */
  waiting: boolean;
  error: unknown;
  retry: () => void;
  /** True when the server took it; what was refused is in `refusal`. */
  give: (draft: FeedbackDraft) => Promise<boolean>;
  withdraw: () => Promise<boolean>;
  busy: boolean;
  refusal: string | undefined;
  forgetRefusal: () => void;
}

const askAgainEvery = 3_000;
const patience = 30_000;

/** Follows what was said of a card. What is shown changes only after the server took it. */
export function useCardFeedback(card: CardReference): CardFeedbackState {
  const { cardId, part } = card;
  const client = useApolloClient();
  const { data, error, refetch, startPolling, stopPolling } = useQuery(CardFeedbackDocument, { variables: { cardId }, fetchPolicy: 'cache-and-network', nextFetchPolicy: 'cache-first' });
  const [patient, setPatient] = useState(true);
  const [busy, setBusy] = useState(false);
  const taken = useRef<string>(undefined);
  const [refusal, setRefusal] = useState<string>();
  const summary = data?.cardFeedback;
  const unknown = summary !== undefined && !summary.known;
  // Only the whole card asks again; its parts are told by the same answer.
  usePoll(unknown && patient && part === undefined ? askAgainEvery : 0, { startPolling, stopPolling });
  useEffect(() => {
    if (!unknown) return;
    const timer = setTimeout(() => setPatient(false), patience);
    return () => clearTimeout(timer);
  }, [unknown]);

  const act = useCallback(
    async (steps: () => Promise<void>) => {
      setBusy(true);
      setRefusal(undefined);
      try {
        await steps();
        return true;
      } catch (failure) {
        setRefusal(problemOf(failure));
        return false;
      } finally {
        await client.query({ query: CardFeedbackDocument, variables: { cardId }, fetchPolicy: 'network-only' }).catch(() => undefined);
        setBusy(false);
      }
    },
    [client, cardId],
  );
  return {
    summary,
    mine: summary?.mine.find((each) => (each.part ?? undefined) === part && !each.withdrawn),
    waiting: unknown && patient,
    error: data ? undefined : error,
    retry: useCallback(() => void refetch().catch(() => undefined), [refetch]),
    give: (draft) =>
      act(async () => {
        const input = feedbackInput(draft, card);
        // Sent again after only the lesson was refused, the verdict is not given twice.
        if (taken.current !== JSON.stringify(input)) await client.mutate({ mutation: GiveFeedbackDocument, variables: { input } });
        taken.current = JSON.stringify(input);
        const lesson = lessonInput(draft, card, Date.now());
        if (lesson) {
          await client.mutate({ mutation: ProposeLessonDocument, variables: { input: lesson } }).catch((failure: unknown) => {
            throw new Error(`Your feedback is kept. The lesson was refused: ${problemOf(failure)}`);
          });
        }
        taken.current = undefined;
      }),
    withdraw: () => act(async () => void (await client.mutate({ mutation: WithdrawFeedbackDocument, variables: { cardId, part: part ?? null } }))),
    busy,
    refusal,
    forgetRefusal: useCallback(() => setRefusal(undefined), []),
  };
}
