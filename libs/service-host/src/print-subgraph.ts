import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { graphql } from 'graphql';
import type { DynamicModule, Type } from '@nestjs/common';

/**
 * The SDL of a service's subgraph, read from its own `_service` field without a database or a bus.
 * Run it in a process of its own: Nest's code-first metadata is global to a process, and types of other services would leak in.
 */
export async function printSubgraph(module: DynamicModule | Type<unknown>): Promise<string> {
  const app = await NestFactory.create(module, { logger: false, abortOnError: false });
  await app.init();
  const result = await graphql({ schema: app.get(GraphQLSchemaHost).schema, source: '{ _service { sdl } }' });
  await app.close();
  const service = result.data?.['_service'] as { sdl?: string } | undefined;
  if (service?.sdl === undefined) throw new Error(`The subgraph could not be printed: ${result.errors?.[0]?.message ?? 'no SDL'}`);
  return service.sdl;
}
