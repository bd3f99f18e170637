import { evaluateArithmetic, parseNumber, type Quantity } from './arithmetic.js';
import { type CommandParts, delimitedWords, readableCommand, splitCommand, words } from './command-text.js';
import { defaultAssociations, defaultFileTypes } from './default-environment.js';
import { ExpandedLine } from './expansion.js';
import { copyFiles, deleteFiles, moveFile } from './file-commands.js';
import type { Context, Machine, Status } from './machine.js';
import { Parser } from './parser.js';
import { runProgram, runWrittenFile } from './programs.js';
import { labelName } from './script.js';
import type { Span } from './syntax.js';
import { typeFiles } from './text-tools.js';
import { type Piece, unquote } from './virtual-files.js';

/** A command about to run, all expansions done. */
export interface Invocation {
  parts: CommandParts;
  text: string;
  span: Span;
  context: Context;
  /** How it is listed, when not as it stands. */
  shown?: string;
}

/** One command of the simulated machine. */
export type Handler = (machine: Machine, call: Invocation) => Status;

const done: Status = { ok: true };

/** Writes output of a command, if anything listens. */
export function write(machine: Machine, call: Invocation, text: string): void {
  if (!call.context.out) return;
  machine.budget.allocate(text.length);
  machine.spendText(text.length);
  machine.budget.step();
  call.context.out.pieces.push({ text, start: call.span.start, end: call.span.end });
}

/** Lists a command whose effect and output are not modelled. */
export function opaque(machine: Machine, call: Invocation): Status {
  machine.emit(call.shown ?? readableCommand(call.parts), call.span, call.context);
  if (call.context.out) call.context.out.known = false;
  return machine.result(undefined);
}

const listed: Handler = (machine, call) => {
  machine.emit(readableCommand(call.parts), call.span, call.context);
  return done;
};

const echo: Handler = (machine, call) => {
  const { rest } = call.parts;
  const text = rest.slice(1);
  if (/^[\s,;=]*(?:on|off)\s*$/i.test(rest.slice(0, 50)) && rest.length < 50) return done;
  const { note } = call.context;
  const tight = note.startsWith(' >') && /[^\s0-9]$/.test(rest);
  machine.emit(readableCommand(call.parts), call.span, tight ? { ...call.context, note: note.slice(1) } : call.context);
  write(machine, call, rest.trim() === '' && !rest.includes('.') ? 'ECHO is off.\r\n' : `${text}\r\n`);
  return done;
};

/** The part of `"name=value"` that cmd takes: up to the last quote. */
function withoutQuotes(text: string): string {
  if (!text.startsWith('"')) return text;
  const last = text.lastIndexOf('"');
  return last === 0 ? text.slice(1) : text.slice(1, last);
}

const set: Handler = (machine, call) => {
  const text = call.parts.rest.replace(/^[\s,;=]+/, '');
  const option = /^\/([ap])/i.exec(text)?.[1]?.toLowerCase();
  if (option === 'a') return setArithmetic(machine, call, text.slice(2));
  if (option === 'p') return setFromInput(machine, call, text.slice(2).replace(/^[\s,;]+/, ''));
  const body = withoutQuotes(text);
  const equals = body.indexOf('=', 1);
  if (equals < 0) return printVariables(machine, call, body.trim());
  assign(machine, call, body.slice(0, equals), body.slice(equals + 1));
  return done;
};

function assign(machine: Machine, call: Invocation, name: string, value: string): void {
  const old = machine.env.get(name);
  if (old?.use) old.use.consumed = true; // nothing read it, and now nothing can
  if (value === '') {
    machine.env.delete(name);
    return;
  }
  machine.spendText(value.length);
  const use = { consumed: false };
  machine.env.set(name, value, use);
  machine.noteExported(name, value);
  machine.output.line(`set ${name}=${value}`, call.span, false, use);
}

function printVariables(machine: Machine, call: Invocation, prefix: string): Status {
  if (!call.context.out) machine.emit(readableCommand(call.parts), call.span, call.context);
  const wanted = prefix.toUpperCase();
  const matching = machine.env.sorted().filter((variable) => variable.name.toUpperCase().startsWith(wanted));
  for (const variable of matching) {
    if (variable.use) variable.use.consumed = true;
    write(machine, call, `${variable.name}=${variable.value}\r\n`);
  }
  return { ok: matching.length > 0 };
}

function setArithmetic(machine: Machine, call: Invocation, text: string): Status {
  machine.output.rule('batch: set /a');
  const isSymbol = (char: string): boolean => machine.symbols.get(char) !== undefined;
  const read = (name: string): Quantity => {
    const value = machine.read(name);
    if (value === undefined) return 0;
    if (machine.symbols.has(value)) return 'unknown';
    return parseNumber(/^\s*[+-]?(?:0x[0-9a-f]+|\d+)/i.exec(value)?.[0] ?? '') ?? 0;
  };
  const result = evaluateArithmetic(text.replaceAll('"', ''), read, isSymbol, machine.budget);
  if (!result) return machine.result(1);
  for (const { name, value } of result.assignments) {
    if (value === 'unknown') machine.env.set(name, machine.symbols.make(`%${name}%`, 'unknown'), { consumed: true });
    else assign(machine, call, name, String(value));
  }
  if (!machine.frame.script.batch) {
    if (result.value === 'unknown' && call.context.out) call.context.out.known = false;
    else write(machine, call, String(result.value));
  }
  return done;
}

