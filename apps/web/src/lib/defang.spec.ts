import { defang, displayEntity, displayEvidence } from './defang.js';

describe('defang', () => {
  it.each([
    ['10.0.5.13', '10[.]0[.]5[.]13'],
    ['10.0.5.13:8080', '10[.]0[.]5[.]13:8080'],
    ['fe80::1', 'fe80[:][:]1'],
    ['http://10.0.5.13/winx64_payload.exe', 'hxxp://10[.]0[.]5[.]13/winx64_payload.exe'],
    ['https://Evil.example/a.b?c=d.e', 'hxxps://Evil[.]example/a.b?c=d.e'],
    ['ftp://files.example', 'ftp://files[.]example'],
    ['nina@vnevado.example.co', 'nina[@]vnevado[.]example[.]co'],
    ['evil.example', 'evil[.]example'],
  ])('makes %s safe', (value, safe) => {
    expect(defang(value)).toBe(safe);
  });

  it.each(['C:\\Users\\stevie\\a.exe', 'MKT01', 'two words. here', 'e9196b871670af63', ''])('leaves %s alone', (value) => {
    expect(defang(value)).toBe(value);
  });

  it('leaves names of files and devices alone, whatever they look like', () => {
    expect(displayEntity('file', 'payload.exe')).toBe('payload.exe');
    expect(displayEntity('device', 'mkt01.pandalab.com')).toBe('mkt01.pandalab.com');
    expect(displayEntity('ip', '10.0.5.13')).toBe('10[.]0[.]5[.]13');
  });

  it('names evidence as it names entities', () => {
    expect(displayEvidence('urlEvidence', 'https://login.example/a')).toBe('hxxps://login[.]example/a');
    expect(displayEvidence('ipEvidence', '192.0.2.8')).toBe('192[.]0[.]2[.]8');
    expect(displayEvidence('userEvidence', 'dana@contoso.example')).toBe('dana@contoso.example');
    expect(displayEvidence('fileEvidence', 'update.exe')).toBe('update.exe');
  });
});
