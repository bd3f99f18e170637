import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { FeedbackGiven } from '@attest/contracts';

/** What one person says of a card version or a part of it: one row each, changed in place. Of a withdrawn one the texts are gone. */
@Entity({ name: 'feedback' })
export class FeedbackEntity {
  @PrimaryColumn('text')
  tenant!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'card_id' })
  cardId!: string;

  /** Empty for the whole card. */
  @Column('text')
  part!: string;

  @Column('text')
  subject!: string;

  @Column('text')
  name!: string;

  @Column('text')
  kind!: string;

  @Column('text', { name: 'subject_id' })
  subjectId!: string;

  @Column('text')
  composer!: string;

  /** Empty without a model. */
  @Column('text')
  model!: string;

  @Column('text')
  verdict!: FeedbackGiven['verdict'];

  @Column('jsonb')
  faults!: FeedbackGiven['faults'];

  @Column('text', { nullable: true })
  comment!: string | null;

  @Column('jsonb')
  corrections!: FeedbackGiven['corrections'];

  @Column('int')
  version!: number;

  @Column('boolean')
  withdrawn!: boolean;

  @Column('timestamptz')
  at!: Date;
}
