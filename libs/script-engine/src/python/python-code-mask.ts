const opens = /^[ \t]*(?:async[ \t]+)?(?:def|class)\b[^\n]*:$|\)[ \t]*(?:->[^\n]{0,200})?:$/;

/** Whether a string at this place describes what it begins: a module, a class or a function. */
function describes(text: string, at: number, code: string): boolean {
  const before = text.slice(Math.max(0, at - 2_000), at);
  if (!/(?:^|[\r\n])[ \t]*[rRuU]?$/.test(before)) return false;
  const above = code.slice(-2_000).replace(/[ \t]*[rRuU]?$/, '').trimEnd();
  return above === '' ? at < 2_000 : opens.test(above.slice(above.lastIndexOf('\n') + 1));
}

/** The text with `#` comments and descriptions (docstrings) blanked out, same length. Other strings stay, line ends stay. Linear in the text. */
export function pythonCodeMask(text: string): string {
  const pieces: string[] = [];
  const token = /#|"""|'''|"|'/g;
  let kept = 0;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const [mark] = match;
    if (mark === '#') {
      const lineEnd = /[\r\n]/g;
      lineEnd.lastIndex = match.index;
      const end = lineEnd.exec(text)?.index ?? text.length;
      pieces.push(text.slice(kept, match.index), ' '.repeat(end - match.index));
      kept = end;
      token.lastIndex = end;
      continue;
    }
    const close = mark.length === 3 ? (mark === '"""' ? /"""|\\/g : /'''|\\/g) : mark === '"' ? /["\\\r\n]/g : /['\\\r\n]/g;
    for (let at = token.lastIndex; ; ) {
      close.lastIndex = at;
      const found = close.exec(text);
      if (found === null) {
        token.lastIndex = text.length;
        break;
      }
      if (found[0] === '\\') {
        at = found.index + (text.startsWith('\r\n', found.index + 1) ? 3 : 2);
        continue;
      }
      token.lastIndex = found.index + found[0].length;
      if (mark.length === 3 && describes(text, match.index, pieces.slice(-4).join('') + text.slice(Math.max(kept, match.index - 2_000), match.index))) {
        pieces.push(text.slice(kept, match.index), text.slice(match.index, token.lastIndex).replace(/[^\r\n]/g, ' '));
        kept = token.lastIndex;
      }
      break;
    }
  }
  return pieces.length === 0 ? text : pieces.join('') + text.slice(kept);
}
