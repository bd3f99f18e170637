import type { ActionTarget, GuidedResponse, Recommendation } from '@attest/response-engine';
import { responseAction, validateActionParameters } from '@attest/security-model';

/** An action on something. `target` is a name, an id, a part of either longer than five characters, or `*` for anything. */
export interface TargetedAction {
  action: string;
  target: string;
}

/** What is right to do about an incident. */
export interface ExpectedActions {
  actions?: readonly (TargetedAction & { alternatives?: readonly string[] })[];
  /** Actions that are neither asked for nor wrong. */
  acceptable?: readonly string[];
  /** Actions that do harm here. */
  forbidden?: readonly TargetedAction[];
  /** Actions that are right only when they need an approval and say what breaks. */
  needsSeniorApproval?: readonly TargetedAction[];
}

/** How a response compares with what is right. Lists name `action target`. */
export interface ActionScore {
  precision: number;
  recall: number;
  f1: number;
  /** Normalised discounted cumulative gain over the first five that are neither tolerated nor done. */
  ndcg5: number;
  harm: string[];
  /** Share that is valid against the catalogue, has its target in the evidence and shows its undo. */
  executable: number;
  missed: string[];
  extra: string[];
}

const acting = new Set(['containment', 'remediation']);
const nameOf = ({ action, target }: Recommendation): string => `${action} ${target.name}`;

/** Whether a recommended target is the one meant. */
export function isTarget(wanted: string, { id, name, type }: ActionTarget): boolean {
  const text = wanted.toLowerCase();
  if (text === '*' || text.startsWith('malicious messages')) return text === '*' || type === 'message';
  const names = [id, name].map((value) => value.toLowerCase());
  return names.some((value) => value === text || (text.length > 5 && value.includes(text))) || (name.includes('@') && name.toLowerCase().split('@')[0] === text);
}

/** Compares the recommendations of a response with what is right. `evidenceText` is the incident as JSON in lower case. */
export function scoreActions({ recommendations }: GuidedResponse, expected: ExpectedActions, evidenceText: string): ActionScore {
  const { actions = [], acceptable = [], needsSeniorApproval = [] } = expected;
  const proposed = recommendations.filter(({ category, status }) => category !== 'triage' && status !== 'alreadyDone');
  const taken = new Set<number>();
  const hits = proposed.map(({ action, target }) => {
    const place = actions.findIndex((want, index) => !taken.has(index) && (want.action === action || (want.alternatives ?? []).includes(action)) && isTarget(want.target, target));
    if (place >= 0) taken.add(place);
    return place >= 0;
  });
  const tolerated = proposed.map(({ action, target, requiresApproval, warning }, index) => !hits[index] && (acceptable.includes(action) || actions.some((want) => [want.action, ...(want.alternatives ?? [])].includes(action) && isTarget(want.target, target)) || needsSeniorApproval.some((want) => want.action === action && isTarget(want.target, target) && requiresApproval && warning !== undefined)));
  const counted = proposed.filter((_, index) => !tolerated[index]).length;
  const found = hits.filter(Boolean).length;
  const precision = counted === 0 ? 1 : found / counted;
  const recall = actions.length === 0 ? 1 : found / actions.length;
  const gain = (index: number): number => 1 / Math.log2(index + 2);
  const gains = hits.filter((_, index) => !tolerated[index]).slice(0, 5).map((hit, index) => (hit ? gain(index) : 0));
  const ideal = Array.from({ length: Math.min(5, actions.length) }, (_, index) => gain(index)).reduce((a, b) => a + b, 0);
  return {
    precision,
    recall,
    f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
    ndcg5: ideal === 0 ? 1 : gains.reduce((a, b) => a + b, 0) / ideal,
    harm: recommendations.filter((one) => isHarmful(one, expected)).map(nameOf),
    executable: recommendations.length === 0 ? 1 : recommendations.filter((one) => isExecutable(one, evidenceText)).length / recommendations.length,
    missed: actions.filter((_, index) => !taken.has(index)).map(({ action, target }) => `${action} ${target}`),
    extra: proposed.filter((_, index) => !hits[index] && !tolerated[index]).map(nameOf),
  };
}

function isHarmful({ action, target, requiresApproval, warning }: Recommendation, { forbidden = [], needsSeniorApproval = [] }: ExpectedActions): boolean {
  if (forbidden.some((bad) => bad.action === action && isTarget(bad.target, target))) return true;
  if (action === 'offboardDevice' || responseAction(action)?.neverSuggest) return true;
  return needsSeniorApproval.some((want) => want.action === action && isTarget(want.target, target)) && !(requiresApproval && warning);
}

function isExecutable({ action, target, parameters, inputsNeeded, undo, undoNote, reversible }: Recommendation, evidenceText: string): boolean {
  const known = [target.id, target.name].some((value) => evidenceText.includes(value.toLowerCase().split(' and ')[0] as string));
  return known && validateActionParameters(action, parameters, inputsNeeded).length === 0 && (!reversible || undo !== null || undoNote !== null);
}

/** Recommendations that contain or remediate, as `action target`: of a harmless incident there must be none. */
export function containingActions({ recommendations }: GuidedResponse): string[] {
  return recommendations.filter(({ category }) => acting.has(category)).map(nameOf);
}
