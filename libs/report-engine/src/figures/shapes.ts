import { cleanText } from '../texts/clean-text.js';

/** Width of a text in points at a size, near enough to cut by: wide scripts take a full square. */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const character of text) width += /[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff00-\uff60]/u.test(character) ? 1 : /[A-Z@MWmw%]/.test(character) ? 0.74 : /[il.,:;|!'()[\]\\/jtfr ]/.test(character) ? 0.36 : 0.57;
  return width * size;
}

/** The text, cut in the middle so that it fits: both ends of a name tell more than its beginning alone. */
export function fitText(text: string, width: number, size: number): string {
  const clean = cleanText(text, 300);
  if (textWidth(clean, size) <= width) return clean;
  const letters = [...clean];
  let keep = letters.length - 1;
  let shown = clean;
  while (keep > 2 && textWidth(shown, size) > width) {
    keep -= 1;
    const head = Math.ceil(keep * 0.6);
    shown = `${letters.slice(0, head).join('')}...${letters.slice(letters.length - (keep - head)).join('')}`;
  }
  return shown;
}
