import { packJson, type CardGenerated } from '@attest/contracts';
import type { VerifiedCard } from './card.js';

/** Characters a packed card may have in `card.generated.v1`: well below what a broker takes. */
const longestCard = 600_000;

/**
 * What `card.generated.v1` says of how a card came to be, and the card itself: `whole` as the capability made it, left out
 * when it is too large for a message.
 */
export function announcementOf({ card, provenance }: VerifiedCard, whole: unknown): Required<Pick<CardGenerated, 'provenance'>> & Pick<CardGenerated, 'card'> {
  const { engine, model, promptHash, inputDigest, recordsDigest, fallback, facts, repaired, ms, tokens } = provenance;
  const packed = packJson(whole);
  return {
    provenance: {
      engine, inputDigest, facts, repaired,
      ...(recordsDigest === undefined ? {} : { recordsDigest }),
      model: model ?? null,
      promptHash: promptHash ?? null,
      fallback: fallback ?? null,
      statements: card.statements.length,
      ms: ms ?? null,
      promptTokens: tokens?.prompt ?? null,
      completionTokens: tokens?.completion ?? null,
    },
    ...(packed.length > longestCard ? {} : { card: packed }),
  };
}
