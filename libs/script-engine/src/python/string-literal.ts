import type { Budget } from '../core/budget.js';
import type { Expr } from './ast.js';
import { SyntaxProblem, type Token } from './lexer.js';

const simple: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\\': '\\', "'": "'", '"': '"', a: '\x07', b: '\b', f: '\f', v: '\v', '\n': '' };
const escape = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|N\{[^}]{1,100}\}|([0-7]{1,3})|\r\n|([^]))/g;

/** The text of a literal with its escapes read. Escapes unknown stay as they are. */
export function readEscapes(text: string, bytes: boolean): string {
  if (!text.includes('\\')) return text;
  return text.replace(escape, (whole: string, hex: string | undefined, short: string | undefined, long: string | undefined, octal: string | undefined, char: string | undefined) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & (bytes ? 255 : 0x1ff));
    if (whole === '\\\r\n') return '';
    if (bytes && (short !== undefined || long !== undefined)) return whole;
    if (short !== undefined) return String.fromCharCode(Number.parseInt(short, 16));
    if (long !== undefined) {
      const code = Number.parseInt(long, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    }
    return char !== undefined && Object.hasOwn(simple, char) ? (simple[char] as string) : whole;
  });
}

type Parts = Extract<Expr, { k: 'format' }>['parts'];
type Field = (at: number) => { expr: Expr; end: number };

/** String literals side by side as one expression; `field` parses the expression of a replacement field. */
export function readStrings(text: string, tokens: readonly Token[], budget: Budget, field: Field): Expr {
  const parts: Parts = [];
  const texts: string[] = [];
  let bytes = false;
  for (const { prefix = '', from = 0, to = 0 } of tokens) {
    const raw = text.slice(from, to);
    budget.allocate(raw.length);
    bytes ||= prefix.includes('b');
    if (prefix.includes('f')) {
      if (texts.length > 0) parts.push(texts.splice(0).join(''));
      new FieldReader(text, budget, field, prefix.includes('r')).read(from, to, parts, 0);
    } else texts.push(prefix.includes('r') ? raw : readEscapes(raw, prefix.includes('b')));
  }
  const start = tokens[0]?.start ?? 0;
  const end = tokens[tokens.length - 1]?.end ?? start;
  if (parts.length > 0) return { k: 'format', parts: texts.length > 0 ? [...parts, texts.join('')] : parts, start, end };
  const value = texts.join('');
  return { k: 'const', value: bytes ? new Uint8Array(Buffer.from(value, 'latin1')) : value, start, end };
}

/** Reads the pieces of an f-string. */
class FieldReader {
  constructor(
    private readonly text: string,
    private readonly budget: Budget,
    private readonly field: Field,
    private readonly raw: boolean,
  ) {}

  read(from: number, to: number, parts: Parts, depth: number): void {
    const mark = /\{\{|\}\}|\{|\}/g;
    let at = from;
    const literal = (end: number, extra = ''): void => {
      const text = this.text.slice(at, end);
      const read = (this.raw ? text : readEscapes(text, false)) + extra;
      if (read !== '') parts.push(read);
    };
    while (at < to) {
      mark.lastIndex = at;
      const found = mark.exec(this.text);
      if (found === null || found.index >= to) break;
      if (found[0] !== '{') {
        literal(found.index, found[0][0] as string);
        at = found.index + found[0].length;
        continue;
      }
      literal(found.index);
      const { expr, end } = this.budget.nested(() => this.field(found.index + 1));
      let next = end;
      if (this.text[next] === '=') next++;
      const conversion = this.text[next] === '!' ? (this.text[next + 1] ?? '') : '';
      if (conversion !== '') next += 2;
      let spec: Expr | undefined;
      if (this.text[next] === ':') {
        const stop = this.close(next + 1, to);
        const pieces: Parts = [];
        if (depth < 2) this.read(next + 1, stop, pieces, depth + 1);
        spec = { k: 'format', parts: pieces, start: next + 1, end: stop };
        next = stop;
      }
      if (this.text[next] !== '}' || next >= to) throw new SyntaxProblem('a replacement field is not closed', found.index);
      parts.push({ value: expr, conversion, spec });
      at = next + 1;
    }
    literal(to);
  }

  private close(from: number, to: number): number {
    let depth = 0;
    for (let i = from; i < to; i++) {
      const char = this.text[i];
      if (char === '{') depth++;
      else if (char === '}' && depth-- === 0) return i;
    }
    return to;
  }
}
