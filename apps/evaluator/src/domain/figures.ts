import type { CardGenerated, FeedbackGiven } from '@attest/contracts';
import { editDistance } from '@attest/evaluation-engine';
import { latencyBucket, latencyEdges } from './latency.js';

/** What is counted apart. `model` and `promptHash` are empty without a model; `day` is an ISO date, UTC. */
export interface FigureKey {
  day: string;
  kind: string;
  composer: string;
  model: string;
  promptHash: string;
  engine: string;
}

/** What is counted of cards and of votes. Whole numbers, so that adding them in any order gives the same. */
export const counterNames = ['cards', 'statements', 'dropped', 'fallback', 'repaired', 'promptTokens', 'completionTokens', 'confirmed', 'offTarget', 'harmful', 'edits', 'words'] as const;

/** Counts by name; `latency` counts cards by the buckets of `latencyEdges`. */
export type Counters = Record<(typeof counterNames)[number], number> & { latency: number[] };

/** Counts and what they are of. */
export interface FigureRow {
  key: FigureKey;
  counters: Counters;
}

/** The engine of cards whose event did not tell it. */
export const unknownEngine = 'unknown';

/** Nothing counted yet. */
export function noCounts(): Counters {
  return { ...(Object.fromEntries(counterNames.map((name) => [name, 0])) as Record<(typeof counterNames)[number], number>), latency: Array<number>(latencyEdges.length + 1).fill(0) };
}

/** The sum of both, `sign` times the second. */
export function plus(one: Counters, other: Counters, sign = 1): Counters {
  const sum = Object.fromEntries(counterNames.map((name) => [name, one[name] + sign * other[name]])) as Record<(typeof counterNames)[number], number>;
  return { ...sum, latency: one.latency.map((count, at) => count + sign * (other.latency[at] ?? 0)) };
}

/** What a card adds. `at` is when its event occurred. */
export function cardFigure(card: CardGenerated, at: string): FigureRow {
  const { provenance } = card;
  const latency = noCounts().latency;
  if (provenance?.ms !== null && provenance?.ms !== undefined) latency[latencyBucket(provenance.ms)] = 1;
  return {
    key: { day: dayOf(at), kind: card.kind, composer: card.composer, model: provenance?.model ?? '', promptHash: provenance?.promptHash ?? '', engine: provenance?.engine ?? unknownEngine },
    counters: {
      ...noCounts(),
      cards: 1,
      statements: provenance?.statements ?? 0,
      dropped: card.dropped,
      fallback: provenance?.fallback ? 1 : 0,
      repaired: provenance?.repaired ?? 0,
      promptTokens: provenance?.promptTokens ?? 0,
      completionTokens: provenance?.completionTokens ?? 0,
      latency,
    },
  };
}

/** What a vote adds as it stands; null when it was withdrawn. */
export function voteFigure(vote: FeedbackGiven): FigureRow | null {
  if (vote.withdrawn) return null;
  const { kind, composer, model, promptHash, engine } = vote.card;
  let [edits, words] = [0, 0];
  for (const { shown, right } of vote.corrections) {
    if (right === null) continue;
    const { distance, normalised } = editDistance(shown, right);
    edits += distance;
    words += distance === 0 ? wordsIn(shown) : Math.round(distance / normalised);
  }
  return {
    key: { day: dayOf(vote.at), kind, composer, model: model ?? '', promptHash: promptHash ?? '', engine },
    counters: { ...noCounts(), [vote.verdict]: 1, edits, words },
  };
}

/** One person counts once per card version (its id) and part, however often they speak. */
export function voteId({ card: { cardId, part }, by: { subject } }: FeedbackGiven): string {
  return JSON.stringify([cardId.toLowerCase(), part ?? '', subject]);
}

/** Whether a vote stands in place of the one known: the higher version does. */
export function supersedes(vote: FeedbackGiven, known: FeedbackGiven): boolean {
  return vote.version > known.version;
}

/** The day of a time, UTC. */
export function dayOf(at: string): string {
  return new Date(at).toISOString().slice(0, 10);
}

/**
 * Figures as a fold over events: the same events in any order, each any number of times, give the same rows. What the
 * service adds up event by event in its database is what this adds up in memory.
 */
export class Figures {
  private readonly rowsByKey = new Map<string, FigureRow>();
  private readonly cards = new Set<string>();
  private readonly votes = new Map<string, FeedbackGiven>();

  /** Hears `card.generated.v1`; a card is counted once. */
  hearCard(card: CardGenerated, at: string): void {
    const id = card.cardId.toLowerCase();
    if (this.cards.has(id)) return;
    this.cards.add(id);
    this.add(cardFigure(card, at), 1);
  }

  /** Hears `feedback.given.v1`. */
  hearFeedback(vote: FeedbackGiven): void {
    const id = voteId(vote);
    const known = this.votes.get(id);
    if (known && !supersedes(vote, known)) return;
    this.votes.set(id, vote);
    if (known) this.add(voteFigure(known), -1);
    this.add(voteFigure(vote), 1);
  }

  /** Rows with something in them, in the order of their keys. */
  rows(): FigureRow[] {
    return orderedRows([...this.rowsByKey.values()]);
  }

  private add(figure: FigureRow | null, sign: number): void {
    if (figure === null) return;
    const id = JSON.stringify(Object.values(figure.key));
    const known = this.rowsByKey.get(id);
    this.rowsByKey.set(id, { key: figure.key, counters: plus(known?.counters ?? noCounts(), figure.counters, sign) });
  }
}

/** Rows with something in them, in the order of their keys. */
export function orderedRows(rows: readonly FigureRow[]): FigureRow[] {
  return rows
    .filter(({ counters }) => counterNames.some((name) => counters[name] !== 0))
    .map((row) => ({ row, id: JSON.stringify(keyParts(row.key)) }))
    .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
    .map(({ row }) => row);
}

/** Rows as text: equal figures have equal bytes. */
export function figuresText(rows: readonly FigureRow[]): string {
  return orderedRows(rows)
    .map(({ key, counters }) => `${JSON.stringify([...keyParts(key), ...counterNames.map((name) => counters[name]), counters.latency])}\n`)
    .join('');
}

/** A key in the order of its columns. */
export function keyParts({ day, kind, composer, model, promptHash, engine }: FigureKey): string[] {
  return [day, kind, composer, model, promptHash, engine];
}

function wordsIn(text: string): number {
  return text.split(/\s+/u).filter(Boolean).length;
}
