import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@attest/testing';
import { madeUpIncident } from '../support/made-up-incident.js';
import { ask, importIncident, start, type Running } from './running.js';

const imports = 24;

describe('the one process under kill -9', () => {
  let dataDir: string;
  let attest: Running;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'attest-kill-'));
  });

  afterAll(async () => {
    attest.process.kill('SIGTERM');
    await eventually('ended', () => attest.process.exitCode !== null || attest.process.signalCode !== null, 60_000);
    const location = await readFile(join(dataDir, 'postgres', 'LOCATION'), 'utf8').catch(() => undefined);
    if (location) await rm(location.trim(), { recursive: true, force: true });
    await rm(dataDir, { recursive: true, force: true });
  });

  it('ends with one current summary for every import it accepted', async () => {
    const accepted = new Set<string>();
    for (let round = 0; round < 3; round++) {
      attest = await start(dataDir, { ATTEST_SAMPLE: 'off' });
      if (round === 2) break;
      const sending = Array.from({ length: imports / 2 }, async (_, n) => {
        const id = `kill-${round}-${n}`;
        await importIncident(attest, madeUpIncident(id));
        accepted.add(id);
      });
      await eventually('some accepted', () => accepted.size >= (round + 1) * 4);
      attest.process.kill('SIGKILL');
      await Promise.allSettled(sending);
    }
    const summaries = async (): Promise<{ id: string; revision: number; summary: { subjectRevision: number; current: boolean } | null }[]> =>
      (await ask<{ incidents: { nodes: { id: string; revision: number; summary: { subjectRevision: number; current: boolean } | null }[] } }>(attest, '{ incidents(first: 100) { nodes { id revision summary { subjectRevision current } } } }')).incidents.nodes;
    await eventually('all current', async () => (await summaries()).every(({ revision, summary }) => summary?.current === true && summary.subjectRevision === revision), 60_000);
    const known = new Set((await summaries()).map(({ id }) => id));
    for (const id of accepted) expect(known).toContain(id);
    expect(accepted.size).toBeGreaterThanOrEqual(8);
  });
});
