import type { ReportLanguage } from '../report.js';
import type { CommentRecord, HistoryRecord } from '../report-input.js';
import { textsOf } from '../texts/report-texts.js';

/** What was done with an incident in its system of record, as `incident.changed.v1` tells it. Texts are as recorded. */
export interface ActivityRecord {
  /** ISO 8601 UTC. */
  at: string;
  /** `imported`, `sourceChanged`, `eventsAdded`, `fieldChanged` or `commented`; others are told by what they became. */
  kind: string;
  by: { name: string } | null;
  field: string | null;
  from: string | null;
  to: string | null;
}

const told: Readonly<Record<string, 'assigned' | 'status' | 'classified'>> = { assignedTo: 'assigned', status: 'status', classification: 'classified', determination: 'classified' };
const wordy = ['imported', 'sourceChanged', 'eventsAdded'] as const;

/** The activity of an incident, without comments, as the history of its report; fixed words are in the language of the report. */
export function historyOf(activity: readonly ActivityRecord[], language: ReportLanguage): HistoryRecord[] {
  const texts = textsOf(language).activity;
  return activity.filter(({ kind }) => kind !== 'commented').map(({ at, kind, by, field, from, to }): HistoryRecord => {
    const base = { at, ...(by === null ? {} : { by: by.name }) };
    const known = field === null ? undefined : told[field];
    if (known !== undefined && (to ?? '') !== '') return { ...base, kind: known, to: to ?? '', ...(from === null ? {} : { from }) };
    if (field !== null) return { ...base, kind: 'other', to: texts.field(fieldWords(field), from ?? '', to ?? '') };
    const words = wordy.find((each) => each === kind);
    return { ...base, kind: 'other', to: words === undefined ? [kind, to].filter(Boolean).join(': ') : texts[words](to ?? '') };
  });
}

/** The comments of an activity. */
export function commentsOfActivity(activity: readonly ActivityRecord[]): CommentRecord[] {
  return activity.flatMap(({ at, kind, by, to }) => (kind === 'commented' && (to ?? '') !== '' ? [{ at, by: by?.name ?? '', text: to ?? '' }] : []));
}

/** `customTags` as `Custom tags`. */
function fieldWords(field: string): string {
  const words = field.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
