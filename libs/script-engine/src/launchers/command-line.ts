/** One word of a command line and where it stood. */
export interface Word {
  text: string;
  start: number;
  end: number;
  quoted: boolean;
}

/** How words are quoted where the command line stands. */
export type Quoting = 'windows' | 'process' | 'powershell' | 'shell';

/**
 * Splits a command line from `from` to its end: a new line, or an operator outside quotes. `windows` follows
 * CommandLineToArgvW (backslashes before quotes) behind cmd's operators, `process` the same without a shell, the others
 * their shells.
 */
export function splitWords(text: string, from: number, quoting: Quoting): { words: Word[]; end: number } {
  const words: Word[] = [];
  let i = from;
  const stops = quoting === 'process' ? '\n\r' : quoting === 'windows' ? '|&<>\n\r' : '|&;<>\n\r';
  while (i < text.length) {
    while (i < text.length && (text[i] === ' ' || text[i] === '\t')) i++;
    if (i >= text.length || stops.includes(text[i] as string)) break;
    const start = i;
    const { word, end, quoted } = quoting === 'windows' || quoting === 'process' ? windowsWord(text, i, stops) : shellWord(text, i, stops, quoting);
    words.push({ text: word, start, end, quoted });
    if (end === i) break;
    i = end;
    if (words.length > 5_000) break;
  }
  return { words, end: i };
}

function windowsWord(text: string, from: number, stops: string): { word: string; end: number; quoted: boolean } {
  let i = from;
  let inside = false;
  let quoted = false;
  const pieces: string[] = [];
  let plain = from;
  while (i < text.length) {
    const c = text[i] as string;
    if (c === '\n' || c === '\r') break;
    if (!inside && (c === ' ' || c === '\t' || stops.includes(c))) break;
    if (c === '\\') {
      let run = 1;
      while (text[i + run] === '\\') run++;
      if (text[i + run] === '"') {
        pieces.push(text.slice(plain, i), '\\'.repeat(run >> 1));
        i += run;
        if (run % 2 === 1) {
          pieces.push('"');
          i++;
        }
        plain = i;
      } else i += run;
      continue;
    }
    if (c === '"') {
      pieces.push(text.slice(plain, i));
      quoted = true;
      if (inside && text[i + 1] === '"') {
        pieces.push('"');
        i += 2;
      } else {
        inside = !inside;
        i++;
      }
      plain = i;
      continue;
    }
    i++;
  }
  pieces.push(text.slice(plain, i));
  return { word: pieces.join(''), end: i, quoted };
}

function shellWord(text: string, from: number, stops: string, quoting: Quoting): { word: string; end: number; quoted: boolean } {
  const escape = quoting === 'powershell' ? '`' : '\\';
  const pieces: string[] = [];
  let i = from;
  let quoted = false;
  while (i < text.length) {
    const c = text[i] as string;
    if (c === ' ' || c === '\t' || stops.includes(c)) break;
    if (c === "'") {
      quoted = true;
      let close = text.indexOf("'", i + 1);
      while (quoting === 'powershell' && close >= 0 && text[close + 1] === "'") close = text.indexOf("'", close + 2);
      const body = text.slice(i + 1, close < 0 ? text.length : close);
      pieces.push(quoting === 'powershell' ? body.replaceAll("''", "'") : body);
      i = close < 0 ? text.length : close + 1;
    } else if (c === '"') {
      quoted = true;
      i++;
      while (i < text.length && text[i] !== '"') {
        const d = text[i] as string;
        if (d === escape && i + 1 < text.length) {
          const next = text[i + 1] as string;
          pieces.push(quoting === 'shell' && !'$`"\\\n'.includes(next) ? d + next : quoting === 'powershell' ? (({ n: '\n', r: '\r', t: '\t', 0: '\0' } as Record<string, string>)[next] ?? next) : next);
          i += 2;
        } else {
          pieces.push(d);
          i++;
        }
      }
      i++;
    } else if (c === escape && i + 1 < text.length) {
      pieces.push(text[i + 1] as string);
      i += 2;
    } else {
      pieces.push(c);
      i++;
    }
  }
  return { word: pieces.join(''), end: Math.min(i, text.length), quoted };
}
