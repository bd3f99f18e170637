import { timeColumnOf, type AskSchema } from './ask-schema.js';
import { readTable, type TableReading } from './conditions.js';
import { comparisonsOf } from './hunt-plan.js';
import type { Lexicon } from './lexicon/lexicon.js';
import { ambiguousProcessWords, processNames } from './lexicon/process-names.js';
import { findSpoken } from './lexicon/value-words.js';
import type { Reading } from './reading.js';
import type { SlotType } from './slots.js';

/** A table with how well it explains the question. */
export interface RankedTable {
  table: string;
  score: number;
  reading: TableReading;
}

/** Tables a value of a kind usually means when nothing else is said. */
const affinity: Partial<Record<SlotType, Readonly<Record<string, number>>>> = {
  registryKey: { DeviceRegistryEvents: 5 },
  permission: { OAuthAppInfo: 5, GraphAPIAuditEvents: 2 },
  sha256: { DeviceFileEvents: 2, DeviceProcessEvents: 1.6, EmailAttachmentInfo: 0.8, DeviceImageLoadEvents: 0.8, AlertEvidence: 0.6 },
  sha1: { DeviceFileEvents: 2, DeviceProcessEvents: 1.6, DeviceImageLoadEvents: 0.8, DeviceFileCertificateInfo: 0.8, AlertEvidence: 0.6 },
  md5: { DeviceFileEvents: 2, DeviceProcessEvents: 1.6, DeviceImageLoadEvents: 0.8 },
  ip: { DeviceNetworkEvents: 2, DeviceLogonEvents: 0.8, IdentityLogonEvents: 0.6, AADSignInEventsBeta: 0.6, CloudAppEvents: 0.4 },
  cidr: { DeviceNetworkEvents: 2, AADSignInEventsBeta: 0.8 },
  domain: { DeviceNetworkEvents: 2, EmailUrlInfo: 0.8, EmailEvents: 0.7, UrlClickEvents: 0.6 },
  url: { DeviceNetworkEvents: 1.5, UrlClickEvents: 1.2, EmailUrlInfo: 1.2 },
  cve: { DeviceTvmSoftwareVulnerabilities: 4, DeviceTvmSoftwareVulnerabilitiesKB: 2 },
  kb: { DeviceTvmSoftwareVulnerabilities: 3 },
  email: { EmailEvents: 1.2, AADSignInEventsBeta: 0.9, CloudAppEvents: 0.6, IdentityLogonEvents: 0.7 },
  technique: { AlertInfo: 2, AlertEvidence: 1 },
  alertId: { AlertEvidence: 2.5, AlertInfo: 2 },
  path: { DeviceFileEvents: 1.4, DeviceProcessEvents: 1.2 },
  file: { DeviceProcessEvents: 1.2, DeviceFileEvents: 1.2 },
  extension: { DeviceFileEvents: 1.6, EmailAttachmentInfo: 0.8 },
  country: { AADSignInEventsBeta: 1.6, EntraIdSignInEvents: 1.4, IdentityLogonEvents: 1.2, CloudAppEvents: 0.8 },
  sid: { DeviceLogonEvents: 1, IdentityInfo: 0.8 },
  cmdlet: { DeviceProcessEvents: 3, CloudAppEvents: 1.5, DeviceEvents: 1 },
};

/** Descriptions of attacks mostly end in a look at processes. */
const longPrior: Readonly<Record<string, number>> = { DeviceProcessEvents: 2.2, DeviceNetworkEvents: 0.6, DeviceFileEvents: 0.6, DeviceEvents: 0.3, CloudAppEvents: 0.3 };

/** Stories of malware most of all. */
const malwareStory = /\b(?:malware|ransomware|trojan|backdoor|payload|threat actors?|botnet|stealer|loader|adversar\w+|attackers?)\b/i;

/** What a question asks to see, by its first words: a table without it cannot answer. */
const asked = /^(?:(?:the )?(?:top|bottom|first|last|number of|count of) (?:\d+ )?|(?:can you |please |could you )?(?:list|show|get|find|give|return|display|identify|retrieve|count|which|what|who)(?: me)?(?: all| the| any| every| distinct| unique| different| list of| a| number of| count of| top \d+| how many| those| these)*|how many) (device|machine|host|computer|endpoint|server|workstation|user|account|employee|mailbox|recipient|sender|ip address|ip|process|file|url|domain)(?:e?s)?(?! (?:info|event|log|logon|process|network|file|registry|image|creation|id|name|group|inventory|configuration|certificate|connection|activit|click|address|type|integrity|hash|path))\b/i;

