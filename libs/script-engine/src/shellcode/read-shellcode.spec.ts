import { readShellcode } from './read-shellcode.js';

const read = (...parts: (number[] | string)[]): string[] => readShellcode(Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(`${part}\0`, 'latin1') : Buffer.from(part))))).lines;
const start = [0xfc, 0xe8, 0x82, 0, 0, 0, ...Array.from({ length: 24 }, () => 0x90)];

describe('readShellcode', () => {
  it.each([
    ['an x86 stager', [0x68, 192, 0, 2, 9, 0x68, 2, 0, 0x11, 0x5c, 0x89, 0xe6], 'connects to 192.0.2.9:4444'],
    ['an x64 stager', [0x49, 0xbc, 2, 0, 0x01, 0xbb, 198, 51, 100, 7], 'connects to 198.51.100.7:443'],
    ['a Linux stager', [0x68, 203, 0, 113, 5, 0x66, 0x68, 0x23, 0x29, 0x66, 0x53], 'connects to 203.0.113.5:9001'],
    ['a stager that waits', [0x50, 0x50, 0x68, 2, 0, 0x1f, 0x90, 0x89, 0xe6, 0x6a, 0x10, 0x56], 'listens on port 8080'],
  ])('reads address and port of %s', (_name, code, line) => {
    expect(read(start, code, [0x90, 0x90])).toContain(line);
  });

  it('puts the address of a stager over HTTPS together, and names its user agent', () => {
    const lines = read(start, [0x68, 0xbb, 0x20, 0, 0, 0x53, 0x50], [0x68, 0, 0x32, 0xa0, 0x84, 0x53], 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)', '/aB3dE_x1', 'cdn.example.test');
    expect(lines).toEqual(expect.arrayContaining(['connects to cdn.example.test:8379', 'requests https://cdn.example.test:8379/aB3dE_x1', 'User-Agent: Mozilla/5.0 (Windows NT 10.0; Win64; x64)']));
  });

  it('says nothing of bytes without sense', () => {
    expect(read(Array.from({ length: 64 }, (_, i) => (i * 37) % 32))).toEqual([]);
  });
});
