import type { Identity } from '@attest/identity';

/** Context value of an operation at the gateway; services in this process see it too. */
export interface GraphContext {
  identity: Identity;
  /** W3C trace context of the request. */
  traceparent: string;
  /** Aborts when the client is gone. */
  signal?: AbortSignal;
}
