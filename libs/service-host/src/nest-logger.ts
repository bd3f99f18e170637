import type { LoggerService } from '@nestjs/common';
import type { Logger } from '@attest/observability';

/** Nest's own lines in the service's structured log: its start-up chatter at debug, its troubles as they are. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...context: unknown[]): void {
    this.logger.debug({ context }, String(message));
  }

  error(message: unknown, ...context: unknown[]): void {
    this.logger.error({ context }, String(message));
  }

  warn(message: unknown, ...context: unknown[]): void {
    this.logger.warn({ context }, String(message));
  }
}
