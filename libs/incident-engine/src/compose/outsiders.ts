import type { EntityFact } from '../incident-input.js';

/**
 * Mailboxes that only sent or received a mail and are of no domain that the evidence's own accounts and devices have:
 * senders of phishing, partners who were written to. Nothing was raised on them.
 */
export function outsideMailboxes(entities: readonly EntityFact[]): ReadonlySet<EntityFact> {
  const own = new Set(entities.filter(({ entity: { type, subject } }) => subject && (type === 'user' || type === 'mailbox' || type === 'device')).map(({ entity }) => domainOf(entity)).filter(Boolean));
  return new Set(
    entities.filter(({ entity }) => {
      if (entity.subject || (entity.type !== 'mailbox' && entity.type !== 'user') || entity.roles.length > 0) return false;
      const relations = new Set(entity.relations);
      if (!relations.has('sender') && !relations.has('recipient')) return false;
      return own.size === 0 ? !relations.has('recipient') : !own.has(domainOf(entity));
    }),
  );
}

function domainOf({ type, value }: EntityFact['entity']): string {
  const name = value.toLowerCase();
  return type === 'device' ? name.split('.').slice(1).join('.') : (name.split('@')[1] ?? '');
}
