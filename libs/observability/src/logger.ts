import { pino, stdTimeFunctions, type Bindings, type Logger as PinoLogger } from 'pino';
import { redactText, redactValue } from './redact.js';

/** Structured log, one JSON object a line. Secrets and credentials are redacted by key at any depth, and inside texts. */
export type Logger = Pick<PinoLogger, 'debug' | 'info' | 'warn' | 'error' | 'child'>;

/** A logger whose lines carry `service`; they go to `file` (appended, created with its folder) or to standard error. */
export function createLogger(service: string, level: 'debug' | 'info' | 'warn' | 'error', file?: string): Logger {
  const root = pino(
    {
      level,
      base: null,
      serializers: { err: (error: unknown) => error }, // already plain: the formatter has redacted it
      formatters: {
        log: (line) => redactValue(line) as Record<string, unknown>,
      },
      hooks: {
        logMethod(line, method) {
          const safe = line.map((part: unknown) => (typeof part === 'string' ? redactText(part) : part)) as typeof line;
          method.apply(this, safe);
        },
      },
      timestamp: stdTimeFunctions.isoTime,
    },
    pino.destination({ dest: file ?? 2, sync: true, mkdir: true }),
  );
  const child = root.child;
  return Object.assign(root.child({ service }), {
    child(this: PinoLogger, bindings: Bindings) {
      const parent = 'service' in bindings ? root : this;
      return child.call(parent, redactValue(bindings) as Bindings);
    },
  });
}
