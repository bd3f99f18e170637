import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './node.mjs';

/**
 * Brings a clone to the state where its programs run: packages installed, projects built. Plain Node, no packages.
 * Both steps are skipped in milliseconds when nothing changed, and are safe when two programs ask at once.
 */

const stampFile = join(root, 'node_modules', '.attest-install');
const lockDir = join(root, '.nx', 'attest-bootstrap.lock');

/** Installs the packages of the lock file unless they are there. `say` hears one sentence per step. */
export async function ensureInstalled(say = sayOnStderr) {
  const wanted = lockDigest();
  if (installedDigest() === wanted) return false;
  await exclusively(async () => {
    if (installedDigest() === wanted) return;
    const done = progress(say, 'Installing packages');
    await twice(say, () => run(npmCommand(), ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], 'npm ci'));
    writeFileSync(stampFile, wanted);
    done();
  });
  return true;
}

/** Builds `projects` (default: all) and what they depend on unless their sources are unchanged since the last build. */
export async function ensureBuilt({ projects = [], say = sayOnStderr } = {}) {
  await ensureInstalled(say);
  const stamp = join(root, '.nx', `attest-build-${projects.join('-') || 'all'}`);
  if (newest(stamp) > newestSource(projects)) return false;
  await exclusively(async () => {
    if (newest(stamp) > newestSource(projects)) return;
    const done = progress(say, 'Building');
    const selection = projects.length > 0 ? ['-p', [...projects, ...libraries()].join(',')] : [];
    const started = Date.now();
    await run(process.execPath, [join(root, 'tools/nx.mjs'), 'run-many', '-t', 'build', ...selection, '--outputStyle=static'], 'the build');
    mkdirSync(join(root, '.nx'), { recursive: true });
    writeFileSync(stamp, String(started));
    done();
  });
  return true;
}

/** A registry that fails for a moment must not end the first start anybody makes. */
async function twice(say, work) {
  try {
    await work();
  } catch (error) {
    say(`${error.message.split('\n', 2).join(' ')} Trying once more ...`);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    await work();
  }
}

function libraries() {
  return readdirSync(join(root, 'libs'));
}

function lockDigest() {
  return createHash('sha256').update(readFileSync(join(root, 'package-lock.json'))).digest('hex');
}

function installedDigest() {
  return existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : '';
}

function npmCommand() {
  return process.platform === 'win32' ? 'npm.cmd' : 'npm';
}

/** The stamp holds the moment the build began, so that a file saved while it ran counts as newer. */
function newest(stamp) {
  return existsSync(stamp) ? Number(readFileSync(stamp, 'utf8')) : 0;
}

function newestSource(projects) {
  const rooms = projects.length > 0 ? [...projects.map((p) => join('apps', p)), 'libs'] : ['apps', 'libs'];
  let latest = 0;
  const visit = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.name === 'dist' || entry.name === 'node_modules') continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) visit(path);
      else latest = Math.max(latest, statSync(path).mtimeMs);
    }
  };
  for (const room of rooms) visit(join(root, room));
  for (const file of ['package-lock.json', '.swcrc', 'nx.json']) latest = Math.max(latest, statSync(join(root, file)).mtimeMs);
  return latest;
}

/** A folder as a lock: made atomically, taken over when its owner is gone. */
async function exclusively(work) {
  mkdirSync(join(root, '.nx'), { recursive: true });
  for (;;) {
    try {
      mkdirSync(lockDir);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (!ownerAlive()) rmSync(lockDir, { recursive: true, force: true });
      else await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  try {
    writeFileSync(join(lockDir, 'pid'), String(process.pid));
    await work();
  } finally {
    rmSync(lockDir, { recursive: true, force: true });
  }
}

function ownerAlive() {
  const file = join(lockDir, 'pid');
  if (!existsSync(file)) return existsSync(lockDir) && Date.now() - statSync(lockDir).mtimeMs < 5_000;
  try {
    process.kill(Number(readFileSync(file, 'utf8')), 0);
    return true;
  } catch {
    return false;
  }
}

function run(command, args, name) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' && command.endsWith('.cmd') });
    let output = '';
    const keep = (chunk) => { output = (output + chunk).slice(-20_000); };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', reject);
    child.on('close', (code) => code === 0 ? resolve() : reject(new Error(`${name} failed (exit ${code}):\n${output.trim()}`)));
  });
}

/** Says a step, then that it goes on every ten seconds, then how long it took. */
function progress(say, what) {
  const started = Date.now();
  const seconds = () => `${((Date.now() - started) / 1000).toFixed(0)} s`;
  say(`${what} ...`);
  const timer = setInterval(() => say(`${what} ... ${seconds()}`), 10_000);
  return () => {
    clearInterval(timer);
    say(`${what}: done in ${seconds()}`);
  };
}

function sayOnStderr(sentence) {
  process.stderr.write(`${sentence}\n`);
}
