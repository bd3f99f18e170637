import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled } from './bootstrap.mjs';
import { resolveNode, root } from './node.mjs';

/**
 * `npm start`: installs, builds and starts everything in one process on embedded defaults.
 * `npm run start:kafka`: the same services as separate processes over KAFKA_BROKERS and DATABASE_URL.
 */

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) fail(`Attest needs Node 20.19 or later; this is ${process.version}.`);

const say = (sentence) => process.stdout.write(`  ${sentence}\n`);
const distributed = process.argv.includes('--kafka');

try {
  process.stdout.write('Attest, the incident copilot that proves what it says\n');
  if (distributed) {
    for (const name of ['KAFKA_BROKERS', 'DATABASE_URL']) {
      if (!process.env[name]) fail(`${name} is not set. Separate processes need Apache Kafka and PostgreSQL; plain \`npm start\` needs neither.`);
    }
  }
  await ensureInstalled(say);
  await ensureBuilt({ say });
} catch (error) {
  fail(error.message);
}

const base = { ...process.env, NODE_NO_WARNINGS: '1' };
const port = Number(process.env.ATTEST_PORT ?? 4000);
const children = distributed ? startDistributed() : [startProcess('standalone', base)];

let stopping = false;
const stop = (signal) => {
  if (stopping) return;
  stopping = true;
  for (const child of children) child.kill(signal);
};
process.on('SIGINT', () => stop('SIGINT'));
process.on('SIGTERM', () => stop('SIGTERM'));
process.on('SIGHUP', () => stop('SIGTERM'));

function startDistributed() {
  const shared = {
    ...base,
    ATTEST_SERVICE_SECRET: process.env.ATTEST_SERVICE_SECRET ?? randomBytes(32).toString('hex'),
    ATTEST_INCIDENTS_URL: `http://127.0.0.1:${port + 1}`,
    ATTEST_SUMMARIZER_URL: `http://127.0.0.1:${port + 2}`,
    ATTEST_SCRIPT_ANALYZER_URL: `http://127.0.0.1:${port + 3}`,
    ATTEST_KQL_ASSISTANT_URL: `http://127.0.0.1:${port + 4}`,
    ATTEST_RESPONDER_URL: `http://127.0.0.1:${port + 5}`,
    ATTEST_REPORTER_URL: `http://127.0.0.1:${port + 6}`,
    ATTEST_EVALUATOR_URL: `http://127.0.0.1:${port + 7}`,
  };
  return [
    startProcess('incidents', { ...shared, ATTEST_PORT: String(port + 1) }),
    startProcess('summarizer', { ...shared, ATTEST_PORT: String(port + 2) }),
    startProcess('script-analyzer', { ...shared, ATTEST_PORT: String(port + 3) }),
    startProcess('kql-assistant', { ...shared, ATTEST_PORT: String(port + 4) }),
    startProcess('responder', { ...shared, ATTEST_PORT: String(port + 5) }),
    startProcess('reporter', { ...shared, ATTEST_PORT: String(port + 6) }),
    startProcess('evaluator', { ...shared, ATTEST_PORT: String(port + 7) }),
    startProcess('gateway', { ...shared, ATTEST_PORT: String(port) }),
  ];
}

/** The channel tells the child when this process is gone, however it went. */
function startProcess(app, env) {
  const child = spawn(resolveNode(), ['--enable-source-maps', join(root, 'apps', app, 'dist', 'main.js')], { cwd: process.cwd(), env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  child.on('exit', (code, signal) => {
    stop('SIGTERM');
    process.exitCode ||= stopping && signal === null ? (code ?? 0) : (code ?? 1);
  });
  return child;
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
