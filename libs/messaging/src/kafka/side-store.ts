import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { DeadLetter } from '../event-bus.js';

/** A message that waits for its retry, or behind one of its key that does. */
export interface ParkedMessage {
  topic: string;
  partition: number;
  offset: string;
  key: string;
  attempts: number;
  envelope: string;
}

const schemaLock = 4_101_974;

const statements = [
  'CREATE SCHEMA IF NOT EXISTS bus',
  `CREATE TABLE IF NOT EXISTS bus.kafka_parked (
     consumer_group text NOT NULL, topic text NOT NULL, partition int NOT NULL, seq bigint NOT NULL, key text NOT NULL,
     attempts int NOT NULL, due_at timestamptz NOT NULL, envelope text NOT NULL, PRIMARY KEY (consumer_group, topic, partition, seq))`,
  'CREATE INDEX IF NOT EXISTS kafka_parked_by_key ON bus.kafka_parked (consumer_group, topic, key, seq)',
  `CREATE TABLE IF NOT EXISTS bus.kafka_dead_letter (
     id uuid PRIMARY KEY, consumer_group text NOT NULL, topic text NOT NULL, partition int NOT NULL, seq bigint NOT NULL, key text NOT NULL,
     error text NOT NULL, attempts int NOT NULL, at timestamptz NOT NULL DEFAULT now(), envelope text NOT NULL)`,
  'CREATE TABLE IF NOT EXISTS bus.claim (id uuid PRIMARY KEY, envelope text NOT NULL, created_at timestamptz NOT NULL DEFAULT now())',
  'CREATE INDEX IF NOT EXISTS claim_age ON bus.claim (created_at)',
];

/** What Kafka cannot hold by itself, in PostgreSQL: waiting messages with their order, dead letters, payloads over its limit. */
export class SideStore {
  private readonly pool: pg.Pool;

  constructor(url: string) {
    this.pool = new pg.Pool({ connectionString: url, max: 5, application_name: 'attest-bus' });
    this.pool.on('connect', (client) => client.on('error', () => undefined));
    this.pool.on('error', () => undefined);
  }

  async ensure(): Promise<void> {
    const client = await this.pool.connect();
    try {
      await client.query('SELECT pg_advisory_lock($1)', [schemaLock]);
      for (const statement of statements) await client.query(statement);
    } finally {
      await client.query('SELECT pg_advisory_unlock($1)', [schemaLock]);
      client.release();
    }
  }

  close(): Promise<void> {
    return this.pool.end();
  }

  async claim(envelope: string): Promise<string> {
    const id = randomUUID();
    await this.pool.query('INSERT INTO bus.claim (id, envelope) VALUES ($1, $2)', [id, envelope]);
    return id;
  }

  async redeem(id: string): Promise<string | undefined> {
    const { rows } = await this.pool.query<{ envelope: string }>('SELECT envelope FROM bus.claim WHERE id = $1', [id]);
    return rows[0]?.envelope;
  }

  async pruneClaims(days: number): Promise<void> {
    await this.pool.query(`DELETE FROM bus.claim WHERE created_at < now() - $1 * interval '1 day'`, [days]);
  }

  async isHeld(group: string, topic: string, key: string): Promise<boolean> {
    const { rowCount } = await this.pool.query('SELECT 1 FROM bus.kafka_parked WHERE consumer_group = $1 AND topic = $2 AND key = $3 LIMIT 1', [group, topic, key]);
    return (rowCount ?? 0) > 0;
  }

  async park(group: string, message: ParkedMessage, delayMs: number): Promise<void> {
    await this.pool.query(
      `INSERT INTO bus.kafka_parked (consumer_group, topic, partition, seq, key, attempts, due_at, envelope)
       VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp() + $7 * interval '1 ms', $8)
       ON CONFLICT (consumer_group, topic, partition, seq) DO UPDATE SET attempts = excluded.attempts, due_at = excluded.due_at`,
      [group, message.topic, message.partition, message.offset, message.key, message.attempts, delayMs, message.envelope],
    );
  }

  /** Messages due now and first of their key, of the given partitions. */
  async due(group: string, topic: string, partitions: readonly number[]): Promise<ParkedMessage[]> {
    const { rows } = await this.pool.query<ParkedMessage>(
      `SELECT p.topic, p.partition, p.seq AS offset, p.key, p.attempts, p.envelope FROM bus.kafka_parked p
       WHERE p.consumer_group = $1 AND p.topic = $2 AND p.partition = ANY($3) AND p.due_at <= clock_timestamp()
         AND NOT EXISTS (SELECT 1 FROM bus.kafka_parked e WHERE e.consumer_group = $1 AND e.topic = $2 AND e.key = p.key AND e.seq < p.seq)
       ORDER BY p.due_at LIMIT 20`,
      [group, topic, partitions],
    );
    return rows;
  }

  async unpark(group: string, message: ParkedMessage): Promise<void> {
    await this.pool.query('DELETE FROM bus.kafka_parked WHERE consumer_group = $1 AND topic = $2 AND partition = $3 AND seq = $4', [group, message.topic, message.partition, message.offset]);
  }

  async parkedCount(group: string): Promise<number> {
    const { rows } = await this.pool.query<{ parked: string }>('SELECT count(*) AS parked FROM bus.kafka_parked WHERE consumer_group = $1', [group]);
    return Number(rows[0]?.parked ?? 0);
  }

  async bury(group: string, message: ParkedMessage, error: string): Promise<void> {
    await this.pool.query(
      `WITH gone AS (DELETE FROM bus.kafka_parked WHERE consumer_group = $2 AND topic = $3 AND partition = $4 AND seq = $5)
       INSERT INTO bus.kafka_dead_letter (id, consumer_group, topic, partition, seq, key, error, attempts, envelope) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [randomUUID(), group, message.topic, message.partition, message.offset, message.key, error, message.attempts, message.envelope],
    );
  }

  async deadLetters(topic: string | undefined, group: string | undefined): Promise<DeadLetter[]> {
    const { rows } = await this.pool.query<{ id: string; topic: string; consumer_group: string; key: string; error: string; attempts: number; at: Date; envelope: string }>(
      'SELECT * FROM bus.kafka_dead_letter WHERE ($1::text IS NULL OR topic = $1) AND ($2::text IS NULL OR consumer_group = $2) ORDER BY at DESC LIMIT 1000',
      [topic ?? null, group ?? null],
    );
    return rows.map(({ id, topic: of, consumer_group, key, error, attempts, at, envelope }) => ({ id, topic: of, group: consumer_group, key, error, attempts, at: at.toISOString(), envelope: readJson(envelope) }));
  }

  /** Parks a dead letter as due now; its group takes it from there. */
  async revive(id: string): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `WITH letter AS (DELETE FROM bus.kafka_dead_letter WHERE id = $1 RETURNING *)
       INSERT INTO bus.kafka_parked (consumer_group, topic, partition, seq, key, attempts, due_at, envelope)
       SELECT consumer_group, topic, partition, seq, key, 0, clock_timestamp(), envelope FROM letter ON CONFLICT DO NOTHING`,
      [id],
    );
    return (rowCount ?? 0) > 0;
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
