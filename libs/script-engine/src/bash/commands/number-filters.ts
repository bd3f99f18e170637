import { evaluateArithmetic } from '../arithmetic.js';
import { posixToRegex } from './posix-regex.js';
import { compiled } from '../glob-pattern.js';
import { BudgetExceeded } from '../../core/budget.js';
import { charactersOf, emptyData, hasHole, known } from '../shell-text.js';
import { joinLines, knownInput, linesOf, made, readOptions, type Filter } from './filter-input.js';
import { formatPrintf } from './printf.js';

const seq: Filter = (shell, call) => {
  const words = call.args.map((arg) => arg.text);
  let separator = '\n';
  let wide = false;
  let format: string | undefined;
  const numbers: number[] = [];
  let places = 0;
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as string;
    if (word === '-s') separator = words[++i] ?? '';
    else if (word.startsWith('-s')) separator = word.slice(2);
    else if (word.startsWith('--separator=')) separator = word.slice(12);
    else if (word === '-w') wide = true;
    else if (word === '-f') format = words[++i];
    else if (/^-?\d*\.?\d+$/.test(word)) {
      numbers.push(Number(word));
      places = Math.max(places, word.split('.')[1]?.length ?? 0);
    } else return undefined;
  }
  const [first = 1, second = 1, third] = numbers.length === 1 ? [1, 1, numbers[0]] : numbers.length === 2 ? [numbers[0], 1, numbers[1]] : numbers;
  const last = third ?? first;
  if (second === 0 || numbers.length === 0) return undefined;
  const count = Math.max(0, Math.floor((last - first) / second + 1e-9) + 1);
  if (!Number.isFinite(count) || count > 1_000_000) throw new BudgetExceeded('stringLength');
  shell.budget.step(count);
  shell.budget.allocate(count * (String(Math.trunc(last)).length + separator.length));
  const items = Array.from({ length: count }, (_, index) => (first + index * second).toFixed(places));
  const width = wide ? Math.max(...items.map((item) => item.length)) : 0;
  const shown = format === undefined ? items.map((item) => item.padStart(width, '0')) : items.map((item) => formatPrintf(shell, format as string, [item]) ?? item);
  return made(shell, emptyData, count === 0 ? '' : `${shown.join(separator)}\n`, 'seq');
};

