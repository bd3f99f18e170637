import fc from 'fast-check';
import { describeCaseProblem, evaluationCaseSchema, parseCaseFiles, parseEvaluationCase } from '../index.js';

const good = { schema: evaluationCaseSchema, id: 'a-case', kind: 'guidedResponse', title: 'A case', tags: ['own'], source: 'shipped', reviewed: true, input: { sample: 'one' }, expected: { actions: [{ action: 'isolateDevice', target: 'ws-1' }] } };
const problemsOf = (value: unknown): string[] => {
  const parsed = parseEvaluationCase(value);
  return parsed.ok ? [] : parsed.problems.map(({ place, reason }) => `${place}: ${reason}`);
};

describe('an evaluation case', () => {
  it('is read as it stands', () => {
    expect(parseEvaluationCase(good)).toEqual({ ok: true, value: good });
  });

  it.each([
    ['another version', { ...good, schema: 'attest.evaluation-case/2' }, 'schema: Is not attest.evaluation-case/1.'],
    ['an unknown key', { ...good, expected: { action: [] } }, 'expected: The format does not know "action".'],
    ['an action without target', { ...good, expected: { actions: [{ action: 'isolateDevice' }] } }, 'expected.actions[0].target: Invalid input: expected string, received undefined.'],
    ['two inputs', { ...good, input: { sample: 'one', digest: 'a'.repeat(64) } }, 'input: Needs exactly one of sample, incident and digest.'],
    ['no input', { ...good, input: {} }, 'input: Needs exactly one of sample, incident and digest.'],
    ['a name that leaves the folder', { ...good, input: { sample: '../secrets' } }, 'input.sample: Is no name of a sample.'],
    ['what another kind expects', { ...good, kind: 'kqlAnswer', input: { question: 'x' }, expected: { indicators: [] } }, 'expected: The format does not know "indicators".'],
    ['a technique that is none', { ...good, kind: 'incidentSummary', expected: { techniques: ['TA0001'] } }, 'expected.techniques[0]: Is no ATT&CK technique id such as T1059.001.'],
    ['a time that is none', { ...good, kind: 'incidentSummary', expected: { timeline: [{ time: 'noon', source: { alert: 'a' } }] } }, 'expected.timeline[0].time: Is no ISO 8601 time.'],
  ])('with %s is refused, with reason and place', (_, value, problem) => {
    expect(problemsOf(value)).toContain(problem);
  });

  it('never throws, whatever it is given', () => {
    fc.assert(fc.property(fc.anything({ withNullPrototype: true, withBigInt: true }), (value) => {
      expect(parseEvaluationCase(value).ok).toBe(false);
    }));
    fc.assert(fc.property(fc.jsonValue(), fc.constantFrom('input', 'expected', 'tags', 'id', 'feedback'), (value, key) => {
      const parsed = parseEvaluationCase({ ...good, [key]: value });
      if (!parsed.ok) expect(parsed.problems.length).toBeGreaterThan(0);
    }));
  });
});

describe('case files', () => {
  const file = (name: string, text: string): { name: string; text: string } => ({ name, text });

  it('hold one case, an array, or lines', () => {
    const second = { ...good, id: 'b-case' };
    for (const text of [JSON.stringify([good, second], null, 2), `${JSON.stringify(good)}\n\n${JSON.stringify(second)}\n`]) expect(parseCaseFiles([file('f', text)])).toEqual({ cases: [good, second], problems: [] });
    expect(parseCaseFiles([file('f', JSON.stringify(good, null, 2))]).cases).toEqual([good]);
  });

  it('are refused with file, place in the file and place in the case; the good ones stay', () => {
    const { cases, problems } = parseCaseFiles([file('a.json', JSON.stringify([{ ...good, reviewed: 'yes' }, good])), file('b.jsonl', JSON.stringify(good)), file('c.json', '{ nothing'), file('d.json', '  ')]);
    expect(cases).toEqual([good]);
    expect(problems.map(describeCaseProblem)).toEqual([
      'a.json, case 1, reviewed: Invalid input: expected boolean, received string.',
      'b.jsonl, id: "a-case" is already the id of a case in a.json.',
      'c.json: This is neither JSON nor JSON Lines.',
      'd.json: The file is empty.',
    ]);
  });

  it('name the line that is no JSON', () => {
    const { cases, problems } = parseCaseFiles([file('a.jsonl', `${JSON.stringify(good)}\n{"schema":\n`)]);
    expect(cases).toHaveLength(1);
    expect(problems.map(describeCaseProblem)).toEqual(['a.jsonl, case 2: The line is no JSON.']);
  });
});
