import { decodeBase64, decodeHex } from '../../core/codecs.js';
import type { Node } from '../ast.js';
import { castTo, typeKey } from '../casts.js';
import { writeFile } from '../commands/session-commands.js';
import { environmentVariables } from '../environment.js';
import { formatString } from '../format.js';
import type { Machine } from '../machine.js';
import { join, replaceText, splitText } from '../operators.js';
import { linearRegex } from '../../core/linear-regex.js';
import { hasUnknown, PsChar, PsHash, PsObject, PsType, toBytes, toList, toNumber, toText, Unknown, type Value } from '../values.js';
import { callMember } from './members.js';
import { cipherObject, createObject, encodingObject, encodingOf, hashBytes } from './objects.js';

type StaticCall = (machine: Machine, args: Value[], node: Node) => Value | undefined;

const text = (value: Value | undefined): string | undefined => (value === undefined || hasUnknown(value) ? undefined : toText(value));

const convert: Readonly<Record<string, StaticCall>> = {
  frombase64string: (machine, [value], node) => {
    const source = text(value);
    if (source === undefined) return undefined;
    const bytes = decodeBase64(source, machine.budget);
    if (bytes === undefined) {
      machine.closed('malformed', 'text that is not base64', node);
      return undefined;
    }
    machine.trail.made(bytes, 'base64', source);
    return bytes;
  },
  frombase64chararray: (machine, [value], node) => (convert['frombase64string'] as StaticCall)(machine, [toList(value ?? null).map((item) => toText(item) ?? '').join('')], node),
  tobase64string: (machine, [value]) => {
    const bytes = toBytes(value ?? null);
    if (bytes === undefined) return undefined;
    machine.budget.allocate(bytes.length * 2);
    return Buffer.from(bytes).toString('base64');
  },
  fromhexstring: (machine, [value]) => {
    const source = text(value);
    const bytes = source === undefined ? undefined : decodeHex(source, machine.budget);
    if (bytes !== undefined && source !== undefined) machine.trail.made(bytes, 'hex', source);
    return bytes;
  },
  tochar: (machine, [value]) => castTo('char', value ?? null, machine.budget),
  tostring: (machine, [value, base]) => {
    const n = toNumber(value ?? null);
    const radix = toNumber(base ?? 10);
    void machine;
    return value instanceof PsChar || typeof value === 'string' ? toText(value) : n === undefined || radix === undefined || ![2, 8, 10, 16].includes(radix) ? undefined : n.toString(radix);
  },
  toboolean: (machine, [value]) => castTo('bool', value ?? null, machine.budget),
};
for (const name of ['toint16', 'toint32', 'toint64', 'tobyte', 'touint16', 'touint32', 'touint64', 'tosbyte', 'tointptr']) {
  (convert as Record<string, StaticCall>)[name] = (machine, [value, base]) => {
    const radix = toNumber(base ?? 10);
    const source = text(value);
    if (source === undefined || radix === undefined) return undefined;
    if (radix === 10) return value instanceof PsChar ? value.code : castTo('long', value ?? null, machine.budget);
    const digits = source.trim().replace(radix === 16 ? /^0x/i : /^$/, '');
    if (!({ 2: /^[01]{1,64}$/, 8: /^[0-7]{1,22}$/, 16: /^[0-9a-f]{1,16}$/i } as Record<number, RegExp>)[radix]?.test(digits)) return undefined;
    const n = Number.parseInt(digits, radix);
    machine.trail.made([n], radix === 16 ? 'hex' : radix === 2 ? 'binary digits' : 'octal digits', source);
    return n;
  };
}

const strings: Readonly<Record<string, StaticCall>> = {
  join: (machine, args) => {
    const items = args.length === 2 && (Array.isArray(args[1]) || args[1] instanceof Uint8Array) ? (args[1] as Value) : args[1] instanceof PsObject ? toList(args[1]) : args.slice(1);
    const result = join(items, text(args[0]), machine.budget);
    if (result !== undefined) machine.trail.made(result, 'join', items);
    return result;
  },
  format: (machine, args) => {
    const format = text(args[0]);
    const values = args.length === 2 && Array.isArray(args[1]) ? args[1] : args.slice(1);
    const result = format === undefined ? undefined : formatString(format, values, machine.budget);
    if (result !== undefined) machine.trail.made(result, 'format operator', format as string);
    return result;
  },
  concat: (machine, args) => join(args.length === 1 && Array.isArray(args[0]) ? args[0] : args, '', machine.budget),
  isnullorempty: (_machine, [value]) => (value === undefined || value === null ? true : text(value) === undefined ? undefined : text(value) === ''),
  isnullorwhitespace: (_machine, [value]) => (value === undefined || value === null ? true : text(value) === undefined ? undefined : text(value)?.trim() === ''),
  new: (machine, args, node) => createObject(machine, 'string', args, node),
};

