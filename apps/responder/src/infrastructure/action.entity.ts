import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ActionState } from '@attest/contracts';
import type { ActionParameter, ActionTarget, Recommendation } from '@attest/response-engine';
import type { ActionContext, Decision, IdempotencyClass, ManualRecord, Outcome, Waiting } from '../domain/action.js';

/** One response action: what it is, where it stands, and everything that is known of carrying it out. */
@Entity({ name: 'action' })
export class ActionEntity {
  @PrimaryColumn('text')
  tenant!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('text', { name: 'incident_id' })
  incidentId!: string;

  @Column('int', { name: 'incident_revision' })
  incidentRevision!: number;

  /** Of the recommendation it came from; null for one that takes another back. */
  @Column('text', { name: 'recommendation_id', nullable: true })
  recommendationId!: string | null;

  @Column('jsonb', { nullable: true })
  recommendation!: Recommendation | null;

  @Column('text')
  action!: string;

  @Column('boolean')
  reverse!: boolean;

  @Column('text')
  category!: string;

  @Column('jsonb')
  target!: ActionTarget;

  @Column('jsonb')
  parameters!: Record<string, ActionParameter>;

  @Column('jsonb')
  context!: ActionContext;

  @Column('boolean')
  destructive!: boolean;

  @Column('int')
  priority!: number;

  /** The newest card of the incident does not recommend it any more. */
  @Column('boolean')
  withdrawn!: boolean;

  @Column('char', { name: 'approval_hash', length: 64 })
  approvalHash!: string;

  @Column('text')
  state!: ActionState;

  @Column('int')
  version!: number;

  @Column('uuid', { nullable: true })
  undoes!: string | null;

  @Column('uuid', { name: 'undone_by', nullable: true })
  undoneBy!: string | null;

  @Column('jsonb')
  approvals!: Decision[];

  @Column('jsonb', { nullable: true })
  declined!: Decision | null;

  @Column('jsonb', { nullable: true })
  record!: ManualRecord | null;

  @Column('text', { nullable: true })
  connector!: string | null;

  @Column('text', { nullable: true })
  idempotency!: IdempotencyClass | null;

  /** Counts approvals that mean a new order: the key of an order is the action and its run. */
  @Column('int')
  run!: number;

  @Column('int')
  attempts!: number;

  /** A call may have been made whose outcome is not written down. */
  @Column('boolean', { name: 'call_open' })
  callOpen!: boolean;

  @Column('text', { nullable: true })
  reference!: string | null;

  @Column('jsonb', { nullable: true })
  result!: Record<string, unknown> | null;

  @Column('jsonb', { nullable: true })
  outcome!: Outcome | null;

  @Column('jsonb', { nullable: true })
  waiting!: Waiting | null;

  @Column('timestamptz', { name: 'next_attempt_at', nullable: true })
  nextAttemptAt!: Date | null;

  @Column('timestamptz', { name: 'lease_until', nullable: true })
  leaseUntil!: Date | null;

  @Column('uuid', { nullable: true })
  lease!: string | null;

  @Column('bigint', { name: 'audit_sequence', transformer: { to: (value: number) => value, from: (value: string | null) => Number(value ?? 0) } })
  auditSequence!: number;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at' })
  updatedAt!: Date;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;
}
