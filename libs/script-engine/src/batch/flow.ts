import type { Variable } from './environment.js';
import { hasNoise } from './readable-line.js';
import { type ExpandedLine, StatementTooLong } from './expansion.js';
import { type Context, type Machine, type Signal, StatementCut } from './machine.js';
import { Parser } from './parser.js';
import { type Frame, type Jumps, labelOffsets } from './script.js';
import type { Node } from './syntax.js';

const mostJumps = 6000;
const mostTextPerLoop = 8 * 1024 * 1024;
const mostUncertainJumps = 8;
const mostRepeats = 2;
const mostKept = 100;

/** The main flow of the current frame and the flows that jumps in uncertain branches begin. */
export function runFlows(machine: Machine, context: Context): Signal | undefined {
  const frame = machine.frame;
  let end = flow(machine, context);
  if (frame.pending.length === 0) return end?.kind === 'ended' ? undefined : end;
  const changes: Map<string, Variable | undefined>[] = end === undefined ? [new Map()] : [];
  machine.replaying++;
  try {
    for (let next = frame.pending.shift(); next; next = frame.pending.shift()) {
      if (frame.visited.has(next.offset)) continue;
      const mark = machine.env.mark();
      machine.env.restore(next.state);
      machine.delayed = next.delayed;
      frame.pc = next.offset;
      const signal = flow(machine, context);
      if (signal === undefined) {
        changes.push(machine.env.changesSince(mark));
        end = undefined;
      }
      machine.env.undo(mark);
    }
  } finally {
    machine.replaying--;
  }
  if (changes.length > 0) machine.merge(changes, false);
  return end?.kind === 'ended' ? undefined : end;
}

function flow(machine: Machine, context: Context): Signal | undefined {
  const frame = machine.frame;
  const { text } = frame.script;
  while (frame.pc < text.length) {
    const begin = frame.pc;
    machine.budget.step();
    if (machine.calls === 1) machine.beginStatement();
    if (skipBlank(machine, frame)) continue;
    try {
      const node = parse(machine, frame);
      if (!node) continue;
      const signal = machine.exec(node, context).signal;
      if (!signal) continue;
      if (signal.kind === 'goto') {
        if (!jump(machine, frame, signal.label)) return { kind: 'ended' };
      } else if (signal.kind === 'end' && signal.scope === 'frame') return undefined;
      else return signal;
    } catch (error) {
      const cut = error instanceof StatementCut && machine.calls === 1;
      if (!cut && !(error instanceof StatementTooLong)) throw error;
      const span = frame.script.span ?? { start: begin, end: Math.min(frame.pc, text.length) };
      machine.output.missing('budget', cut ? 'a statement that does too much is cut off' : 'a statement grew longer than cmd allows and is left out', span, `cut ${begin}`);
    }
  }
  return undefined;
}

/** Passes over an empty line or a label. */
function skipBlank(machine: Machine, frame: Frame): boolean {
  const { text } = frame.script;
  let i = frame.pc;
  while (i < text.length && ' \t,;=\r'.includes(text[i] as string)) i++;
  if (i < text.length && text[i] !== '\n' && text[i] !== ':') return false;
  if (text[i] === ':') {
    frame.visited.add(frame.pc);
    if (text[i + 1] !== ':' && frame.arrived !== frame.pc) arrive(machine, frame, frame.pc);
    frame.arrived = -1;
  }
  const end = text.indexOf('\n', i);
  frame.pc = end < 0 ? text.length : end + 1;
  return true;
}

function parse(machine: Machine, frame: Frame): Node | undefined {
  const first = nextLine(machine, frame);
  if (!first) return undefined;
  const parser = new Parser(first, () => nextLine(machine, frame), machine.budget);
  const node = parser.statement();
  if (parser.sawCaret) machine.output.rule('batch: caret removal');
  return node;
}

