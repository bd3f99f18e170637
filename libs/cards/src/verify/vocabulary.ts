import { readFileSync } from 'node:fs';

function words(file: string): string[] {
  const text = readFileSync(new URL(`../data/${file}`, import.meta.url), 'utf8');
  return text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .flatMap((line) => line.split(' '))
    .filter((word) => word !== '');
}

interface Vocabulary {
  core: ReadonlySet<string>;
  more: ReadonlySet<string>;
  openers: ReadonlySet<string>;
  reporting: ReadonlySet<string>;
}

let loaded: Vocabulary | undefined;

function vocabulary(): Vocabulary {
  loaded ??= {
    core: new Set([...words('english-core.txt'), ...words('security-english.txt'), 'a', 'i']),
    more: new Set(words('english-more.txt')),
    openers: new Set(words('sentence-openers.txt')),
    reporting: new Set(words('reporting-english.txt')),
  };
  return loaded;
}

/** Whether a lower-case word is ordinary English: it carries no name. Names of malware, tools, people and hosts are not in it. */
export function isOrdinaryWord(word: string): boolean {
  const { core, more } = vocabulary();
  if (core.has(word) || more.has(word)) return true;
  const bare = word.replace(/^(?:un|re|non|pre|mis|sub|multi|de|inter)/, '');
  return bare.length > 4 && bare !== word && core.has(bare);
}

/**
 * Whether a word may open a sentence with a capital without being taken for a name. Narrower than ordinary words, since
 * groups and families are named after common nouns (`Hive`, `Bear`, `Royal`): a closed list, and inflected forms.
 */
export function mayOpenSentence(word: string): boolean {
  const { core, more, openers } = vocabulary();
  return openers.has(word) || ((core.has(word) || more.has(word)) && word.length > 4 && /(?:ly|ing|ed|[^s]s)$/.test(word));
}

/**
 * Words for one kind of event or thing, as stems: a word of a group is grounded when the facts hold another of it.
 * Events are told by a fact's type and action, so a "process created" may be worded as "ran".
 */
const SAME_KIND: readonly ReadonlySet<string>[] = [
  'ran run execut launch start spawn invok process command',
  'connect contact communicat reach network remot address connection outbound inbound session',
  'sign signin log logon login authenticat',
  'file writ wrote written drop sav creat folder',
  'mail email messag inbox mailbox deliver recipient sender receiv',
  'registry key valu modif set',
  'host devic machin endpoint comput workstation server',
  'user account identit person',
  'url link click websit',
  'payload file script binar executabl imag',
  'fraud bec scam',
  'shell cmd powershell bash command',
  'conceal hid hidden hide',
  'creat establish set up add',
  'resolv query dns lookup',
  'load imag dll modul library',
].map((line) => new Set(line.split(' ')));

/** Whether a model may use a lower-case word although no cited fact holds it. */
export function isReportingWord(word: string): boolean {
  return vocabulary().reporting.has(word);
}

/** The stems that ground a stem: itself and those of the same kind. */
export function groundingStems(stem: string): string[] {
  return [stem, ...SAME_KIND.filter((kind) => kind.has(stem)).flatMap((kind) => [...kind])];
}

/** Labels that are written with capitals in any sentence and name nothing in particular. */
export const LABELS: ReadonlySet<string> = new Set([
  'A', 'I', 'ID', 'IDs', 'IP', 'IPs', 'IPv4', 'IPv6', 'PID', 'PIDs', 'URL', 'URLs', 'UTC', 'MD5', 'SHA', 'SHA1', 'SHA256',
  'SHA-1', 'SHA-256', 'MITRE', 'ATT&CK', 'CVE', 'DNS', 'HTTP', 'HTTPS', 'DLL', 'DLLs', 'OS', 'TCP', 'UDP',
]);
