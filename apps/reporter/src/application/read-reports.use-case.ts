import type { ComparedSection } from '@attest/report-engine';
import { changesSince } from '../domain/changes-since.js';
import { badInput, ReporterError, ReporterErrorCode } from '../domain/reporter.error.js';
import type { ReportEntity } from '../infrastructure/report.entity.js';
import type { RecordStore } from './record-store.js';
import type { DocumentFormat, ReportMaker } from './report-maker.js';
import type { Page, ReportStore } from './report-store.js';

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Gives the reports there are: as cards, as documents, side by side. */
export class ReadReportsUseCase {
  constructor(
    private readonly records: RecordStore,
    private readonly reports: ReportStore,
    private readonly maker: ReportMaker,
  ) {}

  /** A report of any version by its id, or null. */
  async byId(tenant: string, id: string): Promise<ReportEntity | null> {
    return uuid.test(id) ? ((await this.reports.byIds(tenant, [id]))[0] ?? null) : null;
  }

  /** The report of each incident that was made or asked for last. */
  async newest(tenant: string, incidentIds: readonly string[]): Promise<Map<string, ReportEntity>> {
    return incidentIds.length === 0 ? new Map() : this.reports.newest(tenant, incidentIds.map((id) => id.replaceAll('\0', '')));
  }

  list(tenant: string, incidentId: string, first: number, after: number | undefined): Promise<Page<ReportEntity>> {
    return this.reports.list(tenant, incidentId, first, after);
  }

  /** What has changed since each of some reports was made. */
  async changes(tenant: string, ids: readonly string[]): Promise<Map<string, string[]>> {
    if (ids.length === 0) return new Map();
    const reports = await this.reports.byIds(tenant, ids);
    const states = await this.records.states(tenant, [...new Set(reports.map(({ incidentId }) => incidentId))]);
    return new Map(reports.flatMap(({ id, incidentId, basis }): [string, string[]][] => {
      const now = states.get(incidentId);
      return now === undefined ? [] : [[id, changesSince(basis, now)]];
    }));
  }

  /** A report without its logo. */
  async shown(tenant: string, id: string): Promise<object> {
    return this.maker.shown(await this.reports.content(tenant, id));
  }

  /**
   * Two reports of one incident, section by section.
   * @throws ReporterError ReportUnknown, BadInput
   */
  async compare(tenant: string, fromId: string, toId: string): Promise<{ from: ReportEntity; to: ReportEntity; sections: ComparedSection[] }> {
    const [from, to] = [await this.byId(tenant, fromId), await this.byId(tenant, toId)];
    if (from === null || to === null) throw new ReporterError(ReporterErrorCode.ReportUnknown, 'There is no report with this id.');
    if (from.incidentId !== to.incidentId) throw badInput('Only reports of one incident can be compared.');
    const sections = await this.maker.compare(await this.reports.content(tenant, from.id), await this.reports.content(tenant, to.id));
    return { from, to, sections };
  }

  /**
   * A report as a file: of a version, or the one made or asked for last.
   * @throws ReporterError NoReport
   */
  async document(tenant: string, incidentId: string, version: number | undefined, format: DocumentFormat): Promise<{ report: ReportEntity; content: Uint8Array }> {
    const report = version === undefined ? (await this.newest(tenant, [incidentId])).get(incidentId) : await this.reports.ofVersion(tenant, incidentId, version);
    if (!report) throw new ReporterError(ReporterErrorCode.NoReport, version === undefined ? `There is no report of the incident ${incidentId.slice(0, 64)} yet. Make one first.` : `There is no report ${version} of the incident ${incidentId.slice(0, 64)}.`);
    return { report, content: await this.maker.write(await this.reports.content(tenant, report.id), format) };
  }
}
