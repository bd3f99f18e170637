import { createHash } from 'node:crypto';
import { unpackBzip2 } from '../core/bzip2.js';
import { decryptAes, inflate, type Compression } from '../core/codecs.js';
import { unpackLzma } from '../core/lzma.js';
import { expandReplacement, findMatches } from '../vbscript/host/regex.js';
import { commandLine, shellCommand } from '../vbscript/host/shell-command.js';
import { join, Unknown } from '../vbscript/host/unknown.js';
import { builtin } from './builtins.js';
import { quit, showArguments } from './calls.js';
import { readCompiledPython } from './compiled-code.js';
import { ascii85, base32, base85 } from './base-codecs.js';
import { keyOf, normal, show, toInt, toSize, toText } from './convert.js';
import { itemsOf } from './iterate.js';
import type { PyMachine } from './machine.js';
import { binary } from './operators.js';
import { decodeWith, encodeWith, pythonBase64 } from './text-codecs.js';
import { HostObject, PyBytes, PyClass, PyCycle, PyDict, PyInstance, PyList, PyNative, Scope } from './values.js';

type Work = ConstructorParameters<typeof PyNative>[1];

/** A module by its dotted name. */
export function importModule(name: string): unknown {
  return new HostObject(name.replace(/^\.+/, ''));
}

const bytesOf = (value: unknown): Uint8Array | undefined => (value instanceof PyBytes ? value.data : typeof value === 'string' ? new Uint8Array(Buffer.from(value, 'latin1')) : undefined);
const latin = (data: Uint8Array): string => Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('latin1');

function open(name: string, args: readonly unknown[], named: ReadonlyMap<string, unknown> = new Map()): Unknown {
  return new Unknown(`${name}(${showArguments(args, named)})`, { remote: args.some((arg) => (arg instanceof Unknown || arg instanceof HostObject) && arg.remote) });
}

/** A decoder of bytes; data that is not known gives the call itself, data that does not fit is noted. */
const decoder = (name: string, rule: string, work: (machine: PyMachine, data: Uint8Array, args: readonly unknown[]) => Uint8Array | undefined): Work => (machine, args, named) => {
  const data = bytesOf(args[0] ?? named.get('s') ?? named.get('data'));
  if (data === undefined) return open(name, args, named);
  machine.budget.allocate(data.length);
  const out = work(machine, data, [args[0], ...args.slice(1), ...named.values()]);
  if (out === undefined) {
    machine.session.recorder.missing('malformed', `the data given to ${name}`, machine.here);
    return open(name, []);
  }
  machine.session.use(rule);
  return new PyBytes(out);
};

const unpacked = (machine: PyMachine, data: Uint8Array, how: Compression): Uint8Array | undefined => inflate(data, how, machine.budget);

const closed = (name: string, detail: string): Work => (machine, args, named) => {
  const remote = args.some((arg) => (arg instanceof Unknown || arg instanceof HostObject) && arg.remote);
  machine.session.recorder.missing(remote ? 'remoteContent' : 'unsupported', detail, machine.here);
  return new HostObject(`${name}(${showArguments(args, named)})`, remote);
};

const compiledCode = closed('marshal.loads', 'byte code of compiled Python');

/** Compiled code stays closed, but for its names and texts. */
const compiled: Work = (machine, args, named) => {
  const text = args[0] instanceof PyBytes ? readCompiledPython(args[0].data) : undefined;
  if (text !== undefined) machine.session.recorder.payload(text, 'unknown', [...machine.session.trail.rules, 'names and texts of compiled code'], machine.here);
  return compiledCode(machine, args, named);
};

/** Runs a command line or a list of arguments. */
const command = (name: string): Work => (machine, args, named) => {
  const given = args[0] ?? named.get('args') ?? named.get('cmd');
  const shown = `${name}(${showArguments(args, named)})`;
  machine.effect(shown);
  const parts = given instanceof PyList ? given.items.map((item) => toText(item)) : undefined;
  shellCommand(machine.session, parts === undefined ? toText(given ?? '') : commandLine(parts), machine.here, name, name === 'os.startfile');
  return new HostObject(shown);
};

