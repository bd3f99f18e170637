import { Budget } from '../../core/budget.js';
import { evaluateBash } from '../bash.evaluator.js';

/** What a pipeline prints, as the shell would hand it on. */
function output(pipeline: string): string | undefined {
  return evaluateBash(`eval "$(${pipeline})"`, new Budget()).derived.find((item) => item.kind === 'payload' && item.rules.at(-1) === 'eval')?.text;
}

describe('modelled commands', () => {
  it.each([
    ['echo -n a b', 'a b'],
    [`echo -e 'a\\x41\\0102\\tb\\cX'`, 'aAB\tb'],
    [`echo 'a\\nb'`, 'a\\nb'],
    [`printf '%s-%s;' a b c`, 'a-b;c-;'],
    [`printf '%d %05d %x %X %o %c|%5s|%-4s|%.2s' 255 42 255 255 8 hey ab cd efg`, '255 00042 ff FF 10 h|   ab|cd  |ef'],
    [`printf '\\x69\\144\\u0021'`, 'id!'],
    [`printf '%b' 'a\\0101\\x42'`, 'aAB'],
    [`printf %d "'A"`, '65'],
    [`printf "\\\\$(printf %o 105)d"`, 'id'],
    [`printf '\\xe2\\x82\\xac' | cat`, '€'],
    [`printf 'ab\\ncd\\n' | rev`, 'ba\ndc'],
    [`printf 'a\\nb\\n' | tac`, 'b\na'],
    [`echo hello | tr a-y b-z`, 'ifmmp'],
    [`echo uryyb | tr 'a-zA-Z' 'n-za-mN-ZA-M'`, 'hello'],
    [`echo hello | tr '[:lower:]' '[:upper:]'`, 'HELLO'],
    [`echo a1b22 | tr -d '0-9'`, 'ab'],
    [`echo a1b22 | tr -cd '0-9'`, '122'],
    [`echo aabbc | tr -s a-c`, 'abc'],
    [`echo a-b | tr '\\055' '\\040'`, 'a b'],
    [`echo a:b:c | cut -d: -f1,3`, 'a:c'],
    [`echo abcdef | cut -c2-4`, 'bcd'],
    [`printf '1\\n2\\n3\\n4\\n' | head -n 3 | tail -1`, '3'],
    [`printf '1\\n2\\n3\\n4\\n' | tail -n +3`, '3\n4'],
    [`printf abcdef | head -c 4 | tail -c 2`, 'cd'],
    [`printf '1\\n2\\n3\\n' | head -n -1`, '1\n2'],
    [`printf '3\\n1\\n2\\n1\\n' | sort -n | uniq`, '1\n2\n3'],
    [`printf 'b 2\\na 3\\nc 1\\n' | sort -k2 -r`, 'a 3\nb 2\nc 1'],
    [`printf 'a\\na\\nb\\n' | uniq -d`, 'a'],
    [`printf 'a b\\nc\\n' | wc -w`, '3'],
    ['seq -s, 1 2 7', '1,3,5,7'],
    ['seq 3 -1 1', '3\n2\n1'],
    ['expr 6 \\* 7', '42'],
    ['expr substr abcdef 2 3', 'bcd'],
    [`expr abc : '.\\(.\\)'`, 'b'],
    [`echo 'ibase=16; 6A-1' | bc`, '105'],
    ['basename /a/b.sh .sh', 'b'],
    ['dirname /a/b/c', '/a/b'],
    [`echo 'x12y34' | grep -o '[0-9]*'`, '12\n34'],
    [`printf 'key=v\\nother\\n' | grep -oP 'key=\\K.*'`, 'v'],
    [`printf 'a\\nb\\n' | grep -v a`, 'b'],
    [`printf 'a\\nb\\nc\\n' | paste -sd-`, 'a-b-c'],
    ['echo abcd | fold -w2', 'ab\ncd'],
    [`printf '%s\\n' i d | xargs -n1 echo | tr -d '\\n'`, 'id'],
    [`echo 'b a' | { read x y; echo $y $x; }`, 'a b'],
    [`tee /tmp/t <<< kept >/dev/null; cat /tmp/t`, 'kept'],
    [`echo abc > /tmp/a; cp /tmp/a /tmp/b; rev /tmp/b`, 'cba'],
    [`printf abc | dd bs=1 skip=1 count=1 2>/dev/null`, 'b'],
    [`printf abc | md5sum | cut -c1-8`, '90015098'],
    [`printf 'a\\0b' | tr '\\0' '-'`, 'a-b'],
    [`printf abc | od -An -tx1 | tr -d ' \\n'`, '616263'],
    [`printf 'i\\0d\\0' | iconv -f UTF-16LE -t UTF-8`, 'id'],
  ])('%s', (pipeline, expected) => {
    expect(output(pipeline)).toBe(expected);
  });

  it.each([
    ['s/o/0/', 'hell0 world'],
    ['s/o/0/g', 'hell0 w0rld'],
    ['s/o/0/2', 'hello w0rld'],
    ['s/O/0/Ig;s/h/H/', 'Hell0 w0rld'],
    ['s/\\(h\\)\\(e\\)/\\2\\1/', 'ehllo world'],
    ['s|l\\+|L|', 'heLo world'],
    ['s/[aeiou]//g', 'hll wrld'],
    ['s/.*/\\U&/', 'HELLO WORLD'],
    ['y/lo/10/', 'he110 w0r1d'],
    ['s/world/[&]/;s/hello //', '[world]'],
    ['/nope/d', 'hello world'],
    ['s/^/>/;s/$/</', '>hello world<'],
  ])('sed %s', (program, expected) => {
    expect(output(`echo 'hello world' | sed '${program}'`)).toBe(expected);
  });

  it.each([
    [`printf '1\\n2\\n3\\n4\\n' | sed -n '2,3p'`, '2\n3'],
    [`printf '1\\n2\\n3\\n' | sed '$d'`, '1\n2'],
    [`printf '1\\n2\\n3\\n' | sed '/2/,$d'`, '1'],
    [`printf 'a\\nb\\nc\\n' | sed ':x;N;$!bx;s/\\n/,/g'`, 'a,b,c'],
    [`printf 'a\\nb\\n' | sed '1!G;h;$!d'`, 'b\na'],
    [`echo abc | sed '/\\n/!G;s/\\(.\\)\\(.*\\n\\)/&\\2\\1/;//D;s/.//'`, 'cba'],
    [`echo a1b2 | sed -E 's/([a-z])([0-9])/\\2\\1/g'`, '1a2b'],
    [`echo abc | sed -e 's/a/x/' -e 's/c/z/'`, 'xbz'],
    [`printf 'a\\nb\\n' | sed -n '/b/{s/b/c/;p}'`, 'c'],
  ])('%s', (pipeline, expected) => {
    expect(output(pipeline)).toBe(expected);
  });

  it.each([
    [`echo 'a b c' | awk '{print $3 $1}'`, 'ca'],
    [`echo a:b | awk -F: '{print $2}'`, 'b'],
    [`awk 'BEGIN { for (i = 1; i <= 3; i++) printf "%d,", i }'`, '1,2,3,'],
    [`echo hello | awk '{ print substr($0, 2, 3), length($0), toupper($1) }'`, 'ell 5 HELLO'],
    [`echo x1y2 | awk '{ gsub(/[0-9]/, "-"); print }'`, 'x-y-'],
    [`printf '1 2\\n3 4\\n' | awk '{ s += $1 } END { print s, NR }'`, '4 2'],
    [`printf 'a\\nb\\n' | awk '{ l[NR] = $0 } END { for (i = NR; i > 0; i--) print l[i] }'`, 'b\na'],
    [`echo abc | awk '{ n = split($0, a, ""); for (i = n; i >= 1; i--) printf "%s", a[i] }'`, 'cba'],
    [`awk 'BEGIN { printf "%c%c", 105, 100 }'`, 'id'],
    [`awk -v a=i 'BEGIN { b = "d"; print a b; if (length(a b) == 2) print "two"; else print "no" }'`, 'id\ntwo'],
    [`echo 'k=v;x=y' | awk -F'[=;]' '{ print $4 }'`, 'y'],
    [`printf 'a 1\\nb 2\\n' | awk '$2 > 1 { print $1 } /a/ { print "A" }'`, 'A\nb'],
    [`echo abc | awk '{ while (i++ < length($0)) r = substr($0, i, 1) r; print r }'`, 'cba'],
  ])('%s', (pipeline, expected) => {
    expect(output(pipeline)).toBe(expected);
  });

  it('leaves what it cannot know symbolic', () => {
    const { derived } = evaluateBash('x=$(uname -r | cut -d. -f1); a=w; ${a}get http://example.test/$x', new Budget());
    expect(derived[0]?.text).toBe('uname -r | cut -d. -f1\nwget http://example.test/$(uname -r | cut -d. -f1)');
  });
});
