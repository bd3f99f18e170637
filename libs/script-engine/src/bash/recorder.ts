import type { Budget } from '../core/budget.js';
import { textOf } from '../core/codecs.js';
import { applyEdits } from '../vbscript/simplify.js';
import { wholeFrom, type DerivedText, type NotDecoded, type NotDecodedReason, type OriginSegment } from '../core/evaluation.js';
import type { ScriptLanguage } from '../core/language.js';
import { bytesOf, hasHole, hasRawBytes, type Data, type HoleTable } from './shell-text.js';

/** A stretch of the text that is evaluated. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A command line that would run. */
export interface CommandLine extends Span {
  readonly text: string;
  /** Only moves text about: an analyst does not miss it inside a substitution that could be computed. */
  readonly plumbing: boolean;
  /** Says something that the source does not say in so many words. */
  readonly novel: boolean;
}

const mostLines = 5000;
const mostPayloads = 250;
const mostNotDecoded = 500;
const mostFolds = 20_000;
const longestFold = 4000;
const mostVisits = 8;
/** Words that may be written otherwise than they are meant, and those that are only in quotes. */
const written = /[$`\\{'"*?[]/;
const plainQuotes = /^(?:'[^']*'|"[^"$`\\]*")$/;

/** Collects what an evaluation finds. Lines of substitutions are held apart until it is clear whether they count. */
export class Recorder {
  private readonly lines: CommandLine[] = [];
  private readonly frames: CommandLine[][] = [];
  private readonly payloads: DerivedText[] = [];
  private readonly seenPayloads = new Set<string>();
  readonly notDecoded: NotDecoded[] = [];
  private readonly seenNotDecoded = new Set<string>();
  private readonly rules = new Set<string>();
  /** What words of the source come to, by their place; false when it is not always the same. */
  private readonly folds = new Map<number, { end: number; text: string; times: number } | false>();
  private lineCount = 0;
  /** Above zero nothing is kept: the work only serves to know what comes out of it. */
  muted = 0;
  /** Above zero lines are not kept, everything else is. */
  possible = 0;

  constructor(
    private readonly source: string,
    private readonly holes: HoleTable,
  ) {}

  /** Says that a rule was really used. */
  use(rule: string): void {
    if (this.muted === 0) this.rules.add(rule);
  }

  /** Whether a line given now would go anywhere. */
  get wanted(): boolean {
    return this.frames.length > 0 || (this.muted === 0 && this.possible === 0 && this.lineCount <= mostLines);
  }

  /** A command that would run. */
  line(line: CommandLine): void {
    const frame = this.frames.at(-1);
    if (frame) {
      if (frame.length < mostLines) frame.push(line);
      return;
    }
    if (this.muted > 0 || this.possible > 0) return;
    const last = this.lines.at(-1);
    if (last?.text === line.text) {
      if (line.novel && !last.novel) this.lines[this.lines.length - 1] = { ...last, novel: true };
      return;
    }
    if (this.lineCount++ < mostLines) this.lines.push(line);
    else this.missing('budget', 'more command lines than are kept', line);
  }

  /** Holds the lines of some work apart and gives them back. */
  apart<T>(work: () => T): { result: T; lines: CommandLine[] } {
    const frame: CommandLine[] = [];
    const depth = this.frames.length;
    this.frames.push(frame);
    try {
      return { result: work(), lines: frame };
    } finally {
      this.frames.length = depth;
    }
  }

  /** Forgets frames left open by work that a budget ended. */
  resetFrames(): void {
    this.frames.length = 0;
    this.muted = 0;
    this.possible = 0;
  }