const spread = (name: string, from: number): Work => (machine, args, named) => {
  const shown = `${name}(${showArguments(args, named)})`;
  machine.effect(shown);
  const rest = args[from] instanceof PyList ? args[from].items : args.slice(from);
  shellCommand(machine.session, commandLine([args[from - 1], ...rest.slice(1)].map((part) => toText(part))), machine.here, name);
  return new HostObject(shown);
};

function made(name: string, members: Readonly<Record<string, Work>>): PyInstance {
  const instance = new PyInstance(new PyClass(name, new Scope(undefined), []));
  for (const [key, work] of Object.entries(members)) instance.attributes.set(key, new PyNative(key, work));
  return instance;
}

const hash = (algorithm: string): Work => (_machine, args) => {
  const parts: (Uint8Array | undefined)[] = args.length === 0 ? [] : [bytesOf(args[0])];
  const digest = (): Buffer | undefined => {
    if (parts.includes(undefined)) return undefined;
    const hashed = createHash(algorithm);
    for (const part of parts) hashed.update(part as Uint8Array);
    return hashed.digest();
  };
  return made(algorithm, {
    update: (_host, [part]) => (parts.push(bytesOf(part)), null),
    hexdigest: () => digest()?.toString('hex') ?? new Unknown(`${algorithm}(…).hexdigest()`),
    digest: () => (digest() === undefined ? new Unknown(`${algorithm}(…).digest()`) : new PyBytes(new Uint8Array(digest() as Buffer))),
  });
};

const unknownKey = (machine: PyMachine, what: string): Unknown => {
  machine.session.recorder.missing('unknownKey', what, machine.here);
  return new Unknown(`${what} decrypted`);
};

const aes: Work = (_machine, args) => {
  const key = bytesOf(args[0]);
  const mode = args[1] === 1 ? 'ecb' : args[1] === 2 ? 'cbc' : undefined;
  return made('AES', {
    decrypt: (machine, [data]) => {
      const bytes = bytesOf(data);
      const out = key === undefined || mode === undefined || bytes === undefined ? undefined : decryptAes(bytes, key, bytesOf(args[2]), mode, false);
      if (out === undefined) return unknownKey(machine, 'AES data');
      machine.session.use('AES');
      machine.budget.allocate(out.length);
      return new PyBytes(out);
    },
  });
};

/** Fernet tokens: AES-128-CBC under the second half of the key, the vector behind version and time. */
const fernet: Work = (_machine, args) => made('Fernet', {
  decrypt: (machine, [token]) => {
    const key = bytesOf(args[0]);
    const bytes = bytesOf(token);
    const full = key === undefined ? undefined : pythonBase64(machine, latin(key), true);
    const data = bytes === undefined ? undefined : pythonBase64(machine, latin(bytes), true);
    const out = full?.length === 32 && data !== undefined && data.length > 57 ? decryptAes(data.subarray(25, data.length - 32), full.subarray(16), data.subarray(9, 25), 'cbc', true) : undefined;
    if (out === undefined) return unknownKey(machine, 'a Fernet token');
    machine.session.use('Fernet');
    machine.budget.allocate(out.length);
    return new PyBytes(out);
  },
});

function regex(machine: PyMachine, name: string, args: readonly unknown[], named: ReadonlyMap<string, unknown>): unknown {
  const [pattern, second, third] = args;
  const subject = name === 'sub' ? third : second;
  if (typeof pattern !== 'string' || typeof subject !== 'string') return open(`re.${name}`, args, named);
  const found = findMatches(pattern, {}, subject, name !== 'search' && name !== 'match', machine.session);
  if (found === undefined) return open(`re.${name}`, args, named);
  if (name === 'findall') return new PyList(found.map(({ groups }) => (groups.length > 2 ? new PyList(groups.slice(1).map((group) => group ?? ''), 'tuple') : (groups[groups.length - 1] ?? ''))));
  if (name === 'search' || name === 'match') {
    const [first] = found;
    if (first === undefined || (name === 'match' && first.index !== 0)) return null;
    return made('Match', { group: (_host, [index]) => first.groups[toSize(index ?? 0) ?? 0] ?? null, groups: () => new PyList(first.groups.slice(1).map((group) => group ?? null), 'tuple') });
  }
  const pieces: string[] = [];
  let at = 0;
  for (const match of found) {
    if (name === 'split') {
      pieces.push(subject.slice(at, match.index));
      at = match.end;
      continue;
    }
    const by = typeof second === 'string' ? expandReplacement(second.replaceAll('$', '$$$$').replace(/\\(\d)|\\g<(\d)>/g, '$$$1$2'), match) : toText(machine.call(second, [made('Match', { group: (_host, [index]) => match.groups[toSize(index ?? 0) ?? 0] ?? null })]));
    if (typeof by !== 'string') return open('re.sub', args, named);
    pieces.push(subject.slice(at, match.index), by);
    at = match.end;
  }
  pieces.push(subject.slice(at));
  if (name === 'split') return new PyList(pieces);
  const size = pieces.reduce((all, piece) => all + piece.length, 0);
  machine.budget.allocate(size);
  machine.session.use('regular expression replace');
  return pieces.join('');
}

