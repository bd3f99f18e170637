import { commandNames, environmentVariables } from '../environment.js';
import { linearRegex } from '../../core/linear-regex.js';
import { wildcard } from '../operators.js';
import type { Machine } from '../machine.js';
import { append, collapse, literal, PsBlock, PsObject, toBytes, toList, toText, Unknown, type Value } from '../values.js';
import { commandInfo } from './data-commands.js';
import { parameters, type CommandModel } from './run-command.js';

const invokeExpression: CommandModel = (machine, call) => {
  const given = call.piped ? call.input : call.named.size > 0 ? [...call.named.values()].filter((value) => value !== true).concat(call.positional) : call.positional;
  const out: Value[] = [];
  for (const text of call.piped ? given : given.slice(0, 1)) append(out, machine.runText(text, 'Invoke-Expression', call.node));
  return out;
};

const invokeCommand: CommandModel = (machine, call) => {
  const block = [...call.positional, ...call.named.values()].find((value) => value instanceof PsBlock || (value instanceof PsObject && value.type === 'scriptblocktext'));
  const args = call.named.get('argumentlist') ?? call.named.get('args');
  const remote = [...call.named.keys()].some((name) => /^(?:cn|comp|session|vmname|hostname)/.test(name));
  if (remote) machine.effect(call.rendered, call.node);
  if (block instanceof PsBlock) return machine.runBlock(block, args === undefined ? [] : toList(args), undefined, call.input, true);
  if (block instanceof PsObject) return machine.runText(block.fields.get('text') ?? null, 'Invoke-Command', call.node);
  return undefined;
};

const setVariable: CommandModel = (machine, call) => {
  const get = parameters(call, ['name', 'value'], ['scope', 'option', 'visibility', 'description'], ['force', 'passthru']);
  const name = toText(get('name') ?? null);
  if (name === undefined) return undefined;
  machine.writeVariable(name.toLowerCase(), get('value') ?? (call.piped ? collapse(call.input) : null));
  return [];
};

function variableInfo(machine: Machine, name: string): PsObject {
  const info = new PsObject('psvariable', `(Get-Variable ${name})`);
  info.fields.set('name', name).set('value', machine.readVariable(name.toLowerCase())).set('#variable', name.toLowerCase());
  return info;
}

const getVariable: CommandModel = (machine, call) => {
  const get = parameters(call, ['name'], ['scope'], ['valueonly', 'vo']);
  const patterns = toList(get('name') ?? '*').map((value) => toText(value) ?? '');
  const out: Value[] = [];
  for (const pattern of patterns) {
    for (const name of matching(pattern, machine.variableNames())) {
      const info = variableInfo(machine, name);
      out.push(get('valueonly') === true || get('vo') === true ? (info.fields.get('value') ?? null) : info);
    }
    if (out.length === 0 && /^\w+$/.test(pattern) && machine.hasVariable(pattern.toLowerCase())) out.push(variableInfo(machine, pattern));
  }
  return out;
};

function matching(pattern: string, names: readonly string[]): string[] {
  const regex = linearRegex(wildcard(pattern), { ignoreCase: true });
  return regex === undefined ? [] : names.filter((name) => regex.matcher(name).find());
}

/** Items of the drives `Variable:`, `Env:`, `Function:`, `Alias:`; the file system is not known. */
const getItem: CommandModel = (machine, call) => {
  const get = parameters(call, ['path'], ['literalpath', 'filter', 'include', 'exclude'], ['recurse', 'force', 'name', 'file', 'directory']);
  const given = get('path') ?? get('literalpath');
  const paths = toList(given ?? null).map((value) => toText(value) ?? '');
  const out: Value[] = [];
  for (const path of paths) {
    const match = /^(variable|env|function|alias|environment)(?:::?|:)[\\/]*(.*)$/i.exec(path);
    if (match === null) return undefined;
    const pattern = match[2] === '' ? '*' : (match[2] as string);
    const drive = (match[1] as string).toLowerCase();
    if (drive === 'variable') append(out, matching(pattern, machine.variableNames()).map((name) => variableInfo(machine, name)));
    else if (drive.startsWith('env')) {
      for (const name of new Set([...matching(pattern, Object.values(environmentVariables).map((each) => each.name)), ...matching(pattern, [...machine.environment.keys()])])) {
        const value = machine.environment.get(name.toLowerCase()) ?? environmentVariables[name.toLowerCase()]?.value ?? null;
        const info = new PsObject('dictionaryentry', `(Get-Item Env:${name})`);
        info.fields.set('name', name).set('key', name).set('value', value);
        out.push(info);
      }
    } else if (drive === 'alias') append(out, matching(pattern, ['iex', 'icm', 'gcm', 'gv', 'sv']).map(commandInfo));
  }
  return out.length > 0 ? out : undefined;
};

const setItem: CommandModel = (machine, call) => {
  const get = parameters(call, ['path', 'value'], ['literalpath'], ['force', 'passthru']);
  const path = toText(get('path') ?? get('literalpath') ?? null);
  const value = get('value') ?? (call.piped ? collapse(call.input) : null);
  const match = path === undefined ? null : /^(variable|env|function|alias):[\\/]*(.+)$/i.exec(path);
  if (match === null) return undefined;
  const name = (match[2] as string).toLowerCase();
  if (/^variable$/i.test(match[1] as string)) machine.writeVariable(name, value);
  else if (/^env$/i.test(match[1] as string)) machine.environment.set(name, value);
  else if (/^alias$/i.test(match[1] as string)) machine.aliases.set(name, toText(value) ?? '');
  else if (value instanceof PsBlock) machine.functions.set(name, value);
  return [];
};

