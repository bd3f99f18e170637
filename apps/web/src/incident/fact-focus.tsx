import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import { useMediaQuery } from '../app/preferences.js';

/** What stands for a fact beside a sentence: its number on the card, or the id it has in a document. */
export type FactMarks = ReadonlyMap<string, number | string>;

const peekDelay = 90;
const leaveDelay = 220;

/** Which fact the reader looks at: one pointed at for the moment where there is room beside the text, or one pinned in the address. */
export interface FactFocus {
  active: string | undefined;
  pinned: string | undefined;
  numbers: FactMarks;
  peek: (fact: string | undefined) => void;
  pin: (fact: string | undefined) => void;
}

/** The fact the address names at this moment; what is drawn may lag behind two quick keys. */
export function pinnedNow(): string | undefined {
  return new URLSearchParams(window.location.search).get('fact') ?? undefined;
}

const FactFocusContext = createContext<FactFocus | undefined>(undefined);

/** Keeps the fact in focus for the citations and the panel beside them. */
export function FactFocusProvider({ numbers, children }: { numbers: FactMarks; children: React.ReactNode }) {
  const [params, setParams] = useSearchParams();
  const pinned = params.get('fact') ?? undefined;
  const [peeked, setPeeked] = useState<string>();
  const beside = useMediaQuery('(min-width: 1001px)');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const peek = useCallback((fact: string | undefined) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setPeeked(fact), fact ? peekDelay : leaveDelay);
  }, []);
  const pin = useCallback(
    (fact: string | undefined) => {
      clearTimeout(timer.current);
      setPeeked(undefined);
      setParams(
        (now) => {
          const next = new URLSearchParams(now);
          if (fact) next.set('fact', fact);
          else next.delete('fact');
          return next;
        },
        { replace: true, preventScrollReset: true },
      );
    },
    [setParams],
  );
  useEffect(() => {
    const close = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !event.defaultPrevented && pinnedNow() !== undefined) pin(undefined);
    };
    window.addEventListener('keydown', close);
    return () => window.removeEventListener('keydown', close);
  }, [pin]);
  const value = useMemo(() => ({ active: beside ? (peeked ?? pinned) : pinned, pinned, numbers, peek, pin }), [beside, peeked, pinned, numbers, peek, pin]);
  return <FactFocusContext.Provider value={value}>{children}</FactFocusContext.Provider>;
}

/** The fact in focus. */
export function useFactFocus(): FactFocus {
  const focus = useContext(FactFocusContext);
  if (!focus) throw new Error('No fact focus here: citations are shown on the incident page only.');
  return focus;
}
