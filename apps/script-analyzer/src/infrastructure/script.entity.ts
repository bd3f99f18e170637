import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { VerifiedCard } from '@attest/cards';
import type { ScriptLanguage, Verdict } from '@attest/script-engine';

/** One script of a tenant, by the SHA-256 of its bytes, with its analysis once there is one. */
@Entity({ name: 'script' })
export class ScriptEntity {
  @PrimaryColumn('text')
  tenant!: string;

  @PrimaryColumn('char', { length: 64 })
  sha256!: string;

  /** The bytes, gzip. */
  @Column('bytea', { select: false })
  content!: Buffer;

  @Column('int')
  size!: number;

  /** Its beginning as one line of text. */
  @Column('text')
  excerpt!: string;

  @Column('text', { name: 'file_name', nullable: true })
  fileName!: string | null;

  /** Language the sender named. */
  @Column('text', { name: 'language_given', nullable: true })
  languageGiven!: ScriptLanguage | null;

  @Column('text', { nullable: true })
  language!: ScriptLanguage | null;

  @Column('text', { nullable: true })
  verdict!: Verdict | null;

  @Column('text', { array: true })
  techniques!: string[];

  @Column('int', { name: 'layer_count' })
  layerCount!: number;

  @Column('int', { name: 'fact_count' })
  factCount!: number;

  @Column('int', { name: 'indicator_count' })
  indicatorCount!: number;

  @Column('int', { name: 'gap_count' })
  gapCount!: number;

  /** The analysis as JSON, gzip. */
  @Column('bytea', { nullable: true, select: false })
  analysis!: Buffer | null;

  @Column('uuid', { name: 'card_id', nullable: true })
  cardId!: string | null;

  @Column('int', { name: 'card_version' })
  cardVersion!: number;

  @Column('jsonb', { nullable: true, select: false })
  card!: VerifiedCard | null;

  /** What it is found by: file name, indicators and the text of its layers in lower case, cut. */
  @Column('text', { select: false })
  search!: string;

  @Column('boolean', { name: 'by_person' })
  byPerson!: boolean;

  @Column('timestamptz', { name: 'submitted_at' })
  submittedAt!: Date;

  @Column('timestamptz', { name: 'analyzed_at', nullable: true })
  analyzedAt!: Date | null;
}

/** A script was seen in an incident. */
@Entity({ name: 'script_incident' })
export class ScriptIncidentEntity {
  @PrimaryColumn('text')
  tenant!: string;

  @PrimaryColumn('text', { name: 'incident_id' })
  incidentId!: string;

  @PrimaryColumn('char', { length: 64 })
  sha256!: string;
}
