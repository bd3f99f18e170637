import { isIP } from 'node:net';

const PLACEHOLDERS = new Set([
  '', '-', '--', '?', 'null', '(null)', '<null>', 'undefined', 'none', 'n/a', 'na', 'nan', 'unknown', 'not available', 'not applicable',
  '00000000-0000-0000-0000-000000000000', '0001-01-01t00:00:00', '0001-01-01t00:00:00z',
]);
const EMPTY_FILE = new Set([
  'd41d8cd98f00b204e9800998ecf8427e',
  'da39a3ee5e6b4b0d3255bfef95601890afd80709',
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
]);

/** Trimmed text of a text or finite number; undefined for everything else, the empty text and placeholder values such as `-`, `n/a` or a zero GUID. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : undefined;
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  if (text.length <= 40 && (PLACEHOLDERS.has(text.toLowerCase()) || /^0{8,}$/.test(text))) return undefined;
  return text === '' ? undefined : text;
}

/** {@link textOf} in lower case and Unicode NFC: the form keys are compared in. */
export function keyText(value: unknown): string | undefined {
  return textOf(value)?.normalize('NFC').toLowerCase();
}

/** The text with common defanging undone: `hxxp`, `[.]`, `(.)`, `[:]`, `[at]`. */
export function refang(text: string): string {
  return text
    .replace(/^h(?:xx|\*\*)p/i, 'http')
    .replace(/\[\.\]|\(\.\)|\{\.\}|\[dot\]/gi, '.')
    .replace(/\[:\]/g, ':')
    .replace(/\[@\]|\[at\]/gi, '@');
}

/**
 * Canonical text of an IP address: IPv6 compressed and in lower case, IPv4-mapped IPv6 as IPv4, zone, brackets and port
 * dropped. Undefined when the text is no address, or stands for none (`0.0.0.0`, `::`).
 */
export function canonicalIp(value: unknown): string | undefined {
  let text = textOf(value);
  if (text === undefined || text.length > 80) return undefined;
  text = refang(text).replace(/%.*$/, '');
  const bracketed = /^\[([^\]]+)\](?::\d{1,5})?$/.exec(text);
  if (bracketed) text = bracketed[1] ?? text;
  const withPort = /^(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}$/.exec(text);
  if (withPort) text = withPort[1] ?? text;
  const version = isIP(text);
  if (version === 4) return text === '0.0.0.0' ? undefined : text;
  if (version !== 6) return undefined;
  const compressed = new URL(`http://[${text}]/`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(compressed);
  if (mapped) {
    const high = Number.parseInt(mapped[1] ?? '0', 16);
    const low = Number.parseInt(mapped[2] ?? '0', 16);
    return canonicalIp([high >> 8, high & 255, low >> 8, low & 255].join('.'));
  }
  return compressed === '::' ? undefined : compressed;
}

