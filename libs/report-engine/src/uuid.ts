import { createHash } from 'node:crypto';

/** Names made by Attest; a version 5 UUID of the DNS namespace and `attest.report`. */
const attestNamespace = 'adfbd990-1fc6-5ae9-84f6-5cd76149c3b8';

/** UUID version 5 of a name: the same name has the same id everywhere. */
export function uuidOf(name: string, namespace = attestNamespace): string {
  const bytes = createHash('sha1').update(Buffer.from(namespace.replaceAll('-', ''), 'hex')).update(name, 'utf8').digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
