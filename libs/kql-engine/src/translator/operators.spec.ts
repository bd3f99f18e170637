import { describe, expect, it, beforeAll, afterAll } from '@jest/globals';
import fc from 'fast-check';
import { DuckDbBackend } from '../backends/duckdb-backend.js';
import type { HuntCell } from '../backends/hunt-backend.js';

let backend: DuckDbBackend;

beforeAll(async () => {
  backend = await DuckDbBackend.open();
});
afterAll(() => backend.close());

async function run(kql: string): Promise<{ names: string[]; rows: HuntCell[][] }> {
  const { columns, rows } = await backend.run({ kql });
  return { names: columns.map((column) => column.name), rows };
}

const xy = `let X = datatable(Key:string, V1:long)['a',1,'b',2,'b',3,'c',4]; let Y = datatable(Key:string, V2:long)['b',10,'c',20,'c',30,'d',40]; `;

describe('join', () => {
  const kinds: [string, string[], HuntCell[][]][] = [
    ['', ['Key', 'V1', 'Key1', 'V2'], [['b', 2, 'b', 10], ['c', 4, 'c', 20], ['c', 4, 'c', 30]]],
    ['kind=inner', ['Key', 'V1', 'Key1', 'V2'], [['b', 2, 'b', 10], ['b', 3, 'b', 10], ['c', 4, 'c', 20], ['c', 4, 'c', 30]]],
    ['kind=leftouter', ['Key', 'V1', 'Key1', 'V2'], [['a', 1, '', null], ['b', 2, 'b', 10], ['b', 3, 'b', 10], ['c', 4, 'c', 20], ['c', 4, 'c', 30]]],
    ['kind=rightouter', ['Key', 'V1', 'Key1', 'V2'], [['b', 2, 'b', 10], ['b', 3, 'b', 10], ['c', 4, 'c', 20], ['c', 4, 'c', 30], ['', null, 'd', 40]]],
    ['kind=fullouter', ['Key', 'V1', 'Key1', 'V2'], [['a', 1, '', null], ['b', 2, 'b', 10], ['b', 3, 'b', 10], ['c', 4, 'c', 20], ['c', 4, 'c', 30], ['', null, 'd', 40]]],
    ['kind=leftsemi', ['Key', 'V1'], [['b', 2], ['b', 3], ['c', 4]]],
    ['kind=leftanti', ['Key', 'V1'], [['a', 1]]],
    ['kind=anti', ['Key', 'V1'], [['a', 1]]],
    ['kind=rightsemi', ['Key', 'V2'], [['b', 10], ['c', 20], ['c', 30]]],
    ['kind=rightanti', ['Key', 'V2'], [['d', 40]]],
    ['hint.strategy=shuffle kind=leftsemi', ['Key', 'V1'], [['b', 2], ['b', 3], ['c', 4]]],
  ];
  it.each(kinds)('%s', async (kind, names, rows) => {
    expect(await run(`${xy} X | join ${kind} Y on Key`)).toEqual({ names, rows });
  });

  it('joins on differently named and on several columns', async () => {
    expect(await run(`${xy} X | join kind=inner (Y | project K = Key, V1 = V2 / 10 - 8) on $left.Key == $right.K`)).toMatchObject({ names: ['Key', 'V1', 'K', 'V11'] });
    expect((await run(`${xy} X | join kind=inner X on Key, V1 | count`)).rows).toEqual([[4]]);
  });

  it('looks up without the keys of the right side', async () => {
    expect(await run(`${xy} X | where V1 < 3 | lookup (Y | where V2 < 30) on Key`)).toEqual({ names: ['Key', 'V1', 'V2'], rows: [['a', 1, null], ['b', 2, 10]] });
    expect((await run(`${xy} X | lookup kind=inner Y on Key | count`)).rows).toEqual([[4]]);
  });
});

describe('union', () => {
  it('fills what a branch does not have, splits columns by type, and names the source', async () => {
    expect(await run('union withsource=S (print x=1), (print y="a"), (print x="b")')).toEqual({
      names: ['S', 'x_long', 'x_string', 'y'],
      rows: [['union_arg0', 1, '', ''], ['union_arg1', null, '', 'a'], ['union_arg2', null, 'b', '']],
    });
    expect(await run('let A = datatable(a:int, b:int)[1, 2]; union kind=inner A, (print b=int(3), c=4)')).toEqual({ names: ['b'], rows: [[2], [3]] });
  });

  it('knows tables, wildcards, views, and what does not exist when it is fuzzy', async () => {
    expect((await run('let V1 = view () { print x=1 }; let V2 = view () { print x=2 }; union isfuzzy=true V*, (Nothing | where x > 1), None* | count')).rows).toEqual([[2]]);
    expect((await run('union withsource=T DeviceE*, DeviceInfo | count')).rows).toEqual([[0]]);
    expect((await run('print x=1 | as A | union (print x=2 | as B) | summarize sum(x)')).rows).toEqual([[3]]);
  });
});

