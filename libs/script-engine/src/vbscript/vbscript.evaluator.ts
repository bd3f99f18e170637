import { BudgetExceeded, type Budget } from '../core/budget.js';
import type { DerivedText, Evaluation, Evaluator, KnownGlobals } from '../core/evaluation.js';
import type { ScriptLanguage } from '../core/language.js';
import { TextBuilder } from '../core/text-builder.js';
import { callFunction } from './calls.js';
import { Abrupt } from './host/journal.js';
import { Recorder } from './host/recorder.js';
import type { Trail } from './host/trail.js';
import { Unknown } from './host/unknown.js';
import { VirtualFile } from './host/virtual-files.js';
import { VbMachine } from './machine.js';
import { isMarkup, scriptBlocks } from './script-blocks.js';
import { decodeEncodedScript } from './script-encoder.js';
import { hoist, runBlock } from './statements.js';
import { Cell, type ProcedureValue } from './values.js';

/** The rule of a layer that holds the scripts of one language in a document. */
export const scriptElement = 'script element';

const entryPoint = /^(?:auto_?(?:open|exec|close|new)|document_(?:open|new|close)|workbook_(?:open|activate|beforeclose)|window_onload|main)$/;

/**
 * Reads VBScript (or VBA, or markup around it) the way its host would, without running anything: the calls it would make
 * (`executed`), the source with computed expressions filled in (`simplified`), and every script and command line it hands
 * on (`payload`). Procedures that nobody calls are followed with unknown arguments. Never throws.
 */
export const evaluateVbscript: Evaluator = (text, budget, _environment, globals): Evaluation => {
  const recorder = new Recorder(text, 'vbscript', budget);
  let machine: VbMachine | undefined;
  const wrapped = safely(recorder, text, () => wrappedScripts(text, 'vbscript', budget));
  if (wrapped !== undefined) return { derived: wrapped, notDecoded: finish(recorder, text).notDecoded };
  safely(recorder, text, () => {
    machine = new VbMachine(budget, recorder);
    machine.files.own = new VirtualFile('', recorder, { start: 0, end: text.length }, text);
    const { globals: scope, session } = machine;
    for (const [name, { value, rules }] of globals ?? []) scope.set(name.toLowerCase(), new Cell(name.toLowerCase(), value, rules.reduce((trail, rule) => trail.with(rule), session.none)));
    follow(machine, text, recorder);
  });
  safely(recorder, text, () => machine?.files.report());
  return { ...finish(recorder, text), globals: knownGlobals(machine?.globals.entries() ?? []) };
};

/** Those of global variables whose value is a text or a number, no more than a document would share. */
export function knownGlobals(cells: Iterable<readonly [string, { readonly value: unknown; readonly trail: Trail }]>): KnownGlobals {
  const known = new Map<string, { value: string | number; rules: readonly string[] }>();
  for (const [name, { value, trail }] of cells) {
    if (known.size >= 1_000) break;
    if (typeof value === 'string' || typeof value === 'number') known.set(name, { value, rules: trail.rules });
  }
  return known;
}

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
    out.push({ kind: 'payload', text: builder.text(), language, rules: [scriptElement], segments: builder.segments });
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
