import type { DerivedKind, NotDecodedReason, OriginSegment } from '../core/evaluation.js';
import type { ScriptLanguage } from '../core/language.js';
import type { BehaviourType, Certainty, Weight } from '../facts/behaviour-rule.js';
import type { Indicator } from '../indicators/indicator.js';

/** What a script is taken for. `unknown`: it could not be read well enough to say. */
export type Verdict = 'malicious' | 'suspicious' | 'benign' | 'unknown';

/** A place in the input: lines and columns from 1, bytes from 0. */
export interface InputPlace {
  line: number;
  column: number;
  byte: number;
  endLine: number;
}

/** One text of a script: the input itself, or something that came out of another layer. */
export interface ScriptLayer {
  index: number;
  /** The layer it came out of; null for the input. */
  parent: number | null;
  kind: 'input' | DerivedKind;
  language: ScriptLanguage;
  /** SHA-256 of the text in UTF-8, or of the bytes when the layer is not text. */
  sha256: string;
  /** What was done to get here from the parent, in order. */
  rules: string[];
  text: string;
  /** Number of bytes when the layer is not text; its text then lists what was read from them. */
  binaryBytes?: number;
  /** Maps this text to its parent, offset by offset. */
  segments: OriginSegment[];
  /** Where in the parent it came from, as lines. */
  from: { line: number; endLine: number } | null;
  /** Where in the input it came from. */
  origin: InputPlace;
}

/** An observation about a script, with the place that shows it. */
export interface ScriptFact {
  id: string;
  rule: string;
  type: BehaviourType;
  certainty: Certainty;
  weight: Weight;
  /** What the script does, as a verb phrase. */
  phrase: string;
  techniques: string[];
  layer: number;
  line: number;
  endLine: number;
  start: number;
  end: number;
  /** Arguments, each standing in the cited lines. */
  values: Record<string, string>;
}

/** Something that stays closed, and why. */
export interface ScriptGap {
  reason: NotDecodedReason;
  detail: string;
  layer: number;
  line: number;
}

/** All that was found in one script. The same input and language give the same analysis, byte for byte. */
export interface ScriptAnalysis {
  sha256: string;
  size: number;
  encoding: string;
  language: ScriptLanguage;
  verdict: Verdict;
  /** Ids of the facts that decided the verdict. */
  verdictFacts: string[];
  layers: ScriptLayer[];
  facts: ScriptFact[];
  techniques: { id: string; facts: string[] }[];
  indicators: Indicator[];
  notDecoded: ScriptGap[];
}
