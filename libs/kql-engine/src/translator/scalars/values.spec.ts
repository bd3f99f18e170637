import fc from 'fast-check';
import { DuckDbBackend } from '../../backends/duckdb-backend.js';
import { emptySchema } from '../../schema/hunting-schema.js';

/** KQL expressions, the type of what they give, and what they give. */
type Table = readonly (readonly [string, string, unknown])[];

const maths: Table = [
  ['abs(-5)', 'long', 5],
  ['abs(-5.5)', 'real', 5.5],
  ['abs(-1h)', 'timespan', '01:00:00'],
  ['acos(2)', 'real', null],
  ['sqrt(-1)', 'real', null],
  ['log(-1)', 'real', null],
  ['log10(1000)', 'real', 3],
  ['exp2(3)', 'real', 8],
  ['pow(2, 10)', 'real', 1024],
  ['round(2.71828, 3)', 'real', 2.718],
  ['round(1234, -2)', 'long', 1200],
  ['ceiling(1.2)', 'real', 2],
  ['sign(-3)', 'real', -1],
  ['gamma(5)', 'real', 24],
  ['isnan(0.0 / 0.0)', 'bool', true],
  ['isinf(1.0 / 0.0)', 'bool', true],
  ['isfinite(1.0)', 'bool', true],
  ['bin(-4.5, 1)', 'real', -5],
  ['bin(-7, 3)', 'long', -9],
  ['bin(7, 0)', 'long', null],
  ['bin(7, 2.5)', 'real', 5],
  ['bin(16d, 7d)', 'timespan', '14.00:00:00'],
  ['bin(datetime(2020-01-01 10:45), 1h)', 'datetime', '2020-01-01T10:00:00.0000000Z'],
  ['bin_at(6.5, 2.5, 7)', 'real', 4.5],
  ['bin_at(1h, 1d, 12h)', 'timespan', '-12:00:00'],
  ['binary_and(5, 3)', 'long', 1],
  ['binary_xor(5, 3)', 'long', 6],
  ['binary_not(0)', 'long', -1],
  ['binary_shift_left(1, 64)', 'long', 1],
  ['binary_shift_left(1, -1)', 'long', null],
  ['binary_shift_right(-16, 2)', 'long', -4],
  ['bitset_count_ones(255)', 'long', 8],
  ['min_of(3, 1.5)', 'real', 1.5],
  ['max_of(int(null), 2)', 'long', 2],
  ["convert_length(1, 'Kilometer', 'Meter')", 'real', 1000],
  ["convert_mass(1, 'Tonne', 'Kilogram')", 'real', 1000],
];

const conversions: Table = [
  ["tobool('true')", 'bool', true],
  ["tobool('0')", 'bool', false],
  ["tobool('perhaps')", 'bool', null],
  ["toint('0x1f')", 'int', 31],
  ["toint('99999999999')", 'int', null],
  ['toint(-3.9)', 'int', -3],
  ["tolong('1.5')", 'long', null],
  ["todouble('1e3')", 'real', 1000],
  ["todouble('abc')", 'real', null],
  ["toguid('{AE3133F2-6E22-49AE-B06A-16E6A9B212EB}')", 'guid', 'ae3133f2-6e22-49ae-b06a-16e6a9b212eb'],
  ["toguid('nope')", 'guid', null],
  ["totimespan('1.02:03:04.5')", 'timespan', '1.02:03:04.5000000'],
  ["totimespan('soon')", 'timespan', null],
  ["todatetime('2015-12-31 23:59:59.9')", 'datetime', '2015-12-31T23:59:59.9000000Z'],
  ["todatetime('Sat, 08 Nov 2014 15:05:02 GMT')", 'datetime', '2014-11-08T15:05:02.0000000Z'],
  ["todatetime('2020-01-01T00:00:00+02:00')", 'datetime', '2019-12-31T22:00:00.0000000Z'],
  ["todatetime('11/8/2014 3:05 PM')", 'datetime', '2014-11-08T15:05:00.0000000Z'],
  ["todatetime('2020-02-30')", 'datetime', null],
  ['tostring(1.0)', 'string', '1.0'],
  ['tostring(1e20)', 'string', '1E+20'],
  ['tostring(0.00001)', 'string', '1E-05'],
  ['tostring(1h)', 'string', '01:00:00'],
  ['tostring(-1.5d)', 'string', '-1.12:00:00'],
  ["tostring(dynamic({'a':[1,2.0]}))", 'string', '{"a":[1,2.0]}'],
  ["tostring(dynamic('x'))", 'string', 'x'],
  ['tohex(256)', 'string', '100'],
  ['tohex(-1)', 'string', 'ffffffffffffffff'],
  ['tohex(toint(-256), 8)', 'string', 'ffffff00'],
  ["tolong(dynamic({'a':'12'}).a)", 'long', 12],
  ['tolong(dynamic(1.9))', 'long', 1],
  ["gettype(parse_json('[1]'))", 'string', 'array'],
  ["gettype(parse_json('1'))", 'string', 'int'],
  ['gettype(1s)', 'string', 'timespan'],
  ["isempty('') and isempty(parse_json('')) and not(isempty(parse_json('[]')))", 'bool', true],
  ["isnull('')", 'bool', false],
  ["coalesce('', 'b')", 'string', 'b'],
  ['coalesce(long(null), 5)', 'long', 5],
  ["iff(bool(null), 'a', 'b')", 'string', 'b'],
  ['iff(true, 1, 2.5)', 'real', 1],
  ["case(1 == 2, 'x', 2 == 2, 'y', 'z')", 'string', 'y'],
  ['not(bool(null))', 'bool', null],
];

