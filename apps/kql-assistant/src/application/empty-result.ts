import { KqlError } from '@attest/kql-engine';
import type { EmptyResult } from '../domain/hunt.js';
import type { HuntEngine, HuntOrder } from './hunt-engine.js';

/** Why a query gives no rows, in a sentence, and what gives some. Undefined where that cannot be tried. */
export async function emptyResultOf(engine: HuntEngine, tenant: string, order: Omit<HuntOrder, 'maxRows'>): Promise<EmptyResult | undefined> {
  try {
    const trial = await engine.whyEmpty(tenant, order);
    if (trial === undefined) return undefined;
    const { clause, sourceEmpty, relaxed } = trial;
    const offered = relaxed.map(({ kql, removed, rowCount }) => ({ kql, rowCount, sentence: `Without ${quoted(removed.kql)} it gives ${rowCount.toLocaleString('en-GB')} ${rowCount === 1 ? 'row' : 'rows'}.` }));
    if (sourceEmpty) return { sentence: order.timeRange === undefined ? 'There are no rows of this table here.' : 'There are no rows of this table in this time range.', relaxed: [] };
    if (clause === undefined) return { sentence: 'The rows are there, but what the query does with them leaves none.', relaxed: offered };
    return { sentence: `Nothing is left after ${quoted(clause.kql)}.`, clause, relaxed: offered };
  } catch (error) {
    // The explanation is a help: without it, the empty result stands.
    if (error instanceof KqlError) return undefined;
    throw error;
  }
}

function quoted(kql: string): string {
  const line = kql.replace(/\s+/g, ' ').trim();
  return `\`${line.length > 120 ? `${line.slice(0, 120)} …` : line}\``;
}
