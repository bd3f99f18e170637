import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startKafka } from '../tools/kafka.mjs';

/**
 * `npm run bench feedback-load -- [--events N] [--seed N] [--processes N] [--kills N]`
 * Cards and feedback over a real Apache Kafka to processes of the evaluator, which are ended by kill -9 at random moments and
 * started again. One event in five comes twice. In the end the figures must be, byte for byte, those of a plain recount, and
 * again after a replay. Needs Java 17 and Maven, and what `npm start` needs.
 */
const root = resolve(import.meta.dirname, '..');
const { values } = parseArgs({ options: { events: { type: 'string', default: '20000' }, seed: { type: 'string', default: String(Date.now() % 1_000_000) }, processes: { type: 'string', default: '2' }, kills: { type: 'string', default: '6' } } });
const [amount, seed, processes, kills] = [Number(values.events), Number(values.seed), Number(values.processes), Number(values.kills)];
const say = (name, value) => process.stdout.write(`${name.padEnd(34)} ${value}\n`);
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const from = (path) => import(join(root, path));

const { seededRandom, shuffledBy } = await from('libs/evaluation-engine/dist/index.js');
const { Figures, figuresText } = await from('apps/evaluator/dist/domain/figures.js');
const { identityHeader, signIdentity } = await from('libs/identity/dist/index.js');
const { startEmbeddedPostgres } = await from('libs/persistence/dist/index.js');
const { createKafkaBus } = await from('libs/messaging/dist/index.js');

const random = seededRandom(seed);
const pick = (...all) => all[Math.floor(random() * all.length)];
const secret = randomBytes(16).toString('hex');
const folder = mkdtempSync(join(tmpdir(), 'attest-feedback-load-'));
say('seed', seed);
say('cores', availableParallelism());
const kafka = await startKafka();
const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres') });
const database = new pg.Client({ connectionString: postgres.url });
const logger = { info() {}, warn() {}, error() {}, debug() {} };
const bus = createKafkaBus({ brokers: [kafka.brokers], clientId: 'bench', claimUrl: postgres.url, logger });
const running = new Map();
let failed = false;
try {
  await bus.ensureTopics();
  for (let slot = 0; slot < processes; slot += 1) await ready(await launch(slot));
  await database.connect();
  await database.query("SET attest.tenant = '*'");
  const { events, text } = history();
  const distinct = new Set(events.map(({ id }) => id)).size;
  const started = performance.now();
  const publishing = (async () => {
    for (let at = 0; at < events.length; at += 200) await bus.publish(events.slice(at, at + 200));
  })();
  const killing = (async () => {
    for (let kill = 0; kill < kills; kill += 1) {
      await sleep(1_000 + random() * 3_000);
      const slot = Math.floor(random() * processes);
      running.get(slot).child.kill('SIGKILL');
      await sleep(random() * 1_000);
      await launch(slot);
    }
  })();
  await Promise.all([publishing, killing]);
  for (const { child, port } of running.values()) await ready({ child, port });
  const handled = async () => (await database.query('SELECT count(*)::int AS n FROM evaluator.inbox')).rows[0].n;
  for (const deadline = Date.now() + 540_000; (await handled()) < distinct && Date.now() < deadline; ) await sleep(250);
  const seconds = (performance.now() - started) / 1_000;
  const first = await figures();
  const replayStarted = performance.now();
  const replayed = await ask('mutation { replayEvaluation }');
  const again = await figures();
  failed = first !== text || again !== text;
  say('events', `${events.length} sent, ${distinct} different, ${await handled()} handled`);
  say('time', `${seconds.toFixed(1)} s, ${(events.length / seconds).toFixed(0)} a second, ${processes} processes, ${kills} kills`);
  say('figures equal a recount', first === text ? `yes, ${text.split('\n').length - 1} rows` : 'NO');
  say('equal after a replay', again === text ? `yes, ${replayed.data.replayEvaluation} kept events in ${((performance.now() - replayStarted) / 1_000).toFixed(1)} s` : 'NO');
} finally {
  for (const { child } of running.values()) child.kill('SIGTERM');
  await Promise.all([...running.values()].map(({ child }) => (child.exitCode !== null || child.signalCode !== null ? undefined : new Promise((ended) => child.once('exit', ended)))));
  await bus.close();
  await database.end();
  await postgres.stop();
  await kafka.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);

