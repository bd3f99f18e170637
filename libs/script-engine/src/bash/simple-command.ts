import type { Assignment, Command, CommandArgument, Redirection, Word } from 'unbash';
import { assignText } from './assignments.js';
import { builtins } from './builtins.js';
import { resolveCommandGlob, resolveFileGlob } from './command-names.js';
import { filterFor } from './commands/registry.js';
import type { Interpreter } from './interpreter.js';
import { runDownload } from './downloads.js';
import { runLauncher } from './launchers.js';
import { runPrefix } from './prefix-commands.js';
import type { CommandLine } from './recorder.js';
import { applyRedirections, sameWord } from './redirections.js';
import type { Argument, Call, Flow, Outcome, Runner } from './runner.js';
import { quoteWord, type Field } from './shell-quote.js';
import { hasHole, known, type Data } from './shell-text.js';

/** Commands that say nothing when all goes well. */
const withoutOutput = new Set('cp mv rm rmdir mkdir touch chmod chown chgrp ln install kill killall pkill sleep shred chattr ulimit umask sync umount swapoff setenforce iptables disown cd pushd popd hash exec useradd usermod modprobe insmod rmmod systemctl service renice'.split(' '));
const declarations = new Set(['declare', 'typeset', 'local', 'export', 'readonly']);

/** Runs one simple command: expands it, lists it, follows what it does. */
export function runSimple(shell: Interpreter, command: Command): Flow | undefined {
  shell.budget.step(2);
  const expanded: [Word, readonly Field[]][] = [];
  const args: Argument[] = [];
  const words: CommandArgument[] = command.name ? [command.name, ...command.args] : [];
  const prefix = command.prefix.filter((item): item is Assignment => item.type === 'Assignment');
  for (const word of words) {
    if (word.type === 'Assignment') {
      if (args[0]?.text === 'alias' && word.value.type === 'Word') {
        const value = shell.expansion.text(word.value);
        args.push({ text: `${word.name}=${value.text}`, via: value.via, glob: false, named: true });
        continue;
      }
      args.push({ text: word.text, via: [], glob: false, assignment: word });
      continue;
    }
    const fields = shell.expansion.fields(word, args.length === 0);
    // Words with nothing in them to expand cannot have changed.
    if (word.parts || word.text.includes('\\') || fields.length !== 1) expanded.push([word, fields]);
    for (const field of fields) args.push(field);
  }
  if (args.length === 0) return runAssignments(shell, command, prefix);
  const named = resolveNames(shell, args);
  if (!shell.isForeign) for (const [word, fields] of expanded) foldWord(shell, word, fields);
  const alias = shell.state.aliases.get(args[0]?.text ?? '');
  if (alias !== undefined && command.name?.parts === undefined && !command.name?.text.includes('\\')) {
    const rest = args.slice(1).map((arg) => quoteWord(arg, shell.holes));
    shell.recorder.use('alias');
    return shell.evaluate(known([alias, ...rest].join(' ')));
  }
  const changed = (): boolean => named || expanded.some(([word, fields]) => !sameWord(word.text, fields.map((field) => (field.text === '' && field.via.length === 0 ? '' : quoteWord(field, shell.holes))).join(' ')));
  return execute(shell, command.redirects, args, prefix, changed);
}

