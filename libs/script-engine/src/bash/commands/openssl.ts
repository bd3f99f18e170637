import { createDecipheriv, createHash, pbkdf2Sync } from 'node:crypto';
import { inflate } from '../../core/codecs.js';
import type { Call, Outcome, Runner } from '../runner.js';
import { bytesOf, hasHole } from '../shell-text.js';
import { lenientBase64 } from './codec-filters.js';
import { inputBytes, knownInput, made, madeBytes } from './filter-input.js';

const cipherName = /^-?(?:aes-?(?:128|192|256)-?(?:cbc|ecb|ctr|cfb|ofb)|aes(?:128|192|256)|des-ede3(?:-cbc)?|des3|camellia-(?:128|192|256)-cbc|aria-(?:128|192|256)-cbc|chacha20)$/;
const mostIterations = 200_000;

/** `openssl` as a decoder: base64 and symmetric ciphers whose key stands in the script. */
export function openssl(shell: Runner, call: Call): Outcome | undefined {
  const words = call.args.map((arg) => arg.text);
  const command = words[0] ?? '';
  if (command === 'dgst' || command === 'md5' || command === 'sha256' || command === 'sha1') return digest(shell, words);
  const options = new Map<string, string>();
  let cipher = cipherName.test(command) ? command : undefined;
  for (let i = 1; i < words.length; i++) {
    const word = words[i] as string;
    if (/^-(?:K|iv|k|pass|passin|kfile|md|iter|S|in|out|bufsize)$/.test(word)) options.set(word.slice(1), words[++i] ?? '');
    else if (cipherName.test(word)) cipher = word;
    else options.set(word.replace(/^-/, ''), '');
  }
  const source = options.get('in');
  if (command === 'base64' || (command === 'enc' && cipher === undefined && (options.has('base64') || options.has('a')))) {
    const data = knownInput(shell, source === undefined ? [] : [source]);
    if (!data) return undefined;
    if (!options.has('d')) {
      shell.budget.allocate(data.text.length * 2);
      const text = Buffer.from(bytesOf(data.text)).toString('base64');
      return finish(shell, options, made(shell, data, options.has('A') ? text : `${text.match(/.{1,64}/g)?.join('\n') ?? ''}\n`, 'base64 encoding'));
    }
    const bytes = lenientBase64(data.text, shell.budget);
    return bytes ? finish(shell, options, madeBytes(shell, data, bytes, 'base64')) : undefined;
  }
  if (command === 'zlib') {
    const input = inputBytes(shell, source === undefined ? [] : [source]);
    const out = input && options.has('d') ? inflate(input.bytes, 'zlib', shell.budget) : undefined;
    return input && out ? finish(shell, options, madeBytes(shell, input.data, out, 'zlib')) : undefined;
  }
  if (cipher === undefined || !options.has('d')) return undefined;
  return decrypt(shell, cipher, options, source);
}

function finish(shell: Runner, options: ReadonlyMap<string, string>, outcome: Outcome): Outcome {
  const target = options.get('out');
  if (target === undefined || !outcome.out) return outcome;
  shell.writeFile(target, outcome.out, false, shell.span());
  return { status: 0 };
}

function decrypt(shell: Runner, cipher: string, options: ReadonlyMap<string, string>, source: string | undefined): Outcome | undefined {
  const short = cipher.replace(/^-/, '').toLowerCase();
  const name = short === 'des3' || short === 'des-ede3' ? 'des-ede3-cbc' : short.replace(/^aes-?(\d{3})-?(\w+)?$/, (_, bits: string, mode: string | undefined) => `aes-${bits}-${mode ?? 'cbc'}`);
  const input = inputBytes(shell, source === undefined ? [] : [source]);
  if (!input) return undefined;
  let bytes = input.bytes;
  const via = [...input.data.via];
  if (options.has('a') || options.has('base64')) {
    const decoded = lenientBase64(input.data.text, shell.budget);
    if (!decoded) return undefined;
    bytes = decoded;
    via.push('base64');
  }
  const keyLength = /192/.test(name) || name.startsWith('des') ? 24 : /128/.test(name) ? 16 : 32;
  const ivLength = name.endsWith('ecb') ? 0 : name.startsWith('des') ? 8 : 16;
  let key: Uint8Array | undefined;
  let iv: Uint8Array | undefined;
  const hexKey = options.get('K');
  if (hexKey !== undefined) {
    if (hasHole(hexKey) || hasHole(options.get('iv') ?? '')) return closed(shell, name);
    key = padded(hexKey, keyLength);
    iv = padded(options.get('iv') ?? '', ivLength);
  } else {
    const password = passwordOf(shell, options);
    if (password === undefined) return closed(shell, name);
    let salt: Uint8Array | undefined = options.has('S') ? Buffer.from(options.get('S') ?? '', 'hex') : undefined;
    if (Buffer.from(bytes.subarray(0, 8)).toString('latin1') === 'Salted__') {
      salt = bytes.subarray(8, 16);
      bytes = bytes.subarray(16);
    } else if (options.has('nosalt')) salt = undefined;
    const derived = derive(shell, password, salt, keyLength + ivLength, options);
    if (!derived) return undefined;
    key = derived.subarray(0, keyLength);
    iv = options.has('iv') ? padded(options.get('iv') ?? '', ivLength) : derived.subarray(keyLength, keyLength + ivLength);
  }
  shell.budget.allocate(bytes.length);
  try {
    const decipher = createDecipheriv(name, key, ivLength === 0 ? null : iv);
    if (options.has('nopad')) decipher.setAutoPadding(false);
    const out = new Uint8Array(Buffer.concat([decipher.update(bytes), decipher.final()]));
    return finish(shell, options, madeBytes(shell, { ...input.data, via }, out, name));
  } catch {
    shell.recorder.missing('unknownKey', `${name}: the key in the script does not open it`, shell.span());
    return undefined;
  }
}

