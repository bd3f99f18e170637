import { createHash } from 'node:crypto';
import { decodeBase64, decodeHex, decryptAes, inflate, type Compression } from '../core/codecs.js';
import { writeFile } from '../vbscript/host/com-files.js';
import { ComObject } from '../vbscript/host/com-object.js';
import { Abrupt } from '../vbscript/host/journal.js';
import { join, Unknown } from '../vbscript/host/unknown.js';
import { brief } from './expressions.js';
import { show, toBytes, toText } from './convert.js';
import { commandLine } from '../vbscript/host/shell-command.js';
import { callUnknown, nodeCommand } from './functions.js';
import type { JsMachine } from './machine.js';
import type { Method } from './string-methods.js';
import { JsArray, JsObject, Native } from './values.js';

const webModules: ReadonlySet<string> = new Set(['http', 'https', 'axios', 'node-fetch', 'request', 'got', 'needle', 'superagent', 'undici']);

/** What `require` gives for a module; undefined when its name is not known. */
export function requireModule(name: unknown): unknown {
  if (typeof name !== 'string') return undefined;
  const plain = name.replace(/^node:/, '').replace(/\/promises$/, '');
  const label = `require(${show(name)})`;
  if (plain === 'buffer') return bufferModule();
  if (webModules.has(plain)) return new ComObject('node:http', label);
  return /^\.{0,2}\//.test(plain) ? new ComObject('object', label) : new ComObject(`node:${plain}`, label);
}

function bufferModule(): JsObject {
  const made = new JsObject();
  made.getters = new Map();
  made.props.set('Buffer', new Native('Buffer', (machine, _self, args) => machine.call(machine.builtin('Buffer'), undefined, args)));
  return made;
}

function listed(machine: JsMachine, self: unknown, name: string, args: readonly unknown[]): string {
  const shown = `${self instanceof ComObject ? self.label : name.split('.')[0]}.${name.slice(name.lastIndexOf('.') + 1)}(${args.map((arg) => show(arg)).join(', ')})`;
  machine.session.recorder.effect(shown, machine.here);
  return shown;
}

/** Runs a command line through the shell. */
const shell = (name: string): Method => (machine, self, args) => {
  const shown = listed(machine, self ?? processes, name, args);
  nodeCommand(machine, args[0], `child_process.${name}`);
  return new ComObject('object', shown);
};

/** Runs a program with a list of arguments. */
const program = (name: string): Method => (machine, self, args) => {
  const shown = listed(machine, self ?? processes, name, args);
  nodeCommand(machine, args[1] instanceof JsArray ? commandLine([args[0], ...args[1].items].map((part) => toText(part))) : args[0], `child_process.${name}`);
  return new ComObject('object', shown);
};

const processes = new ComObject('node:child_process', 'require("child_process")');
const files = new ComObject('node:fs', 'require("fs")');

function contentOf(machine: JsMachine, data: unknown, encoding: unknown): string | Unknown | Uint8Array {
  const bytes = toBytes(data);
  if (bytes !== undefined) return bytes;
  const text = toText(data ?? '');
  const name = encoding instanceof JsObject ? encoding.props.get('encoding') : encoding;
  if (typeof text !== 'string') return text;
  if (name === 'base64') return decodeBase64(text, machine.budget) ?? text;
  if (name === 'hex') return decodeHex(text, machine.budget) ?? text;
  return name === 'binary' || name === 'latin1' ? new Uint8Array(Buffer.from(text, 'latin1')) : text;
}

const write = (name: string, append: boolean): Method => (machine, self, args) => {
  listed(machine, self ?? files, name, args.map((arg) => (typeof arg === 'string' && arg.length > 500 ? `${arg.slice(0, 500)}…` : arg)));
  writeFile(machine, args[0], contentOf(machine, args[1], args[2]), append);
  return undefined;
};

const read = (name: string): Method => (machine, _self, args) => {
  const path = toText(args[0]);
  const file = machine.files.get(typeof path === 'string' ? path : path.text);
  if (file !== undefined) return file.content instanceof Uint8Array ? new JsArray([...file.content], 'Buffer') : file.content;
  return new Unknown(`${files.label}.${name}(${show(path)})`);
};

