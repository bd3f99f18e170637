import { textFromBytes } from './shell-text.js';

/** Which escapes a place knows: `$'...'`, the format of printf, the argument of `%b`, `echo -e`. */
export type EscapeStyle = 'quote' | 'format' | 'percentB' | 'echo';

const single: Readonly<Record<string, number>> = { a: 7, b: 8, e: 27, E: 27, f: 12, n: 10, r: 13, t: 9, v: 11, '\\': 92 };

/** Text with its backslash escapes carried out; `stopped` when `\c` (or a NUL in quotes) ends the output. */
export function decodeEscapes(source: string, style: EscapeStyle): { text: string; stopped: boolean } {
  if (!source.includes('\\')) return { text: source, stopped: false };
  const pieces: string[] = [];
  let bytes: number[] = [];
  const flush = (): void => {
    if (bytes.length === 0) return;
    pieces.push(textFromBytes(Uint8Array.from(bytes)));
    bytes = [];
  };
  let i = 0;
  let stopped = false;
  while (i < source.length && !stopped) {
    const slash = source.indexOf('\\', i);
    if (slash !== i) {
      flush();
      const end = slash < 0 ? source.length : slash;
      pieces.push(source.slice(i, end));
      i = end;
      continue;
    }
    const next = source[i + 1];
    if (next === undefined) {
      flush();
      pieces.push('\\');
      break;
    }
    const code = single[next];
    if (code !== undefined) {
      bytes.push(code);
      i += 2;
    } else if ((next === "'" || next === '"' || next === '?') && (style === 'quote' || style === 'format' || (style === 'percentB' && next !== '?'))) {
      bytes.push(next.charCodeAt(0));
      i += 2;
    } else if (next === 'x') {
      const braces = style === 'quote' ? /^\{([0-9a-fA-F]+)\}/.exec(source.slice(i + 2, i + 14)) : null;
      const digits = braces ? braces[1] : /^[0-9a-fA-F]{1,2}/.exec(source.slice(i + 2, i + 4))?.[0];
      if (digits === undefined) {
        flush();
        pieces.push('\\x');
        i += 2;
      } else {
        bytes.push(parseInt(digits, 16) & 0xff);
        i += 2 + (braces ? (braces[0]?.length ?? 0) : digits.length);
      }
    } else if (next === 'u' || next === 'U') {
      const digits = (next === 'u' ? /^[0-9a-fA-F]{1,4}/ : /^[0-9a-fA-F]{1,8}/).exec(source.slice(i + 2, i + 10))?.[0];
      flush();
      const point = digits === undefined ? undefined : parseInt(digits, 16);
      pieces.push(point === undefined ? `\\${next}` : point <= 0x10ffff && (point < 0xd800 || point > 0xefff) ? String.fromCodePoint(point) : '\uFFFD');
      i += 2 + (digits?.length ?? 0);
    } else if (next >= '0' && next <= '7' && (style === 'quote' || style === 'format' || style === 'percentB' || next === '0')) {
      // %b and echo -e take up to three digits after a leading zero, the others up to three in all.
      const leadingZero = next === '0' && (style === 'percentB' || style === 'echo');
      const digits = (leadingZero ? /^0[0-7]{0,3}/ : /^[0-7]{1,3}/).exec(source.slice(i + 1, i + 5))?.[0] ?? next;
      bytes.push(parseInt(digits, 8) & 0xff);
      i += 1 + digits.length;
    } else if (next === 'c' && style === 'quote') {
      const control = source[i + 2];
      if (control === undefined) {
        flush();
        pieces.push('\\c');
      } else bytes.push(control === '?' ? 127 : control.toUpperCase().charCodeAt(0) & 0x1f);
      i += 3;
    } else if (next === 'c' && (style === 'echo' || style === 'percentB')) {
      stopped = true;
    } else {
      flush();
      pieces.push(`\\${next}`);
      i += 2;
    }
    if (style === 'quote' && bytes.at(-1) === 0) {
      // The shell's strings end at a NUL; what follows it in the quotes is lost.
      bytes.pop();
      stopped = true;
    }
  }
  flush();
  return { text: pieces.join(''), stopped };
}
