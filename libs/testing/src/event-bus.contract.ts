import { randomUUID } from 'node:crypto';
import { Topic, type CardGenerated, type Envelope } from '@attest/contracts';
import { PermanentError, type DeliveryContext, type EventBus, type Subscription } from '@attest/messaging';

/** What a driver brings to be held against the contract. */
export interface BusHarness {
  /** A bus on the same broker or database as every other of this harness. */
  connect(): Promise<EventBus>;
  /** How long a member may be silent before its work goes to another. */
  sessionMs: number;
  /** Starts a process that consumes `group` and prints `handling KEY` before it blocks for ever; see the driver's worker. */
  startStuckConsumer(group: string): Promise<{ handling: Promise<string>; kill(): void }>;
  /** Makes the broker or database unreachable and back again. */
  outage?: { begin(): Promise<void>; end(): Promise<void> };
  close(): Promise<void>;
}

/** A `card.generated.v1` of one key; `n` is told apart by the version. */
export function cardEvent(key: string, n: number): Envelope<CardGenerated> {
  return {
    id: randomUUID(),
    type: Topic.CardGenerated,
    version: 1,
    tenant: 'default',
    key,
    occurredAt: new Date().toISOString(),
    payload: { cardId: randomUUID(), kind: 'incidentSummary', subjectId: key, subjectRevision: 1, version: n, composer: 'rules', digest: 'd'.repeat(64), dropped: 0 },
  };
}

