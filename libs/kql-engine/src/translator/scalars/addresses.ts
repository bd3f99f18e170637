import type { FunctionContext, ScalarFunction, SqlValue } from '../sql-value.js';
import { asDynamic, asLong, asText } from './convert.js';
import {
  cidrList, compareIp, hasAddress, hasAddressPrefix, inRange, ipv4Text, ipv6Text, isPrivate, masked, readIpv4, readIpv6,
} from './native/ip-addresses.js';
import { readDynamic, writeJson } from './native/json-value.js';
import type { NativeValue } from './native/native-function.js';
import { argument, callNative, type FunctionTable, literalText, longLiteral, made, native, once, withCount } from './support.js';

/** Functions of IP addresses. */

/** The number of a plain IPv4 address; the common case, without leaving SQL. */
export const addressMacros: readonly string[] = [
  `kql_is_ipv4(x) AS regexp_full_match(x, '((25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])\\.){3}(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])')`,
  `kql_ipv4_number(x) AS CAST(split_part(x, '.', 1) AS BIGINT) * 16777216 + CAST(split_part(x, '.', 2) AS BIGINT) * 65536
    + CAST(split_part(x, '.', 3) AS BIGINT) * 256 + CAST(split_part(x, '.', 4) AS BIGINT)`,
];

const text = (value: NativeValue | undefined): string => String(value ?? '');

function comparison(name: string, width: 32 | 128): [ScalarFunction, ScalarFunction] {
  const compare = native(name, ['text', 'text', 'long'], 'long', (left, right, prefix) => {
    const order = prefix === null ? null : compareIp(text(left), text(right), Number(prefix), width);
    return order === null ? null : BigInt(order);
  });
  const order: ScalarFunction = withCount(2, 3, (args, context) => {
    const prefix = args[2] === undefined ? longLiteral(width) : asLong(args[2]);
    return callNative(compare, 'long', [asText(argument(args, 0, context)), asText(argument(args, 1, context)), prefix]);
  });
  return [order, (args, context) => made('bool', `${order(args, context).sql} = 0`, args)];
}

/** Texts that are given one by one or as an array. */
function listOf(args: readonly SqlValue[], context: FunctionContext): SqlValue {
  const [first, ...others] = args;
  if (first === undefined) throw context.invalid('has too few arguments');
  if (first.type === 'dynamic' && others.length === 0) return first;
  return made('dynamic', `json_array(${args.map((value) => asDynamic(value).sql).join(', ')})`, args);
}

let lastList = '';
let lastItems: string[] = [];

/** The texts of an array. The same list comes with every row, so the last one is remembered. */
function textsOf(list: NativeValue | undefined): string[] {
  const json = text(list);
  if (json !== lastList) {
    const items = readDynamic(json === '' ? null : json);
    lastItems = Array.isArray(items) ? items.filter((item) => typeof item === 'string') : [];
    lastList = json;
  }
  return lastItems;
}

function listed(name: string, run: (ip: string, items: string[]) => boolean | null): ScalarFunction {
  const called = native(name, ['text', 'text'], 'bool', (ip, list) => run(text(ip), textsOf(list)));
  return (args, context) => callNative(called, 'bool', [asText(argument(args, 0, context)), listOf(args.slice(1), context)]);
}

function anyRange(width: 32 | 128): (ip: string, ranges: string[]) => boolean | null {
  return (ip, ranges) => {
    const found = ranges.map((range) => inRange(ip, range, width));
    if (found.includes(true)) return true;
    return found.some((each) => each !== null) ? false : null;
  };
}

const ipv4Range = native('ipv4_is_in_range', ['text', 'text'], 'bool', (ip, range) => inRange(text(ip), text(range), 32));
const ipv4IsInRange: ScalarFunction = withCount(2, 2, (args, context) => {
  const [ip, range] = [asText(argument(args, 0, context)), asText(argument(args, 1, context))];
  const literal = literalText(range);
  const parsed = literal === undefined ? null : readIpv4(literal);
  if (parsed === null) return callNative(ipv4Range, 'bool', [ip, range]);
  const low = masked(parsed.value, parsed.prefix, 32);
  const high = low + (1n << BigInt(32 - parsed.prefix)) - 1n;
  return made('bool', once(ip.sql, (x) => `CASE WHEN kql_is_ipv4(${x}) THEN kql_ipv4_number(${x}) BETWEEN ${low} AND ${high} ELSE kql_ipv4_is_in_range(${x}, ${range.sql}) END`), args);
});

