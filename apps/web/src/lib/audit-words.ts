import { label, lowerFirst } from './labels.js';

const sentences: Readonly<Record<string, string>> = {
  proposed: 'proposed',
  renewed: 'proposed anew',
  withdrawn: 'withdrew the proposal',
  firstApproved: 'approved, first of two',
  approved: 'approved',
  declined: 'declined',
  reopened: 'opened again',
  begun: 'began',
  sent: 'sent',
  confirmed: 'confirmed',
  failed: 'noted as failed',
  lost: 'noted as unknown',
  undone: 'noted as taken back',
};

/** What a row of the audit log says was done, as half a sentence after the name of who did it. Operations not known here stay readable. */
export function describeOperation(operation: string): string {
  const [, subject = '', verb = operation] = /^([a-z]+)\.(.+)$/i.exec(operation) ?? [];
  const known = Object.hasOwn(sentences, verb) ? sentences[verb] : undefined;
  const said = known ?? lowerFirst(label(verb));
  return subject === '' || subject === 'action' ? said : `${said} (${lowerFirst(label(subject))})`;
}
