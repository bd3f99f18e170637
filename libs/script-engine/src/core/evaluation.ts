import type { Budget } from './budget.js';
import type { ScriptLanguage } from './language.js';

/**
 * A stretch of a text and the stretch of its parent that it came from. Offsets in UTF-16 code units, end excluded.
 * `exact` says that both stretches hold the same characters; otherwise the whole of one was made from the whole of the other.
 */
export interface OriginSegment {
  start: number;
  end: number;
  parentStart: number;
  parentEnd: number;
  exact: boolean;
}

/**
 * How a text came out of its parent.
 * `payload`: a script (or data) that the parent runs or writes, decoded to the exact characters it would have.
 * `simplified`: the parent itself with what could be computed put in place of the expression.
 * `executed`: the commands that the parent would run, one a line, with all values known filled in.
 */
export type DerivedKind = 'payload' | 'simplified' | 'executed';

/** A text an evaluator got out of a script. */
export interface DerivedText {
  kind: DerivedKind;
  text: string;
  /** Left out: to be detected. */
  language?: ScriptLanguage;
  /** What was done, in order, in plain short words: `['powershell -EncodedCommand', 'base64', 'utf-16le']`. */
  rules: string[];
  /** Sorted, without overlap. A single inexact segment is enough when nothing finer is known. */
  segments: OriginSegment[];
  /** The bytes, when the payload is not text (shellcode, an executable). */
  bytes?: Uint8Array;
  /** Set when the text was evaluated where it ran, with what its parent knew by then; otherwise it is evaluated by itself. */
  evaluation?: Evaluation;
}

/** Why something stays closed. */
export type NotDecodedReason = 'budget' | 'unknownKey' | 'unknownValue' | 'remoteContent' | 'malformed' | 'unsupported';

/** Something that an evaluator saw and could not open. Offsets of the text it was given. */
export interface NotDecoded {
  reason: NotDecodedReason;
  detail: string;
  start: number;
  end: number;
}

/** Global variables with a known text or number and the steps that made it: scripts of other languages in the same document see them. */
export type KnownGlobals = ReadonlyMap<string, { readonly value: string | number; readonly rules: readonly string[] }>;

/** What an evaluator found in one text. Everything found before a budget ended stays in it. */
export interface Evaluation {
  derived: DerivedText[];
  notDecoded: NotDecoded[];
  /** Environment variables that it sets for what it starts. */
  environment?: ReadonlyMap<string, string>;
  globals?: KnownGlobals;
}

/** Reads one text in one language. Pure: nothing runs, nothing is fetched, the same text, environment and global variables give the same evaluation. Never throws. */
export type Evaluator = (text: string, budget: Budget, environment?: ReadonlyMap<string, string>, globals?: KnownGlobals) => Evaluation;

/** One segment that maps the whole of a derived text to a stretch of its parent. */
export function wholeFrom(text: string, parentStart: number, parentEnd: number): OriginSegment[] {
  return [{ start: 0, end: text.length, parentStart, parentEnd, exact: text.length === 0 }];
}
