import { roles, type Identity, type Role } from '@attest/identity';
import { EvaluatorError, EvaluatorErrorCode } from './evaluator.error.js';

/** Whether an identity has a role; each role includes the ones before it. */
export function holds(identity: Pick<Identity, 'roles'>, role: Role): boolean {
  return identity.roles.some((held) => roles.indexOf(held) >= roles.indexOf(role));
}

/** @throws EvaluatorError RoleMissing */
export function requireRole(identity: Pick<Identity, 'roles'>, role: Role): void {
  if (!holds(identity, role)) throw new EvaluatorError(EvaluatorErrorCode.RoleMissing, `This needs the role ${role}.`);
}
