import { Pseudonyms } from './pseudonyms.js';

describe('pseudonyms', () => {
  const names = new Pseudonyms('a secret', 'case-1');

  it('are the same within a case, in any case of letters, and mean nothing outside', () => {
    expect(names.of('person', 'Ana@Contoso.com')).toBe(names.of('person', 'ana@contoso.com'));
    expect(names.of('person', 'ana')).toMatch(/^person-[b-t]{6}$/);
    expect(new Set([names.of('person', 'ana'), new Pseudonyms('a secret', 'case-2').of('person', 'ana'), new Pseudonyms('another', 'case-1').of('person', 'ana')]).size).toBe(3);
    expect(names.digest('device', 'ana')).not.toBe(names.digest('person', 'ana'));
  });
});
