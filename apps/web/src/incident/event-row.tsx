import { memo } from 'react';
import { ChevronRightRegular } from '@fluentui/react-icons/svg/chevron-right';
import { glanceAt } from '../lib/event-glance.js';
import { Time } from '../ui/time.js';
import { Untrusted } from '../ui/untrusted.js';
import { ValuesList } from '../ui/values-list.js';
import type { Event } from './events-tab.js';
import styles from './records.module.css';

interface EventRowProps {
  event: Event;
  index: number;
  open: boolean;
  onToggle: () => void;
}

/** One event row; opened, it shows all its columns. */
export const EventRow = memo(function EventRow({ event, index, open, onToggle }: EventRowProps) {
  return (
    <div className={styles.item} role="presentation">
      <div role="row" aria-rowindex={index + 2} className={styles.eventRow} onClick={onToggle}>
        <span role="cell">
          <button
            type="button"
            className={styles.expander}
            aria-expanded={open}
            aria-label={`Columns of row ${event.row}`}
            onClick={(click) => {
              click.stopPropagation();
              onToggle();
            }}
          >
            <ChevronRightRegular className={styles.chevron} aria-hidden="true" />
          </button>
        </span>
        <span role="cell" className={styles.number}>
          {event.row}
        </span>
        <span role="cell">
          <Time value={event.timestamp} />
        </span>
        <span role="cell">
          <Untrusted>{event.table}</Untrusted>
        </span>
        <span role="cell" className={styles.glance}>
          <Untrusted>{glanceAt(event.values)}</Untrusted>
        </span>
      </div>
      {open && (
        <div role="row" className={styles.details}>
          <div role="cell">
            <ValuesList values={event.values} />
          </div>
        </div>
      )}
    </div>
  );
});