native('ipv4_is_private', ['text'], 'bool', (ip) => isPrivate(text(ip)));
const ipv4IsPrivate: ScalarFunction = withCount(1, 1, (args, context) =>
  made('bool', once(asText(argument(args, 0, context)).sql, (x) => `CASE WHEN kql_is_ipv4(${x})
    THEN starts_with(${x}, '10.') OR starts_with(${x}, '192.168.') OR kql_ipv4_number(${x}) BETWEEN 2886729728 AND 2887778303 ELSE kql_ipv4_is_private(${x}) END`), args));

const number = native('parse_ipv4', ['text', 'long'], 'long', (ip, prefix) => {
  const address = readIpv4(text(ip));
  if (address === null || prefix === null || Number(prefix) < 0 || Number(prefix) > 32) return null;
  return masked(address.value, Math.min(address.prefix, Number(prefix)), 32);
});
const canonical = native('parse_ipv6', ['text', 'long'], 'text', (ip, prefix) => {
  const address = readIpv6(text(ip));
  if (address === null || prefix === null || Number(prefix) < 0 || Number(prefix) > 128) return '';
  return ipv6Text(masked(address.value, Math.min(address.prefix, Number(prefix)), 128));
});
const suffix = native('ipv4_netmask_suffix', ['text'], 'long', (ip) => {
  const address = readIpv4(text(ip));
  return address === null ? null : BigInt(address.prefix);
});
const formatted = native('format_ipv4', ['text', 'long', 'bool'], 'text', (ip, prefix, withMask) => {
  const plain = /^\d+$/.test(text(ip)) ? { value: BigInt(text(ip)), prefix: 32 } : readIpv4(text(ip));
  if (plain === null || plain.value >= 1n << 32n || prefix === null || Number(prefix) < 0 || Number(prefix) > 32) return '';
  const bits = Math.min(plain.prefix, Number(prefix));
  return `${ipv4Text(masked(plain.value, bits, 32))}${withMask === true ? `/${bits}` : ''}`;
});
const ranges = native('ipv4_range_to_cidr_list', ['text', 'text'], 'text', (start, end) => {
  const list = cidrList(text(start), text(end));
  return list === null ? null : writeJson(list);
});

function format(withMask: boolean): ScalarFunction {
  return withCount(1, 2, (args, context) => {
    const prefix = args[1] === undefined ? longLiteral(32) : asLong(args[1]);
    return callNative(formatted, 'string', [asText(argument(args, 0, context)), prefix, { sql: String(withMask), type: 'bool', literal: withMask, constant: true }]);
  });
}

const parsing = (least: number, bits: 32 | 128): ScalarFunction => withCount(least, least, (args, context) => {
  const prefix = least === 1 ? longLiteral(bits) : asLong(argument(args, 1, context));
  return callNative(bits === 32 ? number : canonical, bits === 32 ? 'long' : 'string', [asText(argument(args, 0, context)), prefix]);
});

const ipv6Range = native('ipv6_is_in_range', ['text', 'text'], 'bool', (ip, range) => inRange(text(ip), text(range), 128));
const [ipv4Compare, ipv4IsMatch] = comparison('ipv4_compare', 32);
const [ipv6Compare, ipv6IsMatch] = comparison('ipv6_compare', 128);

export const addressFunctions: FunctionTable = {
  ipv4_compare: ipv4Compare,
  ipv4_is_match: ipv4IsMatch,
  ipv6_compare: ipv6Compare,
  ipv6_is_match: ipv6IsMatch,
  ipv4_is_in_range: ipv4IsInRange,
  ipv4_is_in_any_range: listed('ipv4_is_in_any_range', anyRange(32)),
  ipv6_is_in_range: withCount(2, 2, (args) => callNative(ipv6Range, 'bool', args.map(asText))),
  ipv6_is_in_any_range: listed('ipv6_is_in_any_range', anyRange(128)),
  ipv4_is_private: ipv4IsPrivate,
  ipv4_netmask_suffix: withCount(1, 1, (args) => callNative(suffix, 'long', args.map(asText))),
  ipv4_range_to_cidr_list: withCount(2, 2, (args) => callNative(ranges, 'dynamic', args.map(asText))),
  parse_ipv4: parsing(1, 32),
  parse_ipv4_mask: parsing(2, 32),
  parse_ipv6: parsing(1, 128),
  parse_ipv6_mask: parsing(2, 128),
  format_ipv4: format(false),
  format_ipv4_mask: format(true),
  has_ipv4: listed('has_ipv4', hasAddress),
  has_any_ipv4: listed('has_any_ipv4', hasAddress),
  has_ipv4_prefix: listed('has_ipv4_prefix', hasAddressPrefix),
  has_any_ipv4_prefix: listed('has_any_ipv4_prefix', hasAddressPrefix),
};
