import fc from 'fast-check';
import { dynamicText, jsonIdentity, readJson, writeJson } from './json-value.js';

describe('JSON that keeps its numbers', () => {
  it('reads what JSON.parse reads, and writes it back the same', () => {
    fc.assert(fc.property(fc.json(), (text) => {
      const value = readJson(text);
      expect(value).toBeDefined();
      expect(JSON.parse(writeJson(value ?? null))).toEqual(JSON.parse(text));
    }));
  });

  it('reads nothing that JSON.parse does not read', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '1', '.', 'e', '-', 'null', 'true', ' ', '\\') }), (text) => {
      let valid = true;
      try {
        JSON.parse(text);
      } catch {
        valid = false;
      }
      expect(readJson(text) !== undefined).toBe(valid);
    }), { numRuns: 2000 });
  });

  it('keeps the text of numbers and the order of keys', () => {
    expect(writeJson(readJson('{"b":1.0,"a":9223372036854775807,"c":[1e5]}') ?? null)).toBe('{"b":1.0,"a":9223372036854775807,"c":[1e5]}');
  });

  it('holds 1 and 1.0 for the same, whatever the order of keys', () => {
    expect(jsonIdentity(readJson('{"a":1,"b":2}') ?? null)).toBe(jsonIdentity(readJson('{"b":2.0,"a":1}') ?? null));
  });

  it('shows strings without quotes and null as nothing', () => {
    expect([dynamicText('x'), dynamicText(null), dynamicText(['x'])]).toEqual(['x', '', '["x"]']);
  });

  it('gives up on deep nesting', () => {
    expect(readJson('['.repeat(100_000))).toBeUndefined();
  });
});
