import { decodeBase64, decodeHex } from '../core/codecs.js';
import type { Budget } from '../core/budget.js';
import { decodeEscapes } from './ansi-escapes.js';
import { charactersOf, textFromBytes } from './shell-text.js';

const literal = `("(?:[^"\\\\\\n]|\\\\[^])*"|'(?:[^'\\\\\\n]|\\\\[^])*')`;

/** What a one-line program prints when it only prints a text that can be computed; undefined otherwise. */
export function evaluatePrint(kind: 'python' | 'perl' | 'php' | 'ruby', code: string, args: readonly string[], input: string | undefined, budget: Budget): string | undefined {
  if (code.length > 1_000_000) return undefined;
  const text = code.trim().replace(/;$/, '');
  if (kind === 'python') return python(text, budget);
  if (kind === 'php') return php(text, budget);
  if (kind === 'ruby') {
    const printed = new RegExp(`^(?:puts|print)[ (]+${literal}(\\.reverse)?\\)?$`).exec(text);
    return printed ? (printed[2] ? charactersOf(unquote(printed[1] as string)).reverse().join('') : unquote(printed[1] as string)) + (text.startsWith('puts') ? '\n' : '') : undefined;
  }
  return perl(text, args, input, budget);
}

function unquote(source: string): string {
  const body = source.slice(1, -1);
  return decodeEscapes(body, 'quote').text;
}

function python(code: string, budget: Budget): string | undefined {
  const body = code.replace(/^(?:import\s+[\w, ]+;\s*|from\s+\w+\s+import\s+\w+;\s*)+/, '');
  const call = /^(print|sys\.stdout\.write)\s*\(?\s*([^]*?)\s*\)?$/.exec(body);
  if (!call) return undefined;
  let expression = call[2] as string;
  if (body.startsWith('print(') || body.startsWith('sys.')) expression = body.slice(body.indexOf('(') + 1, body.endsWith(')') ? -1 : undefined).trim();
  let end = call[1] === 'print' ? '\n' : '';
  if (/,\s*end\s*=\s*(?:''|"")$/.test(expression)) {
    end = '';
    expression = expression.replace(/,\s*end\s*=\s*(?:''|"")$/, '');
  }
  const value = pythonValue(expression.trim(), budget, 0);
  return value === undefined ? undefined : value + end;
}

