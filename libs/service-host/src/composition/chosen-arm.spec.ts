import type { CompositionArm } from '@attest/contracts';
import { chosenArm, type CompositionSetting } from './chosen-arm.js';

describe('the arm of a subject', () => {
  const rules: CompositionArm = { composer: 'rules', model: null, prompt: null };
  const model: CompositionArm = { composer: 'model', model: 'm', prompt: null };
  const setting: CompositionSetting = { kind: 'incidentSummary', revision: 4, current: rules, canary: { arm: model, share: 10 } };
  const subjects = Array.from({ length: 1_000 }, (_, at) => `incident-${at}`);
  const canaries = (of: CompositionSetting, tenant = 'default'): string[] => subjects.filter((id) => chosenArm(of, tenant, id)?.composer === 'model');

  it('is the canary for about its share of subjects, and the same each time', () => {
    const chosen = canaries(setting);
    // Four standard deviations are 38.
    expect(Math.abs(chosen.length - 100)).toBeLessThan(38);
    expect(canaries(structuredClone(setting))).toEqual(chosen);
  });

  it('is drawn anew with each revision, and apart for each tenant and kind', () => {
    const chosen = canaries(setting);
    for (const other of [canaries({ ...setting, revision: 5 }), canaries({ ...setting, kind: 'scriptAnalysis' }), canaries(setting, 'another')]) {
      const both = other.filter((id) => chosen.includes(id)).length;
      expect(other).not.toEqual(chosen);
      // Independent draws share a tenth of a tenth.
      expect(both).toBeLessThan(30);
    }
  });

  it('grows with the share: who is a canary of a small share is one of a larger', () => {
    const small = canaries(setting);
    const large = canaries({ ...setting, canary: { arm: model, share: 50 } });
    expect(Math.abs(large.length - 500)).toBeLessThan(64);
    expect(large).toEqual(expect.arrayContaining(small));
  });

  it('is the current one without a canary, and null where the configuration decides', () => {
    expect(chosenArm({ ...setting, canary: null }, 'default', 'x')).toBe(rules);
    expect(chosenArm({ ...setting, current: null, canary: null }, 'default', 'x')).toBeNull();
  });
});
