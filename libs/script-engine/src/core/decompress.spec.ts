import { Budget, BudgetExceeded, defaultLimits } from './budget.js';
import { unpackBzip2 } from './bzip2.js';
import { unpackLzma } from './lzma.js';

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));
const told = (data: Uint8Array | undefined): string | undefined => (data === undefined ? undefined : Buffer.from(data).toString());
const source = `import os\nos.system("uptime")\n${'print("again and again")\n'.repeat(20)}`;
// Packed with Python's bz2 and lzma modules.
const bzip2 = 'QlpoOTFBWSZTWREHdD0AAJvRgAAQUGEmo94gIAByElAAAAUqU0HqYQ0OvzBMk4Jzgm3mTQnrWTOCak4EwTJO3fgTG/QTkm3tJoRgI5SM2AjrwR1e9bAI3Hbfi7kinChICIO6HoA=';
const xz = '/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4AIRADldADSbSme4Ujxz7TRXuF2CBRjVkBqKklNUzBSeK6MApY+5+QRJXV0Z3nTdPc7XAEDqm2szs7wDqHoAAAAAAABaiyqsWFdiOAABVZIEAAAAvq6yu7HEZ/sCAAAAAARZWg==';
const alone = 'XQAAgAD//////////wA0m0pnuFI8c+00V7hdggUY1ZAaipJTVMwUniujAKWPufkESV1dGd503T3O1wBA6ptrM7O8A+L55P//4X2AAA==';

describe('unpacking what Node does not unpack', () => {
  it.each([['bzip2', unpackBzip2, bzip2], ['.xz', unpackLzma, xz], ['.lzma', unpackLzma, alone]] as const)('%s gives the text that was packed', (_name, unpack, packed) => {
    expect(told(unpack(bytes(packed), new Budget()))).toBe(source);
  });

  it.each([['bzip2', unpackBzip2, bzip2], ['.xz', unpackLzma, xz], ['.lzma', unpackLzma, alone]] as const)('%s that breaks off or was changed gives nothing else than text or nothing', (_name, unpack, packed) => {
    const whole = bytes(packed);
    for (let at = 0; at < whole.length; at++) {
      unpack(whole.slice(0, at), new Budget());
      const changed = whole.slice();
      changed[at] = (changed[at] as number) ^ 0x55;
      try {
        unpack(changed, new Budget());
      } catch (error) {
        expect(error).toBeInstanceOf(BudgetExceeded);
      }
    }
    expect(unpack(whole.slice(0, 4), new Budget())).toBeUndefined();
    expect(unpack(new Uint8Array(0), new Budget())).toBeUndefined();
  });

  it.each([['bzip2', unpackBzip2, bzip2], ['.xz', unpackLzma, xz], ['.lzma', unpackLzma, alone]] as const)('%s stops at the limit of expansion', (_name, unpack, packed) => {
    expect(() => unpack(bytes(packed), new Budget({ ...defaultLimits, expansion: 100 }))).toThrow(BudgetExceeded);
  });
});
