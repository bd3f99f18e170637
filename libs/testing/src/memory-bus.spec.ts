import { randomUUID } from 'node:crypto';
import { Topic, type Envelope } from '@attest/contracts';
import { createMemoryBus } from './memory-bus.js';

const envelope = (key: string): Envelope => ({ id: randomUUID(), type: Topic.CardGenerated, version: 1, tenant: 'default', key, occurredAt: new Date().toISOString(), payload: {} });

describe('createMemoryBus', () => {
  it('tells every group in order, and a late group from where it wants to begin', async () => {
    const bus = createMemoryBus();
    const heard: string[] = [];
    const listen = (group: string, from: 'earliest' | 'latest') => bus.subscribe({ topics: [Topic.CardGenerated], group, from, handler: async ({ key }) => void heard.push(`${group}:${key}`) });
    await listen('a', 'latest');
    await bus.publish([envelope('1'), { ...envelope('x'), type: Topic.IncidentChanged }]);
    await listen('b', 'earliest');
    const handle = await listen('c', 'latest');
    await bus.publish([envelope('2')]);
    await bus.settled();
    expect(heard.filter((line) => line.startsWith('a'))).toEqual(['a:1', 'a:2']);
    expect(heard.filter((line) => line.startsWith('b'))).toEqual(['b:1', 'b:2']);
    expect(heard.filter((line) => line.startsWith('c'))).toEqual(['c:2']);
    await handle.close();
    expect(bus.subscriptions.map(({ group }) => group)).toEqual(['a', 'b']);
  });

  it('parks what a handler refuses, and delivers it again on demand', async () => {
    const bus = createMemoryBus();
    let works = false;
    const handled: string[] = [];
    await bus.subscribe({
      topics: [Topic.CardGenerated],
      group: 'a',
      from: 'latest',
      handler: async ({ key }) => {
        if (!works && key === '1') throw new Error('not yet');
        handled.push(key);
      },
    });
    await bus.publish([envelope('1'), envelope('2')]);
    await bus.settled();
    expect(handled).toEqual(['2']);
    const [letter] = await bus.deadLetters({ group: 'a' });
    expect(letter).toMatchObject({ key: '1', error: 'not yet' });
    works = true;
    expect(await bus.replayDeadLetter(letter?.id ?? '')).toBe(true);
    await bus.settled();
    expect(handled).toEqual(['2', '1']);
    expect([await bus.deadLetters(), await bus.replayDeadLetter('none')]).toEqual([[], false]);
  });

  it('is as healthy as it is told to be', async () => {
    const bus = createMemoryBus();
    bus.sicken('The brokers do not answer.');
    expect(await bus.health()).toMatchObject({ ok: false, detail: 'The brokers do not answer.' });
    bus.sicken(undefined);
    expect((await bus.health()).ok).toBe(true);
  });
});
