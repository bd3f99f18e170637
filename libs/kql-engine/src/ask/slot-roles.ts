import { after, before } from './context-words.js';
import type { Columns } from './fit-column.js';
import { fitColumn } from './fit-column.js';
import { slotColumns } from './lexicon/slot-columns.js';
import type { Reading } from './reading.js';
import type { Slot, SlotType } from './slots.js';
import type { Word } from './words.js';

const acts = /^(?:which |that |who )?(?:is |are |was |has |have )?(?:launch|spawn|creat|start|execut|run|ran|load|connect|communicat|writ|wrote|drop|download|modif|delet|open|mak|made|making|initiat|contact|reach|call|invok|set|access|resolv|beacon|mak)\w*/;
const actedBy = /(?:by|parent|parent process|parents|initiating process|initiated by|launched by|spawned by|started by|created by|executed by|child of|children of|child processes of|processes of|launched from|spawned from|from|under|invoked by|via|using|through)(?: the)?(?: process(?:es)?)?$/;
/** "By processes such as": a kind of process, and an example of it. */
const actedByKind = /\b(?:by|from)(?: \w+){0,2} process(?:es)?(?: such as| like| named| called)$/;
const objectBefore = /(?:launch|spawn|creat|start|execut|run|invok|open)\w*(?: the| a| an)?(?: process(?:es)?| child process(?:es)?)?$/;

/** Where a program belongs: the process that acted, or the one that was started. */
export function processColumn(words: readonly Word[], from: number, to: number, columns: Columns, table: string): string | undefined {
  const left = before(words, from, actedByKind.test(before(words, from, 7)) ? 7 : 4);
  const right = after(words, to, 3);
  if (table === 'DeviceProcessEvents') {
    if (/\b(?:process(?:es)?|programs?|commands?|children|what|everything) (?:that |which )?$/.test(`${left} `) && /^(?:has |have |had )?(?:launch|spawn|creat|start|execut|ran|run|open)\w*/.test(right)) return 'InitiatingProcessFileName';
    if (/^(?:macro )?(?:suspicious |unusual |rare )?child\b/.test(right)) return 'InitiatingProcessFileName';
    if (objectBefore.test(left) && !/by$/.test(left)) return 'FileName';
    if ((actedBy.test(left) || actedByKind.test(left)) && !/using$|via$|through$/.test(left)) return 'InitiatingProcessFileName';
    if (acts.test(right) && /^(?:which |that )?(?:launch|spawn|creat|start|open|execut|invok|run)\w* ?\w*/.test(right) && !/^(?:execution|executions|creation|created|executed|launched|started|running|ran)\b/.test(right) && !/^(?:\w+ing|run) (?:without|with|from|in|on|as|at|under|via|outside)\b/.test(right)) return 'InitiatingProcessFileName';
    return 'FileName';
  }
  if (table === 'DeviceEvents' && (/\b(?:into|of|to|against|targeting)(?: the)?$/.test(left) || (/\bin(?: the)?$/.test(left) && /\b(?:inject|thread|memory|hollow|apc|allocat)/.test(before(words, from, 12))))) return 'FileName';
  if (table === 'CloudProcessEvents') return actedBy.test(left) ? 'ParentProcessName' : 'ProcessName';
  if (columns.has('InitiatingProcessFileName')) return /parent(?: process)?$/.test(left) ? 'InitiatingProcessParentFileName' : 'InitiatingProcessFileName';
  return columns.has('InitiatingProcessFileName') ? 'InitiatingProcessFileName' : undefined;
}

function has(columns: Columns, ...names: string[]): string | undefined {
  return names.find((name) => columns.has(name));
}

