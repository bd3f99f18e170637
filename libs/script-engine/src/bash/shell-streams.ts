import { parse, type ParsedScript } from 'unbash';
import { BudgetExceeded, type Budget } from '../core/budget.js';
import { Recorder, type CommandLine, type Span } from './recorder.js';
import type { InputStream, OutputSink } from './runner.js';
import { ShellState } from './shell-state.js';
import { emptyData, HoleTable, joinVia, mendBytes, type Data } from './shell-text.js';

/** How many words, quotes and expansions begin in a text, up to a limit, and where the last command before it ended. */
export function countWords(text: string, limit: number): { words: number; end: number; whole: boolean } {
  let words = 0;
  let end = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 124 || (code > 62 && code < 96)) continue;
    if (code === 10 || code === 59) end = i + 1;
    if (code <= 32 || code === 59 || code === 36 || code === 34 || code === 39 || code === 38 || code === 40 || code === 96 || code === 123 || code === 124) words++;
    if (words > limit) return { words, end: end === 0 ? i : end, whole: false };
  }
  return { words, end: text.length, whole: true };
}

/** What a shell reads, writes and stands in: its streams, its state, and where in the sample it is. */
export class ShellStreams {
  readonly holes = new HoleTable();
  readonly recorder: Recorder;
  readonly noise = new Set<string>();
  state: ShellState;
  stdin: InputStream | undefined;
  readonly descriptors = new Map<string, InputStream>();
  protected out: OutputSink | undefined;
  protected source: string;
  protected text: string;
  protected foreign: Span | undefined;
  protected at: Span;

  constructor(
    text: string,
    readonly budget: Budget,
  ) {
    this.source = text;
    this.text = text;
    this.recorder = new Recorder(text, this.holes);
    const noisy = /\$(?:IFS|\{IFS\})\$[1-9@*]|[A-Za-z\\'"]\$(?:\{[@*][^}]{0,40}\}|[@*])[A-Za-z'"\\]|[A-Za-z]\$[@*](?![\w"])|\$\{[@*][/^,%#~][^}]{0,80}\}|\$\{[@*]\}[A-Za-z'\\]|\$IFS\$[1-9]/.test(text);
    const counted = /(?:\[|\btest|\bcase|(?<!\$)\(\(|-(?:lt|gt|eq|ne|le|ge))\s*["']?\$\{?#/.test(text);
    this.state = new ShellState(this.holes, budget, noisy, counted);
    this.at = { start: 0, end: text.length };
  }

  get captured(): boolean {
    return this.out !== undefined;
  }

  span(): Span {
    return this.foreign ?? this.at;
  }

  parse(text: string): ParsedScript {
    const words = countWords(text, Infinity).words;
    this.budget.node(1 + words * 2 + (text.length >> 6));
    return parse(text);
  }

  inForeign<T>(source: string, work: () => T): T {
    const { foreign, source: before } = this;
    this.foreign = this.span();
    this.source = source;
    try {
      return work();
    } finally {
      this.foreign = foreign;
      this.source = before;
    }
  }

  /** The text that positions of the tree are in. */
  begin(source: string): void {
    this.source = source;
    this.text = source;
  }

  /** The text that runs is not the sample's own: decoded, or put together. */
  get isForeign(): boolean {
    return this.foreign !== undefined;
  }

  isOwnText(text: string): boolean {
    return text === this.text;
  }

  /** Where a node's positions point into. */
  sourceText(): string {
    return this.source;
  }

  /** Who reads what is written now. */
  currentOut(): OutputSink | undefined {
    return this.out;
  }

  /** Runs work with other streams. */
  withStreams<T>(stdin: InputStream | undefined, out: OutputSink | undefined, work: (out: OutputSink | undefined) => T): T {
    const before = { stdin: this.stdin, out: this.out };
    this.stdin = stdin;
    this.out = out;
    try {
      return work(out);
    } finally {
      this.stdin = before.stdin;
      this.out = before.out;
    }
  }

  /** Output of work, with the lines it made. */
  capture(stdin: InputStream | undefined, work: () => void): { data: Data; lines: CommandLine[] } {
    const sink: OutputSink = { pieces: [], length: 0 };
    const { lines } = this.recorder.apart(() => this.withStreams(stdin, sink, work));
    return { data: this.collected(sink), lines };
  }

  /** What a sink got, as one text. */
  protected collected(sink: OutputSink): Data {
    const only = sink.pieces[0];
    if (!only) return emptyData;
    if (sink.pieces.length === 1) return only;
    this.budget.allocate(sink.length);
    let via: readonly string[] = [];
    for (const piece of sink.pieces) via = joinVia(via, piece.via);
    return { text: mendBytes(sink.pieces.map((piece) => piece.text).join('')), via };
  }

  write(data: Data): void {
    if (!this.out || data.text === '') return;
    this.out.length += data.text.length;
    if (this.out.length > this.budget.limits.stringLength) throw new BudgetExceeded('stringLength');
    this.out.pieces.push(data);
  }

  readAll(): Data | undefined {
    const { stdin } = this;
    if (!stdin) return undefined;
    const data = stdin.at === 0 ? stdin.data : { ...stdin.data, text: stdin.data.text.slice(stdin.at) };
    stdin.at = stdin.data.text.length;
    return data;
  }
}
