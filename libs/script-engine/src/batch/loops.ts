import { parseNumber } from './arithmetic.js';
import { delimitedWords } from './command-text.js';
import { type LineOptions, parseLineOptions, splitLine, variableCount } from './for-f.js';
import type { Context, Machine, Status } from './machine.js';
import type { ForNode } from './syntax.js';
import { type Piece, Sink } from './virtual-files.js';

const mostTurns = 40_000;
const idleTurns = 1000;

/** Runs a FOR command in any of its forms. */
export function runFor(machine: Machine, node: ForNode, context: Context): Status {
  machine.spend();
  const saved = new Map(machine.active);
  const status = machine.budget.nested(() => {
    switch (node.kind) {
      case 'l': return runCounter(machine, node, context);
      case 'f': return runLines(machine, node, context);
      case 'd':
      case 'r': return runUnknown(machine, node, context, 1);
      default: return runList(machine, node, context);
    }
  });
  machine.active.clear();
  for (const [name, value] of saved) machine.active.set(name, value);
  return status;
}

function turn(machine: Machine, node: ForNode, context: Context): Status {
  machine.spend();
  return node.body ? machine.exec(node.body, context) : { ok: true };
}

/** A loop over something not known: its body once, with the variables as symbols. */
function runUnknown(machine: Machine, node: ForNode, context: Context, count: number): Status {
  for (let i = 0; i < Math.max(1, count); i++) {
    const name = String.fromCharCode(node.variable.charCodeAt(0) + i);
    machine.active.set(name, machine.symbols.make(`${machine.frame.script.batch ? '%%' : '%'}${name}`, 'unknown'));
  }
  return machine.either([() => turn(machine, node, context), () => ({})], true);
}

function runList(machine: Machine, node: ForNode, context: Context): Status {
  machine.output.rule('batch: FOR');
  const items = delimitedWords(machine.prepare(node.list));
  let status: Status = {};
  for (const item of items) {
    if (/[*?]/.test(item)) {
      status = runUnknown(machine, node, context, 1);
    } else {
      machine.active.set(node.variable, item);
      status = turn(machine, node, context);
    }
    if (status.signal) return status;
  }
  return status;
}

function runCounter(machine: Machine, node: ForNode, context: Context): Status {
  machine.output.rule('batch: FOR /L');
  const text = machine.prepare(node.list);
  if (machine.symbols.has(text)) return runUnknown(machine, node, context, 1);
  const [start = 0, step = 0, end = 0] = delimitedWords(text).map((word) => parseNumber(word) ?? 0);
  const turns = step === 0 ? Infinity : Math.floor((end - start) / step) + 1;
  let idle = 0;
  let status: Status = {};
  for (let i = start, count = 1; step >= 0 ? i <= end : i >= end; i += step, count++) {
    if (count > mostTurns || (step === 0 && count > 1)) {
      machine.output.missing('budget', step === 0 ? 'a FOR /L loop without end runs once here' : `a FOR /L loop of ${turns} turns is cut off`, node);
      break;
    }
    const before = machine.env.fingerprint;
    machine.active.set(node.variable, String(i));
    status = turn(machine, node, context);
    if (status.signal) return status;
    idle = machine.env.fingerprint === before ? idle + 1 : 0;
    // A loop of this size that changes nothing only passes time.
    if (idle >= idleTurns && turns > mostTurns) break;
  }
  return status;
}

function runLines(machine: Machine, node: ForNode, context: Context): Status {
  machine.output.rule('batch: FOR /F');
  const options = parseLineOptions(machine.expander.forVariables(node.options, machine.active));
  const list = machine.prepare(node.list);
  const source = readSource(machine, node, list, options, context);
  if (!source) return runUnknown(machine, node, context, variableCount(options));
  let status: Status = {};
  let skip = options.skip;
  for (const line of source) {
    if (skip-- > 0) continue;
    machine.budget.step(1 + (line.length >> 6));
    const values = splitLine(line, options);
    if (!values) continue;
    values.forEach((value, index) => machine.active.set(String.fromCharCode(node.variable.charCodeAt(0) + index), value));
    status = turn(machine, node, context);
    if (status.signal) return status;
  }
  return status;
}

/** The lines that FOR /F reads; undefined when they are not known. */
function readSource(machine: Machine, node: ForNode, list: string, options: LineOptions, context: Context): string[] | undefined {
  const text = list.replace(/^[\s,;=]+/, '').replace(/[\s,;=]+$/, '');
  const first = text[0];
  const closed = text.length > 1 && text.endsWith(first ?? '');
  const commandQuote = options.backquotes ? '`' : "'";
  const stringQuote = options.backquotes ? "'" : '"';
  if (first === commandQuote && closed) {
    const sink = new Sink();
    const lines = machine.output.captured(() => machine.commandLine(text.slice(1, -1), node, { out: sink, note: '', stdin: context.stdin }, false));
    if (sink.known) return linesOf(sink.pieces);
    machine.keep(lines);
    return undefined;
  }
  if (first === stringQuote && closed) return [text.slice(1, -1)];
  const paths = delimitedWords(text);
  const out: string[] = [];
  for (const path of paths) {
    const file = machine.files.get(path, machine.directory);
    if (!file?.known) return undefined;
    for (const line of linesOf(file.pieces)) out.push(line);
  }
  return out;
}

/** Text as lines, whatever their ends. */
export function linesOf(pieces: readonly Piece[]): string[] {
  const lines = pieces.map((piece) => piece.text).join('').split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
