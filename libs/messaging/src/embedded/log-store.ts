import { createHash, randomUUID } from 'node:crypto';
import type pg from 'pg';
import { topicPartitions, type Envelope, type Topic } from '@attest/contracts';
import type { DeadLetter } from '../event-bus.js';

/** Channel that wakes consumers; its payload is the topic. */
export const wakeChannel = 'attest_bus';

/** A partition of a topic. */
export interface Slot {
  topic: string;
  partition: number;
}

/** A lease on a slot for one group: commits are accepted only while `fence` is the newest. */
export interface Lease extends Slot {
  fence: string;
}

/** A message to handle, and how often this group has failed on it. */
export interface Delivery {
  seq: string;
  key: string;
  envelope: string;
  /** Failures so far; 0 for a first delivery. */
  attempts: number;
  parked: boolean;
}

/** Partition of a key: the same for every process, whatever its language. */
export function partitionOf(topic: Topic, key: string): number {
  return createHash('sha1').update(key).digest().readUInt32BE(0) % topicPartitions[topic];
}

/** The log in PostgreSQL: every statement the embedded driver needs. */
export class LogStore {
  constructor(readonly pool: pg.Pool) {}

  /**
   * Appends messages. A partition's head row stays locked until the commit, so numbers are without gaps and no reader
   * can pass one that is not yet visible.
   */
  async append(envelopes: readonly Envelope[]): Promise<void> {
    const bySlot = new Map<string, { topic: string; partition: number; items: Envelope[] }>();
    for (const envelope of envelopes) {
      const topic = envelope.type as Topic;
      const partition = partitionOf(topic, envelope.key);
      const id = `${topic} ${String(partition).padStart(6, '0')}`;
      const slot = bySlot.get(id) ?? { topic, partition, items: [] };
      slot.items.push(envelope);
      bySlot.set(id, slot);
    }
    await this.transaction(async (client) => {
      for (const [, { topic, partition, items }] of [...bySlot].sort(([a], [b]) => (a < b ? -1 : 1))) {
        const head = await client.query<{ first: string }>(
          'UPDATE bus.partition_head SET next = next + $3 WHERE topic = $1 AND partition = $2 RETURNING next - $3 AS first',
          [topic, partition, items.length],
        );
        const first = BigInt(head.rows[0]?.first ?? 0);
        for (const [index, envelope] of items.entries()) {
          await client.query('INSERT INTO bus.message (topic, partition, seq, key, envelope) VALUES ($1, $2, $3, $4, $5)', [
            topic,
            partition,
            String(first + BigInt(index)),
            envelope.key,
            JSON.stringify(envelope),
          ]);
        }
        await client.query('SELECT pg_notify($1, $2)', [wakeChannel, topic]);
      }
    });
  }

  /** Makes the group's cursors; a group that has none yet begins at the start or at the end of the log. */
  async ensureCursors(group: string, topics: readonly string[], from: 'earliest' | 'latest'): Promise<void> {
    await this.pool.query(
      `INSERT INTO bus.cursor (consumer_group, topic, partition, position)
       SELECT $1, topic, partition, CASE WHEN $3 = 'latest' THEN next ELSE 0 END FROM bus.partition_head WHERE topic = ANY($2)
       ON CONFLICT DO NOTHING`,
      [group, topics, from],
    );
  }

  /** Says this member lives, forgets members unseen for `deadMs`, and tells how many live. */
  async heartbeat(group: string, member: string, ephemeral: boolean, deadMs: number): Promise<number> {
    await this.pool.query(
      'INSERT INTO bus.member (consumer_group, id, seen_at, ephemeral) VALUES ($1, $2, clock_timestamp(), $3) ON CONFLICT (consumer_group, id) DO UPDATE SET seen_at = clock_timestamp()',
      [group, member, ephemeral],
    );
    await this.pool.query(`DELETE FROM bus.member WHERE consumer_group = $1 AND seen_at < clock_timestamp() - $2 * interval '1 ms'`, [group, deadMs]);
    const living = await this.pool.query<{ members: string }>('SELECT count(*) AS members FROM bus.member WHERE consumer_group = $1', [group]);
    return Number(living.rows[0]?.members ?? 1);
  }

