import { BudgetExceeded, type Budget } from '../core/budget.js';
import type { Evaluation, Evaluator } from '../core/evaluation.js';
import { Abrupt } from '../vbscript/host/journal.js';
import { Recorder } from '../vbscript/host/recorder.js';
import { Unknown } from '../vbscript/host/unknown.js';
import { VirtualFile } from '../vbscript/host/virtual-files.js';
import { finish, safely } from '../vbscript/vbscript.evaluator.js';
import { callFunction } from './calls.js';
import { PyMachine } from './machine.js';
import { runBlock } from './statements.js';

const mostSpentOnUncalled = 600_000;

/**
 * Reads Python the way its interpreter would, without running anything: the calls it would make (`executed`), the source
 * with computed expressions filled in (`simplified`), and every script and command line it hands on (`payload`).
 * Functions that nobody calls are followed with unknown arguments. Never throws.
 */
export const evaluatePython: Evaluator = (text: string, budget: Budget): Evaluation => {
  const recorder = new Recorder(text, 'python', budget);
  let machine: PyMachine | undefined;
  safely(recorder, text, () => {
    machine = new PyMachine(budget, recorder);
    machine.files.own = new VirtualFile('', recorder, { start: 0, end: text.length }, text);
    follow(machine, text, recorder);
  });
  safely(recorder, text, () => machine?.files.report());
  return finish(recorder, text);
};

function follow(machine: PyMachine, text: string, recorder: Recorder): void {
  const unit = machine.parse(text, recorder);
  machine.unit = unit;
  withoutEnd(recorder, text, () => runBlock(machine, unit.body));
  const start = machine.session.steps;
  for (let i = 0; i < machine.functions.length && machine.session.steps - start < mostSpentOnUncalled; i++) {
    const value = machine.functions[i];
    if (value === undefined || value.called) continue;
    machine.scope = machine.globals;
    machine.frame = machine.newFrame();
    machine.here = Array.isArray(value.body) ? (value.body[0] ?? { start: 0, end: 0 }) : (value.body as { start: number; end: number });
    const args = value.params.filter(({ star }) => star === '').map(({ name }) => new Unknown(name));
    withoutEnd(recorder, text, () => void machine.session.journal.choice(() => (machine.session.speculate(() => callFunction(machine, value, args, new Map())), true), () => false, (ended) => ended));
  }
}

/** Runs work to its end or to the end of the script; limits other than of depth and of single texts end the whole. */
function withoutEnd(recorder: Recorder, text: string, work: () => unknown): void {
  try {
    work();
  } catch (error) {
    if (error instanceof Abrupt) return;
    const limit = error instanceof BudgetExceeded ? error.limit : error instanceof RangeError ? 'depth' : undefined;
    if (limit !== 'depth' && limit !== 'stringLength') throw error;
    recorder.missing('budget', `the limit "${limit}" was reached`, { start: 0, end: text.length });
  }
}
