import fc from 'fast-check';
import { Pseudonyms } from './pseudonyms.js';

describe('pseudonyms', () => {
  const names = new Pseudonyms('a secret', 'case-1');

  it('are the same within a case, in any case of letters, and mean nothing outside', () => {
    expect(names.of('person', 'Ana@Contoso.com')).toBe(names.of('person', 'ana@contoso.com'));
    expect(names.of('person', 'ana')).toMatch(/^person-[0-9a-f]{10}$/);
    expect(new Set([names.of('person', 'ana'), new Pseudonyms('a secret', 'case-2').of('person', 'ana'), new Pseudonyms('another', 'case-1').of('person', 'ana')]).size).toBe(3);
  });

  it('take the place of every name and address in every text', () => {
    const scrubbed = names.scrub({ a: ['Jane Doe (jane.doe@contoso.com) wrote to o\'brien@x.example.org', { b: 'JANE DOE.' }], n: 3, none: null }, ['Jane Doe', 'jane.doe']);
    expect(JSON.stringify(scrubbed)).not.toMatch(/jane|contoso|@/i);
    expect(scrubbed.a[1]).toEqual({ b: `${names.of('person', 'jane doe')}.` });
    expect(names.scrub('janet does it', ['Jane Doe', 'do'])).toBe('janet does it');
  });

  it('keep none of the names, whatever they are made of, and can be put in twice', () => {
    const name = fc.string({ minLength: 3, maxLength: 12 }).filter((each) => each.trim().length >= 3 && !/^[\sa-f0-9perso-]*$/i.test(each));
    fc.assert(fc.property(name, (who) => {
      const once = names.scrub(`It was ${who.trim()} who did it.`, [who]);
      expect(once).toBe(`It was ${names.of('person', who.trim())} who did it.`);
      expect(names.scrub(once, [who])).toBe(once);
    }));
  });
});
