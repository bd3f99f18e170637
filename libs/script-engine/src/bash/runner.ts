import type { Assignment, CompoundList } from 'unbash';
import type { ScriptLanguage } from '../core/language.js';
import type { Span } from './recorder.js';
import type { ShellContext } from './shell-context.js';
import type { Field } from './shell-quote.js';
import type { ShellFunction } from './shell-state.js';
import type { Data } from './shell-text.js';
import type { WordExpander } from './word-expansion.js';

/** Leaving a loop, a function or the script. */
export interface Flow {
  readonly kind: 'break' | 'continue' | 'return' | 'exit';
  readonly levels: number;
}

/** Text that commands read bit by bit. */
export interface InputStream {
  readonly data: Data;
  at: number;
}

/** Where output goes when somebody reads it. */
export interface OutputSink {
  readonly pieces: Data[];
  length: number;
}

/** What a command did. A status of undefined is not known. */
export interface Outcome {
  readonly status: number | undefined;
  /** Written to standard output. */
  readonly out?: Data;
  readonly flow?: Flow | undefined;
  /** The command only moves text about. */
  readonly plumbing?: boolean;
  /** The command is not listed itself: what it runs is. */
  readonly silent?: boolean;
}

/** A word of a command; declarations keep their assignment. */
export interface Argument extends Field {
  readonly assignment?: Assignment;
  /** `name=value` whose value alone is quoted when it is shown. */
  readonly named?: boolean;
}

/** One call of a command. */
export interface Call {
  readonly name: string;
  readonly args: readonly Argument[];
  /** The command as it would be typed. */
  shown(): string;
  /** Lists the command now, before lines of what it runs. */
  announce(): void;
}

/** How text is run by a shell of its own. */
export interface ChildOptions {
  readonly rule: string;
  readonly zero?: Data;
  readonly args?: readonly Data[];
}

/** The shell as commands see it. */
export interface Runner extends ShellContext {
  readonly expansion: WordExpander;
  stdin: InputStream | undefined;
  /** Input that `exec` opened under a number. */
  readonly descriptors: Map<string, InputStream>;
  /** Somebody reads what is written. */
  readonly captured: boolean;
  /** The rest of standard input. */
  readAll(): Data | undefined;
  /** Output of the command that runs. */
  write(data: Data): void;
  /** Whether this is the script that is evaluated. */
  isOwnText(text: string): boolean;
  /** Runs text in this shell, as `eval` does. */
  evaluate(data: Data): Flow | undefined;
  /** Runs text in a new shell. */
  child(data: Data, options: ChildOptions, announce: () => void): Outcome;
  /** Runs a command from its words. */
  call(args: readonly Argument[], shown: () => string, announce: () => void): Outcome;
  callFunction(definition: ShellFunction, name: string, args: readonly Argument[]): Outcome;
  list(list: CompoundList): Flow | undefined;
  assign(assignment: Assignment): void;
  writeFile(path: string, data: Data, append: boolean, span: Span): void;
  /** Reports text that a program other than a shell gets to run. */
  handOver(data: Data, rule: string, language: ScriptLanguage | undefined): void;
}
