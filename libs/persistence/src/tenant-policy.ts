/** Setting of a transaction that names its tenant; `'*'` is every tenant, for relays and maintenance. */
export const tenantSetting = 'attest.tenant';

/**
 * Statements that put a table with a `tenant` column under forced row-level security: even its owner sees and writes
 * only rows of the transaction's tenant. For migrations. Names are the service's own, never input.
 */
export function tenantPolicySql(schema: string, table: string): string[] {
  const own = `tenant = current_setting('${tenantSetting}', true) OR current_setting('${tenantSetting}', true) = '*'`;
  return [
    `ALTER TABLE ${schema}.${table} ENABLE ROW LEVEL SECURITY`,
    `ALTER TABLE ${schema}.${table} FORCE ROW LEVEL SECURITY`,
    `CREATE POLICY tenant_rows ON ${schema}.${table} USING (${own}) WITH CHECK (${own})`,
  ];
}
