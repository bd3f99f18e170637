import fc from 'fast-check';
import { DuckDbBackend } from '../../backends/duckdb-backend.js';
import { emptySchema } from '../../schema/hunting-schema.js';
import { hasTerm } from './native/text-search.js';

/** KQL expressions and what they give. */
type Table = readonly (readonly [string, unknown])[];

const strings: Table = [
  [`strcat('a', 1, true, 1h, dynamic('d'))`, 'a1true01:00:00d'],
  [`strcat_delim('-', 1, 'b', 2s)`, '1-b-00:00:02'],
  [`strcat_array(dynamic([1, 'b', true]), '>')`, '1>b>true'],
  [`strcmp('a', 'b')`, -1],
  [`strcmp('b', 'a')`, 1],
  [`strrep('ab', 3, '-')`, 'ab-ab-ab'],
  [`strrep('ab', 0)`, ''],
  [`strlen('é☃')`, 2],
  [`string_size('é☃')`, 5],
  [`toupper('hellö')`, 'HELLÖ'],
  [`substring('abcdef', 2)`, 'cdef'],
  [`substring('abcdef', 1, 2)`, 'bc'],
  [`substring('abcdef', -2, 1)`, 'e'],
  [`substring('abcdef', 9)`, ''],
  [`substring('abcdef', 1, -1)`, ''],
  [`indexof('abcdef', 'cd')`, 2],
  [`indexof('abcdef', 'x')`, -1],
  [`indexof('abcdef', 'cd', 3)`, -1],
  [`indexof('abcdef', 'cd', -4)`, 2],
  [`indexof('abcabc', 'c', 0, -1, 2)`, 5],
  [`indexof('abc', 'c', 0, -2)`, null],
  [`indexof('abc', 'c', 0, 2)`, -1],
  [`reverse('☃ab')`, 'ba☃'],
  [`split('a,b,,c', ',')`, ['a', 'b', '', 'c']],
  [`split('', ',')`, ['']],
  [`split('a,b', ',', 1)`, ['b']],
  [`split('a,b', ',', 7)`, []],
  [`countof('aaaa', 'aa')`, 3],
  [`countof('aXbX', 'X')`, 2],
  [`countof('ababa', 'aba', 'regex')`, 1],
  [`translate('abc', 'xy', 'cab')`, 'yxy'],
  [`translate('abc', '', 'abcd')`, 'd'],
  [`replace_string('a.b.c', '.', '-')`, 'a-b-c'],
  [`replace_strings('a b c', dynamic(['a', 'b']), dynamic(['b', 'a']))`, 'b a c'],
  [`unicode_codepoints_from_string('a☃')`, [97, 9731]],
  [`unicode_codepoints_to_string(72, dynamic([105]))`, 'Hi'],
  [`isascii('é')`, false],
  [`format_bytes(1024)`, '1 KB'],
  [`format_bytes(1536, 1)`, '1.5 KB'],
  [`format_bytes(10, 0, 'KB')`, '0 KB'],
];

const regexes: Table = [
  [`extract('x=([0-9.]+)', 1, 'a x=4.5 b')`, '4.5'],
  [`extract('x=([0-9.]+)', 1, 'a x=4.5 b', typeof(real))`, 4.5],
  [`extract('x=([0-9.]+)', 1, 'none')`, ''],
  [`extract('x=([0-9.]+)', 1, 'none', typeof(long))`, null],
  [`extract('a', 3, 'a')`, ''],
  [`extract_all(@'(\\w)', 'ab')`, ['a', 'b']],
  [`extract_all(@'(\\w)(\\d)', 'a1b2')`, [['a', '1'], ['b', '2']]],
  [`extract_all(@'(\\w)(\\d)', dynamic([2]), 'a1b2')`, ['1', '2']],
  [`extract_all(@'(?P<l>\\w)(\\d)', dynamic(['l']), 'a1b2')`, ['a', 'b']],
  [`extract_all('(z)', 'ab')`, null],
  [`replace_regex('a1b22', @'(\\d+)', @'<\\1>')`, 'a<1>b<22>'],
  [`trim('[- ]+', '- a-b - ')`, 'a-b'],
  [`trim_start('ab', 'ababc')`, 'abc'],
  [`trim_end(@'\\.com', 'x.com')`, 'x'],
  [`indexof_regex('abcabd', 'a.d')`, 3],
  [`indexof_regex('abcabc', 'a.c', 0, -1, 2)`, 3],
  [`regex_quote('a.b*c')`, 'a\\.b\\*c'],
  [`has_any_index('one two', dynamic(['tw', 'two']))`, 1],
];

