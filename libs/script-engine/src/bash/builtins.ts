import { assignText, assignWord } from './assignments.js';
import { readArray, readLine } from './read-builtins.js';
import type { Argument, Call, Flow, Outcome, Runner } from './runner.js';
import { formatPrintf } from './commands/printf.js';
import { evaluateTestWords } from './test-command.js';
import { hasHole, joinVia, known, type Data } from './shell-text.js';

type Builtin = (shell: Runner, call: Call) => Outcome | undefined;

const quiet = (status: number | undefined): Outcome => ({ status, silent: true });

/** Commands that the shell carries out itself. One that gives undefined back is run as any other command. */
export const builtins: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  [':', () => quiet(0)],
  ['true', () => quiet(0)],
  ['false', () => quiet(1)],
  ['eval', evaluate],
  ['source', source],
  ['.', source],
  ['cd', changeDirectory],
  ['set', set],
  ['shift', shift],
  ['export', declare],
  ['declare', declare],
  ['typeset', declare],
  ['local', declare],
  ['readonly', declare],
  ['unset', unset],
  ['let', letBuiltin],
  ['read', readLine],
  ['mapfile', readArray],
  ['readarray', readArray],
  ['test', (shell, call) => test(shell, call, false)],
  ['[', (shell, call) => test(shell, call, true)],
  ['return', (shell, call) => leave(shell, call, 'return')],
  ['exit', (shell, call) => leave(shell, call, 'exit')],
  ['break', (shell, call) => leave(shell, call, 'break')],
  ['continue', (shell, call) => leave(shell, call, 'continue')],
  ['alias', alias],
  ['unalias', (shell, call) => {
    for (const arg of call.args) shell.state.aliases.delete(arg.text);
    return quiet(0);
  }],
  ['trap', trap],
  ['printf', printfToVariable],
  ['getopts', (shell, call) => {
    const name = call.args[1]?.text;
    if (name !== undefined && /^[A-Za-z_]\w*$/.test(name)) shell.state.setScalar(name, shell.state.symbol(name));
    return quiet(undefined);
  }],
  ['shopt', () => ({ status: 0 })],
  ['wait', () => ({ status: 0, plumbing: true })],
  ['sleep', () => ({ status: 0 })],
  ['cp', (shell, call) => moveFile(shell, call, false)],
  ['install', (shell, call) => moveFile(shell, call, false)],
  ['mv', (shell, call) => moveFile(shell, call, true)],
  ['ln', (shell, call) => moveFile(shell, call, false)],
]);

function joinArguments(args: readonly Argument[]): Data {
  let via: readonly string[] = [];
  for (const arg of args) via = joinVia(via, arg.via);
  return { text: args.map((arg) => arg.text).join(' '), via };
}

function evaluate(shell: Runner, call: Call): Outcome {
  const args = call.args[0]?.text === '--' ? call.args.slice(1) : call.args;
  const data = args.length === 1 && args[0] ? { text: args[0].text, via: args[0].via } : joinArguments(args);
  if (data.text.trim() === '') return quiet(0);
  if (shell.holes.single(data.text)) {
    shell.handOver(data, 'eval', 'bash');
    return { status: undefined };
  }
  shell.budget.allocate(args.length > 1 ? data.text.length : 0);
  shell.handOver(data, 'eval', 'bash');
  const flow = shell.evaluate(data);
  return { status: shell.state.status, silent: true, flow };
}

function source(shell: Runner, call: Call): Outcome | undefined {
  const [first] = call.args;
  if (!first) return undefined;
  const standard = /^\/(?:dev\/stdin|dev\/fd\/0|proc\/self\/fd\/0)$/.test(first.text);
  const file = shell.state.file(first.text);
  const data = standard ? shell.readAll() : file?.data;
  if (!data) {
    const hole = shell.holes.single(first.text);
    if (hole?.remote !== undefined) shell.recorder.missing('remoteContent', `source: ${hole.remote}`, shell.span());
    return { status: undefined };
  }
  if (file) file.reported = true;
  if (shell.isOwnText(data.text)) return { status: undefined };
  shell.handOver(data, 'source', 'bash');
  if (shell.holes.single(data.text)) return { status: undefined };
  call.announce();
  const { positional } = shell.state;
  if (call.args.length > 1) shell.state.positional = call.args.slice(1);
  const flow = shell.evaluate(data);
  shell.state.positional = positional;
  return { status: shell.state.status, flow: flow?.kind === 'exit' ? flow : undefined };
}

