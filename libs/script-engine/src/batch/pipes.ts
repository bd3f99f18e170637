import { splitCommand } from './command-text.js';
import type { Context, Machine, Status } from './machine.js';
import type { Line } from './output.js';
import type { ChainNode, Node } from './syntax.js';
import { Sink } from './virtual-files.js';

/** Runs the sides of a pipe one after the other, each on the output of the one before. */
export function runPipe(machine: Machine, node: ChainNode, context: Context): Status {
  let input = context.stdin;
  let parts: Line[][] = [];
  let status: Status = {};
  node.items.forEach((item, index) => {
    const sink = index === node.items.length - 1 ? context.out : new Sink();
    const inner: Context = { stdin: input, out: sink, note: index === node.items.length - 1 ? context.note : '', child: true };
    const lines = machine.output.captured(() => {
      status = pipeSide(machine, item, inner);
    });
    if (inner.ranInput && input?.sink.known) parts = [];
    parts.push(lines);
    input = { sink: sink ?? new Sink(), at: 0 };
  });
  const filled = parts.filter((lines) => lines.length > 0);
  if (filled.length <= 1 || filled.some((lines) => lines.length > 3)) for (const lines of filled) machine.keep(lines);
  else machine.keep([{ text: filled.map((lines) => lines.map((line) => line.text).join(' & ')).join(' | '), start: node.start, end: node.end }]);
  return { ok: status.ok };
}

/** One side of a pipe runs in a cmd of its own, which reads internal commands anew. */
function pipeSide(machine: Machine, item: Node, context: Context): Status {
  let status: Status = {};
  if (item.type === 'command') {
    const text = machine.prepare(item.text);
    if (splitCommand(text).internal) {
      machine.spend();
      return machine.redirected(item.redirections, { ...context, child: false }, item, (inner) => machine.commandLine(text, item, inner, false));
    }
  }
  machine.isolated(() => {
    status = machine.exec(item, context);
  });
  return status;
}
