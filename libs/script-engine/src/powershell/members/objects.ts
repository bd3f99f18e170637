import { createHash, pbkdf2Sync } from 'node:crypto';
import { decodeText, decryptAes, inflate, type Compression } from '../../core/codecs.js';
import type { Node } from '../ast.js';
import { typeKey } from '../casts.js';
import type { Machine } from '../machine.js';
import { literal, PsHash, PsObject, toBytes, toList, toNumber, toText, Unknown, type Value } from '../values.js';

/** Encodings by the names scripts use. */
export type EncodingName = 'utf-8' | 'utf-16le' | 'utf-16be' | 'ascii' | 'latin1';

/** The encoding behind a name or code page; undefined for one we do not model. */
export function encodingOf(name: string | number): EncodingName | undefined {
  const key = String(name).toLowerCase().replace(/[\s_-]/g, '').replace(/encoding$/, '');
  if (/^(?:utf8|65001|utf7|65000)$/.test(key)) return 'utf-8';
  if (/^(?:unicode|utf16|utf16le|1200)$/.test(key)) return 'utf-16le';
  if (/^(?:bigendianunicode|utf16be|1201)$/.test(key)) return 'utf-16be';
  if (/^(?:ascii|usascii|20127)$/.test(key)) return 'ascii';
  if (/^(?:default|latin1|iso88591|windows1252|1252|28591|ansi|oem|437)$/.test(key)) return 'latin1';
  return undefined;
}

/** An object of [Text.Encoding]. */
export function encodingObject(name: EncodingName, text: string): PsObject {
  const object = new PsObject('text.encoding', text);
  object.fields.set('encoding', name);
  return object;
}

const aesTypes = /^(?:security\.cryptography\.)(?:aes|aesmanaged|rijndaelmanaged|aescryptoserviceprovider|rijndael|aescng)$/;

