import { effect, notHandled, setField, ComObject, type Behaviour, type ComHost } from './com-object.js';
import { commandText, join, knownText, Unknown } from './unknown.js';

/** Lists and hands on a command line for the Windows command processor. */
export function runCommand(host: ComHost, command: string | Unknown, sink: string): void {
  if (command instanceof Unknown && command.remote) host.session.recorder.missing('remoteContent', `the command given to ${sink}`, host.span());
  else if (command instanceof Unknown && command.inline === undefined && knownText(command) === '') host.session.recorder.missing('unknownValue', `the command given to ${sink}`, host.span());
  if (knownText(command).trim() === '' && !(command instanceof Unknown && command.inline !== undefined)) return;
  host.session.recorder.payload(commandText(command, 'batch'), 'batch', [...host.session.trail.rules, sink], host.span());
}

/** Lists a call of ShellExecute and hands on its file with the arguments. */
export function shellExecute(host: ComHost, object: ComObject, name: string, args: readonly unknown[], file: unknown, parameters: unknown): unknown {
  effect(host, object, name, args);
  const program = host.text(file ?? '');
  const rest = parameters === undefined || parameters === null ? '' : host.text(parameters);
  runCommand(host, rest === '' ? program : join(join(program, ' '), rest), `Shell.Application.${name}`);
  return new Unknown(`${object.label}.${name}`);
}

/** WScript.Shell. */
export const wscriptShell: Behaviour = {
  names: ['Run', 'Exec', 'RegWrite', 'RegRead', 'RegDelete', 'ExpandEnvironmentStrings', 'Environment', 'SpecialFolders', 'CreateShortcut', 'Popup', 'SendKeys', 'AppActivate', 'CurrentDirectory', 'LogEvent'],
  call(host, object, name, args) {
    switch (name) {
      case 'run':
      case 'exec': {
        const shown = effect(host, object, name === 'run' ? 'Run' : 'Exec', args);
        runCommand(host, host.text(args[0] ?? ''), `WScript.Shell.${name === 'run' ? 'Run' : 'Exec'}`);
        return name === 'run' ? new Unknown(shown) : new ComObject('exec', shown);
      }
      case 'expandenvironmentstrings': {
        const text = host.text(args[0] ?? '');
        if (text instanceof Unknown) return text;
        return text.includes('%') ? new Unknown(`${object.label}.ExpandEnvironmentStrings(${host.show(text)})`, { inline: text }) : text;
      }
      case 'environment':
        return args.length > 1 ? environmentVariable(host, args[1]) : new ComObject('environment', `${object.label}.Environment(${args.map((arg) => host.show(arg)).join(', ')})`);
      case 'specialfolders': {
        const folder = host.text(args[0] ?? '');
        if (args.length === 0) return new ComObject('specialfolders', `${object.label}.SpecialFolders`);
        return specialFolder(folder, `${object.label}.SpecialFolders(${host.show(folder)})`);
      }
      case 'createshortcut':
        return new ComObject('shortcut', effect(host, object, 'CreateShortcut', args));
      case 'regread':
        return new Unknown(effect(host, object, 'RegRead', args));
      default:
        return notHandled;
    }
  },
  get(_host, object, name) {
    if (name === 'environment') return new ComObject('environment', `${object.label}.Environment`);
    if (name === 'specialfolders') return new ComObject('specialfolders', `${object.label}.SpecialFolders`);
    return notHandled;
  },
};

const folders: Readonly<Record<string, string>> = {
  startup: '%APPDATA%\\Microsoft\\Windows\\Start Menu\\Programs\\Startup', desktop: '%USERPROFILE%\\Desktop', appdata: '%APPDATA%', mydocuments: '%USERPROFILE%\\Documents',
  allusersstartup: '%ProgramData%\\Microsoft\\Windows\\Start Menu\\Programs\\StartUp', programs: '%APPDATA%\\Microsoft\\Windows\\Start Menu\\Programs', templates: '%APPDATA%\\Microsoft\\Windows\\Templates', allusersdesktop: '%PUBLIC%\\Desktop', sendto: '%APPDATA%\\Microsoft\\Windows\\SendTo', fonts: '%SystemRoot%\\Fonts',
};

function specialFolder(folder: string | Unknown, label: string): Unknown {
  const inline = typeof folder === 'string' ? folders[folder.toLowerCase()] : undefined;
  return new Unknown(label, inline === undefined ? {} : { inline });
}

