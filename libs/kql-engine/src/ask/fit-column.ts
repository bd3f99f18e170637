import type { KustoType } from '../translator/sql-value.js';
import type { PlanComparison, PlanLiteral, PlanOperator } from './hunt-plan.js';
import { levelColumns } from './lexicon/column-kinds.js';
import { slotTypeOf, type SlotType } from './slots.js';

/** The columns of one table. */
export type Columns = ReadonlyMap<string, KustoType>;

function firstOf(columns: Columns, names: readonly string[]): string | undefined {
  return names.find((name) => columns.has(name));
}

/** The column meant when `named` is said but the value has the shape of its neighbour: "device <id>", "user <upn>", "parent <path>". */
export function fitColumn(columns: Columns, named: string, type: SlotType | undefined): string {
  const other = (...names: string[]): string => firstOf(columns, names) ?? named;
  const prefix = named.startsWith('InitiatingProcess') ? 'InitiatingProcess' : '';
  switch (type) {
    case 'hexId':
    case 'sha1':
      if (named === 'DeviceName') return other('DeviceId');
      if (named === 'Title' || named === 'AlertId') return other('AlertId');
      return type === 'sha1' && /SHA256|MD5/.test(named) ? other(`${prefix}SHA1`) : named;
    case 'alertId':
      return other('AlertId');
    case 'sha256':
      return /SHA1|MD5|FileName|DeviceName/.test(named) ? other(`${prefix}SHA256`, 'DeviceId') : named;
    case 'md5':
      return /SHA1|SHA256|FileName/.test(named) ? other(`${prefix}MD5`) : named;
    case 'email':
      if (/Account(?:Name|DisplayName|ObjectId)$/.test(named)) return other(named.replace(/(?:Name|DisplayName|ObjectId)$/, 'Upn'), 'EmailAddress', 'AccountId', 'InitiatingProcessAccountUpn');
      return /Domain$/.test(named) && named.startsWith('Sender') ? other('SenderFromAddress') : named;
    case 'sid':
      return /Account/.test(named) ? other(named.replace(/(?:Name|DisplayName|Upn|ObjectId|Id)$/, 'Sid'), 'OnPremSid') : named;
    case 'guid':
      return /Account(?:Name|Upn|DisplayName)$/.test(named) ? other('AccountObjectId') : named === 'Application' ? other('ApplicationId') : named;
    case 'path':
      return /FileName$/.test(named) && !named.includes('Parent') ? other(named.replace(/FileName$/, 'FolderPath')) : named;
    case 'domain':
      return named === 'SenderFromAddress' ? other('SenderFromDomain') : named === 'SenderMailFromAddress' ? other('SenderMailFromDomain') : named === 'Url' ? other('UrlDomain') : named;
    case 'url':
      return named === 'UrlDomain' ? other('Url') : named;
    case 'kb':
      return other('RecommendedSecurityUpdateId');
    case 'permission':
      return other('Permissions', 'Scopes');
    case 'user':
    case 'quoted':
      return named;
    default:
      return named;
  }
}

/** Whether a value of this shape can stand in the column at all. */
export function compatible(type: KustoType, slot: SlotType | undefined, column: string): boolean {
  if (slot === 'number' || slot === 'size') return type !== 'datetime' && type !== 'bool' && !/Url|Domain|Email|Subject$/.test(column);
  if (type === 'int' || type === 'long' || type === 'real') return slot === undefined ? false : slot === 'quoted';
  if (type === 'datetime' || type === 'bool' || type === 'timespan') return false;
  if (slot === 'ip' || slot === 'cidr') return /IP|Ip|Address|Query|CommandLine|Data|Details|Url|Uri/.test(column);
  if (slot === 'country') return /Country|Location|State|Query|Subject|Title|Name|Data|Details/.test(column);
  if (slot === 'cve') return !/Device|Account|IP$/.test(column);
  if (slot === 'file') return !/IP$|^Device(?:Name|Id)$|^Account|Timestamp|Severity|OSPlatform|Address$/.test(column);
  return true;
}

const exactColumns = /(?:Id|SHA1|SHA256|MD5|IP|IPv4|IPv6|IPAddress|IpAddress|Sid)$|^(?:Severity|Protocol|Country|CountryCode|CountryName|Location|City|State|RegistryValueName)$/;
const fileNameColumns = /FileName$|^ProcessName$|^ParentProcessName$/;
const accountColumns = /Account(?:Name|Upn|Domain|DisplayName)$|EmailAddress$|(?:From|MailFrom)(?:Address|Domain)$|^UrlDomain$|^Department$|^JobTitle$|SourceUserName$/;

/** The usual way to compare a column with a value of a kind, when the question does not say. */
export function usualOperator(column: string, type: KustoType, value: string, slot: SlotType | undefined): PlanOperator {
  if (type === 'int' || type === 'long' || type === 'real' || type === 'bool' || type === 'datetime') return '==';
  if (type === 'dynamic') return 'has';
  const shape = slot === 'quoted' ? (slotTypeOf(value) ?? slot) : slot;
  if (shape === 'cidr') return 'inRange';
  if (shape === 'cmdlet' && column === 'ActionType') return '==';
  if (shape === 'number' || shape === 'version') return /CommandLine|Subject|Title|Details|AdditionalFields|Query$/.test(column) ? 'has' : '==';
  if (column === 'DeviceName' && value.includes('.')) return '=~';
  if (/FolderPath$|Path$/.test(column)) {
    if (/^[A-Za-z]:\\.*\.\w{1,5}$|^\/.*\.\w{1,5}$/.test(value)) return '=~';
    if (/\.\w{1,5}$/.test(value)) return 'endswith';
    return /^[A-Za-z]:\\/.test(value) ? 'startswith' : 'has';
  }
  if (shape === 'extension') return /CommandLine$/.test(column) ? 'has' : 'endswith';
  if (fileNameColumns.test(column)) return /\.\w+$/.test(value) || slot === 'file' ? '=~' : 'has';
  if (exactColumns.test(column)) return '==';
  if (levelColumns.test(column)) return '=~';
  if (/Upn$|(?:Email|From)Address$/.test(column) && !value.includes('@')) return 'has';
  if (accountColumns.test(column)) return '=~';
  if (column === 'CveId') return '==';
  return 'has';
}

/** One comparison of many values: the list form of the operator where there is one, alternatives otherwise. */
export function compareAll(column: string, operator: PlanOperator, values: readonly PlanLiteral[], joined: 'and' | 'or', not: boolean): PlanComparison[] {
  const turned = not ? { not } : {};
  if (values.length <= 1) return [{ column, operator, values, ...turned }];
  const list: Partial<Record<PlanOperator, PlanOperator>> = { '==': 'in', '=~': 'in~', has: joined === 'and' && !not ? 'has_all' : 'has_any', '!=': 'in' };
  const many = list[operator];
  if (many !== undefined) return [{ column, operator: many, values, ...turned }];
  return values.map((value) => ({ column, operator, values: [value], ...turned }));
}
