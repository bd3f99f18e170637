import fc from 'fast-check';
import { Budget } from '../core/budget.js';
import type { DerivedText } from '../core/evaluation.js';
import { evaluateVbscript } from './vbscript.evaluator.js';

const derive = (text: string): readonly DerivedText[] => evaluateVbscript(text, new Budget()).derived;
const executed = (text: string): string[] => derive(text).find(({ kind }) => kind === 'executed')?.text.split('\n') ?? [];
const payloads = (text: string): string[] => derive(text).filter(({ kind }) => kind === 'payload').map((payload) => payload.text);

describe('evaluateVbscript', () => {
  it('fills in what a script computes for the calls it makes', () => {
    const script = `
      k = Array(99, 97, 108, 99)
      For i = 0 To UBound(k) : s = s & Chr(k(i)) : Next
      Set sh = CreateObject("WScr" & "ipt.Sh" & StrReverse("lle"))
      sh.rUn s & ".exe /a", 0, True`;
    expect(executed(script)).toEqual(['CreateObject("WScript.Shell").Run("calc.exe /a", 0, True)']);
    expect(payloads(script)).toEqual(['calc.exe /a']);
    expect(derive(script).find(({ kind }) => kind === 'payload')).toMatchObject({ language: 'batch', rules: ['Chr', 'concatenation', 'WScript.Shell.Run'] });
  });

  it.each([
    ['hex and xor in a function', 'Function d(h)\nFor j = 1 To Len(h) Step 2\nd = d & Chr(CLng("&H" & Mid(h, j, 2)) Xor 7)\nNext\nEnd Function\nExecute d("4a74604568" & "7f272568776269626325")', 'MsgBox "opened"'],
    ['base64 by MSXML', 'Set e = CreateObject("Msxml2.DOMDocument").createElement("t")\ne.dataType = "bin.base64"\ne.text = "TXNnQm94ICJvcGVuZWQi"\nSet s = CreateObject("ADODB.Stream")\nWith s\n.Type = 1 : .Open : .Write e.nodeTypedValue : .Position = 0 : .Type = 2 : .Charset = "us-ascii"\nExecuteGlobal .ReadText\nEnd With', 'MsgBox "opened"'],
    ['split numbers', 'For Each c In Split("84,122,110,73,118,127,39,41,118,119,108,117,108,107,41", ",")\ns = s & Chr(c - 7)\nNext\nExecute s', 'MsgBox "opened"'],
    ['a dictionary', 'Set d = CreateObject("Scripting.Dictionary")\nd.Add "x", "MsgBox " : d("y") = """opened"""\nExecute d("x") & d.Item("y")', 'MsgBox "opened"'],
    ['replace and reverse', 'Execute Replace(StrReverse("#den3po# xoBgsM"), "3", "e")', 'MsgBox #opened#'],
    ['Eval', 'Execute Eval("""MsgBox """) & Eval("Chr(34) & ""opened"" & Chr(34)")', 'MsgBox "opened"'],
    ['a class', 'Class K\nPrivate p\nPublic Sub Put(v)\np = p & v\nEnd Sub\nPublic Property Get Out\nOut = p\nEnd Property\nEnd Class\nSet k1 = New K\nk1.Put "MsgBox " : k1.Put """opened"""\nExecute k1.Out', 'MsgBox "opened"'],
  ])('hands on code made by %s', (_, script, expected) => {
    expect(payloads(script)).toContain(expected);
  });

  it('keeps what only a run would tell as references', () => {
    const script = 'Set s = CreateObject("WScript.Shell")\nIf WScript.Arguments.Count > 1 Then\nn = "one"\nElse\nn = "two"\nEnd If\ns.Run "cmd /c echo " & n & s.ExpandEnvironmentStrings("%TEMP%")';
    expect(executed(script)).toEqual(['CreateObject("WScript.Shell").Run("cmd /c echo " & n & "%TEMP%")']);
    expect(payloads(script)).toEqual(['cmd /c echo %n%%TEMP%']);
  });

  it('follows what comes after a guard that would end the script', () => {
    expect(executed('If IsDebugged() Then WScript.Quit\nCreateObject("WScript.Shell").Run "calc"')).toEqual(['CreateObject("WScript.Shell").Run("calc")']);
  });

  it('tells remote code from unknown code', () => {
    const { notDecoded } = evaluateVbscript('Set x = CreateObject("MSXML2.XMLHTTP")\nx.Open "GET", "http://a.example.test/", False\nx.Send\nExecute x.responseText\nExecute InputBox("code")', new Budget());
    expect(notDecoded.map(({ reason }) => reason)).toEqual(['remoteContent', 'unknownValue']);
  });

  it('hands on files with scripts and commands of WMI, ShellExecute, Shell and the registry', () => {
    const script = `
      Set f = CreateObject("Scripting.FileSystemObject").CreateTextFile("C:\\Temp\\a.ps1", True)
      f.WriteLine "Write-Host 1" : f.Write "Write-Host 2" : f.Close
      GetObject("winmgmts:" & "root\\cimv2:Win32_Process").Create "calc.exe", Null, Null, p
      CreateObject("Shell.Application").ShellExecute "cmd", "/c whoami", "", "open", 0
      Shell "notepad.exe", 0`;
    expect(payloads(script)).toEqual(['calc.exe', 'cmd /c whoami', 'notepad.exe', 'Write-Host 1\r\nWrite-Host 2']);
  });

  it('follows procedures that nobody calls', () => {
    expect(executed('Sub Document_Open()\nx = "a" & "b"\nCreateObject("WScript.Shell").Run x\nEnd Sub\nSub Other(p)\nCreateObject("WScript.Shell").Run p & "c"\nEnd Sub')).toEqual(['CreateObject("WScript.Shell").Run("ab")', 'CreateObject("WScript.Shell").Run(p & "c")']);
  });

  it('folds what it computed into the source, with exact segments elsewhere', () => {
    const script = 'x = y & "a" & "b" & Chr(99) \' why\nMsgBox "k" & x & z';
    const simplified = derive(`y = InputBox("")\n${script}`).find(({ kind }) => kind === 'simplified');
    expect(simplified?.text).toBe('y = InputBox("")\nx = y & "abc" \' why\nMsgBox "k" & x & z');
    for (const segment of simplified?.segments ?? []) if (segment.exact) expect(simplified?.text.slice(segment.start, segment.end)).toBe(`y = InputBox("")\n${script}`.slice(segment.parentStart, segment.parentEnd));
  });

  it('opens the Windows Script Encoder and scripts in markup', () => {
    expect(payloads('#@~^DgAAAA==\\ko$K6,JC\x7fV^GJqAQAAA==^#~@')).toEqual(['MsgBox "Hello"']);
    expect(derive('<html><script language="VBScript">a = 1</script><script language="JScript">b = 2</script></html>').map(({ language, text }) => [language, text])).toEqual([['vbscript', 'a = 1'], ['javascript', 'b = 2']]);
  });

  it('gives a command back through chains of encoders', () => {
    const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    const encoders: ((text: string, n: number) => string)[] = [
      (text) => `StrReverse(${quote([...text].reverse().join(''))})`,
      (text) => [...text].map((char) => `Chr(${char.charCodeAt(0)})`).join(' & '),
      (text, n) => `xr("${[...text].map((char) => (char.charCodeAt(0) ^ n).toString(16).padStart(2, '0')).join('')}", ${n})`,
      (text) => `Replace(${quote(text.replaceAll('e', text.includes('~~') ? '^^' : '~~'))}, "${text.includes('~~') ? '^^' : '~~'}", "e")`,
      (text) => `Join(Array(${[...text].map(quote).join(', ')}), "")`,
      (text) => [...text].map((char, index) => (index % 2 === 0 ? quote(char) : `Chr(&H${char.charCodeAt(0).toString(16)})`)).join(' + '),
      (text) => `Mid(${quote(`zz${text}yy`)}, 3, ${text.length})`,
    ];
    const helper = 'Function xr(h, k)\nDim i\nFor i = 1 To Len(h) Step 2\nxr = xr & Chr(CInt("&H" & Mid(h, i, 2)) Xor k)\nNext\nEnd Function\n';
    const command = fc.stringMatching(/^[a-z][a-z /"-]{6,30}[a-z]$/);
    fc.assert(
      fc.property(command, fc.nat(6), fc.integer({ min: 1, max: 100 }), fc.nat(6), (plain, way, n, outer) => {
        const inner = (encoders[way] as (typeof encoders)[number])(plain, n);
        const code = `CreateObject("WScript.Shell").Run ${inner}, 0`;
        const script = `${helper}Execute ${(encoders[outer] as (typeof encoders)[number])(code.replace(/[^\x20-\x7e]/g, ''), n)}`;
        const [evaluated] = derive(script).filter(({ kind }) => kind === 'payload');
        expect(evaluated?.text).toBe(code);
        expect(evaluated?.evaluation?.derived.find(({ kind }) => kind === 'payload')?.text).toBe(plain);
      }),
      { numRuns: 150 },
    );
  });
});
