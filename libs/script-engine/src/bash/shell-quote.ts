import { hasHole, type HoleTable } from './shell-text.js';

const safe = /^[A-Za-z0-9_@%+=:,./~^-]+$/;
const safeWithGlob = /^[A-Za-z0-9_@%+=:,./~^*?![\]{}-]+$/;
const longest = 65_536;

/** A word after all expansions, with whether the shell would still look for files that match it. */
export interface Field {
  readonly text: string;
  readonly via: readonly string[];
  readonly glob: boolean;
  /** Something unknown in it stood in quotes. */
  readonly quoted?: boolean;
}

/** A word as an analyst would type it: quotes only where the shell needs them. */
export function quoteWord(field: Pick<Field, 'text' | 'glob' | 'quoted'>, holes: HoleTable): string {
  const text = field.text.length > longest ? `${field.text.slice(0, longest / 2)}...[${field.text.length} characters]` : field.text;
  if (text === '') return "''";
  if (safe.test(text) || safe.test(text.replace('{}', 'x')) || text === '[' || text === ']' || text === '!' || text === '[[' || text === ']]') return text;
  if (field.glob && safeWithGlob.test(text)) return text;
  if (text === ';') return '\\;';
  if (hasHole(text)) return quoteWithHoles(text, field, holes);
  if (/[\u0000-\u001f\u007f]|[\uDC80-\uDCFF]/.test(text)) return ansiQuote(text);
  if (/^[A-Za-z0-9_@%+=:,./~^?#-]+$/.test(text) && !/^#/.test(text) && text.includes('://')) return text.includes('?') && !field.glob ? `'${text}'` : text;
  if (!text.includes("'")) return `'${text}'`;
  if (!/["$`\\!]/.test(text)) return `"${text}"`;
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function quoteWithHoles(text: string, { glob, quoted }: Pick<Field, 'glob' | 'quoted'>, holes: HoleTable): string {
  const rest = text.replace(/[\uE000-\uEFFF]/g, '');
  const apart = quoted === true && /\s/.test(holes.show(text));
  if (!apart && (rest === '' || safe.test(rest) || (glob && safeWithGlob.test(rest)))) {
    return text.length === 1 ? holes.show(text) : text.replace(/([\uE000-\uEFFF])(?=([A-Za-z0-9_]?))/g, (_, character: string, next: string) => braced(holes.show(character), next));
  }
  const pieces = text.split(/([\u0000-\u001f]+)/);
  return pieces
    .map((piece, index) => {
      if (piece === '') return '';
      if (index % 2 === 1) return ansiQuote(piece);
      const escaped = piece.replace(/["$`\\]/g, '\\$&');
      return `"${escaped.replace(/([\uE000-\uEFFF])(?=([A-Za-z0-9_]?))/g, (_, character: string, next: string) => braced(holes.show(character), next))}"`;
    })
    .join('');
}

function braced(shown: string, next: string): string {
  return next !== '' && /^\$[A-Za-z_]\w*$/.test(shown) ? `\${${shown.slice(1)}}` : shown;
}

/** `$'...'` with everything that does not print escaped. */
export function ansiQuote(text: string): string {
  const body = text.replace(/[\u0000-\u001f\u007f'\\]|[\uDC80-\uDCFF]/g, (character, at: number) => {
    const code = character.charCodeAt(0);
    if (code >= 0xdc80) {
      const before = at > 0 ? text.charCodeAt(at - 1) : 0;
      return before >= 0xd800 && before <= 0xdbff ? character : `\\x${(code & 0xff).toString(16)}`;
    }
    const short = { 7: '\\a', 8: '\\b', 9: '\\t', 10: '\\n', 11: '\\v', 12: '\\f', 13: '\\r', 27: '\\e', 39: "\\'", 92: '\\\\' }[code];
    return short ?? `\\x${code.toString(16).padStart(2, '0')}`;
  });
  return `$'${body}'`;
}
