import type { ServerResponse } from 'node:http';
import { Controller, Get, Header, Inject, Res } from '@nestjs/common';
import { healthReport, type HealthProbe, type HealthReport, type Logger, type Metrics } from '@attest/observability';

/** What the health doors read. */
export interface HealthSources {
  probes: readonly HealthProbe[];
  metrics: Metrics;
  logger: Logger;
}

export const HEALTH_SOURCES = Symbol('health sources');

/** Open to everybody: says which part fails, never why in detail. */
@Controller()
export class HealthController {
  constructor(@Inject(HEALTH_SOURCES) private readonly sources: HealthSources) {}

  @Get('healthz')
  @Header('Cache-Control', 'no-store')
  healthz(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('readyz')
  @Header('Cache-Control', 'no-store')
  async readyz(@Res({ passthrough: true }) response: ServerResponse): Promise<HealthReport> {
    const report = await healthReport(this.sources.probes, { onError: (name, error) => this.sources.logger.warn({ err: error, probe: name }, 'a readiness check failed') });
    response.statusCode = report.status === 'ready' ? 200 : 503;
    return report;
  }

  @Get('metrics')
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  metrics(): Promise<string> {
    return this.sources.metrics.metrics();
  }
}
