import { glanceAt } from './event-glance.js';

describe('glanceAt', () => {
  it('takes the telling columns, best first', () => {
    expect(glanceAt({ ReportId: 5, DeviceName: 'mkt01', ActionType: 'ProcessCreated', FileName: 'a.exe', AccountName: '' })).toBe('ProcessCreated · mkt01 · a.exe');
  });

  it('shortens a long command line', () => {
    expect(glanceAt({ ProcessCommandLine: 'x'.repeat(500) })).toBe(`${'x'.repeat(160)}…`);
  });

  it.each([null, 'text', 4, {}])('says nothing about %s', (values) => {
    expect(glanceAt(values)).toBe('');
  });
});
