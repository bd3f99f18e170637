import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * `npm start` as a newcomer meets it: in a fresh clone, from nothing to a page, then again, with what each costs.
 *   node tests/newcomer/start.mjs [--json-out FILE]
 * Plain Node on Linux: it must not need what it tests.
 */

const root = resolve(import.meta.dirname, '../..');
const limits = { coldSeconds: 180, warmSeconds: 15, megabytes: 1_100 };
const checks = [];

function check(title, ok, detail = '') {
  checks.push({ title, ok, detail });
  process.stdout.write(`  ${ok ? '✓' : '✕'} ${title}${detail ? ` (${detail})` : ''}\n`);
}

async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** Every process below `pid`, with its start time, by which a number that is used again is told apart. */
function family(pid) {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    try {
      const fields = readFileSync(`/proc/${name}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
      return [{ pid: Number(name), parent: Number(fields[1]), started: fields[19] }];
    } catch {
      return [];
    }
  });
  const found = processes.filter((process) => process.pid === pid);
  for (let at = 0; at < found.length; at += 1) found.push(...processes.filter((process) => process.parent === found[at].pid));
  return found;
}

function isAlive({ pid, started }) {
  return family(pid).some((process) => process.started === started);
}

/** Memory that the processes hold, shared pages counted once: the proportional set size. */
function megabytes(processes) {
  return Math.round(processes.reduce((sum, { pid }) => {
    try {
      return sum + Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
    } catch {
      return sum;
    }
  }, 0) / 1024);
}

async function start(clone, port) {
  const began = Date.now();
  const child = spawn('npm', ['start'], { cwd: clone, detached: true, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ATTEST_PORT: String(port), ATTEST_DATA_DIR: join(clone, '.attest'), KAFKA_BROKERS: '', DATABASE_URL: '' } });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const exited = new Promise((done) => child.once('exit', (code) => done(code)));
  while (!/Ready in /.test(output) && child.exitCode === null && Date.now() - began < 400_000) await sleep(100);
  return { child, exited, seconds: (Date.now() - began) / 1000, ready: /Ready in /.test(output), output: () => output };
}

const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const get = (url, options) => fetch(url, { signal: AbortSignal.timeout(20_000), ...options });

async function visit(port, output) {
  const url = `http://127.0.0.1:${port}`;
  const page = await get(url);
  check('the page is served', page.status === 200 && /<div id="root"/.test(await page.text()), `status ${page.status}`);
  const ready = await get(`${url}/readyz`);
  check('/readyz says ready', ready.status === 200, `status ${ready.status}`);
  const query = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{ incidents { totalCount nodes { id summary { current statements { text } } } } }"}' };
  const anonymous = await get(`${url}/graphql`, query);
  check('anonymous gets 401', anonymous.status === 401, `status ${anonymous.status}`);
  const [, user, password] = /Sign in\s+(\S+) \/ (\S+)/.exec(output) ?? [];
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  let incidents;
  for (let tries = 0; tries < 60; tries += 1) {
    const response = await get(`${url}/graphql`, { ...query, headers: { ...query.headers, authorization } });
    incidents = (await response.json()).data?.incidents;
    if (incidents?.totalCount > 0 && incidents.nodes.every((incident) => incident.summary?.current)) break;
    await sleep(500);
  }
  check('the printed sign-in shows sample incidents with their summaries', incidents?.totalCount > 0 && incidents.nodes.every((incident) => incident.summary?.statements.length > 0), `${incidents?.totalCount} incidents`);
}

/** Ctrl-C reaches the whole foreground group, as a terminal sends it. */
async function stop({ child, exited }, port, title) {
  const before = family(child.pid);
  process.kill(-child.pid, 'SIGINT');
  await Promise.race([exited, sleep(30_000)]);
  // Processes of PostgreSQL may be a moment behind on a busy machine; whoever is still there after that was left behind.
  let left = before;
  for (let tries = 0; left.length > 0 && tries < 20; tries += 1) {
    await sleep(500);
    left = before.filter(isAlive);
  }
  check(`${title} leaves no process`, left.length === 0, `${before.length} before, ${left.length} after`);
  const answered = await get(`http://127.0.0.1:${port}/healthz`).then(() => true, () => false);
  check(`${title} frees the port`, !answered);
  for (const { pid } of left) process.kill(pid, 'SIGKILL');
}

async function main() {
  const folder = mkdtempSync(join(tmpdir(), 'attest-newcomer-'));
  const clone = join(folder, 'attest');
  const port = await freePort();
  try {
    execFileSync('git', ['clone', '--quiet', root, clone], { stdio: 'inherit' });
    for (const [kind, limit] of [['cold', limits.coldSeconds], ['warm', limits.warmSeconds]]) {
      const run = await start(clone, port);
      check(`npm start is ready, ${kind}`, run.ready, `${run.seconds.toFixed(1)} s`);
      if (!run.ready) {
        process.stdout.write(run.output());
        await stop(run, port, 'a failed start');
        return;
      }
      check(`${kind} within ${limit} s`, run.seconds < limit, `${run.seconds.toFixed(1)} s`);
      if (kind === 'cold') await visit(port, run.output());
      else {
        await sleep(3_000);
        const used = megabytes(family(run.child.pid));
        check(`resident memory under ${limits.megabytes} MB`, used > 0 && used < limits.megabytes, `${used} MB in ${family(run.child.pid).length} processes`);
        process.stdout.write(`  memory ${used} MB\n`);
      }
      process.stdout.write(`  ${kind} ${run.seconds.toFixed(1)} s\n`);
      await stop(run, port, `Ctrl-C, ${kind},`);
    }
    const changed = execFileSync('git', ['status', '--porcelain'], { cwd: clone, encoding: 'utf8' });
    check('the clone is as it was', changed === '', changed.trim());
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
const at = process.argv.indexOf('--json-out');
if (at > 0) {
  const assertionResults = checks.map(({ title, ok, detail }) => ({ fullName: title, title, status: ok ? 'passed' : 'failed', failureMessages: ok ? [] : [detail] }));
  writeFileSync(process.argv[at + 1], JSON.stringify({ testResults: [{ name: join(root, 'tests/newcomer/start.mjs'), status: 'passed', assertionResults }] }));
}
const failed = checks.filter((each) => !each.ok).length;
process.stdout.write(`${checks.length - failed} passed, ${failed} failed, 0 skipped\n`);
process.exit(failed > 0 || checks.length === 0 ? 1 : 0);
