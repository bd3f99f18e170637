import { Budget, defaultLimits } from '../core/budget.js';
import type { DerivedText, Evaluation } from '../core/evaluation.js';
import { evaluateBatch } from './batch.evaluator.js';

const raw = String.raw;
const evaluate = (text: string): Evaluation => evaluateBatch(text, new Budget());
const executed = (text: string): string[] => evaluate(text).derived.find((one) => one.kind === 'executed')?.text.split('\n') ?? [];
const payloads = (text: string): DerivedText[] => evaluate(text).derived.filter((one) => one.kind === 'payload');
const file = (...lines: string[]): string => ['@echo off', ...lines, ''].join('\r\n');

describe('the percent phase', () => {
  it.each([
    ['concatenation', file('set a=power', 'set "b=shell"', '%a%%b% -c 1'), ['powershell -c 1']],
    ['substrings', file('set s=0123456789', 'x %s:~2,3% %s:~-3% %s:~0,-8% %s:~8,10% %s:~-3,2%'), ['x 234 789 01 89 78']],
    ['replacement', file('set s=aXbxc', 'x %s:x=-% %s:*b=% %s:q=r% %s:x=%'), ['x a-b-c xc aXbxc abc']],
    ['undefined in a file', file('p%nothing%owershell -c 1'), ['powershell -c 1']],
    ['a doubled percent sign', file('echo 100%% %%x%%'), ['echo 100% %x%']],
    ['a lone percent sign', file('echo 50% done'), ['echo 50 done']],
    ['names without regard to case', file('set Foo=bar', 'x %fOO%'), ['x bar']],
    ['names with blanks and signs', file('set my var (1)=v', 'x %my var (1)%'), ['x v']],
    ['blanks in a substring', 'cm%windir:~ -4, 1% %COMSPEC:~ -7, +3%', ['cmD cmd']],
  ])('expands %s', (_, text, expected) => expect(executed(text)).toEqual(expected));

  it('keeps what is not defined on a typed line', () => expect(executed('cm^d.exe /c "echo %nothing% %a"')).toEqual(['echo %nothing% %a']));

  it('reads arguments of called labels with their modifiers', () => {
    expect(executed(file('call :sub "C:\\a b\\c.txt" two;three', 'exit /b', ':sub', 'x %0 %~1 %2 %3 %4', 'x %~dp1 %~nx1 %~n1 %~x1 %*'))).toEqual([
      'x :sub C:\\a b\\c.txt two three',
      raw`x C:\a b\ c.txt c .txt "C:\a b\c.txt" two;three`,
    ]);
  });

  it('keeps arguments and the place of the script as written', () => {
    expect(executed(file('x %~dp0tool %1 %~f0 %~nx0 %*', 'shift', 'x %1'))).toEqual(['x %~dp0tool %1 %~f0 %~nx0 %*', 'x %2']);
  });
});

describe('the simulated environment', () => {
  it.each([
    ['%ComSpec:~-1%', 'e'],
    ['%ComSpec:~-7,3%', 'cmd'],
    ['%PROGRAMFILES:~3,1%', 'P'],
    ['%PUBLIC:~-1%', 'c'],
    ['%CommonProgramFiles(x86):~-12,6%', 'Common'],
    ['%PATHEXT:~1,3%', 'COM'],
    ['%OS:~0,3%', 'Win'],
    ['%PATH:~0,4%', raw`C:\W`],
    ['%TEMP:~-4%', 'Temp'],
    ['%APPDATA:~-7,4%', 'Roam'],
    ['%USERPROFILE:~0,8%', raw`C:\Users`],
    ['%PSModulePath:~17,10%', 'WindowsPow'],
  ])('%s is %s', (reference, value) => expect(executed(`x ${reference}`)).toEqual([`x ${value}`]));

  it('never guesses what differs between machines', () => {
    expect(executed(file('x %USERNAME% %COMPUTERNAME:~0,2% %TEMP%\\a %RANDOM% %TEMP:~9,3%', 'set t=%TEMP%\\b', 'y %t%'))).toEqual([
      raw`x %USERNAME% %COMPUTERNAME:~0,2% %TEMP%\a %RANDOM% %TEMP:~9,3%`,
      raw`y %TEMP%\b`,
    ]);
  });

  it('keeps values that are asked for at run time', () => {
    const { derived, notDecoded } = evaluate(file('set /p who=Name: ', 'echo hello %who% %who:~0,1%', '%who% x'));
    expect(derived[0]?.text.split('\n')).toEqual(['set /p who=Name:', 'echo hello %who% %who:~0,1%', '%who% x']);
    expect(notDecoded.map((one) => one.reason)).toContain('unknownValue');
  });
});

