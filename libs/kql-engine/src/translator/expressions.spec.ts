import { describe, expect, it, beforeAll, afterAll } from '@jest/globals';
import fc from 'fast-check';
import { DuckDbBackend } from '../backends/duckdb-backend.js';
import type { HuntCell } from '../backends/hunt-backend.js';
import { KqlError, KqlErrorCode } from '../kql.error.js';

let backend: DuckDbBackend;

beforeAll(async () => {
  backend = await DuckDbBackend.open();
});
afterAll(() => backend.close());

/** The cells of the only row of `print`. */
async function printed(expressions: string): Promise<HuntCell[]> {
  const { rows } = await backend.run({ kql: `print ${expressions}`, now: '2024-05-01T12:00:00Z' });
  expect(rows).toHaveLength(1);
  return rows[0] ?? [];
}

async function refusal(kql: string): Promise<KqlError> {
  try {
    await backend.run({ kql });
  } catch (error) {
    if (error instanceof KqlError) return error;
    throw error;
  }
  throw new Error('The query ran.');
}

describe('arithmetic', () => {
  it('has a modulo that is never negative and an integer division that truncates', async () => {
    expect(await printed('14 % 12, -14 % 12, 14 % -12, -14 % -12, 5 / 2, -5 / 2')).toEqual([2, 10, 2, 10, 2, -2]);
  });

  it('gives null for an integer division by zero, infinity and NaN for reals', async () => {
    expect(await printed('1 / 0, 1 % 0, 1.0 / 0, -1.0 / 0, 0.0 / 0')).toEqual([null, null, 'Infinity', '-Infinity', 'NaN']);
  });

  it('wraps longs around, constant or not', async () => {
    expect(await printed('9223372036854775807 + 1')).toEqual(['-9223372036854775808']);
    const { rows } = await backend.run({ kql: 'datatable(a:long, b:long)[9223372036854775807, 9223372036854775807, 4611686018427387904, 4] | project a + b, a * b' });
    expect(rows).toEqual([[-2, 1], ['4611686018427387908', 0]]);
  });

  it('is exact on long and timespan for any operands', async () => {
    const long = fc.bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 1n });
    await fc.assert(
      fc.asyncProperty(long, long, async (a, b) => {
        const kql = `datatable(a:long, b:long)[long(${a}), long(${b})] | project tostring(a + b), tostring(a - b), tostring(a * b)`;
        const { rows } = await backend.run({ kql });
        expect(rows[0]).toEqual([a + b, a - b, a * b].map((value) => String(BigInt.asIntN(64, value))));
      }),
      { numRuns: 15 },
    );
  });

  it('calculates with datetimes and timespans', async () => {
    const row = await printed('datetime(2020-01-01) - datetime(2019-12-31 18:00), datetime(2020-01-01) + 36h, 1h / 30m, 1d / 4, 1.5 * 2h, -1h, 25h % 1d, datetime(2020-01-01 10:30) % 1h');
    expect(row).toEqual(['06:00:00', '2020-01-02T12:00:00.0000000Z', 2, '06:00:00', '03:00:00', '-01:00:00', '01:00:00', '00:30:00']);
  });

  it('stops rather than drops the fraction of a dynamic value in integer arithmetic', async () => {
    expect(await printed('dynamic({"n":2}).n + 1')).toEqual([3]);
    expect((await refusal('print dynamic({"n":2.5}).n + 1')).code).toBe(KqlErrorCode.Runtime);
  });
});

describe('comparison and null', () => {
  it('follows the table of null values', async () => {
    const kql = 'datatable(v:int)[5, int(null)] | project v > 3, v > 3 or isnull(v), v == int(null), v != int(null), v == 5, v != 5';
    expect((await backend.run({ kql })).rows).toEqual([[true, true, false, true, true, false], [null, true, null, null, false, true]]);
  });

  it('keeps a row whose negated condition is about null', async () => {
    const kql = 'datatable(v:int)[5, int(null)] | where not(v == 5)';
    expect((await backend.run({ kql })).rows).toEqual([[null]]);
  });

  it('holds NaN for equal or greater to nothing', async () => {
    const kql = 'datatable(v:real)[real(nan)] | project v > 1, v < 1, v == 1, 1 < v';
    expect((await backend.run({ kql })).rows).toEqual([[false, false, false, false]]);
  });

  it('compares dynamic values with scalars by the value they hold', async () => {
    const kql = 'print d = dynamic({"n":1.5, "i":2, "s":"Ab", "b":true}) | project d.n > 1, d.n == 1.5, d.n in (1, 2), d.i == 2, d.s == "Ab", d.s == "ab", d.b == true, d.none == "x", d.n between (1 .. 2)';
    expect((await backend.run({ kql })).rows).toEqual([[true, true, false, true, true, false, true, false, true]]);
  });

  it('understands between with a length as its end, and in with lists, arrays and tables', async () => {
    const row = await printed(
      'datetime(2020-01-02) between (datetime(2020-01-01) .. 1d), datetime(2020-01-03) !between (datetime(2020-01-01) .. 1d), 1 in (1, 2), "a" in ("A"), "a" in~ ("A"), 3 !in (dynamic([1, 2])), "b" in (datatable(x:string)["a", "b"])',
    );
    expect(row).toEqual([true, true, true, false, true, true, true]);
  });
});

