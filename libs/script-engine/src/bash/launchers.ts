import { decodeBase64, decodeText } from '../core/codecs.js';
import type { ScriptLanguage } from '../core/language.js';
import { cronCommands } from './cron-table.js';
import { evaluatePrint } from './print-programs.js';
import type { Argument, Call, Outcome, Runner } from './runner.js';
import { after, emptyData, hasHole, known, type Data } from './shell-text.js';

const shells = /^(?:r?bash|sh|dash|ash|zsh|ksh|mksh|ksh93|yash|hush)$/;

interface Program {
  readonly language: ScriptLanguage | undefined;
  /** An option that is followed by program text. */
  readonly inline: RegExp;
  /** Options that take a word of their own. */
  readonly values: RegExp;
}

const programs: readonly [RegExp, Program][] = [
  [/^(?:python|pypy)(?:\d(?:\.\d+)?)?$/, { language: 'python', inline: /^-[A-Za-z]*c$/, values: /^-[WXm]$/ }],
  [/^perl(?:5[\d.]*)?$/, { language: undefined, inline: /^-[A-Za-z0-9]*[eE]$/, values: /^-[IM]$/ }],
  [/^ruby[\d.]*$/, { language: undefined, inline: /^-[a-z]*e$/, values: /^-[Ir]$/ }],
  [/^(?:node|nodejs)$/, { language: 'javascript', inline: /^(?:-e|-p|-pe|--eval|--print)$/, values: /^(?:-r|--require)$/ }],
  [/^php[\d.]*$/, { language: undefined, inline: /^-[rB]$/, values: /^-[dc]$/ }],
  [/^lua[\d.]*$/, { language: undefined, inline: /^-e$/, values: /^-l$/ }],
  [/^(?:pwsh|powershell)$/, { language: 'powershell', inline: /^-(?:c|Command|e|enc|EncodedCommand)$/i, values: /^-(?:ExecutionPolicy|ep|ex|WindowStyle|w|Version)$/i }],
];

/** The language a program reads, as far as it is one of ours. */
export function languageOf(name: string): { language: ScriptLanguage | undefined; known: boolean } {
  if (shells.test(name)) return { language: 'bash', known: true };
  const program = programs.find(([pattern]) => pattern.test(name));
  return { language: program?.[1].language, known: program !== undefined };
}

/** Shells and other interpreters: follows the text they are given. Undefined for other commands. */
export function runLauncher(shell: Runner, call: Call, typed: string): Outcome | undefined {
  if (shells.test(call.name)) return runShell(shell, call);
  const program = programs.find(([pattern]) => pattern.test(call.name))?.[1];
  if (program) return runProgram(shell, call, program);
  const file = typed.includes('/') || hasHole(typed) ? shell.state.file(typed) : undefined;
  if (file) return runFile(shell, call, typed, file.data, call.args);
  if (call.name === 'at' || call.name === 'batch') {
    const input = shell.readAll();
    if (input) shell.handOver(input, call.name, 'bash');
    return undefined;
  }
  if (call.name === 'crontab') return runCrontab(shell, call);
  return nested(shell, call);
}

