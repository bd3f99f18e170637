import fc from 'fast-check';
import { Budget, defaultLimits } from '../core/budget.js';
import { batchCodeMask } from './batch-code-mask.js';
import { evaluateBatch } from './batch.evaluator.js';

/** What a script costs is counted; the clock of a busy machine decides nothing here. */
const patient = (): Budget => new Budget({ ...defaultLimits, wallMs: 300_000 });

const times = (text: string, count: number): string => text.repeat(count);
const evaluate = (text: string) => evaluateBatch(text, patient());
/** A hang is the test's own time limit; how fast it is stands in bench/. */
const ends = (text: string) => {
  const evaluation = evaluate(text);
  batchCodeMask(text);
  return evaluation;
};

describe('hostile input', () => {
  it.each([
    ['doublings', `@echo off\nset a=xx\n${times('set a=%a%%a%\n', 30)}echo %a%`],
    ['delayed doublings', `setlocal enabledelayedexpansion\nset a=xx\n${times('set a=!a!!a!\n', 40)}echo !a!`],
    ['replacements that grow', `set a=aaaaaaaaaa\n${times('set a=%a:a=aaaaaaaaaaaaaaaa%\n', 40)}`],
    ['half a million percent signs', times('%', 500_001)],
    ['half a million percent signs in a file', `a\n${times('%', 500_001)}`],
    ['open references', `a\n${times('%a', 300_000)}\n${times('%a:', 300_000)}`],
    ['a million carets', times('^', 1_000_000)],
    ['carets at line ends', times('a^\n', 200_000)],
    ['a million quotes', times('"', 1_000_000)],
    ['exclamation marks', `setlocal enabledelayedexpansion\necho ${times('!', 500_001)}${times('!a', 200_000)}`],
    ['nested if blocks', times('if 1==1 (', 10_000)],
    ['nested if blocks on lines', times('if 1==1 (\n', 10_000)],
    ['nested else', times('if a==b (x) else ', 10_000)],
    ['nested parentheses', times('(', 100_000)],
    ['nested for', `${times('for %%i in (1 2 3 4 5 6 7 8 9) do ', 100)}echo x`],
    ['nested cmd', `${times('cmd /c ', 10_000)}x`],
    ['goto without end', ':a\ngoto a'],
    ['goto with a counter', ':a\nset /a i+=1\ngoto a'],
    ['goto that grows', ':a\nset x=%x%yyyyyyyyyy\ngoto a'],
    ['goto that writes', ':a\necho x>>f\necho y>>f\ngoto a'],
    ['a call of itself', ':self\ncall :self'],
    ['two calls of itself', ':self\necho a\ncall :self\necho b\ncall :self'],
    ['for /l without end', 'for /l %%i in (1,0,2) do echo x'],
    ['a long for /l', 'for /l %%i in (1,1,999999999) do echo %%i'],
    ['a long for /l that grows', 'setlocal enabledelayedexpansion\nfor /l %%i in (1,1,999999999) do set x=!x!%%i'],
    ['three long for /l', 'for /l %%i in (1,1,9999) do for /l %%j in (1,1,9999) do for /l %%k in (1,1,9999) do echo %%i%%j%%k'],
    ['nested arithmetic', `set /a x=${times('(', 50_000)}`],
    ['long arithmetic', `set /a x=${times('1+', 200_000)}1`],
    ['pipes', `${times('echo x|', 5000)}cmd`],
    ['redirections', times('>a', 100_000)],
    ['uncertain jumps', Array.from({ length: 3000 }, (_, i) => `if %1==${i} goto l${i}\n:l${i}\nset x${i}=1`).join('\n')],
    ['copies that double', `echo x>a\n${times('copy /b a+a b\ncopy /b b+b a\n', 40)}`],
    ['NULs', times('\0', 500_000)],
  ])('ends at once: %s', (_, text) => {
    expect(ends(text).derived).toBeDefined();
  });

  it('goes on behind a loop made to exhaust it', () => {
    const { derived, notDecoded } = ends('for /l %%i in (1,1,9999) do for /l %%j in (1,1,9999) do set x=%%i%%j\nca^lc.exe');
    expect(derived[0]?.text.split('\n').at(-1)).toBe('calc.exe');
    expect(notDecoded[0]?.reason).toBe('budget');
  });

  it('reads a megabyte of ordinary lines quickly', () => {
    const block = (i: number): string => [`rem step ${i}`, `set "DIR=C:\\Program Files\\App ${i}"`, 'if not exist "%DIR%" mkdir "%DIR%"', `copy /y "setup${i}.dat" "%DIR%" >nul`, 'if errorlevel 1 (', `  echo Failed ${i}`, ') else (', '  echo Copied %DIR%', ')'].join('\r\n');
    const text = Array.from({ length: 6000 }, (_, i) => block(i)).join('\r\n');
    expect(text.length).toBeGreaterThan(1_000_000);
    ends(text);
  });
});

