import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { GuidebookFormat, GuidebookSection } from '@attest/guidebook-reader';
import type { GuidebookState } from '../domain/guidebook-state.js';

/** Who brought a guide into a state, and when (ISO 8601 UTC). */
export interface GuidebookStep {
  state: GuidebookState;
  subject: string;
  name: string;
  at: string;
}

/** A guide of the tenant as it was read. Of a deleted one the texts are gone. A partial unique index holds one per content. */
@Entity({ name: 'guidebook' })
export class GuidebookEntity {
  @PrimaryColumn('text')
  tenant!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  title!: string;

  @Column('text', { name: 'file_name' })
  fileName!: string;

  @Column('text')
  format!: GuidebookFormat;

  @Column('int')
  bytes!: number;

  @Column('text')
  sha256!: string;

  @Column('text')
  state!: GuidebookState;

  @Column('int')
  version!: number;

  @Column('jsonb')
  sections!: GuidebookSection[];

  @Column('jsonb')
  warnings!: string[];

  /** Oldest first. */
  @Column('jsonb')
  history!: GuidebookStep[];

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at' })
  updatedAt!: Date;
}
