import { isDoubleQuote, isSingleQuote } from './scanner.js';

/** The same text with comments blanked out; strings and here-strings stay. Linear in the text. */
export function powershellCodeMask(text: string): string {
  const pieces: string[] = [];
  let from = 0;
  const blank = (start: number, end: number): void => {
    pieces.push(text.slice(from, start), text.slice(start, end).replace(/[^\r\n]/g, ' '));
    from = end;
  };
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string;
    if (c === '`') i++;
    else if (c === '@' && (isSingleQuote(text[i + 1] ?? '') || isDoubleQuote(text[i + 1] ?? '')) && /^[ \t]*\r?\n/.test(text.slice(i + 2, i + 80))) {
      const quote = isSingleQuote(text[i + 1] as string) ? "'" : '"';
      const close = text.indexOf(`\n${quote}@`, i + 2);
      i = close < 0 ? text.length : close + 2;
    } else if (isSingleQuote(c)) i = closing(text, i, isSingleQuote, false);
    else if (isDoubleQuote(c)) i = closing(text, i, isDoubleQuote, true);
    else if (c === '<' && text[i + 1] === '#') {
      const close = text.indexOf('#>', i + 2);
      const end = close < 0 ? text.length : close + 2;
      blank(i, end);
      i = end - 1;
    } else if (c === '#' && (i === 0 || /[\s;(){}|&,=]/.test(text[i - 1] as string))) {
      let end = i;
      while (end < text.length && text[end] !== '\n' && text[end] !== '\r') end++;
      blank(i, end);
      i = end - 1;
    }
  }
  pieces.push(text.slice(from));
  return pieces.join('');
}

/** Offset of the quote that closes the one at `at`; the end of its line's text when none does. */
function closing(text: string, at: number, isQuote: (c: string) => boolean, escapes: boolean): number {
  for (let i = at + 1; i < text.length; i++) {
    const c = text[i] as string;
    if (escapes && c === '`') i++;
    else if (isQuote(c)) {
      if (!isQuote(text[i + 1] ?? '')) return i;
      i++;
    }
  }
  return at;
}
