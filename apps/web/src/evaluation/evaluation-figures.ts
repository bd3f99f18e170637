import type { ChartSeries } from '../lib/chart-data.js';
import { amountText } from '../lib/chart-scale.js';

/** A share of the votes with the range it is in with 95 % certainty, from 0 to 1; null without votes. */
export interface Share {
  count: number;
  share: number | null;
  low: number;
  high: number;
}

/** The figures of one composer, model, prompt and engine for one kind of card. */
export interface FigureRow {
  kind: string;
  composer: string;
  model: string | null;
  promptHash: string | null;
  engine: string;
  cards: number;
  votes: number;
  confirmed: Share;
  offTarget: Share;
  harmful: Share;
  statements: number;
  dropped: number;
  fallback: number;
  repaired: number;
  p50Ms: number | null;
  p95Ms: number | null;
  promptTokens: number;
  completionTokens: number;
  cost: number | null;
  editDistance: number | null;
}

/** Names a row within all rows of a range, for an address. */
export function rowKey({ kind, composer, model, promptHash, engine }: Pick<FigureRow, 'kind' | 'composer' | 'model' | 'promptHash' | 'engine'>): string {
  return [kind, composer, model ?? '', (promptHash ?? '').slice(0, 12), engine].map((part) => part.replaceAll('~', '')).join('~');
}

/** Who composed, in a few words. */
export function candidateName({ composer, model }: Pick<FigureRow, 'composer' | 'model'>): string {
  return composer === 'model' ? (model ?? 'A model') : composer === 'rules' ? 'Rules' : composer;
}

/** Rows by kind of card, kinds and rows with the most cards first. */
export function byKind<Row extends Pick<FigureRow, 'kind' | 'cards' | 'votes'>>(rows: readonly Row[]): { kind: string; rows: Row[]; cards: number; votes: number }[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) groups.set(row.kind, [...(groups.get(row.kind) ?? []), row]);
  const sum = (list: readonly Row[], of: 'cards' | 'votes'): number => list.reduce((total, row) => total + row[of], 0);
  return [...groups]
    .map(([kind, list]) => ({ kind, rows: list.sort((a, b) => b.cards - a.cards), cards: sum(list, 'cards'), votes: sum(list, 'votes') }))
    .sort((a, b) => b.cards - a.cards || a.kind.localeCompare(b.kind));
}

/** `72 %`; a dash without a value. Small shares keep a decimal, so that something never reads as nothing. */
export function shareText(share: number | null): string {
  if (share === null) return '–';
  const percent = share * 100;
  return `${percent > 0 && percent < 1 ? percent.toFixed(1) : Math.round(percent)} %`;
}

/** `61 to 81 %`. */
export function intervalText({ share, low, high }: Share): string {
  return share === null ? '' : `${Math.round(low * 100)} to ${Math.round(high * 100)} %`;
}

