import { execFileSync, spawn } from 'node:child_process';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import pg from 'pg';
import { startKafka } from '../tools/kafka.mjs';
import { extensionOf, generateCorpus, mainLanguages } from './script-corpus/generate.mjs';

/**
 * `npm run bench scripts-load -- [--scripts N] [--seed N] [--files N] [--only throughput,kill,files]`
 * throughput: the same number of scripts over a real Apache Kafka to 1, 2 and 4 processes of the script analyzer, in one run.
 * kill: two processes, one of them ended by kill -9 every second for 40 seconds while scripts come in; what was lost or doubled in the end.
 *   A group waits for a dead member until its session is over (30 s), so under such kills little is done before they stop.
 * files: the command line over one directory of many files. Needs Java 17 and Maven, and what `npm start` needs.
 */
const root = resolve(import.meta.dirname, '..');
const { values } = parseArgs({ options: { scripts: { type: 'string', default: '2000' }, seed: { type: 'string', default: String(Date.now() % 1_000_000) }, files: { type: 'string', default: '10000' }, only: { type: 'string', default: 'throughput,kill,files' } } });
const parts = new Set(values.only.split(','));
const seed = Number(values.seed);
const amount = Number(values.scripts);
const say = (name, value) => process.stdout.write(`${name.padEnd(34)} ${value}\n`);
const killSeconds = 40;
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

say('seed', seed);
say('cores', availableParallelism());
if (parts.has('throughput') || parts.has('kill')) await overKafka();
if (parts.has('files')) files();

