import { decodeText } from '../core/codecs.js';
import { Unknown } from '../vbscript/host/unknown.js';
import { join } from '../vbscript/host/unknown.js';
import { replaceText } from '../vbscript/builtins-text.js';
import type { Method } from './attributes.js';
import { keyOf, show, toSize } from './convert.js';
import { braceFormat } from './format.js';
import { itemsOf } from './iterate.js';
import type { PyMachine } from './machine.js';
import { decodeWith, encodeWith } from './text-codecs.js';
import { PyBytes, PyDict, PyList } from './values.js';

/** Text and bytes share their methods: bytes are worked on as one character a byte. */
function plain(value: unknown): string | undefined {
  return typeof value === 'string' ? value : value instanceof PyBytes ? decodeText(value.data, 'latin1') : undefined;
}

function like(self: unknown, text: string): unknown {
  return self instanceof PyBytes ? new PyBytes(new Uint8Array(Buffer.from(text, 'latin1')), self.mutable) : text;
}

/** A method on the characters of a value; what is not known gives the call itself. */
const on = (name: string, work: (machine: PyMachine, text: string, args: readonly unknown[], self: unknown, named: ReadonlyMap<string, unknown>) => unknown): Method => (machine, self, args, named) => {
  const text = plain(self);
  const unknown = args.find((arg): arg is Unknown => arg instanceof Unknown);
  if (text === undefined || (unknown !== undefined && name !== 'format')) return new Unknown(`${show(self)}.${name}(${args.map((arg) => show(arg)).join(', ')})`, { remote: unknown?.remote ?? false });
  if (text.length > 4096) machine.session.step(text.length >> 12);
  return work(machine, text, args, self, named);
};

const mapped = (name: string, work: (text: string) => string): Method => on(name, (machine, text, _args, self) => {
  machine.budget.allocate(text.length);
  return like(self, work(text));
});

const asked = (name: string, pattern: RegExp): Method => on(name, (_machine, text) => pattern.test(text));

function stripped(text: string, chars: unknown, start: boolean, end: boolean): string {
  const set = plain(chars);
  const drop = (char: string): boolean => (set === undefined ? /\s/.test(char) : set.includes(char));
  let from = 0;
  let to = text.length;
  while (start && from < to && drop(text[from] as string)) from++;
  while (end && to > from && drop(text[to - 1] as string)) to--;
  return text.slice(from, to);
}

function split(machine: PyMachine, text: string, args: readonly unknown[], self: unknown, named: ReadonlyMap<string, unknown>, reverse: boolean): unknown {
  const by = plain(args[0] ?? named.get('sep'));
  const most = toSize(args[1] ?? named.get('maxsplit') ?? -1) ?? -1;
  machine.session.step(1 + (text.length >> 5));
  machine.budget.allocate(text.length);
  let parts: string[];
  if (by === undefined) parts = text.split(/\s+/).filter((part) => part !== '');
  else if (by === '') return new Unknown('split(…)');
  else parts = text.split(by);
  if (most >= 0 && parts.length > most + 1) {
    const glue = by ?? ' ';
    parts = reverse ? [parts.slice(0, parts.length - most).join(glue), ...parts.slice(parts.length - most)] : [...parts.slice(0, most), parts.slice(most).join(glue)];
  }
  machine.session.use('split');
  return new PyList(parts.map((part) => like(self, part)));
}

function joined(machine: PyMachine, by: string, args: readonly unknown[], self: unknown): unknown {
  const items = itemsOf(machine, args[0]);
  if (items === undefined) return new Unknown(`${show(self)}.join(${show(args[0])})`);
  let size = 0;
  const parts: string[] = [];
  for (const item of items) {
    const part = plain(item);
    if (part === undefined) return items.length > 400 || !(item instanceof Unknown) ? new Unknown(`${show(self)}.join(${show(args[0])})`) : symbolicJoin(by, items);
    size += part.length + by.length;
    parts.push(part);
  }
  machine.session.step(items.length >> 2);
  machine.budget.allocate(size);
  machine.session.use('join');
  return like(self, parts.join(by));
}

function symbolicJoin(by: string, items: readonly unknown[]): unknown {
  return items.reduce<string | Unknown>((all, item, index) => join(index === 0 ? '' : join(all, by), item instanceof Unknown ? item : (plain(item) ?? new Unknown(show(item)))), '');
}