  /** How many slots the topics have. */
  async slotCount(topics: readonly string[]): Promise<number> {
    const { rows } = await this.pool.query<{ slots: string }>('SELECT count(*) AS slots FROM bus.partition_head WHERE topic = ANY($1)', [topics]);
    return Number(rows[0]?.slots ?? 0);
  }

  /** Renews this member's leases and returns those it still has. */
  async renew(group: string, member: string, topics: readonly string[], leaseMs: number): Promise<Lease[]> {
    const { rows } = await this.pool.query<{ topic: string; partition: number; fence: string }>(
      `UPDATE bus.cursor SET leased_until = clock_timestamp() + $4 * interval '1 ms'
       WHERE consumer_group = $1 AND owner = $2 AND topic = ANY($3) RETURNING topic, partition, fence`,
      [group, member, topics, leaseMs],
    );
    return rows;
  }

  /** Takes up to `count` slots nobody holds; the fence of each rises, so a former holder can no longer commit. */
  async acquire(group: string, member: string, topics: readonly string[], leaseMs: number, count: number): Promise<Lease[]> {
    const { rows } = await this.pool.query<{ topic: string; partition: number; fence: string }>(
      `UPDATE bus.cursor SET owner = $2, fence = fence + 1, leased_until = clock_timestamp() + $4 * interval '1 ms'
       WHERE (consumer_group, topic, partition) IN (
         SELECT consumer_group, topic, partition FROM bus.cursor
         WHERE consumer_group = $1 AND topic = ANY($3) AND (owner IS NULL OR leased_until < clock_timestamp())
         ORDER BY topic, partition LIMIT $5 FOR UPDATE SKIP LOCKED)
       RETURNING topic, partition, fence`,
      [group, member, topics, leaseMs, count],
    );
    return rows;
  }

  /** Gives slots back at once, so that another member need not wait for the lease to run out. */
  async release(group: string, member: string, slots: readonly Slot[]): Promise<void> {
    for (const { topic, partition } of slots) {
      await this.pool.query(
        'UPDATE bus.cursor SET owner = NULL, leased_until = NULL WHERE consumer_group = $1 AND owner = $2 AND topic = $3 AND partition = $4',
        [group, member, topic, partition],
      );
    }
  }

  /** Forgets a member, and its whole group when it was the last of one that is not to be remembered. */
  async leave(group: string, member: string, ephemeral: boolean): Promise<void> {
    await this.pool.query('DELETE FROM bus.member WHERE consumer_group = $1 AND id = $2', [group, member]);
    if (!ephemeral) return;
    for (const table of ['parked', 'cursor']) {
      await this.pool.query(`DELETE FROM bus.${table} WHERE consumer_group = $1 AND NOT EXISTS (SELECT 1 FROM bus.member WHERE consumer_group = $1)`, [group]);
    }
  }

  /** Which of the held slots have something to do now. */
  async slotsWithWork(group: string, member: string): Promise<Slot[]> {
    const { rows } = await this.pool.query<Slot>(
      `SELECT c.topic, c.partition FROM bus.cursor c JOIN bus.partition_head h USING (topic, partition)
       WHERE c.consumer_group = $1 AND c.owner = $2 AND (c.position < h.next OR EXISTS (
         SELECT 1 FROM bus.parked p WHERE p.consumer_group = $1 AND p.topic = c.topic AND p.partition = c.partition AND p.due_at <= clock_timestamp()))`,
      [group, member],
    );
    return rows;
  }

