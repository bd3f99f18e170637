import { createHash, createHmac } from 'node:crypto';
import { stemOf, type NameSort } from '@attest/evaluation-engine';

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

  /** Such as `person-kdqfhr`. Upper and lower case are one name. */
  of(sort: 'person' | 'tenant', name: string): string {
    return `${sort}-${stemOf(this.digest(sort, name))}`;
  }

  /** What `Renaming` of @attest/evaluation-engine makes names of. */
  digest(sort: NameSort, name: string): string {
    return createHmac('sha256', this.key).update(`${sort}\0${name.normalize('NFC').toLowerCase()}`).digest('hex');
  }
}