const operators: Table = [
  [`'North America' has 'america'`, true],
  [`'North America' has 'amer'`, false],
  [`'North America' has_cs 'america'`, false],
  [`'North America' hasprefix 'amer'`, true],
  [`'North America' hassuffix 'rica'`, true],
  [`'North America' !hassuffix 'amer'`, true],
  [`'cmd.exe /c x' has '.exe'`, true],
  [`'cmd.exe /c x' has 'exe /c'`, true],
  [`'cmd.exe /cx' has 'exe /c'`, false],
  [`'a_b' has 'a'`, true],
  [`'line\\nbreak' has 'break'`, true],
  [`'a.b' has 'a' and 'axb' !has 'a.b'`, true],
  [`'abc' contains 'B' and 'abc' !contains_cs 'B'`, true],
  [`'Abc' startswith 'aB' and 'Abc' !startswith_cs 'ab'`, true],
  [`'abC' endswith 'BC' and 'abc' endswith_cs 'bc'`, true],
  [`'100%' contains '%' and 'a+b' startswith 'a+'`, true],
  [`'ÄB' =~ 'äb'`, true],
  [`'a' !~ 'b'`, true],
  [`'x' in~ ('Y', 'X')`, true],
  [`'x' !in~ ('Y', 'X')`, false],
  [`'x' in~ (dynamic(['X']))`, true],
  [`'a b c' has_any ('z', 'B')`, true],
  [`'a b c' has_any (dynamic(['z', 'y']))`, false],
  [`'a b c' has_all ('a', 'c')`, true],
  [`'a b c' has_all ('a', 'd')`, false],
  [`'Hello' matches regex '^h'`, false],
  [`'Hello' matches regex '(?i)^h'`, true],
];

const encodings: Table = [
  [`url_encode('a b&é')`, 'a+b%26%c3%a9'],
  [`url_encode_component('a b')`, 'a%20b'],
  [`url_decode('a%20b+c%zz')`, 'a b c%zz'],
  [`base64_encode_tostring('Kusto')`, 'S3VzdG8='],
  [`base64_decode_tostring('S3VzdG8=')`, 'Kusto'],
  [`base64_decode_tostring('not base64')`, ''],
  [`base64_decode_tostring('/w==')`, ''],
  [`base64_decode_toarray('S3U=')`, [75, 117]],
  [`base64_encode_fromarray(dynamic([75, 117]))`, 'S3U='],
  [`base64_encode_fromarray(dynamic([999]))`, ''],
  [`base64_decode_toguid(base64_encode_fromguid(guid(00112233-4455-6677-8899-aabbccddeeff)))`, '00112233-4455-6677-8899-aabbccddeeff'],
  [`hash('World')`, '1846988464401551951'],
  [`hash('World', 100)`, 51],
  [`hash_md5('World')`, 'f5a7924e621e84c9280a9a27e1bcb7f6'],
  [`hash_md5(datetime(2020-01-01))`, '786c530672d1f8db31fee25ea8a9390b'],
  [`gzip_decompress_from_base64_string('H4sIAAAAAAAA/wEUAOv/MTIzNDU2Nzg5MHF3ZXJ0eXVpb3A6m7f2FAAAAA==')`, '1234567890qwertyuiop'],
  [`zlib_decompress_from_base64_string('nonsense')`, ''],
  [`punycode_from_string('bücher')`, 'bcher-kva'],
  [`punycode_to_string('bcher-kva')`, 'bücher'],
  [`punycode_domain_from_string('xn--bcher-kva.example')`, 'bücher.example'],
  [`punycode_domain_to_string('bücher.example')`, 'xn--bcher-kva.example'],
];