/** Makes an object of a .NET type we model; undefined for any other. Throws BudgetExceeded. */
export function createObject(machine: Machine, typeName: string, args: Value[], node: Node): Value | undefined {
  const type = typeKey(typeName).replace(/`\d/, '');
  if (machine.classes.has(type)) return machine.instantiate(type, args, node);
  const text = `(New-Object ${typeName}${args.length > 0 && args.length <= 4 ? `(${args.map((arg) => literal(arg)).join(', ')})` : ''})`.slice(0, 400);
  const object = new PsObject(type, text);
  const first = args[0] ?? null;
  const bytesOf = (value: Value): Uint8Array | undefined => toBytes(Array.isArray(value) && value.length === 1 && !(typeof value[0] === 'number') ? (value[0] as Value) : value);
  switch (type) {
    case 'string': {
      const count = toNumber(args[1] ?? null);
      const unit = toText(first);
      if (args.length === 2 && unit !== undefined && unit.length === 1 && count !== undefined) {
        machine.budget.allocate(count);
        return unit.repeat(count);
      }
      const parts = toList(first).map((item) => toText(item));
      return parts.every((part) => part !== undefined) ? parts.join('') : undefined;
    }
    case 'io.memorystream': {
      const bytes = args.length === 0 || typeof first === 'number' ? new Uint8Array(0) : args.length === 1 ? bytesOf(first) : (bytesOf(first) ?? bytesOf(args));
      if (bytes === undefined && args.length > 1) object.bytes = toBytes(args);
      else object.bytes = bytes;
      if (object.bytes === undefined) return first instanceof Unknown ? new Unknown(`$(${text.slice(0, 200)})`, first.remote) : undefined;
      machine.trail.made(object, 'byte stream', first);
      return object;
    }
    case 'io.compression.gzipstream':
    case 'io.compression.deflatestream':
    case 'io.compression.brotlistream':
      return decompress(machine, type, first, args, object, node);
    case 'io.streamreader':
    case 'io.binaryreader':
    case 'io.bufferedstream':
    case 'io.stringreader': {
      if (first instanceof Unknown) return new Unknown(first.template, first.remote);
      if (type === 'io.stringreader') object.fields.set('text', first);
      else if (first instanceof PsObject && first.bytes !== undefined) object.bytes = first.bytes.subarray(first.position);
      else return undefined;
      const encoding = args.find((arg) => arg instanceof PsObject && arg.type === 'text.encoding');
      if (encoding instanceof PsObject) object.fields.set('encoding', encoding.fields.get('encoding') ?? 'utf-8');
      machine.trail.made(object, 'stream reader', first);
      return object;
    }
    case 'security.cryptography.cryptostream': {
      const data = first instanceof PsObject ? first.bytes?.subarray(first.position) : undefined;
      const transform = args[1];
      const plain = data === undefined || !(transform instanceof PsObject) ? undefined : decryptWith(machine, transform, data, node);
      if (plain === undefined) return first instanceof Unknown ? first : machine.symbol(node);
      object.bytes = plain;
      machine.trail.made(object, 'aes', first);
      return object;
    }
    case 'text.stringbuilder':
      object.fields.set('text', toText(first) ?? '');
      return object;
    case 'collections.arraylist':
    case 'collections.queue':
    case 'collections.stack':
      object.items = first === null || typeof first === 'number' ? [] : [...toList(first)];
      return object;
    case 'collections.hashtable':
      return new PsHash();
    case 'management.automation.pscredential':
    case 'pscredential':
    case 'net.networkcredential': {
      const secret = args[1];
      object.fields.set('username', first).set('#plain', secret instanceof PsObject ? (secret.fields.get('#plain') ?? null) : (secret ?? null));
      return object;
    }
    case 'security.cryptography.rfc2898derivebytes': {
      const password = toText(first);
      const salt = args[1] === undefined ? undefined : typeof args[1] === 'string' ? new Uint8Array(Buffer.from(args[1])) : toBytes(args[1]);
      const rounds = toNumber(args[2] ?? 1_000);
      if (password === undefined || salt === undefined || rounds === undefined || rounds < 1 || rounds > 1_000_000) return undefined;
      machine.budget.step(rounds);
      object.bytes = new Uint8Array(pbkdf2Sync(password, salt, rounds, 512, 'sha1'));
      return object;
    }
    case 'uri':
    case 'io.fileinfo':
      object.fields.set('originalstring', first).set('absoluteuri', first);
      return type === 'uri' ? object : undefined;
    case 'bigint':
    case 'numerics.biginteger':
      return bigInteger(machine, first, text);
    case 'random':
      return machine.symbol(node);
    default:
      break;
  }
  if (/^collections\.generic\.(?:list|queue|stack)/.test(type)) {
    object.items = first === null || typeof first === 'number' ? [] : [...toList(first)];
    return object;
  }
  if (/^collections\.generic\.(?:dictionary|sorteddictionary)/.test(type)) return new PsHash();
  if (type.endsWith('[]') && typeof first === 'number') {
    machine.budget.allocate(first);
    return type === 'byte[]' ? new Uint8Array(first) : Array.from({ length: first }, () => (/^(?:string|object|psobject)\[\]$/.test(type) ? null : 0));
  }
  const encoding = /^text\.(\w+)encoding$/.exec(type)?.[1];
  if (encoding !== undefined) {
    const name = encodingOf(encoding === 'ascii' ? 'ascii' : encoding);
    return name === undefined ? undefined : encodingObject(name, text);
  }
  if (aesTypes.test(type)) return cipherObject(text);
  return undefined;
}

const longestNumber = 40_000;

/** [bigint] of decimal digits or little-endian bytes. */
function bigInteger(machine: Machine, value: Value, text: string): PsObject | undefined {
  const object = new PsObject('numerics.biginteger', text);
  const digits = typeof value === 'string' || typeof value === 'number' ? (toText(value) ?? '').trim() : undefined;
  if (digits === undefined) object.bytes = toBytes(value);
  else if (/^\d+$/.test(digits) && digits.length <= longestNumber) {
    machine.budget.step(digits.length * 4);
    const hex = BigInt(digits).toString(16);
    const bytes = Uint8Array.from(Buffer.from(hex.length % 2 === 1 ? `0${hex}` : hex, 'hex')).reverse();
    // A leading one bit would make the number negative.
    object.bytes = (bytes.at(-1) ?? 0) > 127 ? Uint8Array.from([...bytes, 0]) : bytes;
    machine.trail.made(object, 'number to bytes', value);
  }
  return object.bytes === undefined ? undefined : object;
}

/** An AES object with .NET's defaults. */
export function cipherObject(text: string): PsObject {
  const object = new PsObject('security.cryptography.aes', text);
  object.fields.set('mode', 'cbc').set('padding', 'pkcs7');
  return object;
}

function decompress(machine: Machine, type: string, source: Value, args: Value[], object: PsObject, node: Node): Value | undefined {
  if (source instanceof Unknown) return new Unknown(source.template, source.remote);
  if (!(source instanceof PsObject) || source.bytes === undefined) return undefined;
  if (/^compress$/i.test(toText(args[1] ?? null) ?? '')) return undefined;
  const how: Compression = type.includes('gzip') ? 'gzip' : type.includes('brotli') ? 'brotli' : 'deflate';
  const data = source.bytes.subarray(source.position);
  const out = inflate(data, how, machine.budget) ?? (how === 'deflate' ? inflate(data, 'zlib', machine.budget) : undefined);
  if (out === undefined) {
    machine.closed('malformed', `${how} data that does not inflate`, node);
    return machine.symbol(node);
  }
  object.bytes = out;
  machine.trail.made(object, how, source);
  return object;
}

/** What a decryptor made of an AES object gives for the data. */
export function decryptWith(machine: Machine, transform: PsObject, data: Uint8Array, node: Node): Uint8Array | undefined {
  const key = toBytes(transform.fields.get('key') ?? null);
  const iv = toBytes(transform.fields.get('iv') ?? null);
  const mode = (toText(transform.fields.get('mode') ?? 'cbc') ?? 'cbc').toLowerCase();
  const padding = (toText(transform.fields.get('padding') ?? 'pkcs7') ?? 'pkcs7').toLowerCase();
  if (key === undefined || key.length === 0) {
    machine.closed('unknownKey', 'AES with a key that the script does not hold', node);
    return undefined;
  }
  if (mode !== 'cbc' && mode !== 'ecb') {
    machine.closed('unsupported', `AES in mode ${mode}`, node);
    return undefined;
  }
  const plain = decryptAes(data, key, iv ?? new Uint8Array(16), mode, padding === 'pkcs7');
  if (plain === undefined) {
    machine.closed('malformed', 'AES data that its key does not open', node);
    return undefined;
  }
  machine.budget.allocate(plain.length);
  return padding === 'zeros' ? plain.subarray(0, plain.length - trailingZeros(plain)) : plain;
}

function trailingZeros(bytes: Uint8Array): number {
  let count = 0;
  while (count < bytes.length && bytes[bytes.length - 1 - count] === 0) count++;
  return count;
}

/** SHA and MD5 over literal data. */
export function hashBytes(algorithm: string, data: Uint8Array): Uint8Array | undefined {
  const name = /^(?:security\.cryptography\.)?(md5|sha1|sha256|sha384|sha512)(?:managed|cryptoserviceprovider|cng)?$/.exec(algorithm)?.[1];
  return name === undefined ? undefined : new Uint8Array(createHash(name).update(data).digest());
}

/** Bytes as text with a leading byte order mark dropped. */
export function readText(bytes: Uint8Array, encoding: EncodingName): string {
  return decodeText(bytes, encoding).replace(/^\uFEFF/, '');
}
