import type { Identity, Role } from '@attest/identity';
import type { ActionParameter } from '@attest/response-engine';
import { responseAction, validateActionParameters } from '@attest/security-model';
import type { EntityManager } from 'typeorm';
import type { Decision } from '../domain/action.js';
import { holds, needsTwo, roleFor, titleOf, type ApprovalRules } from '../domain/action-rules.js';
import { stateSentence } from '../domain/action-state.js';
import { approvalHash } from '../domain/approval.js';
import { badInput, ResponderError, ResponderErrorCode } from '../domain/responder.error.js';
import type { ActionEntity } from '../infrastructure/action.entity.js';
import { actorOf, type ActionLedger } from './action-ledger.js';
import type { ConnectorRegistry } from './connector-registry.js';

/** One person's approval of one action. */
export interface Approval {
  actionId: string;
  /** `approvalHash` of the action as it was shown. */
  hash: string;
  reason: string | null;
  /** Inputs only a person can give. */
  inputs: Record<string, string>;
}

/** What an approval would do. */
export interface ApprovalPlan {
  connector: string;
  /** It is approved then; false when another person has to approve too. */
  final: boolean;
  sentence: string;
}

/** Checks approvals and writes them down. Works on an action its caller has locked. */
export class ApprovalDesk {
  constructor(
    private readonly ledger: ActionLedger,
    private readonly connectors: ConnectorRegistry,
    private readonly rules: ApprovalRules,
  ) {}

  /** What is needed to approve an action. */
  demandsOf(action: ActionEntity): { role: Role; needsReason: boolean; needsTwo: boolean; inputs: string[] } {
    return { role: roleFor(action.action, this.rules), needsReason: action.destructive || action.undoes !== null, needsTwo: needsTwo(action.destructive, this.rules), inputs: neededInputs(action) };
  }

  /** What stands in the way of a person's approval of an action as it is, whatever they would give; null when nothing does. */
  refusalOf(identity: Identity, action: ActionEntity, newestRevision: number): { code: string; sentence: string } | null {
    const { role } = this.demandsOf(action);
    if (!holds(identity, role)) return { code: ResponderErrorCode.RoleMissing, sentence: `This needs the role ${role}.` };
    if (action.state !== 'PROPOSED') return { code: ResponderErrorCode.WrongState, sentence: stateSentence[action.state] };
    const stale = staleness(action, newestRevision);
    if (stale !== null) return { code: ResponderErrorCode.StaleApproval, sentence: stale };
    if (this.demandsOf(action).needsTwo && action.approvals.some(({ subject }) => subject === identity.subject)) return { code: ResponderErrorCode.SecondPersonNeeded, sentence: 'You have approved it. Another person has to approve too.' };
    return null;
  }

  /** What an approval would do. @throws ResponderError as {@link approve} */
  async plan(manager: EntityManager, row: ActionEntity, identity: Identity, approval: Approval): Promise<ApprovalPlan> {
    const { connector } = this.connectors.route(row.action, row.reverse);
    if (this.approvedBefore(row, approval)) return { connector: row.connector ?? connector, final: true, sentence: `It is approved already. ${stateSentence[row.state]}` };
    const parameters = await this.check(manager, row, identity, approval);
    const final = this.isFinal(row, approvalHash({ ...row, parameters }), identity);
    const what = `${titleOf(row.action, row.reverse)}: ${row.target.name}`;
    return { connector, final, sentence: final ? `${what}. ${connector === 'manual' ? 'A person does it and records it.' : `Sent to ${connector}.`}` : `${what}. Waits for the approval of another person.` };
  }

  /** @throws ResponderError StaleApproval, WrongState, ReasonMissing, SecondPersonNeeded, InputMissing, BadInput */
  async approve(manager: EntityManager, row: ActionEntity, identity: Identity, approval: Approval): Promise<ActionEntity> {
    if (this.approvedBefore(row, approval)) return row;
    const parameters = await this.check(manager, row, identity, approval);
    const hash = approvalHash({ ...row, parameters });
    const final = this.isFinal(row, hash, identity);
    Object.assign(row, { parameters, approvalHash: hash });
    if (final) return this.queue(manager, row, identity, approval.reason);
    const decision = decisionOf(identity, approval.reason, hash);
    const waiting = { code: 'AWAITS_SECOND_PERSON' as const, sentence: `${identity.name} approved it. Another person has to approve too.`, since: decision.at };
    return this.ledger.note(manager, row, 'action.firstApproved', { actor: actorOf(identity), reason: approval.reason, details: { approvalHash: hash, parameters }, patch: { approvals: [decision], waiting } });
  }

