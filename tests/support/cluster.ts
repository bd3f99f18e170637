import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';

/** The processes of a distributed installation. */
export const services = ['incidents', 'summarizer', 'script-analyzer', 'kql-assistant', 'responder', 'reporter', 'evaluator', 'gateway'] as const;
export type Service = (typeof services)[number];

/** Where a cluster runs: brokers and an empty PostgreSQL server. Undefined when one of them is not configured. */
export function clusterSettings(): { brokers: string; databaseUrl: string } | undefined {
  const { KAFKA_BROKERS: brokers, DATABASE_URL: databaseUrl } = process.env;
  return brokers && databaseUrl ? { brokers, databaseUrl } : undefined;
}

/** One process per service over Kafka and a database of its own, seen from outside. */
export interface Cluster {
  url: string;
  authorization: string;
  /** `kill -9` of one service; resolves when it is gone. */
  kill(service: Service): Promise<void>;
  start(service: Service): Promise<void>;
  /** Resolves when the gateway says every part is ready. */
  ready(): Promise<void>;
  /** GraphQL; throws on errors. */
  ask<T>(query: string, variables?: Record<string, unknown>): Promise<T>;
  /** POST, tried again while a service is down, as a script that must not lose anything would. */
  post(path: string, body: Buffer | string, headers?: Record<string, string>, timeoutMs?: number): Promise<unknown>;
  /** Rows of the cluster's database. */
  rows<T>(sql: string): Promise<T[]>;
  /** The last lines each service wrote. */
  logs(): string;
  close(): Promise<void>;
}

const root = resolve(import.meta.dirname, '../..');
const password = 'a password for tests';
const patienceMs = 120_000;

