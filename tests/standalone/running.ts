import { spawn, type ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '@attest/testing';

/** A running standalone, seen from outside. */
export interface Running {
  process: ChildProcess;
  url: string;
  authorization: string;
}

/** Starts the one process on embedded defaults, as `npm start` does once everything is built. */
export async function start(dataDir: string, settings: Record<string, string> = {}): Promise<Running> {
  const child = spawn(process.execPath, [join(process.cwd(), 'apps/standalone/dist/main.js')], {
    env: { PATH: process.env['PATH'], ATTEST_PORT: '0', ATTEST_DATA_DIR: dataDir, ...settings },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await eventually('ready', () => /Stop {6}Ctrl-C/.test(output) || child.exitCode !== null, 90_000);
  const url = /Address\s+(\S+)/.exec(output)?.[1];
  const [, user, password] = /Sign in\s+(\S+) \/ (\S+)/.exec(output) ?? [];
  if (url === undefined) throw new Error(`did not start: ${output}`);
  return { process: child, url, authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
}

/** GraphQL; throws on errors. */
export async function ask<T>({ url, authorization }: Running, query: string): Promise<T> {
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers: { authorization, 'content-type': 'application/json' }, body: JSON.stringify({ query }) });
  const { data, errors } = (await response.json()) as { data: T; errors?: { message: string }[] };
  if (errors) throw new Error(errors[0]?.message);
  return data;
}

/** Posts one incident. */
export async function importIncident({ url, authorization }: Running, incident: unknown): Promise<void> {
  const response = await fetch(`${url}/api/incidents`, { method: 'POST', headers: { authorization, 'content-type': 'application/json' }, body: JSON.stringify(incident) });
  if (!response.ok) throw new Error(`answered ${response.status}`);
}

/** Process id of the embedded PostgreSQL. */
export async function postgresPid(dataDir: string): Promise<number> {
  const folder = (await readFile(join(dataDir, 'postgres', 'LOCATION'), 'utf8').catch(() => join(dataDir, 'postgres'))).trim();
  return Number((await readFile(join(folder, 'data', 'postmaster.pid'), 'utf8')).split('\n')[0]);
}
