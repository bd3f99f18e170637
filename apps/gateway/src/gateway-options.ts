import type { RequestListener } from 'node:http';
import type { GraphQLSchema } from 'graphql';
import type { AttestConfig } from '@attest/config';
import type { LocalAccount } from '@attest/identity';
import type { EventBus } from '@attest/messaging';
import type { HealthCheck, Logger, Metrics } from '@attest/observability';

/** A service in this process. */
export interface LocalService {
  /** Executed with the context value `{ identity }`. */
  schema: GraphQLSchema;
  /** REST door; gets the signed identity header. */
  http: RequestListener;
  /** Readiness of the service's own parts. */
  checks?: () => Promise<readonly HealthCheck[]>;
}

/** A service in another process: `/graphql`, `/readyz` and its REST door under this address. */
export interface RemoteService {
  url: string;
}

/** Where a service is. */
export type ServiceLink = LocalService | RemoteService;

/** Services behind the gateway, by the name of their subgraph. */
export type ServiceLinks = Readonly<Record<'incidents' | 'summarizer' | 'scriptAnalyzer' | 'kqlAssistant' | 'responder' | 'reporter' | 'evaluator', ServiceLink>>;

/** What the gateway is made of. */
export interface GatewayOptions {
  config: Pick<AttestConfig, 'port' | 'host' | 'dataDir' | 'serviceSecret'>;
  bus: EventBus;
  logger: Logger;
  metrics: Metrics;
  services: ServiceLinks;
  /** Who may sign in. */
  account: LocalAccount;
  /** Folder of the built web app; need not exist. */
  webRoot: string;
}

/** A started gateway. */
export interface RunningGateway {
  /** Address it listens on, such as `http://127.0.0.1:4000`. */
  url: string;
  /** Ends live connections, lets running requests end, stops listening. */
  close(): Promise<void>;
}

export function isLocal(link: ServiceLink): link is LocalService {
  return 'schema' in link;
}
