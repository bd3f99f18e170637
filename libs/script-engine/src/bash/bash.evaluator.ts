import { BudgetExceeded } from '../core/budget.js';
import type { Evaluation, Evaluator } from '../core/evaluation.js';
import { Interpreter } from './interpreter.js';
import { reportWrittenFiles } from './written-files.js';
import { countWords } from './shell-streams.js';
import { known, withoutHoleCharacters } from './shell-text.js';

const mostWords = 1_500_000;

/**
 * Follows a bash, sh or dash script without running any of it: what it would run, with everything known filled in, and
 * each text that it hands to an interpreter. Never throws; what a budget cuts off is reported with what was found till then.
 */
export const evaluateBash: Evaluator = (text, budget): Evaluation => {
  const span = { start: 0, end: text.length };
  let shell: Interpreter | undefined;
  const guarded = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      shell?.recorder.resetFrames();
      const limit = error instanceof BudgetExceeded ? error.limit : error instanceof RangeError ? 'depth' : undefined;
      if (limit !== undefined) shell?.recorder.missing('budget', limit, span);
      else shell?.recorder.missing('malformed', 'the script could not be followed to its end', span);
    }
  };
  guarded(() => {
    shell = new Interpreter(text, budget);
    const running = shell;
    // Line ends of Windows would stick to words; the text keeps its length.
    const source = withoutHoleCharacters(text).replace(/^\uFEFF/, ' ').replace(/\\\r\n/g, ' \\\n').replace(/\r\n/g, ' \n');
    running.state.files.set(running.state.zero.text, { data: known(source), reported: true, ...span });
    running.begin(source);
    // A longer script makes a tree that does not fit in memory: its beginning is read, up to the end of a command.
    const { end, whole } = countWords(source, mostWords);
    const part = whole ? source : source.slice(0, end);
    if (!whole) running.recorder.missing('budget', 'nodes', { start: end, end: source.length });
    const script = running.parse(part);
    guarded(() => running.runAll(script));
    guarded(() => running.runUncalled());
    guarded(() => reportWrittenFiles(running));
  });
  if (!shell) return { derived: [], notDecoded: [{ reason: 'budget', detail: 'the script could not be read', start: 0, end: text.length }] };
  return { derived: shell.recorder.derived(budget), notDecoded: shell.recorder.notDecoded };
};
