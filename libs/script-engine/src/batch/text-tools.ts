import { linearRegex } from '../core/linear-regex.js';
import { readableCommand, words } from './command-text.js';
import type { Handler, Invocation } from './internal-commands.js';
import { linesOf } from './loops.js';
import type { Machine, Status } from './machine.js';
import { type Piece, unquote } from './virtual-files.js';

/** The content of files as `type` prints it; undefined when one is not known. */
export function typeFiles(machine: Machine, paths: readonly string[]): Piece[] | undefined {
  const pieces: Piece[] = [];
  for (const path of paths) {
    if (/^nul$/i.test(unquote(path))) continue;
    const file = machine.files.get(path, machine.directory);
    if (!file?.known || file.bytes) return undefined;
    for (const piece of file.pieces) pieces.push(piece);
  }
  machine.budget.step(1 + pieces.length);
  return pieces;
}

function inputLines(machine: Machine, call: Invocation, files: readonly string[]): string[] | undefined {
  if (files.length > 0) {
    const pieces = typeFiles(machine, files);
    if (pieces) machine.budget.allocate(pieces.reduce((sum, piece) => sum + piece.text.length, 0));
    return pieces && linesOf(pieces);
  }
  const input = call.context.stdin;
  return input?.sink.known ? linesOf(input.sink.pieces) : undefined;
}

function filtered(machine: Machine, call: Invocation, files: readonly string[], keep: ((lines: string[]) => string[]) | undefined): Status {
  machine.emit(readableCommand(call.parts), call.span, call.context);
  const lines = inputLines(machine, call, files);
  const { out } = call.context;
  if (!lines || !keep) {
    if (out) out.known = false;
    return machine.result(undefined);
  }
  const source = files.length > 0 ? machine.files.get(files[0] as string, machine.directory)?.pieces : call.context.stdin?.sink.pieces;
  const start = Math.min(call.span.start, ...(source ?? []).slice(0, 1).map((piece) => piece.start));
  const end = Math.max(call.span.end, ...(source ?? []).slice(-1).map((piece) => piece.end));
  const result = keep(lines);
  machine.budget.step(1 + (lines.length >> 2));
  if (out) {
    for (const line of result) {
      machine.budget.allocate(line.length);
      out.pieces.push({ text: `${line}\r\n`, start, end });
    }
  }
  return machine.result(result.length > 0 ? 0 : 1);
}

/** `find "text"`. */
export const find: Handler = (machine, call) => {
  const list = words(call.parts.rest);
  const switches = list.filter((word) => word.startsWith('/')).join('').toLowerCase();
  const [pattern, ...files] = list.filter((word) => !word.startsWith('/')).map(unquote2);
  if (pattern === undefined || switches.includes('/off')) return filtered(machine, call, files, undefined);
  const fold = (text: string): string => (switches.includes('/i') ? text.toLowerCase() : text);
  const wanted = fold(machine.symbols.open(pattern));
  const matches = (line: string): boolean => fold(machine.symbols.open(line)).includes(wanted) !== switches.includes('/v');
  return filtered(machine, call, files, (lines) => {
    const found = lines.filter(matches);
    return switches.includes('/c') ? [String(found.length)] : found;
  });
};

function unquote2(word: string): string {
  return word.startsWith('"') ? word.replace(/^"/, '').replace(/"$/, '') : word.replaceAll('"', '');
}

/** `findstr`, literal and with its small regular expressions. */
export const findstr: Handler = (machine, call) => {
  const patterns: { text: string; literal: boolean }[] = [];
  const files: string[] = [];
  let flags = '';
  let unsupported = false;
  let given = false;
  for (const word of words(call.parts.rest)) {
    const option = /^[/-]([a-z]+)(?::([\s\S]*))?$/i.exec(word);
    if (option && word.length > 1) {
      const name = (option[1] as string).toLowerCase();
      if (option[2] === undefined) flags += name;
      else if (name === 'c') {
        patterns.push({ text: unquote2(option[2]), literal: true });
        given = true;
      } else if (name !== 'a') unsupported = true;
    } else if (!given) {
      given = true;
      for (const text of unquote2(word).split(' ')) if (text !== '') patterns.push({ text, literal: false });
    } else files.push(unquote2(word));
  }
  const tests = patterns.map(({ text, literal }) => lineTest(machine.symbols.open(text), flags, literal));
  if (unsupported || tests.length === 0 || tests.some((test) => test === undefined) || flags.includes('m') || flags.includes('s')) return filtered(machine, call, files, undefined);
  const matches = (line: string): boolean => {
    machine.budget.step();
    const open = machine.symbols.open(line);
    return tests.some((test) => test?.(open)) !== flags.includes('v');
  };
  return filtered(machine, call, files, (lines) => lines.flatMap((line, index) => (matches(line) ? [flags.includes('n') ? `${index + 1}:${line}` : line] : [])));
};

function lineTest(pattern: string, flags: string, quotedWhole: boolean): ((line: string) => boolean) | undefined {
  const ignoreCase = flags.includes('i');
  const literal = flags.includes('l') || (quotedWhole && !flags.includes('r')) || !/[.*^$[\]\\]/.test(pattern);
  if (literal) {
    const fold = (text: string): string => (ignoreCase ? text.toLowerCase() : text);
    const wanted = fold(pattern.replace(/\\([\\"])/g, '$1'));
    return (line) => {
      const text = fold(line);
      if (flags.includes('x')) return text === wanted;
      return flags.includes('b') ? text.startsWith(wanted) : flags.includes('e') ? text.endsWith(wanted) : text.includes(wanted);
    };
  }
  let source = '';
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i] as string;
    if (char === '\\') {
      const next = pattern[++i] ?? '\\';
      source += next === '<' || next === '>' ? '\\b' : escape(next);
    } else if (char === '[') {
      const close = pattern.indexOf(']', i + 2);
      if (close < 0) source += '\\[';
      else {
        source += `[${pattern.slice(i + 1, close).replace(/[[\\]/g, '\\$&')}]`;
        i = close;
      }
    } else source += char === '.' || char === '*' || char === '^' || char === '$' ? char : escape(char);
  }
  if (flags.includes('b') || flags.includes('x')) source = `^(?:${source})`;
  if (flags.includes('e') || flags.includes('x')) source = `(?:${source})$`;
  const regex = linearRegex(source, { ignoreCase });
  return regex && ((line) => regex.matcher(line).find());
}

function escape(char: string): string {
  return /[A-Za-z0-9_\s]/.test(char) ? char : `\\${char}`;
}

/** `sort`. */
export const sort: Handler = (machine, call) => {
  const list = words(call.parts.rest);
  const reverse = list.some((word) => /^\/r/i.test(word));
  const files = list.filter((word) => !word.startsWith('/')).map(unquote2);
  return filtered(machine, call, files, (lines) => {
    machine.budget.step(lines.length);
    const sorted = lines.map((line) => ({ line, key: line.toLowerCase() })).sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ line }) => line);
    return reverse ? sorted.reverse() : sorted;
  });
};

/** `more`, `more +n file`. */
export const more: Handler = (machine, call) => {
  const list = words(call.parts.rest);
  const skip = Number(list.map((word) => /^\+(\d{1,7})$/.exec(word)?.[1]).find((value) => value !== undefined) ?? 0);
  const files = list.filter((word) => !/^[/+]/.test(word)).map(unquote2);
  return filtered(machine, call, files, (lines) => lines.slice(skip));
};
