import { createHash } from 'node:crypto';
import { decodeBase64, decodeText, inflate } from '../../core/codecs.js';
import type { Budget } from '../../core/budget.js';
import { unpackBzip2 } from '../../core/bzip2.js';
import { unpackLzma } from '../../core/lzma.js';
import type { Call, Outcome, Runner } from '../runner.js';
import { hasHole, type Data } from '../shell-text.js';
import { inputBytes, knownInput, made, madeBytes, readOptions, type Filter } from './filter-input.js';

/** Base64 as the tools take it: garbage is dropped when they are told so, and what stands before broken text is kept. */
export function lenientBase64(text: string, budget: Budget): Uint8Array | undefined {
  budget.step(1 + (text.length >> 8));
  const compact = /[^A-Za-z0-9+/=_-]/.test(text) ? text.replace(/[^A-Za-z0-9+/=_-]+/g, '') : text;
  const direct = decodeBase64(compact, budget);
  if (direct) return direct;
  // Several padded texts one after the other, or one that is cut short.
  const pieces = compact.match(/[^=]+=*/g) ?? [];
  const out: Uint8Array[] = [];
  for (const piece of pieces) {
    budget.step();
    const body = piece.replace(/=+$/, '');
    const bytes = decodeBase64(body.length % 4 === 1 ? body.slice(0, -1) : body, budget);
    if (!bytes) return undefined;
    out.push(bytes);
  }
  return out.length === 0 ? undefined : new Uint8Array(Buffer.concat(out));
}

const base64: Filter = (shell, call) => {
  const { flags, operands, values } = readOptions(call, call.args.some((arg) => arg.text === '-D') ? 'wbo' : 'w', { decode: 'd', 'ignore-garbage': 'i', wrap: 'w' });
  const files = values.has('i') ? [values.get('i') as string] : operands;
  if (flags.has('d') || flags.has('D')) {
    const data = knownInput(shell, files);
    if (!data) return undefined;
    const bytes = lenientBase64(data.text, shell.budget);
    return bytes ? madeBytes(shell, data, bytes, 'base64') : malformed(shell, 'base64');
  }
  const input = inputBytes(shell, files);
  if (!input) return undefined;
  shell.budget.allocate(Math.ceil(input.bytes.length * 1.4));
  return made(shell, input.data, wrap(Buffer.from(input.bytes).toString('base64'), parseInt(values.get('w') ?? '76', 10)), 'base64 encoding');
};

function wrap(text: string, width: number): string {
  if (!(width > 0)) return text;
  const lines: string[] = [];
  for (let i = 0; i < text.length; i += width) lines.push(text.slice(i, i + width));
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

function malformed(shell: Runner, what: string): undefined {
  shell.recorder.missing('malformed', `${what} that does not decode`, shell.span());
  return undefined;
}

const base32: Filter = (shell, call) => {
  const { flags, operands } = readOptions(call, 'w', { decode: 'd', 'ignore-garbage': 'i' });
  const data = knownInput(shell, operands);
  if (!data || !(flags.has('d') || flags.has('D'))) return undefined;
  const bytes = decodeBase32(data.text, shell.budget);
  return bytes ? madeBytes(shell, data, bytes, 'base32') : malformed(shell, 'base32');
};

function decodeBase32(text: string, budget: Budget): Uint8Array | undefined {
  const compact = text.replace(/[\s=]+/g, '').toUpperCase();
  if (!/^[A-Z2-7]*$/.test(compact)) return undefined;
  budget.step(1 + (compact.length >> 4));
  budget.allocate(Math.floor((compact.length * 5) / 8));
  const out = new Uint8Array(Math.floor((compact.length * 5) / 8));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (let i = 0; i < compact.length; i++) {
    const code = compact.charCodeAt(i);
    held = ((held << 5) | (code >= 65 ? code - 65 : code - 24)) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      out[at++] = (held >> bits) & 0xff;
    }
  }
  return out;
}

const basenc: Filter = (shell, call) => {
  const kind = call.args.find((arg) => /^--base/.test(arg.text))?.text.slice(2);
  const rest = { ...call, args: call.args.filter((arg) => !/^--base/.test(arg.text)) };
  if (kind === 'base64' || kind === 'base64url') return base64(shell, rest);
  if (kind === 'base32') return base32(shell, rest);
  if (kind !== 'base16') return undefined;
  const data = knownInput(shell, readOptions(rest, 'w', { decode: 'd' }).operands);
  return data ? madeBytes(shell, data, hexBytes(data.text, shell.budget), 'hex') : undefined;
};

function hexBytes(text: string, budget: Budget): Uint8Array {
  budget.step(1 + (text.length >> 6));
  budget.allocate(text.length >> 1);
  const digits = text.replace(/[^0-9a-fA-F]+/g, '');
  return new Uint8Array(Buffer.from(digits.slice(0, digits.length & ~1), 'hex'));
}