function closed(shell: Runner, name: string): undefined {
  shell.recorder.missing('unknownKey', `${name}: the key is not in the script`, shell.span());
  return undefined;
}

function padded(hex: string, length: number): Uint8Array {
  const digits = hex.replace(/[^0-9a-fA-F]/g, '').padEnd(length * 2, '0').slice(0, length * 2);
  return new Uint8Array(Buffer.from(digits, 'hex'));
}

function passwordOf(shell: Runner, options: ReadonlyMap<string, string>): Uint8Array | undefined {
  const direct = options.get('k');
  if (direct !== undefined) return hasHole(direct) ? undefined : bytesOf(direct);
  const named = options.get('pass') ?? options.get('passin') ?? (options.has('kfile') ? `file:${options.get('kfile')}` : undefined);
  if (named === undefined) return undefined;
  let text: string | undefined;
  if (named.startsWith('pass:')) text = named.slice(5);
  else if (named.startsWith('env:')) text = shell.state.scalar(named.slice(4))?.text;
  else if (named.startsWith('file:')) text = shell.state.file(named.slice(5))?.data.text.split('\n')[0];
  return text === undefined || hasHole(text) ? undefined : bytesOf(text);
}

function derive(shell: Runner, password: Uint8Array, salt: Uint8Array | undefined, length: number, options: ReadonlyMap<string, string>): Uint8Array | undefined {
  const algorithm = (options.get('md') || 'sha256').replace(/^-/, '').toLowerCase();
  if (!/^(?:md5|sha1|sha224|sha256|sha384|sha512)$/.test(algorithm)) return undefined;
  if (options.has('pbkdf2') || options.has('iter')) {
    const iterations = parseInt(options.get('iter') ?? '10000', 10);
    if (!(iterations > 0) || iterations > mostIterations) {
      shell.recorder.missing('budget', 'steps: key derivation', shell.span());
      return undefined;
    }
    shell.budget.step(iterations >> 2);
    return new Uint8Array(pbkdf2Sync(password, salt ?? new Uint8Array(0), iterations, length, algorithm));
  }
  let block = new Uint8Array(0);
  const out: Uint8Array[] = [];
  let made = 0;
  while (made < length) {
    block = new Uint8Array(createHash(algorithm).update(block).update(password).update(salt ?? new Uint8Array(0)).digest());
    out.push(block);
    made += block.length;
  }
  return new Uint8Array(Buffer.concat(out)).subarray(0, length);
}

function digest(shell: Runner, words: readonly string[]): Outcome | undefined {
  const algorithm = words.map((word) => /^-?(md5|sha1|sha256|sha512)$/.exec(word)?.[1]).find((found) => found !== undefined) ?? 'sha256';
  if (words.some((word) => /^-(?:sign|verify|hmac|mac|binary)$/.test(word))) return undefined;
  const input = inputBytes(shell, words.slice(1).filter((word) => !word.startsWith('-')));
  if (!input) return undefined;
  const hex = createHash(algorithm).update(input.bytes).digest('hex');
  return made(shell, input.data, words.includes('-r') ? `${hex} *stdin\n` : `${algorithm.toUpperCase().replace('SHA', 'SHA2-').replace('SHA2-1', 'SHA1')}(stdin)= ${hex}\n`, algorithm);
}
