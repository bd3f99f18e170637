import { decodeEscapes } from '../ansi-escapes.js';
import { emptyData, hasHole, joinVia } from '../shell-text.js';
import { AwkMachine } from './awk-machine.js';
import { readAwk } from './awk-program.js';
import { AwkUnknown } from './awk-values.js';
import { inputOf, made, type Filter } from './filter-input.js';

/** `awk` with its expressions, loops and string functions; programs of several functions or files are not modelled. */
export const awk: Filter = (shell, call) => {
  const words = call.args.map((arg) => arg.text);
  const variables = new Map<string, string>();
  let separator = ' ';
  let i = 0;
  for (; i < words.length; i++) {
    const word = words[i] as string;
    if (word === '--') {
      i++;
      break;
    }
    if (word.startsWith('-F')) separator = decodeEscapes(word.length > 2 ? word.slice(2) : (words[++i] ?? ' '), 'format').text;
    else if (word.startsWith('-v')) {
      const setting = word.length > 2 ? word.slice(2) : (words[++i] ?? '');
      const at = setting.indexOf('=');
      variables.set(setting.slice(0, at), decodeEscapes(setting.slice(at + 1), 'format').text);
    } else if (word.startsWith('-') && word.length > 1) return undefined;
    else break;
  }
  const program = words[i];
  if (program === undefined || hasHole(program) || [...variables.values()].some(hasHole)) return undefined;
  const rules = readAwk(program, shell.budget);
  if (!rules) return undefined;
  const reads = rules.some((rule) => rule.when !== 'BEGIN');
  const data = reads ? inputOf(shell, words.slice(i + 1)) : emptyData;
  if (!data || hasHole(data.text)) return undefined;
  try {
    const machine = new AwkMachine(rules, separator, variables, shell, data.via);
    const outcome = made(shell, { text: '', via: joinVia(call.args[i]?.via ?? [], data.via) }, machine.run(data.text), 'awk');
    return machine.ran ? { ...outcome, plumbing: false } : outcome;
  } catch (error) {
    if (error instanceof AwkUnknown) return undefined;
    throw error;
  }
};