function translate(machine: PyMachine, text: string, args: readonly unknown[], self: unknown): unknown {
  const [table, drop] = args;
  machine.budget.allocate(text.length);
  machine.session.step(text.length >> 4);
  machine.session.use('translate');
  if (table instanceof PyBytes || table === null) {
    const dropped = drop instanceof PyBytes ? new Set(drop.data) : new Set<number>();
    const data = Buffer.from(text, 'latin1').filter((byte) => !dropped.has(byte)).map((byte) => (table instanceof PyBytes ? (table.data[byte] ?? byte) : byte));
    return new PyBytes(new Uint8Array(data));
  }
  if (!(table instanceof PyDict)) return new Unknown('translate(…)');
  const out: string[] = [];
  for (const char of text) {
    const entry = table.entries.get(keyOf(char.codePointAt(0)) ?? '');
    const by = entry?.[1];
    if (entry === undefined) out.push(char);
    else if (typeof by === 'number') out.push(String.fromCodePoint(Math.min(0x10ffff, Math.max(0, by))));
    else if (typeof by === 'string') out.push(by);
  }
  return like(self, out.join(''));
}

function found(text: string, args: readonly unknown[], last: boolean): number {
  const [value, from, to] = args;
  const needle = plain(value) ?? (typeof value === 'number' ? String.fromCharCode(value) : '');
  const start = toSize(from ?? 0) ?? 0;
  const part = text.slice(0, toSize(to ?? text.length) ?? text.length);
  return last ? part.lastIndexOf(needle) : part.indexOf(needle, Math.max(0, start < 0 ? start + text.length : start));
}

function aligned(machine: PyMachine, text: string, args: readonly unknown[], self: unknown, align: '<' | '>' | '^'): unknown {
  const width = toSize(args[0]) ?? 0;
  machine.budget.allocate(Math.max(0, width));
  const fill = plain(args[1]) ?? ' ';
  const missing = Math.max(0, width - text.length);
  const left = align === '<' ? 0 : align === '>' ? missing : missing >> 1;
  return like(self, fill.repeat(left) + text + fill.repeat(missing - left));
}

const affix = (name: string, test: (text: string, part: string) => boolean): Method => on(name, (_machine, text, [value]) => (value instanceof PyList ? value.items.some((item) => test(text, plain(item) ?? '\0\0')) : test(text, plain(value) ?? '\0\0')));

const decodeMethod: Method = (machine, self, args, named) => {
  const encoding = args[0] ?? named.get('encoding') ?? 'utf-8';
  const data = self instanceof PyBytes ? self.data : typeof self === 'string' ? new Uint8Array(Buffer.from(self, 'latin1')) : undefined;
  if (data === undefined || typeof encoding !== 'string') return new Unknown(`${show(self)}.decode(…)`);
  return decodeWith(machine, data, encoding) ?? new Unknown(`${show(self).slice(0, 80)}.decode(${show(encoding)})`);
};

