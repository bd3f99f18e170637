import { convert } from '../scalars/convert.js';
import { nullOf } from '../literals.js';
import { carried, columnNamed, columnValue, numbered, projected, type NamedValue, type Relation, type RelationColumn } from '../relation.js';
import { sqlName, type KustoType, type SqlValue } from '../sql-value.js';
import { elements, kindOf, nameOf } from '../syntax.js';
import type { KqlNode, TabularFunction, Translation } from '../translation.js';

/**
 * The enrichment functions of advanced hunting over local events. What only Microsoft's cloud knows, such as how common a
 * file is in the world, stays null.
 */

type Call = Kusto.Language.Syntax.FunctionCallExpression;

function tableOf(t: Translation, name: string): Relation | undefined {
  return t.tables().find((table) => table.name === name)?.relation();
}

/** The SQL name of a column of a table, or a typed null where the table has none of that name. */
function columnSql(table: Relation, name: string, type: KustoType): string {
  const column = columnNamed(table, name);
  return column === undefined ? nullOf(type).sql : convert(columnValue(column), type).sql;
}

/** The column of the input that an argument names: by a name, or by a text. */
function namedColumn(node: KqlNode | undefined, byDefault: string, input: Relation, t: Translation, call: Call): RelationColumn {
  const literal = node !== undefined && kindOf(node) !== 'NameReference' ? t.constant(node, 'The name of a column') : undefined;
  const name = node === undefined ? byDefault : literal === undefined ? nameOf(node) : String(literal);
  const column = columnNamed(input, name === '' ? byDefault : name);
  if (column === undefined) throw t.invalid(call, `There is no column ${name} to look up`);
  return column;
}

interface ProfileColumn {
  readonly name: string;
  readonly type: KustoType;
  /** The SQL of its value over the file `f` and the certificate `c`; nothing local knows the others. */
  readonly sql?: string;
}

const profileColumns: readonly ProfileColumn[] = [
  { name: 'SHA1', type: 'string', sql: 'f.sha1' },
  { name: 'SHA256', type: 'string', sql: 'f.sha256' },
  { name: 'MD5', type: 'string', sql: 'f.md5' },
  { name: 'FileSize', type: 'long', sql: 'f.size' },
  { name: 'GlobalPrevalence', type: 'int' },
  { name: 'GlobalFirstSeen', type: 'datetime' },
  { name: 'GlobalLastSeen', type: 'datetime' },
  { name: 'Signer', type: 'string', sql: 'c.signer' },
  { name: 'Issuer', type: 'string', sql: 'c.issuer' },
  { name: 'SignerHash', type: 'string', sql: 'c.hash' },
  { name: 'IsCertificateValid', type: 'bool', sql: 'c.trusted' },
  { name: 'IsRootSignerMicrosoft', type: 'bool', sql: 'c.microsoft' },
  { name: 'SignatureState', type: 'string', sql: "CASE WHEN c.signed AND c.trusted THEN 'SignedValid' WHEN c.signed THEN 'SignedInvalid' WHEN NOT c.signed THEN 'Unsigned' END" },
  { name: 'IsExecutable', type: 'bool' },
  { name: 'ThreatName', type: 'string' },
  { name: 'Publisher', type: 'string' },
  { name: 'SoftwareName', type: 'string' },
  { name: 'ProfileAvailability', type: 'string', sql: "CASE WHEN f.sha1 IS NULL AND f.sha256 IS NULL AND f.md5 IS NULL AND c.sha1 IS NULL THEN 'Missing' ELSE 'Available' END" },
];

/** The latest that file events say about each hash that is looked for. */
function filesSql(t: Translation, wanted: string): string {
  const events = tableOf(t, 'DeviceFileEvents');
  if (events === undefined) return 'SELECT NULL::VARCHAR AS id, NULL::VARCHAR AS sha1, NULL::VARCHAR AS sha256, NULL::VARCHAR AS md5, NULL::BIGINT AS size WHERE false';
  const [sha1, sha256, md5] = ['SHA1', 'SHA256', 'MD5'].map((name) => `lower(${columnSql(events, name, 'string')})`) as [string, string, string];
  const rows = `SELECT unnest([${sha1}, ${sha256}, ${md5}]) AS id, {'sha1': ${sha1}, 'sha256': ${sha256}, 'md5': ${md5}, 'size': ${columnSql(events, 'FileSize', 'long')}} AS f, ${columnSql(events, 'Timestamp', 'datetime')} AS seen FROM (${events.sql})`;
  return `SELECT id, f.sha1, f.sha256, f.md5, f.size FROM (SELECT id, coalesce(arg_max(f, seen), any_value(f)) AS f FROM (${rows}) WHERE id <> '' AND id IN (${wanted}) GROUP BY id)`;
}