/** What is counted is counted for each of these. */
const grouped = /\b(?:per|for each|by|grouped by) (device|machine|host|computer|endpoint|user|account|sender|recipient)\b(?= *(?:$|[,.?]| and ))/i;

/** The address a device has to the outside is kept with the device. */
const publicAddress = /\bpublic ip(?: address)?(?: is| of| =|:)? ?\d/i;

const retired: Readonly<Record<string, string>> = { AADSignInEventsBeta: 'EntraIdSignInEvents', AADSpnSignInEventsBeta: 'EntraIdSpnSignInEvents' };

/** The name a table has in a tenant today, for one that only published queries still use; undefined for every other. */
export function successorOf(table: string): string | undefined {
  return retired[table];
}

/** Where it is known what a tenant has, a retired table without rows gives its place to the one that took over. */
function currentNames(ranked: readonly RankedTable[], available: ReadonlySet<string> | undefined): RankedTable[] {
  if (available === undefined) return [...ranked];
  const gone = (table: string): boolean => retired[table] !== undefined && !available.has(table) && ranked.some((other) => other.table === retired[table]);
  const raised = ranked.map((one) => {
    const former = ranked.find(({ table }) => retired[table] === one.table && gone(table));
    return former === undefined ? one : { ...one, score: Math.max(one.score, former.score) };
  });
  return raised.filter(({ table }) => !gone(table)).sort((a, b) => b.score - a.score);
}

/** How much the words of a question speak of each table. */
function phraseScore(reading: Reading, hits: readonly { value: number; from: number; to: number }[]): number {
  const weights: number[] = [];
  let until = 0;
  for (const { value, from, to } of hits) {
    if (from < until) {
      const last = weights.length - 1;
      if (value > (weights[last] ?? 0) && reading.focus.has(from)) weights[last] = value;
      until = Math.max(until, to);
      continue;
    }
    weights.push(reading.focus.has(from) ? value : value * 0.3);
    until = to;
  }
  const shares = [1, 0.55, 0.4, 0.3, 0.2, 0.15, 0.1];
  return weights.sort((a, b) => b - a).reduce((sum, weight, index) => sum + weight * (shares[index] ?? 0.05), 0);
}

const evidenceWeights: Readonly<Record<string, number>> = { column: 0.8, behaviour: 0.5, concept: 0.75, slot: 0.6, process: 0.7, free: 0.2, threshold: 0.7 };

function evidenceScore(reading: Reading, found: TableReading): number {
  const strengths = found.found.map(({ strength, kind }) => strength * (evidenceWeights[kind] ?? 0.5)).sort((a, b) => b - a);
  const shares = [1, 0.8, 0.6, 0.4, 0.3];
  const scale = reading.long ? 0.5 : 1;
  return scale * strengths.reduce((sum, strength, index) => sum + strength * (shares[index] ?? 0.1), 0) - (reading.long ? 0 : found.unplaced.length * 1.2);
}

const entityNeeds: readonly [stem: string, columns: RegExp][] = [['device', /Device|HostName|Node/], ['devic', /Device|HostName|Node/], ['user', /Account|User|Upn|Recipient|Sender|Owner|Node/], ['account', /Account|User|Upn|Node/], ['ip', /IP|Ip/], ['sender', /Sender/], ['recipient', /Recipient/], ['country', /Country|Location/]];

/** Things the question speaks of that the table has no column for. */
function missingEntities(reading: Reading, { columns }: TableReading): number {
  const stems = new Set(reading.words.map(({ stem }) => stem));
  const names = [...columns.keys()].join(' ');
  return entityNeeds.filter(([stem, pattern]) => stems.has(stem) && !pattern.test(names)).length;
}

/** Whether the thing asked for is no column of the table: "devices with ..." of a table without devices. */
function lacksAsked(reading: Reading, { columns }: TableReading): boolean {
  const thing = (asked.exec(reading.text) ?? grouped.exec(reading.text))?.[1]?.toLowerCase();
  if (thing === undefined || reading.long) return false;
  const stem = /^(?:machine|host|computer|endpoint|server|workstation)$/.test(thing) ? 'device' : /^(?:employee|mailbox)$/.test(thing) ? 'user' : thing === 'ip address' ? 'ip' : thing;
  const pattern = entityNeeds.find(([name]) => name === stem)?.[1] ?? { process: /Process|FileName/, file: /File|Object/, url: /Url|Uri/, domain: /Domain|Url/ }[stem];
  return pattern !== undefined && ![...columns.keys()].some((name) => pattern.test(name));
}

/** Who asks for alerts wants alerts, whatever they are about. */
const alertsFirst = /^(?:(?:list|show|get|find|give|return|display|count|summari[sz]e|identify)(?: me)? )?(?:all |the |any |every |open |new |recent |high severity |high |medium |critical )*alerts?\b(?! on| when| if)/i;

