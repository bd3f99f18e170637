import { describeOperation } from './audit-words.js';

describe('the words of the audit log', () => {
  test('read as half a sentence', () => {
    expect(describeOperation('action.approved')).toBe('approved');
    expect(describeOperation('action.undone')).toBe('noted as taken back');
    expect(describeOperation('action.firstApproved')).toBe('approved, first of two');
  });

  test('of other things name the thing, and stay readable when they are new', () => {
    expect(describeOperation('guidebook.approved')).toBe('approved (guidebook)');
    expect(describeOperation('action.somethingNew')).toBe('something new');
    expect(describeOperation('toString')).toBe('to string');
  });
});
