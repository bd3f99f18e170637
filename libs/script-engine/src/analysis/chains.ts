import { hiding } from '../core/hiding.js';
import type { ScriptLanguage } from '../core/language.js';
import { interpreters, type AddFact } from './concealment.js';
import { placeAt, placeOf, placeOfLine, placeStarted } from './fact-place.js';
import type { LayerSet, WorkingLayer } from './layer-set.js';
import type { ScriptFact } from './script-analysis.js';

/** Largest text in which several statements are looked for together, in characters. */
export const longestChained = 400_000;
/** Languages whose statements are. */
export const followed: ReadonlySet<ScriptLanguage> = new Set(['javascript', 'python', 'vbscript'] as const);

/** Facts that take several statements of JavaScript, Python or VBScript together: what one call begins another one ends. */
export function chains(set: LayerSet, facts: readonly ScriptFact[], add: AddFact): void {
  const root = set.layers[0] as WorkingLayer;
  if (!followed.has(root.language)) return;
  const windowsHost = root.language === 'vbscript' || /ActiveXObject|\bWScript\b/.test(root.text);
  for (const layer of set.layers) {
    if (layer.kind !== 'executed' && layer.kind !== 'payload') continue;
    runsWhatItFetched(layer, windowsHost, add);
    if (layer.kind !== 'executed') continue;
    hidesAddress(layer, set.layers[layer.parent ?? 0] as WorkingLayer, add);
    guessesPasswords(layer, add);
  }
  for (const layer of set.layers) runsMachineCode(layer, add);
  keepsPasswordList(root, add);
  runsRemoteCode(set, add);
  sendsSecrets(facts, add);
  takesCommandsFromChat(facts, add);
  actsOnInstall(root, facts, add);
}

