import type { GuidebookMoveKind, GuidebookState } from '../graphql/generated/graphql.js';

/** The parts of the page, in the order people work through them. */
export const guidebookGroups: readonly { title: string; hint: string; states: readonly GuidebookState[] }[] = [
  { title: 'Pending review', hint: 'Read what was understood before anybody is told to follow it.', states: ['PENDING_REVIEW'] },
  { title: 'Active', hint: 'The one that fits an incident best comes before its recommendations.', states: ['ACTIVE'] },
  { title: 'Not active', hint: 'Kept, and matched with nothing.', states: ['APPROVED', 'INACTIVE'] },
];

/** A state in a word or two. */
export const guidebookStateWords: Readonly<Record<GuidebookState, string>> = { PENDING_REVIEW: 'Pending review', APPROVED: 'Approved', ACTIVE: 'Active', INACTIVE: 'Not active', DELETED: 'Deleted' };

/** What a move is called on its button. */
export const guidebookMoveWords: Readonly<Record<GuidebookMoveKind, string>> = { APPROVE: 'Approve', ACTIVATE: 'Activate', DEACTIVATE: 'Deactivate', DELETE: 'Delete' };

/** What happened at a step of a guide's history, before "by Ana". A guide that comes back to review was uploaded. */
export function guidebookStepWords(state: GuidebookState): string {
  return { PENDING_REVIEW: 'Uploaded', APPROVED: 'Approved', ACTIVE: 'Activated', INACTIVE: 'Deactivated', DELETED: 'Deleted' }[state];
}

const forms = ['pdf', 'docx', 'md', 'markdown', 'txt', 'text'];

/** Forms a file dialog offers. */
export const guidebookAccept = '.pdf,.docx,.md,.markdown,.txt';

/** Why a file is not sent at all, or undefined; the server has the last word. `size` and `limit` are bytes. */
export function guidebookRefusal({ name, size }: { name: string; size: number }, limit: number | undefined, sizeText: (bytes: number) => string): string | undefined {
  const extension = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  if (!forms.includes(extension)) return `${name} is not a PDF, Word (.docx), Markdown or text file.`;
  if (size === 0) return `${name} is empty.`;
  return limit !== undefined && size > limit ? `${name} has ${sizeText(size)}; a guide may have ${sizeText(limit)}.` : undefined;
}
