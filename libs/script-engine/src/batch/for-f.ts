/** How FOR /F reads its lines. */
export interface LineOptions {
  /** Numbers of the words taken, ascending. */
  tokens: number[];
  /** The rest of the line goes to one more variable. */
  rest: boolean;
  delimiters: string;
  /** Lines that start with it are left out. */
  comment: string | undefined;
  skip: number;
  backquotes: boolean;
}

const mostTokens = 64;

/** Reads the option string of FOR /F, with or without its quotes. */
export function parseLineOptions(text: string): LineOptions {
  const options: LineOptions = { tokens: [1], rest: false, delimiters: ' \t', comment: ';', skip: 0, backquotes: false };
  let source = text.trim();
  if (source.startsWith('"')) source = source.slice(1, source.endsWith('"') && source.length > 1 ? -1 : undefined);
  let i = 0;
  while (i < source.length) {
    const rest = source.slice(i);
    const word = /^(tokens=|delims=|skip=|eol=|usebackq)/i.exec(rest)?.[1]?.toLowerCase();
    if (!word) {
      i++;
      continue;
    }
    i += word.length;
    if (word === 'usebackq') options.backquotes = true;
    else if (word === 'eol=') {
      options.comment = source[i];
      i++;
    } else if (word === 'delims=') {
      const value = delimitersOf(source.slice(i));
      options.delimiters = value;
      i += value.length;
    } else {
      const value = /^\S*/.exec(source.slice(i, i + 500))?.[0] ?? '';
      i += value.length;
      if (word === 'skip=') options.skip = Math.max(0, Number.parseInt(value, /^0x/i.test(value) ? 16 : 10) || 0);
      else Object.assign(options, parseTokens(value));
    }
  }
  return options;
}

/** The delimiters end at a space, unless the space is the last thing of all and so one of them. */
function delimitersOf(rest: string): string {
  const space = rest.indexOf(' ');
  if (space < 0 || rest.slice(space).trim() === '') return rest;
  const another = /\s(?:tokens=|delims=|skip=|eol=|usebackq)/i.exec(rest);
  return another ? rest.slice(0, another.index) : rest;
}

function parseTokens(value: string): { tokens: number[]; rest: boolean } {
  const tokens = new Set<number>();
  let rest = false;
  for (const part of value.split(',')) {
    const match = /^(\d{1,5})(?:-(\d{1,5}))?(\*?)$/.exec(part);
    if (part === '*' || match?.[3] === '*') rest = true;
    if (!match) continue;
    const to = Math.min(Number(match[2] ?? match[1]), Number(match[1]) + mostTokens);
    for (let token = Number(match[1]); token <= to && tokens.size < mostTokens; token++) tokens.add(token);
  }
  return { tokens: [...tokens].filter((token) => token > 0).sort((a, b) => a - b), rest };
}

/** How many variables the options fill. */
export function variableCount(options: LineOptions): number {
  return options.tokens.length + (options.rest ? 1 : 0);
}

/** The values for the variables, in order; undefined when FOR /F passes over the line. */
export function splitLine(line: string, options: LineOptions): string[] | undefined {
  if (line.length === 0 || (options.comment !== undefined && line.startsWith(options.comment))) return undefined;
  const delimiters = new Set(options.delimiters);
  const last = options.tokens.at(-1) ?? 0;
  const words: string[] = [];
  let i = 0;
  const skip = (): void => {
    while (i < line.length && delimiters.has(line[i] as string)) i++;
  };
  skip();
  if (i >= line.length) return undefined;
  while (words.length < last && i < line.length) {
    const from = i;
    while (i < line.length && !delimiters.has(line[i] as string)) i++;
    words.push(line.slice(from, i));
    skip();
  }
  const first = options.tokens[0];
  if (first !== undefined && first > words.length) return undefined;
  const values = options.tokens.map((token) => words[token - 1] ?? '');
  if (options.rest) values.push(line.slice(i));
  return values;
}
