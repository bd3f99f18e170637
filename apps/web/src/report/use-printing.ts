import { useSyncExternalStore } from 'react';
import { flushSync } from 'react-dom';

let printing = false;
const listeners = new Set<() => void>();

function tell(now: boolean): void {
  printing = now;
  // The browser takes its picture of the page as soon as the handler returns.
  flushSync(() => listeners.forEach((listener) => listener()));
}

const begin = (): void => tell(true);
const end = (): void => tell(false);

/** True while the page is being printed: what the screen folds away is then laid out. */
export function usePrinting(): boolean {
  return useSyncExternalStore(
    (listener) => {
      if (listeners.size === 0) {
        window.addEventListener('beforeprint', begin);
        window.addEventListener('afterprint', end);
      }
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        window.removeEventListener('beforeprint', begin);
        window.removeEventListener('afterprint', end);
      };
    },
    () => printing,
  );
}
