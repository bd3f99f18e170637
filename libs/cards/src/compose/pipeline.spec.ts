import type { DraftCard, Statement } from '../card.js';
import type { Fact } from '../fact.js';
import { type Composer, ComposerError } from './composer.js';
import { cardDigest } from './digest.js';
import { runCardPipeline } from './pipeline.js';

const facts: Fact[] = [
  {
    id: 'F1',
    type: 'alert.raised',
    time: '2024-07-17T10:49:35Z',
    values: { title: 'Password Spray', device: 'mkt01', severity: 'high', techniques: ['T1110.003'] },
    source: { kind: 'alert', alertId: 'a' },
  },
  { id: 'F2', type: 'incident.counts', values: { alerts: 48, status: 'active' }, source: { kind: 'incident', field: 'alerts' } },
];
const rulesDraft: DraftCard = {
  kind: 'incidentSummary',
  title: 'Password Spray on mkt01',
  titleFacts: ['F1'],
  statements: [
    { text: 'A Password Spray alert was raised on mkt01.', facts: ['F1'], section: 'lead' },
    { text: 'The incident has 48 alerts.', facts: ['F2'], section: 'story' },
    { text: 'The incident is still active.', facts: ['F2'], section: 'open' },
  ],
  timeline: [
    { time: '2024-07-17T10:49:35.000Z', text: 'Password Spray on mkt01.', facts: ['F1'] },
    { time: '2024-07-17T10:49:36Z', text: 'Password Spray on mkt01.', facts: ['F1'] },
  ],
  entities: [
    { type: 'device', value: 'MKT01', role: 'target', facts: ['F1'] },
    { type: 'device', value: 'dc01', role: 'target', facts: ['F1'] },
    { type: 'device', value: 'MKT01', names: ['S-1-5-21-1-2-3-500'], role: 'target', facts: ['F1'] },
  ],
  indicators: [{ type: 'ip', value: '203.0.113.7', facts: ['F1'] }],
  techniques: ['T1110.003', 'T1110', 'T1059', 'T9999'],
};

function composerOf(statements: Statement[]): Composer {
  return { compose: () => Promise.resolve({ statements, model: 'm', promptHash: 'h', usage: { prompt: 3, completion: 4 } }) };
}
const run = (composer?: Composer) => runCardPipeline({ facts, rulesDraft, composer, inputDigest: 'd', engine: 'e/1' });
const good: Statement[] = [
  { text: 'On 17 July 2024 at 10:49 UTC, a password spray was seen on mkt01.', facts: ['F1'], section: 'lead' },
  { text: 'In all, forty-eight alerts were raised.', facts: ['F2'], section: 'story' },
];

describe('the card pipeline', () => {
  it('keeps of the rules draft only what its facts carry', async () => {
    const { card, provenance, dropped } = await run();
    expect(card.statements).toEqual(rulesDraft.statements);
    expect(card.timeline).toHaveLength(1);
    expect(card.entities.map(({ value }) => value)).toEqual(['MKT01']);
    expect(card.indicators).toEqual([]);
    expect(card.techniques).toEqual(['T1110.003', 'T1110']);
    expect(provenance).toEqual({ composer: 'rules', engine: 'e/1', inputDigest: 'd', facts: 2, dropped: 6, repaired: 0 });
    expect(dropped).toHaveLength(6);
  });

  it('takes a model wording that holds and fills the parts it left out', async () => {
    const { card, provenance } = await run(composerOf(good));
    expect(card.statements.map(({ text }) => text)).toEqual([good[0]?.text, good[1]?.text, 'The incident is still active.']);
    expect(provenance).toMatchObject({ composer: 'model', model: 'm', promptHash: 'h', tokens: { prompt: 3, completion: 4 }, repaired: 0 });
    expect(provenance.fallback).toBeUndefined();
  });

  it('puts the rules statement where the model lied', async () => {
    const lie: Statement = { text: 'The incident has 49 alerts.', facts: ['F2'], section: 'story' };
    const { card, provenance, dropped } = await run(composerOf([good[0] as Statement, lie]));
    expect(card.statements[1]?.text).toBe('The incident has 48 alerts.');
    expect(provenance).toMatchObject({ composer: 'model', repaired: 1 });
    expect(dropped.at(-1)).toMatchObject({ text: lie.text, atoms: ['49'] });
  });

  it.each([
    ['most statements fail', [{ text: 'dc01 was reached.', facts: ['F1'], section: 'lead' }, { text: 'dc02 was reached.', facts: ['F1'], section: 'story' }] as Statement[], 'Only 0 of 2'],
    ['there is no lead', [good[1] as Statement], 'left out what happened'],
    ['the lead evades the main fact', [{ text: 'The incident is still active.', facts: ['F2'], section: 'lead' }] as Statement[], 'left out what happened'],
    ['there is nothing', [], 'wrote no statement'],
    ['there is too much', Array.from({ length: 61 }, () => good[0] as Statement), 'more than 60'],
  ])('falls back to rules and says so when %s', async (_, statements, reason) => {
    const { card, provenance } = await run(composerOf(statements));
    expect(card.statements).toEqual(rulesDraft.statements);
    expect(provenance.composer).toBe('rules');
    expect(provenance.fallback).toContain(reason);
  });

  it('falls back with the sentence of a composer error, and with a plain one for any other', async () => {
    const failing = (error: Error): Composer => ({ compose: () => Promise.reject(error) });
    expect((await run(failing(new ComposerError('The model did not answer in time.')))).provenance.fallback).toBe('The model did not answer in time.');
    expect((await run(failing(new Error('sk-secret')))).provenance.fallback).toBe('The model could not be used, so the rules wrote this card.');
  });

  it('rejects when it is cancelled', async () => {
    const control = new AbortController();
    const composer: Composer = { compose: () => (control.abort(new Error('cancelled')), Promise.reject(new Error('x'))) };
    await expect(runCardPipeline({ facts, rulesDraft, composer, inputDigest: 'd', engine: 'e', signal: control.signal })).rejects.toThrow('cancelled');
  });

  it('has one digest for one input, whatever the time it took', async () => {
    let now = 0;
    const timed = () => runCardPipeline({ facts, rulesDraft, inputDigest: 'd', engine: 'e', clock: () => (now += now + 7) });
    const [left, right] = [await timed(), await timed()];
    expect(left.provenance.ms).not.toBe(right.provenance.ms);
    expect(cardDigest(left)).toBe(cardDigest(right));
    expect(cardDigest({ ...left, card: { ...left.card, title: 'x' } })).not.toBe(cardDigest(left));
  });
});
