import { createHash } from 'node:crypto';
import { SecurityModelError, SecurityModelErrorCode } from './security-model.error.js';

const DEEPEST = 1_000;

/**
 * JSON text of a value with the keys of every object sorted by code unit, no spaces, `undefined` members left out: two values
 * that JSON holds equal give the same text. Throws {@link SecurityModelError} `TOO_DEEP` beyond 1,000 levels.
 */
export function canonicalJson(value: unknown): string {
  const parts: string[] = [];
  write(value, (part) => parts.push(part), 0);
  return parts.join('');
}

/** SHA-256 in lower-case hexadecimal over {@link canonicalJson} of the value; the same for any order of keys. Throws as that does. */
export function digestOf(value: unknown): string {
  const hash = createHash('sha256');
  let buffered = '';
  write(
    value,
    (part) => {
      buffered += part;
      if (buffered.length < 65_536) return;
      hash.update(buffered, 'utf8');
      buffered = '';
    },
    0,
  );
  return hash.update(buffered, 'utf8').digest('hex');
}

function write(value: unknown, put: (part: string) => void, depth: number): void {
  if (depth > DEEPEST) throw new SecurityModelError(SecurityModelErrorCode.TooDeep, '$', `The value is nested deeper than ${DEEPEST} levels.`);
  const plain = value instanceof Date ? value.toJSON() : value;
  if (Array.isArray(plain)) {
    put('[');
    plain.forEach((item: unknown, index) => {
      if (index > 0) put(',');
      write(item, put, depth + 1);
    });
    put(']');
  } else if (typeof plain === 'object' && plain !== null) {
    let first = true;
    put('{');
    for (const key of Object.keys(plain).sort()) {
      const item = (plain as Record<string, unknown>)[key];
      if (!isJson(item)) continue;
      put(`${first ? '' : ','}${JSON.stringify(key)}:`);
      first = false;
      write(item, put, depth + 1);
    }
    put('}');
  } else put(isJson(plain) ? (JSON.stringify(typeof plain === 'bigint' ? plain.toString() : plain) ?? 'null') : 'null');
}

function isJson(value: unknown): boolean {
  return value !== undefined && typeof value !== 'function' && typeof value !== 'symbol';
}
