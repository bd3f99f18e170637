import { isAuthority, isCommonLabel, isEverydayWord, isMachine, isPartOfWord, isPublicMail, isSharedAccount, isSharedHost } from './no-names.js';
import { foldCase, NameTrie, type NamePattern } from './name-trie.js';

/** What a name is of. */
export type NameSort = 'person' | 'device' | 'organisation' | 'tenant' | 'id';

/** 64 hexadecimal digits that stand for a name: the same for equal names, and telling nothing about them. */
export type NameDigest = (sort: NameSort, name: string) => string;

/** Letters that spell neither words nor numbers, in their order. */
const letters = 'bcdfghjklmnpqrst';
const fewestLetters = 6;

/** What stands before the name of a person and nothing else, in texts and in JSON in texts. */
const homes = ['\\users\\', '\\\\users\\\\', '/home/', '/users/'];

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const longHex = /^[0-9a-f]{32,64}$/;
/** Recorded incidents have SIDs whose first numbers were changed. */
const personalSid = /^s(?:-\d+){7,15}$/;

/** Ends of host names that say what a device is for: they stay, since what is advised depends on them. */
const deviceRole = /(?:^|[-_])(p?dc|adc|rodc|addc|domaincontroller|srv|server|sql|adfs|adcs|ca|pki|exch|exchange|mail|web|iis|app|files?|fs|sap|backup|aadc|adconnect|print|vcenter|esx|hyperv|db|erp|citrix|rds)[-_]?\d{0,3}$|^(dc|pdc|bdc)\d{0,3}[-_]/;
const serviceAccount = /^(svc|service|sa)[._-]/;
const privileged = /(?:^|[._-])(adm|admin|da|sa)(?:[._-]|$)|(administrator|break ?glass)/;

/** Names of people, devices, organisations and their ids, as they were found; each in lower case. */
export class FoundNames {
  readonly #people = new Set<string>();
  readonly #parts = new Set<string>();
  readonly #devices = new Set<string>();
  readonly #domains = new Set<string>();
  readonly #organisations = new Set<string>();
  readonly #tenants = new Set<string>();
  readonly #ids = new Set<string>();
  readonly #mails = new Set<string>();
  readonly #outsiders = new Set<string>();
  #ordered: [NameSort, string[]][] = [];

  /** `DOMAIN\name`, `name@domain`, a name alone, a SID or an object id. `own`: the account is one of the tenant's, and so is its domain. */
  account(given: unknown, own = true): void {
    const value = keyOf(given);
    if (value === '') return;
    if (this.id(value)) return;
    const slash = value.lastIndexOf('\\');
    const at = value.lastIndexOf('@');
    if (slash > 0) {
      if (isAuthority(value.slice(0, slash))) return;
      this.domain(value.slice(0, slash));
      this.account(value.slice(slash + 1));
    } else if (at > 0) {
      const domain = value.slice(at + 1);
      if (own && !isPublicMail(domain)) this.domain(domain);
      if (own || this.isOwn(domain)) this.#person(value.slice(0, at));
      else this.mail(value);
    } else if (value.endsWith('$')) this.device(value.slice(0, -1));
    else this.#person(value);
  }

  /** A name as people write it. Its words count by themselves where people write. */
  displayName(given: unknown): void {
    const value = keyOf(given);
    if (value.length < 3 || isMachine(value)) return;
    if (/[@\\]/.test(value)) return this.account(value);
    this.#person(value);
    const words = value.split(/[\s,]+/).filter((word) => /^\p{L}{3,}$/u.test(word));
    if (words.length > 1) for (const word of words) if (!isSharedAccount(word) && !isPartOfWord(word)) this.#parts.add(word);
  }

  device(given: unknown): void {
    const value = keyOf(given).replace(/\.$/, '');
    const [host = '', ...rest] = value.split('.');
    if (host === '' || /[\s/\\:@]/.test(value) || /^[\d.]+$/.test(value)) return;
    if (rest.length > 0) this.domain(rest.join('.'));
    if (!isSharedHost(host)) this.#devices.add(host);
  }

