import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { Budget, defaultLimits } from '../core/budget.js';
import type { Evaluation } from '../core/evaluation.js';
import { evaluateBash } from './bash.evaluator.js';

/** What a script costs is counted; the clock of a busy machine decides nothing here. */
const patient = (): Budget => new Budget({ ...defaultLimits, wallMs: 300_000 });

const base64 = (data: string | Uint8Array): string => Buffer.from(data).toString('base64');
const single = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
const octal = (text: string): string => [...Buffer.from(text)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');

/** Ways to hide a command; each is undone by exactly one payload. */
const layers: readonly ((command: string, salt: number) => string)[] = [
  (command) => `echo ${base64(command)} | base64 -d | bash`,
  (command) => `eval "$(echo ${base64(command)}|base64 --decode)"`,
  (command) => `bash -c "$(printf '%s' '${Buffer.from(command).toString('hex')}' | xxd -r -p)"`,
  (command) => `printf ${single(octal(command))} | sh`,
  (command) => `eval $'${octal(command)}'`,
  (command) => `bash <<< "$(rev <<< ${single(command.split('\n').map((line) => [...line].reverse().join('')).join('\n'))})"`,
  (command) => `echo ${base64(gzipSync(command))} | base64 -d | gunzip | bash`,
  (command) => `tr 'A-Za-z' 'N-ZA-Mn-za-m' <<< ${single(command.replace(/[A-Za-z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + (letter.toLowerCase() < 'n' ? 13 : -13))))} | bash`,
  (command) => `x=${single(command.replace(/[A-Za-z]/g, (letter) => (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase())))}; eval "\${x~~}"`,
  (command, salt) => {
    const cut = 1 + (salt % Math.max(1, command.length - 1));
    return `b=${single(command.slice(cut))}; a=${single(command.slice(0, cut))}; eval "$a$b"`;
  },
  (command) => {
    const letters = [...new Set(command)];
    return `k=(${letters.map(single).join(' ')}); for i in ${[...command].map((letter) => letters.indexOf(letter)).join(' ')}; do o+=\${k[$i]}; done; eval "$o"`;
  },
  (command, salt) => {
    const mark = `_${salt % 97}_`;
    return `y=${single(command.split('').join(mark))}; bash -c "\${y//${mark}}"`;
  },
  (command) => `f() { printf %s "$1" | base64 -d; }; eval "$(f ${base64(command)})"`,
  (command) => `cat > /tmp/.s <<'END_${command.length}'\n${command}\nEND_${command.length}\nbash /tmp/.s`,
  (command) => `s=${single([...command].reverse().join(''))}; for ((i=\${#s}-1;i>=0;i--)); do r+="\${s:i:1}"; done; eval "$r"`,
];

function payloadsOf(text: string, depth: number): string[] {
  const found = evaluateBash(text, patient()).derived.filter((item) => item.kind === 'payload').map((item) => item.text);
  return depth === 0 ? found : [...found, ...found.flatMap((item) => payloadsOf(item, depth - 1))];
}

function inBounds(text: string, { derived, notDecoded }: Evaluation): boolean {
  return (
    derived.every((item) => {
      let last = 0;
      return item.segments.every((segment) => {
        const fits = segment.start >= last && segment.end >= segment.start && segment.end <= item.text.length && segment.parentStart >= 0 && segment.parentEnd >= segment.parentStart && segment.parentEnd <= text.length;
        last = segment.end;
        return fits && (!segment.exact || item.text.slice(segment.start, segment.end) === text.slice(segment.parentStart, segment.parentEnd));
      });
    }) && notDecoded.every((item) => item.start >= 0 && item.end >= item.start && item.end <= text.length)
  );
}

const words = ['a', 'id', 'echo', '$x', '"$x"', '${x:1:2}', '${x//a/b}', '$(', ')', '`', "'", '"', '\\', '\n', ';', '|', '&&', '||', '&', '{', '}', '{a,b}', '{1..3}', '(', '((', '))', '[[', ']]', '[', ']', 'if', 'then', 'else', 'fi', 'for', 'in', 'do', 'done', 'while', 'case', 'esac', ';;', 'x=1', 'x+=a', 'a=(1 2)', '${a[@]}', '$((', '1+2', '<<E', 'E', '<<<', '>', '/tmp/f', '<(', 'eval', 'bash', '-c', 'base64', '-d', 'printf', '%s', '$\'\\x41\'', '#', ' ', '${!x}', '${x@E}', '*', '?', 'f()', 'local', 'read', 'set', '--', '$@', '${#x}', 'sed', 's/a/b/', 'awk', '{print $1}', 'tr', 'a-z', '\u0000', '\uE000', '\uDC80', '😀'];

describe('the shell evaluator', () => {
  it.each([
    ['quotes and backslashes inside words', `c"u"r\\l -'f's htt""p://a.example.test/'x' -o /tmp/a b"c"`, 'curl -fs http://a.example.test/x -o /tmp/a bc'],
    ['variables, a pipe stays', `a=cu; b=rl; (\${a}\${b} -s http://a.example.test/x) | tee "/tmp/\${a}"`, 'a=cu; b=rl; (curl -s http://a.example.test/x) | tee /tmp/cu'],
    ['braces and separators', `{curl,-s,http://a.example.test/x}; tar\${IFS}cf\${IFS}/tmp/a`, 'curl -s http://a.example.test/x; tar cf /tmp/a'],
    ['names that only break words up', `w\${q}get http://a.example.test/x -O /tmp/\${zzz}a`, 'wget http://a.example.test/x -O /tmp/a'],
  ])('puts words in place of how they are written: %s', (_name, text, expected) => {
    const simplified = evaluateBash(text, patient()).derived.find(({ kind }) => kind === 'simplified');
    expect(simplified?.text).toBe(expected);
    for (const segment of simplified?.segments ?? []) if (segment.exact) expect(simplified?.text.slice(segment.start, segment.end)).toBe(text.slice(segment.parentStart, segment.parentEnd));
  });

  it('leaves words as they are that are not always the same, or not known', () => {
    const simplified = evaluateBash('c=cu; ${c}rl -s "$HOME/a"; for i in 1 2; do echo "n$i"; done', patient()).derived.find(({ kind }) => kind === 'simplified');
    expect(simplified?.text).toBe('c=cu; curl -s "$HOME/a"; for i in 1 2; do echo "n$i"; done');
  });

  it('takes a random chain of disguises off, to the letter', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(layers.length - 1), fc.nat(1000)), { minLength: 1, maxLength: 4 }), fc.stringMatching(/^[a-z]{2,8} -[a-z] http:\/\/[a-z]{1,9}\.example\.test\/[\w.-]{1,12}$/), (chain, planted) => {
        const script = chain.reduce((command, [kind, salt]) => (layers[kind] as (typeof layers)[number])(command, salt), planted);
        return payloadsOf(script, chain.length).some((text) => text.trimEnd() === planted);
      }),
      { numRuns: 120, seed: 7 },
    );
  });

  it('never throws, keeps its offsets and says the same twice', () => {
    fc.assert(
      fc.property(fc.oneof(fc.array(fc.constantFrom(...words), { maxLength: 40 }).map((list) => list.join(' ')), fc.array(fc.constantFrom(...words), { maxLength: 30 }).map((list) => list.join('')), fc.string({ unit: 'binary', maxLength: 80 })), (text) => {
        const first = evaluateBash(text, patient());
        return inBounds(text, first) && JSON.stringify(first) === JSON.stringify(evaluateBash(text, patient()));
      }),
      { numRuns: 600, seed: 11 },
    );
  });

  it('never throws when a budget is nearly gone', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 30 }), fc.nat(60), fc.nat(40), (list, steps, depth) => {
        const text = list.join(' ');
        return inBounds(text, evaluateBash(text, new Budget({ ...defaultLimits, steps, depth, nodes: 50, expansion: 2000 })));
      }),
      { numRuns: 300, seed: 13 },
    );
  });

  it('keeps what it found before a budget ended', () => {
    const { derived, notDecoded } = evaluateBash(`echo aWQ= | base64 -d | bash; while true; do x+=aaaa; y=$x$x; for i in {1..999}; do :; done; done`, new Budget({ ...defaultLimits, steps: 20_000 }));
    expect(derived.map((item) => item.text)).toEqual(['id']);
    expect(notDecoded).toMatchObject([{ reason: 'budget', detail: 'steps' }]);
  });

  it('reads Windows line ends and a byte order mark', () => {
    const text = '\uFEFFa=i\r\n${a}d \\\r\n -u\r\n';
    expect(evaluateBash(text, patient()).derived[0]?.text).toBe('id -u');
  });
});

