import { assignText } from './assignments.js';
import type { Call, Outcome, Runner } from './runner.js';
import { hasHole, known, type Data } from './shell-text.js';

const silent = (status: number | undefined): Outcome => ({ status, silent: true });

/** `read`: takes a line (or what its options say) of what comes in and splits it over its names. */
export function readLine(shell: Runner, call: Call): Outcome {
  const words = call.args.map((arg) => arg.text);
  const names: string[] = [];
  let raw = false;
  let delimiter = '\n';
  let count: number | undefined;
  let array: string | undefined;
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as string;
    const option = /^-([A-Za-z]+)/.exec(word);
    if (!option || names.length > 0) {
      names.push(word);
      continue;
    }
    for (let j = 1; j < word.length; j++) {
      const flag = word[j] as string;
      if (flag === 'r') raw = true;
      if (!'dnNaptui'.includes(flag)) continue;
      const value = j + 1 < word.length ? word.slice(j + 1) : (words[++i] ?? '');
      if (flag === 'd') delimiter = value.slice(0, 1) || '\0';
      if (flag === 'n' || flag === 'N') count = parseInt(value, 10) || 0;
      if (flag === 'a') array = value;
      break;
    }
  }
  if (names.length === 0 && array === undefined) names.push('REPLY');
  const { stdin } = shell;
  const unknown = (): Outcome => {
    for (const name of array === undefined ? names : [array]) if (/^[A-Za-z_]\w*$/.test(name)) shell.state.setScalar(name, shell.state.symbol(name));
    return silent(undefined);
  };
  if (!stdin) return unknown();
  const { text } = stdin.data;
  if (stdin.at === 0 && shell.holes.single(text)) {
    // One unknown text may be many lines: its first line stands for all.
    stdin.at = text.length;
    return unknown();
  }
  if (stdin.at >= text.length) {
    for (const name of array === undefined ? names : []) if (/^[A-Za-z_]\w*$/.test(name)) shell.state.setScalar(name, known(''));
    return silent(1);
  }
  let end = text.indexOf(delimiter, stdin.at);
  let status = 0;
  if (end < 0) {
    end = text.length;
    status = 1;
  }
  if (count !== undefined && end - stdin.at > count) {
    end = stdin.at + count;
    status = 0;
    const line = text.slice(stdin.at, end);
    stdin.at = end;
    return spread(shell, { text: line, via: stdin.data.via }, names, array, raw, status);
  }
  let line = text.slice(stdin.at, end);
  stdin.at = end + 1;
  while (!raw && delimiter === '\n' && /(?:^|[^\\])(?:\\\\)*\\$/.test(line.slice(-64)) && stdin.at < text.length) {
    shell.budget.step();
    const next = text.indexOf('\n', stdin.at);
    const to = next < 0 ? text.length : next;
    line = line.slice(0, -1) + text.slice(stdin.at, to);
    stdin.at = to + 1;
  }
  return spread(shell, { text: line, via: stdin.data.via }, names, array, raw, status);
}

function spread(shell: Runner, data: Data, names: readonly string[], array: string | undefined, raw: boolean, status: number): Outcome {
  const ifs = shell.state.scalar('IFS')?.text ?? ' \t\n';
  const blanks = ifs.replace(/[^ \t\n]/g, '');
  shell.budget.step(1 + (data.text.length >> 5));
  const pieces: string[] = [];
  const limit = array === undefined ? names.length : Infinity;
  let rest = data.text;
  const isBlank = (character: string | undefined): boolean => character !== undefined && character !== '' && blanks.includes(character);
  let from = 0;
  while (isBlank(rest[from])) from++;
  rest = rest.slice(from);
  let at = 0;
  while (pieces.length + 1 < limit && at < rest.length) {
    let token = '';
    while (at < rest.length && (hasHole(ifs) || !ifs.includes(rest[at] as string))) {
      if (!raw && rest[at] === '\\' && at + 1 < rest.length) at++;
      token += rest[at++] as string;
    }
    pieces.push(token);
    if (pieces.length > 200_000) break;
    while (isBlank(rest[at])) at++;
    if (at < rest.length && ifs.includes(rest[at] as string) && !isBlank(rest[at])) {
      at++;
      while (isBlank(rest[at])) at++;
    }
  }
  let last = rest.slice(at);
  let end = last.length;
  while (end > 0 && isBlank(last[end - 1])) end--;
  last = last.slice(0, end);
  if (!raw) last = last.replace(/\\([^])/g, '$1');
  if (limit > pieces.length && (array === undefined || last !== '')) pieces.push(last);
  shell.budget.allocate(data.text.length);
  if (array !== undefined) {
    shell.state.setArray(array, new Map(pieces.map((piece, index) => [String(index), known(piece, data.via)])), false);
    return silent(status);
  }
  names.forEach((name, index) => {
    const match = /^([A-Za-z_]\w*)(?:\[([^\]]*)\])?$/.exec(name);
    if (match) assignText(shell, match[1] as string, match[2], known(pieces[index] ?? '', data.via), false);
  });
  return silent(status);
}

/** `mapfile` and `readarray`: all of what comes in as an array of lines. */
export function readArray(shell: Runner, call: Call): Outcome {
  const words = call.args.map((arg) => arg.text);
  let trim = false;
  let delimiter = '\n';
  let name = 'MAPFILE';
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as string;
    if (word === '-t') trim = true;
    else if (word.startsWith('-d')) delimiter = (word.length > 2 ? word.slice(2) : (words[++i] ?? '')).slice(0, 1) || '\0';
    else if (/^-t?[nOsuCc]/.test(word)) i += word.length > 2 ? 0 : 1;
    else if (!word.startsWith('-')) name = word;
  }
  const input = shell.readAll();
  if (!/^[A-Za-z_]\w*$/.test(name)) return silent(1);
  if (!input || shell.holes.single(input.text)) {
    shell.state.setScalar(name, shell.state.symbol(name));
    return silent(undefined);
  }
  const lines = input.text.split(delimiter);
  const ended = lines.at(-1) === '';
  if (ended) lines.pop();
  shell.budget.step(lines.length);
  shell.budget.allocate(lines.length);
  shell.state.setArray(name, new Map(lines.map((line, index) => [String(index), known(trim || (index === lines.length - 1 && !ended) ? line : line + delimiter, input.via)])), false);
  return silent(0);
}
