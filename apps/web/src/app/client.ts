import { ApolloClient, ApolloLink, HttpLink } from '@apollo/client';
import { ErrorLink } from '@apollo/client/link/error';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { ServerError } from '@apollo/client/errors';
import { createClient } from 'graphql-ws';
import { createCache } from './cache.js';
import { Connection } from './connection.js';

/** What the pages talk to: the GraphQL client and the state of its live connection. */
export interface Backend {
  client: ApolloClient;
  connection: Connection;
}

const signedOutCloseCodes = new Set([4401, 4403]);

/** Connects to the gateway that served the page. `onSignedOut` hears when the server no longer knows the session. */
export function createBackend(onSignedOut: () => void): Backend {
  const connection = new Connection(() => void client.refetchQueries({ include: 'active' }));
  const socket = createClient({
    url: `${window.location.protocol === 'https:' ? 'wss' : 'ws'}://${window.location.host}/graphql`,
    lazy: true,
    lazyCloseTimeout: 5_000,
    keepAlive: 12_000,
    retryAttempts: Number.POSITIVE_INFINITY,
    retryWait: (attempt) => new Promise((resolve) => setTimeout(resolve, Math.min(15_000, 500 * 2 ** Math.min(attempt, 5)) * (0.75 + Math.random() / 2))),
    shouldRetry: (event) => !(event instanceof CloseEvent && signedOutCloseCodes.has(event.code)),
    on: {
      connected: () => connection.connected(),
      closed: (event) => {
        const code = event instanceof CloseEvent ? event.code : 0;
        connection.closed(code === 1000);
        if (signedOutCloseCodes.has(code)) onSignedOut();
      },
    },
  });
  const errors = new ErrorLink(({ error }) => {
    if (ServerError.is(error) && error.statusCode === 401) onSignedOut();
  });
  const transport = ApolloLink.split((operation) => operation.operationType === 'subscription', new GraphQLWsLink(socket), new HttpLink({ uri: '/graphql', credentials: 'same-origin' }));
  const client = new ApolloClient({ link: ApolloLink.from([errors, transport]), cache: createCache() });
  return { client, connection };
}
