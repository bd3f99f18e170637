import fc from 'fast-check';
import { canonicalJson, digestOf, SecurityModelError } from './index.js';

function shuffleKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffleKeys);
  if (typeof value !== 'object' || value === null) return value;
  const copy: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [key, item] of Object.entries(value).reverse()) copy[key] = shuffleKeys(item);
  return copy;
}

describe('digestOf', () => {
  it('is the SHA-256 of the canonical text', () => {
    expect(canonicalJson({ b: [1, null, undefined], a: { d: 'x', c: undefined } })).toBe('{"a":{"d":"x"},"b":[1,null,null]}');
    expect(digestOf({})).toBe('44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a');
  });

  it('does not depend on the order of keys and is that of the JSON text', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(digestOf(shuffleKeys(value))).toBe(digestOf(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('tells different values apart', () => {
    expect(new Set([{ a: 1 }, { a: '1' }, { a: [1] }, { b: 1 }, [{ a: 1 }], null, 'null'].map(digestOf)).size).toBe(7);
  });

  it('refuses what is nested too deep', () => {
    let value: unknown = 1;
    for (let level = 0; level < 50_000; level += 1) value = [value];
    expect(() => digestOf(value)).toThrow(SecurityModelError);
  });
});
