import type { Budget } from '../core/budget.js';
import type { DerivedText, Evaluation, NotDecoded, NotDecodedReason, OriginSegment } from '../core/evaluation.js';
import type { ScriptLanguage } from '../core/language.js';
import { applyEdits } from '../vbscript/simplify.js';
import type { Use } from './environment.js';
import { readableLine } from './readable-line.js';
import type { Span } from './syntax.js';
import type { Symbols } from './symbols.js';
import type { Piece } from './virtual-files.js';

/** A command that the script would run. */
export interface Line extends Span {
  text: string;
  /** Set for assignments: shown only when nothing read the value. */
  use?: Use;
}

const mostOfStatement = 2000;
const mostAssignments = 40;
/** Of a straight script so many lines are listed; what stands in the others is found in the script itself. */
const mostStraight = 20_000;
const mostStored = 20_000;
const longestSearched = 20_000;
const mostReadings = 20_000;
const mostReadingText = 1024 * 1024;
const telling = /^(?:complus|cor_|coreclr|dotnet|__compat|path$|pathext|comspec|__psl|psmodulepath|psexecutionpolicy)/i;

/** Gathers what an evaluation gives back. */
export class Output {
  private target: Line[] = [];
  private readonly main = this.target;
  private readonly payloads: DerivedText[] = [];
  private readonly payloadKeys = new Set<string>();
  private readonly notDecoded: NotDecoded[] = [];
  private readonly noted = new Set<string>();
  private readonly rules = new Set<string>();
  /** Made when it is first asked for: most scripts never do. */
  private seen: Set<string> | undefined;
  private readonly perStatement = new Map<number, number>();
  private readonly mostLines: number;
  private readonly mostText: number;
  /** Lines of the source as cmd reads them, by their place; false when not always the same. */
  private readonly readings = new Map<number, { line: string; text: string } | false>();
  private readingText = 0;
  private size = 0;
  private count = 0;
  private assignments = 0;

