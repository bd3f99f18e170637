import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CompositionArm, CompositionChanged, ComposedKind } from '@attest/contracts';

/** One revision of who composes the cards of a kind. The highest stands; none is ever changed. */
@Entity({ name: 'composition' })
export class CompositionEntity {
  @PrimaryColumn('text')
  tenant!: string;

  @PrimaryColumn('text')
  kind!: ComposedKind;

  @PrimaryColumn('int')
  revision!: number;

  @Column('jsonb', { nullable: true })
  current!: CompositionArm | null;

  @Column('jsonb', { nullable: true })
  canary!: CompositionChanged['canary'];

  /** The revision whose arms a roll-back brought back; 0 is the one before the first. */
  @Column('int', { nullable: true })
  restores!: number | null;

  @Column('text', { name: 'by_name' })
  byName!: string;

  @Column('text')
  reason!: string;

  @Column('timestamptz')
  at!: Date;
}