const xxd: Filter = (shell, call) => {
  const { flags, values, operands } = readOptions({ ...call, args: call.args.map((arg) => ({ ...arg, text: /^-(?:ps|plain|postscript)$/.test(arg.text) ? '-p' : arg.text === '-revert' ? '-r' : arg.text })) }, 'cglso');
  if (flags.has('r')) {
    const data = knownInput(shell, operands);
    if (!data) return undefined;
    if (flags.has('p')) return madeBytes(shell, data, hexBytes(data.text, shell.budget), 'hex');
    const lines = data.text.split('\n').map((line) => /^\s*[0-9a-fA-F]+:\s?((?:[0-9a-fA-F]{2,} ?)+)/.exec(line)?.[1] ?? '');
    return madeBytes(shell, data, hexBytes(lines.join(''), shell.budget), 'hex dump');
  }
  const input = inputBytes(shell, operands);
  if (!input) return undefined;
  shell.budget.allocate(input.bytes.length * (flags.has('p') ? 2 : 5));
  const hex = Buffer.from(input.bytes).toString('hex');
  if (flags.has('p')) return made(shell, input.data, wrap(flags.has('u') ? hex.toUpperCase() : hex, (parseInt(values.get('c') ?? '30', 10) || 0) * 2) || '', 'hex encoding');
  return undefined;
};

