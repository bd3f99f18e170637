import { readData, shippedSchema } from '@attest/kql-engine/hosting';
import { HuntError, HuntErrorCode } from '../domain/hunt.error.js';
import { entityOfColumn } from '../domain/column-entity.js';
import { pivotsFor, type Pivot } from '../domain/pivots.js';
import { schemaOf } from '../domain/tenant-schema.js';
import type { CheckedKql, Completion, ExplainedKql } from '../infrastructure/language/language-messages.js';
import type { LanguagePool } from '../infrastructure/language/language-pool.js';
import { examplesFor, type Example } from './examples.js';
import type { HuntEngine } from './hunt-engine.js';
import { longestQuery, queryIn } from './hunt-limits.js';
import type { HuntStore } from './hunt-store.js';
import type { LandingStore } from './landing-store.js';

/** A table as the schema browser shows it. */
export interface DescribedTable {
  name: string;
  category: string;
  rowCount: number | null;
  columns: { name: string; type: string; entity: string | null; values: string[] }[];
}

/** What helps a person to write a query: nothing here runs one. */
export class KqlHelpUseCase {
  private values: Record<string, Record<string, string[]>> | undefined;

  constructor(
    private readonly language: LanguagePool,
    private readonly engine: HuntEngine,
    private readonly landing: LandingStore,
    private readonly hunts: HuntStore,
  ) {}

  async check(tenant: string, kql: string, signal?: AbortSignal): Promise<CheckedKql> {
    return this.language.call('check', { kql, tables: (await this.engine.data(tenant)).tables }, signal);
  }

  async complete(tenant: string, kql: string, position: number, limit: number, signal?: AbortSignal): Promise<Completion[]> {
    if (kql.length > longestQuery) return [];
    return this.language.call('complete', { kql, position, limit, tables: (await this.engine.data(tenant)).tables }, signal);
  }

  /** @throws KqlError for what is no query; HuntError HuntUnknown */
  async explain(tenant: string, kql: string, huntId: string | undefined, signal?: AbortSignal): Promise<ExplainedKql> {
    const hunt = huntId === undefined ? null : await this.hunts.hunt(tenant, huntId);
    if (huntId !== undefined && hunt === null) throw new HuntError(HuntErrorCode.HuntUnknown, 'There is no hunt with this id.');
    const incident = hunt?.incidentId ? await this.landing.incident(tenant, hunt.incidentId) : null;
    const { tables } = await this.engine.data(tenant);
    return this.language.call('explain', { kql: queryIn(kql), tables, ...(hunt?.question ? { question: hunt.question } : {}), ...(incident === null ? {} : { incident: incident.entities }) }, signal);
  }

  /** Tables with their columns, those with rows here first. Whoever opens the hunting page asks for them before anything else. */
  async schema(tenant: string): Promise<DescribedTable[]> {
    this.language.warm();
    const [{ tables, stored }, { counts }] = await Promise.all([this.engine.data(tenant), this.landing.state(tenant)]);
    this.values ??= readData('advanced-hunting-values.json') as Record<string, Record<string, string[]>>;
    const { values } = this;
    const rowsOf = (name: string): number | null => (stored === undefined ? null : (counts.get(name) ?? 0));
    const described = [...schemaOf(tables).tables.values()].filter(({ name, retired }) => retired !== true || (counts.get(name) ?? 0) > 0).map(({ name, columns }): DescribedTable => ({
      name,
      category: categoryOf(name),
      rowCount: rowsOf(name),
      columns: columns.map((column) => ({ name: column.name, type: column.type, entity: entityOfColumn(column.name) ?? null, values: values[name]?.[column.name] ?? [] })),
    }));
    return described.sort((a, b) => Number((b.rowCount ?? 0) > 0) - Number((a.rowCount ?? 0) > 0) || (a.name < b.name ? -1 : 1));
  }

  pivots(type: string, value: string): Pivot[] {
    return pivotsFor(type, value);
  }

  /** @throws HuntError IncidentUnknown */
  async examples(tenant: string, incidentId: string | undefined): Promise<Example[]> {
    const incident = incidentId === undefined ? null : await this.landing.incident(tenant, incidentId);
    if (incidentId !== undefined && incident === null) throw new HuntError(HuntErrorCode.IncidentUnknown, `There is no incident ${incidentId.slice(0, 64)}.`);
    return examplesFor((await this.engine.data(tenant)).stored, incident);
  }
}

const categories: readonly (readonly [RegExp, string])[] = [
  [/^Alert|^Behavior/, 'Alerts and behaviours'],
  [/^DeviceTvm|^Device.*(?:Baseline|Firmware|BrowserExt)/, 'Vulnerabilities and configuration'],
  [/^Device/, 'Devices'],
  [/^Email|^Url|^Message|^Teams/, 'Mail and collaboration'],
  [/^Identity|^AAD|^Entra|^Graph|^OAuth/, 'Identities and apps'],
  [/^Cloud|^Aws|^Azure|^GCP|^Kube/i, 'Cloud'],
  [/^Exposure/, 'Exposure'],
];

function categoryOf(table: string): string {
  return categories.find(([form]) => form.test(table))?.[1] ?? (shippedSchema().tables.has(table) ? 'Others' : 'Own tables');
}
