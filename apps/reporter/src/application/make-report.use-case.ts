import { holdsRole, type Identity } from '@attest/identity';
import type { Envelope, ActionChanged, CardGenerated, HuntLinked, IncidentChanged, ScriptAnalyzed } from '@attest/contracts';
import type { Logger } from '@attest/observability';
import { commentsOfActivity, historyOf, type QueryRecord } from '@attest/report-engine';
import type { ScriptResultStore } from '@attest/service-host';
import { actionLogOf } from '../domain/action-records.js';
import { basisOf } from '../domain/changes-since.js';
import { ReporterError, ReporterErrorCode, unknownIncident } from '../domain/reporter.error.js';
import type { ReportEntity } from '../infrastructure/report.entity.js';
import { reporterGroup, standing, type RecordStore } from './record-store.js';
import type { ReportMaker, ReportOptions } from './report-maker.js';
import type { NewReport, ReportStore } from './report-store.js';
import { templateDigest, type TemplateStore } from './template-store.js';

const closingsAtOnce = 5;

/** Makes reports: when a person asks, and by itself when an incident is resolved. */
export class MakeReportUseCase {
  constructor(
    private readonly records: RecordStore,
    private readonly scripts: ScriptResultStore,
    private readonly templates: TemplateStore,
    private readonly reports: ReportStore,
    private readonly maker: ReportMaker,
    private readonly logger: Logger,
  ) {}

  /** Handles one `incident.changed.v1`. */
  async onIncidentChanged(envelope: Envelope<IncidentChanged>): Promise<void> {
    const { incident, activity = [] } = envelope.payload;
    await this.records.rememberIncident(envelope, await this.maker.profile(incident, activity));
  }

  /** Handles one `card.generated.v1`. */
  onCardGenerated(envelope: Envelope<CardGenerated>): Promise<void> {
    return this.records.rememberCard(envelope);
  }

  /** Handles one `action.changed.v1`. */
  onActionChanged(envelope: Envelope<ActionChanged>): Promise<void> {
    return this.records.rememberAction(envelope);
  }

  /** Handles one `hunt.linked.v1`. */
  onHuntLinked(envelope: Envelope<HuntLinked>): Promise<void> {
    return this.records.rememberHunt(envelope);
  }

  /** Handles one `script.analyzed.v1`. */
  onScriptAnalyzed({ id: eventId, tenant, payload }: Envelope<ScriptAnalyzed>): Promise<void> {
    return this.scripts.remember(tenant, payload, { group: reporterGroup, eventId });
  }

  /**
   * Makes the report of an incident from what is known of it now.
   * @throws ReporterError RoleMissing, IncidentUnknown
   */
  async makeOnDemand(identity: Identity, incidentId: string, options: ReportOptions): Promise<ReportEntity> {
    if (!holdsRole(identity, 'hunter')) throw new ReporterError(ReporterErrorCode.RoleMissing, 'This needs the role hunter.');
    const { tenant, subject, name } = identity;
    const made = await this.make(tenant, incidentId, options);
    if (made === null) throw unknownIncident(incidentId);
    return this.keep({ ...made, reason: 'onDemand', by: { subject, name } });
  }

  /** Makes the reports of incidents that were resolved. One that fails is tried again when its claim has run out, and holds no other up. */
  async makeClosed(signal: AbortSignal): Promise<void> {
    for (const due of await this.records.claimClosings(closingsAtOnce)) {
      signal.throwIfAborted();
      try {
        const made = await this.make(due.tenant, due.incidentId, {});
        if (made !== null) await this.keep({ ...made, reason: 'closed', by: null });
        await this.records.closingDone(due);
      } catch (err) {
        this.logger.warn({ err, incident: due.incidentId }, 'the report of a resolved incident could not be made and will be tried again');
      }
    }
  }

  private async make(tenant: string, incidentId: string, options: ReportOptions): Promise<Omit<NewReport, 'reason' | 'by'> | null> {
    const scripts = await this.scripts.results(tenant, incidentId);
    const records = await this.records.records(tenant, incidentId);
    if (records === null) return null;
    const look = await this.templates.template(tenant);
    const language = options.language ?? look.language;
    const template = { ...look.template, ...(options.tlp === undefined ? {} : { tlp: options.tlp }) };
    const { incident, events, activity, changes, hunts, summary, response } = records;
    const log = actionLogOf(changes);
    const made = await this.maker.compose({
      incident, events, scripts, summary, response, language, template,
      actions: log.records,
      auditHead: log.auditHead,
      history: historyOf(activity, language),
      comments: commentsOfActivity(activity),
      queries: hunts.map(({ linkId, kql, question, title, rows, by, at }): QueryRecord => ({
        id: linkId, query: kql, at, ...(by === null ? {} : { by: by.name }), ...((question ?? title) === null ? {} : { question: question ?? title ?? '' }), ...(rows === null ? {} : { rows }),
      })),
      sections: options.sections ?? null,
    });
    const basis = basisOf({
      revision: records.revision, activity, actions: standing(changes), summary: records.summaryDigest,
      scripts: Object.fromEntries(scripts.map(({ sha256, verdict }) => [sha256, verdict])), hunts: hunts.map(({ linkId }) => linkId),
    });
    return { tenant, incidentId, basis, made, templateDigest: templateDigest(template) };
  }

  private async keep(report: NewReport): Promise<ReportEntity> {
    const stored = await this.reports.save(report);
    this.logger.info({ incident: stored.incidentId, revision: stored.revision, version: stored.version, reason: report.reason }, 'incident report made');
    return stored;
  }
}
