import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { ApolloFederationDriver, type ApolloFederationDriverConfig } from '@nestjs/apollo';
import { Controller, Module, Post, type INestApplication } from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import { Args, Directive, Field, GraphQLModule, GraphQLSchemaHost, ID, ObjectType, Parent, Query, ResolveField, ResolveReference, Resolver } from '@nestjs/graphql';
import { json } from 'express';
import { graphql } from 'graphql';
import { CurrentIdentity, identityContext, IdentityGuard, SERVICE_SECRET, type Identity, type IdentityContext } from '@attest/identity';
import { canary, fakeEvaluator, fakeKqlAssistant, fakeReporter, fakeResponder, fakeRest, fakeScriptAnalyzer, fakeSummarizer, secret, startWorld, type World } from './world.js';

@ObjectType('Incident')
@Directive('@key(fields: "id")')
class NestIncident {
  @Field(() => ID)
  id!: string;

  @Field()
  displayName!: string;

  @Field()
  status!: string;
}

@Resolver(() => NestIncident)
class NestIncidentResolver {
  @Query(() => NestIncident, { nullable: true })
  incident(@Args('id', { type: () => ID }) id: string, @CurrentIdentity() { name }: Identity): NestIncident {
    if (id === 'explodes') throw new Error(canary);
    return { id, displayName: `${id} read by ${name}`, status: '' };
  }

  @ResolveReference()
  reference({ id }: { id: string }, { identity }: IdentityContext): NestIncident {
    return { id, displayName: `${id} referred by ${identity?.name}`, status: '' };
  }

  @ResolveField(() => String)
  status(@Parent() { id }: NestIncident, @CurrentIdentity() { tenant }: Identity): string {
    return `status of ${id} in ${tenant}`;
  }
}

@Controller('api/incidents')
class NestIncidentsController {
  @Post()
  take(@CurrentIdentity() { name }: Identity): { by: string } {
    return { by: name };
  }
}

@Module({
  imports: [
    GraphQLModule.forRoot<ApolloFederationDriverConfig>({
      driver: ApolloFederationDriver,
      autoSchemaFile: { federation: { version: 2, importUrl: 'https://specs.apollo.dev/federation/v2.9', directives: ['@key'] } },
      context: identityContext(secret),
      playground: false,
      plugins: [ApolloServerPluginInlineTraceDisabled()],
    }),
  ],
  controllers: [NestIncidentsController],
  providers: [NestIncidentResolver, { provide: APP_GUARD, useClass: IdentityGuard }, { provide: SERVICE_SECRET, useValue: secret }],
})
class NestIncidentsModule {}

describe('a Nest service behind the gateway', () => {
  let app: INestApplication;
  let server: Server;
  let url: string;
  beforeAll(async () => {
    app = await NestFactory.create(NestIncidentsModule, { logger: false, bodyParser: false });
    app.use('/graphql', json());
    await app.init();
    server = createServer(app.getHttpAdapter().getInstance() as RequestListener);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await app.close();
  });

  it('refuses whoever comes past the gateway, at every door', async () => {
    const schema = app.get(GraphQLSchemaHost).schema;
    for (const source of ['{ incident(id: "1") { id } }', '{ _entities(representations: [{ __typename: "Incident", id: "1" }]) { ... on Incident { status } } }']) {
      const inside = await graphql({ schema, source, contextValue: {} });
      expect(inside.errors?.[0]?.extensions['code']).toBe('UNAUTHENTICATED');
      const outside = await fetch(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-attest-identity': 'analyst' }, body: JSON.stringify({ query: source }) });
      expect(outside.status).toBe(401);
    }
    const rest = await fetch(`${url}/api/incidents`, { method: 'POST' });
    expect([rest.status, await rest.json()]).toEqual([401, { code: 'UNAUTHENTICATED', message: 'Sign in to use Attest.' }]);
  });

  describe.each(['in this process', 'in another process'])('%s', (where) => {
    let world: World;
    beforeAll(async () => {
      const http = app.getHttpAdapter().getInstance() as RequestListener;
      const incidents = where === 'in this process' ? { schema: app.get(GraphQLSchemaHost).schema, http } : { url };
      world = await startWorld({ services: () => ({ incidents, summarizer: { schema: fakeSummarizer(), http: fakeRest([]) }, scriptAnalyzer: { schema: fakeScriptAnalyzer(), http: fakeRest([]) }, kqlAssistant: { schema: fakeKqlAssistant(), http: fakeRest([]) }, responder: { schema: fakeResponder(), http: fakeRest([]) }, reporter: { schema: fakeReporter(), http: fakeRest([]) }, evaluator: { schema: fakeEvaluator(), http: fakeRest([]) } }) });
    });
    afterAll(() => world.close());

    it('knows the person in queries and fields', async () => {
      expect((await world.ask('{ incident(id: "1") { displayName status summary { title } } }')).body).toEqual({
        data: { incident: { displayName: '1 read by analyst', status: 'status of 1 in default', summary: { title: 'Summary of 1 for default' } } },
      });
    });

    it('knows the person at its REST door', async () => {
      const response = await fetch(`${world.gateway.url}/api/incidents`, { method: 'POST', headers: { authorization: world.basic } });
      expect([response.status, await response.json()]).toEqual([201, { by: 'analyst' }]);
    });

    it('shows none of its unexpected errors', async () => {
      const { text } = await world.ask('{ incident(id: "explodes") { id } }');
      expect(text).toContain('Something went wrong on our side');
      expect(text).not.toContain('CANARY');
    });
  });
});