describe('all columns', () => {
  const table = 'datatable(a: string, b: long, c: dynamic)["brown Cow", 17, dynamic(null), "x", 2, dynamic({"k": "cow"}), "cows", 3, dynamic([1])]';

  async function numbers(condition: string): Promise<HuntCell[]> {
    return (await backend.run({ kql: `${table} | where ${condition} | project b` })).rows.map(([b]) => b ?? null);
  }

  it('looks for a text in some column, each read as text', async () => {
    expect(await numbers('* has "cow"')).toEqual([17, 2]);
    expect(await numbers('* has "17" or * hasprefix "cow" and b == 3')).toEqual([17, 3]);
    expect(await numbers('not(* contains "cow")')).toEqual([]);
    expect(await numbers('* matches regex "^x$"')).toEqual([2]);
  });

  it('is refused where its meaning is open', async () => {
    for (const condition of ['* !has "cow"', '* == "x"']) expect(await refusal(`${table} | where ${condition}`)).toMatchObject({ code: KqlErrorCode.Unsupported, message: expect.stringContaining('over all columns') as unknown, position: { line: 1 } });
    expect((await refusal('print * has "x"')).code).toBe(KqlErrorCode.Unsupported);
  });

  it('packs them all into an array', async () => {
    expect((await backend.run({ kql: `${table} | where b < 4 | project p = pack_array(*)` })).rows).toEqual([[['x', 2, { k: 'cow' }]], [['cows', 3, [1]]]]);
  });
});

describe('literals', () => {
  it('reads every form of string', async () => {
    expect(await printed(String.raw`"a\tb", 'c"d', @"C:\x", @'it''s', h"secret", "a" 'b', "\u00e9"`)).toEqual(['a\tb', 'c"d', 'C:\\x', "it's", 'secret', 'ab', 'é']);
  });

  it('carries any text through a string literal and back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 20 }), async (text) => {
        fc.pre(!/[\ud800-\udfff]/.test(text.replace(/[\ud800-\udbff][\udc00-\udfff]/g, '')));
        const literal = `"${[...text].map((c) => [...c].flatMap((one) => Array.from({ length: one.length }, (_, i) => `\\u${one.charCodeAt(i).toString(16).padStart(4, '0')}`)).join('')).join('')}"`;
        expect(await printed(literal)).toEqual([text]);
      }),
      { numRuns: 25 },
    );
  });

  it('reads numbers, datetimes, timespans and guids', async () => {
    expect(await printed('0x1F, 1e3, real(nan), real(+inf), decimal(1.5), int(-5), bool(1), long(-9223372036854775808)')).toEqual([31, 1000, 'NaN', 'Infinity', 1.5, -5, true, '-9223372036854775808']);
    expect(await printed('datetime(2020-01-01 10:00:00.1234567), datetime(2020-02), datetime(12/31/2015), datetime("2020-01-01T00:00:00+02:00"), datetime(null)')).toEqual([
      '2020-01-01T10:00:00.1234567Z', '2020-02-01T00:00:00.0000000Z', '2015-12-31T00:00:00.0000000Z', '2019-12-31T22:00:00.0000000Z', null,
    ]);
    expect(await printed('1.5h, 100ms, 1tick, 3micros, time(1.02:03:04.5), time(2), timespan(12:30)')).toEqual(['01:30:00', '00:00:00.1000000', '00:00:00.0000001', '00:00:00.0000030', '1.02:03:04.5000000', '2.00:00:00', '12:30:00']);
    expect(await printed('guid(74BE27DE-1e4e-49d9-b579-fe0b331d3642)')).toEqual(['74be27de-1e4e-49d9-b579-fe0b331d3642']);
  });

  it('reads dynamic literals with the literals of Kusto inside', async () => {
    expect(await printed('dynamic({"a": [1, 2.5, null, "s"], "t": datetime(2020-01-01), "d": 1h}), dynamic(null), dynamic("x"), tostring(dynamic([1, 2.0]))')).toEqual([
      { a: [1, 2.5, null, 's'], t: '2020-01-01T00:00:00.0000000Z', d: '01:00:00' }, null, 'x', '[1,2.0]',
    ]);
  });

  it('reaches into dynamic values by name, index and negative index', async () => {
    expect(await printed('dynamic({"a":{"b c":[1,2,{"d":"e"}]}}).a["b c"][-1].d, dynamic([1,2])[5], dynamic({"a":1}).b, dynamic([[1],[2]])[1][0]')).toEqual(['e', null, null, 2]);
  });
});

