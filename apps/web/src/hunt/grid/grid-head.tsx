import { ArrowDownRegular } from '@fluentui/react-icons/svg/arrow-down';
import { ArrowUpRegular } from '@fluentui/react-icons/svg/arrow-up';
import type { GridColumn } from '../../lib/cell-text.js';
import { clampWidth } from '../../lib/column-widths.js';
import type { GridView } from '../../lib/grid-rows.js';
import { visibleText } from '../../lib/visible-text.js';
import styles from './grid.module.css';

interface HeadCellProps {
  id: string;
  column: GridColumn;
  index: number;
  start: number;
  width: number;
  sort: GridView['sort'];
  filtered: boolean;
  active: boolean;
  numeric: boolean;
  onSort: () => void;
  onWidth: (width: number) => void;
  onFit: () => void;
  onMenu: (target: HTMLElement) => void;
}

/** The head of a column: press to sort, drag its edge to widen, press twice on the edge to fit. */
export function HeadCell({ id, column, index, start, width, sort, filtered, active, numeric, onSort, onWidth, onFit, onMenu }: HeadCellProps) {
  const sorted = sort?.column === index ? sort : undefined;
  const drag = (event: React.PointerEvent): void => {
    event.preventDefault();
    event.stopPropagation();
    const { pointerId, clientX } = event;
    const handle = event.currentTarget;
    handle.setPointerCapture(pointerId);
    const move = (moved: Event): void => onWidth(clampWidth(width + (moved as PointerEvent).clientX - clientX));
    const end = (): void => {
      handle.removeEventListener('pointermove', move);
      handle.removeEventListener('pointerup', end);
      handle.removeEventListener('pointercancel', end);
    };
    handle.addEventListener('pointermove', move);
    handle.addEventListener('pointerup', end);
    handle.addEventListener('pointercancel', end);
  };
  const name = visibleText(column.name);
  return (
    <div
      id={id}
      role="columnheader"
      aria-colindex={index + 2}
      aria-sort={sorted ? (sorted.descending ? 'descending' : 'ascending') : 'none'}
      className={styles.headCell}
      data-active={active || undefined}
      data-numeric={numeric || undefined}
      data-filtered={filtered || undefined}
      style={{ left: start, width }}
      title={`${name} (${column.type})`}
      onClick={onSort}
      onContextMenu={(event) => {
        event.preventDefault();
        onMenu(event.currentTarget);
      }}
    >
      <span className={styles.headName}>{name}</span>
      {filtered && <span className={styles.filterMark} title="Filtered" />}
      {sorted && (sorted.descending ? <ArrowDownRegular className={styles.sortMark} aria-hidden="true" /> : <ArrowUpRegular className={styles.sortMark} aria-hidden="true" />)}
      <span className={styles.resizer} onPointerDown={drag} onClick={(event) => event.stopPropagation()} onDoubleClick={onFit} aria-hidden="true" data-testid={`resize-${index}`} />
    </div>
  );
}
