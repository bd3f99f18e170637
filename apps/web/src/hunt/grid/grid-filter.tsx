import { Button, Input } from '@fluentui/react-components';
import { CopyRegular } from '@fluentui/react-icons/svg/copy';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import { FilterRegular } from '@fluentui/react-icons/svg/filter';
import type { GridColumn } from '../../lib/cell-text.js';
import { isFilteredView, plainView, withFilter, type GridView } from '../../lib/grid-rows.js';
import { count } from '../../lib/labels.js';
import { visibleText } from '../../lib/visible-text.js';
import type { Marked } from './use-marked.js';
import styles from './grid.module.css';

interface GridFilterProps {
  ref: React.Ref<HTMLInputElement>;
  view: GridView;
  columns: readonly GridColumn[];
  shown: number;
  of: number;
  pending: boolean;
  /** The column the keyboard is at. */
  column: number;
  marked: Marked;
  onView: (change: (now: GridView) => GridView) => void;
  onCopy: () => void;
}

/** Text to find in any cell, and the conditions on single columns with a way out of each. */
export function GridFilter({ ref, view, columns, shown, of, pending, column, marked, onView, onCopy }: GridFilterProps) {
  const nameOf = (index: number): string => visibleText(columns[index]?.name ?? '');
  return (
    <div className={styles.filterBar}>
      <Input
        ref={ref}
        size="small"
        type="search"
        className={styles.filterInput}
        contentBefore={<FilterRegular />}
        aria-label="Filter the rows"
        placeholder="Filter the rows"
        value={view.text}
        onChange={(_, data) => onView((now) => ({ ...now, text: data.value }))}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && view.text.trim() !== '' && (event.ctrlKey || event.metaKey)) onView((now) => ({ ...withFilter(now, { column, op: 'contains', text: now.text.trim() }), text: '' }));
        }}
        title={`In any column. Ctrl+Enter makes it a condition on ${nameOf(column)} alone`}
      />
      {view.filters.map((filter) => (
        <button key={`${filter.column}${filter.op}${filter.text}`} type="button" className={styles.condition} onClick={() => onView((now) => ({ ...now, filters: now.filters.filter((each) => each !== filter) }))} title="Take this condition away">
          <span>{`${nameOf(filter.column)} ${filter.op === 'contains' ? 'contains' : filter.op === 'is' ? 'is' : 'is not'} ${filter.text === '' ? 'empty' : visibleText(filter.text).slice(0, 60)}`}</span>
          <DismissRegular aria-hidden="true" />
        </button>
      ))}
      {isFilteredView(view) && (
        <>
          <span className={styles.quiet} role="status">
            {pending ? 'Filtering …' : `${shown.toLocaleString('en-GB')} of ${count(of, 'row')}`}
          </span>
          <Button size="small" appearance="subtle" onClick={() => onView(({ sort }) => ({ ...plainView, ...(sort && { sort }) }))}>
            Show all
          </Button>
        </>
      )}
      <span className={styles.filterEnd}>
        {marked.rows.size > 0 && (
          <Button size="small" appearance="subtle" onClick={marked.clear} title="Unmark all">
            {`${marked.rows.size.toLocaleString('en-GB')} marked`}
          </Button>
        )}
        <Button size="small" appearance="subtle" icon={<CopyRegular />} onClick={onCopy} title="As tab-separated text, with a head; cells that look like formulas are made text">
          {marked.rows.size > 0 ? 'Copy marked' : 'Copy rows'}
        </Button>
      </span>
    </div>
  );
}
