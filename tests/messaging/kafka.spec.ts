import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKafkaBus } from '@attest/messaging';
import { startEmbeddedPostgres } from '@attest/persistence';
import { runEventBusContract } from '@attest/testing';
import { startStuckConsumer } from './stuck-consumer.js';

const brokers = process.env['KAFKA_BROKERS'];

/** tools/kafka.mjs lets sessions be this short; a broker with defaults wants 6 s. */
const sessionMs = 2_000;

if (brokers) {
  runEventBusContract('Apache Kafka', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'attest-kafka-'));
    const dataDir = join(folder, 'postgres');
    const postgres = await startEmbeddedPostgres({ dataDir });
    return {
      sessionMs,
      connect: () => Promise.resolve(createKafkaBus({ brokers: brokers.split(','), clientId: 'contract', claimUrl: postgres.url, sessionTimeoutMs: sessionMs })),
      startStuckConsumer: (group) => startStuckConsumer('kafka', `${brokers} ${postgres.url}`, sessionMs, group),
      close: async () => {
        await postgres.stop();
        const location = await readFile(join(dataDir, 'LOCATION'), 'utf8').catch(() => undefined);
        if (location) await rm(location.trim(), { recursive: true, force: true });
        await rm(folder, { recursive: true, force: true });
      },
    };
  });
} else {
  it.skip('event bus contract: Apache Kafka (set KAFKA_BROKERS; `node tools/kafka.mjs run` starts one)', () => undefined);
}
