import { useCallback, useDeferredValue, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { zoneChoice } from '../../app/preferences.js';
import { asTabText, cellText, isNumeric, type GridColumn, type GridRow } from '../../lib/cell-text.js';
import { columnWidths, clampWidth, fittingWidth } from '../../lib/column-widths.js';
import { defang } from '../../lib/defang.js';
import { nextSort, plainView, rowsInView, withFilter, type GridView } from '../../lib/grid-rows.js';
import { copyText } from '../../ui/copy-button.js';
import type { Pivot } from '../pivot-items.js';
import { CellText } from './grid-cell.js';
import { GridFilter } from './grid-filter.js';
import { HeadCell } from './grid-head.js';
import { GridMenu, type MenuSubject } from './grid-menu.js';
import { RowDetails } from './row-details.js';
import { useGridKeys, type GridPlace } from './use-grid-keys.js';
import type { Marked } from './use-marked.js';
import styles from './grid.module.css';

/** A column that may name entities. */
export interface ResultColumn extends GridColumn {
  entity?: string | null;
}

interface ResultGridProps {
  columns: readonly ResultColumn[];
  rows: readonly GridRow[];
  /** Name of the grid for those who do not see it. */
  name: string;
  /** Rows are still arriving. */
  busy: boolean;
  marked: Marked;
  loadPivots?: (type: string, value: string) => Promise<readonly Pivot[]>;
  onPivot?: (kql: string) => void;
}

const rowHeight = 28;
const headHeight = 34;
const numberWidth = 68;

/** Any number of rows, of which only those in sight are drawn: sorted, filtered, widened, copied and walked by keyboard. */
export function ResultGrid({ columns, rows, name, busy, marked, loadPivots, onPivot }: ResultGridProps) {
  const zone = zoneChoice.use();
  const base = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const filterField = useRef<HTMLInputElement>(null);
  const [view, setView] = useState<GridView>(plainView);
  const settled = useDeferredValue(view);
  const order = useMemo(() => rowsInView(rows, columns, settled), [rows, columns, settled]);
  const guessed = useMemo(() => columnWidths(columns, rows.slice(0, 150)), [columns, rows.length > 150 ? 150 : rows.length]); // eslint-disable-line react-hooks/exhaustive-deps -- the first rows decide, later ones must not move what is read
  const [own, setOwn] = useState<Readonly<Record<number, number>>>({});
  const widths = useMemo(() => guessed.map((width, index) => own[index] ?? width), [guessed, own]);
  const [menu, setMenu] = useState<MenuSubject>();
  const [opened, setOpened] = useState<number>();
  const [said, setSaid] = useState('');

  const down = useVirtualizer({ count: order.length, getScrollElement: () => scroller.current, estimateSize: () => rowHeight, overscan: 12, scrollPaddingStart: headHeight, paddingStart: headHeight });
  const across = useVirtualizer({ horizontal: true, count: columns.length, getScrollElement: () => scroller.current, estimateSize: (index) => widths[index] ?? 100, overscan: 3, paddingStart: numberWidth, scrollPaddingStart: numberWidth });
  useEffect(() => across.measure(), [across, widths]);

  const reveal = useCallback(
    ({ row, column }: GridPlace) => {
      if (row >= 0) down.scrollToIndex(row, { align: 'auto' });
      across.scrollToIndex(column, { align: 'auto' });
    },
    [down, across],
  );
  const cellId = (row: number, column: number): string => `${base}r${row}c${column}`;
  const rowAt = (row: number): GridRow => rows[order[row] ?? -1] ?? [];
  const copy = (text: string, what: string): void => {
    copyText(text).then(
      () => setSaid(`${what} copied`),
      () => setSaid('The browser refused to copy'),
    );
  };
  const openMenu = ({ row, column }: GridPlace): void => {
    const target = document.getElementById(cellId(row, column));
    const head = columns[column];
    if (!target || !head) return;
    if (row < 0) return setMenu({ target, column: head.name });
    const text = cellText(rowAt(row)[column]);
    setMenu({ target, column: head.name, text, defanged: defang(text), row, ...(head.entity && { entity: head.entity }) });
  };
  const sortBy = (column: number, descending?: boolean): void => setView((now) => ({ ...now, sort: descending === undefined ? nextSort(now.sort, column) : { column, descending } }));
  const widen = (column: number, width: number): void => setOwn((now) => ({ ...now, [column]: clampWidth(width) }));
  const fit = (column: number): void => widen(column, fittingWidth(columns[column] ?? { name: '', type: 'string' }, column, rows));
  const showFilter = (): void => void requestAnimationFrame(() => filterField.current?.focus());

  const onKey = (event: React.KeyboardEvent, { row, column }: GridPlace): boolean => {
    const all = event.ctrlKey || event.metaKey;
    if (event.key === 'Enter') {
      if (row < 0) sortBy(column);
      else if (all) openMenu({ row, column });
      else setOpened(row);
      return true;
    }
    if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      openMenu({ row, column });
      return true;
    }
    if (all && event.key.toLowerCase() === 'c') {
      // A selection of text on the page is what the person means to copy.
      if (String(window.getSelection() ?? '') !== '') return false;
      if (row < 0) copy(columns[column]?.name ?? '', 'Name');
      else if (event.shiftKey) copy(asTabText(columns, [rowAt(row)], false), 'Row');
      else copy(cellText(rowAt(row)[column]), 'Cell');
      return true;
    }
    if (event.key === ' ' && row >= 0) {
      if (event.shiftKey) marked.extend(order[row] ?? -1, order);
      else marked.toggle(order[row] ?? -1);
      return true;
    }
    if (event.shiftKey && row < 0 && (event.key === 'ArrowRight' || event.key === 'ArrowLeft')) {
      widen(column, (widths[column] ?? 100) + (event.key === 'ArrowRight' ? 20 : -20));
      return true;
    }
    if (event.key === 'Escape' && opened !== undefined) {
      setOpened(undefined);
      return true;
    }
    return false;
  };
  const { place, go, onKeyDown } = useGridKeys({ rows: order.length, columns: columns.length, page: () => Math.max(1, Math.floor((scroller.current?.clientHeight ?? 300) / rowHeight) - 2), onReveal: reveal, onKey });
  const shownOpen = opened === undefined || order.length === 0 ? undefined : Math.min(opened, order.length - 1);
  const drawnRows = down.getVirtualItems();
  const drawnColumns = across.getVirtualItems();
  const total = across.getTotalSize();

  return (
    <div className={styles.grid} data-details={shownOpen !== undefined || undefined}>
      <GridFilter ref={filterField} view={view} columns={columns} shown={order.length} of={rows.length} pending={settled !== view} column={place.column} marked={marked} onView={setView} onCopy={() => copy(asTabText(columns, (marked.rows.size > 0 ? order.filter((row) => marked.rows.has(row)) : order).map((row) => rows[row] ?? []), true), 'Rows')} />
      <div
        ref={scroller}
        role="grid"
        tabIndex={0}
        aria-label={name}
        aria-rowcount={order.length + 1}
        aria-colcount={columns.length + 1}
        aria-multiselectable="true"
        aria-busy={busy}
        aria-activedescendant={cellId(place.row, place.column)}
        className={styles.scroller}
        onKeyDown={onKeyDown}
        onFocus={(event) => event.target === event.currentTarget && reveal(place)}
      >
        <div role="rowgroup" className={styles.head} style={{ width: total }}>
          <div role="row" aria-rowindex={1} className={styles.headRow}>
            <div role="columnheader" aria-colindex={1} className={styles.corner} style={{ width: numberWidth }}>
              <span className="visually-hidden">Row</span>
            </div>
            {drawnColumns.map(({ index, start, size }) => {
              const column = columns[index] as ResultColumn;
              return (
                <HeadCell
                  key={index}
                  id={cellId(-1, index)}
                  column={column}
                  index={index}
                  start={start}
                  width={size}
                  sort={view.sort}
                  filtered={view.filters.some((filter) => filter.column === index)}
                  active={place.row < 0 && place.column === index}
                  numeric={isNumeric(column.type)}
                  onSort={() => {
                    go({ row: -1, column: index });
                    sortBy(index);
                  }}
                  onWidth={(width) => widen(index, width)}
                  onFit={() => fit(index)}
                  onMenu={() => {
                    go({ row: -1, column: index });
                    openMenu({ row: -1, column: index });
                  }}
                />
              );
            })}
          </div>
        </div>
        <div role="rowgroup" className={styles.body} style={{ height: down.getTotalSize() - headHeight, width: total }}>
          {drawnRows.map((drawn) => {
            const number = order[drawn.index] ?? 0;
            const row = rows[number] ?? [];
            const isMarked = marked.rows.has(number);
            return (
              <div key={drawn.index} role="row" aria-rowindex={drawn.index + 2} aria-selected={isMarked} className={styles.row} data-odd={drawn.index % 2 === 1 || undefined} data-open={drawn.index === shownOpen || undefined} style={{ transform: `translateY(${drawn.start - headHeight}px)`, width: total }}>
                <div role="rowheader" aria-colindex={1} className={styles.number} style={{ width: numberWidth }} onClick={(event) => (event.shiftKey ? marked.extend(number, order) : marked.toggle(number))} title={isMarked ? 'Marked. Press to unmark' : 'Press to mark this row'}>
                  <span className={styles.mark} data-on={isMarked || undefined} aria-hidden="true" />
                  {number + 1}
                </div>
                {drawnColumns.map(({ index, start, size }) => {
                  const column = columns[index] as ResultColumn;
                  const value = row[index];
                  const entity = column.entity && value !== null && value !== '' ? column.entity : undefined;
                  const at = { row: drawn.index, column: index };
                  return (
                    <div
                      key={index}
                      id={cellId(drawn.index, index)}
                      role="gridcell"
                      aria-colindex={index + 2}
                      className={styles.cell}
                      data-active={(drawn.index === place.row && index === place.column) || undefined}
                      data-numeric={isNumeric(column.type) || undefined}
                      data-mono={column.type === 'dynamic' || column.type === 'guid' || undefined}
                      style={{ left: start, width: size }}
                      onClick={() => go(at)}
                      onDoubleClick={() => setOpened(drawn.index)}
                      onContextMenu={(event) => {
                        event.preventDefault();
                        go(at);
                        openMenu(at);
                      }}
                    >
                      {entity ? (
                        <span
                          className={styles.entity}
                          onClick={(event) => {
                            event.stopPropagation();
                            go(at);
                            openMenu(at);
                          }}
                        >
                          <CellText value={value} type={column.type} zone={zone} />
                        </span>
                      ) : (
                        <CellText value={value} type={column.type} zone={zone} />
                      )}
                    </div>
                  );
                })}
              </div>
            );
          })}
        </div>
      </div>
      {shownOpen !== undefined && (
        <RowDetails
          columns={columns}
          row={rowAt(shownOpen)}
          number={(order[shownOpen] ?? 0) + 1}
          onMove={(by) => {
            const row = Math.max(0, Math.min(order.length - 1, shownOpen + by));
            setOpened(row);
            go({ row, column: place.column });
          }}
          onClose={() => {
            setOpened(undefined);
            scroller.current?.focus({ preventScroll: true });
          }}
        />
      )}
      <GridMenu
        subject={menu}
        onClose={() => {
          setMenu(undefined);
          scroller.current?.focus({ preventScroll: true });
        }}
        onKeep={(op) => setView((now) => withFilter(now, { column: place.column, op, text: menu?.text ?? '' }))}
        onCopyRow={() => copy(asTabText(columns, [rowAt(place.row)], false), 'Row')}
        onDetails={() => setOpened(place.row)}
        onSort={(descending) => sortBy(place.column, descending)}
        onFit={() => fit(place.column)}
        onFilter={showFilter}
        loadPivots={loadPivots}
        onPivot={onPivot}
        onCopied={(text) => setSaid(text === '' ? 'The browser refused to copy' : 'Copied')}
      />
      <p role="status" className="visually-hidden">
        {said}
      </p>
    </div>
  );
}
