/** One word of a question. `stem` is what phrases are matched by. */
export interface Word {
  text: string;
  stem: string;
  start: number;
  end: number;
  /** The value of the question it is, by its number. */
  slot?: number;
}

/** Words that analysts use for one thing; each becomes the first of its row. */
const sameWords: readonly string[] = [
  'disable deactivate deactivated deactivating deactivation',
  'device computer machine endpoint pc laptop host hostname notebook',
  'email mail e-mail mails emails',
  'logon login log-on log-in logins logons',
  'signin sign-in signins sign-ins',
  'info information',
  'user users',
  'filename file-name',
  'commandline cmdline command-line commandlines',
  'vulnerability vulnerabilities vuln vulns cve cves',
  'ip ips ipaddress',
  'phish phishing',
  'malicious malware',
  'delete deletion remove removal erase wipe',
  'create creation',
  'rename renaming',
  'modify modification',
  'extension ext extensions',
  'software softwares',
  'program application app apps',
  'attachment attach attachments',
  'connection connect conn communicate communication',
  'url urls link links',
  'quarantine quarantined',
  'execute execution executed executions ran',
  'launch spawn spawned',
  'load loaded loading',
  'inbound incoming ingress',
  'outbound outgoing egress',
  'script scripts scripting',
  'os osplatform operatingsystem',
  'alert alerts',
  'mac macos osx',
  'admin administrator admins administrators administrative',
  'certificate cert certs certificates',
  'config configuration configurations',
  'assess assessment asssement assesment assessments',
  'compliant complaint',
  'install installed installation',
  'fail failed failure failing unsuccessful unsuccessfully failures',
  'success successful succeeded successfully succeed',
  'block blocked blocking',
  'usb thumbdrive',
  'receive received recieved',
  'integrity ingerity integrety',
  'auth authentication authenticate authenticated authentications',
  'sha256 sha-256',
  'sha1 sha-1',
  'encode encoded encoding encodedcommand',
  'member members membership',
  'child children',
  'unknown unkown',
];
/** Inflected words that analysts use, with the form they meet under. */
export const canonical: ReadonlyMap<string, string> = new Map(sameWords.flatMap((row) => {
  const all = row.split(' ');
  return all.map((word): [string, string] => [word, all[0] ?? word]);
}));

/** Two words that are one; joined before anything else is matched. */
const pairs: Readonly<Record<string, string>> = {
  'log on': 'logon', 'log ons': 'logon', 'log in': 'logon', 'log ins': 'logon', 'logged on': 'logon', 'logged in': 'logon', 'logs in': 'logon', 'logs on': 'logon', 'logging in': 'logon', 'logging on': 'logon',
  'sign in': 'signin', 'sign ins': 'signin', 'signed in': 'signin', 'signing in': 'signin', 'signs in': 'signin', 'e mail': 'email', 'e mails': 'email', 'command line': 'commandline', 'command lines': 'commandline',
  'file name': 'filename', 'file names': 'filename', 'user name': 'username', 'user names': 'username', 'end point': 'device', 'host name': 'devicename', 'host names': 'devicename', 'operating system': 'os', 'operating systems': 'os',
  'ip address': 'ip', 'ip addresses': 'ip', 'time stamp': 'timestamp', 'time stamps': 'timestamp', 'web site': 'website', 'mac os': 'mac', 'os x': 'mac', 'on prem': 'onprem', 'folder path': 'folderpath', 'file path': 'filepath',
  'safe links': 'safelinks', 'safe attachments': 'safeattachments', 'multi factor': 'multifactor', 'thumb drive': 'usb', 'flash drive': 'usb', 'cloud app': 'cloudapp', 'cloud apps': 'cloudapp', 'cloud application': 'cloudapp', 'cloud applications': 'cloudapp',
};

/** The form of a word under which its inflections meet: "connections", "connected" and "connecting" are one. */
export function stemOf(word: string): string {
  const lower = word.toLowerCase();
  const known = canonical.get(lower);
  const cut = suffixCut(known ?? lower);
  return known === undefined ? (canonicalStems.get(cut) ?? cut) : cut;
}

function suffixCut(word: string): string {
  if (word.length <= 3 || !/^[a-z]+$/.test(word)) return word;
  let cut = word;
  if (cut.endsWith('ies') && cut.length > 4) cut = `${cut.slice(0, -3)}y`;
  else if (/(?:ss|sh|ch|x)es$/.test(cut)) cut = cut.slice(0, -2);
  else if (cut.endsWith('s') && !/(?:ss|us|is)$/.test(cut)) cut = cut.slice(0, -1);
  if (cut.length > 6 && cut.endsWith('ations')) cut = cut.slice(0, -6);
  else if (cut.length > 7 && cut.endsWith('ation')) cut = cut.slice(0, -5);
  else if (cut.length > 5 && cut.endsWith('ion')) cut = cut.slice(0, -3);
  else if (cut.length > 5 && cut.endsWith('ing')) cut = cut.slice(0, -3);
  else if (cut.length > 4 && cut.endsWith('ed') && !cut.endsWith('eed')) cut = cut.slice(0, -2);
  if (cut.length > 3 && cut.endsWith('e')) cut = cut.slice(0, -1);
  if (cut.length > 3 && /([bdgmnprt])\1$/.test(cut)) cut = cut.slice(0, -1);
  return cut;
}

const canonicalStems = new Map([...canonical].map(([word, first]) => [suffixCut(word), suffixCut(first)]));