  /**
   * The next message of a slot: a parked one that is due and first of its key, else the one at the cursor. A message whose
   * key has parked ones is parked behind them and passed. Null when there is nothing to do now, or the lease is lost.
   */
  async next(group: string, lease: Lease): Promise<Delivery | null> {
    const due = await this.pool.query<{ seq: string; key: string; envelope: string; attempts: number }>(
      `SELECT p.seq, p.key, m.envelope, p.attempts FROM bus.parked p JOIN bus.message m USING (topic, partition, seq)
       WHERE p.consumer_group = $1 AND p.topic = $2 AND p.partition = $3 AND p.due_at <= clock_timestamp()
         AND NOT EXISTS (SELECT 1 FROM bus.parked e WHERE e.consumer_group = $1 AND e.topic = $2 AND e.partition = $3 AND e.key = p.key AND e.seq < p.seq)
       ORDER BY p.due_at LIMIT 1`,
      [group, lease.topic, lease.partition],
    );
    if (due.rows[0]) return { ...due.rows[0], parked: true };
    for (;;) {
      const { rows } = await this.pool.query<{ seq: string; key: string; envelope: string; held: boolean }>(
        `SELECT m.seq, m.key, m.envelope, EXISTS (
           SELECT 1 FROM bus.parked p WHERE p.consumer_group = $1 AND p.topic = $2 AND p.partition = $3 AND p.key = m.key) AS held
         FROM bus.cursor c JOIN bus.message m ON m.topic = c.topic AND m.partition = c.partition AND m.seq >= c.position
         WHERE c.consumer_group = $1 AND c.topic = $2 AND c.partition = $3 AND c.fence = $4 ORDER BY m.seq LIMIT 1`,
        [group, lease.topic, lease.partition, lease.fence],
      );
      const row = rows[0];
      if (!row) return null;
      if (!row.held) return { seq: row.seq, key: row.key, envelope: row.envelope, attempts: 0, parked: false };
      if (!(await this.park(group, lease, { ...row, attempts: 0, parked: false }, 0, 0))) return null;
    }
  }

  /** Counts a delivery before it is handled: a message that kills its consumer is noticed. Null when the lease is lost. */
  async countTry(group: string, lease: Lease, seq: string): Promise<number | null> {
    const { rows } = await this.pool.query<{ tries: number }>(
      `UPDATE bus.cursor SET tries = CASE WHEN tried_seq = $5 THEN tries + 1 ELSE 1 END, tried_seq = $5
       WHERE consumer_group = $1 AND topic = $2 AND partition = $3 AND fence = $4 RETURNING tries`,
      [group, lease.topic, lease.partition, lease.fence, seq],
    );
    return rows[0]?.tries ?? null;
  }

  /** Marks a delivery done. False when the lease was lost: somebody else will handle it. */
  commit(group: string, lease: Lease, delivery: Delivery): Promise<boolean> {
    return this.fenced(group, lease, (client) => this.forget(client, group, lease, delivery));
  }

  /** Sets a delivery aside until `delayMs` from now. */
  park(group: string, lease: Lease, delivery: Delivery, attempts: number, delayMs: number): Promise<boolean> {
    return this.fenced(group, lease, async (client) => {
      await this.forget(client, group, lease, delivery);
      await client.query(
        `INSERT INTO bus.parked (consumer_group, topic, partition, seq, key, attempts, due_at)
         VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp() + $7 * interval '1 ms')`,
        [group, lease.topic, lease.partition, delivery.seq, delivery.key, attempts, delayMs],
      );
    });
  }

  /** Moves a delivery to the dead letters. */
  bury(group: string, lease: Lease, delivery: Delivery, attempts: number, error: string): Promise<boolean> {
    return this.fenced(group, lease, async (client) => {
      await this.forget(client, group, lease, delivery);
      await client.query(
        'INSERT INTO bus.dead_letter (id, consumer_group, topic, partition, seq, key, error, attempts, envelope) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
        [randomUUID(), group, lease.topic, lease.partition, delivery.seq, delivery.key, error, attempts, delivery.envelope],
      );
    });
  }

  /** Dead letters, newest first. */
  async deadLetters(topic: string | undefined, group: string | undefined): Promise<DeadLetter[]> {
    const { rows } = await this.pool.query<{ id: string; topic: string; consumer_group: string; key: string; error: string; attempts: number; at: Date; envelope: string }>(
      'SELECT * FROM bus.dead_letter WHERE ($1::text IS NULL OR topic = $1) AND ($2::text IS NULL OR consumer_group = $2) ORDER BY at DESC LIMIT 1000',
      [topic ?? null, group ?? null],
    );
    return rows.map(({ consumer_group, at, envelope, id, topic: of, key, error, attempts }) => ({
      id, topic: of, group: consumer_group, key, error, attempts, at: at.toISOString(), envelope: JSON.parse(envelope) as unknown,
    }));
  }

