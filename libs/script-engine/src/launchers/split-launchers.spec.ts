import { Budget } from '../core/budget.js';
import type { ScriptLanguage } from '../core/language.js';
import { splitLaunchers } from './split-launchers.js';

const split = (text: string, container: ScriptLanguage = 'batch'): { text: string; language: ScriptLanguage | undefined }[] => splitLaunchers(text, container, new Budget()).derived.map(({ text: script, language }) => ({ text: script, language }));
const encoded = (text: string): string => Buffer.from(text, 'utf16le').toString('base64');

describe('splitLaunchers', () => {
  it.each(['-e', '-ec', '-enc', '-en', '-EncodedCommand', '/enc', '\u2013enc', '-encod'])('decodes powershell %s', (flag) => {
    expect(split(`powershell.exe -NoP -w hidden -ep bypass ${flag} ${encoded("Write-Host 'a b'")}`)).toEqual([{ text: "Write-Host 'a b'", language: 'powershell' }]);
  });

  it.each<[string, ScriptLanguage, string, ScriptLanguage]>([
    ['powershell -c "Get-Item \\"C:\\a b\\"; 1"', 'batch', 'Get-Item "C:\\a b"; 1', 'powershell'],
    ['powershell Write-Host hello world', 'batch', 'Write-Host hello world', 'powershell'],
    ['start-process powershell -ArgumentList "-c Write-Host 1" -Verb RunAs', 'powershell', 'powershell -c Write-Host 1', 'batch'],
    ["bash -c 'echo \"hi there\"'", 'python', 'echo "hi there"', 'bash'],
    [`python3 -c "print('x y')"`, 'bash', "print('x y')", 'python'],
    ['mshta vbscript:Execute("MsgBox 1")(window.close)', 'batch', 'Execute("MsgBox 1")(window.close)', 'vbscript'],
    ['mshta "javascript:alert(1);close()"', 'batch', 'alert(1);close()', 'javascript'],
    ['rundll32 javascript:"\\..\\mshtml,RunHTMLApplication ";alert(1)', 'batch', 'alert(1)', 'javascript'],
    ['cmd.exe /v:on /c "dir c:\\ & whoami"', 'powershell', 'dir c:\\ & whoami', 'batch'],
    ['schtasks /create /tn A /tr "cmd /c whoami" /sc daily', 'batch', 'cmd /c whoami', 'batch'],
    ['wmic process call create "notepad.exe a.txt"', 'batch', 'notepad.exe a.txt', 'batch'],
    ['node -e "console.log(1 + 1)"', 'bash', 'console.log(1 + 1)', 'javascript'],
  ])('gives the script of %s', (line, container, text, language) => {
    expect(split(line, container)).toContainEqual({ text, language });
  });

  it('says what it cannot open', () => {
    expect(splitLaunchers('powershell -enc %payload%', 'batch', new Budget()).notDecoded).toMatchObject([{ reason: 'unknownValue' }]);
    expect(splitLaunchers('mshta http://a.example.test/x.hta', 'batch', new Budget()).notDecoded).toMatchObject([{ reason: 'remoteContent' }]);
  });

  it('takes no file name for a script', () => {
    expect(split('powershell -File C:\\a.ps1')).toEqual([]);
    expect(split('powershell .\\a.ps1')).toEqual([]);
    expect(split('powershell -NoLogo')).toEqual([]);
  });
});
