import { isScriptFiltered, readScriptFilter, scriptFilterInput, writeScriptFilter, type ScriptListFilter } from './script-filter.js';

const empty: ScriptListFilter = { text: '', verdict: '', language: '', technique: '', since: '' };

describe('script filter', () => {
  it('comes back from the address, beside what else stands there', () => {
    const filter: ScriptListFilter = { text: 'mimikatz & co', verdict: 'MALICIOUS', language: 'POWERSHELL', technique: 'T1059.001', since: '24h' };
    const params = writeScriptFilter(new URLSearchParams('other=1'), filter);
    expect(readScriptFilter(new URLSearchParams(params.toString()))).toEqual(filter);
    expect(params.get('other')).toBe('1');
  });

  it('leaves no trace when empty', () => {
    expect(writeScriptFilter(new URLSearchParams('q=x&verdict=BENIGN'), empty).toString()).toBe('');
    expect([isScriptFiltered(empty), isScriptFiltered({ ...empty, text: '  ' }), isScriptFiltered({ ...empty, since: '7d' })]).toEqual([false, false, true]);
  });

  it('does not believe the address', () => {
    expect(readScriptFilter(new URLSearchParams('verdict=EVIL&language=toString&technique=T1%27--&since=__proto__'))).toEqual(empty);
  });

  it('asks for a span of time back from this minute', () => {
    expect(scriptFilterInput({ ...empty, since: '24h', technique: 'T1105' }, Date.UTC(2026, 10, 23, 3, 14, 59))).toEqual({ technique: 'T1105', submittedAfter: '2026-11-22T03:14:00.000Z' });
    expect(scriptFilterInput(empty, 0)).toEqual({});
  });
});