const setAlias: CommandModel = (machine, call) => {
  const get = parameters(call, ['name', 'value'], ['option', 'scope', 'description'], ['force', 'passthru']);
  const name = toText(get('name') ?? null);
  const value = toText(get('value') ?? null);
  if (name === undefined || value === undefined) return undefined;
  machine.aliases.set(name.toLowerCase(), value);
  return [];
};

const getCommand: CommandModel = (machine, call) => {
  const pattern = toText(call.positional[0] ?? call.named.get('name') ?? null);
  if (pattern === undefined) return undefined;
  const found = matching(pattern, [...commandNames, ...machine.functions.keys(), ...machine.aliases.keys()]);
  if (found.length > 0) return found.map(commandInfo);
  return /[*?[]/.test(pattern) ? undefined : [commandInfo(pattern)];
};

const scriptFile = /\.(?:ps1|psm1|bat|cmd|vbs|vbe|js|jse|py|sh|hta|wsf)$/i;
const languages: Readonly<Record<string, 'powershell' | 'batch' | 'vbscript' | 'javascript' | 'python' | 'bash'>> = { ps1: 'powershell', psm1: 'powershell', bat: 'batch', cmd: 'batch', vbs: 'vbscript', js: 'javascript', py: 'python', sh: 'bash' };

/** A file the script writes: remembered, and a payload when it is a script. */
export function writeFile(machine: Machine, path: Value, content: Value, how: string, node: Parameters<Machine['effect']>[1], append = false): void {
  const name = toText(path) ?? (path instanceof Unknown ? path.template : '');
  const bytes = content instanceof Uint8Array ? content : undefined;
  const text = bytes === undefined ? (Array.isArray(content) ? content.map((item) => toText(item) ?? '').join('\r\n') : toText(content)) : undefined;
  const key = name.toLowerCase();
  if (bytes !== undefined) {
    machine.files.set(key, bytes);
    if (bytes.length >= 16) machine.payload(bytes, undefined, [how], node);
    return;
  }
  if (text === undefined) return;
  const before = append ? machine.files.get(key) : undefined;
  const whole = typeof before === 'string' ? `${before}\r\n${text}` : text;
  machine.budget.allocate(whole.length);
  machine.files.set(key, whole);
  const extension = scriptFile.exec(name)?.[0].slice(1).toLowerCase();
  if (extension !== undefined) machine.payload(whole, languages[extension], [how], node);
}

const setContent =
  (append: boolean): CommandModel =>
  (machine, call) => {
    const get = parameters(call, ['path', 'value'], ['filepath', 'literalpath', 'encoding', 'inputobject', 'stream'], ['force', 'nonewline', 'passthru', 'append', 'noclobber']);
    const path = get('path') ?? get('filepath') ?? get('literalpath');
    const content = call.piped ? collapse(call.input) : (get('value') ?? get('inputobject'));
    machine.effect(call.rendered.length > 6_000 ? `${call.name} ${literal(path ?? null)}` : call.rendered, call.node);
    if (path !== undefined && content !== undefined) {
      const asBytes = /byte/i.test(toText(get('encoding') ?? null) ?? '') ? toBytes(content) : undefined;
      writeFile(machine, path, asBytes ?? content, call.name, call.node, append || get('append') === true);
    }
    return [];
  };

/** Commands that change or read the session. */
export const sessionCommands: Readonly<Record<string, CommandModel>> = {
  'invoke-expression': invokeExpression,
  'invoke-command': invokeCommand,
  'start-job': invokeCommand,
  'start-threadjob': invokeCommand,
  'set-variable': setVariable,
  'new-variable': setVariable,
  'get-variable': getVariable,
  'get-item': getItem,
  'get-childitem': getItem,
  'set-item': setItem,
  'new-item': (machine, call) => {
    const path = toText(call.positional[0] ?? call.named.get('path') ?? null) ?? '';
    return /^(?:variable|env|function|alias):/i.test(path) ? setItem(machine, call) : undefined;
  },
  'set-alias': setAlias,
  'new-alias': setAlias,
  'get-command': getCommand,
  'set-content': setContent(false),
  'out-file': setContent(false),
  'add-content': setContent(true),
  'get-content': (machine, call) => {
    const path = toText(call.positional[0] ?? call.named.get('path') ?? call.named.get('literalpath') ?? null);
    const match = path === undefined ? null : /^(variable|env|function):[\\/]*(.+)$/i.exec(path);
    if (match !== null) return [machine.readVariable(/^variable$/i.test(match[1] as string) ? (match[2] as string).toLowerCase() : `${(match[1] as string).toLowerCase()}:${(match[2] as string).toLowerCase()}`)];
    const content = path === undefined ? undefined : machine.files.get(path.toLowerCase());
    if (content === undefined) return undefined;
    return typeof content === 'string' && ![...call.named.keys()].some((name) => 'raw'.startsWith(name)) ? content.split(/\r?\n/) : toList(content);
  },
  'start-sleep': () => [],
  'add-type': (machine, call) => {
    const source = call.named.get('typedefinition') ?? call.named.get('memberdefinition') ?? call.named.get('md') ?? call.positional[0];
    const text = source === undefined ? undefined : toText(source);
    machine.effect(call.rendered.length > 3_000 ? `Add-Type ${[...call.named.keys()].map((name) => `-${name}`).join(' ')}` : call.rendered, call.node);
    if (text !== undefined && text.length > 40 && /[{;]/.test(text)) machine.payload(text, 'unknown', ['Add-Type'], call.node);
    return [machine.symbol(call.node)];
  },
};
