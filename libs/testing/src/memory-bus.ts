import type { Envelope } from '@attest/contracts';
import type { DeadLetter, EventBus, Subscription } from '@attest/messaging';

/** A bus in memory, with switches for tests. */
export interface MemoryBus extends EventBus {
  /** Everything published so far, in order. */
  readonly published: readonly Envelope[];
  /** Groups that are subscribed now. */
  readonly subscriptions: readonly Subscription[];
  /** What `health()` says from now on; undefined for healthy. */
  sicken(detail: string | undefined): void;
  /** Resolves when every handler has run for everything published. */
  settled(): Promise<void>;
}

interface Member {
  subscription: Subscription;
  work: Promise<void>;
}

/**
 * An EventBus without a broker for tests of one process: every subscription hears every message of its topics, one at a
 * time, in order. A handler that throws leaves a dead letter at once; nothing is retried and nothing survives the process.
 */
export function createMemoryBus(): MemoryBus {
  const published: Envelope[] = [];
  const members = new Set<Member>();
  const letters: DeadLetter[] = [];
  let sickness: string | undefined;

  const deliver = (member: Member, envelope: Envelope, offset: number): void => {
    const { subscription } = member;
    if (!subscription.topics.some((topic) => topic === envelope.type)) return;
    const context = { topic: envelope.type, group: subscription.group, partition: 0, offset: String(offset), attempt: 1, signal: new AbortController().signal };
    member.work = member.work.then(() => subscription.handler(envelope, context)).catch((error: unknown) => {
      letters.push({
        id: String(letters.length + 1),
        topic: envelope.type,
        group: subscription.group,
        key: envelope.key,
        error: error instanceof Error ? error.message : String(error),
        attempts: 1,
        at: new Date().toISOString(),
        envelope,
      });
    });
  };

  return {
    driver: 'embedded',
    published,
    get subscriptions() {
      return [...members].map(({ subscription }) => subscription);
    },
    sicken: (detail) => {
      sickness = detail;
    },
    settled: async () => {
      await Promise.all([...members].map(({ work }) => work));
    },
    ensureTopics: async () => undefined,
    publish: async (envelopes) => {
      for (const envelope of envelopes) {
        published.push(envelope);
        for (const member of members) deliver(member, envelope, published.length - 1);
      }
    },
    subscribe: async (subscription) => {
      const member: Member = { subscription, work: Promise.resolve() };
      members.add(member);
      if (subscription.from === 'earliest') published.forEach((envelope, offset) => deliver(member, envelope, offset));
      return {
        close: async () => {
          members.delete(member);
          await member.work;
        },
      };
    },
    health: async () => ({
      ok: sickness === undefined,
      driver: 'embedded',
      groups: [...members].map(({ subscription }) => ({ group: subscription.group, state: 'running' as const, lag: 0 })),
      ...(sickness === undefined ? {} : { detail: sickness }),
    }),
    deadLetters: async ({ topic, group } = {}) => letters.filter((letter) => (topic === undefined || letter.topic === topic) && (group === undefined || letter.group === group)),
    replayDeadLetter: async (id) => {
      const at = letters.findIndex((letter) => letter.id === id);
      const [letter] = at < 0 ? [] : letters.splice(at, 1);
      if (!letter) return false;
      for (const member of members) if (member.subscription.group === letter.group) deliver(member, letter.envelope as Envelope, 0);
      return true;
    },
    close: async () => {
      const ending = [...members].map(({ work }) => work);
      members.clear();
      await Promise.all(ending);
    },
  };
}
