import { label, lowerFirst } from './labels.js';

/** One entry of the activity log. */
export interface ActivityEntry {
  kind: string;
  field?: string | null;
  oldValue?: string | null;
  newValue?: string | null;
}

const fields: Readonly<Record<string, string>> = { assignedTo: 'the assignee', customTags: 'the tags', displayName: 'the name' };

const sentences: Record<string, string> = {
  imported: 'imported the incident',
  sourceChanged: 'imported a newer state of the incident',
  eventsAdded: 'added events',
  commented: 'commented',
};

/** An entry as half a sentence after the name of who did it. Kinds not known here stay readable. */
export function describeActivity({ kind, field, oldValue, newValue }: ActivityEntry): string {
  if (kind === 'fieldChanged') return `changed ${fieldName(field)} from ${valueOf(field, oldValue)} to ${valueOf(field, newValue)}`;
  if (kind === 'actionChanged') return `action “${field ?? ''}” on ${newValue ?? ''}`;
  const sentence = sentences[kind] ?? lowerFirst(label(kind));
  const detail = [field && lowerFirst(label(field)), kind === 'commented' ? newValue : newValue && grouped(newValue)].filter(Boolean).join(' ');
  return detail ? `${sentence}: ${detail}` : sentence;
}

function fieldName(field: string | null | undefined): string {
  if (!field) return 'a field';
  return (Object.hasOwn(fields, field) ? fields[field] : undefined) ?? lowerFirst(label(field));
}

function valueOf(field: string | null | undefined, value: string | null | undefined): string {
  if (value === null || value === undefined || value === '' || value === 'null' || value === '[]') return field === 'assignedTo' ? 'nobody' : 'nothing';
  if (field === 'assignedTo') return value;
  return /^[a-z]+(?:[A-Z][a-z]+)*$/.test(value) ? lowerFirst(label(value)) : value;
}

/** `9545 event rows` reads `9,545 event rows`; a number that stands alone may be an id and stays. */
function grouped(text: string): string {
  return text.replace(/^\d{4,9}(?= \p{Ll})/u, (amount) => Number(amount).toLocaleString('en-GB'));
}