const fetches = /response(?:Body|Text|Stream)|requests\.get\(|urlopen\(|urlretrieve\(|\bwget\.download\(|https?["']?\)?\.get\(|\bfetch\(|axios|URLDownloadToFile|Invoke-WebRequest|\biwr\b|DownloadFile|\bcurl\b|bitsadmin|certutil/i;
const saves = /(?:SaveToFile|writeFile(?:Sync)?|createWriteStream)\(\s*(?:String\.raw)?["'`](?<saved>[^"'`\n]{2,260})["'`](?!\s{0,2},\s{0,2}["'`])|\bopen\(\s*[rbu]{0,2}["'](?<written>[^"'\n]{2,260})["'][^\n]{0,80}\)\.write\([^\n]{0,80}(?:requests|urlopen|httpx|urllib)|URLDownloadToFile\w?\([^\n]{4,400}?,\s{0,4}"(?<loaded>[^"\n]{2,260})"\s{0,4},|urlretrieve\([^\n]{4,400}?,\s*[rbu]{0,2}["'](?<retrieved>[^"'\n]{2,260})["']|(?:-OutFile|-o|--output|DownloadFile\([^\n]{4,300}?,)\s{0,4}["']?(?<out>[^\s"';&|)]{3,260})/gi;
const starts = /\.(?:Run|Exec|ShellExecute|Create|Open2?)\(|\bos\.(?:system|popen|startfile|exec[lv]\w{0,2}|spawn\w{1,3})\(|\bsubprocess\.\w{3,14}\(|child_process["']?\)\.(?:exec|spawn|fork)\w{0,8}\(|\bShell\b|\b(?:saps|start-process|start|rundll32|regsvr32|msiexec|sh|bash|powershell)\s|(?:^|[;&|]\s{0,4})(?:&\s{0,2})?["']?(?:\$env:|%|\.{0,2}\/|[a-z]:\\)/i;
const notStarted = /\b(?:open|SaveToFile|writeFile\w{0,4}|chmod|exists|remove|unlink)\([^()]{0,200}$/i;

/**
 * A file that was fetched and saved under a name is started by that name. Cites the call that starts it. Installers in
 * Python and Node.js do so too; those of Windows' own script hosts copy what they install from a share.
 */
export function runsWhatItFetched(layer: WorkingLayer, windowsHost: boolean, add: AddFact): void {
  if (layer.text.length > longestChained || !fetches.test(layer.text)) return;
  const saved: { name: string; after: number }[] = [];
  saves.lastIndex = 0;
  for (let match = saves.exec(layer.text); match !== null && saved.length < 20; match = saves.exec(layer.text)) {
    const { saved: file, written, loaded, retrieved, out } = match.groups ?? {};
    const name = (file ?? written ?? loaded ?? retrieved ?? out ?? '').split(/[\\/]/).at(-1)?.trim() ?? '';
    if (/^[^\s*?<>]{2,100}$/.test(name) && /\w{2}/.test(name)) saved.push({ name, after: match.index + match[0].length });
  }
  for (const { name, after } of saved) {
    const place = placeStarted(layer, name, after, starts, notStarted);
    if (place !== undefined) add({ rule: 'runs-what-it-fetched', type: 'execute', certainty: 'derived', weight: windowsHost ? 'malicious' : 'suspicious', phrase: 'starts a file that it fetched', techniques: ['T1105'], ...place, values: { file: name } });
  }
}

const logon = /\b(?:paramiko|ftplib|telnetlib|smb\w{0,12}|fabric|pymysql|psycopg2|winrm)\b[^\n]{0,80}\.(?:connect|login|FTP)\((?<given>[^\n]{4,200})\)/g;

/** Logs on to something with one pair of name and password after the other. Cites the first. */
function guessesPasswords(layer: WorkingLayer, add: AddFact): void {
  const pairs = new Set<string>();
  let first = -1;
  logon.lastIndex = 0;
  for (let match = logon.exec(layer.text); match !== null && pairs.size < 10; match = logon.exec(layer.text)) {
    const texts = [...(match.groups?.given ?? '').matchAll(/["']([^"'\n]{1,60})["']/g)].map(([, text]) => text as string).slice(-2);
    if (texts.length < 2) continue;
    if (first < 0) first = match.index;
    pairs.add(texts.join('\0'));
  }
  if (pairs.size < 4) return;
  add({ rule: 'guesses-passwords', type: 'credentialAccess', certainty: 'derived', weight: 'malicious', phrase: 'tries one name and password after the other', techniques: ['T1110.001'], ...placeOfLine(layer, layer.lines.line(first)), start: first, values: {} });
}

/** Code is run that comes from elsewhere, however it got there. Cites the place where it runs. */
function runsRemoteCode(set: LayerSet, add: AddFact): void {
  for (const { reason, detail, layer: index, line } of set.gaps) {
    const layer = set.layers[index] as WorkingLayer;
    const technique = interpreters[layer.language];
    if (reason !== 'remoteContent' || !followed.has(layer.language) || technique === undefined || !detail.startsWith('the code given to')) continue;
    add({ rule: 'runs-remote-code', type: 'execute', certainty: 'derived', weight: 'suspicious', phrase: 'runs code that comes from elsewhere', techniques: [technique], ...placeOfLine(layer, line), values: {} });
  }
}

const passwordList = /\b(?:pwd?s|pass(?:words?|wds?|es|list)|passwd_?list|wordlist|credentials|creds|combos?)\s{0,3}=\s{0,3}[[(]\s{0,9}(?:\(?\s{0,3}["'][^"'\n]{0,40}["']\)?\s{0,3},\s{0,9}){2}/i;
const remoteLogon = /\b(?:paramiko|asyncssh|ftplib|telnetlib|smbprotocol|impacket|winrm)\b/;

/** A list of passwords in a script that logs on to other machines. Cites the list. */
function keepsPasswordList(root: WorkingLayer, add: AddFact): void {
  if (root.language !== 'python' || !remoteLogon.test(root.text)) return;
  const match = passwordList.exec(root.text);
  if (match === null) return;
  add({ rule: 'keeps-password-list', type: 'credentialAccess', certainty: 'derived', weight: 'suspicious', phrase: 'keeps a list of passwords to log on with', techniques: ['T1110.001'], ...placeAt(root, match.index, match.index + match[0].length), values: {} });
}

const makesRoom = /\bVirtualAlloc\w{0,8}\b|\bNtAllocateVirtualMemory\b|\bVirtualProtect\b|PROT_EXEC\b/;
const fills = /\bRtlMoveMemory\b|\bRtlCopyMemory\b|\bmemmove\b|\bWriteProcessMemory\b|\bNtWriteVirtualMemory\b|\bmmap\b[^\n]{0,80}\.write\(/;
const goes = /\b(?:Nt)?Create(?:Remote)?Thread(?:Ex)?\b|\bQueueUserAPC\b|\bCFUNCTYPE\b|\bEnum(?:SystemLocales|Windows|DesktopsW|ChildWindows)\w{0,3}\b|\bCallWindowProc[AW]?\b/;

/** Memory is made, filled and started. Cites what starts it. */
function runsMachineCode(layer: WorkingLayer, add: AddFact): void {
  if (!followed.has(layer.language) || layer.text.length > longestChained || !makesRoom.test(layer.text) || !fills.test(layer.text)) return;
  const match = goes.exec(layer.text);
  if (match === null) return;
  add({ rule: 'runs-machine-code', type: 'inject', certainty: layer.kind === 'input' ? 'observed' : 'derived', weight: 'malicious', phrase: 'puts machine code in memory and starts it', techniques: ['T1055'], ...placeAt(layer, match.index, match.index + match[0].length), values: { call: match[0] } });
}

const address = /\b(?:https?|wss?|ftp):\/\/(?<host>[a-z0-9.-]{4,120})/gi;
/** An address whose host the script does not hold, not even in pieces of four characters: it was made by decoding. */
export function hidesAddress(layer: WorkingLayer, parent: WorkingLayer, add: AddFact): void {
  const known = parent.text.toLowerCase();
  address.lastIndex = 0;
  for (let match = address.exec(layer.text), tried = 0; match !== null && tried < 50; match = address.exec(layer.text), tried++) {
    const host = (match.groups?.host ?? '').replace(/[.-]+$/, '');
    if (host.length < 7 || !host.includes('.') || known.includes(host.toLowerCase())) continue;
    const pieces = Array.from({ length: host.length - 3 }, (_, i) => host.slice(i, i + 4).toLowerCase());
    if (pieces.filter((piece) => known.includes(piece)).length * 5 > pieces.length) continue;
    const steps = layer.rules.filter((rule) => hiding.test(rule));
    add({ rule: 'hides-an-address', type: 'encode', certainty: 'derived', weight: 'suspicious', phrase: steps.length === 0 ? 'makes an address that it does not hold' : `hides an address behind ${steps.join(', ')}`, techniques: ['T1027.010'], ...placeAt(layer, match.index, match.index + match[0].length), values: { host } });
    return;
  }
}

/** Secrets of the machine are read and something is sent out. Cites what sends. */
export function sendsSecrets(facts: readonly ScriptFact[], add: AddFact): void {
  const taken = facts.filter((fact) => (fact.type === 'credentialAccess' || (fact.type === 'collect' && typed.has(fact.techniques[0] ?? ''))) && fact.weight !== 'routine' && fact.certainty !== 'possible');
  const sent = facts.find((fact) => fact.type === 'exfiltrate' && fact.weight !== 'routine' && fact.certainty !== 'possible');
  if (taken.length === 0 || sent === undefined) return;
  const grave = taken.some((fact) => fact.weight !== 'notable') || new Set(taken.map((fact) => fact.rule)).size > 1;
  add({ rule: 'sends-secrets', type: 'exfiltrate', certainty: 'derived', weight: grave ? 'malicious' : 'suspicious', phrase: 'takes secrets and sends data out', techniques: ['T1041'], ...placeOf(sent), values: {} });
}

/** A program of a chat service that runs commands in a shell. Cites the program. */
function takesCommandsFromChat(facts: readonly ScriptFact[], add: AddFact): void {
  const bot = facts.find(({ rule }) => rule === 'chat-bot');
  const shell = facts.find(({ rule }) => rule === 'shell-of-outside-command');
  if (bot === undefined || shell === undefined) return;
  add({ rule: 'takes-commands-from-chat', type: 'commandAndControl', certainty: 'derived', weight: 'suspicious', phrase: 'runs commands that come over a chat service', techniques: ['T1102.002'], ...placeOf(bot), values: {} });
}

/** Keystrokes and forms, which hold passwords. */
const typed: ReadonlySet<string> = new Set(['T1056.001', 'T1056.003']);

const hook = /\bcmdclass\s{0,4}=/;
const installs = /class\s{1,4}\w{1,60}\(\s{0,4}(?:\w{1,30}\.){0,3}(?:_?install|_?develop|egg_info|build_py|sdist|bdist_\w{3,8})\s{0,4}\)/;

/** A package whose installation does more than to install. Cites where it takes its own step in. */
function actsOnInstall(root: WorkingLayer, facts: readonly ScriptFact[], add: AddFact): void {
  if (root.language !== 'python' || !installs.test(root.text)) return;
  const at = root.text.search(hook);
  const acts = facts.some((fact) => fact.certainty !== 'possible' && (fact.type === 'exfiltrate' || fact.type === 'download' || fact.type === 'credentialAccess' || fact.rule === 'hides-a-script' || fact.rule === 'hides-an-address') && fact.weight !== 'routine');
  if (at < 0 || !acts) return;
  add({ rule: 'acts-on-install', type: 'execute', certainty: 'derived', weight: 'suspicious', phrase: 'acts when the package is installed', techniques: ['T1195.002'], ...placeAt(root, at, at + 8), values: {} });
}
