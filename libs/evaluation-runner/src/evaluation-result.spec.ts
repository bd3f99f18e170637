import { mostResultCharacters, parseEvaluationResult } from './evaluation-result.js';

const limit = { kind: 'guidedResponse', metric: 'harm', most: 0, hard: true };
const kinds = (harm: number): unknown[] => [{ kind: 'guidedResponse', cases: 3, skipped: 0, byModel: 0, fellBack: 0, repeatable: null, values: { harm, actionF1: 0.9 }, intervals: { actionF1: { low: 0.4, high: 1 } }, p50Ms: 4.5, p95Ms: 9 }];
const result = (more: object = {}): Record<string, unknown> => ({
  summary: true, at: '2026-12-01T08:00:00.000Z', version: '0.1.0', commit: 'a'.repeat(40), sets: ['incidents'], cases: 3, repeat: 1, seed: 1, judge: null,
  candidates: [{ candidate: 'rules', kinds: kinds(0) }, { candidate: 'model:m@current', kinds: kinds(1) }],
  comparisons: [{ kind: 'guidedResponse', metric: 'harm', candidate: 'model:m@current', against: 'rules', cases: 3, mean: 0.33, low: 0, high: 1 }],
  gate: { passed: false, verdicts: [{ candidate: 'rules', limit, value: 0, verdict: 'kept' }, { candidate: 'model:m@current', limit, value: 1, verdict: 'broken' }] },
  ...more,
});
const problem = (value: unknown): string => {
  const parsed = parseEvaluationResult(typeof value === 'string' ? value : JSON.stringify(value));
  return parsed.ok ? '' : parsed.problem;
};

describe('parseEvaluationResult', () => {
  it('takes a result as it is printed, also without a commit and with a metric it does not know', () => {
    expect(parseEvaluationResult(JSON.stringify(result()))).toEqual({ ok: true, value: result() });
    expect(problem(result({ commit: null, candidates: [{ candidate: 'rules', kinds: [] }, { candidate: 'model:m@current', kinds: [{ ...(kinds(1)[0] as object), values: { ofTomorrow: 1 } }] }] }))).toBe('');
  });

  it.each([
    ['no JSON', '{', 'The result is no JSON. It is the last line that bin/attest eval run --json prints.'],
    ['a line of a case', { case: 'one', status: 'scored' }, 'summary'],
    ['something more', result({ script: '<b>' }), 'not one of bin/attest eval run --json'],
    ['a commit that is none', result({ commit: 'HEAD' }), 'commit: is no commit'],
    ['a number that is none', result({ candidates: [{ candidate: 'rules', kinds: [{ ...(kinds(0)[0] as object), p50Ms: 1e300 }] }] }), 'p50Ms'],
    ['a candidate twice', result({ candidates: [{ candidate: 'rules', kinds: [] }, { candidate: 'rules', kinds: [] }] }), 'one stands there twice'],
    ['a verdict on somebody who did not run', result({ candidates: [{ candidate: 'rules', kinds: kinds(0) }] }), 'may only name candidates of the run'],
    ['a gate that is passed and broken', result({ gate: { passed: true, verdicts: [{ candidate: 'rules', limit, value: 1, verdict: 'broken' }] } }), 'does not agree'],
    ['a gate that is neither', result({ gate: { passed: false, verdicts: [] } }), 'does not agree'],
    ['too much', ' '.repeat(mostResultCharacters + 1), '1,000,000 characters'],
  ])('refuses %s in a sentence', (_what, value, sentence) => {
    expect(problem(value)).toContain(sentence);
  });
});