/** The latest certificate of each file that is looked for. */
function certificatesSql(t: Translation): string {
  const table = tableOf(t, 'DeviceFileCertificateInfo');
  if (table === undefined) return 'SELECT NULL::VARCHAR AS sha1, NULL::VARCHAR AS signer, NULL::VARCHAR AS issuer, NULL::VARCHAR AS hash, NULL::BOOLEAN AS trusted, NULL::BOOLEAN AS microsoft, NULL::BOOLEAN AS signed WHERE false';
  const fields = [
    `'signer': ${columnSql(table, 'Signer', 'string')}`, `'issuer': ${columnSql(table, 'Issuer', 'string')}`, `'hash': ${columnSql(table, 'SignerHash', 'string')}`,
    `'trusted': ${columnSql(table, 'IsTrusted', 'bool')}`, `'microsoft': ${columnSql(table, 'IsRootSignerMicrosoft', 'bool')}`, `'signed': ${columnSql(table, 'IsSigned', 'bool')}`,
  ];
  const rows = `SELECT lower(${columnSql(table, 'SHA1', 'string')}) AS sha1, {${fields.join(', ')}} AS c, ${columnSql(table, 'Timestamp', 'datetime')} AS seen FROM (${table.sql})`;
  return `SELECT sha1, c.signer, c.issuer, c.hash, c.trusted, c.microsoft, c.signed FROM (SELECT sha1, coalesce(arg_max(c, seen), any_value(c)) AS c FROM (${rows}) WHERE sha1 <> '' GROUP BY sha1)`;
}

const fileProfile: TabularFunction = (call, input, t) => {
  if (input === undefined) throw t.invalid(call, 'FileProfile needs rows before the bar');
  const [idNode] = elements(call.ArgumentList?.Expressions);
  const id = namedColumn(idNode, 'SHA1', input, t, call);
  const source = t.shared(numbered(input, `~${t.uniqueName('o')}`));
  const wanted = `lower(s.${sqlName(id.id)})`;
  const files = filesSql(t, `SELECT lower(${sqlName(id.id)}) FROM (${source.sql})`);
  const own = source.columns.map((column, index) => `s.${sqlName(column.id)} AS "c${index}"`);
  const added = profileColumns.filter((column) => columnNamed(source, column.name) === undefined);
  const values = added.map((column, index) => `${profileSql(column)} AS "p${index}"`);
  const order = carried(source).map((key) => `s.${sqlName(key)} AS ${sqlName(`o~${key}`)}`);
  const sql = `SELECT ${[...own, ...values, ...order].join(', ')} FROM (${source.sql}) s LEFT JOIN (${files}) f ON f.id = ${wanted} LEFT JOIN (${certificatesSql(t)}) c ON c.sha1 = coalesce(f.sha1, ${wanted})`;
  const items: NamedValue[] = [
    ...source.columns.map((column, index): NamedValue => ({ name: column.name, value: { sql: `"c${index}"`, type: column.type, constant: false } })),
    ...added.map((column, index): NamedValue => ({ name: column.name, value: { sql: `"p${index}"`, type: column.type, constant: false } })),
  ];
  return projected({ sql, columns: [], order: source.order.map((key) => ({ ...key, id: `o~${key.id}` })), serialized: source.serialized }, items);
};

function profileSql(column: ProfileColumn): string {
  if (column.sql === undefined) return nullOf(column.type).sql;
  return column.type === 'string' ? `coalesce(${column.sql}, '')` : column.sql;
}

/** The last report of the network adapters of each device until a moment: device, time, and each address with its kind. */
function addressesSql(t: Translation, until: string): string | undefined {
  const table = tableOf(t, 'DeviceNetworkInfo');
  if (table === undefined) return undefined;
  const text = (name: string): string => columnSql(table, name, 'string');
  const time = columnSql(table, 'Timestamp', 'datetime');
  const rows = `SELECT ${text('DeviceId')} AS device, ${text('DeviceName')} AS name, ${time} AS seen, ${text('IPAddresses')} AS ips, ${text('NetworkAdapterType')} AS adapter, ${text('ConnectedNetworks')} AS networks FROM (${table.sql})`;
  const latest = `SELECT * FROM (${rows}) WHERE seen <= ${until} QUALIFY seen = max(seen) OVER (PARTITION BY device)`;
  const split = `SELECT *, unnest(CAST(CASE WHEN json_valid(ips) AND json_type(CAST(ips AS JSON)) = 'ARRAY' THEN ips ELSE '[]' END AS JSON[])) AS item FROM (${latest})`;
  return `SELECT DISTINCT device, name, seen, json_extract_string(item, '$.IPAddress') AS ip, json_extract_string(item, '$.AddressType') AS kind, adapter, networks FROM (${split})`;
}

