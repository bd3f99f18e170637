import { BudgetExceeded } from '../../core/budget.js';
import type { Session } from './session.js';
import { join, type Unknown } from './unknown.js';

/** Joins two texts within the budget. Only the shorter one is charged, or text built step by step would cost its length at each step. */
export function concat(session: Session, left: string | Unknown, right: string | Unknown): string | Unknown {
  if (typeof left === 'string' && typeof right === 'string') {
    if (left.length + right.length > session.budget.limits.stringLength) throw new BudgetExceeded('stringLength');
    const added = Math.min(left.length, right.length);
    if (added > 256) session.budget.expand(added);
    return left + right;
  }
  return join(left, right);
}
