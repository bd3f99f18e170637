import fc from 'fast-check';
import { placeHash, placeMark, readPlace, type ScriptPlace } from './script-place.js';

describe('a place in a script', () => {
  it('comes back from its address', () => {
    const natural = fc.nat(999);
    const places = fc.oneof(
      fc.record({ layer: natural }),
      fc.record({ layer: natural, line: natural.map((n) => n + 1) }),
      fc.record({ layer: natural, line: natural.map((n) => n + 1), start: natural, length: natural }).map(({ length, ...place }) => ({ ...place, end: place.start + length + 1 })),
    );
    fc.assert(fc.property(places, (place: ScriptPlace) => expect(readPlace(placeHash(place))).toEqual(place)));
  });

  it.each(['', '#', '#main', '#layer-', '#layer-x-line-1', '#layer-1-line-2-at-3', '#layer-1-line-2;x', '#layer-99999'])('reads nothing from %p', (hash) => {
    expect(readPlace(hash)).toBeUndefined();
  });

  it('does not believe an empty stretch', () => {
    expect(readPlace('#layer-1-line-2-at-9-9')).toEqual({ layer: 1, line: 2 });
  });

  it('has a short name', () => {
    expect([placeMark({ layer: 2, line: 14 }), placeMark({ layer: 3 })]).toEqual(['2:14', '3:1']);
  });
});
