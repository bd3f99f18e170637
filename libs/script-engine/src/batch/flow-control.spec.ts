import { Budget } from '../core/budget.js';
import { evaluateBatch } from './batch.evaluator.js';

const executed = (text: string): string[] => evaluateBatch(text, new Budget()).derived.find((one) => one.kind === 'executed')?.text.split('\n') ?? [];
const file = (...lines: string[]): string => ['@echo off', ...lines, ''].join('\r\n');
const delayed = (...lines: string[]): string => file('setlocal enabledelayedexpansion', ...lines);

describe('conditions', () => {
  it.each([
    ['"a"=="a"', true], ['a==b', false], ['/i "ABC"=="abc"', true], ['not a==b', true], ['5 gtr 10', false], ['5 lss 10', true], ['abc gtr abd', false], ['0x10 equ 16', true],
    ['7 neq 7', false], ['7 leq 7', true], ['8 geq 9', false], ['defined ComSpec', true], ['defined nothing', false], ['not defined nothing', true], ['exist "%~f0"', true],
    ['cmdextversion 1', true], ['errorlevel 1', false], ['errorlevel 0', true], ['""==""', true], ['"%OS%"=="Windows_NT"', true],
  ])('if %s is %s', (condition, truth) => expect(executed(file(`if ${condition} (yes-command) else no-command`))).toEqual([truth ? 'yes-command' : 'no-command']));

  it('runs both branches where only a run would tell', () => {
    expect(executed(file('if "%1"=="x" (one) else (two)', 'if exist c:\\nowhere.txt three', 'if errorlevel 0 four'))).toEqual(['one', 'two', 'three', 'four']);
  });

  it('lists every value a variable may have after such a branch', () => {
    expect(executed(file('if "%1"=="x" (set u=http://a.example.test) else (set u=http://b.example.test)', 'tool %u% %u:~7,1%'))).toEqual(['tool http://a.example.test a', 'tool http://b.example.test a', 'tool http://a.example.test b', 'tool http://b.example.test b'].sort((a, b) => Number(a.endsWith(' b')) - Number(b.endsWith(' b')) || (a < b ? -1 : 1)));
  });

  it('follows jumps of branches that may be taken', () => {
    expect(executed(file('net session >nul 2>&1', 'if %errorlevel% neq 0 goto elevate', 'admin-work', 'exit /b', ':elevate', 'elevate-work'))).toEqual(['net session >nul 2>&1', 'admin-work', 'elevate-work']);
  });

  it('knows the exit code a label gives back', () => {
    expect(executed(file('call :f', 'if %errorlevel% equ 3 (three) else (other)', 'call :f && never', 'call :f || always', 'goto :eof', ':f', 'exit /b 3'))).toEqual(['three', 'always']);
  });

  it('reads && and ||', () => {
    expect(executed(file('set a=1&& x', 'set a=1|| y', 'tool && z', 'tool || w'))).toEqual(['x', 'set a=1', 'tool', 'z', 'tool', 'w']);
  });
});

describe('jumps and calls', () => {
  it('follows goto forward, backward and to the end', () => {
    expect(executed(delayed('set /a n=0', ':top', 'set /a n+=1', 'echo !n!', 'if %n% lss 3 goto top', 'goto:last', 'never', ':last', 'done', 'goto :eof', 'never'))).toEqual(['echo 1', 'echo 2', 'echo 3', 'done']);
  });

  it('calls labels with arguments of their own and returns', () => {
    expect(executed(file('call :f 1', 'call :f 2', 'exit', ':f', 'x %1', 'if %1==2 goto end', 'exit /b', ':end', 'y'))).toEqual(['x 1', 'x 2', 'y']);
  });

  it('expands percent signs twice for call', () => {
    expect(executed(file('set a=b', 'set b=calc', 'call set c=%%%a%%%', '%c%', 'call %%b%% x', 'call echo "a^b"'))).toEqual(['calc', 'calc x', 'echo "a^^b"']);
  });

  it('takes a jump to a computed label, and any label for an unknown one', () => {
    expect(executed(file('set n=2', 'goto l%n%', ':l1', 'one', 'exit /b', ':l2', 'two', 'exit /b'))).toEqual(['two']);
    expect(executed(file('set /p n=', 'goto l%n%', ':l1', 'one', 'exit /b', ':l2', 'two', 'exit /b'))).toEqual(['set /p n=', 'one', 'two']);
  });

  it('shows a loop without end once', () => expect(executed(file(':loop', 'timeout 5', 'beacon', 'goto loop', 'never'))).toEqual(['timeout 5', 'beacon']));

  it('keeps setlocal to itself', () => {
    expect(executed(file('set a=1', 'setlocal', 'set a=2', 'x %a%', 'endlocal & set b=%a%', 'x %a% %b%'))).toEqual(['x 2', 'x 1 2']);
  });

  it('keeps what a child cmd sets away from its parent', () => expect(executed(file('set a=1', 'cmd /c "set a=2& x %%a%%"', 'y %a%'))).toEqual(['set a=2', 'x 1', 'y 1']));
});