const unpack = (how: Compression): Method => (machine, _self, args) => {
  const bytes = toBytes(args[0]);
  if (bytes === undefined) return new Unknown(`${how}(${show(args[0])})`, { remote: args[0] instanceof Unknown && args[0].remote });
  const out = inflate(bytes, how === 'gzip' && bytes[0] === 0x78 ? 'zlib' : how, machine.budget);
  if (out === undefined) {
    machine.session.recorder.missing('malformed', `${how} data`, machine.here);
    return new Unknown(`${how}(…)`);
  }
  machine.session.use(how);
  return new JsArray([...out], 'Buffer');
};

const web = (name: string): Method => (machine, self, args) => new Unknown(listed(machine, self ?? new ComObject('node:http', 'require("https")'), name, args), { remote: true });

const pathJoin: Method = (_machine, _self, args) => {
  let out: string | Unknown = '';
  args.forEach((arg, index) => {
    const part = toText(arg);
    out = index === 0 || out === '' ? part : join(out, typeof part === 'string' ? `/${part.replace(/^\.?\//, '')}` : join('/', part));
  });
  return out;
};

const code = (name: string): Method => (machine, self, args) => {
  machine.session.recorder.effect(`${self instanceof ComObject ? self.label : 'require("vm")'}.${name}(${brief(args[0])})`, machine.here);
  return machine.runScript(args[0], 'javascript', `vm.${name}`, { scope: machine.globals });
};

const textOrBytes = (value: unknown): Uint8Array | string | undefined => toBytes(value) ?? (typeof value === 'string' ? value : undefined);

function hash(machine: JsMachine, algorithm: unknown): unknown {
  const made = new JsObject();
  const name = toText(algorithm);
  const parts: (Uint8Array | string)[] = [];
  let open = false;
  made.props.set('update', new Native('update', (_machine, _self, args) => {
    const part = textOrBytes(args[0]);
    if (part === undefined) open = true;
    else parts.push(part);
    return made;
  }));
  made.props.set('digest', new Native('digest', (_machine, _self, args) => {
    if (open || typeof name !== 'string' || !/^(?:md5|sha1|sha224|sha256|sha384|sha512)$/i.test(name)) return new Unknown('digest(…)');
    const hashed = createHash(name.toLowerCase());
    for (const part of parts) hashed.update(part);
    machine.session.step(100);
    const bytes = hashed.digest();
    return args[0] === 'hex' || args[0] === 'base64' ? bytes.toString(args[0]) : new JsArray([...bytes], 'Buffer');
  }));
  return made;
}

function decipher(machine: JsMachine, args: readonly unknown[]): unknown {
  const [algorithm, key, iv] = args;
  const mode = typeof algorithm === 'string' ? /^aes-?\d{3}-(cbc|ecb)$/i.exec(algorithm)?.[1]?.toLowerCase() : undefined;
  const bytes = (value: unknown): Uint8Array | undefined => (typeof value === 'string' ? new Uint8Array(Buffer.from(value, 'utf8')) : toBytes(value));
  const keyBytes = bytes(key);
  const made = new JsObject();
  const data: Uint8Array[] = [];
  let open = false;
  const closed = (): Unknown => {
    machine.session.recorder.missing('unknownKey', `data encrypted with ${show(algorithm)}`, machine.here);
    return new Unknown('decrypted');
  };
  made.props.set('update', new Native('update', (_machine, _self, given) => {
    const content = contentOf(machine, given[0], given[1]);
    if (content instanceof Uint8Array) data.push(content);
    else open = true;
    return typeof given[2] === 'string' ? '' : new JsArray([], 'Buffer');
  }));
  made.props.set('final', new Native('final', (_machine, _self, given) => {
    if (open || keyBytes === undefined || (mode !== 'cbc' && mode !== 'ecb')) return closed();
    const out = decryptAes(new Uint8Array(Buffer.concat(data)), keyBytes, bytes(iv), mode, true);
    if (out === undefined) return closed();
    machine.session.use('AES');
    machine.budget.allocate(out.length);
    return typeof given[0] === 'string' ? Buffer.from(out).toString('utf8') : new JsArray([...out], 'Buffer');
  }));
  return made;
}

