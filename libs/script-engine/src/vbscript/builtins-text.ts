import { decodeText } from '../core/codecs.js';
import { Bytes } from './host/com-object.js';
import type { Session } from './host/session.js';
import { bankers, toNumber, toText, VbArray } from './values.js';

/** What a builtin gives when its arguments are outside what it takes. */
export const failed = Symbol('failed');

/** A builtin whose arguments are all known. */
export type Builtin = (session: Session, args: readonly unknown[]) => unknown;

const text = (value: unknown): string => {
  const converted = toText(value);
  return typeof converted === 'string' ? converted : '';
};
const whole = (value: unknown, otherwise: number): number => (value === undefined ? otherwise : bankers(toNumber(value) ?? Number.NaN));

/** Windows-1252, as Chr and Asc have it outside ASCII. */
const windows = new TextDecoder('windows-1252');
const high = Array.from({ length: 128 }, (_, index) => windows.decode(Uint8Array.of(index + 128)));

function chr(session: Session, args: readonly unknown[]): unknown {
  const code = toNumber(args[0]);
  if (code === undefined || code < 0 || code > 0xffff) return failed;
  session.use('Chr');
  const rounded = bankers(code);
  return rounded < 128 ? String.fromCharCode(rounded) : rounded < 256 ? (high[rounded - 128] as string) : String.fromCharCode(rounded);
}

function chrw(session: Session, args: readonly unknown[]): unknown {
  const code = toNumber(args[0]);
  if (code === undefined || code < -0x8000 || code > 0xffff) return failed;
  session.use('ChrW');
  return String.fromCharCode(bankers(code) & 0xffff);
}

function asc(_session: Session, args: readonly unknown[]): unknown {
  const char = text(args[0])[0];
  if (char === undefined) return failed;
  const code = char.charCodeAt(0);
  const at = code < 128 ? -1 : high.indexOf(char);
  return at >= 0 ? at + 128 : code;
}

function mid(session: Session, args: readonly unknown[]): unknown {
  const source = text(args[0]);
  const start = whole(args[1], 1);
  const length = whole(args[2], source.length);
  if (!(start >= 1) || !(length >= 0)) return failed;
  const size = Math.max(0, Math.min(length, source.length - start + 1));
  session.budget.allocate(size);
  return source.slice(start - 1, start - 1 + size);
}

function instr(session: Session, args: readonly unknown[], reverse: boolean): unknown {
  let start = reverse ? -1 : 1;
  let [first, second, third, fourth] = args;
  if (!reverse && (typeof first === 'number' || (args.length > 2 && toNumber(first) !== undefined))) {
    start = whole(first, 1);
    [first, second, third] = [second, third, fourth];
  } else if (reverse) {
    start = whole(third, -1);
    third = fourth;
    fourth = undefined;
  }
  let haystack = text(first);
  let needle = text(second);
  session.step(1 + (haystack.length >> 10));
  if (toNumber(third) === 1) [haystack, needle] = [haystack.toLowerCase(), needle.toLowerCase()];
  if (reverse) return (start < 0 ? haystack.lastIndexOf(needle) : haystack.lastIndexOf(needle, start - needle.length)) + 1;
  if (needle === '') return haystack === '' ? 0 : start;
  return haystack.indexOf(needle, Math.max(0, start - 1)) + 1;
}

/** Replaces plain text, within the budget. */
export function replaceText(session: Session, source: string, find: string, by: string, count: number, ignoreCase: boolean): string {
  if (find === '' || source === '') return source;
  const subject = ignoreCase ? source.toLowerCase() : source;
  const needle = ignoreCase ? find.toLowerCase() : find;
  if (subject.length !== source.length) return source;
  const pieces: string[] = [];
  let from = 0;
  let size = 0;
  for (let at = subject.indexOf(needle); at >= 0 && count !== 0; at = subject.indexOf(needle, from), count--) {
    pieces.push(source.slice(from, at), by);
    size += at - from + by.length;
    if ((pieces.length & 1023) === 0) session.step(64);
    if (size > 1_000_000) session.budget.allocate(Math.min(size, session.budget.limits.stringLength + 1) > session.budget.limits.stringLength ? size : 0);
    from = at + needle.length;
  }
  session.step(1 + (source.length >> 8));
  session.budget.allocate(size + source.length - from);
  pieces.push(source.slice(from));
  return pieces.join('');
}

function replace(session: Session, args: readonly unknown[]): unknown {
  const start = whole(args[3], 1);
  if (!(start >= 1)) return failed;
  const source = start > 1 ? text(args[0]).slice(start - 1) : text(args[0]);
  const out = replaceText(session, source, text(args[1]), text(args[2]), whole(args[4], -1), toNumber(args[5] ?? 0) === 1);
  if (out !== source) session.use('Replace');
  return out;
}

function split(session: Session, args: readonly unknown[]): unknown {
  const source = text(args[0]);
  const by = args[1] === undefined ? ' ' : text(args[1]);
  if (source === '') return new VbArray([]);
  if (by === '') return new VbArray([source]);
  session.step(1 + (source.length >> 5));
  session.budget.allocate(source.length);
  const parts = source.split(by);
  const most = whole(args[2], -1);
  session.use('Split');
  return new VbArray(most > 0 && parts.length > most ? [...parts.slice(0, most - 1), parts.slice(most - 1).join(by)] : parts);
}