describe('hostile scripts', () => {
  const doubling = (way: string): string => `x=aaaaaaaa\n${way.repeat(40)}\necho $x | bash`;
  const repeated: readonly [string, string][] = [
    ['doubling', doubling('x=$x$x\n')],
    ['doubling in an array', `a=(x); ${'a=("${a[@]}" "${a[@]}"); '.repeat(40)}`],
    ['a loop without end', 'while :; do :; done'],
    ['a counting loop', 'i=0; while true; do i=$((i+1)); done'],
    ['a growing loop', 'until false; do x=$x$x.; done'],
    ['a recursive function', 'f() { f; f; }; f'],
    ['a fork bomb', ':(){ :|:& };:'],
    ['an eval loop', `x='eval "$x"'; eval "$x"`],
    ['an eval that grows', `x='x="$x;$x"; eval "$x$x"'; eval "$x"`],
    ['a self call', 'sh "$0"; . "$0"; cat $0 | bash'],
    ['10,000 substitutions', `echo ${'$('.repeat(10_000)}id${')'.repeat(10_000)}`],
    ['open substitutions', '$('.repeat(10_000)],
    ['parentheses', '('.repeat(100_000)],
    ['arithmetic parentheses', `echo $((${'('.repeat(20_000)}1${')'.repeat(20_000)}))`],
    ['a wide sequence', 'echo {1..999999999}'],
    ['a product of braces', `echo ${'{a,b}'.repeat(40)}`],
    ['deep braces', `echo ${'{a,'.repeat(20_000)}${'}'.repeat(20_000)}`],
    ['open braces', `echo ${'{,'.repeat(50_000)}`],
    ['a wide number', `printf '%0999999999d' 1 | bash`],
    ['a long sequence', 'seq 1 999999999 | bash'],
    ['a gzip bomb', `echo ${base64(gzipSync(Buffer.alloc(120_000_000)))} | base64 -d | gzip -d | bash`],
    ['a regular expression', `echo ${'a'.repeat(5000)} | sed -E 's/(a*)*(a*)*(a*)*b/x/' | bash`],
    ['a sed loop', `echo a | sed ':x;s/a/aa/;bx' | bash`],
    ['an awk loop', `awk 'BEGIN { while (1) x = x "aaaaaaaaaaaaaaaa" }' | bash`],
    ['a pattern', `x=${'a'.repeat(50_000)}; echo \${x##*a*a*a*a*b} \${x%%*b*b*} \${x//a*b/c}`],
    ['a replacement that grows', `x=${'a'.repeat(20_000)}; y=\${x//a/$x}; echo "$y" | bash`],
    ['key derivation', 'echo U2FsdGVkX18AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= | openssl enc -d -aes-256-cbc -pbkdf2 -iter 999999999 -k x -a -A | sh'],
    ['quotes', `"'`.repeat(50_000)],
    ['dollars', '$'.repeat(200_000)],
    ['here-documents', 'cat <<A\n'.repeat(20_000)],
    ['references in a ring', 'declare -n a=b; declare -n b=a; a=1; echo $a; x=x; echo $((x)) ${!x}'],
  ];

  it.each(repeated)('ends at once: %s', (_, script) => {
    const before = process.cpuUsage();
    const { derived } = evaluateBash(script, patient());
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(60_000);
    expect(derived.reduce((sum, item) => sum + item.text.length, 0)).toBeLessThan(40 * 1024 * 1024);
  });

  it('goes through 7 MB of nested base64', () => {
    let nested = 'id -u';
    while (nested.length < 5_000_000) nested = `echo ${base64(nested.length < 100 ? `${nested} #${'x'.repeat(5000)}` : nested)} | base64 -d | bash`;
    let text = nested;
    const budget = patient();
    for (let layer = 0; layer < 40; layer++) {
      const next = evaluateBash(text, budget).derived.find((item) => item.kind === 'payload');
      if (!next) break;
      ({ text } = next);
    }
    expect(text.startsWith('id -u #')).toBe(true);
  });

  it('reads a line of 10 MB', () => {
    const { derived } = evaluateBash(`x='${'a'.repeat(10_000_000)}'; b=i; \${b}d`, patient());
    expect(derived[0]?.text).toBe('id');
  });

  it('reads 1 MB of an ordinary script in time', () => {
    const block = (i: number): string => `log_${i}() {\n  local msg="$1"\n  echo "[$(date +%s)] $msg" >> "/var/log/app_${i}.log" # note\n}\nif [ -f "/etc/app/conf_${i}" ]; then\n  NAME_${i}="value ${i}"\n  for f in /etc/app/*.d/"$NAME_${i}"; do cp -r "$f" /backup/ || exit 1; done\nelse\n  grep -E '^[a-z]+' /etc/passwd | awk -F: '{print $1}' | sort -u > /tmp/users_${i}\nfi\n`;
    let script = '#!/bin/bash\n';
    for (let i = 0; script.length < 1_000_000; i++) script += block(i);
    const before = process.cpuUsage();
    evaluateBash(script, patient());
    const { user, system } = process.cpuUsage(before);
    // The aim is 1.5 s; other suites share the machine.
    expect((user + system) / 1000).toBeLessThan(4000);
  });
});