function nextLine(machine: Machine, frame: Frame): ExpandedLine | undefined {
  const { text, batch, span } = frame.script;
  if (frame.pc >= text.length) return undefined;
  const found = text.indexOf('\n', frame.pc);
  const end = found < 0 ? text.length : found;
  const start = frame.pc;
  frame.pc = end + 1;
  const line = text.slice(start, text[end - 1] === '\r' && end > start ? end - 1 : end);
  machine.budget.step(1 + (line.length >> 8));
  const expanded = machine.expander.percent(line, { batch: batch && !isTypedFor(line), args: batch ? frame.args : undefined, source: span ?? start, keeps: typedSets(line) });
  if (span === undefined && machine.calls === 1 && (expanded.text !== line || hasNoise(line) || (machine.delayed && line.includes('!')))) {
    machine.output.reading(start, line, asExecuted(machine, expanded.text, start));
  }
  return expanded;
}

/** A line with what the later phases put in, as far as that is the same before it runs. */
function asExecuted(machine: Machine, text: string, start: number): string {
  const called = /^\s{0,20}@?call\s+[^:\s]/i.test(text) && text.includes('%') ? machine.expander.percent(text, { batch: true, source: start }).text : text;
  const later = /\b(?:for|if|set)\b|[&(]/i.test(called);
  return machine.delayed && !later && called.includes('!') ? machine.expander.delayed(called, true) : called;
}

function jump(machine: Machine, frame: Frame, label: string): boolean {
  const offset = machine.labelOffset(label);
  if (offset === undefined) {
    symbolicJump(machine, frame, label);
    return false;
  }
  const past = arrive(machine, frame, offset);
  if (past.branches !== machine.branches) past.uncertain++;
  past.branches = machine.branches;
  if (past.repeats > mostRepeats) return false;
  const long = ++past.count > mostJumps || machine.kept - past.kept > mostTextPerLoop;
  if (long || past.uncertain > mostUncertainJumps) {
    if (long) machine.output.missing('budget', 'a loop over goto that goes on too long is cut off', { start: offset, end: offset });
    return false;
  }
  frame.pc = offset;
  frame.arrived = offset;
  return true;
}

/** Notes in what state a label is reached; the same state again means a loop that never ends. */
function arrive(machine: Machine, frame: Frame, offset: number): Jumps {
  const past = frame.jumps.get(offset) ?? { count: 0, branches: machine.branches, uncertain: 0, repeats: 0, kept: machine.kept, files: -1, states: new Set<number>() };
  frame.jumps.set(offset, past);
  const state = machine.env.fingerprint ^ Math.imul(frame.shifts + 1, 0x9e3779b1);
  if (past.states.has(state)) past.repeats += past.files === machine.files.version ? mostRepeats + 1 : 1;
  past.states.add(state);
  past.files = machine.files.version;
  return past;
}

/** A label that is not known as a whole may be any that fits. */
function symbolicJump(machine: Machine, frame: Frame, label: string): void {
  if (!machine.symbols.has(label)) return;
  const first = [...label].findIndex((char) => machine.symbols.get(char));
  const prefix = label.slice(0, first).toLowerCase();
  for (const name of labelOffsets(frame.script, machine.budget).keys()) if (name.startsWith(prefix)) machine.park({ kind: 'goto', label: name });
}

/** A FOR of a typed line (`%a`) inside a file: cmd would refuse it; it is read as it was meant. */
function isTypedFor(line: string): boolean {
  return !line.includes('%%') && /\bf\^?o\^?r\b[^%]{0,80}%\^?[a-z]\s{1,8}\^?i\^?n[\s(]/i.test(line.length > 20_000 ? line.slice(0, 20_000) : line);
}

/** References to variables that the same typed `cmd /c` line sets are kept for the cmd that it starts. */
function typedSets(line: string): ((name: string) => boolean) | undefined {
  if (line.length > 100_000 || !/\/[ckr]/i.test(line) || !/\bset\b/i.test(line)) return undefined;
  const low = line.toLowerCase();
  const at = low.search(/\/[ckr]/);
  let asked = 0;
  return (name) => ++asked <= mostKept && name.length > 0 && (low.includes(`set ${name.toLowerCase()}=`, at) || low.includes(`set "${name.toLowerCase()}=`, at));
}