function changeDirectory(shell: Runner, call: Call): Outcome {
  const target = call.args.find((arg) => !/^-[LPe@]+$/.test(arg.text) && arg.text !== '--')?.text;
  if (target !== undefined && target !== '-' && !target.startsWith('..')) shell.state.directory = target.startsWith('.') && target.length <= 2 ? shell.state.directory : shell.state.path(target).replace(/\/$/, '');
  return { status: undefined };
}

function set(shell: Runner, call: Call): Outcome {
  const { args } = call;
  let i = 0;
  for (; i < args.length; i++) {
    const word = args[i]?.text ?? '';
    if (word === '--') {
      shell.state.positional = args.slice(i + 1);
      return quiet(0);
    }
    if (!/^[-+]/.test(word)) break;
    if (/o$/.test(word)) i++;
  }
  if (i < args.length) {
    shell.state.positional = args.slice(i);
    return quiet(0);
  }
  return { status: 0 };
}

function shift(shell: Runner, call: Call): Outcome {
  const count = call.args[0] ? Number(shell.expansion.arithmetic(call.args[0].text) ?? 1n) : 1;
  const { positional } = shell.state;
  if (!positional) return quiet(undefined);
  shell.budget.step(positional.length >> 4);
  if (count > positional.length || count < 0) return quiet(1);
  shell.state.positional = positional.slice(count);
  return quiet(0);
}

function declare(shell: Runner, call: Call): Outcome {
  const { state } = shell;
  let flags = '';
  let off = '';
  let values = 0;
  for (const arg of call.args) {
    const option = arg.assignment ? null : /^([-+])([A-Za-z]+)$/.exec(arg.text);
    if (option) {
      if (option[1] === '-') flags += option[2];
      else off += option[2];
      continue;
    }
    if (flags.includes('f') || flags.includes('p') || flags.includes('F')) continue;
    const match = /^([A-Za-z_]\w*)(?:\[([^\]]*)\])?(\+?)(=?)/.exec(arg.text);
    if (!arg.assignment && !match) continue;
    const name = arg.assignment?.name ?? (match?.[1] as string);
    values++;
    const node = arg.assignment;
    const value = node?.value.type === 'Word' ? shell.expansion.text(node.value) : undefined;
    const local = call.name === 'local' || ((call.name === 'declare' || call.name === 'typeset') && !flags.includes('g'));
    if (local && state.inFunctionNow) state.local(name);
    state.declare(name, {
      ...(flags.includes('A') ? { kind: 'associative' } : flags.includes('a') ? { kind: 'indexed' } : {}),
      ...(flags.includes('i') ? { integer: true } : off.includes('i') ? { integer: false } : {}),
      ...(flags.includes('u') ? { letterCase: 'upper' } : flags.includes('l') ? { letterCase: 'lower' } : {}),
      ...(flags.includes('n') ? { reference: true } : {}),
      ...((flags.includes('x') || call.name === 'export') && !flags.includes('n') ? { exported: true } : {}),
    } as const);
    if (flags.includes('n') && call.name !== 'export') {
      const target = value ?? (match?.[4] === '=' ? known(arg.text.slice(match[0].length), arg.via) : undefined);
      if (target) state.setScalar(name, target, true);
    } else if (node && value) assignText(shell, name, node.index?.text, value, node.append === true);
    else if (node) shell.assign(node);
    else if (match?.[4] === '=') assignWord(shell, arg.text, arg.via);
    else if (call.name === 'export' || call.name === 'readonly') {
      // A name that was never set does not become known by being exported.
      const variable = state.get(name);
      if (variable?.kind === 'scalar' && variable.value.text === '' && state.isEnvironment(name)) state.put(name, undefined);
    }
  }
  return { status: 0, silent: call.name !== 'export' || values === 0 };
}

