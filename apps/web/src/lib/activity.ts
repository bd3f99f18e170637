import { label } from './labels.js';

/** One entry of the activity log as a half sentence after the actor's name. Entries of an unknown shape stay readable. */
export function describeActivity(action: string, detail: unknown): string {
  const words = label(action.replaceAll('.', ' '));
  const verb = words.charAt(0).toLowerCase() + words.slice(1);
  const parts = partsOf(detail);
  return parts.length > 0 ? `${verb}: ${parts.join('; ')}` : verb;
}

function partsOf(detail: unknown): string[] {
  if (typeof detail === 'string') return detail ? [detail] : [];
  if (Array.isArray(detail)) return detail.map((item) => valueOf(item));
  if (typeof detail !== 'object' || detail === null) return [];
  return Object.entries(detail)
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([name, value]) => `${label(name).toLowerCase()} ${changeOf(value)}`);
}

function changeOf(value: unknown): string {
  if (typeof value === 'object' && value !== null && ('to' in value || 'from' in value)) {
    const { from, to } = value as { from?: unknown; to?: unknown };
    return `from ${valueOf(from)} to ${valueOf(to)}`;
  }
  return valueOf(value);
}

function valueOf(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'nothing';
  if (Array.isArray(value)) return value.length > 0 ? value.map(valueOf).join(', ') : 'nothing';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