describe('properties', () => {
  const fragment = fc.constantFrom('%', '%%', '!', '^', '"', '&', '&&', '|', '||', '(', ')', '<', '>', ',', ';', '=', ' ', '\n', '\r\n', ':', '@', '~', '*', '1', '-1', '/', '/c ', '/V:ON ', 'a', 'x', 'set ', 'set a=', 'set /a ', 'set /p a=', 'echo ', 'call ', 'call :a', ':a', 'goto a', 'for ', 'for /f ', 'for /l ', '"tokens=1,2 delims=:"', ' in ', ' do ', '%%i', '%i', 'if ', 'not ', 'defined ', 'else ', '==', 'cmd ', 'powershell ', 'certutil -decode a b', 'setlocal enabledelayedexpansion\n', 'endlocal', 'exit /b 1', '%a%', '!a!', '%a:~1,2%', '%a:x=y%', '%OS%', '%~dp0', '%1', 'a.bat', 'b.vbs', 'type ', 'copy ', 'findstr ', 'start ', "'", '`', '\u{e000}', 'é');
  const soup = fc.array(fragment, { maxLength: 40 }).map((parts) => parts.join(''));

  it('never throws, says the same twice, and cites only what is there', () => {
    fc.assert(
      fc.property(soup, (text) => {
        const first = evaluate(text);
        expect(evaluate(text)).toEqual(first);
        for (const { text: derived, segments } of first.derived) {
          let end = 0;
          for (const segment of segments) {
            expect(segment.start).toBeGreaterThanOrEqual(end);
            expect(segment.end).toBeGreaterThanOrEqual(segment.start);
            expect(segment.end).toBeLessThanOrEqual(derived.length);
            expect(segment.parentStart).toBeGreaterThanOrEqual(0);
            expect(segment.parentEnd).toBeGreaterThanOrEqual(segment.parentStart);
            expect(segment.parentEnd).toBeLessThanOrEqual(text.length);
            if (segment.exact) expect(derived.slice(segment.start, segment.end)).toBe(text.slice(segment.parentStart, segment.parentEnd));
            end = segment.end;
          }
        }
        for (const { start, end } of first.notDecoded) expect(start >= 0 && end >= start && end <= text.length).toBe(true);
      }),
      { numRuns: 1500 },
    );
  });

  const word = fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz'), minLength: 3, maxLength: 9 }).map((name) => `zz${name}`);
  const command = fc.tuple(word, fc.array(word, { minLength: 1, maxLength: 3 })).map(([name, args]) => `${name} /${args.join(' -')}`);

  it('gives a command back that was hidden behind carets and substrings', () => {
    const alphabet = 'abcdefghijklmnopqrstuvwxyz /-';
    const hidden = command.chain((plain) => fc.tuple(fc.constant(plain), fc.array(fc.nat(3), { minLength: plain.length, maxLength: plain.length })));
    fc.assert(
      fc.property(hidden, ([plain, ways]) => {
        const disguised = [...plain].map((char, i) => (ways[i] === 0 ? `^${char}` : ways[i] === 1 ? `%t:~${alphabet.indexOf(char)},1%` : ways[i] === 2 ? `%none%${char}` : char)).join('');
        expect(evaluate(`@echo off\r\nset "t=${alphabet}"\r\n${disguised}\r\n`).derived[0]?.text.split('\n').at(-1)).toBe(plain);
      }),
      { numRuns: 300 },
    );
  });

  it('gives a command back that was reversed, indexed, replaced or cut up', () => {
    fc.assert(
      fc.property(command, fc.nat(3), (plain, way) => {
        const { length } = plain;
        const characters = [...new Set(plain)].join('');
        const indices = [...plain].map((char) => characters.indexOf(char)).join(',');
        const middle = Math.floor(length / 2);
        const line = [
          `cmd /V:ON /C "set r=${[...plain].reverse().join('')}&&for /L %i in (${length - 1},-1,0) do set f=!f!!r:~%i,1!&&if %i==0 call %f:~-${length}%"`,
          `cmd /V:ON/C"set u=${characters}&&for %i in (${indices},999) do set f=!f!!u:~%i,1!&&if %i==999 call %f:~-${length}%"`,
          `cmd /V:ON /C "set a=${plain.replaceAll('zz', '#').replaceAll('e', '@')}&&set b=!a:#=zz!&&set c=!b:@=e!&&call %c%"`,
          `cmd /c "set q=${plain.slice(middle)}&&set p=${plain.slice(0, middle)}&&call %p%%q%"`,
        ][way] as string;
        expect(evaluate(line).derived[0]?.text).toBe(plain.trim());
      }),
      { numRuns: 200 },
    );
  });
});
