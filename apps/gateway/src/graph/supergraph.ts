import { readFileSync } from 'node:fs';
import { getStitchedSchemaFromSupergraphSdl } from '@graphql-tools/federation';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from '@attest/observability';
import { isLocal, type ServiceLink, type ServiceLinks } from '../gateway-options.js';
import { httpExecutor, inProcessExecutor } from './executors.js';

/** What the subgraphs of the committed supergraph are run by. */
export interface SupergraphOptions {
  /** The gateway's own subgraph. */
  own: GraphQLSchema;
  services: ServiceLinks;
  /** Secret identities are signed with towards services in other processes. */
  secret: string;
  logger: Logger;
  /** Composed SDL; the committed file unless a test brings its own. */
  supergraphSdl?: string;
}

const endpointForm = /^attest:(\w+)$/;

/** The one schema of all services, as composed by tools/compose-supergraph.mjs. */
export function buildSupergraph({ own, services, secret, logger, supergraphSdl }: SupergraphOptions): GraphQLSchema {
  const links = new Map<string, ServiceLink>(Object.entries(services));
  return getStitchedSchemaFromSupergraphSdl({
    supergraphSdl: supergraphSdl ?? readFileSync(new URL('../../supergraph.graphql', import.meta.url), 'utf8'),
    onSubschemaConfig(subschema) {
      const service = endpointForm.exec(subschema.endpoint)?.[1] ?? '';
      const link = links.get(service);
      if (service === 'gateway') subschema.executor = inProcessExecutor(own);
      else if (!link) throw new Error(`The supergraph names a subgraph that the gateway has no service for: ${subschema.endpoint}.`);
      else subschema.executor = isLocal(link) ? inProcessExecutor(link.schema) : httpExecutor({ service, url: link.url, secret, logger });
    },
  });
}
