import type { Statement, Word, WordPart } from 'unbash';
import { decodeEscapes } from './ansi-escapes.js';
import { evaluateArithmetic, type ArithmeticScope } from './arithmetic.js';
import { expandBraces } from './brace-expansion.js';
import { matchGlob } from './glob-pattern.js';
import { expandParameter, expandSimple, type Expanded } from './parameter-expansion.js';
import type { Expansion, ShellContext } from './shell-context.js';
import type { Field } from './shell-quote.js';
import { hasHole, joinVia, known, type Data } from './shell-text.js';

/** Literal: typed as it is. Quoted: neither split nor a pattern. Expanded: split, and a pattern. */
type Mode = 'literal' | 'quoted' | 'expanded';

interface Piece {
  readonly text: string;
  readonly raw?: string;
  readonly mode: Mode;
  readonly via: readonly string[];
  readonly glob?: boolean;
}

const noVia: readonly string[] = [];
const mostItems = 100_000;

/** Expands words in the order the shell does. */
export class WordExpander implements Expansion {
  private readonly rawParts = new Map<string, { parts: readonly WordPart[] | undefined; source: string }>();

  readonly scope: ArithmeticScope = {
    get: (name, index) => {
      const variable = this.shell.state.get(name);
      const data = index === undefined ? this.shell.state.scalar(name) : variable?.items.get(this.key(name, index) ?? '');
      if (!data) return this.shell.state.isEnvironment(name) ? undefined : '0';
      return hasHole(data.text) ? undefined : data.text || '0';
    },
    set: (name, index, value) => {
      if (index === undefined) this.shell.state.setScalar(name, known(value, ['arithmetic']));
      else {
        const key = this.key(name, index);
        if (key !== undefined) this.shell.state.setItem(name, key, known(value, ['arithmetic']));
      }
    },
  };

  constructor(private readonly shell: ShellContext) {}

