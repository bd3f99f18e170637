import { spawn, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { access, chmod, chown, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { PersistenceError, PersistenceErrorCode } from '../persistence.error.js';
import { locateBinaries } from './binaries.js';
import { commandOf, goneWithin, isAlive } from './process-state.js';
import { reachableByOthers, rootState, runnerUser } from './runner-user.js';

/** Where the server keeps its data and on which port it listens. */
export interface EmbeddedPostgresOptions {
  /** Folder for the cluster, its password and its log. Created when missing. */
  dataDir: string;
  /** Port on 127.0.0.1; a free one when left out. */
  port?: number;
}

/** A running embedded server. */
export interface EmbeddedPostgres {
  /** Connection address of its one database, with credentials. */
  url: string;
  /** Fast, clean shutdown; resolves when the process is gone. */
  stop(): Promise<void>;
}

const user = 'attest';

/** Small on purpose: it shares the machine with everything else of `npm start`. */
const serverSettings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'shared_buffers=32MB', 'max_connections=60', 'max_wal_size=256MB', 'log_min_messages=warning', 'jit=off'];

/**
 * Starts a real PostgreSQL from the binaries npm brought, durable as any PostgreSQL. Works as root (runs as `nobody`),
 * after `kill -9` of a former launcher (its orphan is stopped first), and for packages installed without scripts.
 * @throws PersistenceError when the platform has no binaries, another Attest uses the folder, or the server does not start
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const runner = await runnerUser();
  const folder = await prepareFolder(resolve(options.dataDir), runner);
  const release = await claimFolder(folder);
  try {
    const native = await locateBinaries(runner !== undefined);
    const data = join(folder, 'data');
    const password = await ensureCluster(native, folder, data, runner);
    await endOrphan(data);
    const port = options.port ?? (await freePort());
    const server = await launch(native, folder, data, port, runner);
    const url = `postgres://${user}:${password}@127.0.0.1:${port}/postgres`;
    await answers(url, server, folder);
    return {
      url,
      stop: async () => {
        await stopServer(server);
        await release();
      },
    };
  } catch (error) {
    await release();
    throw error;
  }
}

type Runner = { uid: number; gid: number } | undefined;

/** As root the folder must be reachable by the runner; one inside a private home is kept elsewhere, with a note in its place. */
async function prepareFolder(wanted: string, runner: Runner): Promise<string> {
  await mkdir(wanted, { recursive: true });
  if (!runner) return wanted;
  let folder = wanted;
  if (!(await reachableByOthers(wanted))) {
    folder = join(rootState, createHash('sha256').update(wanted).digest('hex').slice(0, 16));
    await mkdir(rootState, { recursive: true, mode: 0o755 });
    await mkdir(folder, { recursive: true });
    await writeFile(join(wanted, 'LOCATION'), `${folder}\n`);
  }
  await chmod(folder, 0o755);
  await chown(folder, runner.uid, runner.gid);
  return folder;
}

/** One launcher per folder: two servers on one cluster would corrupt it. */
async function claimFolder(folder: string): Promise<() => Promise<void>> {
  const file = join(folder, 'launcher.pid');
  const holder = Number(await readFile(file, 'utf8').catch(() => '0'));
  if (holder !== process.pid && (await isAlive(holder)) && /node/i.test((await commandOf(holder)) ?? 'node')) {
    throw new PersistenceError(PersistenceErrorCode.DataFolderInUse, `Another Attest (process ${holder}) uses ${folder}. Stop it, or set ATTEST_DATA_DIR and ATTEST_PORT for a second one.`);
  }
  await writeFile(file, String(process.pid));
  return () => rm(file, { force: true });
}

/** Makes the cluster beside its final place and moves it there whole, so that an interrupted first start leaves none. */
async function ensureCluster(native: string, folder: string, data: string, runner: Runner): Promise<string> {
  const passwordFile = join(folder, 'password');
  if (await access(join(data, 'PG_VERSION')).then(() => true, () => false)) return (await readFile(passwordFile, 'utf8')).trim();
  const password = randomBytes(24).toString('hex');
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (runner) await chown(passwordFile, runner.uid, runner.gid);
  const draft = `${data}.new`;
  await rm(draft, { recursive: true, force: true });
  await rm(data, { recursive: true, force: true });
  const args = ['-D', draft, '-U', user, '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--encoding=UTF8', '--locale=C', '--no-instructions'];
  await finished(spawn(join(native, 'bin', 'initdb'), args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], ...runner }));
  await rename(draft, data);
  return password;
}

function finished(child: ChildProcess): Promise<void> {
  return new Promise((done, reject) => {
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? done() : reject(new PersistenceError(PersistenceErrorCode.ServerDidNotStart, `The embedded PostgreSQL could not be set up: ${said.trim().slice(-500)}`))));
  });
}

/** After kill -9 of a launcher its server lives on, or its lock file does: end the one, remove the other. */
async function endOrphan(data: string): Promise<void> {
  const lock = join(data, 'postmaster.pid');
  const pid = Number((await readFile(lock, 'utf8').catch(() => '0')).split('\n')[0]);
  if ((await isAlive(pid)) && /postgres/.test((await commandOf(pid)) ?? 'postgres')) {
    process.kill(pid, 'SIGINT');
    if (!(await goneWithin(pid, 10_000))) process.kill(pid, 'SIGQUIT');
    if (!(await goneWithin(pid, 5_000))) throw new PersistenceError(PersistenceErrorCode.ServerDidNotStop, `A PostgreSQL left behind (process ${pid}) does not stop. End it and start again.`);
  }
  await rm(lock, { force: true });
}

function freePort(): Promise<number> {
  return new Promise((done, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => done(port));
    });
  });
}

/** In a process group of its own: Ctrl-C in the terminal must reach the services first. */
async function launch(native: string, folder: string, data: string, port: number, runner: Runner): Promise<ChildProcess> {
  const log = await open(join(folder, 'server.log'), 'a', 0o600);
  const args = ['-D', data, '-p', String(port), ...serverSettings.flatMap((setting) => ['-c', setting])];
  const server = spawn(join(native, 'bin', 'postgres'), args, { cwd: folder, stdio: ['ignore', log.fd, log.fd], detached: true, windowsHide: true, ...runner });
  server.on('error', () => undefined);
  await log.close();
  return server;
}

async function answers(url: string, server: ChildProcess, folder: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline && server.exitCode === null && server.signalCode === null) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      await new Promise((done) => setTimeout(done, 40));
    }
  }
  const tail = (await readFile(join(folder, 'server.log'), 'utf8').catch(() => '')).trim().split('\n').slice(-3).join(' ');
  throw new PersistenceError(PersistenceErrorCode.ServerDidNotStart, `The embedded PostgreSQL did not start. Its log says: ${tail}`);
}

async function stopServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const exited = new Promise<void>((done) => server.once('exit', () => done()));
  server.kill('SIGINT');
  const forced = setTimeout(() => server.kill('SIGQUIT'), 10_000);
  await exited;
  clearTimeout(forced);
}
