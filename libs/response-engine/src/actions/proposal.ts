import { tacticRank, type MergedEntity } from '@attest/security-model';
import type { AlertFact, EntityFact } from '@attest/incident-engine';
import type { ActionParameter, ActionTarget, DoneBefore, ReasonStatement, WithheldAction } from '../guided-response.js';
import { rolesIn, spoken, type Scene } from '../scene/scene.js';
import type { AlertJudgement } from '../triage/alert-verdicts.js';

/** An action that a rule proposes; the desk completes it from the catalogue, checks it and verifies its reason. */
export interface Proposal {
  action: string;
  target: ActionTarget;
  parameters: Record<string, ActionParameter>;
  inputsNeeded?: string[];
  /** Sentences; the first that holds is enough. */
  reasons: ReasonStatement[];
  /** What it matters for the incident; the highest comes first. */
  weight: number;
  rule: string;
  warning?: string;
  doneBy?: DoneBefore;
  /** Overrides what the grade of disruption says. */
  requiresApproval?: boolean;
}

/** What rules for actions work on. */
export interface Case {
  scene: Scene;
  judged: readonly AlertJudgement[];
  /** Alerts judged true. */
  trueAlerts: readonly AlertFact[];
  trueIds: ReadonlySet<string>;
  proposals: Proposal[];
  withheld: WithheldAction[];
}

/** Text that goes into `Comment` of a Defender call. */
export function commentFor(scene: Scene): string {
  return `Guided response of Attest for incident ${scene.input.incident.id}.`;
}

/** Entities of a type that true alerts name, weightiest first. */
export function entitiesOfTrue({ scene, trueIds }: Case, ...types: string[]): EntityFact[] {
  return scene.set.entities.filter(
    ({ entity }) => types.includes(entity.type) && entity.attributes['wellKnown'] !== 'true' && entity.alertIds.some((id) => trueIds.has(id)),
  );
}

/** True alerts that name the entity, and those of high severity among them. */
export function alertsNaming({ scene, trueIds }: Case, entity: MergedEntity): { all: AlertFact[]; high: AlertFact[] } {
  const all = entity.alertIds
    .map((id) => (trueIds.has(id) ? scene.alerts.get(id) : undefined))
    .filter((alert) => alert !== undefined)
    .sort((a, b) => (a.at ?? Infinity) - (b.at ?? Infinity) || (a.alert.id < b.alert.id ? -1 : 1));
  return { all, high: all.filter(({ alert }) => alert.severity === 'high') };
}

/** Whether the entity has a role in evidence of a true alert. */
export function hasRole(caseOf: Case, entity: MergedEntity, pattern: RegExp): boolean {
  if (!entity.roles.some((role) => pattern.test(role)) && !entity.detailedRoles.some((role) => pattern.test(role))) return false;
  return alertsNaming(caseOf, entity).all.some((alert) => rolesIn(caseOf.scene, entity, alert).some((role) => pattern.test(role)));
}

/** "3 alerts name x, 2 of them of high severity", and the fact of the counts. */
export function countReason(caseOf: Case, { entity, fact }: Pick<EntityFact, 'entity' | 'fact'>): ReasonStatement {
  const { all, high } = alertsNaming(caseOf, entity);
  const counts = caseOf.scene.desk.derive('entity.counts', 'true alerts that name the entity', [fact.id, ...all.map((alert) => alert.fact.id)], {
    entity: entity.value,
    alerts: all.length,
    highSeverityAlerts: high.length,
    severity: high.length > 0 ? 'high' : undefined,
  });
  const [only] = all;
  if (all.length === 1 && only) return { text: `The alert "${only.alert.title ?? ''}" names ${spoken(entity)}.`, facts: [only.fact.id, fact.id] };
  const grave = high.length === 0 ? '' : high.length === all.length ? ', all with high severity' : `, ${high.length} with high severity`;
  return { text: `${all.length} alerts name ${spoken(entity)}${grave}.`, facts: [counts, fact.id, ...all.slice(0, 5).map((alert) => alert.fact.id)] };
}

/** The alert that speaks loudest about an entity: one that fits the action, else the gravest, else the latest in an attack. */
export function tellingReason(caseOf: Case, { entity, fact }: Pick<EntityFact, 'entity' | 'fact'>, fitting: RegExp = /(?!)/): ReasonStatement | undefined {
  const fits = ({ alert }: AlertFact): number => (fitting.test(`${alert.title ?? ''} ${alert.mitreTechniques.join(' ')}`) ? 1 : 0);
  const graver = (a: AlertFact, b: AlertFact): number =>
    fits(b) - fits(a) || gravity(b) - gravity(a) || tacticRank(b.tactic ?? '') - tacticRank(a.tactic ?? '') || (a.alert.id < b.alert.id ? -1 : 1);
  const [alert] = alertsNaming(caseOf, entity)
    .all.filter(({ alert: { title } }) => title !== undefined && !title.includes('"'))
    .sort(graver);
  return alert && { text: `The alert "${alert.alert.title ?? ''}" names ${spoken(entity)}.`, facts: [alert.fact.id, fact.id] };
}

function gravity({ alert: { severity } }: AlertFact): number {
  return { high: 3, medium: 2, low: 1 }[String(severity)] ?? 0;
}

/** The sentence for a role or verdict that the product gave. */
export function gradeReason({ entity, fact }: Pick<EntityFact, 'entity' | 'fact'>): ReasonStatement | undefined {
  const role = entity.roles.find((name) => /^(?:compromised|attacker|commandAndControl|policyViolator)$/i.test(name));
  if (role !== undefined) return { text: `The product gives ${entity.value} the role ${role}.`, facts: [fact.id] };
  if (entity.verdict === 'malicious' || entity.verdict === 'suspicious')
    return { text: `The product calls ${spoken(entity)} ${entity.verdict}.`, facts: [fact.id] };
  return undefined;
}

/** Who took care of an entity, by its remediation status; undefined when nobody did. */
export function doneBefore(entity: MergedEntity, what: string): DoneBefore | undefined {
  const open = entity.remediationStatuses.filter((status) => !/^(?:none|unknown|notFound)$/i.test(status));
  if (
    open.length === 0 ||
    !open.every((status) => /^(?:remediated|prevented|blocked)$/i.test(status)) ||
    entity.remediationStatuses.some((status) => /^(?:active|unremediated|partiallyRemediated|pendingApproval|declined|running)$/i.test(status))
  )
    return undefined;
  return { by: 'automated remediation', what: `${what} (${open[0]})` };
}
