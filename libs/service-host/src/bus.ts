import { ConfigError, settings, type AttestConfig } from '@attest/config';
import { createEmbeddedBus, createKafkaBus, type EventBus } from '@attest/messaging';
import type { Logger } from '@attest/observability';

/**
 * The bus of a process: Kafka when brokers are configured, else the log in PostgreSQL at `databaseUrl`.
 * Large payloads are kept in PostgreSQL beside either.
 */
export function createBus(config: AttestConfig, databaseUrl: string, clientId: string, logger: Logger): EventBus {
  if (config.kafkaBrokers.length > 0) return createKafkaBus({ brokers: [...config.kafkaBrokers], clientId, claimUrl: databaseUrl, logger });
  return createEmbeddedBus({ url: databaseUrl, logger });
}

/**
 * The database address a process of its own needs.
 * @throws ConfigError when none is configured
 */
export function requireDatabaseUrl(config: AttestConfig): string {
  if (config.databaseUrl === undefined) throw new ConfigError(settings.databaseUrl.variable, 'set for a service of its own');
  return config.databaseUrl;
}
