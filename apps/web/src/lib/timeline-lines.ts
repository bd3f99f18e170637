import { formatDate, formatDuration, parseTime, type Zone } from './time.js';

/** One line of the timeline as it is drawn: the head of a day, a quiet stretch, or an entry. */
export type TimelineLine<Entry> = { kind: 'day'; key: string; text: string } | { kind: 'gap'; key: string; text: string } | { kind: 'entry'; key: string; entry: Entry; first: boolean; last: boolean };

const quiet = 10 * 60_000;

/** Entries in their order with a head for each day of the chosen clock, and a word where nothing happened for ten minutes or more. */
export function timelineLines<Entry extends { time: string }>(entries: readonly Entry[], zone: Zone): TimelineLine<Entry>[] {
  const lines: TimelineLine<Entry>[] = [];
  let day: string | undefined;
  let before: number | undefined;
  const closeDay = (): void => {
    const last = lines.at(-1);
    if (last?.kind === 'entry') last.last = true;
  };
  entries.forEach((entry, index) => {
    const time = parseTime(entry.time);
    const date = time === undefined ? 'At an unknown time' : formatDate(time, zone);
    const first = date !== day;
    if (first) {
      closeDay();
      lines.push({ kind: 'day', key: `day-${index}`, text: date });
    } else if (time !== undefined && before !== undefined && time - before >= quiet) {
      lines.push({ kind: 'gap', key: `gap-${index}`, text: `${formatDuration(time - before)} later` });
    }
    lines.push({ kind: 'entry', key: `entry-${index}`, entry, first, last: false });
    day = date;
    before = time ?? before;
  });
  closeDay();
  return lines;
}
