import { useCallback, useRef, useState } from 'react';

/** Rows a person marked, by their number in the result. */
export interface Marked {
  rows: ReadonlySet<number>;
  toggle: (row: number) => void;
  /** Marks all between the one toggled last and this, as they are shown. */
  extend: (row: number, order: readonly number[]) => void;
  clear: () => void;
}

const none: ReadonlySet<number> = new Set();

/** Marks rows to do something with; forgotten with the result. */
export function useMarked(): Marked {
  const [rows, setRows] = useState<ReadonlySet<number>>(none);
  const last = useRef<number>(undefined);
  const toggle = useCallback((row: number) => {
    last.current = row;
    setRows((now) => {
      const next = new Set(now);
      if (!next.delete(row)) next.add(row);
      return next;
    });
  }, []);
  const extend = useCallback(
    (row: number, order: readonly number[]) => {
      const from = last.current === undefined ? -1 : order.indexOf(last.current);
      const to = order.indexOf(row);
      if (from < 0 || to < 0) return toggle(row);
      setRows((now) => new Set([...now, ...order.slice(Math.min(from, to), Math.max(from, to) + 1)]));
    },
    [toggle],
  );
  const clear = useCallback(() => setRows(none), []);
  return { rows, toggle, extend, clear };
}
