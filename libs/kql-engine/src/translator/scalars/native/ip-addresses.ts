/** IPv4 and IPv6 addresses with an optional prefix after a slash. */

/** An address as a number with how many of its first bits count. */
export interface IpAddress {
  value: bigint;
  prefix: number;
}

const octet = '(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const ipv4Form = new RegExp(`^${octet}\\.${octet}\\.${octet}\\.${octet}(?:/(\\d{1,2}))?$`);

/** Reads an IPv4 address; null when the text is none. */
export function readIpv4(text: string): IpAddress | null {
  const match = ipv4Form.exec(text.trim());
  if (match === null) return null;
  const prefix = match[5] === undefined ? 32 : Number(match[5]);
  if (prefix > 32) return null;
  const value = match.slice(1, 5).reduce((sum, part) => sum * 256n + BigInt(part ?? 0), 0n);
  return { value, prefix };
}

/** The first `prefix` bits of an address of `width` bits. */
export function masked(value: bigint, prefix: number, width: number): bigint {
  const rest = BigInt(width - prefix);
  return (value >> rest) << rest;
}

export function ipv4Text(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join('.');
}

const mappedBits = 0xffffn << 32n;

function groupsOf(text: string): number[] | null {
  if (text === '') return [];
  const groups = text.split(':');
  return groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group)) ? groups.map((group) => Number.parseInt(group, 16)) : null;
}

function readGroups(text: string): bigint | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const [head, tail] = [groupsOf(halves[0] ?? ''), halves.length === 2 ? groupsOf(halves[1] ?? '') : []];
  if (head === null || tail === null) return null;
  const gap = 8 - head.length - tail.length;
  if (halves.length === 2 ? gap < 1 : gap !== 0) return null;
  return [...head, ...Array.from({ length: gap }, () => 0), ...tail].reduce((sum, group) => (sum << 16n) | BigInt(group), 0n);
}

/** Reads an IPv6 address, or an IPv4 one as the IPv6 address that stands for it; a prefix of an IPv4 notation counts its own 32 bits. */
export function readIpv6(text: string): IpAddress | null {
  const [address = '', prefixText, ...rest] = text.trim().split('/');
  if (rest.length > 0 || (prefixText !== undefined && !/^\d{1,3}$/.test(prefixText))) return null;
  const dotted = /^(.*?)([^:]*\.[^:]*)$/.exec(address);
  const width = dotted === null ? 128 : 32;
  const own = prefixText === undefined ? width : Number(prefixText);
  if (own > width) return null;
  if (dotted === null) {
    const value = readGroups(address);
    return value === null ? null : { value, prefix: own };
  }
  const ipv4 = readIpv4(dotted[2] ?? '');
  if (ipv4 === null) return null;
  const lead = dotted[1] ?? '';
  if (lead === '' || lead === '::') return { value: mappedBits | ipv4.value, prefix: own + 96 };
  const value = readGroups(`${lead}${(ipv4.value >> 16n).toString(16)}:${(ipv4.value & 0xffffn).toString(16)}`);
  return value === null ? null : { value, prefix: own + 96 };
}

/** All eight groups with four digits each. */
export function ipv6Text(value: bigint): string {
  return (value.toString(16).padStart(32, '0').match(/.{4}/g) ?? []).join(':');
}

type Reader = (text: string) => IpAddress | null;

/** -1, 0 or 1 by the bits that both prefixes and `prefix` cover; null when one is no address. */
export function compareIp(left: string, right: string, prefix: number, width: 32 | 128): number | null {
  const read: Reader = width === 32 ? readIpv4 : readIpv6;
  const [a, b] = [read(left), read(right)];
  if (a === null || b === null || prefix < 0 || prefix > width) return null;
  const bits = Math.min(a.prefix, b.prefix, prefix);
  const [x, y] = [masked(a.value, bits, width), masked(b.value, bits, width)];
  return x === y ? 0 : x < y ? -1 : 1;
}

/** Whether an address lies in a range; null when one of them is no address. */
export function inRange(ip: string, range: string, width: 32 | 128): boolean | null {
  const same = compareIp(ip, range, width, width);
  return same === null ? null : same === 0;
}

const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

export function isPrivate(ip: string): boolean | null {
  if (readIpv4(ip) === null) return null;
  return privateRanges.some((range) => inRange(ip, range, 32) === true);
}

/** The fewest ranges that cover exactly the addresses from `start` to `end`. */
export function cidrList(start: string, end: string): string[] | null {
  const [first, last] = [readIpv4(start), readIpv4(end)];
  if (first === null || last === null || first.value > last.value) return null;
  const ranges: string[] = [];
  for (let at = first.value; at <= last.value;) {
    let size = 1n;
    let prefix = 32;
    while (prefix > 0 && at % (size * 2n) === 0n && at + size * 2n - 1n <= last.value) {
      size *= 2n;
      prefix -= 1;
    }
    ranges.push(`${ipv4Text(at)}/${prefix}`);
    at += size;
  }
  return ranges;
}

const dottedText = /(?<![A-Za-z0-9])\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?![A-Za-z0-9])/g;

/** The valid IPv4 addresses in a text that stand between characters that are no letters or digits. */
export function addressesIn(text: string): string[] {
  return (text.match(dottedText) ?? []).filter((found) => readIpv4(found) !== null);
}

/** Whether a text holds one of some addresses. */
export function hasAddress(text: string, wanted: readonly string[]): boolean {
  const valid = wanted.filter((ip) => !ip.includes('/') && readIpv4(ip) !== null);
  return valid.length > 0 && addressesIn(text).some((found) => valid.includes(found));
}

const prefixForm = new RegExp(`^(?:${octet}\\.){1,3}$`);

/** Whether a text holds an address that begins with one of some prefixes: whole addresses, or some octets that end with a dot. */
export function hasAddressPrefix(text: string, wanted: readonly string[]): boolean {
  const whole = wanted.filter((ip) => !ip.includes('/') && readIpv4(ip) !== null);
  const starts = wanted.filter((prefix) => prefixForm.test(prefix));
  if (whole.length + starts.length === 0) return false;
  return addressesIn(text).some((found) => whole.includes(found) || starts.some((prefix) => found.startsWith(prefix)));
}
