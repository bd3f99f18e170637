import type { MergedEntity } from '@attest/security-model';

/** What the product did about an entity, by the remediation status of its evidence. Prevented counts as blocked; `waiting` holds an action that waits for approval, `open` what it left as it is. */
export type Handling = 'remediated' | 'blocked' | 'running' | 'waiting' | 'declined' | 'partly' | 'open';

const byStatus: Readonly<Record<string, Handling>> = {
  remediated: 'remediated', blocked: 'blocked', prevented: 'blocked', running: 'running', pendingapproval: 'waiting', declined: 'declined', partiallyremediated: 'partly', active: 'open', unremediated: 'open',
};

/** What is least finished tells: one copy of a file that is still active outweighs nine that are gone. */
const leastFinishedFirst: readonly Handling[] = ['open', 'declined', 'waiting', 'partly', 'running', 'blocked', 'remediated'];

/** How the product handled an entity; undefined when its evidence tells nothing. Where records differ, the least finished counts. */
export function handlingOf({ remediationStatuses }: Pick<MergedEntity, 'remediationStatuses'>): Handling | undefined {
  const found = new Set(remediationStatuses.map((status) => byStatus[status.toLowerCase()]));
  return leastFinishedFirst.find((handling) => found.has(handling));
}