function maketrans(machine: PyMachine, args: readonly unknown[]): unknown {
  const table = new PyDict();
  const [from, to, drop] = args;
  if (from instanceof PyBytes && to instanceof PyBytes) {
    const data = Uint8Array.from({ length: 256 }, (_, index) => index);
    from.data.forEach((byte, index) => (data[byte] = to.data[index] ?? byte));
    return new PyBytes(data);
  }
  const put = (char: string, value: unknown): void => void table.entries.set(keyOf(char.codePointAt(0)) ?? '', [char.codePointAt(0), value]);
  if (from instanceof PyDict) {
    for (const [key, value] of from.entries.values()) {
      if (typeof key === 'string') put(key, value);
      else table.entries.set(keyOf(key) ?? '', [key, value]);
    }
  } else if (typeof from === 'string' && typeof to === 'string') {
    machine.budget.allocate(from.length);
    const others = [...to];
    [...from].forEach((char, index) => put(char, others[index] ?? char));
    if (typeof drop === 'string') for (const char of drop) put(char, null);
  } else return open('str.maketrans', args);
  return table;
}

const works: Readonly<Record<string, Work>> = {
  'base64.b64decode': decoder('base64.b64decode', 'base64', (machine, data, [, altchars]) => {
    const other = altchars instanceof PyBytes ? latin(altchars.data) : '';
    return pythonBase64(machine, other.length === 2 ? latin(data).replaceAll(other[0] as string, '+').replaceAll(other[1] as string, '/') : latin(data));
  }),
  'base64.standard_b64decode': decoder('base64.standard_b64decode', 'base64', (machine, data) => pythonBase64(machine, latin(data))), 'base64.decodebytes': decoder('base64.decodebytes', 'base64', (machine, data) => pythonBase64(machine, latin(data))), 'base64.decodestring': decoder('base64.decodestring', 'base64', (machine, data) => pythonBase64(machine, latin(data))), 'binascii.a2b_base64': decoder('binascii.a2b_base64', 'base64', (machine, data) => pythonBase64(machine, latin(data))),
  'base64.urlsafe_b64decode': decoder('base64.urlsafe_b64decode', 'base64', (machine, data) => pythonBase64(machine, latin(data), true)),
  'base64.b32decode': decoder('base64.b32decode', 'base32', (_machine, data) => base32(latin(data))), 'base64.b16decode': decoder('base64.b16decode', 'hex', (_machine, data) => hexadecimal(latin(data))), 'base64.a85decode': decoder('base64.a85decode', 'ascii85', (_machine, data) => ascii85(latin(data))), 'base64.b85decode': decoder('base64.b85decode', 'base85', (_machine, data) => base85(latin(data))),
  'base64.b64encode': (machine, args) => (bytesOf(args[0]) === undefined ? open('base64.b64encode', args) : (machine.budget.allocate((bytesOf(args[0]) as Uint8Array).length * 2), new PyBytes(new Uint8Array(Buffer.from(Buffer.from(bytesOf(args[0]) as Uint8Array).toString('base64'), 'latin1'))))),
  'binascii.unhexlify': decoder('binascii.unhexlify', 'hex', (_machine, data) => hexadecimal(latin(data))), 'binascii.a2b_hex': decoder('binascii.a2b_hex', 'hex', (_machine, data) => hexadecimal(latin(data))), 'bytes.fromhex': decoder('bytes.fromhex', 'hex', (_machine, data) => hexadecimal(latin(data).replace(/\s+/g, ''))), 'bytearray.fromhex': decoder('bytearray.fromhex', 'hex', (_machine, data) => hexadecimal(latin(data).replace(/\s+/g, ''))),
  'zlib.decompress': decoder('zlib.decompress', 'zlib', (machine, data, [, bits]) => {
    const window = toSize(bits ?? 15) ?? 15;
    return unpacked(machine, data, window < 0 ? 'deflate' : data[0] === 0x1f && window > 15 ? 'gzip' : 'zlib');
  }),
  'gzip.decompress': decoder('gzip.decompress', 'gzip', (machine, data) => unpacked(machine, data, 'gzip')), 'brotli.decompress': decoder('brotli.decompress', 'brotli', (machine, data) => unpacked(machine, data, 'brotli')),
  'bz2.decompress': decoder('bz2.decompress', 'bzip2', (machine, data) => unpackBzip2(data, machine.budget)), 'lzma.decompress': decoder('lzma.decompress', 'lzma', (machine, data) => unpackLzma(data, machine.budget)), 'marshal.loads': compiled, 'pickle.loads': closed('pickle.loads', 'data in pickle format'), 'dill.loads': closed('dill.loads', 'data in pickle format'),
  'codecs.decode': (machine, args, named) => {
    const encoding = args[1] ?? named.get('encoding') ?? 'utf-8';
    const data = bytesOf(args[0]);
    return (data === undefined || typeof encoding !== 'string' ? undefined : decodeWith(machine, data, encoding)) ?? open('codecs.decode', args, named);
  },
  'codecs.encode': (machine, args, named) => {
    const encoding = args[1] ?? named.get('encoding') ?? 'utf-8';
    return (typeof args[0] === 'string' && typeof encoding === 'string' ? encodeWith(machine, args[0], encoding) : undefined) ?? open('codecs.encode', args, named);
  },
  'codecs.getdecoder': (_machine, [encoding]) => new PyNative('decoder', (machine, args) => new PyList([(typeof encoding === 'string' && bytesOf(args[0]) !== undefined ? decodeWith(machine, bytesOf(args[0]) as Uint8Array, encoding) : undefined) ?? open('decode', args), 0], 'tuple')),
  'str.maketrans': (machine, args) => maketrans(machine, args), 'bytes.maketrans': (machine, args) => maketrans(machine, args), 'string.maketrans': (machine, args) => maketrans(machine, args),
  'int.from_bytes': (machine, args, named) => {
    const data = bytesOf(args[0]) ?? undefined;
    if (data === undefined || data.length > 100_000) return open('int.from_bytes', args, named);
    machine.session.step(data.length >> 3);
    const hex = Buffer.from((args[1] ?? named.get('byteorder') ?? 'big') === 'little' ? data.toReversed() : data).toString('hex');
    return hex === '' ? 0 : normal(BigInt(`0x${hex}`));
  },
  'Crypto.Util.number.long_to_bytes': (machine, args) => longToBytes(machine, args), 'dict.fromkeys': (machine, args) => {
    const table = new PyDict();
    for (const key of itemsOf(machine, args[0]) ?? []) table.entries.set(keyOf(key) ?? '', [key, args[1] ?? null]);
    return table;
  },
  'urllib.parse.unquote': (machine, args) => unquoted(machine, args, false), 'urllib.unquote': (machine, args) => unquoted(machine, args, false), 'urllib.parse.unquote_plus': (machine, args) => unquoted(machine, args, true),
  'importlib.import_module': (_machine, args) => (typeof args[0] === 'string' ? importModule(args[0]) : open('importlib.import_module', args)),
  'itertools.cycle': (machine, args) => (itemsOf(machine, args[0]) === undefined ? open('itertools.cycle', args) : new PyCycle(itemsOf(machine, args[0]) as unknown[])),
  'itertools.chain': (machine, args) => new PyList(args.flatMap((arg) => itemsOf(machine, arg) ?? [new Unknown(show(arg))])), 'itertools.chain.from_iterable': (machine, args) => new PyList((itemsOf(machine, args[0]) ?? []).flatMap((arg) => itemsOf(machine, arg) ?? [])),
  'itertools.product': (machine, args, named) => {
    const lists = named.size === 0 ? args.map((arg) => itemsOf(machine, arg)) : [undefined];
    const count = lists.reduce((all, list) => all * (list?.length ?? Number.POSITIVE_INFINITY), 1);
    if (!(count <= 10_000)) return open('itertools.product', args, named);
    machine.session.step(count * lists.length);
    return new PyList(lists.reduce<unknown[][]>((rows, list) => rows.flatMap((row) => (list ?? []).map((item) => [...row, item])), [[]]).map((row) => new PyList(row, 'tuple')));
  },
  'functools.reduce': (machine, args) => {
    const items = itemsOf(machine, args[1]);
    if (items === undefined) return open('functools.reduce', args);
    return items.slice(args.length > 2 ? 0 : 1).reduce<unknown>((all, item) => (machine.session.step(), machine.call(args[0], [all, item])), args.length > 2 ? args[2] : items[0]);
  },
  'functools.partial': (_machine, [work, ...first], given) => new PyNative('partial', (machine, args, named) => machine.call(work, [...first, ...args], new Map([...given, ...named]))),
  'operator.xor': (machine, args) => binary(machine.session, '^', args[0], args[1]), 'operator.add': (machine, args) => binary(machine.session, '+', args[0], args[1]), 'operator.sub': (machine, args) => binary(machine.session, '-', args[0], args[1]),
  'os.system': command('os.system'), 'os.popen': command('os.popen'), 'os.startfile': command('os.startfile'), 'pty.spawn': command('pty.spawn'), 'commands.getoutput': command('commands.getoutput'), 'asyncio.create_subprocess_shell': command('asyncio.create_subprocess_shell'),
  'os.execl': spread('os.execl', 1), 'os.execlp': spread('os.execlp', 1), 'os.execv': spread('os.execv', 1), 'os.execvp': spread('os.execvp', 1), 'os.execve': spread('os.execve', 1), 'os.spawnl': spread('os.spawnl', 2), 'os.spawnv': spread('os.spawnv', 2), 'os.spawnlp': spread('os.spawnlp', 2),
  'os.getenv': (_machine, args) => new Unknown(`os.environ[${show(args[0])}]`), 'os.environ.get': (_machine, args) => new Unknown(`os.environ[${show(args[0])}]`), 'os._exit': quit, 'sys.exit': quit,
  'os.path.join': (_machine, args) => args.map((arg) => toText(arg)).reduce<string | Unknown>((all, part) => (all === '' || (typeof part === 'string' && part.startsWith('/')) ? part : join(typeof all === 'string' && /[/\\]$/.test(all) ? all : join(all, '/'), part)), ''),
  'os.path.expanduser': (_machine, args) => (typeof args[0] === 'string' && args[0].startsWith('~') ? new Unknown(`os.path.expanduser(${show(args[0])})`, { inline: args[0] }) : toText(args[0])), 'os.path.expandvars': (_machine, args) => (typeof args[0] === 'string' && /[$%]/.test(args[0]) ? new Unknown(`os.path.expandvars(${show(args[0])})`, { inline: args[0] }) : toText(args[0])),
  'os.getpid': (_machine, args) => open('os.getpid', args), 'os.getcwd': (_machine, args) => open('os.getcwd', args), 'os.path.exists': (_machine, args) => open('os.path.exists', args), 'os.path.isfile': (_machine, args) => open('os.path.isfile', args), 'os.path.basename': (_machine, args) => (typeof args[0] === 'string' ? args[0].slice(args[0].lastIndexOf('/') + 1) : open('os.path.basename', args)), 'os.path.dirname': (_machine, args) => (typeof args[0] === 'string' ? args[0].slice(0, Math.max(0, args[0].lastIndexOf('/'))) : open('os.path.dirname', args)), 'os.path.abspath': (_machine, args) => open('os.path.abspath', args),
  'Crypto.Cipher.AES.new': aes, 'Cryptodome.Cipher.AES.new': aes, 'cryptography.fernet.Fernet': fernet,
  'Crypto.Util.Padding.unpad': (_machine, args) => unpad(args), 'Cryptodome.Util.Padding.unpad': (_machine, args) => unpad(args),
};

