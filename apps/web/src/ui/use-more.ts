import { useCallback, useEffect, useRef, useState } from 'react';

/** How the next page of a list is asked for, and why that last failed. */
export interface More {
  load: () => void;
  /** For a list that asks by itself as its end comes near; nothing after a failure, or it would ask without end. */
  near: (() => void) | undefined;
  failure: unknown;
}

interface PageEnd {
  hasNextPage: boolean;
  endCursor: string | null;
}

/**
 * Asks for the page after `end`, once at a time. Why it could not be had is kept until it is asked for again or the list is
 * another: a list that ends because a page is missing must not look whole.
 */
export function useMore(fetchMore: (options: { variables: { after: string | null } }) => Promise<unknown>, end: PageEnd | undefined): More {
  const busy = useRef(false);
  const shown = useRef(true);
  const [failed, setFailed] = useState<{ end: PageEnd; reason: unknown }>();
  useEffect(() => {
    shown.current = true;
    return () => {
      shown.current = false;
    };
  }, []);
  const load = useCallback(() => {
    if (!end?.hasNextPage || busy.current) return;
    busy.current = true;
    setFailed(undefined);
    fetchMore({ variables: { after: end.endCursor } })
      .catch((reason: unknown) => {
        if (shown.current) setFailed({ end, reason });
      })
      .finally(() => {
        busy.current = false;
      });
  }, [end, fetchMore]);
  const failure = failed?.end === end ? failed?.reason : undefined;
  return { load, near: failure === undefined ? load : undefined, failure };
}
