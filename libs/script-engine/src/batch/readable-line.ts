/** Whether a line holds characters that cmd takes away. */
export function hasNoise(line: string): boolean {
  return line.length < 20_000 && (line.includes('^') || line.includes('""') || /^[ \t]{0,20}[,;=@(][ \t,;=]|[&|(][ \t]{0,20}[,;=]|[A-Za-z]"[A-Za-z]/.test(line));
}

/**
 * A line after the expansion of variables as somebody would type it: without the carets that escape nothing, without
 * separators before a command, and without quotes inside a word.
 */
export function readableLine(text: string): string {
  let out = '';
  let quoted = false;
  let start = true;
  for (let i = 0; i < text.length; i++) {
    const char = text[i] as string;
    const next = text[i + 1] ?? '';
    if (char === '"') {
      const before = out.at(-1) ?? '';
      // `po""wer` and `p"owe"r`: quotes between letters part nothing.
      const closing = text.indexOf('"', i + 1);
      if (!quoted && next === '"' && /[A-Za-z0-9/.-]/.test(before + (text[i + 2] ?? ' ').trim())) {
        i++;
        continue;
      }
      if (!quoted && closing > 0 && closing - i < 40 && /[A-Za-z]/.test(before) && /^[\w.\\/:-]{1,40}$/.test(text.slice(i + 1, closing))) {
        out += text.slice(i + 1, closing);
        i = closing;
        continue;
      }
      quoted = !quoted;
    } else if (!quoted && char === '^') {
      if (next !== '' && !'&|<>^()%!'.includes(next)) continue;
      out += char + next;
      i++;
      start = false;
      continue;
    } else if (!quoted && start && ',;='.includes(char)) continue;
    else if (!quoted && start && (char === ' ' || char === '\t') && /[\s]$/.test(out)) continue;
    out += char;
    if (!quoted && '&|('.includes(char)) start = true;
    else if (char !== ' ' && char !== '\t' && char !== '@') start = false;
  }
  return out;
}
