import fc from 'fast-check';
import { shippedAskSchema } from './ask-schema.js';
import { lexiconOf } from './lexicon/lexicon.js';
import { mendSpelling } from './spelling.js';
import { stemOf, wordsOf } from './words.js';

const { known } = lexiconOf(shippedAskSchema());
const mended = (word: string): string | undefined => mendSpelling(wordsOf(word), known)[0]?.stem;

describe('mendSpelling', () => {
  it.each([['failled', 'failed'], ['proceses', 'processes'], ['conections', 'connections'], ['suceeded', 'succeeded'], ['regsitry', 'registry']])('reads %s as %s', (slip, word) => {
    expect(mended(slip)).toBe(stemOf(word));
  });

  it.each(['mimikatz', 'qakbot', 'solarmarker', 'silverlight', 'processes', 'chisel'])('leaves %s', (word) => {
    expect(mended(word)).toBe(stemOf(word));
  });

  it('changes no text and no place', () => {
    fc.assert(fc.property(fc.string({ maxLength: 60 }), (text) => {
      const before = wordsOf(text);
      expect(mendSpelling(before, known).map(({ stem: _, ...rest }) => rest)).toEqual(before.map(({ stem: _, ...rest }) => rest));
    }));
  });
});
