import type { Assignment, Word } from 'unbash';
import type { Runner } from './runner.js';
import { hasHole, joinVia, known, type Data } from './shell-text.js';

/** Carries out `name=value`, `name+=value`, `name[key]=value` and `name=(...)`. */
export function assignVariable(shell: Runner, assignment: Assignment): void {
  const { name, value } = assignment;
  if (value.type === 'ArrayValue') {
    assignArray(shell, name, value.elements, assignment.append === true);
    return;
  }
  // A value that grows from nothing: the name was empty before.
  if (value.parts && !shell.state.get(name) && !shell.state.isEnvironment(name) && new RegExp(`\\$\\{?${name}\\b`).test(value.text.slice(0, 4096))) shell.noise.add(name);
  const data = shell.expansion.text(value);
  assignText(shell, name, assignment.index?.text, data, assignment.append === true);
}

/** The same from a word like `name+=value` that only came out of an expansion; false when it is no assignment. */
export function assignWord(shell: Runner, text: string, via: readonly string[]): string | undefined {
  const match = /^([A-Za-z_]\w*)(?:\[([^\]]*)\])?(\+?)=/.exec(text);
  if (!match) return undefined;
  const value = text.slice(match[0].length);
  const variable = shell.state.get(match[1] as string);
  if (value.startsWith('(') && value.endsWith(')') && variable && variable.kind !== 'scalar') shell.evaluate(known(text, via));
  else assignText(shell, match[1] as string, match[2], known(value, via), match[3] === '+');
  return match[1];
}

/** Gives a variable or one of its items a text. */
export function assignText(shell: Runner, name: string, subscript: string | undefined, data: Data, append: boolean): void {
  const { state, expansion } = shell;
  const variable = state.get(name);
  let key: string | undefined;
  if (subscript !== undefined) {
    key = expansion.key(name, subscript);
    if (key === undefined) return;
  } else if (variable && variable.kind !== 'scalar') key = '0';
  let value = data;
  if (variable?.integer) {
    const number = expansion.arithmetic(data.text === '' ? '0' : data.text);
    if (number === undefined) value = state.symbol(name);
    else {
      const before = append ? expansion.arithmetic((key === undefined ? variable.value.text : variable.items.get(key)?.text) || '0') : 0n;
      value = before === undefined ? state.symbol(name) : known((before + number).toString(), ['arithmetic']);
    }
  } else if (append) {
    const before = key === undefined ? state.scalar(name) : (variable?.items.get(key) ?? (variable?.kind === 'scalar' && key === '0' ? variable.value : undefined));
    if (before && !(variable === undefined && hasHole(before.text) && !state.isEnvironment(name))) {
      const length = before.text.length + data.text.length;
      if (length > shell.budget.limits.stringLength) shell.budget.allocate(length);
      shell.budget.allocate(data.text.length);
      shell.budget.step(length >> 9);
      value = { text: before.text + data.text, via: joinVia(before.via, data.via) };
    }
  }
  if (key === undefined) state.setScalar(name, value);
  else state.setItem(name, key, value);
}

function assignArray(shell: Runner, name: string, elements: readonly Word[], append: boolean): void {
  const { state, expansion } = shell;
  const variable = state.get(name);
  const associative = variable?.kind === 'associative';
  const items = new Map<string, Data>(append && variable ? state.items(variable) : []);
  let next = 0n;
  if (!associative) for (const key of items.keys()) if (BigInt(key) >= next) next = BigInt(key) + 1n;
  const loose: Data[] = [];
  for (const element of elements) {
    shell.budget.step();
    const keyed = element.text.startsWith('[') ? keyedElement(element.text) : undefined;
    if (keyed) {
      const value = valueWord(shell, keyed.value);
      const data = value ?? known('');
      if (associative) items.set(expansion.raw(keyed.key).text.replace(/^(["'])(.*)\1$/s, '$2'), data);
      else {
        const index = expansion.arithmetic(keyed.key);
        if (index === undefined || index < 0n) continue;
        items.set(index.toString(), data);
        next = index + 1n;
      }
      continue;
    }
    for (const field of expansion.fields(element)) {
      const data: Data = { text: field.text, via: field.via };
      if (associative) loose.push(data);
      else items.set((next++).toString(), data);
    }
  }
  for (let i = 0; i < loose.length; i += 2) items.set(loose[i]?.text ?? '', loose[i + 1] ?? known(''));
  shell.budget.allocate(items.size * 16);
  state.setArray(name, items, associative);
}

function keyedElement(text: string): { key: string; value: string } | undefined {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === '\\') i++;
    else if (character === '"' || character === "'") {
      const end = text.indexOf(character, i + 1);
      if (end < 0) return undefined;
      i = end;
    } else if (character === '[') depth++;
    else if (character === ']' && --depth === 0) return text[i + 1] === '=' ? { key: text.slice(1, i), value: text.slice(i + 2) } : undefined;
  }
  return undefined;
}

function valueWord(shell: Runner, source: string): Data | undefined {
  if (/^[\w./:-]*$/.test(source)) return known(source);
  const text = `_=${source}`;
  const command = shell.parse(text).commands[0]?.command;
  const prefix = command?.type === 'Command' ? command.prefix[0] : undefined;
  if (prefix?.type !== 'Assignment' || prefix.value.type !== 'Word') return undefined;
  const { value } = prefix;
  return shell.inForeign(text, () => shell.expansion.text(value as Word));
}
