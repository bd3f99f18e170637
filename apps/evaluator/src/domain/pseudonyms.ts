import { createHash, createHmac } from 'node:crypto';

const mail = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}.-]{1,190}\.[\p{L}]{2,24}/gu;

/**
 * Names for people and tenant that mean the same throughout one case and nothing outside of it: HMAC-SHA-256 of the name
 * under a key that only this installation can make, and only for this case.
 */
export class Pseudonyms {
  private readonly key: Buffer;

  /** `secret` is that of the installation, `caseId` the case the names are for. */
  constructor(secret: string, caseId: string) {
    this.key = createHmac('sha256', createHash('sha256').update(`attest evaluation case v1\0${secret}`).digest()).update(caseId).digest();
  }

  /** Such as `person-3f2a90c1d4`. Upper and lower case are one name. */
  of(sort: 'person' | 'tenant', name: string): string {
    return `${sort}-${createHmac('sha256', this.key).update(name.normalize('NFC').toLowerCase()).digest('hex').slice(0, 10)}`;
  }

  /** `value` with every text in it free of e-mail addresses and of the names given, however they are written. */
  scrub<T>(value: T, people: readonly string[]): T {
    const names = [...new Set(people.map((name) => name.trim()).filter((name) => name.length >= 3))].sort((a, b) => b.length - a.length);
    const known = names.length === 0 ? undefined : new RegExp(`(?<![\\p{L}\\p{N}])(?:${names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})(?![\\p{L}\\p{N}])`, 'giu');
    const text = (each: string): string => {
      const named = known === undefined ? each : each.replace(known, (name) => this.of('person', name));
      return named.replace(mail, (address) => this.of('person', address));
    };
    const walk = (each: unknown): unknown => {
      if (typeof each === 'string') return text(each);
      if (Array.isArray(each)) return each.map(walk);
      if (each !== null && typeof each === 'object') return Object.fromEntries(Object.entries(each).map(([key, inner]) => [key, walk(inner)]));
      return each;
    };
    return walk(value) as T;
  }
}
