import { convert } from '../../scalars/convert.js';
import { native, nativeSql } from '../../scalars/support.js';
import { columnNamed, columnValue, numbered, projected, type NamedValue, type Relation, type RelationColumn } from '../../relation.js';
import { scalarFunction } from '../../registry.js';
import { sqlName, type SqlValue } from '../../sql-value.js';
import { nameOf } from '../../syntax.js';
import type { KqlNode, Translation } from '../../translation.js';
import { flagOption, nextName, requiredArgument, typedArgument, type PluginCall } from './plugin-call.js';

/** Plug-ins that look rows up in another table: by network, by polygon, by line. */

/** The groups of an address of IPv6 (or of IPv4 within it), 128 bits as one number; undefined when the text is none. */
export function addressBits(text: string): bigint | undefined {
  const v4 = v4Bits(text);
  if (v4 !== undefined) return 0xffff00000000n + v4;
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  const tail = dotted === null ? undefined : v4Bits(dotted[2] ?? '');
  if (dotted !== null && tail === undefined) return undefined;
  const plain = dotted === null ? text : `${dotted[1]}${((tail ?? 0n) >> 16n).toString(16)}:${((tail ?? 0n) & 0xffffn).toString(16)}`;
  const halves = plain.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], rest = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - rest.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...Array.from({ length: halves.length === 2 ? missing : 0 }, () => '0'), ...rest];
  if (groups.length !== 8 || !groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.reduce((bits, group) => (bits << 16n) + BigInt(`0x${group}`), 0n);
}

function v4Bits(text: string): bigint | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  const parts = match?.slice(1).map(Number);
  if (parts === undefined || parts.some((part) => part > 255)) return undefined;
  return parts.reduce((bits, part) => (bits << 8n) + BigInt(part), 0n);
}

/** The first and last address of a network in a form whose text order is the order of addresses: 32 hexadecimal digits. */
export function networkEnds(text: string, version: 4 | 6): [string, string] | undefined {
  const [address = '', length, ...more] = text.trim().split('/');
  const bits = version === 4 ? v4Bits(address) : addressBits(address);
  if (bits === undefined || more.length > 0) return undefined;
  const isV4 = v4Bits(address) !== undefined;
  const width = isV4 ? 32 : 128;
  const prefix = length === undefined ? width : /^\d{1,3}$/.test(length) ? Number(length) : -1;
  if (prefix < 0 || prefix > width) return undefined;
  const host = (1n << BigInt(width - prefix)) - 1n;
  const first = bits - (bits & host);
  return [first, first + host].map((each) => each.toString(16).padStart(32, '0')) as [string, string];
}

const firstAddress = native('network_first', ['text', 'long'], 'text', (text, version) => networkEnds(String(text ?? ''), version === 4n ? 4 : 6)?.[0] ?? null);
const lastAddress = native('network_last', ['text', 'long'], 'text', (text, version) => networkEnds(String(text ?? ''), version === 4n ? 4 : 6)?.[1] ?? null);

interface Lookup {
  readonly source: Relation;
  readonly table: Relation;
  /** Columns of the table that the result shows. */
  readonly shown: readonly RelationColumn[];
  /** The condition of the join over the aliases s and l. */
  readonly on: string;
  readonly returnUnmatched: boolean;
}

/** The rows of the source, each with the rows of the table that fit. */
function joined({ source, table, shown, on, returnUnmatched }: Lookup, extra: readonly string[], check: string | undefined, t: Translation): Relation {
  const taken = new Set(source.columns.map((column) => column.name));
  const order = source.order.map((key) => `s.${sqlName(key.id)} AS ${sqlName(`o~${key.id}`)}`);
  const left = source.columns.map((column, index) => `s.${sqlName(column.id)} AS "s${index}"`);
  const right = shown.map((column, index) => `l.${sqlName(column.id)} AS "l${index}"`);
  const guard = check === undefined ? [] : [`${check} AS "~check"`];
  const place = `~${t.uniqueName('n')}`;
  const lookup = numbered(table, place);
  const select = [...left, ...right, ...order, ...guard, `l.${sqlName(place)} AS ${sqlName(place)}`];
  const sql = `SELECT ${select.join(', ')} FROM (${source.sql}) s ${returnUnmatched ? 'LEFT' : 'INNER'} JOIN (SELECT *${extra.map((each) => `, ${each}`).join('')} FROM (${lookup.sql})) l ON ${on}`;
  const checked = check === undefined ? sql : `SELECT * FROM (${sql}) WHERE "~check" IS NULL OR "~check"`;
  const value = (name: string, type: SqlValue['type'], present: boolean): SqlValue => ({ sql: present || type !== 'string' ? name : `coalesce(${name}, '')`, type, constant: false });
  const items: NamedValue[] = [
    ...source.columns.map((column, index) => ({ name: column.name, value: value(`"s${index}"`, column.type, true) })),
    ...shown.map((column, index) => ({ name: nextName(column.name, taken), value: value(`"l${index}"`, column.type, false) })),
  ];
  const keys = [...source.order.map((key) => ({ ...key, id: `o~${key.id}` })), { id: place, descending: false, nullsFirst: false }];
  return projected({ sql: checked, columns: [], order: keys, serialized: false }, items);
}

