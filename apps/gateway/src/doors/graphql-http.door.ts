import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { expressMiddleware } from '@as-integrations/express5';
import { json, type Request, type RequestHandler, type Response } from 'express';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import { traceOf, type Logger } from '@attest/observability';
import { requireOwnOrigin, type Doorkeeper } from '../access/doorkeeper.js';
import { refuse } from '../errors/http-refusal.js';
import type { ErrorFunnel } from '../errors/error-funnel.js';
import { GatewayErrorCode } from '../errors/gateway.error.js';
import { requireArguments } from '../graph/arguments.js';
import type { GraphContext } from '../graph/graph-context.js';
import { bodyLimitBytes, limitRules, operationLimits, requireNodesWithinLimit } from '../graph/limits.js';

/** What the door is made of. */
export interface GraphqlHttpDoorOptions {
  schema: GraphQLSchema;
  doorkeeper: Doorkeeper;
  funnel: ErrorFunnel;
  logger: Logger;
}

/** The GraphQL door over HTTP. */
export interface GraphqlHttpDoor {
  handler: RequestHandler;
  close(): Promise<void>;
}

/** `/graphql` by HTTP: who asks is settled before a byte of the body is read; then limits, then execution, then the error funnel. */
export async function openGraphqlHttpDoor({ schema, doorkeeper, funnel, logger }: GraphqlHttpDoorOptions): Promise<GraphqlHttpDoor> {
  const server = new ApolloServer<GraphContext>({
    schema,
    introspection: true,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: operationLimits.tokens },
    validationRules: limitRules(),
    formatError: funnel,
    logger,
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      {
        requestDidStart: async () => ({
          didResolveOperation: async ({ document, operation, request }) => {
            if (!operation) return;
            if (operation.operation === 'subscription') throw new GraphQLError('Subscriptions are answered at this address by WebSocket, with the protocol graphql-transport-ws.', { extensions: { code: GatewayErrorCode.OperationRefused, http: { status: 400 } } });
            const variables = request.variables ?? {};
            requireArguments(schema, document, operation, variables);
            requireNodesWithinLimit(schema, document, operation, variables);
          },
        }),
      },
    ],
  });
  await server.start();
  const parse = json({ limit: bodyLimitBytes });
  const execute = expressMiddleware(server, { context: async ({ req, res }) => contextOf(req, res) });
  return {
    handler: (request, response, next) => {
      const fail = (error: unknown): void => refuse(error, request, response, logger, 'graphql');
      admit(request, doorkeeper)
        .then((identity) => {
          response.locals['identity'] = identity;
          parse(request, response, (error?: unknown) => {
            if (error) return fail(error);
            request.body ??= {};
            Promise.resolve(execute(request, response, next)).catch(fail);
          });
        })
        .catch(fail);
    },
    close: () => server.stop(),
  };
}

async function admit(request: Request, doorkeeper: Doorkeeper): Promise<GraphContext['identity']> {
  requireOwnOrigin(request);
  return (await doorkeeper.identify(request)).identity;
}

function contextOf(request: Request, response: Response): GraphContext {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  return { identity: response.locals['identity'] as GraphContext['identity'], traceparent: traceOf(request).traceparent, signal: gone.signal };
}
