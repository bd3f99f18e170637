import { Catch, type INestApplication } from '@nestjs/common';
import { Server, type CustomTransportStrategy, type MessageHandler, type NestMicroservice } from '@nestjs/microservices';
import { isObservable, lastValueFrom, throwError, type Observable } from 'rxjs';
import type { Envelope, Topic } from '@attest/contracts';
import type { Logger } from '@attest/observability';
import type { DeliveryContext, EventBus, RetryPolicy, SubscriptionHandle } from './event-bus.js';

/** What the transport connects. */
export interface EventBusTransportOptions {
  bus: EventBus;
  /** Consumer group of the service. */
  group: string;
  logger?: Logger;
  retry?: RetryPolicy;
  concurrency?: number;
}

/**
 * Brings a Nest service's `@EventPattern(topic)` handlers to the bus, under one group. The payload is the parsed envelope,
 * the context a `DeliveryContext`. A handler that throws is retried or dead-lettered by the bus and stops nothing.
 * Requests (`@MessagePattern`) are refused at start: reads never travel over the bus.
 */
export class EventBusTransport extends Server implements CustomTransportStrategy {
  private handle: SubscriptionHandle | undefined;

  constructor(private readonly options: EventBusTransportOptions) {
    super();
  }

  listen(callback: (error?: unknown) => void): void {
    this.subscribe().then(
      () => callback(),
      (error: unknown) => callback(error),
    );
  }

  async close(): Promise<void> {
    await this.handle?.close();
  }

  on(): never {
    throw new Error('The bus reports its state by EventBus.health().');
  }

  unwrap<T>(): T {
    return this.options.bus as T;
  }

  private async subscribe(): Promise<void> {
    const { bus, group, retry, concurrency } = this.options;
    const topics = [...this.messageHandlers.keys()] as Topic[];
    const request = [...this.messageHandlers].find(([, handler]) => !handler.isEventHandler);
    if (request) throw new Error(`${request[0]} is a request; the bus carries events only.`);
    if (topics.length === 0) return;
    this.handle = await bus.subscribe({ topics, group, from: 'earliest', retry, concurrency, handler: (envelope, context) => this.deliver(envelope, context) });
  }

  private async deliver(envelope: Envelope, context: DeliveryContext): Promise<void> {
    for (let handler: MessageHandler | undefined = this.messageHandlers.get(context.topic); handler; handler = handler.next as MessageHandler | undefined) {
      const result: unknown = await handler(envelope, context);
      if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
    }
  }
}

/**
 * Connects the `@EventPattern` handlers of an initialised application to the bus and starts them. Their errors reach the bus as
 * they were thrown. Rejects when the bus cannot be subscribed to.
 */
export async function startEventHandlers(app: INestApplication, options: EventBusTransportOptions): Promise<void> {
  // A filter given to listeners that exist already is never asked, so their making is put off; the hooks of the application have run.
  const listeners = app.connectMicroservice({ strategy: new EventBusTransport(options) }, { deferInitialization: true }) as NestMicroservice;
  listeners.useGlobalFilters(new PassErrorsOnFilter());
  listeners.setIsInitHookCalled(true);
  await app.startAllMicroservices();
}

/** Passes a handler's error on as it is: Nest's own filter would hide its type, and with it whether a retry can help. */
@Catch()
class PassErrorsOnFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}
