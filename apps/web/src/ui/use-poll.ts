import { useEffect } from 'react';

/** Asks a query again every `everyMs` while that is above 0. */
export function usePoll(everyMs: number, { startPolling, stopPolling }: { startPolling: (everyMs: number) => void; stopPolling: () => void }): void {
  useEffect(() => {
    if (everyMs === 0) return;
    startPolling(everyMs);
    return stopPolling;
  }, [everyMs, startPolling, stopPolling]);
}
