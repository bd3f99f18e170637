import { cardDigest, type Composer, type VerifiedCard } from '@attest/cards';
import type { Envelope, IncidentChanged, ScriptAnalyzed } from '@attest/contracts';
import type { Logger } from '@attest/observability';
import type { ScriptResultStore } from '@attest/service-host';
import type { CardEntity } from '../infrastructure/card.entity.js';
import { SummarizerError, SummarizerErrorCode } from '../domain/summarizer.error.js';
import type { CardStore } from './card-store.js';
import type { PackedSummaryInput, SummaryMaker } from './summary-maker.js';

/** The consumer group of this service. */
export const summarizerGroup = 'summarizer';

const kind = 'incidentSummary';

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Makes summaries: by itself when an incident changes, again when a person asks. */
export class SummarizeIncidentUseCase {
  constructor(
    private readonly store: CardStore,
    private readonly scripts: ScriptResultStore,
    private readonly maker: SummaryMaker,
    private readonly composerFor: (tenant: string, incidentId: string) => Promise<Composer | undefined>,
    private readonly logger: Logger,
  ) {}

  /** Handles one `incident.changed.v1`: afterwards the incident has a current summary of this revision or a newer one. */
  async onIncidentChanged(envelope: Envelope<IncidentChanged>, signal: AbortSignal): Promise<void> {
    const { tenant, payload } = envelope;
    const cause = { group: summarizerGroup, eventId: envelope.id, traceparent: envelope.traceparent };
    await this.store.rememberSubject(tenant, payload);
    const [current] = await this.store.current(tenant, kind, [payload.incidentId]);
    if (current && current.subjectRevision >= payload.revision) return this.store.acknowledge(tenant, cause.group, cause.eventId);
    const newest = (await this.store.revisions(tenant, [payload.incidentId])).get(payload.incidentId) ?? payload.revision;
    if (newest > payload.revision) return this.store.acknowledge(tenant, cause.group, cause.eventId);
    const scripts = await this.scripts.results(tenant, payload.incidentId);
    const verified = await this.make(tenant, payload.incidentId, { incident: payload.incident, events: payload.events, scripts }, signal);
    const stored = await this.store.store({ tenant, subjectId: payload.incidentId, subjectRevision: payload.revision, verified, cause });
    if (stored) this.logger.info({ incident: payload.incidentId, revision: payload.revision, version: stored.version, ...outcome(verified.provenance) }, 'summary generated');
  }

  /** Handles one `script.analyzed.v1`: its result will be in the next summary of the incident, which follows by itself when there is something to tell. */
  onScriptAnalyzed({ id: eventId, tenant, payload }: Envelope<ScriptAnalyzed>): Promise<void> {
    return this.scripts.remember(tenant, payload, { group: summarizerGroup, eventId });
  }

  /** Summarises again the incidents whose scripts were analysed meanwhile. A summary that would say the same is not stored. */
  async tellScripts(signal?: AbortSignal): Promise<void> {
    for (const due of await this.scripts.claim(10)) {
      const { tenant, incidentId } = due;
      const subject = await this.store.subject(tenant, incidentId);
      const [current] = await this.store.current(tenant, kind, [incidentId]);
      if (subject && current) {
        const verified = await this.make(tenant, incidentId, { ...subject, scripts: await this.scripts.results(tenant, incidentId) }, signal);
        const stored = cardDigest(verified) === current.digest ? null : await this.store.store({ tenant, subjectId: incidentId, subjectRevision: subject.revision, verified });
        if (stored) this.logger.info({ incident: incidentId, revision: subject.revision, version: stored.version }, 'summary generated for analysed scripts');
      }
      await this.scripts.done(due);
    }
  }

  /**
   * Makes the summary again from the newest content known.
   * @throws SummarizerError IncidentUnknown
   */
  async regenerate(tenant: string, incidentId: string): Promise<CardEntity> {
    const subject = await this.store.subject(tenant, incidentId);
    if (!subject) throw new SummarizerError(SummarizerErrorCode.IncidentUnknown, `There is no incident ${incidentId} to summarise.`);
    const verified = await this.make(tenant, incidentId, { ...subject, scripts: await this.scripts.results(tenant, incidentId) });
    const stored = await this.store.store({ tenant, subjectId: incidentId, subjectRevision: subject.revision, verified });
    if (stored) return stored;
    const [current] = await this.store.current(tenant, kind, [incidentId]);
    if (!current) throw new SummarizerError(SummarizerErrorCode.IncidentUnknown, `There is no incident ${incidentId} to summarise.`);
    return current;
  }

  private async make(tenant: string, incidentId: string, input: PackedSummaryInput, signal?: AbortSignal): Promise<VerifiedCard> {
    return this.maker.make(input, await this.composerFor(tenant, incidentId), signal);
  }

  /** A summary of any version by its id, or null; `upToDate` as in {@link summaries}. */
  async summary(tenant: string, id: string): Promise<{ card: CardEntity; upToDate: boolean } | null> {
    const card = uuid.test(id) ? await this.store.byId(tenant, id) : null;
    if (card?.kind !== kind) return null;
    const newest = (await this.store.revisions(tenant, [card.subjectId])).get(card.subjectId) ?? 0;
    return { card, upToDate: card.current && card.subjectRevision >= newest };
  }

  /** The current summary of each incident, with whether it speaks of the newest revision. */
  async summaries(tenant: string, incidentIds: readonly string[]): Promise<Map<string, { card: CardEntity; upToDate: boolean }>> {
    if (incidentIds.length === 0) return new Map();
    const [cards, revisions] = await Promise.all([this.store.current(tenant, kind, incidentIds), this.store.revisions(tenant, incidentIds)]);
    return new Map(cards.map((card) => [card.subjectId, { card, upToDate: card.subjectRevision >= (revisions.get(card.subjectId) ?? 0) }]));
  }
}

function outcome(provenance: { composer: string; fallback?: string; dropped: number; repaired: number; ms?: number }): Record<string, unknown> {
  const { composer, fallback, dropped, repaired, ms } = provenance;
  return { composer, fallback, dropped, repaired, ms };
}
