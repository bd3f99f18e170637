import { randomBytes } from 'node:crypto';

/** A position in a distributed trace, as W3C Trace Context has it: lower-case hex, never all zero. */
export interface TraceContext {
  /** 32 digits. */
  traceId: string;
  /** 16 digits: the span that called. */
  spanId: string;
  sampled: boolean;
}

const form = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/** Reads a `traceparent` value (https://www.w3.org/TR/trace-context/#traceparent-header); undefined for anything malformed. */
export function parseTraceparent(value: string | undefined): TraceContext | undefined {
  const match = form.exec(value ?? '');
  if (!match) return undefined;
  const [, version, traceId = '', spanId = '', flags = '', rest] = match;
  if (version === 'ff' || (version === '00' && rest !== undefined) || /^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined;
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

/** The `traceparent` of a new span: in the trace of `parent` when that is well-formed, else the first of a new trace. */
export function continueTrace(parent?: string): string {
  const known = parseTraceparent(parent);
  const flags = known && !known.sampled ? '00' : '01';
  return `00-${known?.traceId ?? hex(16)}-${hex(8)}-${flags}`;
}

function hex(bytes: number): string {
  for (;;) {
    const text = randomBytes(bytes).toString('hex');
    if (!/^0+$/.test(text)) return text;
  }
}
