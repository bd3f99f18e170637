import { BudgetExceeded, type Budget } from '../core/budget.js';
import type { DerivedText, Evaluation, Evaluator } from '../core/evaluation.js';
import type { ScriptLanguage } from '../core/language.js';
import { TextBuilder } from '../core/text-builder.js';
import { callFunction } from './calls.js';
import { Abrupt } from './host/journal.js';
import { Recorder } from './host/recorder.js';
import { Unknown } from './host/unknown.js';
import { VbMachine } from './machine.js';
import { isMarkup, scriptBlocks } from './script-blocks.js';
import { decodeEncodedScript } from './script-encoder.js';
import { hoist, runBlock } from './statements.js';
import type { ProcedureValue } from './values.js';

const entryPoint = /^(?:auto_?(?:open|exec|close|new)|document_(?:open|new|close)|workbook_(?:open|activate|beforeclose)|window_onload|main)$/;

/**
 * Reads VBScript (or VBA, or markup around it) the way its host would, without running anything: the calls it would make
 * (`executed`), the source with computed expressions filled in (`simplified`), and every script and command line it hands
 * on (`payload`). Procedures that nobody calls are followed with unknown arguments. Never throws.
 */
export const evaluateVbscript: Evaluator = (text: string, budget: Budget): Evaluation => {
  const recorder = new Recorder(text, 'vbscript', budget);
  let machine: VbMachine | undefined;
  const wrapped = safely(recorder, text, () => wrappedScripts(text, 'vbscript', budget));
  if (wrapped !== undefined) return { derived: wrapped, notDecoded: finish(recorder, text).notDecoded };
  safely(recorder, text, () => {
    machine = new VbMachine(budget, recorder);
    follow(machine, text, recorder);
  });
  safely(recorder, text, () => machine?.files.report());
  return finish(recorder, text);
};

/** The scripts inside markup or an encoded file, one text for each language; undefined when the text is a plain script. */
export function wrappedScripts(text: string, own: 'vbscript' | 'javascript', budget: Budget): DerivedText[] | undefined {
  const encoded = decodeEncodedScript(text, own, budget);
  if (encoded !== undefined) return [encoded];
  if (!isMarkup(text)) return undefined;
  const blocks = scriptBlocks(text);
  if (blocks.length === 0) return undefined;
  const out: DerivedText[] = [];
  for (const language of new Set<ScriptLanguage>(blocks.map((block) => block.language))) {
    const builder = new TextBuilder(text);
    for (const block of blocks) {
      if (block.language !== language) continue;
      budget.step();
      if (builder.length > 0) builder.put('\n', block.start, block.start);
      builder.copy(block.start, block.end);
    }
    budget.allocate(builder.length);
    out.push({ kind: 'payload', text: builder.text(), language, rules: ['script element'], segments: builder.segments });
  }
  return out;
}

/** Runs work that may reach a limit, and notes the limit. */
export function safely<T>(recorder: Recorder, text: string, work: () => T): T | undefined {
  const span = { start: 0, end: text.length };
  try {
    return work();
  } catch (error) {
    if (error instanceof BudgetExceeded) recorder.missing('budget', `the limit "${error.limit}" was reached`, span);
    else if (error instanceof RangeError) recorder.missing('budget', 'the limit "depth" was reached', span);
    else if (!(error instanceof Abrupt)) recorder.missing('unsupported', `reading stopped: ${error instanceof Error ? error.message : 'unknown error'}`, span);
    return undefined;
  }
}

/** All a recorder found; never throws. */
export function finish(recorder: Recorder, text: string): Evaluation {
  return safely(recorder, text, () => recorder.finish()) ?? { derived: [], notDecoded: [{ reason: 'budget', detail: 'nothing could be kept', start: 0, end: text.length }] };
}

function follow(machine: VbMachine, text: string, recorder: Recorder): void {
  const prefix = /^\s{0,100}vbscript:/i.exec(text.slice(0, 200))?.[0].length ?? 0;
  const unit = machine.parse(text, recorder, prefix);
  machine.unit = unit;
  hoist(machine, unit.statements, machine.globals);
  withoutEnd(recorder, text, () => runBlock(machine, unit.statements));
  const byEntry = (value: ProcedureValue): number => (entryPoint.test(value.procedure.name) ? 0 : 1);
  for (const value of [...machine.procedures].sort((a, b) => byEntry(a) - byEntry(b))) {
    if (value.called || value.procedure.body.length === 0) continue;
    machine.frame = machine.newFrame(machine.globals, undefined, undefined);
    machine.here = { start: 0, end: 0 };
    const args = value.procedure.params.map((param) => new Unknown(param.name));
    const call = (): unknown => machine.session.apart(() => callFunction(machine, undefined, value, args));
    if (byEntry(value) === 0) withoutEnd(value.unit.recorder, text, call);
    else withoutEnd(recorder, text, () => void machine.session.journal.choice(() => (machine.session.speculate(call), true), () => false, (result) => result));
  }
}

/** Runs work to its end or to the end of the script; limits other than of depth and of single texts end the whole. */
function withoutEnd(recorder: Recorder, text: string, work: () => unknown): void {
  try {
    work();
  } catch (error) {
    if (error instanceof Abrupt) return;
    if (error instanceof BudgetExceeded && (error.limit === 'depth' || error.limit === 'stringLength')) recorder.missing('budget', `the limit "${error.limit}" was reached`, { start: 0, end: text.length });
    else throw error;
  }
}
