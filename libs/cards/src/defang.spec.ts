import fc from 'fast-check';
import { defang, refang } from './defang.js';

describe('defang', () => {
  it.each([
    ['10.0.5.13', '10[.]0[.]5[.]13'],
    ['10.0.5.13:8080', '10[.]0[.]5[.]13:8080'],
    ['http://10.0.5.13/winx64_payload.exe', 'hxxp://10[.]0[.]5[.]13/winx64_payload.exe'],
    ['https://evil.example/a.b?c=d.e', 'hxxps://evil[.]example/a.b?c=d.e'],
    ['a.b@evil.example', 'a.b[@]evil[.]example'],
    ['2001:db8::1', '2001[:]db8[:][:]1'],
    ['evil.example', 'evil[.]example'],
    ['C:\\Users\\a.exe', 'C:\\Users\\a.exe'],
    ['plain words', 'plain words'],
  ])('shows %s as %s, and back', (value, shown) => {
    expect(defang(value)).toBe(shown);
    expect(refang(shown)).toBe(value);
    expect(defang(shown)).toBe(shown);
  });

  it('undoes what it does, for every address and URL', () => {
    fc.assert(fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), fc.domain(), fc.webUrl(), fc.emailAddress()), (value) => refang(defang(value)) === refang(value)));
  });
});
