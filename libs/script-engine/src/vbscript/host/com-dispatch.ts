import { adodbStream, fileSystem, textStreams } from './com-files.js';
import { describe, dictionary, dotNet, http, regExp, xml } from './com-data.js';
import { ComObject, notHandled, setField, type Behaviour, type ComHost } from './com-object.js';
import { lookups, runCommand, scriptControl, shellApplication, shellExecute, wmi, wscriptShell } from './com-system.js';
import { Unknown } from './unknown.js';

const behaviours: Readonly<Record<string, Behaviour>> = {
  'wscript.shell': wscriptShell, environment: lookups, specialfolders: lookups, 'shell.application': shellApplication, wmi, 'scripting.filesystemobject': fileSystem, textstream: textStreams, 'adodb.stream': adodbStream,
  'scripting.dictionary': dictionary, 'vbscript.regexp': regExp, http, xml, dotnet: dotNet, 'msscriptcontrol.scriptcontrol': scriptControl, scriptcontrol: scriptControl,
};

const classIds: Readonly<Record<string, string>> = {
  '72c24dd5-d70a-438b-8a42-98424b88afb8': 'WScript.Shell', 'f935dc22-1cf0-11d0-adb9-00c04fd58a0b': 'WScript.Shell', '13709620-c279-11ce-a49e-444553540000': 'Shell.Application', '9ba05972-f6a8-11cf-a442-00a0c90a8f39': 'Shell.Application', 'c08afd90-f2a1-11d1-8455-00a0c91f3880': 'Shell.Application',
  '49b2791a-b1ae-4c90-9b8e-e860ba07f889': 'MMC20.Application', '0d43fe01-f093-11cf-8940-00a0c9054228': 'Scripting.FileSystemObject', '00000566-0000-0010-8000-00aa006d2ea4': 'ADODB.Stream', '0e59f1d5-1fbe-11d0-8ff2-00a0d10038bc': 'MSScriptControl.ScriptControl', 'ee09b103-97e0-11cf-978f-00a02463e06f': 'Scripting.Dictionary',
};

function kindOf(progId: string): string {
  const name = progId.trim().toLowerCase().replace(/(?:\.\d{1,3}){1,2}$/, '');
  if (/xmlhttp$|winhttprequest$|^winhttp\./.test(name)) return 'http';
  if (/domdocument$|xmldom$|^msxml2\.(?:free|)threaded/.test(name)) return 'xml';
  if (name.startsWith('system.')) return name;
  return name;
}

/** The object of a ProgID, `new:{class id}` or moniker. */
export function createObject(host: ComHost, progId: string, label = host.label(progId)): ComObject {
  const classId = /^\s*(?:new:|clsid:)\s*\{?([0-9a-f-]{36})\}?/i.exec(progId)?.[1];
  const named = classId === undefined ? progId : (classIds[classId.toLowerCase()] ?? progId);
  if (/^\s*winmgmts/i.test(named)) return new ComObject('wmi', label);
  if (/^wbemscripting\./i.test(named)) return new ComObject('wmi', label);
  if (/^\s*script(?:let)?:/i.test(named)) {
    host.session.recorder.effect(label, host.span());
    host.session.recorder.missing('remoteContent', `the scriptlet ${named.trim().slice(0, 200)}`, host.span());
  }
  return new ComObject(kindOf(named), label);
}

function behaviourOf(object: ComObject): Behaviour | undefined {
  return behaviours[object.kind] ?? (object.kind.startsWith('system.') ? dotNet : undefined);
}

function spelled(object: ComObject, name: string): string {
  const lower = name.toLowerCase();
  return behaviourOf(object)?.names?.find((known) => known.toLowerCase() === lower) ?? name;
}

/** Calls a method (or the default member, by the empty name). Calls of members nobody knows are listed and give an object to go on with. */
export function comCall(host: ComHost, object: ComObject, name: string, args: readonly unknown[]): unknown {
  host.session.step();
  const lower = name.toLowerCase();
  for (const rule of object.trail) host.session.use(rule);
  const known = behaviourOf(object)?.call?.(host, object, lower, args) ?? (behaviourOf(object)?.call === undefined ? notHandled : undefined);
  if (known !== notHandled) return known;
  if (lower === 'shellexecute') return shellExecute(host, object, 'ShellExecute', args, args[0], args[1]);
  if (lower === 'executeshellcommand') return shellExecute(host, object, 'ExecuteShellCommand', args, args[0], args[2]);
  if (lower === 'createobject' && args.length > 0) {
    const progId = host.text(args[0]);
    return typeof progId === 'string' ? createObject(host, progId) : new Unknown(`${object.label}.CreateObject(${host.show(progId)})`);
  }
  if (name === '') return new ComObject(object.kind === 'wmi' ? 'wmi' : 'object', `${object.label}(${args.map((arg) => host.show(arg)).join(', ')})`);
  if (lower === 'navigate' || lower === 'navigate2') host.session.recorder.rule('browser navigation');
  return describe(host, object, spelled(object, name), args);
}

/** Reads a property. */
export function comGet(host: ComHost, object: ComObject, name: string): unknown {
  host.session.step();
  const lower = name.toLowerCase();
  for (const rule of object.trail) host.session.use(rule);
  const behaviour = behaviourOf(object);
  const known = behaviour?.get === undefined ? notHandled : behaviour.get(host, object, lower);
  if (known !== notHandled) return known;
  if (object.fields.has(lower)) return object.fields.get(lower);
  return new ComObject('object', `${object.label}.${spelled(object, name)}`);
}

/** Sets a property; what may matter outside is listed. */
export function comSet(host: ComHost, object: ComObject, name: string, value: unknown): void {
  host.session.step();
  const lower = name.toLowerCase();
  const behaviour = behaviourOf(object);
  const known = behaviour?.set === undefined ? notHandled : behaviour.set(host, object, lower, value);
  if (known !== notHandled) return;
  setField(host, object, lower, value);
  host.session.recorder.effect(`${object.label}.${spelled(object, name)} = ${host.show(value)}`, host.span());
}

/** Whether a name is a parameterless method rather than a property, so that naming it alone calls it. */
export function callsWithoutArguments(object: ComObject, name: string): boolean {
  const lower = name.toLowerCase();
  return (object.kind === 'textstream' && lower.startsWith('read')) || (object.kind === 'adodb.stream' && /^read/.test(lower)) || (object.kind === 'exec' && lower === 'readall');
}

/** A call on an object that is not known: listed; well-known names of methods that run commands hand their command on. */
export function callOnUnknown(host: ComHost, object: Unknown, name: string, args: readonly unknown[]): Unknown {
  const shown = `${object.text}.${name}(${args.map((arg) => host.show(arg)).join(', ')})`;
  host.session.recorder.effect(shown, host.span());
  const command = /^(?:run|exec|shellexecute|create)$/i.test(name) ? host.text(args[0] ?? '') : '';
  if (typeof command === 'string' && /\s|\.(?:exe|com|bat|cmd|ps1|vbs|js)\b/i.test(command)) runCommand(host, command, `${name} of an object not known`);
  return new Unknown(shown, { remote: object.remote });
}
