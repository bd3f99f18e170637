import fc from 'fast-check';
import { kqlTokens, type KqlTokenKind } from './kql-tokens.js';

const read = (line: string, open = false): string[] =>
  kqlTokens(line, open)
    .tokens.filter(({ kind }) => kind !== 'space')
    .map(({ kind, start, end }) => `${kind}:${line.slice(start, end)}`);

describe('the tokens of a query', () => {
  it('tells operators, functions, names and literals apart', () => {
    expect(read('DeviceEvents | where Timestamp > ago(7d) and FileName has_any ("a", \'b\') // why')).toEqual([
      'name:DeviceEvents', 'pipe:|', 'keyword:where', 'name:Timestamp', 'operator:>', 'function:ago', 'punctuation:(', 'number:7d', 'punctuation:)', 'operator:and',
      'name:FileName', 'operator:has_any', 'punctuation:(', 'string:"a"', 'punctuation:,', "string:'b'", 'punctuation:)', 'comment:// why',
    ]);
  });

  it('keeps a dash in an operator and takes it for a minus elsewhere', () => {
    expect(read('| mv-expand a-b')).toEqual(['pipe:|', 'keyword:mv-expand', 'name:a', 'operator:-', 'name:b']);
    expect(read('total-take')).toEqual(['name:total', 'operator:-', 'keyword:take']);
  });

  it('reads negated operators as one', () => {
    expect(read('a !in~ (b) and c !has "d"')).toEqual(['name:a', 'operator:!in~', 'punctuation:(', 'name:b', 'punctuation:)', 'operator:and', 'name:c', 'operator:!has', 'string:"d"']);
  });

  it('knows count as an operator and as a function', () => {
    expect(read('| count')).toEqual(['pipe:|', 'keyword:count']);
    expect(read('| summarize count() by x')).toEqual(['pipe:|', 'keyword:summarize', 'function:count', 'punctuation:(', 'punctuation:)', 'operator:by', 'name:x']);
  });

  it.each([
    ['"a\\"b" c', ['string:"a\\"b"', 'name:c']],
    ['@"C:\\x\\" c', ['string:@"C:\\x\\"', 'name:c']],
    ["h'secret' c", ["string:h'secret'", 'name:c']],
    ['"never closed', ['string:"never closed']],
    ['"a // no comment"', ['string:"a // no comment"']],
    ['1.5h 0x1F 10 3e5 2dd', ['number:1.5h', 'number:0x1F', 'number:10', 'number:3e5', 'number:2', 'name:dd']],
    ['[ "a" ]', ['punctuation:[', 'string:"a"', 'punctuation:]']],
    ['x == true', ['name:x', 'operator:==', 'number:true']],
  ])('reads %p', (line, tokens) => {
    expect(read(line)).toEqual(tokens);
  });

  it('follows a string over several lines', () => {
    const first = kqlTokens('print ```one');
    expect(first.open).toBe(true);
    expect(kqlTokens('two', true)).toEqual({ tokens: [{ kind: 'string', start: 0, end: 3 }], open: true });
    expect(read('three``` | take 1', true)).toEqual(['string:three```', 'pipe:|', 'keyword:take', 'number:1']);
    expect(kqlTokens('', true)).toEqual({ tokens: [], open: true });
  });

  it('covers every line without gaps, whatever is in it', () => {
    const kinds = new Set<KqlTokenKind>();
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.boolean(), (line, open) => {
        let end = 0;
        for (const token of kqlTokens(line, open).tokens) {
          expect(token.start).toBe(end);
          expect(token.end).toBeGreaterThan(token.start);
          end = token.end;
          kinds.add(token.kind);
        }
        expect(end).toBe(line.length);
      }),
    );
    expect(kinds.size).toBeGreaterThan(3);
  });
});
