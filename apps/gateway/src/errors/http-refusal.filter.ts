import type { IncomingMessage, ServerResponse } from 'node:http';
import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Logger } from '@attest/observability';
import { refuse } from './http-refusal.js';

/** Every error of a controller leaves by the same refusal as at the other doors. */
@Catch()
export class HttpRefusalFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    refuse(error, http.getRequest<IncomingMessage>(), http.getResponse<ServerResponse>(), this.logger);
  }
}
