import { createHash } from 'node:crypto';

/** Longest text a cell of a report shows; a command line of a megabyte is evidence, not reading matter. */
export const longestCell = 1_500;

/** Longest code block a report shows. */
export const longestCode = 3_000;

/** Control characters, and characters that hide, join or turn text. What is between them is shown as it is. */
const unseen = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\u{e0000}-\u{e0fff}]/gu;
const lonely = /[\ud800-\udfff]/gu;

/**
 * One line of plain text: unseen characters become visible as `\u{202E}`, line breaks and tabs a space, links cannot be opened
 * (`hxxps://`), and what is too long is cut with its length and hash.
 */
export function cleanText(text: string, most = longestCell): string {
  return cleanLine(text, most).replace(/\b(h)tt(ps?:\/\/)/gi, '$1xx$2').replace(/\b(f)t(p:\/\/)/gi, '$1x$2');
}

/** As {@link cleanText}, links as they are: for cells that show code. */
export function cleanLine(text: string, most = longestCell): string {
  return cut(text, most, (part) => visible(part).replace(/[\s\n]+/gu, ' ').trim());
}

/** Code: as {@link cleanText}, line breaks kept. */
export function cleanCode(text: string, most = longestCode): string {
  return cut(text, most, (part) => visible(part.replace(/\r\n?/g, '\n')).replace(/\t/g, '    ').trimEnd());
}

function visible(text: string): string {
  const shown = (character: string): string => `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`;
  return text.replace(unseen, (character) => (character === '\r' ? ' ' : shown(character))).replace(lonely, shown);
}

function cut(text: string, most: number, clean: (part: string) => string): string {
  if (text.length <= most) return clean(text);
  const end = /[\ud800-\udbff]/.test(text[most - 1] ?? '') ? most - 1 : most;
  return `${clean(text.slice(0, end))}... [${text.length} characters, SHA-256 ${createHash('sha256').update(text).digest('hex')}]`;
}