function setFromInput(machine: Machine, call: Invocation, text: string): Status {
  const body = withoutQuotes(text);
  const equals = body.indexOf('=');
  const name = equals < 0 ? body : body.slice(0, equals);
  const prompt = equals < 0 ? '' : withoutQuotes(body.slice(equals + 1).replace(/^[\s=]+/, ''));
  machine.emit(readableCommand(call.parts), call.span, call.context);
  write(machine, call, prompt);
  const input = call.context.stdin;
  if (name === '') return done;
  if (!input?.sink.known) {
    machine.env.set(name, machine.symbols.make(`%${name}%`, 'unknown'));
    return done;
  }
  const rest = input.sink.text().slice(input.at);
  const line = /^[^\r\n]*/.exec(rest)?.[0] ?? '';
  input.at += line.length + (/^\r?\n/.exec(rest.slice(line.length))?.[0].length ?? 0);
  if (line !== '') machine.env.set(name, line, { consumed: false });
  return { ok: line !== '' };
}

const goto: Handler = (machine, call) => {
  const target = call.parts.rest.trim();
  if (/^[\s,;=:]*:?eof(?:[\s,;=+]|$)/i.test(target.slice(0, 50)) && target.includes(':')) return { signal: { kind: 'end', scope: 'frame' } };
  const label = labelName(target.slice(0, 300));
  return machine.frame.script.batch && label !== '' ? { signal: { kind: 'goto', label } } : done;
};

const exit: Handler = (machine, call) => {
  const match = /^\s*(\/b)?\s*(-?\d{1,10})?/i.exec(call.parts.rest);
  if (match?.[2]) machine.result(Number(match[2]));
  return { signal: { kind: 'end', scope: match?.[1] ? 'frame' : 'process' } };
};

const call: Handler = (machine, invocation) => {
  const { context, span } = invocation;
  const { batch } = machine.frame.script;
  const raw = invocation.parts.rest.replace(/^[\s,;=]+/, '');
  const text = doubleQuotedCarets(machine.expander.percent(raw, { batch, args: batch ? machine.frame.args : undefined, source: span }).text).replace(/^[\s,;=]+/, '');
  if (text === '') return machine.result(0);
  machine.output.rule('batch: call');
  if (text.startsWith(':') || (invocation.parts.rest.startsWith(':') && batch)) return callLabel(machine, text, context, span);
  const parts = splitCommand(text);
  if (!parts.internal && /[&|<>]/.test(text) && hasOperator(text)) {
    const parser = new Parser(new ExpandedLine(text, [], span), () => undefined, machine.budget);
    const node = parser.statement();
    return node ? machine.budget.nested(() => machine.exec(node, context)) : done;
  }
  if (runWrittenFile(machine, { parts, text, span, context }, true)) return machine.lastStatus();
  return machine.budget.nested(() => machine.run(text, span, context));
};

function hasOperator(text: string): boolean {
  let quoted = false;
  for (const char of text) {
    if (char === '"') quoted = !quoted;
    else if (!quoted && (char === '&' || char === '|' || char === '<' || char === '>')) return true;
  }
  return false;
}

function doubleQuotedCarets(text: string): string {
  if (!text.includes('^')) return text;
  let quoted = false;
  let out = '';
  for (const char of text) {
    if (char === '"') quoted = !quoted;
    out += quoted && char === '^' ? '^^' : char;
  }
  return out;
}

function callLabel(machine: Machine, text: string, context: Context, span: Span): Status {
  const target = words(text)[0] ?? '';
  const label = labelName(target.slice(0, 300));
  const offset = machine.labelOffset(label);
  if (label === 'eof') return done;
  if (offset === undefined) {
    if (machine.symbols.has(target)) machine.output.missing('unknownValue', 'which label is called here is not known', span, 'label');
    return machine.result(1);
  }
  const rest = text.slice(text.indexOf(target) + target.length);
  const signal = machine.runScript(machine.frame.script, { values: [target, ...delimitedWords(rest)], all: rest.replace(/^[\s,;=]+/, '') }, context, offset);
  return signal ? { signal } : machine.lastStatus();
}

const shift: Handler = (machine, invocation) => {
  const from = Number(/\/(\d)/.exec(invocation.parts.rest)?.[1] ?? 0);
  const { args } = machine.frame;
  args.values.splice(from, 1);
  machine.frame.shifts++;
  if (machine.symbols.has(args.all) && args.all.length === 1) args.values.push(machine.symbols.make(`%${args.values.length}`, 'environment'));
  return done;
};

