/**
 * A pattern that matches what `new RegExp(source, 'i')` would, `(?-i:…)` inside it included, on engines that do not know
 * such modifiers (Node before 23): outside of them every letter is spelled as both its cases, and the flag is left away.
 * For patterns over ASCII without references back and escaped letters.
 */
export function spellCase(source: string): RegExp {
  if (!source.includes('(?-i:')) return new RegExp(source, 'i');
  const open: boolean[] = [];
  let exact = false;
  const pieces = /\\(?:x[\da-f]{2}|u[\da-f]{4}|k<\w+>|[^])|\[(?:\\[^]|[^\]\\])*\]|\(\?-i:|\(\?<\w+>|\(|\)|[^]/gi;
  const spelled = source.replace(pieces, (piece) => {
    if (piece === ')') exact = open.pop() ?? false;
    else if (piece.startsWith('(')) open.push(exact);
    if (piece === '(?-i:') {
      exact = true;
      return '(?:';
    }
    if (exact || piece.startsWith('(?<')) return piece;
    if (piece.startsWith('[')) return `[${spelledClass(piece.slice(1, -1))}]`;
    return /^[a-z]$/i.test(piece) ? both(piece) : piece;
  });
  return new RegExp(spelled);
}

const both = (letter: string): string => `[${letter.toLowerCase()}${letter.toUpperCase()}]`;

/** The members of a class, each letter and each range of letters in both cases. */
function spelledClass(body: string): string {
  return body.replace(/\\[^]|[a-z](?:-[a-z])?/gi, (piece) => {
    if (piece.startsWith('\\') || piece.toLowerCase() === piece.toUpperCase()) return piece;
    return piece.toLowerCase() + piece.toUpperCase();
  });
}