function joinArray(session: Session, args: readonly unknown[]): unknown {
  const [list] = args;
  if (!(list instanceof VbArray)) return failed;
  const parts: string[] = [];
  const by = args[1] === undefined ? ' ' : text(args[1]);
  let size = 0;
  for (const item of list.items) {
    const part = toText(item);
    if (typeof part !== 'string') return failed;
    session.step();
    size += part.length + by.length;
    parts.push(part);
  }
  session.budget.allocate(size);
  session.use('Join');
  return parts.join(by);
}

function filter(session: Session, args: readonly unknown[]): unknown {
  const [list, value, include, mode] = args;
  if (!(list instanceof VbArray)) return failed;
  session.step(1 + (list.items.length >> 2));
  const fold = (part: string): string => (toNumber(mode ?? 0) === 1 ? part.toLowerCase() : part);
  const needle = fold(text(value));
  session.use('Filter');
  return new VbArray(list.items.filter((item) => fold(text(item)).includes(needle) === (include !== false && toNumber(include ?? true) !== 0)));
}

function repeated(session: Session, count: number, piece: string): unknown {
  if (!(count >= 0) || piece === '') return failed;
  session.budget.allocate(bankers(count));
  return piece.repeat(bankers(count));
}

function unescapeText(session: Session, source: string): string {
  session.budget.allocate(source.length);
  session.use('Unescape');
  return source.replace(/%u([0-9a-f]{4})|%([0-9a-f]{2})/gi, (_, wide: string | undefined, narrow: string | undefined) => String.fromCharCode(Number.parseInt(wide ?? narrow ?? '0', 16)));
}

const reversed = (session: Session, args: readonly unknown[]): unknown => {
  const source = text(args[0]);
  session.budget.allocate(source.length);
  session.step(1 + (source.length >> 6));
  session.use('StrReverse');
  return source.split('').reverse().join('');
};

const sliceBytes = (session: Session, value: unknown, start: number, length: number | undefined): unknown => {
  if (!(value instanceof Bytes)) return failed;
  session.budget.allocate(length ?? value.data.length);
  return new Bytes(value.data.slice(start, length === undefined ? undefined : start + length));
};

/** Builtins that work on text, by their names in lower case. */
export const textBuiltins: Readonly<Record<string, Builtin>> = {
  chr, chrb: (session, args) => (toNumber(args[0]) === undefined ? failed : (session.use('ChrB'), new Bytes(Uint8Array.of((toNumber(args[0]) as number) & 255)))), chrw, asc, mid, replace, split, filter,
  ascw: (_session, args) => (text(args[0]) === '' ? failed : (text(args[0]).charCodeAt(0) << 16) >> 16),
  ascb: (_session, [value]) => (value instanceof Bytes ? (value.data[0] ?? failed) : text(value) === '' ? failed : text(value).charCodeAt(0) & 255),
  midb: (session, [value, start, length]) => sliceBytes(session, value, whole(start, 1) - 1, length === undefined ? undefined : whole(length, 0)),
  leftb: (session, [value, length]) => sliceBytes(session, value, 0, whole(length, 0)),
  rightb: (session, [value, length]) => (value instanceof Bytes ? sliceBytes(session, value, Math.max(0, value.data.length - whole(length, 0)), undefined) : failed),
  lenb: (_session, [value]) => (value instanceof Bytes ? value.data.length : text(value).length * 2),
  len: (_session, [value]) => (value instanceof Bytes ? value.data.length >> 1 : text(value).length),
  left: (session, args) => mid(session, [args[0], 1, whole(args[1], -1)]),
  right: (session, args) => {
    const source = text(args[0]);
    const length = whole(args[1], -1);
    return length >= 0 ? mid(session, [source, Math.max(1, source.length - length + 1), length]) : failed;
  },
  instr: (session, args) => instr(session, args, false),
  instrrev: (session, args) => instr(session, args, true),
  join: joinArray,
  strreverse: reversed,
  lcase: (_session, args) => text(args[0]).toLowerCase(),
  ucase: (_session, args) => text(args[0]).toUpperCase(),
  trim: (_session, args) => text(args[0]).replace(/^ +/, '').trimEnd(),
  ltrim: (_session, args) => text(args[0]).replace(/^ +/, ''),
  rtrim: (_session, args) => text(args[0]).trimEnd(),
  space: (session, args) => repeated(session, toNumber(args[0]) ?? -1, ' '),
  string: (session, args) => repeated(session, toNumber(args[0]) ?? -1, typeof args[1] === 'number' ? String.fromCharCode(args[1] & 0xffff) : (text(args[1])[0] ?? '')),
  strcomp: (_session, args) => {
    const fold = (part: unknown): string => (toNumber(args[2] ?? 0) === 1 ? text(part).toLowerCase() : text(part));
    return fold(args[0]) < fold(args[1]) ? -1 : fold(args[0]) > fold(args[1]) ? 1 : 0;
  },
  unescape: (session, args) => unescapeText(session, text(args[0])),
  escape: (session, args) => {
    session.budget.allocate(text(args[0]).length * 6);
    return text(args[0]).replace(/[^A-Za-z0-9@*_+\-./]/g, (char) => (char.charCodeAt(0) < 256 ? `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}` : `%u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`));
  },
  strconv: (session, [value, how]) => {
    const mode = toNumber(how) ?? 0;
    if (mode === 64 && value instanceof Bytes) return decodeText(value.data, 'latin1');
    if (mode === 128 && typeof value === 'string') return new Bytes(new Uint8Array(Buffer.from(value, 'latin1')));
    session.step();
    return mode === 1 ? text(value).toUpperCase() : mode === 2 ? text(value).toLowerCase() : failed;
  },
};
