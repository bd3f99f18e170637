import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Histogram } from 'prom-client';
import type { Logger } from './logger.js';
import type { Metrics } from './metrics.js';
import { continueTrace, parseTraceparent } from './trace.js';

/** What {@link httpObserver} knows of a request: for its log lines, its error references and the calls it leads to. */
export interface RequestTrace {
  /** The caller's `X-Request-Id` when it is 1 to 64 letters, digits, `.`, `_` or `-`; else a new UUID. Answered in the same header. */
  requestId: string;
  /** W3C `traceparent` of this request's own span. */
  traceparent: string;
}

/** What {@link httpObserver} writes to, and how it names routes. */
export interface HttpObserverOptions {
  logger: Logger;
  metrics: Metrics;
  /** Name of the route of a path, one of few: it becomes a label of the metrics. */
  route: (path: string) => string;
}

const traces = new WeakMap<IncomingMessage, RequestTrace>();

/** The trace of a request that {@link httpObserver} saw; a fresh one for any other. */
export function traceOf(request: IncomingMessage): RequestTrace {
  const known = traces.get(request);
  if (known) return known;
  const fresh = { requestId: randomUUID(), traceparent: continueTrace(headerOf(request, 'traceparent')) };
  traces.set(request, fresh);
  return fresh;
}

/**
 * Middleware that gives each request an id and a span, and writes one access line (method, path without query, status,
 * milliseconds) and one observation of `attest_http_request_duration_seconds` when its answer ends.
 */
export function httpObserver({ logger, metrics, route }: HttpObserverOptions): (request: IncomingMessage, response: ServerResponse, next: () => void) => void {
  const durations = histogram(metrics);
  return (request, response, next) => {
    const started = performance.now();
    const given = headerOf(request, 'x-request-id');
    const trace = { requestId: given !== undefined && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID(), traceparent: continueTrace(headerOf(request, 'traceparent')) };
    traces.set(request, trace);
    response.setHeader('X-Request-Id', trace.requestId);
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    const method = request.method ?? 'GET';
    response.once('close', () => {
      const ms = performance.now() - started;
      const name = route(path);
      const status = response.statusCode;
      durations.observe({ method, route: name, status: String(status) }, ms / 1000);
      const line = { requestId: trace.requestId, traceId: parseTraceparent(trace.traceparent)?.traceId, method, path, route: name, status, ms: Math.round(ms), complete: response.writableFinished };
      if (status >= 500) logger.warn(line, 'request');
      else logger.debug(line, 'request');
    });
    next();
  };
}

const durationName = 'attest_http_request_duration_seconds';

function histogram(metrics: Metrics): Histogram {
  const known = metrics.getSingleMetric(durationName);
  if (known instanceof Histogram) return known;
  return new Histogram({
    name: durationName,
    help: 'Time from the first byte of a request to the last of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60],
    registers: [metrics],
  });
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}
