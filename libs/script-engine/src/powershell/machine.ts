import type { Budget } from '../core/budget.js';
import type { DerivedText, NotDecoded, NotDecodedReason } from '../core/evaluation.js';
import type { BlockNode, Node } from './ast.js';
import type { TrailKeeper } from './trail.js';
import type { PsBlock, PsObject, Unknown, Value } from './values.js';

/** One line of what the script would do, and where it stands. */
export interface Effect {
  text: string;
  start: number;
  end: number;
}

/** What is kept while one text runs. */
export interface Unit {
  source: string;
  block: BlockNode;
  /** The one value a node always had; null after two different ones. */
  folds: Map<Node, { value: Value } | null>;
  derived: DerivedText[];
  notDecoded: NotDecoded[];
  effects: Effect[];
}

/** A bound call of a command. */
export interface CommandCall {
  name: string;
  /** Arguments by position. */
  positional: Value[];
  /** Arguments by name, `true` for a switch without a value. */
  named: Map<string, Value>;
  input: Value[];
  piped: boolean;
  node: Node;
  /** As written, values filled in. */
  rendered: string;
}

/** Why a block ended before its end, and what it returned. */
export interface Flow {
  how: 'return' | 'break' | 'continue' | 'throw' | 'exit';
  values?: Value[];
}

/** A class that the script defines. */
export interface ScriptClass {
  node: Extract<Node, { k: 'class' }>;
  source: string;
  statics: Map<string, Value>;
}

/** What the modelled commands and members may ask of the interpreter. */
export interface Machine {
  readonly budget: Budget;
  readonly trail: TrailKeeper;
  readonly unit: Unit;
  readVariable(name: string): Value;
  writeVariable(name: string, value: Value): void;
  variableNames(): string[];
  hasVariable(name: string): boolean;
  /** Runs a block; `$_` is set when an item is given. */
  runBlock(block: PsBlock, args: Value[], item?: Value, input?: Value[], own?: boolean): Value[];
  /** Runs text as PowerShell where it stands, and keeps it as a payload. */
  runText(text: Value, how: string, node: Node): Value[];
  /** Keeps a text or bytes that the script hands to something else. */
  payload(value: Value, language: DerivedText['language'], rules: string[], node: Node): void;
  /** One line of what it does to the world. */
  effect(text: string, node: Node): void;
  closed(reason: NotDecodedReason, detail: string, node: Node): void;
  /** The node's source, as a symbol for its unknown value. */
  symbol(node: Node, remote?: boolean): Unknown;
  functions: Map<string, PsBlock>;
  aliases: Map<string, string>;
  environment: Map<string, Value>;
  files: Map<string, Value>;
  readonly classes: ReadonlyMap<string, ScriptClass>;
  instantiate(type: string, args: Value[], node: Node): Value;
  callMethod(type: string, name: string, self: PsObject | null, args: Value[], node: Node): Value | undefined;
  callCommand(name: string, args: Value[], input: Value[], node: Node): Value[];
}
