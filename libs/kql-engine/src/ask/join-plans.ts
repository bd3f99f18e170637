import type { AskSchema } from './ask-schema.js';
import type { FoundCondition, TableReading } from './conditions.js';
import type { PlanJoin } from './hunt-plan.js';
import type { Reading } from './reading.js';
import type { PhraseIndex } from './words.js';

interface Edge { to: string; on: string | readonly [left: string, right: string] }

/** Which table completes which, and by what. Tables of devices and of accounts are completed by their inventories too. */
const edges: Readonly<Record<string, readonly Edge[]>> = {
  AlertEvidence: [{ to: 'AlertInfo', on: 'AlertId' }],
  AlertInfo: [{ to: 'AlertEvidence', on: 'AlertId' }],
  BehaviorInfo: [{ to: 'BehaviorEntities', on: 'BehaviorId' }],
  BehaviorEntities: [{ to: 'BehaviorInfo', on: 'BehaviorId' }],
  EmailEvents: [{ to: 'EmailUrlInfo', on: 'NetworkMessageId' }, { to: 'EmailAttachmentInfo', on: 'NetworkMessageId' }, { to: 'EmailPostDeliveryEvents', on: 'NetworkMessageId' }, { to: 'UrlClickEvents', on: 'NetworkMessageId' }],
  EmailUrlInfo: [{ to: 'EmailEvents', on: 'NetworkMessageId' }, { to: 'UrlClickEvents', on: 'Url' }],
  EmailAttachmentInfo: [{ to: 'EmailEvents', on: 'NetworkMessageId' }, { to: 'DeviceFileEvents', on: 'SHA256' }],
  EmailPostDeliveryEvents: [{ to: 'EmailEvents', on: 'NetworkMessageId' }],
  UrlClickEvents: [{ to: 'EmailEvents', on: 'NetworkMessageId' }],
  CampaignInfo: [{ to: 'EmailEvents', on: 'NetworkMessageId' }],
  MessageEvents: [{ to: 'MessageUrlInfo', on: 'TeamsMessageId' }, { to: 'MessagePostDeliveryEvents', on: 'TeamsMessageId' }],
  MessageUrlInfo: [{ to: 'MessageEvents', on: 'TeamsMessageId' }],
  DeviceTvmSoftwareVulnerabilities: [{ to: 'DeviceTvmSoftwareVulnerabilitiesKB', on: 'CveId' }],
  DeviceTvmSecureConfigurationAssessment: [{ to: 'DeviceTvmSecureConfigurationAssessmentKB', on: 'ConfigurationId' }],
  DeviceBaselineComplianceAssessment: [{ to: 'DeviceBaselineComplianceAssessmentKB', on: 'ConfigurationId' }],
  DeviceTvmBrowserExtensions: [{ to: 'DeviceTvmBrowserExtensionsKB', on: 'ExtensionId' }],
  DeviceProcessEvents: [{ to: 'DeviceNetworkEvents', on: 'DeviceId' }],
  DeviceImageLoadEvents: [{ to: 'DeviceFileCertificateInfo', on: 'SHA1' }],
};

function edgesOf(schema: AskSchema, table: string): Edge[] {
  const columns = schema.tables.get(table);
  const own = [...(edges[table] ?? [])].filter(({ to }) => to !== 'DeviceNetworkEvents');
  if (columns?.has('DeviceId') === true && table !== 'DeviceInfo' && table !== 'AlertEvidence') own.push({ to: 'DeviceInfo', on: 'DeviceId' });
  if (table !== 'IdentityInfo' && !table.startsWith('Device') && table !== 'AlertEvidence') {
    if (columns?.has('AccountObjectId') === true) own.push({ to: 'IdentityInfo', on: 'AccountObjectId' });
    else if (columns?.has('AccountUpn') === true) own.push({ to: 'IdentityInfo', on: 'AccountUpn' });
    else if (columns?.has('RecipientEmailAddress') === true) own.push({ to: 'IdentityInfo', on: ['RecipientEmailAddress', 'AccountUpn'] });
  }
  return own.filter(({ to }) => schema.tables.has(to));
}

/** Columns only an inventory can answer; a filter on anything else does not call for it. */
const inventoryColumns: Readonly<Record<string, ReadonlySet<string>>> = {
  DeviceInfo: new Set(['OSPlatform', 'OSVersion', 'OSBuild', 'MachineGroup', 'IsInternetFacing', 'OnboardingStatus', 'ExposureLevel', 'DeviceType', 'DeviceCategory', 'DeviceSubtype', 'JoinType', 'IsAzureADJoined', 'AssetValue', 'SensorHealthState', 'PublicIP', 'RegistryDeviceTag', 'DeviceManualTags', 'Vendor', 'Model', 'OSDistribution', 'OSArchitecture']),
  IdentityInfo: new Set(['Department', 'JobTitle', 'Manager', 'City', 'Country', 'AssignedRoles', 'GroupMembership', 'RiskLevel', 'BlastRadius', 'IsAccountEnabled', 'Tags', 'CriticalityLevel', 'CompanyName']),
};

function partsOf({ condition }: FoundCondition): readonly string[] {
  return ('anyOf' in condition ? condition.anyOf : [condition]).map(({ column }) => column);
}

