import { decodeBase64, textOf } from '../../core/codecs.js';
import { createObject } from '../members/objects.js';
import { linearRegex } from '../../core/linear-regex.js';
import { append, collapse, hasUnknown, PsBlock, PsHash, PsObject, toBoolean, toBytes, toList, toNumber, toText, Unknown, type Value } from '../values.js';
import { binary, join, splitText, wildcard } from '../operators.js';
import { decryptSecureString } from '../secure-string.js';
import { readMember } from '../members/members.js';
import { parameters, type CommandModel } from './run-command.js';

const foreachObject: CommandModel = (machine, call) => {
  const get = parameters(call, ['process'], ['begin', 'end', 'inputobject', 'membername', 'argumentlist', 'parallel', 'throttlelimit', 'timeoutseconds']);
  const input = call.piped ? call.input : toList(get('inputobject') ?? null);
  const blocks = [get('process') ?? get('parallel'), ...call.positional.slice(1)].filter((value): value is Value => value !== undefined);
  const out: Value[] = [];
  const begin = get('begin');
  if (begin instanceof PsBlock) append(out, machine.runBlock(begin, []));
  const main = blocks[0];
  const scripts = blocks.flatMap((value) => (value instanceof PsBlock ? [value] : Array.isArray(value) ? value.filter((item): item is PsBlock => item instanceof PsBlock) : []));
  if (scripts.length >= 2 && begin === undefined) {
    append(out, machine.runBlock(scripts[0] as PsBlock, []));
    for (const item of input) append(out, machine.runBlock(scripts[1] as PsBlock, [], item));
    if (scripts[2] !== undefined) append(out, machine.runBlock(scripts[2], []));
  } else if (scripts[0] !== undefined) {
    for (const item of input) for (const value of machine.runBlock(scripts[0], [], item)) out.push(value);
  } else {
    const name = toText(get('membername') ?? main ?? null);
    if (name === undefined) return undefined;
    for (const item of input) {
      const value = readMember(machine, item, name.toLowerCase(), call.node) ?? machine.symbol(call.node);
      append(out, toList(value));
    }
  }
  const end = get('end');
  if (end instanceof PsBlock) append(out, machine.runBlock(end, []));
  machine.budget.allocate(out.length);
  return out;
};

const whereObject: CommandModel = (machine, call) => {
  const filter = call.positional[0] ?? call.named.get('filterscript');
  const out: Value[] = [];
  for (const item of call.input) {
    if (!(filter instanceof PsBlock)) {
      const operator = [...call.named.entries()].find(([name]) => /^[ci]?(?:eq|ne|gt|ge|lt|le|like|notlike|match|notmatch|in|contains)$/.test(name));
      const value = readMember(machine, item, (toText(filter ?? null) ?? '').toLowerCase(), call.node);
      if (operator === undefined || value === undefined) return undefined;
      const yes = binary(`-${operator[0]}`, value, operator[1], machine.budget);
      if (yes === undefined) return undefined;
      if (toBoolean(yes) === true) out.push(item);
      continue;
    }
    const truth = toBoolean(collapse(machine.runBlock(filter, [], item)));
    // What may or may not pass is passed on: the rest of the pipeline is seen.
    if (truth !== false) out.push(truth === true ? item : item instanceof Unknown ? item : machine.symbol(call.node));
  }
  return out;
};

const selectObject: CommandModel = (machine, call) => {
  const get = parameters(call, ['property'], ['first', 'last', 'skip', 'index', 'expandproperty', 'inputobject', 'skiplast'], ['unique', 'wait']);
  let list = call.piped ? call.input : toList(get('inputobject') ?? null);
  if (list.some((item) => item instanceof Unknown)) return [machine.symbol(call.node, list.some((item) => item instanceof Unknown && item.remote))];
  const number = (name: string): number | undefined => {
    const value = get(name);
    return value === undefined ? undefined : toNumber(value);
  };
  const skip = number('skip');
  if (skip !== undefined) list = list.slice(skip);
  const first = number('first');
  if (first !== undefined) list = list.slice(0, first);
  const last = number('last');
  if (last !== undefined) list = list.slice(Math.max(0, list.length - last));
  const indexes = get('index');
  if (indexes !== undefined) list = toList(indexes).flatMap((each) => list[toNumber(each) ?? -1] ?? []);
  if (get('unique') === true) {
    const seen = new Set<string>();
    list = list.filter((item) => !seen.has(toText(item) ?? '') && seen.add(toText(item) ?? ''));
  }
  const property = get('expandproperty') ?? get('property');
  const name = property === undefined ? undefined : toText(property);
  if (name === undefined || name === '*') return list;
  return list.flatMap((item) => toList(readMember(machine, item, name.toLowerCase(), call.node) ?? machine.symbol(call.node)));
};

