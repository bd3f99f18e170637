import { filterInput, isFiltered, readFilter, writeFilter } from './queue-filter.js';

describe('queue filter', () => {
  it('is kept in the address', () => {
    const filter = { text: 'lsass & co', status: ['active', 'inProgress'], severity: ['high'] };
    const params = writeFilter(new URLSearchParams('pane=9001'), filter);
    expect(readFilter(new URLSearchParams(params.toString()))).toEqual(filter);
    expect(params.get('pane')).toBe('9001');
  });

  it('leaves no trace when empty', () => {
    expect(writeFilter(new URLSearchParams('q=a&status=active'), { text: ' ', status: [], severity: [] }).toString()).toBe('');
    expect(filterInput({ text: '', status: [], severity: [] })).toBeUndefined();
    expect(isFiltered({ text: '  ', status: [], severity: [] })).toBe(false);
  });

  it('drops words that are no enumeration value', () => {
    expect(readFilter(new URLSearchParams('status=active,,active,<b>')).status).toEqual(['active']);
  });

  it('becomes GraphQL input', () => {
    expect(filterInput({ text: ' a ', status: [], severity: ['high'] })).toEqual({ text: 'a', severity: ['high'] });
  });
});
