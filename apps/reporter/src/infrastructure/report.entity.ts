import type { Provenance } from '@attest/cards';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ReportBasis } from '../domain/report-basis.js';

/** A statement of the card of a report. */
export interface ReportStatement {
  text: string;
  facts: string[];
  section: string;
}

/** One version of the report of an incident. Its id is the engine's: a digest of its content, so the same report is kept once. */
@Entity({ name: 'report' })
export class ReportEntity {
  @PrimaryColumn('text')
  tenant!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('text', { name: 'incident_id' })
  incidentId!: string;

  @Column('int')
  revision!: number;

  /** Counts the reports of this incident from 1. */
  @Column('int')
  version!: number;

  @Column('text')
  title!: string;

  @Column('text')
  language!: string;

  @Column('text')
  tlp!: string;

  @Column('boolean')
  interim!: boolean;

  @Column('jsonb')
  missing!: string[];

  @Column('text', { name: 'as_of', nullable: true })
  asOf!: string | null;

  @Column('jsonb', { name: 'section_ids' })
  sectionIds!: string[];

  @Column('jsonb')
  statements!: ReportStatement[];

  @Column('jsonb')
  provenance!: Provenance;

  @Column('char', { name: 'template_digest', length: 64 })
  templateDigest!: string;

  @Column('char', { length: 64 })
  digest!: string;

  @Column('jsonb')
  basis!: ReportBasis;

  /** `onDemand` or `closed`. */
  @Column('text')
  reason!: string;

  /** Name of the person who asked for it; null when Attest made it by itself. */
  @Column('text', { name: 'made_by', nullable: true })
  madeBy!: string | null;

  @Column('text', { name: 'made_by_subject', nullable: true })
  madeBySubject!: string | null;

  /** The report as JSON, gzip. */
  @Column('bytea', { select: false })
  content!: Buffer;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  /** When it was last asked for: the newest by this is the one an incident shows. */
  @Column('timestamptz', { name: 'asked_at' })
  askedAt!: Date;
}
