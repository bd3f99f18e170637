import fc from 'fast-check';
import type { CompositionArm } from '@attest/contracts';
import { checkedArms, resolvedArm, revisionBefore, sameArms, type CompositionArms } from './composition.js';

const rules: CompositionArm = { composer: 'rules', model: null, prompt: null };
const model = (more: Partial<CompositionArm> = {}): CompositionArm => ({ composer: 'model', model: null, prompt: null, ...more });
const only = (current: CompositionArm | null): CompositionArms => ({ current, canary: null });

describe('the arms of a setting', () => {
  it('are kept without blanks around them, and an empty text is none', () => {
    expect(checkedArms('incidentSummary', only(model({ model: ' gpt-5 ', prompt: '\n Be brief. \n' })), 'local')).toEqual(only(model({ model: 'gpt-5', prompt: 'Be brief.' })));
    expect(checkedArms('incidentSummary', only(model({ model: ' ', prompt: '' })), 'local')).toEqual(only(model()));
  });

  it.each([
    ['a model where none is configured', 'incidentSummary', only(model()), undefined, 'No model is configured: set ATTEST_MODEL_URL and ATTEST_MODEL_NAME to compose with one.'],
    ['a prompt of questions', 'kqlAnswer', only(model({ prompt: 'Be brief.' })), 'm', 'Questions have no prompt to set: what the model is told is made for each question from tables, examples and drafts.'],
    ['rules with a model', 'incidentSummary', only({ ...rules, model: 'm' }), 'm', 'current: rules take neither a model nor a prompt.'],
    ['a prompt that is too long', 'scriptAnalysis', only(model({ prompt: 'ä'.repeat(8_193) })), 'm', 'current.prompt may have 16,384 bytes; this one has 16,386.'],
    ['a name that is none', 'scriptAnalysis', only(model({ model: 'a\u0007b' })), 'm', 'current.model takes a name of at most 200 characters.'],
    ['a share of nobody', 'incidentSummary', { current: rules, canary: { arm: model(), share: 0 } }, 'm', 'canaryShare takes a whole number of percent from 1 to 50.'],
    ['a share of most', 'incidentSummary', { current: rules, canary: { arm: model(), share: 51 } }, 'm', 'canaryShare takes a whole number of percent from 1 to 50.'],
    ['a canary that is current already', 'incidentSummary', { current: null, canary: { arm: model({ model: 'm' }), share: 10 } }, 'm', 'canary must not be what is current already: there would be nothing to compare.'],
  ] as const)('are refused with %s', (_, kind, arms, configured, sentence) => {
    expect(() => checkedArms(kind, arms, configured)).toThrow(sentence);
  });

  it('come to what is configured where they leave it open', () => {
    expect([resolvedArm(null, undefined), resolvedArm(null, 'm'), resolvedArm(model(), 'm'), resolvedArm(model({ model: 'n' }), 'm'), resolvedArm(rules, 'm')]).toEqual([rules, model({ model: 'm' }), model({ model: 'm' }), model({ model: 'n' }), rules]);
  });
});

describe('rolling back', () => {
  it('walks back through the settings as an undo does, however sets and roll-backs are mixed', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 40 }), (moves) => {
        const steps: { revision: number; restores: number | null; value: number }[] = [];
        const undo = [0];
        for (const sets of moves) {
          const newest = steps.at(-1);
          const revision = steps.length + 1;
          if (sets) {
            undo.push(revision);
            steps.push({ revision, restores: null, value: revision });
            continue;
          }
          const target = newest && revisionBefore(newest, (wanted) => steps[wanted - 1]?.restores ?? null);
          expect(target === undefined).toBe(undo.length === 1);
          if (target === undefined) continue;
          undo.pop();
          const value = target === 0 ? 0 : steps[target - 1]!.value;
          expect(value).toBe(undo.at(-1));
          steps.push({ revision, restores: target, value });
        }
      }),
    );
  });

  it('tells arms that differ in anything apart', () => {
    const one: CompositionArms = { current: model({ prompt: 'a' }), canary: { arm: null, share: 10 } };
    expect(sameArms(one, { canary: { share: 10, arm: null }, current: { prompt: 'a', model: null, composer: 'model' } })).toBe(true);
    for (const other of [{ ...one, current: model() }, { ...one, canary: null }, { ...one, canary: { arm: null, share: 11 } }, { ...one, canary: { arm: rules, share: 10 } }]) expect(sameArms(one, other)).toBe(false);
  });
});
