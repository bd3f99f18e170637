import { describe, expect, it } from '@jest/globals';
import { Controller, Module, type INestApplication, type OnModuleInit } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventPattern, MessagePattern } from '@nestjs/microservices';
import type { Envelope } from '@attest/contracts';
import { PermanentError, type DeliveryContext, type EventBus, type Subscription } from './event-bus.js';
import { startEventHandlers } from './event-bus.transport.js';

let started = 0;

@Controller()
class Handlers implements OnModuleInit {
  onModuleInit(): void {
    started += 1;
  }

  @EventPattern('permanent')
  permanent(_event: unknown): void {
    throw new PermanentError('It can never be read.');
  }

  @EventPattern('passing')
  async passing(_event: unknown): Promise<void> {
    throw new RangeError('The database is away.');
  }

  @EventPattern('fine')
  fine(_event: unknown): void {}
}

@Controller()
class Requests {
  @MessagePattern('read')
  read(_event: unknown): string {
    return '';
  }
}

@Module({ controllers: [Handlers] })
class EventsModule {}

@Module({ controllers: [Requests] })
class RequestsModule {}

/** What the bus is given when it is subscribed to. */
async function subscribed(module: typeof EventsModule): Promise<{ app: INestApplication; subscription: Subscription }> {
  let subscription: Subscription | undefined;
  const bus = { subscribe: (given: Subscription) => ((subscription = given), Promise.resolve({ close: () => Promise.resolve() })) } as unknown as EventBus;
  const app = await NestFactory.create(module, { logger: false });
  await app.init();
  await startEventHandlers(app, { bus, group: 'group' });
  if (subscription === undefined) throw new Error('nothing subscribed');
  return { app, subscription };
}

describe('event handlers of a service', () => {
  it('give the bus their errors as they threw them, so that it knows whether a retry can help', async () => {
    started = 0;
    const { app, subscription } = await subscribed(EventsModule);
    const deliver = async (topic: string): Promise<unknown> => subscription.handler({} as Envelope, { topic } as unknown as DeliveryContext);
    expect([...subscription.topics].sort()).toEqual(['fine', 'passing', 'permanent']);
    await expect(deliver('permanent')).rejects.toEqual(new PermanentError('It can never be read.'));
    await expect(deliver('permanent')).rejects.toBeInstanceOf(PermanentError);
    await expect(deliver('passing')).rejects.toBeInstanceOf(RangeError);
    await expect(deliver('fine')).resolves.toBeUndefined();
    expect(started).toBe(1);
    await app.close();
  });

  it('are events: a request is refused at the start', async () => {
    await expect(subscribed(RequestsModule)).rejects.toThrow('read is a request');
  });
});