const sortObject: CommandModel = (machine, call) => {
  if (hasUnknown(call.input)) return undefined;
  const key = [...call.positional, call.named.get('property') ?? null][0] ?? null;
  const keyed = call.input.map((item) => ({ item, key: key instanceof PsBlock ? collapse(machine.runBlock(key, [], item)) : typeof key === 'string' ? (readMember(machine, item, key.toLowerCase(), call.node) ?? null) : item }));
  const descending = [...call.named.keys()].some((name) => 'descending'.startsWith(name));
  keyed.sort((a, b) => {
    const order = typeof a.key === 'number' && typeof b.key === 'number' ? a.key - b.key : (toText(a.key) ?? '').toLowerCase() < (toText(b.key) ?? '').toLowerCase() ? -1 : (toText(a.key) ?? '').toLowerCase() > (toText(b.key) ?? '').toLowerCase() ? 1 : 0;
    return descending ? -order : order;
  });
  const sorted = keyed.map(({ item }) => item);
  if (![...call.named.keys()].some((name) => name.length > 0 && 'unique'.startsWith(name))) return sorted;
  const seen = new Set<string>();
  return sorted.filter((item) => !seen.has((toText(item) ?? '').toLowerCase()) && seen.add((toText(item) ?? '').toLowerCase()));
};

const newObject: CommandModel = (machine, call) => {
  const get = parameters(call, ['typename', 'argumentlist'], ['comobject', 'property'], ['strict']);
  const com = get('comobject');
  const type = toText(com ?? get('typename') ?? null);
  if (type === undefined) return undefined;
  const given = get('argumentlist');
  const args = given === undefined ? [] : [...(Array.isArray(given) ? given : [given]), ...call.positional.slice(call.named.has('typename') ? 1 : 2)];
  const object = com === undefined ? createObject(machine, type, args, call.node) : undefined;
  const result = object ?? new PsObject(com === undefined ? type.toLowerCase() : `com:${type.toLowerCase()}`, `(${call.rendered})`);
  const property = get('property');
  if (property instanceof PsHash && result instanceof PsObject) for (const [key, { value }] of property.entries) result.fields.set(key, value);
  return [result];
};

const secureString: CommandModel = (machine, call) => {
  const get = parameters(call, ['string'], ['key', 'securekey'], ['asplaintext', 'force']);
  const text = toText((call.piped ? call.input[0] : get('string')) ?? null);
  if (text === undefined) return undefined;
  const secure = new PsObject('security.securestring', '$(ConvertTo-SecureString ...)');
  const plain = [...call.named.keys()].some((name) => 'asplaintext'.startsWith(name));
  if (plain) secure.fields.set('#plain', text);
  else {
    const key = toBytes(get('key') ?? null);
    if (get('key') === undefined || key === undefined || key.length === 0) {
      machine.closed('unknownKey', 'a secure string protected with the key of a user (DPAPI)', call.node);
      return [machine.symbol(call.node)];
    }
    const decrypted = decryptSecureString(text, key, machine.budget);
    if (decrypted === undefined) return undefined;
    secure.fields.set('#plain', decrypted);
    machine.trail.made(decrypted, 'secure string', text);
  }
  return [secure];
};

const getCommandText = (values: readonly Value[]): string | undefined => {
  const parts = values.map((value) => toText(value));
  return parts.every((part) => part !== undefined) ? parts.join('\r\n') : undefined;
};

