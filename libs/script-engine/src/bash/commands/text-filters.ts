import { decodeEscapes } from '../ansi-escapes.js';
import { bytesOf, charactersOf, hasHole, joinVia, textFromBytes, type Data } from '../shell-text.js';
import { inputOf, joinLines, knownInput, linesOf, made, readOptions, type Filter } from './filter-input.js';
import { byteLength, formatPrintf } from './printf.js';

const echo: Filter = (shell, call) => {
  let i = 0;
  let newline = true;
  let escapes = false;
  for (; i < call.args.length; i++) {
    const word = call.args[i]?.text ?? '';
    if (!/^-[neE]+$/.test(word)) break;
    for (const flag of word.slice(1)) {
      if (flag === 'n') newline = false;
      else escapes = flag === 'e';
    }
  }
  const args = call.args.slice(i);
  let via: readonly string[] = [];
  let length = 0;
  for (const arg of args) {
    via = joinVia(via, arg.via);
    length += arg.text.length + 1;
  }
  if (args.length > 1) shell.budget.allocate(length);
  let text = args.length === 1 ? (args[0]?.text ?? '') : args.map((arg) => arg.text).join(' ');
  if (escapes && text.includes('\\')) {
    const decoded = decodeEscapes(text, 'echo');
    text = decoded.text;
    if (decoded.stopped) newline = false;
    via = joinVia(via, ['echo -e']);
    shell.recorder.use('echo -e');
  }
  return { status: 0, plumbing: true, out: { text: newline ? `${text}\n` : text, via } };
};

const printf: Filter = (shell, call) => {
  const args = call.args[0]?.text === '--' ? call.args.slice(1) : call.args;
  const [format, ...rest] = args;
  if (!format) return undefined;
  const text = formatPrintf(shell, format.text, rest.map((arg) => arg.text));
  if (text === undefined) return undefined;
  let via: readonly string[] = format.via;
  for (const arg of rest) via = joinVia(via, arg.via);
  return made(shell, { text: '', via }, text, /^(?:%s|\\n|[^%\\])*$/.test(format.text) && !rest.some((arg) => arg.text.includes('\\')) ? undefined : 'printf');
};

const cat: Filter = (shell, call) => {
  const { operands, flags } = readOptions(call, '');
  const data = inputOf(shell, operands);
  if (!data) return undefined;
  if ([...flags].some((flag) => 'AvetETbs'.includes(flag))) return undefined;
  if (flags.has('n')) return numbered(shell, data);
  return { status: 0, plumbing: true, out: data };
};

function numbered(shell: Parameters<Filter>[0], data: Data): ReturnType<Filter> {
  const { lines, ended } = linesOf(shell, data.text);
  return made(shell, data, joinLines(shell, lines.map((line, index) => `${String(index + 1).padStart(6)}\t${line}`), ended), undefined);
}

const nl: Filter = (shell, call) => {
  const data = knownInput(shell, readOptions(call, 'bdfhilnsvw').operands);
  return data ? numbered(shell, data) : undefined;
};

const rev: Filter = (shell, call) => {
  const data = inputOf(shell, readOptions(call, '').operands);
  if (!data) return undefined;
  if (hasHole(data.text)) return undefined;
  const { lines, ended } = linesOf(shell, data.text);
  return made(shell, data, joinLines(shell, lines.map((line) => charactersOf(line).reverse().join('')), ended), 'rev');
};

const tac: Filter = (shell, call) => {
  const { operands, values } = readOptions(call, 's');
  const data = knownInput(shell, operands);
  if (!data) return undefined;
  const separator = values.get('s');
  if (separator !== undefined && separator !== '') {
    const pieces = data.text.split(separator);
    if (pieces.at(-1) === '') pieces.pop();
    return made(shell, data, pieces.reverse().join(separator) + separator, 'tac');
  }
  const { lines } = linesOf(shell, data.text);
  return made(shell, data, joinLines(shell, lines.reverse()), 'tac');
};

