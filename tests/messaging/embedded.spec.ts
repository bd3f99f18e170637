import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEmbeddedBus } from '@attest/messaging';
import { startEmbeddedPostgres } from '@attest/persistence';
import { runEventBusContract } from '@attest/testing';
import { startStuckConsumer } from './stuck-consumer.js';

const sessionMs = 600;

runEventBusContract('embedded, on PostgreSQL', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'attest-bus-'));
  const dataDir = join(folder, 'postgres');
  let postgres = await startEmbeddedPostgres({ dataDir });
  const port = Number(new URL(postgres.url).port);
  return {
    sessionMs,
    connect: () => Promise.resolve(createEmbeddedBus({ url: postgres.url, leaseMs: sessionMs, pollMs: 100 })),
    startStuckConsumer: (group) => startStuckConsumer('embedded', postgres.url, sessionMs, group),
    outage: {
      begin: () => postgres.stop(),
      end: async () => {
        postgres = await startEmbeddedPostgres({ dataDir, port });
      },
    },
    close: async () => {
      await postgres.stop();
      const location = await readFile(join(dataDir, 'LOCATION'), 'utf8').catch(() => undefined);
      if (location) await rm(location.trim(), { recursive: true, force: true });
      await rm(folder, { recursive: true, force: true });
    },
  };
});
