import fc from 'fast-check';
import { DuckDbBackend } from '../../backends/duckdb-backend.js';
import { emptySchema } from '../../schema/hunting-schema.js';
import { keyValues } from './parse-kv.js';
import { countGroups, type PatternPart } from './parse-pattern.js';
import { simplePattern } from './parse.js';

const column = (name: string): PatternPart => ({ kind: 'column', name, type: 'string' });
const text = (value: string): PatternPart => ({ kind: 'text', text: value });

describe('the pattern of parse', () => {
  const found = (line: string, parts: readonly PatternPart[]): string[] | undefined => new RegExp(simplePattern(parts).slice(4).replace('\\A', '^').replace('\\z', '$'), 's').exec(line)?.slice(1);

  it('covers the whole text', () => {
    expect(found('a=1;b=2', [text('a='), column('a'), text(';b='), column('b')])).toEqual(['1', '2']);
    expect(found('xa=1', [text('a='), column('a')])).toBeUndefined();
    expect(found('a=1)tail', [text('a='), column('a'), text(')')])).toBeUndefined();
    expect(found('a=1)tail)', [text('a='), column('a'), text(')')])).toEqual(['1)tail']);
    expect(found('junk a=1)\ntail', [{ kind: 'skip' }, text('a='), column('a'), text(')'), { kind: 'skip' }])).toEqual(['1']);
  });

  it('ends digits where they end', () => {
    const parts: PatternPart[] = [text('n='), { kind: 'column', name: 'n', type: 'long' }, { kind: 'skip' }, text('x'), column('rest')];
    expect(found('n=-27, more x!', parts)).toEqual(['-27', '!']);
    expect(found('n=none x!', parts)).toEqual(['', '!']);
  });

  it('finds what was put between the texts, whatever the texts are', () => {
    const word = fc.stringMatching(/^[a-z0-9 ]{0,12}$/);
    const mark = fc.stringMatching(/^[\\^$.|?*+()[\]{}<>]{1,4}$/);
    fc.assert(fc.property(word, word, word, mark, mark, (first, second, third, one, other) => {
      expect(found(`${first}${one}${second}${other}${third}`, [column('a'), text(one), column('b'), text(other), column('c')])).toEqual([first, second, third]);
    }));
  });

  it('counts the groups of a regular expression', () => {
    expect(countGroups(String.raw`a(b)(?:c)\((?P<n>d)[(](?i)`)).toBe(2);
  });
});

describe('parse-kv', () => {
  const plain = { quotes: [], escapes: [], greedy: false };

  it('splits at the delimiters', () => {
    const line = 'ThreadId:458745723, Machine:Node001, Text: The service is up, Level: Info';
    expect(keyValues(line, ['Text', 'ThreadId', 'Machine', 'None'], { ...plain, pair: ',', kv: ':' })).toEqual(['The service is up', '458745723', 'Node001', null]);
  });

  it('reads quotes and escapes', () => {
    const line = String.raw`src=10.1.1.123 failure="the \"end\"" "event time"=2021-01-01T10:00:54`;
    expect(keyValues(line, ['failure', 'event time'], { ...plain, quotes: ['"'], escapes: ['\\'], pair: ' ', kv: '=' })).toEqual(['the "end"', '2021-01-01T10:00:54']);
    expect(keyValues('a=(x y) (b c)=(z)', ['a', 'b c'], { ...plain, quotes: ['()'], pair: ' ', kv: '=' })).toEqual(['x y', 'z']);
  });

  it('lets greedy values go on to the next key', () => {
    expect(keyValues('name=John Doe city=New York', ['name', 'city'], { ...plain, greedy: true, pair: ' ', kv: '=' })).toEqual(['John Doe', 'New York']);
    expect(keyValues('name=John Doe city=New York', ['name', 'city'], { ...plain, pair: ' ', kv: '=' })).toEqual(['John', 'New']);
  });

  it('finds keys where nothing says how they are divided', () => {
    expect(keyValues('2021-01-01 [INFO] ThreadId:4587, Machine:Node001', ['Machine', 'ThreadId'], plain)).toEqual(['Node001', '4587']);
  });

  it('ends for any text', () => {
    fc.assert(fc.property(fc.string({ maxLength: 60 }), fc.constantFrom(',', ' ', ';;'), fc.constantFrom('=', ':', '->'), fc.boolean(), (line, pair, kv, greedy) => {
      expect(keyValues(line, ['a', 'b'], { quotes: ['"', '()'], escapes: ['\\'], greedy, pair, kv })).toHaveLength(2);
    }));
  });
});

describe('parse operators on DuckDB', () => {
  let backend: DuckDbBackend;

  beforeAll(async () => {
    backend = await DuckDbBackend.open({ schema: emptySchema });
  });

  afterAll(() => backend.close());

  async function rows(kql: string): Promise<unknown[][]> {
    return (await backend.run({ kql })).rows;
  }

  const lines = "datatable(s:string)['id=5 at=2020-01-02 who=ann.', 'id=x at=2020-01-02 who=bob.', 'nothing']";

  it('fills all columns or none, unless it is relaxed', async () => {
    const pattern = 's with "id=" id:long " at=" t:date " who=" who "."';
    expect(await rows(`${lines} | parse ${pattern} | project id, t, who`)).toEqual([[5, '2020-01-02T00:00:00.0000000Z', 'ann'], [null, null, ''], [null, null, '']]);
    expect(await rows(`${lines} | parse-where ${pattern} | project id, who`)).toEqual([[5, 'ann']]);
    expect(await rows(`${lines} | parse kind=relaxed ${pattern} | project id, who`)).toEqual([[5, 'ann'], [null, 'bob'], [null, '']]);
  });

  it('matches regular expressions, greedy or not', async () => {
    const line = "print s = 'Name=a, Size=3, Last=b'";
    expect(await rows(`${line} | parse kind=regex s with * "Name=" n "," * | project n`)).toEqual([['a, Size=3']]);
    expect(await rows(`${line} | parse kind=regex flags=Ui s with * "NAME=" n "," * | project n`)).toEqual([['a']]);
    expect(await rows(`${line} | parse kind=regex s with * @"(Size|Width)=" size:long "," * | project size`)).toEqual([[3]]);
  });

  it('refuses a column whose end nothing says', async () => {
    await expect(rows("print s = 'a b' | parse s with 'a' x *")).rejects.toMatchObject({ code: 'KQL_INVALID' });
    await expect(rows("print s = 'a 2020-01-01 b' | parse s with 'a' x:datetime *")).rejects.toMatchObject({ code: expect.stringMatching(/^KQL_(UNSUPPORTED|INVALID)$/) as string });
  });

  it('reads keys by a regular expression', async () => {
    const kql = `print s = '["url: https://h/?q=1", "id: 24fefbca-cf27-4d62-a623-249c2ad30c73"]' | parse-kv s as (url:string, id:guid, none:long) with (regex=@'"([\\w ]+)\\s*:\\s*([^"]*)"') | project url, id, none`;
    expect(await rows(kql)).toEqual([['https://h/?q=1', '24fefbca-cf27-4d62-a623-249c2ad30c73', null]]);
  });
});