const head: Filter = (shell, call) => slice(shell, call, false);
const tail: Filter = (shell, call) => slice(shell, call, true);

function slice(shell: Parameters<Filter>[0], call: Parameters<Filter>[1], fromEnd: boolean): ReturnType<Filter> {
  const short = call.args.map((arg, index) => /^-[nc]$/.test(call.args[index - 1]?.text ?? '') ? arg : ({ ...arg, text: arg.text.replace(/^([-+])(\d+)([ckl]?)$/, (_, sign: string, count: string, unit: string) => `${unit === 'c' ? '-c' : '-n'}${fromEnd && sign === '+' ? '+' : ''}${count}`) }));
  const { operands, values } = readOptions({ ...call, args: short }, 'nc', { lines: 'n', bytes: 'c' });
  const data = inputOf(shell, operands);
  if (!data) return undefined;
  const bytes = values.get('c');
  const text = bytes ?? values.get('n') ?? '10';
  const match = /^([-+]?)(\d+)([kKmM]?)$/.exec(text);
  if (!match) return undefined;
  const count = parseInt(match[2] as string, 10) * (match[3] === '' ? 1 : /k/i.test(match[3] as string) ? 1024 : 1_048_576);
  const sign = match[1];
  // Lines before an unknown part are certain for head.
  const firstHole = data.text.search(/[\uE000-\uEFFF]/);
  if (firstHole >= 0) {
    if (shell.holes.single(data.text) || fromEnd || bytes !== undefined || sign === '-') return undefined;
    if (data.text.slice(0, firstHole).split('\n').length <= count && data.text.split('\n').length > count + 1) return undefined;
  }
  if (bytes !== undefined) {
    const all = bytesOf(data.text);
    const part = fromEnd ? (sign === '+' ? all.subarray(Math.max(0, count - 1)) : all.subarray(Math.max(0, all.length - count))) : sign === '-' ? all.subarray(0, Math.max(0, all.length - count)) : all.subarray(0, count);
    return made(shell, data, textFromBytes(part), fromEnd ? 'tail' : 'head');
  }
  const { lines, ended } = linesOf(shell, data.text);
  const from = fromEnd ? (sign === '+' ? Math.max(0, count - 1) : Math.max(0, lines.length - count)) : 0;
  const to = fromEnd ? lines.length : sign === '-' ? Math.max(0, lines.length - count) : count;
  const kept = lines.slice(from, to);
  return made(shell, data, joinLines(shell, kept, to < lines.length || ended), fromEnd ? 'tail' : 'head');
}

/** `1,3-5,7-` as a test of positions counted from one. */
function positions(list: string): ((position: number) => boolean) | undefined {
  const ranges: [number, number][] = [];
  for (const part of list.split(',')) {
    const match = /^(\d*)(-?)(\d*)$/.exec(part.trim());
    if (!match || (match[1] === '' && match[3] === '')) return undefined;
    const from = match[1] === '' ? 1 : parseInt(match[1] as string, 10);
    const to = match[2] === '' ? from : match[3] === '' ? Infinity : parseInt(match[3] as string, 10);
    ranges.push([from, to]);
    if (ranges.length > 1000) return undefined;
  }
  return (position) => ranges.some(([from, to]) => position >= from && position <= to);
}