async function overKafka() {
  const { startEmbeddedPostgres } = await import(join(root, 'libs/persistence/dist/index.js'));
  const { createKafkaBus } = await import(join(root, 'libs/messaging/dist/index.js'));
  const folder = mkdtempSync(join(tmpdir(), 'attest-load-'));
  const kafka = await startKafka();
  const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres') });
  const admin = new pg.Client({ connectionString: postgres.url });
  await admin.connect();
  try {
    if (parts.has('throughput')) {
      const seconds = [];
      for (const processes of [1, 2, 4]) {
        const run = await load({ processes, label: `t${processes}`, killing: false });
        seconds.push(run.seconds);
        say(`${processes} process${processes > 1 ? 'es' : ''}`, `${amount} scripts in ${run.seconds.toFixed(1)} s, ${(amount / run.seconds).toFixed(0)} a second, ${(seconds[0] / run.seconds).toFixed(2)} times one, most memory of a process ${run.peakMb} MB`);
      }
    }
    if (parts.has('kill')) {
      const run = await load({ processes: 2, label: 'k', killing: true });
      say('kill -9 every second', `${run.kills} kills, ${amount} scripts in ${run.seconds.toFixed(1)} s, ${run.lost} lost, ${run.doubled} doubled, ${run.unsaid} not announced, ${run.saidTwice} announced twice`);
    }
  } finally {
    await admin.end();
    await postgres.stop();
    await kafka.stop();
    rmSync(folder, { recursive: true, force: true });
  }

  async function load({ processes, label, killing }) {
    const name = `attest_${randomBytes(5).toString('hex')}`;
    await admin.query(`CREATE DATABASE ${name}`);
    const address = new URL(postgres.url);
    address.pathname = `/${name}`;
    const logger = { info() {}, warn() {}, error() {}, debug() {} };
    const bus = createKafkaBus({ brokers: [kafka.brokers], clientId: 'bench', claimUrl: address.href, logger });
    await bus.ensureTopics();
    const announced = new Map();
    const ears = await bus.subscribe({ topics: ['script.analyzed.v1'], group: `bench-${name}`, from: 'latest', ephemeral: true, handler: async ({ id, payload }) => void (announced.get(payload.sha256) ?? announced.set(payload.sha256, new Set()).get(payload.sha256)).add(id) });
    const running = new Map();
    let peakMb = 0;
    const launch = async (slot) => {
      const port = await freePort();
      const child = spawn(process.execPath, [join(root, 'apps/script-analyzer/dist/main.js')], { cwd: folder, env: { PATH: process.env.PATH, KAFKA_BROKERS: kafka.brokers, DATABASE_URL: address.href, ATTEST_SERVICE_SECRET: randomBytes(16).toString('hex'), ATTEST_DATA_DIR: folder, ATTEST_PORT: String(port), ATTEST_LOG_LEVEL: 'error' }, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
      running.set(slot, child);
      return { child, port };
    };
    const start = async (slot) => {
      const { child, port } = await launch(slot);
      while (child.exitCode === null && child.signalCode === null) {
        if ((await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined))?.ok) return;
        await sleep(50);
      }
      throw new Error(`A script analyzer ended with ${child.exitCode ?? child.signalCode} before it was ready.`);
    };
    for (let slot = 0; slot < processes; slot += 1) await start(slot);
    await sleep(3_000); // the group has its partitions
    const scripts = distinctScripts(label);
    const database = new pg.Client({ connectionString: address.href });
    await database.connect();
    const count = async () => (await database.query('SELECT count(*)::int AS n FROM script_analyzer.script WHERE analyzed_at IS NOT NULL')).rows[0].n;
    // Worker threads load the engine with their first script: that is no part of the throughput.
    const warm = distinctScripts(`w${label}`).slice(0, processes * 40);
    await bus.publish(warm.map(envelopeOf));
    while ((await count()) < warm.length) await sleep(100);
    const started = performance.now();
    let kills = 0;
    const publishing = (async () => {
      for (let from = 0; from < scripts.length; from += 100) {
        await bus.publish(scripts.slice(from, from + 100).map(envelopeOf));
        if (killing) await sleep((killSeconds * 100_000) / scripts.length);
      }
    })();
    const killer = (async () => {
      for (let turn = 0; killing && performance.now() - started < killSeconds * 1000; turn += 1) {
        await sleep(1_000);
        const slot = turn % processes;
        const child = running.get(slot);
        child.kill('SIGKILL');
        kills += 1;
        await launch(slot); // killed again in its turn, ready or not
      }
    })();
    const deadline = Date.now() + 600_000;
    while ((await count()) < scripts.length + warm.length && Date.now() < deadline) {
      for (const child of running.values()) peakMb = Math.max(peakMb, rss(child.pid));
      await sleep(200);
    }
    const seconds = (performance.now() - started) / 1000;
    await publishing;
    await killer;
    // Announcements may still be on their way, and messages of killed processes come again.
    for (let quiet = 0, before = -1; quiet < 10 && Date.now() < deadline; ) {
      await sleep(500);
      const now = [...announced.values()].reduce((sum, ids) => sum + ids.size, 0);
      quiet = now === before && announced.size >= scripts.length + warm.length ? quiet + 1 : 0;
      before = now;
    }
    const { rows } = await database.query('SELECT sha256, card_version FROM script_analyzer.script');
    const stored = new Map(rows.map((row) => [row.sha256, row.card_version]));
    const result = {
      seconds, peakMb, kills,
      lost: scripts.filter(({ sha256 }) => !(stored.get(sha256) >= 1)).length,
      doubled: [...stored.values()].filter((version) => version > 1).length,
      unsaid: scripts.filter(({ sha256 }) => !announced.has(sha256)).length,
      saidTwice: [...announced.values()].filter((ids) => ids.size > 1).length,
    };
    for (const child of running.values()) child.kill('SIGTERM');
    await Promise.all([...running.values()].map((child) => (child.exitCode !== null || child.signalCode !== null ? undefined : new Promise((ended) => child.once('exit', ended)))));
    await ears.close();
    await bus.close();
    await database.end();
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    return result;
  }
}

/** Generated scripts, each made distinct by a comment of its language. */
function distinctScripts(label) {
  const marks = { batch: 'rem', vbscript: "'", javascript: '//' };
  return [...generateCorpus({ seed, count: amount, languages: mainLanguages })].map(({ text, language }, n) => {
    const bytes = Buffer.from(`${text}\n${marks[language] ?? '#'} ${label} ${n}\n`);
    return { bytes, language, sha256: createHash('sha256').update(bytes).digest('hex') };
  });
}

function envelopeOf({ bytes, language, sha256 }) {
  return { id: randomUUID(), type: 'script.submitted.v1', version: 1, tenant: 'default', key: sha256, occurredAt: new Date().toISOString(), payload: { sha256, content: gzipSync(bytes).toString('base64'), size: bytes.length, language } };
}

/** One process, its worker threads included; Linux only, 0 elsewhere. */
function rss(pid) {
  try {
    return Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024);
  } catch {
    return 0;
  }
}

function files() {
  const folder = mkdtempSync(join(tmpdir(), 'attest-files-'));
  try {
    mkdirSync(join(folder, 'in'));
    const count = Number(values.files);
    let n = 0;
    for (const { text, language } of generateCorpus({ seed: seed + 1, count, languages: mainLanguages })) writeFileSync(join(folder, 'in', `${String(n++).padStart(6, '0')}.${extensionOf[language]}`), text);
    const started = performance.now();
    const out = execFileSync('/usr/bin/env', ['bash', '-c', `"$0" "$1" script analyze "$2" --json > "$3" 2> "$4"; echo $?`, process.execPath, join(root, 'apps/cli/dist/main.js'), join(folder, 'in'), join(folder, 'out'), join(folder, 'err')], { encoding: 'utf8' });
    const lines = readFileSync(join(folder, 'out'), 'utf8').trim().split('\n').map((line) => JSON.parse(line));
    say(`directory of ${count} files`, `${lines.length} results in ${((performance.now() - started) / 1000).toFixed(1)} s, exit ${out.trim()}, ${lines.filter(({ layers }) => layers.length > 1).length} with decoded layers`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function freePort() {
  return new Promise((done, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}
