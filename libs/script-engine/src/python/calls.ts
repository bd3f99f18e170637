import { languageOfName } from '../core/detect-language.js';
import { Abrupt } from '../vbscript/host/journal.js';
import { knownText, Unknown } from '../vbscript/host/unknown.js';
import { attribute } from './attributes.js';
import type { Stmt } from './ast.js';
import { show, toText } from './convert.js';
import type { PyMachine } from './machine.js';
import { runBlock } from './statements.js';
import { Cell, EnoughYields, HostObject, PyBytes, PyClass, PyDict, PyFunction, PyGenerator, PyInstance, PyList, PyNative, Scope } from './values.js';

type Named = ReadonlyMap<string, unknown>;

/** Shows the arguments of a call. */
export function showArguments(args: readonly unknown[], named: Named): string {
  const brief = (value: unknown): unknown => (typeof value === 'string' && value.length > 2000 ? `${value.slice(0, 2000)}…` : value);
  return [...args.map((arg) => show(brief(arg))), ...[...named].map(([name, value]) => `${name}=${show(brief(value))}`)].join(', ');
}

/** Calls any value. What is not known is listed when it gets known text, and its callbacks are followed. */
export function callValue(machine: PyMachine, callee: unknown, args: readonly unknown[], named: Named): unknown {
  machine.session.step();
  if (callee instanceof PyFunction) return callFunction(machine, callee, args, named);
  if (callee instanceof PyNative) return callee.call(machine, args, named);
  if (callee instanceof PyClass) return construct(machine, callee, args, named);
  if (callee instanceof HostObject) return callHost(machine, callee, args, named);
  const label = callee instanceof Unknown ? callee.text : show(callee);
  const remote = callee instanceof Unknown && callee.remote;
  const shown = `${label}(${showArguments(args, named)})`;
  if ([...args, ...named.values()].some((arg) => (typeof arg === 'string' && arg.length > 3) || (arg instanceof Unknown && arg.parts !== undefined && knownText(arg).length > 3))) machine.effect(shown);
  const data = args.find((arg): arg is PyBytes => arg instanceof PyBytes && arg.data.length >= 64);
  if (data !== undefined) givenToMemory(machine, label, data);
  callbacks(machine, args, named, remote);
  return new Unknown(shown, { remote: remote || args.some((arg) => (arg instanceof Unknown || arg instanceof HostObject) && arg.remote) });
}

const quietMethods: ReadonlySet<string> = new Set(['read', 'decode', 'encode', 'strip', 'rstrip', 'lstrip', 'json', 'splitlines', 'split', 'readlines', 'readline', 'lower', 'upper', 'format', 'replace', 'get', 'items', 'keys', 'values', 'append', 'close', 'join', 'startswith', 'endswith', 'find', 'recv', 'recvfrom', 'accept', 'makefile', 'getvalue', 'group', 'groups', 'fileno', 'copy', 'hexdigest', 'digest', 'fetchall', 'start', 'flush', 'add_argument', 'parse_args', 'getheader', 'info', '__enter__']);
const quietModules = /^(?:random|time\.(?:time|localtime|strftime|ctime)|logging|argparse|typing|datetime|collections|dataclasses|enum|abc|warnings|traceback|inspect|copy|pprint|textwrap|calendar|uuid|decimal|fractions|secrets|string|tkinter|numpy|pandas|matplotlib|unittest|pytest|colorama|json|locale|contextlib|weakref|signal|queue|asyncio\.(?:get_event_loop|sleep|new_event_loop))\b/;
const remoteModules = /^(?:urllib|urllib2|urllib3|requests|httpx|aiohttp|http|socket|websocket|websockets|ftplib|paramiko|smtplib|telnetlib|pycurl)\b/;