/** A known way of attackers, told in the question, is looked for where it leaves rows. */
function behaviourScore(reading: Reading, lexicon: Lexicon, table: string): number {
  const hit = lexicon.behaviours.find(reading).get(table);
  if (hit === undefined) return 0;
  return 1 + hit.strength * 2;
}

/** A question that says every word of what a table calls an event is about that event. */
function spokenScore(reading: Reading, lexicon: Lexicon, table: string): number {
  const own = lexicon.tables.get(table);
  const [hit] = findSpoken(own?.spoken ?? [], reading.words, reading.text);
  const [first = 0] = hit?.words ?? [];
  const last = hit?.words.at(-1) ?? first;
  if (hit === undefined || hit.words.length < 3 || !hit.words.every((index) => reading.focus.has(index))) return 0;
  // A phrase that names the table is counted already.
  if (own?.phrases.find(reading.words).some(({ value, from, to }) => value >= 4 && from <= first && to > last) === true) return 0;
  return hit.words.length * 1.3;
}

/** "Was regedit used": a program that ran left a process. */
function ranProgram({ words }: Reading): boolean {
  return words.some(({ text }, index) => processNames.has(text.toLowerCase()) && !ambiguousProcessWords.has(text.toLowerCase()) && /^(?:(?:was|were|been|being|is) )?(?:used|executed|executions?|started|launched|ran|run)$/i.test(words.slice(index + 1, index + (/^(?:was|were|been|being|is)$/i.test(words[index + 1]?.text ?? '') ? 3 : 2)).map(({ text: word }) => word).join(' ')));
}

/** Whether the question spells a value of the table as its rows do: "HardDelete". */
function spelledValue({ text }: Reading, { found }: TableReading): boolean {
  return found.some(({ condition }) => comparisonsOf(condition).some(({ values }) => values.some((value) => value.origin === 'catalogue' && /^[A-Z][a-z]+(?:[A-Z][a-z0-9]+)+$/.test(value.text) && new RegExp(`\\b${value.text}\\b`).test(text))));
}

/** Tables in the order in which they explain a question, with their readings. */
export function rankTables(reading: Reading, schema: AskSchema, lexicon: Lexicon, available?: ReadonlySet<string>): RankedTable[] {
  const hits = new Map<string, { value: number; from: number; to: number }[]>();
  for (const { value: { table, weight: said }, from, to } of lexicon.topics.find(reading.words)) {
    // What is asked for stands first: "logons of users from the domain ...".
    const weight = !reading.described && said >= 4 && from <= 2 ? said * 1.2 : said;
    const own = hits.get(table);
    if (own === undefined) hits.set(table, [{ value: weight, from, to }]);
    else own.push({ value: weight, from, to });
  }
  const attack = reading.described || lexicon.behaviours.find(reading).size > 0 || reading.slots.some(({ type }) => type === 'file');
  const prior = [...schema.tables.keys()].map((table) => {
    let score = phraseScore(reading, hits.get(table) ?? []);
    for (const { type, quotedType } of reading.slots) score += (type === 'cve' && attack ? 0.3 : 1) * (affinity[quotedType ?? type]?.[table] ?? 0) * (reading.long ? 0.15 : 1);
    if (reading.long) score += (longPrior[table] ?? 0) * (malwareStory.test(reading.text) ? 2 : 1);
    if (/^Alert/.test(table) && !reading.long && alertsFirst.test(reading.text)) score += 3;
    score += behaviourScore(reading, lexicon, table) + spokenScore(reading, lexicon, table);
    if (table === 'DeviceProcessEvents' && !reading.long && ranProgram(reading)) score += 3;
    if (table === 'DeviceInfo' && publicAddress.test(reading.text)) score += 5;
    return { table, score };
  });
  prior.sort((a, b) => b.score - a.score);
  const ranked = prior.filter(({ score }, index) => index < 11 && score > 0).map(({ table, score }): RankedTable => {
    const own = readTable(reading, table, schema, lexicon);
    let total = score + evidenceScore(reading, own);
    total -= missingEntities(reading, own) * 0.6 + (lacksAsked(reading, own) ? 4 : 0);
    if (reading.time !== undefined && timeColumnOf(schema, table) === undefined) total -= 1;
    if (!reading.long && spelledValue(reading, own)) total += 3;
    if (available !== undefined && available.size > 0 && !available.has(table)) total -= 1.5;
    return { table, score: total, reading: own };
  });
  return currentNames(ranked.sort((a, b) => b.score - a.score), available);
}
