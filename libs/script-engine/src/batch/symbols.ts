import { BudgetExceeded } from '../core/budget.js';

/** `environment`: differs from machine to machine. `unknown`: depends on what only a run would tell. `undefined`: written as a reference, holds nothing. */
export type SymbolKind = 'environment' | 'unknown' | 'undefined';

/** A value that is not known, standing in texts as one character. */
export interface BatchSymbol {
  /** How the analyst reads it: `%USERNAME%`. */
  display: string;
  kind: SymbolKind;
  /** What is known of its make-up; may hold symbols again. */
  inner?: string;
  /** The only values it can have. */
  options?: readonly string[];
}

const firstCode = 0xe000;
const lastCode = 0xf8ff;
const privateUse = /[\uE000-\uF8FF]/;
const mostReadings = 8;

/**
 * Keeps unknown values apart from known text: each stands as one private-use character, so that the phases of cmd can
 * cut and join texts around it. Private-use characters that the sample brings itself are never taken.
 */
export class Symbols {
  private readonly symbols = new Map<string, BatchSymbol>();
  private readonly keys = new Map<string, string>();
  private readonly foreign = new Set<string>();
  private next = firstCode;

  constructor(sample: string) {
    if (!privateUse.test(sample)) return;
    for (let i = 0; i < sample.length; i++) {
      const code = sample.charCodeAt(i);
      if (code >= firstCode && code <= lastCode) this.foreign.add(sample[i] as string);
    }
  }

  /** The character for a symbol; the same for the same description. */
  make(display: string, kind: SymbolKind, more: { inner?: string; options?: readonly string[] } = {}): string {
    const key = [kind, display, more.inner ?? '', ...(more.options ?? [])].join('\0');
    const known = this.keys.get(key);
    if (known !== undefined) return known;
    while (this.foreign.has(String.fromCharCode(this.next))) this.next++;
    if (this.next > lastCode) throw new BudgetExceeded('nodes');
    const char = String.fromCharCode(this.next++);
    this.symbols.set(char, { display, kind, ...more });
    this.keys.set(key, char);
    return char;
  }

  /** The symbol that this one character stands for. */
  get(char: string): BatchSymbol | undefined {
    return this.symbols.get(char);
  }

  /** Whether a text holds a symbol. */
  has(text: string): boolean {
    if (!privateUse.test(text)) return false;
    for (const char of text) if (this.symbols.has(char)) return true;
    return false;
  }

  /** The symbols in a text, in order. */
  in(text: string): BatchSymbol[] {
    if (!privateUse.test(text)) return [];
    const found: BatchSymbol[] = [];
    for (const char of text) {
      const symbol = this.symbols.get(char);
      if (symbol) found.push(symbol);
    }
    return found;
  }

  /** The text with every symbol of known make-up replaced by it. */
  open(text: string): string {
    let current = text;
    for (let round = 0; round < 4 && privateUse.test(current); round++) {
      const next = current.replace(/[\uE000-\uF8FF]/g, (char) => this.symbols.get(char)?.inner ?? char);
      if (next === current) break;
      current = next;
    }
    return current;
  }

  /** The text as the analyst reads it. */
  render(text: string): string {
    return privateUse.test(text) ? text.replace(/[\uE000-\uF8FF]/g, (char) => this.symbols.get(char)?.display ?? char) : text;
  }

  /** Every reading of a text whose symbols have few possible values; one reading with names when there are too many. */
  renderEach(text: string): string[] {
    if (!privateUse.test(text)) return [text];
    let readings = [text];
    const chars = [...new Set([...text].filter((char) => this.symbols.get(char)?.options))];
    for (const char of chars) {
      const options = this.symbols.get(char)?.options ?? [];
      if (readings.length * options.length > mostReadings) return [this.render(text)];
      readings = options.flatMap((option) => readings.map((reading) => reading.replaceAll(char, option)));
    }
    return [...new Set(readings.map((reading) => this.render(reading)))];
  }
}
