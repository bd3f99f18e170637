import { readFile, readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const samples = new URL('../samples/', import.meta.url);

/** The doors of the running gateway, as any script would use them. */
export interface Doors {
  url: string;
  user: string;
  password: string;
}

/**
 * Loads the sample incidents into an installation that has none, by the same REST door as everybody.
 * Resolves with how many were loaded.
 */
export async function loadSamples(doors: Doors): Promise<number> {
  if ((await countIncidents(doors)) > 0) return 0;
  const folders = (await readdir(fileURLToPath(samples), { withFileTypes: true })).filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();
  for (const folder of folders) {
    const incident = await post(doors, '/api/incidents', await readFile(new URL(`${folder}/incident.json.gz`, samples)), 'application/json');
    const id = incidentId(incident);
    await post(doors, `/api/incidents/${encodeURIComponent(id)}/events`, await readFile(new URL(`${folder}/events.jsonl.gz`, samples)), 'application/jsonl');
  }
  return folders.length;
}

async function countIncidents(doors: Doors): Promise<number> {
  const body = await post(doors, '/graphql', JSON.stringify({ query: '{ incidents(first: 1) { totalCount } }' }), 'application/json');
  const { data } = body as { data?: { incidents?: { totalCount?: number } } };
  return data?.incidents?.totalCount ?? 0;
}

function incidentId(result: unknown): string {
  const first = (result as { incidents?: { id?: string }[] }).incidents?.[0];
  if (first?.id === undefined) throw new Error('The sample incident was not accepted.');
  return first.id;
}

async function post(doors: Doors, path: string, body: string | Buffer, type: string): Promise<unknown> {
  const response = await fetch(doors.url + path, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${doors.user}:${doors.password}`).toString('base64')}`,
      'content-type': type,
      ...(typeof body === 'string' ? {} : { 'content-encoding': 'gzip' }),
    },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`Loading the sample incident failed: ${path} answered ${response.status}. ${text.slice(0, 300)}`);
  return JSON.parse(text) as unknown;
}
