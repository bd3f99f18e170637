import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { DraftDigest } from '../infrastructure/question-composer.js';
import type { HuntEngine } from './hunt-engine.js';
import type { Turnstile } from './turnstile.js';

/** Rows of a draft that are compared, and the time they may take. */
const most = 1_000;
const timeoutMs = 5_000;

/**
 * What drafts of a query are compared by: a digest of their rows, whatever the order of rows and columns and whatever the
 * columns are called; empty when there is none. Undefined for a remote service: every call there counts against a quota.
 */
export function draftDigestFor(engine: HuntEngine, turnstile: Turnstile): DraftDigest | undefined {
  if (engine.backend !== 'duckdb') return undefined;
  return async (tenant, kql, now, signal) => {
    const lines: string[] = [];
    await turnstile.pass(tenant, signal, () =>
      engine.run(tenant, { kql, maxRows: most, timeoutMs, now, ...(signal === undefined ? {} : { signal }) }, {
        columns: async () => undefined,
        rows: async ({ content }) => {
          for (const row of JSON.parse(gunzipSync(content).toString('utf8')) as unknown[][]) lines.push(row.map((cell) => JSON.stringify(cell)).sort().join('\u0001'));
        },
      }),
    );
    return lines.length === 0 ? '' : createHash('sha256').update(lines.sort().join('\u0002')).digest('hex');
  };
}
