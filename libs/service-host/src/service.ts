import type { RequestListener } from 'node:http';
import type { GraphQLSchema } from 'graphql';
import type { AttestConfig } from '@attest/config';
import type { EventBus } from '@attest/messaging';
import type { Database } from '@attest/persistence';
import type { Logger, Metrics } from '@attest/observability';

/** The services of Attest that own a database schema or a subgraph. */
export type ServiceName = 'incidents' | 'summarizer' | 'scriptAnalyzer' | 'kqlAssistant' | 'responder' | 'reporter' | 'evaluator';

/** What a service is given; the same alone and inside standalone. */
export interface ServiceContext {
  config: AttestConfig;
  database: Database;
  bus: EventBus;
  logger: Logger;
  metrics: Metrics;
}

/** State of one dependency, for `/readyz`. */
export interface Check {
  name: string;
  ok: boolean;
  detail?: string;
}

/** A started service: its subgraph for in-process execution, its HTTP door, its health. */
export interface RunningService {
  name: ServiceName;
  /** Executable subgraph. The context value is `{ identity: Identity }`. */
  schema: GraphQLSchema;
  /** Serves REST and, when run alone, `/graphql`; identity comes in the signed header of `@attest/identity`. */
  http: RequestListener;
  checks(): Promise<Check[]>;
  close(): Promise<void>;
}

/** How a service is made. `start` runs migrations first, then subscribes, then resolves when ready. */
export interface ServiceDefinition {
  name: ServiceName;
  start(context: ServiceContext): Promise<RunningService>;
}
