import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const user = 'analyst';
const password = 'browser-suite-password';
const patience = 240_000;

/** Starts the whole product in a process of its own on an empty folder, sample incidents included, with more settings where given. */
export async function startStandalone(environment = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'attest-browser-'));
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const child = spawn(process.execPath, [join(root, 'apps/standalone/dist/main.js')], {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: '', NODE_NO_WARNINGS: '1', ATTEST_PORT: String(port), ATTEST_DATA_DIR: dataDir, ATTEST_PASSWORD: password, ATTEST_SAMPLE: 'on', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (text) => (said += text));
  child.stderr.on('data', (text) => (said += text));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const stop = async () => {
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), 15_000);
    await ended;
    clearTimeout(timer);
    rmSync(dataDir, { recursive: true, force: true });
  };
  const deadline = Date.now() + patience;
  while (!/^\s*Ready in /m.test(said)) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`Attest did not start:\n${said}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return { url, user, password, graphql: (query, variables) => graphql(url, query, variables), stop };
}

async function graphql(url, query, variables = {}) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(errors.map((error) => error.message).join(' '));
  return data;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
