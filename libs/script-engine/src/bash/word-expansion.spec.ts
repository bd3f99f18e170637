import { Budget } from '../core/budget.js';
import { evaluateBash } from './bash.evaluator.js';

const executed = (script: string): string | undefined => evaluateBash(script, new Budget()).derived.find((item) => item.kind === 'executed')?.text;

describe('words of a shell script', () => {
  it.each([
    ['quote noise', `w'g'e"t" http://example.test/a`, 'wget http://example.test/a'],
    ['backslash noise', 'c\\ur\\l http://example.test/a', 'curl http://example.test/a'],
    ['line continued in a word', 'cu\\\nrl http://example.test/a', 'curl http://example.test/a'],
    ['hexadecimal escapes', `$'\\x77\\x67et' x`, 'wget x'],
    ['octal escapes', `$'\\143\\141\\164' /etc/hosts`, 'cat /etc/hosts'],
    ['Unicode escapes', `$'\\u0069\\U00000064' -u`, 'id -u'],
    ['translated quotes', 'a=i; $"$a"d', 'id'],
    ['positional noise', 'w${@}g${*}et $@ http://example.test/a ${@//x/y}', 'wget http://example.test/a'],
    ['a name never set inside a command name', 'c${zq}at$zq /etc/passwd$zq', 'cat /etc/passwd'],
    ['IFS between words', 'cat${IFS}/etc/passwd', 'cat /etc/passwd'],
    ['$IFS$9', 'cat$IFS$9/etc/passwd; c$@a$@t /x', 'cat /etc/passwd\ncat /x'],
    ['braces as words', '{cat,/etc/passwd}', 'cat /etc/passwd'],
    ['braces in a word', 'ls /{bin,tmp}/x{1..3}', 'ls /bin/x1 /bin/x2 /bin/x3 /tmp/x1 /tmp/x2 /tmp/x3'],
    ['braces with an expansion', 'a=q; {echo,$a,"b c"}', `echo q 'b c'`],
    ['a program by pattern', '/???/b?n/wge? http://example.test/a', '/usr/bin/wget http://example.test/a'],
    ['variables', 'a=cu; b=rl; $a$b -o /tmp/x http://example.test/$b', 'curl -o /tmp/x http://example.test/rl'],
    ['substrings', 'x=0123456789; echo ${x:2:3} ${x: -2} ${x:0-3:1} ${x:8} ${x::2}', 'echo 234 89 7 89 01'],
    ['a substring by arithmetic', 'x=abcdef; i=1; echo ${x:i+1:$((i*2))}', 'echo cd'],
    ['trimming', 'f=/a/b.tar.gz; echo ${f#*/} ${f##*/} ${f%.*} ${f%%.*}', 'echo a/b.tar.gz b.tar.gz /a/b.tar /a/b'],
    ['replacement', 'x=wXgXet; ${x//X} ${x/X/-} ${x/#w/v} ${x/%t/d}', 'wget w-gXet vXgXet wXgXed'],
    ['a pattern in a replacement', 'x=c1u2r3l; ${x//[0-9]/}', 'curl'],
    ['letter case', 'x=CuRl; ${x,,} ${x^^} ${x~~} ${x,} ${x^}', 'curl CURL cUrL cuRl CuRl'],
    ['length', 'x=abc; a=(1 2); echo ${#x} ${#a[@]}', 'echo 3 2'],
    ['defaults', 'a=; echo ${a:-one} ${zq:=two} $zq ${zq:+three} ${a-x}', 'echo one two two three'],
    ['indirect names', 'x=y; y=id; ${!x}', 'id'],
    ['names by prefix', 'pre_a=1; pre_b=2; echo ${!pre_*}', 'echo pre_a pre_b'],
    ['transformations', `x='\\x69d'; \${x@E}; y=Ab; echo \${y@U} \${y@L}`, 'id\necho AB ab'],
    ['a prompt expansion', `x='$(printf id)'; \${x@P}`, 'id'],
    ['an indexed array', 'a=(i d); a+=(x); ${a[0]}${a[1]} ${a[@]:1:2} ${a[-1]} ${!a[*]}', 'id d x x 0 1 2'],
    ['an array with gaps', 'a=([5]=b [1]=a); echo ${a[@]} ${!a[@]}', 'echo a b 1 5'],
    ['an associative array', 'declare -A m=([x]=i ["y z"]=d); ${m[x]}${m[y z]}', 'id'],
    ['joined by IFS', 'a=(x y z); IFS=-; echo "${a[*]}"', 'echo x-y-z'],
    ['split by IFS', `IFS='|'; c='ls|-la|/tmp'; $c`, 'ls -la /tmp'],
    ['an empty field between separators', 'IFS=:; x=a::b; set -- $x; echo $# "$2"', `echo 3 ''`],
    ['positional parameters', 'set -- w get x; $1$2 ${@:3} $# ${!#}', 'wget x 3 x'],
    ['arithmetic', 'echo $((2#101)) $((16#ff)) $((0x10+010)) $[3*4] $((36#z)) $((2**8)) $((7%4)) $((-5/2))', 'echo 5 255 24 12 35 256 3 -2'],
    ['arithmetic with effects', 'i=1; echo $((i++)) $((i+=5)) $((i>5?i:0)) $i; ((i<<=1)); let j=i+1; echo $i $j', 'echo 1 7 7 7\necho 14 15'],
    ['a base put together', 'a=2; echo $(($((a))#1101)) $((~$#))', 'echo 13 -1'],
    ['command substitution', '$(echo wg)`echo et` $(printf %s http://example.test/)', 'wget http://example.test/'],
    ['nested backticks', 'x=`echo \\`echo id\\``; $x', 'id'],
    ['first characters that are the same everywhere', 'echo ${PATH:0:1}etc${HOME:0:1}passwd ${PWD%%[!/]*}', 'echo /etc/passwd /'],
    ['a stable shell option', '${SHELLOPTS:3:1}at x', 'cat x'],
    ['appended values', 'x=w; x+=ge; x+=t; $x', 'wget'],
    ['integers', 'declare -i n=3*2; n+=4; echo $n', 'echo 10'],
    ['case of a variable', 'declare -l a=CURL; typeset -u b=id; $a $b', 'curl ID'],
    ['a reference', 'declare -n r=t; t=1; r=id; $t', 'id'],
    ['an alias', `alias g='wget -q'\ng http://example.test/`, `alias g='wget -q'\nwget -q http://example.test/`],
    ['a name that grows from nothing', 'for c in i d; do zr="$zr$c"; done; $zr', 'id'],
    ['a surrogate pair stays whole', 'x=a😀b; echo ${x:1:1} ${#x}', `echo '😀' 3`],
  ])('%s', (_, script, expected) => {
    expect(executed(script)).toBe(expected);
  });

  it.each([
    ['an environment variable', 'x=/log; ls $HOME$x', 'ls $HOME/log'],
    ['the end of one', 'x=b; cat "${HOME:3:2}$x"', 'cat ${HOME:3:2}b'],
    ['output of an unknown command', 'a=$(whoami); ls "/home/$a/x"', 'whoami\nls /home/$(whoami)/x'],
    ['arithmetic on one', 'n=$(nproc); echo "$((n+1))" a"b"c', 'nproc\necho $((n+1)) abc'],
    ['a pattern for files', 'd=/tmp; rm -rf $d/*.log', 'rm -rf /tmp/*.log'],
  ])('keeps symbolic: %s', (_, script, expected) => {
    expect(executed(script)).toBe(expected);
  });

  it.each(['ls -la "$HOME/x"', `echo 'hello world'; grep -E "^a" file`, 'cat <<X\nplain text\nX', 'for f in *.txt; do wc -l "$f"; done', ''])('has nothing to say of a plain script: %s', (script) => {
    expect(executed(script)).toBeUndefined();
  });

  it('does not confuse private use characters of a sample with unknown parts', () => {
    expect(executed('x=a; echo "\uE000$x"')).toBe('echo \uFFFDa'.replace('echo ', `echo '`) + `'`);
  });
});
