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
}

let loaded: Vocabulary | undefined;

function vocabulary(): Vocabulary {
  loaded ??= {
    core: new Set([...words('english-core.txt'), ...words('security-english.txt'), 'a', 'i']),
    more: new Set(words('english-more.txt')),
    openers: new Set(words('sentence-openers.txt')),
  };
  return loaded;
}

/** Whether a lower-case word is ordinary English: it carries no name. Names of malware, tools, people and hosts are not in it. */
export function isOrdinaryWord(word: string): boolean {
  const { core, more } = vocabulary();
  return core.has(word) || more.has(word);
}

/**
 * Whether a word may open a sentence with a capital without being taken for a name. Narrower than ordinary words, since
 * groups and families are named after common nouns (`Hive`, `Bear`, `Royal`): a closed list, and inflected forms.
 */
export function mayOpenSentence(word: string): boolean {
  const { core, more, openers } = vocabulary();
  return openers.has(word) || ((core.has(word) || more.has(word)) && word.length > 4 && /(?:ly|ing|ed|[^s]s)$/.test(word));
}

/** Labels that are written with capitals in any sentence and name nothing in particular. */
export const LABELS: ReadonlySet<string> = new Set([
  'A', 'I', 'ID', 'IDs', 'IP', 'IPs', 'IPv4', 'IPv6', 'PID', 'PIDs', 'URL', 'URLs', 'UTC', 'MD5', 'SHA', 'SHA1', 'SHA256',
  'SHA-1', 'SHA-256', 'MITRE', 'ATT&CK', 'CVE', 'DNS', 'HTTP', 'HTTPS', 'DLL', 'DLLs', 'OS', 'TCP', 'UDP',
]);