const regexes: Readonly<Record<string, StaticCall>> = {
  replace: (machine, args, node) => {
    const [subject, pattern, by] = args;
    if (args[2] !== undefined && typeof args[2] === 'object' && args[2] !== null && 'block' in args[2]) return replaceWithBlock(machine, args, node);
    const s = text(subject);
    const p = text(pattern);
    const b = text(by ?? '');
    const result = s === undefined || p === undefined || b === undefined ? undefined : replaceText(s, p, b, true, machine.budget);
    if (result !== undefined) machine.trail.made(result, 'replace', s as string);
    return result;
  },
  split: (machine, [subject, pattern]) => {
    const s = text(subject);
    const p = text(pattern);
    return s === undefined || p === undefined ? undefined : splitText(s, p, true, 0, machine.budget);
  },
  matches: (machine, args) => regexMatches(machine, args),
  match: (machine, args) => {
    const all = regexMatches(machine, args);
    return Array.isArray(all) ? (all[0] ?? null) : undefined;
  },
  unescape: (_machine, [value]) => text(value)?.replace(/\\(x[0-9a-f]{2}|u[0-9a-f]{4}|.)/gi, (whole, code: string) => (/^[xu]./i.test(code) ? String.fromCharCode(Number.parseInt(code.slice(1), 16)) : ({ n: '\n', r: '\r', t: '\t' }[code] ?? code ?? whole))),
  escape: (_machine, [value]) => text(value)?.replace(/[.*+?^${}()|[\]\\#\s]/g, '\\$&'),
  ismatch: (_machine, args) => {
    const regex = linearRegex(text(args[1]) ?? '(');
    const s = text(args[0]);
    return regex === undefined || s === undefined ? undefined : regex.matcher(s).find();
  },
};

function regexMatches(machine: Machine, args: Value[]): Value | undefined {
  const s = text(args[0]);
  const p = text(args[1]);
  const options = text(args[2] ?? '') ?? '';
  if (s === undefined || p === undefined) return undefined;
  if (/righttoleft/i.test(options)) {
    // One character at a time from the right: the usual way to reverse a text.
    if (p !== '.') return undefined;
    machine.budget.allocate(s.length);
    const out = [...s].reverse().map((value) => matchObject(value, 0));
    machine.trail.made(out, 'reverse', s);
    return out;
  }
  const regex = linearRegex(p, { ignoreCase: /ignorecase/i.test(options) });
  if (regex === undefined) return undefined;
  const matcher = regex.matcher(s);
  const out: Value[] = [];
  while (matcher.find()) {
    machine.budget.step(4);
    const match = matchObject(matcher.group(0) ?? '', matcher.start());
    const groups: Value[] = [];
    for (let i = 0; i <= matcher.groupCount(); i++) groups.push(matchObject(matcher.group(i) ?? '', 0));
    match.fields.set('groups', groups);
    out.push(match);
    if (matcher.end() === matcher.start() && matcher.end() >= s.length) break;
  }
  machine.trail.made(out, 'regular expression', s);
  return out;
}

function matchObject(value: string, index: number): PsObject {
  const match = new PsObject('match', '$match');
  match.fields.set('value', value).set('index', index).set('#text', value).set('success', true).set('length', value.length);
  return match;
}

function replaceWithBlock(machine: Machine, args: Value[], node: Node): Value | undefined {
  const s = text(args[0]);
  const matches = regexMatches(machine, args.slice(0, 2));
  const block = args[2];
  if (s === undefined || !Array.isArray(matches) || block === undefined || block === null || typeof block !== 'object' || !('block' in block)) return undefined;
  const pieces: string[] = [];
  let from = 0;
  for (const match of matches) {
    if (!(match instanceof PsObject)) continue;
    const at = match.fields.get('index') as number;
    const by = machine.runBlock(block, [match], match, [], true).map((value) => toText(value));
    if (by.some((part) => part === undefined)) return undefined;
    pieces.push(s.slice(from, at), by.join(''));
    from = at + String(match.fields.get('value')).length;
  }
  pieces.push(s.slice(from));
  const result = pieces.join('');
  machine.budget.allocate(result.length);
  machine.trail.made(result, 'replace', s);
  void node;
  return result;
}

const statics: Readonly<Record<string, Readonly<Record<string, StaticCall>>>> = {
  convert,
  string: strings,
  regex: regexes,
  'text.regularexpressions.regex': regexes,
  char: { convertfromutf32: (machine, [value]) => (toNumber(value ?? null) === undefined ? undefined : (castTo('string', String.fromCodePoint(Math.min(0x10ffff, Math.max(0, toNumber(value ?? null) ?? 0))), machine.budget) ?? undefined)), tostring: (_m, [value]) => text(value), parse: (machine, [value]) => castTo('char', value ?? null, machine.budget), toupper: (_m, [value]) => text(value)?.toUpperCase(), tolower: (_m, [value]) => text(value)?.toLowerCase(), isletter: (_m, [value]) => (text(value) === undefined ? undefined : /^\p{L}$/u.test(text(value) ?? '')), isupper: (_m, [value]) => (text(value) === undefined ? undefined : /^\p{Lu}$/u.test(text(value) ?? '')), islower: (_m, [value]) => (text(value) === undefined ? undefined : /^\p{Ll}$/u.test(text(value) ?? '')), isdigit: (_m, [value]) => (text(value) === undefined ? undefined : /^\d$/.test(text(value) ?? '')) },
  array: {
    reverse: (machine, [value]) => {
      if (Array.isArray(value) || value instanceof Uint8Array) {
        value.reverse();
        machine.trail.made(value, 'reverse', value);
        return null;
      }
      return value instanceof PsObject && value.items !== undefined ? (value.items.reverse(), null) : undefined;
    },
    indexof: (_machine, [list, item]) => toList(list ?? null).findIndex((each) => toText(each) === toText(item ?? null)),
    copy: (_machine, args) => {
      const [from, second, third] = args;
      const source = toList(from ?? null);
      const target = args.length === 3 ? second : args[2];
      const count = toNumber((args.length === 3 ? third : args[4]) ?? null) ?? 0;
      const at = args.length === 3 ? 0 : (toNumber(args[3] ?? null) ?? 0);
      const skip = args.length === 3 ? 0 : (toNumber(second ?? null) ?? 0);
      if (!Array.isArray(target) && !(target instanceof Uint8Array)) return undefined;
      for (let i = 0; i < count && at + i < target.length; i++) (target as Value[])[at + i] = (source[skip + i] as number | undefined) ?? 0;
      return null;
    },
  },
  'text.encoding': { getencoding: (_machine, [value]) => namedEncoding(text(value) ?? '') },
  scriptblock: {
    create: (_machine, [value]) => {
      const source = text(value);
      if (source === undefined) return value instanceof Unknown ? value : undefined;
      const block = new PsObject('scriptblocktext', '[scriptblock]::Create(...)');
      block.fields.set('text', source).set('#text', source);
      return block;
    },
  },
  uri: { unescapedatastring: (_machine, [value]) => unescapeUri(text(value)), escapedatastring: (_machine, [value]) => (text(value) === undefined ? undefined : encodeURIComponent(text(value) ?? '')) },
  'net.webutility': { urldecode: (_machine, [value]) => unescapeUri(text(value)?.replaceAll('+', ' ')), htmldecode: (_machine, [value]) => unescapeHtml(text(value)) },
  'web.httputility': { urldecode: (_machine, [value]) => unescapeUri(text(value)?.replaceAll('+', ' ')), htmldecode: (_machine, [value]) => unescapeHtml(text(value)) },
  math: Object.fromEntries((['abs', 'floor', 'ceiling', 'round', 'sqrt', 'pow', 'max', 'min', 'truncate', 'log', 'sin', 'cos', 'tan', 'exp'] as const).map((name): [string, StaticCall] => [name, (_machine, args) => arithmetic(name, args)])),
  bitconverter: {
    tostring: (_machine, [value]) => {
      const bytes = toBytes(value ?? null);
      return bytes === undefined ? undefined : Buffer.from(bytes).toString('hex').toUpperCase().replace(/..(?=.)/g, '$&-');
    },
    toint32: (_machine, [value, at]) => readInt(toBytes(value ?? null), toNumber(at ?? 0) ?? 0, 4),
    toint16: (_machine, [value, at]) => readInt(toBytes(value ?? null), toNumber(at ?? 0) ?? 0, 2),
    getbytes: (_machine, [value]) => {
      const n = value instanceof PsChar ? value.code : toNumber(value ?? null);
      if (n === undefined) return undefined;
      const buffer = Buffer.alloc(value instanceof PsChar ? 2 : 4);
      if (value instanceof PsChar) buffer.writeUInt16LE(n);
      else buffer.writeInt32LE(n | 0);
      return new Uint8Array(buffer);
    },
  },
  'io.path': { combine: (_machine, args) => (args.some((arg) => hasUnknown(arg)) ? new Unknown(args.map((arg) => (arg instanceof Unknown ? arg.template : (toText(arg) ?? ''))).join('\\')) : args.map((arg) => toText(arg) ?? '').join('\\').replace(/\\+/g, '\\')), getfilename: (_m, [value]) => text(value)?.replace(/^.*[\\/]/s, ''), gettemppath: () => new Unknown('$env:TEMP\\') },
  'io.file': { writealltext: (machine, args, node) => written(machine, args, node, 'WriteAllText'), writeallbytes: (machine, args, node) => written(machine, args, node, 'WriteAllBytes'), writealllines: (machine, args, node) => written(machine, args, node, 'WriteAllLines') },
  environment: {
    getenvironmentvariable: (machine, [value]) => (text(value) === undefined ? undefined : machine.readVariable(`env:${text(value)?.toLowerCase()}`)),
    expandenvironmentvariables: (machine, [value]) => text(value)?.replace(/%([\w()]{1,40})%/g, (whole, name: string) => environmentVariables[name.toLowerCase()]?.value ?? (machine.environment.has(name.toLowerCase()) ? (toText(machine.environment.get(name.toLowerCase()) ?? null) ?? whole) : whole)),
    getfolderpath: (_machine, [value]) => new Unknown(`$([Environment]::GetFolderPath('${text(value) ?? ''}'))`),
  },
  type: { gettype: (_machine, [value]) => (text(value) === undefined ? undefined : new PsType(typeKey(text(value) ?? ''))) },
  activator: { createinstance: (machine, [type, ...args], node) => (type instanceof PsType ? createObject(machine, type.name, args, node) : undefined) },
  'runtime.interopservices.marshal': Object.fromEntries(
    ['securestringtobstr', 'securestringtoglobalallocunicode', 'securestringtocotaskmemunicode', 'securestringtoglobalallocansi', 'ptrtostringauto', 'ptrtostringuni', 'ptrtostringbstr', 'ptrtostringansi'].map((name): [string, StaticCall] => [name, (_machine, [value]) => (value instanceof PsObject ? (name.startsWith('ptr') ? (value.fields.get('#plain') ?? undefined) : value) : undefined)]),
  ),
  'linq.enumerable': { reverse: (machine, [value]) => {
    const out = [...toList(value ?? null)].reverse();
    machine.trail.made(out, 'reverse', value ?? null);
    return out;
  }, range: (machine, [from, count]) => {
    const n = toNumber(count ?? null) ?? 0;
    machine.budget.allocate(n);
    return Array.from({ length: Math.max(0, n) }, (_, i) => (toNumber(from ?? null) ?? 0) + i);
  } },
  'security.cryptography.aes': { create: () => cipherObject('[Security.Cryptography.Aes]::Create()') },
  'security.cryptography.rijndael': { create: () => cipherObject('[Security.Cryptography.Rijndael]::Create()') },
};

function written(machine: Machine, args: Value[], node: Node, how: string): Value | undefined {
  const content = args[1];
  if (args[0] !== undefined && content !== undefined && !hasUnknown(content)) writeFile(machine, args[0], how === 'WriteAllBytes' ? (toBytes(content) ?? content) : content, how, node);
  return undefined;
}

function namedEncoding(name: string): Value | undefined {
  const encoding = encodingOf(name);
  return encoding === undefined ? undefined : encodingObject(encoding, `[Text.Encoding]::GetEncoding('${name}')`);
}

function unescapeUri(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}

function unescapeHtml(value: string | undefined): string | undefined {
  const names: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };
  return value?.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/gi, (whole, dec: string | undefined, hex: string | undefined, name: string | undefined) => {
    const code = dec !== undefined ? Number(dec) : hex !== undefined ? Number.parseInt(hex, 16) : undefined;
    return code !== undefined ? (code <= 0x10ffff ? String.fromCodePoint(code) : whole) : (names[(name ?? '').toLowerCase()] ?? whole);
  });
}

