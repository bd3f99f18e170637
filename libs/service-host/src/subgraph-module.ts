import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { ApolloFederationDriver, type ApolloFederationDriverConfig } from '@nestjs/apollo';
import type { DynamicModule, Type } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { ownTypesOnly } from './own-types.js';

/** What a service's part of the graph is made of. */
export interface SubgraphOptions {
  /** Marks the types of the service. */
  marker: Type<unknown>;
  /** Its own stubs of entities that others own and no field of its own names. */
  stubs?: Type<unknown>[];
  /** Makes the context of a request, such as `identityContext(secret)`. */
  context: ApolloFederationDriverConfig['context'];
}

/** A service's subgraph: federation 2.9, its own types only, no playground and no traces. */
export function subgraphModule({ marker, stubs, context }: SubgraphOptions): DynamicModule {
  return GraphQLModule.forRoot<ApolloFederationDriverConfig>({
    driver: ApolloFederationDriver,
    autoSchemaFile: { federation: { version: 2, importUrl: 'https://specs.apollo.dev/federation/v2.9', directives: ['@key', '@shareable'] } },
    buildSchemaOptions: ownTypesOnly(marker, stubs),
    context,
    playground: false,
    plugins: [ApolloServerPluginInlineTraceDisabled()],
  });
}