/** Commands that compute. */
export const dataCommands: Readonly<Record<string, CommandModel>> = {
  'foreach-object': foreachObject,
  'where-object': whereObject,
  'select-object': selectObject,
  'sort-object': sortObject,
  'new-object': newObject,
  'convertto-securestring': secureString,
  'write-output': (_machine, call) => (call.piped ? call.input : [...call.named.values(), ...call.positional].filter((value) => value !== true).flatMap((value) => (Array.isArray(value) ? value : [value]))),
  'out-string': (machine, call) => {
    const text = getCommandText(call.piped ? call.input : call.positional);
    return text === undefined ? [machine.symbol(call.node, call.input.some((item) => item instanceof Unknown && item.remote))] : [[...call.named.keys()].some((name) => 'nonewline'.startsWith(name)) ? text.replaceAll('\r\n', '') : text];
  },
  'measure-object': (_machine, call) => {
    const hash = new PsHash();
    hash.entries.set('count', { key: 'Count', value: call.input.length });
    return [hash];
  },
  'get-unique': (_machine, call) => call.input.filter((item, i) => i === 0 || toText(item) !== toText(call.input[i - 1] as Value)),
  'tee-object': (machine, call) => {
    const name = call.named.get('variable');
    const text = name === undefined ? undefined : toText(name);
    if (text !== undefined) machine.writeVariable(text.toLowerCase(), collapse(call.input));
    return call.input;
  },
  'join-path': (_machine, call) => {
    const get = parameters(call, ['path', 'childpath'], [], ['resolve']);
    const path = get('path');
    const child = get('childpath');
    if (path === undefined || child === undefined) return undefined;
    const a = path instanceof Unknown ? path.template : toText(path);
    const b = child instanceof Unknown ? child.template : toText(child);
    if (a === undefined || b === undefined) return undefined;
    const joined = `${a.replace(/[\\/]+$/, '')}\\${b.replace(/^[\\/]+/, '')}`;
    return [path instanceof Unknown || child instanceof Unknown ? new Unknown(joined) : joined];
  },
  'split-path': (_machine, call) => {
    const path = toText(call.positional[0] ?? call.named.get('path') ?? null);
    if (path === undefined) return undefined;
    return [[...call.named.keys()].some((name) => 'leaf'.startsWith(name)) ? path.replace(/^.*[\\/]/s, '') : path.replace(/[\\/][^\\/]*$/, '')];
  },
  'select-string': (_machine, call) => {
    const pattern = toText(call.positional[0] ?? call.named.get('pattern') ?? null);
    const regex = pattern === undefined ? undefined : linearRegex(pattern, { ignoreCase: true });
    if (regex === undefined || hasUnknown(call.input)) return undefined;
    return call.input.filter((item) => regex.matcher(toText(item) ?? '').find());
  },
  'convertfrom-json': (machine, call) => {
    const text = getCommandText(call.piped ? call.input : call.positional);
    if (text === undefined) return undefined;
    machine.budget.allocate(text.length);
    try {
      return [fromJson(JSON.parse(text) as unknown, 0)];
    } catch {
      return undefined;
    }
  },
  'convertfrom-csv': (machine, call) => {
    const get = parameters(call, ['inputobject', 'delimiter'], ['header'], ['useculture']);
    const text = getCommandText(call.piped ? call.input : toList(get('inputobject') ?? null));
    const delimiter = toText(get('delimiter') ?? ',');
    if (text === undefined || delimiter?.length !== 1) return undefined;
    machine.budget.allocate(text.length);
    const [first, ...rest] = csvRows(text, delimiter);
    const header = get('header') === undefined ? first : toList(get('header') as Value).map((name) => toText(name) ?? '');
    if (header === undefined) return [];
    return (get('header') === undefined || first === undefined ? rest : [first, ...rest]).map((row) => {
      const item = new PsHash();
      header.forEach((name, i) => item.entries.set(name.toLowerCase(), { key: name, value: row[i] ?? null }));
      return item;
    });
  },
  'get-random': (machine, call) => [machine.symbol(call.node)],
  'get-date': (machine, call) => [machine.symbol(call.node)],
  'convertfrom-securestring': (machine, call) => {
    const secure = call.input[0] ?? call.positional[0];
    const plain = secure instanceof PsObject ? secure.fields.get('#plain') : undefined;
    return plain !== undefined && [...call.named.keys()].some((name) => 'asplaintext'.startsWith(name)) ? [plain] : [machine.symbol(call.node)];
  },
  'get-alias': (_machine, call) => {
    const pattern = toText(call.positional[0] ?? call.named.get('name') ?? null);
    if (pattern === undefined) return undefined;
    const regex = linearRegex(wildcard(pattern), { ignoreCase: true });
    const names = ['iex', 'icm', 'gcm', 'gv', 'sv', 'gi', 'gci', 'iwr', 'irm', 'sal', 'saps', 'foreach', 'where', 'select'];
    return regex === undefined ? undefined : names.filter((name) => regex.matcher(name).find()).map(commandInfo);
  },
  'convertfrom-base64': (machine, call) => {
    const bytes = decodeBase64(toText(call.positional[0] ?? call.input[0] ?? null) ?? '', machine.budget);
    const text = bytes === undefined ? undefined : textOf(bytes)?.text;
    return text === undefined ? undefined : [text];
  },
  'split-string': (machine, call) => {
    const [text, separator] = call.positional.map((value) => toText(value));
    return text === undefined || separator === undefined ? undefined : (splitText(text, separator, false, 0, machine.budget) as Value[] | undefined);
  },
  'join-string': (machine, call) => {
    const separator = toText(call.named.get('separator') ?? call.positional[0] ?? '');
    const text = join(call.input, separator, machine.budget);
    return text === undefined ? undefined : [text];
  },
};

/** What Get-Command and Get-Alias give: usable as a command's name. */
export function commandInfo(name: string): PsObject {
  const info = new PsObject('commandinfo', name);
  info.fields.set('name', name).set('#text', name);
  return info;
}

/** Rows of separated values, quotes taken off. */
function csvRows(text: string, delimiter: string): string[][] {
  const rows: string[][] = [];
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const row: string[] = [''];
    let quoted = false;
    for (let i = 0; i < line.length; i++) {
      const c = line[i] as string;
      const last = row.length - 1;
      if (c === '"' && quoted && line[i + 1] === '"') row[last] += line[++i] as string;
      else if (c === '"') quoted = !quoted;
      else if (c === delimiter && !quoted) row.push('');
      else row[last] += c;
    }
    rows.push(row);
  }
  return rows;
}

function fromJson(value: unknown, depth: number): Value {
  if (depth > 100) return null;
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map((item) => fromJson(item, depth + 1));
  const hash = new PsHash();
  for (const [key, item] of Object.entries(value as Record<string, unknown>)) hash.entries.set(key.toLowerCase(), { key, value: fromJson(item, depth + 1) });
  return hash;
}
