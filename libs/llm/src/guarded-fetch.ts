import { LlmError, LlmErrorCode } from './llm.error.js';

/** Bounds on one HTTP reply. */
export interface ReplyLimits {
  /** Most bytes of a reply. */
  maxBytes: number;
  /** Longest silence before the first byte and between two. */
  idleMs: number;
  /** A reply slower than this many bytes a second, averaged from `slowAfterMs` on, is given up. */
  minBytesPerSecond: number;
  slowAfterMs: number;
}

/** `fetch` that follows no redirect and gives up on replies that stall, crawl or never end. Failures are `LlmError`. */
export function guardedFetch(limits: ReplyLimits): typeof fetch {
  return async (input, init) => {
    const control = new AbortController();
    const outer = init?.signal;
    const signal = outer ? AbortSignal.any([outer, control.signal]) : control.signal;
    const timer = setTimeout(() => control.abort(), limits.idleMs);
    let response: Response;
    try {
      response = await fetch(input, { ...init, signal, redirect: 'error' });
    } catch (error) {
      if (control.signal.aborted && outer?.aborted !== true) throw new LlmError(LlmErrorCode.Stalled);
      throw error;
    } finally {
      clearTimeout(timer);
    }
    if (!response.body) return response;
    return new Response(guard(response.body, limits, control), { status: response.status, statusText: response.statusText, headers: response.headers });
  };
}

function guard(body: ReadableStream<Uint8Array>, limits: ReplyLimits, control: AbortController): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  const start = performance.now();
  let bytes = 0;
  const give = (code: LlmErrorCode): never => {
    control.abort();
    throw new LlmError(code);
  };
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      let timer: NodeJS.Timeout | undefined;
      const silence = new Promise<'silent'>((resolve) => {
        timer = setTimeout(() => resolve('silent'), limits.idleMs);
      });
      const reading = reader.read();
      // The read may still fail after the watchdog has won; its outcome is then of no interest.
      reading.catch(() => undefined);
      const next = await Promise.race([reading, silence]).finally(() => clearTimeout(timer));
      if (next === 'silent') return give(LlmErrorCode.Stalled);
      if (next.done) return controller.close();
      bytes += next.value.byteLength;
      if (bytes > limits.maxBytes) return give(LlmErrorCode.TooLarge);
      const elapsed = performance.now() - start;
      if (elapsed > limits.slowAfterMs && (bytes * 1000) / elapsed < limits.minBytesPerSecond) return give(LlmErrorCode.TooSlow);
      controller.enqueue(next.value);
    },
    cancel(reason) {
      control.abort();
      return reader.cancel(reason).catch(() => undefined);
    },
  });
}
