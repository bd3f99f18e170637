import { countryCodes, countryPattern } from './lexicon/countries.js';

/** What kind of thing a value in a question is, told by its shape. */
export type SlotType =
  | 'quoted' | 'url' | 'registryKey' | 'path' | 'email' | 'guid' | 'cve' | 'sha256' | 'sha1' | 'md5' | 'hexId' | 'cidr' | 'ip' | 'technique'
  | 'file' | 'extension' | 'domain' | 'kb' | 'sid' | 'domainUser' | 'number' | 'size' | 'host' | 'user' | 'alertId' | 'country' | 'scid' | 'version' | 'mac' | 'cmdlet' | 'permission';

/** A value of a question with its place. `quotedType` is what is inside quotation marks. */
export interface Slot {
  type: SlotType;
  value: string;
  start: number;
  end: number;
  quotedType?: SlotType;
}

const fileExtensions = 'exe|dll|sys|ps1|psm1|psd1|bat|cmd|vbs|vbe|js|jse|wsf|wsh|hta|msi|msp|scr|pif|cpl|ocx|lnk|iso|img|vhdx?|zip|rar|7z|tar|gz|tgz|cab|docx?|docm|dotm|xlsx?|xlsm|xlsb|xll|pptx?|pptm|one|pdf|rtf|txt|csv|html?|mht|jar|jnlp|class|py|pyc|sh|rb|pl|php|aspx?|ashx|asmx|jspx?|war|inf|reg|xml|json|ya?ml|ini|cfg|conf|log|dat|db|sqlite|bin|tmp|dmp|dit|kdbx|pem|pfx|key|p12|ppk|so|dylib|dmg|pkg|apk|ipa|eml|msg|pst|ost|library-ms|settingcontent-ms|chm|wasm|iqy|slk|evtx?|gif|jpe?g|png|bmp|svg|mp[34]|avi|mov|wav';
const tlds = 'com|net|org|io|ru|cn|info|biz|xyz|top|club|online|site|shop|tk|ml|ga|cf|gq|pw|cc|co|uk|de|fr|nl|eu|us|ca|au|br|in|jp|kr|it|es|pl|ch|at|be|se|no|dk|fi|cz|ir|ua|tv|me|dev|app|cloud|page|live|link|click|zip|mov|gov|edu|mil|int|onion|local|lan|corp|internal|intra|example|test|icu|fun|space|pro|mobi|name|asia|is|to|sh|ly|gl|ai|gg|ws|su|tech|store|website|win|bid|work|men|date|stream|download|arpa|azure|aws';

