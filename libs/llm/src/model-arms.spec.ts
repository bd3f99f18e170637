import type { ComposeInput, Fact } from '@attest/cards';
import { ModelArms } from './model-arms.js';

const config = { url: 'http://127.0.0.1:9/v1', name: 'configured' };
const input: ComposeInput = { facts: [{ id: 'F1', type: 't', values: {}, source: { kind: 'incident', field: 'alerts' } } as Fact], draft: { kind: 'incidentSummary', title: '', titleFacts: [], statements: [], timeline: [], entities: [], indicators: [], techniques: [] } };
const model = (name: string | null, prompt: string | null = null) => ({ composer: 'model', model: name, prompt }) as const;

describe('the arms of a process', () => {
  it('are what is configured where nothing is set', () => {
    expect(new ModelArms(undefined).composer(null)).toBeUndefined();
    expect(new ModelArms(undefined).chat(null)).toBeUndefined();
    expect(new ModelArms(config).chat(null)?.name).toBe('configured');
    expect(new ModelArms(config).composer({ composer: 'rules', model: null, prompt: null })).toBeUndefined();
  });

  it('are made once for a model and a prompt, so that an endpoint that fails is known to fail', () => {
    const arms = new ModelArms(config);
    expect(arms.composer(model(null))).toBe(arms.composer(null));
    expect(arms.composer(model('configured', null))).toBe(arms.composer(null));
    expect(arms.composer(model('other'))).toBe(arms.composer(model('other')));
    expect(arms.composer(model('other', 'Be brief.'))).toBe(arms.composer(model('other', 'Be brief.')));
    expect(new Set([model(null), model('other'), model('other', 'Be brief.'), model(null, 'Be brief.')].map((arm) => arms.composer(arm))).size).toBe(4);
    expect(arms.chat(model('other'))?.chat).toBe(arms.chat(model('other'))?.chat);
  });

  it('are not all kept when settings change often', () => {
    const arms = new ModelArms(config);
    const first = arms.composer(model('first'));
    const last = Array.from({ length: 20 }, (_, at) => arms.composer(model(`m${at}`))).at(-1);
    expect(arms.composer(model('m19'))).toBe(last);
    expect(arms.composer(model('first'))).not.toBe(first);
  });

  it('say why when a model is set and none is configured', async () => {
    const arms = new ModelArms(undefined);
    await expect(arms.composer(model('other'))?.compose(input)).rejects.toMatchObject({ name: 'ComposerError', message: 'A model is set to write this, but none is configured for the service, so the rules wrote this card.' });
    await expect(arms.chat(model('other'))?.chat.complete({ system: '', user: '', schema: { type: 'object', properties: {}, required: [], additionalProperties: false }, maxTokens: 1 })).rejects.toMatchObject({ code: 'LLM_NOT_CONFIGURED' });
  });
});
