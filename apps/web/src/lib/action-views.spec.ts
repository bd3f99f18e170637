import { readActionFilter, writeActionFilter, type ActionFilter } from './action-views.js';

describe('the filter of the action centre', () => {
  test('is the same after it was in an address', () => {
    const filters: ActionFilter[] = [
      { view: 'pending', text: '', action: '', state: '' },
      { view: 'history', text: 'ws-01 & more', action: 'isolateDevice', state: 'UNDONE' },
      { view: 'lab', text: '', action: '', state: '' },
    ];
    for (const filter of filters) expect(readActionFilter(writeActionFilter(filter))).toEqual(filter);
    expect(writeActionFilter(filters[0] as ActionFilter).toString()).toBe('');
  });

  test('takes nothing unknown from an address', () => {
    expect(readActionFilter(new URLSearchParams('view=nowhere&action=%3Cscript%3E&state=PROPOSED&text=%20%20'))).toEqual({ view: 'pending', text: '', action: '', state: '' });
  });
});
