import type { Envelope, IncidentChanged, ScriptAnalyzed } from '@attest/contracts';
import type { Logger } from '@attest/observability';
import type { ScriptResultStore } from '@attest/service-host';
import { similarIncidents, type SimilarIncident } from '@attest/response-engine';
import { ResponderError, ResponderErrorCode } from '../domain/responder.error.js';
import type { ResponseCardEntity } from '../infrastructure/card.entity.js';
import type { ActiveGuidebooks, GuidebookStore } from './guidebook-store.js';
import type { MadeResponse, ResponseMaker } from './response-maker.js';
import { responseDigest, type NewResponse, type ResponseStore } from './response-store.js';

/** The consumer group of this service. */
export const responderGroup = 'responder';

/** A response and whether it speaks of the newest revision of its incident. */
export interface ShownResponse {
  card: ResponseCardEntity;
  upToDate: boolean;
  title: string;
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Makes guided responses: by itself when an incident changes or its scripts are analysed, again when a person asks. */
export class GuideIncidentUseCase {
  constructor(
    private readonly store: ResponseStore,
    private readonly scripts: ScriptResultStore,
    private readonly guidebooks: GuidebookStore,
    private readonly maker: ResponseMaker,
    private readonly logger: Logger,
  ) {}

  /** Handles one `incident.changed.v1`: afterwards the incident has a current response of this revision or a newer one. */
  async onIncidentChanged(envelope: Envelope<IncidentChanged>, signal: AbortSignal): Promise<void> {
    const { tenant, payload } = envelope;
    const { incidentId, revision } = payload;
    const cause = { group: responderGroup, eventId: envelope.id, traceparent: envelope.traceparent };
    await this.store.rememberSubject(tenant, payload);
    const [current] = await this.store.current(tenant, [incidentId]);
    const newest = (await this.store.subjects(tenant, [incidentId])).get(incidentId)?.revision ?? revision;
    if ((current && current.subjectRevision >= revision) || newest > revision) return this.store.acknowledge(tenant, cause.group, cause.eventId);
    const guides = await this.guidebooks.active(tenant);
    const made = await this.make(tenant, incidentId, payload, guides, signal);
    const stored = await this.keep({ tenant, incidentId, revision, made, cause }, guides);
    if (stored) this.tell(stored, 'guided response made');
  }

  /** Handles one `script.analyzed.v1`: its result will be in the next response, which follows by itself when there is something to tell. */
  onScriptAnalyzed({ id: eventId, tenant, payload }: Envelope<ScriptAnalyzed>): Promise<void> {
    return this.scripts.remember(tenant, payload, { group: responderGroup, eventId });
  }

  /** Makes the responses again whose scripts were analysed meanwhile, or whose guides have changed. One that would say the same is not stored. */
  async tellScripts(signal?: AbortSignal): Promise<void> {
    for (const due of await this.scripts.claim(10)) {
      const { tenant, incidentId } = due;
      const subject = await this.store.subject(tenant, incidentId);
      const [current] = await this.store.current(tenant, [incidentId]);
      if (subject && current) {
        const guides = await this.guidebooks.active(tenant);
        const made = await this.make(tenant, incidentId, subject, guides, signal);
        const stored = responseDigest(made.response) === current.digest ? null : await this.keep({ tenant, incidentId, revision: subject.revision, made }, guides);
        if (stored) this.tell(stored, 'guided response made for analysed scripts or other guides');
      }
      await this.scripts.done(due);
    }
  }

  /**
   * Makes the response again from the newest content known.
   * @throws ResponderError IncidentUnknown
   */
  async regenerate(tenant: string, incidentId: string): Promise<ShownResponse> {
    const subject = await this.store.subject(tenant, incidentId);
    if (!subject) throw unknownIncident(incidentId);
    const guides = await this.guidebooks.active(tenant);
    const made = await this.make(tenant, incidentId, subject, guides);
    const stored = (await this.keep({ tenant, incidentId, revision: subject.revision, made }, guides)) ?? (await this.store.current(tenant, [incidentId]))[0];
    if (!stored) throw unknownIncident(incidentId);
    return { card: stored, upToDate: true, title: made.title };
  }

  /** A response of any version by its id, or null. */
  async response(tenant: string, id: string): Promise<ShownResponse | null> {
    const card = uuid.test(id) ? await this.store.byId(tenant, id) : null;
    if (card === null) return null;
    const subject = (await this.store.subjects(tenant, [card.subjectId])).get(card.subjectId);
    return { card, upToDate: card.current && card.subjectRevision >= (subject?.revision ?? 0), title: subject?.title ?? '' };
  }

  /** The current response of each incident. */
  async responses(tenant: string, incidentIds: readonly string[]): Promise<Map<string, ShownResponse>> {
    if (incidentIds.length === 0) return new Map();
    const [cards, subjects] = await Promise.all([this.store.current(tenant, incidentIds), this.store.subjects(tenant, incidentIds)]);
    return new Map(cards.map((card) => [card.subjectId, { card, upToDate: card.subjectRevision >= (subjects.get(card.subjectId)?.revision ?? 0), title: subjects.get(card.subjectId)?.title ?? '' }]));
  }

  /** Incidents like this one among those changed last, the most alike first; none before its first response. */
  async similar(tenant: string, incidentId: string): Promise<SimilarIncident[]> {
    const known = await this.store.profiles(tenant, incidentId);
    return known === null ? [] : similarIncidents(known.profile, known.others);
  }

  private async make(tenant: string, incidentId: string, { incident, events }: { incident: string; events: string }, { guidebooks }: ActiveGuidebooks, signal?: AbortSignal): Promise<MadeResponse> {
    return this.maker.make({ incident, events, scripts: await this.scripts.results(tenant, incidentId), guidebooks }, signal);
  }

  /** Stores a response. When guides were changed while it was made, it is made again. */
  private async keep(response: NewResponse, guides: ActiveGuidebooks): Promise<ResponseCardEntity | null> {
    const stored = await this.store.store(response);
    const { tenant, incidentId } = response;
    if (stored && (await this.guidebooks.active(tenant)).digest !== guides.digest) await this.guidebooks.remakeOne(tenant, incidentId);
    return stored;
  }

  private tell({ subjectId, subjectRevision, version, body }: ResponseCardEntity, message: string): void {
    this.logger.info({ incident: subjectId, revision: subjectRevision, version, recommendations: body.recommendations.length, withheld: body.withheld.length }, message);
  }
}

function unknownIncident(incidentId: string): ResponderError {
  return new ResponderError(ResponderErrorCode.IncidentUnknown, `There is no incident ${incidentId.slice(0, 64)}.`);
}
