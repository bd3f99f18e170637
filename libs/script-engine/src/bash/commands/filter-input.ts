import type { Call, Outcome, Runner } from '../runner.js';
import { bytesOf, hasHole, joinVia, textFromBytes, type Data } from '../shell-text.js';

/** A modelled command. Undefined: with these arguments or this input its output is not known. */
export type Filter = (shell: Runner, call: Call) => Outcome | undefined;

/** Options and operands of a call; short options may be written together. */
export interface Options {
  readonly flags: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, string>;
  readonly operands: readonly string[];
}

/** Reads options; `withValue` names those short ones that take a word, `long` the same for long ones with their short name. */
export function readOptions(call: Call, withValue: string, long: Readonly<Record<string, string>> = {}): Options {
  const flags = new Set<string>();
  const values = new Map<string, string>();
  const operands: string[] = [];
  const words = call.args.map((arg) => arg.text);
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as string;
    if (word === '--') {
      operands.push(...words.slice(i + 1));
      break;
    }
    if (word.startsWith('--')) {
      const at = word.indexOf('=');
      const name = at < 0 ? word.slice(2) : word.slice(2, at);
      const short = long[name] ?? name;
      if (at >= 0) values.set(short, word.slice(at + 1));
      else if (withValue.includes(short) && short.length === 1) values.set(short, words[++i] ?? '');
      else flags.add(short);
    } else if (word.startsWith('-') && word.length > 1) {
      for (let j = 1; j < word.length; j++) {
        const flag = word[j] as string;
        if (!withValue.includes(flag)) flags.add(flag);
        else {
          values.set(flag, j + 1 < word.length ? word.slice(j + 1) : (words[++i] ?? ''));
          break;
        }
      }
    } else operands.push(word);
  }
  return { flags, values, operands };
}

/** The named files one after the other, or standard input; undefined when one of them is not known. */
export function inputOf(shell: Runner, paths: readonly string[]): Data | undefined {
  if (paths.length === 0) return shell.readAll();
  const pieces: Data[] = [];
  for (const path of paths) {
    const data = path === '-' || path === '/dev/stdin' ? shell.readAll() : path === '/dev/null' ? { text: '', via: [] } : shell.state.file(path)?.data;
    if (!data) return undefined;
    pieces.push(data);
  }
  const [first] = pieces;
  if (pieces.length === 1) return first;
  let length = 0;
  let via: readonly string[] = [];
  for (const piece of pieces) {
    length += piece.text.length;
    via = joinVia(via, piece.via);
  }
  shell.budget.allocate(length);
  return { text: pieces.map((piece) => piece.text).join(''), via };
}

/** Input without unknown parts. */
export function knownInput(shell: Runner, paths: readonly string[]): Data | undefined {
  const data = inputOf(shell, paths);
  return data && !hasHole(data.text) ? data : undefined;
}

/** Input as bytes. */
export function inputBytes(shell: Runner, paths: readonly string[]): { bytes: Uint8Array; data: Data } | undefined {
  const data = knownInput(shell, paths);
  return data ? { bytes: bytesOf(data.text), data } : undefined;
}

/** Output made of input by a named step. */
export function made(shell: Runner, from: Data, text: string, rule: string | undefined): Outcome {
  if (rule !== undefined) shell.recorder.use(rule);
  return { status: 0, plumbing: true, out: { text, via: rule === undefined || from.via.at(-1) === rule ? from.via : [...from.via, rule] } };
}

/** Output of bytes. */
export function madeBytes(shell: Runner, from: Data, bytes: Uint8Array, rule: string): Outcome {
  return made(shell, from, textFromBytes(bytes), rule);
}

/** Lines of a text without their ends, and whether the last one had one. */
export function linesOf(shell: Runner, text: string): { lines: string[]; ended: boolean } {
  if (text === '') return { lines: [], ended: true };
  const lines = text.split('\n');
  const ended = lines.at(-1) === '';
  if (ended) lines.pop();
  shell.budget.step(1 + (lines.length >> 2));
  return { lines, ended };
}

/** The text of lines. */
export function joinLines(shell: Runner, lines: readonly string[], ended = true): string {
  let length = 0;
  for (const line of lines) length += line.length + 1;
  shell.budget.allocate(length);
  return lines.length === 0 ? '' : lines.join('\n') + (ended ? '\n' : '');
}