const addresses: Table = [
  [`parse_ipv4('127.0.0.1')`, 2130706433],
  [`parse_ipv4('10.1.2.3/8')`, 167772160],
  [`parse_ipv4('256.0.0.1')`, null],
  [`parse_ipv4_mask('10.1.2.3', 8)`, 167772160],
  [`ipv4_compare('10.0.0.1', '10.0.0.2')`, -1],
  [`ipv4_compare('10.0.0.1', '10.0.0.2', 24)`, 0],
  [`ipv4_is_match('10.0.0.1/24', '10.0.0.77')`, true],
  [`ipv4_is_match('x', '10.0.0.77')`, null],
  [`ipv4_is_in_range('10.0.0.5', '10.0.0.0/30')`, false],
  [`ipv4_is_in_range('10.0.0.3', '10.0.0.0/30')`, true],
  [`ipv4_is_in_range('nope', '10.0.0.0/30')`, null],
  [`ipv4_is_in_any_range('10.0.0.3', '1.0.0.0/8', '10.0.0.0/8')`, true],
  [`ipv4_is_private('172.31.0.1')`, true],
  [`ipv4_is_private('172.32.0.1')`, false],
  [`ipv4_is_private('192.168.1.1/24')`, true],
  [`ipv4_is_private('nope')`, null],
  [`ipv4_netmask_suffix('1.2.3.4/7')`, 7],
  [`ipv4_range_to_cidr_list('10.0.0.1', '10.0.0.4')`, ['10.0.0.1/32', '10.0.0.2/31', '10.0.0.4/32']],
  [`format_ipv4('10.1.2.3', 16)`, '10.1.0.0'],
  [`format_ipv4_mask('10.1.2.3', 16)`, '10.1.0.0/16'],
  [`format_ipv4(2130706433)`, '127.0.0.1'],
  [`parse_ipv6('::1')`, '0000:0000:0000:0000:0000:0000:0000:0001'],
  [`parse_ipv6('1.2.3.4')`, '0000:0000:0000:0000:0000:ffff:0102:0304'],
  [`parse_ipv6('1::2::3')`, ''],
  [`ipv6_is_match('fe80::1', 'fe80::2', 112)`, true],
  [`ipv6_compare('1.2.3.4', '::ffff:102:304')`, 0],
  [`ipv6_is_in_range('fe81::1', 'fe80::/10')`, true],
  [`has_ipv4('from 10.0.0.1:80', '10.0.0.1')`, true],
  [`has_ipv4('from 110.0.0.1', '10.0.0.1')`, false],
  [`has_ipv4_prefix('from 10.0.0.1', '10.0.')`, true],
  [`has_any_ipv4('10.0.0.1', dynamic(['1.1.1.1', '10.0.0.1']))`, true],
];

