import type { ArithmeticScope } from './arithmetic.js';
import type { Budget } from '../core/budget.js';
import type { CommandExpansionPart, ParsedScript, ProcessSubstitutionPart, Word } from 'unbash';
import type { Recorder, Span } from './recorder.js';
import type { Field } from './shell-quote.js';
import type { ShellState } from './shell-state.js';
import type { Data, HoleTable } from './shell-text.js';

/** Expansion of words, as the parts of the evaluator share it. */
export interface Expansion {
  /** The words a word becomes: braces, splitting and all. */
  fields(word: Word, asCommand?: boolean): Field[];
  /** One text, as on the right of an assignment. */
  text(word: Word): Data;
  /** A shell pattern: what was quoted has backslashes. */
  pattern(word: Word): Data;
  /** Raw text with its `$` expansions carried out, as in a here-document. */
  raw(text: string): Data;
  /** An arithmetic expression; undefined when its value is not known. */
  arithmetic(text: string): bigint | undefined;
  readonly scope: ArithmeticScope;
}

/** What expansion needs from the shell around it. */
export interface ShellContext {
  readonly budget: Budget;
  readonly state: ShellState;
  readonly holes: HoleTable;
  readonly recorder: Recorder;
  /** The text that runs is not the sample's own: decoded, or put together. */
  readonly isForeign: boolean;
  /** Names that the sample only uses to break words up. */
  readonly noise: Set<string>;
  span(): Span;
  /** The output of `$(...)`. */
  substitute(part: CommandExpansionPart): Data;
  /** The path that `<(...)` or `>(...)` stands for. */
  processSubstitution(part: ProcessSubstitutionPart): Data;
  /** Parses text of the sample. */
  parse(text: string): ParsedScript;
  /** Works on text that is not part of the evaluated text itself. */
  inForeign<T>(source: string, work: () => T): T;
}
