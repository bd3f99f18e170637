import { createHash } from 'node:crypto';
import type { CardVerifier, DroppedStatement } from '@attest/cards';
import { actsOn, canonicalJson, responseAction, validateActionParameters } from '@attest/security-model';
import type { ReasonStatement, Recommendation, RecommendationCategory, WithheldAction } from '../guided-response.js';
import { expectedEffects } from './effects.js';
import type { Proposal } from './proposal.js';

/** Recommendations that stand, and proposals that do not, with why. */
export interface Completed {
  recommendations: Recommendation[];
  withheld: WithheldAction[];
  dropped: DroppedStatement[];
}

/** Sentences of a reason. */
const mostReasons = 2;
/** Recommendations of one incident; a longer list is not read. */
const mostRecommendations = 30;

/**
 * Makes recommendations of proposals: the catalogue gives reversibility, undo, permission and preconditions; parameters are
 * checked against it; reasons are verified. What the catalogue refuses or no sentence carries is withheld. Sorted by weight.
 */
export function complete(proposals: readonly Proposal[], verifier: CardVerifier): Completed {
  const withheld: WithheldAction[] = [];
  const dropped: DroppedStatement[] = [];
  const found = new Map<string, { recommendation: Omit<Recommendation, 'priority'>; weight: number }>();
  for (const proposal of proposals) {
    const made = completeOne(proposal, verifier, dropped);
    if (typeof made === 'string') {
      withheld.push({ action: proposal.action, target: proposal.target, why: made });
      continue;
    }
    const known = found.get(made.id);
    if (!known || known.weight < proposal.weight) found.set(made.id, { recommendation: made, weight: proposal.weight });
  }
  const ordered = [...found.values()].sort(
    (a, b) =>
      Number(a.recommendation.status === 'alreadyDone') - Number(b.recommendation.status === 'alreadyDone') ||
      b.weight - a.weight ||
      (a.recommendation.id < b.recommendation.id ? -1 : 1),
  );
  return {
    recommendations: ordered.slice(0, mostRecommendations).map(({ recommendation }, index) => ({ ...recommendation, priority: index + 1 })),
    withheld,
    dropped,
  };
}

function completeOne(proposal: Proposal, verifier: CardVerifier, dropped: DroppedStatement[]): Omit<Recommendation, 'priority'> | string {
  const action = responseAction(proposal.action);
  const target = { type: proposal.target.type, id: proposal.target.id, name: proposal.target.name, ...(proposal.target.on ? { on: proposal.target.on } : {}) };
  if (action === undefined || action.neverSuggest) return 'The catalogue does not allow it to be suggested.';
  if (!actsOn(action, target.type)) return 'The action does not act on such a target.';
  const inputsNeeded = proposal.inputsNeeded ?? [];
  const [problem] = validateActionParameters(action.id, proposal.parameters, inputsNeeded);
  if (problem) return `The call would be refused at ${problem.path}: ${problem.reason}`;
  const statements = verified(proposal.reasons, verifier, dropped);
  if (statements.length === 0) return 'No sentence that gives its reason could be proven.';
  const destructive = action.reversible === false && action.disruption !== 'low' && action.disruption !== 'none';
  return {
    id: createHash('sha256')
      .update(canonicalJson([action.id, target.type, target.id, proposal.parameters]))
      .digest('hex')
      .slice(0, 24),
    category: categoryOf(action.category),
    action: action.id,
    target,
    parameters: proposal.parameters,
    inputsNeeded,
    reason: statements.map(({ text }) => text).join(' '),
    statements,
    facts: [...new Set(statements.flatMap(({ facts }) => facts))],
    expectedEffect: expectedEffects[action.id] ?? action.effect ?? action.title,
    reversible: action.reversible ?? false,
    undo: action.undo ?? null,
    undoNote: action.undoNote ?? (action.undo === undefined && action.reversible === undefined ? 'There is nothing to take back.' : null),
    requiresApproval: proposal.requiresApproval ?? (destructive || action.disruption === 'high' || action.disruption === 'medium'),
    destructive,
    disruption: action.disruption,
    permission: action.permission,
    preconditions: [...action.preconditions],
    status: proposal.doneBy ? 'alreadyDone' : 'proposed',
    ...(proposal.doneBy ? { doneBy: proposal.doneBy } : {}),
    ...(proposal.warning === undefined ? {} : { warning: proposal.warning }),
    rule: proposal.rule,
  };
}

function verified(reasons: readonly ReasonStatement[], verifier: CardVerifier, dropped: DroppedStatement[]): ReasonStatement[] {
  const kept: ReasonStatement[] = [];
  for (const { text, facts } of reasons) {
    if (kept.length === mostReasons) break;
    if (kept.some((other) => other.text === text)) continue;
    const cited = [...new Set(facts)];
    const verdict = verifier.statement({ text, facts: cited, section: 'story' });
    if (verdict.supported) kept.push({ text, facts: cited });
    else dropped.push({ text, facts: cited, reason: verdict.reason ?? 'The statement is not supported.', atoms: verdict.unsupported });
  }
  return kept;
}

function categoryOf(category: string): RecommendationCategory {
  return category === 'triage' || category === 'containment' || category === 'investigation' ? category : 'remediation';
}