const cut: Filter = (shell, call) => {
  const { operands, values, flags } = readOptions(call, 'dfcb', { delimiter: 'd', fields: 'f', characters: 'c', bytes: 'b', 'output-delimiter': 'output' });
  const data = inputOf(shell, operands);
  if (!data || (hasHole(data.text) && shell.holes.single(data.text))) return undefined;
  const list = values.get('f') ?? values.get('c') ?? values.get('b');
  if (list === undefined) return undefined;
  let test = positions(list);
  if (!test) return undefined;
  if (flags.has('complement')) {
    const inner = test;
    test = (position) => !inner(position);
  }
  const wanted = test;
  if (hasHole(data.text) && !values.has('f')) return undefined;
  const { lines } = linesOf(shell, data.text);
  const delimiter = values.get('d') ?? '\t';
  const output = values.get('output') ?? (values.has('f') ? delimiter : '');
  const cutLines: string[] = [];
  for (const line of lines) {
    shell.budget.step(1 + (line.length >> 5));
    if (values.has('f')) {
      const fields = delimiter === '' ? [line] : line.split(delimiter);
      if (fields.length === 1) {
        if (!flags.has('s')) cutLines.push(line);
      } else cutLines.push(fields.filter((_, index) => wanted(index + 1)).join(output));
    } else if (values.has('b')) {
      const bytes = bytesOf(line).filter((_, index) => wanted(index + 1));
      cutLines.push(textFromBytes(bytes));
    } else cutLines.push(charactersOf(line).filter((_, index) => wanted(index + 1)).join(output));
  }
  return made(shell, data, joinLines(shell, cutLines), 'cut');
};

const sort: Filter = (shell, call) => {
  const { operands, flags, values } = readOptions(call, 'ktoST', { reverse: 'r', unique: 'u', 'numeric-sort': 'n', key: 'k', 'field-separator': 't' });
  const data = knownInput(shell, operands);
  if (!data) return undefined;
  const { lines } = linesOf(shell, data.text);
  shell.budget.step(lines.length * 4);
  const keyed = /^(\d+)(?:\.(\d+))?([bdfinr]*)(?:,(\d+)[\w.]*)?$/.exec(values.get('k') ?? '');
  const numeric = flags.has('n') || flags.has('g') || keyed?.[3]?.includes('n') === true || /n/.test(values.get('k') ?? '');
  const separator = values.get('t');
  const key = (line: string): string => {
    if (!keyed) return line;
    const fields = separator === undefined || separator === '' ? line.trim().split(/\s+/) : line.split(separator);
    const from = parseInt(keyed[1] as string, 10) - 1;
    return fields.slice(from, keyed[4] === undefined ? undefined : parseInt(keyed[4], 10)).join(separator ?? ' ');
  };
  const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  const sorted = [...lines].sort((a, b) => {
    const [left, right] = [key(a), key(b)];
    const order = numeric ? (parseFloat(left) || 0) - (parseFloat(right) || 0) : flags.has('f') ? compare(left.toLowerCase(), right.toLowerCase()) : compare(left, right);
    return order !== 0 ? order : compare(a, b);
  });
  if (flags.has('r') || keyed?.[3]?.includes('r')) sorted.reverse();
  return made(shell, data, joinLines(shell, flags.has('u') ? sorted.filter((line, index) => index === 0 || key(line) !== key(sorted[index - 1] as string)) : sorted), 'sort');
};

const uniq: Filter = (shell, call) => {
  const { operands, flags } = readOptions(call, 'fsw');
  const data = knownInput(shell, operands);
  if (!data) return undefined;
  const { lines } = linesOf(shell, data.text);
  const groups: { line: string; count: number }[] = [];
  for (const line of lines) {
    const last = groups.at(-1);
    if (last?.line === line) last.count++;
    else groups.push({ line, count: 1 });
  }
  const kept = groups.filter((group) => (!flags.has('d') || group.count > 1) && (!flags.has('u') || group.count === 1));
  return made(shell, data, joinLines(shell, kept.map((group) => (flags.has('c') ? `${String(group.count).padStart(7)} ${group.line}` : group.line))), 'uniq');
};

const wc: Filter = (shell, call) => {
  const { operands, flags } = readOptions(call, '');
  const data = knownInput(shell, operands);
  if (!data) return undefined;
  const counts: number[] = [];
  const all = flags.size === 0;
  if (all || flags.has('l')) counts.push(data.text.split('\n').length - 1);
  if (all || flags.has('w')) counts.push(data.text.split(/\s+/).filter((word) => word !== '').length);
  if (flags.has('m')) counts.push(charactersOf(data.text).length);
  if (all || flags.has('c')) counts.push(byteLength(data.text));
  const name = operands.length === 1 ? ` ${operands[0]}` : '';
  return made(shell, data, `${counts.length > 1 ? counts.map((count) => String(count).padStart(7)).join(' ') : String(counts[0] ?? 0)}${name}\n`, 'wc');
};

