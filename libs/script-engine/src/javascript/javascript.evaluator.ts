import { BudgetExceeded } from '../core/budget.js';
import type { Evaluation, Evaluator } from '../core/evaluation.js';
import { Abrupt } from '../vbscript/host/journal.js';
import { Recorder } from '../vbscript/host/recorder.js';
import { Unknown } from '../vbscript/host/unknown.js';
import { VirtualFile } from '../vbscript/host/virtual-files.js';
import { finish, knownGlobals, safely, wrappedScripts } from '../vbscript/vbscript.evaluator.js';
import { callFunction } from './functions.js';
import { JsMachine } from './machine.js';
import { hoist } from './hoist.js';
import { runBody } from './statements.js';
import { Cell } from './values.js';

const mostSpentOnUncalled = 600_000;

/**
 * Reads JavaScript or JScript the way its host would, without running anything: the calls it would make (`executed`),
 * the source with computed expressions filled in (`simplified`), and every script and command line it hands on
 * (`payload`). Functions that nobody calls are followed with unknown arguments. Never throws.
 */
export const evaluateJavascript: Evaluator = (text, budget, _environment, globals): Evaluation => {
  const recorder = new Recorder(text, 'javascript', budget);
  let machine: JsMachine | undefined;
  const wrapped = safely(recorder, text, () => wrappedScripts(text, 'javascript', budget));
  if (wrapped !== undefined) return { derived: wrapped, notDecoded: finish(recorder, text).notDecoded };
  safely(recorder, text, () => {
    machine = new JsMachine(budget, recorder);
    machine.files.own = new VirtualFile('', recorder, { start: 0, end: text.length }, text);
    const { globals: scope, session } = machine;
    for (const [name, { value, rules }] of globals ?? []) scope.cells.set(name, new Cell(name, value, rules.reduce((trail, rule) => trail.with(rule), session.none)));
    follow(machine, text, recorder);
  });
  safely(recorder, text, () => machine?.files.report());
  return { ...finish(recorder, text), globals: knownGlobals(machine?.globals.cells.entries() ?? []) };
};

function follow(machine: JsMachine, text: string, recorder: Recorder): void {
  const prefix = /^\s{0,100}(?:javascript|jscript):/i.exec(text.slice(0, 200))?.[0].length ?? 0;
  const source = prefix === 0 ? text : ' '.repeat(prefix) + text.slice(prefix);
  machine.windows = /\b(?:WScript|ActiveXObject|GetObject)\b/.test(text.slice(0, 200_000));
  const unit = machine.parse(source, recorder);
  machine.unit = unit;
  hoist(machine, unit.body);
  withoutEnd(recorder, text, () => runBody(machine, unit.body));
  machine.scope = machine.globals;
  const start = machine.session.steps;
  for (let i = 0; i < machine.functions.length && machine.session.steps - start < mostSpentOnUncalled; i++) {
    const value = machine.functions[i];
    if (value === undefined || value.called || (Array.isArray(value.body) && value.body.length === 0)) continue;
    machine.frame = machine.newFrame(machine.global, undefined);
    machine.tries = 0;
    const args = value.params.map((param) => new Unknown(param.type === 'Identifier' ? param.name : 'argument'));
    machine.here = { start: value.kind.start, end: value.kind.end };
    withoutEnd(recorder, text, () => void machine.session.journal.choice(() => (machine.session.speculate(() => callFunction(machine, value, undefined, args)), true), () => false, (ended) => ended));
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
