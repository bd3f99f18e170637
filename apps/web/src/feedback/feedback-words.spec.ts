import { cardName, othersSaid } from './feedback-words.js';

describe('the words of feedback', () => {
  test('what I said is not counted as what others said', () => {
    expect(othersSaid({ confirmed: 3, offTarget: 1, harmful: 0 }, 'OFF_TARGET')).toBe('From others: 3 confirmed');
    expect(othersSaid({ confirmed: 3, offTarget: 1, harmful: 2 }, undefined)).toBe('From others: 3 confirmed, 1 off-target, 2 harmful');
    expect(othersSaid({ confirmed: 1, offTarget: 0, harmful: 0 }, 'CONFIRMED')).toBe('');
    expect(othersSaid(undefined, undefined)).toBe('');
  });

  test('a kind of card that is not known keeps its name, also one that every object has', () => {
    expect([cardName('guidedResponse'), cardName('deviceSummary'), cardName('constructor')]).toEqual(['Guided response', 'deviceSummary', 'constructor']);
  });
});