const paste: Filter = (shell, call) => {
  const { operands, flags, values } = readOptions(call, 'd', { serial: 's', delimiters: 'd' });
  const delimiters = charactersOf(decodeEscapes(values.get('d') ?? '\t', 'format').text.replaceAll('\\0', ''));
  if (flags.has('s')) {
    const data = knownInput(shell, operands);
    if (!data) return undefined;
    const { lines } = linesOf(shell, data.text);
    return made(shell, data, `${lines.map((line, index) => (index === 0 ? line : (delimiters.length === 0 ? '' : (delimiters[(index - 1) % delimiters.length] as string)) + line)).join('')}\n`, 'paste');
  }
  if (operands.length <= 1) {
    const data = inputOf(shell, operands);
    return data ? { status: 0, plumbing: true, out: data } : undefined;
  }
  if (operands.every((operand) => operand === '-')) {
    const data = knownInput(shell, []);
    if (!data) return undefined;
    const { lines } = linesOf(shell, data.text);
    const rows: string[] = [];
    for (let i = 0; i < lines.length; i += operands.length) rows.push(lines.slice(i, i + operands.length).join(delimiters[0] ?? ''));
    return made(shell, data, joinLines(shell, rows), 'paste');
  }
  const columns = operands.map((path) => knownInput(shell, [path]));
  if (columns.some((column) => !column)) return undefined;
  const parts = columns.map((column) => linesOf(shell, column?.text ?? '').lines);
  const rows = Array.from({ length: Math.max(...parts.map((part) => part.length)) }, (_, row) => parts.map((part) => part[row] ?? '').join(delimiters[0] ?? ''));
  return made(shell, columns[0] as Data, joinLines(shell, rows), 'paste');
};

const fold: Filter = (shell, call) => {
  const short = call.args.map((arg) => ({ ...arg, text: arg.text.replace(/^-(\d+)$/, '-w$1') }));
  const { operands, values } = readOptions({ ...call, args: short }, 'w', { width: 'w' });
  const data = knownInput(shell, operands);
  const width = parseInt(values.get('w') ?? '80', 10);
  if (!data || !(width > 0)) return undefined;
  const { lines, ended } = linesOf(shell, data.text);
  shell.budget.step(1 + data.text.length / width);
  const out: string[] = [];
  for (const line of lines) {
    if (line === '') out.push('');
    for (let i = 0; i < line.length; i += width) out.push(line.slice(i, i + width));
  }
  return made(shell, data, joinLines(shell, out, ended), 'fold');
};

const tee: Filter = (shell, call) => {
  const { operands, flags } = readOptions(call, '');
  const data = inputOf(shell, []);
  if (!data) return undefined;
  for (const path of operands) shell.writeFile(path, data, flags.has('a') || flags.has('append'), shell.span());
  return { status: 0, plumbing: operands.every((path) => path.startsWith('/dev/')), out: data };
};

const dos2unix: Filter = (shell, call) => {
  const data = knownInput(shell, readOptions(call, '').operands);
  return data ? made(shell, data, data.text.replaceAll('\r', ''), undefined) : undefined;
};

const strings: Filter = (shell, call) => {
  const { operands, values } = readOptions(call, 'ntoe');
  const data = knownInput(shell, operands);
  const least = parseInt(values.get('n') ?? '4', 10) || 4;
  if (!data) return undefined;
  const found = data.text.split(/[^\t\x20-\x7e]+/).filter((text) => text.length >= least);
  return made(shell, data, joinLines(shell, found), 'strings');
};

const yes: Filter = () => undefined;

/** Commands that print, cut and order text. */
export const textFilters: Readonly<Record<string, Filter>> = { echo, printf, cat, nl, rev, tac, head, tail, cut, sort, uniq, wc, paste, fold, tee, dos2unix, strings, yes };