  /** A domain of the tenant's own: DNS or NetBIOS. One that is the name of a device is left to it. */
  domain(given: unknown): void {
    const value = keyOf(given).replace(/^\.+|\.+$/g, '');
    if (value === '' || isAuthority(value) || isPublicMail(value) || /[\s/\\:@]|^[\d.]+$/.test(value)) return;
    if (value.includes('.')) this.#domains.add(value);
    else if (!this.#devices.has(value)) this.#organisations.add(value);
  }

  tenant(given: unknown): void {
    const value = keyOf(given);
    if (value !== '' && value !== 'default' && !this.id(value)) this.#tenants.add(value);
  }

  /** A SID of a person or device, a GUID or a long hexadecimal id; false when it is none. */
  id(given: unknown): boolean {
    const value = keyOf(given);
    const is = personalSid.test(value) || (guid.test(value) && !/^[0-]+$/.test(value)) || longHex.test(value);
    if (is) this.#ids.add(value);
    return is;
  }

  /** An address of somebody, of which only the person is hidden when the domain is not the tenant's own. */
  mail(given: unknown): void {
    const value = keyOf(given);
    const at = value.lastIndexOf('@');
    if (at < 1 || this.#outsiders.has(value)) return;
    if (this.isOwn(value.slice(at + 1))) this.#person(value.slice(0, at));
    else this.#mails.add(value);
  }

  /** The address of a sender elsewhere, which is an indicator. */
  outsider(given: unknown): void {
    const value = keyOf(given);
    const at = value.lastIndexOf('@');
    if (at > 0 && !this.isOwn(value.slice(at + 1))) this.#outsiders.add(value);
  }

  /** Whether a domain is the tenant's own or below one. */
  isOwn(domain: string): boolean {
    const value = keyOf(domain);
    return this.#domains.has(value) || [...this.#domains].some((own) => value.endsWith(`.${own}`));
  }

  isOwnAuthority(name: string): boolean {
    const value = keyOf(name);
    return this.#organisations.has(value) || this.#devices.has(value) || this.#domains.has(value);
  }

  get ownDomains(): ReadonlySet<string> {
    return this.#domains;
  }

  #person(name: string): void {
    if (!isSharedAccount(name)) this.#people.add(name);
  }

  /** Where a word can only be the name of a person. */
  #places(name: string, to: string, organisation: (label: string) => string): NamePattern[] {
    const own = [...this.#domains].map((domain): [string, string] => [domain, domainLike(domain, organisation).to]);
    const before = [...own, ...[...this.#organisations].map((label): [string, string] => [label, organisation(label)])];
    return [
      ...homes.map((home) => [`${home}${name}`, `${home}${to}`]),
      ...own.map(([domain, other]) => [`${name}@${domain}`, `${to}@${other}`]),
      ...before.flatMap(([domain, other]) => ['\\', '\\\\'].map((slash) => [`${domain}${slash}${name}`, `${other}${slash}${to}`])),
    ].map(([from = '', other = '']) => ({ from, to: other, whole: true }));
  }

  /** The names found so far keep their order under their new names. Later ones have names of their own, and change nothing of these. */
  order(): void {
    const labels = [...this.#domains].flatMap((domain) => [domain, ...domain.split('.')]);
    const people = [...this.#people, ...[...this.#mails].map((address) => address.slice(0, address.lastIndexOf('@')))];
    this.#ordered = [['person', people], ['device', [...this.#devices]], ['organisation', [...this.#organisations, ...labels]], ['id', [...this.#ids]]];
  }

  /** What to look for, and what takes its place. `exact` are names only as the whole value of a field, `free` also as words of sentences. */
  patterns(given: NameDigest): { everywhere: NamePattern[]; exact: NamePattern[]; free: NamePattern[] } {
    const everywhere: NamePattern[] = [];
    const exact: NamePattern[] = [];
    const { digest, length } = this.#inOrder(given);
    const stem = (sort: NameSort, name: string): string => stemOf(digest(sort, name), length);
    const organisation = (label: string): string => `org-${stem('organisation', label)}`;
    const put = (from: string, to: string): void => {
      if (isEverydayWord(from)) exact.push({ from, to, whole: true });
      else everywhere.push({ from, to, whole: from.length < 5 || isPartOfWord(from) || /^[0-9a-f]+$/.test(from) });
    };
    for (const id of this.#ids) everywhere.push({ from: id, to: idLike(id, digest), whole: true });
    for (const domain of this.#domains) {
      const { to, tokens } = domainLike(domain, organisation);
      everywhere.push({ from: domain, to, whole: true });
      for (const token of tokens) put(token, organisation(token));
    }
    for (const host of this.#devices) put(host, deviceLike(host, stem));
    for (const name of this.#organisations) if (!this.#devices.has(name)) put(name, organisation(name));
    for (const name of this.#tenants) put(name, `tenant-${stem('tenant', name)}`);
    for (const name of this.#people) {
      const to = personLike(name, stem);
      put(name, to);
      if (isEverydayWord(name)) everywhere.push(...this.#places(name, to, organisation));
    }
    const others = new NameTrie(everywhere);
    for (const address of this.#mails) {
      const at = address.lastIndexOf('@');
      everywhere.push({ from: address, to: `${personLike(address.slice(0, at), stem)}@${others.replace(address.slice(at + 1))}`, whole: true });
    }
    const free = [...this.#parts, ...[...this.#people].filter((name) => name.length > 2 && isEverydayWord(name))].map((part) => ({ from: part, to: personLike(part, stem), whole: true }));
    return { everywhere, exact, free };
  }

  /**
   * The digests of names, given out so that they sort as the names do: what engines order by name stays in its order.
   * `length` is how many letters tell them apart.
   */
  #inOrder(digest: NameDigest): { digest: NameDigest; length: number } {
    const given = new Map(this.#ordered.flatMap(([sort, names]) => {
      const sorted = [...new Set(names)].sort();
      const digests = sorted.map((name) => digest(sort, name)).sort();
      return sorted.map((name, at): [string, string] => [`${sort} ${name}`, digests[at] ?? '']);
    }));
    let length = fewestLetters;
    while (new Set([...given].map(([key, hex]) => key.split(' ', 1)[0] + hex.slice(0, length))).size < given.size && length < 32) length++;
    return { digest: (sort, name) => given.get(`${sort} ${name}`) ?? digest(sort, name), length };
  }
}

/** The letters of a pseudonym. */
export function stemOf(digest: string, length = fewestLetters): string {
  return [...digest.slice(0, length)].map((digit) => letters[Number.parseInt(digit, 16)]).join('');
}

export function keyOf(given: unknown): string {
  return typeof given === 'string' && given.length <= 400 ? foldCase(given.trim().normalize('NFC')) : '';
}

function personLike(name: string, stem: (sort: NameSort, name: string) => string): string {
  const service = serviceAccount.exec(name)?.[1];
  const role = privileged.exec(service === undefined ? name : name.slice(service.length + 1));
  const rank = role?.[1] ?? role?.[2]?.replace(' ', '');
  return `${service ?? 'person'}-${stem('person', name)}${rank === undefined ? '' : `-${rank}`}`;
}

function deviceLike(host: string, stem: (sort: NameSort, name: string) => string): string {
  const [, end, start] = deviceRole.exec(host) ?? [];
  const role = end ?? start;
  return `device-${stem('device', host)}${role === undefined ? '' : `-${role}`}`;
}

/** A domain with every label replaced that not everybody has; where all are of that kind, the one before the last is. */
function domainLike(domain: string, organisation: (label: string) => string): { to: string; tokens: string[] } {
  const labels = domain.split('.');
  const tokens = labels.slice(0, -1).filter((label) => !isCommonLabel(label));
  if (tokens.length > 0) return { to: labels.map((label, at) => (at < labels.length - 1 && tokens.includes(label) ? organisation(label) : label)).join('.'), tokens };
  return { to: labels.map((label, at) => (at === labels.length - 2 ? organisation(domain) : label)).join('.'), tokens: [] };
}

/** Another id of the same form. */
function idLike(id: string, digest: NameDigest): string {
  if (id.startsWith('s-')) {
    const parts = id.split('-');
    const [domain, rid] = [parts.slice(0, -1).join('-'), Number(parts.at(-1))];
    const middle = numbers(digest('id', domain).repeat(2), parts.length - 5);
    return ['S', ...parts.slice(1, 4), ...middle, rid < 1_000 ? rid : 1_000 + (numbers(digest('id', id), 1)[0] ?? 0)].join('-');
  }
  const hex = digest('id', id);
  if (!id.includes('-')) return hex.slice(0, id.length);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function numbers(hex: string, count: number): number[] {
  return Array.from({ length: count }, (_, at) => Number.parseInt(hex.slice(at * 8, at * 8 + 8), 16));
}
