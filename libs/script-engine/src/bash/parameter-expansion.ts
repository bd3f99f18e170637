import type { ParameterExpansionPart, ParameterOperation } from 'unbash';
import { decodeEscapes } from './ansi-escapes.js';
import { matchGlob, removeMatch, replaceMatches } from './glob-pattern.js';
import type { Expansion, ShellContext } from './shell-context.js';
import { ansiQuote } from './shell-quote.js';
import { after, charactersOf, emptyData, hasHole, known, type Data } from './shell-text.js';

/** One text, or several that stay apart where the shell keeps them apart. */
export type Expanded = Data | { readonly list: readonly Data[]; readonly star: boolean };

interface Found {
  readonly items: readonly Data[];
  readonly list: boolean;
  readonly star: boolean;
  readonly set: boolean;
  /** Index of each item, for slices of arrays with gaps. */
  readonly keys?: readonly string[];
}

const nothing: Found = { items: [], list: false, star: false, set: false };

/** `$name` and the special parameters. */
export function expandSimple(shell: ShellContext, name: string, shown: string): Expanded {
  const found = lookup(shell, undefined, name, undefined);
  if (!found.set && !found.list) return shell.noise.has(name) || (shell.state.noisyPositional && /^\d$/.test(name)) ? emptyData : symbol(shell, shown);
  return result(found);
}

function symbol(shell: ShellContext, shown: string): Data {
  return known(shell.holes.make(shown));
}

function result(found: Found): Expanded {
  return found.list ? { list: found.items, star: found.star } : (found.items[0] ?? emptyData);
}

