import type { Budget } from '../core/budget.js';
import { decodeBase64, decodeHex, decodeText, decryptAes } from '../core/codecs.js';

/**
 * Opens what `ConvertFrom-SecureString -Key` wrote: base64 of UTF-16 text `2|iv|hex`, AES-CBC with the given key, or the
 * older header of 44 characters before it (Microsoft.PowerShell.Security, SecureStringHelper). Undefined when it does not fit.
 */
export function decryptSecureString(text: string, key: Uint8Array, budget: Budget): string | undefined {
  const body = text.startsWith('76492d1116743f0423413b16050a5345') ? text.slice(32) : text;
  const bytes = decodeBase64(body, budget);
  if (bytes === undefined) return undefined;
  const parts = decodeText(bytes, 'utf-16le').split('|');
  const iv = decodeBase64(parts[1] ?? '', budget);
  const data = decodeHex(parts[2] ?? '', budget);
  if (parts.length < 3 || iv === undefined || data === undefined) return undefined;
  const plain = decryptAes(data, key, iv, 'cbc', true);
  return plain === undefined ? undefined : decodeText(plain, 'utf-16le');
}