/** The words of a text with their places. A run of what `masks` covers is one word of its own. */
export function wordsOf(text: string, masks: readonly { start: number; end: number; label: string; slot?: number }[] = []): Word[] {
  const found: Word[] = [];
  const sorted = [...masks].sort((a, b) => a.start - b.start);
  let at = 0;
  const plain = (from: number, to: number): void => {
    for (const match of text.slice(from, to).matchAll(/[\p{L}\p{N}_]+(?:[-'’][\p{L}\p{N}_]+)*|[,;:.?!()&/+]/gu)) {
      const start = from + match.index;
      for (const part of splitCamel(match[0])) {
        const partStart = start + part.at;
        found.push({ text: part.text, stem: stemOf(part.text), start: partStart, end: partStart + part.text.length });
      }
    }
  };
  for (const mask of sorted) {
    if (mask.start < at) continue;
    plain(at, mask.start);
    found.push({ text: text.slice(mask.start, mask.end), stem: mask.label, start: mask.start, end: mask.end, ...(mask.slot === undefined ? {} : { slot: mask.slot }) });
    at = mask.end;
  }
  plain(at, text.length);
  return joinPairs(found);
}

/** How the names of tables, columns and actions begin; a brand such as PowerShell stays whole. */
const schemaWord = /^(?:AI|Account|Action|Agent|Alert|Antivirus|App|Asr|Attachment|Attack|Behavior|Browser|Campaign|Certificate|City|Click|Client|Cloud|Component|Conditional|Configuration|Connection|Container|Country|Credential|Data|Delivery|Department|Destination|Detection|Device|Directory|Disruption|Display|Dns|Driver|Edge|Email|Enforcement|Entity|Entra|Error|Event|Evidence|Exploit|Exposure|Extension|Failure|File|Firewall|Folder|Graph|Identity|Image|Inbound|Initiating|Integrity|Internet|Job|Kubernetes|Last|Listening|Local|Logon|Machine|Message|Named|Network|Node|Object|Onboarding|Operation|Parent|Permission|Pnp|Policy|Port|Previous|Process|Public|Query|Recipient|Registry|Remote|Request|Resource|Risk|Scheduled|Security|Sender|Sensitivity|Service|Severity|Sign|Software|Source|Storage|Subject|Target|Threat|Url|Usb|User|Value|Vulnerability)[A-Z]|^(?:device|process|file|remote|local|initiating|account|registry|logon|email|sender|recipient|action)[A-Z]/;

/** "non-compliant" and "DeviceLogonEvents" are several words, "sign-in" is one. */
function splitCamel(word: string): { text: string; at: number }[] {
  if (canonical.has(word.toLowerCase())) return [{ text: word, at: 0 }];
  const parts: { text: string; at: number }[] = [];
  for (const match of word.matchAll(/[^-]+/g)) {
    const hump = schemaWord.test(match[0]) && /^[A-Z]?[a-z]+(?:[A-Z][a-z]+)+$/.test(match[0]) ? [...match[0].matchAll(/[A-Z]?[a-z]+/g)] : undefined;
    if (hump === undefined) parts.push({ text: match[0], at: match.index });
    else for (const part of hump) parts.push({ text: part[0], at: match.index + part.index });
  }
  return parts;
}

function joinPairs(words: readonly Word[]): Word[] {
  const joined: Word[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] as Word;
    const next = words[index + 1];
    const pair = next === undefined ? undefined : pairs[`${word.text} ${next.text}`.toLowerCase()];
    if (next !== undefined && pair !== undefined) {
      joined.push({ text: `${word.text} ${next.text}`, stem: stemOf(pair), start: word.start, end: next.end });
      index += 1;
    } else joined.push(word);
  }
  return joined;
}

/** The stems of a phrase, as questions are cut. */
export function stemsOf(phrase: string): string[] {
  return wordsOf(phrase).map(({ stem }) => stem);
}

const articles = new Set(['the', 'a', 'an', 'their', 'its', 'been', 'being']);

/** "The account is disabled" says "account disabled". */
const copulas = new Set(['is', 'are', 'was', 'were', 'got', 'became', 'become', 'gets']);

/** Phrases by their first stem: finds every known phrase in a run of words. */
export class PhraseIndex<T> {
  private readonly byFirst = new Map<string, { stems: readonly string[]; value: T }[]>();
  readonly stems = new Set<string>();

  add(phrase: string, value: T): void {
    const stems = stemsOf(phrase).filter((stem) => /[\p{L}\p{N}]/u.test(stem) && !articles.has(stem));
    const [first] = stems;
    if (first === undefined) return;
    for (const stem of stems) this.stems.add(stem);
    const entries = this.byFirst.get(first);
    if (entries === undefined) this.byFirst.set(first, [{ stems, value }]);
    else entries.push({ stems, value });
  }

  /** Every phrase at every place, longest first at one place. */
  find(words: readonly Word[]): { value: T; from: number; to: number }[] {
    const hits: { value: T; from: number; to: number }[] = [];
    words.forEach((word, from) => {
      const entries = this.byFirst.get(word.stem);
      if (entries === undefined) return;
      for (const { stems, value } of entries) {
        let at = from + 1;
        let fits = true;
        for (let index = 1; index < stems.length && fits; index += 1) {
          if (words[at]?.stem !== stems[index] && (articles.has(words[at]?.stem ?? '') || copulas.has(words[at]?.text.toLowerCase() ?? ''))) at += 1;
          fits = words[at]?.stem === stems[index];
          at += 1;
        }
        if (fits) hits.push({ value, from, to: at });
      }
    });
    return hits.sort((a, b) => a.from - b.from || b.to - a.to);
  }
}