async function launch(slot) {
  const port = await freePort();
  const child = spawn(process.execPath, [join(root, 'apps/evaluator/dist/main.js')], { cwd: folder, env: { PATH: process.env.PATH, KAFKA_BROKERS: kafka.brokers, DATABASE_URL: postgres.url, ATTEST_SERVICE_SECRET: secret, ATTEST_DATA_DIR: folder, ATTEST_PORT: String(port), ATTEST_LOG_LEVEL: 'error' }, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  running.set(slot, { child, port });
  return { child, port };
}

async function ready({ child, port }) {
  while (child.exitCode === null && child.signalCode === null) {
    if ((await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined))?.ok) return;
    await sleep(50);
  }
  throw new Error(`An evaluator ended with ${child.exitCode ?? child.signalCode} before it was ready.`);
}

async function headers() {
  return { [identityHeader]: await signIdentity({ subject: 'bench', name: 'bench', tenant: 'default', roles: ['reader', 'hunter', 'responder', 'admin'] }, secret), 'content-type': 'application/json' };
}

async function figures() {
  return (await fetch(`http://127.0.0.1:${running.get(0).port}/api/evaluation/figures.jsonl`, { headers: await headers() })).text();
}

async function ask(query) {
  return (await fetch(`http://127.0.0.1:${running.get(0).port}/graphql`, { method: 'POST', headers: await headers(), body: JSON.stringify({ query }) })).json();
}

/** Cards and votes with many versions, shuffled, one in five twice; and what a plain recount of them gives. */
function history() {
  const recount = new Figures();
  const different = Math.floor(amount / 1.2);
  const envelope = (type, key, payload, at) => ({ id: randomUUID(), type, version: 1, tenant: 'default', key, occurredAt: at, payload });
  const ago = (days, ms = 0) => new Date(Math.floor(Date.now() / 86_400_000) * 86_400_000 - days * 86_400_000 + ms).toISOString();
  const cards = Array.from({ length: Math.ceil(different / 10) }, () => {
    const model = pick(null, null, 'gpt-5', 'local');
    return { cardId: randomUUID(), kind: pick('incidentSummary', 'guidedResponse', 'scriptAnalysis'), subjectId: 'i', subjectRevision: 1, version: 1, composer: model === null ? 'rules' : 'model', digest: 'd'.repeat(64), dropped: pick(0, 0, 1, 3), provenance: { engine: pick('e 1', 'e 2'), model, promptHash: model === null ? null : pick('p1', 'p2'), inputDigest: 'a'.repeat(64), fallback: null, facts: 9, statements: pick(3, 7), repaired: pick(0, 1), ms: pick(2, 40, 3_000), promptTokens: pick(null, 1_500), completionTokens: pick(null, 300) } };
  });
  const events = cards.map((card) => envelope('card.generated.v1', card.subjectId + card.cardId, card, ago(pick(0, 1, 2, 3, 4))));
  for (const { payload, occurredAt } of events) recount.hearCard(payload, occurredAt);
  const versions = new Map();
  while (events.length < different) {
    const { cardId, kind, subjectId, subjectRevision, version: cardVersion, digest, composer, provenance } = cards[Math.floor(random() * cards.length)];
    const [subject, part] = [pick('ana', 'ben', 'cat', 'dan', 'eve', 'fay', 'gus'), pick(null, null, 'r-1')];
    const id = `${cardId} ${subject} ${part}`;
    const version = (versions.get(id) ?? 0) + 1;
    versions.set(id, version);
    const { engine, model, promptHash, inputDigest } = provenance;
    const vote = { feedbackId: randomUUID(), version, withdrawn: random() < 0.1, verdict: pick('confirmed', 'confirmed', 'offTarget', 'harmful'), faults: [], comment: null, corrections: random() < 0.3 ? [{ statement: 0, shown: 'the host ws-01 called out', right: pick('the host ws-02 called out', 'nobody called', null) }] : [], by: { subject, name: subject }, at: ago(pick(0, 1, 2), version * 1_000), card: { cardId, kind, part, subjectId, subjectRevision, version: cardVersion, digest, composer, engine, model, promptHash, inputDigest } };
    recount.hearFeedback(vote);
    events.push(envelope('feedback.given.v1', cardId, vote, vote.at));
  }
  return { events: shuffledBy([...events, ...shuffledBy(events, random).slice(0, amount - events.length)], random), text: figuresText(recount.rows()) };
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
