import { randomUUID } from 'node:crypto';
import { Topic, type Envelope } from '@attest/contracts';
import type { Logger } from '@attest/observability';
import { createMemoryBus, type MemoryBus } from '@attest/testing';
import { ChangeFeed } from './change-feed.js';

const warnings: unknown[] = [];
const logger = { warn: (line: unknown) => void warnings.push(line) } as unknown as Logger;

function changed(incidentId: string, revision = 1, tenant = 'default'): Envelope {
  const payload = { incidentId, revision, digest: 'd'.repeat(64), change: 'updated', severity: 'high', status: 'active', alertCount: 0, incident: 'x', events: '', eventRows: 0, eventRowsOmitted: 0 };
  return { id: randomUUID(), type: Topic.IncidentChanged, version: 1, tenant, key: incidentId, occurredAt: new Date().toISOString(), payload };
}

describe('ChangeFeed', () => {
  let bus: MemoryBus;
  let feed: ChangeFeed;
  beforeEach(async () => {
    warnings.length = 0;
    bus = createMemoryBus();
    feed = new ChangeFeed(bus, logger);
    await feed.start();
  });
  afterEach(() => feed.close());

  const publish = async (...envelopes: Envelope[]): Promise<void> => {
    await bus.publish(envelopes);
    await bus.settled();
  };

  it('tells every listener of the tenant, in order, and nobody else', async () => {
    const [one, two, stranger] = ['default', 'default', 'other'].map((tenant) => feed.changes(Topic.IncidentChanged, tenant, () => true));
    await publish(changed('1'), changed('2'), changed('3', 1, 'other'));
    for (const listener of [one, two]) {
      expect((await listener?.next())?.value).toMatchObject({ payload: { incidentId: '1' } });
      expect((await listener?.next())?.value).toMatchObject({ payload: { incidentId: '2' } });
    }
    expect((await stranger?.next())?.value).toMatchObject({ payload: { incidentId: '3' } });
  });

  it('wakes a listener that waits', async () => {
    const listener = feed.changes(Topic.IncidentChanged, 'default', ({ payload }) => payload.incidentId === '2');
    const next = listener.next();
    await publish(changed('1'), changed('2', 7));
    expect((await next).value).toMatchObject({ payload: { incidentId: '2', revision: 7 } });
  });

  it('keeps only the newest of a subject for a listener that is behind, and never more than it may', async () => {
    const listener = feed.changes(Topic.IncidentChanged, 'default', () => true);
    await publish(...Array.from({ length: 50 }, (_, revision) => changed('same', revision + 1)));
    expect((await listener.next()).value).toMatchObject({ payload: { revision: 50 } });
    await publish(...Array.from({ length: 1_500 }, (_, n) => changed(`incident-${n}`)));
    expect((await listener.next()).value).toMatchObject({ payload: { incidentId: 'incident-500' } });
  });

  it('tells each incident a script was analysed for, in short', async () => {
    const listener = feed.changes(Topic.ScriptAnalyzed, 'default', ({ payload }) => payload.sha256 === 'a'.repeat(64));
    const analyzed = (sha256: string, incidentId?: string): Envelope => {
      const payload = { sha256, ...(incidentId === undefined ? {} : { incidentId }), language: 'batch', verdict: 'benign', layers: 1, techniques: [], facts: [], indicators: [], notDecoded: 0 };
      return { id: randomUUID(), type: Topic.ScriptAnalyzed, version: 1, tenant: 'default', key: sha256, occurredAt: new Date().toISOString(), payload };
    };
    await publish(analyzed('b'.repeat(64)), analyzed('a'.repeat(64), '1'), analyzed('a'.repeat(64), '2'), analyzed('a'.repeat(64), '1'));
    expect((await listener.next()).value).toEqual({ tenant: 'default', topic: Topic.ScriptAnalyzed, payload: { sha256: 'a'.repeat(64), incidentId: '2' } });
    expect((await listener.next()).value).toMatchObject({ payload: { incidentId: '1' } });
  });

  it('lets go of a listener that stops, even while it waits', async () => {
    const listener = feed.changes(Topic.IncidentChanged, 'default', () => true);
    const next = listener.next();
    expect(feed.listening).toBe(1);
    await listener.return();
    expect(feed.listening).toBe(0);
    expect(await next).toEqual({ done: true, value: undefined });
    expect(await listener.next()).toEqual({ done: true, value: undefined });
  });

  it('goes on after an event that has not its contract’s shape', async () => {
    const listener = feed.changes(Topic.IncidentChanged, 'default', () => true);
    await publish({ ...changed('1'), payload: { incidentId: 7 } }, changed('2'));
    expect((await listener.next()).value).toMatchObject({ payload: { incidentId: '2' } });
    expect(warnings).toHaveLength(1);
    expect(await bus.deadLetters()).toEqual([]);
  });

  it('carries no packed incident to its listeners', async () => {
    const listener = feed.changes(Topic.IncidentChanged, 'default', () => true);
    await publish(changed('1'));
    expect((await listener.next()).value).toEqual({ tenant: 'default', topic: Topic.IncidentChanged, payload: { incidentId: '1', revision: 1, change: 'updated' } });
  });
});