/** Calls something of a library: listed unless it only handles data. */
function callHost(machine: PyMachine, callee: HostObject, args: readonly unknown[], named: Named): unknown {
  const { label } = callee;
  const shown = `${label}(${showArguments(args, named)})`;
  const method = label.slice(label.lastIndexOf('.') + 1);
  const remote = callee.remote || remoteModules.test(label);
  const quiet = quietModules.test(label) || (quietMethods.has(method) && !/^(?:requests|httpx|session)\b/.test(label)) || (method === 'get' && args.length === 0);
  const data = [...args, ...named.values()].find((arg): arg is PyBytes => arg instanceof PyBytes && arg.data.length >= 64);
  if (!quiet) machine.effect(shown);
  if (data !== undefined) givenToMemory(machine, label, data);
  if (method === 'read' && args.length === 0 && typeof callee.file?.content === 'string' && callee.file.content !== '') return /,\s?(?:mode=)?["'][^"']{0,3}b/.test(label) ? new PyBytes(new Uint8Array(Buffer.from(callee.file.content))) : callee.file.content;
  if (callee.file !== undefined && /^write/.test(method)) writeTo(machine, callee, args[0], method === 'writelines');
  const target = named.get('target');
  if (target instanceof PyFunction && target.callbacks < 2) {
    target.callbacks++;
    const given = named.get('args');
    machine.undecided(() => (callFunction(machine, target, given instanceof PyList ? given.items : [], new Map()), undefined), () => undefined);
  } else callbacks(machine, args, named, remote);
  return new HostObject(/^__(?:enter|aenter)__$/.test(method) ? label.slice(0, label.lastIndexOf('.')) : shown, remote, callee.file);
}

/** Hands on bytes that go to memory outside of Python. */
function givenToMemory(machine: PyMachine, label: string, { data }: PyBytes): void {
  if (/ctypes|windll|memmove|RtlMoveMemory|WriteProcessMemory|VirtualAlloc|CFUNCTYPE/i.test(label)) machine.session.recorder.payload('', undefined, [...machine.session.trail.rules, `${label.slice(0, 80)} bytes`], machine.here, { bytes: data });
}

function writeTo(machine: PyMachine, callee: HostObject, content: unknown, lines: boolean): void {
  const { file } = callee;
  if (file === undefined) return;
  machine.session.journal.touch(file);
  file.trail = [...new Set([...file.trail, ...machine.session.trail.rules])].slice(0, 16);
  const parts = lines && content instanceof PyList ? content.items : [content];
  for (const part of parts) {
    const data = part instanceof PyBytes ? part.data : toText(part);
    if (data instanceof Uint8Array && languageOfName(file.path) !== undefined && typeof file.content === 'string' && file.content !== '') file.append(Buffer.from(data).toString('utf8'));
    else file.append(data);
  }
}

/** Follows functions handed to the outside with arguments not known. */
export function callbacks(machine: PyMachine, args: readonly unknown[], named: Named, remote: boolean): void {
  for (const arg of [...args, ...named.values()]) {
    if (!(arg instanceof PyFunction) || arg.callbacks >= 2) continue;
    arg.callbacks++;
    const values = arg.params.filter(({ star }) => star === '').map(({ name }) => new Unknown(name, { remote }));
    machine.undecided(() => (callFunction(machine, arg, values, new Map()), undefined), () => undefined);
  }
}

/** Runs the body of a function; a generator may end it once it gave enough. */
function untilEnough<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof EnoughYields) return undefined;
    throw error;
  }
}

/** Calls a function of the script. */
export function callFunction(machine: PyMachine, callee: PyFunction, args: readonly unknown[], named: Named): unknown {
  const { session } = machine;
  callee.called = true;
  session.step();
  if (!session.follows(callee, args.some(informs) || [...named.values()].some(informs))) return new Unknown(`${callee.name === '' ? 'lambda' : callee.name}(…)`);
  const scope = new Scope(callee.scope, callee.params.length > 0);
  bind(machine, callee, args, named, scope);
  const frame = machine.newFrame();
  const outer = { frame: machine.frame, trail: session.trail };
  return machine.budget.nested(() =>
    machine.inside(callee.unit, scope, () => {
      machine.frame = frame;
      try {
        const { body } = callee;
        if (!isBlock(body)) return session.followed(callee, () => machine.evaluate(body));
        const left = session.followed(callee, () => untilEnough(() => runBlock(machine, body)));
        if (frame.yields !== undefined) return new PyGenerator(frame.yields);
        const value = left?.kind === 'return' ? left.value : null;
        return frame.maybe.every((maybe) => Object.is(maybe, value)) ? value : new Unknown(`${callee.name}(…)`);
      } finally {
        machine.frame = outer.frame;
        session.trail = outer.trail.plus(session.trail);
      }
    }),
  );
}

function isBlock(body: PyFunction['body']): body is readonly Stmt[] {
  return Array.isArray(body);
}

function informs(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || value instanceof PyBytes || (value instanceof PyList && value.items.length > 0) || (value instanceof Unknown && value.parts !== undefined);
}

function bind(machine: PyMachine, callee: PyFunction, args: readonly unknown[], named: Named, scope: Scope): void {
  let next = 0;
  const rest = new Map(named);
  callee.params.forEach(({ name, star }, index) => {
    let value: unknown;
    if (star === '*') {
      value = new PyList(args.slice(next), 'tuple');
      next = args.length;
    } else if (star === '**') {
      const extra = new PyDict();
      for (const [key, item] of rest) extra.entries.set(`s${key}`, [key, item]);
      value = extra;
    } else if (next < args.length) value = args[next++];
    else if (rest.has(name)) {
      value = rest.get(name);
      rest.delete(name);
    } else value = callee.defaults[index] === undefined ? new Unknown(name) : callee.defaults[index];
    scope.cells.set(name, new Cell(name, value, machine.session.trail));
  });
}

function construct(machine: PyMachine, callee: PyClass, args: readonly unknown[], named: Named): PyInstance {
  const made = new PyInstance(callee);
  const start = attribute(machine, made, '__init__', () => '__init__');
  if (start instanceof PyNative) start.call(machine, args, named);
  return made;
}

/** Ends the script. */
export function quit(): never {
  throw new Abrupt('quit');
}