function unset(shell: Runner, call: Call): Outcome {
  const functions = call.args.some((arg) => arg.text === '-f');
  for (const arg of call.args) {
    if (arg.text.startsWith('-')) continue;
    const item = /^([A-Za-z_]\w*)\[([^\]]+)\]$/.exec(arg.text);
    if (item) {
      const key = shell.expansion.key(item[1] as string, item[2] as string);
      if (key !== undefined) shell.state.removeItem(item[1] as string, key);
    } else if (functions) shell.state.functions.delete(arg.text);
    else if (shell.state.get(arg.text)) shell.state.unset(arg.text);
    else shell.state.functions.delete(arg.text);
  }
  return { status: 0 };
}

function letBuiltin(shell: Runner, call: Call): Outcome {
  let value: bigint | undefined = 0n;
  for (const arg of call.args) value = hasHole(arg.text) ? undefined : shell.expansion.arithmetic(arg.text);
  return quiet(value === undefined ? undefined : value !== 0n ? 0 : 1);
}

function test(shell: Runner, call: Call, bracket: boolean): Outcome {
  const words = call.args.map((arg) => arg.text);
  if (bracket && words.at(-1) === ']') words.pop();
  const truth = evaluateTestWords(shell, words);
  return quiet(truth === undefined ? undefined : truth ? 0 : 1);
}

function leave(shell: Runner, call: Call, kind: Flow['kind']): Outcome {
  const [first] = call.args;
  const value = first ? shell.expansion.arithmetic(first.text) : undefined;
  if (kind === 'return' || kind === 'exit') {
    const status = first ? (value === undefined ? undefined : Number(value & 255n)) : shell.state.status;
    return { status, silent: true, flow: { kind, levels: 0 } };
  }
  return { status: 0, silent: true, flow: { kind, levels: value === undefined || value < 1n ? 1 : Number(value) } };
}

function alias(shell: Runner, call: Call): Outcome {
  for (const arg of call.args) {
    const at = arg.text.indexOf('=');
    if (at > 0) shell.state.aliases.set(arg.text.slice(0, at), arg.text.slice(at + 1));
  }
  return { status: 0 };
}

function trap(shell: Runner, call: Call): Outcome {
  const args = call.args.filter((arg) => arg.text !== '--');
  const [action] = args;
  if (action && args.length > 1 && /[\s;|&]/.test(action.text) && !action.text.startsWith('-')) {
    shell.handOver({ text: action.text, via: action.via }, 'trap', 'bash');
  }
  if (action) {
    const definition = shell.state.functions.get(action.text);
    if (definition && !definition.called) {
      call.announce();
      shell.callFunction(definition, action.text, []);
    }
  }
  return { status: 0 };
}

function printfToVariable(shell: Runner, call: Call): Outcome | undefined {
  const [first, target, format, ...rest] = call.args;
  if (first?.text !== '-v' || !target || !format) return undefined;
  const text = formatPrintf(shell, format.text, rest.map((arg) => arg.text));
  let via: readonly string[] = format.via;
  for (const arg of rest) via = joinVia(via, arg.via);
  const match = /^([A-Za-z_]\w*)(?:\[([^\]]*)\])?$/.exec(target.text);
  if (match) assignText(shell, match[1] as string, match[2], text === undefined ? shell.state.symbol(match[1] as string) : { text, via: joinVia(via, ['printf']) }, false);
  return quiet(0);
}

/** Copies what is known of a file; the command is listed as any other. */
function moveFile(shell: Runner, call: Call, remove: boolean): undefined {
  const words = call.args.map((arg) => arg.text).filter((word, index, all) => !word.startsWith('-') && all[index - 1] !== '-m');
  if (words.length !== 2) return undefined;
  const [from = '', to = ''] = words;
  const file = shell.state.file(from);
  if (!file) return undefined;
  const target = to.endsWith('/') ? `${to}${from.slice(from.lastIndexOf('/') + 1)}` : to;
  const key = shell.state.path(target);
  shell.state.files.set(key, remove ? { ...file } : { ...file, reported: true });
  if (remove) shell.state.files.delete(shell.state.path(from));
  return undefined;
}
