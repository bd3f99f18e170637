import { stdSerializers } from 'pino';

const censor = '[redacted]';
const secretKey = /^(?:pass(?:word|wd|phrase)?|secret|token|authorization|cookie|set-cookie|credentials?|key|api[-_]?key|model[-_]?key|private[-_]?key|database[-_]?url|connection[-_]?string|service[-_]?secret|x-attest-identity|dsn)$/i;
const secretTexts: readonly [RegExp, string][] = [
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi, `$1${censor}@`],
  [/\b(Basic|Bearer)\s+[\w+/=.~-]{6,}/gi, `$1 ${censor}`],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, censor],
  [/\b((?:password|passwd|secret|token|api[-_]?key|attest_session)["']?\s*[=:]\s*["']?)[^\s"'&;,}]+/gi, `$1${censor}`],
];
const deepest = 8;
const longestList = 200;

/** The text without credentials in addresses, authorization values, tokens and `password=` pairs. */
export function redactText(text: string): string {
  return secretTexts.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), text);
}

/** A copy fit for a log: values under secret keys are censored at any depth, texts pass {@link redactText}, errors keep type, message and stack. */
export function redactValue(value: unknown, depth = 0, seen: ReadonlySet<unknown> = new Set()): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= deepest || seen.has(value)) return '[…]';
  const inner = new Set([...seen, value]);
  if (value instanceof Date) return value;
  if (Buffer.isBuffer(value) || ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return value.slice(0, longestList).map((item) => redactValue(item, depth + 1, inner));
  const plain: object = value instanceof Error ? serialisedError(value) : value;
  return Object.fromEntries(Object.entries(plain).map(([key, item]) => [key, secretKey.test(key) ? censor : redactValue(item, depth + 1, inner)]));
}

function serialisedError(error: Error): object {
  const { raw: _raw, ...rest } = { ...stdSerializers.err(error) };
  return rest;
}
