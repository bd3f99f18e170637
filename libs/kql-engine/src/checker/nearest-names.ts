/** What people write for names of the schema: older names of the product, other products, plain words. Lower case. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  timegenerated: ['Timestamp'], eventtime: ['Timestamp'], time: ['Timestamp'], datetime: ['Timestamp'], eventdate: ['Timestamp'],
  computername: ['DeviceName'], computer: ['DeviceName'], hostname: ['DeviceName'], host: ['DeviceName'], machinename: ['DeviceName'], device: ['DeviceName'], machineid: ['DeviceId'],
  username: ['AccountName', 'AccountUpn'], user: ['AccountName', 'AccountUpn'], account: ['AccountName', 'AccountUpn'], userprincipalname: ['AccountUpn'], upn: ['AccountUpn'], sid: ['AccountSid'],
  commandline: ['ProcessCommandLine', 'InitiatingProcessCommandLine'], cmdline: ['ProcessCommandLine', 'InitiatingProcessCommandLine'], cmd: ['ProcessCommandLine'],
  processname: ['FileName', 'InitiatingProcessFileName'], process: ['FileName', 'InitiatingProcessFileName'], parentprocessname: ['InitiatingProcessFileName'], initiatingprocessname: ['InitiatingProcessFileName'],
  parentcommandline: ['InitiatingProcessCommandLine'], filepath: ['FolderPath'], path: ['FolderPath'], directory: ['FolderPath'], sha: ['SHA256', 'SHA1'], filehash: ['SHA256', 'SHA1'], hash: ['SHA256', 'SHA1'],
  destinationip: ['RemoteIP'], destip: ['RemoteIP'], dstip: ['RemoteIP'], remoteaddress: ['RemoteIP'], remoteipaddress: ['RemoteIP'], sourceip: ['LocalIP', 'IPAddress'], srcip: ['LocalIP'],
  ip: ['RemoteIP', 'IPAddress'], clientip: ['IPAddress'], destinationport: ['RemotePort'], dstport: ['RemotePort'], url: ['RemoteUrl', 'Url'], domain: ['RemoteUrl', 'AccountDomain'],
  sender: ['SenderFromAddress'], from: ['SenderFromAddress'], recipient: ['RecipientEmailAddress'], to: ['RecipientEmailAddress'], messageid: ['NetworkMessageId', 'InternetMessageId'], attachmentname: ['FileName'],
  cve: ['CveId'], severity: ['Severity', 'VulnerabilitySeverityLevel'], os: ['OSPlatform'], operation: ['ActionType'], operationname: ['ActionType'], eventtype: ['ActionType'], action: ['ActionType'],
  processcreationevents: ['DeviceProcessEvents'], processevents: ['DeviceProcessEvents'], deviceprocess: ['DeviceProcessEvents'], networkcommunicationevents: ['DeviceNetworkEvents'], networkevents: ['DeviceNetworkEvents'],
  filecreationevents: ['DeviceFileEvents'], fileevents: ['DeviceFileEvents'], registryevents: ['DeviceRegistryEvents'], logonevents: ['DeviceLogonEvents'], imageloadevents: ['DeviceImageLoadEvents'], miscevents: ['DeviceEvents'],
  machineinfo: ['DeviceInfo'], machinenetworkinfo: ['DeviceNetworkInfo'], signinlogs: ['EntraIdSignInEvents', 'AADSignInEventsBeta'], aadsignineventsbeta: ['EntraIdSignInEvents'], aadspnsignineventsbeta: ['EntraIdSpnSignInEvents'],
  entraidsigninevents: ['AADSignInEventsBeta'], securityalert: ['AlertInfo'], alerts: ['AlertInfo'], emailevent: ['EmailEvents'], email: ['EmailEvents'], vulnerabilities: ['DeviceTvmSoftwareVulnerabilities'],
};

/** The names of `pool` that `name` was probably meant to be, best first. Deterministic: ties keep the order of the pool. */
export function nearestNames(name: string, pool: readonly string[], most = 3): string[] {
  const wanted = name.toLowerCase();
  const meant = otherNames[wanted] ?? [];
  const scored: { name: string; score: number; at: number }[] = [];
  pool.forEach((candidate, at) => {
    if (candidate === name) return;
    const score = meant.includes(candidate) ? 0.02 + meant.indexOf(candidate) * 0.01 : distance(wanted, candidate.toLowerCase(), name, candidate);
    if (score <= 0.45) scored.push({ name: candidate, score, at });
  });
  scored.sort((a, b) => a.score - b.score || a.at - b.at);
  return [...new Set(scored.map((each) => each.name))].slice(0, most);
}

/** From 0 for the same word to 1; above 0.45 nobody would take one for the other. */
function distance(a: string, b: string, spelledA: string, spelledB: string): number {
  if (a === b) return 0;
  const plainA = a.replace(/[^a-z0-9]/g, '');
  const plainB = b.replace(/[^a-z0-9]/g, '');
  if (plainA === plainB && plainA !== '') return 0.01;
  const longest = Math.max(a.length, b.length);
  const edits = Math.abs(a.length - b.length) > longest * 0.45 || longest > 100 ? longest : editDistance(a, b);
  const byEdits = edits / longest + (a[0] === b[0] ? 0 : 0.05) + (otherWord(spelledA, spelledB) ? 0.3 : 0);
  return Math.min(byEdits, byWords(spelledA, spelledB));
}

/** Whether one whole word differs: `AccountUPN` is no misspelling of `AccountType`. */
function otherWord(a: string, b: string): boolean {
  const wordsA = wordsOf(a);
  const wordsB = wordsOf(b);
  if (wordsA.length !== wordsB.length || wordsA.length < 2) return false;
  return wordsA.some((word, at) => {
    const other = wordsB[at] as string;
    return editDistance(word.slice(0, 100), other.slice(0, 100)) > Math.max(word.length, other.length) / 2;
  });
}

/** Names of several words that share most of them. */
function byWords(a: string, b: string): number {
  const wordsA = wordsOf(a);
  const wordsB = wordsOf(b);
  if (wordsA.length === 0 || wordsB.length === 0) return 1;
  const shared = wordsA.filter((word) => wordsB.includes(word)).length;
  if (shared === 0) return 1;
  const share = (2 * shared) / (wordsA.length + wordsB.length);
  return 1 - share * 0.9;
}

function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/** Insertions, deletions, replacements and swaps of neighbours. */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((last[j] as number) + 1, (next[j - 1] as number) + 1, (last[j - 1] as number) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, (before[j - 2] as number) + 1);
      next.push(best);
    }
    before = last;
    last = next;
  }
  return last[b.length] as number;
}
