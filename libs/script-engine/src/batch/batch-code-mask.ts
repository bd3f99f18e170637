/**
 * The same text with comments (`rem …`, `:: …`) turned into spaces: same length, same lines, everything else in place.
 * A comment counts where a command may start: at the start of a line or behind `&`, `|`, `(` outside quotes.
 */
export function batchCodeMask(text: string): string {
  const out: string[] = [];
  let kept = 0;
  for (let start = 0; start < text.length; ) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    const at = commentStart(text, start, end);
    if (at >= 0) {
      const stop = text[end - 1] === '\r' && end > at ? end - 1 : end;
      out.push(text.slice(kept, at), ' '.repeat(stop - at));
      kept = stop;
    }
    start = end + 1;
  }
  return kept === 0 ? text : out.join('') + text.slice(kept);
}

/** Where the comment of a line starts; -1 when it has none. */
function commentStart(text: string, start: number, end: number): number {
  let quoted = false;
  let fresh = true;
  for (let i = start; i < end; i++) {
    const char = text[i] as string;
    if (fresh) {
      if (char === ' ' || char === '\t' || char === ',' || char === ';' || char === '=' || char === '@' || char === '(') continue;
      if (char === ':' && text[i + 1] === ':') return i;
      if (/^(?:\^?r\^?e\^?m)(?:[\s,;=/.:]|$)/i.test(text.slice(i, Math.min(i + 8, end)))) return i;
    }
    fresh = false;
    if (char === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (char === '^') i++;
    else if (char === '&' || char === '|') fresh = true;
    else if (char === '(' && (text[i - 1] === ' ' || text[i - 1] === '\t')) fresh = true;
  }
  return -1;
}
