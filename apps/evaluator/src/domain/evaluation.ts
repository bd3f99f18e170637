import { wilsonInterval, type ShareInterval } from '@attest/evaluation-engine';
import { noCounts, plus, type Counters, type FigureKey, type FigureRow } from './figures.js';
import { latencyQuantile } from './latency.js';

/** Price of a model in money of any one currency, per million tokens. */
export interface TokenPrice {
  prompt: number;
  completion: number;
}

/** Figures of one kind of card by one composer, model, prompt and engine. */
export interface EvaluatedRow {
  key: Omit<FigureKey, 'day'>;
  counters: Counters;
  votes: number;
  confirmed: ShareInterval;
  offTarget: ShareInterval;
  harmful: ShareInterval;
  droppedShare: number | null;
  p50Ms: number | null;
  p95Ms: number | null;
  /** Null when the model has no price. */
  cost: number | null;
  editDistance: number | null;
}

/** Figures of one kind of card on one day. */
export interface EvaluatedDay {
  day: string;
  kind: string;
  counters: Counters;
}

/** Rows summed over their days, by kind, then most votes and cards first. */
export function evaluate(rows: readonly FigureRow[], prices: Readonly<Record<string, TokenPrice>>): EvaluatedRow[] {
  const groups = new Map<string, { key: Omit<FigureKey, 'day'>; counters: Counters }>();
  for (const { key: { day: _day, ...key }, counters } of rows) {
    const id = JSON.stringify(Object.values(key));
    groups.set(id, { key, counters: plus(groups.get(id)?.counters ?? noCounts(), counters) });
  }
  return [...groups.values()]
    .map(({ key, counters }) => evaluatedRow(key, counters, Object.hasOwn(prices, key.model) ? prices[key.model] : undefined))
    .sort((a, b) => (a.key.kind < b.key.kind ? -1 : a.key.kind > b.key.kind ? 1 : b.votes - a.votes || b.counters.cards - a.counters.cards || (JSON.stringify(a.key) < JSON.stringify(b.key) ? -1 : 1)));
}

/** Rows summed by day and kind, oldest first. */
export function trendOf(rows: readonly FigureRow[]): EvaluatedDay[] {
  const days = new Map<string, EvaluatedDay>();
  for (const { key: { day, kind }, counters } of rows) {
    const id = `${day} ${kind}`;
    days.set(id, { day, kind, counters: plus(days.get(id)?.counters ?? noCounts(), counters) });
  }
  return [...days].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, day]) => day);
}

/** Votes among counts. */
export function votesOf({ confirmed, offTarget, harmful }: Counters): number {
  return confirmed + offTarget + harmful;
}

function evaluatedRow(key: Omit<FigureKey, 'day'>, counters: Counters, price: TokenPrice | undefined): EvaluatedRow {
  const votes = votesOf(counters);
  const composed = counters.statements + counters.dropped;
  return {
    key,
    counters,
    votes,
    confirmed: wilsonInterval(counters.confirmed, votes),
    offTarget: wilsonInterval(counters.offTarget, votes),
    harmful: wilsonInterval(counters.harmful, votes),
    droppedShare: composed === 0 ? null : counters.dropped / composed,
    p50Ms: latencyQuantile(counters.latency, 0.5),
    p95Ms: latencyQuantile(counters.latency, 0.95),
    cost: price === undefined ? null : (counters.promptTokens * price.prompt + counters.completionTokens * price.completion) / 1_000_000,
    editDistance: counters.words === 0 ? null : counters.edits / counters.words,
  };
}
