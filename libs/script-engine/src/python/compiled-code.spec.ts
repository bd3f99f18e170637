import { readCompiledPython } from './compiled-code.js';

/** `import os` and `def go(): os.system("uptime")`, compiled by Python 3.11. */
const recent = new Uint8Array(Buffer.from('4wAAAAAAAAAAAAAAAAIAAAAAAAAA8xQAAACXAGQAZAFsAFoAZAKEAFoBZAFTACkD6QAAAABOYwAAAAAAAAAAAAAAAAMAAAADAAAA8y4AAACXAHQBAAAAAAAAAAAAAGoBAAAAAAAAAABkAaYBAACrAQAAAAAAAAAAAQBkAFMAKQJO2gZ1cHRpbWUpAtoCb3PaBnN5c3RlbakA8wAAAAD6AzxzPtoCZ29yCgAAAAIAAABzGAAAAIAA3QQGhEmIaNEEF9QEF9AEF9AEF9AEF3IIAAAAKQJyBQAAAHIKAAAAcgcAAAByCAAAAHIJAAAA+gg8bW9kdWxlPnILAAAAAQAAAHMnAAAA8AMBAQHYAAmACYAJgAnwAgEBGPAAAQEY8AABARjwAAEBGPAAAQEYcggAAAA=', 'base64'));

function int(value: number): number[] {
  return [value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24];
}
const text = (value: string): number[] => [0x75, ...int(value.length), ...Buffer.from(value)];
const bytes = (...value: number[]): number[] => [0x73, ...int(value.length), ...value];
const tuple = (...items: number[][]): number[] => [0x28, ...int(items.length), ...items.flat()];
/** A code object as 3.7 (five numbers) and 3.8 (six) write it. */
const older = (numbers: number): Uint8Array => Uint8Array.from([0x63, ...Array.from({ length: numbers }, () => int(0)).flat(), ...bytes(0x64, 0), ...tuple(text('http://a.example.test/')), ...tuple(text('urlopen')), ...tuple(), ...tuple(), ...tuple(), ...text('a.py'), ...text('fetch'), ...int(1), ...bytes()]);

describe('readCompiledPython', () => {
  it('lists names and texts of each code object', () => {
    expect(readCompiledPython(recent)).toBe('# <module>: os go\n# go: os system\nuptime');
  });

  it.each([5, 6])('reads the layout of %i numbers', (numbers) => {
    expect(readCompiledPython(older(numbers))).toBe('# fetch: urlopen\nhttp://a.example.test/');
  });

  it('keeps what it found in data that breaks off, and never throws', () => {
    expect(readCompiledPython(recent.slice(0, 190))).toContain('uptime');
    for (let at = 0; at < recent.length; at++) {
      readCompiledPython(recent.slice(0, at));
      const changed = recent.slice();
      changed[at] = (changed[at] as number) ^ 0xff;
      readCompiledPython(changed);
    }
    expect(readCompiledPython(new Uint8Array(0))).toBeUndefined();
  });
});
