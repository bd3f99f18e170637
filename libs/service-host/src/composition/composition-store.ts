import type { ComposedKind, CompositionArm, CompositionChanged } from '@attest/contracts';
import { tenantPolicySql, type ServiceDatabase } from '@attest/persistence';
import { chosenArm, type CompositionSetting } from './chosen-arm.js';

/** The statements that make the table of a {@link CompositionStore}. `schema` is a name of our own, never one from outside. */
export function compositionMigrationSql(schema: string): string[] {
  return [
    `CREATE TABLE ${schema}.composition (tenant text NOT NULL, kind text NOT NULL, revision int NOT NULL, setting jsonb NOT NULL, PRIMARY KEY (tenant, kind))`,
    ...tenantPolicySql(schema, 'composition'),
  ];
}

/** What a service knows of who composes its cards: the newest `composition.changed.v1` of each tenant, in the table `composition` of its schema. */
export class CompositionStore {
  constructor(
    private readonly database: ServiceDatabase,
    /** A name of our own, never one from outside. */
    private readonly schema: string,
    private readonly kind: ComposedKind,
  ) {}

  /** Keeps a setting of the service's kind. An older revision that arrives late, and one that arrives twice, change nothing. */
  async remember(tenant: string, payload: CompositionChanged): Promise<void> {
    if (payload.kind !== this.kind) return;
    const { kind, revision, current, canary } = payload;
    await this.database.inTenant(tenant, (manager) =>
      manager.query(
        `INSERT INTO ${this.schema}.composition AS known (tenant, kind, revision, setting) VALUES ($1, $2, $3, $4)
         ON CONFLICT (tenant, kind) DO UPDATE SET revision = excluded.revision, setting = excluded.setting WHERE known.revision < excluded.revision`,
        [tenant, kind, revision, JSON.stringify({ kind, revision, current, canary } satisfies CompositionSetting)],
      ),
    );
  }

  /** Who is to compose the card of a subject by what is known now; null where nothing is set and the configuration decides. */
  async armFor(tenant: string, subjectId: string): Promise<CompositionArm | null> {
    const [row] = await this.database.inTenant(tenant, (manager) => manager.query<{ setting: CompositionSetting }[]>(`SELECT setting FROM ${this.schema}.composition WHERE tenant = $1 AND kind = $2`, [tenant, this.kind]));
    return row === undefined ? null : chosenArm(row.setting, tenant, subjectId);
  }
}
