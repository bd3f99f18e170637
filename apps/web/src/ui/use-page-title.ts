import { useEffect } from 'react';
import { visibleText } from '../lib/visible-text.js';

/** Names the page in the browser's tab and history. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${visibleText(title)} · Attest`;
  }, [title]);
}