/** `od` and `hexdump` in the forms scripts use to get at hex digits. */
const od: Filter = (shell, call) => {
  const words = call.args.map((arg) => arg.text).join(' ');
  const input = inputBytes(shell, call.args.map((arg) => arg.text).filter((word, index, all) => !word.startsWith('-') && !/^-[AtNjwve]$/.test(all[index - 1] ?? '') && !/^(?:n|x1|d1|u1|o1|c)$/.test(word)));
  if (!input || input.bytes.length > 1_000_000) return undefined;
  if (!/-(?:A\s?n|An)|-A n/.test(words) && !words.includes('-e')) return undefined;
  const kind = /-[A-Za-z]*t\s?(x1|u1|d1|o1|c|x)\b/.exec(words)?.[1] ?? (/-e\s+'?"?%02x/.test(words) || /%02x/.test(words) ? 'plain' : /-c\b/.test(words) ? 'c' : undefined);
  const hex = [...input.bytes];
  shell.budget.step(hex.length);
  shell.budget.allocate(hex.length * 5);
  if (kind === 'plain') return made(shell, input.data, hex.map((byte) => byte.toString(16).padStart(2, '0')).join(''), 'hex encoding');
  if (kind !== 'x1' && kind !== 'u1' && kind !== 'd1' && kind !== 'o1') return undefined;
  const shown = hex.map((byte) => (kind === 'x1' ? ` ${byte.toString(16).padStart(2, '0')}` : kind === 'o1' ? ` ${byte.toString(8).padStart(3, '0')}` : ` ${String(byte).padStart(3)}`));
  const lines: string[] = [];
  for (let i = 0; i < shown.length; i += 16) lines.push(shown.slice(i, i + 16).join(''));
  return made(shell, input.data, `${lines.join('\n')}\n`, 'byte dump');
};

const notOurs: Readonly<Record<string, string>> = { bzip2: 'bzip2', bunzip2: 'bzip2', bzcat: 'bzip2', xz: 'xz', unxz: 'xz', xzcat: 'xz', lzma: 'lzma', unlzma: 'lzma', lzcat: 'lzma', zstd: 'zstd', unzstd: 'zstd', zstdcat: 'zstd', lz4: 'lz4', lzop: 'lzop', uncompress: 'compress', brotli: 'brotli', uudecode: 'uuencode', gpg: 'gpg', unzip: 'zip' };

type Unpacker = (data: Uint8Array, budget: Budget) => Uint8Array | undefined;
const unpackers: Readonly<Partial<Record<string, Unpacker>>> = { bzip2: unpackBzip2, xz: unpackLzma, lzma: unpackLzma, brotli: (data, budget) => inflate(data, 'brotli', budget) };

const otherFormat: Filter = (shell, call) => {
  const decodes = /^(?:un|bzcat|bunzip2|xzcat|lzcat|zstdcat|uudecode)/.test(call.name) || call.args.some((arg) => /^-(?:[a-zA-Z]*d|-decompress|-decrypt|-uncompress)/.test(arg.text));
  const what = notOurs[call.name] as string;
  if (!decodes) return undefined;
  const unpack = unpackers[what];
  if (unpack !== undefined) {
    const packed = inputBytes(shell, call.args.filter(({ text }) => !text.startsWith('-')).map(({ text }) => text));
    if (packed === undefined) return undefined;
    const out = unpack(packed.bytes, shell.budget);
    return out === undefined ? malformed(shell, what) : madeBytes(shell, packed.data, out, what);
  }
  const input = shell.stdin;
  if (input && !hasHole(input.data.text)) shell.recorder.missing(what === 'gpg' ? 'unknownKey' : 'unsupported', `${what} is not decoded`, shell.span());
  return undefined;
};

const gzip: Filter = (shell, call) => {
  const { flags, operands } = readOptions(call, 'S', { decompress: 'd', uncompress: 'd', stdout: 'c', 'to-stdout': 'c' });
  const decodes = flags.has('d') || /^(?:gunzip|zcat|gzcat|unpigz)$/.test(call.name);
  if (!decodes) return undefined;
  const paths = operands.filter((path) => path !== '-');
  const input = inputBytes(shell, paths);
  if (!input) return undefined;
  const out = inflate(input.bytes, 'gzip', shell.budget);
  if (!out) return malformed(shell, 'gzip');
  const toFile = paths.length === 1 && !flags.has('c') && call.name !== 'zcat' && call.name !== 'gzcat';
  const outcome = madeBytes(shell, input.data, out, 'gzip');
  if (toFile && outcome.out) {
    shell.writeFile((paths[0] as string).replace(/\.(?:gz|tgz|z)$/i, ''), outcome.out, false, shell.span());
    return { status: 0 };
  }
  return outcome;
};

const zlib: Filter = (shell, call) => {
  if (!call.args.some((arg) => /^-(?:uncompress|d)/.test(arg.text))) return undefined;
  const input = inputBytes(shell, []);
  const out = input ? inflate(input.bytes, 'zlib', shell.budget) : undefined;
  return input && out ? madeBytes(shell, input.data, out, 'zlib') : undefined;
};

const digests: Readonly<Record<string, string>> = { md5sum: 'md5', sha1sum: 'sha1', sha224sum: 'sha224', sha256sum: 'sha256', sha384sum: 'sha384', sha512sum: 'sha512', md5: 'md5' };

const digest: Filter = (shell, call) => {
  const { operands, flags } = readOptions(call, 'a');
  const algorithm = digests[call.name];
  if (algorithm === undefined || flags.has('c')) return undefined;
  const input = inputBytes(shell, operands);
  if (!input) return undefined;
  shell.budget.step(1 + (input.bytes.length >> 6));
  const hex = createHash(algorithm).update(input.bytes).digest('hex');
  return made(shell, input.data, call.name === 'md5' ? `${hex}\n` : `${hex}  ${operands[0] ?? '-'}\n`, algorithm);
};

const iconv: Filter = (shell, call) => {
  const { values, operands } = readOptions(call, 'fto', { 'from-code': 'f', 'to-code': 't' });
  const input = inputBytes(shell, operands);
  if (!input) return undefined;
  const from = (values.get('f') ?? 'utf-8').toLowerCase().replace(/[-_]/g, '');
  const to = (values.get('t') ?? 'utf-8').toLowerCase().replace(/[-_]/g, '').replace(/\/\/.*$/, '');
  const encoding = from === 'utf16' || from === 'utf16le' || from === 'ucs2' || from === 'ucs2le' ? 'utf-16le' : from === 'utf16be' ? 'utf-16be' : from === 'latin1' || from === 'iso88591' ? 'latin1' : from === 'utf8' || from === 'ascii' || from === 'usascii' ? 'utf-8' : undefined;
  if (encoding === undefined) return undefined;
  const text = decodeText(input.bytes, encoding).replace(/^\uFEFF/, '');
  if (to === 'utf8' || to === 'ascii' || to === 'usascii') return made(shell, input.data, text, encoding);
  if (to === 'utf16le') return madeBytes(shell, input.data, Buffer.from(text, 'utf16le'), 'utf-16le encoding');
  return undefined;
};

/** `dd` as far as it only passes bytes on. */
const dd: Filter = (shell, call: Call): Outcome | undefined => {
  const settings = new Map(call.args.map((arg) => [arg.text.slice(0, arg.text.indexOf('=')), arg.text.slice(arg.text.indexOf('=') + 1)]));
  if (settings.has('conv') && settings.get('conv') !== 'notrunc') return undefined;
  const from = settings.get('if');
  const input = inputBytes(shell, from === undefined ? [] : [from]);
  if (!input) return undefined;
  const size = (text: string | undefined): number | undefined => {
    const match = /^(\d+)([kKmM]?)$/.exec(text ?? '');
    return match ? parseInt(match[1] as string, 10) * (match[2] === '' ? 1 : /k/i.test(match[2] as string) ? 1024 : 1_048_576) : undefined;
  };
  const block = size(settings.get('ibs') ?? settings.get('bs')) ?? 512;
  const skip = (size(settings.get('skip')) ?? 0) * block;
  const count = settings.has('count') ? (size(settings.get('count')) ?? 0) * block : Infinity;
  const out = input.bytes.subarray(skip, Math.min(input.bytes.length, skip + count));
  const data: Data | undefined = madeBytes(shell, input.data, out, 'dd').out;
  const to = settings.get('of');
  if (to !== undefined && data) {
    shell.writeFile(to, data, false, shell.span());
    return { status: 0 };
  }
  return { status: 0, plumbing: true, ...(data ? { out: data } : {}) };
};

/** Commands that decode, encode and inflate. */
export const codecFilters: Readonly<Record<string, Filter>> = {
  base64, base32, basenc, xxd, od, hexdump: od, gzip, gunzip: gzip, zcat: gzip, gzcat: gzip, pigz: gzip, unpigz: gzip, 'zlib-flate': zlib, iconv, dd,
  ...Object.fromEntries(Object.keys(notOurs).map((name) => [name, otherFormat])),
  ...Object.fromEntries(Object.keys(digests).map((name) => [name, digest])),
};
