/**
 * The text with comments blanked out, same length: `//`, block and `<!--` comments, a `#!` line. Strings, templates and
 * regular expressions stay, line ends stay. Conditional compilation of JScript runs, so its comments stay. Linear in the text.
 */
export function javascriptCodeMask(text: string): string {
  const pieces: string[] = [];
  let kept = 0;
  const blank = (start: number, end: number): void => {
    pieces.push(text.slice(kept, start), text.slice(start, end).replace(/[^\r\n\u2028\u2029]/g, ' '));
    kept = end;
  };
  const lineEnd = /[\r\n\u2028\u2029]/g;
  const endOfLine = (from: number): number => {
    lineEnd.lastIndex = from;
    return lineEnd.exec(text)?.index ?? text.length;
  };
  let at = 0;
  if (text.startsWith('#!')) blank(0, (at = endOfLine(0)));
  const token = /["'`/}{]|<!--/g;
  /** Open braces; true: the brace belongs to a template. */
  const braces: boolean[] = [];
  while (at < text.length) {
    token.lastIndex = at;
    const found = token.exec(text);
    if (found === null) break;
    const start = found.index;
    const [mark] = found;
    at = start + mark.length;
    if (mark === '"' || mark === "'") at = endOfString(text, at, mark);
    else if (mark === '{') braces.push(false);
    else if (mark === '}') {
      if (braces.pop() === true) at = endOfTemplate(text, at, braces);
    } else if (mark === '`') at = endOfTemplate(text, at, braces);
    else if (mark === '<!--' || text[at] === '/') {
      at = endOfLine(at);
      if (!text.startsWith('//@cc_on', start)) blank(start, at);
    } else if (text[at] === '*') {
      const close = text.indexOf('*/', at + 1);
      at = close < 0 ? text.length : close + 2;
      if (text[start + 2] !== '@') blank(start, at);
    } else if (startsRegex(text, start)) at = endOfRegex(text, at);
  }
  return pieces.length === 0 ? text : pieces.join('') + text.slice(kept);
}

function endOfString(text: string, from: number, quote: string): number {
  const token = quote === '"' ? /["\\\r\n]/g : /['\\\r\n]/g;
  for (let at = from; ; ) {
    token.lastIndex = at;
    const found = token.exec(text);
    if (found === null) return text.length;
    if (found[0] !== '\\') return found.index + 1;
    at = found.index + 2;
  }
}

/** Behind the closing mark of a template, or inside its next `${`, which goes on the list of open braces. */
function endOfTemplate(text: string, from: number, braces: boolean[]): number {
  const token = /[`\\]|\$\{/g;
  for (let at = from; ; ) {
    token.lastIndex = at;
    const found = token.exec(text);
    if (found === null) return text.length;
    if (found[0] === '`') return found.index + 1;
    if (found[0] === '${') {
      braces.push(true);
      return found.index + 2;
    }
    at = found.index + 2;
  }
}

function startsRegex(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - 40), start).trimEnd();
  const last = before[before.length - 1];
  if (last === undefined) return true;
  if (/[\w$)\]}"'`]/.test(last)) return /(?:^|[^\w$.])(?:return|typeof|case|in|of|delete|void|throw|new|else|do|await|yield)$/.test(before);
  return true;
}

function endOfRegex(text: string, from: number): number {
  const token = /[/\\[\]\r\n]/g;
  let set = false;
  for (let at = from; ; ) {
    token.lastIndex = at;
    const found = token.exec(text);
    if (found === null) return text.length;
    const [mark] = found;
    at = found.index + 1;
    if (mark === '\\') at++;
    else if (mark === '[') set = true;
    else if (mark === ']') set = false;
    else if (mark === '\r' || mark === '\n' || !set) return at;
  }
}
