import { changeThroughBase64 } from './encoded-text.js';
import { FoundNames } from './found-names.js';

/** An incident in Microsoft Graph security form, parsed or not, and its event rows. */
export interface NamedRecords {
  incident: unknown;
  rows: readonly unknown[];
}

/** Names that are known from elsewhere: who gave feedback, entities of a card, the tenant. */
export interface KnownNames {
  people?: readonly string[];
  devices?: readonly string[];
  tenants?: readonly string[];
  /** Sentences about the records: names in them are found by their form. */
  texts?: readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;

const accountKey = /(?:account|user|logon)name$|^(?:samaccountname|caller|userid|loggedonuser)$/;
const addressKey = /(?:upn|userprincipalname|primaryaddress|mailboxaddress)$/;
const recipientKey = /^recipient(?:email)?address$/;
const senderKey = /^(?:emailaddress|sender(?:mailfrom|from)address)$/;
const displayKey = /^(?:createdbydisplayname|lastmodifiedbydisplayname|assignedto|determinedby)$|(?:account|user|recipient|owner)displayname$/;
const deviceKey = /^(?:devicename|devicednsname|hostname|computer|computername|workstationname|netbiosname|machinename)$/;
const otherDeviceKey = /(?:target|destination|remote|source)(?:device|computer|host|workstation)name$/;
const domainKey = /accountdomain$|^(?:ntdomain|dnsdomain)$/;
const idKey = /(?:sid|azureaduserid|accountobjectid|activedirectoryobjectguid|userobjectid|aaduserid|recipientobjectid|senderobjectid|mdedeviceid|azureaddeviceid|aaddeviceid|deviceid|machineid|accountid|tenantid)$/;

/** Fields whose whole value is a name. */
export const nameKey = new RegExp([accountKey, addressKey, recipientKey, displayKey, deviceKey, otherDeviceKey, domainKey].map(({ source }) => source).join('|'));

/** Finds whoever and whatever of the tenant is named in records: first by the fields that hold names, then by the form of texts. */
export function findNames({ incident, rows }: NamedRecords, { people = [], devices = [], tenants = [], texts = [] }: KnownNames = {}): FoundNames {
  const names = new FoundNames();
  const records = [incident, ...rows];
  for (const record of records) eachField(record, (key, value, of) => takeField(names, key, value, of));
  for (const record of records) eachField(record, (key, value) => void (senderKey.test(key) && names.outsider(value)));
  const seen = new Set<string>();
  for (const record of records)
    eachField(record, (_, value) => {
      if (value.length < 5 || seen.has(value)) return;
      seen.add(value);
      changeThroughBase64(value, (part) => (takeText(names, part), part));
    });
  names.order();
  for (const tenant of tenants) names.tenant(tenant);
  for (const device of devices) names.device(device);
  for (const person of people) {
    if (/\s/.test(person.trim()) && !/[@\\]/.test(person)) names.displayName(person);
    else names.account(person);
  }
  for (const text of texts) takeText(names, text);
  return names;
}

function takeField(names: FoundNames, key: string, value: string, of: Fields): void {
  if (idKey.test(key) && names.id(value)) return;
  if (key === 'tenantid') names.tenant(value);
  else if (domainKey.test(key) || (key === 'domainname' && ('accountName' in of || 'userSid' in of))) names.domain(value);
  else if (recipientKey.test(key)) names.account(value, !isOutbound(of));
  else if (accountKey.test(key) || addressKey.test(key)) names.account(value);
  else if (displayKey.test(key) || (key === 'displayname' && isPerson(of))) names.displayName(value);
  else if (deviceKey.test(key) || (otherDeviceKey.test(key) && !value.includes('.'))) names.device(value);
}

function isPerson(of: Fields): boolean {
  return ['accountName', 'userPrincipalName', 'primaryAddress', 'upn', 'AccountUpn'].some((key) => typeof of[key] === 'string');
}

function isOutbound(of: Fields): boolean {
  return /^outbound$/i.test(String(of['EmailDirection'] ?? of['antiSpamDirection'] ?? ''));
}

const sids = /\bS-1-(?:5-21-\d+-\d+-\d+|12-1-\d+-\d+-\d+)-\d+\b/gi;
const profiles = /(?:\\users\\|\/home\/|\/users\/|documents and settings\\)([^\\/:*?"'<>|;,\r\n]{1,64})(?=[\\/"']|$)/gi;
const shares = /(?<![\w:])\\\\+([a-z0-9][\w-]{1,62})(?=\\)/gi;
const tenantsOfLinks = /[?&]tid=([0-9a-f-]{36})\b/gi;
const mails = /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}.-]{1,190}\.\p{L}{2,24}/gu;
const qualified = /(?<![\w.\\-])([\w.-]{1,64})\\+([\w.$-]{1,64})/g;
const logons = /\/u(?:ser)?:(?:"?[\w.-]+\\)?"?([\w.$-]{2,64})/gi;
const hostNames = /(?<![\w.@-])[a-z0-9][\w-]{0,62}(?:\.[a-z0-9][\w-]{0,62}){1,8}(?![\w-])/gi;

function takeText(names: FoundNames, text: string): void {
  for (const [sid] of text.matchAll(sids)) names.id(sid);
  for (const [, name] of text.matchAll(tenantsOfLinks)) names.tenant(name);
  for (const [, name] of text.matchAll(profiles)) names.account(name);
  for (const [, host] of text.matchAll(shares)) names.device(host);
  for (const address of addressesIn(text)) names.mail(address);
  if (text.includes('\\')) for (const [, domain = '', name] of text.matchAll(qualified)) if (names.isOwnAuthority(domain)) names.account(name);
  if (text.includes('/u') || text.includes('/U')) for (const [, name] of text.matchAll(logons)) names.account(name);
  if (names.ownDomains.size > 0 && text.includes('.')) for (const [host] of text.matchAll(hostNames)) if (names.isOwn(host) && !names.ownDomains.has(host.toLowerCase())) names.device(host);
}

/** The mail addresses in a text. What stands before the host of a URL is none. */
export function addressesIn(text: string): string[] {
  if (!text.includes('@')) return [];
  return [...text.matchAll(mails)].filter(({ index }) => !/:\/\/[^/\s]*$/.test(text.slice(Math.max(0, index - 200), index))).map(([address]) => address);
}

/** Every text of a value under the key of the nearest object, in lower case; JSON in texts is looked into. */
function eachField(value: unknown, take: (key: string, value: string, of: Fields) => void, key = '', of: Fields = {}): void {
  if (typeof value === 'string') {
    take(key, value, of);
    const inner = /^\s*[[{]/.test(value) ? parsed(value) : undefined;
    if (inner !== undefined) eachField(inner, take, key, of);
  } else if (Array.isArray(value)) for (const item of value) eachField(item, take, key, of);
  else if (typeof value === 'object' && value !== null) for (const [name, inner] of Object.entries(value)) eachField(inner, take, name.toLowerCase(), value as Fields);
}

const deepest = 100;

/** JSON of an object or a list; undefined for every other text, and for one nested so deep that nobody writes it. */
export function parsed(text: string): object | undefined {
  let depth = 0;
  for (const [bracket] of text.matchAll(/[[{\]}]/g)) if ((depth += bracket === '[' || bracket === '{' ? 1 : -1) > deepest) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
