import type { Budget } from './budget.js';
import { decodeBase64, decodeHex, inflate, textOf } from './codecs.js';
import { wholeFrom, type DerivedText } from './evaluation.js';

const blobs = /[A-Za-z0-9+/]{40,}={0,2}/g;
const hexBlobs = /(?<![0-9A-Za-z])[0-9a-f]{64,}(?![0-9A-Za-z])/gi;
const numberLists = /(?:0x[0-9a-f]{1,2}|\d{1,3})(?:\s{0,8}[,;]\s{0,8}(?:0x[0-9a-f]{1,2}|\d{1,3})){31,200000}/gi;
const escapes = /(?:\\x[0-9a-f]{2}){16,200000}|(?:%u[0-9a-f]{4}){8,200000}/gi;

/** Text that reads as a script or data a person wrote, not as chance. */
function telling(text: string): boolean {
  return text.length >= 12 && /[A-Za-z]{3}/.test(text) && (/[\s;=(){}|&$"']/.test(text) || /:\/\//.test(text));
}

/**
 * Opens data that stands in a text as it is: base64, hex, lists of byte values. Only what decodes to readable text, to a
 * compressed stream of such, or to machine code is given back; what the script does with it is not known from here.
 */
export function carve(text: string, budget: Budget): DerivedText[] {
  const out: DerivedText[] = [];
  const give = (bytes: Uint8Array, rules: string[], start: number, end: number): void => {
    if (out.length >= 30) return;
    const opened = open(bytes, rules, budget);
    if (opened === undefined) return;
    out.push({ kind: 'payload', ...opened, segments: wholeFrom(opened.text, start, end) });
  };
  scan(text, blobs, budget, (match) => {
    const bytes = decodeBase64(match[0].length % 4 === 1 ? match[0].slice(0, -1) : match[0], budget);
    if (bytes !== undefined && bytes.length >= 24) give(bytes, ['base64'], match.index, match.index + match[0].length);
  });
  scan(text, hexBlobs, budget, (match) => {
    const bytes = decodeHex(match[0].replaceAll('\\x', ''), budget);
    if (bytes !== undefined) give(bytes, ['hex'], match.index, match.index + match[0].length);
  });
  scan(text, escapes, budget, (match) => {
    const bytes = match[0].startsWith('%') ? Uint8Array.from(match[0].split('%u').slice(1).flatMap((code) => [Number.parseInt(code.slice(2), 16), Number.parseInt(code.slice(0, 2), 16)])) : decodeHex(match[0].replaceAll('\\x', ''), budget);
    if (bytes !== undefined) give(bytes, ['escapes'], match.index, match.index + match[0].length);
  });
  scan(text, numberLists, budget, (match) => {
    budget.allocate(match[0].length);
    const numbers = match[0].split(/[,;]/).map((part) => Number(part.trim()));
    if (numbers.every((n) => n >= 0 && n <= 255)) give(Uint8Array.from(numbers), ['byte list'], match.index, match.index + match[0].length);
  });
  return out;
}

function scan(text: string, pattern: RegExp, budget: Budget, work: (match: RegExpExecArray) => void): void {
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text), count = 0; match !== null && count < 200; match = pattern.exec(text), count++) {
    budget.step(10);
    work(match);
  }
}

function open(bytes: Uint8Array, rules: string[], budget: Budget): { text: string; rules: string[]; bytes?: Uint8Array } | undefined {
  const gzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const zlib = bytes[0] === 0x78 && [0x01, 0x5e, 0x9c, 0xda].includes(bytes[1] ?? 0);
  if (gzip || zlib) {
    const how = gzip ? 'gzip' : 'zlib';
    const inner = inflate(bytes, how, budget);
    return inner === undefined || inner.length === 0 ? undefined : open(inner, [...rules, how], budget);
  }
  const readable = textOf(bytes);
  if (readable !== undefined) return telling(readable.text) ? { text: readable.text, rules: [...rules, readable.encoding] } : undefined;
  const code = bytes.length >= 64 && ((bytes[0] === 0x4d && bytes[1] === 0x5a) || (bytes[0] === 0xfc && [0x48, 0xe8, 0xeb].includes(bytes[1] ?? 0)) || (bytes[0] === 0x7f && bytes[1] === 0x45));
  return code ? { text: '', bytes, rules } : undefined;
}
