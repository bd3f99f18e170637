import fc from 'fast-check';
import { bashCodeMask } from './bash-code-mask.js';

const blank = (text: string): string => ' '.repeat(text.length);

describe('bashCodeMask', () => {
  it.each([
    ['id # who', `id ${blank('# who')}`],
    ['# all\nid', `${blank('# all')}\nid`],
    ['id;# x\n(# y\nls)', `id;${blank('# x')}\n(${blank('# y')}\nls)`],
    ['x=$(id # in\n)', `x=$(id ${blank('# in')}\n)`],
    ['id # crlf\r\nls', `id ${blank('# crlf')}\r\nls`],
    ['`id # tick`; ls', `\`id ${blank('# tick')}\`; ls`],
    ['echo "$(id # in quotes\n)"', `echo "$(id ${blank('# in quotes')}\n)"`],
  ])('blanks comments: %j', (text, expected) => {
    expect(bashCodeMask(text)).toBe(expected);
  });

  it.each([
    '#!/bin/bash\nid',
    `echo '# no' "# no" $'\\' # no' \\# no`,
    'echo ${#x} ${x#a} ${x##*#} $#',
    'echo a#b http://example.test/#frag',
    'cat <<E\n# kept $x\nE\n',
    `cat <<-'E' | tr a b\n\t# kept\n\tE\n`,
    'cat <<A <<"B"\n# a\nA\n# b\nB\n',
    'echo $((16#ff)) $(( x # y ))',
    `echo "a \\" # b"`,
    'echo "${x:-# no}"',
    '((x << 2)); echo "#"',
  ])('leaves alone: %j', (text) => {
    expect(bashCodeMask(text)).toBe(text);
  });

  it('sees a comment after a here-document', () => {
    expect(bashCodeMask('cat <<E\n# kept\nE\nid # gone')).toBe(`cat <<E\n# kept\nE\nid ${blank('# gone')}`);
    expect(bashCodeMask('cat <<<"#" # gone')).toBe(`cat <<<"#" ${blank('# gone')}`);
  });

  it('keeps length and line ends, and changes nothing but to spaces', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('#', ' ', '\n', '"', "'", '`', '$(', '${', ')', '}', '\\', 'a', '<<E', 'E', '$((', '))', '\r\n', '$', '<<<'), { maxLength: 60 }), (list) => {
        const text = list.join('');
        const mask = bashCodeMask(text);
        return mask.length === text.length && [...mask].every((character, index) => character === text[index] || (character === ' ' && text[index] !== '\n'));
      }),
      { numRuns: 1000, seed: 3 },
    );
  });

  it.each(['#'.repeat(1_000_000), ' #\n'.repeat(300_000), '<<'.repeat(300_000), '$('.repeat(300_000), '` #'.repeat(200_000), '<<A '.repeat(100_000), `((${' <<'.repeat(200_000)}`])('takes time in proportion to the text', (text) => {
    const before = process.cpuUsage();
    expect(bashCodeMask(text)).toHaveLength(text.length);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(2000);
  });
});
