import type { EntityManager } from 'typeorm';

/**
 * Transactions that name the same thing go one after the other, over all processes on the database: waits until no other
 * holds a turn for `what`, and holds it until the transaction of `manager` ends. A name says who uses it and the tenant,
 * since all services share the database's locks. Two names taken in a different order can block each other for ever;
 * PostgreSQL ends one of them then.
 * @see https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS
 */
export async function takeTurn(manager: EntityManager, what: string): Promise<void> {
  await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [what]);
}

/** Like `takeTurn`, but side by side with others that share: only {@link takeTurn} waits for them, and they for it. */
export async function shareTurn(manager: EntityManager, what: string): Promise<void> {
  await manager.query('SELECT pg_advisory_xact_lock_shared(hashtextextended($1, 0))', [what]);
}
