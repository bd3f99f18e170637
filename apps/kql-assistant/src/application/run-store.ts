import { unpackTextAsync } from '@attest/contracts';
import type { EntityManager } from 'typeorm';
import type { HuntCell, HuntColumn } from '@attest/kql-engine';
import type { ServiceDatabase } from '@attest/persistence';
import type { HuntChart, HuntProblem, RunStatus, TimeRange } from '../domain/hunt.js';
import { RunEntity } from '../infrastructure/hunt.entity.js';

/** Most that one chunk unfolds to: a bound against what nobody stored. */
const mostChunkBytes = 256 * 1024 * 1024;

/** Rows of a result, packed: a JSON list of lists of cells, gzip. */
export interface RowChunk {
  firstRow: number;
  rowCount: number;
  content: Uint8Array;
}

/** A run as it begins. */
export interface NewRun {
  id: string;
  huntId: string | null;
  subject: string;
  byName: string;
  kql: string;
  timeRange: TimeRange | null;
  incidentId: string | null;
  backend: string;
  keepHours: number;
}

/** How a run ended. */
export interface RunEnd {
  status: RunStatus;
  problem?: HuntProblem;
  columns?: HuntColumn[];
  truncated?: boolean;
  chart?: HuntChart;
  ms: number;
}

/** For so long a run counts as alive without a sign of its process. */
const aliveSeconds = 15;

/** Runs and their rows. */
export class RunStore {
  constructor(private readonly database: ServiceDatabase) {}

  begin(tenant: string, run: NewRun): Promise<RunEntity> {
    return this.database.inTenant(tenant, async (manager) => {
      await manager.query(
        `INSERT INTO kql_assistant.run (tenant, id, hunt_id, subject, by_name, kql, time_range, incident_id, status, backend, alive_until, started_at, rows_until)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'RUNNING', $9, now() + make_interval(secs => $10), now(), now() + make_interval(hours => $11))`,
        [tenant, run.id, run.huntId, run.subject, run.byName, run.kql, run.timeRange === null ? null : JSON.stringify(run.timeRange), run.incidentId, run.backend, aliveSeconds, run.keepHours],
      );
      return manager.findOneByOrFail(RunEntity, { tenant, id: run.id });
    });
  }

  /** Says that the run goes on. Resolves true when somebody wants it stopped. */
  beat(tenant: string, id: string): Promise<boolean> {
    return this.database.inTenant(tenant, async (manager) => {
      const rows = await manager.query<[{ cancel: boolean }[], number]>(
        `UPDATE kql_assistant.run SET alive_until = now() + make_interval(secs => $3) WHERE tenant = $1 AND id = $2 AND status = 'RUNNING' RETURNING cancel`,
        [tenant, id, aliveSeconds],
      );
      return rows[0][0]?.cancel === true;
    });
  }

  /** Keeps the columns once they are known. */
  async columns(tenant: string, id: string, columns: readonly HuntColumn[]): Promise<void> {
    await this.database.inTenant(tenant, (manager) => manager.query('UPDATE kql_assistant.run SET columns = $3 WHERE tenant = $1 AND id = $2', [tenant, id, JSON.stringify(columns)]));
  }

  async add(tenant: string, id: string, chunk: RowChunk): Promise<void> {
    await this.database.inTenant(tenant, async (manager) => {
      await insertChunk(manager, tenant, id, chunk);
      await manager.query('UPDATE kql_assistant.run SET row_count = row_count + $3 WHERE tenant = $1 AND id = $2', [tenant, id, chunk.rowCount]);
    });
  }

  end(tenant: string, id: string, { status, problem, columns, truncated = false, chart, ms }: RunEnd): Promise<RunEntity> {
    return this.database.inTenant(tenant, async (manager) => {
      await manager.query(
        `UPDATE kql_assistant.run SET status = $3, problem = $4, columns = coalesce($5, columns), truncated = $6, chart = $7, ms = $8, ended_at = now() WHERE tenant = $1 AND id = $2 AND status = 'RUNNING'`,
        [tenant, id, status, problem === undefined ? null : JSON.stringify(problem), columns === undefined ? null : JSON.stringify(columns), truncated, chart === undefined ? null : JSON.stringify(chart), ms],
      );
      return manager.findOneByOrFail(RunEntity, { tenant, id });
    });
  }