/** The column a value belongs to that stands without a column's name. */
export function columnOfSlot(slot: Slot, index: number, reading: Reading, columns: Columns, table: string): string | undefined {
  const { words } = reading;
  const left = before(words, index, 4);
  const type: SlotType = slot.type === 'quoted' ? (slot.quotedType ?? 'quoted') : slot.type;
  switch (type) {
    case 'quoted':
      return quotedColumn(left, columns, table, slot.value);
    case 'number':
      if (/\bports?(?: number)?(?: is| =)?$/.test(left) || (/\bports?\b/.test(left) && /(?:,|or|and)$/.test(left))) return portColumn(left, columns, reading.text);
      if (columns.has('RemotePort') && Number(slot.value) < 65536 && (/\b(?:outbound|inbound|tcp|udp|over|via)$/.test(left) || /^(?:connections?|traffic)\b/.test(after(words, index + 1, 1))) && !reading.thresholds.some(({ from, to }) => index >= from && index < to)) return portColumn(left, columns, reading.text);
      if (/\b(?:pid|process id)(?: is| =| of)?$/.test(left)) return has(columns, 'ProcessId', 'InitiatingProcessId');
      if (/\b(?:error ?code|code)(?: is| =| of)?$/.test(left)) return has(columns, 'ErrorCode', 'ResponseStatusCode');
      if (/^[1-5]\d\d$/.test(slot.value) && columns.has('ResponseStatusCode')) return 'ResponseStatusCode';
      return undefined;
    case 'ip':
      if (/\blocal(?: ip)?$/.test(left)) return has(columns, 'LocalIP', 'IPAddress');
      if (/\bpublic(?: ip)?$/.test(left)) return has(columns, 'PublicIP', 'RemoteIP', 'IPAddress');
      if (/\b(?:destination|target|to)(?: ip)?$/.test(left)) return has(columns, 'DestinationIPAddress', 'RemoteIP', 'IPAddress');
      break;
    case 'email':
      if (/\b(?:from|sent by|sender|senders|by sender|sender address)(?: address)?$/.test(left)) return has(columns, 'SenderFromAddress', 'SenderEmailAddress', 'AccountUpn');
      if (/\b(?:to|recipient|recipients|received by|sent to|mailbox|mailbox of|delivered to)$/.test(left)) return has(columns, 'RecipientEmailAddress', 'AccountUpn');
      if (/\btarget(?: user| account)?$/.test(left)) return has(columns, 'TargetAccountUpn', 'AccountUpn');
      if (/\b(?:manager)(?: is)?$/.test(left)) return has(columns, 'Manager');
      break;
    case 'domain':
      if (/\b(?:from|sent by|sender|senders|sender domain|sent from|from domain|from the domain|sender domains)(?: the)?(?: domain)?$/.test(left)) {
        const sender = has(columns, 'SenderFromDomain');
        if (sender !== undefined) return sender;
      }
      if (/\b(?:device|host|machine|computer|server|endpoint|workstation)$/.test(left) || /\.(?:local|lan|corp|internal|intra)$/i.test(slot.value)) {
        const host = has(columns, 'DeviceName', 'HostName');
        if (host !== undefined) return host;
      }
      if (table === 'EmailEvents' && /\b(?:links?|urls?|hosted|pointing|website|site)\b/.test(left)) return undefined;
      break;
    case 'file':
      if (/\brenam\w*(?: \S+){0,2} from$/.test(before(words, index, 6)) && columns.has('PreviousFileName')) return 'PreviousFileName';
      if (/\.(?:exe|com)$/i.test(slot.value) && columns.has('InitiatingProcessFileName')) {
        if (table === 'DeviceProcessEvents' || table === 'CloudProcessEvents') return processColumn(words, index, index + 1, columns, table);
        if (table === 'DeviceFileEvents' || table === 'DeviceEvents') return actedByKind.test(before(words, index, 7)) || actedBy.test(left) && !/from$/.test(left) || acts.test(after(words, index + 1, 2)) && !/^(?:created|deleted|modified|renamed|downloaded|written|dropped|executed|was|is|were)/.test(after(words, index + 1, 1)) ? 'InitiatingProcessFileName' : 'FileName';
        return /parent(?: process)?$/.test(left) ? 'InitiatingProcessParentFileName' : 'InitiatingProcessFileName';
      }
      if (table === 'DeviceProcessEvents' && !/\.(?:exe|com|scr|cpl|msi|bat|cmd|sh|ps1|elf|bin)$/i.test(slot.value)) return 'ProcessCommandLine';
      if (table === 'DeviceProcessEvents' && /\.(?:bat|cmd|sh|ps1|msi|cpl)$/i.test(slot.value)) return 'ProcessCommandLine';
      break;
    case 'path':
      if (/commandline|command/.test(left)) return has(columns, 'ProcessCommandLine', 'InitiatingProcessCommandLine');
      if (/parent|initiating|launched by|spawned by/.test(left)) return has(columns, 'InitiatingProcessFolderPath', 'FolderPath');
      break;
    case 'extension':
      if (table === 'DeviceProcessEvents' && /^\.(?:jse?|vb[se]|ws[fh]|hta|ps1|bat|cmd|dll|lnk|py|sh|sct|cpl|msc|xsl|inf)$/i.test(slot.value)) return 'ProcessCommandLine';
      if (/\brenam\w*(?: \S+){0,2} from(?: extension)?$/.test(before(words, index, 6)) && columns.has('PreviousFileName')) return 'PreviousFileName';
      if (/\b(?:domains?|tlds?|urls?|sites?|websites?)\b/.test(`${left} ${after(words, index + 1, 2)}`)) return has(columns, 'SenderFromDomain', 'UrlDomain', 'RemoteUrl', 'Url', 'DnsQuery');
      break;
    case 'size':
      return undefined;
    case 'cmdlet':
      if (table === 'CloudAppEvents') return 'ActionType';
      break;
    case 'technique':
      return has(columns, 'AttackTechniques');
    case 'host':
      if (/\b(?:against|target|targeting|destination|towards?)(?: (?:the|device|host|server|machine|computer|domain|controller))*$|\b(?:on|at)(?: the)? domain controller$|\bto(?: (?:the|device|host|server|machine|computer|domain|controller))*$/.test(left)) return has(columns, 'DestinationDeviceName', 'TargetDeviceName', 'DeviceName');
      break;
    case 'user':
      if (targeted.test(left)) return has(columns, 'QueryTarget', 'TargetAccountUpn', 'TargetAccountDisplayName', 'AccountName');
      if (/ /.test(slot.value)) return has(columns, 'AccountDisplayName', 'DisplayName', 'SenderDisplayName', 'AccountName');
      break;
    case 'sha1':
      if (/\b(?:device|machine|host|computer|endpoint|deviceid|device id|devices)(?: with)?(?: id)?$/.test(left)) return has(columns, 'DeviceId', 'SHA1');
      break;
    default:
      break;
  }
  const choice = (slotColumns[type] ?? '').split(' ').find((name) => columns.has(name));
  return choice === undefined ? undefined : fitColumn(columns, choice, type);
}