/** Host name or domain in lower case without a trailing dot; undefined when the text cannot be one. */
export function canonicalDomain(value: unknown): string | undefined {
  const text = keyText(value);
  if (text === undefined || text.length > 253) return undefined;
  const domain = refang(text).replace(/\.$/, '');
  return /^[^\s/\\@:?#]+$/.test(domain) ? domain : undefined;
}

/** URL for comparing: defanging undone, lower case, default port, fragment and a lone trailing slash dropped. Unparsable text is only lower-cased. */
export function canonicalUrl(value: unknown): string | undefined {
  const text = textOf(value);
  if (text === undefined) return undefined;
  const url = parsedUrl(text);
  if (!url) return refang(text).toLowerCase();
  return `${url.protocol}//${url.host}${url.pathname.replace(/^\/$/, '')}${url.search}`.toLowerCase();
}

/** Host of a URL as it is written there, without port; undefined when there is none. A missing scheme is read as http. */
export function hostOfUrl(value: unknown): string | undefined {
  const text = textOf(value);
  if (text === undefined) return undefined;
  const host = parsedUrl(text)?.hostname.replace(/^\[|\]$/g, '');
  return host === '' ? undefined : host;
}

function parsedUrl(text: string): URL | undefined {
  const plain = refang(text);
  for (const candidate of /^[a-z][a-z0-9+.-]*:\/\//i.test(plain) ? [plain] : [`http://${plain}`]) {
    if (candidate.length <= 65_536 && URL.canParse(candidate)) return new URL(candidate);
  }
  return undefined;
}

/** Hash in lower case when it is hexadecimal of a known length (MD5, SHA-1, SHA-256, SHA-512) and not that of the empty file. */
export function canonicalHash(value: unknown): { kind: 'md5' | 'sha1' | 'sha256' | 'sha512'; hash: string } | undefined {
  const hash = keyText(value);
  if (hash === undefined || !/^[0-9a-f]+$/.test(hash) || EMPTY_FILE.has(hash)) return undefined;
  const kind = ({ 32: 'md5', 40: 'sha1', 64: 'sha256', 128: 'sha512' } as const)[hash.length];
  return kind && { kind, hash };
}

const HIVES: readonly (readonly [RegExp, string])[] = [
  [/^(?:hkey_local_machine|\\registry\\machine)(?=\\|$)/i, 'HKLM'],
  [/^hkey_current_user(?=\\|$)/i, 'HKCU'],
  [/^(?:hkey_users|\\registry\\user)(?=\\|$)/i, 'HKU'],
  [/^hkey_classes_root(?=\\|$)/i, 'HKCR'],
  [/^hkey_current_config(?=\\|$)/i, 'HKCC'],
];

/** Registry path with the hive in its short form (`HKLM\...`); the hive is put in front when the key does not name one. */
export function registryPath(hive: unknown, key: unknown): string | undefined {
  const shorten = (text: string): string => HIVES.reduce((path, [long, short]) => path.replace(long, short), text);
  const keyPart = textOf(key);
  const hivePart = textOf(hive);
  if (keyPart === undefined) return hivePart && shorten(hivePart);
  const path = withoutTrailingSlash(shorten(keyPart));
  if (hivePart === undefined || /^hk(?:lm|cu|u|cr|cc)(?:\\|$)/i.test(path)) return path;
  return `${withoutTrailingSlash(shorten(hivePart))}\\${path.replace(/^\\+/, '')}`;
}

/** By hand: a pattern anchored at the end takes quadratic time on a long run of backslashes. */
function withoutTrailingSlash(text: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === '\\') end -= 1;
  return text.slice(0, end);
}

/** Folder and file name as one path, with the separator of the folder; a folder that already ends in the name is kept. */
export function joinPath(folder: unknown, name: unknown): string | undefined {
  const folderText = textOf(folder);
  const nameText = textOf(name);
  if (folderText === undefined || nameText === undefined) return folderText;
  const separator = folderText.includes('/') && !folderText.includes('\\') ? '/' : '\\';
  if (folderText.toLowerCase().endsWith(separator + nameText.toLowerCase())) return folderText;
  return /[\\/]$/.test(folderText) ? folderText + nameText : folderText + separator + nameText;
}

/**
 * Moment of an ISO 8601 date-time as `YYYY-MM-DDTHH:mm:ss.sssZ` (finer digits cut); a missing zone is UTC, as Defender means it.
 * Undefined when it is no date-time or the placeholder year 1.
 */
export function utcInstant(value: unknown): string | undefined {
  const text = textOf(value);
  const match = text === undefined ? null : /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:\.(\d+))?)?\s*(Z|[+-]\d\d:?\d\d)?)?$/i.exec(text);
  if (!match || match[1]?.startsWith('0001-01-0')) return undefined;
  const [, day, minutes = '00:00', seconds = '00', fraction = '', zone = 'Z'] = match;
  const offset = zone.toUpperCase() === 'Z' ? 'Z' : zone.includes(':') ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`;
  const time = Date.parse(`${day}T${minutes}:${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}${offset}`);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}
