import type { ServiceDatabase } from '@attest/persistence';
import type { ReportLanguage, ReportTemplate } from '@attest/report-engine';
import { digestOf } from '@attest/security-model';

/** How reports of a tenant look. */
export interface TenantTemplate {
  language: ReportLanguage;
  template: ReportTemplate;
}

/** SHA-256 over a template. */
export function templateDigest(template: ReportTemplate): string {
  return digestOf(template);
}

/** The template of each tenant. */
export class TemplateStore {
  constructor(private readonly database: ServiceDatabase) {}

  async template(tenant: string): Promise<TenantTemplate> {
    const rows = await this.database.inTenant(tenant, (manager) => manager.query<TenantTemplate[]>('SELECT language, template FROM reporter.template WHERE tenant = $1', [tenant]));
    return rows[0] ?? { language: 'en', template: {} };
  }

  async keep(tenant: string, { language, template }: TenantTemplate, changedBy: string): Promise<void> {
    await this.database.inTenant(tenant, (manager) =>
      manager.query(
        `INSERT INTO reporter.template (tenant, language, template, changed_by, updated_at) VALUES ($1, $2, $3, $4, now())
         ON CONFLICT (tenant) DO UPDATE SET language = excluded.language, template = excluded.template, changed_by = excluded.changed_by, updated_at = now()`,
        [tenant, language, JSON.stringify(template), changedBy],
      ),
    );
  }
}