/** A new database on the server, for one cluster. Clusters take turns: the topics and groups of a broker are shared. */
export async function emptyDatabase(serverUrl: string): Promise<{ url: string; close(): Promise<void> }> {
  const admin = new pg.Client({ connectionString: serverUrl });
  await admin.connect();
  await admin.query('SELECT pg_advisory_lock(4711)');
  const name = `attest_${randomBytes(6).toString('hex')}`;
  await admin.query(`CREATE DATABASE ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    close: async () => {
      await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await admin.end();
    },
  };
}

/** Starts a cluster. With `databasePort` its services reach PostgreSQL through that port of loopback. */
export async function startCluster({ databasePort }: { databasePort?: number } = {}): Promise<Cluster> {
  const settings = clusterSettings();
  if (!settings) throw new Error('A cluster needs KAFKA_BROKERS and DATABASE_URL.');
  const database = await emptyDatabase(settings.databaseUrl);

  const folder = mkdtempSync(join(tmpdir(), 'attest-cluster-'));
  const ports = Object.fromEntries(await Promise.all(services.map(async (service) => [service, await freePort()]))) as Record<Service, number>;
  const address = (service: Service): string => `http://127.0.0.1:${ports[service]}`;
  const environment = {
    PATH: process.env['PATH'],
    KAFKA_BROKERS: settings.brokers,
    DATABASE_URL: databasePort === undefined ? database.url : throughPort(database.url, databasePort),
    ATTEST_SERVICE_SECRET: randomBytes(16).toString('hex'),
    ATTEST_PASSWORD: password,
    ATTEST_DATA_DIR: folder,
    ATTEST_INCIDENTS_URL: address('incidents'),
    ATTEST_SUMMARIZER_URL: address('summarizer'),
    ATTEST_SCRIPT_ANALYZER_URL: address('script-analyzer'),
    ATTEST_KQL_ASSISTANT_URL: address('kql-assistant'),
    ATTEST_RESPONDER_URL: address('responder'),
    ATTEST_REPORTER_URL: address('reporter'),
    ATTEST_EVALUATOR_URL: address('evaluator'),
  };
  const running = new Map<Service, ChildProcess>();
  const log = (service: Service): string => join(folder, `${service}.log`);

  const start = async (service: Service): Promise<void> => {
    const output = openSync(log(service), 'a');
    const child = spawn(process.execPath, ['--enable-source-maps', join(root, 'apps', service, 'dist/main.js')], {
      cwd: folder,
      env: { ...environment, ATTEST_PORT: String(ports[service]) },
      stdio: ['ignore', output, output, 'ipc'],
    });
    closeSync(output);
    running.set(service, child);
    await until(`${service} to be ready`, async () => {
      if (child.exitCode !== null) throw new Error(`${service} ended with ${child.exitCode}:\n${logs()}`);
      return running.get(service) !== child || (await answers(`${address(service)}/healthz`));
    });
  };
  const ended = (child: ChildProcess): Promise<void> => (child.exitCode !== null || child.signalCode !== null ? Promise.resolve() : new Promise((done) => child.once('exit', () => done())));
  const end = async (service: Service, signal: NodeJS.Signals): Promise<void> => {
    const child = running.get(service);
    running.delete(service);
    if (!child) return;
    child.kill(signal);
    await ended(child);
  };
  const logs = (): string => services.map((service) => `--- ${service}\n${existsSync(log(service)) ? readFileSync(log(service), 'utf8').trimEnd().split('\n').slice(-15).join('\n') : ''}`).join('\n');
  const authorization = `Basic ${Buffer.from(`analyst:${password}`).toString('base64')}`;
  const inspector = new pg.Client({ connectionString: database.url });

  const cluster: Cluster = {
    url: address('gateway'),
    authorization,
    start,
    kill: (service) => end(service, 'SIGKILL'),
    ready: () => until('the cluster to be ready', () => answers(`${address('gateway')}/readyz`)),
    async ask<T>(query: string, variables?: Record<string, unknown>): Promise<T> {
      const response = await fetch(`${address('gateway')}/graphql`, { method: 'POST', headers: { authorization, 'content-type': 'application/json' }, body: JSON.stringify({ query, variables }) });
      const body = (await response.json()) as { data?: T; errors?: { message: string }[] };
      if (body.errors || !body.data) throw new Error(`GraphQL answered ${response.status}: ${JSON.stringify(body.errors ?? body)}`);
      return body.data;
    },
    async post(path, body, headers = {}, timeoutMs = patienceMs) {
      let answer: unknown;
      await until(`${path} to be accepted`, async () => {
        const response = await fetch(address('gateway') + path, { method: 'POST', headers: { authorization, 'content-type': 'application/json', ...headers }, body: typeof body === 'string' ? body : new Uint8Array(body), signal: AbortSignal.timeout(10_000) }).catch(() => undefined);
        if (!response) return false;
        const text = await response.text().catch(() => undefined);
        if (text === undefined || response.status >= 500) return false;
        if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
        answer = JSON.parse(text);
        return true;
      }, timeoutMs);
      return answer;
    },
    async rows<T>(sql: string): Promise<T[]> {
      return (await inspector.query(sql)).rows as T[];
    },
    logs,
    async close() {
      await Promise.all([...running.keys()].map((service) => end(service, 'SIGTERM')));
      await inspector.end();
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  try {
    await inspector.connect();
    await inspector.query("SET attest.tenant = '*'");
    await Promise.all([start('incidents'), start('summarizer'), start('script-analyzer'), start('kql-assistant'), start('responder'), start('reporter'), start('evaluator')]);
    await start('gateway');
    await cluster.ready();
    return cluster;
  } catch (error) {
    const said = logs();
    await cluster.close().catch(() => undefined);
    throw new Error(`The cluster did not start: ${error instanceof Error ? error.message : String(error)}\n${said}`);
  }
}

/** Asks `condition` until it holds; throws what it throws, or after a minute that it did not come. */
export async function until(what: string, condition: () => Promise<boolean>, timeoutMs = patienceMs): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Waited ${timeoutMs / 1000} s for ${what}.`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

/** Whether a GET of `url` succeeds. */
export async function answers(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
  await response?.body?.cancel();
  return response?.ok === true;
}

function throughPort(address: string, port: number): string {
  const url = new URL(address);
  url.host = `127.0.0.1:${port}`;
  return url.href;
}

/** A port nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((done, refuse) => {
    const server = createServer();
    server.once('error', refuse);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => done(port));
    });
  });
}