describe('special characters', () => {
  it.each([
    ['carets', 'p^o^w^e^r^s^h^e^l^l -c 1', ['powershell -c 1']],
    ['quotes inside words', 'c"a"lc.exe', ['calc.exe']],
    ['quotes inside arguments', 'net""stat -a""no', ['netstat -ano']],
    ['ordinary quotes kept', file('set x=1', 'tool%x% "a b" /k:"c d" "e"'), ['tool1 "a b" /k:"c d" "e"']],
    ['a caret at the end of a line', file('echo one^', 'two', 'x ^', '  -a'), ['echo onetwo', 'x -a']],
    ['escaped operators', file('echo a ^& b ^| c ^> d', 'x'), ['echo a & b | c > d', 'x']],
    ['operators', file('a & b&c'), ['a', 'b', 'c']],
    ['delimiters in front', ',;=@,calc.exe', ['calc.exe']],
    ['delimiters behind the name', 'netstat,;-ano', ['netstat -ano']],
    ['blocks', file('(', 'a', '(b)', ')', '((c))'), ['a', 'b', 'c']],
    ['superfluous white space', 'cmd /c "net    user    x"', ['net user x']],
    ['comments and labels', file('rem set a=b', ':: echo', ':label', 'x', 'r^em y & z'), ['x']],
    ['a typed for inside a file', file('for %a in (1 2) do echo %a'), ['echo 1', 'echo 2']],
  ])('reads %s', (_, text, expected) => expect(executed(text)).toEqual(expected));

  it('keeps redirections readable', () => {
    expect(executed(file('echo a>x.txt', '>>x.txt echo b', 'tool >nul 2>&1', 'x <in.txt'))).toEqual(['echo a>x.txt', 'echo b>>x.txt', 'tool >nul 2>&1', 'x <in.txt']);
  });
});

describe('the evaluation', () => {
  it('says nothing when there is nothing to say', () => {
    for (const text of ['', '   ', 'ipconfig /all', 'powershell -nop -c "iex 1"', 'a\r\nb']) expect(evaluate(text)).toEqual({ derived: [], notDecoded: [] });
  });

  it('names the rules used', () => {
    const rules = evaluate(file('set a=x', 'for /l %%i in (1,1,2) do ca^lc %%i %a% %a:~0,1%')).derived[0]?.rules ?? [];
    for (const rule of ['batch: percent expansion', 'batch: substring', 'batch: caret removal', 'batch: FOR /L', 'batch: FOR variables']) expect(rules).toContain(rule);
  });

  it('writes the script as cmd reads it, operators and all', () => {
    const text = file('set a=pi', ',;%a%n^g -n 1 a.example.test & ec""ho %nothing%x', 'call %%a%%ng b', 'setlocal enabledelayedexpansion', 't!a!g c');
    const simplified = evaluate(text).derived.find(({ kind }) => kind === 'simplified');
    expect(simplified?.text).toBe(file('set a=pi', 'ping -n 1 a.example.test & echo x', 'call ping b', 'setlocal enabledelayedexpansion', 'tpig c'));
    for (const segment of simplified?.segments ?? []) if (segment.exact) expect(simplified?.text.slice(segment.start, segment.end)).toBe(text.slice(segment.parentStart, segment.parentEnd));
  });

  it('gives what it sets to the programs it starts', () => {
    expect([...(evaluate(file('set a=x', 'set b=%a%y', 'tool')).environment ?? [])]).toEqual([['A', 'x'], ['B', 'xy']]);
  });

  it('maps each line to its statement', () => {
    const text = file('set a=calc', '%a%.exe & plain -x', 'for %%i in (1 2) do tool %%i');
    const one = evaluate(text).derived[0] as DerivedText;
    const parents = one.segments.map((segment) => [one.text.slice(segment.start, segment.end), text.slice(segment.parentStart, segment.parentEnd), segment.exact]);
    expect(parents).toEqual([
      ['calc.exe', '%a%.exe ', false],
      ['plain -x', 'plain -x', true],
      ['tool 1', 'tool %%i', false],
      ['tool 2', 'tool %%i', false],
    ]);
  });

  it('leaves assignments out that were read and shows the others', () => {
    expect(executed(file('set a=1', 'set b=2', 'set __COMPAT_LAYER=RunAsInvoker', 'x %a%'))).toEqual(['set b=2', 'set __COMPAT_LAYER=RunAsInvoker', 'x 1']);
    expect(executed('set a=%OS%')).toEqual(['set a=Windows_NT']);
  });

  it('shows the identical command of a loop once', () => expect(executed(file('for /l %%i in (1,1,50) do beep'))).toEqual(['beep']));

  it('keeps what was found when a limit is reached', () => {
    const { derived, notDecoded } = evaluateBatch(file('ca^lc', 'for /l %%i in (1,1,5000) do echo %%i'), new Budget({ ...defaultLimits, steps: 500 }));
    expect(derived[0]?.text).toMatch(/^calc\necho 1\n/);
    expect(notDecoded[0]).toMatchObject({ reason: 'budget' });
    expect(notDecoded[0]?.detail).toContain('steps');
  });

  it('gives the text of cmd /c exactly', () => {
    expect(payloads('cmd.exe /c "set x=a  ^& b&echo %x%"').map((one) => [one.language, one.text, one.rules])).toEqual([['batch', 'set x=a  ^& b&echo %x%', ['cmd /c']]]);
  });

  it('keeps private-use characters of the sample', () => {
    expect(executed(file('set x=\ue000\ue001', 'echo %x% %USERNAME%'))).toEqual(['echo \ue000\ue001 %USERNAME%']);
  });
});
