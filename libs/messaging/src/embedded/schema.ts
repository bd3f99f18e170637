import type pg from 'pg';
import { topicPartitions } from '@attest/contracts';

/** Held while the tables are made: several processes may start at once. */
const schemaLock = 4_101_974;

const statements = [
  'CREATE SCHEMA IF NOT EXISTS bus',
  `CREATE TABLE IF NOT EXISTS bus.partition_head (
     topic text NOT NULL, partition int NOT NULL, next bigint NOT NULL DEFAULT 0, PRIMARY KEY (topic, partition))`,
  `CREATE TABLE IF NOT EXISTS bus.message (
     topic text NOT NULL, partition int NOT NULL, seq bigint NOT NULL, key text NOT NULL, envelope text NOT NULL,
     published_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (topic, partition, seq))`,
  'CREATE INDEX IF NOT EXISTS message_age ON bus.message (published_at)',
  `CREATE TABLE IF NOT EXISTS bus.cursor (
     consumer_group text NOT NULL, topic text NOT NULL, partition int NOT NULL, position bigint NOT NULL,
     owner uuid, fence bigint NOT NULL DEFAULT 0, leased_until timestamptz,
     tried_seq bigint, tries int NOT NULL DEFAULT 0, PRIMARY KEY (consumer_group, topic, partition))`,
  `CREATE TABLE IF NOT EXISTS bus.member (
     consumer_group text NOT NULL, id uuid NOT NULL, seen_at timestamptz NOT NULL, ephemeral boolean NOT NULL, PRIMARY KEY (consumer_group, id))`,
  `CREATE TABLE IF NOT EXISTS bus.parked (
     consumer_group text NOT NULL, topic text NOT NULL, partition int NOT NULL, seq bigint NOT NULL, key text NOT NULL,
     attempts int NOT NULL, due_at timestamptz NOT NULL, PRIMARY KEY (consumer_group, topic, partition, seq))`,
  'CREATE INDEX IF NOT EXISTS parked_by_key ON bus.parked (consumer_group, topic, partition, key, seq)',
  `CREATE TABLE IF NOT EXISTS bus.dead_letter (
     id uuid PRIMARY KEY, consumer_group text NOT NULL, topic text NOT NULL, partition int NOT NULL, seq bigint NOT NULL, key text NOT NULL,
     error text NOT NULL, attempts int NOT NULL, at timestamptz NOT NULL DEFAULT now(), envelope text NOT NULL)`,
];

/** Creates what is missing of the bus tables, and the heads of every known topic's partitions. */
export async function ensureBusSchema(client: pg.ClientBase): Promise<void> {
  await client.query('SELECT pg_advisory_lock($1)', [schemaLock]);
  try {
    for (const statement of statements) await client.query(statement);
    for (const [topic, partitions] of Object.entries(topicPartitions)) {
      await client.query(
        'INSERT INTO bus.partition_head (topic, partition) SELECT $1, p FROM generate_series(0, $2::int - 1) AS p ON CONFLICT DO NOTHING',
        [topic, partitions],
      );
    }
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [schemaLock]);
  }
}
