import { delimitedWords, readableCommand } from './command-text.js';
import type { Invocation } from './internal-commands.js';
import type { Machine, Status } from './machine.js';
import { isScriptPath, reportFile } from './programs.js';
import { unquote } from './virtual-files.js';

const largestFile = 4 * 1024 * 1024;
const mostPieces = 200_000;

/** `copy`, `copy /b a+b c`: joins files whose content is known. */
export function copyFiles(machine: Machine, call: Invocation): Status {
  machine.emit(readableCommand(call.parts), call.span, call.context);
  if (call.context.out) call.context.out.known = false;
  const paths = delimitedWords(call.parts.rest.replaceAll('+', ' + ')).filter((word) => !word.startsWith('/'));
  const sources: string[] = [];
  let i = 0;
  for (; i < paths.length; i++) {
    if (i > 0 && paths[i] !== '+' && paths[i - 1] !== '+') break;
    if (paths[i] !== '+') sources.push(paths[i] as string);
  }
  let target = paths[i];
  if (target === undefined || sources.length === 0) return {};
  const first = unquote(sources[0] as string);
  const name = first.slice(Math.max(first.lastIndexOf('\\'), first.lastIndexOf('/')) + 1);
  if (/[\\/]"?$/.test(target) || target === '.') target = `${unquote(target)}\\${name}`;
  else if (!/\.[^\\/.]*"?$/.test(target) && /\.[^\\/.]+$/.test(name) && sources.length === 1 && machine.symbols.in(target).length > 0) target = `${unquote(target)}\\${name}`;
  const files = sources.map((source) => (/^nul$/i.test(unquote(source)) ? ('nul' as const) : machine.files.get(source, machine.directory)));
  if (files.some((file) => file === undefined)) {
    const old = machine.files.get(target, machine.directory);
    if (old) old.known = false;
    return {};
  }
  const made = files.flatMap((file) => (file === 'nul' || file === undefined ? [] : [file]));
  const count = made.reduce((sum, file) => sum + file.pieces.length, 0);
  const pieces = count > mostPieces ? [] : made.flatMap((file) => file.pieces);
  machine.budget.step(1 + (pieces.length >> 4));
  machine.files.put(target, machine.directory, {
    pieces,
    known: count <= mostPieces && pieces.reduce((sum, piece) => sum + piece.text.length, 0) <= largestFile && made.every((file) => file.known) && (made.length <= 1 || made.every((file) => !file.bytes)),
    bytes: made.length === 1 ? made[0]?.bytes : undefined,
    remote: made.find((file) => file.remote)?.remote,
    rules: [...new Set(made.flatMap((file) => file.rules)), 'copy'],
    own: made.length === 1 ? made[0]?.own : undefined,
  });
  return { ok: true };
}

/** `move`, `ren`. */
export function moveFile(machine: Machine, call: Invocation): Status {
  machine.emit(readableCommand(call.parts), call.span, call.context);
  const [source, target] = delimitedWords(call.parts.rest).filter((word) => !word.startsWith('/'));
  if (source === undefined || target === undefined) return {};
  const file = machine.files.get(source, machine.directory);
  if (!file || file.own) return {};
  const from = unquote(source);
  const slash = Math.max(from.lastIndexOf('\\'), from.lastIndexOf('/'));
  const bare = unquote(target);
  const path = call.parts.key.startsWith('ren') && slash >= 0 ? from.slice(0, slash + 1) + bare : /[\\/]$/.test(bare) ? bare + from.slice(slash + 1) : bare;
  machine.files.delete(source, machine.directory);
  machine.files.put(path, machine.directory, file);
  return { ok: true };
}

/** `del`: what was written is told before it goes. */
export function deleteFiles(machine: Machine, call: Invocation): Status {
  machine.emit(readableCommand(call.parts), call.span, call.context);
  for (const path of delimitedWords(call.parts.rest)) {
    if (path.startsWith('/')) continue;
    const file = machine.files.get(path, machine.directory);
    if (!file || file.own) continue;
    if (isScriptPath(file.path)) reportFile(machine, file);
    machine.files.delete(path, machine.directory);
  }
  return {};
}
