import { DuckDbBackend } from '../../backends/duckdb-backend.js';
import { emptySchema } from '../../schema/hunting-schema.js';

/** KQL expressions and what they give. */
type Table = readonly (readonly [string, unknown])[];

const arrays: Table = [
  ['array_concat(dynamic([1]), dynamic([2, 3]))', [1, 2, 3]],
  ["array_iff(dynamic([true, 0, 'x']), dynamic([1, 2, 3]), 'n')", [1, 'n', null]],
  ["array_index_of(dynamic(['a', 'b', 'a']), 'a', 1)", 2],
  ["array_index_of(dynamic(['a']), 'z')", -1],
  ['array_length(dynamic([1, 2]))', 2],
  ["array_length(parse_json('{}'))", null],
  ['array_reverse(dynamic([1, 2]))', [2, 1]],
  ['array_rotate_left(dynamic([1, 2, 3]), 1)', [2, 3, 1]],
  ['array_rotate_right(dynamic([1, 2, 3]), 1)', [3, 1, 2]],
  ['array_shift_left(dynamic([1, 2, 3]), 1)', [2, 3, null]],
  ['array_shift_right(dynamic([1, 2, 3]), 2, 0)', [0, 0, 1]],
  ['array_slice(dynamic([1, 2, 3, 4]), 1, -2)', [2, 3]],
  ['array_slice(dynamic([1, 2, 3, 4]), -2, -1)', [3, 4]],
  ['array_sort_asc(dynamic([3, null, 1]))', [1, 3, null]],
  ["array_sort_desc(dynamic(['a', null, 'b']), false)", [null, 'b', 'a']],
  ['array_split(dynamic([1, 2, 3, 4]), dynamic([1, 3]))', [[1], [2, 3], [4]]],
  ['array_split(dynamic([1, 2, 3, 4]), -1)', [[1, 2, 3], [4]]],
  ['array_sum(dynamic([1, 2.5]))', 3.5],
  ["array_sum(dynamic([1, 'a']))", null],
  ['range(1, 7, 3)', [1, 4, 7]],
  ['range(3, 1, -1)', [3, 2, 1]],
  ['range(1.0, 2.0, 0.5)', [1, 1.5, 2]],
  ['range(1h, 3h)', ['01:00:00', '02:00:00', '03:00:00']],
  ["repeat('x', 2)", ['x', 'x']],
  ["pack_array(1, 'a', 1h, dynamic(null), 2.0)", [1, 'a', '01:00:00', null, 2]],
  ['zip(dynamic([1, 2]), dynamic([3]))', [[1, 3], [2, null]]],
  ['array_length(range(1, 2000000))', 1_048_576],
];

const sets: Table = [
  ['set_union(dynamic([1, 2]), dynamic([2, 3]))', [1, 2, 3]],
  ['set_intersect(dynamic([1, 2, 2]), dynamic([2]))', [2]],
  ['set_difference(dynamic([1, 2, 3]), dynamic([1]), dynamic([3]))', [2]],
  ["set_has_element(dynamic(['a']), 'a') and not(set_has_element(dynamic([1]), 2))", true],
  ['set_equals(dynamic([1, 2]), dynamic([2, 1, 1]))', true],
  ['jaccard_index(dynamic([1, 2]), dynamic([2, 3, 4]))', 0.25],
];

const bags: Table = [
  ["bag_pack('a', 1, 'b', 'x', 'c', dynamic([1]), 'd', int(null))", { a: 1, b: 'x', c: [1], d: null }],
  ["bag_keys(dynamic({'a':1, 'b':2}))", ['a', 'b']],
  ["bag_has_key(dynamic({'a':{'b':1}}), '$.a.b')", true],
  ["bag_has_key(dynamic({'a':1}), 'b')", false],
  ["bag_merge(dynamic({'a':1}), dynamic({'a':2, 'b':3}))", { a: 1, b: 3 }],
  ["bag_remove_keys(dynamic({'a':{'b':1, 'c':2}, 'd':3}), dynamic(['$.a.b', 'd']))", { a: { c: 2 } }],
  ["bag_set_key(dynamic({'a':1}), 'b', 'x')", { a: 1, b: 'x' }],
  ["bag_zip(dynamic(['a', 5, 'b']), dynamic([1, 2]))", { a: 1, b: null }],
  ["dynamic_to_json(dynamic({'b':1, 'a':[1.0, {'d':1, 'c':2}]}))", '{"a":[1.0,{"c":2,"d":1}],"b":1}'],
  ["treepath(dynamic({'a':[1, {'b':2}]}))", ["['a']", "['a'][0]", "['a'][0]['b']"]],
  ["parse_json('{\"a\":[1,{\"b\":\"x\"}]}').a[1].b", 'x'],
  ["parse_json('[1,2,3]')[-1]", 3],
  ["parse_json('not json')", 'not json'],
  ["isnull(parse_json('null'))", true],
  ["dynamic({'a.b':1, 'c\"d':2, 'e*':3})['a.b']", 1],
  ["dynamic({'a.b':1, 'e*':3, 'e1':4})['e*']", 3],
  ["tostring(parse_json('{ \"a\" : 12345678901234567 , \"b\" : 1.0 }'))", '{"a":12345678901234567,"b":1.0}'],
];

describe('functions of dynamic values', () => {
  let backend: DuckDbBackend;

  beforeAll(async () => {
    backend = await DuckDbBackend.open({ schema: emptySchema });
  });

  afterAll(() => backend.close());

  it.each(Object.entries({ arrays, sets, bags }))('%s', async (_, table) => {
    const { rows } = await backend.run({ kql: `print ${table.map(([expression], index) => `x${index} = ${expression}`).join(', ')}` });
    expect(table.map(([expression], index) => [expression, rows[0]?.[index]])).toEqual(table.map((row) => [...row]));
  });

  it('sorts arrays by another', async () => {
    const { rows } = await backend.run({ kql: "print (a, b) = array_sort_asc(dynamic([3, 1, 2]), dynamic(['c', 'a']))" });
    expect(rows).toEqual([[[1, 2, 3], ['a', null, 'c']]]);
  });

  it('takes members by columns', async () => {
    const kql = "datatable(d:dynamic, k:string, i:long)[dynamic({'a':1, 'b/c':2}), 'b/c', 0, dynamic([7, 8]), 'a', -1, dynamic(null), 'a', 0] | project d[k], d[i]";
    expect((await backend.run({ kql })).rows).toEqual([[2, null], [null, 8], [null, null]]);
  });
});