function arithmetic(name: string, args: Value[]): Value | undefined {
  const [a, b] = args.map((arg) => toNumber(arg));
  if (a === undefined) return undefined;
  if (name === 'pow' || name === 'max' || name === 'min') return b === undefined ? undefined : Math[name](a, b);
  if (name === 'ceiling') return Math.ceil(a);
  if (name === 'truncate') return Math.trunc(a);
  if (name === 'round') return b === undefined ? Math.round(a) : Number(a.toFixed(Math.min(15, Math.max(0, b))));
  return Math[name as 'abs'](a);
}

function readInt(bytes: Uint8Array | undefined, at: number, size: 2 | 4): number | undefined {
  if (bytes === undefined || at < 0 || at + size > bytes.length) return undefined;
  const buffer = Buffer.from(bytes);
  return size === 4 ? buffer.readInt32LE(at) : buffer.readInt16LE(at);
}

/** The result of `[Type]::Method(...)`; undefined when we do not model it. Throws BudgetExceeded. */
export function callStatic(machine: Machine, target: Value, name: string, args: Value[], node: Node): Value | undefined {
  if (target instanceof PsObject || typeof target === 'string') return callMember(machine, target, name, args, node);
  if (!(target instanceof PsType)) return undefined;
  const type = target.name;
  if (machine.classes.has(type)) return name === 'new' ? machine.instantiate(type, args, node) : machine.callMethod(type, name, null, args, node);
  const model = Object.hasOwn(statics, type) ? statics[type] : undefined;
  if (model !== undefined && Object.hasOwn(model, name)) return (model[name] as StaticCall)(machine, args, node);
  if (name === 'new') return createObject(machine, type, args, node);
  if (name === 'parse' && /^(?:numerics\.biginteger|bigint)$/.test(type)) return createObject(machine, type, args.slice(0, 1), node);
  if (name === 'parse' || name === 'toint32') return castTo(type, args[0] ?? null, machine.budget);
  if (name === 'create' && /^(?:management\.automation\.)?powershell$/.test(type)) return new PsObject('powershell', '[PowerShell]::Create()');
  if (name === 'create') return /cryptography\.(?:aes|rijndael)/.test(type) ? cipherObject(`[${type}]::Create()`) : /cryptography\.(?:md5|sha)/.test(type) ? new PsObject(type, `[${type}]::Create()`) : undefined;
  if (name === 'hashdata') return hashBytes(type, toBytes(args[0] ?? null) ?? new Uint8Array(0));
  return undefined;
}

