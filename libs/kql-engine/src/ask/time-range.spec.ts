import { findTimeRange, findTimeStep } from './time-range.js';

const now = new Date('2026-11-30T12:00:00Z');
const said = (text: string): string | undefined => {
  const range = findTimeRange(text, now);
  return range === undefined ? undefined : `${range.not === true ? 'not ' : ''}${range.operator} ${range.values.map((value) => value.text).join(' .. ')}`;
};

describe('findTimeRange', () => {
  it.each([
    ['in the last 5 days', '> 5d'], ['over the past week', '> 7d'], ['during the previous 2 months', '> 60d'], ['last 36h', '> 36h'], ['within the last couple of hours', '> 2h'], ['past 24hrs', '> 24h'],
    ['since yesterday', '>= 2026-11-29'], ['today', '>= 2026-11-30'], ['yesterday', 'between 2026-11-29 .. 1d'], ['this month', '>= 2026-11-01'],
    ['on 2022-10-06', 'between 2022-10-06 .. 1d'], ['between 2022-10-06 01:39 and 2022-10-06 01:59', 'between 2022-10-06T01:39Z .. 2022-10-06T01:59Z'], ['from 2024-01-05 to 2024-01-06 14:00', 'between 2024-01-05 .. 2024-01-06T14:00Z'],
    ['on or after 2022-10-06 01:28', '>= 2022-10-06T01:28Z'], ['before March 3, 2024', '< 2024-03-03'], ['after 5 October 2023 at 3pm', '> 2023-10-05T15:00Z'], ['in October 2026', 'between 2026-10-01 .. 2026-10-31T23:59:59.9999999Z'],
    ['older than 30 days', '< 30d'], ['in the next 14 days', 'between 0d .. -14d'], ['between 2 and 5 days ago', 'between 5d .. 2d'], ['on 10/06/2022', 'between 2022-10-06 .. 1d'], ['between 9am and 10am on 2026-11-20', 'between 2026-11-20T09:00Z .. 2026-11-20T10:00Z'],
    ['not seen for 7 days', '< 7d'], ['since tuesday', '>= 2026-11-24'], ['on Friday', 'between 2026-11-27 .. 1d'], ['since last monday', '>= 2026-11-23'], ['since 4 days', '> 4d'], ['all failed logons', undefined], ['port 443', undefined], ['more than 5 failed logons', undefined],
  ])('%s', (text, range) => {
    expect(said(text)).toBe(range);
  });
});

describe('findTimeStep', () => {
  it.each([['by hour', '1h'], ['per day', '1d'], ['every 15 minutes', '15m'], ['in 10 minute windows', '10m'], ['weekly', '7d'], ['in the last 5 days', undefined], ['by user', undefined]])('%s', (text, step) => {
    expect(findTimeStep(text)?.step).toBe(step);
  });
});