  /** The key of an array item from its subscript; undefined when it is not known. */
  key(name: string, subscript: string): string | undefined {
    const variable = this.shell.state.get(name);
    if (variable?.kind === 'associative') return this.raw(subscript).text.replace(/^(["'])(.*)\1$/s, '$2');
    const value = this.arithmetic(subscript);
    if (value === undefined) return undefined;
    if (value >= 0n) return value.toString();
    if (!variable) return undefined;
    const keys = this.shell.state.items(variable);
    return (BigInt(keys.at(-1)?.[0] ?? '-1') + 1n + value).toString();
  }

  arithmetic(text: string): bigint | undefined {
    const expanded = /[$`]/.test(text) ? this.raw(text).text : text;
    return hasHole(expanded) ? undefined : evaluateArithmetic(expanded.replace(/["'\\]/g, ''), this.scope, this.shell.budget);
  }

  raw(text: string): Data {
    if (!/[$`\\]/.test(text)) return known(text);
    let entry = this.rawParts.get(text);
    if (!entry) {
      const source = `: <<_E_O_T_\n${text}\n_E_O_T_\n`;
      const statement = this.shell.parse(source).commands[0] as Statement | undefined;
      const redirect = statement?.command.type === 'Command' ? statement.command.redirects[0] : undefined;
      entry = { parts: redirect?.type === 'HereDoc' ? redirect.body.parts : undefined, source };
      if (this.rawParts.size > 5000) this.rawParts.clear();
      this.rawParts.set(text, entry);
    }
    const { parts, source } = entry;
    if (!parts) return known(text.replace(/\\([$`\\\n])/g, (_, character: string) => (character === '\n' ? '' : character)));
    const data = this.shell.inForeign(source, () => this.join(this.pieces(parts, true)));
    return { ...data, text: data.text.endsWith('\n') ? data.text.slice(0, -1) : data.text };
  }

  /** The text of a here-document body. */
  hereDocument(parts: readonly WordPart[] | undefined, text: string): Data {
    return parts ? this.join(this.pieces(parts, true)) : known(text);
  }

  text(word: Word): Data {
    const parts = word.parts;
    return parts ? this.join(this.pieces(parts, false)) : known(word.value);
  }

  pattern(word: Word): Data {
    const parts = word.parts;
    if (!parts) return known(word.text.replaceAll('\\\n', ''));
    let via: readonly string[] = noVia;
    const out: string[] = [];
    for (const piece of this.pieces(parts, false)) {
      if (!piece) continue;
      via = joinVia(via, piece.via);
      out.push(piece.mode === 'quoted' ? piece.text.replace(/[\\*?[\]()|@!+-]/g, '\\$&') : (piece.raw ?? piece.text));
    }
    return known(out.join(''), via);
  }

  fields(word: Word, asCommand = false): Field[] {
    const braces = expandBraces(word.text, this.shell.budget);
    if (braces) {
      this.shell.recorder.use('brace expansion');
      if (braces.every((text) => /^[\w@%+=:,./-]*$/.test(text))) return braces.filter((text) => text !== '').map((text) => ({ text, via: ['brace expansion'], glob: false }));
      const source = `: ${braces.join(' ')}`;
      const statement = this.shell.parse(source).commands[0] as Statement | undefined;
      const words = statement?.command.type === 'Command' ? statement.command.args : [];
      return this.shell.inForeign(source, () => words.flatMap((item) => (item.type === 'Word' ? this.plainFields(item, false) : [{ text: item.text, via: noVia, glob: false }])));
    }
    return this.plainFields(word, asCommand);
  }

  private plainFields(word: Word, asCommand: boolean): Field[] {
    const parts = word.parts;
    if (!parts) return [{ text: word.value, via: noVia, glob: false }];
    this.findNoise(parts, asCommand);
    return this.written(this.split(this.pieces(parts, false)));
  }

  /** A pattern in a folder of the sample's own stands for the files it wrote there. */
  private written(fields: Field[]): Field[] {
    if (!fields.some((field) => field.glob)) return fields;
    return fields.flatMap((field) => {
      const folder = field.text.slice(0, field.text.lastIndexOf('/'));
      if (!field.glob || this.shell.state.files.size < 2 || folder === '' || /[*?[]/.test(folder) || /^\/(?:tmp|var\/tmp|dev\/shm|etc|bin|usr\/bin|home|root|opt)$/.test(folder)) return [field];
      const found = [...this.shell.state.files.keys()].filter((path) => path.slice(0, path.lastIndexOf('/')) === folder && matchGlob(path, field.text, this.shell.budget) === true).sort();
      this.shell.budget.step(this.shell.state.files.size);
      return found.length === 0 ? [field] : found.map((text) => ({ text, via: field.via, glob: false }));
    });
  }

  /** A name that was never set and stands between the letters of a command's name, or between those of an argument, is there to break it up. */
  private findNoise(parts: readonly WordPart[], asCommand: boolean): void {
    for (let i = 1; i < parts.length; i++) {
      const part = parts[i] as WordPart;
      const before = parts[i - 1] as WordPart;
      if (part.type !== 'SimpleExpansion' && part.type !== 'ParameterExpansion') continue;
      const name = part.type === 'SimpleExpansion' ? part.text.slice(1) : part.parameter;
      if (/^[1-9]$/.test(name) && !this.shell.state.positional && /^[A-Za-z]/.test(parts[i + 1]?.text ?? '') && /[A-Za-z]$/.test(before.text)) this.shell.noise.add(name);
      // In a script that breaks up the names of its commands so, it does the same to paths.
      if (!asCommand && this.shell.noise.size > 0 && /^[a-z]\w{2,}$/.test(name) && /[\w./)]['"]?$/.test(before.text) && /^['"]?[\w./]/.test(parts[i + 1]?.text ?? '') && !this.shell.state.get(name) && !this.shell.state.isEnvironment(name)) this.shell.noise.add(name);
      if (!/^[A-Za-z_]\w*$/.test(name) || !/[A-Za-z]['"]?$/.test(before.text) || before.text.startsWith('$')) continue;
      if (!asCommand && (!/^[a-z]\w*$/.test(name) || !/^['"]?[A-Za-z]/.test(parts[i + 1]?.text ?? ''))) continue;
      if (!this.shell.state.get(name) && !this.shell.state.isEnvironment(name)) this.shell.noise.add(name);
    }
  }

  private join(pieces: readonly (Piece | undefined)[]): Data {
    const only = pieces[0];
    if (pieces.length === 1 && only) return { text: only.text, via: only.via };
    let length = 0;
    let via: readonly string[] = noVia;
    for (const piece of pieces) {
      length += piece ? piece.text.length : 1;
      if (piece) via = joinVia(via, piece.via);
    }
    return { text: this.together(pieces.map((piece) => piece?.text ?? ' '), length), via };
  }

  /** Pieces as one text. A text that grows bit by bit is charged for what is new. */
  private together(texts: readonly string[], length: number): string {
    const { budget } = this.shell;
    if (length > budget.limits.stringLength) budget.allocate(length);
    const longest = texts.reduce((most, text) => Math.max(most, text.length), 0);
    budget.allocate(length - longest);
    budget.step(1 + (length >> 9));
    if (texts.length > 8) return texts.join('');
    let out = '';
    for (const text of texts) out += text;
    return out;
  }

  private pieces(parts: readonly WordPart[], quoted: boolean): (Piece | undefined)[] {
    const out: (Piece | undefined)[] = [];
    this.shell.budget.step(parts.length);
    for (const part of parts) this.piece(part, quoted, out);
    return out;
  }

  private piece(part: WordPart, quoted: boolean, out: (Piece | undefined)[]): void {
    const mode: Mode = quoted ? 'quoted' : 'expanded';
    switch (part.type) {
      case 'Literal':
        out.push({ text: part.value, raw: part.text.replaceAll('\\\n', ''), mode: quoted ? 'quoted' : 'literal', via: noVia });
        return;
      case 'SingleQuoted':
        out.push({ text: part.value, mode: 'quoted', via: noVia });
        return;
      case 'AnsiCQuoted': {
        const text = decodeEscapes(part.text.slice(2, part.text.endsWith("'") ? -1 : undefined), 'quote').text;
        out.push({ text, mode: 'quoted', via: part.text.includes('\\') ? this.used('ANSI-C quotes') : noVia });
        return;
      }
      case 'DoubleQuoted':
      case 'LocaleString': {
        const before = out.length;
        for (const child of part.parts) this.piece(child, true, out);
        if (out.length === before && !this.onlyLists(part.parts)) out.push({ text: '', mode: 'quoted', via: noVia });
        return;
      }
      case 'Glob':
        if (part.kind === 'bracket' && part.parts.some((child) => child.type !== 'Literal')) {
          const literal = (text: string): Piece => ({ text, mode: quoted ? 'quoted' : 'literal', via: noVia, glob: true });
          out.push(literal(part.text.slice(0, (part.parts[0]?.pos ?? part.pos + 1) - part.pos)));
          for (const child of part.parts) this.piece(child, quoted, out);
          out.push(literal(']'));
          return;
        }
        out.push({ text: part.text, mode: quoted ? 'quoted' : 'literal', via: noVia, glob: true });
        return;
      case 'ExtendedGlob':
      case 'BraceExpansion':
        out.push({ text: part.text, mode: quoted ? 'quoted' : 'literal', via: noVia, glob: part.type === 'ExtendedGlob' });
        return;
      case 'SimpleExpansion':
        this.expanded(expandSimple(this.shell, part.text.slice(1), part.text), mode, out);
        return;
      case 'ParameterExpansion':
        this.expanded(expandParameter(this.shell, this, part), mode, out);
        return;
      case 'CommandExpansion': {
        const data = this.shell.substitute(part);
        out.push({ text: data.text, mode, via: data.via });
        return;
      }
      case 'ArithmeticExpansion': {
        const body = part.text.startsWith('$[') ? part.text.slice(2, -1) : part.text.slice(3, -2);
        const value = this.arithmetic(body);
        if (value === undefined) out.push({ text: this.shell.holes.make(part.text), mode, via: noVia });
        else out.push({ text: value.toString(), mode, via: this.used('arithmetic') });
        return;
      }
      case 'ProcessSubstitution': {
        const data = this.shell.processSubstitution(part);
        out.push({ text: data.text, mode: 'quoted', via: data.via });
        return;
      }
    }
  }

  private onlyLists(parts: readonly WordPart[]): boolean {
    return parts.length > 0 && parts.every((part) => (part.type === 'SimpleExpansion' && part.text === '$@') || (part.type === 'ParameterExpansion' && (part.parameter === '@' || part.index?.text === '@')));
  }

  private used(rule: string): readonly string[] {
    this.shell.recorder.use(rule);
    return [rule];
  }

  private expanded(value: Expanded, mode: Mode, out: (Piece | undefined)[]): void {
    if (!('list' in value)) {
      out.push({ text: value.text, mode, via: value.via });
      return;
    }
    if (value.list.length > 1000) this.shell.budget.allocate(value.list.length * 16);
    this.shell.budget.step(value.list.length);
    if (mode === 'quoted' && value.star) {
      const separator = (this.shell.state.scalar('IFS')?.text ?? ' ').slice(0, 1);
      let length = 0;
      for (const item of value.list) length += item.text.length + 1;
      this.shell.budget.allocate(length);
      out.push({ text: value.list.map((item) => item.text).join(separator), mode, via: value.list.reduce<readonly string[]>((via, item) => joinVia(via, item.via), noVia) });
      return;
    }
    value.list.forEach((item, index) => {
      if (index > 0) out.push(undefined);
      out.push({ text: item.text, mode, via: item.via });
    });
  }

  private split(pieces: readonly (Piece | undefined)[]): Field[] {
    const fields: Field[] = [];
    let current: string[] | undefined;
    let via: readonly string[] = noVia;
    let glob = false;
    let quoted = false;
    const end = (): void => {
      if (current !== undefined) fields.push({ text: current.length === 1 ? (current[0] as string) : this.together(current, current.reduce((sum, text) => sum + text.length, 0)), via, glob, ...(quoted ? { quoted } : {}) });
      current = undefined;
      via = noVia;
      glob = false;
      quoted = false;
    };
    const ifs = this.shell.state.scalar('IFS')?.text ?? ' \t\n';
    for (const piece of pieces) {
      if (!piece) {
        end();
        continue;
      }
      if (piece.mode !== 'expanded') {
        if (piece.text !== '' || piece.mode === 'quoted') (current ??= []).push(piece.text);
        via = joinVia(via, piece.via);
        glob ||= piece.glob === true;
        quoted ||= piece.mode === 'quoted' && hasHole(piece.text);
        continue;
      }
      if (piece.text === '') continue;
      const tokens = splitFields(piece.text, hasHole(ifs) ? ' \t\n' : ifs, this.shell);
      tokens.forEach((token, index) => {
        if (index > 0) end();
        if (token === '' && (index === 0 || index === tokens.length - 1)) return;
        (current ??= []).push(token);
        via = joinVia(via, piece.via);
        glob ||= /[*?]|\[.*\]/s.test(token);
      });
    }
    end();
    return fields;
  }
}

/** A text cut at the separators of IFS: white space runs are one cut, every other separator is one. */
function splitFields(text: string, ifs: string, shell: ShellContext): string[] {
  if (ifs === '') return [text];
  const characters = new Set(ifs);
  shell.budget.step(1 + (text.length >> 6));
  if (![...characters].some((character) => text.includes(character))) return [text];
  const blanks = [' ', '\t', '\n'].filter((blank) => characters.has(blank)).join('');
  const others = ifs.replace(/[ \t\n]/g, '');
  if (others === '') return text.split(new RegExp(`[${blanks}]+`));
  const out: string[] = [];
  let token = '';
  let pending = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i] as string;
    if (!characters.has(character)) {
      if (pending) {
        out.push(token);
        token = '';
        pending = false;
      }
      let j = i + 1;
      while (j < text.length && !characters.has(text[j] as string)) j++;
      token += text.slice(i, j);
      i = j - 1;
    } else if (blanks.includes(character)) {
      if (token !== '' || (i === 0 && out.length === 0)) pending = true;
    } else {
      out.push(token);
      token = '';
      pending = false;
    }
  }
  out.push(token);
  if (pending) out.push('');
  if (out.length > mostItems) shell.budget.allocate(out.length);
  return out;
}