const members: Readonly<Record<string, Method>> = {
  'node:child_process.exec': shell('exec'), 'node:child_process.execSync': shell('execSync'),
  'node:child_process.spawn': program('spawn'), 'node:child_process.spawnSync': program('spawnSync'), 'node:child_process.execFile': program('execFile'), 'node:child_process.execFileSync': program('execFileSync'), 'node:child_process.fork': program('fork'),
  'node:fs.writeFile': write('writeFile', false), 'node:fs.writeFileSync': write('writeFileSync', false), 'node:fs.appendFile': write('appendFile', true), 'node:fs.appendFileSync': write('appendFileSync', true), 'node:fs.readFileSync': read('readFileSync'), 'node:fs.readFile': read('readFile'), 'node:fs.existsSync': (_machine, _self, args) => new Unknown(`${files.label}.existsSync(${show(args[0])})`),
  'node:http.get': web('get'), 'node:http.request': web('request'), 'node:http.post': web('post'), 'node:http.put': web('put'),
  'node:zlib.inflateSync': unpack('zlib'), 'node:zlib.unzipSync': unpack('gzip'), 'node:zlib.gunzipSync': unpack('gzip'), 'node:zlib.inflateRawSync': unpack('deflate'), 'node:zlib.brotliDecompressSync': unpack('brotli'),
  'node:path.join': pathJoin, 'node:path.resolve': pathJoin, 'node:path.basename': (_machine, _self, args) => (typeof args[0] === 'string' ? args[0].slice(args[0].lastIndexOf('/') + 1) : new Unknown('basename(…)')),
  'node:os.platform': () => new Unknown('os.platform()'), 'node:os.homedir': () => new Unknown('os.homedir()'), 'node:os.tmpdir': () => new Unknown('os.tmpdir()'), 'node:os.hostname': () => new Unknown('os.hostname()'), 'node:os.type': () => new Unknown('os.type()'), 'node:os.userInfo': () => new Unknown('os.userInfo()'), 'node:os.arch': () => new Unknown('os.arch()'),
  'node:vm.runInThisContext': code('runInThisContext'), 'node:vm.runInNewContext': code('runInNewContext'), 'node:vm.runInContext': code('runInContext'), 'node:vm.Script': code('Script'), 'node:module._compile': code('_compile'),
  'node:util.promisify': (_machine, _self, args) => args[0], 'node:util.inherits': () => undefined,
  'node:crypto.createHash': (machine, _self, args) => hash(machine, args[0]), 'node:crypto.createDecipheriv': (machine, _self, args) => decipher(machine, args),
  'node:process.exit': () => {
    throw new Abrupt('quit');
  },
  'node:process.binding': (_machine, _self, args) => requireModule(args[0]),
  'node:module.require': (_machine, _self, args) => requireModule(args[0]),
  'node:module.constructor': (machine, _self, args) => callUnknown(machine, 'module.constructor', args, false),
  'node:document.write': (machine, _self, args) => htmlWrite(machine, 'write', args), 'node:document.writeln': (machine, _self, args) => htmlWrite(machine, 'writeln', args),
  'wscript.createobject': (machine, _self, args) => machine.object(args[0], 'WScript.CreateObject'), 'wscript.getobject': (machine, _self, args) => machine.object(args[0], 'WScript.GetObject'),
  'wscript.echo': (machine, _self, args) => void listed(machine, new ComObject('wscript', 'WScript'), 'wscript.Echo', args), 'wscript.sleep': (machine, _self, args) => void listed(machine, new ComObject('wscript', 'WScript'), 'wscript.Sleep', args),
  'wscript.quit': () => {
    throw new Abrupt('quit');
  },
};

function htmlWrite(machine: JsMachine, name: string, args: readonly unknown[]): unknown {
  machine.session.recorder.effect(`document.${name}(${args.map(brief).join(', ')})`, machine.here);
  const text = args.length === 1 ? toText(args[0]) : new Unknown('…');
  if (typeof text === 'string' && /<\w/.test(text)) machine.session.recorder.payload(text, undefined, [...machine.session.trail.rules, `document.${name}`], machine.here);
  return undefined;
}

/** A member of a module or host object by its dotted name: a function, a value, or undefined when it is not known. */
export function moduleMembers(name: string): Method | Unknown | ComObject | undefined {
  const key = name.startsWith('wscript.') ? name.toLowerCase() : name;
  if (Object.hasOwn(members, key)) return members[key];
  if (/^wscript\.(?:scriptfullname|scriptname|fullname|path|name|version|interactive|buildversion)$/.test(key)) return new Unknown(`WScript.${name.slice(8)}`);
  if (key === 'node:process.env') return new ComObject('environmentof', 'process.env');
  if (/^node:process\.(?:platform|arch|pid|version|execPath|cwd|title)$/.test(key)) return new Unknown(name.slice(5));
  if (/^node:fs\.promises$/.test(key)) return files;
  if (/^node:os\.EOL$/.test(key)) return new Unknown('os.EOL');
  return undefined;
}
