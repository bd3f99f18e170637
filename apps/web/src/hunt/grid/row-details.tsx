import { Button } from '@fluentui/react-components';
import { ChevronDownRegular } from '@fluentui/react-icons/svg/chevron-down';
import { ChevronUpRegular } from '@fluentui/react-icons/svg/chevron-up';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import { zoneChoice } from '../../app/preferences.js';
import { cellShown, type GridColumn, type GridRow } from '../../lib/cell-text.js';
import { visibleText } from '../../lib/visible-text.js';
import { CopyButton } from '../../ui/copy-button.js';
import { Untrusted } from '../../ui/untrusted.js';
import styles from './grid.module.css';

interface RowDetailsProps {
  columns: readonly GridColumn[];
  row: GridRow;
  number: number;
  onMove: (by: number) => void;
  onClose: () => void;
}

/** Every column of one row, whole, to read and to copy. */
export function RowDetails({ columns, row, number, onMove, onClose }: RowDetailsProps) {
  const zone = zoneChoice.use();
  const asText = (value: unknown, type: string): string => (typeof value === 'object' && value !== null ? JSON.stringify(value, null, 2) : cellShown(value, type, zone));
  const record = (): string => JSON.stringify(Object.fromEntries(columns.map(({ name }, index) => [name, row[index] ?? null])), null, 2);
  return (
    <section className={styles.details} aria-label={`Row ${number}`} onKeyDown={(event) => event.key === 'Escape' && onClose()}>
      <header className={styles.detailsHead}>
        <h3>{`Row ${number.toLocaleString('en-GB')}`}</h3>
        <span className={styles.detailsTools}>
          <Button size="small" appearance="subtle" icon={<ChevronUpRegular />} aria-label="Row before" onClick={() => onMove(-1)} />
          <Button size="small" appearance="subtle" icon={<ChevronDownRegular />} aria-label="Next row" onClick={() => onMove(1)} />
          <CopyButton value={record} what="the row as JSON" />
          <Button size="small" appearance="subtle" icon={<DismissRegular />} aria-label="Close the row" onClick={onClose} />
        </span>
      </header>
      <dl className={styles.fields} tabIndex={0} aria-label={`Values of row ${number}`}>
        {columns.map(({ name, type }, index) => {
          const value = row[index];
          const empty = value === null || value === undefined || value === '';
          const text = empty ? '' : asText(value, type);
          return (
            <div key={index} className={styles.field} data-empty={empty || undefined}>
              <dt>
                <Untrusted>{name}</Untrusted>
              </dt>
              <dd>
                {empty ? <span className={styles.null}>empty</span> : <Untrusted mono={text.length > 40 || typeof value === 'object'}>{text.slice(0, 20_000)}</Untrusted>}
                {!empty && (
                  <span className={styles.fieldCopy}>
                    <CopyButton value={() => (typeof value === 'object' ? JSON.stringify(value) : String(value))} what={visibleText(name)} />
                  </span>
                )}
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}
