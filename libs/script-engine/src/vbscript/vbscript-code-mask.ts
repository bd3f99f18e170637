/**
 * The text with comments blanked out, same length: apostrophe comments, Rem statements and HTML comments. Strings stay.
 * Line ends stay. Linear in the text.
 */
export function vbscriptCodeMask(text: string): string {
  const pieces: string[] = [];
  const token = /"[^"\r\n]*"?|'|[\r\n:]|\brem(?![\w.(=])/gi;
  let at = 0;
  let fresh = 0;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const [found] = match;
    if (found === '\r' || found === '\n' || found === ':') {
      fresh = token.lastIndex;
      continue;
    }
    if (found[0] === '"') continue;
    if (found !== "'" && text.slice(fresh, match.index).trim() !== '') continue;
    const lineEnd = /[\r\n]/g;
    lineEnd.lastIndex = match.index;
    const end = lineEnd.exec(text)?.index ?? text.length;
    pieces.push(text.slice(at, match.index), ' '.repeat(end - match.index));
    at = end;
    token.lastIndex = end;
  }
  return pieces.length === 0 ? text : pieces.join('') + text.slice(at);
}
