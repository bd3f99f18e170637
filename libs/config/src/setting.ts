import { isIP } from 'node:net';

/** One setting: where it is read, what it means, what it is when unset. The README table is printed from these. */
export interface Setting {
  variable: string;
  description: string;
  fallback: string;
  secret?: boolean;
}

/** A setting has a value Attest cannot use. The sentence names the variable and what is accepted. */
export class ConfigError extends Error {
  constructor(readonly variable: string, expected: string) {
    super(`${variable} must be ${expected}.`);
    this.name = 'ConfigError';
  }
}

/** A http or https address without a slash at its end. Requests go to paths under it, so it has no user name, query or fragment. */
export function address(variable: string, text: string): string {
  const url = webUrl(text);
  if (url === undefined || url.search !== '') throw new ConfigError(variable, 'an http or https address without a user name, a query or a fragment');
  return text.replace(/\/+$/, '');
}

/** A http or https address that is asked as it is; it may have a query. */
export function wholeAddress(variable: string, text: string): string {
  if (webUrl(text) === undefined) throw new ConfigError(variable, 'an http or https address without a user name or a fragment');
  return text.replace(/\/+$/, '');
}

function webUrl(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  return /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' && url.hash === '' ? url : undefined;
}

/** A number in digits. */
export function wholeNumber(variable: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!/^\d{1,15}$/.test(text) || value < least || value > most) throw new ConfigError(variable, `a whole number from ${least} to ${most}`);
  return value;
}

/** An IP address or a host name; what consists of numbers alone is an address or nothing. */
export function hostName(variable: string, text: string): string {
  const isName = /^(?=.{1,253}$)[a-z\d_]([a-z\d_-]*[a-z\d_])?(\.[a-z\d_]([a-z\d_-]*[a-z\d_])?)*$/i.test(text) && !/(^|\.)\d+$/.test(text);
  if (isIP(text) === 0 && !isName) throw new ConfigError(variable, 'an IP address or a host name');
  return text;
}

/** Brokers as `host:port`, comma-separated; none when unset. */
export function brokerList(variable: string, text: string | undefined): string[] {
  const brokers = (text ?? '').split(',').map((each) => each.trim()).filter(Boolean);
  const isBroker = (each: string): boolean => /^(\[[\da-f:.]+\]|[a-z\d._-]+)(:\d{1,5})?$/i.test(each) && Number(/:(\d+)$/.exec(each)?.[1] ?? 0) <= 65_535;
  if (text !== undefined && (brokers.length === 0 || !brokers.every(isBroker))) throw new ConfigError(variable, 'a list such as broker-1:9092,broker-2:9092');
  return brokers;
}

/** The address of a PostgreSQL database. The sentence keeps what was given to itself: it holds a password. */
export function databaseAddress(variable: string, text: string | undefined): string | undefined {
  if (text !== undefined && !(URL.canParse(text) && /^(postgres|postgresql|socket):$/.test(new URL(text).protocol))) throw new ConfigError(variable, 'an address such as postgres://user:password@host:5432/database');
  return text;
}
