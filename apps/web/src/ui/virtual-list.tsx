import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import styles from './ui.module.css';

interface VirtualListProps<Item> {
  items: readonly Item[];
  keyOf: (item: Item) => string;
  renderItem: (item: Item, index: number) => React.ReactNode;
  /** Height of a row before it is measured, in pixels. */
  estimate: number;
  /** What the list is, for those who do not see it. */
  name: string;
  /** All items there are, shown or not. */
  total: number;
  /** `table` when each item is drawn as a row with cells. */
  role?: 'list' | 'table';
  /** The heads of a table. */
  head?: React.ReactNode;
  onNearEnd?: (() => void) | undefined;
  /** The item to bring into view, once per change. */
  scrollTo?: string | undefined;
}

/** A long list of which only what is near the window is drawn; rows may have any height. */
export function VirtualList<Item>({ items, keyOf, renderItem, estimate, name, total, role = 'list', head, onNearEnd, scrollTo }: VirtualListProps<Item>) {
  const body = useRef<HTMLDivElement>(null);
  const [offset, setOffset] = useState(0);
  useLayoutEffect(() => {
    const measure = (): void => setOffset(body.current ? Math.round(body.current.getBoundingClientRect().top + window.scrollY) : 0);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, []);
  const virtualizer = useWindowVirtualizer({
    count: items.length,
    estimateSize: () => estimate,
    overscan: 8,
    scrollMargin: offset,
    scrollPaddingStart: 190,
    getItemKey: useCallback((index: number) => keyOf(items[index] as Item), [items, keyOf]),
  });
  const drawn = virtualizer.getVirtualItems();
  const last = drawn.at(-1)?.index ?? 0;
  useEffect(() => {
    if (onNearEnd && last >= items.length - 12) onNearEnd();
  }, [last, items.length, onNearEnd]);
  const reached = useRef<string>(undefined);
  useEffect(() => {
    if (scrollTo === undefined || reached.current === scrollTo) return;
    const index = items.findIndex((item) => keyOf(item) === scrollTo);
    if (index < 0) return;
    reached.current = scrollTo;
    virtualizer.scrollToIndex(index, { align: 'center' });
  }, [scrollTo, items, keyOf, virtualizer]);
  const asTable = role === 'table';
  return (
    <div role={role} aria-label={name} aria-rowcount={asTable ? total + (head ? 1 : 0) : undefined}>
      {asTable && head && (
        <div role="rowgroup" className={styles.tableHead}>
          {head}
        </div>
      )}
      <div ref={body} role={asTable ? 'rowgroup' : 'presentation'} className={styles.virtual} style={{ height: virtualizer.getTotalSize() }}>
        {drawn.map((row) => (
          <div
            key={row.key}
            ref={virtualizer.measureElement}
            data-index={row.index}
            role={asTable ? 'presentation' : 'listitem'}
            aria-setsize={asTable ? undefined : total}
            aria-posinset={asTable ? undefined : row.index + 1}
            className={styles.virtualRow}
            style={{ transform: `translateY(${row.start - offset}px)` }}
          >
            {renderItem(items[row.index] as Item, row.index)}
          </div>
        ))}
      </div>
    </div>
  );
}
