import { randomUUID } from 'node:crypto';
import { parseEnvelope, Topic, type ActionChanged, type CardGenerated, type Envelope, type IncidentChanged, type ScriptAnalyzed } from '@attest/contracts';
import type { EventBus, SubscriptionHandle } from '@attest/messaging';
import type { Logger } from '@attest/observability';

/** News of one tenant, as it arrived on the bus. */
export type Change = { tenant: string } & (
  | { topic: typeof Topic.CardGenerated; payload: CardGenerated }
  | { topic: typeof Topic.IncidentChanged; payload: Pick<IncidentChanged, 'incidentId' | 'revision' | 'change'> }
  | { topic: typeof Topic.ActionChanged; payload: Pick<ActionChanged, 'actionId' | 'incidentId' | 'state' | 'version'> }
  | { topic: typeof Topic.ScriptAnalyzed; payload: Pick<ScriptAnalyzed, 'sha256' | 'incidentId'> }
);

/** A change of one topic. */
export type ChangeOn<T extends Change['topic']> = Extract<Change, { topic: T }>;

/** Subjects a slow listener may fall behind on; older news is dropped, since every page reads the present state anyway. */
const backlog = 1_000;

/** Hears the bus once for this gateway and tells every live subscription of the same tenant. */
export class ChangeFeed {
  private readonly listeners = new Set<(change: Change) => void>();
  private handle: SubscriptionHandle | undefined;

  constructor(
    private readonly bus: EventBus,
    private readonly logger: Logger,
  ) {}

  /** Live subscriptions now. */
  get listening(): number {
    return this.listeners.size;
  }

  /** Every gateway is a group of its own: each must hear everything, and nothing from before its start. */
  async start(): Promise<void> {
    this.handle = await this.bus.subscribe({
      topics: [Topic.CardGenerated, Topic.IncidentChanged, Topic.ScriptAnalyzed, Topic.ActionChanged],
      group: `gateway-${randomUUID()}`,
      from: 'latest',
      ephemeral: true,
      handler: async (envelope, { topic }) => this.tell(topic, envelope),
    });
  }

  async close(): Promise<void> {
    await this.handle?.close();
  }

  /** Changes of one topic within a tenant that pass `wanted`, until the reader stops. Of one subject only the newest waits. */
  changes<T extends Change['topic']>(topic: T, tenant: string, wanted: (change: ChangeOn<T>) => boolean): AsyncGenerator<ChangeOn<T>, void, void> {
    const waiting = new Map<string, ChangeOn<T>>();
    let wake: () => void = () => undefined;
    let done = false;
    const listener = (change: Change): void => {
      if (change.topic !== topic || change.tenant !== tenant || !wanted(change as ChangeOn<T>)) return;
      const subject = subjectOf(change);
      waiting.delete(subject);
      waiting.set(subject, change as ChangeOn<T>);
      const oldest = waiting.size > backlog ? waiting.keys().next().value : undefined;
      if (oldest !== undefined) waiting.delete(oldest);
      wake();
    };
    this.listeners.add(listener);
    const end = (): void => {
      done = true;
      this.listeners.delete(listener);
      waiting.clear();
      wake();
    };
    const next = async (): Promise<IteratorResult<ChangeOn<T>, void>> => {
      for (;;) {
        if (done) return { done: true, value: undefined };
        for (const [subject, change] of waiting) {
          waiting.delete(subject);
          return { done: false, value: change };
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    };
    return {
      next,
      return: async () => {
        end();
        return { done: true, value: undefined };
      },
      throw: async (error: unknown) => {
        end();
        throw error;
      },
      [Symbol.asyncIterator]() {
        return this;
      },
      [Symbol.asyncDispose]: async () => end(),
    };
  }

  private tell(topic: string, envelope: Envelope): void {
    const change = this.read(topic, envelope);
    if (!change) return;
    for (const listener of this.listeners) listener(change);
  }

  private read(topic: string, envelope: Envelope): Change | undefined {
    try {
      if (topic === Topic.CardGenerated) return { tenant: envelope.tenant, topic, payload: parseEnvelope(topic, envelope).payload };
      if (topic === Topic.ScriptAnalyzed) {
        const { sha256, incidentId } = parseEnvelope(topic, envelope).payload;
        return { tenant: envelope.tenant, topic, payload: { sha256, incidentId } };
      }
      if (topic === Topic.ActionChanged) {
        const { actionId, incidentId, state, version } = parseEnvelope(topic, envelope).payload;
        return { tenant: envelope.tenant, topic, payload: { actionId, incidentId, state, version } };
      }
      if (topic !== Topic.IncidentChanged) return undefined;
      const { incidentId, revision, change } = parseEnvelope(topic, envelope).payload;
      return { tenant: envelope.tenant, topic, payload: { incidentId, revision, change } };
    } catch (error) {
      this.logger.warn({ err: error, topic }, 'a change could not be read and was not shown live');
      return undefined;
    }
  }
}

function subjectOf({ topic, payload }: Change): string {
  switch (topic) {
    case Topic.CardGenerated:
      return `${payload.kind}\0${payload.subjectId}`;
    case Topic.ScriptAnalyzed:
      return `${payload.sha256}\0${payload.incidentId ?? ''}`;
    case Topic.ActionChanged:
      return payload.actionId;
    default:
      return payload.incidentId;
  }
}
