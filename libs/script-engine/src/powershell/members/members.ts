import { decodeText } from '../../core/codecs.js';
import type { Node } from '../ast.js';
import { castTo } from '../casts.js';
import type { Machine } from '../machine.js';
import { formatOne } from '../format.js';
import { hasUnknown, PsBlock, PsChar, PsHash, PsObject, PsType, toBytes, toList, toNumber, toText, Unknown, type Value } from '../values.js';
import { decryptWith, hashBytes, type EncodingName } from './objects.js';
import { callStream } from './stream-members.js';
import { callString } from './string-members.js';

/** A property's value; undefined when we do not model it. */
export function readMember(machine: Machine, target: Value, name: string, node: Node): Value | undefined {
  if (target instanceof PsHash) {
    const own = target.entries.get(name);
    if (own !== undefined) return own.value;
    if (name === 'keys') return [...target.entries.values()].map(({ key }) => key);
    if (name === 'values') return [...target.entries.values()].map(({ value }) => value);
    return name === 'count' ? target.entries.size : null;
  }
  if (target instanceof Unknown) return undefined;
  if (name === 'length' || name === 'count' || name === 'longlength') {
    if (typeof target === 'string' && name !== 'count') return target.length;
    if (Array.isArray(target) || target instanceof Uint8Array) return target.length;
    if (target instanceof PsObject) return target.items?.length ?? (target.type === 'text.stringbuilder' ? String(target.fields.get('text') ?? '').length : target.bytes?.length);
    return 1;
  }
  if (target instanceof PsObject) return objectMember(machine, target, name);
  if (target instanceof PsBlock && name === 'ast') return target;
  if (target instanceof PsType) return name === 'name' ? target.name.replace(/^.*\./, '') : name === 'fullname' ? `System.${target.name}` : undefined;
  if (typeof target === 'string' && name === 'chars') return target;
  // The text of a method: `''.IndexOf` written out, from which single letters are picked.
  const signature = typeof target === 'string' ? methodText[name] : undefined;
  if (signature !== undefined) return signature;
  if (Array.isArray(target) && !hasUnknown(target)) {
    const values = target.map((item) => readMember(machine, item, name, node));
    return values.some((value) => value === undefined) ? undefined : (values as Value[]);
  }
  return undefined;
}

const methodText: Readonly<Record<string, string>> = {
  indexof: 'int IndexOf(char value), int IndexOf(char value, int startIndex), int IndexOf(char value, int startIndex, int count), int IndexOf(string value), int IndexOf(string value, int startIndex), int IndexOf(string value, int startIndex, int count), int IndexOf(string value, System.StringComparison comparisonType), int IndexOf(string value, int startIndex, System.StringComparison comparisonType), int IndexOf(string value, int startIndex, int count, System.StringComparison comparisonType)',
  lastindexof: 'int LastIndexOf(char value), int LastIndexOf(char value, int startIndex), int LastIndexOf(char value, int startIndex, int count), int LastIndexOf(string value), int LastIndexOf(string value, int startIndex), int LastIndexOf(string value, int startIndex, int count), int LastIndexOf(string value, System.StringComparison comparisonType), int LastIndexOf(string value, int startIndex, System.StringComparison comparisonType), int LastIndexOf(string value, int startIndex, int count, System.StringComparison comparisonType)',
  normalize: 'string Normalize(), string Normalize(System.Text.NormalizationForm normalizationForm)',
  insert: 'string Insert(int startIndex, string value)',
  remove: 'string Remove(int startIndex, int count), string Remove(int startIndex)',
  trimstart: 'string TrimStart(Params char[] trimChars)',
  substring: 'string Substring(int startIndex), string Substring(int startIndex, int length)',
};

function objectMember(machine: Machine, target: PsObject, name: string): Value | undefined {
  if (target.type === 'psvariable' && name === 'value') return machine.readVariable(toText(target.fields.get('#variable') ?? null) ?? '');
  const own = target.fields.get(name);
  if (own !== undefined) return own;
  if (target.type === 'executioncontext' && (name === 'invokecommand' || name === 'sessionstate')) return new PsObject(name, `$ExecutionContext.${name === 'invokecommand' ? 'InvokeCommand' : 'SessionState'}`);
  if (target.type === 'sessionstate' && (name === 'psvariable' || name === 'invokecommand')) return new PsObject(name === 'psvariable' ? 'psvariables' : name, '$ExecutionContext');
  if (target.type === 'net.networkcredential' || target.type === 'management.automation.pscredential') return name === 'password' ? (target.fields.get('#plain') ?? undefined) : undefined;
  if (target.type === 'security.cryptography.aes' && name === 'blocksize') return 128;
  if (name === 'headers' || name === 'proxy' || name === 'document') return new PsObject('dotnet', `${target.text}.${name}`);
  if ((name === 'basestream' || name === 'position') && target.bytes !== undefined) return name === 'position' ? target.position : target;
  return undefined;
}