const times: Table = [
  ['startofweek(datetime(2024-05-08 10:00))', 'datetime', '2024-05-05T00:00:00.0000000Z'],
  ['startofmonth(datetime(2024-05-08), -1)', 'datetime', '2024-04-01T00:00:00.0000000Z'],
  ['startofyear(datetime(2024-05-08), 1)', 'datetime', '2025-01-01T00:00:00.0000000Z'],
  ['endofday(datetime(2024-05-08 10:00))', 'datetime', '2024-05-08T23:59:59.9999999Z'],
  ['endofmonth(datetime(2024-02-01))', 'datetime', '2024-02-29T23:59:59.9999999Z'],
  ['endofweek(datetime(2024-05-08))', 'datetime', '2024-05-11T23:59:59.9999999Z'],
  ['startofday(datetime(null))', 'datetime', null],
  ['dayofweek(datetime(2024-05-08))', 'timespan', '3.00:00:00'],
  ['dayofyear(datetime(2024-12-31))', 'int', 366],
  ['week_of_year(datetime(2021-01-01))', 'int', 53],
  ['hourofday(datetime(2024-05-08 17:59))', 'int', 17],
  ["datetime_part('microsecond', datetime(2017-10-30 01:02:03.7654321))", 'int', 765432],
  ["datetime_part('Week_Of_Year', datetime(2024-01-01))", 'int', 1],
  ["datetime_add('month', 1, datetime(2024-01-31 00:00:00.0000001))", 'datetime', '2024-02-29T00:00:00.0000001Z'],
  ["datetime_add('hour', -5, datetime(2024-01-01))", 'datetime', '2023-12-31T19:00:00.0000000Z'],
  ["datetime_diff('month', datetime(2024-01-01), datetime(2023-11-30))", 'long', 2],
  ["datetime_diff('week', datetime(2024-05-05), datetime(2024-05-04 23:59))", 'long', 1],
  ["datetime_diff('day', datetime(2024-01-01), datetime(2024-01-02 01:00))", 'long', -1],
  ['make_datetime(2024, 2, 29, 1, 2, 3.5)', 'datetime', '2024-02-29T01:02:03.5000000Z'],
  ['make_datetime(2023, 2, 29)', 'datetime', null],
  ['make_timespan(1, 2, 3, 4)', 'timespan', '1.02:03:04'],
  ['make_timespan(25, 0)', 'timespan', null],
  ['unixtime_seconds_todatetime(1.5)', 'datetime', '1970-01-01T00:00:01.5000000Z'],
  ['unixtime_nanoseconds_todatetime(1546300800000000000)', 'datetime', '2019-01-01T00:00:00.0000000Z'],
  ['unixtime_seconds_todatetime(999999999999999)', 'datetime', null],
  ["format_datetime(datetime(2024-05-08 13:04:05.6780000), 'yy-M-d [h:mm:ss.fff tt]')", 'string', '24-5-8 [1:04:05.678 PM]'],
  ["format_datetime(datetime(2024-05-08), 'yyyy-MM-dd')", 'string', '2024-05-08'],
  ["format_timespan(time(29.09:00:05.12345), 'ddd.h:mm:ss [FFFFFFF]')", 'string', '029.9:00:05 [12345]'],
  ["datetime_utc_to_local(datetime(2024-07-01), 'Europe/Paris')", 'datetime', '2024-07-01T02:00:00.0000000Z'],
  ["datetime_local_to_utc(datetime(2022-03-27 02:30), 'Europe/Brussels')", 'datetime', '2022-03-27T00:30:00.0000000Z'],
  ["datetime_local_to_utc(datetime(2024-01-15 12:00), 'America/New_York')", 'datetime', '2024-01-15T17:00:00.0000000Z'],
  ['ago(1d)', 'datetime', '2024-05-05T07:08:09.0000000Z'],
  ['now(1h)', 'datetime', '2024-05-06T08:08:09.0000000Z'],
];

