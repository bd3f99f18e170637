import { useEffect } from 'react';

/** Keeps the chosen tab in view where the row of tabs is wider than the window. `drawn` is false while the row is not there yet. */
export function useShownTab(id: string, drawn = true): void {
  useEffect(() => {
    const tab = drawn ? document.getElementById(id) : null;
    const list = tab?.closest<HTMLElement>('[role="tablist"]');
    if (!tab || !list) return;
    // The row grows as the counts of its tabs come in.
    const observer = new ResizeObserver(() => {
      const row = [list, list.parentElement].find((each) => each && each.scrollWidth > each.clientWidth);
      if (row) row.scrollLeft += tab.getBoundingClientRect().left + tab.offsetWidth / 2 - row.getBoundingClientRect().left - row.clientWidth / 2;
    });
    observer.observe(list);
    return () => observer.disconnect();
  }, [id, drawn]);
}
