import type { Machine } from '../machine.js';
import { PsObject, toBytes, toNumber, toText, type Value } from '../values.js';
import { encodingOf, readText } from './objects.js';

/** A method of a stream or reader; undefined when we do not model it. Throws BudgetExceeded. */
export function callStream(machine: Machine, target: PsObject, name: string, args: Value[]): Value | undefined {
  const first = args[0] ?? null;
  const bytes = target.bytes ?? new Uint8Array(0);
  const encoding = encodingOf(toText(target.fields.get('encoding') ?? 'utf-8') ?? 'utf-8') ?? 'utf-8';
  switch (name) {
    case 'readtoend': {
      if (target.type === 'io.stringreader') return target.fields.get('text');
      const text = readText(bytes.subarray(target.position), encoding);
      target.position = bytes.length;
      machine.trail.made(text, encoding, target);
      return text;
    }
    case 'readline': {
      const text = readText(bytes, encoding);
      const end = text.indexOf('\n', target.position);
      const line = text.slice(target.position, end < 0 ? text.length : end).replace(/\r$/, '');
      target.position = end < 0 ? text.length : end + 1;
      return line;
    }
    case 'toarray':
    case 'getbuffer':
      machine.trail.made(bytes, 'byte stream', target);
      return bytes;
    case 'copyto':
      if (!(first instanceof PsObject)) return undefined;
      first.bytes = concat(first.bytes ?? new Uint8Array(0), bytes.subarray(target.position), machine);
      machine.trail.made(first, 'byte stream', target);
      return null;
    case 'read': {
      if (!(first instanceof Uint8Array)) return undefined;
      const from = toNumber(args[1] ?? 0) ?? 0;
      const count = Math.min(toNumber(args[2] ?? first.length) ?? 0, bytes.length - target.position, first.length - from);
      if (count <= 0) return 0;
      first.set(bytes.subarray(target.position, target.position + count), from);
      target.position += count;
      machine.trail.made(first, 'byte stream', target);
      return count;
    }
    case 'readbytes': {
      const count = Math.max(0, toNumber(first) ?? 0);
      const out = bytes.slice(target.position, target.position + count);
      target.position += out.length;
      machine.trail.made(out, 'byte stream', target);
      return out;
    }
    case 'readbyte':
      return target.position < bytes.length ? (bytes[target.position++] as number) : -1;
    case 'write': {
      const data = toBytes(first);
      if (data === undefined) return undefined;
      const from = toNumber(args[1] ?? 0) ?? 0;
      const part = args.length >= 3 ? data.subarray(from, from + (toNumber(args[2] ?? null) ?? 0)) : data;
      const before = bytes.subarray(0, target.position);
      target.bytes = concat(before, part, machine);
      target.position = target.bytes.length;
      machine.trail.made(target, 'byte stream', first);
      return null;
    }
    case 'seek':
      target.position = Math.max(0, toNumber(first) ?? 0);
      return target.position;
    case 'setlength':
    case 'close':
    case 'dispose':
    case 'flush':
      return null;
    default:
      return undefined;
  }
}

function concat(a: Uint8Array, b: Uint8Array, machine: Machine): Uint8Array {
  machine.budget.allocate(a.length + b.length);
  const out = new Uint8Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}
