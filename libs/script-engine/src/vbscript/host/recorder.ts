import type { Budget } from '../../core/budget.js';
import type { DerivedText, Evaluation, NotDecodedReason, NotDecoded, OriginSegment } from '../../core/evaluation.js';
import type { ScriptLanguage } from '../../core/language.js';

/** A stretch of the text that is evaluated. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

interface Line extends Span {
  readonly text: string;
}

interface Payload {
  readonly derived: DerivedText;
  readonly child: Recorder | undefined;
}

const mostLines = 2000;
const mostOfPlace = 300;
const mostPayloads = 60;
const mostMissing = 200;
const mostText = 4 * 1024 * 1024;
const trivial = 12;

/** Collects what the evaluation of one text finds. */
export class Recorder {
  lineCount = 0;
  uniqueLines = 0;
  /** Makes the simplified text; asked once, at the end. */
  simplify: (() => DerivedText | undefined) | undefined;
  private readonly lines: Line[] = [];
  private readonly seenLines = new Set<string>();
  private readonly perPlace = new Map<number, number>();
  private readonly payloads: Payload[] = [];
  private readonly seenPayloads = new Set<string>();
  private readonly missed: NotDecoded[] = [];
  private readonly seenMissed = new Set<string>();
  private readonly rules = new Set<string>();
  private size = 0;

  constructor(
    readonly source: string,
    readonly language: ScriptLanguage,
    private readonly budget: Budget,
  ) {}

  rule(name: string): void {
    if (this.rules.size < 40) this.rules.add(name);
  }

  /** A call to the outside world. */
  effect(text: string, span: Span): void {
    this.lineCount++;
    const line = text.replace(/[\r\n]+/g, ' ');
    const same = this.perPlace.get(span.start) ?? 0;
    if (this.lines[this.lines.length - 1]?.text === line) return;
    if (this.lines.length >= mostLines || same >= mostOfPlace || this.size > mostText) {
      this.missing('budget', 'more calls than are listed', span);
      return;
    }
    const key = `${span.start}:${line}`;
    // A loop that makes the same call again says nothing new.
    if (this.seenLines.has(key)) return;
    this.budget.allocate(line.length);
    this.uniqueLines++;
    this.seenLines.add(key);
    this.perPlace.set(span.start, same + 1);
    this.size += line.length;
    this.lines.push({ text: line, start: span.start, end: span.end });
  }

  /** A script or data handed on. */
  payload(text: string, language: ScriptLanguage | undefined, rules: readonly string[], span: Span, more: { bytes?: Uint8Array; child?: Recorder } = {}): void {
    const blank = more.bytes === undefined && text.trim().length < (language === 'batch' || language === 'bash' ? 2 : trivial);
    const key = more.bytes === undefined ? `${language ?? ''} ${text}` : `bytes ${more.bytes.length} ${span.start}`;
    if (blank && (more.child === undefined || more.child.lines.length === 0)) return;
    if (text === this.source || this.seenPayloads.has(key)) return;
    if (this.payloads.length >= mostPayloads) {
      this.missing('budget', 'more payloads than are kept', span);
      return;
    }
    this.budget.expand(text.length);
    this.seenPayloads.add(key);
    const derived: DerivedText = { kind: 'payload', text, rules: [...rules], segments: this.segmentsOf(text, span) };
    if (language !== undefined) derived.language = language;
    if (more.bytes !== undefined) derived.bytes = more.bytes;
    this.payloads.push({ derived, child: more.child });
  }

  /** Notes what stays closed, once per place and reason. */
  missing(reason: NotDecodedReason, detail: string, span: Span): void {
    const key = `${reason}:${detail}:${reason === 'budget' ? '' : span.start}`;
    if (this.seenMissed.has(key) || this.missed.length >= mostMissing) return;
    this.seenMissed.add(key);
    const end = Math.max(0, Math.min(span.end, this.source.length));
    this.missed.push({ reason, detail, start: Math.max(0, Math.min(span.start, end)), end });
  }

  /** All found so far. Evaluations of texts that ran inside are finished with it. */
  finish(): Evaluation {
    const derived: DerivedText[] = [];
    if (this.lines.length > 0) derived.push(this.executed());
    const simplified = this.simplify?.();
    if (simplified !== undefined) derived.push(simplified);
    for (const { derived: payload, child } of this.payloads) derived.push(child === undefined ? payload : { ...payload, evaluation: child.finish() });
    return { derived, notDecoded: this.missed };
  }

  private executed(): DerivedText {
    const segments: OriginSegment[] = [];
    let at = 0;
    for (const line of this.lines) {
      const end = Math.min(line.end, this.source.length);
      const start = Math.min(line.start, end);
      if (line.text.length > 0) segments.push({ start: at, end: at + line.text.length, parentStart: start, parentEnd: end, exact: line.text.length === end - start && this.source.startsWith(line.text, start) });
      at += line.text.length + 1;
    }
    return { kind: 'executed', text: this.lines.map(({ text }) => text).join('\n'), language: this.language, rules: this.rules.size > 0 ? [...this.rules] : ['execution order'], segments };
  }

  private segmentsOf(text: string, span: Span): OriginSegment[] {
    const parentEnd = Math.min(span.end, this.source.length);
    const parentStart = Math.min(span.start, parentEnd);
    const near = parentEnd - parentStart <= 200_000 && text.length <= parentEnd - parentStart ? this.source.slice(parentStart, parentEnd).indexOf(text) : -1;
    if (near >= 0) return [{ start: 0, end: text.length, parentStart: parentStart + near, parentEnd: parentStart + near + text.length, exact: true }];
    return [{ start: 0, end: text.length, parentStart, parentEnd, exact: false }];
  }
}