/** Methods of text and bytes. */
export const textMethods: Readonly<Record<string, Method>> = {
  decode: decodeMethod,
  encode: (machine, self, args, named) => {
    const encoding = args[0] ?? named.get('encoding') ?? 'utf-8';
    if (typeof self !== 'string' || typeof encoding !== 'string') return new Unknown(`${show(self)}.encode(…)`);
    return encodeWith(machine, self, encoding) ?? new Unknown('encode(…)');
  },
  join: on('join', (machine, text, args, self) => joined(machine, text, args, self)),
  replace: on('replace', (machine, text, args, self) => {
    const out = replaceText(machine.session, text, plain(args[0]) ?? '', plain(args[1]) ?? '', toSize(args[2] ?? -1) ?? -1, false);
    if (out !== text) machine.session.use('replace');
    return like(self, out);
  }),
  split: on('split', (machine, text, args, self, named) => split(machine, text, args, self, named, false)),
  rsplit: on('rsplit', (machine, text, args, self, named) => split(machine, text, args, self, named, true)),
  splitlines: on('splitlines', (machine, text, _args, self) => (machine.budget.allocate(text.length), new PyList(text.replace(/\r?\n$/, '').split(/\r\n|\r|\n/).map((line) => like(self, line))))),
  partition: on('partition', (_machine, text, [by], self) => {
    const mark = plain(by) ?? '';
    const at = text.indexOf(mark);
    return new PyList((at < 0 ? [text, '', ''] : [text.slice(0, at), mark, text.slice(at + mark.length)]).map((part) => like(self, part)), 'tuple');
  }),
  translate: on('translate', translate),
  format: (machine, self, args, named) => (typeof self === 'string' ? braceFormat(machine.session, self, args, named) : new Unknown('format(…)')),
  strip: on('strip', (_machine, text, args, self) => like(self, stripped(text, args[0], true, true))), lstrip: on('lstrip', (_machine, text, args, self) => like(self, stripped(text, args[0], true, false))), rstrip: on('rstrip', (_machine, text, args, self) => like(self, stripped(text, args[0], false, true))),
  removeprefix: on('removeprefix', (_machine, text, [part], self) => like(self, text.startsWith(plain(part) ?? '\0') ? text.slice((plain(part) ?? '').length) : text)), removesuffix: on('removesuffix', (_machine, text, [part], self) => like(self, text.endsWith(plain(part) ?? '\0') ? text.slice(0, text.length - (plain(part) ?? '').length) : text)),
  lower: mapped('lower', (text) => text.toLowerCase()), upper: mapped('upper', (text) => text.toUpperCase()), casefold: mapped('casefold', (text) => text.toLowerCase()), swapcase: mapped('swapcase', (text) => text.replace(/\p{L}/gu, (char) => (char === char.toLowerCase() ? char.toUpperCase() : char.toLowerCase()))), capitalize: mapped('capitalize', (text) => text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase()), title: mapped('title', (text) => text.toLowerCase().replace(/(?<![a-z])[a-z]/g, (char) => char.toUpperCase())),
  startswith: affix('startswith', (text, part) => text.startsWith(part)), endswith: affix('endswith', (text, part) => text.endsWith(part)),
  find: on('find', (_machine, text, args) => found(text, args, false)), index: on('index', (_machine, text, args) => found(text, args, false)), rfind: on('rfind', (_machine, text, args) => found(text, args, true)), rindex: on('rindex', (_machine, text, args) => found(text, args, true)),
  count: on('count', (_machine, text, [part]) => ((plain(part) ?? '') === '' ? text.length + 1 : text.split(plain(part) as string).length - 1)),
  zfill: on('zfill', (machine, text, [width], self) => (machine.budget.allocate(Math.max(0, toSize(width) ?? 0)), like(self, /^[-+]/.test(text) ? text.slice(0, 1) + text.slice(1).padStart((toSize(width) ?? 0) - 1, '0') : text.padStart(toSize(width) ?? 0, '0')))),
  ljust: on('ljust', (machine, text, args, self) => aligned(machine, text, args, self, '<')), rjust: on('rjust', (machine, text, args, self) => aligned(machine, text, args, self, '>')), center: on('center', (machine, text, args, self) => aligned(machine, text, args, self, '^')),
  isdigit: asked('isdigit', /^\d+$/), isnumeric: asked('isnumeric', /^\d+$/), isalpha: asked('isalpha', /^\p{L}+$/u), isalnum: asked('isalnum', /^[\p{L}\d]+$/u), isupper: asked('isupper', /^[^a-z]*[A-Z][^a-z]*$/), islower: asked('islower', /^[^A-Z]*[a-z][^A-Z]*$/), isspace: asked('isspace', /^\s+$/),
  hex: on('hex', (machine, text) => (machine.budget.allocate(text.length * 2), Buffer.from(text, 'latin1').toString('hex'))),
  append: (machine, self, [value]) => {
    if (!(self instanceof PyBytes) || typeof value !== 'number') return null;
    machine.session.journal.touch(self);
    machine.session.step(self.data.length >> 10);
    self.data = new Uint8Array(Buffer.concat([self.data, Uint8Array.of(value)]));
    return null;
  },
  extend: (machine, self, [value]) => {
    const items = itemsOf(machine, value);
    if (!(self instanceof PyBytes) || items === undefined) return null;
    machine.session.journal.touch(self);
    machine.budget.allocate(items.length);
    self.data = new Uint8Array(Buffer.concat([self.data, Uint8Array.from(items.map(Number))]));
    return null;
  },
  tobytes: (_machine, self) => self, __len__: on('__len__', (_machine, text) => text.length), __getitem__: (machine, self, args) => (self instanceof PyBytes ? self.data[toSize(args[0]) ?? -1] : typeof self === 'string' ? (machine.session.step(), self.at(toSize(args[0]) ?? 0)) : new Unknown('item')),
};