/** A word that comes to something else is put in place of itself, with only the quotes it needs. */
function foldWord(shell: Interpreter, word: Word, fields: readonly Field[]): void {
  if (!shell.recorder.foldable(word)) return;
  const [only] = fields;
  if (fields.length === 1 && only && (hasHole(only.text) || word.text === only.text || word.text === `"${only.text}"`)) return shell.recorder.fold(word, word.text);
  const plain = fields.map((field) => (field.text === '' && field.via.length === 0 ? '' : quoteWord(field, shell.holes))).join(' ');
  // Quotes and backslashes in the middle of a word that needs none.
  const broken = /\\[A-Za-z0-9]/.test(word.text) || (!/["'\\]/.test(plain) && /[\w./-]["']|["'][\w./-]/.test(word.text) && !/^(?:[\w-]+=)?(["'])[^"']*\1$/.test(word.text));
  shell.recorder.fold(word, sameWord(word.text, plain) && !broken ? word.text : plain);
}

function resolveNames(shell: Interpreter, args: Argument[]): boolean {
  let changed = false;
  args.forEach((arg, index) => {
    if (!arg.glob) return;
    const found = index === 0 ? resolveCommandGlob(arg.text, shell.budget) : resolveFileGlob(arg.text, shell.budget);
    if (found === undefined) return;
    shell.recorder.use('file name pattern');
    args[index] = { text: found, via: [...arg.via, 'file name pattern'], glob: false };
    changed = true;
  });
  return changed;
}

function runAssignments(shell: Interpreter, command: Command, prefix: readonly Assignment[]): undefined {
  const { redirects } = command;
  shell.state.status = 0;
  for (const assignment of prefix) shell.assign(assignment);
  if (redirects.length === 0) return undefined;
  const io = applyRedirections(shell, redirects);
  if (io.out === 'kept') io.finish(known(''));
  // `$(<file)` gives the file.
  else if (io.stdin && shell.captured && prefix.length === 0) shell.write(io.stdin.data);
  const word = io.shown;
  shell.recorder.line({ ...shell.span(), text: word, plumbing: io.out !== 'kept', novel: io.novel });
  return undefined;
}

function execute(shell: Interpreter, redirections: readonly Redirection[], args: readonly Argument[], prefix: readonly Assignment[], changed: () => boolean): Flow | undefined {
  const io = applyRedirections(shell, redirections);
  const shownPrefix: string[] = [];
  let novel = false;
  const temporary: [string, Data][] = [];
  for (const assignment of prefix) {
    const data = assignment.value.type === 'Word' ? shell.expansion.text(assignment.value) : known('');
    temporary.push([assignment.name, data]);
    const shown = `${assignment.name}=${quoteWord({ text: data.text, glob: false }, shell.holes)}`;
    shownPrefix.push(shown);
    if (!sameWord(assignment.text, shown)) novel = true;
  }
  // Quoting long words costs: only what is listed, or stands in for its output, is written out.
  const shown = (): string => [...args.map((arg) => (arg.assignment ? declared(shell, arg) : arg.named ? namedValue(shell, arg.text) : quoteWord(arg, shell.holes))), ...(io.shown === '' ? [] : [io.shown])].join(' ');
  const span = shell.span();
  let own: CommandLine | undefined;
  const list = (plumbing: boolean): void => {
    if (own || !shell.recorder.wanted) return;
    own = { ...span, text: [...shownPrefix, shown()].join(' '), plumbing, novel: novel || io.novel || shell.isForeign || changed() };
    shell.recorder.line(own);
  };
  const run = (): Outcome => {
    const work = (): Outcome => shell.call(args, shown, () => list(false));
    if (temporary.length === 0) return work();
    const before = temporary.map(([name]) => [name, shell.state.get(name)] as const);
    for (const [name, data] of temporary) {
      assignText(shell, name, undefined, data, false);
      shell.state.declare(name, { exported: true });
    }
    try {
      return work();
    } finally {
      for (const [name, variable] of before) shell.state.put(name, variable);
    }
  };
  const stdin = io.stdin ?? (io.closedInput ? undefined : shell.stdin);
  let outcome: Outcome;
  if (io.out === 'inherit') outcome = shell.withStreams(stdin, shell.currentOut(), run);
  else if (io.out === 'none') outcome = shell.withStreams(stdin, undefined, run);
  else {
    const captured = captureOutcome(shell, stdin, run);
    outcome = captured.outcome;
    io.finish(captured.data);
  }
  const command = args[0]?.text ?? '';
  if (outcome.silent !== true) list(outcome.plumbing === true && io.out !== 'kept');
  shell.lastLine = own;
  shell.state.status = outcome.status;
  if (command === 'exec' && args.length === 1) {
    shell.state.status = 0;
    for (const [fd, stream] of io.opened) shell.descriptors.set(fd, stream);
  }
  return outcome.flow;
}

function namedValue(shell: Interpreter, text: string): string {
  const at = text.indexOf('=') + 1;
  return text.slice(0, at) + quoteWord({ text: text.slice(at), glob: false }, shell.holes);
}

/** A declaration is shown with the value it gave. */
function declared(shell: Interpreter, arg: Argument): string {
  const { assignment } = arg;
  if (!assignment) return '';
  if (assignment.value.type === 'ArrayValue' || assignment.index) return assignment.text;
  const value = shell.state.scalar(assignment.name)?.text ?? '';
  return `${assignment.name}=${quoteWord({ text: value, glob: false }, shell.holes)}`;
}

function captureOutcome(shell: Interpreter, stdin: Runner['stdin'], run: () => Outcome): { outcome: Outcome; data: Data } {
  let outcome: Outcome = { status: undefined };
  const { data, lines } = shell.capture(stdin, () => {
    outcome = run();
  });
  for (const line of lines) shell.recorder.line(line);
  return { outcome, data };
}

/** Runs a command from its words: function, builtin, launcher, filter, or unknown. */
export function callCommand(shell: Runner, args: readonly Argument[], shown: () => string, announce: () => void): Outcome {
  const first = args[0];
  if (!first) return { status: 0 };
  shell.budget.step();
  const typed = first.text;
  const definition = shell.state.functions.get(typed);
  if (definition) return shell.callFunction(definition, typed, args.slice(1));
  const name = commandName(shell, typed);
  const call: Call = { name, args: args.slice(1), shown, announce };
  if (!declarations.has(name) && args.some((arg) => arg.assignment)) call.args.forEach((arg) => arg.assignment && shell.assign(arg.assignment));
  const outcome = builtins.get(name)?.(shell, call) ?? runPrefix(shell, call) ?? runLauncher(shell, call, typed) ?? runFilter(shell, call) ?? runDownload(shell, call);
  if (outcome) {
    if (outcome.out) shell.write(outcome.out);
    return outcome;
  }
  return unknownCommand(shell, call);
}

function runFilter(shell: Runner, call: Call): Outcome | undefined {
  const filter = filterFor(call.name);
  if (!filter) return undefined;
  const { stdin } = shell;
  const at = stdin?.at ?? 0;
  const outcome = filter(shell, call);
  if (!outcome && stdin) stdin.at = at;
  // Text that a filter could not work on stays symbolic, but the filter still only moves text about.
  return outcome ? { plumbing: true, ...outcome } : undefined;
}

function unknownCommand(shell: Runner, call: Call): Outcome {
  if (withoutOutput.has(call.name)) return { status: undefined };
  const input = shell.captured ? shell.readAll() : undefined;
  const remote = input === undefined ? undefined : shell.holes.remote(input.text);
  if (!shell.captured) return { status: undefined };
  const upstream = input === undefined ? undefined : shell.holes.single(input.text);
  const text = upstream?.text.startsWith('$(') && upstream.text.endsWith(')') ? `${upstream.text.slice(0, -1)} | ${call.shown()})` : `$(${call.shown()})`;
  shell.write(known(shell.holes.make(text, remote === undefined ? {} : { remote })));
  return { status: undefined };
}

/** The bare name of a command: without its folder, and of what stands for the shell itself. */
export function commandName(shell: Runner, typed: string): string {
  const hole = shell.holes.single(typed);
  if (hole && /^\$(?:BASH|SHELL|0|\{(?:BASH|SHELL|0)(?:\W.*)?\})$/.test(hole.text)) return 'bash';
  const located = hole ? /^\$\((?:command -v|which|type -[pP]) ([\w.-]+)\)$/.exec(hole.text) : null;
  if (located) return located[1] as string;
  const match = /^(?:\/|\.\.?\/|\/usr\/|~\/)?(?:[\w.-]+\/){0,6}([^/\s]+)$/.exec(typed);
  if (match && /^\/(?:usr\/|usr\/local\/|opt\/)?s?bin\/|^[^/]+$/.test(typed)) return match[1] as string;
  return typed;
}
