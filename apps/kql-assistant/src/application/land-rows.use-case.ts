import { unpackTextAsync, type Envelope, type EventsAdded, type IncidentChanged } from '@attest/contracts';
import type { Logger } from '@attest/observability';
import type { EventRow } from '@attest/security-model';
import type { ReadIncident } from '../domain/read-incident.js';
import type { LandingStore, NumberedRow } from './landing-store.js';

/** The consumer group of this service. */
export const kqlAssistantGroup = 'kqlAssistant';

/** The column in which a row's number travels. */
const rowNumberColumn = '$row';

/** Rows read at once: the thread is free between two parts. */
const part = 2_000;

/** Reads incidents off this thread. */
export interface IncidentReader {
  readIncident(packed: string): Promise<ReadIncident>;
}

/** Takes event rows and alerts of incidents in, so that hunts see them. */
export class LandRowsUseCase {
  constructor(
    private readonly store: LandingStore,
    private readonly reader: IncidentReader,
    private readonly logger: Logger,
    private readonly landed: (tenant: string) => void = () => undefined,
  ) {}

  /** Handles one `events.added.v1`: afterwards its rows are hunted, once. */
  async onEventsAdded({ id, tenant, payload }: Envelope<EventsAdded>): Promise<void> {
    const rows: NumberedRow[] = [];
    for await (const some of rowsIn(payload.events)) rows.push(...some);
    await this.store.landRows(tenant, payload.incidentId, rows, { group: kqlAssistantGroup, eventId: id });
    this.landed(tenant);
  }

  /**
   * Handles one `incident.changed.v1`: afterwards its alerts are in the tables of alerts as they are now. Rows that came
   * with it are taken in when some of the incident are missing here, as they are after an upgrade.
   */
  async onIncidentChanged({ id, tenant, payload }: Envelope<IncidentChanged>, signal: AbortSignal): Promise<void> {
    const { incidentId, revision, incident } = payload;
    const missing = payload.eventRows > 0 && (await this.store.rowsOf(tenant, incidentId)) < payload.eventRows + payload.eventRowsOmitted;
    const read = await this.reader.readIncident(incident);
    signal.throwIfAborted();
    await this.store.landIncident(tenant, { ...read, incidentId, revision }, missing ? rowsIn(payload.events) : noRows(), { group: kqlAssistantGroup, eventId: id });
    this.logger.debug({ incident: incidentId, revision }, 'incident taken in for hunting');
    this.landed(tenant);
  }
}

async function* noRows(): AsyncGenerator<NumberedRow[], void, void> {
  // An incident without rows of its own.
}

async function* rowsIn(packed: string): AsyncGenerator<NumberedRow[], void, void> {
  const text = await unpackTextAsync(Buffer.from(packed, 'base64'));
  let rows: NumberedRow[] = [];
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\n', at);
    const line = text.slice(at, end < 0 ? undefined : end);
    at = end < 0 ? text.length : end + 1;
    if (line === '') continue;
    const { [rowNumberColumn]: row, ...values } = JSON.parse(line) as EventRow;
    if (typeof row === 'number') rows.push({ row, values: values as EventRow });
    if (rows.length < part) continue;
    yield rows;
    rows = [];
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (rows.length > 0) yield rows;
}
