import type { ServiceDatabase } from '@attest/persistence';
import type { LessonsUseCase } from './lessons.use-case.js';

const dayMs = 86_400_000;

/** Forgets what is older than the retention: whole days, so that figures counted again later are the same. */
export class Retention {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly lessons: LessonsUseCase,
    private readonly days: number,
  ) {}

  /** One look over all tenants. Reviewed cases stay: they hold no names. */
  async look(now = new Date()): Promise<void> {
    const oldest = new Date(Math.floor(now.getTime() / dayMs) * dayMs - this.days * dayMs);
    await this.database.acrossTenants(async (manager) => {
      await this.lessons.expire(manager);
      for (const table of ['feedback', 'vote', 'card', 'action_change']) await manager.query(`DELETE FROM evaluator.${table} WHERE at < $1`, [oldest]);
      // A copy is as old as the newest that was heard of its incident.
      await manager.query('DELETE FROM evaluator.snapshot s WHERE at < $1 AND NOT EXISTS (SELECT 1 FROM evaluator.snapshot n WHERE n.tenant = s.tenant AND n.incident_id = s.incident_id AND n.at >= $1)', [oldest]);
      await manager.query("DELETE FROM evaluator.figure WHERE day < $1::date", [oldest.toISOString().slice(0, 10)]);
      await manager.query("DELETE FROM evaluator.evaluation_case WHERE state <> 'REVIEWED' AND created_at < $1", [oldest]);
      await manager.query("DELETE FROM evaluator.evaluation_run WHERE state NOT IN ('QUEUED', 'RUNNING') AND COALESCE(at, created_at) < $1", [oldest]);
      await manager.query("DELETE FROM evaluator.lesson WHERE state IN ('DECLINED', 'EXPIRED') AND created_at < $1", [oldest]);
    });
  }
}