function pythonValue(expression: string, budget: Budget, depth: number): string | undefined {
  if (depth > 12) return undefined;
  budget.step(1 + (expression.length >> 6));
  const whole = new RegExp(`^[bru]?${literal}$`).exec(expression);
  if (whole) return unquote(whole[1] as string);
  const wrapped = /^(?:base64\.)?(b64decode|standard_b64decode|unhexlify|fromhex|str)\(([^]*)\)$/.exec(expression.replace(/^(?:binascii|bytes|bytearray|codecs)\./, ''));
  const method = /^([^]*)\.(decode|encode|strip|lower|upper)\(([^()]*)\)$/.exec(expression);
  if (method) {
    const inner = pythonValue(method[1] as string, budget, depth + 1);
    if (inner === undefined) return undefined;
    const codec = (method[3] ?? '').replace(/["']/g, '').trim();
    if (method[2] === 'strip') return inner.trim();
    if (method[2] === 'lower') return inner.toLowerCase();
    if (method[2] === 'upper') return inner.toUpperCase();
    if (codec === '' || /^utf-?8|ascii|latin/.test(codec)) return inner;
    return method[2] === 'decode' ? decoded(codec, inner, budget) : undefined;
  }
  const reversed = /^([^]*)\[::-1\]$/.exec(expression);
  if (reversed) {
    const inner = pythonValue(reversed[1] as string, budget, depth + 1);
    return inner === undefined ? undefined : charactersOf(inner).reverse().join('');
  }
  if (wrapped) {
    const inner = pythonValue(wrapped[2] as string, budget, depth + 1);
    if (inner === undefined || wrapped[1] === 'str') return inner;
    return decoded(wrapped[1] === 'unhexlify' || wrapped[1] === 'fromhex' ? 'hex' : 'base64', inner, budget);
  }
  const times = new RegExp(`^${literal}\\s*\\*\\s*(\\d{1,7})$`).exec(expression);
  if (times) {
    const text = unquote(times[1] as string);
    budget.allocate(text.length * Number(times[2]));
    return text.repeat(Number(times[2]));
  }
  const parts = expression.match(new RegExp(`${literal}|[^"']+`, 'g')) ?? [];
  if (parts.length > 1 && parts.every((part, index) => (index % 2 === 0 ? /^["']/.test(part) : part.trim() === '+'))) return parts.filter((_, index) => index % 2 === 0).map(unquote).join('');
  const characters = expression.match(/chr\((\d+|0x[0-9a-f]+)\)/gi);
  if (characters && expression.replace(/chr\((?:\d+|0x[0-9a-f]+)\)/gi, '').replace(/[\s+]/g, '') === '') return characters.map((item) => String.fromCharCode(Number(item.slice(4, -1)) & 0xffff)).join('');
  return undefined;
}

function decoded(codec: string, text: string, budget: Budget): string | undefined {
  const bytes = /hex/.test(codec) ? decodeHex(text, budget) : /base64/.test(codec) ? decodeBase64(text, budget) : undefined;
  if (bytes) return textFromBytes(bytes);
  return /rot_?13/.test(codec) ? text.replace(/[A-Za-z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + (letter.toLowerCase() < 'n' ? 13 : -13))) : undefined;
}

function perl(code: string, args: readonly string[], input: string | undefined, budget: Budget): string | undefined {
  const body = code.replace(/^use\s+[\w: ]+;\s*/, '').replace(/^print\s*\(?\s*/, (found) => (found === '' ? '' : 'print '));
  const argument = body.startsWith('print ') ? body.slice(6).replace(/\)$/, code.includes('print(') ? '' : ')').trim() : undefined;
  const loops = args.some((arg) => /^-[a-z]*[np][a-z]*e$/.test(arg));
  if (argument === undefined) {
    if (!input || !args.some((arg) => /^-[a-z]*p/.test(arg))) return undefined;
    const swap = /^(?:y|tr)\/([^/]*)\/([^/]*)\/$/.exec(code);
    if (swap && /A-Za-z/.test(swap[1] ?? '') && /N-ZA-Mn-za-m/.test(swap[2] ?? '')) return decoded('rot13', input, budget);
    return undefined;
  }
  const direct = new RegExp(`^${literal}$`).exec(argument);
  if (direct) return argument.startsWith("'") ? argument.slice(1, -1) : /[$@]/.test(argument) ? undefined : unquote(argument);
  const packed = new RegExp(`^pack\\s*\\(?\\s*["']H\\*["']\\s*,\\s*(?:${literal}|\\$_|<>|<STDIN>)\\s*\\)?$`).exec(argument);
  if (packed) {
    const source = packed[1] ? unquote(packed[1]) : input;
    const bytes = source === undefined ? undefined : decodeHex(source.replace(/\s+/g, ''), budget);
    return bytes ? textFromBytes(bytes) : undefined;
  }
  const base64 = new RegExp(`^decode_base64\\s*\\(?\\s*(?:${literal}|<>|<STDIN>|\\$_|join[^)]*<>?\\)?)\\s*\\)?$`).exec(argument);
  if (base64) {
    const source = base64[1] ? unquote(base64[1]) : input;
    const bytes = source === undefined ? undefined : decodeBase64(source, budget);
    return bytes ? textFromBytes(bytes) : undefined;
  }
  const reversed = new RegExp(`^(?:scalar\\s*\\(?\\s*)?reverse\\s*\\(?\\s*${literal}\\s*\\)*$`).exec(argument);
  if (reversed) return charactersOf(unquote(reversed[1] as string)).reverse().join('');
  if (loops && input !== undefined && /^(?:scalar )?reverse(?: \$_)?$/.test(argument)) return charactersOf(input).reverse().join('');
  return undefined;
}

function php(code: string, budget: Budget): string | undefined {
  const match = new RegExp(`^(?:echo|print)[\\s(]*(?:(base64_decode|str_rot13|strrev|hex2bin)\\s*\\(\\s*)?${literal}\\s*\\)*$`).exec(code);
  if (!match) return undefined;
  const text = unquote(match[2] as string);
  if (match[1] === undefined) return text;
  if (match[1] === 'strrev') return charactersOf(text).reverse().join('');
  return decoded(match[1] === 'str_rot13' ? 'rot13' : match[1] === 'hex2bin' ? 'hex' : 'base64', text, budget);
}
