import type { RequestListener } from 'node:http';
import { NestFactory } from '@nestjs/core';
import { json } from 'express';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { DynamicModule, INestApplication, Type } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { startEventHandlers } from '@attest/messaging';
import { serviceSecret } from '@attest/identity';
import { sseSubscriptions } from './sse-subscriptions.js';
import { NestLogger } from './nest-logger.js';
import type { Check, RunningService, ServiceContext, ServiceName } from './service.js';

/** What a Nest service hands over to be started. */
export interface NestServiceOptions {
  name: ServiceName;
  module: DynamicModule | Type<unknown>;
  context: ServiceContext;
  /** Set when the module has `@EventPattern` handlers: they listen to the bus under the service's name as group. */
  listens: boolean;
  /** Messages handled at once. Default: the bus's. */
  concurrency?: number;
  /** Readiness beyond the bus, read on every probe. */
  checks: (app: INestApplication) => Promise<Check[]>;
  /** Runs after the Nest application has closed. */
  close: () => Promise<void>;
}

/** The gateway has the same limit; what is larger comes by REST, streamed. */
const graphqlBodyLimit = '2mb';

/** Starts a Nest application without a port of its own: its subgraph and its HTTP door are for the caller to mount. */
export async function startNestService(options: NestServiceOptions): Promise<RunningService> {
  const { context } = options;
  const app = await NestFactory.create<NestExpressApplication>(options.module, { logger: new NestLogger(context.logger), abortOnError: false, bodyParser: false });
  app.disable('x-powered-by');
  app.use('/graphql', json({ limit: graphqlBodyLimit }));
  app.use('/graphql', sseSubscriptions(() => app.get(GraphQLSchemaHost).schema, serviceSecret(context.config)));
  await app.init();
  if (options.listens) await startEventHandlers(app, { bus: context.bus, group: options.name, logger: context.logger, concurrency: options.concurrency });
  return {
    name: options.name,
    schema: app.get(GraphQLSchemaHost).schema,
    http: app.getHttpAdapter().getInstance() as RequestListener,
    checks: () => options.checks(app),
    close: async () => {
      await app.close();
      await options.close();
    },
  };
}
