import { aliases, commandNames } from '../environment.js';
import type { CommandCall, Machine } from '../machine.js';
import { literal, PsBlock, PsObject, toText, Unknown, type Value } from '../values.js';
import { dataCommands } from './data-commands.js';
import { sessionCommands } from './session-commands.js';

/** A modelled command: its output, or undefined when it cannot be told. */
export type CommandModel = (machine: Machine, call: CommandCall) => Value[] | undefined;

const models: Readonly<Record<string, CommandModel>> = { ...dataCommands, ...sessionCommands };

/** Commands without a say in what a script does: neither output nor effect. */
const silent = new Set(['out-null', 'write-host', 'write-verbose', 'write-debug', 'write-progress', 'write-warning', 'write-error', 'write-information', 'out-default', 'out-host', 'clear-host', 'set-strictmode', 'set-location', 'push-location', 'pop-location', 'get-location', 'format-list', 'format-table']);

const interpreters: Readonly<Record<string, 'powershell' | 'batch' | 'bash' | 'python' | undefined>> = { powershell: 'powershell', pwsh: 'powershell', cmd: 'batch', bash: 'bash', sh: 'bash', python: 'python', python3: 'python' };

/** Resolves aliases (the script's own first), module prefixes and the omitted `Get-`. */
export function commandKey(machine: Machine, name: string): string {
  let key = name.toLowerCase().replace(/^.*\\(?=[\w-]+$)/, (prefix) => (/^microsoft\.powershell\.\w+\\$/.test(prefix) ? '' : prefix));
  for (let i = 0; i < 10; i++) {
    const next: string | undefined = machine.aliases.get(key) ?? (Object.hasOwn(aliases, key) ? aliases[key] : undefined);
    if (next === undefined || next === key) break;
    key = next.toLowerCase();
  }
  return key;
}

/** Runs a command: a modelled one gives its values, any other is an effect with an unknown result. Throws BudgetExceeded. */
export function runCommand(machine: Machine, call: CommandCall): Value[] {
  const key = commandKey(machine, call.name);
  const own = machine.functions.get(key);
  if (own !== undefined) return machine.runBlock(own, call.positional, undefined, call.input, true);
  if (silent.has(key)) return [];
  const model = Object.hasOwn(models, key) ? models[key] : undefined;
  const output = model?.(machine, call);
  if (output !== undefined) return output;
  // Blocks given to a command we do not model are run to see what they do.
  if (model === undefined) {
    for (const value of [...call.positional, ...call.named.values()]) if (value instanceof PsBlock && key !== 'add-member') machine.runBlock(value, [], undefined, [], true);
  }
  const program = key.replace(/^.*[\\/]/, '').replace(/\.exe$/, '');
  if (call.piped && Object.hasOwn(interpreters, program)) {
    const text = call.input.map((item) => toText(item));
    if (text.every((line) => line !== undefined)) machine.payload(text.join('\n'), interpreters[program], [`piped to ${program}`], call.node);
    else machine.closed(call.input.some((item) => item instanceof Unknown && item.remote) ? 'remoteContent' : 'unknownValue', `piped to ${program}`, call.node);
  }
  const known = commandNames.find((each) => each.toLowerCase() === key);
  const shown = known !== undefined && known.toLowerCase() !== call.name.toLowerCase() && !Object.hasOwn(aliases, call.name.toLowerCase()) ? call.rendered.replace(call.name, () => known) : call.rendered;
  machine.effect(shown, call.node);
  const remote = key === 'invoke-webrequest' || key === 'invoke-restmethod';
  const result = machine.symbol(call.node, remote);
  return [remote ? new Unknown(`$(${shown.slice(0, 400)})`, true) : key === 'new-object' ? new PsObject('object', `(${shown})`) : result];
}

/**
 * Finds a parameter by its name or any abbreviation of it that is given, else by position.
 * `order` are the positional parameters; names in `switches` take no value.
 */
export function parameters(call: CommandCall, order: readonly string[], others: readonly string[] = [], switches: readonly string[] = []): (name: string) => Value | undefined {
  const found = new Map<string, Value>();
  const loose: Value[] = [];
  for (const [given, value] of call.named) {
    const all = [...order, ...others, ...switches];
    const full = all.find((name) => name === given) ?? all.find((name) => name.startsWith(given));
    if (full === undefined) {
      if (value !== true) loose.push(value);
    } else if (switches.includes(full)) {
      found.set(full, true);
      if (value !== true) loose.push(value);
    } else found.set(full, value);
  }
  const rest = [...loose, ...call.positional];
  for (const name of order) {
    if (!found.has(name) && rest.length > 0) found.set(name, rest.shift() as Value);
  }
  return (name) => found.get(name);
}

/** A value for a message. */
export const shown = (value: Value): string => literal(value).slice(0, 200);