/** The result of a method; undefined when we do not model it, or its arguments are unknown. Throws BudgetExceeded. */
export function callMember(machine: Machine, target: Value, name: string, args: Value[], node: Node): Value | undefined {
  if (name === 'invoke' || name === 'invokereturnasis' || name === 'dynamicinvoke') {
    if (target instanceof PsBlock) return fromOutput(machine.runBlock(target, args, undefined, [], true));
    if (target instanceof PsObject && target.type === 'scriptblocktext') return fromOutput(machine.runText(target.fields.get('text') ?? null, 'script block', node));
    if (target instanceof PsObject && target.type === 'boundmethod') return callMember(machine, target.items?.[0] ?? null, toText(target.fields.get('name') ?? null) ?? '', args, node);
  }
  if (target instanceof Unknown) return undefined;
  if (name === 'tostring' && args.length === 0 && !(target instanceof PsObject && target.type === 'text.stringbuilder')) return target instanceof PsObject && target.items === undefined ? (target.fields.get('text') ?? target.fields.get('#text')) : toText(target);
  if (name === 'gettype' && args.length === 0) return new PsType(typeOf(target));
  if (target instanceof PsObject && machine.classes.has(target.type)) {
    const result = machine.callMethod(target.type, name, target, args, node);
    if (result !== undefined) return result;
  }
  if (typeof target === 'string' || target instanceof PsChar) return callString(machine, toText(target) ?? '', name, args);
  if (target instanceof PsHash) return callHash(target, name, args);
  if (typeof target === 'number') return name === 'tostring' ? formatOne(target, toText(args[0] ?? null) ?? '') : name === 'compareto' ? undefined : undefined;
  if (Array.isArray(target) || target instanceof Uint8Array) return callArray(machine, target, name, args, node);
  if (target instanceof PsObject) return callObject(machine, target, name, args, node);
  if (target instanceof PsBlock && (name === 'getnewclosure' || name === 'ast')) return target;
  return undefined;
}

function fromOutput(values: Value[]): Value {
  return values.length === 1 ? (values[0] as Value) : values.length === 0 ? null : values;
}

function typeOf(value: Value): string {
  if (typeof value === 'string') return 'string';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int32' : 'double';
  if (value instanceof PsChar) return 'char';
  if (value instanceof Uint8Array) return 'byte[]';
  return Array.isArray(value) ? 'object[]' : value instanceof PsObject ? value.type : 'object';
}

function callHash(target: PsHash, name: string, args: Value[]): Value | undefined {
  const key = toText(args[0] ?? null)?.toLowerCase();
  if (key === undefined) return undefined;
  if (name === 'add' || name === 'set_item') {
    target.entries.set(key, { key: args[0] as Value, value: args[1] ?? null });
    return null;
  }
  if (name === 'get_item' || name === 'item') return target.entries.get(key)?.value ?? null;
  if (name === 'containskey' || name === 'contains') return target.entries.has(key);
  if (name === 'remove') {
    target.entries.delete(key);
    return null;
  }
  return name === 'getenumerator' ? [...target.entries.values()].map(({ key: k, value }) => keyed(k, value)) : undefined;
}

function keyed(key: Value, value: Value): PsObject {
  const entry = new PsObject('dictionaryentry', '$_');
  entry.fields.set('key', key).set('name', key).set('value', value);
  return entry;
}

function callArray(machine: Machine, target: Value[] | Uint8Array, name: string, args: Value[], node: Node): Value | undefined {
  const first = args[0] ?? null;
  switch (name) {
    case 'getvalue':
    case 'get':
    case 'get_item': {
      const i = toNumber(first);
      return i === undefined ? undefined : ((target[i] as Value | undefined) ?? null);
    }
    case 'setvalue':
    case 'set': {
      const at = toNumber(args[1] ?? null);
      if (at !== undefined && Array.isArray(target) && at >= 0 && at < target.length) target[at] = first;
      return null;
    }
    case 'contains':
      return toList(target).some((item) => toText(item) === toText(first));
    case 'foreach':
      return first instanceof PsBlock ? toList(target).flatMap((item) => machine.runBlock(first, [], item)) : typeof first === 'string' ? toList(target).map((item) => castTo(first, item, machine.budget) ?? machine.symbol(node)) : first instanceof PsType ? toList(target).map((item) => castTo(first.name, item, machine.budget) ?? machine.symbol(node)) : undefined;
    case 'where':
      return first instanceof PsBlock ? toList(target).filter((item) => machine.runBlock(first, [], item).every((value) => value === true)) : undefined;
    case 'clone':
    case 'toarray':
      return Array.isArray(target) ? [...target] : target.slice();
    case 'reverse':
      target.reverse();
      return null;
    case 'indexof':
      return toList(target).findIndex((item) => toText(item) === toText(first));
    default:
      // A method of the items: each is asked.
      if (!Array.isArray(target) || hasUnknown(target) || target.length === 0 || target.length > 100_000) return undefined;
      return mapped(target.map((item) => callMember(machine, item, name, args, node)));
  }
}

