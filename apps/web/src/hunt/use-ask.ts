import { useCallback, useRef, useState } from 'react';
import { useMutation } from '@apollo/client/react';
import { problemOf } from '../app/problem.js';
import { AskHuntDocument, type HuntTurnFragment } from '../graphql/generated/graphql.js';

/** One question and what came of it. */
export type Turn = HuntTurnFragment;

/** The questions of this visit, newest last, and the one on its way. */
export interface AskState {
  turns: readonly Turn[];
  asking: string | undefined;
  error: string | undefined;
  /** The turn the next question follows up on. */
  follows: Turn | undefined;
}

const nothing: AskState = { turns: [], asking: undefined, error: undefined, follows: undefined };

/** Asks questions in their context. Only the answer to the newest is shown. */
export function useAsk(incidentId: string | undefined, onAnswer: (turn: Turn) => void): { state: AskState; ask: (question: string) => void; choose: (turn: Turn, choiceId: string) => void; forget: () => void; open: (turn: Turn) => void } {
  const [state, setState] = useState<AskState>(nothing);
  const [run] = useMutation(AskHuntDocument);
  const newest = useRef(0);
  const send = useCallback(
    (question: string, huntId: string | undefined, choiceId: string | undefined) => {
      const number = ++newest.current;
      setState((now) => ({ ...now, asking: question, error: undefined }));
      run({ variables: { question, context: { incidentId, huntId, choiceId } } }).then(
        ({ data }) => {
          if (number !== newest.current || !data) return;
          const turn = data.askHunt;
          setState((now) => ({ turns: [...now.turns.filter(({ id }) => id !== turn.id), turn], asking: undefined, error: undefined, follows: turn.status === 'UNANSWERED' ? now.follows : turn }));
          onAnswer(turn);
        },
        (error: unknown) => number === newest.current && setState((now) => ({ ...now, asking: undefined, error: problemOf(error) })),
      );
    },
    [run, incidentId, onAnswer],
  );
  const follows = state.follows?.id;
  return {
    state,
    ask: useCallback((question: string) => send(question, follows, undefined), [send, follows]),
    choose: useCallback((turn: Turn, choiceId: string) => send(turn.question ?? '', turn.id, choiceId), [send]),
    forget: useCallback(() => {
      newest.current += 1;
      setState(nothing);
    }, []),
    open: useCallback((turn: Turn) => {
      newest.current += 1;
      setState({ ...nothing, turns: [turn], follows: turn });
    }, []),
  };
}