/** `84 ms`, `1.4 s`; a dash without a value. */
export function latencyText(ms: number | null): string {
  if (ms === null) return '–';
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${Number((ms / 1_000).toFixed(ms < 10_000 ? 1 : 0))} s`;
}

/** Tokens in and out: `12.3k in, 800 out`; a dash where no model was asked. */
export function tokensText({ promptTokens, completionTokens }: Pick<FigureRow, 'promptTokens' | 'completionTokens'>): string {
  return promptTokens + completionTokens === 0 ? '–' : `${amountText(Number(promptTokens.toPrecision(3)))} in, ${amountText(Number(completionTokens.toPrecision(3)))} out`;
}

/** The share of one amount in another; null of nothing. */
export function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

/** One line of a comparison. */
export interface Comparison {
  name: string;
  a: string;
  b: string;
  /** Which is better, when that is clear; `differs` when they are not the same and neither is better by it; `none` where there is nothing to compare. */
  outcome: 'a' | 'b' | 'differs' | 'same' | 'unclear' | 'none';
}

/** Two rows side by side. A share counts as better only when the two ranges do not touch. */
export function compareRows(a: FigureRow, b: FigureRow): Comparison[] {
  const told = (name: string, left: string | null, right: string | null): Comparison => ({ name, a: left ?? '–', b: right ?? '–', outcome: left === right ? 'same' : 'differs' });
  const share = (name: string, left: Share, right: Share, moreIsBetter: boolean): Comparison => {
    const text = (value: Share): string => (value.share === null ? 'No votes' : `${shareText(value.share)} (${intervalText(value)})`);
    return { name, a: text(left), b: text(right), outcome: shareOutcome(left, right, moreIsBetter) };
  };
  const amount = (name: string, left: number | null, right: number | null, text: (value: number | null) => string): Comparison => ({
    name,
    a: text(left),
    b: text(right),
    outcome: text(left) === text(right) ? 'same' : left === null || right === null ? 'differs' : left < right ? 'a' : 'b',
  });
  const whole = (value: number | null): string => (value === null ? '–' : value.toLocaleString('en-GB'));
  return [
    told('Card', a.kind, b.kind),
    told('Composer', a.composer, b.composer),
    told('Model', a.model, b.model),
    told('Prompt', a.promptHash?.slice(0, 12) ?? null, b.promptHash?.slice(0, 12) ?? null),
    told('Engine', a.engine, b.engine),
    { name: 'Cards', a: whole(a.cards), b: whole(b.cards), outcome: 'none' },
    { name: 'Votes', a: whole(a.votes), b: whole(b.votes), outcome: 'none' },
    share('Confirmed', a.confirmed, b.confirmed, true),
    share('Off-target', a.offTarget, b.offTarget, false),
    share('Harmful', a.harmful, b.harmful, false),
    amount('Statements dropped', ratio(a.dropped, a.statements + a.dropped), ratio(b.dropped, b.statements + b.dropped), shareText),
    amount('Fallback to rules', ratio(a.fallback, a.cards), ratio(b.fallback, b.cards), shareText),
    amount('Repaired, by statement', ratio(a.repaired, a.statements), ratio(b.repaired, b.statements), shareText),
    amount('Edit distance', a.editDistance, b.editDistance, shareText),
    amount('Latency, median', a.p50Ms, b.p50Ms, latencyText),
    amount('Latency, 95 %', a.p95Ms, b.p95Ms, latencyText),
    amount('Tokens a card', perCard(a.promptTokens + a.completionTokens, a.cards), perCard(b.promptTokens + b.completionTokens, b.cards), whole),
    amount('Cost', a.cost, b.cost, costText),
  ];
}

/** An amount of money in the unit of the configured prices; a dash where no price is configured. */
export function costText(cost: number | null): string {
  return cost === null ? '–' : cost === 0 ? '0' : String(Number(cost.toPrecision(3)));
}

function perCard(amount: number, cards: number): number | null {
  return cards === 0 || amount === 0 ? null : Math.round(amount / cards);
}

function shareOutcome(a: Share, b: Share, moreIsBetter: boolean): Comparison['outcome'] {
  if (a.share === null || b.share === null) return a.share === b.share ? 'same' : 'unclear';
  if (a.low > b.high) return moreIsBetter ? 'a' : 'b';
  if (b.low > a.high) return moreIsBetter ? 'b' : 'a';
  return a.share === b.share ? 'same' : 'unclear';
}

/** Votes of one kind of card on one day. */
export interface VoteDay {
  day: string;
  kind: string;
  votes: number;
  confirmed: number;
  offTarget: number;
  harmful: number;
}

const window = 7;
const dayMs = 86_400_000;

/**
 * The share of each verdict along time for one kind of card, in per cent: each day stands for the votes of the seven days up to
 * it, so that one vote on a quiet day does not look like a collapse. Days without a vote in that time are left out.
 */
export function trendSeries(days: readonly VoteDay[], kind: string): ChartSeries[] {
  const byDay = new Map<number, { votes: number; confirmed: number; offTarget: number; harmful: number }>();
  for (const each of days) {
    const time = Date.parse(each.day);
    if (each.kind !== kind || Number.isNaN(time)) continue;
    const held = byDay.get(time) ?? { votes: 0, confirmed: 0, offTarget: 0, harmful: 0 };
    byDay.set(time, { votes: held.votes + each.votes, confirmed: held.confirmed + each.confirmed, offTarget: held.offTarget + each.offTarget, harmful: held.harmful + each.harmful });
  }
  const times = [...byDay.keys()].sort((a, b) => a - b);
  const first = times[0];
  const last = times.at(-1);
  if (first === undefined || last === undefined) return [];
  const series: ChartSeries[] = [
    { name: 'Confirmed', points: [] },
    { name: 'Off-target', points: [] },
    { name: 'Harmful', points: [] },
  ];
  for (let time = first; time <= last; time += dayMs) {
    const sums = [0, 0, 0];
    let votes = 0;
    for (let back = 0; back < window; back += 1) {
      const held = byDay.get(time - back * dayMs);
      if (!held) continue;
      votes += held.votes;
      [held.confirmed, held.offTarget, held.harmful].forEach((amount, index) => (sums[index] = (sums[index] ?? 0) + amount));
    }
    if (votes > 0) series.forEach(({ points }, index) => points.push({ x: time, y: Number((((sums[index] ?? 0) / votes) * 100).toFixed(2)) }));
  }
  return series;
}

/** Where a card can be read; undefined for a kind that has no page. */
export function cardPath(kind: string, subjectId: string): string | undefined {
  const id = encodeURIComponent(subjectId);
  if (kind === 'incidentSummary') return `/incidents/${id}`;
  if (kind === 'guidedResponse') return `/incidents/${id}/response`;
  if (kind === 'incidentReport') return `/incidents/${id}/report`;
  return kind === 'scriptAnalysis' ? `/scripts/${id}` : undefined;
}