describe('project and its kin', () => {
  const cases: [string, string[], HuntCell[][]][] = [
    ['project c, strcat(a, "!"), b + 1, d.k', ['c', 'Column1', 'Column2', 'd_k'], [[1.5, 'x!', 2, 'v']]],
    ['extend b = b * 2, e = a', ['a', 'b', 'c', 'd', 'e'], [['x', 2, 1.5, { k: 'v' }, 'x']]],
    ['project-away a, d', ['b', 'c'], [[1, 1.5]]],
    ['project-keep c, a', ['a', 'c'], [['x', 1.5]]],
    ['project-rename z = a | project-away b, c, d', ['z'], [['x']]],
    ['project-away d | project-reorder c, a', ['c', 'a', 'b'], [[1.5, 'x', 1]]],
    ['project-away d | project-reorder * desc', ['c', 'b', 'a'], [[1.5, 1, 'x']]],
    ['project A = a, a | extend A = "y"', ['A', 'a'], [['y', 'x']]],
    ['getschema | project ColumnName, ColumnType | take 2', ['ColumnName', 'ColumnType'], [['a', 'string'], ['b', 'long']]],
    ['project p = pack_all() | project p.b', ['p_b'], [[1]]],
    ['project column_ifexists("zz", "none"), column_ifexists("b", 0)', ['Column1', 'Column2'], [['none', 1]]],
  ];
  it.each(cases)('%s', async (operators, names, rows) => {
    expect(await run(`datatable(a:string, b:long, c:real, d:dynamic)["x", 1, 1.5, dynamic({"k":"v"})] | ${operators}`)).toEqual({ names, rows });
  });

  it('keeps names apart that differ in case only, in all operators', async () => {
    expect(await run('datatable(a:long, A:long)[1, 2, 3, 4] | where A > 2 | extend aa = a, AA = A | summarize a = sum(a), A = max(A) by AA | project A, a, AA')).toEqual({ names: ['A', 'a', 'AA'], rows: [[4, 3, 4]] });
  });
});

it('names what print shows by its place, and the number that count gives as asked', async () => {
  expect((await run('let d = "a"; print d, tolower(d), strlen(d), y = 1, 2')).names).toEqual(['print_0', 'print_1', 'print_2', 'y', 'print_4']);
  expect(await run('range x from 1 to 3 step 1 | count as N')).toEqual({ names: ['N'], rows: [[3]] });
});

describe('summarize', () => {
  const table = 'datatable(k:string, v:long, t:datetime)["a", 1, datetime(2020-01-01 00:10), "b", 5, datetime(2020-01-01 00:20), "a", 3, datetime(2020-01-01 01:30)] | ';
  const cases: [string, string[], HuntCell[][]][] = [
    ['summarize count(), sum(v), m = max(v) by k', ['k', 'count_', 'sum_v', 'm'], [['a', 2, 4, 3], ['b', 1, 5, 5]]],
    ['summarize count() by bin(t, 1h)', ['t', 'count_'], [['2020-01-01T00:00:00.0000000Z', 2], ['2020-01-01T01:00:00.0000000Z', 1]]],
    ['summarize by k', ['k'], [['a'], ['b']]],
    ['summarize round(avg(v) * 2, 1), strcat("n", tostring(count()))', ['Column1', 'Column2'], [[6, 'n3']]],
    ['summarize arg_max(v, *) by k | project-away t', ['k', 'v'], [['a', 3], ['b', 5]]],
    ['summarize arg_max(v, *)', ['v', 'k', 't'], [[5, 'b', '2020-01-01T00:20:00.0000000Z']]],
    ['summarize (latest, which) = arg_max(t, k)', ['latest', 'which'], [['2020-01-01T01:30:00.0000000Z', 'a']]],
    ['summarize make_list(v), make_set(k)', ['list_v', 'set_k'], [[[1, 5, 3], ['a', 'b']]]],
    ['where v > 100 | summarize count(), sum(v), make_list(v)', ['count_', 'sum_v', 'list_v'], [[0, 0, []]]],
    ['where v > 100 | summarize count() by k', ['k', 'count_'], []],
    ['summarize n = count() by big = v > 2, k', ['big', 'k', 'n'], [[false, 'a', 1], [true, 'b', 1], [true, 'a', 1]]],
    ['summarize take_any(v), k = take_any(k)', ['v', 'k'], [[1, 'a']]],
    ['distinct k', ['k'], [['a'], ['b']]],
    ['distinct * | count', ['Count'], [[3]]],
  ];
  it.each(cases)('%s', async (operators, names, rows) => {
    expect(await run(table + operators)).toEqual({ names, rows });
  });

  it('agrees with counting by hand for any groups', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: -99, max: 99 })), { minLength: 1, maxLength: 30 }), async (pairs) => {
        const { rows } = await run(`datatable(k:string, v:long)[${pairs.map(([k, v]) => `"${k}", ${v}`).join(', ')}] | summarize count(), sum(v), make_list(v) by k`);
        const expected = [...new Set(pairs.map(([k]) => k))].map((k) => {
          const values = pairs.filter(([key]) => key === k).map(([, v]) => v);
          return [k, values.length, values.reduce((a, b) => a + b, 0), values];
        });
        expect(rows).toEqual(expected);
      }),
      { numRuns: 15 },
    );
  });
});