function lookupColumn(node: KqlNode, table: Relation, t: Translation): RelationColumn {
  const column = columnNamed(table, nameOf(node));
  if (column === undefined) throw t.invalid(node, `The lookup table has no column ${nameOf(node)}`);
  return column;
}

/**
 * `ipv4_lookup(Table, SourceIp, NetworkColumn, [ExtraKey, ...] [, return_unmatched])`. Which row Kusto takes where networks
 * of different size hold the address is not documented: such an address stops the query.
 */
export function translateIpLookup(call: PluginCall, input: Relation, t: Translation): Relation {
  const version = call.name === 'ipv4_lookup' ? 4 : 6;
  const table = t.shared(t.tabular(requiredArgument(call, 0, t)));
  const scope = t.scope(input);
  const address = scope.computed(convert(t.expression(requiredArgument(call, 1, t), scope), 'string'));
  const network = lookupColumn(requiredArgument(call, 2, t), table, t);
  const rest = call.args.slice(3);
  const positional = rest.filter((node) => nameOf(node) === '' || /^(true|false)$/.test(nameOf(node)));
  const extraKeys = rest.filter((node) => !positional.includes(node));
  const returnUnmatched = flagOption(call, 'return_unmatched', undefined, t) || (positional[0] !== undefined && t.constant(positional[0], 'The option return_unmatched') === true);
  const low = scope.computed({ sql: nativeSql(firstAddress, [address.sql, String(version)]), type: 'string', constant: false }).sql;
  const high = scope.computed({ sql: nativeSql(lastAddress, [address.sql, String(version)]), type: 'string', constant: false }).sql;
  const extra = [`${nativeSql(firstAddress, [sqlName(network.id), String(version)])} AS "~first"`, `${nativeSql(lastAddress, [sqlName(network.id), String(version)])} AS "~last"`];
  const keys = extraKeys.map((node) => {
    const [own, other] = [columnNamed(input, nameOf(node)), lookupColumn(node, table, t)];
    if (own === undefined) throw t.invalid(node, `There is no column ${nameOf(node)}`);
    return { own, other };
  });
  const source = numbered(scope.relation, `~${t.uniqueName('o')}`);
  const place = sqlName(source.order[0]?.id ?? '');
  const on = [`s.${low} >= l."~first"`, `s.${high} <= l."~last"`, ...keys.map(({ own, other }) => `s.${sqlName(own.id)} = l.${sqlName(other.id)}`)].join(' AND ');
  const spread = `min(l."~first" || l."~last") OVER (PARTITION BY s.${place}) = max(l."~first" || l."~last") OVER (PARTITION BY s.${place})`;
  const check = `(CASE WHEN ${spread} THEN true WHEN l."~first" IS NULL THEN NULL ELSE error('${call.name}: more than one network holds an address') END)`;
  const shown = table.columns.filter((column) => !keys.some(({ other }) => other === column));
  return joined({ source, table, shown, on, returnUnmatched }, extra, check, t);
}

/** `geo_polygon_lookup` and `geo_line_lookup`: rows whose place lies in a polygon, or near a line. */
export function translateGeoLookup(call: PluginCall, input: Relation, t: Translation): Relation {
  const isLine = call.name === 'geo_line_lookup';
  const table = t.shared(t.tabular(requiredArgument(call, 0, t)));
  const scope = t.scope(input);
  const shape = lookupColumn(requiredArgument(call, 1, t), table, t);
  const [longitude, latitude] = [2, 3].map((index) => scope.computed(typedArgument(call, index, 'real', t, scope))) as [SqlValue, SqlValue];
  const radiusNode = call.named.get('radius') ?? call.args[4];
  const radius = radiusNode === undefined ? undefined : convert(t.expression(radiusNode), 'real');
  const returnUnmatched = flagOption(call, 'return_unmatched', 5, t);
  const keepKey = flagOption(call, 'return_lookup_key', 7, t);
  const values = [{ ...longitude, sql: `s.${longitude.sql}` }, { ...latitude, sql: `s.${latitude.sql}` }, columnValue(shape, 'l')];
  const use = (name: string, args: readonly SqlValue[]): string => {
    const translate = scalarFunction(name);
    if (translate === undefined) throw t.unsupported(call.node, `The plug-in ${call.name}`);
    return translate(args, t.functionContext(call.node, name)).sql;
  };
  if (isLine && radius === undefined) throw t.invalid(call.node, 'geo_line_lookup needs a radius');
  const near = radius === undefined ? undefined : `${use(isLine ? 'geo_distance_point_to_line' : 'geo_distance_point_to_polygon', values)} <= ${radius.sql}`;
  const on = near ?? use('geo_point_in_polygon', values);
  const shown = table.columns.filter((column) => keepKey || column !== shape);
  return joined({ source: scope.relation.order.length === 0 ? numbered(scope.relation, `~${t.uniqueName('o')}`) : scope.relation, table, shown, on, returnUnmatched }, [], undefined, t);
}
