import { classificationTone, countStatuses, percent, statusOf, stepsOf, undoText, type ActionStateName } from './response-words.js';

const states: ActionStateName[] = ['PROPOSED', 'APPROVED', 'INTENT', 'SENT', 'CONFIRMED', 'FAILED', 'UNKNOWN', 'DECLINED', 'UNDONE'];

describe('the words of guided response', () => {
  test('what automation did is told apart from what a person carried out', () => {
    expect(statusOf({ status: 'alreadyDone', live: null })).toBe('alreadyDone');
    expect(statusOf({ status: 'proposed', live: { state: 'CONFIRMED' } })).toBe('done');
    expect(statusOf({ status: 'proposed', live: null })).toBe('toDecide');
  });

  test('every recommendation is counted under one status', () => {
    const counts = countStatuses([...states.map((state) => ({ status: 'proposed', live: { state } })), { status: 'alreadyDone', live: null }]);
    expect(Object.values(counts).reduce((sum, each) => sum + each, 0)).toBe(states.length + 1);
    expect(counts).toMatchObject({ toDecide: 1, underWay: 3, needsPerson: 2, done: 1, declined: 2, alreadyDone: 1 });
  });

  test('each state stands on its own path, and what lies ahead is not shown as passed', () => {
    for (const state of states) {
      const steps = stepsOf(state);
      const passed = steps.map(({ at }) => at);
      expect(passed).toEqual([...passed].sort((a, b) => ['passed', 'now', 'ahead'].indexOf(a) - ['passed', 'now', 'ahead'].indexOf(b)));
      expect(passed.filter((at) => at === 'now').length).toBeLessThanOrEqual(1);
    }
    expect(stepsOf('SENT').map(({ text, at }) => `${text} ${at}`)).toEqual(['Proposed passed', 'Approved passed', 'Sent now', 'Confirmed ahead']);
    expect(stepsOf('FAILED').at(-1)).toEqual({ text: 'Failed', at: 'now' });
    expect(stepsOf('UNDONE').at(-1)).toEqual({ text: 'Taken back', at: 'passed' });
  });

  test('says how an action is taken back, or that it cannot be', () => {
    expect(undoText({ reversible: false })).toBe('Cannot be taken back');
    expect(undoText({ reversible: true, undo: 'releaseDevice' })).toBe('Undo: release device');
    expect(undoText({ reversible: true, undo: null, undoNote: 'Remove the rule in the portal.' })).toBe('Undo: remove the rule in the portal');
  });

  test('a share is a whole percentage between nothing and all', () => {
    expect([percent(0.874), percent(-1), percent(7)]).toEqual(['87 %', '0 %', '100 %']);
  });

  test('a true positive and a false one do not look alike', () => {
    expect(new Set(['truePositive', 'falsePositive', 'informationalExpectedActivity', 'unknown'].map(classificationTone)).size).toBe(4);
  });
});