const noAddresses = 'SELECT NULL::VARCHAR AS device, NULL::VARCHAR AS name, NULL::BIGINT AS seen, NULL::VARCHAR AS ip, NULL::VARCHAR AS kind, NULL::VARCHAR AS adapter, NULL::VARCHAR AS networks WHERE false';

function momentOf(node: KqlNode | undefined, t: Translation): string {
  const now = `${t.nowTicks}::BIGINT`;
  return node === undefined ? now : `coalesce(${convert(t.expression(node), 'datetime').sql}, ${now})`;
}

function text(sql: string): SqlValue {
  return { sql: `coalesce(${sql}, '')`, type: 'string', constant: false };
}

const assignedAddresses: TabularFunction = (call, _input, t) => {
  const [deviceNode, atNode] = elements(call.ArgumentList?.Expressions);
  if (deviceNode === undefined) throw t.invalid(call, 'AssignedIPAddresses needs a device');
  const device = convert(t.expression(deviceNode), 'string').sql;
  const sql = `SELECT * FROM (${addressesSql(t, momentOf(atNode, t)) ?? noAddresses}) WHERE device = ${device} OR lower(name) = lower(${device})`;
  return projected({ sql, columns: [], order: [], serialized: false }, [
    { name: 'Timestamp', value: { sql: 'seen', type: 'datetime', constant: false } },
    { name: 'IPAddress', value: text('ip') },
    { name: 'IPType', value: text('kind') },
    { name: 'NetworkAdapterType', value: text('adapter') },
    { name: 'ConnectedNetworks', value: text('networks') },
  ]);
};

const deviceFromIp: TabularFunction = (call, input, t) => {
  if (input === undefined) throw t.invalid(call, 'DeviceFromIP needs rows before the bar');
  const [ipNode, atNode] = elements(call.ArgumentList?.Expressions);
  const column = namedColumn(ipNode, 'IP', input, t, call);
  const wanted = `SELECT ${convert(columnValue(column), 'string').sql} FROM (${input.sql})`;
  const sql = `SELECT DISTINCT ip, device FROM (${addressesSql(t, momentOf(atNode, t)) ?? noAddresses}) WHERE ip IN (${wanted})`;
  return projected({ sql, columns: [], order: [], serialized: false }, [
    { name: 'IP', value: text('ip') },
    { name: 'DeviceId', value: text('device') },
  ]);
};

/** Devices that had network traffic with an address that a device of the input has. */
const seenBy: TabularFunction = (call, input, t) => {
  if (input === undefined) throw t.invalid(call, 'SeenBy needs rows before the bar');
  const [deviceNode] = elements(call.ArgumentList?.Expressions);
  const column = namedColumn(deviceNode, 'DeviceId', input, t, call);
  const events = tableOf(t, 'DeviceNetworkEvents');
  if (events === undefined) throw t.unsupported(call, 'SeenBy without the table DeviceNetworkEvents');
  const devices = `SELECT ${convert(columnValue(column), 'string').sql} FROM (${input.sql})`;
  const addresses = `SELECT ip, device FROM (${addressesSql(t, momentOf(undefined, t)) ?? noAddresses}) WHERE device IN (${devices})`;
  const traffic = `SELECT DISTINCT ${columnSql(events, 'DeviceId', 'string')} AS seer, ${columnSql(events, 'RemoteIP', 'string')} AS ip FROM (${events.sql})`;
  const sql = `SELECT DISTINCT e.seer FROM (${traffic}) e JOIN (${addresses}) a ON a.ip = e.ip WHERE e.ip <> '' AND e.seer <> a.device`;
  return projected({ sql, columns: [], order: [], serialized: false }, [{ name: 'DeviceId', value: text('seer') }]);
};

/** The enrichment functions by their name. */
export const enrichmentTables: Readonly<Record<string, TabularFunction>> = {
  FileProfile: fileProfile,
  AssignedIPAddresses: assignedAddresses,
  DeviceFromIP: deviceFromIp,
  SeenBy: seenBy,
};
