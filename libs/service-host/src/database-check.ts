import type { ServiceDatabase } from '@attest/persistence';
import type { Check } from './service.js';

/** Whether the database of a service answers, for its readiness. Never rejects. */
export function databaseCheck(database: ServiceDatabase): Promise<Check> {
  return database.dataSource.query('SELECT 1').then(
    () => ({ name: 'database', ok: true }),
    () => ({ name: 'database', ok: false, detail: 'The database does not answer.' }),
  );
}