function mapped(values: (Value | undefined)[]): Value[] | undefined {
  return values.some((value) => value === undefined) ? undefined : (values as Value[]);
}

function callObject(machine: Machine, target: PsObject, name: string, args: Value[], node: Node): Value | undefined {
  const first = args[0] ?? null;
  switch (target.type) {
    case 'text.encoding':
      return callEncoding(machine, target, name, args);
    case 'text.stringbuilder':
      return callBuilder(machine, target, name, args);
    case 'invokecommand':
      if (name === 'invokescript') return fromOutput(machine.runText(args.find((arg) => typeof arg === 'string') ?? first, 'InvokeScript', node));
      if (name === 'newscriptblock' || name === 'expandstring') {
        const text = toText(first);
        if (text === undefined) return undefined;
        if (name === 'expandstring') return text;
        const block = new PsObject('scriptblocktext', '$ExecutionContext.InvokeCommand.NewScriptBlock(...)');
        block.fields.set('text', text).set('#text', text);
        return block;
      }
      if (name === 'getcmdlet' || name === 'getcommand' || name === 'getcommandname' || name === 'getcmdlets') {
        return machine.callCommand('Get-Command', [first], [], node)[0];
      }
      return undefined;
    case 'psvariables':
      return name === 'get' ? machine.callCommand('Get-Variable', [first], [], node)[0] : name === 'getvalue' ? machine.readVariable((toText(first) ?? '').toLowerCase()) : name === 'set' ? (machine.writeVariable((toText(first) ?? '').toLowerCase(), args[1] ?? null), null) : undefined;
    case 'powershell':
      return callPowerShell(machine, target, name, args, node);
    case 'scriptblocktext':
      return name === 'getnewclosure' ? target : undefined;
    case 'net.networkcredential':
    case 'management.automation.pscredential':
    case 'pscredential':
      return name === 'getnetworkcredential' ? asCredential(target) : undefined;
    case 'security.cryptography.aes':
      return callCipher(target, name, args);
    case 'security.cryptography.decryptor': {
      const data = toBytes(first);
      if (name !== 'transformfinalblock' || data === undefined) return undefined;
      const from = toNumber(args[1] ?? 0) ?? 0;
      const plain = decryptWith(machine, target, data.subarray(from, from + (toNumber(args[2] ?? data.length) ?? data.length)), node);
      if (plain !== undefined) machine.trail.made(plain, 'aes', first);
      return plain;
    }
    case 'regex':
      return undefined;
    default:
      break;
  }
  if (name === 'getbytes' && target.type === 'security.cryptography.rfc2898derivebytes' && target.bytes !== undefined) {
    const count = toNumber(first) ?? 0;
    const out = target.bytes.slice(target.position, target.position + count);
    target.position += count;
    return out.length === count ? out : undefined;
  }
  if (target.type === 'numerics.biginteger' && name === 'tobytearray') return target.bytes;
  if (name === 'computehash') {
    const data = toBytes(first);
    return data === undefined ? undefined : hashBytes(target.type, data);
  }
  if (target.items !== undefined) return callList(target, name, args);
  if (target.bytes !== undefined || target.type === 'io.stringreader') return callStream(machine, target, name, args);
  return undefined;
}

/** `[PowerShell]::Create().AddScript(...).Invoke()`. */
function callPowerShell(machine: Machine, target: PsObject, name: string, args: Value[], node: Node): Value | undefined {
  if (name === 'addscript') {
    target.fields.set('text', args[0] ?? null);
    return target;
  }
  if (name === 'addcommand') {
    target.fields.set('command', args[0] ?? null);
    return target;
  }
  if (name === 'addargument' || name === 'addparameter') {
    target.fields.set('argument', args.at(-1) ?? null);
    return target;
  }
  if (name !== 'invoke' && name !== 'begininvoke') return undefined;
  const text = target.fields.get('text');
  if (text !== undefined) return fromOutput(machine.runText(text, 'PowerShell.AddScript', node));
  const command = toText(target.fields.get('command') ?? null);
  return command === undefined || command === '' ? undefined : fromOutput(machine.callCommand(command, target.fields.has('argument') ? [target.fields.get('argument') ?? null] : [], [], node));
}

