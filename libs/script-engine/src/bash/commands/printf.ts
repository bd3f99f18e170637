import { decodeEscapes } from '../ansi-escapes.js';
import type { Runner } from '../runner.js';
import { bytesOf, hasHole, mendBytes, textFromBytes } from '../shell-text.js';

interface Directive {
  readonly literal?: string;
  readonly flags: string;
  readonly width: string;
  readonly precision: string | undefined;
  readonly kind: string;
}

/** What `printf` writes; undefined when it depends on something unknown. */
export function formatPrintf(shell: Runner, format: string, args: readonly string[]): string | undefined {
  const { budget } = shell;
  if (hasHole(format) && format.length > 1 && !/^[^%\\]*$/.test(format)) return undefined;
  const directives = parseFormat(format);
  const out: string[] = [];
  let length = 0;
  let next = 0;
  let unknown = false;
  const put = (text: string): void => {
    length += text.length;
    if (length > budget.limits.stringLength) budget.allocate(length);
    out.push(text);
  };
  const consuming = directives.some((directive) => directive.literal === undefined);
  do {
    budget.step(1 + directives.length);
    for (const directive of directives) {
      if (directive.literal !== undefined) {
        put(directive.literal);
        continue;
      }
      const size = (text: string): number => (text === '*' ? toNumber(args[next++] ?? '0') : parseInt(text === '' ? '0' : text, 10));
      let width = size(directive.width);
      const left = directive.flags.includes('-') || width < 0;
      width = Math.abs(width);
      const precision = directive.precision === undefined ? undefined : size(directive.precision);
      if (width > 64) budget.allocate(width);
      if (precision !== undefined && precision > 64 && !'sbcq'.includes(directive.kind)) budget.allocate(precision);
      const arg = args[next++];
      const value = arg ?? '';
      if (hasHole(value) && (width > 0 || precision !== undefined || !'sbq'.includes(directive.kind))) {
        unknown = true;
        continue;
      }
      let stopped = false;
      let text: string;
      if (directive.kind === 'b') {
        const decoded = decodeEscapes(value, 'percentB');
        ({ text, stopped } = decoded);
      } else text = convert(directive, value, precision);
      if (precision !== undefined && 'sbq'.includes(directive.kind)) text = text.slice(0, precision);
      if (text.length < width) {
        const zero = directive.flags.includes('0') && !left && /[diouxXeEfgG]/.test(directive.kind);
        const sign = zero ? (/^[-+ ]|^0[xX]/.exec(text)?.[0] ?? '') : '';
        text = left ? text.padEnd(width) : zero ? sign + text.slice(sign.length).padStart(width - sign.length, '0') : text.padStart(width);
      }
      put(text);
      if (stopped) return unknown ? undefined : mendBytes(out.join(''));
    }
  } while (consuming && next < args.length);
  if (unknown) return undefined;
  if (out.length > 1) budget.allocate(length);
  return mendBytes(out.join(''));
}

function parseFormat(format: string): Directive[] {
  const out: Directive[] = [];
  const pattern = /%(%|([-+ #0']*)(\d+|\*)?(?:\.(\d+|\*)?)?(?:\(([^)]*)\)T|[hlLqjzt]*([diouxXeEfFgGaAcsbqn])))/g;
  let last = 0;
  const literal = (text: string): void => {
    if (text !== '') out.push({ literal: decodeEscapes(text, 'format').text, flags: '', width: '', precision: undefined, kind: '' });
  };
  for (let match = pattern.exec(format); match; match = pattern.exec(format)) {
    literal(format.slice(last, match.index));
    last = match.index + match[0].length;
    if (match[1] === '%') out.push({ literal: '%', flags: '', width: '', precision: undefined, kind: '' });
    else {
      const precise = match[0].includes('.');
      const kind = match[6] ?? (match[0].endsWith('q') ? 'q' : 'T');
      out.push({ flags: match[2] ?? '', width: match[3] ?? '', precision: precise ? (match[4] ?? '0') : undefined, kind });
    }
  }
  literal(format.slice(last));
  return out;
}

function toNumber(text: string): number {
  const value = Number(integer(text));
  return Number.isFinite(value) ? value : 0;
}

function integer(text: string): bigint {
  const trimmed = text.trim();
  const quoted = /^["']([^])/u.exec(trimmed);
  if (quoted) return BigInt((quoted[1] as string).codePointAt(0) ?? 0);
  const match = /^([-+]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)/.exec(trimmed);
  if (!match) return 0n;
  const digits = match[2] as string;
  const value = /^0[0-7]+$/.test(digits) ? BigInt(`0o${digits.slice(1)}`) : BigInt(digits);
  return match[1] === '-' ? -value : value;
}

function convert(directive: Directive, value: string, precision: number | undefined): string {
  const { flags, kind } = directive;
  switch (kind) {
    case 's':
      return value;
    case 'q':
      return /^[\w@%+=:,./-]+$/.test(value) ? value : value === '' ? "''" : value.replace(/[^\w@%+=:,./-]/g, '\\$&');
    case 'c':
      return value.slice(0, 1);
    case 'd':
    case 'i': {
      const number = integer(value);
      const digits = (number < 0n ? -number : number).toString().padStart(precision ?? 1, '0');
      return (number < 0n ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '') + digits;
    }
    case 'u':
    case 'o':
    case 'x':
    case 'X': {
      const number = BigInt.asUintN(64, integer(value));
      const digits = number.toString(kind === 'o' ? 8 : kind === 'u' ? 10 : 16).padStart(precision ?? 1, '0');
      const prefix = flags.includes('#') && number !== 0n ? (kind === 'o' ? '0' : kind === 'u' ? '' : '0x') : '';
      return kind === 'X' ? (prefix + digits).toUpperCase() : prefix + digits;
    }
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G': {
      const number = /^["']/.test(value) ? Number(integer(value)) : parseFloat(value) || 0;
      const places = Math.min(precision ?? 6, 100);
      const text = kind === 'f' || kind === 'F' ? number.toFixed(places) : kind === 'g' || kind === 'G' ? String(Number(number.toPrecision(Math.max(1, places)))) : number.toExponential(places).replace(/e([-+])(\d)$/, 'e$10$2');
      return kind === 'E' || kind === 'G' ? text.toUpperCase() : text;
    }
    default:
      return '';
  }
}

/** One character from its number, as awk's `%c` and `chr` do. */
export function characterOf(code: number): string {
  if (code < 0x80) return String.fromCharCode(code);
  if (code < 0x100) return textFromBytes(Uint8Array.of(code));
  return code <= 0x10ffff && (code < 0xd800 || code > 0xefff) ? String.fromCodePoint(code) : '\uFFFD';
}

/** How many bytes a text has. */
export function byteLength(text: string): number {
  return bytesOf(text).length;
}
