import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { answers, clusterSettings, emptyDatabase, freePort, until } from '../support/cluster.js';

const suite = clusterSettings() ? describe : describe.skip;
const root = resolve(import.meta.dirname, '../..');

/** The gateway's port and those of the services after it, as the launcher takes them. */
const offsets = [0, 1, 2, 3, 4, 5, 6, 7];

/** Ports in a row that nobody has. */
async function portsInARow(): Promise<number> {
  for (;;) {
    const port = await freePort();
    if (port < 65_000 && (await Promise.all(offsets.slice(1).map((more) => answers(`http://127.0.0.1:${port + more}`)))).every((taken) => !taken)) return port;
  }
}

suite('npm run start:kafka', () => {
  it('starts every service as a process, and ends them all with one signal', async () => {
    const { brokers, databaseUrl } = clusterSettings()!;
    const database = await emptyDatabase(databaseUrl);
    const folder = mkdtempSync(join(tmpdir(), 'attest-start-'));
    const port = await portsInARow();
    const launcher = spawn(process.execPath, [join(root, 'tools/start.mjs'), '--kafka'], {
      cwd: folder,
      env: { PATH: process.env['PATH'], KAFKA_BROKERS: brokers, DATABASE_URL: database.url, ATTEST_PORT: String(port), ATTEST_DATA_DIR: folder },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [launcher.stdout, launcher.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const exited = new Promise<number | null>((done) => launcher.once('exit', (code) => done(code)));
    const doors = offsets.map((more) => `http://127.0.0.1:${port + more}/readyz`);
    try {
      await until('every process to be ready', async () => {
        if (launcher.exitCode !== null) throw new Error(output);
        return (await Promise.all(doors.map(answers))).every(Boolean);
      });
      expect(output).toMatch(new RegExp(`ready at http://[^ ]+:${port}`));
      expect(output).toMatch(/Sign in as analyst/);
      launcher.kill('SIGINT');
      expect(await exited).toBe(0);
      expect(await Promise.all(doors.map(answers))).toEqual(offsets.map(() => false));
    } finally {
      launcher.kill('SIGKILL');
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