describe('delayed expansion', () => {
  it('is off unless switched on', () => {
    expect(executed(file('set a=1', 'x^ !a!'))).toEqual(['set a=1', 'x !a!']);
    expect(executed('cmd /V:OFF /C "set a=1&x !a!"')).toEqual(['set a=1', 'x !a!']);
  });

  it.each([
    ['values inside a block', delayed('set a=1', '(', 'set a=2', 'x %a% !a!', ')'), ['x 1 2']],
    ['substring and replacement', delayed('set s=abcdef', 'x !s:~1,2! !s:cd=-! !s:~-1!'), ['x bc ab-ef f']],
    ['a computed position', delayed('set s=abc', 'for %%i in (2 0) do x !s:~%%i,1!'), ['x c', 'x a']],
    ['escaped and lone marks', delayed('echo a^^!b c!'), ['echo a!b c']],
    ['a name in a variable', delayed('set n=k', 'set k=v', 'x !%n%!'), ['x v']],
    ['nothing for undefined', delayed('x a!nothing!b'), ['x ab']],
  ])('gives %s', (_, text, expected) => expect(executed(text)).toEqual(expected));
});

describe('FOR', () => {
  it.each([
    ['a list', file('for %%a in (one,two;"three four") do x %%~a'), ['x one', 'x two', 'x three four']],
    ['numbers', file('for /l %%i in (1,2,5) do x %%i', 'for /L %%i in (2 -1 1) do y %%i', 'for /l %%i in (3,1,2) do z'), ['x 1', 'x 3', 'x 5', 'y 2', 'y 1']],
    ['nesting', file('for %%a in (1 2) do for %%b in (x y) do t %%a%%b'), ['t 1x', 't 1y', 't 2x', 't 2y']],
    ['a block as body', file('for %%a in (1 2) do (', 'a %%a', 'b %%a', ')'), ['a 1', 'b 1', 'a 2', 'b 2']],
    ['a string', file('for /f "tokens=1,3* delims=," %%a in ("p,q,r,s t,u") do x %%a-%%b-%%c'), ['x p-r-s t,u']],
    ['ranges of tokens', file('for /f "tokens=2-4" %%i in ("a b c d e") do x %%i%%j%%k'), ['x bcd']],
    ['eol and skip', file('(echo #no&echo yes 1&echo also 2)>l.txt', 'for /f "eol=# skip=1 tokens=2" %%a in (l.txt) do x %%a'), ['echo #no>>l.txt', 'echo yes 1 >>l.txt', 'echo also 2 >>l.txt', 'x 1', 'x 2']],
    ['the output of echo', file("for /f \"tokens=2\" %%a in ('echo one two') do x %%a"), ['x two']],
    ['usebackq', file('for /f "usebackq delims=" %%a in (`echo a b`) do x %%a', "for /f \"usebackq\" %%a in ('lit eral') do y %%a"), ['x a b', 'y lit']],
    ['a pipe', file("for /f %%a in ('set ^| findstr /b OS') do x %%a"), ['x OS=Windows_NT']],
    ['modifiers', file('for %%f in ("C:\\d e\\f.tar.gz") do x %%~nf %%~xf %%~nxf %%~dpf %%~ff'), [String.raw`x f.tar .gz f.tar.gz C:\d e\ C:\d e\f.tar.gz`]],
    ['options without quotes', "for /f delims^=^:^ tokens^=2 %a in ('echo a:b') do x %a", ['x b']],
  ])('goes over %s', (_, text, expected) => expect(executed(text)).toEqual(expected));

  it('runs its body once, with symbols, over what is not known', () => {
    expect(executed(file("for /f \"tokens=1,2\" %%i in ('tasklist') do kill %%j & set last=%%i", 'for %%f in (*.txt) do type %%f', 'for /r c:\\ %%f in (*.doc) do copy "%%f" y', 'x %last%'))).toEqual(['tasklist', 'kill %%j', 'type %%f', 'copy "%%f" y', 'x %last%']);
  });
});

describe('set /a', () => {
  it.each([
    ['1+2*3', '7'], ['(1+2)*3', '9'], ['7/2', '3'], ['-7/2', '-3'], ['7 %% 4', '3'], ['~5', '-6'], ['!0', '1'], ['1<<4', '16'], ['-8>>1', '-4'], ['12&10', '8'], ['12^10', '6'], ['12|3', '15'],
    ['0x1F', '31'], ['017', '15'], ['2147483647+1', '-2147483648'], ['(y=4,y*2)', '8'], ['nothing+1', '1'], ['- -3', '3'], ['k*2', '10'], ['k+=1', '6'], ['z=w=4', '4'],
  ])('%s is %s', (expression, value) => expect(executed(file('set k=5', `set /a "r=${expression}"`, 'x %r%')).at(-1)).toBe(`x ${value}`));

  it('leaves unknown what comes from the outside', () => {
    expect(executed(file('set /a r=%RANDOM% %% 3', 'x %r%'))).toEqual(['x %r%']);
    expect(executed(file('set r=1', 'set /a r=1/0', 'set /a r=08', 'x %r%'))).toEqual(['x 1']);
  });
});