const patterns: readonly [SlotType, RegExp][] = [
  ['url', /\b(?:h(?:tt|xx)ps?|ftp):\/\/[^\s"'<>]*[^\s"'<>.,;:!?)\]]/giu],
  ['registryKey', /\b(?:HKLM|HKCU|HKCR|HKU|HKCC|HKEY_[A-Z_]+|SOFTWARE|SYSTEM)\\[^\s"',;]+(?: [^\s"',;\\]+(?=\\)[^\s"',;]*)*/gu],
  ['path', /(?:\b[A-Za-z]:\\|%[A-Za-z_()0-9]+%\\|\\\\[\w.$-]+\\)(?:[^\s"',;|<>]|(?<=\w) (?=\(?[\w()]+\)?\\))*[^\s"',;|<>.?!)]/gu],
  ['email', /[\w.+'-]+@[\w-]+(?:\.[\w-]+)+/gu],
  ['guid', /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/giu],
  ['cve', /\bCVE-\d{4}-\d{4,7}\b/giu],
  ['sid', /\bS-1-\d+(?:-\d+)+\b/giu],
  ['alertId', /\b(?:da|dt|ca|ad|fa|ra|ed|ma)[0-9a-f]{10,}(?:[-_]\d+)?(?:_\d+)?\b|\b[a-z]{2}\d{15,}_-?\d+\b/giu],
  ['sha256', /\b[0-9a-f]{64}\b/giu],
  ['sha1', /\b[0-9a-f]{40}\b/giu],
  ['md5', /\b[0-9a-f]{32}\b/giu],
  ['hexId', /\b(?=[0-9a-f]*\d)(?=\d*[a-f])[0-9a-f]{12,}\b/giu],
  ['version', /(?<=\bversions? (?:number )?(?:is |= ?|: ?)?|\bv)\d+(?:\.\d+)+|(?<![\w.])\d+\.\d+\.\d+(?![\w.])/giu],
  ['mac', /(?<![\w:-])(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}(?![\w:-])/giu],
  ['cidr', /\b(?:\d{1,3}\.){3}\d{1,3}\/\d{1,2}\b/gu],
  ['ip', /\b(?:\d{1,3}(?:\.|\[\.\])){3}\d{1,3}\b(?!\.\d)/gu],
  ['ip', /(?<![\w:])(?:[0-9a-f]{1,4}:){2,7}(?::|[0-9a-f]{1,4})(?::?[0-9a-f]{1,4})*(?![\w:])/giu],
  ['technique', /\bT1\d{3}(?:\.\d{3})?\b/gu],
  ['kb', /\bKB\d{6,8}\b/giu],
  ['size', /\b\d+(?:\.\d+)? ?(?:[KMGT]i?B|bytes|kilobytes|megabytes|gigabytes)\b/giu],
  ['path', /(?<![\w/.<])(?:~|\.{1,2})?\/(?:[\w.@+-]+\/)+[\w.@*+-]*|(?<![\w/<])\/(?:etc|tmp|var|usr|bin|opt|home|root|dev|proc)(?:\/[\w.@+-]*)*/gu],
  ['path', /(?<![\w\\:.])\\?[\w.$()-]+\\(?:[\w.$ ()-]+(?<! )\\(?! ))*[\w.$()*-]*\.[a-z0-9]{1,5}\b/giu],
  ['file', new RegExp(`(?<![\\w.@\\\\/-])[\\w@$~+%-][\\w.@$~+%-]*\\.(?:${fileExtensions})(?![\\w-]|\\.\\w)`, 'giu')],
  ['extension', new RegExp(`(?<![\\w.])\\*?(?:\\.\\w{1,5})?\\.(?:${fileExtensions})(?!\\w|\\.\\w)`, 'giu')],
  ['extension', /(?<=[\s"'(]|^)\*?\.(?!net\b)[a-z][a-z0-9]{1,11}(?![\w.])/giu],
  ['scid', /\bscid-\d+\b/giu],
  ['domain', new RegExp(`(?<![\\w@.\\\\/-])(?:[a-z0-9_-]+(?:\\.|\\[\\.\\]))+(?:${tlds})(?:/[^\\s"',;]*)?(?![\\w-])`, 'giu')],
  ['domainUser', /(?<![\w\\:.])[A-Za-z][\w.-]*\\[\w.$-]+(?!\\)/gu],
  ['cmdlet', /(?<![\w.\\/-])(?:Get|Set|Add|New|Remove|Invoke|Enable|Disable|Start|Stop|Import|Export|Out|Clear|Register|Unregister|ConvertTo|ConvertFrom|Enter|Update|Search|Test|Install|Connect)-[A-Z][A-Za-z0-9]+(?![\w.-])/gu],
  ['permission', /(?<![\w.@\\/-])[A-Z][A-Za-z]+\.(?:Read|ReadWrite|ReadBasic|Write|Send|FullControl|Manage|Create|AccessAsUser|Invite|Export)\w*(?:\.[A-Z][A-Za-z]+)*(?![\w@\\/-])/gu],
  ['country', countryPattern],
  ['number', /(?<![\w.-])\d{1,3}(?:,\d{3})+(?![\w,])|(?<![\w.])\d+(?:\.\d+)?(?![\w]|\.\d)/gu],
];

const wholeExtension = new RegExp(`^(?:${fileExtensions})$`, 'i');

/** Whether files are called so at their end. */
export function isFileExtension(text: string): boolean {
  return wholeExtension.test(text);
}

/** The kind of one bare value, by shape. */
export function slotTypeOf(value: string): SlotType | undefined {
  for (const [type, pattern] of patterns) {
    pattern.lastIndex = 0;
    const match = pattern.exec(value);
    if (match !== null && match.index === 0 && match[0].length === value.length) return type;
  }
  return undefined;
}

const quotes = /"([^"\n]{1,300})"|“([^”\n]{1,300})”|`([^`\n]{1,300})`|(?<![\p{L}\p{N}])['‘]([^'’\n]{1,300})['’](?![\p{L}\p{N}])/gu;

/** Every value of a question that its shape gives away, in order, without overlaps. `taken` are places already understood. */
export function findSlots(text: string, taken: readonly { start: number; end: number }[]): Slot[] {
  const slots: Slot[] = [];
  const free = (start: number, end: number): boolean => ![...taken, ...slots].some((other) => start < other.end && end > other.start);
  for (const match of text.matchAll(quotes)) {
    const value = match[1] ?? match[2] ?? match[3] ?? match[4] ?? '';
    if (value.trim() === '' || !free(match.index, match.index + match[0].length)) continue;
    const inner = slotTypeOf(value.trim());
    slots.push({ type: 'quoted', value, start: match.index, end: match.index + match[0].length, ...(inner === undefined ? {} : { quotedType: inner }) });
  }
  for (const [type, pattern] of patterns) {
    for (const match of text.matchAll(pattern)) {
      const [start, end] = [match.index, match.index + match[0].length];
      if (match[0] === '' || !free(start, end)) continue;
      if (type === 'ip' && !plausibleIp(match[0])) continue;
      slots.push({ type, value: refang(type, match[0]), start, end });
    }
  }
  return slots.sort((a, b) => a.start - b.start);
}

function plausibleIp(text: string): boolean {
  return text.includes(':') || text.replace(/\[\.\]/g, '.').split('.').every((part) => Number(part) <= 255);
}

/** Indicators are often written so that nobody clicks them. */
function refang(type: SlotType, text: string): string {
  if (type === 'url') return text.replace(/^hxxp/i, 'http').replace(/\[\.\]/g, '.');
  if (type === 'ip' || type === 'domain') return text.replace(/\[\.\]/g, '.');
  if (type === 'cve' || type === 'kb') return text.toUpperCase();
  if (type === 'country') return countryCodes.get(text) ?? countryCodes.get(text.replace(/(?:^|(?<= ))[a-z]/g, (first) => first.toUpperCase())) ?? text;
  if (type === 'number') return text.replace(/,/g, '');
  if (type === 'extension') return text.replace(/^\*/, '');
  return text;
}

/** "10 MB" in bytes. */
export function bytesOf(text: string): string {
  const [, amount = '0', unitText = ''] = /^(\d+(?:\.\d+)?)\s*(\w+)$/.exec(text) ?? [];
  const power = { b: 0, k: 1, m: 2, g: 3, t: 4 }[unitText.charAt(0).toLowerCase()] ?? 0;
  return String(Math.round(Number(amount) * 1024 ** power));
}
