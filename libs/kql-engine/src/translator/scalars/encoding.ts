import type { ScalarFunction } from '../sql-value.js';
import { asDynamic, asLong, asText, convert } from './convert.js';
import { base64Bytes, decompressed, guidBytes, guidOfBytes, punycodeDecode, punycodeEncode, urlDecode, urlEncode, utf8Text, xxHash64 } from './native/encodings.js';
import { JsonNumber, longJson, readDynamic, writeJson } from './native/json-value.js';
import { argument, callNative, type FunctionTable, isNullLiteral, made, native, nullOf, withCount } from './support.js';

/** Hashes and encodings. */

function textToText(name: string, run: (text: string) => string | null): ScalarFunction {
  const called = native(name, ['text'], 'text', (text) => run(String(text ?? '')));
  return withCount(1, 1, (args, context) => callNative(called, 'string', [asText(argument(args, 0, context))]));
}

const hashText = native('hash_text', ['text', 'long'], 'long', (text, most) => bucket(xxHash64(Buffer.from(String(text ?? ''), 'utf8')), most as bigint | null));
const hashLong = native('hash_long', ['long', 'long'], 'long', (value, most) => {
  if (typeof value !== 'bigint') return null;
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(value);
  return bucket(xxHash64(bytes), most as bigint | null);
});

function bucket(hash: bigint, most: bigint | null): bigint | null {
  if (most === null) return BigInt.asIntN(64, hash);
  return most > 0n ? hash % most : null;
}

/** hash(): xxHash64 of the UTF-8 text, or of the eight bytes of a long, datetime or timespan. */
const hash: ScalarFunction = withCount(1, 2, (args, context) => {
  const value = argument(args, 0, context);
  const most = args[1] === undefined ? nullOf('long') : asLong(args[1]);
  if (value.type === 'string') return callNative(hashText, 'long', [value, most]);
  if (value.type !== 'long' && value.type !== 'datetime' && value.type !== 'timespan') throw context.unsupported(`of ${value.type}`);
  if (isNullLiteral(value)) throw context.unsupported('of null');
  return callNative(hashLong, 'long', [{ ...value, type: 'long' }, most]);
});

function digest(name: string): ScalarFunction {
  return withCount(1, 1, (args, context) => made('string', `${name}(${asText(argument(args, 0, context)).sql})`, args));
}

const toArray = native('base64_decode_toarray', ['text'], 'text', (text) => {
  const bytes = base64Bytes(String(text ?? ''));
  return bytes === null ? null : writeJson([...bytes].map(longJson));
});
const fromArray = native('base64_encode_fromarray', ['text'], 'text', (array) => {
  const items = readDynamic(array as string | null);
  if (!Array.isArray(items)) return '';
  const bytes = items.map((item) => (item instanceof JsonNumber && item.integer ? item.value : -1));
  return bytes.every((byte) => byte >= 0 && byte <= 255) ? Buffer.from(bytes).toString('base64') : '';
});
const toGuid = native('base64_decode_toguid', ['text'], 'text', (text) => {
  const bytes = base64Bytes(String(text ?? ''));
  return bytes === null ? null : guidOfBytes(bytes);
});
const fromGuid = native('base64_encode_fromguid', ['text'], 'text', (guid) => (guid === null ? '' : guidBytes(String(guid)).toString('base64')));

const encodeBase64 = textToText('base64_encode', (text) => Buffer.from(text, 'utf8').toString('base64'));
const decodeBase64 = textToText('base64_decode', (text) => {
  const bytes = base64Bytes(text);
  return bytes === null ? '' : (utf8Text(bytes) ?? '');
});

function domain(label: (text: string) => string): (text: string) => string {
  return (text) => text.split(/[.\u3002\uff0e\uff61]/).map(label).join('.'); // the dots of RFC 3490
}

const refuse = (reason: string): ScalarFunction => (_, context) => {
  throw context.unsupported(reason);
};

export const encodingFunctions: FunctionTable = {
  hash,
  hash_xxhash64: hash,
  hash_md5: digest('md5'),
  hash_sha1: digest('sha1'),
  hash_sha256: digest('sha256'),
  hash_combine: refuse('because how Kusto combines hashes is not documented'),
  hash_many: refuse('because how Kusto combines hashes is not documented'),
  url_encode: textToText('url_encode', (text) => urlEncode(text, '+')),
  url_encode_component: textToText('url_encode_component', (text) => urlEncode(text, '%20')),
  url_decode: textToText('url_decode', urlDecode),
  base64_encode_tostring: encodeBase64,
  base64_encodestring: encodeBase64,
  base64_decode_tostring: decodeBase64,
  base64_decodestring: decodeBase64,
  base64_decode_toarray: withCount(1, 1, (args, context) => callNative(toArray, 'dynamic', [asText(argument(args, 0, context))])),
  base64_encode_fromarray: withCount(1, 1, (args, context) => callNative(fromArray, 'string', [asDynamic(argument(args, 0, context))])),
  base64_decode_toguid: withCount(1, 1, (args, context) => callNative(toGuid, 'guid', [asText(argument(args, 0, context))])),
  base64_encode_fromguid: withCount(1, 1, (args, context) => callNative(fromGuid, 'string', [convert(argument(args, 0, context), 'guid')])),
  gzip_decompress_from_base64_string: textToText('gunzip', (text) => decompressed(text, 'gzip')),
  zlib_decompress_from_base64_string: textToText('inflate', (text) => decompressed(text, 'zlib')),
  gzip_compress_to_base64_string: refuse('because the compressed bytes of Kusto cannot be reproduced'),
  zlib_compress_to_base64_string: refuse('because the compressed bytes of Kusto cannot be reproduced'),
  punycode_from_string: textToText('punycode_encode', punycodeEncode),
  punycode_to_string: textToText('punycode_decode', punycodeDecode),
  punycode_domain_from_string: textToText('punycode_domain_decode', domain((label) => (/^xn--/i.test(label) ? (punycodeDecode(label.slice(4)) ?? label) : label))),
  punycode_domain_to_string: textToText('punycode_domain_encode', domain((label) => (/[^\0-\x7f]/.test(label) ? `xn--${punycodeEncode(label)}` : label))),
};
