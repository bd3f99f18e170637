/** A basic or extended POSIX regular expression in the syntax of the linear engine; undefined when it has no equal there. */
export function posixToRegex(pattern: string, extended: boolean): string | undefined {
  const out: string[] = [];
  let i = 0;
  let atStart = true;
  while (i < pattern.length) {
    const character = pattern[i] as string;
    const start = atStart;
    atStart = false;
    if (character === '\\') {
      const next = pattern[i + 1];
      i += 2;
      if (next === undefined) return undefined;
      if (/[1-9]/.test(next)) return undefined;
      if (next === '<' || next === '>') out.push('\\b');
      else if (next === '`') out.push('\\A');
      else if (next === "'") out.push('\\z');
      else if (!extended && '(){}|+?'.includes(next)) {
        out.push(next);
        if (next === '(' || next === '|') atStart = true;
      } else if (/[wWsSbBnt]/.test(next)) out.push(`\\${next}`);
      else if (next === 'x') out.push('\\x');
      else if (/[a-zA-Z0-9]/.test(next)) out.push(next);
      else out.push(`\\${next}`);
      continue;
    }
    if (character === '[') {
      const set = bracketSet(pattern, i);
      if (!set) return undefined;
      out.push(set.regex);
      i = set.end;
      continue;
    }
    i++;
    if (extended) {
      if (character === '{' && !/^\{\d*,?\d*\}/.test(pattern.slice(i - 1, i + 12))) out.push('\\{');
      else out.push(character);
      continue;
    }
    if ('(){}|+?'.includes(character)) out.push(`\\${character}`);
    else if (character === '*' && start) out.push('\\*');
    else if (character === '^' && !start) out.push('\\^');
    else if (character === '^') {
      out.push('^');
      atStart = true;
    } else if (character === '$' && i < pattern.length && !pattern.startsWith('\\)', i) && !pattern.startsWith('\\|', i)) out.push('\\$');
    else out.push(character);
  }
  return out.join('');
}

function bracketSet(pattern: string, start: number): { regex: string; end: number } | undefined {
  let i = start + 1;
  const negated = pattern[i] === '^';
  if (negated) i++;
  const first = i;
  let body = '';
  while (i < pattern.length) {
    const character = pattern[i] as string;
    if (character === ']' && i > first) return { regex: `[${negated ? '^' : ''}${body}]`, end: i + 1 };
    const named = character === '[' ? /^\[:[a-z]{1,10}:\]/.exec(pattern.slice(i, i + 14)) : null;
    if (named) {
      body += named[0];
      i += named[0].length;
      continue;
    }
    if (character === '\\' && /[nt]/.test(pattern[i + 1] ?? '')) {
      body += `\\${pattern[i + 1]}`;
      i += 2;
      continue;
    }
    const last = pattern[i + 1] === ']';
    body += character === '-' && i > first && !last ? '-' : /[\\\]^[&~-]/.test(character) ? `\\${character}` : character;
    i++;
  }
  return undefined;
}
