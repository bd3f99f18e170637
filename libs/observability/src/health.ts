/** State of one part of an installation. `detail` is a sentence for people and names no secret. */
export interface HealthCheck {
  name: string;
  ok: boolean;
  detail?: string;
}

/** A part to ask: its checks are reported under its name. */
export interface HealthProbe {
  name: string;
  checks: () => Promise<readonly HealthCheck[]>;
}

/** The whole: `ready` only when every check is ok. */
export interface HealthReport {
  status: 'ready' | 'notReady';
  checks: HealthCheck[];
}

/**
 * Asks every probe at once and reports each check as `probe.check` (or `probe` alone when they have one name).
 * A probe that throws or says nothing within `timeoutMs` is a failed check; its error goes to `onError`, not into the report. Never rejects.
 */
export async function healthReport(probes: readonly HealthProbe[], options: { timeoutMs?: number; onError?: (name: string, error: unknown) => void } = {}): Promise<HealthReport> {
  const { timeoutMs = 3_000, onError } = options;
  const asked = await Promise.all(
    probes.map(async ({ name, checks }): Promise<HealthCheck[]> => {
      try {
        const found = await within(timeoutMs, checks());
        if (found === undefined) return [{ name, ok: false, detail: `No answer within ${timeoutMs} ms.` }];
        return found.map((check) => ({ ...check, name: check.name === name ? name : `${name}.${check.name}` }));
      } catch (error) {
        onError?.(name, error);
        return [{ name, ok: false, detail: 'The check failed.' }];
      }
    }),
  );
  const all = asked.flat();
  return { status: all.every(({ ok }) => ok) ? 'ready' : 'notReady', checks: all };
}

async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