/** The value of `[Type]::Member`; undefined when we do not model it. */
export function readStatic(machine: Machine, target: Value, name: string, _node: Node): Value | undefined {
  if (target instanceof PsHash) return target.entries.get(name)?.value ?? null;
  if (!(target instanceof PsType)) return undefined;
  const own = machine.classes.get(target.name);
  if (own !== undefined) return own.statics.get(name);
  if (target.name === 'text.encoding') {
    const encoding = encodingOf(name);
    return encoding === undefined ? undefined : encodingObject(encoding, `[Text.Encoding]::${name}`);
  }
  if (target.name === 'string' && name === 'empty') return '';
  if (target.name === 'environment' && name === 'newline') return '\r\n';
  if (target.name === 'intptr' && name === 'zero') return 0;
  if (target.name === 'math' && name === 'pi') return Math.PI;
  if ((target.name === 'int' || target.name === 'int32') && (name === 'maxvalue' || name === 'minvalue')) return name === 'maxvalue' ? 2 ** 31 - 1 : -(2 ** 31);
  if (target.name === 'byte' && name === 'maxvalue') return 255;
  if (/^(?:io\.compression\.compressionmode|security\.cryptography\.(?:ciphermode|paddingmode)|text\.regularexpressions\.regexoptions|stringsplitoptions|base64formattingoptions)$/.test(target.name)) return name;
  if (target.name === 'io.path' && /^(?:(?:alt)?directory|path|volume)separatorchar$|^pathseparator$/.test(name)) return new PsChar(({ pathseparator: 59, altdirectoryseparatorchar: 47, volumeseparatorchar: 58 } as Record<string, number>)[name] ?? 92);
  return undefined;
}