  /** Approves for good: from here on it is the executor's. */
  queue(manager: EntityManager, row: ActionEntity, identity: Identity, reason: string | null): Promise<ActionEntity> {
    const { connector, idempotency } = row.state === 'UNKNOWN' && row.connector !== null && row.idempotency !== null ? { connector: row.connector, idempotency: row.idempotency } : this.connectors.route(row.action, row.reverse);
    const decision = decisionOf(identity, reason, row.approvalHash);
    const waiting = { code: 'QUEUED' as const, sentence: 'The action goes out now.', since: decision.at };
    return this.ledger.move(manager, row, 'APPROVED', {
      actor: actorOf(identity),
      reason,
      details: { approvalHash: row.approvalHash, parameters: row.parameters, context: row.context, connector, idempotency, run: row.run },
      patch: { approvals: [...row.approvals, decision], connector, idempotency, waiting, nextAttemptAt: new Date(), lease: null, leaseUntil: null, outcome: null },
    });
  }

  /** @throws ResponderError StaleApproval when the action is not what was shown, or the incident has gone on */
  async requireFresh(manager: EntityManager, row: ActionEntity, hash: string): Promise<void> {
    const stale = staleness(row, await this.newestRevision(manager, row.tenant, row.incidentId, row.incidentRevision));
    if (stale !== null) throw new ResponderError(ResponderErrorCode.StaleApproval, stale);
    if (hash !== row.approvalHash) throw new ResponderError(ResponderErrorCode.StaleApproval, 'The action is not as it was shown to you any more. Look at it again and approve what you see.');
  }

  /** The newest revision of an incident this service knows. */
  async newestRevision(manager: EntityManager, tenant: string, incidentId: string, fallback: number): Promise<number> {
    const [subject] = await manager.query<{ revision: number }[]>('SELECT revision FROM responder.subject WHERE tenant = $1 AND incident_id = $2', [tenant, incidentId]);
    return subject?.revision ?? fallback;
  }

  private approvedBefore(row: ActionEntity, { hash }: Approval): boolean {
    return ['APPROVED', 'INTENT', 'SENT', 'CONFIRMED'].includes(row.state) && row.approvals.some((each) => each.hash === hash);
  }

  /** Everything but the number of people. Gives the parameters with what a person gave. */
  private async check(manager: EntityManager, row: ActionEntity, identity: Identity, { hash, reason, inputs }: Approval): Promise<Record<string, ActionParameter>> {
    if (row.state !== 'PROPOSED') throw new ResponderError(ResponderErrorCode.WrongState, `${stateSentence[row.state]} It cannot be approved now.`);
    await this.requireFresh(manager, row, hash);
    const demands = this.demandsOf(row);
    if (demands.needsReason && reason === null) throw new ResponderError(ResponderErrorCode.ReasonMissing, 'This action has consequences: give a reason for it. It goes into the audit log.');
    if (demands.needsTwo && row.approvals.some(({ subject }) => subject === identity.subject)) throw new ResponderError(ResponderErrorCode.SecondPersonNeeded, 'You have approved it. Another person has to approve too.');
    return parametersWith(row, demands.inputs, inputs);
  }

  private isFinal(row: ActionEntity, hash: string, { subject }: Identity): boolean {
    return !needsTwo(row.destructive, this.rules) || row.approvals.some((each) => each.subject !== subject && each.hash === hash);
  }
}

/** Why an action is not what should be approved now, or null. */
function staleness(row: ActionEntity, newestRevision: number): string | null {
  if (row.withdrawn) return 'The incident has changed, and this action is not recommended any more.';
  if (newestRevision > row.incidentRevision) return `The incident has changed since (revision ${row.incidentRevision} is now ${newestRevision}). Wait for the new recommendation and approve that.`;
  return null;
}

/** Secrets are never asked for: Attest would have to keep them. */
function neededInputs(action: ActionEntity): string[] {
  const inputs = responseAction(action.action)?.inputs ?? {};
  return (action.recommendation?.inputsNeeded ?? []).filter((name) => inputs[name]?.type !== 'secret' && action.parameters[name] === undefined);
}

function parametersWith(row: ActionEntity, needed: readonly string[], inputs: Record<string, string>): Record<string, ActionParameter> {
  const unknown = Object.keys(inputs).find((name) => !needed.includes(name));
  if (unknown !== undefined) throw badInput(`This action takes no input ${unknown.slice(0, 60)} from you.`);
  const missing = needed.find((name) => !inputs[name]?.trim());
  if (missing !== undefined) throw new ResponderError(ResponderErrorCode.InputMissing, `This action needs the input ${missing} from you.`);
  const parameters = { ...row.parameters, ...inputs };
  const [problem] = row.reverse ? [] : validateActionParameters(row.action, parameters, neverStored(row.action));
  if (problem !== undefined) throw badInput(`${problem.path}: ${problem.reason}`);
  return parameters;
}

function neverStored(action: string): string[] {
  return Object.entries(responseAction(action)?.inputs ?? {}).filter(([, { type }]) => type === 'secret').map(([name]) => name);
}

function decisionOf({ subject, name }: Identity, reason: string | null, hash: string): Decision {
  return { subject, name, at: new Date().toISOString(), reason, hash };
}
