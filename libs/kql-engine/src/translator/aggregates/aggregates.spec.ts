import fc from 'fast-check';
import { DuckDbBackend } from '../../backends/duckdb-backend.js';
import { emptySchema } from '../../schema/hunting-schema.js';
import { aggregateFunctions, multiAggregates } from './index.js';

describe('aggregates on DuckDB', () => {
  let backend: DuckDbBackend;

  beforeAll(async () => {
    backend = await DuckDbBackend.open({ schema: emptySchema });
  });

  afterAll(() => backend.close());

  async function rows(kql: string): Promise<unknown[][]> {
    return (await backend.run({ kql })).rows;
  }

  const numbers = "datatable(g:string, l:long, r:real, t:timespan, s:string)['a',1,1.5,1h,'y', 'a',long(null),2.5,2h,'', 'a',3,real(null),timespan(null),'x', 'b',5,4.0,3h,'z']";

  it('skips nulls', async () => {
    expect(await rows(`${numbers} | summarize count(), sum(l), avg(l), min(l), max(r), dcount(l)`)).toEqual([[4, 9, 3, 1, 4, 3]]);
  });

  it('gives what Kusto gives for no rows', async () => {
    const kql = `${numbers} | take 0 | summarize count(), countif(l > 0), dcount(l), sum(l), sum(r), min(l), min(s), stdev(l), variance(r), percentile(l, 50), make_list(l), make_set(s), make_bag(bag_pack('a', 1))`;
    expect(await rows(kql)).toEqual([[0, 0, 0, 0, 0, null, '', 0, 0, null, [], [], {}]]);
    const average = await backend.run({ kql: `${numbers} | take 0 | summarize avg(l)` });
    expect(String(average.rows[0]?.[0])).toBe('NaN');
  });

  it('counts only what the predicate says', async () => {
    expect(await rows(`${numbers} | summarize countif(l > 1), sumif(l, g == 'a'), avgif(r, g == 'a'), minif(l, l > 1), maxif(l, g == 'a'), dcountif(s, l > 0), count_distinctif(g, l > 2)`))
      .toEqual([[2, 4, 2, 3, 3, 3, 2]]);
  });

  it('keeps the type of times', async () => {
    const { columns, rows: found } = await backend.run({ kql: `${numbers} | summarize sum(t), avg(t), max(t), percentile(t, 50)` });
    expect(columns.map((column) => column.type)).toEqual(['timespan', 'timespan', 'timespan', 'timespan']);
    expect(found).toEqual([['06:00:00', '02:00:00', '03:00:00', '02:00:00']]);
  });

  it('wraps sums of long as 64-bit arithmetic does', async () => {
    expect(await rows('datatable(x:long)[9223372036854775807, 1] | summarize sum(x)')).toEqual([['-9223372036854775808']]);
  });

  it('takes the row of the greatest value, and rows without one only when there is no other', async () => {
    const fruits = "datatable(f:string, c:string, v:int)['Apple','Red',1,'Apple','Green',int(null),'Banana','Yellow',int(null),'Banana','Green',int(null),'Pear','Brown',1,'Pear','Green',2]";
    expect(await rows(`${fruits} | summarize arg_max(v, *) by f | order by f asc`)).toEqual([['Apple', 1, 'Red'], ['Banana', null, 'Yellow'], ['Pear', 2, 'Green']]);
    expect(await rows(`${fruits} | summarize arg_min(v, c) by f | order by f asc`)).toEqual([['Apple', 1, 'Red'], ['Banana', null, 'Yellow'], ['Pear', 1, 'Brown']]);
  });

  it('prefers a value that is there when it takes any', async () => {
    expect(await rows(`${numbers} | where g == 'a' and l != 1 or isnull(l) | summarize take_any(s), take_any(l), take_anyif(s, l == 3)`)).toEqual([['x', 3, 'x']]);
  });

  it('collects in the order of the input', async () => {
    expect(await rows("datatable(x:string)['c','a','c','b','a'] | summarize make_list(x), make_set(x), make_list(x, 2), make_set_if(x, x != 'c')"))
      .toEqual([[['c', 'a', 'c', 'b', 'a'], ['c', 'a', 'b'], ['c', 'a'], ['a', 'b']]]);
    expect(await rows('range x from 1 to 5 step 1 | sort by x desc | summarize make_list(x)')).toEqual([[[5, 4, 3, 2, 1]]]);
    expect(await rows('datatable(x:long)[1, long(null), 2] | summarize make_list(x), make_list_with_nulls(x)')).toEqual([[[1, 2], [1, null, 2]]]);
  });

  it('takes the elements of arrays into a set', async () => {
    expect(await rows('datatable(a:dynamic)[dynamic([1,2]), dynamic([2,3]), dynamic(7)] | summarize make_set(a), array_length(make_list(a))')).toEqual([[[1, 2, 3, 7], 3]]);
  });

  it('merges bags, the first value of a key first', async () => {
    expect(await rows(`datatable(b:dynamic)[dynamic({"a":1}), dynamic({"b":2.0,"a":3}), dynamic([1])] | summarize make_bag(b)`)).toEqual([[{ a: 1, b: 2 }]]);
  });

  it('ranks percentiles, with weights too', async () => {
    expect(await rows('datatable(n:long, v:long)[8,10,6,20,3,30,1,40] | summarize percentilesw_array(v, n, dynamic([50, 75, 99.9]))')).toEqual([[[20, 20, 40]]]);
    const { columns, rows: found } = await backend.run({ kql: 'range x from 1 to 100 step 1 | summarize percentiles(x, 5, 50, 99.5), quartiles = percentiles_array(x, 25, 75)' });
    expect(columns.map((column) => column.name)).toEqual(['percentile_x_5', 'percentile_x_50', 'percentile_x_99_5', 'quartiles']);
    expect(found).toEqual([[5, 50, 100, [25, 75]]]);
  });

  it('agrees with a nearest rank counted by hand', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 20 }), fc.integer({ min: 0, max: 100 }), async (values, percent) => {
      const sorted = [...values].sort((left, right) => left - right);
      const want = sorted[Math.max(0, Math.ceil((percent * values.length) / 100) - 1)];
      expect(await rows(`datatable(x:long)[${values.map((each) => `long(${each})`).join(',')}] | summarize percentile(x, ${percent})`)).toEqual([[want]]);
    }), { numRuns: 15 });
  });

  it('measures spread', async () => {
    expect(await rows('range x from 1 to 5 step 1 | summarize variance(x), variancep(x), stdev(x) > 1.58, varianceif(x, x > 3), covariance(x, 2 * x), covariancep(x, x)')).toEqual([[2.5, 2, true, 0.5, 5, 2]]);
    expect(await rows('print x = 3 | summarize stdev(x), variance(x)')).toEqual([[0, 0]]);
  });

  it('combines bits', async () => {
    expect(await rows('datatable(x:long)[12, 10] | summarize binary_all_and(x), binary_all_or(x), binary_all_xor(x)')).toEqual([[8, 14, 6]]);
  });

  it('reads exact answers out of sketches', async () => {
    expect(await rows('range x from 1 to 10 step 1 | extend y = x + 5 | summarize a = hll(x), b = hll(y) | project dcount_hll(hll_merge(a, b)), dcount_hll(a)')).toEqual([[15, 10]]);
    expect(await rows('range x from 1 to 100 step 1 | summarize t = tdigest(x) | project percentile_tdigest(t, 90, typeof(long)), rank_tdigest(t, 68), percentrank_tdigest(t, 68)')).toEqual([[90, 68, 68]]);
    expect(await rows('range x from 1 to 10 step 1 | summarize h = hll(x) by g = x % 2 | summarize m = hll_merge(h) | project dcount_hll(m)')).toEqual([[10]]);
  });

  it('does not show a sketch', async () => {
    await expect(rows('range x from 1 to 3 step 1 | summarize hll(x)')).rejects.toMatchObject({ code: 'KQL_UNSUPPORTED' });
  });

  it('describes the shape of dynamic values', async () => {
    expect(await rows(`datatable(v:dynamic)[dynamic({"x":1,"y":3.5}), dynamic({"x":"s","z":[1,2]}), dynamic({"z":["a"]})] | summarize buildschema(v)`))
      .toEqual([[{ x: ['long', 'string'], y: 'double', z: { '`indexer`': ['long', 'string'] } }]]);
  });

  it('refuses what it cannot do exactly', async () => {
    await expect(rows("print s = 'a' | summarize percentile(s, 50)")).rejects.toMatchObject({ code: 'KQL_UNSUPPORTED' });
    await expect(rows('print x = 1, p = 5 | summarize percentile(x, p)')).rejects.toMatchObject({ code: expect.stringMatching(/^KQL_(UNSUPPORTED|INVALID)$/) as string });
  });

  it('has each aggregate under its own name', () => {
    expect(Object.keys(aggregateFunctions)).toEqual(expect.arrayContaining(['count', 'make_set_if', 'percentilew', 'take_anyif', 'covariancepif', 'tdigest_merge']));
    expect(Object.keys(multiAggregates).sort()).toEqual(['any', 'arg_max', 'arg_min', 'argmax', 'argmin', 'percentiles', 'percentilesw', 'take_any']);
  });
});
