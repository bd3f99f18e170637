import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { ApolloFederationDriver, type ApolloFederationDriverConfig } from '@nestjs/apollo';
import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import { ownTypesOnly } from '@attest/service-host';
import { IdentityGuard, identityContext } from '@attest/identity';
import { SummarizeIncidentUseCase } from './application/summarize-incident.use-case.js';
import { IncidentChangedController } from './interface/incident-changed.controller.js';
import { SummarizedIncident } from './interface/summary.model.js';
import { SummaryFactsResolver, SummaryResolver } from './interface/summary.resolver.js';
import { SummarizerGraph } from './interface/summarizer-graph.js';

/** Wires the summarizer around its one use case. */
@Module({})
export class SummarizerModule {
  static with(useCase: SummarizeIncidentUseCase, serviceSecret: string): DynamicModule {
    return {
      module: SummarizerModule,
      imports: [
        GraphQLModule.forRoot<ApolloFederationDriverConfig>({
          driver: ApolloFederationDriver,
          autoSchemaFile: { federation: { version: 2, importUrl: 'https://specs.apollo.dev/federation/v2.9', directives: ['@key', '@shareable'] } },
          buildSchemaOptions: ownTypesOnly(SummarizerGraph, [SummarizedIncident]),
          context: identityContext(serviceSecret),
          playground: false,
          plugins: [ApolloServerPluginInlineTraceDisabled()],
        }),
      ],
      controllers: [IncidentChangedController],
      providers: [
        { provide: SummarizeIncidentUseCase, useValue: useCase },
        { provide: APP_GUARD, useClass: IdentityGuard },
        SummaryResolver,
        SummaryFactsResolver,
      ],
    };
  }
}