describe('functions of values', () => {
  let backend: DuckDbBackend;

  beforeAll(async () => {
    backend = await DuckDbBackend.open({ schema: emptySchema });
  });

  afterAll(() => backend.close());

  const run = (kql: string): ReturnType<DuckDbBackend['run']> => backend.run({ kql, now: '2024-05-06T07:08:09Z' });

  it.each(Object.entries({ maths, conversions, times }))('%s', async (_, table) => {
    const { columns, rows } = await run(`print ${table.map(([expression], index) => `x${index} = ${expression}`).join(', ')}`);
    expect(table.map(([expression], index) => [expression, columns[index]?.type, rows[0]?.[index]])).toEqual(table.map((row) => [...row]));
  });

  it('keeps to special functions of statistics', async () => {
    const { rows } = await run('print beta_cdf(0.9, 10, 20), beta_inv(0.1, 10, 20), erf(1), erfc(-2), loggamma(5), beta_inv(1.5, 1, 1), welch_test(1.0, 1.0, 10, 1.0, 1.0, 10)');
    const expected = [0.999999999999959, 0.226415022388749, 0.842700792949715, 1.995322265018953, 3.1780538303479458, null, 1];
    expected.forEach((value, index) => (value === null ? expect(rows[0]?.[index]).toBeNull() : expect(rows[0]?.[index]).toBeCloseTo(value, 9)));
  });

  it('reads back every datetime and timespan that it writes', async () => {
    const ticks = fc.bigInt({ min: 0n, max: 3_155_378_975_999_999_999n });
    await fc.assert(fc.asyncProperty(fc.array(ticks, { minLength: 1, maxLength: 50 }), async (list) => {
      const { rows } = await run(`datatable(x:long)[${list.join(', ')}] | extend d = todatetime(x), t = totimespan(x)
        | where tolong(todatetime(tostring(d))) != x or tolong(totimespan(tostring(t))) != x or bin(d, 1tick) != d or startofday(d) > d or endofday(d) < d`);
      expect(rows).toEqual([]);
    }), { numRuns: 10 });
  });

  it('bins to the largest multiple that is not above', async () => {
    const pair = fc.tuple(fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.integer({ min: 1, max: 1000 }));
    await fc.assert(fc.asyncProperty(fc.array(pair, { minLength: 1, maxLength: 50 }), async (pairs) => {
      const { rows } = await run(`datatable(x:long, size:long)[${pairs.flat().join(', ')}] | project bin(x, size)`);
      expect(rows.map((row) => row[0])).toEqual(pairs.map(([x, size]) => Math.floor(x / size) * size));
    }), { numRuns: 10 });
  });

  it('stops where an assertion does not hold', async () => {
    await expect(run("print assert(1 > 2, 'one is not more')")).rejects.toMatchObject({ code: 'KQL_RUNTIME' });
    expect((await run("print assert(2 > 1, 'x')")).rows).toEqual([[true]]);
  });

  it.each(["format_datetime(now(), 'MMMM')", "convert_length(1, 'Foot', 'Smoot')", "datetime_part('fortnight', now())"])('refuses %s', async (expression) => {
    await expect(run(`print ${expression}`)).rejects.toMatchObject({ code: expect.stringMatching(/^KQL_(UNSUPPORTED|INVALID)$/) });
  });
});