const setlocal: Handler = (machine, invocation) => {
  if (!machine.frame.script.batch) return done;
  machine.beginLocal();
  if (/enabledelayedexpansion/i.test(invocation.parts.rest)) machine.delayed = true;
  if (/disabledelayedexpansion/i.test(invocation.parts.rest)) machine.delayed = false;
  return done;
};

const endlocal: Handler = (machine) => {
  machine.endLocal();
  return done;
};

const changeDirectory: Handler = (machine, invocation) => {
  const target = unquote(invocation.parts.rest.replace(/^[\s,;=]*(?:\/d)?[\s,;=]*/i, ''));
  if (target === '') {
    if (invocation.context.out) write(machine, invocation, `${machine.directory}\r\n`);
    return done;
  }
  machine.emit(readableCommand(invocation.parts), invocation.span, invocation.context);
  const absolute = /^(?:[a-z]:|\\)/i.test(machine.symbols.open(target)) || machine.symbols.get(target[0] ?? '') !== undefined;
  const joined = absolute ? target : `${machine.directory}\\${target}`;
  machine.env.set('=CD', target.includes('..') ? machine.symbols.make('%CD%', 'environment') : joined);
  return done;
};

/** `start`: its own switches, then a command of any kind. */
const start: Handler = (machine, invocation) => {
  const { rest } = invocation.parts;
  let text = rest.replace(/^[\s,;=]+/, '');
  const title = /^"[^"]*"\s*/.exec(text)?.[0];
  if (title !== undefined && (title.length < text.length || title.trim() === '""')) text = text.slice(title.length);
  for (let option = startOption(text); option > 0; option = startOption(text)) text = text.slice(option);
  if (text.trim() === '') return opaque(machine, invocation);
  const parts = splitCommand(text);
  const inner: Invocation = { parts, text, span: invocation.span, context: invocation.context, shown: readableCommand(invocation.parts) };
  return parts.internal ? opaque(machine, invocation) : machine.budget.nested(() => runProgram(machine, inner));
};

function startOption(text: string): number {
  return /^[\s,;=]*\/(?:d\s*(?:"[^"]*"|[^\s"]+)|(?:node|affinity|machine)\s+\S+|[a-z]+)(?=[\s"/]|$)\s*/i.exec(text.slice(0, 1000))?.[0].length ?? 0;
}

function table(entries: readonly (readonly [string, string])[]): Handler {
  return (machine, invocation) => {
    const asked = invocation.parts.rest.replace(/^[\s,;]+/, '').trim().toLowerCase();
    if (asked.includes('=')) return listed(machine, invocation);
    if (!invocation.context.out) machine.emit(readableCommand(invocation.parts), invocation.span, invocation.context);
    const found = entries.filter(([name]) => asked === '' || name.toLowerCase() === asked);
    for (const [name, value] of found) write(machine, invocation, `${name}=${value}\r\n`);
    if (asked !== '' && found.length === 0 && invocation.context.out) invocation.context.out.known = false;
    return found.length > 0 ? done : {};
  };
}

const typeCommand: Handler = (machine, invocation) => {
  machine.emit(readableCommand(invocation.parts), invocation.span, invocation.context);
  const pieces: Piece[] | undefined = typeFiles(machine, delimitedWords(invocation.parts.rest));
  if (!invocation.context.out) return pieces ? done : {};
  if (pieces) for (const piece of pieces) invocation.context.out.pieces.push(piece);
  else invocation.context.out.known = false;
  return pieces ? done : {};
};

const setPath: Handler = (machine, invocation) => {
  const value = invocation.parts.rest.replace(/^[\s=]+/, '');
  if (value !== '' && value !== ';') assign(machine, invocation, 'PATH', value);
  return listed(machine, invocation);
};

/** What cmd does without another program. */
export const internalCommands: Readonly<Record<string, Handler>> = {
  assoc: table(defaultAssociations),
  break: () => done,
  call,
  cd: changeDirectory,
  chdir: changeDirectory,
  cls: listed,
  color: listed,
  copy: copyFiles,
  date: opaque,
  del: deleteFiles,
  dir: opaque,
  echo,
  endlocal,
  erase: deleteFiles,
  exit,
  ftype: table(defaultFileTypes),
  goto,
  md: opaque,
  mkdir: opaque,
  mklink: opaque,
  move: moveFile,
  path: setPath,
  pause: listed,
  popd: (machine, invocation) => {
    machine.env.set('=CD', machine.symbols.make('%CD%', 'environment'));
    return listed(machine, invocation);
  },
  prompt: listed,
  pushd: changeDirectory,
  rd: opaque,
  rem: () => done,
  ren: moveFile,
  rename: moveFile,
  rmdir: opaque,
  set,
  setlocal,
  shift,
  start,
  time: opaque,
  title: listed,
  type: typeCommand,
  ver: opaque,
  verify: listed,
  vol: opaque,
};

