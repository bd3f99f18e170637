import { pino, type Logger as PinoLogger } from 'pino';

/** Structured log, one JSON object a line on standard error. Secrets and credentials are redacted by key. */
export type Logger = Pick<PinoLogger, 'debug' | 'info' | 'warn' | 'error' | 'child'>;

/** A logger whose lines carry `service`. */
export function createLogger(service: string, level: 'debug' | 'info' | 'warn' | 'error'): Logger {
  return pino(
    {
      level,
      base: { service },
      redact: { paths: ['password', '*.password', 'authorization', '*.authorization', 'cookie', '*.cookie', 'key', '*.apiKey', 'url', '*.databaseUrl'], censor: '[redacted]' },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    pino.destination({ dest: 2, sync: true }),
  );
}
