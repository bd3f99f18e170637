const run = /[A-Za-z0-9+/]{24,}={0,2}/g;
const deepest = 6;

/** What is done with the parts of a text. `opaque` parts decode to no text: a name in them is one by chance unless it stands alone. */
export type PartChange = (part: string, opaque: boolean) => string;

/**
 * Changes a text and every text that stands in it as base64 (UTF-8 or UTF-16, as PowerShell takes it), also several times
 * over. What decodes to no text stays as it is.
 */
export function changeThroughBase64(text: string, change: PartChange, depth = 0): string {
  if (text.length < 24 || depth > deepest) return change(text, false);
  let [out, from] = ['', 0];
  for (const { 0: part, index } of text.matchAll(run)) {
    const decoded = decodeText(part);
    if (decoded === undefined) {
      if (part.length < 40) continue;
      out += change(text.slice(from, index), false) + change(part, true);
    } else {
      const changed = changeThroughBase64(decoded.text, change, depth + 1);
      out += change(text.slice(from, index), false) + (changed === decoded.text ? part : encode(changed, decoded.encoding, part));
    }
    from = index + part.length;
  }
  return out + change(text.slice(from), false);
}

function encode(text: string, encoding: 'utf8' | 'utf16le', like: string): string {
  const packed = Buffer.from(text, encoding).toString('base64');
  return like.endsWith('=') || like.length % 4 === 0 ? packed : packed.replace(/=+$/, '');
}

function decodeText(part: string): { text: string; encoding: 'utf8' | 'utf16le' } | undefined {
  const bare = part.replace(/=+$/, '');
  if (bare.length % 4 === 1) return undefined;
  const bytes = Buffer.from(bare, 'base64');
  if (bytes.toString('base64').replace(/=+$/, '') !== bare) return undefined;
  const zeros = bytes.reduce((count, byte, at) => count + (at % 2 === 1 && byte === 0 ? 1 : 0), 0);
  const encoding = bytes.length % 2 === 0 && zeros * 2 > bytes.length * 0.8 ? 'utf16le' : 'utf8';
  const text = bytes.toString(encoding);
  return /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffd]/.test(text) ? undefined : { text, encoding };
}
