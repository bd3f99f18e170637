import { decodeBase64, decodeHex, decodeText, inflate } from '../core/codecs.js';
import type { PyMachine } from './machine.js';
import { readEscapes } from './string-literal.js';
import { PyBytes } from './values.js';

function canonical(encoding: string): string {
  return encoding.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** ROT13. */
export function rot13(text: string): string {
  return text.replace(/[A-Za-z]/g, (char) => String.fromCharCode(((char.charCodeAt(0) & 31) + 12) % 26 + 1 + (char.charCodeAt(0) & 96)));
}

/** Base64 as Python reads it: characters outside the alphabet are passed over. */
export function pythonBase64(machine: PyMachine, text: string, urlSafe = false): Uint8Array | undefined {
  machine.budget.allocate(text.length);
  const standard = urlSafe ? text.replaceAll('-', '+').replaceAll('_', '/') : text;
  return decodeBase64(standard.replace(/[^A-Za-z0-9+/=]/g, '').replace(/=.*$/s, ''), machine.budget);
}

/** Bytes as text (or other bytes) by the name of a codec; undefined when it is not known or does not fit. */
export function decodeWith(machine: PyMachine, data: Uint8Array, encoding: string): unknown {
  const name = canonical(encoding);
  machine.budget.allocate(data.length);
  const latin = (): string => decodeText(data, 'latin1');
  const bytes = (out: Uint8Array | undefined, rule: string): PyBytes | undefined => {
    if (out === undefined) return undefined;
    machine.session.use(rule);
    return new PyBytes(out);
  };
  if (name === 'utf8' || name === 'u8' || name === 'utf8sig') return decodeText(data, 'utf-8').replace(/^\uFEFF/, name === 'utf8sig' ? '' : '\uFEFF');
  if (name === 'ascii' || name === 'usascii' || name === 'latin1' || name === 'latin' || name === 'iso88591' || name === 'cp1252' || name === 'windows1252' || name === 'charmap') return /1252/.test(name) ? new TextDecoder('windows-1252').decode(data) : latin();
  if (name === 'utf16le' || name === 'utf16' || name === 'u16') {
    machine.session.use('utf-16le');
    return decodeText(data, 'utf-16le').replace(/^\uFEFF/, '');
  }
  if (name === 'utf16be') return decodeText(data, 'utf-16be');
  if (name === 'hex' || name === 'hexcodec') return bytes(decodeHex(latin(), machine.budget), 'hex');
  if (name === 'base64' || name === 'base64codec') return bytes(pythonBase64(machine, latin()), 'base64');
  if (name === 'zlib' || name === 'zlibcodec' || name === 'zip') return bytes(inflate(data, 'zlib', machine.budget), 'zlib');
  if (name === 'rot13') {
    machine.session.use('rot13');
    return rot13(latin());
  }
  if (name === 'unicodeescape' || name === 'stringescape' || name === 'rawunicodeescape') {
    machine.session.use('escapes');
    return readEscapes(latin(), false);
  }
  return undefined;
}

/** Text as bytes (or other text) by the name of a codec; undefined when it is not known. */
export function encodeWith(machine: PyMachine, text: string, encoding: string): unknown {
  const name = canonical(encoding);
  machine.budget.allocate(text.length * 2);
  if (name === 'utf8' || name === 'u8') return new PyBytes(new Uint8Array(Buffer.from(text, 'utf8')));
  if (/^(?:ascii|usascii|latin1?|iso88591|cp1252|windows1252|charmap)$/.test(name)) return new PyBytes(new Uint8Array(Buffer.from(text, 'latin1')));
  if (name === 'utf16le') return new PyBytes(new Uint8Array(Buffer.from(text, 'utf16le')));
  if (name === 'utf16') return new PyBytes(new Uint8Array(Buffer.from(`\uFEFF${text}`, 'utf16le')));
  if (name === 'rot13') {
    machine.session.use('rot13');
    return rot13(text);
  }
  if (name === 'hex') return Buffer.from(text, 'latin1').toString('hex');
  if (name === 'base64') return Buffer.from(text, 'latin1').toString('base64');
  if (name === 'unicodeescape') return new PyBytes(new Uint8Array(Buffer.from(text.replace(/[^\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`), 'latin1')));
  return undefined;
}