  /** Parks a dead letter as due now, in front of its group again. */
  async revive(id: string): Promise<boolean> {
    return this.transaction(async (client) => {
      const { rows } = await client.query<{ consumer_group: string; topic: string; partition: number; seq: string; key: string; envelope: string }>(
        'DELETE FROM bus.dead_letter WHERE id = $1 RETURNING consumer_group, topic, partition, seq, key, envelope',
        [id],
      );
      const letter = rows[0];
      if (!letter) return false;
      await client.query('INSERT INTO bus.message (topic, partition, seq, key, envelope) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING', [letter.topic, letter.partition, letter.seq, letter.key, letter.envelope]);
      await client.query(
        'INSERT INTO bus.parked (consumer_group, topic, partition, seq, key, attempts, due_at) VALUES ($1, $2, $3, $4, $5, 0, clock_timestamp()) ON CONFLICT DO NOTHING',
        [letter.consumer_group, letter.topic, letter.partition, letter.seq, letter.key],
      );
      await client.query('SELECT pg_notify($1, $2)', [wakeChannel, letter.topic]);
      return true;
    });
  }

  /** How many messages a group has not finished: behind its cursors, and parked. */
  async lag(group: string): Promise<number> {
    const { rows } = await this.pool.query<{ lag: string }>(
      `SELECT (SELECT coalesce(sum(h.next - c.position), 0) FROM bus.cursor c JOIN bus.partition_head h USING (topic, partition) WHERE c.consumer_group = $1)
            + (SELECT count(*) FROM bus.parked WHERE consumer_group = $1) AS lag`,
      [group],
    );
    return Number(rows[0]?.lag ?? 0);
  }

  /** Deletes messages older than `days` that no remembered group still needs, and groups of vanished processes. */
  async prune(days: number): Promise<void> {
    await this.pool.query(
      `DELETE FROM bus.message m WHERE m.published_at < now() - $1 * interval '1 day'
         AND NOT EXISTS (SELECT 1 FROM bus.cursor c WHERE c.topic = m.topic AND c.partition = m.partition AND c.position <= m.seq)
         AND NOT EXISTS (SELECT 1 FROM bus.parked p WHERE p.topic = m.topic AND p.partition = m.partition AND p.seq = m.seq)`,
      [days],
    );
    const gone = await this.pool.query<{ consumer_group: string }>(
      `DELETE FROM bus.member WHERE ephemeral AND seen_at < now() - interval '1 hour' RETURNING consumer_group`,
    );
    for (const { consumer_group } of gone.rows) await this.leave(consumer_group, randomUUID(), true);
  }

  private async forget(client: pg.ClientBase, group: string, lease: Lease, delivery: Delivery): Promise<void> {
    const slot = [group, lease.topic, lease.partition];
    if (delivery.parked) await client.query('DELETE FROM bus.parked WHERE consumer_group = $1 AND topic = $2 AND partition = $3 AND seq = $4', [...slot, delivery.seq]);
    else await client.query('UPDATE bus.cursor SET position = $4::bigint + 1 WHERE consumer_group = $1 AND topic = $2 AND partition = $3', [...slot, delivery.seq]);
  }

  private fenced(group: string, lease: Lease, work: (client: pg.ClientBase) => Promise<void>): Promise<boolean> {
    return this.transaction(async (client) => {
      const { rowCount } = await client.query(
        'UPDATE bus.cursor SET tries = 0 WHERE consumer_group = $1 AND topic = $2 AND partition = $3 AND fence = $4',
        [group, lease.topic, lease.partition, lease.fence],
      );
      if (rowCount !== 1) return false;
      await work(client);
      return true;
    });
  }

  private async transaction<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    try {
      await client.query('BEGIN');
      const result = await work(client);
      await client.query('COMMIT');
      client.release();
      return result;
    } catch (error) {
      await client.query('ROLLBACK').then(() => client.release(), (broken: Error) => client.release(broken));
      throw error;
    }
  }
}