  /** Asks whichever process runs it to stop. */
  async cancel(tenant: string, id: string): Promise<void> {
    await this.database.inTenant(tenant, (manager) => manager.query(`UPDATE kql_assistant.run SET cancel = true WHERE tenant = $1 AND id = $2 AND status = 'RUNNING'`, [tenant, id]));
  }

  /** A run, or null. One whose process is gone has failed. */
  run(tenant: string, id: string): Promise<RunEntity | null> {
    return this.database.inTenant(tenant, async (manager) => {
      await manager.query(
        `UPDATE kql_assistant.run SET status = 'FAILED', problem = $3, ended_at = now() WHERE tenant = $1 AND id = $2 AND status = 'RUNNING' AND alive_until < now()`,
        [tenant, id, JSON.stringify({ code: 'INTERRUPTED', message: 'The process that ran this hunt is gone. Run it again.' })],
      );
      return manager.findOneBy(RunEntity, { tenant, id });
    });
  }

  newestOf(tenant: string, huntId: string): Promise<RunEntity | null> {
    return this.database.inTenant(tenant, async (manager) => manager.findOne(RunEntity, { where: { tenant, huntId }, order: { startedAt: 'DESC' } }));
  }

  /** Rows of a run or a linked hunt from a number on, as many as there are up to `limit`. */
  async rows(tenant: string, ownerId: string, from: number, limit: number): Promise<HuntCell[][]> {
    const rows: HuntCell[][] = [];
    for await (const part of this.parts(tenant, ownerId, from)) {
      rows.push(...part.slice(0, limit - rows.length));
      if (rows.length >= limit) break;
    }
    return rows;
  }

  /** All rows of a run or a linked hunt from a number on, chunk by chunk. */
  async *parts(tenant: string, ownerId: string, from = 0): AsyncGenerator<HuntCell[][], void, void> {
    let next = from;
    for (;;) {
      const [chunk] = await this.database.inTenant(tenant, (manager) =>
        manager.query<{ first_row: number; row_count: number; content: Buffer }[]>(
          'SELECT first_row, row_count, content FROM kql_assistant.row_chunk WHERE tenant = $1 AND owner_id = $2 AND first_row + row_count > $3 ORDER BY first_row LIMIT 1',
          [tenant, ownerId, next],
        ),
      );
      if (chunk === undefined) return;
      const rows = JSON.parse(await unpackTextAsync(chunk.content, mostChunkBytes)) as HuntCell[][];
      yield rows.slice(Math.max(0, next - chunk.first_row));
      next = chunk.first_row + chunk.row_count;
    }
  }

  /** Removes rows whose time is over; resolves with how many runs lost theirs. Runs themselves stay in the history. */
  expire(): Promise<number> {
    return this.database.acrossTenants(async (manager) => {
      const gone = await manager.query<[{ tenant: string; id: string }[], number]>(
        `UPDATE kql_assistant.run SET rows_gone = true WHERE (tenant, id) IN (SELECT tenant, id FROM kql_assistant.run WHERE NOT rows_gone AND rows_until < now() AND status <> 'RUNNING' LIMIT 500 FOR UPDATE SKIP LOCKED) RETURNING tenant, id`,
      );
      for (const { tenant, id } of gone[0]) await manager.query('DELETE FROM kql_assistant.row_chunk WHERE tenant = $1 AND owner_id = $2', [tenant, id]);
      return gone[0].length;
    });
  }
}

/** Writes one chunk of an owner's rows. */
export async function insertChunk(manager: EntityManager, tenant: string, ownerId: string, { firstRow, rowCount, content }: RowChunk): Promise<void> {
  await manager.query('INSERT INTO kql_assistant.row_chunk (tenant, owner_id, first_row, row_count, content) VALUES ($1, $2, $3, $4, $5)', [tenant, ownerId, firstRow, rowCount, Buffer.from(content)]);
}
