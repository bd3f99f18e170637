import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { GuidedResponse } from '@attest/response-engine';

/** One version of a guided response. At most one per incident is `current`; a partial unique index holds it. */
@Entity({ name: 'card' })
export class ResponseCardEntity {
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
  body!: GuidedResponse;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}
