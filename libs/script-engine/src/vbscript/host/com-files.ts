import { Bytes, effect, notHandled, setField, ComObject, type Behaviour, type ComHost } from './com-object.js';
import { join, knownText, showText, Unknown } from './unknown.js';
import { VirtualFile } from './virtual-files.js';

const plain = { quote: (text: string) => text, plus: '' };

function pathOf(host: ComHost, value: unknown): string {
  const text = host.text(value ?? '');
  return typeof text === 'string' ? text : showText(text, plain);
}

/** Opens a file for writing in the evaluation. */
export function writeFile(host: ComHost, path: unknown, content: string | Unknown | Uint8Array, append = false): VirtualFile {
  const name = pathOf(host, path);
  const known = host.files.get(name);
  if (known !== undefined && append) {
    host.session.journal.touch(known);
    known.append(content);
    return known;
  }
  const file = new VirtualFile(name, host.session.recorder, host.span(), content);
  file.trail = host.session.trail.rules;
  host.files.put(file);
  return file;
}

function textStream(label: string, file: VirtualFile | undefined): ComObject {
  const stream = new ComObject('textstream', label);
  stream.fields.set('file', file);
  return stream;
}

/** Scripting.FileSystemObject. */
export const fileSystem: Behaviour = {
  names: ['CreateTextFile', 'OpenTextFile', 'GetSpecialFolder', 'BuildPath', 'FileExists', 'FolderExists', 'DriveExists', 'CopyFile', 'MoveFile', 'DeleteFile', 'CreateFolder', 'DeleteFolder', 'CopyFolder', 'MoveFolder', 'GetFile', 'GetFolder', 'GetDrive', 'Drives', 'GetTempName', 'GetBaseName', 'GetExtensionName', 'GetFileName', 'GetParentFolderName', 'GetAbsolutePathName'],
  call(host, object, name, args) {
    switch (name) {
      case 'createtextfile':
        return textStream(effect(host, object, 'CreateTextFile', args), writeFile(host, args[0], ''));
      case 'opentextfile': {
        const shown = effect(host, object, 'OpenTextFile', args);
        const mode = host.number(args[1] ?? 1);
        return textStream(shown, mode === 2 || mode === 8 ? writeFile(host, args[0], '', mode === 8) : host.files.get(pathOf(host, args[0])));
      }
      case 'getspecialfolder': {
        const inline = ['%SystemRoot%', '%SystemRoot%\\System32', '%TEMP%'][host.number(args[0]) ?? -1];
        return new Unknown(`${object.label}.GetSpecialFolder(${host.show(args[0])})`, inline === undefined ? {} : { inline });
      }
      case 'buildpath': {
        const folder = host.text(args[0] ?? '');
        return join(typeof folder === 'string' && folder.endsWith('\\') ? folder : join(folder, '\\'), host.text(args[1] ?? ''));
      }
      case 'fileexists':
      case 'folderexists':
      case 'driveexists':
      case 'gettempname':
        return new Unknown(`${object.label}.${spelled(fileSystem, name)}(${args.map((arg) => host.show(arg)).join(', ')})`);
      case 'getbasename':
      case 'getextensionname':
      case 'getfilename':
      case 'getparentfoldername':
      case 'getabsolutepathname': {
        const path = host.text(args[0] ?? '');
        if (path instanceof Unknown) return new Unknown(`${object.label}.${spelled(fileSystem, name)}(${host.show(path)})`);
        const file = path.slice(path.lastIndexOf('\\') + 1);
        const dot = file.lastIndexOf('.');
        if (name === 'getfilename') return file;
        if (name === 'getparentfoldername') return path.slice(0, Math.max(0, path.lastIndexOf('\\')));
        if (name === 'getextensionname') return dot < 0 ? '' : file.slice(dot + 1);
        return name === 'getbasename' ? (dot < 0 ? file : file.slice(0, dot)) : notHandled;
      }
      case 'copyfile':
      case 'movefile': {
        const file = host.files.get(pathOf(host, args[0]));
        if (file !== undefined) writeFile(host, args[1], file.content);
        return notHandled;
      }
      default:
        return notHandled;
    }
  },
};

function spelled(behaviour: Behaviour, name: string): string {
  return behaviour.names?.find((known) => known.toLowerCase() === name) ?? name;
}

/** What CreateTextFile and OpenTextFile give. */
export const textStreams: Behaviour = {
  names: ['Write', 'WriteLine', 'WriteBlankLines', 'ReadAll', 'ReadLine', 'Read', 'Close', 'AtEndOfStream'],
  call(host, object, name, args) {
    const file = object.fields.get('file');
    if (name === 'close') return undefined;
    if (name === 'readall' || name === 'readline' || name === 'read') return file instanceof VirtualFile && name === 'readall' && !(file.content instanceof Uint8Array) ? file.content : new Unknown(`${object.label}.${spelled(textStreams, name)}()`);
    if (name !== 'write' && name !== 'writeline' && name !== 'writeblanklines') return notHandled;
    const text = name === 'writeblanklines' ? '\r\n' : host.text(args[0] ?? '');
    effect(host, object, spelled(textStreams, name), args);
    if (file instanceof VirtualFile) {
      host.session.budget.allocate(knownText(text).length);
      host.session.journal.touch(file);
      file.append(name === 'writeline' ? join(text, '\r\n') : text);
      file.trail = [...new Set([...file.trail, ...host.session.trail.rules])].slice(0, 16);
    }
    return undefined;
  },
  get(_host, object, name) {
    return name === 'atendofstream' ? new Unknown(`${object.label}.AtEndOfStream`) : notHandled;
  },
};

