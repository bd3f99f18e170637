import { armInput, armName, armRows, draftOf, promptBytes, shareProblem } from './composition-arms.js';
import type { FigureRow } from './evaluation-figures.js';

const none = { count: 0, share: null, low: 0, high: 1 };
const row = (more: Partial<FigureRow>): FigureRow => ({
  kind: 'incidentSummary', composer: 'rules', model: null, promptHash: null, engine: 'e 2', cards: 10, votes: 0, confirmed: none, offTarget: none, harmful: none, statements: 0, dropped: 0, fallback: 0, repaired: 0,
  p50Ms: null, p95Ms: null, promptTokens: 0, completionTokens: 0, cost: null, editDistance: null, ...more,
});
const rules = { asConfigured: false, composer: 'RULES', model: null, prompt: null, promptHash: null } as const;
const model = { asConfigured: false, composer: 'MODEL', model: 'm', prompt: 'Be brief.', promptHash: 'p' } as const;

describe('the arms of a setting', () => {
  test('find their figures by composer, model and prompt, of one engine where both have it', () => {
    const old = row({ engine: 'e 1', cards: 900 });
    const now = row({ engine: 'e 2', cards: 40 });
    const tried = row({ composer: 'model', model: 'm', promptHash: 'p', cards: 4 });
    const others = [row({ composer: 'model', model: 'm', promptHash: 'q', cards: 50 }), row({ composer: 'rules', model: 'm', promptHash: 'p', cards: 60 }), row({ kind: 'kqlAnswer', composer: 'model', model: 'm', promptHash: 'p', cards: 70 })];
    const setting = { kind: 'incidentSummary', current: rules, canary: model };
    expect(armRows([old, now, tried, ...others], setting)).toEqual({ current: now, canary: tried });
    expect(armRows([old, tried], setting)).toEqual({ current: old, canary: tried });
    expect(armRows([old, now, ...others], setting)).toEqual({ current: old, canary: undefined });
    expect(armRows([old, now, tried], { ...setting, canary: null })).toEqual({ current: old, canary: undefined });
  });

  test('say what they are, and come back from a form as they went in', () => {
    expect([armName(rules), armName(model), armName({ ...model, prompt: null })]).toEqual(['Rules', 'm with a prompt of its own', 'm']);
    expect(armInput(draftOf(rules))).toEqual({ composer: 'RULES' });
    expect(armInput(draftOf(model))).toEqual({ composer: 'MODEL', model: 'm', prompt: 'Be brief.' });
    expect(armInput(draftOf({ ...model, asConfigured: true }))).toBeNull();
    expect(armInput({ choice: 'model', model: ' ', prompt: '\n' })).toEqual({ composer: 'MODEL', model: null, prompt: null });
    expect(armInput({ choice: 'rules', model: 'left over', prompt: 'left over' })).toEqual({ composer: 'RULES' });
  });

  test('have a share and a prompt that can be kept', () => {
    expect(['1', '10', '50'].map(shareProblem)).toEqual([undefined, undefined, undefined]);
    for (const text of ['', ' ', '0', '51', '1.5', '-1', 'ten']) expect(shareProblem(text)).toBe('Give a whole number from 1 to 50.');
    expect(promptBytes(' ä€\n')).toBe(5);
  });
});
