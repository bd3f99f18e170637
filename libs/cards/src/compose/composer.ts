import type { DraftCard, Statement } from '../card.js';
import type { Fact } from '../fact.js';

/** What a composer is given: every fact, and the draft that rules made from them. */
export interface ComposeInput {
  facts: readonly Fact[];
  draft: DraftCard;
  signal?: AbortSignal;
}

/** What a composer gives back: its wording of the statements, unverified, and what it cost. */
export interface Composition {
  statements: Statement[];
  model: string;
  /** SHA-256 of the prompt template that was used. */
  promptHash: string;
  usage: { prompt: number; completion: number };
}

/**
 * Words the statements of a card. It may choose and order facts; everything else on the card comes from code. Rejects with
 * `ComposerError` when it has nothing usable to give.
 */
export interface Composer {
  compose(input: ComposeInput): Promise<Composition>;
}

/** A composer failed. `message` is one clear sentence for the person who reads the card; it holds no secret and no model text. */
export class ComposerError extends Error {
  override readonly name = 'ComposerError';
  /** What was spent before it failed. */
  readonly usage?: { prompt: number; completion: number };

  constructor(message: string, options: { usage?: { prompt: number; completion: number }; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.usage = options.usage;
  }
}
