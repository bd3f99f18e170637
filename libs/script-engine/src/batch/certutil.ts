import { decodeBase64, decodeHex, textOf } from '../core/codecs.js';
import type { Invocation } from './internal-commands.js';
import type { Machine, Status } from './machine.js';
import { reportFile } from './programs.js';

/** `certutil -decode` and `-decodehex`: the decoded file is a payload. */
export function decode(machine: Machine, call: Invocation, input: string, output: string, hex: boolean): Status {
  const file = machine.files.get(input, machine.directory);
  if (!file?.known || file.bytes) {
    machine.files.put(output, machine.directory, { pieces: [], known: false, remote: file?.remote, rules: [] });
    if (!file?.remote) machine.output.missing('unknownValue', `the content of ${machine.symbols.render(input)} is not known`, call.span);
    return machine.result(undefined);
  }
  const text = file.pieces.map((piece) => piece.text).join('');
  if (machine.symbols.has(text)) {
    machine.output.missing('unknownValue', `some of the content of ${file.path} is not known`, call.span);
    return machine.result(undefined);
  }
  machine.budget.allocate(text.length);
  const bytes = hex ? decodeHexDump(machine, text) : decodeBase64(certificateBody(text), machine.budget);
  if (!bytes || bytes.length === 0) {
    machine.output.missing('malformed', `${file.path} is not valid ${hex ? 'hex' : 'base64'}`, call.span);
    return machine.result(1);
  }
  const readable = textOf(bytes);
  const own = file.own ? certificateSpan(machine.source) : undefined;
  const start = own?.start ?? Math.min(...file.pieces.map((piece) => piece.start).slice(0, 50_000));
  const end = own?.end ?? Math.max(...file.pieces.map((piece) => piece.end).slice(-50_000));
  const origin = { start: Math.min(start, end), end: Math.max(start, end) };
  const rule = hex ? 'certutil -decodehex' : 'certutil -decode';
  const made = machine.files.put(output, machine.directory, {
    pieces: [{ text: readable?.text ?? '', ...origin }],
    known: true,
    bytes: readable ? undefined : bytes,
    rules: [...(file.own ? [] : file.rules), rule],
  });
  reportFile(machine, made);
  return machine.result(0);
}

/** `certutil -encode`. */
export function encode(machine: Machine, input: string, output: string): Status {
  const file = machine.files.get(input, machine.directory);
  if (!file?.known || file.bytes) return machine.result(undefined);
  const text = file.pieces.map((piece) => piece.text).join('');
  machine.budget.allocate(text.length * 2);
  const body = Buffer.from(text, 'utf8').toString('base64').replace(/.{64}/g, '$&\r\n');
  const first = file.pieces[0];
  machine.files.put(output, machine.directory, {
    pieces: [{ text: `-----BEGIN CERTIFICATE-----\r\n${body}\r\n-----END CERTIFICATE-----\r\n`, start: first?.start ?? 0, end: first?.end ?? 0 }],
    known: !machine.symbols.has(text),
    rules: [...file.rules, 'certutil -encode'],
  });
  return machine.result(0);
}

function certificateSpan(text: string): { start: number; end: number } | undefined {
  const begin = text.indexOf('-----BEGIN');
  if (begin < 0) return undefined;
  const start = text.indexOf('\n', begin);
  const end = text.indexOf('-----END', begin + 10);
  return start < 0 ? undefined : { start: start + 1, end: end < start ? text.length : end };
}

function certificateBody(text: string): string {
  const span = certificateSpan(text);
  return (span ? text.slice(span.start, span.end) : text).replace(/\s+/g, '');
}

/** Plain hex digits, or a dump with offsets in front and characters behind. */
function decodeHexDump(machine: Machine, text: string): Uint8Array | undefined {
  const plain = text.replace(/[\s,]+/g, '').replace(/^0x/i, '');
  if (/^[0-9a-f]*$/i.test(plain)) return decodeHex(plain, machine.budget);
  const digits: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    machine.budget.step();
    const body = /^\s*(?:[0-9a-f]{4,8}[\t ]\s*)?((?:[0-9a-f]{2} ){0,7}[0-9a-f]{2})(?=\s|$)(.*)$/i.exec(line);
    if (!body) continue;
    digits.push(body[1] as string);
    // Eight bytes, a wider gap, eight more; behind the next gap the same as characters.
    if ((body[1] as string).length === 23) digits.push(/^ {1,2}((?:[0-9a-f]{2} ){0,7}[0-9a-f]{2})(?=\s|$)/i.exec(body[2] as string)?.[1] ?? '');
  }
  return digits.length === 0 ? undefined : decodeHex(digits.join(''), machine.budget);
}
