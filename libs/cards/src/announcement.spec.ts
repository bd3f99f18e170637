import { cardGeneratedSchema, unpackJson } from '@attest/contracts';
import { announcementOf, type VerifiedCard } from './index.js';

const verified: VerifiedCard = {
  card: { kind: 'incidentSummary', title: 'A title', titleFacts: [], statements: [{ text: 'One.', facts: ['f-1'], section: 'lead' }, { text: 'Two.', facts: ['f-1'], section: 'story' }], timeline: [], entities: [], indicators: [], techniques: [] },
  facts: [],
  provenance: { composer: 'model', engine: 'incident-engine 1', model: 'gpt-5', promptHash: 'p', inputDigest: 'a'.repeat(64), tokens: { prompt: 900, completion: 80 }, ms: 1_200, facts: 7, dropped: 1, repaired: 1 },
  dropped: [],
};

describe('what is announced of a card', () => {
  it('tells how it came to be, holds it as it was made, and is what the contract asks for', () => {
    const said = announcementOf(verified, { more: true, verified });
    expect(said.provenance).toEqual({ engine: 'incident-engine 1', model: 'gpt-5', promptHash: 'p', inputDigest: 'a'.repeat(64), fallback: null, facts: 7, statements: 2, repaired: 1, ms: 1_200, promptTokens: 900, completionTokens: 80 });
    expect(unpackJson(said.card ?? '')).toEqual({ more: true, verified });
    expect(announcementOf({ ...verified, provenance: { ...verified.provenance, recordsDigest: 'b'.repeat(64) } }, {}).provenance).toEqual({ ...said.provenance, recordsDigest: 'b'.repeat(64) });
    const payload = { cardId: '11111111-1111-4111-8111-111111111111', kind: 'incidentSummary', subjectId: 'i', subjectRevision: 1, version: 1, composer: 'model', digest: 'd'.repeat(64), dropped: 1, ...said };
    expect(cardGeneratedSchema.parse(payload)).toEqual(payload);
  });

  it('leaves a card out that would not fit a message', () => {
    const noise = Array.from({ length: 60_000 }, (_, n) => Math.sin(n).toString(36)).join('');
    const said = announcementOf(verified, { noise });
    expect(said.card).toBeUndefined();
    expect(said.provenance.statements).toBe(2);
  });
});