const parsers: Table = [
  [`parse_url('https://u:p@h.com:8/a/b?x=1&y#f')`, {
    Scheme: 'https', Host: 'h.com', Port: '8', Path: '/a/b', Username: 'u', Password: 'p', 'Query Parameters': { x: '1', y: '' }, Fragment: 'f',
  }],
  [`parse_urlquery('a=1&b=2')`, { 'Query Parameters': { a: '1', b: '2' } }],
  [`parse_path(@'C:\\d\\f.tar.gz').Extension`, 'gz'],
  [`parse_path(@'C:\\d\\f.txt').RootPath`, 'C:'],
  [`parse_path('f.txt:s').AlternateDataStreamName`, 's'],
  [`parse_csv('a,"b,""c""",')`, ['a', 'b,"c"', '']],
  [`parse_command_line(@'"C:\\a b\\x.exe" -f "y z" \\"q', 'windows')`, ['C:\\a b\\x.exe', '-f', 'y z', '"q']],
  [`parse_version('1.2') > parse_version('1.1.99')`, true],
  [`isnull(parse_version('1.x'))`, true],
  [`parse_xml('<a b="1"><c>x</c><c/></a>')`, { a: { '@b': '1', c: ['x', null] } }],
  [`isnull(parse_xml('<a>'))`, true],
  [`extract_json('$.a[1].b', '{"a":[0,{"b":"x"}]}')`, 'x'],
  [`extract_json('$.a', '{"a":5}', typeof(long))`, 5],
];

describe('functions of text', () => {
  let backend: DuckDbBackend;

  beforeAll(async () => {
    backend = await DuckDbBackend.open({ schema: emptySchema });
  });

  afterAll(() => backend.close());

  const value = async (expression: string): Promise<unknown> => (await backend.run({ kql: `print x = ${expression}` })).rows[0]?.[0];

  it.each(Object.entries({ strings, regexes, operators, encodings, addresses, parsers }))('%s', async (_, table) => {
    const { rows } = await backend.run({ kql: `print ${table.map(([expression], index) => `x${index} = ${expression}`).join(', ')}` });
    expect(table.map(([expression], index) => [expression, rows[0]?.[index]])).toEqual(table.map((row) => [...row]));
  });

  it('works on columns as on literals', async () => {
    const kql = `datatable(s:string, n:string)['a.exe b', 'exe', 'aexe', 'exe', 'x', '.', '', '']
      | project has = s has n, prefix = s hasprefix n, suffix = s hassuffix n, contains = s contains n, starts = s startswith n, same = s =~ n, at = indexof(s, n)`;
    expect((await backend.run({ kql })).rows).toEqual([
      [true, true, true, true, false, false, 2], [false, false, true, true, false, false, 1], [false, false, false, false, false, false, -1], [true, true, true, true, true, true, 0],
    ]);
  });

  it('never gives null for a string', async () => {
    const kql = `print a = tostring(int(null)), b = format_datetime(datetime(null), 'yyyy'), c = tostring(dynamic(null)), d = strcat_array(dynamic(null), ','), e = format_timespan(timespan(null), 'd'), f = tohex(long(null))`;
    expect((await backend.run({ kql })).rows).toEqual([['', '', '', '', '', '']]);
  });

  it.each(['hash_many("a", "b")', 'parse_user_agent("x", "browser")', 'gzip_compress_to_base64_string("x")', 'parse_command_line("x", "unix")', 'hash(1.5)'])('refuses %s by name', async (expression) => {
    await expect(value(expression)).rejects.toMatchObject({ code: 'KQL_UNSUPPORTED', message: expect.stringContaining(expression.slice(0, expression.indexOf('('))) });
  });

  it('agrees with the definition of has', async () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'B', '1', '.', '-', ' ', '_'), maxLength: 8 });
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(word, fc.string({ unit: fc.constantFrom('a', 'b', '.', ' '), minLength: 1, maxLength: 3 })), { minLength: 1, maxLength: 20 }), async (pairs) => {
      const kql = `datatable(s:string, n:string)[${pairs.flat().map((text) => `'${text}'`).join(', ')}] | project column = s has n, ${pairs.map(([, n], i) => `x${i} = s has '${n}'`).join(', ')}`;
      const { rows } = await backend.run({ kql });
      pairs.forEach(([s, n], i) => {
        expect([s, n, rows[i]?.[0], rows[i]?.[i + 1]]).toEqual([s, n, hasTerm(s, n), hasTerm(s, n)]);
      });
    }), { numRuns: 15 });
  });
});
