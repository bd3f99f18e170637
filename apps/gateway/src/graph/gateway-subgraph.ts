import { readFileSync } from 'node:fs';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse, type GraphQLSchema } from 'graphql';
import { Topic } from '@attest/contracts';
import { toMe, type Me } from '../access/auth.controller.js';
import type { ChangeFeed, ChangeOn } from './change-feed.js';
import type { GraphContext } from './graph-context.js';

type CardChange = ChangeOn<typeof Topic.CardGenerated>;
type ActionChange = ChangeOn<typeof Topic.ActionChanged>;
type IncidentChange = ChangeOn<typeof Topic.IncidentChanged>;
type ScriptChange = Pick<ChangeOn<typeof Topic.ScriptAnalyzed>, 'payload'>;

/** The gateway's own subgraph: who is signed in, and what changes. SDL-first, so that no code-first metadata of services leaks in. */
export function gatewaySubgraph(feed: ChangeFeed): GraphQLSchema {
  const typeDefs = parse(readFileSync(new URL('../data/gateway.graphql', import.meta.url), 'utf8'));
  return buildSubgraphSchema([{
    typeDefs,
    resolvers: {
      Query: {
        me: (_parent: unknown, _args: unknown, { identity }: GraphContext): Me => toMe(identity),
      },
      Subscription: {
        cardChanged: {
          subscribe: (_parent: unknown, { subjectId }: { subjectId: string }, { identity }: GraphContext) =>
            feed.changes(Topic.CardGenerated, identity.tenant, ({ payload }) => payload.subjectId === subjectId),
          resolve: ({ payload }: CardChange) => ({ ...payload, incident: stub(payload.subjectId) }),
        },
        incidentChanged: {
          subscribe: (_parent: unknown, _args: unknown, { identity }: GraphContext) => feed.changes(Topic.IncidentChanged, identity.tenant, () => true),
          resolve: ({ payload }: IncidentChange) => ({ ...payload, incident: stub(payload.incidentId) }),
        },
        actionChanged: {
          subscribe: (_parent: unknown, { incidentId }: { incidentId?: string | null }, { identity }: GraphContext) =>
            feed.changes(Topic.ActionChanged, identity.tenant, ({ payload }) => !incidentId || payload.incidentId === incidentId),
          resolve: ({ payload }: ActionChange) => ({ ...payload, action: { __typename: 'ResponseAction', id: payload.actionId } }),
        },
        scriptAnalysisChanged: {
          subscribe: (_parent: unknown, { sha256 }: { sha256?: string | null }, { identity }: GraphContext) => {
            const wanted = sha256?.toLowerCase();
            const changes = feed.changes(Topic.ScriptAnalyzed, identity.tenant, ({ payload }) => wanted === undefined || payload.sha256 === wanted);
            return wanted === undefined ? changes : startingWith<ScriptChange>({ payload: { sha256: wanted } }, changes);
          },
          resolve: ({ payload }: ScriptChange) => ({ ...payload, script: { __typename: 'ScriptAnalysis', sha256: payload.sha256 } }),
        },
      },
    },
  }]);
}

function stub(id: string): { __typename: 'Incident'; id: string } {
  return { __typename: 'Incident', id };
}

/** The present first: who asks already listens by then, so that nothing falls between the two. */
function startingWith<T>(first: T, rest: AsyncGenerator<T, void, void>): AsyncGenerator<T, void, void> {
  let told = false;
  return {
    return: () => rest.return(),
    throw: (error) => rest.throw(error),
    [Symbol.asyncDispose]: () => rest[Symbol.asyncDispose](),
    next: () => {
      if (told) return rest.next();
      told = true;
      return Promise.resolve({ done: false, value: first });
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
