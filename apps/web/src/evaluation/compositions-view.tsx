import { lazy, Suspense, useRef, useState } from 'react';
import { useQuery } from '@apollo/client/react';
import { problemOf } from '../app/problem.js';
import { CompositionsDocument, EvaluationDocument } from '../graphql/generated/graphql.js';
import { ErrorState, RowsLoading } from '../ui/states.js';
import { CompositionCard, type CompositionMove } from './composition-card.js';
import { writeAddress } from './evaluation-address.js';
import type { ViewProps } from './evaluation-page.js';
import styles from './evaluation.module.css';

const CompositionDialog = lazy(async () => ({ default: (await import('./composition-dialog.js')).CompositionDialog }));
const CompositionStepDialog = lazy(async () => ({ default: (await import('./composition-step-dialog.js')).CompositionStepDialog }));

/** Who composes each kind of card a model can word, how the arms do, and the ways to change it. */
export function CompositionsView({ address, days }: ViewProps) {
  const { data, error, refetch } = useQuery(CompositionsDocument, { fetchPolicy: 'cache-and-network' });
  const figures = useQuery(EvaluationDocument, { variables: days, fetchPolicy: 'cache-and-network' });
  const [open, setOpen] = useState<{ kind: string; move: CompositionMove }>();
  const opener = useRef<HTMLElement>(null);
  const list = data?.compositions;
  const chosen = open && list?.find(({ kind }) => kind === open.kind);
  const close = (): void => {
    setOpen(undefined);
    requestAnimationFrame(() => opener.current?.focus());
  };
  const done = (): void => {
    close();
    void refetch().catch(() => undefined);
  };
  if (!list) return error ? <ErrorState title="The settings cannot be shown" reason={problemOf(error)} onRetry={() => void refetch().catch(() => undefined)} /> : <RowsLoading what="settings" rows={3} />;
  return (
    <>
      <p className={styles.quiet}>Who composes the cards a model can word. A new setting holds from the next card on, in every service; each statement is verified whoever composed it.</p>
      {figures.error && <p className={styles.quiet}>{`The figures cannot be shown: ${problemOf(figures.error)}`}</p>}
      {list.map((composition) => (
        <CompositionCard
          key={composition.kind}
          composition={composition}
          rows={figures.data?.evaluation.rows}
          compareTo={(compare) => `/evaluation?${writeAddress({ ...address, view: 'figures', compare }).toString()}`}
          onMove={(move, element) => {
            opener.current = element;
            setOpen({ kind: composition.kind, move });
          }}
        />
      ))}
      {open && chosen && (
        <Suspense>{open.move === 'change' ? <CompositionDialog composition={chosen} onClose={close} onDone={done} /> : <CompositionStepDialog composition={chosen} move={open.move} onClose={close} onDone={done} />}</Suspense>
      )}
    </>
  );
}