/** Words before whom something was done to. */
export const targeted = /\b(?:against|targeting|target)(?: (?:the|user|account|of))*$/;

/** Whoever is connected to is reached on a port of its own. */
export function ownPort(column: string, text: string, columns: Columns): string {
  return column === 'RemotePort' && columns.has('LocalPort') && /\b(?:inbound|incoming|listen\w*|open ports?)\b/i.test(text) && !/\b(?:outbound|outgoing|remote port)\b/i.test(text) ? 'LocalPort' : column;
}

function portColumn(left: string, columns: Columns, whole: string): string | undefined {
  if (/\blocal\b|\blistening\b|\binbound\b/.test(left)) return has(columns, 'LocalPort', 'RemotePort', 'Port');
  if (/\bdestination\b/.test(left)) return has(columns, 'DestinationPort', 'RemotePort');
  if (/\b(?:inbound|incoming|listening)\b/i.test(whole) && !/\b(?:remote|outbound)\b/.test(left)) return has(columns, 'LocalPort', 'RemotePort', 'Port');
  if (/\bsource\b/.test(left)) return has(columns, 'SourcePort', 'Port', 'LocalPort');
  return has(columns, 'RemotePort', 'DestinationPort', 'Port', 'LocalPort');
}

/** Quoted text is what the row is mostly about: a subject, a title, a command line. */
function quotedColumn(left: string, columns: Columns, table: string, value: string): string | undefined {
  if (/\b(?:device|host|machine|computer|server|endpoint|workstation|devices|hosts|machines|named|called)(?: named| called)?$/.test(left) && /device|host|machine|computer|server/.test(left)) {
    const host = has(columns, 'DeviceName', 'HostName');
    if (host !== undefined) return host;
  }
  if (/\b(?:user|account|username|users|accounts)(?: named| called| name)?$/.test(left)) {
    const user = has(columns, 'AccountName', 'AccountUpn', 'AccountDisplayName', 'InitiatingProcessAccountName');
    if (user !== undefined) return user;
  }
  if (/\b(?:file|files|document|attachment|attachments)(?: named| called| name)?$/.test(left)) {
    const file = has(columns, 'FileName', 'ObjectName');
    if (file !== undefined) return file;
  }
  if (/\\/.test(value) && columns.has('FolderPath') && table !== 'DeviceProcessEvents') return 'FolderPath';
  return freeColumn(table, columns);
}

const freeColumns = 'Subject Title ProcessCommandLine SoftwareName ConfigurationName ExtensionName CampaignName Manufacturer RegistryKey Application AppName AIAgentName AgentName MessageSubject Query NodeName SourceNodeName DnsQuery RequestUri OperationName FieldName StorageAccount ThreatNames FileName InitiatingProcessCommandLine Url AccountDisplayName';
const freeOverrides: Readonly<Record<string, string>> = { CloudProcessEvents: 'ProcessName', DeviceFileEvents: 'FileName', DeviceNetworkEvents: 'RemoteUrl', DeviceEvents: 'AdditionalFields', DeviceLogonEvents: 'AccountName', DeviceImageLoadEvents: 'FileName', EmailAttachmentInfo: 'FileName', EmailUrlInfo: 'Url', UrlClickEvents: 'Url', DeviceInfo: 'DeviceName', IdentityInfo: 'AccountDisplayName', CloudAppEvents: 'Application', AlertEvidence: 'Title', DeviceFileCertificateInfo: 'Signer', IdentityLogonEvents: 'AccountName', IdentityQueryEvents: 'Query', IdentityDirectoryEvents: 'AdditionalFields', DeviceTvmHardwareFirmware: 'Manufacturer', DeviceTvmSoftwareVulnerabilities: 'SoftwareName' };

/** The column a name of unknown kind is looked for in. */
export function freeColumn(table: string, columns: Columns): string | undefined {
  const own = freeOverrides[table];
  if (own !== undefined && columns.has(own)) return own;
  return freeColumns.split(' ').find((name) => columns.has(name));
}
