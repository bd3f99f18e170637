import { BudgetExceeded, type Budget } from '../core/budget.js';
import type { Evaluation, Evaluator } from '../core/evaluation.js';
import { Machine } from './machine.js';
import { isScriptPath, reportFile } from './programs.js';

/**
 * Reads a batch file or one command line the way cmd.exe would, phase by phase, without running anything: which
 * commands it would run (`executed`) and every script it hands to an interpreter (`payload`). What only a run would
 * tell stays as a reference (`%NAME%`). Never throws; what was found before a limit stays.
 */
export const evaluateBatch: Evaluator = (text: string, budget: Budget): Evaluation => {
  let machine: Machine | undefined;
  try {
    machine = new Machine(text, budget);
    runWhole(machine, text);
  } catch (error) {
    report(machine, text, error);
  }
  if (!machine) return { derived: [], notDecoded: [{ reason: 'budget', detail: 'nothing could be read', start: 0, end: text.length }] };
  try {
    for (const file of machine.files.all()) if (isScriptPath(file.path)) reportFile(machine, file);
  } catch (error) {
    report(machine, text, error);
  }
  return { ...machine.output.finish(), ...(machine.exported.size > 0 ? { environment: machine.exported } : {}) };
};

function report(machine: Machine | undefined, text: string, error: unknown): void {
  const span = { start: 0, end: text.length };
  if (error instanceof BudgetExceeded) machine?.output.missing('budget', `the limit "${error.limit}" was reached`, span);
  else if (error instanceof RangeError) machine?.output.missing('budget', 'the limit "depth" was reached', span);
  else machine?.output.missing('unsupported', `reading stopped: ${error instanceof Error ? error.message : 'unknown error'}`, span);
}

function runWhole(machine: Machine, text: string): void {
  const { symbols } = machine;
  const batch = !isTypedLine(text);
  const values = Array.from({ length: 10 }, (_, index) => symbols.make(`%${index}`, 'environment'));
  if (batch) machine.files.put(symbols.make('%~f0', 'environment'), '', { pieces: [{ text, start: 0, end: text.length }], known: true, rules: [], own: true });
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  machine.runScript({ text, batch }, { values, all: symbols.make('%*', 'environment') }, { note: '' }, start);
}

/** Whether the text is a single command line as typed or given to `cmd /c`, with the rules for percent signs that go with it. */
function isTypedLine(text: string): boolean {
  const line = text.trim();
  if (/[\r\n]/.test(line)) return false;
  const head = line.length > 100_000 ? line.slice(0, 100_000) : line;
  if (head.startsWith('@') || head.startsWith(':') || /%%~?\^?[a-z]\s{1,8}\^?i\^?n[\s(]/i.test(head) || /%~[a-z]{0,9}[0-9]|%[0-9*]/i.test(head)) return false;
  if (/\bsetlocal\b|\bgoto\b|(?:^|[\s="'(&|,;])%%[a-z0-9_]/i.test(head) && !/\bfor\b/i.test(head)) return false;
  return !hasSplitWord(head);
}

/** A reference inside a word to a variable nobody sets: only in a file does it vanish, so only there does the word make sense. */
function hasSplitWord(line: string): boolean {
  const low = line.toLowerCase();
  let count = 0;
  for (const match of line.matchAll(/[a-z]%([a-z0-9_]{1,40})%[a-z]/gi)) {
    if (++count > 200) break;
    if (!commonNames.test(match[1] as string) && !low.includes(`${(match[1] as string).toLowerCase()}=`)) return true;
  }
  return false;
}

const commonNames = /^(?:comspec|pathext|systemroot|windir|temp|tmp|appdata|localappdata|public|program|common|alluser|os$|user|computer|home|path|ps|processor|number_|systemdrive|random|time|date|cd$|session|logon|errorlevel)/i;
