const longest = 400;
const mostParts = 400;

/** A value that only a run would tell, by its expression in the source. */
export class Unknown {
  readonly text: string;
  /** How it reads inside a literal: `%TEMP%`. */
  readonly inline: string | undefined;
  /** Set when it is a text joined of known and unknown parts. */
  readonly parts: readonly (string | Unknown)[] | undefined;
  /** Whether it came over the network. */
  readonly remote: boolean;

  constructor(text: string, options: { inline?: string; parts?: readonly (string | Unknown)[]; remote?: boolean } = {}) {
    this.text = text.length > longest ? `${text.slice(0, longest)}…` : text;
    this.inline = options.inline;
    this.parts = options.parts;
    this.remote = options.remote ?? false;
  }
}

/** How a language writes a literal and joins two texts. */
export interface Dialect {
  quote(text: string): string;
  readonly plus: string;
}

/** Two texts joined; at least one of them is unknown. */
export function join(left: string | Unknown, right: string | Unknown): string | Unknown {
  if (typeof left === 'string' && typeof right === 'string') return left + right;
  if (left === '') return right;
  if (right === '') return left;
  const parts = [...partsOf(left)];
  for (const part of partsOf(right)) {
    const last = parts[parts.length - 1];
    if (typeof part === 'string' && typeof last === 'string') parts[parts.length - 1] = last + part;
    else parts.push(part);
  }
  const remote = parts.some((part) => part instanceof Unknown && part.remote);
  if (parts.length > mostParts) return new Unknown('…', { remote });
  return new Unknown('…', { parts, remote });
}

function partsOf(value: string | Unknown): readonly (string | Unknown)[] {
  return value instanceof Unknown && value.parts !== undefined ? value.parts : [value];
}

/** A text as an expression of its language, what is known of it as literals. */
export function showText(value: string | Unknown, dialect: Dialect): string {
  if (typeof value === 'string') return dialect.quote(value);
  const pieces: (string | Unknown)[] = [];
  for (const part of partsOf(value)) {
    const text = typeof part === 'string' ? part : part.inline;
    const last = pieces[pieces.length - 1];
    if (text === undefined) pieces.push(part);
    else if (typeof last === 'string') pieces[pieces.length - 1] = last + text;
    else pieces.push(text);
  }
  return pieces.map((part) => (typeof part === 'string' ? dialect.quote(part) : part.text)).join(dialect.plus);
}

/** A command line with its unknown parts as references of its shell. */
export function commandText(value: string | Unknown, shell: 'batch' | 'bash'): string {
  if (typeof value === 'string') return value;
  return partsOf(value)
    .map((part) => {
      if (typeof part === 'string') return part;
      if (part.inline !== undefined) return part.inline;
      const name = part.text.replace(/^(?:process\.env|os\.environ)\b/, '').replace(/[^A-Za-z0-9_.]+/g, '_').replace(/^[._]+|[._]+$/g, '').slice(0, 60);
      return shell === 'batch' ? `%${name === '' ? 'unknown' : name}%` : `\${${name.replaceAll('.', '_').replace(/^(?=\d|$)/, '_')}}`;
    })
    .join('');
}

/** The known characters of a text, for asking whether it says anything. */
export function knownText(value: string | Unknown): string {
  return typeof value === 'string' ? value : partsOf(value).filter((part) => typeof part === 'string').join('');
}
