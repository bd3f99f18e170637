import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { FeedbackGiven } from '@attest/contracts';
import type { CaseInputState } from '../domain/case-input.js';
import type { CaseState } from '../domain/lesson-state.js';

/** A case made from a card with feedback. Who made and reviewed it is told here, never in the case. */
@Entity({ name: 'evaluation_case' })
export class EvaluationCaseEntity {
  @PrimaryColumn('text')
  tenant!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'card_id' })
  cardId!: string;

  @Column('text')
  kind!: string;

  @Column('text', { name: 'input_digest' })
  inputDigest!: string;

  @Column('text')
  state!: CaseState;

  @Column('jsonb')
  tags!: string[];

  @Column('jsonb')
  expected!: FeedbackGiven['corrections'];

  /** As it is exported, with pseudonyms; its input by the digest only. The input is in the column `input`, read when it is exported. */
  @Column('jsonb')
  body!: unknown;

  /** Whether the input is in the case, and why not. */
  @Column('text', { name: 'input_state' })
  inputState!: CaseInputState;

  @Column('text', { name: 'made_by_name' })
  madeByName!: string;

  @Column('text', { name: 'reviewer_name', nullable: true })
  reviewerName!: string | null;

  @Column('timestamptz', { name: 'reviewed_at', nullable: true })
  reviewedAt!: Date | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}