/** Resolves when `condition` holds; rejects with `what` after `ms`. */
export async function eventually(what: string, condition: () => boolean | Promise<boolean>, ms = 90_000): Promise<void> {
  const deadline = Date.now() + ms;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`did not happen within ${ms} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

interface Heard {
  key: string;
  n: number;
  attempt: number;
}

/** The one contract of every `EventBus` driver: what services may rely on, whichever carries their events. */
export function runEventBusContract(name: string, harness: () => Promise<BusHarness>): void {
  describe(`event bus contract: ${name}`, () => {
    let broker: BusHarness;
    let bus: EventBus;
    const extra: EventBus[] = [];

    beforeAll(async () => {
      broker = await harness();
      bus = await broker.connect();
      await bus.ensureTopics();
    });

    afterEach(async () => {
      await Promise.all(extra.splice(0).map((other) => other.close(2_000)));
    });

    afterAll(async () => {
      await bus.close(2_000);
      await broker.close();
    });

    const another = async (): Promise<EventBus> => {
      const other = await broker.connect();
      extra.push(other);
      return other;
    };

    /** Subscribes and records what of `run` is heard. */
    const listen = async (on: EventBus, run: string, options: Partial<Subscription> & { group: string }, work: (heard: Heard, context: DeliveryContext) => Promise<void> = () => Promise.resolve()): Promise<Heard[]> => {
      const heard: Heard[] = [];
      await on.subscribe({
        topics: [Topic.CardGenerated],
        from: 'earliest',
        retry: { delaysMs: [100, 200] },
        ...options,
        handler: async (envelope, context) => {
          if (!envelope.key.startsWith(run)) return;
          const item = { key: envelope.key, n: (envelope.payload as CardGenerated).version, attempt: context.attempt };
          heard.push(item);
          await work(item, context);
        },
      });
      return heard;
    };

    it('delivers the messages of a key in order, whatever the order of keys', async () => {
      const run = randomUUID();
      const own = await another();
      const heard = await listen(own, run, { group: `order-${run}` });
      const events = Array.from({ length: 120 }, (_, i) => cardEvent(`${run}-${i % 7}`, i + 1));
      for (let i = 0; i < events.length; i += 10) await bus.publish(events.slice(i, i + 10));
      await eventually('all heard', () => heard.length >= 120);
      for (let key = 0; key < 7; key++) {
        const numbers = heard.filter((item) => item.key === `${run}-${key}`).map((item) => item.n);
        expect(numbers).toEqual(events.filter((event) => event.key === `${run}-${key}`).map((event) => event.payload.version));
      }
    });

    it('tells every group everything, and shares within a group', async () => {
      const run = randomUUID();
      const [a, b, c] = [await another(), await another(), await another()];
      const alone = await listen(a, run, { group: `alone-${run}` });
      const first = await listen(b, run, { group: `shared-${run}` }, () => new Promise((resolve) => setTimeout(resolve, 5)));
      const second = await listen(c, run, { group: `shared-${run}` }, () => new Promise((resolve) => setTimeout(resolve, 5)));
      await new Promise((resolve) => setTimeout(resolve, broker.sessionMs * 1.5));
      await bus.publish(Array.from({ length: 60 }, (_, i) => cardEvent(`${run}-${i}`, i + 1)));
      await eventually('both groups heard all', () => alone.length >= 60 && first.length + second.length >= 60);
      expect(new Set(alone.map((item) => item.n)).size).toBe(60);
      expect(new Set([...first, ...second].map((item) => item.n)).size).toBe(60);
      expect(Math.min(first.length, second.length)).toBeGreaterThan(0);
    });

    it('tells a new group everything from the beginning, and one from the end only what comes', async () => {
      const run = randomUUID();
      await bus.publish([1, 2, 3].map((n) => cardEvent(`${run}-a`, n)));
      const own = await another();
      const replayed = await listen(own, run, { group: `late-${run}`, from: 'earliest' });
      const live = await listen(own, run, { group: `live-${run}`, from: 'latest' });
      await eventually('the past replayed', () => replayed.length === 3);
      await new Promise((resolve) => setTimeout(resolve, 500));
      await bus.publish([cardEvent(`${run}-a`, 4)]);
      await eventually('the news heard', () => live.length > 0 && replayed.length === 4);
      expect(live.map((item) => item.n)).toEqual([4]);
    });

    it('resumes where its group committed', async () => {
      const run = randomUUID();
      const group = `resume-${run}`;
      const before = await broker.connect();
      const first = await listen(before, run, { group });
      await bus.publish([cardEvent(`${run}-a`, 1)]);
      await eventually('first heard', () => first.length === 1);
      await before.close(5_000);
      await bus.publish([cardEvent(`${run}-a`, 2)]);
      const second = await listen(await another(), run, { group });
      await eventually('second heard', () => second.length > 0);
      expect(second.map((item) => item.n)).toEqual([2]);
    });

    it('delivers again what a killed consumer was handling', async () => {
      const run = randomUUID();
      const group = `killed-${run}`;
      const stuck = await broker.startStuckConsumer(group);
      await bus.publish([cardEvent(`${run}-a`, 1)]);
      await stuck.handling;
      stuck.kill();
      const heard = await listen(await another(), run, { group });
      await eventually('delivered again', () => heard.length > 0, broker.sessionMs * 4 + 15_000);
      expect(heard[0]).toMatchObject({ key: `${run}-a`, n: 1 });
    });

    it('parks a poison message after its retries while others flow, and keeps the order of its own key', async () => {
      const run = randomUUID();
      const group = `poison-${run}`;
      const own = await another();
      const heard = await listen(own, run, { group }, (item) => (item.key.endsWith('-bad') && item.n === 1 ? Promise.reject(new Error('cannot digest this')) : Promise.resolve()));
      await bus.publish([cardEvent(`${run}-bad`, 1), cardEvent(`${run}-bad`, 2), ...Array.from({ length: 20 }, (_, i) => cardEvent(`${run}-good-${i}`, i + 1))]);
      await eventually('the others flow', () => heard.filter((item) => item.key.includes('-good-')).length === 20);
      await eventually('its key goes on', () => heard.some((item) => item.key.endsWith('-bad') && item.n === 2));
      expect(heard.filter((item) => item.key.endsWith('-bad')).map((item) => [item.n, item.attempt])).toEqual([[1, 1], [1, 2], [1, 3], [2, 1]]);
      const letters = await bus.deadLetters({ group });
      expect(letters).toEqual([expect.objectContaining({ key: `${run}-bad`, error: 'cannot digest this', attempts: 3 })]);
    });

    it('dead-letters what a retry cannot help at once, and delivers it again on request', async () => {
      const run = randomUUID();
      const group = `replay-${run}`;
      let healed = false;
      const own = await another();
      const heard = await listen(own, run, { group }, () => (healed ? Promise.resolve() : Promise.reject(new PermanentError('not yet'))));
      await bus.publish([cardEvent(`${run}-a`, 1)]);
      await eventually('dead-lettered', async () => (await bus.deadLetters({ group })).length === 1);
      expect(heard).toHaveLength(1);
      healed = true;
      const [letter] = await bus.deadLetters({ group });
      expect(await own.replayDeadLetter(letter?.id ?? '')).toBe(true);
      await eventually('delivered again', () => heard.length === 2);
      expect(await own.replayDeadLetter(letter?.id ?? '')).toBe(false);
      expect(await bus.deadLetters({ group })).toEqual([]);
    });

    it('runs a job ten times as long as the session once, while others flow', async () => {
      const run = randomUUID();
      const own = await another();
      const heard = await listen(own, run, { group: `long-${run}` }, (item) => (item.n === 1 ? new Promise((resolve) => setTimeout(resolve, broker.sessionMs * 10)) : Promise.resolve()));
      await bus.publish([cardEvent(`${run}-long`, 1), ...Array.from({ length: 10 }, (_, i) => cardEvent(`${run}-${i}`, 10 + i))]);
      await eventually('the long one began', () => heard.some((item) => item.n === 1));
      await new Promise((resolve) => setTimeout(resolve, broker.sessionMs * 10 + 500));
      await bus.publish([cardEvent(`${run}-long`, 2)]);
      await eventually('its key goes on', () => heard.some((item) => item.n === 2));
      expect(heard.filter((item) => item.n === 1)).toHaveLength(1);
    });

    it('carries a payload of five megabytes whole', async () => {
      const run = randomUUID();
      const own = await another();
      const sizes: number[] = [];
      await own.subscribe({
        topics: [Topic.IncidentChanged],
        group: `large-${run}`,
        from: 'earliest',
        handler: (envelope) => {
          if (envelope.key === run) sizes.push((envelope.payload as { incident: string }).incident.length);
          return Promise.resolve();
        },
      });
      const payload = { incidentId: run, revision: 1, digest: 'd'.repeat(64), change: 'imported' as const, severity: 'high', status: 'active', alertCount: 0, incident: 'x'.repeat(5_000_000), events: '', eventRows: 0, eventRowsOmitted: 0 };
      await bus.publish([{ ...cardEvent(run, 1), type: Topic.IncidentChanged, payload }]);
      await eventually('heard', () => sizes.length > 0);
      expect(sizes).toEqual([5_000_000]);
    });

    it('finishes what it is handling before it closes', async () => {
      const run = randomUUID();
      const own = await broker.connect();
      let finished = 0;
      const heard = await listen(own, run, { group: `drain-${run}` }, async () => {
        await new Promise((resolve) => setTimeout(resolve, 300));
        finished++;
      });
      await bus.publish([cardEvent(`${run}-a`, 1)]);
      await eventually('began', () => heard.length === 1);
      await own.close(10_000);
      expect(finished).toBe(1);
      const again = await listen(await another(), run, { group: `drain-${run}` });
      await new Promise((resolve) => setTimeout(resolve, broker.sessionMs));
      expect(again).toEqual([]);
    });

    it('loses nothing when it cannot be reached for a while', async () => {
      if (!broker.outage) return;
      const run = randomUUID();
      const own = await another();
      const heard = await listen(own, run, { group: `outage-${run}` });
      await bus.publish([cardEvent(`${run}-a`, 1)]);
      await eventually('heard before', () => heard.length === 1);
      await broker.outage.begin();
      await expect(bus.publish([cardEvent(`${run}-lost`, 9)])).rejects.toThrow();
      await broker.outage.end();
      await eventually('can publish again', () => bus.publish([cardEvent(`${run}-a`, 2)]).then(() => true, () => false));
      await eventually('hears again', () => heard.some((item) => item.n === 2), 60_000);
    });
  });
}
