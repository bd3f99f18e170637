import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { LessonState } from '../domain/lesson-state.js';

/** A lesson somebody proposed. */
@Entity({ name: 'lesson' })
export class LessonEntity {
  @PrimaryColumn('text')
  tenant!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  text!: string;

  @Column('text', { nullable: true })
  kind!: string | null;

  @Column('text', { nullable: true })
  tag!: string | null;

  @Column('uuid', { name: 'card_id', nullable: true })
  cardId!: string | null;

  @Column('text')
  state!: LessonState;

  @Column('text', { name: 'author_subject' })
  authorSubject!: string;

  @Column('text', { name: 'author_name' })
  authorName!: string;

  @Column('timestamptz', { name: 'expires_at', nullable: true })
  expiresAt!: Date | null;

  @Column('text', { name: 'reviewer_name', nullable: true })
  reviewerName!: string | null;

  @Column('text', { nullable: true })
  reason!: string | null;

  @Column('timestamptz', { name: 'reviewed_at', nullable: true })
  reviewedAt!: Date | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}