/** ADODB.Stream: bytes and text in one place. */
export const adodbStream: Behaviour = {
  names: ['Type', 'Mode', 'Charset', 'Position', 'Open', 'Close', 'Write', 'WriteText', 'Read', 'ReadText', 'SaveToFile', 'LoadFromFile', 'CopyTo', 'Flush', 'Size', 'SetEOS', 'LineSeparator'],
  call(host, object, name, args) {
    const { session } = host;
    const data = object.fields.get('data');
    switch (name) {
      case 'open':
      case 'flush':
      case 'seteos':
      case 'close':
        return undefined;
      case 'write': {
        const [value] = args;
        const bytes = value instanceof Bytes ? value : value instanceof Unknown ? value : new Unknown('bytes');
        setField(host, object, 'data', data instanceof Bytes && bytes instanceof Bytes ? new Bytes(new Uint8Array(Buffer.concat([data.data, bytes.data]))) : bytes);
        return bytes instanceof Unknown ? notHandled : undefined;
      }
      case 'writetext': {
        const text = join(typeof data === 'string' || data instanceof Unknown ? data : '', host.text(args[0] ?? ''));
        setField(host, object, 'data', host.number(args[1] ?? 0) === 1 ? join(text, '\r\n') : text);
        return undefined;
      }
      case 'read': {
        const bytes = bytesOf(host, object, data);
        if (bytes === undefined) return data instanceof Unknown ? data : new Unknown(`${object.label}.Read()`);
        const from = host.number(object.fields.get('position') ?? 0) ?? 0;
        const count = args.length > 0 ? host.number(args[0]) : undefined;
        session.budget.allocate(bytes.length);
        return new Bytes(bytes.slice(from, count === undefined || count < 0 ? undefined : from + count));
      }
      case 'readtext': {
        if (!(data instanceof Bytes)) return typeof data === 'string' || data instanceof Unknown ? data : new Unknown(`${object.label}.ReadText()`);
        const text = decodeCharset(data.data, charsetOf(host, object));
        if (text === undefined) return new Unknown(`${object.label}.ReadText()`);
        session.use('ADODB.Stream text');
        session.budget.allocate(text.length);
        return text;
      }
      case 'savetofile': {
        effect(host, object, 'SaveToFile', args);
        const bytes = typeof data === 'string' ? data : data instanceof Bytes ? data.data : data instanceof Unknown ? data : new Unknown('bytes');
        const file = writeFile(host, args[0], bytes);
        file.trail = [...new Set([...object.trail, ...file.trail])];
        return undefined;
      }
      case 'loadfromfile': {
        const file = host.files.get(pathOf(host, args[0]));
        const content = file?.content ?? new Unknown(`the content of ${pathOf(host, args[0])}`);
        setField(host, object, 'data', content instanceof Uint8Array ? new Bytes(content) : content);
        return notHandled;
      }
      case 'copyto':
        if (args[0] instanceof ComObject) setField(host, args[0], 'data', data);
        return undefined;
      default:
        return notHandled;
    }
  },
  get(host, object, name) {
    const data = object.fields.get('data');
    if (name === 'size') return bytesOf(host, object, data)?.length ?? new Unknown(`${object.label}.Size`);
    return object.fields.has(name) ? object.fields.get(name) : new Unknown(`${object.label}.${name}`);
  },
  set(host, object, name, value) {
    setField(host, object, name, value);
    return undefined;
  },
};

function charsetOf(host: ComHost, object: ComObject): string {
  const charset = host.text(object.fields.get('charset') ?? 'unicode');
  return typeof charset === 'string' ? charset.toLowerCase() : 'unicode';
}

function bytesOf(host: ComHost, object: ComObject, data: unknown): Uint8Array | undefined {
  if (data instanceof Bytes) return data.data;
  if (typeof data !== 'string') return undefined;
  const charset = charsetOf(host, object);
  host.session.budget.allocate(data.length * 2 + 3);
  if (charset === 'utf-8') return new Uint8Array(Buffer.from(`\uFEFF${data}`, 'utf8'));
  if (charset === 'unicode' || charset === 'utf-16') return new Uint8Array(Buffer.from(`\uFEFF${data}`, 'utf16le'));
  return new Uint8Array(Buffer.from(data, 'latin1'));
}

/** Text of bytes in a character set by its Windows name; undefined for sets not read. */
export function decodeCharset(bytes: Uint8Array, charset: string): string | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (charset === 'utf-8') return buffer.toString('utf8').replace(/^\uFEFF/, '');
  if (charset === 'unicode' || charset === 'utf-16' || charset === 'utf-16le') return buffer.toString('utf16le').replace(/^\uFEFF/, '');
  if (/^(?:us-)?ascii$|^iso-8859-1$|^x-ansi$/.test(charset)) return buffer.toString('latin1');
  if (charset === 'windows-1252') return new TextDecoder('windows-1252').decode(bytes);
  return bytes.every((byte) => byte < 128) ? buffer.toString('latin1') : undefined;
}