function environmentVariable(host: ComHost, name: unknown): Unknown {
  const text = host.text(name);
  return typeof text === 'string' && /^[\w()]+$/.test(text) ? new Unknown(`%${text}%`, { inline: `%${text}%` }) : new Unknown('environment variable');
}

/** WScript.Shell's Environment and SpecialFolders. */
export const lookups: Behaviour = {
  names: ['Item', 'Remove'],
  call(host, object, name, args) {
    if (name !== '' && name !== 'item') return notHandled;
    return object.kind === 'environment' ? environmentVariable(host, args[0]) : specialFolder(host.text(args[0] ?? ''), `${object.label}(${host.show(args[0])})`);
  },
};

/** Shell.Application and what else offers ShellExecute. */
export const shellApplication: Behaviour = {
  names: ['ShellExecute', 'NameSpace', 'CopyHere', 'Open', 'Windows', 'IsServiceRunning', 'ServiceStart', 'ServiceStop', 'MinimizeAll', 'BrowseForFolder'],
  call(host, object, name, args) {
    return name === 'shellexecute' ? shellExecute(host, object, 'ShellExecute', args, args[0], args[1]) : notHandled;
  },
};

/** WMI: services, classes and instances. */
export const wmi: Behaviour = {
  names: ['Get', 'Create', 'ExecQuery', 'ExecMethod', 'ExecMethod_', 'SpawnInstance_', 'InstancesOf', 'ConnectServer', 'Methods_', 'InParameters', 'Terminate', 'Delete', 'CommandLine', 'ShowWindow', 'ExecNotificationQuery', 'Put_'],
  call(host, object, name, args) {
    if (name === 'create') {
      const shown = effect(host, object, 'Create', args);
      if (!/win32_(?:process\b|scheduledjob)/i.test(object.label) && /win32_(?!process)/i.test(object.label)) return new Unknown(shown);
      runCommand(host, host.text(args[0] ?? ''), 'Win32_Process.Create');
      return new Unknown(shown);
    }
    if (name === 'execmethod' || name === 'execmethod_') {
      const parameters = args.find((arg): arg is ComObject => arg instanceof ComObject);
      effect(host, object, name === 'execmethod' ? 'ExecMethod' : 'ExecMethod_', args);
      if (parameters?.fields.has('commandline') === true) runCommand(host, host.text(parameters.fields.get('commandline')), 'Win32_Process.Create');
      return new ComObject('wmi', `${object.label}.ExecMethod`);
    }
    if (['get', 'spawninstance_', 'connectserver', 'instancesof', 'methods_', 'inparameters', 'item', ''].includes(name)) {
      const label = `${object.label}${name === '' ? '' : `.${wmi.names?.find((known) => known.toLowerCase() === name) ?? name}`}(${args.map((arg) => host.show(arg)).join(', ')})`;
      if (name === 'connectserver') host.session.recorder.effect(label, host.span());
      return new ComObject('wmi', label);
    }
    if (name === 'execquery' || name === 'execnotificationquery') return new ComObject('wmi', effect(host, object, name === 'execquery' ? 'ExecQuery' : 'ExecNotificationQuery', args));
    return notHandled;
  },
  get(_host, object, name) {
    return object.fields.has(name) ? object.fields.get(name) : new ComObject('wmi', `${object.label}.${wmi.names?.find((known) => known.toLowerCase() === name) ?? name}`);
  },
  set(host, object, name, value) {
    setField(host, object, name, value);
    const shown = wmi.names?.find((known) => known.toLowerCase() === name) ?? name;
    host.session.recorder.effect(`${object.label}.${shown} = ${host.show(value)}`, host.span());
    return undefined;
  },
};

/** MSScriptControl.ScriptControl. */
export const scriptControl: Behaviour = {
  names: ['Language', 'AddCode', 'Eval', 'ExecuteStatement', 'Run', 'AddObject', 'AllowUI', 'Timeout'],
  call(host, object, name, args) {
    if (!['addcode', 'eval', 'executestatement'].includes(name)) return notHandled;
    const shown = effect(host, object, name === 'addcode' ? 'AddCode' : name === 'eval' ? 'Eval' : 'ExecuteStatement', args);
    const language = host.text(object.fields.get('language') ?? 'vbscript');
    const value = host.runScript(args[0], typeof language === 'string' && /j(?:ava)?script/i.test(language) ? 'javascript' : 'vbscript', 'ScriptControl');
    return name === 'eval' ? value : new Unknown(shown);
  },
};
