import { useEffect, useState } from 'react';
import { zoneChoice } from '../app/preferences.js';
import { formatAge, formatClock, formatFull, formatShort, parseTime } from '../lib/time.js';
import styles from './ui.module.css';

interface TimeProps {
  value: string | null | undefined;
  /** `full` names date and clock; `short` leaves out seconds; `clock` the date too. */
  form?: 'full' | 'short' | 'clock';
}

/** A moment in the chosen clock; the other clock is in its tooltip. */
export function Time({ value, form = 'full' }: TimeProps) {
  const zone = zoneChoice.use();
  const time = parseTime(value);
  if (time === undefined) return <span className={styles.quiet}>{value ? value : 'not known'}</span>;
  const text = form === 'full' ? formatFull(time, zone) : form === 'short' ? formatShort(time, zone) : formatClock(time, zone);
  return (
    <time className={styles.time} dateTime={new Date(time).toISOString()} title={formatFull(time, zone === 'utc' ? 'local' : 'utc')}>
      {text}
    </time>
  );
}

/** How long ago, kept current. */
export function Age({ value }: { value: string }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  const zone = zoneChoice.use();
  const time = parseTime(value);
  if (time === undefined) return null;
  return (
    <time dateTime={new Date(time).toISOString()} title={formatFull(time, zone)}>
      {formatAge(time, Math.max(now, time))}
    </time>
  );
}
