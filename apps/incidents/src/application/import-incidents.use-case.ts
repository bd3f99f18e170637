import type { Readable } from 'node:stream';
import { digestOf, importSentinel, parseIncident, SecurityModelError, toGraphJson, type ParsedIncident } from '@attest/security-model';
import { unpackJson } from '@attest/contracts';
import { type ServiceDatabase, takeTurn } from '@attest/persistence';
import { IncidentsError, IncidentsErrorCode } from '../domain/incidents.error.js';
import { localValuesAfter } from '../domain/incident-update.js';
import { ActivityEntity } from '../infrastructure/record.entity.js';
import { IncidentContentEntity, IncidentEntity } from '../infrastructure/incident.entity.js';
import type { ChangePublisher } from './change-publisher.js';
import { replaceRecords, saveOverview } from './incident-records.js';
import { jsonItems } from './json-items.js';

/** Forms an import may have. */
export type ImportFormat = 'GRAPH' | 'SENTINEL';

/** What became of one incident of an import. */
export interface ImportedIncident {
  id: string;
  outcome: 'CREATED' | 'UPDATED' | 'UNCHANGED';
  revision: number;
  warnings: string[];
}

/** An item that was refused, with its place and the reason. The others are kept. */
export interface RefusedItem {
  position: string;
  reason: string;
}

/** What became of an import. */
export interface ImportResult {
  incidents: ImportedIncident[];
  refused: RefusedItem[];
}

/** Warnings shown for one incident; the rest is counted. */
const shownWarnings = 20;

/** Takes incidents in, one at a time, each in a transaction of its own. */
export class ImportIncidentsUseCase {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly publisher: ChangePublisher,
  ) {}

  /**
   * Imports what a stream of JSON holds. Importing again what did not change changes nothing; what changed gets a new
   * revision and is announced. A refused item does not stop the others.
   * @throws IncidentsError when nothing of it could be read
   */
  async import(tenant: string, actor: string, body: Readable, format: ImportFormat): Promise<ImportResult> {
    const result: ImportResult = { incidents: [], refused: [] };
    if (format === 'SENTINEL') await this.importSentinel(tenant, actor, body, result);
    else await this.importGraph(tenant, actor, body, result);
    const [first] = result.refused;
    if (result.incidents.length === 0 && first) throw new IncidentsError(IncidentsErrorCode.NotAnIncident, `Nothing was imported. ${first.reason} (at ${first.position})`, first.position);
    return result;
  }

  private async importGraph(tenant: string, actor: string, body: Readable, result: ImportResult): Promise<void> {
    try {
      for await (const { path, value } of jsonItems(body)) {
        try {
          result.incidents.push(await this.store(tenant, actor, parseIncident(value, path), 'GRAPH'));
        } catch (error) {
          result.refused.push(refusal(path, error));
        }
      }
    } catch (error) {
      if (!(error instanceof IncidentsError) || result.incidents.length === 0) throw error;
      result.refused.push({ position: error.position ?? 'end', reason: error.message });
    }
  }

  /** Alerts and incidents of a Sentinel export refer to each other, so it is read whole. */
  private async importSentinel(tenant: string, actor: string, body: Readable, result: ImportResult): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of body) chunks.push(Buffer.from(chunk as Buffer));
    const { incidents, refused } = readSentinel(Buffer.concat(chunks).toString('utf8'));
    for (const { path, error } of refused) result.refused.push({ position: path, reason: error.message });
    for (const parsed of incidents) result.incidents.push(await this.store(tenant, actor, parsed, 'SENTINEL'));
  }

  private store(tenant: string, actor: string, { incident, warnings }: ParsedIncident, source: ImportFormat): Promise<ImportedIncident> {
    const digest = digestOf(toGraphJson(incident));
    const texts = warnings.slice(0, shownWarnings).map(({ path, message }) => `${path}: ${message}`);
    if (warnings.length > shownWarnings) texts.push(`and ${warnings.length - shownWarnings} more`);
    return this.database.inTenant(tenant, async (manager) => {
      await takeTurn(manager, `attest incident ${tenant} ${incident.id}`);
      const known = await manager.findOneBy(IncidentEntity, { tenant, id: incident.id });
      if (known?.digest === digest) return { id: incident.id, outcome: 'UNCHANGED', revision: known.revision, warnings: texts };
      const content = known && (await manager.findOneBy(IncidentContentEntity, { tenant, incidentId: incident.id }));
      const local = known && content ? localValuesAfter(parseIncident(unpackJson<unknown>(content.packed)).incident, incident, known.local) : {};
      const revision = (known?.revision ?? 0) + 1;
      const saved = await saveOverview(manager, incident, { tenant, revision, digest, source, local, eventRowCount: known?.eventRowCount ?? 0 });
      await replaceRecords(manager, tenant, incident);
      await manager.insert(ActivityEntity, { tenant, incidentId: incident.id, actor, at: new Date(), kind: known ? 'sourceChanged' : 'imported', newValue: `${incident.alerts.length} alerts` });
      await this.publisher.publish(manager, saved, known ? 'updated' : 'imported');
      return { id: incident.id, outcome: known ? 'UPDATED' : 'CREATED', revision, warnings: texts };
    });
  }
}

function readSentinel(text: string): ReturnType<typeof importSentinel> {
  try {
    return importSentinel(JSON.parse(text) as unknown);
  } catch (error) {
    if (error instanceof SecurityModelError) throw new IncidentsError(IncidentsErrorCode.NotAnIncident, error.message, error.path);
    throw new IncidentsError(IncidentsErrorCode.NotJson, 'This is not JSON.');
  }
}

function refusal(position: string, error: unknown): RefusedItem {
  if (error instanceof SecurityModelError) return { position: error.path, reason: error.message };
  if (error instanceof IncidentsError) return { position, reason: error.message };
  throw error;
}
