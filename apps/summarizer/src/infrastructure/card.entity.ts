import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { VerifiedCard } from '@attest/cards';

/** One version of a card. At most one per subject and kind is `current`; a partial unique index holds it. */
@Entity({ name: 'card' })
@Index(['tenant', 'kind', 'subjectId', 'version'], { unique: true })
export class CardEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  tenant!: string;

  @Column('text')
  kind!: string;

  @Column('text', { name: 'subject_id' })
  subjectId!: string;

  @Column('int', { name: 'subject_revision' })
  subjectRevision!: number;

  @Column('int')
  version!: number;

  @Column('boolean')
  current!: boolean;

  @Column('text')
  digest!: string;

  @Column('jsonb')
  body!: VerifiedCard;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}
