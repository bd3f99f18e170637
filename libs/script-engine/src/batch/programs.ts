import type { ScriptLanguage } from '../core/language.js';
import { decode, encode } from './certutil.js';
import { commandOfSwitch, delimitedWords, parseCmdSwitches, readableCommand, words } from './command-text.js';
import { noteDownload } from './downloads.js';
import { type Handler, type Invocation, opaque } from './internal-commands.js';
import type { Machine, Status } from './machine.js';
import { find, findstr, more, sort } from './text-tools.js';
import { type Sink, type VirtualFile, unquote } from './virtual-files.js';

const languages: Readonly<Record<string, ScriptLanguage>> = {
  ps1: 'powershell', psm1: 'powershell', vbs: 'vbscript', vbe: 'vbscript', js: 'javascript', jse: 'javascript', bat: 'batch', cmd: 'batch', py: 'python', pyw: 'python', sh: 'bash',
};
const interpreters: Readonly<Record<string, ScriptLanguage>> = {
  powershell: 'powershell', pwsh: 'powershell', powershell_ise: 'powershell', wscript: 'vbscript', cscript: 'vbscript', python: 'python', python3: 'python', pythonw: 'python', py: 'python', bash: 'bash', sh: 'bash', node: 'javascript',
};
const scriptExtension = /\.(?:ps1|psm1|vbs|vbe|js|jse|bat|cmd|pyw?|sh|wsf|hta|sct)$/i;
const runners = /^(?:powershell|pwsh|wscript|cscript|mshta|rundll32|regsvr32|python|python3|pythonw|py|node|bash|sh|explorer|forfiles|msbuild|installutil|wmic|conhost|pcalua|schtasks|cmstp|msiexec)$/;
const codeLike = /[;|($]/;

/** Whether a path has the extension of a script. */
export function isScriptPath(path: string): boolean {
  return scriptExtension.test(path);
}

function extensionOf(path: string): string {
  return /\.([a-z0-9]{1,6})$/i.exec(path)?.[1]?.toLowerCase() ?? '';
}

/** Hands the content of a written file on as a payload, once for each content. */
export function reportFile(machine: Machine, file: VirtualFile, language?: ScriptLanguage): void {
  if (file.reported || file.own || !file.known || (file.pieces.length === 0 && !file.bytes)) return;
  file.reported = true;
  machine.output.payload(file.pieces, languages[extensionOf(file.path)] ?? language, file.rules, file.bytes);
}

/** Runs any command that is not one of cmd itself. */
export function runProgram(machine: Machine, call: Invocation): Status {
  const program = programs[call.parts.key];
  if (program) return program(machine, call);
  if (runWrittenFile(machine, call, false)) return machine.frame.script.batch && /^(?:bat|cmd)$/.test(extensionOf(call.parts.key)) && !call.shown ? { signal: { kind: 'end', scope: 'process' } } : {};
  return generic(machine, call);
}

/** Runs a file that the script wrote before, when the command names one. `called` keeps what it sets. */
export function runWrittenFile(machine: Machine, call: Invocation, called: boolean): boolean {
  const { name } = call.parts;
  if (name === '' || !machine.files.written || machine.files.isOwn(name)) return false;
  const path = unquote(name);
  const file = ['', '.com', '.exe', '.bat', '.cmd'].map((extension) => machine.files.get(path + extension, machine.directory)).find((found) => found !== undefined);
  if (!file || file.own) return false;
  machine.emit(call.shown ?? readableCommand(call.parts), call.span, call.context);
  if (call.context.out) call.context.out.known = false;
  machine.result(undefined);
  noteRun(machine, call, file, undefined);
  const extension = extensionOf(file.path);
  if (file.known && !file.bytes && (extension === 'bat' || extension === 'cmd')) {
    const text = file.pieces.map((piece) => piece.text).join('');
    const span = { start: Math.min(...file.pieces.slice(0, 1).map((piece) => piece.start), call.span.start), end: call.span.end };
    const args = { values: [path, ...delimitedWords(call.parts.rest)], all: call.parts.rest.replace(/^[\s,;=]+/, '') };
    const work = (): void => void machine.runScript({ text, batch: true, span: span.start <= span.end ? span : call.span }, args, { note: '', out: call.context.out, stdin: call.context.stdin });
    if (called) work();
    else machine.isolated(work);
  }
  return true;
}

function noteRun(machine: Machine, call: Invocation, file: VirtualFile, language: ScriptLanguage | undefined): void {
  if (file.remote !== undefined) machine.output.missing('remoteContent', `what ${machine.symbols.render(file.remote)} serves is run here`, call.span);
  else if (!file.known) machine.output.missing('unknownValue', `the content of ${file.path} is not known`, call.span);
  else reportFile(machine, file, language);
}

const cmd: Handler = (machine, call) => {
  const { command, delayed } = parseCmdSwitches(call.parts.rest);
  const { context, span } = call;
  if (command === undefined) {
    const input = context.stdin?.sink;
    if (!input?.known || input.pieces.length === 0) return opaque(machine, call);
    machine.output.rule('batch: pipe to cmd');
    context.ranInput = true;
    handInput(machine, input, 'batch', 'pipe to cmd');
    machine.isolated(() => {
      machine.active.clear();
      machine.delayed = delayed;
      machine.runScript({ text: input.text(), batch: false, span }, { values: [], all: '' }, { out: context.out, note: '' });
    });
    return machine.lastStatus();
  }
  const inner = commandOfSwitch(command);
  if (inner.trim() === '') return opaque(machine, call);
  machine.output.rule('batch: nested cmd');
  const text = [...inner].some((char) => machine.symbols.get(char)?.kind === 'undefined') ? [...inner].filter((char) => machine.symbols.get(char)?.kind !== 'undefined').join('') : inner;
  machine.output.payload([{ text, start: span.start, end: span.end }], 'batch', ['cmd /c']);
  return machine.commandLine(text, span, context, delayed);
};

function handInput(machine: Machine, input: Sink, language: ScriptLanguage | undefined, rule: string): void {
  const pieces = input.pieces.map((piece) => ({ ...piece }));
  const last = pieces.at(-1);
  if (last) last.text = last.text.replace(/\r?\n$/, '');
  machine.output.payload(pieces, language, [rule]);
}

/** A program that is not modelled: listed; what it is given to run becomes a payload. */
function generic(machine: Machine, call: Invocation): Status {
  const { key, rest } = call.parts;
  const { context } = call;
  machine.emit(call.shown ?? readableCommand(call.parts), call.span, context);
  if (context.out) context.out.known = false;
  const language = /\/\/?e:\s*j/i.test(rest) ? 'javascript' : Object.hasOwn(interpreters, key) ? interpreters[key] : undefined;
  if (language && context.stdin?.sink.known && context.stdin.sink.pieces.length > 0) handInput(machine, context.stdin.sink, language, `pipe to ${key}`);
  if (language === 'powershell') {
    variablesRead(machine, rest);
    if (machine.clipboard?.known && /clipboard|gettext/i.test(rest)) handInput(machine, machine.clipboard, language, 'clipboard');
  }
  if (runners.test(key)) filesNamed(machine, call, language);
  noteDownload(machine, call);
  return machine.result(undefined);
}

/** Values that the script set and that a PowerShell command line takes from the environment to run. */
function variablesRead(machine: Machine, args: string): void {
  // Several values put together are followed where PowerShell puts them together.
  const alone = new Set(Array.from(args.matchAll(/\benv:\\?([a-z0-9_]{1,60})/gi), (match) => (match[1] ?? '').toLowerCase())).size < 2;
  const runs = /\biex\b|invoke|&|\.\s*\(|scriptblock/i.test(args);
  for (const match of args.matchAll(/\benv:\\?([a-z0-9_.()-]{1,60})|GetEnvironmentVariable\(\s?['"]{1,2}([^'"]{1,60})/gi)) {
    machine.budget.step();
    const name = match[1] ?? match[2] ?? '';
    const variable = machine.env.get(name) ?? machine.env.get(/^[^).]*/.exec(name)?.[0] ?? '');
    if (!variable?.use) continue;
    variable.use.consumed = true;
    if (alone && (codeLike.test(variable.value) || (runs && /\s/.test(variable.value)))) machine.output.payload([{ text: variable.value, start: 0, end: machine.source.length }], 'powershell', ['environment variable']);
  }
}

/** Files of the script that a command line of an interpreter names. */
function filesNamed(machine: Machine, call: Invocation, language: ScriptLanguage | undefined): void {
  const { rest } = call.parts;
  const resolved = rest.replace(/\$\{?env:([a-z0-9_]{1,60})\}?/gi, (whole, name: string) => machine.env.get(name)?.value ?? whole);
  const found = new Set<VirtualFile>();
  for (const word of words(resolved).slice(0, 200)) {
    const path = unquote(word).replace(/^(?:[-/][a-z]+:|@|,|&)/i, '').replace(/,.*$/, '').replace(/^'|'$/g, '');
    const file = path === '' ? undefined : machine.files.get(path, machine.directory);
    if (file) found.add(file);
  }
  const all = machine.files.all();
  const shown = machine.symbols.render(resolved).toLowerCase();
  if (all.length <= 200 && shown.length < 100_000) for (const file of all) if (file.path.length > 3 && !file.own && shown.includes(file.path.toLowerCase())) found.add(file);
  for (const file of found) {
    if (!file.own) noteRun(machine, call, file, language);
    else if (/\/\/?e:\s*(?:jscript|vbscript)/i.test(rest) || (language === 'powershell' && machine.source.startsWith('<#'))) machine.output.payload(file.pieces, language, ['batch: the same file in another language']);
  }
  const self = /%~(?:f|dpnx|nx)?0/i.test(machine.symbols.render(rest)) && found.size === 0;
  if (self && language === 'powershell' && /^\s*<#/.test(machine.source)) machine.output.payload([{ text: machine.source, start: 0, end: machine.source.length }], language, ['batch: the same file in another language']);
}

const certutil: Handler = (machine, call) => {
  const list = words(call.parts.rest);
  const mode = list.map((word) => /^[-/](decodehex|decode|encodehex|encode)$/i.exec(unquote(word))?.[1]?.toLowerCase()).find((found) => found !== undefined);
  machine.emit(call.shown ?? readableCommand(call.parts), call.span, call.context);
  if (call.context.out) call.context.out.known = false;
  noteDownload(machine, call);
  const [input, output] = list.filter((word) => !/^[-/]/.test(unquote(word)));
  if (mode === undefined || input === undefined || output === undefined) return machine.result(undefined);
  return mode.startsWith('decode') ? decode(machine, call, input, output, mode === 'decodehex') : encode(machine, input, output);
};

const clip: Handler = (machine, call) => {
  machine.clipboard = call.context.stdin?.sink;
  return opaque(machine, call);
};

const where: Handler = (machine, call) => {
  const asked = unquote(call.parts.rest).toLowerCase().replace(/\.exe$/, '');
  const path = asked === 'cmd' ? 'C:\\Windows\\System32\\cmd.exe' : asked === 'powershell' ? 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe' : undefined;
  if (path === undefined || !call.context.out) {
    opaque(machine, call);
    return machine.result(undefined);
  }
  call.context.out.pieces.push({ text: `${path}\r\n`, start: call.span.start, end: call.span.end });
  return machine.result(0);
};

/** Starts the rest of its line in a console of its own: what cmd gets there is read by cmd. */
const conhost: Handler = (machine, call) => {
  const inner = /^(?:\s{1,8}--?[\w-]{1,40}){0,6}\s{1,8}"?(?:[^\s"]{0,200}\\)?cmd(?:\.exe)?"?(?<rest>\s[^]*)$/i.exec(call.parts.rest)?.groups?.rest;
  if (inner === undefined) return generic(machine, call);
  opaque(machine, call);
  return cmd(machine, { ...call, parts: { ...call.parts, key: 'cmd', name: 'cmd', rest: inner } });
};

const programs: Readonly<Record<string, Handler>> = { cmd, conhost, certutil, find, findstr, sort, more, clip, where };
