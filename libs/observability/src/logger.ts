import { pino, type Logger as PinoLogger } from 'pino';

/** Structured log, one JSON object a line. Secrets and credentials are redacted by key. */
export type Logger = Pick<PinoLogger, 'debug' | 'info' | 'warn' | 'error' | 'child'>;

/** A logger whose lines carry `service`; they go to `file` (appended, created with its folder) or to standard error. */
export function createLogger(service: string, level: 'debug' | 'info' | 'warn' | 'error', file?: string): Logger {
  return pino(
    {
      level,
      base: { service },
      redact: { paths: ['password', '*.password', 'authorization', '*.authorization', 'cookie', '*.cookie', 'key', '*.apiKey', 'url', '*.databaseUrl'], censor: '[redacted]' },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    pino.destination({ dest: file ?? 2, sync: true, mkdir: true }),
  );
}
