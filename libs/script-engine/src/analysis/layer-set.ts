import type { Budget } from '../core/budget.js';
import { sha256, textOf } from '../core/codecs.js';
import { byteOffset, type DecodedInput } from '../core/decode-input.js';
import { detectLanguage } from '../core/detect-language.js';
import type { DerivedText, Evaluation, KnownGlobals, NotDecoded } from '../core/evaluation.js';
import type { ScriptLanguage } from '../core/language.js';
import { LineIndex } from '../core/lines.js';
import { readShellcode } from '../shellcode/read-shellcode.js';
import type { InputPlace, ScriptGap, ScriptLayer } from './script-analysis.js';

/** A layer while it is worked on. */
export interface WorkingLayer extends ScriptLayer {
  lines: LineIndex;
  evaluation?: Evaluation;
  /** Environment variables that it sets for what it starts. */
  environment?: ReadonlyMap<string, string>;
  /** Global variables that scripts beside it see. */
  globals?: KnownGlobals;
  /** What the bytes of a layer that is not text look like. */
  binaryKind?: string;
}

/** The layers of one script, each text kept once. */
export class LayerSet {
  readonly layers: WorkingLayer[] = [];
  readonly gaps: ScriptGap[] = [];
  private readonly byHash = new Map<string, WorkingLayer>();

  constructor(
    private readonly input: DecodedInput,
    inputHash: string,
    language: ScriptLanguage,
    private readonly budget: Budget,
  ) {
    const lines = new LineIndex(input.text);
    const root: WorkingLayer = { index: 0, parent: null, kind: 'input', language, sha256: inputHash, rules: [], text: input.text, segments: [], from: null, origin: { line: 1, column: 1, byte: 0, endLine: lines.line(input.text.length) }, lines };
    this.layers.push(root);
    this.byHash.set(sha256(input.text), root);
    this.byHash.set(inputHash, root);
  }

  /** Takes a derived text in; undefined when it is known already, says nothing, or the limit of layers is reached. */
  add(derived: DerivedText, parent: WorkingLayer): WorkingLayer | undefined {
    const read = this.readable(derived);
    if (read.text.trim() === '' || (derived.kind !== 'payload' && read.text === parent.text)) return undefined;
    const hash = sha256(read.bytes ?? read.text);
    const known = this.byHash.get(hash);
    if (known !== undefined) {
      if (known.evaluation === undefined && known.index > 0 && derived.evaluation !== undefined) known.evaluation = derived.evaluation;
      return undefined;
    }
    if (this.layers.length >= this.budget.limits.layers) {
      this.gap('budget', 'layers', parent, 0);
      return undefined;
    }
    const start = derived.segments.length === 0 ? 0 : Math.min(...derived.segments.slice(0, 5_000).map((segment) => segment.parentStart));
    const end = derived.segments.length === 0 ? parent.text.length : Math.max(...derived.segments.slice(0, 5_000).map((segment) => segment.parentEnd));
    const layer: WorkingLayer = {
      index: this.layers.length,
      parent: parent.index,
      kind: derived.kind,
      language: derived.language ?? (read.bytes === undefined ? detectLanguage(read.text) : 'unknown'),
      sha256: hash,
      rules: derived.rules,
      text: read.text,
      ...(read.bytes === undefined ? {} : { binaryBytes: read.bytes.length, binaryKind: read.kind ?? 'binary data' }),
      segments: derived.segments,
      from: { line: parent.lines.line(start), endLine: parent.lines.line(Math.max(start, end - 1)) },
      origin: this.placeOf(parent, start, end),
      lines: new LineIndex(read.text),
      ...(derived.evaluation === undefined ? {} : { evaluation: derived.evaluation }),
    };
    this.layers.push(layer);
    this.byHash.set(hash, layer);
    return layer;
  }

  /** Bytes that are text after all become text; others are read for what they say. */
  private readable(derived: DerivedText): { text: string; bytes?: Uint8Array; kind?: string } {
    if (derived.bytes === undefined) return { text: derived.text };
    const text = textOf(derived.bytes);
    if (text !== undefined) return { text: text.text };
    const { kind, lines } = readShellcode(derived.bytes);
    return { text: [`${kind}, ${derived.bytes.length} bytes`, ...lines].join('\n'), bytes: derived.bytes, kind };
  }

  /** Notes what stays closed, once per place and reason. */
  gap(reason: NotDecoded['reason'], detail: string, layer: WorkingLayer, offset: number): void {
    const line = layer.lines.line(offset);
    const found = this.gaps.some((gap) => gap.reason === reason && gap.detail === detail && (reason === 'budget' || (gap.layer === layer.index && gap.line === line)));
    if (!found && this.gaps.length < 200) this.gaps.push({ reason, detail, layer: layer.index, line });
  }

  /** Follows a stretch of a layer down to the input. */
  placeOf(layer: WorkingLayer, start: number, end: number): InputPlace {
    let at = layer;
    let from = start;
    let to = end;
    while (at.parent !== null) {
      const parent = this.layers[at.parent] as WorkingLayer;
      [from, to] = mapBack(at, from, to);
      at = parent;
    }
    const root = this.layers[0] as WorkingLayer;
    return { line: root.lines.line(from), column: root.lines.column(from), byte: byteOffset(this.input, from), endLine: root.lines.line(Math.max(from, to - 1)) };
  }
}

function mapBack(layer: WorkingLayer, start: number, end: number): [number, number] {
  let from = Number.POSITIVE_INFINITY;
  let to = 0;
  for (const segment of layer.segments) {
    if (segment.end < start || segment.start > end || (segment.end === start && segment.start !== start)) continue;
    from = Math.min(from, segment.exact ? segment.parentStart + Math.max(0, start - segment.start) : segment.parentStart);
    to = Math.max(to, segment.exact ? segment.parentEnd - Math.max(0, segment.end - end) : segment.parentEnd);
  }
  return from === Number.POSITIVE_INFINITY ? [layer.segments[0]?.parentStart ?? 0, layer.segments.at(-1)?.parentEnd ?? 0] : [from, to];
}