/** Text for the shell that another command was given: `find -exec sh -c X`, `docker run image sh -c X`. */
function nested(shell: Runner, call: Call): undefined {
  const { args } = call;
  for (let i = 0; i + 2 < args.length; i++) {
    const name = (args[i]?.text ?? '').replace(/^.*\//, '');
    const next = args[i + 2];
    if (next && shells.test(name) && /^-[a-z]*c$/.test(args[i + 1]?.text ?? '')) shell.handOver({ text: next.text, via: next.via }, `${name} -c`, 'bash');
  }
  return undefined;
}

function runShell(shell: Runner, call: Call): Outcome {
  const { args } = call;
  let i = 0;
  let command = false;
  let standard = false;
  for (; i < args.length; i++) {
    const word = args[i]?.text ?? '';
    if (word === '--' || word === '-') {
      i++;
      break;
    }
    if (/^--/.test(word)) {
      if (word === '--rcfile' || word === '--init-file') {
        i++;
        const file = shell.state.file(args[i]?.text ?? '');
        if (file) shell.child(file.data, { rule: call.name }, call.announce);
      }
      continue;
    }
    if (!/^[-+][A-Za-z]/.test(word)) break;
    if (word.includes('c') && word.startsWith('-')) command = true;
    if (word.includes('s')) standard = true;
    if (/[oO]$/.test(word)) i++;
  }
  const operands = args.slice(i).map((arg): Data => ({ text: arg.text, via: arg.via }));
  const [first] = operands;
  if (command) {
    if (!first) return { status: undefined };
    return shell.child(first, { rule: `${call.name} -c`, zero: operands[1] ?? known(call.name), args: operands.slice(2) }, call.announce);
  }
  if (first && !standard && !/^\/(?:dev\/stdin|dev\/fd\/0|proc\/self\/fd\/0)$/.test(first.text)) {
    const numbered = /^\/(?:dev|proc\/self)\/fd\/(\d+)$/.exec(first.text);
    const stream = numbered ? shell.descriptors.get(numbered[1] as string) : undefined;
    if (stream) return shell.child(stream.data, { rule: call.name }, call.announce);
    const file = shell.state.file(first.text);
    if (file) {
      file.reported = true;
      return shell.child(withFile(file.data, first.text), { rule: call.name, zero: first, args: operands.slice(1) }, call.announce);
    }
    const hole = shell.holes.single(first.text);
    if (hole?.remote !== undefined) shell.recorder.missing('remoteContent', `${call.name}: ${hole.remote}`, shell.span());
    return { status: undefined };
  }
  const input = shell.readAll();
  if (!input) return { status: undefined };
  return shell.child(input, { rule: call.name, args: standard ? operands : operands.slice(1) }, call.announce);
}

function withFile(data: Data, path: string): Data {
  return hasHole(path) || data.via.includes('file') ? data : after(data, data.text, 'file');
}

function runProgram(shell: Runner, call: Call, program: Program): Outcome {
  const { args } = call;
  for (let i = 0; i < args.length; i++) {
    const word = args[i]?.text ?? '';
    const next = args[i + 1];
    if (program.inline.test(word)) {
      if (!next) break;
      const encoded = program.language === 'powershell' && /^-e/i.test(word);
      const bytes = encoded ? decodeBase64(next.text, shell.budget) : undefined;
      const code: Data = bytes ? { text: decodeText(bytes, 'utf-16le'), via: [...next.via, 'base64', 'utf-16le'] } : { text: program.language === 'powershell' ? args.slice(i + 1).map((arg) => arg.text).join(' ') : next.text, via: next.via };
      shell.handOver(code, `${call.name} ${word}`, program.language);
      return printed(shell, call, code, program);
    }
    if (/^-c./.test(word) && program.language === 'python') {
      const code: Data = { text: word.slice(2), via: args[i]?.via ?? [] };
      shell.handOver(code, `${call.name} -c`, program.language);
      return printed(shell, call, code, program);
    }
    if (program.values.test(word)) {
      i++;
      continue;
    }
    if (word.startsWith('-') && word !== '-') continue;
    if (word === '-' || /^\/dev\/(?:stdin|fd\/0)$/.test(word)) break;
    const file = shell.state.file(word);
    if (file) {
      file.reported = true;
      shell.handOver(withFile(file.data, word), call.name, program.language);
    } else {
      const hole = shell.holes.single(word);
      if (hole?.remote !== undefined) shell.recorder.missing('remoteContent', `${call.name}: ${hole.remote}`, shell.span());
    }
    return { status: undefined, ...unknownOutput(shell, call) };
  }
  const input = shell.readAll();
  if (input) {
    shell.handOver(input, call.name, program.language);
    return printed(shell, call, input, program);
  }
  return { status: undefined, ...unknownOutput(shell, call) };
}

function unknownOutput(shell: Runner, call: Call): { out?: Data } {
  return shell.captured ? { out: known(shell.holes.make(`$(${call.shown()})`)) } : {};
}

/** The output of programs that do nothing but print a text that can be computed. */
function printed(shell: Runner, call: Call, code: Data, program: Program): Outcome {
  if (!shell.captured) return { status: undefined };
  const kind = program.language === 'python' ? 'python' : call.name.startsWith('perl') ? 'perl' : call.name.startsWith('php') ? 'php' : call.name.startsWith('ruby') ? 'ruby' : undefined;
  const input = kind === 'perl' || kind === 'ruby' ? shell.readAll() : undefined;
  const text = kind === undefined || hasHole(code.text) ? undefined : evaluatePrint(kind, code.text, call.args.map((arg) => arg.text), input?.text, shell.budget);
  return text === undefined ? { status: undefined, ...unknownOutput(shell, call) } : { status: 0, out: { text, via: [...(input ?? code).via, kind as string] } };
}

/** A file of the sample's own making that is run by its name. */
export function runFile(shell: Runner, call: Call, path: string, data: Data, args: readonly Argument[]): Outcome {
  const file = shell.state.file(path);
  if (file) file.reported = true;
  const shebang = /^#![ \t]*(?:\S*\/)?(?:env[ \t]+(?:-\S+[ \t]+)?)?(\S+)/.exec(data.text)?.[1]?.replace(/^.*\//, '');
  const kind = languageOf(shebang ?? 'bash');
  if (data.text.startsWith('\u007fELF')) shell.handOver(data, 'file', undefined);
  else if (kind.language === 'bash') return shell.child(withFile(data, path), { rule: shebang ?? 'file', zero: known(path), args: args.map((arg): Data => ({ text: arg.text, via: arg.via })) }, call.announce);
  else shell.handOver(withFile(data, path), shebang ?? 'file', kind.language);
  return { status: undefined };
}

/** `... | crontab -`: the command of each line runs later, in a shell. */
function runCrontab(shell: Runner, call: Call): undefined {
  const from = call.args.find((arg) => !arg.text.startsWith('-') && arg.text !== '-');
  const list = call.args.some((arg) => /^-[lre]/.test(arg.text));
  const data = from ? shell.state.file(from.text)?.data : list ? undefined : (shell.readAll() ?? emptyData);
  if (data) for (const text of cronCommands(data.text, false)) shell.handOver({ text, via: data.via }, 'crontab', 'bash');
  return undefined;
}
