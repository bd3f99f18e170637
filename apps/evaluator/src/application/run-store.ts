import type { EvaluationResult } from '@attest/evaluation-runner/files';
import { storableJson } from '@attest/identity/audit';
import { type ServiceDatabase, takeTurn } from '@attest/persistence';
import type { EntityManager } from 'typeorm';
import { mostAttempts, type AskedRun } from '../domain/evaluation-run.js';

/** A run that this process has taken. */
export interface TakenRun extends AskedRun {
  tenant: string;
  id: string;
  attempts: number;
}

/** Without a sign of life for so long, the process of a run counts as gone. */
const lostAfterSeconds = 20;

/** The queue of runs in the database: one run at a time over all processes and tenants, and none lost with a process. */
export class RunStore {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly owner: string,
  ) {}

  /** Takes the oldest run that waits, when no other is under way; what lost its process is queued again or given up before. */
  async take(): Promise<TakenRun | undefined> {
    return this.database.acrossTenants(async (manager) => {
      if ((await manager.query<unknown[]>("SELECT 1 FROM evaluator.evaluation_run WHERE state IN ('QUEUED', 'RUNNING') LIMIT 1")).length === 0) return undefined;
      await takeTurn(manager, 'attest evaluation runs');
      await this.giveBack(manager, 'The service ended while the run was under way, twice.', 'heartbeat_at < now() - make_interval(secs => $3)', [lostAfterSeconds]);
      // A query of TypeORM gives the rows of an update with their number.
      const [rows] = await manager.query<[TakenRun[], number]>(
        `UPDATE evaluator.evaluation_run r SET state = 'RUNNING', owner = $1, attempts = attempts + 1, started_at = now(), heartbeat_at = now(), done = 0, total = 0
           FROM (SELECT tenant, id FROM evaluator.evaluation_run WHERE state = 'QUEUED' ORDER BY created_at, id LIMIT 1) next
          WHERE r.tenant = next.tenant AND r.id = next.id AND NOT EXISTS (SELECT 1 FROM evaluator.evaluation_run WHERE state = 'RUNNING')
         RETURNING r.tenant, r.id, r.sets, r.candidates, r.repeat, r.attempts`,
        [this.owner],
      );
      return rows[0];
    });
  }

  /** Gives a sign of life with the progress. False when the run is no longer this process's to make: it was cancelled, or another took it. */
  async beat(run: TakenRun, done: number, total: number): Promise<boolean> {
    return this.change(run, 'heartbeat_at = now(), done = $4, total = $5', [done, total]);
  }

  async finish(run: TakenRun, result: EvaluationResult): Promise<void> {
    await this.change(run, "state = 'DONE', finished_at = now(), done = total, at = $4, version = $5, commit_hash = $6, result = $7, owner = NULL", [result.at, result.version, result.commit, JSON.stringify(storableJson(result))]);
  }

  async fail(run: TakenRun, problem: string): Promise<void> {
    await this.change(run, "state = 'FAILED', finished_at = now(), problem = $4, owner = NULL", [storableJson(problem).slice(0, 2_000)]);
  }

  /** Queues the run again: it was lost with what made it. After the last attempt it has failed. */
  async lose(run: TakenRun, problem: string): Promise<void> {
    await this.database.acrossTenants((manager) => this.giveBack(manager, problem, 'tenant = $3 AND id = $4 AND owner = $5', [run.tenant, run.id, this.owner]));
  }

  /** Queues the run again as if it had not been begun: this process stops. */
  async putBack(run: TakenRun): Promise<void> {
    await this.change(run, "state = 'QUEUED', attempts = attempts - 1, owner = NULL, done = 0, total = 0");
  }

  private async change({ tenant, id }: TakenRun, columns: string, values: readonly unknown[] = []): Promise<boolean> {
    return this.database.inTenant(tenant, async (manager) => {
      const [, changed] = await manager.query<[unknown[], number]>(`UPDATE evaluator.evaluation_run SET ${columns} WHERE tenant = $1 AND id = $2 AND owner = $3 AND state = 'RUNNING'`, [tenant, id, this.owner, ...values]);
      return changed > 0;
    });
  }

  private async giveBack(manager: EntityManager, problem: string, which: string, values: readonly unknown[]): Promise<void> {
    await manager.query(
      `UPDATE evaluator.evaluation_run
          SET state = CASE WHEN attempts < $1 THEN 'QUEUED' ELSE 'FAILED' END, problem = CASE WHEN attempts < $1 THEN NULL ELSE $2 END,
              finished_at = CASE WHEN attempts < $1 THEN NULL ELSE now() END, owner = NULL
        WHERE state = 'RUNNING' AND ${which}`,
      [mostAttempts, problem, ...values],
    );
  }
}
