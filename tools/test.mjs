import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { delimiter, dirname, join, relative, resolve } from 'node:path';
import { ensureBuilt, ensureInstalled } from './bootstrap.mjs';
import { resolveNode, root } from './node.mjs';
import { countOf, failuresOf, withSuitesOf } from './test-results.mjs';

/**
 * `npm test [PATH ...] [jest options]`: installs if needed, builds what the suites start as processes, runs Jest, and
 * says what failed, and what was skipped and how to get it. The last line is `N passed, N failed, N skipped`.
 * A few suites that fail are run once more, alone: on a machine with much else to do a process may answer too late. What
 * passes then counts as passed and is named, since it may as well be a race.
 * `--json-out FILE` keeps Jest's result. `--need PART` makes it an error that PART is missing.
 */

/** More suites than this failing at once is a break, not a machine that was too busy. */
const secondLookAtMost = 4;


/** What some suites need beyond npm. Each suite skips itself by the same sign. */
const parts = [
  {
    name: 'kafka',
    suites: ['tests/messaging/kafka.spec.ts', 'tests/distributed', 'tests/crash'],
    present: () => Boolean(process.env.KAFKA_BROKERS),
    missing: 'Tests on Apache Kafka were skipped: KAFKA_BROKERS is not set. With Java 17 and Maven: node tools/kafka.mjs exec -- npm test',
  },
  {
    name: 'postgres',
    suites: ['tests/distributed', 'tests/crash'],
    present: () => Boolean(process.env.DATABASE_URL),
    missing: 'Tests on separate processes were skipped: DATABASE_URL is not set. Give the address of an empty PostgreSQL 15 or later, and KAFKA_BROKERS.',
  },
  {
    name: 'chromium',
    suites: ['tests/browser'],
    present: () => Boolean(chromium()),
    missing: 'Browser tests were skipped: no Chromium was found. On Debian: apt-get install chromium; elsewhere set CHROMIUM_PATH.',
  },
  {
    name: 'docker',
    suites: ['tests/containers'],
    present: () => spawnSync('docker', ['version'], { stdio: 'ignore' }).status === 0,
    missing: 'Container tests were skipped: no Docker engine answers. They are their own package: bash .ci/run containers',
    elsewhere: true,
  },
];

function chromium() {
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  const folders = (process.env.PATH ?? '').split(delimiter);
  return process.env.CHROMIUM_PATH ?? folders.flatMap((folder) => names.map((name) => join(folder, name))).find((path) => existsSync(path));
}

function parse(argv) {
  const options = { jest: [], paths: [], needs: [], jsonOut: undefined };
  for (let at = 0; at < argv.length; at += 1) {
    const arg = argv[at];
    if (arg === '--json-out') options.jsonOut = resolve(argv[(at += 1)] ?? fail('--json-out needs a file.'));
    else if (arg === '--need') options.needs.push(argv[(at += 1)] ?? fail('--need needs the name of a part.'));
    else {
      options.jest.push(arg);
      if (!arg.startsWith('-') && existsSync(arg)) options.paths.push(relative(root, resolve(arg)));
    }
  }
  return options;
}

/** Whether the paths asked for reach `suite`; asking for nothing reaches everything. */
function reaches(paths, suite) {
  return paths.length === 0 || paths.some((path) => path === '' || suite === path || suite.startsWith(`${path}/`) || path.startsWith(`${suite}/`));
}

async function main() {
  const options = parse(process.argv.slice(2));
  const onlyUnits = options.paths.length > 0 && options.paths.every((path) => /^(apps|libs)(\/|$)/.test(path));
  await ensureInstalled();
  if (!onlyUnits) await ensureBuilt();

  const asked = parts.filter((part) => part.suites.some((suite) => reaches(options.paths, suite)));
  const missing = asked.filter((part) => !part.present());
  for (const name of options.needs) {
    const part = parts.find((candidate) => candidate.name === name) ?? fail(`--need knows ${parts.map((p) => p.name).join(', ')}.`);
    if (!part.present()) fail(part.missing);
  }

  const folder = mkdtempSync(join(tmpdir(), 'attest-test-'));
  try {
    const first = await jest([`--maxWorkers=${Math.max(2, availableParallelism() - 1)}`, ...options.jest], join(folder, 'result.json'));
    const { code, result } = options.jest.length === options.paths.length ? await secondLook(first, folder) : first;
    if (options.jsonOut && result) writeFileSync(options.jsonOut, JSON.stringify(result));
    const totals = result ? countOf(result) : { passed: 0, failed: 1, skipped: 0 };
    process.stdout.write('\n');
    for (const failure of result ? failuresOf(result, root) : []) tell('FAILED', failure);
    for (const part of missing) process.stdout.write(`${part.missing}\n`);
    process.stdout.write(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped\n`);
    return code === 0 && totals.failed > 0 ? 1 : code;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs the suites that failed once more, one after the other, when they are few and nothing else is wrong. */
async function secondLook(run, folder) {
  const failed = run.result?.testResults.filter((suite) => suite.status === 'failed').map((suite) => suite.name) ?? [];
  const others = run.result?.testResults.length > failed.length;
  if (failed.length === 0 || failed.length > secondLookAtMost || !others) return run;
  const again = await jest(['--runInBand', '--runTestsByPath', ...failed], join(folder, 'again.json'));
  if (again.result === undefined) return run;
  const result = withSuitesOf(run.result, again.result);
  const still = new Set(failuresOf(result, root).map(({ file, test }) => `${file} ${test}`));
  for (const failure of failuresOf(run.result, root)) {
    if (!still.has(`${failure.file} ${failure.test}`)) tell('Failed beside the other suites and passed alone:', failure);
  }
  return { code: again.code, result };
}

function tell(what, { file, test, why }) {
  process.stdout.write(`${what} ${file} › ${test}\n${why.map((line) => `    ${line}\n`).join('')}`);
}

/** One run of Jest: its exit code, and its result when it came to one. */
async function jest(args, file) {
  const code = await runJest(args, file);
  return { code, result: existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined };
}

function runJest(args, result) {
  const node = resolveNode();
  const command = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', join(root, 'node_modules/jest/bin/jest.js'), '--reporters=default', `--reporters=${join(root, 'tools/jest-watchdog.mjs')}`, '--json', `--outputFile=${result}`, ...args];
  const path = [dirname(node), join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter);
  return new Promise((done, refuse) => {
    // A group of its own: a worker that spins hears no signal but the one that ends it.
    const grouped = process.platform !== 'win32';
    const child = spawn(node, command, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, PATH: path }, detached: grouped });
    const forward = (signal) => child.kill(signal);
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, forward);
    child.once('error', refuse);
    child.once('exit', (code) => {
      if (grouped) endGroup(child.pid);
      done(code ?? 1);
    });
  });
}

function endGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody is left in it.
  }
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

main().then((code) => process.exit(code), (error) => fail(error.message));
