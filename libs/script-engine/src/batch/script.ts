import type { Budget } from '../core/budget.js';
import type { Variable } from './environment.js';
import type { BatchArguments } from './expansion.js';
import type { Span } from './syntax.js';

/** A text that cmd works through. */
export interface Script {
  text: string;
  /** A file; otherwise typed lines, with other rules for percent signs. */
  batch: boolean;
  /** Where all of it comes from, when it is not the source itself. */
  span?: Span;
  labels?: Map<string, number[]>;
}

/** How often and in which states a label was reached. */
export interface Jumps {
  count: number;
  branches: number;
  uncertain: number;
  repeats: number;
  /** Text kept by all statements when the label was first reached. */
  kept: number;
  files: number;
  states: Set<number>;
}

/** One run through a script: the file itself or a called label. */
export interface Frame {
  script: Script;
  args: BatchArguments;
  pc: number;
  /** Labels that branches may jump to, with the state they would jump with. */
  pending: { offset: number; state: Map<string, Variable>; delayed: boolean }[];
  visited: Set<number>;
  jumps: Map<number, Jumps>;
  shifts: number;
  /** The label just jumped to, until it is passed. */
  arrived: number;
}

/** The name of a label or the target of a jump. */
export function labelName(text: string): string {
  return /^[\s,;=]{0,100}:?[\s,;=]{0,100}([^\s,;=:+&<>|()]{0,200})/.exec(text)?.[1]?.toLowerCase() ?? '';
}

/** All labels of a script with the offsets of their lines. */
export function labelOffsets(script: Script, budget: Budget): Map<string, number[]> {
  if (script.labels) return script.labels;
  const labels = new Map<string, number[]>();
  const { text } = script;
  budget.step(1 + (text.length >> 8));
  for (let start = 0; start < text.length; ) {
    let i = start;
    while (i < text.length && ' \t,;='.includes(text[i] as string)) i++;
    if (text[i] === ':' && text[i + 1] !== ':') {
      const name = labelName(text.slice(i, i + 300));
      const offsets = labels.get(name);
      if (offsets) offsets.push(start);
      else labels.set(name, [start]);
    }
    const end = text.indexOf('\n', i);
    start = end < 0 ? text.length : end + 1;
  }
  script.labels = labels;
  return labels;
}
