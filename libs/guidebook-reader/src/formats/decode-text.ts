import { GuidebookError, GuidebookErrorCode } from '../guidebook.error.js';
import { guidebookLimits } from '../guidebook.js';

/**
 * Text of bytes: UTF-16 by its mark, UTF-8, else Windows-1252 as old editors write it.
 * @throws GuidebookError WrongContent for what is no text, TooLong
 */
export function decodeText(bytes: Uint8Array): { text: string; warnings: string[] } {
  const warnings: string[] = [];
  const [first, second] = bytes;
  const wide = first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
  let text: string;
  if (wide !== undefined) text = new TextDecoder(wide).decode(bytes);
  else {
    const nul = bytes.indexOf(0);
    if (nul >= 0) throw new GuidebookError(GuidebookErrorCode.WrongContent, `The file is no text: it has a NUL at byte ${nul + 1}.`);
    try {
      text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      text = new TextDecoder('windows-1252').decode(bytes);
      warnings.push('The file is not UTF-8; it was read as Windows-1252.');
    }
  }
  const controls = text.match(/[\u0001-\u0008\u000e-\u001a\u001c-\u001f]/g)?.length ?? 0;
  if (controls > 8 && controls > text.length / 50) throw new GuidebookError(GuidebookErrorCode.WrongContent, 'The file is no text: it is full of control characters.');
  return { text: requireLength(text), warnings };
}

/** @throws GuidebookError TooLong */
export function requireLength(text: string): string {
  const most = guidebookLimits.characters;
  if (text.length > most) throw new GuidebookError(GuidebookErrorCode.TooLong, `A guide may have ${most.toLocaleString('en-GB')} characters of text; this one has ${text.length.toLocaleString('en-GB')}.`);
  return text;
}
