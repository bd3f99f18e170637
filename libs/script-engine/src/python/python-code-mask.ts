/** The text with `#` comments blanked out, same length. Strings stay, line ends stay. Linear in the text. */
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
      break;
    }
  }
  return pieces.length === 0 ? text : pieces.join('') + text.slice(kept);
}