  /** A script (or a file) that the sample hands on. */
  payload(data: Data, rule: string, language: ScriptLanguage | undefined, span: Span): void {
    if (this.muted > 0) return;
    const rules = data.via.at(-1) === rule ? [...data.via] : [...data.via, rule];
    for (const used of rules) this.rules.add(used);
    const shown = this.holes.show(data.text);
    const key = `${language ?? ''}\u0000${shown}`;
    if (shown.trim() === '' || shown === this.source || this.seenPayloads.has(key) || this.payloads.length >= mostPayloads) return;
    this.seenPayloads.add(key);
    if (hasRawBytes(data.text) && !hasHole(data.text)) {
      const bytes = bytesOf(data.text);
      const decoded = textOf(bytes);
      if (decoded) this.payloads.push({ kind: 'payload', text: decoded.text, language, rules, segments: wholeFrom(decoded.text, span.start, span.end) });
      else this.payloads.push({ kind: 'payload', text: '', rules, segments: [], bytes: new Uint8Array(bytes) });
      return;
    }
    if (shown.includes('\u0000')) {
      const bytes = Buffer.from(shown, 'utf8');
      const decoded = textOf(bytes);
      if (!decoded) this.payloads.push({ kind: 'payload', text: '', rules, segments: [], bytes: new Uint8Array(bytes) });
      else this.payloads.push({ kind: 'payload', text: decoded.text, language, rules, segments: wholeFrom(decoded.text, span.start, span.end) });
      return;
    }
    this.payloads.push({ kind: 'payload', text: shown, language, rules, segments: wholeFrom(shown, span.start, span.end) });
  }

  /** Whether it is worth to say what a word of the source comes to. */
  foldable(word: { pos: number; end: number; text: string }): boolean {
    if (this.muted > 0 || this.possible > 0 || word.end - word.pos > longestFold || !written.test(word.text) || plainQuotes.test(word.text)) return false;
    const known = this.folds.get(word.pos);
    if (known === undefined) return this.folds.size < mostFolds && this.source.slice(word.pos, word.end) === word.text;
    return known !== false && known.times < mostVisits;
  }

  /** What a word of the source comes to. Words that come to different texts, or run in long loops, stay as they are. */
  fold(word: { pos: number; end: number }, text: string): void {
    const known = this.folds.get(word.pos);
    const closed = hasHole(text) || text.length > longestFold || (known !== undefined && (known === false || known.text !== text || known.times + 1 >= mostVisits));
    this.folds.set(word.pos, closed ? false : { end: word.end, text, times: (known || { times: 0 }).times + 1 });
  }

  /** Something that stays closed. */
  missing(reason: NotDecodedReason, detail: string, span: Span): void {
    if (this.muted > 0 || this.notDecoded.length >= mostNotDecoded) return;
    const key = `${reason} ${detail} ${reason === 'budget' ? '' : span.start}`;
    if (this.seenNotDecoded.has(key)) return;
    this.seenNotDecoded.add(key);
    this.notDecoded.push({ reason, detail: detail.slice(0, 500), start: span.start, end: span.end });
  }

  /** Everything found, the executed commands first. */
  derived(budget: Budget): DerivedText[] {
    const executed = this.executed(budget);
    const simplified = executed && this.simplified(budget);
    return [executed, simplified, ...this.payloads].filter((text) => text !== undefined);
  }

  /** The source with words put in that say something else than what stands there. */
  private simplified(budget: Budget): DerivedText | undefined {
    const edits = [];
    for (const [start, fold] of this.folds) if (fold !== false && fold.text !== this.source.slice(start, fold.end)) edits.push({ start, end: fold.end, text: fold.text });
    const made = applyEdits(this.source, edits, 'bash', budget);
    return made && { ...made, rules: ['bash: words expanded'] };
  }

  private executed(budget: Budget): DerivedText | undefined {
    if (!this.lines.some((line) => line.novel)) return undefined;
    const segments: OriginSegment[] = [];
    const pieces: string[] = [];
    let length = 0;
    for (const line of this.lines) {
      if (length + line.text.length > budget.limits.stringLength / 2) {
        this.missing('budget', 'stringLength', line);
        break;
      }
      const exact = this.source.slice(line.start, line.end) === line.text;
      segments.push({ start: length, end: length + line.text.length, parentStart: line.start, parentEnd: line.end, exact });
      pieces.push(line.text);
      length += line.text.length + 1;
    }
    const text = pieces.join('\n');
    if (text.trim() === '' || text.trim() === this.source.trim()) return undefined;
    return { kind: 'executed', text, language: 'bash', rules: [...this.rules], segments };
  }
}