/** What of the question the table leaves open and a neighbour explains, as joins. At most two. */
export function joinsFor(reading: Reading, main: TableReading, schema: AskSchema, readingOf: (table: string) => TableReading, about: PhraseIndex<number>): PlanJoin[] {
  const joins: PlanJoin[] = [];
  const explained = new Set(main.used);
  // What says which table is meant asks for nothing of a neighbour: "urls in email".
  for (const { value, from, to } of about.find(reading.words)) if (value >= 3 && to - from > 1) for (let index = from; index < to; index += 1) explained.add(index);
  for (const { to, on } of edgesOf(schema, main.table)) {
    if (joins.length >= 2) break;
    const other = readingOf(to);
    const only = inventoryColumns[to];
    const left = other.found.filter((found) => {
      if (found.kind === 'free' || found.kind === 'process' || (found.kind === 'behaviour' && !to.startsWith('Email'))) return false;
      for (let index = found.from; index < found.to; index += 1) if (explained.has(index)) return false;
      const columns = partsOf(found);
      if (only !== undefined) {
        if (!columns.every((column) => only.has(column)) || reading.long) return false;
        if (to === 'IdentityInfo' && found.kind === 'concept' && (!nearPerson(reading, found.from, found.to) || actedOn(reading, found.from, found.to))) return false;
        if (to === 'DeviceInfo' && found.kind === 'concept' && found.strength < 1.9 && !/window|linux|mac|server|workstation|laptop|android|iphone/.test(reading.words[found.from]?.stem ?? '')) return false;
      }
      const known = columns.some((column) => main.columns.has(column));
      if (known && found.kind !== 'slot' && !(found.kind === 'concept' && found.strength > 1.9)) return false;
      if (found.kind === 'concept' && found.strength < 1.9 && only === undefined && !strongAlone(to, reading.words[found.from]?.stem ?? '')) return false;
      return found.kind !== 'slot' || main.unplaced.some((slot) => reading.words[found.from]?.start === slot.start);
    });
    if (left.length === 0) continue;
    for (const { from, to: end } of left) {
      for (let index = from; index < end; index += 1) {
        explained.add(index);
        main.used.add(index);
      }
    }
    const pair = typeof on === 'string' ? { left: on, right: on } : { left: on[0], right: on[1] };
    joins.push({ kind: 'inner', table: to, where: left.map(({ condition }) => condition), on: [pair] });
  }
  if (!reading.long) addAsked(reading, main, joins);
  return joins;
}

/** A property of people: a word for them stands beside it. */
function nearPerson(reading: Reading, from: number, to: number): boolean {
  return reading.words.slice(Math.max(0, from - 3), to + 2).some(({ stem }) => /^(?:user|account|employe|peopl|sender|recipient|person|identity|admin|member|who)$/.test(stem));
}

/** "User enabled forwarding" says what somebody did, "user is enabled" how somebody is. */
function actedOn({ words }: Reading, from: number, to: number): boolean {
  const word = words[from]?.text ?? '';
  if (to - from > 1 || !/ed$/i.test(word) || !/^(?:users?|accounts?|admins?|employees?)$/i.test(words[from - 1]?.text ?? '')) return false;
  return words[to] !== undefined && !/^(?:[,.;?]|in|on|at|and|or|who|with|by|from|of|#\w+)$/i.test(words[to]?.text ?? '');
}

/** Words that alone are enough to look into the neighbour. */
function strongAlone(table: string, stem: string): boolean {
  const strong: Readonly<Record<string, readonly string[]>> = { DeviceTvmSoftwareVulnerabilitiesKB: ['exploit', 'exploitabl', 'cvs', 'cvss'], EmailPostDeliveryEvents: ['zap', 'zapp'], EmailAttachmentInfo: ['macro', 'onenote'], DeviceFileCertificateInfo: ['unsign', 'untrust'] };
  return strong[table]?.includes(stem) === true;
}

/** Joins a question asks for by what it wants to see. */
function addAsked(reading: Reading, main: TableReading, joins: PlanJoin[]): void {
  const text = reading.text.toLowerCase();
  const has = (table: string): boolean => joins.some((join) => join.table === table);
  const add = (table: string, column: string, kind: PlanJoin['kind']): void => {
    if (!has(table)) joins.push({ kind, table, where: [], on: [{ left: column, right: column }] });
  };
  if (main.table === 'AlertEvidence' && /\balerts?\b(?! evidence)/.test(text) && main.found.some((found) => partsOf(found).some((column) => !/Severity|Title|Categories|ServiceSource|DetectionSource|AlertId|EntityType|EvidenceRole/.test(column)))) add('AlertInfo', 'AlertId', 'inner');
  if (main.table === 'AlertInfo' && /\balerts?\b.*\b(?:and|with) (?:all |the |their |its )*(?:devices?|machines?|hosts?|users?|accounts?|files?|ips?|entities|evidence|assets)\b(?: (?:that (?:are|were) )?(?:involved|affected|impacted|concerned|related))?/.test(text) && !/\bevidence of\b/.test(text)) add('AlertEvidence', 'AlertId', 'inner');
  if (main.table === 'EmailEvents' && /\bclick/.test(text)) add('UrlClickEvents', 'NetworkMessageId', 'inner');
  if (main.table === 'DeviceTvmSoftwareVulnerabilities' && /\b(?:all (?:the )?(?:info|information|details|data)|details?|descriptions?|cvss|published|full info)\b/.test(text)) add('DeviceTvmSoftwareVulnerabilitiesKB', 'CveId', 'leftouter');
  if (main.table === 'DeviceTvmSecureConfigurationAssessment' && /\b(?:names?|descriptions?|remediation|details) of (?:the )?config|\bconfiguration (?:names?|descriptions?)|\bremediation/.test(text)) add('DeviceTvmSecureConfigurationAssessmentKB', 'ConfigurationId', 'leftouter');
}
