import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { EvaluationResult } from '@attest/evaluation-runner/files';
import type { EvaluationRunState } from '../domain/evaluation-run.js';

/** A run that somebody asked for, or the result of one that was made elsewhere. */
@Entity({ name: 'evaluation_run' })
export class EvaluationRunEntity {
  @PrimaryColumn('text')
  tenant!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  state!: EvaluationRunState;

  /** Made elsewhere, such as in CI. */
  @Column('boolean')
  imported!: boolean;

  @Column('jsonb')
  sets!: string[];

  @Column('jsonb')
  candidates!: string[];

  @Column('int')
  repeat!: number;

  @Column('text', { name: 'asked_by_name' })
  askedByName!: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'started_at', nullable: true })
  startedAt!: Date | null;

  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt!: Date | null;

  @Column('int')
  done!: number;

  /** 0 until the cases are counted. */
  @Column('int')
  total!: number;

  /** How often it was begun; what a service that stops puts back is not counted. */
  @Column('int')
  attempts!: number;

  /** The process that makes it, and when that last gave a sign of life. */
  @Column('uuid', { nullable: true })
  owner!: string | null;

  @Column('timestamptz', { name: 'heartbeat_at', nullable: true })
  heartbeatAt!: Date | null;

  /** Why it failed, in a sentence. */
  @Column('text', { nullable: true })
  problem!: string | null;

  /** When the result came to be, by the result itself. */
  @Column('timestamptz', { nullable: true })
  at!: Date | null;

  @Column('text', { nullable: true })
  version!: string | null;

  @Column('text', { name: 'commit_hash', nullable: true })
  commit!: string | null;

  /** Of an imported result: the same one is stored once. */
  @Column('text', { nullable: true })
  digest!: string | null;

  @Column('jsonb', { nullable: true })
  result!: EvaluationResult | null;
}