describe('let, functions and toscalar', () => {
  const cases: [string, HuntCell[][]][] = [
    ['let a = 1; let b = a + 1; print b * 2', [[4]]],
    ['let f = (a:long, b:string = "q") { strcat(tostring(a), b) }; print f(1), f(2, "z"), f(b = "k", a = 3)', [['1q', '2z', '3k']]],
    ['let inner_ = (a:long) { a * 2 }; let outer_ = (a:long) { let b = inner_(a); b + inner_(1) }; print outer_(5)', [[12]]],
    ['let f = (T:(x:long), n:long) { T | where x > n | extend y = x * n }; f((range x from 1 to 3 step 1), 2)', [[3, 6]]],
    ['let f = (T:(*), n:long) { T | extend c = n }; range x from 1 to 1 step 1 | invoke f(7)', [[1, 7]]],
    ['let F = () { range x from 1 to 3 step 1 }; F | count', [[3]]],
    ['let x = 5; let f = () { x }; let x2 = 6; print f()', [[5]]],
    ['let m = toscalar(range i from 1 to 9 step 1 | summarize max(i)); range x from 8 to 10 step 1 | where x > m', [[10]]],
    ['range x from 1 to 3 step 1 | as T | where x > toscalar(T | summarize avg(x))', [[3]]],
    ['declare query_parameters(n:long = 3); range x from 1 to n step 1 | count', [[3]]],
    ['set query_now = datetime(2020-01-01); print now(), ago(1d)', [['2020-01-01T00:00:00.0000000Z', '2019-12-31T00:00:00.0000000Z']]],
    ['let f = (x:long) { x + 1 }; range i from 1 to 2 step 1 | extend y = f(f(i))', [[1, 3], [2, 4]]],
    ['range x from 10 to 1 step -4', [[10], [6], [2]]],
    ['range x from 3 to 1 step 1', []],
    ['range t from datetime(2024-01-01) to datetime(2024-01-02) step 12h | count', [[3]]],
    ['let n = toscalar(print 3); range x from 1 to n step 2', [[1], [3]]],
    ['range x from 1 to 3000000 step 1 | summarize sum(x)', [[4500001500000]]],
    ['print y = dynamic([1, 4, 9, 16]), x = dynamic([1, 2, 3, 4]) | extend (r, c) = series_fit_poly(y, x, 2) | project round(r, 6), round(todouble(c[0]), 6)', [[1, 1]]],
    ['print d = dynamic({"a": 1, "b": 2}) | evaluate bag_unpack(d, OutputColumnPrefix = "p_", ignoredProperties = dynamic(["a"]))', [[2]]],
  ];
  it.each(cases)('%s', async (kql, rows) => {
    expect((await backend.run({ kql })).rows).toEqual(rows);
  });

  it('gives now() one value in the whole query', async () => {
    const kql = 'range x from 1 to 1000 step 1 | extend t = now() | summarize dcount(t)';
    expect((await backend.run({ kql })).rows).toEqual([[1]]);
  });
});

describe('refusals', () => {
  it.each([
    ['print x = nosuch', KqlErrorCode.Invalid, 1],
    ['DeviceEvents\n| where Nope == 1', KqlErrorCode.Invalid, 2],
    ['print 1\n| fork (take 1) (take 2)', KqlErrorCode.Unsupported, 2],
    ['print 1\n| facet by print_0', KqlErrorCode.Unsupported, 2],
    ['print hash_many("a", "b")', KqlErrorCode.Unsupported, 1],
    ['let a = 1;\nrange x from a to 1000000000000000000 step 1 | summarize max(x)', KqlErrorCode.TooLarge, 2],
  ])('%s', async (kql, code, line) => {
    const error = await refusal(kql);
    expect(error.code).toBe(code);
    expect(error.position?.line).toBe(line);
  });

  it.each([
    ['print "x" matches regex "a(b"', 'The operator matches regex has a regular expression that cannot be read: missing closing ): `a(b`.'],
    ['print extract("[a", 0, "x")', 'The function extract: has a regular expression that cannot be read: missing closing ]: `[a`.'],
    ['print s = "x" | parse kind=regex s with "(" a', 'The pattern of parse has a regular expression that cannot be read: missing closing ).'],
    ['print hash_many("a", "b")', 'The function hash_many is not supported by this engine, because how Kusto combines hashes is not documented.'],
    ['print a = "x" | reduce by a', 'The operator reduce is not supported by this engine, because its patterns depend on samples and orders that are not documented.'],
    ['print a = "x" | evaluate autocluster()', 'The plug-in autocluster is not supported by this engine, because its patterns depend on samples and orders that are not documented.'],
    ['print a = "x" like "%x"', 'The operator like is not supported by this engine, but contains, startswith, endswith and matches regex are.'],
    ['print assert(1 > 2, "rows differ")', 'The query failed while it ran: rows differ'],
  ])('%s says why', async (kql, message) => {
    expect((await refusal(kql)).message).toBe(message);
  });
});
