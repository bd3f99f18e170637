import { createHash } from 'node:crypto';
import { packJson, type CardGenerated } from '@attest/contracts';
import type { HuntContent } from './hunt.js';

/** Rules and checks that an answer came from; grows when the same question may give another query. */
const engine = 'attest-kql-engine/0.1.0';

/** An answered question, as it was kept. */
export interface AnsweredHunt {
  id: string;
  question: string;
  kql: string;
  incidentId: string | null;
  previousId: string | null;
  content: HuntContent;
}

/**
 * What `card.generated.v1` says of an answered question. Its statements are the lines of its logic, its facts the literals.
 * An answer has one version: asked again, it is another card.
 */
export function answerCard({ id, question, kql, incidentId, previousId, content }: AnsweredHunt): CardGenerated {
  const { answer, logic, literals, tables, composer, model, fallback, ms } = content;
  const card = { kind: 'kqlAnswer', question, answer, kql, tables, literals, statements: logic.map(({ text }) => ({ text })) };
  return {
    cardId: id,
    kind: 'kqlAnswer',
    subjectId: id,
    subjectRevision: 1,
    version: 1,
    composer: composer === 'MODEL' ? 'model' : 'rules',
    digest: sha256([kql, logic, literals]),
    dropped: 0,
    provenance: {
      engine, model: model ?? null, promptHash: null, inputDigest: sha256([question, incidentId, previousId]), fallback: fallback ?? null,
      facts: literals.length, statements: logic.length, repaired: 0, ms: ms ?? null, promptTokens: null, completionTokens: null,
    },
    card: packJson({ card }),
  };
}

function sha256(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