describe('order', () => {
  const table = 'datatable(a:string, b:long)["x", 3, "y", long(null), "z", 2, "w", 3] | ';
  const cases: [string, HuntCell[][]][] = [
    ['sort by b | project a', [['x'], ['w'], ['z'], ['y']]],
    ['sort by b asc | project a', [['y'], ['z'], ['x'], ['w']]],
    ['order by b asc nulls last, a asc | project a', [['z'], ['w'], ['x'], ['y']]],
    ['sort by b desc nulls first, a asc | project a', [['y'], ['w'], ['x'], ['z']]],
    ['top 2 by b | project a', [['x'], ['w']]],
    ['top 1 by b asc nulls last | project a', [['z']]],
    ['sort by a asc | extend b = 0 | take 2 | project a', [['w'], ['x']]],
    ['sort by a asc | project c = strlen(a), a | where c == 1 | take 1 | project a', [['w']]],
    ['serialize | extend n = row_number(), p = prev(a), q = next(a) | where n == 2 | project a, p, q', [['y', 'x', 'z']]],
    ['sort by a asc | extend s = row_cumsum(b) | where s > 4 | project a, s', [['x', 6], ['y', 6], ['z', 8]]],
    ['take 2 | project a', [['x'], ['y']]],
    ['count', [[4]]],
    ['as T | count | extend all_ = toscalar(T | summarize sum(b))', [[4, 8]]],
  ];
  it.each(cases)('%s', async (operators, rows) => {
    expect((await run(table + operators)).rows).toEqual(rows);
  });
});

describe('range and datatable', () => {
  it.each<[string, HuntCell[][]]>([
    ['range x from 1 to 5 step 2', [[1], [3], [5]]],
    ['range x from 5 to 1 step -2', [[5], [3], [1]]],
    ['range x from 1 to 0 step 1', []],
    ['range x from 0.0 to 0.3 step 0.1', [[0], [0.1], [0.2], [0.30000000000000004]]],
    ['range t from 1h to 2h step 30m', [['01:00:00'], ['01:30:00'], ['02:00:00']]],
    ['range t from datetime(2020-01-01) to datetime(2020-01-02) step 12h | count', [[3]]],
    ['datatable(a:real, b:datetime, c:string, d:long)[1, "2020-01-01", "x", long(null)]', [[1, '2020-01-01T00:00:00.0000000Z', 'x', null]]],
    ['datatable(a:long)[] | count', [[0]]],
  ])('%s', async (kql, rows) => {
    expect((await run(kql)).rows).toEqual(rows);
  });
});

it('tells what render asked for', async () => {
  const result = await backend.run({ kql: 'range x from 1 to 2 step 1 | render timechart with (title="hits", xcolumn=x)' });
  expect(result.visualization).toMatchObject({ kind: 'timechart', properties: { title: 'hits', xcolumn: 'x' } });
});

it('unpacks bags whose keys only the rows know, and uses them further on', async () => {
  expect(await run('datatable(d:dynamic)[dynamic({"n":"a","v":1}), dynamic({"n":"b","v":2})] | evaluate bag_unpack(d) | where n == "b" | project v')).toEqual({ names: ['v'], rows: [[2]] });
});

it('carries any column names, whatever they look like in SQL', async () => {
  const escaped = (name: string): string => `['${Array.from({ length: name.length }, (_, i) => `\\u${name.charCodeAt(i).toString(16).padStart(4, '0')}`).join('')}']`;
  const name = fc.oneof(fc.constantFrom('"', `a"b`, "'; DROP TABLE x; --", '~n', 'a~1', 'A~1', 'select', '$left', '*x'), fc.string({ minLength: 1, maxLength: 8 })).filter((text) => text.trim() !== '' && !text.includes('*'));
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(name, { minLength: 2, maxLength: 4 }), async (names) => {
      const kql = `datatable(${names.map((each) => `${escaped(each)}:long`).join(', ')})[${names.map((_, i) => i).join(', ')}] | sort by ${escaped(names[0] as string)} asc | extend ${escaped(names[1] as string)} = 7 | summarize ${names.map((each) => `${escaped(each)} = max(${escaped(each)})`).join(', ')}`;
      expect(await run(kql)).toEqual({ names, rows: [names.map((_, i) => (i === 1 ? 7 : i))] });
    }),
    { numRuns: 20 },
  );
});
