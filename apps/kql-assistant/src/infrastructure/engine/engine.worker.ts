import { parentPort } from 'node:worker_threads';
import { KqlError } from '@attest/kql-engine';
import { readIncident } from '../../domain/read-incident.js';
import { schemaOf } from '../../domain/tenant-schema.js';
import type { EngineAnswer, EngineRequest, EngineSignal } from './engine-messages.js';
import { countSql, rowsOfSql, runSql } from './run-sql.js';
import { TenantReplica } from './tenant-replica.js';

/** The thread of DuckDB: native functions run on the loop of their thread, and the service's own must stay free. */

const port = parentPort;
if (port === null) throw new Error('The engine runs in a thread of its own.');

/** Chunks of one run that may be on their way at once. */
const mostUnderWay = 4;

/** Replicas open at once; the one not used for longest makes room. */
const mostReplicas = 8;

interface Running {
  abort: AbortController;
  underWay: number;
  more: () => void;
}

const replicas = new Map<string, TenantReplica>();
const busy = new Map<TenantReplica, number>();
const running = new Map<number, Running>();
/** Requests that have not been answered. */
const inHand = new Set<Promise<unknown>>();
let closing = false;

const answer = (message: EngineAnswer, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer);

function replicaOf(tenant: string): TenantReplica {
  const replica = replicas.get(tenant);
  if (replica === undefined) throw new Error('The tenant has no open replica.');
  replicas.delete(tenant);
  replicas.set(tenant, replica);
  return replica;
}

function makeRoom(): void {
  for (const [tenant, replica] of replicas) {
    if (replicas.size < mostReplicas) return;
    if ((busy.get(replica) ?? 0) > 0) continue;
    replicas.delete(tenant);
    replica.close();
  }
}

async function using<T>(replica: TenantReplica, work: () => Promise<T>): Promise<T> {
  busy.set(replica, (busy.get(replica) ?? 0) + 1);
  try {
    return await work();
  } finally {
    busy.set(replica, (busy.get(replica) ?? 1) - 1);
  }
}

async function handle(request: EngineRequest): Promise<EngineAnswer> {
  const { id } = request;
  switch (request.op) {
    case 'open': {
      let replica = replicas.get(request.tenant);
      const schema = schemaOf(request.tables);
      if (replica === undefined) {
        makeRoom();
        replica = await TenantReplica.open({ ...request, schema });
        replicas.set(request.tenant, replica);
        return opened(id, replica);
      }
      return using(replica, async () => {
        await replica.fit(schema);
        return opened(id, replica);
      });
    }
    case 'apply': {
      const replica = replicaOf(request.tenant);
      return using(replica, async () => {
        await replica.apply(request.rows);
        return opened(id, replica);
      });
    }
    case 'run': {
      const own: Running = { abort: new AbortController(), underWay: 0, more: () => undefined };
      running.set(id, own);
      const replica = replicaOf(request.tenant);
      const take = async (chunk: { firstRow: number; rowCount: number; content: Uint8Array }): Promise<void> => {
        const content = Uint8Array.from(chunk.content);
        own.underWay++;
        answer({ id, kind: 'chunk', ...chunk, content }, [content.buffer]);
        while (own.underWay >= mostUnderWay && !own.abort.signal.aborted) await new Promise<void>((resolve) => (own.more = resolve));
      };
      const { rows, truncated } = await using(replica, async () => runSql(await replica.connect(), request.hunt, { ...request, signal: own.abort.signal }, take));
      return { id, kind: 'ran', rows, truncated };
    }
    case 'rows': {
      const own: Running = { abort: new AbortController(), underWay: 0, more: () => undefined };
      running.set(id, own);
      const replica = replicaOf(request.tenant);
      return { id, kind: 'found', rows: await using(replica, async () => rowsOfSql(await replica.connect(), request.sql, { ...request, signal: own.abort.signal })) };
    }
    case 'count': {
      const own: Running = { abort: new AbortController(), underWay: 0, more: () => undefined };
      running.set(id, own);
      const replica = replicaOf(request.tenant);
      return { id, kind: 'counted', rows: await using(replica, async () => countSql(await replica.connect(), request.sql, { timeoutMs: request.timeoutMs, signal: own.abort.signal })) };
    }
    case 'readIncident':
      return { id, kind: 'incident', incident: readIncident(request.packed) };
    case 'close':
      await close();
      return { id, kind: 'closed' };
  }
}

async function opened(id: number, replica: TenantReplica): Promise<EngineAnswer> {
  return { id, kind: 'opened', sequence: replica.sequence, tables: await replica.tables() };
}

/** A connection that is closed under its own work leaves that work waiting for a lock for ever, and with it this thread. */
async function close(): Promise<void> {
  closing = true;
  const stop = (): void => {
    for (const { abort, more } of running.values()) {
      abort.abort();
      more();
    }
    for (const replica of replicas.values()) replica.interrupt();
  };
  const again = setInterval(stop, 100);
  stop();
  await Promise.allSettled(inHand);
  clearInterval(again);
  for (const replica of replicas.values()) replica.close();
  replicas.clear();
}

port.on('message', (message: EngineRequest | EngineSignal) => {
  if (message.op === 'stop' || message.op === 'more') {
    const own = running.get(message.id);
    if (message.op === 'stop') own?.abort.abort();
    else if (own !== undefined) own.underWay--;
    own?.more();
    return;
  }
  const { id, op } = message;
  if (closing) return answer({ id, kind: 'failed', message: 'The engine is closing.' });
  const work = handle(message);
  if (op !== 'close') inHand.add(work);
  work
    .then(answer, (error: unknown) => answer({ id, kind: 'failed', ...(error instanceof KqlError ? { code: error.code } : {}), message: error instanceof Error ? error.message : String(error) }))
    .finally(() => {
      inHand.delete(work);
      running.delete(id);
    });
});