  constructor(
    private readonly source: string,
    private readonly symbols: Symbols,
    private readonly budget: Budget,
  ) {
    // A script that runs straight through may list all of itself; a loop may not flood the list.
    let lines = 0;
    for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) lines++;
    this.mostLines = 5000 + Math.min(lines, mostStraight);
    this.mostText = 4 * 1024 * 1024 + source.length;
  }

  /** Remembers that a rule was used. */
  readonly rule = (name: string): void => void this.rules.add(name);

  /** Adds a command. `once`: not again when the same statement gave the same line before. */
  line(text: string, span: Span, once: boolean, use?: Use): void {
    if (use) {
      if (this.assignments++ > mostStored) return;
      const shown = this.symbols.render(text.length > 2000 ? `${text.slice(0, 2000)}…` : text).replace(/[\r\n]+/g, ' ').trim();
      this.target.push({ text: shown, start: span.start, end: span.end, use });
      return;
    }
    const same = (this.perStatement.get(span.start) ?? 0) + 1;
    this.perStatement.set(span.start, same);
    if (same > mostOfStatement || this.count >= this.mostLines || this.size > this.mostText) {
      this.missing('budget', same > mostOfStatement ? 'one statement runs too many commands; the rest of them is not listed' : 'too many commands; the rest is not listed', span);
      return;
    }
    for (const reading of this.symbols.renderEach(text)) {
      const line = reading.replace(/[\r\n]+/g, ' ').trim();
      if (line === '') continue;
      const last = this.target.at(-1);
      if (last?.text === line) continue;
      if (this.target === this.main && (once || this.seen)) {
        this.seen ??= new Set(this.main.filter((known) => !known.use).map((known) => `${known.start}:${known.text}`));
        const key = `${span.start}:${line}`;
        if (once && this.seen.has(key)) continue;
        this.seen.add(key);
      }
      this.budget.allocate(line.length);
      this.size += line.length;
      this.count++;
      this.target.push({ text: line, start: span.start, end: span.end });
    }
    if (this.noted.size < 50) {
      for (const symbol of this.symbols.in(text)) {
        if (symbol.kind === 'unknown' && !symbol.options) this.missing('unknownValue', `the value of ${symbol.display} is not known`, span, symbol.display);
      }
    }
  }

  /** A line of the source after the expansion of its variables. */
  reading(start: number, line: string, text: string): void {
    const known = this.readings.get(start);
    if (known === false || (known === undefined && (this.readings.size >= mostReadings || this.readingText > mostReadingText))) return;
    if (known === undefined) {
      this.readingText += text.length;
      this.readings.set(start, { line, text });
    } else if (known.text !== text) this.readings.set(start, false);
  }

  /** Runs work and gives back the commands it added instead of keeping them. */
  captured(work: () => void): Line[] {
    const outer = this.target;
    const lines: Line[] = [];
    this.target = lines;
    try {
      work();
    } finally {
      this.target = outer;
    }
    return lines.filter((line) => !line.use);
  }

  /** Takes commands back in that {@link captured} gave. */
  keep(lines: readonly Line[], once: boolean): void {
    this.count -= Math.min(this.count, lines.length);
    for (const line of lines) this.line(line.text, line, once);
  }

  /** Adds a payload, once. */
  payload(pieces: readonly Piece[], language: ScriptLanguage | undefined, rules: string[], bytes?: Uint8Array): void {
    const texts = pieces.map((piece) => this.symbols.render(piece.text));
    const text = texts.join('');
    if (text.trim() === '' && !bytes) return;
    const key = `${language ?? ''}\0${bytes ? `${bytes.length}:${rules.join()}:${pieces[0]?.start ?? 0}` : text}`;
    if (this.payloadKeys.has(key)) return;
    this.budget.expand(text.length);
    this.payloadKeys.add(key);
    const segments: OriginSegment[] = [];
    let at = 0;
    pieces.forEach((piece, index) => {
      const length = (texts[index] as string).length;
      if (length > 0) addSegment(segments, this.source, texts[index] as string, at, piece);
      at += length;
    });
    this.payloads.push({ kind: 'payload', text: bytes ? '' : text, ...(language ? { language } : {}), rules, segments: bytes ? wholeSpan(pieces) : segments, ...(bytes ? { bytes } : {}) });
  }

  /** Notes what could not be opened, once per place and text. */
  missing(reason: NotDecodedReason, detail: string, span: Span, key = detail): void {
    if (this.noted.has(`${reason}${key}`) || this.noted.size >= 200) return;
    this.noted.add(`${reason}${key}`);
    this.notDecoded.push({ reason, detail, start: span.start, end: span.end });
  }

  /** The evaluation so far. */
  finish(): Evaluation {
    const derived: DerivedText[] = [];
    const executed = this.executed();
    if (executed) derived.push(executed);
    const simplified = executed && this.simplified();
    if (simplified) derived.push(simplified);
    return { derived: [...derived, ...this.payloads], notDecoded: this.notDecoded };
  }

  /** The source with its variables filled in and without what cmd takes away. */
  private simplified(): DerivedText | undefined {
    const edits = [];
    for (const [start, reading] of this.readings) {
      if (reading === false) continue;
      const text = this.symbols.render(readableLine(reading.text));
      if (text !== reading.line && text !== reading.line.replaceAll('%%', '%')) edits.push({ start, end: start + reading.line.length, text });
    }
    const made = applyEdits(this.source, edits, 'batch', this.budget);
    return made && { ...made, rules: ['batch: lines expanded'] };
  }

  private executed(): DerivedText | undefined {
    const commands = this.main.filter((line) => !line.use);
    const assignments = this.main.filter((line) => line.use && !line.use.consumed);
    const shown = new Set(commands.length === 0 || assignments.length <= mostAssignments ? assignments : assignments.filter((line) => telling.test(line.text.replace(/^set\s+(?:\/a\s+)?"?/i, ''))));
    const lines = this.main.filter((line) => !line.use || shown.has(line)).filter((line, index, all) => line.text !== all[index - 1]?.text);
    if (lines.length === 0) return undefined;
    const text = lines.map((line) => line.text).join('\n');
    if (squeezed(text) === squeezed(this.source)) return undefined;
    const segments: OriginSegment[] = [];
    let at = 0;
    for (const line of lines) {
      addSegment(segments, this.source, line.text, at, line);
      at += line.text.length + 1;
    }
    const rules = [...this.rules];
    return { kind: 'executed', text, language: 'batch', rules: rules.length > 0 ? rules : ['batch: execution order'], segments };
  }
}

function squeezed(text: string): string {
  return text.replace(/\s+/g, '');
}

function addSegment(segments: OriginSegment[], source: string, text: string, at: number, span: Span): void {
  const found = text.length <= span.end - span.start && span.end - span.start <= longestSearched ? source.slice(span.start, span.end).indexOf(text) : -1;
  const parentStart = found >= 0 ? span.start + found : span.start;
  const parentEnd = found >= 0 ? parentStart + text.length : Math.max(span.start, span.end);
  segments.push({ start: at, end: at + text.length, parentStart, parentEnd, exact: found >= 0 });
}

function wholeSpan(pieces: readonly Piece[]): OriginSegment[] {
  const start = pieces.reduce((least, piece) => Math.min(least, piece.start), Number.MAX_SAFE_INTEGER);
  const end = pieces.reduce((most, piece) => Math.max(most, piece.end), 0);
  return pieces.length === 0 ? [] : [{ start: 0, end: 0, parentStart: start, parentEnd: end, exact: false }];
}
