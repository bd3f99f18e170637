import { label } from './labels.js';

/** One entry of the activity log. */
export interface ActivityEntry {
  kind: string;
  field?: string | null;
  oldValue?: string | null;
  newValue?: string | null;
}

const sentences: Record<string, string> = {
  imported: 'imported the incident',
  sourceChanged: 'imported a newer state of the incident',
  eventsAdded: 'added events',
  commented: 'commented',
};

/** An entry as half a sentence after the name of who did it. Kinds not known here stay readable. */
export function describeActivity({ kind, field, oldValue, newValue }: ActivityEntry): string {
  if (kind === 'fieldChanged') return `changed ${lower(label(field)) || 'a field'} from ${valueOf(oldValue)} to ${valueOf(newValue)}`;
  if (kind === 'actionChanged') return `action “${field ?? ''}” on ${newValue ?? ''}`;
  const sentence = sentences[kind] ?? lower(label(kind));
  const detail = [field && lower(label(field)), newValue].filter(Boolean).join(' ');
  return detail ? `${sentence}: ${detail}` : sentence;
}

function valueOf(value: string | null | undefined): string {
  if (value === null || value === undefined || value === '' || value === 'null' || value === '[]') return 'nothing';
  return /^[a-z]+(?:[A-Z][a-z]+)*$/.test(value) ? lower(label(value)) : value;
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