function lookup(shell: ShellContext, expansion: Expansion | undefined, name: string, index: string | undefined): Found {
  const { state } = shell;
  const one = (data: Data): Found => ({ items: [data], list: false, star: false, set: true });
  if (name === '@' || name === '*') {
    if (!state.positional) {
      if (state.noisyPositional) return { items: [], list: true, star: name === '*', set: false };
      return { items: [state.symbol(name)], list: true, star: name === '*', set: true };
    }
    return { items: state.positional, list: true, star: name === '*', set: state.positional.length > 0 };
  }
  if (name === '#') return one(state.positional ? known(String(state.positional.length)) : state.counted ? state.symbol('#') : known('0'));
  if (name === '?') return one(state.status === undefined ? state.symbol('?') : known(String(state.status)));
  if (name === '0' || (name === 'BASH_SOURCE' && (index === undefined || index === '0'))) return one(state.zero);
  if (/^\d+$/.test(name)) {
    if (!state.positional) return state.noisyPositional || shell.noise.has(name) ? nothing : one(state.symbol(name));
    const item = state.positional[parseInt(name, 10) - 1];
    return item ? one(item) : { ...nothing, items: [emptyData] };
  }
  if (name === '$' || name === '!' || name === '-' || name === '_') return one(state.symbol(name));
  const variable = state.get(name);
  if (!variable) {
    const outside = state.scalar(name);
    return outside && index === undefined ? one(outside) : nothing;
  }
  const via = (data: Data): Data => {
    shell.recorder.use('variables');
    return data.via[0] === 'variables' || data.text === '' ? data : { text: data.text, via: data.via.length === 0 ? ['variables'] : data.via };
  };
  if (index === '@' || index === '*') {
    const entries = state.items(variable);
    return { items: entries.map(([, data]) => via(data)), keys: entries.map(([key]) => key), list: true, star: index === '*', set: entries.length > 0 };
  }
  if (index !== undefined && expansion) {
    const key = variable.kind === 'associative' ? expansion.raw(index).text.replace(/^(["'])(.*)\1$/s, '$2') : arrayKey(shell, expansion, name, index);
    if (key === undefined) return { ...one(known(shell.holes.make(`\${${name}[${index}]}`))) };
    const item = variable.kind === 'scalar' ? (key === '0' ? variable.value : undefined) : variable.items.get(key);
    return item ? one(via(item)) : { ...nothing, items: [emptyData], set: false };
  }
  const scalar = state.scalar(name);
  return scalar ? one(via(scalar)) : { ...nothing, items: [emptyData] };
}

function arrayKey(shell: ShellContext, expansion: Expansion, name: string, index: string): string | undefined {
  const value = expansion.arithmetic(index);
  if (value === undefined || value >= 0n) return value?.toString();
  const variable = shell.state.get(name);
  const last = variable ? shell.state.items(variable).at(-1)?.[0] : undefined;
  return last === undefined ? undefined : (BigInt(last) + 1n + value).toString();
}

/** `${...}` in all its forms; what cannot be computed stays as it is written. */
export function expandParameter(shell: ShellContext, expansion: Expansion, part: ParameterExpansionPart): Expanded {
  shell.budget.step();
  const { operation } = part;
  let name = part.parameter;
  let index = part.index?.text;
  const unknown = (remote?: string): Data => known(shell.holes.make(part.text, remote === undefined ? {} : { remote }));
  if (part.prefix === '!') {
    if (operation?.type === 'Names') return { list: shell.state.names(name).map((item) => known(item)), star: operation.operator === '*' };
    if (index === '@' || index === '*') {
      const variable = shell.state.get(name);
      return { list: variable ? shell.state.items(variable).map(([key]) => known(key)) : [], star: index === '*' };
    }
    const target = lookup(shell, expansion, name, index).items[0]?.text ?? '';
    if (name === '#' && !shell.state.positional) return shell.state.zero;
    const match = /^([A-Za-z_]\w*|\d+|[@*#?$!-])(?:\[([^\]]*)\])?$/.exec(target);
    if (!match) return unknown();
    shell.recorder.use('indirect variables');
    name = match[1] as string;
    index = match[2];
  }
  const found = lookup(shell, expansion, name, index);
  if (part.prefix === '#') {
    if (found.list) return found.items.some((item) => shell.holes.of(item.text)?.text === '$@') ? unknown() : known(String(found.items.length));
    const text = found.items[0]?.text ?? '';
    if (hasHole(text)) return unknown();
    return known(String(/[\uD800-\uDFFF]/.test(text) ? charactersOf(text).length : text.length), ['length']);
  }
  if (!operation) {
    if (found.set || found.list) return result(found);
    return shell.noise.has(name) || index !== undefined || found.items.length > 0 ? emptyData : unknown();
  }
  if (operation.type === 'Default') return defaultValue(shell, expansion, operation, found, name, index, unknown);
  if (operation.type === 'Slice' && found.list) return slice(expansion, operation, found, shell, unknown, name);
  if (!found.set && !found.list) return emptyData;
  const items = found.items.map((item) => applied(shell, expansion, operation, item) ?? unknown(shell.holes.remote(item.text)));
  return found.list ? { list: items, star: found.star } : (items[0] ?? emptyData);
}

function defaultValue(shell: ShellContext, expansion: Expansion, operation: Extract<ParameterOperation, { type: 'Default' }>, found: Found, name: string, index: string | undefined, unknown: () => Data): Expanded {
  const { operator } = operation;
  const text = found.items.map((item) => item.text).join(' ');
  const filled = text.replace(/[\uE000-\uEFFF]/g, '') !== '';
  if (found.set && hasHole(text) && !filled) {
    const own = shell.holes.single(text);
    // A name from outside may be set or not; a value that a command made is taken to be there.
    if (!own || !/^\$[({]/.test(own.text)) return operator === '?' || operator === ':?' ? result(found) : unknown();
  }
  const there = operator.startsWith(':') ? text !== '' : found.set;
  if (operator.endsWith('+')) return there ? expansion.text(operation.operand) : emptyData;
  if (there || operator.endsWith('?')) return result(found);
  const value = expansion.text(operation.operand);
  if (operator.endsWith('=') && /^[A-Za-z_]/.test(name)) {
    const key = index === undefined ? undefined : arrayKey(shell, expansion, name, index);
    if (key === undefined) shell.state.setScalar(name, value);
    else shell.state.setItem(name, key, value);
  }
  return value;
}

function slice(expansion: Expansion, operation: Extract<ParameterOperation, { type: 'Slice' }>, found: Found, shell: ShellContext, unknown: () => Data, name: string): Expanded {
  const offset = expansion.arithmetic(operation.offset.text);
  const length = operation.length ? expansion.arithmetic(operation.length.text) : undefined;
  if (offset === undefined || (operation.length && length === undefined) || found.items.some((item) => shell.holes.of(item.text)?.text === '$@')) return unknown();
  const positional = name === '@' || name === '*';
  const items = positional ? [shell.state.zero, ...found.items] : found.items;
  let from = Number(offset);
  if (!positional && found.keys && from >= 0) {
    const first = found.keys.findIndex((key) => Number(key) >= from);
    from = first < 0 ? items.length : first;
  }
  if (from < 0) from += items.length;
  if (from < 0) return { list: [], star: found.star };
  const to = length === undefined ? items.length : length < 0n ? items.length + Number(length) : from + Number(length);
  return { list: items.slice(from, Math.max(from, to)), star: found.star };
}

/** One value with the operation done; undefined when the outcome is not known. */
function applied(shell: ShellContext, expansion: Expansion, operation: ParameterOperation, data: Data): Data | undefined {
  const { budget } = shell;
  const { text } = data;
  budget.step(text.length >> 8);
  const use = (value: string | undefined, rule: string): Data | undefined => {
    if (value === undefined) return undefined;
    shell.recorder.use(rule);
    return after(data, value, rule);
  };
  switch (operation.type) {
    case 'Slice': {
      const offset = expansion.arithmetic(operation.offset.text);
      const length = operation.length ? expansion.arithmetic(operation.length.text) : undefined;
      if (offset === undefined || (operation.length && length === undefined)) return undefined;
      return use(substring(shell, text, Number(offset), length === undefined ? undefined : Number(length)), 'substring');
    }
    case 'Remove': {
      const pattern = expansion.pattern(operation.operand).text;
      if (hasHole(pattern)) return undefined;
      if (hasHole(text)) return use(removeAroundHoles(shell, text, pattern, operation.operator), 'trim');
      return use(removeMatch(text, pattern, operation.operator, budget), 'trim');
    }
    case 'Replace': {
      const pattern = expansion.pattern(operation.pattern).text;
      const replacement = expansion.text(operation.replacement);
      if (hasHole(pattern) || hasHole(text)) return text === '' ? data : undefined;
      return use(replaceMatches(text, pattern, replacement.text, operation.operator, budget), 'replace');
    }
    case 'CaseModification': {
      if (hasHole(text)) return undefined;
      const pattern = operation.operand ? expansion.pattern(operation.operand).text : undefined;
      return use(changeCase(shell, text, operation.operator, pattern), 'case');
    }
    case 'Transform':
      return transform(shell, expansion, operation.operand.text, data, use);
    case 'Unknown':
      if (hasHole(text)) return undefined;
      return operation.operator === '~~' || operation.operator === '~' ? use(changeCase(shell, text, operation.operator, undefined), 'case') : undefined;
    default:
      return undefined;
  }
}

function substring(shell: ShellContext, text: string, offset: number, length: number | undefined): string | undefined {
  if (!hasHole(text)) {
    const wide = /[\uD800-\uDFFF]/.test(text);
    const units = wide ? charactersOf(text) : text;
    if (wide) shell.budget.step(1 + (text.length >> 4));
    const from = offset < 0 ? units.length + offset : offset;
    if (from < 0 || from > units.length) return '';
    const to = length === undefined ? units.length : length < 0 ? units.length + length : from + length;
    if (to <= from) return '';
    return typeof units === 'string' ? units.slice(from, to) : units.slice(from, to).join('');
  }
  const first = text.search(/[\uE000-\uEFFF]/);
  const prefix = text.slice(0, first) + (shell.holes.of(text[first] as string)?.prefix ?? '');
  if (offset >= 0 && length !== undefined && length >= 0 && offset + length <= prefix.length) return prefix.slice(offset, offset + length);
  let last = text.length - 1;
  while (last > 0 && !hasHole(text[last] as string)) last--;
  const suffix = (shell.holes.of(text[last] as string)?.suffix ?? '') + text.slice(last + 1);
  if (offset < 0 && -offset <= suffix.length && (length === undefined || length >= 0)) return suffix.slice(suffix.length + offset).slice(0, length);
  return undefined;
}

/** Trims that are certain although part of the text is not known. */
function removeAroundHoles(shell: ShellContext, text: string, pattern: string, operator: '#' | '##' | '%' | '%%'): string | undefined {
  const plain = /^[^*?[\\]*$/.test(pattern);
  if (plain && operator[0] === '#' && text.startsWith(pattern)) return text.slice(pattern.length);
  if (plain && operator[0] === '%' && text.endsWith(pattern)) return text.slice(0, text.length - pattern.length);
  const first = shell.holes.of(text[0] as string);
  if (operator === '%%' && (pattern === '[!/]*' || pattern === '[^/]*') && (first?.prefix === '/' || text.startsWith('/'))) return '/';
  if (operator === '##' && pattern === '*/') {
    const slash = text.lastIndexOf('/');
    if (slash >= 0 && !hasHole(text.slice(slash))) return text.slice(slash + 1);
    const whole = shell.holes.single(text);
    if (whole?.suffix === '/bash') return 'bash';
  }
  return undefined;
}

function changeCase(shell: ShellContext, text: string, operator: '^' | '^^' | ',' | ',,' | '~' | '~~', pattern: string | undefined): string | undefined {
  shell.budget.step(1 + (text.length >> 4));
  const change = (character: string): string => {
    if (pattern !== undefined && pattern !== '?' && pattern !== '' && matchGlob(character, pattern, shell.budget) !== true) return character;
    if (operator[0] === '^') return character.toUpperCase();
    if (operator[0] === ',') return character.toLowerCase();
    const upper = character.toUpperCase();
    return character === upper ? character.toLowerCase() : upper;
  };
  if (operator.length === 1) return text === '' ? '' : change(text[0] as string) + text.slice(1);
  if (pattern === undefined && operator === '^^') return text.toUpperCase();
  if (pattern === undefined && operator === ',,') return text.toLowerCase();
  shell.budget.allocate(text.length);
  return text.split('').map(change).join('');
}

function transform(shell: ShellContext, expansion: Expansion, operator: string, data: Data, use: (value: string | undefined, rule: string) => Data | undefined): Data | undefined {
  const { text } = data;
  if (operator === 'P') return /[$`\\]/.test(text) ? use(expansion.raw(decodePrompt(text)).text, 'prompt expansion') : data;
  if (hasHole(text)) return undefined;
  if (operator === 'E') return use(decodeEscapes(text, 'quote').text, 'ANSI-C quotes');
  if (operator === 'U') return use(changeCase(shell, text, '^^', undefined), 'case');
  if (operator === 'u') return use(changeCase(shell, text, '^', undefined), 'case');
  if (operator === 'L') return use(changeCase(shell, text, ',,', undefined), 'case');
  if (operator === 'Q') return use(/[\u0000-\u001f\u007f]/.test(text) ? ansiQuote(text) : `'${text.replaceAll("'", "'\\''")}'`, 'quoting');
  return undefined;
}

/** Prompt escapes that are the same everywhere; the others stay for the expansion to keep. */
function decodePrompt(text: string): string {
  return text.replace(/\\(?:([0-7]{3})|([naer]))/g, (_, octal: string | undefined, letter: string | undefined) =>
    octal !== undefined ? String.fromCharCode(parseInt(octal, 8)) : ({ n: '\n', a: '\u0007', e: '\u001b', r: '\r' }[letter ?? ''] ?? ''),
  );
}
