import { roles, type Identity, type Role } from '@attest/identity';
import { responseAction } from '@attest/security-model';
import { ResponderError, ResponderErrorCode } from './responder.error.js';

/** What has to be so before an action may be approved. */
export interface ApprovalRules {
  fourEyes: 'off' | 'destructive' | 'all';
  /** Roles of single actions in place of the usual ones. */
  roles: Readonly<Record<string, Role>>;
}

/**
 * The role an action needs: `hunter` for what changes nothing in the tenant but the incident (triage, hunting), `admin` for
 * administration, `responder` for everything else; a setting overrides single actions.
 */
export function roleFor(action: string, rules: ApprovalRules): Role {
  const set = Object.hasOwn(rules.roles, action) ? rules.roles[action] : undefined;
  if (set !== undefined) return set;
  const known = responseAction(action);
  if (known?.category === 'administration' || known?.neverSuggest === true) return 'admin';
  return known?.category === 'triage' || action === 'huntForRelated' ? 'hunter' : 'responder';
}

/** Whether an identity has a role; each role includes the ones before it. */
export function holds(identity: Pick<Identity, 'roles'>, role: Role): boolean {
  return identity.roles.some((held) => roles.indexOf(held) >= roles.indexOf(role));
}

/** @throws ResponderError RoleMissing */
export function requireRole(identity: Pick<Identity, 'roles'>, role: Role): void {
  if (!holds(identity, role)) throw new ResponderError(ResponderErrorCode.RoleMissing, `This needs the role ${role}.`);
}

/** Whether two people have to approve. */
export function needsTwo(destructive: boolean, rules: ApprovalRules): boolean {
  return rules.fourEyes === 'all' || (rules.fourEyes === 'destructive' && destructive);
}

/** Title of an action for people. */
export function titleOf(action: string, reverse: boolean): string {
  const title = responseAction(action)?.title ?? action;
  return reverse ? `Take back: ${title.charAt(0).toLowerCase()}${title.slice(1)}` : title;
}