function unpad(args: readonly unknown[]): unknown {
  const data = bytesOf(args[0]);
  return data === undefined ? open('unpad', args) : new PyBytes(data.subarray(0, Math.max(0, data.length - (data[data.length - 1] ?? 0))));
}

function longToBytes(machine: PyMachine, args: readonly unknown[]): unknown {
  const int = toInt(args[0]);
  if (int === undefined || int < 0) return open('long_to_bytes', args);
  const hex = BigInt(int).toString(16);
  machine.session.use('number to bytes');
  return new PyBytes(new Uint8Array(Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')));
}

function unquoted(machine: PyMachine, args: readonly unknown[], plus: boolean): unknown {
  const text = toText(args[0]);
  if (typeof text !== 'string') return open('urllib.parse.unquote', args);
  machine.budget.allocate(text.length);
  machine.session.use('URI decoding');
  const bytes = (plus ? text.replaceAll('+', ' ') : text).replace(/(?:%[0-9a-fA-F]{2})+/g, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'));
  return bytes;
}

function hexadecimal(text: string): Uint8Array | undefined {
  return text.length % 2 === 0 && /^[0-9a-fA-F]*$/.test(text) ? new Uint8Array(Buffer.from(text, 'hex')) : undefined;
}

const subprocess = /^(?:subprocess|asyncio\.subprocess)\.(?:run|call|Popen|check_output|check_call|getoutput|getstatusoutput)$/;
const patterns = /^re\.(sub|findall|search|match|split)$/;
const windowsRunner = /(?:WinExec|ShellExecute(?:Ex)?[AW]?|CreateProcess[AW]?)$/;
const values: Readonly<Record<string, unknown>> = {
  'string.ascii_lowercase': 'abcdefghijklmnopqrstuvwxyz', 'string.ascii_uppercase': 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'string.ascii_letters': 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ', 'string.digits': '0123456789', 'string.hexdigits': '0123456789abcdefABCDEF', 'string.punctuation': '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
  'Crypto.Cipher.AES.MODE_ECB': 1, 'Crypto.Cipher.AES.MODE_CBC': 2, 'Cryptodome.Cipher.AES.MODE_ECB': 1, 'Cryptodome.Cipher.AES.MODE_CBC': 2, 'AES.block_size': 16, 'os.sep': '/',
};

/** A member of a module by its dotted name: a function, a value, or undefined when it is not computed here. */
export function moduleMember(label: string, owner: HostObject | undefined): unknown {
  if (Object.hasOwn(values, label)) return values[label];
  const name = label.slice(label.lastIndexOf('.') + 1);
  if (/^(?:builtins|__builtin__|__builtins__)\./.test(label)) return builtin(name);
  if (/^(?:sys\.platform|os\.name|sys\.executable|sys\.version|sys\.version_info|sys\.maxsize|os\.environ\b.*\w\])$/.test(label)) return new Unknown(label);
  const work = Object.hasOwn(works, label) ? works[label] : undefined;
  if (work !== undefined) return new PyNative(label, work);
  const hashed = /^hashlib\.(md5|sha1|sha224|sha256|sha384|sha512)$/.exec(label)?.[1];
  if (hashed !== undefined) return new PyNative(label, hash(hashed));
  if (subprocess.test(label)) return new PyNative(label, command(label));
  const pattern = patterns.exec(label)?.[1];
  if (pattern !== undefined) return new PyNative(label, (machine, args, named) => regex(machine, pattern, args, named));
  if (windowsRunner.test(label)) {
    return new PyNative(label, (machine, args, named) => {
      const shown = `${label}(${showArguments(args, named)})`;
      machine.effect(shown);
      const texts = args.filter((arg) => typeof arg === 'string' && /[\w%]/.test(arg) && !/^(?:open|runas|print)$/i.test(arg));
      if (texts.length > 0) shellCommand(machine.session, texts.map(String).join(' '), machine.here, label, true);
      return new HostObject(shown, owner?.remote ?? false);
    });
  }
  return undefined;
}
