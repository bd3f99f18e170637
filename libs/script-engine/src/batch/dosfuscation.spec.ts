import { Budget } from '../core/budget.js';
import { evaluateBatch } from './batch.evaluator.js';

const raw = String.raw;
const evaluate = (text: string) => evaluateBatch(text, new Budget()).derived;
const executed = (text: string): string[] => evaluate(text).find((one) => one.kind === 'executed')?.text.split('\n') ?? [];

describe('disguised command lines', () => {
  it.each([
    ['carets', 'c^m^d.e^x^e ^/^c "w^ho^ami ^/all"', 'whoami /all'],
    ['commas and semicolons', ',;,cmd.exe,;,/c,;,(,;,(,;whoami /all,;,),;,),;', 'whoami /all'],
    ['parentheses', 'cmd /c "(((whoami)))"', 'whoami'],
    ['white space', 'cmd.exe   /c     "   whoami      /all   "', 'whoami /all'],
    ['quotes in the word', 'cmd /c "w"ho"a"mi.exe', 'whoami.exe'],
    ['random case', 'cMd.EXe /C "FoR %A iN (wHoAmI) dO %A"', 'wHoAmI'],
    ['a path in front', raw`%SystemRoot%\system32\cmd.exe /c whoami`, 'whoami'],
    ['ComSpec', '%ComSpec% /c whoami', 'whoami'],
    ['substrings of the environment', 'cmd /c "%PUBLIC:~-1%al%ProgramFiles:~-2,1%%TMP:~-1%"', 'calep'],
    ['a substring as the shell', 'cm%ProgramData:~-4,1%%windir:~0,0% /c calc'.replace('%ProgramData:~-4,1%', '%ComSpec:~-5,1%'), 'calc'],
    ['concatenation', 'cmd /c "set x1=who&&set q7=ami&&call %x1%%q7%"', 'whoami'],
    ['concatenation out of order', 'cmd /c "set b=ami&&set c= /all&&set a=who&&call set d=%a%%b%%c%&&call %d%"', 'whoami /all'],
    ['concatenation with delayed expansion', 'cmd /V:ON /C "set a=net&&set b=stat&&!a!!b! -ano"', 'netstat -ano'],
    ['reversal', 'cmd /V:ON /C "set r=ona- tatsten&&for /L %i in (11,-1,0) do set f=!f!!r:~%i,1!&&if %i==0 call %f:~-12%"', 'netstat -ano'],
    ['reversal with filler', 'cmd /V/C"set r=i#m#a#o#h#w&&for /L %q in (10,-2,0)do set k=!k!!r:~%q,1!&&if %q lss 1 call %k:~-6%"', 'whoami'],
    ['an index list', 'cmd.exe /V:ON/C "set u=amihwo&&for %x in (4 3 5 0 1 2 1337) do set f=!f!!u:~%x,1!&&if %x==1337 call %f:~-6%"', 'whoami'],
    ['an index list with commas', 'cmd /V:O/C"set u=xeoamihw.&&for %x in (7,6,2,3,4,5,8,1,0,1,9)do set f=!f!!u:~%x,1!&if %x geq 9 call %f:~-10%"', 'whoami.exe'],
    ['an index list read whole', 'cmd /V:ON /C "set u=calc&&set f=&&for %x in (0 1 2 3) do set f=!f!!u:~%x,1!&&if %x==3 !f!"', 'calc'],
    ['replacement', 'cmd /V:ON /C "set a=wh@ZmZ&&set b=!a:@=o!&&set c=!b:ZmZ=ami!&&call %c%"', 'whoami'],
    ['replacement with percent signs', 'cmd /c "set a=wh@ami&&call set b=%a:@=o%&&call %b%"', 'whoami'],
    ['text to a shell', 'cmd /c "echo whoami /all | cmd"', 'whoami /all'],
    ['a variable to a shell', 'cmd /V:ON/C"set y=whoami&&echo !y!|cmd"', 'whoami'],
    ['a variable to a nested shell', 'cmd /c "set O=whoami&&cmd /c echo %O%|cmd"', 'whoami'],
    ['a variable to a shell from the environment', 'cmd /c "set O=whoami&&call echo %O%|%ComSpec%"', 'whoami'],
    ['PowerShell from PSModulePath', raw`for /f "delims=s\ tokens=4" %a in ('set^|findstr PSM') do %a -nop -c 1`, 'PowerShell -nop -c 1'],
    ['PowerShell from ftype', raw`for /f "tokens=9 delims=.\" %a in ('ftype^|findstr lCo') do %a -nop`, 'powershell -nop'],
    ['cmd from assoc', 'for /f "tokens=2 delims==f" %a in (\'assoc .cmd\') do %a /c whoami', 'whoami'],
    ['cmd from ftype', 'for /f "delims=f tokens=1" %a in (\'ftype^|find "cmdfil"\') do %a /c whoami', 'whoami'],
    ['cmd from all of assoc', "for /f \"delims==fm tokens=1\" %a in ('assoc^|findstr mdf') do call c%ComSpec:~-6,2% /c whoami %a".replace('c%ComSpec:~-6,2%', 'cm%ComSpec:~-5,1%'), 'whoami .c'],
    ['nested shells', 'cmd /c cmd /c "cmd.exe /V:ON /C set a=1^&^& whoami"', 'whoami'],
    ['call twice', 'cmd /c "set a=%b%&&set b=whoami&&call call %a%"', 'whoami'],
    ['for as carrier', "cmd /c \"for /f \"tokens=*\" %i in ('echo whoami') do call %i\"", 'whoami'],
    ['everything at once', ',;c^M%ComSpec:~-5,1%.eX^e,;/^V^:^O^N;,/^C",;(,;s^et r=im^aohw&&f^oR /^L %^i i^n (5;-1,0)d^o s^et f=!f!!r:~%i,1!&&(,;i^f %i==0 c^all %f:~-6%),;)"', 'whoami'],
  ])('reads %s', (_, line, command) => expect(executed(line).at(-1)).toBe(command));

  it('hands text piped to PowerShell on, to the character', () => {
    const [line, payload] = evaluate('cmd /c "echo Write-Host 1^;  2 | powershell -noprofile -"').reverse();
    expect(payload).toBeDefined();
    expect(evaluate('cmd /c "echo Write-Host 1; | powershell -noprofile -"').find((one) => one.language === 'powershell')?.text).toBe('Write-Host 1; ');
    expect(line).toBeDefined();
  });

  it('hands a variable on that PowerShell takes from its input or environment', () => {
    const texts = (line: string): string[] => evaluate(line).filter((one) => one.language === 'powershell').map((one) => one.text);
    expect(texts('cmd /c "set x=Write-Host 1&&cmd /c "set x" | powershell -noexit -"')).toEqual(['x=Write-Host 1']);
    expect(texts('cmd /c "set z=Write-Host (1)&&powershell -c iex $env:z"')).toEqual(['Write-Host (1)']);
    expect(texts('cmd /c "set z=Write-Host (1)&&powershell -c .(gal i?x)(gci env:z).Value"')).toEqual(['Write-Host (1)']);
    expect(texts('cmd /c "echo Write-Host 7|clip&&powershell -sta -c iex([Windows.Clipboard]::GetText())"')).toEqual(['Write-Host 7']);
  });

  it('reads them in a file, too', () => {
    expect(executed('@echo off\r\ncmd /V:ON /C "set r=imaohw&&for /L %%i in (5,-1,0) do set f=!f!!r:~%%i,1!&&if %%i==0 call %%f:~-6%%"\r\n')).toEqual(['whoami']);
    expect(executed('@echo off\r\ncmd /V:ON /C "set r=imaohw&&for /L %i in (5,-1,0) do set f=!f!!r:~%i,1!&&if %i==0 call %f:~-6%"\r\n')).toEqual(['whoami']);
  });
});
