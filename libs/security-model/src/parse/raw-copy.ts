const SURROGATE = /\p{Surrogate}/gu;
const DEEPEST = 64;

/** Told about every value that could not be copied as it stood. */
export type OnLoss = (path: string, message: string) => void;

/** The text with what PostgreSQL and UTF-8 cannot hold (NUL, lone surrogates) replaced by U+FFFD. */
export function cleanText(text: string): string {
  const withoutNul = text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text;
  return withoutNul.replace(SURROGATE, '\uFFFD');
}

/** Copy of a JSON value that is safe to keep: clean texts, no `__proto__` key, at most 64 levels deep, no function or symbol. */
export function rawCopy(value: unknown, path: string, onLoss: OnLoss, depth = 0): unknown {
  switch (typeof value) {
    case 'string': {
      const text = cleanText(value);
      if (text !== value) onLoss(path, 'Characters that are not valid text were replaced.');
      return text;
    }
    case 'number':
      return Number.isFinite(value) ? value : null;
    case 'boolean':
      return value;
    case 'bigint':
      return value.toString();
    case 'object':
      break;
    default:
      return undefined;
  }
  if (value === null) return null;
  if (depth >= DEEPEST) {
    onLoss(path, `Values nested deeper than ${DEEPEST} levels were left out.`);
    return null;
  }
  if (Array.isArray(value)) return Array.from(value, (item: unknown, index) => rawCopy(item, `${path}[${index}]`, onLoss, depth + 1) ?? null);
  const copy: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    const name = safeKey(key, path, onLoss);
    if (name === undefined) continue;
    const kept = rawCopy(item, memberPath(path, name), onLoss, depth + 1);
    if (kept !== undefined) copy[name] = kept;
  }
  return copy;
}

/** The key if it is safe to set on an object, cleaned; undefined for `__proto__`. */
export function safeKey(key: string, path: string, onLoss: OnLoss): string | undefined {
  if (key === '__proto__') {
    onLoss(path, 'The field "__proto__" was left out.');
    return undefined;
  }
  return cleanText(key);
}

/** JSON path of a member: `.name`, or `["name"]` when the name is no identifier; long names are cut. */
export function memberPath(path: string, name: string): string {
  if (/^[A-Za-z_$][\w$]{0,63}$/.test(name)) return `${path}.${name}`;
  return `${path}[${JSON.stringify(name.length > 64 ? `${name.slice(0, 64)}…` : name)}]`;
}

/** True for an object that is no array. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
