/** What must occur in every text a piece of a pattern matches. `exact`: it matches these and nothing else; `any`: every match holds one of these. */
interface Required {
  exact?: readonly string[];
  any?: readonly string[];
}

const zeroWidth: Required = { exact: [''] };
const unknown: Required = {};
const productLimit = 64;
const unionLimit = 400;

/**
 * Lower-case literals of which at least one occurs in every text that a case-insensitive pattern matches: what to look
 * for before the pattern is tried. `['']` when nothing can be said. For the patterns of the tables, not for those of samples.
 */
export function requiredLiterals(pattern: RegExp): readonly string[] {
  const required = new Reader(pattern.source).alternatives();
  return smallest(required.exact) ?? smallest(required.any) ?? [''];
}

/** Without the literals that another one makes superfluous; undefined when one is empty. */
function smallest(literals: readonly string[] | undefined): readonly string[] | undefined {
  if (!literals || literals.length === 0 || literals.includes('')) return undefined;
  const sorted = [...new Set(literals)].sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  const kept: string[] = [];
  for (const literal of sorted) if (!kept.some((short) => literal.includes(short))) kept.push(literal);
  return kept;
}

/** The most telling of several sets: long literals, few of them. */
function best(candidates: readonly (readonly string[] | undefined)[]): readonly string[] | undefined {
  let chosen: readonly string[] | undefined;
  let highest = -Infinity;
  for (const candidate of candidates) {
    const literals = smallest(candidate);
    if (!literals) continue;
    const score = Math.min(8, ...literals.map((literal) => literal.length)) - literals.length / 30;
    if (score > highest) [chosen, highest] = [literals, score];
  }
  return chosen;
}

/** Reads the syntax of regular expressions as far as the tables use it. */
class Reader {
  private at = 0;

  constructor(private readonly source: string) {}

  alternatives(): Required {
    const options = [this.sequence()];
    while (this.source[this.at] === '|') {
      this.at++;
      options.push(this.sequence());
    }
    if (options.length === 1) return options[0] as Required;
    const exact = options.every((option) => option.exact) ? options.flatMap((option) => option.exact ?? []) : undefined;
    const each = options.map((option) => smallest(option.exact) ?? option.any);
    const any = each.every((literals) => literals) ? each.flatMap((literals) => literals ?? []) : undefined;
    return { exact: exact && exact.length <= unionLimit ? exact : undefined, any: any && any.length <= unionLimit ? any : undefined };
  }

  private sequence(): Required {
    let run: readonly string[] = [''];
    let whole = true;
    const candidates: (readonly string[] | undefined)[] = [];
    while (this.at < this.source.length && this.source[this.at] !== '|' && this.source[this.at] !== ')') {
      const piece = this.quantified();
      if (piece.exact && run.length * piece.exact.length <= productLimit) {
        const ends = piece.exact;
        run = run.flatMap((start) => ends.map((end) => start + end));
        continue;
      }
      whole = false;
      candidates.push(run, piece.any);
      run = piece.exact ?? [''];
    }
    candidates.push(run);
    return { exact: whole ? run : undefined, any: best(candidates) };
  }

  private quantified(): Required {
    const piece = this.atom();
    const range = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/.exec(this.source.slice(this.at, this.at + 16));
    if (!range) return piece;
    this.at += range[0].length;
    const sign = range[0][0];
    const min = sign === '*' || sign === '?' ? 0 : sign === '+' ? 1 : Number(range[1]);
    const max = sign === '?' ? 1 : sign === '{' && range[2] === '' ? min : sign === '{' && range[3] !== '' ? Number(range[3]) : Infinity;
    if (min === 0) return max === 1 && piece.exact ? { exact: [...piece.exact, ''] } : unknown;
    if (min === max && piece.exact?.length === 1 && min <= 8) return { exact: [(piece.exact[0] as string).repeat(min)] };
    return min === 1 && max === 1 ? piece : { any: smallest(piece.exact) ?? piece.any };
  }

  private atom(): Required {
    const char = this.source[this.at++] as string;
    if (char === '(') return this.group();
    if (char === '[') return this.characterClass();
    if (char === '\\') return this.escape();
    if (char === '^' || char === '$') return zeroWidth;
    return char === '.' ? unknown : { exact: [char.toLowerCase()] };
  }

  private group(): Required {
    const opening = /^\?(?:[a-z-]{0,6}:|<?[=!]|<\w+>)/.exec(this.source.slice(this.at, this.at + 40))?.[0] ?? '';
    this.at += opening.length;
    const inner = this.alternatives();
    this.at++;
    return /[=!]$/.test(opening) ? zeroWidth : inner;
  }

  private escape(): Required {
    const char = this.source[this.at++] as string;
    if (char === 'b' || char === 'B') return zeroWidth;
    if (/[swdSWD1-9]/.test(char)) return unknown;
    const digits = char === 'x' ? 2 : char === 'u' ? 4 : 0;
    if (digits > 0) {
      const code = parseInt(this.source.slice(this.at, this.at + digits), 16);
      this.at += digits;
      return { exact: [String.fromCharCode(code).toLowerCase()] };
    }
    return { exact: [char === 'n' ? '\n' : char === 't' ? '\t' : char === 'r' ? '\r' : char.toLowerCase()] };
  }

  private characterClass(): Required {
    const start = this.at;
    while (this.source[this.at] !== ']') this.at += this.source[this.at] === '\\' ? 2 : 1;
    const body = this.source.slice(start, this.at++);
    if (body.startsWith('^') || /\\[swdSWDxu]/.test(body)) return unknown;
    const spelled = body.replace(/([a-z0-9])-([a-z0-9])/gi, (_, first: string, last: string) => range(first, last));
    const chars = [...new Set(spelled.replace(/\\n/g, '\n').replace(/\\(.)/g, '$1').toLowerCase())];
    return chars.length > 36 ? unknown : { exact: chars };
  }
}

function range(first: string, last: string): string {
  return Array.from({ length: last.charCodeAt(0) - first.charCodeAt(0) + 1 }, (_, i) => String.fromCharCode(first.charCodeAt(0) + i)).join('');
}