function asCredential(target: PsObject): PsObject {
  const credential = new PsObject('net.networkcredential', target.text);
  credential.fields.set('password', target.fields.get('#plain') ?? new Unknown('$password')).set('username', target.fields.get('username') ?? null);
  return credential;
}

function callEncoding(machine: Machine, target: PsObject, name: string, args: Value[]): Value | undefined {
  const encoding = (toText(target.fields.get('encoding') ?? null) ?? 'utf-8') as EncodingName;
  const first = args[0] ?? null;
  if (name === 'getstring' || name === 'getchars') {
    const all = toBytes(first);
    if (all === undefined) return undefined;
    const from = toNumber(args[1] ?? 0) ?? 0;
    const bytes = args.length > 2 ? all.subarray(from, from + (toNumber(args[2] ?? null) ?? all.length)) : all;
    machine.budget.allocate(bytes.length);
    const text = decodeText(bytes, encoding);
    machine.trail.made(text, encoding, first);
    return name === 'getstring' ? text : castTo('char[]', text, machine.budget);
  }
  if (name === 'getbytes') {
    const text = Array.isArray(first) ? first.map((item) => toText(item) ?? '').join('') : toText(first);
    if (text === undefined || hasUnknown(first)) return undefined;
    machine.budget.allocate(text.length * 2);
    const buffer = encoding === 'utf-16be' ? Buffer.from(text, 'utf16le').swap16() : Buffer.from(text, encoding === 'utf-16le' ? 'utf16le' : encoding === 'utf-8' ? 'utf8' : 'latin1');
    const bytes = new Uint8Array(buffer);
    machine.trail.made(bytes, encoding, text);
    return bytes;
  }
  return undefined;
}

function callBuilder(machine: Machine, target: PsObject, name: string, args: Value[]): Value | undefined {
  const text = toText(target.fields.get('text') ?? '') ?? '';
  if (name === 'tostring' && args.length === 0) {
    machine.trail.made(text, 'string builder', target);
    return text;
  }
  const first = toText(args[0] ?? null);
  if (hasUnknown(args) || first === undefined) {
    target.fields.set('text', new Unknown('$text'));
    return target;
  }
  let next: string | undefined;
  if (name === 'append') next = text + first.repeat(args.length > 1 ? Math.min(10_000, toNumber(args[1] as Value) ?? 1) : 1);
  else if (name === 'appendline') next = `${text}${first}\r\n`;
  else if (name === 'insert') next = text.slice(0, toNumber(args[0] ?? null) ?? 0) + (toText(args[1] ?? null) ?? '') + text.slice(toNumber(args[0] ?? null) ?? 0);
  else {
    const changed = callString(machine, text, name, args);
    if (name === 'tostring' || typeof changed !== 'string') return changed;
    next = changed;
  }
  machine.budget.allocate(next.length);
  target.fields.set('text', next);
  machine.trail.made(target, 'string builder', target, args[0] ?? null);
  return target;
}

function callCipher(target: PsObject, name: string, args: Value[]): Value | undefined {
  if (name !== 'createdecryptor') return undefined;
  const decryptor = new PsObject('security.cryptography.decryptor', `${target.text}.CreateDecryptor()`);
  for (const field of ['key', 'iv', 'mode', 'padding']) {
    const value = target.fields.get(field);
    if (value !== undefined) decryptor.fields.set(field, value);
  }
  if (args[0] !== undefined) decryptor.fields.set('key', args[0]);
  if (args[1] !== undefined) decryptor.fields.set('iv', args[1]);
  return decryptor;
}

function callList(target: PsObject, name: string, args: Value[]): Value | undefined {
  const items = target.items as Value[];
  const first = args[0] ?? null;
  switch (name) {
    case 'add':
    case 'enqueue':
    case 'push':
      items.push(first);
      return name === 'add' ? items.length - 1 : null;
    case 'addrange':
      for (const item of toList(first)) items.push(item);
      return null;
    case 'dequeue':
      return items.shift() ?? null;
    case 'pop':
      return items.pop() ?? null;
    case 'toarray':
      return [...items];
    case 'reverse':
      items.reverse();
      return null;
    case 'insert':
      items.splice(toNumber(first) ?? 0, 0, args[1] ?? null);
      return null;
    case 'removeat':
      items.splice(toNumber(first) ?? 0, 1);
      return null;
    case 'clear':
      items.length = 0;
      return null;
    case 'contains':
      return items.some((item) => toText(item) === toText(first));
    default:
      return undefined;
  }
}
