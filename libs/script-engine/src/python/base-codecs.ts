const alphabet32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const alphabet85 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~';

/** Base32 (RFC 4648); undefined for anything else. */
export function base32(text: string): Uint8Array | undefined {
  const body = text.toUpperCase().replace(/=+$/, '');
  const out: number[] = [];
  let bits = 0;
  let value = 0;
  for (const char of body) {
    const digit = alphabet32.indexOf(char);
    if (digit < 0) return undefined;
    value = ((value << 5) | digit) & 0xffff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      out.push((value >> bits) & 255);
    }
  }
  return Uint8Array.from(out);
}

function groups(digits: readonly number[]): Uint8Array | undefined {
  const out: number[] = [];
  for (let i = 0; i < digits.length; i += 5) {
    const part = digits.slice(i, i + 5);
    if (part.length === 1) return undefined;
    let value = 0;
    for (let k = 0; k < 5; k++) value = value * 85 + (part[k] ?? 84);
    if (value > 0xffffffff) return undefined;
    for (let k = 0; k < part.length - 1; k++) out.push(Math.floor(value / 256 ** (3 - k)) & 255);
  }
  return Uint8Array.from(out);
}

/** Ascii85 as Adobe and btoa write it; undefined for anything else. */
export function ascii85(text: string): Uint8Array | undefined {
  const digits: number[] = [];
  for (const char of text.replace(/^<~|~>$/g, '')) {
    const code = char.charCodeAt(0);
    if (char === 'z') digits.push(0, 0, 0, 0, 0);
    else if (code >= 33 && code <= 117) digits.push(code - 33);
    else if (!/\s/.test(char)) return undefined;
  }
  return groups(digits);
}

/** Base85 with the alphabet of RFC 1924, as git and Python write it; undefined for anything else. */
export function base85(text: string): Uint8Array | undefined {
  const digits: number[] = [];
  for (const char of text) {
    const digit = alphabet85.indexOf(char);
    if (digit < 0) return undefined;
    digits.push(digit);
  }
  return groups(digits);
}
