import { Budget } from '../core/budget.js';
import { evaluateBash } from './bash.evaluator.js';

const executed = (script: string): string | undefined => evaluateBash(script, new Budget()).derived.find((item) => item.kind === 'executed')?.text;

describe('the way through a shell script', () => {
  it.each([
    ['a known condition', 'x=1; if [ $x = 1 ]; then a=i; else a=x; fi; ${a}d', 'id'],
    ['elif', 'x=2; if [[ $x == 1 ]]; then c=a; elif ((x==2)); then c=id; else c=b; fi; $c', 'id'],
    ['an unknown condition goes both ways', 'u=http://example.test; if which curl; then curl $u/1; else wget $u/2; fi', 'which curl\ncurl http://example.test/1\nwget http://example.test/2'],
    ['what the branches disagree on is unknown', 'if test -d /x; then a=1; else a=2; fi; b=c; echo $b$a', 'echo c$a'],
    ['what only one branch sets is taken', 'test -x /usr/bin/curl && c=curl; $c http://example.test', 'curl http://example.test'],
    ['leaving on an unknown condition does not end it', 'a=i; [ -f /tmp/lock ] && exit 0; ${a}d', 'id'],
    ['exit ends it', 'a=i; ${a}d; exit; ${a}d -u', 'id'],
    ['case', 'x=abc; case $x in b*) y=no;; a?c|z) y=id;; *) y=no;; esac; $y', 'id'],
    ['falling through', 'case a in a) echo "x"1;& b) echo "x"2;; c) echo "x"3;; esac', 'echo x1\necho x2'],
    ['case on an unknown word', 'p=http://example.test; case "$(uname -m)" in x86_64) wget $p/64;; arm*) wget $p/arm;; esac', 'uname -m\nwget http://example.test/64\nwget http://example.test/arm'],
    ['for over words', 'for i in c a t; do x+=$i; done; $x', 'cat'],
    ['for over an array', 'a=(w g e t); for i in 0 1 2 3; do x=$x${a[i]}; done; $x', 'wget'],
    ['for over indices in a string', 'k=abcdefghij; for i in 8 3; do x+=${k:$i:1}; done; $x', 'id'],
    ['for over parameters', 'set -- i d; for x; do y+=$x; done; $y', 'id'],
    ['arithmetic for', 's=di; for ((i=${#s}-1;i>=0;i--)); do r+=${s:i:1}; done; $r', 'id'],
    ['while', 'i=0; while [ $i -lt 3 ]; do x+=$i; i=$((i+1)); done; echo $x', 'echo 012'],
    ['until', 'i=0; until ((i>=2)); do ((i++)); done; echo $i', 'echo 2'],
    ['break and continue', 'for i in 1 2 3 4; do [ $i = 2 ] && continue; [ $i = 4 ] && break; echo "n"$i; done', 'echo n1\necho n3'],
    ['leaving two loops', 'for i in a b; do for j in 1 2; do [ $j = 2 ] && continue 2; echo $i$j; done; done', 'echo a1\necho b1'],
    ['reading lines', `while read -r a b; do wget "$b$a"; done <<< $'x http://example.test/\\ny http://example.test/'`, 'wget http://example.test/x\nwget http://example.test/y'],
    ['reading from a pipe', 'printf "1:2\\n3:4\\n" | while IFS=: read a b; do echo "$b-$a"; done', 'echo 2-1\necho 4-3'],
    ['read with options', `read -d ';' a <<< 'id;x'; read -n 2 b <<< lsxx; IFS=, read -ra c <<< '1,2'; $a; $b "\${c[1]}"`, 'id\nls 2'],
    ['mapfile', `mapfile -t l < <(printf 'a\\nid\\n'); \${l[1]}`, 'id'],
    ['functions', 'g() { local x=$1; wget "$x/$2"; }; g http://example.test a', 'wget http://example.test/a'],
    ['the output of a function', 'd() { echo "$1" | rev; }; $(d di)', 'id'],
    ['local names', 'x=out; f() { local x=in; y=$x; }; f; echo $x $y', 'echo out in'],
    ['return', 'f() { [ $1 = 0 ] && return 1; echo "r"$1; f $(($1-1)); }; f 2', 'echo r2\necho r1'],
    ['a status', 'f() { return 3; }; f; echo "s"$?', 'echo s3'],
    ['subshells keep their variables', 'x=a; (x=b; echo "in"$x); echo "out"$x', 'echo inb\necho outa'],
    ['groups do not', 'x=a; { x=b; }; echo "out"$x', 'echo outb'],
    ['negation', 'a=i; ! false && ${a}d', 'id'],
    ['the background', 'a=i; ${a}d & ', 'id &'],
    ['shift', 'set -- a i d; shift; $1$2', 'id'],
    ['test with several parts', 'if [ 3 -gt 2 -a "x" = "x" ] && [[ abc =~ b(.) ]]; then echo "${BASH_REMATCH[1]}"z; fi', 'echo cz'],
    ['a file of its own', 'echo hidden > /tmp/q; x=$(< /tmp/q); echo "$x"1; [ -f /tmp/q ] && echo "y"2', 'echo hidden > /tmp/q\necho hidden1\necho y2'],
    ['the sample reads itself', `x=$(sed -n 's/^#: //p' "$0"); $x\n#: id -u`, 'id -u'],
  ])('%s', (_, script, expected) => {
    expect(executed(script)).toBe(expected);
  });

  it('collapses what repeats and stops where nothing changes', () => {
    expect(executed('a=http://example.test; while true; do wget $a; sleep 5; done')).toBe('wget http://example.test\nsleep 5');
  });

  it('leads each line to where it came from', () => {
    const script = 'a=x\nf() {\n  wget http://example.test/$a\n}\nf\ncurl http://example.test/$a';
    const item = evaluateBash(script, new Budget()).derived[0];
    expect(item?.segments.map((segment) => script.slice(segment.parentStart, segment.parentEnd))).toEqual(['wget http://example.test/$a', 'curl http://example.test/$a']);
    expect(item?.segments.map((segment) => item.text.slice(segment.start, segment.end))).toEqual(['wget http://example.test/x', 'curl http://example.test/x']);
  });

  it('names the rules it used', () => {
    expect(evaluateBash('a=$(echo id | rev | rev); $a', new Budget()).derived[0]?.rules).toEqual(['rev', 'command substitution', 'variables']);
  });

  it('looks into functions that nothing calls, for what they hand on', () => {
    const { derived } = evaluateBash('later() { eval "$(echo aWQgLXU= | base64 -d)"; }', new Budget());
    expect(derived.map((item) => [item.kind, item.text])).toEqual([['payload', 'id -u']]);
  });
});