const expr: Filter = (shell, call) => {
  const words = call.args.map((arg) => arg.text);
  if (words.some(hasHole)) return undefined;
  const [operator, first = '', second = '', third = ''] = words;
  let result: string | undefined;
  if (operator === 'length') result = String(charactersOf(first).length);
  else if (operator === 'substr') result = parseInt(second, 10) > 0 ? charactersOf(first).slice(parseInt(second, 10) - 1, parseInt(second, 10) - 1 + (parseInt(third, 10) || 0)).join('') : '';
  else if (operator === 'index') result = String(charactersOf(first).findIndex((character) => second.includes(character)) + 1);
  else if (words[1] === ':' || operator === 'match') {
    const text = operator === 'match' ? first : (operator ?? '');
    const source = posixToRegex(operator === 'match' ? second : (words[2] ?? ''), false);
    const matcher = source === undefined ? undefined : compiled(`\\A(?:${source})`, {}, shell.budget)?.matcher(text);
    if (!matcher) return undefined;
    result = matcher.find() ? (matcher.groupCount() > 0 ? (matcher.group(1) ?? '') : String(matcher.end())) : /\\\(/.test(words[2] ?? second) ? '' : '0';
  } else if (words.length === 1) result = operator;
  else if (words.length === 3 && /^(?:=|!=|<|>|<=|>=|==)$/.test(first)) {
    const [left = '', , right = ''] = words;
    const both = /^-?\d+$/.test(left) && /^-?\d+$/.test(right);
    const order = both ? Number(BigInt(left) - BigInt(right)) : left < right ? -1 : left > right ? 1 : 0;
    const truth = { '=': order === 0, '==': order === 0, '!=': order !== 0, '<': order < 0, '>': order > 0, '<=': order <= 0, '>=': order >= 0 }[first] as boolean;
    result = truth ? '1' : '0';
  } else if (words.every((word) => /^(?:-?\d+|[-+*/%()]|<|>|<=|>=|!=|=)$/.test(word))) {
    const value = evaluateArithmetic(words.map((word) => (word === '=' ? '==' : /^0+\d/.test(word) ? word.replace(/^0+/, '') : word)).join(' '), shell.expansion.scope, shell.budget);
    result = value?.toString();
  }
  return result === undefined ? undefined : { ...made(shell, emptyData, `${result}\n`, 'expr'), status: result === '' || result === '0' ? 1 : 0 };
};

/** `bc` with whole numbers and the bases of its input and output. */
const bc: Filter = (shell, call) => {
  const data = knownInput(shell, readOptions(call, '').operands);
  if (!data || data.text.length > 100_000) return undefined;
  let inputBase = 10;
  let outputBase = 10;
  const out: string[] = [];
  for (const statement of data.text.split(/[;\n]/)) {
    shell.budget.step();
    const text = statement.trim();
    if (text === '' || text === 'quit') continue;
    const setting = /^(ibase|obase|scale)\s*=\s*([0-9A-F]+)$/.exec(text);
    if (setting) {
      const value = parseInt(setting[2] as string, Math.min(36, inputBase));
      if (setting[1] === 'ibase') inputBase = value;
      else if (setting[1] === 'obase') outputBase = value;
      continue;
    }
    if (inputBase < 2 || inputBase > 16 || outputBase < 2 || outputBase > 16) return undefined;
    const converted = text.replace(/[0-9A-F]+/g, (digits) => `${inputBase}#${digits}`).replaceAll('^', '**');
    const value = evaluateArithmetic(converted, shell.expansion.scope, shell.budget);
    if (value === undefined || /[a-z]/.test(text)) return undefined;
    out.push(value.toString(outputBase).toUpperCase());
  }
  return made(shell, data, joinLines(shell, out), 'bc');
};

const basename: Filter = (shell, call) => {
  const [path, suffix] = call.args.filter((arg) => !arg.text.startsWith('-')).map((arg) => arg.text);
  if (path === undefined) return undefined;
  let name = path.replace(/\/+$/, '');
  const at = name.lastIndexOf('/');
  if (hasHole(name.slice(at + 1)) && shell.holes.single(name.slice(at + 1))) return undefined;
  name = name.slice(at + 1);
  if (suffix !== undefined && name.endsWith(suffix) && name !== suffix) name = name.slice(0, name.length - suffix.length);
  return made(shell, known('', call.args[0]?.via ?? []), `${name === '' ? '/' : name}\n`, undefined);
};

const dirname: Filter = (shell, call) => {
  const path = call.args.find((arg) => !arg.text.startsWith('-'))?.text;
  if (path === undefined || shell.holes.single(path)) return undefined;
  const trimmed = path.replace(/\/+$/, '');
  const at = trimmed.lastIndexOf('/');
  return made(shell, known('', call.args[0]?.via ?? []), `${at < 0 ? '.' : at === 0 ? '/' : trimmed.slice(0, at)}\n`, undefined);
};

const grep: Filter = (shell, call) => {
  const short = call.args.map((arg) => ({ ...arg, text: arg.text.replace(/^-(\d+)$/, '-C$1') }));
  const { operands, flags, values } = readOptions({ ...call, args: short }, 'emABCf', { regexp: 'e', 'only-matching': 'o', 'ignore-case': 'i', 'invert-match': 'v', 'max-count': 'm', text: 'a' });
  const pattern = values.get('e') ?? operands[0];
  if (pattern === undefined || hasHole(pattern) || values.has('A') || values.has('B') || values.has('C') || values.has('f') || flags.has('r')) return undefined;
  const files = values.has('e') ? operands : operands.slice(1);
  const data = knownInput(shell, files);
  if (!data) return undefined;
  const extended = flags.has('E') || call.name === 'egrep' || flags.has('P');
  const fixed = flags.has('F') || call.name === 'fgrep';
  const perl = flags.has('P');
  let source = fixed ? pattern.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&') : perl ? pattern : posixToRegex(pattern, extended);
  if (source === undefined) return undefined;
  const kept = perl ? /^([^]*?)\\K([^]*)$/.exec(source) : null;
  const ahead = perl ? /^([^]*?)\(\?=([^()]*)\)$/.exec(source) : null;
  const behind = perl ? /^\(\?<=([^()]*)\)([^]*)$/.exec(source) : null;
  if (kept) source = `(?:${kept[1]})(${kept[2]})`;
  else if (ahead) source = `(${ahead[1]})(?:${ahead[2]})`;
  else if (behind) source = `(?:${behind[1]})(${behind[2]})`;
  const group = kept || ahead || behind ? 1 : 0;
  if (flags.has('w')) source = `\\b(?:${source})\\b`;
  if (flags.has('x')) source = `^(?:${source})$`;
  const regex = compiled(source, { ignoreCase: flags.has('i') || flags.has('y') }, shell.budget);
  if (!regex) return undefined;
  const { lines } = linesOf(shell, data.text);
  const out: string[] = [];
  const most = values.has('m') ? parseInt(values.get('m') ?? '0', 10) : Infinity;
  let matched = 0;
  for (let index = 0; index < lines.length && matched < most; index++) {
    const line = lines[index] as string;
    shell.budget.step(1 + (line.length >> 3));
    const matcher = regex.matcher(line);
    const found = matcher.find();
    if (found === flags.has('v')) continue;
    matched++;
    if (!flags.has('o')) out.push(`${flags.has('n') ? `${index + 1}:` : ''}${line}`);
    else {
      do {
        shell.budget.step();
        const text = matcher.group(group) ?? '';
        if (text !== '') out.push(`${flags.has('n') ? `${index + 1}:` : ''}${flags.has('b') ? `${matcher.start()}:` : ''}${text}`);
      } while (matcher.find());
    }
  }
  const status = matched > 0 ? 0 : 1;
  if (flags.has('q')) return { status, plumbing: true };
  if (flags.has('c')) return { ...made(shell, data, `${matched}\n`, 'grep'), status };
  if (flags.has('l') || flags.has('L')) return undefined;
  return { ...made(shell, data, joinLines(shell, out), 'grep'), status };
};

/** Commands that count, compute and search. */
export const numberFilters: Readonly<Record<string, Filter>> = { seq, expr, bc, basename, dirname, grep, egrep: grep, fgrep: grep };
